"""Tokens: the words of a text that do not overlap, Han words and words of letters and numbers.

Where tokens begin is kept as one bit for each Han character, so that the tokens of a kept text are
told without a dictionary; words of letters are found again by their pattern.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, chain, compress, count, pairwise
from typing import TypeVar

from speechkit.errors import DamagedIndexError
from speechkit.language import _
from speechkit.model import Span
from speechkit.text.characters import HAN, is_all_han, is_han, is_plain_query
from speechkit.text.cutting import cut_where
from speechkit.text.late_patterns import compile_late

Found = TypeVar("Found")

# Compiled when first used: that takes milliseconds, and a query of Chinese characters needs none.
_HAN_RUN = f"[{HAN}]+"
_LETTERS = rf"[^\W_{HAN}]"
UNITS = "亿万"
"""Han characters that belong to the number before them: 27.46亿."""

_LETTER_WORD = rf"{_LETTERS}+(?:[.+/&'-]{_LETTERS}+)*[%％{UNITS}]?"
_MASK = compile_late(rf"[0-9]*x+[0-9x]*[%{UNITS}]?")


_TRUTH = bytes.maketrans(b"01", b"\0\1")
_TOKENS = bytes.maketrans(b"\2", b"\0")
_LONG = 1 << 18
"""Characters; the words of a longer text are found one by one, for all would fill the memory."""

_BETWEEN = compile_late(r"[\s，。、；：！？]")
"""What is in no token."""

_MOST_OTHERS = 20_000
"""Remembered, of what is between two runs of Han characters."""

_LONGEST_KNOWN = 64
"""Characters of what is remembered, of these and of words: a line of English is met once."""


def name_token(token: str) -> str:
    """Return the word of which a token is one form: letters half-width and lower-case."""
    return token if is_han(token[0]) else unicodedata.normalize("NFKC", token).lower()


def is_token(piece: str) -> bool:
    """Whether a piece of a text, as ``read_pieces`` gives it, is a token."""
    return is_han(piece[0]) or [*find_letter_tokens(piece)] == [(0, len(piece))]


def find_letter_words(text: str) -> Iterator[str]:
    """Return the words of letters and numbers (27.46亿, 7.5%, gdp), masks such as 20xx left out."""
    found: Iterable[str] = ()
    if len(text) > _LONG:
        found = (word[0] for word in re.finditer(_LETTER_WORD, text))
    elif not is_plain_query(text):
        found = re.findall(_LETTER_WORD, text)
    return filter(None, map(_name_letter_word, found))


def find_letter_tokens(text: str) -> Iterator[Span]:
    """Yield where these words are, without the Han unit behind a number: that is a Han word's."""
    for found in () if is_all_han(text) else re.finditer(_LETTER_WORD, text):
        if _is_letter_word(name_token(found[0])):
            yield found.start(), found.start() + len(leave_out_unit(found[0]))


def _name_letter_word(found: str) -> str:
    """Return the word of which a token is a form, or nothing if it is none."""
    return _name_known(found) if len(found) <= _LONGEST_KNOWN else _name(found)


def _name(found: str) -> str:
    word = name_token(found)
    return word if _is_letter_word(word) else ""


_name_known = lru_cache(maxsize=4096)(_name)
"""Most are met often, but data that was pasted into a text may be a word of a megabyte."""


def leave_out_unit(word: str) -> str:
    """Return a word of letters or numbers without the Han unit behind it: 27.46亿 is 27.46."""
    return word[:-1] if word[-1] in UNITS else word


def _is_letter_word(word: str) -> bool:
    # An enclosed character (㊀, ㆒) is a Chinese one in another form, and no word of letters.
    return not _MASK.fullmatch(word) and not is_all_han(word)


def read_tokens(text: str, marks: bytes) -> list[Span]:
    """Return the tokens of ``text`` in its order, from the marks that were kept of them.

    Marks are one bit for each Han character of the text, the first one highest in its byte: 1 where
    a token begins. Raises DamagedIndexError if the marks are those of another length of text, as
    all that reads them does.
    """
    return _place(text, _unpack(marks))


def read_words(text: str, marks: bytes) -> list[str]:
    """Return the tokens of ``text`` as they are written: Han words, then words of letters.

    Nothing is placed, so that this takes half the time of reading spans and cutting them out.
    """
    return [*chain.from_iterable(read_words_of_pieces(text, marks))]


def read_words_of_pieces(text: str, marks: bytes) -> Iterator[list[str]]:
    """Yield what ``read_words`` returns, of a long text piece by piece."""
    bits, done = _unpack(marks), 0
    for piece in cut_where(_BETWEEN, text, _LONG):
        runs, others = _part(piece)
        han, start = "".join(runs), done
        done += len(han)
        if done > len(bits):
            break
        words = _part_words(han, bits[start:done])
        words += chain.from_iterable(map(_OTHER_TOKENS.__getitem__, others))
        yield words
    _check_number(done, bits)


def read_pieces(text: str, marks: bytes) -> list[str]:
    """Return ``text`` cut into tokens and whatever lies between two of them, in its order.

    None of what lies between is written as a token is anywhere.
    """
    bounds = [*compress(count(), _mark(text, _unpack(marks))), len(text)]
    return [text[start:end] for start, end in pairwise(bounds)]


def read_line_tokens(
    text: str, marks: bytes, numbers: Iterable[int]
) -> Iterator[tuple[str, list[Span]]]:
    """Yield some lines of ``text`` with their tokens; numbers are from 0 and ascend."""
    lines, bits = text.split("\n"), _unpack(marks)
    done = used = 0
    for number in numbers:
        used += _count_han("\n".join(lines[done:number]))
        length = _count_han(lines[number])
        yield lines[number], _place(lines[number], bits[used : used + length])
        used, done = used + length, number + 1
    _check_number(used + _count_han("\n".join(lines[done:])), bits)


def mark_words(words: Iterable[str]) -> str:
    """Return a 1 for each first character of Han words and a 0 for each other one."""
    lengths = [*map(len, words)]
    bits = {length: "1".ljust(length, "0") for length in set(lengths)}
    return "".join(map(bits.__getitem__, lengths))


def pack_marks(bits: str) -> bytes:
    """Return a text of 0 and 1 as bytes, the last one filled up with 0."""
    size = (len(bits) + 7) // 8
    return int(bits.ljust(8 * size, "0") or "0", 2).to_bytes(size, "big")


def place_tokens(text: str, bits: str) -> list[Span]:
    """Return the tokens of ``text``, the bits of its Han characters given as 0 and 1.

    Raises DamagedIndexError if there are not as many bits, filled up to a byte, as characters.
    """
    return _place(text, bits.encode().translate(_TRUTH))


def _place(text: str, bits: bytes) -> list[Span]:
    marked = _mark(text, bits)
    bounds = [*compress(count(), marked), len(text)]
    kinds = marked.translate(_TOKENS, b"\0")
    return [*compress(pairwise(bounds), kinds)]


def _mark(text: str, bits: bytes) -> bytes:
    """Return a byte for each character: 1 where a token begins, 2 where what is between begins."""
    runs, others = _part(text)
    cuts = [*accumulate(map(len, runs), initial=0)]
    _check_number(cuts[-1], bits)
    marked = [b""] * (2 * len(runs) + 1)
    marked[::2] = map(_OTHERS.__getitem__, others)
    marked[1::2] = [bits[start:end] for start, end in pairwise(cuts)]
    return b"".join(marked)


def _part_words(han: str, bits: bytes) -> list[str]:
    """Return Han characters cut where there is a 1 among bytes 0 and 1, one for each character.

    Each byte becomes a character before the one that it is for. Characters are three bytes of
    four in UTF-32, of which all first ones are copied at once, and so on: half the time of slices.
    """
    codes = han.encode("utf-32-le")
    parted = bytearray(2 * len(codes))
    parted[::8] = bits
    for byte in range(3):
        parted[4 + byte :: 8] = codes[byte::4]
    return parted.decode("utf-32-le").replace("\0", "").split("\1")[1:]


def _part(text: str) -> tuple[list[str], list[str]]:
    """Return the runs of Han characters, and what is before, between and behind them."""
    if text and is_all_han(text):  # as most queries, for which the pattern need not be compiled
        return [text], ["", ""]
    parts = re.split(f"({_HAN_RUN})", text)
    return parts[1::2], parts[::2]


def _count_han(text: str) -> int:
    return sum(map(len, re.findall(_HAN_RUN, text)))


def _unpack(marks: bytes) -> bytes:
    """Return a byte 0 or 1 for each bit."""
    return bin(int.from_bytes(b"\1" + marks, "big"))[3:].encode().translate(_TRUTH)


def _check_number(characters: int, bits: bytes) -> None:
    if not 0 <= len(bits) - characters < 8:
        raise DamagedIndexError(_("the words of a text are marked for another text"))


class _OtherMarks(dict[str, bytes]):
    """What is between two runs of Han characters, with its marks: a few marks are most of it."""

    def __missing__(self, other: str) -> bytes:
        marks = bytearray(b"\2".ljust(len(other), b"\0") if other else b"")
        for start, end in find_letter_tokens(other):
            marks[start] = 1
            if end < len(marks):
                marks[end] = 2
        return _remember(self, other, bytes(marks))


class _OtherTokens(dict[str, tuple[str, ...]]):
    """What is between two runs of Han characters, with its tokens: of most there are none."""

    def __missing__(self, other: str) -> tuple[str, ...]:
        tokens = tuple(other[start:end] for start, end in find_letter_tokens(other))
        return _remember(self, other, tokens)


def _remember(known: dict[str, Found], other: str, found: Found) -> Found:
    """Return what was found out of one of the others, and keep it if it may come again."""
    if len(other) <= _LONGEST_KNOWN and len(known) < _MOST_OTHERS:
        known[other] = found
    return found


_OTHERS = _OtherMarks()
_OTHER_TOKENS = _OtherTokens()
