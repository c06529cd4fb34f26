"""The program: its commands, each imported when it is called, and how a run of one ends."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

import click

import speechkit
from speechkit.cli.help_texts import HelpContext
from speechkit.cli.terminal.streams import (
    ClosedOutputError,
    FailedOutputError,
    Output,
    name_fault,
    note,
    prepare_streams,
)
from speechkit.language import N_, _

PROGRAM = "speechkit"
COMPLETION_VARIABLE = "_SPEECHKIT_COMPLETE"

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""How help is asked for and laid out."""

FOUND = 0
NOT_FOUND = 1
FAILED = 2
INTERRUPTED = 130

COMMANDS = {
    "search": N_("Find speeches and print the best passage of each."),
    "show": N_("Print a speech, or some of its paragraphs."),
    "open": N_("Open the file of a speech in your editor, at its line."),
    "list": N_("Print the speeches of the corpus."),
    "quote": N_("Tell whether it is said so, by whom and when."),
    "compare": N_("Tell which passages of a text are in the corpus."),
    "export": N_("Write clean texts and a table of metadata."),
    "cite": N_("Print speeches as references: GB/T 7714, BibTeX, CSL-JSON."),
    "index": N_("Build the index, or bring it up to date."),
    "kwic": N_("Print each match on a line, with what is left and right of it."),
    "trend": N_("Print how often queries match by year, speaker, speech or folder."),
    "collocates": N_("Print words that are near the matches of a query."),
    "keyness": N_("Print words that set some speeches apart from others."),
    "ngrams": N_("Print runs of words that are said again and again."),
    "terms": N_("Print the words of the speeches."),
    "stats": N_("Print the corpus at a glance."),
    "check": N_("Tell how the files were read and which are alike."),
    "completion": N_("Print what makes a shell complete commands and ids."),
    "help": N_("Explain a topic or a command."),
    "version": N_("Print the version."),
}

_WELCOME = N_("""\
speechkit {version}: search folders of raw Chinese speeches

  speechkit search 十四五               the speeches that say so, best first
  speechkit show 003                    read one; 003:12 for its paragraph 12
  speechkit list                        every speech of the corpus
  speechkit search 开发区 | grep 招商   one hit a line when piped
  speechkit terms 产业                  the words of the speeches that begin so

The corpus is the folder corpus/ here or above, $SPEECHKIT_CORPUS, or -C DIR.
New here? speechkit help writer takes ten minutes. speechkit help names all
topics, and speechkit COMMAND --help explains one command.
""")


class Failure(click.ClickException):
    """An error in one sentence that names the thing, the reason and the fix."""

    exit_code = FAILED


class LazyGroup(click.Group):
    """A group that knows its commands by name and help before it imports them."""

    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, its module imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"speechkit.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands into the help, none of them imported."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, text in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant; where there is none, say which could be."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(_suggest(args[0]))
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings=CONTEXT,
    help=_("Search folders of raw Chinese speech texts."),
    epilog=_(
        "speechkit COMMAND --help says more about a command; speechkit help names the topics."
    ),
)
@click.version_option(speechkit.__version__, prog_name="speechkit", message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context) -> None:
    """Run a command, or show the five things one can do."""
    if context.invoked_subcommand is None:
        click.echo(_(_WELCOME).format(version=speechkit.__version__), nl=False)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing is raised and nothing half said."""
    prepare_streams(os.environ)
    try:
        status = _run_command(list(arguments))
        Output().flush()
    except ClosedOutputError:
        status = FOUND
    except FailedOutputError as error:
        status = FAILED
        note(_("cannot write the output: {reason}").format(reason=error))
    except KeyboardInterrupt:
        status = INTERRUPTED
        note(_("interrupted"))
    return status


def _run_command(arguments: list[str]) -> int:
    try:
        return _invoke(arguments)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        _show_error(error)
        return error.exit_code
    except (ClosedOutputError, FailedOutputError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            raise name_fault(error) from error  # click's own writing of help
        return _tell(error)


def _invoke(arguments: list[str]) -> int:
    completion = os.environ.get(COMPLETION_VARIABLE)
    if completion:
        return _complete(completion)
    with commands.make_context(PROGRAM, arguments) as context:
        status = commands.invoke(context)
    return status if isinstance(status, int) else FOUND


def _complete(instruction: str) -> int:
    """Answer the shell that asks for completions."""
    from click.shell_completion import shell_complete

    return shell_complete(commands, {}, PROGRAM, COMPLETION_VARIABLE, instruction)


def _show_error(error: click.ClickException) -> None:
    note(_describe(error))
    if isinstance(error, click.UsageError) and error.ctx is not None:
        note(_("see {command} --help").format(command=error.ctx.command_path))


def _describe(error: click.ClickException) -> str:
    if isinstance(error, Failure):
        return error.format_message()
    from speechkit.cli.usage import describe_usage

    return describe_usage(error)


def _tell(error: Exception) -> int:
    """Tell of an error, or let it pass with its traceback where that was asked for."""
    from speechkit.cli.hints import DEBUG_VARIABLE, explain

    if os.environ.get(DEBUG_VARIABLE):
        raise error
    for sentence in explain(error):
        note(sentence)
    return FAILED


def _suggest(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    if near:
        return _("no command {name}; did you mean {near}?").format(name=name, near=near[0])
    return _("no command {name}; to search for it: speechkit search {name}").format(name=name)
