"""Queries as other programs have them: what is text here, and the query that says it here.

Everything typed is a query, so ``甲 AND 乙`` looks for the word AND. Here the whole query is
written as it was probably meant, to be shown and typed, never to be searched unasked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from speechkit.query.syntax import COLONS, DOUBLE_QUOTES, Token, split_query, to_half_width
from speechkit.text.late_patterns import compile_late
from speechkit.text.normalize import normalize_phrase
from speechkit.text.numerals import read_numeral

Meaning = Literal["both", "either", "without", "near", "alone", "title", "whole", "wildcard"]
"""What a piece of a query seems to mean; ``whole``: that all behind a quote is one phrase."""

_BOTH = frozenset(("and", "&", "&&", "+", "and/or"))
_EITHER = frozenset(("or", "xor"))
_WITHOUT = frozenset(("not", "!", "andnot"))
_DASHES = "–—―‒⸺⸻─━﹘︱︲"
_DASH = re.compile(f"[{_DASHES}]+(?=[^\\W_])")
_NEAR = re.compile("(near|before)([/:~=_∕⁄-]?)([(\\[]?)([0-9]*)([)\\]]?)([/:~]?)")
_OTHER_NEAR = compile_late(
    "(near|before|w|n|adj|within|pre|p|after)[/∕⁄]([0-9]+|[一二三四五六七八九十百两]+)"
)
_GLUED = compile_late("(.*?)(?<![a-z])(near|before)[/∕⁄]([0-9]+)(.*)", re.DOTALL)
_WILDCARD = re.compile("[*＊]+|(?<=[^\\W\\d_])\\?+(?=[^\\W\\d_])")
_NUMBER = re.compile("[/:~=∕⁄(\\[-]*([0-9]+)[)\\]]?")
_USUAL_DISTANCE = "10"

_LIST_SIGNS = "、，,﹑､﹐／/;；﹔＋+＆&\\\\＼"
_LIST_SIGN = compile_late(f"(?<![0-9０-９])[{_LIST_SIGNS}]|[{_LIST_SIGNS}](?![0-9０-９])")
_LONGEST_LIST = 12

_NAMES = {
    "title": "title titel ti intitle allintitle headline heading 标题 標題 题目 題目 篇名 题名",
    "speaker": "author by 讲话人 講話人 发言人 發言人 作者 演讲者 演講者 讲者",
    "occasion": "event 场合 場合 会议 會議",
    "source": "来源 來源 出处 出處",
    "date": "year time 日期 时间 時間 年份",
    "": "site text body content inbody intext file filename path id 正文 内容 全文 文件",
}
_FIELD_OF = {word: field for field, words in _NAMES.items() for word in words.split()}
"""The field that a name of another program means; "" where there is none."""
_FIELD = compile_late(f"([^{COLONS}\\s]{{1,12}})[{COLONS}](.*)", re.DOTALL)

_HAN = "[\u4e00-\u9fff]"
_NO_NUMERAL = f"(?![一二三四五六七八九十百千万零〇]){_HAN}"
_PATTERN = compile_late(
    r"\.(?:[*+?]|\{[0-9]+,?[0-9]*\})"  # any character, several times
    rf"|(?:{_NO_NUMERAL}\.\.|(?<!{_HAN}){_NO_NUMERAL}\.){_NO_NUMERAL}"  # 改.革
    rf"|{_NO_NUMERAL}\.{_NO_NUMERAL}(?!{_HAN})"
    rf"|{_HAN}\[{_HAN}{{2,}}\]{_HAN}|\][*+?{{]"  # one of several
    r"|\\[dDwWsSbB]|\w\{[0-9]+,?[0-9]*\}|^\^"
)
"""Signs of a regular expression that no text has, but for the point of a name: 卡尔.马克思."""
_PATTERN_SIGNS = frozenset(".]\\{^")
"""One of them is in each, and in few queries."""
_POSSIBLE_PATTERN = compile_late(r"\[[^\[\]0-9]{2,}\]|\[[^\[\]]*\w-\w[^\[\]]*\]")
"""Those that a text might have too: [掌声], [2016-2020]."""
_GROUP = compile_late(r"\S\([^()]*\|[^()]*\)|\([^()]*\|[^()]*\)[^\s|]")
"""A choice within a piece, of which a bar makes two pieces that nobody means."""


class Rewriting(NamedTuple):
    """A piece that is searched as text, what it seems to mean, and the whole query said so."""

    piece: str
    meaning: Meaning
    query: str


class Listed(NamedTuple):
    """A piece that is found nowhere, and the query with its parts as pieces of their own."""

    piece: str
    both: str
    either: str


class Field(NamedTuple):
    """A piece with the name of a field that there is not, and the query as it is written here."""

    piece: str
    query: str
    name: str
    """Of the field that it seems to mean; "" if there is none, and the query has no field."""


def rewrite_operators(text: str) -> list[Rewriting]:
    """Return each operator of another program in a query, all with the same whole query.

    They are words between pieces (AND, or, NOT, ``near 10``), a dash – or — before one, ``title:``
    with a blank behind it, a double quote that is never closed, distances in other spellings
    (``NEAR/十``, ``W/5``, ``甲near/10乙``), a chain of them, + before a piece, * and ?.
    """
    writer = _Writer(list(split_query(text)))
    writer.write()
    query = " ".join(writer.written)
    return [Rewriting(piece, meaning, query) for piece, meaning in writer.found]


def rewrite_lists(text: str, missing: Collection[str]) -> Iterator[Listed]:
    """Yield those of the pieces ``missing`` that are lists, such as ``甲、乙`` or ``甲+乙``.

    Numbers are no lists (1,000), nor is what is quoted or joined by NEAR.
    """
    tokens = list(split_query(text))
    for place, token in enumerate(tokens):
        is_near = _GLUED.fullmatch(lower := to_half_width(token.text).lower())
        is_near = is_near or _OTHER_NEAR.fullmatch(lower)
        parts = _split_list(token) if token.text in missing and not is_near else []
        around = tokens[max(place - 1, 0) : place] + tokens[place + 1 : place + 2]
        if len(parts) > 1 and not any(other.distance for other in around):
            pieces = [token.field + part for part in parts]
            barred = any(other.is_bar for other in around)
            either = _replace(tokens, place, " | ".join(pieces))
            yield Listed(
                token.typed, "" if barred else _replace(tokens, place, " ".join(pieces)), either
            )


def find_groups(text: str) -> Iterator[str]:
    """Yield each regular expression with a choice, ``(甲|乙)丙``, that a bar takes to pieces."""
    return (word for word in text.split() if _GROUP.search(word) and _is_regex(word))


def find_patterns(text: str) -> Iterator[str]:
    """Yield what else is a regular expression for sure, be it found as text or not."""
    for word in text.split():
        if all(token.bare for token in split_query(word)) and _is_certain(word):
            yield word


def find_possible_patterns(text: str, missing: Collection[str]) -> Iterator[str]:
    """Yield what else looks like a regular expression and is one of the pieces ``missing``."""
    told = {*find_groups(text), *find_patterns(text)}
    for word in text.split():
        is_missing = any(token.text in missing for token in split_query(word))
        is_pattern = _has_pattern(word) or _POSSIBLE_PATTERN.search(word)
        if is_missing and is_pattern and word not in told and _is_regex(word):
            yield word


def _is_certain(word: str) -> bool:
    return _has_pattern(word) and not _GROUP.search(word) and _is_regex(word)


def _has_pattern(word: str) -> bool:
    return not _PATTERN_SIGNS.isdisjoint(word) and bool(_PATTERN.search(word))


def _is_regex(word: str) -> bool:
    try:
        re.compile(word)
    except re.error:
        return False
    return True


def rewrite_fields(text: str, missing: Collection[str]) -> Iterator[Field]:
    """Yield those of the pieces ``missing`` that begin with a field which there is not."""
    tokens = list(split_query(text))
    for place, token in enumerate(tokens):
        found = _FIELD.fullmatch(token.text) if token.bare and token.text in missing else None
        name = to_half_width(found[1]).lower() if found else ""
        if found is None or not normalize_phrase(found[2]):
            continue
        field = _FIELD_OF.get(name)
        if field is not None:
            written = f"{field}:{found[2]}" if field else found[2]
            yield Field(token.typed, _replace(tokens, place, written), field)


class _Writer:
    """Writes a query again, its foreign operators in our way."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.written: list[str] = []
        self.found: list[tuple[str, Meaning]] = []
        self._tokens = tokens
        self._place = 0
        self._writers = (
            *(self._write_word, self._write_near, self._write_other_near, self._write_glued),
            *(self._write_chain, self._write_sign, self._write_wildcard),
        )
        self._last: Literal["operator", "piece", "excluded"] = "operator"
        """What was written last: operators join pieces, and AND whatever there is."""

    def write(self) -> None:
        """Go through all tokens once."""
        while self._place < len(self._tokens):
            token = self._tokens[self._place]
            if not any(write(token) for write in self._writers):
                self._add(token.typed, 1)
                self._last = "excluded" if token.minus else "piece"
                if token.is_bar or token.distance:
                    self._last = "operator"

    def _write_word(self, token: Token) -> bool:
        """Write AND, OR and NOT, if ``token`` is one of them between pieces."""
        word = to_half_width(token.text).lower() if token.bare else ""
        after = self._after(1)
        if after is None:
            return False
        if word in _WITHOUT:
            self._note(token.typed, "without", f"-{after.field}{_bare_text(after)}", 2)
        elif word in _EITHER and self._last == "piece":
            self._note(token.typed, "either", "|", 1)
        elif word in _BOTH and self._last != "operator":
            self._note(token.typed, "both", "", 1)
        else:
            return False
        return True

    def _write_near(self, token: Token) -> bool:
        """Write a distance in whatever spelling, if there is a piece on both sides."""
        if not token.bare or self._last != "piece" or token.distance:
            return False
        found = _NEAR.fullmatch(to_half_width(token.text).lower())
        if found is None:
            return False
        typed, distance, taken = [token.typed], found[4], 1
        while not distance and (after := self._after(taken)) and len(typed) < 3:
            number = _NUMBER.fullmatch(to_half_width(after.typed))
            if number is None and to_half_width(after.typed) not in ("/", ":", "~", "("):
                break
            distance = number[1] if number else ""
            typed.append(after.typed)
            taken += 1
        if self._after(taken) is None:
            return False
        operator = f"{found[1].upper()}/{distance or _USUAL_DISTANCE}"
        self._repeat_joined()
        self._note(" ".join(typed), "near", operator, taken)
        return True

    def _write_other_near(self, token: Token) -> bool:
        """Write ``NEAR/十`` and ``W/5``, and tell of a distance that lacks a piece on one side."""
        lower = to_half_width(token.text).lower() if token.bare else ""
        found = _OTHER_NEAR.fullmatch(lower)
        if found is None or (token.distance and self._last == "piece" and self._after(1)):
            return False
        if self._last != "piece" or self._after(1) is None:
            if not lower.startswith(("near", "before")):
                return False
            self._note(token.typed, "alone", "", 1)
            return True
        distance = int(found[2]) if found[2].isdigit() else read_numeral(found[2])
        self._repeat_joined()
        name = "BEFORE" if found[1] in ("before", "pre", "p") else "NEAR"
        self._note(token.typed, "near", f"{name}/{distance}", 1)
        return True

    def _write_glued(self, token: Token) -> bool:
        """Write ``甲near/10乙`` with blanks around the operator."""
        text = to_half_width(token.text) if token.bare and not token.distance else ""
        found = _GLUED.fullmatch(text.lower())
        if found is None:
            return False
        before, after = text[: found.end(1)], text[found.start(4) :]
        if not (before or self._last == "piece") or not (after or self._after(1)):
            return False
        if before:
            self.written.append(before)
        self._repeat_joined()
        self._note(token.typed, "near", f"{found[2].upper()}/{int(found[3])}", 1)
        self.written += [after] if after else []
        self._last = "piece" if after else "operator"
        return True

    def _write_chain(self, token: Token) -> bool:
        """Write the piece between two distances twice, for each joins two pieces."""
        if not token.distance or self._last != "piece" or not self._after(1):
            return False
        if not self._repeat_joined():
            return False
        self._note(token.typed, "near", token.typed, 1)
        return True

    def _repeat_joined(self) -> bool:
        """Write the last piece once more if a distance joins it to the one before."""
        pieces = [piece for written in self.written[-2:] for piece in split_query(written)]
        if len(self.written) < 3 or len(pieces) != 2 or pieces[0].distance is None:
            return False
        self.written.append(self.written[-1])
        return True

    def _write_wildcard(self, token: Token) -> bool:
        """Write a piece without * and ?, and one behind + without it."""
        if not token.bare or token.is_bar:
            return False
        if token.text[0] in "+＋" and normalize_phrase(token.text[1:]) and not token.quoted:
            self._note(token.typed, "both", token.text[1:], 1)
        elif _is_certain(token.text):
            return False  # that is a regular expression, of which another hint tells
        elif _WILDCARD.search(token.text) and normalize_phrase(_WILDCARD.sub("", token.text)):
            parts = filter(normalize_phrase, _WILDCARD.split(token.text))
            self._note(token.typed, "wildcard", " ".join(parts), 1)
        else:
            return False
        self._last = "piece"
        return True

    def _write_sign(self, token: Token) -> bool:
        """Write a dash as a minus, a field that a blank follows, and a quote left open."""
        after = self._after(1)
        if token.bare and _DASH.match(token.text):
            self._note(token.typed, "without", f"-{token.text.lstrip(_DASHES)}", 1)
        elif token.bare and after and _is_title(token.text) and after.bare and not after.is_bar:
            self._note(token.typed, "title", f"title:{after.typed}", 2)
        elif token.bare and after and self._is_open_quote(token):
            rest = [other.typed for other in self._tokens[self._place + 1 :]]
            taken = len(rest) + 1
            self._note(token.text[0], "whole", f'"{" ".join([token.text[1:], *rest])}"', taken)
        else:
            return False
        return True

    def _is_open_quote(self, token: Token) -> bool:
        rest = "".join(other.typed for other in self._tokens[self._place :])[1:]
        return token.text[0] in DOUBLE_QUOTES and not any(quote in rest for quote in DOUBLE_QUOTES)

    def _after(self, number: int) -> Token | None:
        place = self._place + number
        return self._tokens[place] if place < len(self._tokens) else None

    def _note(self, piece: str, meaning: Meaning, written: str, taken: int) -> None:
        self.found.append((piece, meaning))
        self._add(written, taken)
        self._last = _LEAVES.get(meaning, "operator")

    def _add(self, written: str, taken: int) -> None:
        if written:
            self.written.append(written)
        self._place += taken


_LEAVES: dict[Meaning, Literal["piece", "excluded"]] = {
    "title": "piece",
    "whole": "piece",
    "without": "excluded",
}


def _is_title(text: str) -> bool:
    found = _FIELD.fullmatch(text)
    if found is None or found[2]:
        return False
    return _FIELD_OF.get(to_half_width(found[1]).lower()) == "title"


def _bare_text(token: Token) -> str:
    """Return a piece without its minus, quoted where a blank is in it."""
    return token.typed.removeprefix(token.minus).removeprefix(token.field)


def _split_list(token: Token) -> list[str]:
    if token.quoted or token.minus:
        return []
    parts = _LIST_SIGN.split(token.text)
    return parts if len(parts) <= _LONGEST_LIST and all(map(normalize_phrase, parts)) else []


def _replace(tokens: Sequence[Token], place: int, written: str) -> str:
    pieces = [token.typed for token in tokens]
    pieces[place] = written
    return " ".join(pieces)
