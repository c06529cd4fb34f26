r"""Text written in ASCII by escapes (``\u9632``, ``%E9%98%B2``, ``=E9=98=B2``, UTF-7), read.

A line is read where it is certain that escapes are all the Chinese that it has: two characters
at least, plain Chinese when read, none outside the escapes. Where Chinese text is around them, the
line may be about them: it stays, and a run of four characters is told as doubtful. Programs stay
as they are, and so do addresses: a link with percent signs is found and followed as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from speechkit.formats.encodings.letters import CHINESE, count_letters, without_ascii
from speechkit.formats.encodings.readings import GARBLED
from speechkit.formats.encodings.weights import weigh
from speechkit.model import Notice
from speechkit.text.characters import replace_halves

_FEWEST = 2  # Chinese characters of a line that is read
_SHORTEST_RUN = 12  # ASCII characters: two of \u9632
_LONGEST_LOOK = 513
"""ASCII characters of a run: a sign and whole units of UTF-7. In an endless line of base64 many
signs begin a run, and all run on to its end."""
_DOUBTFUL = 4  # Chinese characters of a run amid Chinese text that is told
_LEAST_PLAUSIBLE = GARBLED - 3.0  # mean weight of what is read

_PROGRAM = re.compile(
    r"\b(?:def|return|import|printf?|echo|const|var|let|char|string|String) "
    r"|[A-Za-z_]\(|[A-Za-z_]\w*\s*[+*]?=|//|/\*|[;{]\s*$|^\s*#\s*(?:include|define)"
)
_ADDRESS = re.compile(r"(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)|^/|\.html?\b")
_SIMPLE = {"n": "\n", "r": "", "t": "\t", '"': '"', "'": "'", "/": "/", "\\": "\\"}


class _Kind(NamedTuple):
    """A kind of escape: the sign that begins it, a run of it, and how a line with it is read."""

    sign: str
    run: re.Pattern[str]
    read: Callable[[re.Pattern[str], str], str]


class Line(NamedTuple):
    """A line of a text and the number of the line of the file where it begins, from 1."""

    text: str
    number: int


def _read_units(run: re.Pattern[str], line: str) -> str:
    r"""Read \u9632, \u{9632}, %u9632 and \U00009632; halves of a character are joined."""
    return _read_simple(run.sub(_units, line)) if "\\" in line else run.sub(_units, line)


def _units(run: re.Match[str]) -> str:
    codes = (int(code, 16) for code in re.findall(r"[uU]\{?([0-9a-fA-F]{4,8})", run[0]))
    text = "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)
    return replace_halves(text)


def _read_simple(line: str) -> str:
    r"""Read \n, \t, \" and the like, which come with the other escapes of programs."""
    return re.sub(r"\\([nrt\"'/\\])", lambda escape: _SIMPLE[escape[1]], line)


def _read_bytes(base: int, run: re.Pattern[str], line: str) -> str:
    r"""Read %E9%98%B2, =E9=98=B2, \xe9\x98\xb2 and \351\230\262: bytes of UTF-8, GBK or Big5."""
    width = {16: "[%=x]([0-9A-Fa-f]{2})", 8: r"\\([0-3][0-7]{2})"}[base]
    line = line.replace("%25", "%") if "%25" in line else line
    raw = run.sub(
        lambda m: bytes(int(c, base) for c in re.findall(width, m[0])).decode("latin-1"), line
    )
    try:
        data = raw.encode("latin-1")
        text = data.decode("utf-8")
    except UnicodeEncodeError:
        return ""
    except UnicodeDecodeError:
        text = max((data.decode(e, "replace") for e in ("gb18030", "cp950")), key=weigh)
    return _read_simple(text) if "\\" in line else text.replace("\r\n", "\n")


def _read_utf7(run: re.Pattern[str], line: str) -> str:
    try:
        return line.encode("ascii").decode("utf-7")
    except UnicodeError:
        return ""


_UTF7 = re.compile(r"\+[A-Za-z0-9+/]{5,}-?")
_UNITS = r"(?:\\{1,2}u\{[0-9a-fA-F]{4,6}\}|\\{1,2}u[0-9a-fA-F]{4}|\\{1,2}U[0-9a-fA-F]{8})+"
_KINDS = (
    _Kind("\\", re.compile(_UNITS), _read_units),
    _Kind("\\", re.compile(r"(?:\\{1,2}x[0-9a-fA-F]{2})+"), partial(_read_bytes, 16)),
    _Kind("\\", re.compile(r"(?:\\{1,2}[0-3][0-7]{2})+"), partial(_read_bytes, 8)),
    _Kind("%", re.compile(r"(?:%u[0-9a-fA-F]{4})+"), _read_units),
    _Kind("%", re.compile(r"(?:%(?:25)?[0-9a-fA-F]{2})+"), partial(_read_bytes, 16)),
    _Kind("=", re.compile(r"(?:=[0-9A-F]{2})+"), partial(_read_bytes, 16)),
    _Kind("+", _UTF7, _read_utf7),
)
_QUOTED_PRINTABLE = _KINDS[-2]
_BEGINNINGS = {
    "\\": re.compile(r"\\[\\uUx0-3]"),
    "%": re.compile("%[u0-9a-fA-F]"),
    "=": re.compile("=[0-9A-F]"),
    "+": re.compile(r"\+[A-Za-z0-9+/]"),
}
"""How runs of a sign begin, which few of the signs do."""


def read_escapes(text: str) -> tuple[list[Line], tuple[Notice, ...]] | None:
    """Return the lines of a text with escapes read, and notices; None where nothing is to tell.

    What is read may hold line ends, so that several lines may have one number, and lines that
    quoted-printable has broken are one.
    """
    begun = [sign for sign in _BEGINNINGS if sign in text and _BEGINNINGS[sign].search(text)]
    if not begun:
        return None
    kinds = [kind for kind in _KINDS if kind.sign in begun and _holds(text, kind)]
    if not kinds:
        return None
    told = list(_lines(text, kinds))
    sure = [kind for kind in kinds if any(kind is known for _, known, _ in told)]
    lines: list[Line] = []
    notices: list[Notice] = []
    for line, known, is_doubtful in told:
        kind = known or next((kind for kind in sure if _read(kind, line.text, 1)), None)
        if kind or is_doubtful:
            place = f"{line.number}: {line.text.strip()[:50]}"
            notices.append(Notice("repaired" if kind else "doubtful", "escaped-text", place))
        read = _read(kind, line.text, 1) if kind else line.text
        lines += [Line(part, line.number) for part in read.split("\n")]
    return (lines, _counted(notices)) if notices else None


def _holds(text: str, kind: _Kind) -> bool:
    """Whether a text may hold a kind; a search for its first sign costs least."""
    place = text.find(kind.sign)
    while place >= 0:
        run = kind.run.match(text, place, place + _LONGEST_LOOK)
        # A plus sign is before many a word; the others are hardly ever before such digits.
        if run and (_begins_utf7(run[0]) if kind.sign == "+" else len(run[0]) > 5):
            return True
        place = text.find(kind.sign, place + 1)
    return False


def _begins_utf7(run: str) -> bool:
    # Where it was cut may be amid a character of two units; one unit less is not.
    looks = (run, run[:-8]) if len(run) == _LONGEST_LOOK else (run,)
    return any(_is_plain(_read_utf7(_UTF7, look), 1) for look in looks)


def _lines(text: str, kinds: list[_Kind]) -> Iterator[tuple[Line, _Kind | None, bool]]:
    """Yield the lines, each with the kind that it is surely written in and whether it is doubtful.

    Lines that quoted-printable has broken come as one.
    """
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        end = number + 1
        if _QUOTED_PRINTABLE in kinds:
            while end < len(lines) and lines[end - 1].rstrip().endswith("="):
                end += 1
        joined = "".join(line.rstrip().removesuffix("=") for line in lines[number:end])
        if end - number > 1 and _read(_QUOTED_PRINTABLE, joined, _FEWEST):
            yield Line(joined, number + 1), _QUOTED_PRINTABLE, False
            number = end
            continue
        line = lines[number]
        held = [kind for kind in kinds if kind.sign in line]
        sure = next((kind for kind in held if _read(kind, line, _FEWEST)), None)
        yield Line(line, number + 1), sure, sure is None and _is_doubtful(line, held)
        number += 1


def _read(kind: _Kind, line: str, fewest: int) -> str:
    """Return what a line says in escapes of a kind, or "" if that is not certain."""
    if kind.sign not in line or CHINESE.search(line):
        return ""
    longest = max((len(run[0]) for run in kind.run.finditer(line)), default=0)
    if longest < (_SHORTEST_RUN if fewest > 1 and kind.sign != "+" else 1):
        return ""  # [\u4e00-\u9fa5] is no text
    if _ADDRESS.search(line) or _PROGRAM.search(kind.run.sub("", line)):
        return ""
    text = kind.read(kind.run, line)
    again = kind.read(kind.run, text) if kind.run.search(text) else text
    return again if _is_plain(again, fewest) else ""


def _is_plain(text: str, fewest: int) -> bool:
    letters = without_ascii(text)
    if count_letters(CHINESE, text) < fewest or "\ufffd" in text:
        return False
    return weigh(letters) > _LEAST_PLAUSIBLE * len(letters)


def _is_doubtful(line: str, kinds: list[_Kind]) -> bool:
    """Whether a line has a run of escapes amid Chinese text that may be meant to be read."""
    if not kinds or not CHINESE.search(line) or _ADDRESS.search(line):
        return False
    for kind in kinds:
        if _PROGRAM.search(CHINESE.sub("", kind.run.sub("", line))):
            continue
        runs = (kind.read(kind.run, run[0]) for run in kind.run.finditer(line))
        if any(_is_plain(text, _DOUBTFUL) for text in runs):
            return True
    return False


def _counted(notices: list[Notice]) -> tuple[Notice, ...]:
    """Return the first notice of each kind for all."""
    first: dict[str, Notice] = {}
    for notice in notices:
        before = first.setdefault(notice.kind, notice._replace(times=0))
        first[notice.kind] = before._replace(times=before.times + 1)
    return tuple(first.values())
