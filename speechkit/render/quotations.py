"""Quotations as lines and objects for other programs.

tsv has the verdict, ``ID:PARAGRAPH``, date, speaker, original, quoted and differences, and for a
draft ``PARAGRAPH:START`` in it. The columns of csv and the fields of jsonl, a line a place:

    verdict          exact; punctuation: the same letters with other marks; near; none
    id, paragraph    of the speech that says it; paragraph 0 is the title; empty for none
    date, speaker    of that speech
    original         as it is said there
    quoted           as it was given
    differences      [{start, end, original, quoted_start, quoted_end, quoted}, ...]: characters of
                     original and of quoted; in csv ``向往，→期盼``, with blanks between several
    title, path      of the speech
    speeches         how many hold it exactly
    draft_paragraph  with --draft: where the quotation is, and characters from its beginning; else 0
    draft_start
    from_properties  of title, date and speaker those that only the properties of the file state; in
                     csv with blanks between them
    corpus           the fingerprint of the corpus
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from speechkit.render.records import Cell

if TYPE_CHECKING:
    from speechkit.research import Quotation, Wording

QUOTATION_COLUMNS = (
    "verdict",
    "id",
    "paragraph",
    "date",
    "speaker",
    "original",
    "quoted",
    "differences",
    "title",
    "path",
    "speeches",
    "draft_paragraph",
    "draft_start",
    "from_properties",
    "corpus",
)
"""Of csv, and the fields of jsonl."""


def quotation_records(quotation: Quotation, corpus: str) -> Iterator[dict[str, object]]:
    """Yield an object for each place of a quotation, or one for a quotation that has none.

    ``corpus`` is the fingerprint of the corpus.
    """
    for wording in quotation.wordings or (None,):
        yield {
            "verdict": quotation.verdict,
            "id": wording.id if wording else "",
            "paragraph": wording.paragraph if wording else None,
            "date": wording.date if wording else "",
            "speaker": wording.speaker if wording else "",
            "original": wording.original if wording else "",
            "quoted": quotation.quoted,
            "differences": list(_difference_records(quotation, wording)) if wording else [],
            "title": wording.title if wording else "",
            "path": str(wording.path) if wording else "",
            "speeches": quotation.speeches,
            "draft_paragraph": quotation.draft_paragraph,
            "draft_start": quotation.draft_start,
            "from_properties": wording.from_properties if wording else (),
            "corpus": corpus,
        }


def quotation_rows(quotation: Quotation, corpus: str) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of csv under QUOTATION_COLUMNS."""
    for wording in quotation.wordings or (None,):
        place = (wording.id, wording.paragraph) if wording else ("", "")
        who = (wording.date, wording.speaker, wording.original) if wording else ("", "", "")
        where = (wording.title, str(wording.path)) if wording else ("", "")
        yield (
            *(quotation.verdict, *place, *who, quotation.quoted),
            *(describe_differences(quotation, wording), *where, quotation.speeches),
            *(quotation.draft_paragraph, quotation.draft_start),
            *(" ".join(wording.from_properties if wording else ()), corpus),
        )


def quotation_cells(quotation: Quotation, *, draft: bool) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of tsv, for a ``draft`` with the place in it."""
    place = (f"{quotation.draft_paragraph}:{quotation.draft_start}",) if draft else ()
    for wording in quotation.wordings or (None,):
        told = (
            (f"{wording.id}:{wording.paragraph}", wording.date, wording.speaker, wording.original)
            if wording
            else ("", "", "", "")
        )
        differences = describe_differences(quotation, wording)
        yield quotation.verdict, *told, quotation.quoted, differences, *place


def describe_differences(quotation: Quotation, wording: Wording | None) -> str:
    """Return the differences as ``向往，→期盼``, with blanks between them."""
    return " ".join(
        f"{wording.original[d.start : d.end]}→{quotation.quoted[d.quoted_start : d.quoted_end]}"
        for d in (wording.differences if wording else ())
        if wording
    )


def _difference_records(quotation: Quotation, wording: Wording) -> Iterator[dict[str, object]]:
    for difference in wording.differences:
        start, end, quoted_start, quoted_end = difference
        yield {
            "start": start,
            "end": end,
            "original": wording.original[start:end],
            "quoted_start": quoted_start,
            "quoted_end": quoted_end,
            "quoted": quotation.quoted[quoted_start:quoted_end],
        }
