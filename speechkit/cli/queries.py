"""What is typed as a query: text, a leading dash and other programs' operators included."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from speechkit.cli.app import Failure
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.options import Callback
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit.query import Query

_LITERAL = "\0"
"""Marks an argument that begins with a dash and is text; no argument can hold a NUL."""


def _is_whole(text: str) -> bool:
    """Return whether a text has no half characters, as those of an argument that is no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_typed(value: str) -> str:
    """Return text to be found as it was typed: UTF-8 in any locale, else GB18030."""
    text = value.removeprefix(_LITERAL)
    if sys.getfilesystemencoding() == "utf-8" and _is_whole(text):
        return text
    data = os.fsencode(text)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


class QueryCommand(StrictCommand):
    """A command to which ``-招商`` is text, and to which ``--limt`` is still a mistake."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments; say the way here of an option of grep."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            from speechkit.cli.habits import describe_long

            way = describe_long(error.option_name)
            if way:
                raise Failure(way) from None
            raise

    def mark_text(self, args: list[str]) -> list[str]:
        """Return the arguments, those marked that are text but look like options."""
        end = args.index("--") if "--" in args else len(args)
        valued = self._option_names(flags=False)
        letters = [
            frozenset(name[1] for name in names if len(name) == 2)
            for names in (self._option_names(flags=True), valued)
        ]
        # What follows an option that takes a value is that value, dash or not.
        marked = [
            _LITERAL + argument
            if before not in valued and _is_text(argument, *letters)
            else argument
            for before, argument in zip(("", *args), args[:end], strict=False)
        ]
        return marked + args[end:]

    def _option_names(self, *, flags: bool) -> frozenset[str]:
        """Return the names of the options without a value, or of those with one."""
        options = (option for option in self.params if isinstance(option, click.Option))
        names = {name for option in options if option.is_flag == flags for name in option.opts}
        return frozenset(names | set(self.context_settings["help_option_names"] if flags else ()))


class ShowCommand(StrictCommand):
    """A command to which ``-:3`` is a paragraph of standard input, and not an option."""

    def mark_text(self, args: list[str]) -> list[str]:
        """Return the arguments, those marked that name the text from standard input."""
        end = args.index("--") if "--" in args else len(args)
        return [_LITERAL + a if a.startswith("-:") else a for a in args[:end]] + args[end:]


def _is_text(argument: str, flags: frozenset[str], valued: frozenset[str]) -> bool:
    """Return whether an argument is no option and no cluster of short ones, such as ``-ln5``."""
    if len(argument) < 2 or argument[0] != "-" or argument[1] == "-":
        return False
    for letter in argument[1:]:
        if letter in valued:
            return False
        if letter not in flags:
            return True
    return False


def typed_option(name: str, attribute: str, help_text: str) -> Callable[[Callback], Callback]:
    """Return an option that adds to the query and may be given several times."""
    return click.option(
        name, attribute, multiple=True, type=read_typed, metavar=_("TEXT"), help=help_text
    )


class Wanted(NamedTuple):
    """What options add to a query."""

    excluded: Sequence[str] = ()
    alternatives: Sequence[str] = ()
    titles: Sequence[str] = ()
    patterns: Sequence[str] = ()


_NOTHING_MORE = Wanted()


def make_query(typed: Sequence[str], wanted: Wanted = _NOTHING_MORE) -> Query:
    """Return the query of what was typed; raise Failure if there is nothing to be found in it."""
    from speechkit.cli.habits import refuse_empty_fields, refuse_letters, refuse_wrong_dates
    from speechkit.query import parse_query, split_query

    text = " ".join(typed)
    tokens = list(split_query(text))
    refuse_letters(tokens)
    refuse_empty_fields(tokens)
    refuse_wrong_dates(tokens)
    query = parse_query(text, **wanted._asdict())
    if query.required or query.excluded:
        for piece in query.ignored:
            told = _("{piece} holds nothing that could be found and is left out")
            note(told.format(piece=piece or _("an empty piece")))
        _explain_operators(text)
        return query
    if query.ignored:
        told = _(
            "nothing to search for: {typed} is only marks; give a character, a word or a number"
        )
        raise Failure(told.format(typed=text.strip()))
    context = click.get_current_context(silent=True)
    name = context.info_name if context else "search"
    told = _("nothing to search for; try: speechkit {command} 十四五")
    raise Failure(told.format(command=name))


def make_found_query(typed: Sequence[str], wanted: Wanted = _NOTHING_MORE) -> Query:
    """Return the query of what was typed; raise Failure if it names no piece that has a place."""
    from speechkit.query import Condition

    query = make_query(typed, wanted)
    if all(isinstance(term, Condition) for term in query.terms):
        text = " ".join(typed)
        told = _("{text} chooses speeches and finds nothing in them; add a piece to be found")
        raise Failure(told.format(text=text))
    return query


def _explain_operators(text: str) -> None:
    """Say of operators of other programs that they are text, and how to write what they mean."""
    if all(character in " |-" or "一" <= character <= "鿿" for character in text):
        return  # most queries: what follows is a twentieth of the time that they take
    from speechkit.query import find_groups, find_patterns, rewrite_operators
    from speechkit.render.messages import describe_pattern, describe_rewritings

    for pattern in (*find_groups(text), *find_patterns(text)):
        note(describe_pattern(pattern))
    for sentence in describe_rewritings(rewrite_operators(text)):
        note(sentence)
