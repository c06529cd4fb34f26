"""Hits as lines for other programs.

tsv: ``ID:PARAGRAPH`` (of dropped text ``ID:~PIECE``), score, title, passage. csv has columns of
their own for what a spreadsheet sorts and filters by, named and meant as the fields of jsonl, an
object a hit (only ever added to):

    id          the identifier, short where it can be
    path        the file, absolute
    title       as shown
    score       higher is better; comparable within one answer
    section     the part of the file that holds the passage, or else who speaks, or ""
    paragraph   its number, from 1; 0 is the title; of dropped text the number of the piece
    passage     the text of the best passage, exactly
    spans       [[start, end], ...]: characters of the passage that match, half-open
    matches     how often the query matches in the whole speech, with --all in this paragraph;
                0 in a relaxed answer
    total       speeches found, however many are printed
    relaxed     true where the hits hold only some of the words
    date        of the speech, YYYY-MM-DD or part of it, or ""
    turn        who speaks in the passage, where the file is a transcript of a talk, or ""
    dropped     true where the passage is dropped text, else false
    speaker     of the speech; so occasion, source and url; each may be ""
    passages    with --passages: [{paragraph, passage, spans, dropped}, ...], best first
    explain     with --explain: [{field, term, idf, count, score}, ...]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from speechkit.render.records import Cell
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit import Hit
    from speechkit.model import Passage, TermShare

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
    "turn",
    "dropped",
    "speaker",
    "occasion",
    "source",
    "url",
)
"""Of csv."""

COUNT_COLUMNS = ("id", "title", "date", "matches")
"""Of csv, and the fields of jsonl, with -c."""


class ShownHit(NamedTuple):
    """One hit with all that is printed of it."""

    hit: Hit
    shares: tuple[TermShare, ...] | None = None

    def count_matches(self, passage: Passage) -> int:
        """Return how often the query matches in what a passage answers for."""
        return len(passage.spans) if self.hit.whole else self.hit.matches


def place_of(hit: Hit, passage: Passage) -> str:
    """Return what names the place of a passage of a hit: ``003:12``, ``003:~2`` of dropped text."""
    return f"{hit.id}:{number_of(passage)}"


def number_of(passage: Passage) -> str:
    """Return the number of a passage's paragraph, with the sign of dropped text."""
    return f"~{passage.paragraph}" if passage.dropped else str(passage.paragraph)


def section_of(hit: Hit, passage: Passage) -> str:
    """Return the name of the section that holds a passage; dropped text is in none."""
    return "" if passage.dropped else hit.section_of(passage.paragraph)


def hit_cells(shown: ShownHit) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of tsv: a line a passage, then one for each term's share.

    A share has no place, so that a hit's line stays what has one.
    """
    hit = shown.hit
    score = f"{hit.score:.3f}"
    for passage in hit.passages:
        yield place_of(hit, passage), score, hit.title, passage.text
    for share in shown.shares or ():
        yield "", f"{share.score:.3f}", *_describe_share(share)


def hit_rows(shown: ShownHit) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of csv under HIT_COLUMNS: a line a passage, then one for each term's share.

    A share has no id; its term is the title.
    """
    hit = shown.hit
    for passage in hit.passages:
        section, matches = section_of(hit, passage), shown.count_matches(passage)
        place = (hit.id, passage.paragraph, hit.title, hit.date, section, matches)
        turn = "" if passage.dropped else hit.turn_of(passage.paragraph)
        what = "true" if passage.dropped else "false"
        metadata = (hit.speaker, hit.occasion, hit.source, hit.url)
        yield *place, f"{hit.score:.3f}", passage.text, str(hit.path), turn, what, *metadata
    for share in shown.shares or ():
        term, what = _describe_share(share)
        yield "", "", term, "", "", "", f"{share.score:.3f}", what, *[""] * 7


def hit_records(
    shown: ShownHit, total: int, relaxed: bool, *, each: bool, listed: bool
) -> Iterator[dict[str, object]]:
    """Yield an object for the best passage of a hit, or for ``each``.

    ``listed`` adds all passages to it.
    """
    for passage in shown.hit.passages if each else shown.hit.passages[:1]:
        record = _hit_record(shown, passage)
        record |= {"total": total, "relaxed": relaxed, "date": shown.hit.date}
        record["turn"] = "" if passage.dropped else shown.hit.turn_of(passage.paragraph)
        record["dropped"] = passage.dropped
        record |= {name: getattr(shown.hit, name) for name in HIT_COLUMNS[-4:]}
        if listed:
            record["passages"] = [
                {
                    "paragraph": p.paragraph,
                    "passage": p.text,
                    "spans": p.spans,
                    "dropped": p.dropped,
                }
                for p in shown.hit.passages
            ]
        if shown.shares is not None:
            record["explain"] = [_share_record(share) for share in shown.shares]
        yield record


def _hit_record(shown: ShownHit, passage: Passage) -> dict[str, object]:
    hit = shown.hit
    return {
        "id": hit.id,
        "path": str(hit.path),
        "title": hit.title,
        "score": round(hit.score, 6),
        "section": section_of(hit, passage),
        "paragraph": passage.paragraph,
        "passage": passage.text,
        "spans": passage.spans,
        "matches": shown.count_matches(passage),
    }


def _share_record(share: TermShare) -> dict[str, object]:
    return {
        "field": share.field,
        "term": share.term,
        "idf": share.idf,
        "count": share.times,
        "score": share.score,
    }


def _describe_share(share: TermShare) -> tuple[str, str]:
    return f"{share.field}: {share.term}", f"idf {share.idf:.3f}, count {share.times}"
