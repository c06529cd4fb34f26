"""Options of grep that are typed from habit: each is an error that says the way here.

``-i`` would otherwise be a query for speeches without the letter i, and find none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from speechkit.cli.app import Failure
from speechkit.cli.terminal.streams import note
from speechkit.render.text import typed_query

if TYPE_CHECKING:
    from speechkit.query import Token

_AROUND = "a hit is a whole passage; what is around it: speechkit show 003:11-13"
_PATTERNS = "for a regular expression: --regex PATTERN"
_NEVER_NEEDED = "it is not needed here; leave it out"
_WAYS = {
    "i": "case is always ignored; leave it out",
    "y": "case is always ignored; leave it out",
    "S": "case is always ignored; leave it out",
    "v": "for speeches without a piece put a minus before it: {without}",
    "L": "for ids of speeches without a piece: -l -- {without}",
    "w": "a piece is found wherever it is, within words too; leave it out",
    "x": "a piece is found wherever it is; for titles write title:PIECE",
    "A": _AROUND,
    "B": _AROUND,
    "C": _AROUND,
    "o": "-c counts the matches, and --format jsonl says where they are in its spans",
    "r": "folders are always searched to any depth; leave it out",
    "R": "folders are always searched to any depth; leave it out",
    "d": "folders are always searched to any depth; leave it out",
    "e": "for several pieces write a blank for all of them or a bar for either: 'x | y';"
    " for a regular expression: --regex PATTERN",
    "f": "for queries of a file, one a line: -f FILE",
    "E": _PATTERNS,
    "G": _PATTERNS,
    "P": _PATTERNS,
    "F": "a query is always text as it is typed; leave it out",
    "H": "a pipe always gets the id; leave it out",
    "m": "to get at most N speeches: -n N",
    "q": "the exit code says whether there is a hit; add > /dev/null",
    "s": _NEVER_NEEDED,
    "a": _NEVER_NEEDED,
    "b": "--format jsonl says where the matches are in its spans",
    "g": "for some folders only: --in 2024/",
    "t": "for some folders only: --in 2024/",
    "Z": "for NUL behind each id: -l -0",
    "z": _NEVER_NEEDED,
    "n": "it takes a number: at most N speeches; a hit has the number of its paragraph anyway",
    "p": "for the best passages of each speech: --passages N",
    "k": "for another order: --sort date",
}
"""What to do instead of an option of grep, by its letter."""

_LONG = {
    **dict.fromkeys(("ignore-case", "smart-case", "no-ignore-case", "case-sensitive"), "i"),
    "invert-match": "v",
    "word-regexp": "w",
    "line-regexp": "x",
    **dict.fromkeys(("after-context", "before-context", "context"), "A"),
    "only-matching": "o",
    **dict.fromkeys(("recursive", "dereference-recursive", "directories"), "r"),
    "regexp": "E",
    **dict.fromkeys(("extended-regexp", "perl-regexp", "basic-regexp", "pcre2"), "E"),
    "fixed-strings": "F",
    **dict.fromkeys(("with-filename", "no-filename"), "H"),
    "max-count": "m",
    **dict.fromkeys(("quiet", "silent"), "q"),
    "no-messages": "s",
    **dict.fromkeys(("text", "binary", "hidden", "unrestricted"), "a"),
    "byte-offset": "b",
    **dict.fromkeys(("include", "exclude", "include-dir", "exclude-dir", "glob", "type"), "g"),
    **dict.fromkeys(("line-number", "column"), "n"),
    "files-without-match": "L",
    "null-data": "z",
}

_FIELD = re.compile("(title|speaker|occasion|source|date)[:﹕︓](.*)", re.IGNORECASE | re.DOTALL)
_EXAMPLES = {
    "title": "座谈会",
    "speaker": "张三",
    "occasion": "座谈会",
    "source": "人民日报",
    "date": "2020..2023",
}

_COUNTED = re.compile("[ABm][0-9]{1,3}|[A-Za-z]")
"""A letter, or one that grep lets a number follow: ``-A2``, but not ``-G20``."""

_CLUSTER = re.compile("[invwolrceHsqxhEFPRL]{2,4}[0-9]?")


def refuse_letters(tokens: Sequence[Token]) -> None:
    """Raise Failure for a lone Latin letter behind a minus; say what ``-rn`` is taken for."""
    from speechkit.query import to_half_width

    for place, token in enumerate(tokens):
        text = to_half_width(token.text)
        if not token.minus or token.field or token.quoted:
            continue
        if _COUNTED.fullmatch(text):
            after = next((t for t in tokens[place + 1 :] if not t.minus), None)
            raise Failure(_describe_letter(text, after.typed if after else "PIECE"))
        if text == text.lower() and _CLUSTER.fullmatch(text):
            note(
                f"-{text} leaves out speeches that hold {text};"
                " if grep's options are meant, none of them is needed here"
            )


def refuse_empty_fields(tokens: Sequence[Token]) -> None:
    """Raise Failure for a field with nothing behind it, and for a date that is none."""
    from speechkit.query import to_half_width

    for place, token in enumerate(tokens):
        field = _FIELD.fullmatch(to_half_width(token.text)) if not token.quoted else None
        if field is None or token.field:
            continue
        name, value = field[1].lower(), field[2]
        after = next((t.typed for t in tokens[place + 1 :]), "")
        if not value:
            told = f"{token.typed} has nothing behind it"
            way = f"{name}:{after or _EXAMPLES[name]}"
            raise Failure(f"{told}; write {'without the blank:' if after else 'as in'} {way}")


def refuse_wrong_dates(tokens: Sequence[Token]) -> None:
    """Raise Failure for a date in a query that is none."""
    from speechkit.query import read_range

    for token in tokens:
        if token.field_name == "date" and read_range(token.text) is None:
            raise Failure(
                f"{token.typed} is no date; write date:2024, date:2024-05 or date:2020..2023, or"
                " quote it to find it as text"
            )


def describe_long(option: str) -> str:
    """Return the way here of a long option of grep, or nothing for any other option."""
    letter = _LONG.get(option.lstrip("-"))
    if letter is None:
        return ""
    return f"{option} is no option of search: {_WAYS[letter].format(without='-PIECE')}"


def _describe_letter(text: str, after: str) -> str:
    way = _WAYS.get(text[0])
    told = f"-{text} is no option of search"
    if way:
        told += f": {way.format(without=typed_query(f'-{after}'))}"
    return f"{told}; for speeches without “{text}”: --not {text}"
