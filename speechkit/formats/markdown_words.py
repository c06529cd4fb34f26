"""The words of one paragraph of Markdown: text, and what its marks hold besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from speechkit.formats.note_marks import PLACE, is_linked_mark, take_out
from speechkit.formats.soft_breaks import Line, join_soft

if TYPE_CHECKING:
    from markdown_it.token import Token


_MOST_PARTS = 8
"""How far back it is looked for what comes before a link."""


class Aside(NamedTuple):
    """Text that is no part of the speech, and the rule by which it goes."""

    rule: str
    text: str


class Words:
    """Collects what the tokens within a paragraph say."""

    def __init__(self, line: int, references: Mapping[str, str]) -> None:
        self._line = line
        self._references = references
        """The targets that the text defines, by their labels."""
        self._parts: list[str] = []
        self._groups: list[list[Line]] = [[]]
        """Lines with soft breaks between, in groups with hard breaks between."""
        self._html: list[str] = []
        self._marks: list[str] = []
        self._links: list[tuple[str, int, int]] = []
        """Of each open link its target, and where it began among the parts and in the HTML."""
        self.asides: list[Aside] = []
        self.notes: list[str] = []
        self.has_html = False

    def take(self, token: Token) -> None:
        """Take in the next token of a paragraph."""
        kind = token.type
        if kind in ("text", "text_special", "code_inline"):
            self._add(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self._end_line(hard=kind == "hardbreak")
        elif kind == "html_inline":
            self.has_html = True
            self._html.append(token.content)
        elif kind == "link_open":
            target = str(token.attrs.get("href", ""))
            self._links.append((target, len(self._parts), len(self._html)))
            self._drop("link-target", str(token.attrs.get("title", "")))
        elif kind == "link_close":
            self._end_link(token.info == "auto")
        else:
            self._take_special(token)

    def _take_special(self, token: Token) -> None:
        if token.type == "image":
            self._drop("image", token.content)
            self._drop("image", str(token.attrs.get("title", "")))
            self._drop("link-target", str(token.attrs.get("src", "")))
        elif token.type == "picture":
            self._drop("image", token.content)
        elif token.type == "note_mark":
            self._mark(token.content)
        elif token.type == "inline_note":
            self.notes.append(token.content)
        elif token.type == "target":
            self._drop("link-target", token.content)
        elif token.type == "comment":
            self._drop("comment", token.content)

    def html(self) -> str:
        """Return the paragraph as HTML, for one that holds tags."""
        return "".join(self._html)

    def lines(self) -> list[Line]:
        """Return the lines of the paragraph, soft breaks joined."""
        self._end_line(hard=True)
        marks = iter(self._marks)
        joined = chain.from_iterable(map(join_soft, self._groups))
        return list(self._without_marks(joined, marks))

    def _without_marks(self, lines: Iterator[Line], marks: Iterator[str]) -> Iterator[Line]:
        for text, number in lines:
            plain, around = take_out(text, marks)
            self.asides += (Aside("note-mark", mark) for mark in around)
            yield Line(plain, number)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._html.append(escape(text, quote=False))

    def _mark(self, mark: str) -> None:
        self._parts.append(PLACE)
        self._marks.append(mark)
        self._html.append(f"<sup>{escape(mark)}</sup>")

    def _before(self, start: int) -> str:
        return "".join(self._parts[max(0, start - _MOST_PARTS) : start])

    def _drop(self, rule: str, text: str) -> None:
        if text.strip():
            self.asides.append(Aside(rule, text))

    def _end_line(self, *, hard: bool) -> None:
        text = "".join(self._parts)
        self._groups[-1].append(Line(text, self._line))
        self._parts.clear()
        self._html.append("<br>\n" if hard else "\n")
        self._line += 1
        if hard:
            self._groups.append([])

    def _end_link(self, is_auto: bool) -> None:
        target, start, html = self._links.pop() if self._links else ("", 0, 0)
        text = "".join(self._parts[start:])
        within_page = "#" in target or self._references.get(text, "") == target
        if within_page and PLACE not in text and is_linked_mark(text, self._before(start)):
            del self._parts[start:]
            del self._html[html:]
            self._mark(text)
        if not is_auto and target not in (text, ""):
            self._drop("link-target", target)
