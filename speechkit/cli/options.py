"""The options that all commands share, and what they come to."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from speechkit.cli.app import Failure
from speechkit.cli.paths import PathType, PlaceType
from speechkit.cli.session import CorpusChoice, Session
from speechkit.cli.terminal.state import look_at_terminal
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.text import visible

if TYPE_CHECKING:
    _ParameterType = click.ParamType[int, Any]
else:
    _ParameterType = click.ParamType  # not generic in every version of click

Callback = TypeVar("Callback", bound=Callable[..., Any])


class _Number(_ParameterType):
    """A whole number from a least one on; one larger than any count can be is all of them."""

    name = "number"

    def __init__(self, least: int) -> None:
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; raise Failure in plain words for anything else."""
        if isinstance(value, int):
            return value
        digits = str(value).strip()
        if not digits.isdecimal() or (self._least and not digits.strip("0０")):
            raise Failure(
                _("{option} takes a whole number, {least} or more, not {value}").format(
                    option=name_of(param), least=self._least, value=visible(value)
                )
            )
        return min(int(digits), sys.maxsize) if len(digits) < 20 else sys.maxsize


NUMBER = _Number(1)
"""Of speeches, words or passages: as many as there can be."""

WHOLE_NUMBER = _Number(0)
"""Of characters on a side, say: none will do."""

INDEX_VARIABLE = "SPEECHKIT_INDEX"


def name_of(parameter: click.Parameter | None) -> str:
    """Return the name of an option as a message has it."""
    return parameter.opts[0] if parameter else _("this option")


_FOLDER = PathType(file_okay=False)
_FILE = PathType(dir_okay=False, exists=True)
_COLORS = click.Choice(("auto", "always", "never"))


def shared_options(
    *formats: str, piped: str | None = None, colored_lines: bool = False
) -> Callable[[Callback], Callable[..., Any]]:
    """Give a command the shared options; it is called with a Session in their place.

    ``formats`` are the formats it can print: the first on a terminal, otherwise ``piped``, which is
    the second one unless it is named. ``colored_lines`` says that its tsv has colours.
    """
    defaults = formats[0], piped or formats[1]

    def decorate(callback: Callback) -> Callable[..., Any]:
        @functools.wraps(callback)
        def call(**values: Any) -> Any:
            session = _make_session(defaults, values)
            if not (colored_lines or session.format_chosen):
                _tell_colorless(session)
            return callback(session, **values)

        options = [*_corpus_options(), *_output_options(formats, defaults)]
        decorated: Callable[..., Any] = call
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


def _corpus_options() -> tuple[Callable[[Callback], Callback], ...]:
    return (
        click.option(
            "-C",
            "--corpus",
            type=_FOLDER,
            metavar=_("DIR"),
            help=_(
                "Folder of speeches [else $SPEECHKIT_CORPUS, corpus/ here or above, or here];"
                " - reads one speech from standard input."
            ),
        ),
        click.option(
            "--index",
            type=PlaceType(),
            envvar=INDEX_VARIABLE,
            metavar=_("PATH"),
            help=_("Where the index is kept; seldom needed."),
        ),
        click.option(
            "--encoding",
            metavar=_("NAME"),
            help=_("Encoding of all files, such as gb18030 or big5; auto detects it again."),
        ),
        click.option(
            "--user-words",
            type=_FILE,
            metavar=_("FILE"),
            help=_("A file of words that are never split, one a line."),
        ),
        click.option(
            "--no-follow",
            is_flag=True,
            help=_("Do not look for new or changed files: a little faster."),
        ),
        click.option(
            "--ca",
            type=_FILE,
            metavar=_("FILE"),
            help=_("Certificate authority of a cluster [else $SPEECHKIT_CA, else the system's]."),
        ),
    )


def _output_options(
    formats: tuple[str, ...], defaults: tuple[str, str]
) -> tuple[Callable[[Callback], Callback], ...]:
    terminal, pipe = defaults
    default = terminal
    if terminal != pipe:
        default = _("{terminal} on a terminal, else {pipe}").format(terminal=terminal, pipe=pipe)
    return (
        click.option(
            "--format",
            "format_name",
            type=click.Choice(formats),
            help=_("[default: {default}]").format(default=default),
        ),
        click.option(
            "--color",
            type=_COLORS,
            default="auto",
            help=_("[default: {default}]").format(default="auto"),
        ),
    )


def _tell_colorless(session: Session) -> None:
    """Say that colours, which were asked for, are not in what a pipe gets unless told otherwise."""
    piped = not session.terminal.output
    if piped and session.terminal.color and session.format == "tsv":
        note(_("tsv, which a pipe gets, has no colours; for --color always add --format human"))


def _make_session(defaults: tuple[str, str], values: dict[str, Any]) -> Session:
    """Return the session that the shared options ask for, which are taken out of ``values``."""
    terminal = look_at_terminal(values.pop("color"), os.environ)
    chosen = values.pop("format_name")
    choice = CorpusChoice()
    if "no_follow" in values:
        choice = CorpusChoice(
            folder=values.pop("corpus"),
            location=values.pop("index"),
            encoding=values.pop("encoding"),
            user_words=values.pop("user_words"),
            authority=values.pop("ca"),
            follow=not values.pop("no_follow"),
        )
    default = defaults[0] if terminal.output else defaults[1]
    return Session(choice, terminal, chosen or default, format_chosen=chosen is not None)
