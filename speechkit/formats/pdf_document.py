"""A PDF document from its lines to its pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from speechkit.errors import UnreadableFileError
from speechkit.formats.model import Extracted, Piece
from speechkit.formats.pdf_furniture import Sorted, sort_lines, starts_note
from speechkit.formats.pdf_lines import Line, Page, find_body_size, read_page
from speechkit.formats.pdf_paragraphs import Joiner, Paragraph
from speechkit.formats.pdf_properties import clean_author, clean_date
from speechkit.model import Notice
from speechkit.text.characters import HAN

_HEADING = 1.15
"""Sizes of the text from which on a short line is a heading; a title is larger still."""
_TITLE = 1.3
_LONGEST_HEADING, _MOST_HEADING_LINES = 60, 4
_MOST_LEVELS, _FEW_HEADINGS = 4, 3
_NO_HEADING = re.compile("[。；，,;]$|文件$")
"""The end of a sentence, or the letterhead of an office, which is larger than any title."""
_HAN = re.compile(f"[{HAN}]")
_GONE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\uf000-\uf0ff\ufeff\ufff0-\ufffb\uffff]")
_WRONG = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufff0-\ufffd\uffff]")
_MOST_WRONG = 0.5
_LEAST_PLAUSIBLE = 0.7


def read_document(stated: Mapping[str, str], answers: Sequence[Sequence[object]]) -> Extracted:
    """Return a document from what it states and from its pages, as the process gives them.

    Raises UnreadableFileError where there is no text, or most of it has no meaning.
    """
    pages = [read_page(number, answer) for number, answer in enumerate(answers, 1)]
    _check(pages)
    sorted_pages = sort_lines([_without_unmapped(page) for page in pages])
    if not any(page.lines or page.page.written for page in sorted_pages):
        raise UnreadableFileError("scan" if any(page.pictured for page in pages) else "no-text")
    pieces, title = _Flow(sorted_pages).read()
    return Extracted(
        format="pdf",
        pieces=tuple(pieces),
        notices=tuple(_notices(pages, sorted_pages)),
        title=title or _plain(stated["Title"]).strip(),
        author=clean_author(_plain(stated["Author"])),
        date=clean_date(stated["CreationDate"]),
    )


def _notices(pages: Sequence[Page], sorted_pages: Sequence[Sorted]) -> Iterator[Notice]:
    pictured = sum(page.page.pictured and not page.lines for page in sorted_pages)
    if pictured:
        yield Notice("doubtful", "page-without-text", "", pictured)
    unmapped = sum(map(_is_garbage, (line for page in pages for line in page.lines)))
    if unmapped:
        yield Notice("doubtful", "unmapped-line", "", unmapped)


def _check(pages: Sequence[Page]) -> None:
    """Raise UnreadableFileError where most characters mean nothing."""
    lines = [line for page in pages for line in page.lines]
    text = "".join(line.text for line in lines)
    unmapped = "".join(line.text for line in lines if line.unmapped)
    wrong = len(_WRONG.findall(text))
    visible = len(text) - text.count(" ")
    if wrong > _MOST_WRONG * visible or (
        len(unmapped) > _MOST_WRONG * len(text) and not _is_plausible(unmapped)
    ):
        raise UnreadableFileError("no-map")


def _is_plausible(text: str) -> bool:
    """Whether a text is Chinese or English although nothing says what its characters are."""
    usual = len(text.encode("gb2312", "ignore").decode("gb2312"))
    return usual > _LEAST_PLAUSIBLE * len(text) and 2 * len(_HAN.findall(text)) > len(text)


def _is_garbage(line: Line) -> bool:
    return line.unmapped and len(line.text) > 1 and not _is_plausible(line.text)


def _without_unmapped(page: Page) -> Page:
    """A page without the lines of which nobody knows what they say."""
    return page._replace(lines=[line for line in page.lines if not _is_garbage(line)])


class _Flow:
    """The pieces of a document in the order of reading."""

    def __init__(self, pages: Sequence[Sorted]) -> None:
        self._pages = pages
        lines = [line for page in pages for line in page.lines]
        self._joiner = Joiner(lines)
        self._size = find_body_size(lines)
        # What runs otherwise is no interruption of the text.
        self._paragraphs = [
            *self._joiner.join([line for line in lines if not line.turned]),
            *self._joiner.join([line for line in lines if line.turned]),
        ]
        self._levels = self._rank_headings()

    def read(self) -> tuple[list[Piece], str]:
        """Return the pieces, and the title if one line is larger than the others."""
        starting: dict[int, list[Paragraph]] = {}
        for paragraph in self._paragraphs:
            starting.setdefault(paragraph.lines[0].page, []).append(paragraph)
        pieces: list[Piece] = []
        for page in self._pages:
            number = page.page.number
            pieces += map(self._piece, starting.get(number, ()))
            pieces += _note_pieces(page.notes)
            pieces += _added_pieces(page.page)
            pieces += [Piece(_plain(text), 0, number, 0, rule) for rule, text in page.dropped]
        return [piece for piece in pieces if piece.text.strip()], self._title()

    def _piece(self, paragraph: Paragraph) -> Piece:
        first = paragraph.lines[0]
        level = self._levels.get(round(first.size), 0) if self._is_heading(paragraph) else 0
        return Piece(_plain(paragraph.text), page=first.page, level=level)

    def _is_heading(self, paragraph: Paragraph) -> bool:
        if len(paragraph.lines) > _MOST_HEADING_LINES:
            return False
        if paragraph.lines[0].size < _HEADING * self._size:
            return False
        text = paragraph.text
        return len(text) <= _LONGEST_HEADING and "\t" not in text and not _NO_HEADING.search(text)

    def _rank_headings(self) -> Mapping[int, int]:
        """The level of headings by their size, the largest first."""
        headings = [p for p in self._paragraphs if self._is_heading(p)]
        sizes = {round(heading.lines[0].size) for heading in headings}
        # A form or a page of slides has all sizes, and none of them is a heading's.
        most = max(_FEW_HEADINGS, len(self._paragraphs) // 4)
        if len(sizes) > _MOST_LEVELS or len(headings) > most:
            return {}
        return {size: n for n, size in enumerate(sorted(sizes, reverse=True), 1)}

    def _title(self) -> str:
        """What is by far the largest on the first page."""
        if not self._paragraphs:
            return ""
        first_page = min(paragraph.lines[0].page for paragraph in self._paragraphs)
        page = [p for p in self._paragraphs if p.lines[0].page == first_page]
        headings = [paragraph for paragraph in page if self._is_heading(paragraph)]
        largest = max(headings, key=lambda heading: heading.lines[0].size, default=None)
        if largest is None or largest.lines[0].size < _TITLE * self._size:
            return ""
        text = _plain(largest.text).strip()
        return text if len(_HAN.findall(text)) > 2 or len(text) > 10 else ""


def _note_pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    notes: list[Paragraph] = []
    for line in lines:
        if notes and not starts_note(line.text):
            notes[-1].lines.append(line)
        else:
            notes.append(Paragraph([line]))
    for note in notes:
        yield Piece(_plain(note.text), page=note.lines[0].page)


def _added_pieces(page: Page) -> Iterator[Piece]:
    """What is written into a page, paragraph by paragraph; comments are no part of the text."""
    for text, is_comment in page.added:
        for line in text.splitlines():
            yield Piece(_plain(line).strip(), 0, page.number, 0, "page-note" if is_comment else "")


def _plain(text: str) -> str:
    return _GONE.sub("", text)
