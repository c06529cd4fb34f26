"""Hits as lines for other programs.

tsv and csv: ``ID:PARAGRAPH``, score, title, passage. jsonl, an object a hit (only ever added to):

    id          the identifier, short where it can be
    path        the file, absolute
    title       as shown
    score       higher is better; comparable within one answer
    section     the part of the file in which the passage stands, or ""
    paragraph   its number, from 1; 0 is the title
    passage     the text of the best passage, exactly
    spans       [[start, end], ...]: characters of the passage that match, half-open
    matches     how often the query stands in the speech; 0 in a relaxed answer
    total       speeches found, however many are printed
    relaxed     true where the hits hold only some of the words
    date        of the speech, YYYY-MM-DD or part of it, or ""
    passages    with --passages: [{paragraph, passage, spans}, ...], best first
    explain     with --explain: [{field, term, idf, count, score}, ...]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from speechkit.output.records import Cell
from speechkit.passages import Passage
from speechkit.scoring import TermShare
from speechkit.search import Hit

HIT_COLUMNS = ("id:paragraph", "score", "title", "passage")


def place_of(hit: Hit, paragraph: int) -> str:
    """Return what names a paragraph of a hit: ``003:12``."""
    return f"{hit.id}:{paragraph}"


def hit_cells(hit: Hit, passage: Passage) -> tuple[Cell, ...]:
    """Return the cells of one passage of a hit."""
    return place_of(hit, passage.paragraph), f"{hit.score:.3f}", hit.title, passage.text


def share_cells(share: TermShare) -> tuple[Cell, ...]:
    """Return the cells of a term's share: no place, so that a hit's line stays what has one."""
    what = f"idf {share.idf:.3f}, count {share.count}"
    return "", f"{share.score:.3f}", f"{share.field}: {share.term}", what


def hit_record(  # noqa: PLR0913 - the fields of one object
    hit: Hit,
    passage: Passage,
    *,
    total: int,
    relaxed: bool,
    section: str,
    passages: Sequence[Passage] = (),
    shares: Iterable[TermShare] | None = None,
) -> dict[str, object]:
    """Return one passage of a hit as an object, the others beside it where they are asked for."""
    record: dict[str, object] = {
        "id": hit.id,
        "path": str(hit.path),
        "title": hit.title,
        "score": round(hit.score, 6),
        "section": section,
        "paragraph": passage.paragraph,
        "passage": passage.text,
        "spans": passage.spans,
        "matches": hit.matches,
        "total": total,
        "relaxed": relaxed,
        "date": hit.date,
    }
    if passages:
        record["passages"] = [
            {"paragraph": p.paragraph, "passage": p.text, "spans": p.spans} for p in passages
        ]
    if shares is not None:
        record["explain"] = [asdict(share) for share in shares]
    return record
