"""Text from files made harmless: for one line, with its matches, or over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.model import Span

_SPACES = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_DROPPED = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFEFF, *_DIRECTIONS))
_LINE_TABLE: dict[int, str | None] = {**_DROPPED, **_SPACES}
_PAGE_TABLE: dict[int, str | None] = {**_LINE_TABLE, ord("\n"): "\n", ord("\t"): "\t"}
# What an escape introduces (colours, titles of windows, links) is no text either; it ends where the
# next begins, so that a line full of them is read once. Compiled where it is first used: most texts
# need none of it.
_ESCAPES = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]P_^X]|[\x9d\x90\x9e\x9f\x98])[^\x07\x1b\x9b-\x9f\x90\x98\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
_SURROGATES = "[\ud800-\udfff]"


def safe_line(text: str) -> str:
    """Return text as one line: tabs and line ends are spaces, nothing that steers a terminal."""
    return _make_safe(text, _LINE_TABLE)


def safe_page(text: str) -> str:
    """Return text of several lines with nothing that steers a terminal."""
    return _make_safe(text.replace("\r\n", "\n").replace("\r", "\n"), _PAGE_TABLE)


def hide_passwords(text: str) -> str:
    """Return text without the user and the password of the addresses in it."""
    if "@" not in text:
        return text
    return re.sub(r"(?i)(https?:/{1,2})[^\s/@]*:\S*@", r"\1…@", text)


def visible(text: str) -> str:
    """Return text as a message can name it: in escapes and quotes where it would not be seen."""
    if text.isprintable() and text.strip():
        return text
    return f"'{escape_controls(text)}'"


def escape_controls(text: str) -> str:
    """Return text in which what cannot be seen is written as an escape: ``\\x1b[31m``."""
    if text.isprintable():
        return text
    escaped = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return "".join(escaped)


def shell_word(text: str) -> str:
    """Return text as one safe word of a command that may be copied, quoted only where it must be.

    shlex alone would quote every word with Chinese in it.
    """
    word = safe_line(text)
    if re.fullmatch(r"[\w@%+=:,./-]+", word):
        return word
    from shlex import quote

    return quote(word)


def shell_argument(text: str) -> str:
    """Return text as the last word of a command, behind ``--`` where it would be an option."""
    word = shell_word(text)
    return f"-- {word}" if word.startswith("-") and word != "-" else word


def typed_query(query: str) -> str:
    """Return a query as it may be typed in a shell, quoted only where it must be."""
    line = safe_line(query)
    if not re.search(r"[|&;<>()$`\\\"'*?!#~{}\[\]]", line):
        return line
    from shlex import quote

    return quote(line)


def safe_spans(text: str, spans: Iterable[Span]) -> tuple[str, tuple[Span, ...]]:
    """Return text as one safe line, and where the spans lie in it."""
    pieces, moved = [], []
    end = 0
    for piece, is_match in split_spans(text, spans):
        pieces.append(safe_line(piece))
        start, end = end, end + len(pieces[-1])
        if is_match:
            moved.append((start, end))
    return "".join(pieces), tuple(moved)


def split_spans(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of text within and between the spans, and which are within."""
    place = 0
    for start, end in spans:
        if start > place:
            yield text[place:start], False
        yield text[start:end], True
        place = end
    if place < len(text):
        yield text[place:], False


def _make_safe(text: str, table: dict[int, str | None]) -> str:
    if text.isprintable():
        return text
    text = re.sub(_ESCAPES, "", text).translate(table)
    return re.sub(_SURROGATES, "\ufffd", text)
