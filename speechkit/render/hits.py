"""Hits as lines for other programs.

tsv: ``ID:PARAGRAPH``, score, title, passage. csv has columns of their own for what a spreadsheet
sorts and filters by, named and meant as the fields of jsonl, an object a hit (only ever added to):

    id          the identifier, short where it can be
    path        the file, absolute
    title       as shown
    score       higher is better; comparable within one answer
    section     the part of the file in which the passage stands, or ""
    paragraph   its number, from 1; 0 is the title
    passage     the text of the best passage, exactly
    spans       [[start, end], ...]: characters of the passage that match, half-open
    matches     how often the query stands in the whole speech, with --all in this paragraph;
                0 in a relaxed answer
    total       speeches found, however many are printed
    relaxed     true where the hits hold only some of the words
    date        of the speech, YYYY-MM-DD or part of it, or ""
    passages    with --passages: [{paragraph, passage, spans}, ...], best first
    explain     with --explain: [{field, term, idf, count, score}, ...]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from speechkit.query.passages import Passage
from speechkit.render.records import Cell
from speechkit.scoring import TermShare
from speechkit.search import Hit

HIT_COLUMNS = (
    "id",
    "paragraph",
    "title",
    "date",
    "section",
    "matches",
    "score",
    "passage",
    "path",
)
"""Of csv."""

COUNT_COLUMNS = ("id", "title", "date", "matches")
"""Of csv, and the fields of jsonl, with -c."""


def place_of(hit: Hit, paragraph: int) -> str:
    """Return what names a paragraph of a hit: ``003:12``."""
    return f"{hit.id}:{paragraph}"


def hit_cells(hit: Hit, passage: Passage) -> tuple[Cell, ...]:
    """Return the cells of tsv for one passage of a hit."""
    return place_of(hit, passage.paragraph), f"{hit.score:.3f}", hit.title, passage.text


def hit_row(hit: Hit, passage: Passage, matches: int) -> tuple[Cell, ...]:
    """Return the cells of csv for one passage of a hit, under HIT_COLUMNS."""
    section, score = hit.section_of(passage.paragraph), f"{hit.score:.3f}"
    facts = (hit.id, passage.paragraph, hit.title, hit.date, section, matches, score)
    return *facts, passage.text, str(hit.path)


def share_cells(share: TermShare) -> tuple[Cell, ...]:
    """Return the cells of a term's share: no place, so that a hit's line stays what has one."""
    return "", f"{share.score:.3f}", *_describe_share(share)


def share_row(share: TermShare) -> tuple[Cell, ...]:
    """Return the cells of csv for a term's share: no id, the term as title, its score."""
    term, what = _describe_share(share)
    return "", "", term, "", "", "", f"{share.score:.3f}", what, ""


def _describe_share(share: TermShare) -> tuple[str, str]:
    return f"{share.field}: {share.term}", f"idf {share.idf:.3f}, count {share.count}"


def hit_record(  # noqa: PLR0913 - the fields of one object
    hit: Hit,
    passage: Passage,
    *,
    matches: int,
    total: int,
    relaxed: bool,
    passages: Sequence[Passage] = (),
    shares: Iterable[TermShare] | None = None,
) -> dict[str, object]:
    """Return one passage of a hit as an object, the others beside it where they are asked for."""
    record: dict[str, object] = {
        "id": hit.id,
        "path": str(hit.path),
        "title": hit.title,
        "score": round(hit.score, 6),
        "section": hit.section_of(passage.paragraph),
        "paragraph": passage.paragraph,
        "passage": passage.text,
        "spans": passage.spans,
        "matches": matches,
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
