"""Options that have no effect together: an error, because silence would hide a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import click

from speechkit.cli.app import Failure
from speechkit.cli.dashes import explain_dashes, is_flag
from speechkit.cli.help_texts import TranslatedCommand
from speechkit.language import N_, _
from speechkit.tuples import NamedTuple


class Conflict(NamedTuple):
    """Two options, one of which does nothing where the other is given.

    Each is written as it is typed: ``-l``, or with the value that matters, ``--format csv``.
    """

    one: str
    other: str
    fix: str


class Need(NamedTuple):
    """An option that does nothing unless one of others is given."""

    option: str
    others: tuple[str, ...]
    fix: str


class Idle(NamedTuple):
    """An option, as it is typed, that never does anything in a command."""

    option: str
    fix: str


Rule = Conflict | Need | Idle

_RECORDS = (
    ("csv", N_("csv has no colours; leave out one")),
    ("jsonl", N_("jsonl has no colours; leave out one")),
)
_PASTED = tuple(f"--format {name}" for name in ("md", "cite", "grep", "trec"))
_ONE_SCRIPT = N_("a speech is printed in one script; choose one")
_IDS = N_("-l prints ids alone, one a line; leave out one of them")
_COUNTS = N_("-c prints ids and counts alone; leave out one of them")
_NO_INDEX = N_("a text from standard input has no index; leave out one of them")
_NO_COLORS = Idle("--color always", N_("what this command prints has no colours; leave it out"))
_RAW = N_("--raw prints the file as it is; leave out one of them")

_OF_INDEXING = ("-v", "--rebuild", "--encoding", "--user-words", "--no-follow", "--ca")


def _refuse_all(one: str, others: Sequence[str], fix: str) -> tuple[Rule, ...]:
    return tuple(Conflict(one, other, fix) for other in others)


SHARED_RULES: tuple[Rule, ...] = (
    *_refuse_all("-C -", ("--index", "--no-follow", "--ca"), _NO_INDEX),
    *(Conflict("--color always", f"--format {name}", fix) for name, fix in _RECORDS),
)
_PLAIN_LINES = Conflict("--color always", "--format tsv", N_("tsv has no colours; leave out one"))
RULES: dict[str, tuple[Rule, ...]] = {
    "search": (
        *_refuse_all("-l", ("--format human", "--format csv", "--format jsonl", *_PASTED), _IDS),
        *_refuse_all("-l", ("-c", "--all", "--passages", "--explain", "--color always"), _IDS),
        _PLAIN_LINES,
        *_refuse_all("-c", ("--all", "--passages", "--explain", *_PASTED), _COUNTS),
        Conflict("-0", "--format human", N_("a page has lines; leave out -0")),
        Conflict("-0", "-f", N_("each line has its query; leave out -0")),
        Conflict("-f", "-C -", N_("standard input is one speech; leave out one of them")),
        Conflict("-f", "--exact", N_("of many queries near answers are never given; leave it out")),
        *_refuse_all("--format trec", ("--all", "--passages"), N_("a run has speeches alone")),
        *_refuse_all("--explain", _PASTED, N_("these have no shares of scores; leave out one")),
        *_refuse_all("--color always", _PASTED, N_("these have no colours; leave out one")),
        Conflict("-c", "--color always", _COUNTS),
        *_refuse_all(
            "-0", ("--format csv", "--format jsonl", *_PASTED), N_("these have lines; leave out -0")
        ),
        Need("-0", ("-l", "-c"), N_("it puts NUL behind each id; add -l")),
        Conflict("--all", "--passages", N_("--all prints every passage that matches; choose one")),
        Need("--reverse", ("--sort",), N_("it turns an order round; add --sort date, say")),
        Conflict("--any", "--exact", N_("they contradict each other; choose one")),
        Conflict("--any", "--dropped", N_("dropped text is not ranked by words; choose one")),
        Need("--format trec", ("-f",), N_("it is a run of many queries; add -f FILE")),
    ),
    "show": (
        *_refuse_all("--raw", ("--simplified", "--traditional", "--highlight", "--number"), _RAW),
        *_refuse_all("--raw", ("--format human", "--format tsv", "--format jsonl"), _RAW),
        Conflict("--raw", "--color always", _RAW),
        Conflict("--simplified", "--traditional", _ONE_SCRIPT),
        *(
            Conflict(option, "--format jsonl", N_("jsonl has the text and no marks; leave out one"))
            for option in ("--highlight", "--number")
        ),
        Conflict("--highlight", "--color never", N_("marks are colours; leave out one")),
    ),
    "kwic": (
        _PLAIN_LINES,
        Need("--seed", ("--sample",), N_("it chooses another sample; add --sample N")),
    ),
    **dict.fromkeys(
        ("list", "collocates", "keyness", "ngrams", "terms", "stats", "check", "compare"),
        (_PLAIN_LINES,),
    ),
    "trend": (
        _PLAIN_LINES,
        Need("--force", ("--svg",), N_("it overwrites a chart; add --svg FILE")),
    ),
    "quote": (
        _PLAIN_LINES,
        Need("--min", ("--draft",), N_("it is about the quotations of a draft; add --draft FILE")),
    ),
    "index": (
        Conflict("-C -", "--rebuild", _NO_INDEX),
        _PLAIN_LINES,
        Conflict("--rebuild", "--no-follow", N_("--rebuild reads every file; leave out one")),
        Conflict("--list", "--remove", N_("list first, then remove one of them")),
        Conflict("--list", "-C", N_("--list names the indexes of all folders; leave out -C")),
        *_refuse_all(
            "--list", _OF_INDEXING, N_("--list only looks at what is kept; leave out one")
        ),
        *_refuse_all(
            "--remove", ("-C -", *_OF_INDEXING), N_("--remove reads no speeches; leave out one")
        ),
        Need(
            "--format csv",
            ("--list", "--remove"),
            N_("only a list is a table; add --list, or use tsv"),
        ),
        Idle("-C -", N_("a text from standard input has no index; name a folder")),
    ),
    **dict.fromkeys(("cite", "open", "export"), (_NO_COLORS,)),
}


class StrictCommand(TranslatedCommand):
    """A command that refuses an option given twice, and options that have no effect together."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments; raise Failure for those that cannot all be meant."""
        if not ctx.resilient_parsing:
            wrong = explain_dashes(self.get_params(ctx), args)
            if wrong:
                raise Failure(wrong)
        args = self.mark_text(args)
        if not ctx.resilient_parsing:
            _refuse_swallowed(self.get_params(ctx), args)
            args = _spell_out(self.get_params(ctx), args)
            options, order = self._read_options(ctx, args)
            given = [parameter for parameter in order if isinstance(parameter, click.Option)]
            _refuse_repeated(given)
            _refuse_empty(given, options)
            _refuse_blank(ctx, order, options)
            _refuse_conflicts(self.name or "", set(_spell(given, options)))
        return super().parse_args(ctx, args)

    def mark_text(self, args: list[str]) -> list[str]:
        """Return the arguments, those marked that are text although they begin with a dash."""
        return args

    def _read_options(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[dict[str, Any], list[click.Parameter]]:
        """Return the values of the options, and all parameters in the order of the line."""
        try:
            options, _, order = self.make_parser(ctx).parse_args(args=list(args))
        except click.BadOptionUsage as error:
            error.ctx = error.ctx or ctx  # which tells what the option takes
            raise
        return options, order


def _refuse_swallowed(parameters: Sequence[click.Parameter], args: Sequence[str]) -> None:
    """Raise Failure for an option in the place of another's value, which was forgotten.

    ``--regex --all 改革`` would look for --all; ``--regex=--all`` still does.
    """
    options = [option for option in parameters if isinstance(option, click.Option)]
    names = {name: option for option in options for name in option.opts}
    end = args.index("--") if "--" in args else len(args)
    for name, value in pairwise(args[:end]):
        option = names.get(name)
        if option and not is_flag(option) and value in names:
            told = _(
                "{option} takes {value}, and {other} is an option; write {value} behind {option}"
            )
            shown = option.metavar or _("a value")
            raise Failure(told.format(option=name, value=shown, other=value))


def _spell_out(parameters: Sequence[click.Parameter], args: Sequence[str]) -> list[str]:
    """Return the arguments with the long name of each option that is typed as its letter alone.

    click looks for a letter among the long names too, and then for names that are like it: a
    fortieth of a short command. A letter that lacks its value stays, for the message to name it.
    """
    names = {
        name: _long_name(p) for p in parameters for name in p.opts if isinstance(p, click.Option)
    }
    end = args.index("--") if "--" in args else len(args)
    whole = [names.get(argument, argument) for argument in args[:end]]
    return [*whole[:-1], *args[end - 1 :]] if whole else list(args)


def _long_name(option: click.Option) -> str:
    return next((name for name in option.opts if name.startswith("--")), option.opts[0])


def _refuse_repeated(given: Sequence[click.Option]) -> None:
    """Raise Failure for an option of one value that is given twice: only one can be meant."""
    for place, option in enumerate(given):
        if option in given[:place] and not (option.multiple or is_flag(option)):
            told = _("{option} is given twice; give it once")
            raise Failure(told.format(option=option.opts[0]))


def _refuse_empty(given: Sequence[click.Option], options: dict[str, Any]) -> None:
    """Raise Failure for a value without a character, as of a variable of the shell that is not set.

    An empty folder would be the working folder, and an empty piece would be left out.
    """
    for option in given:
        value = options.get(option.name or "")
        if value == "" or (isinstance(value, list) and "" in value):
            told = _("{option} is given nothing; give {value}, or leave it out")
            shown = option.metavar or _("a value")
            raise Failure(told.format(option=option.opts[0], value=shown))


def _refuse_blank(
    ctx: click.Context, order: Sequence[click.Parameter], options: dict[str, Any]
) -> None:
    """Raise MissingParameter for a text, a query or an id without a character but blanks."""
    for parameter in order:
        value = options.get(parameter.name or "")
        texts = [value] if isinstance(value, str) else value
        if not (isinstance(parameter, click.Argument) and isinstance(texts, (list, tuple))):
            continue
        if not all(map(str.strip, texts)):
            raise click.MissingParameter(ctx=ctx, param=parameter)


def _refuse_conflicts(command: str, given: set[str]) -> None:
    for rule in (*SHARED_RULES, *RULES.get(command, ())):
        if isinstance(rule, Need):
            if rule.option in given and given.isdisjoint(rule.others):
                told = _("{option} has no effect without {other}: {fix}")
                raise Failure(
                    told.format(option=rule.option, other=rule.others[0], fix=_(rule.fix))
                )
        elif isinstance(rule, Idle):
            if rule.option in given:
                told = _("{option} has no effect: {fix}")
                raise Failure(told.format(option=rule.option, fix=_(rule.fix)))
        elif rule.one in given and rule.other in given:
            told = _("{one} and {other} have no effect together: {fix}")
            raise Failure(told.format(one=rule.one, other=rule.other, fix=_(rule.fix)))


def _spell(given: Sequence[click.Option], options: dict[str, Any]) -> Iterator[str]:
    """Yield all spellings of the options given, alone and with their value."""
    for option in given:
        value = options.get(option.name or "")
        for name in option.opts:
            yield name
            yield f"{name} {value}"
