"""The program's commands: each one's module is imported only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

import speechkit
from speechkit.cli.names import CONTEXT

COMMANDS = {
    "search": "Find speeches and print the best passage of each.",
    "show": "Print a speech, or some of its paragraphs.",
    "list": "Print the speeches of the corpus.",
    "index": "Build the index, or bring it up to date.",
    "terms": "Print the words of the index.",
    "stats": "Print the corpus at a glance.",
    "check": "Tell how the files were read and which are alike.",
    "completion": "Print what makes a shell complete commands and ids.",
}

_WELCOME = """\
speechkit {version}: search folders of raw Chinese speeches

  speechkit search 十四五               the speeches that say so, best first
  speechkit show 003                    read one; 003:12 for its paragraph 12
  speechkit list                        every speech of the corpus
  speechkit search 开发区 | grep 招商   one hit a line when piped
  speechkit terms 产业                  the words of the index that begin so

The corpus is the folder corpus/ here or above, $SPEECHKIT_CORPUS, or -C DIR.
speechkit COMMAND --help says more; speechkit --help names all commands.
"""


class LazyGroup(click.Group):
    """A group that knows its commands by name and help before it imports them."""

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
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

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
    help="Search folders of raw Chinese speech texts.",
    epilog="speechkit COMMAND --help says more about a command.",
)
@click.version_option(speechkit.__version__, prog_name="speechkit", message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context) -> None:
    """Run a command, or show the five things one can do."""
    if context.invoked_subcommand is None:
        click.echo(_WELCOME.format(version=speechkit.__version__), nl=False)


def _suggest(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    if near:
        return f"no command {name}; did you mean {near[0]}?"
    return f"no command {name}; to search for it: speechkit search {name}"
