"""Cleaning as a whole: each step takes what the one before it left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from speechkit.cleaning.annotations import drop_annotations
from speechkit.cleaning.boilerplate import Boilerplate, shipped_boilerplate
from speechkit.cleaning.damage import find_lost_characters
from speechkit.cleaning.dropping import drop_inline, drop_lines
from speechkit.cleaning.lines import Lines, split_lines
from speechkit.cleaning.markup import drop_stray_markup
from speechkit.cleaning.metadata import read_metadata
from speechkit.cleaning.model import Cleaned
from speechkit.cleaning.repetition import drop_second_copy
from speechkit.cleaning.sections import find_sections
from speechkit.cleaning.titles import Hints, make_hints, part_title
from speechkit.cleaning.wrapping import join_wrapped
from speechkit.formats import Extracted, Piece
from speechkit.model import Notice


def clean(
    extracted: Extracted, name: str = "", *, boilerplate: Boilerplate | None = None
) -> Cleaned:
    """Read an extracted text as a speech: its body in paragraphs, its title and what it states.

    ``name`` is the stem of the file's name, ``boilerplate`` a list other than the shipped one.
    """
    lines, hints, notices = _drop(extracted, name, boilerplate or shipped_boilerplate())
    titled = part_title(lines, hints)
    paragraphs = titled.lines.texts
    dropped = [notice.text for notice in notices if notice.rule.startswith("boilerplate")]
    metadata = read_metadata(titled.lines, titled.title, name, extracted, dropped)
    lost = find_lost_characters([titled.title, *paragraphs])
    return Cleaned(
        title=titled.title,
        paragraphs=tuple(paragraphs),
        lines=tuple(titled.lines.numbers),
        sections=find_sections(paragraphs, titled.title),
        date=metadata.date,
        speaker=metadata.speaker,
        occasion=metadata.occasion,
        source=metadata.source,
        url=metadata.url,
        notices=_counted([*notices, *titled.notices, *lost]),
        origins=(*titled.origins, *metadata.origins),
    )


def _drop(
    extracted: Extracted, name: str, boilerplate: Boilerplate
) -> tuple[Lines, Hints, list[Notice]]:
    """Return the lines that are speech, what hints at its title, and what was done to the text."""
    text, numbers, notices = _take_pieces(extracted.pieces)
    if extracted.format == "text":
        text, numbers, found = drop_stray_markup(text, numbers)
        notices += found
    text, found = drop_annotations(text)
    notices += found
    text, lead_ins, found = drop_inline(text, boilerplate)
    notices += found
    dropped = drop_lines(split_lines(text, numbers), boilerplate)
    lines, found = join_wrapped(dropped.lines)
    notices += (*dropped.notices, *found)
    if extracted.format == "html":
        lines, found = drop_second_copy(lines)
        notices += found
    return lines, make_hints(extracted, dropped.titles, lead_ins, name), notices


def _take_pieces(pieces: Sequence[Piece]) -> tuple[str, Sequence[int], list[Notice]]:
    """The text of what is not dropped, the number of each of its lines, and what is dropped."""
    kept = [piece for piece in pieces if not piece.dropped]
    notices = [Notice("dropped", piece.dropped, piece.text) for piece in pieces if piece.dropped]
    if len(kept) == 1:
        return kept[0].text, _numbers(kept[0]), notices
    numbers = [number for piece in kept or [Piece("")] for number in _numbers(piece)]
    return "\n".join(piece.text for piece in kept), numbers, notices


def _numbers(piece: Piece) -> Sequence[int]:
    """The line of the file, or else the page, of each line of a piece."""
    more = piece.text.count("\n")
    if piece.line:
        return range(piece.line, piece.line + more + 1)
    return [piece.page] * (more + 1)


def _counted(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices with equal ones made one."""
    counts: dict[tuple[str, str, str], Notice] = {}
    for notice in notices:
        key = (notice.kind, notice.rule, notice.text)
        before = counts.get(key)
        count = notice.times + (before.times if before else 0)
        counts[key] = Notice(notice.kind, notice.rule, notice.text, count)
    return tuple(counts.values())
