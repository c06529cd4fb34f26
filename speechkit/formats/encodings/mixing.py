"""A file of several encodings, line by line: what no line of the file's own encoding can be.

People append to a file in another encoding, or join files. A line that does not pass in the
file's encoding, or makes no sense in it, is read in another one if that is plain Chinese and
clearly likelier. So are runs of GBK or Big5 within a line of UTF-8, runs of UTF-8 within the
others, and the quotes and dashes of code page 1252. Otherwise its bytes are damaged.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import NamedTuple

from speechkit.formats.encodings.letters import CHINESE, count_letters, without_ascii
from speechkit.formats.encodings.private_use import PRIVATE_USE
from speechkit.formats.encodings.readings import GARBLED
from speechkit.formats.encodings.weights import IMPOSSIBLE, ORDINARY, weigh
from speechkit.model import Notice

ENCODINGS = ("utf-8", "gb18030", "cp950", "big5hkscs")
_SHORTEST_RUN = 6  # bytes within a line of UTF-8: one damaged byte makes at most four
_CLEAR_GAIN = 10.0  # what a reading must gain, a logarithm
_UTF8_BONUS = 4.0  # for each longer sequence of UTF-8, as few pass by chance
_PLAIN = GARBLED - 2.5  # least mean weight of what is read
_ODD = GARBLED - 1.0  # mean weight of a line that passes and needs another look

_PRIVATE_USE = re.compile(PRIVATE_USE)
# A space of Big5 is a private-use character of GBK: neither says more than an ordinary character.
_SPACE = "\u3000"
_UTF8_RUN = re.compile(rb"((?:[\xe2-\xe9\xef][\x80-\xbf]{2}){3,})")
_MANY = b"{1,4096}"  # each time costs 200 bytes of memory; what goes on is the next part
# Only what takes three bytes or four: pairs of GBK pass as what takes two.
_LONG_UTF8 = re.compile(
    rb"((?:[\x00-\x7f]|[\xe2-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})%b)" % _MANY
)
_WINDOWS = b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0"  # … ‘ ’ “ ” • – — and the no-break space
# What commas of UTF-8 and 中, 为 … become in GBK, and commas of GBK in Big5.
_SIGNS = {"gb18030": "锛涓", "cp950": "ㄛ", "big5hkscs": "ㄛ", "utf-8": ""}


class Foreign(NamedTuple):
    """A line in another encoding than its file."""

    text: str
    encoding: str


def looks_mixed(text: str, encoding: str) -> bool:
    """Look first, cheaply: whether a text that passes in its encoding may hold lines of another."""
    return any(sign in text for sign in _SIGNS.get(encoding, ""))


def read_foreign(line: bytes, encoding: str) -> Foreign | None:
    """Return what a line says in another encoding than its file's, or None if that is not sure."""
    if line.isascii():
        return None
    old = line.decode(encoding, "replace")
    # Private-use characters may be meant, so they count no worse than others here.
    private = count_letters(_PRIVATE_USE, old) if encoding == "gb18030" else 0
    score = _weigh_line(old, encoding) + private * (ORDINARY - IMPOSSIBLE)
    best, best_score = None, score + _CLEAR_GAIN
    for other in ENCODINGS:
        text = _strictly(line, other) if other != encoding else ""
        if text and _is_plain(text) and (new := _weigh_line(text, other)) > best_score:
            best, best_score = Foreign(text, other), new
    runs = None if best else _read_runs(line, encoding)
    return runs if runs and weigh(runs.text) > weigh(old) else best


def _weigh_line(text: str, encoding: str) -> float:
    letters = text.replace(_SPACE, "")
    return weigh(letters) + _bonus(letters, encoding) + ORDINARY * (len(text) - len(letters))


def _bonus(text: str, encoding: str) -> float:
    if encoding != "utf-8":
        return 0.0
    return _UTF8_BONUS * (len(without_ascii(text)) - text.count("\ufffd"))


def _strictly(line: bytes, encoding: str) -> str:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_plain(text: str) -> bool:
    letters = without_ascii(text).replace(_SPACE, "")
    return count_letters(CHINESE, text) >= 2 and weigh(letters) > _PLAIN * len(letters)


def _read_runs(line: bytes, encoding: str) -> Foreign | None:
    """Return a line of which only runs are in another encoding."""
    if encoding == "utf-8":
        return _read_windows(line) or _read_two_byte_runs(line)
    runs = _UTF8_RUN.split(line)
    texts = [_strictly(run, "utf-8" if n % 2 else encoding) for n, run in enumerate(runs)]
    if len(runs) == 1 or not all(texts[n] or not run for n, run in enumerate(runs)):
        return None
    is_plain = all(map(_is_plain, texts[1::2])) and "\ufffd" not in "".join(texts)
    return Foreign("".join(texts), "utf-8") if is_plain else None


def _read_windows(line: bytes) -> Foreign | None:
    """Read quotes and dashes of code page 1252 in a line of UTF-8: quotes only in pairs."""
    parts = re.split(
        rb"((?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x00-\x7f])%b)"
        % _MANY,
        line,
    )
    marks = b"".join(parts[::2])
    if not marks or len(max(parts[::2], key=len)) > 3 or marks.strip(_WINDOWS):
        return None
    double, single = (tuple(map(marks.count, pair)) for pair in (b"\x93\x94", b"\x91\x92"))
    is_paired = double[0] == double[1] and single[0] <= single[1] and (double[0] or single[0])
    if not is_paired and not all(_is_amid_ascii(parts, n) for n in range(0, len(parts), 2)):
        return None
    texts = (_strictly(part, "utf-8" if n % 2 else "cp1252") for n, part in enumerate(parts))
    return Foreign("".join(texts), "cp1252")


def _is_amid_ascii(parts: list[bytes], place: int) -> bool:
    """Whether a part, unless it is empty, has ASCII characters before and behind it."""
    around = b"".join(parts[place - 1 : place])[-1:] + b"".join(parts[place + 1 : place + 2])[:1]
    return not parts[place] or (len(around) == 2 and around.isascii())


def _read_two_byte_runs(line: bytes) -> Foreign | None:
    """Read runs of GBK or Big5 in a line of UTF-8."""
    used = Counter[str]()
    parts = _LONG_UTF8.split(line)
    texts = [part.decode("utf-8", "replace") for part in parts]
    for n in range(0, len(parts), 2):
        if "\ufffd" not in texts[n] or len(parts[n]) < _SHORTEST_RUN:
            continue
        for encoding in ENCODINGS[1:]:
            text = _strictly(parts[n], encoding)
            if _is_plain(text) and weigh(text) > weigh(texts[n]) + _CLEAR_GAIN:
                texts[n] = text
                used[encoding] += 1
    return Foreign("".join(texts), used.most_common(1)[0][0]) if used else None


def is_odd(text: str) -> bool:
    """Whether a line passes in its file's encoding and yet makes hardly any sense."""
    letters = without_ascii(text)
    return bool(letters) and weigh(letters) < _ODD * len(letters)


def choose_by_lines(data: bytes) -> str | None:
    """Return the encoding that most of a file's lines are in, or None where that tells nothing.

    It does where every line is plainly in one encoding or another, and not all in the same.
    """
    votes = Counter[str]()
    for line in data.splitlines():
        if line.isascii():
            continue
        readings = [
            (weigh(text) + _bonus(text, encoding), encoding)
            for encoding in ENCODINGS
            if _is_plain(text := _strictly(line, encoding))
        ]
        votes[max(readings)[1] if readings else ""] += len(line)
    if len(votes.keys() - {""}) < 2 or votes[""] * 10 > votes.total():
        return None
    return max(votes.keys() - {""}, key=votes.__getitem__)


def split_appended(data: bytes) -> tuple[bytes, str] | None:
    """Return the bytes before a mark of UTF-16 amid a file, and the text behind it, if any."""
    if b"\xff" not in data:
        return None
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        place = data.find(mark, 1)
        if place > 0:
            text = _strictly(data[place + 2 :], encoding)
            if text and weigh(text) > GARBLED * len(text):
                return data[:place], text
    return None


def tell(places: dict[int, Foreign]) -> tuple[Notice, ...]:
    """Return a notice of the lines in other encodings, with the first one's number, from 0."""
    if not places:
        return ()
    number, first = next(iter(places.items()))
    around = f"{number + 1} ({first.encoding}): {first.text.strip()[:40]}"
    return (Notice("repaired", "mixed-encodings", around, len(places)),)
