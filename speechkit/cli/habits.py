"""Options of grep that are typed from habit: each is an error that says the way here.

``-i`` would otherwise be a query for speeches without the letter i, and find none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from speechkit.cli.app import Failure
from speechkit.cli.terminal.streams import note
from speechkit.language import N_, _
from speechkit.render.text import shell_word, typed_query

if TYPE_CHECKING:
    from speechkit.query import Token

_AROUND = N_("a hit is a whole passage; what is around it: speechkit show 003:11-13")
_PATTERNS = N_("for a regular expression: --regex PATTERN")
_NEVER_NEEDED = N_("it is not needed here; leave it out")
_WAYS = {
    "i": N_("case is always ignored; leave it out"),
    "y": N_("case is always ignored; leave it out"),
    "S": N_("case is always ignored; leave it out"),
    "v": N_("for speeches without a piece put a minus before it: {without}"),
    "L": N_("for ids of speeches without a piece: -l -- {without}"),
    "w": N_("a piece is found wherever it is, within words too; leave it out"),
    "x": N_("a piece is found wherever it is; for titles write title:PIECE"),
    "A": _AROUND,
    "B": _AROUND,
    "C": _AROUND,
    "o": N_("-c counts the matches, and --format jsonl says where they are in its spans"),
    "r": N_("folders are always searched to any depth; leave it out"),
    "R": N_("folders are always searched to any depth; leave it out"),
    "d": N_("folders are always searched to any depth; leave it out"),
    "e": N_(
        "for several pieces write a blank for all of them or a bar for either: 'x | y';"
        " for a regular expression: --regex PATTERN"
    ),
    "f": N_("for queries of a file, one a line: -f FILE"),
    "E": _PATTERNS,
    "G": _PATTERNS,
    "P": _PATTERNS,
    "F": N_("a query is always text as it is typed; leave it out"),
    "H": N_("a pipe always gets the id; leave it out"),
    "m": N_("to get at most N speeches: -n N"),
    "q": N_("the exit code says whether there is a hit; add > /dev/null"),
    "s": _NEVER_NEEDED,
    "a": _NEVER_NEEDED,
    "b": N_("--format jsonl says where the matches are in its spans"),
    "g": N_("for some folders only: --in 2024/"),
    "t": N_("for some folders only: --in 2024/"),
    "Z": N_("for NUL behind each id: -l -0"),
    "z": _NEVER_NEEDED,
    "n": N_("it takes a number: at most N speeches; a hit has the number of its paragraph anyway"),
    "p": N_("for the best passages of each speech: --passages N"),
    "k": N_("for another order: --sort date"),
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

_FIELD = "(?is)(title|speaker|occasion|source|date)[:﹕︓](.*)"
_EXAMPLES = {
    "title": "座谈会",
    "speaker": "张三",
    "occasion": "座谈会",
    "source": "人民日报",
    "date": "2020..2023",
}

_COUNTED = "[ABm][0-9]{1,3}|[A-Za-z]"
"""A letter, or one that grep lets a number follow: ``-A2``, but not ``-G20``."""

_CLUSTER = "[invwolrceHsqxhEFPRL]{2,4}[0-9]?"


def refuse_letters(tokens: Sequence[Token]) -> None:
    """Raise Failure for a lone Latin letter behind a minus; say what ``-rn`` is taken for."""
    from speechkit.query import to_half_width

    for place, token in enumerate(tokens):
        text = to_half_width(token.text)
        if not token.minus or token.field or token.quoted:
            continue
        if token.typed[:1] == "-" and f"-{text}" in _list_options():
            _tell_misplaced(text)
            continue
        if re.fullmatch(_COUNTED, text):
            after = next((t for t in tokens[place + 1 :] if not t.minus), None)
            raise Failure(_describe_letter(text, after.typed if after else _("PIECE")))
        if text == text.lower() and re.fullmatch(_CLUSTER, text):
            told = _(
                "-{text} leaves out speeches that hold {text}; if grep's options are meant, none of"
                " them is needed here"
            )
            note(told.format(text=text))


def _list_options() -> frozenset[str]:
    """Return the options of the command that runs."""
    context = click.get_current_context(silent=True)
    parameters = context.command.params if context else ()
    return frozenset(name for parameter in parameters for name in parameter.opts)


def _tell_misplaced(text: str) -> None:
    """Say that an option is text where it is typed; raise Failure for one of a letter."""
    told = _(
        "-{text} is text here, inside quotes or after --; write options before them; for speeches"
        " without “{text}”: --not {word}"
    )
    sentence = told.format(text=text, word=shell_word(text))
    if len(text) == 1:
        raise Failure(sentence)
    note(sentence)


def refuse_empty_fields(tokens: Sequence[Token]) -> None:
    """Raise Failure for a field with nothing behind it, and for a date that is none."""
    from speechkit.query import to_half_width

    for place, token in enumerate(tokens):
        text = to_half_width(token.text)
        field = re.fullmatch(_FIELD, text) if not token.quoted else None
        if field is None or token.field:
            continue
        name, value = field[1].lower(), field[2]
        after = next((t.typed for t in tokens[place + 1 :]), "")
        if not value:
            told = _("{typed} has nothing behind it; write as in {way}")
            if after:
                told = _("{typed} has nothing behind it; write without the blank: {way}")
            way = f"{name}:{after or _EXAMPLES[name]}"
            raise Failure(told.format(typed=token.typed, way=way))


def refuse_wrong_dates(tokens: Sequence[Token]) -> None:
    """Raise Failure for a date in a query that is none."""
    from speechkit.query import read_range

    for token in tokens:
        if token.field_name == "date" and read_range(token.text) is None:
            told = _(
                "{typed} is no date; write date:2024, date:2024-05 or date:2020..2023, or quote it"
                " to find it as text"
            )
            raise Failure(told.format(typed=token.typed))


def describe_long(option: str) -> str:
    """Return the way here of a long option of grep, or nothing for any other option."""
    letter = _LONG.get(option.lstrip("-"))
    if letter is None:
        return ""
    told = _("{option} is no option of search: {way}")
    return told.format(option=option, way=_(_WAYS[letter]).format(without=f"-{_('PIECE')}"))


def _describe_letter(text: str, after: str) -> str:
    way = _WAYS.get(text[0])
    if way is None:
        told = _("-{text} is no option of search; for speeches without “{text}”: --not {word}")
        return told.format(text=text, word=shell_word(text))
    told = _("-{text} is no option of search: {way}; for speeches without “{text}”: --not {word}")
    return told.format(
        text=text, word=shell_word(text), way=_(way).format(without=typed_query(f"-{after}"))
    )
