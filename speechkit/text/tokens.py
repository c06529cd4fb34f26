"""Tokens: the words of a text that do not overlap, Han words and words of letters and numbers.

Where tokens begin is kept as one bit for each Han character, so that the tokens of a kept text are
told without a dictionary; words of letters are found again by their pattern.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from speechkit.errors import DamagedIndexError
from speechkit.model import Span
from speechkit.text.characters import HAN, is_all_han, is_han

# Compiled when first used: that takes milliseconds, and a query of Chinese characters needs none.
_HAN_RUN = f"[{HAN}]+"
_WORD_BITS = re.compile("10*")
_LETTERS = rf"[^\W_{HAN}]"
_UNITS = "亿万"
_LETTER_WORD = rf"{_LETTERS}+(?:[.+/&'-]{_LETTERS}+)*[%％{_UNITS}]?"
_MASK = re.compile(rf"[0-9]*x+[0-9x]*[%{_UNITS}]?")


def name_token(token: str) -> str:
    """Return the word of which a token is one form: letters half-width and lower-case."""
    return token if is_han(token[0]) else unicodedata.normalize("NFKC", token).lower()


def find_letter_words(text: str) -> Iterator[str]:
    """Yield the words of letters and numbers (27.46亿, 7.5%, gdp), masks such as 20xx left out."""
    for found in [] if is_all_han(text) else re.findall(_LETTER_WORD, text):
        word = name_token(found)
        if _is_letter_word(word):
            yield word


def find_letter_tokens(text: str) -> Iterator[Span]:
    """Yield where these words are, without the Han unit behind a number: that is a Han word's."""
    for found in re.finditer(_LETTER_WORD, text):
        if _is_letter_word(name_token(found[0])):
            yield found.start(), found.start() + len(leave_out_unit(found[0]))


def leave_out_unit(word: str) -> str:
    """Return a word of letters or numbers without the Han unit behind it: 27.46亿 is 27.46."""
    return word[:-1] if word[-1] in _UNITS else word


def _is_letter_word(word: str) -> bool:
    # An enclosed character (㊀, ㆒) is a Chinese one in another form, and no word of letters.
    return not _MASK.fullmatch(word) and not is_all_han(word)


def read_tokens(text: str, marks: bytes) -> list[Span]:
    """Return the tokens of ``text`` in its order, from the marks that were kept of them.

    Marks are one bit for each Han character of the text, the first one highest in its byte: 1 where
    a token begins. Raises DamagedIndexError if the marks are those of another length of text.
    """
    return place_tokens(text, _read_bits(marks))


def list_tokens(text: str, marks: bytes) -> list[str]:
    """Return the words of the tokens that ``read_tokens`` tells, in no order, in half its time."""
    bits, runs = _read_bits(marks), "".join(re.findall(_HAN_RUN, text))
    _check_length(bits, len(runs))
    starts = [found.start() for found in re.finditer("1", bits)]
    words = [runs[start:end] for start, end in pairwise((*starts, len(runs)))]
    return [*words, *(name_token(text[start:end]) for start, end in find_letter_tokens(text))]


def _read_bits(marks: bytes) -> str:
    return bin(int.from_bytes(b"\1" + marks, "big"))[3:]


def _check_length(bits: str, characters: int) -> None:
    if not 0 <= len(bits) - characters < 8:
        raise DamagedIndexError("the words of a text are marked for another text")


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
    pieces: list[str] = []
    end = used = 0
    for run in re.finditer(_HAN_RUN, text):
        start = run.start()
        length = run.end() - start
        pieces += (" " * (start - end), bits[used : used + length])
        used += length
        end = start + length
    _check_length(bits, used)
    tokens = [found.span() for found in _WORD_BITS.finditer("".join(pieces))]
    tokens.extend(find_letter_tokens(text))
    tokens.sort()
    return tokens
