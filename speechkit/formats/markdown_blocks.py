"""The blocks of a Markdown text as pieces: paragraphs, headings, rows of tables, notes last.

Most paragraphs of a speech hold no mark. They are put aside before parsing, one character in
place of each run of them, and taken back where the parser meets it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from speechkit.formats.html import read_fragment
from speechkit.formats.markdown_marks import make_parser
from speechkit.formats.markdown_words import Words
from speechkit.formats.model import Piece
from speechkit.formats.soft_breaks import Line, join_soft, without_colon
from speechkit.text.characters import BLANKS, HAN, ends_sentence

if TYPE_CHECKING:
    from markdown_it.token import Token

_ASIDE = "\ufdd0"
"""No character, so no text holds it."""
_BLANK_LINES = re.compile(r"(\n(?:[ \t]*\n)+)")
_BLOCK_MARK = re.compile(
    r"(?m)^(?:[ \t>:\[<|-]|\+[ \t]|[*_](?:[ \t]|[*_ \t]*$)|```|~~~|=+[ \t]*$"
    r"|[0-9]{1,9}[.)](?:[ \t]|$)|#(?!#{0,5}[ \t]+[^#\n]*$))"
)
_MAY_MARK = re.compile(r"[*_`\[<&\\{~^=+%]")
_MARK = re.compile(r"[*_`\[<&\\{~^]|==|\+\+|%%")
_TIGHT_HEADING = re.compile(r"(?m)^(#{2,6})(?=[^#\s\\])(?=(?:.*[^#\n]|.*?\1)$)")
_NO_REFERENCE = re.compile(
    rf"(?m)^(?=\[[^\]\[\n^0-9注註①-⑳][^\]\[\n]{{0,60}}\]:[ \t]*[{HAN}“（《])"
)
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]{1,300})\*\*")
_HEADING_ATTRIBUTES = re.compile(r"[ \t]*\{[#.][^{}]*\}$")
_LONGEST_HEADING = 80
_ITEM_MARK = re.compile(r"^\[[ xX]\][ \t]+|^\[![A-Za-z-]+\][+-]?[ \t]*")
"""Of a task, and of a note in a coloured box."""
_CONTENTS = re.compile(r"(?i)\[\[?(?:toc|_toc_)\]?\]|\{\{?toc\}?\}|\{:toc\}|@\[toc\].*")
_FENCED_DIVISION = re.compile(r":{3,}[ \t]*(?:\{[^{}]*\}|[\w-]+)?[^。]{0,60}")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_LONGEST_PARSED, _MOST_BRACKETS = 60_000, 3_000
_SENTENCES = re.compile(r".{1,20000}(?<=。)|.{1,20000}")


def read_blocks(text: str, first_line: int) -> list[Piece]:
    """Return the pieces of a text that begins on a line of the file, in time linear in it."""
    body = text.lstrip("\n")
    first_line += len(text) - len(body)
    body = _TIGHT_HEADING.sub(r"\1 ", body.rstrip())
    if "]:" in body:  # who speaks, and no target of a link
        body = _NO_REFERENCE.sub(r"\\", body)
    source = _put_aside(body, first_line)
    parser = make_parser()
    environment: dict[str, object] = {}
    tokens: list[Token] = []
    parser.block.parse(source.text, parser, environment, tokens)
    reader = _Reader(source, environment)
    for token in tokens:
        reader.take(token)
    return reader.finish()


class _Block(NamedTuple):
    """A paragraph or headings as written, with the line ends after it."""

    text: str
    gap: str
    line: int


class _Source(NamedTuple):
    """A text of which some blocks are put aside; ``lines`` has the file's line of each line."""

    text: str
    lines: Sequence[int]
    aside: dict[int, list[_Block]]
    """By the line of what takes their place, from 0."""

    def line(self, number: int) -> int:
        return self.lines[min(number, len(self.lines) - 1)]


def _put_aside(text: str, first_line: int) -> _Source:
    """Part a text into what has to be parsed and runs of paragraphs, between blank lines."""
    kept: list[str] = []
    lines: list[int] = []
    aside: dict[int, list[_Block]] = {}
    run: list[_Block] = []
    line = first_line
    parts = _BLANK_LINES.split(text)
    can = _ASIDE not in text
    for block, gap in zip(parts[::2], [*parts[1::2], "\n\n"], strict=True):
        height = block.count("\n") + gap.count("\n")
        if can and block and not _BLOCK_MARK.search(block):
            if not run:
                aside[len(lines)] = run
                kept.append(_ASIDE + "\n\n")
                lines += (line, line)
            run.append(_Block(block, gap, line))
        else:
            run = []
            kept += block, gap
            lines += range(line, line + height)
        line += height
    return _Source("".join(kept), [*lines, line], aside)


class _Reader:
    """Collects pieces from the tokens of blocks."""

    def __init__(self, source: _Source, environment: dict[str, object]) -> None:
        self._source = source
        self._environment = environment
        found = environment.get("references")
        found = found if isinstance(found, dict) else {}
        self._references = {label: str(target["href"]) for label, target in found.items()}
        self._pieces: list[Piece] = []
        self._notes: list[Piece] = []
        self._into = self._pieces
        self._level = 0
        self._marker = ""
        """The number of an item of a list, which is text; before what the item says first."""
        self._marker_line = 0
        self._row: list[str] | None = None
        self._row_line = 0
        self._targets: set[str] = set()
        self._dropped: list[Piece] = []
        """What the blocks since the last piece hold that is no part of the speech."""

    def take(self, token: Token) -> None:
        """Take in the next token of a block."""
        kind = token.type
        line = self._source.line(token.map[0]) if token.map else 0
        if kind == "inline":
            self._take_text(token, line)
        elif kind == "heading_open":
            self._level = int(token.tag[1])
        elif kind == "heading_close":
            self._level = 0
        elif kind == "list_item_open":
            self._marker += f"{token.info}{token.markup} " if token.info else ""
            self._marker_line = line
        elif kind == "list_item_close":
            self._flush_marker()
        elif kind == "tr_open":
            self._row, self._row_line = [], line
        elif kind == "tr_close" and self._row is not None:
            self._into.append(Piece("\t".join(self._row), self._row_line))
            self._row = None
            self._flush_dropped()
        elif kind in ("fence", "html_block") and token.map:
            self._take_raw(token, kind, token.map)
        elif kind == "note_open":
            self._into = self._notes
        elif kind == "note_close":
            self._into = self._pieces

    def finish(self) -> list[Piece]:
        """Return everything read, notes last."""
        for target in self._references.values():
            self._drop("link-target", target, self._source.line(0))
        self._flush_dropped()
        return [*self._pieces, *self._notes]

    def _flush_dropped(self) -> None:
        self._into += self._dropped
        self._dropped.clear()

    def _take_text(self, token: Token, line: int) -> None:
        number = token.map[0] if token.map else 0
        if token.content == _ASIDE and number in self._source.aside:
            for block in self._source.aside[number]:
                self._take_block(block)
            return
        if self._row is not None:
            self._row.append(_joined(self._read_lines(token.content, line)))
        elif _CONTENTS.fullmatch(token.content):
            self._drop("menu", token.content, line)
        elif self._level and "\n" not in token.content:
            self._put_heading(token.content, line)
        else:  # several lines above a rule are no heading, though Markdown makes them one
            self._level = 0
            self._put(self._read_lines(token.content, line))

    def _take_block(self, block: _Block) -> None:
        """Take in paragraphs and headings that were put aside."""
        text, _, line = block
        if not _holds_marks(text):
            self._into += _plain_pieces(text, line)
            return
        for paragraph, number, level in _parts(text, line):
            if level:
                self._level = level
                self._put_heading(paragraph, number)
                self._level = 0
            else:
                self._put(self._read_lines(paragraph, number))

    def _put_heading(self, content: str, line: int) -> None:
        self._put([Line(_joined(self._read_lines(content, line)), line)])

    def _put(self, lines: Sequence[Line]) -> None:
        for written, line in lines:
            text = written
            if self._level:
                text = _HEADING_ATTRIBUTES.sub("", text).strip(BLANKS)
            elif text.startswith("["):
                text = _ITEM_MARK.sub("", text)
            if not text or (text.startswith(":::") and _FENCED_DIVISION.fullmatch(text)):
                continue
            level = _level(text, self._level)
            self._into.append(Piece(self._marker + text, line, level=level))
            self._marker = ""
        self._flush_dropped()

    def _flush_marker(self) -> None:
        if self._marker:
            self._into.append(Piece(self._marker.rstrip(), self._marker_line))
            self._marker = ""

    def _take_raw(self, token: Token, kind: str, place: list[int]) -> None:
        self._flush_marker()
        start, end = place
        if kind == "fence":
            content = self._expanded(token.content, start + 1, end)
            if content.strip(BLANKS):
                self._into.append(Piece(content.rstrip("\n"), self._source.line(start) + 1))
            return
        content = self._expanded(token.content, start, end)
        self._take_html(content, self._source.line(start))

    def _take_html(self, content: str, line: int) -> None:
        for comment in _COMMENT.finditer(content):
            self._drop("comment", comment[1], line + content.count("\n", 0, comment.start()))
        if _COMMENT.sub("", content).strip(BLANKS):
            for piece in read_fragment(content, line):
                self._into.append(piece._replace(text=_STRONG.sub(r"\1", piece.text)))
        self._flush_dropped()

    def _expanded(self, content: str, start: int, end: int) -> str:
        """Raw text with the plain blocks that were put aside."""
        if _ASIDE not in content:
            return content
        for number in range(start, end):
            if blocks := self._source.aside.get(number):
                written = "".join(text + gap for text, gap, _ in blocks)
                content = content.replace(_ASIDE + "\n\n", written, 1)
                content = content.replace(_ASIDE, written.rstrip("\n"), 1)
        return content

    def _drop(self, rule: str, text: str, line: int) -> None:
        text = text.strip(BLANKS)
        if text and not (rule == "link-target" and text in self._targets):
            self._dropped.append(Piece(text, line, dropped=rule))
        if rule == "link-target":
            self._targets.add(text)

    def _read_lines(self, content: str, line: int) -> list[Line]:
        """The lines of a paragraph without its marks; what the marks hold besides is dropped."""
        if not _holds_marks(content):
            if "\n" not in content:
                return [Line(without_colon(content), line)]
            return join_soft([Line(*part[::-1]) for part in enumerate(content.split("\n"), line)])
        if len(content) > _LONGEST_PARSED:
            return self._read_long(content, line)
        if content.count("[") > _MOST_BRACKETS:
            lines = [
                Line(_strip_marks(text), number)
                for number, text in enumerate(content.split("\n"), line)
            ]
            return join_soft(lines)
        parser = make_parser()
        words = Words(line, self._references)
        for child in parser.inline.parse(content, parser, self._environment, []):
            words.take(child)
        if words.has_html:
            for comment in _COMMENT.finditer(content):
                self._drop("comment", comment[1], line)
            pieces = read_fragment(words.html(), line)
            self._dropped += (piece for piece in pieces if piece.dropped)
            lines = [Line(piece.text, piece.line) for piece in pieces if not piece.dropped]
        else:
            lines = words.lines()
        for rule, text in words.asides:
            self._drop(rule, text, line)
        for note in words.notes:
            self._notes += (Piece(*part) for part in self._read_lines(note, line))
        return lines

    def _read_long(self, content: str, line: int) -> list[Line]:
        """Read a paragraph sentence by sentence, so that its marks cannot meet from far away."""
        written: list[Line] = []
        for number, text in enumerate(content.split("\n"), line):
            parts = (self._read_lines(part, number) for part in _SENTENCES.findall(text))
            written.append(Line("".join(map(_joined, parts)), number))
        return join_soft(written)


def _holds_marks(text: str) -> bool:
    """Whether a paragraph has to be parsed; the first look is four times as fast."""
    if _MAY_MARK.search(text) and _MARK.search(text):
        return True
    return "  \n" in text


def _plain_pieces(text: str, line: int) -> Iterator[Piece]:
    """The pieces of a block without marks."""
    if "\n" not in text and text[0] != "#":
        yield Piece(text.strip(BLANKS), line)
        return
    for paragraph, number, level in _parts(text, line):
        if level:
            yield Piece(paragraph, number, level=_level(paragraph, level))
        elif "\n" not in paragraph:
            yield Piece(paragraph.strip(BLANKS), number)
        else:
            lines = [Line(*part[::-1]) for part in enumerate(paragraph.split("\n"), number)]
            yield from (Piece(*joined) for joined in join_soft(lines))


def _parts(text: str, line: int) -> Iterator[tuple[str, int, int]]:
    """The headings of a block and the lines between, with line and level; 0 for paragraphs."""
    if "\n#" not in text and text[0] != "#":
        yield text, line, 0
        return
    group: list[str] = []
    for number, written in enumerate(text.split("\n"), line):
        if written.startswith("#"):
            if group:
                yield "\n".join(group), number - len(group), 0
                group = []
            name = written.lstrip("#")
            if stripped := name.strip(BLANKS):
                yield stripped, number, len(written) - len(name)
        else:
            group.append(written)
    if group:
        yield "\n".join(group), number + 1 - len(group), 0


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _level(name: str, level: int) -> int:
    """The level of a heading; a sentence above a rule is none, though Markdown makes it one."""
    return 0 if len(name) > _LONGEST_HEADING or ends_sentence(name) else level


def _strip_marks(text: str) -> str:
    """A paragraph too long or too full of brackets for a parser, without its plainest marks."""
    text = re.sub(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)", r"\1", text)
    return re.sub(r"\*{2,3}|~~|==|__", "", text)
