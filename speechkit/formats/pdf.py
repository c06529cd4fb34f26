"""PDF: the text of pages as paragraphs, without their furniture, and what the document states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from speechkit.errors import UnreadableFileError
from speechkit.formats.model import Extracted, Piece
from speechkit.model import Notice

if TYPE_CHECKING:
    from speechkit.formats.pdf_furniture import Sorted
    from speechkit.formats.pdf_lines import Line
    from speechkit.formats.pdf_paragraphs import Paragraph

_HEAD = 1024
_SIGN = b"%PDF-"
_HEADING = 1.15
"""Sizes of the text from which on a short line is a heading; a title is larger still."""
_TITLE = 1.3
_LONGEST_HEADING = 60
_MOST_LEVELS = 4
_SENTENCE_END = re.compile("[。；，,;]$")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_GONE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\uf000-\uf0ff\ufeff\ufff0-\ufffb\uffff]")
_WRONG = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufff0-\uffff]")
_MOST_WRONG = 0.5
_LEAST_PLAUSIBLE = 0.7
_JUNK = re.compile(
    r"(?i)microsoft (?:word|powerpoint|excel)|untitled|无标题|未命名|文档\d*$|<[0-9a-f]+>$"
    r"|print|a4$"
    r"|(?:www\.)?[\w.-]+\.(?:com|cn|net|org)\b"
    r"|\.(?:docx?|wps|pptx?|xlsx?|pdf|indd|p65|qxd|cdr|fbd|s2|txt|rtf|html?|tex|dvi)$"
)
_AUTHORS = re.compile(
    r"(?i)administrator|admin|user|anonymous|cnki|ttkn|microsoft|wps|微软|用户|lenovo|dell|thinkpad|apple"
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


def recognize(data: bytes, name: str) -> bool:
    """Return whether a file is a PDF; a few hundred bytes may come before its sign."""
    return _SIGN in data[:_HEAD]


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Return the paragraphs of a document, each with its page, footnotes behind the paragraph.

    Raises UnreadableFileError for what is damaged, has a password, has no text or a text whose
    characters nothing says.
    """
    from speechkit.formats.pdf_client import CLIENT
    from speechkit.formats.pdf_furniture import sort_lines
    from speechkit.formats.pdf_lines import read_page

    stated, *answers = CLIENT.read(data)
    pages = [read_page(number, answer) for number, answer in enumerate(answers, 1)]
    _check(pages)
    sorted_pages = sort_lines(pages)
    if not any(page.lines for page in sorted_pages):
        raise UnreadableFileError("scan" if any(page.pictured for page in pages) else "no-text")
    pieces, title = _Flow(sorted_pages).read()
    pictured = sum(page.page.pictured and not page.lines for page in sorted_pages)
    return Extracted(
        format="pdf",
        pieces=tuple(pieces),
        notices=(Notice("doubtful", "page-without-text", "", pictured),) if pictured else (),
        title=title or _stated_title(stated),
        author=_stated_author(stated),
        date="-".join(found.groups()) if (found := _DATE.match(stated["CreationDate"])) else "",
    )


def _check(pages: Sequence[Any]) -> None:
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


class _Flow:
    """The pieces of a document in the order of reading."""

    def __init__(self, pages: Sequence[Sorted]) -> None:
        from speechkit.formats.pdf_lines import find_body_size
        from speechkit.formats.pdf_paragraphs import Joiner

        self._pages = pages
        lines = [line for page in pages for line in page.lines]
        self._joiner = Joiner(lines)
        self._size = find_body_size(lines)
        self._paragraphs = self._joiner.join(lines)
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
            pieces += [Piece(_plain(text), 0, number, 0, rule) for rule, text in page.dropped]
        return [piece for piece in pieces if piece.text.strip()], self._title()

    def _piece(self, paragraph: Paragraph) -> Piece:
        first = paragraph.lines[0]
        level = self._levels.get(round(first.size), 0) if self._is_heading(paragraph) else 0
        return Piece(_plain(paragraph.text), page=first.page, level=level)

    def _is_heading(self, paragraph: Paragraph) -> bool:
        text = paragraph.text
        return (
            paragraph.lines[0].size >= _HEADING * self._size
            and len(text) <= _LONGEST_HEADING
            and "\t" not in text
            and not _SENTENCE_END.search(text)
        )

    def _rank_headings(self) -> Mapping[int, int]:
        """The level of headings by their size, the largest first."""
        headings = [p for p in self._paragraphs if self._is_heading(p)]
        sizes = {round(heading.lines[0].size) for heading in headings}
        # A form or a page of slides has all sizes, and none of them is a heading's.
        if len(sizes) > _MOST_LEVELS or 4 * len(headings) > len(self._paragraphs):
            return {}
        return {size: n for n, size in enumerate(sorted(sizes, reverse=True), 1)}

    def _title(self) -> str:
        """What is by far the largest on the first page."""
        first_page = self._paragraphs[0].lines[0].page
        page = [p for p in self._paragraphs if p.lines[0].page == first_page]
        largest = max(page, key=lambda paragraph: paragraph.lines[0].size)
        if largest.lines[0].size < _TITLE * self._size or not self._is_heading(largest):
            return ""
        text = _plain(largest.text).strip()
        return text if len(_HAN.findall(text)) > 2 or len(text) > 10 else ""


def _note_pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    from speechkit.formats.pdf_furniture import starts_note
    from speechkit.formats.pdf_paragraphs import Paragraph

    notes: list[Paragraph] = []
    for line in lines:
        if notes and not starts_note(line.text):
            notes[-1].lines.append(line)
        else:
            notes.append(Paragraph([line]))
    for note in notes:
        yield Piece(_plain(note.text), page=note.lines[0].page)


def _plain(text: str) -> str:
    return _GONE.sub("", text)


def _stated_title(stated: Mapping[str, str]) -> str:
    title = _plain(stated["Title"]).strip()
    return "" if _JUNK.search(title) or len(title) < 3 else title


def _stated_author(stated: Mapping[str, str]) -> str:
    author = _plain(stated["Author"]).strip()
    return "" if _AUTHORS.search(author) or _JUNK.search(author) else author
