"""Which speeches a command looks at: the options for it, and a scope as one value."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from speechkit import Corpus, Scope
from speechkit.cli.app import Failure
from speechkit.cli.completing import complete_identifier
from speechkit.cli.options import Callback, name_of
from speechkit.cli.queries import read_typed
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.text import visible

if TYPE_CHECKING:
    _DateType = click.ParamType[str, Any]
else:
    _DateType = click.ParamType


class _Date(_DateType):
    """A date, whole or partial, in any usual spelling: 2024, 2024-5, 2024年5月, 2024/05/31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the date as the library writes it; raise Failure for what is none."""
        from speechkit.query import read_date

        date = read_date(str(value))
        if date is None:
            told = _("{option} takes a date such as 2024, 2024-05 or 2024-05-31, not {value}")
            raise Failure(told.format(option=name_of(param), value=visible(value)))
        return date


DATE = _Date()
"""The type of an option that takes a date."""


def scope_options(callback: Callback) -> Callable[..., Any]:
    """Give a command the options of scope; it is called with a ``scope`` in their place."""

    @functools.wraps(callback)
    def call(*arguments: Any, **values: Any) -> Any:
        scope = Scope(
            ids=tuple(values.pop("within")),
            since=values.pop("since") or "",
            until=values.pop("until") or "",
            speakers=tuple(values.pop("speakers")),
            occasions=tuple(values.pop("occasions")),
        )
        return callback(*arguments, scope=scope, **values)

    decorated: Callable[..., Any] = call
    for option in reversed(_list_options()):
        decorated = option(decorated)
    return decorated


def _list_options() -> Sequence[Callable[[Callback], Callback]]:
    return (
        click.option(
            "--in",
            "within",
            multiple=True,
            type=read_typed,
            metavar=_("ID"),
            shell_complete=complete_identifier,
            help=_("Only this speech, folder (2024/) or glob of ids ('01*')."),
        ),
        click.option(
            "--since", type=DATE, metavar=_("DATE"), help=_("Only from 2024 or 2024-05 on.")
        ),
        click.option("--until", type=DATE, metavar=_("DATE"), help=_("Only to the end of DATE.")),
        click.option(
            "--speaker",
            "speakers",
            multiple=True,
            type=read_typed,
            metavar=_("NAME"),
            help=_("Only by a speaker whose name holds NAME."),
        ),
        click.option(
            "--occasion",
            "occasions",
            multiple=True,
            type=read_typed,
            metavar=_("TEXT"),
            help=_("Only from an occasion whose name holds TEXT."),
        ),
    )


def read_scopes(option: str, values: Sequence[str]) -> Scope:
    """Return the scope that values of one option name together; raise Failure for a wrong date.

    A value is an id, ``FOLDER/``, a glob of ids, ``speaker:NAME``, ``occasion:TEXT`` or a range of
    dates, ``2013..2023``, one end of which may be missing; the speeches of several add up.
    """
    scopes = tuple(_read_scope(option, value) for value in values)
    return scopes[0] if len(scopes) == 1 else Scope(any_of=scopes)


def _read_scope(option: str, value: str) -> Scope:
    name, colon, text = value.replace("：", ":", 1).partition(":")
    if colon and text and name.lower() == "speaker":
        return Scope(speakers=(text,))
    if colon and text and name.lower() == "occasion":
        return Scope(occasions=(text,))
    if ".." not in value:
        return Scope(ids=(value,))
    from speechkit.query import read_range

    dates = read_range(value)
    if dates is None:
        told = _("{option} {value} is no range; write it as 2013..2023 or 2024-05..")
        raise Failure(told.format(option=option, value=visible(value)))
    return Scope(since=dates[0], until=dates[1])


def tell_scope(corpus: Corpus, scope: Scope, of: str = "") -> bool:
    """Say how many speeches a date left out for having none; return whether any speech is left.

    ``of`` is the option that they are left out of, where it is not all that there is.
    """
    if scope == Scope():
        return True
    from speechkit.render.messages import describe_scope, describe_undated

    if scope.dated:
        undated = sum(not entry.date for entry in corpus.entries(scope.regardless_of_dates()))
        if undated:
            note(describe_undated(undated, of))
    if next(corpus.entries(scope), None) is not None:
        return True
    told = _("no speech fits {scope}; speechkit list tells what there is")
    note(told.format(scope=describe_scope(scope)))
    return False


def tell_undated_last(undated: int) -> None:
    """Say of an order of dates how many speeches are behind the others in it, having none."""
    if undated:
        from speechkit.render.messages import describe_undated_last

        note(describe_undated_last(undated))
