"""``speechkit completion``: what makes a shell complete commands, options and ids, and the ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from speechkit.cli.app import COMPLETION_VARIABLE, CONTEXT, FOUND, PROGRAM, Failure, commands
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.session import find_corpus
from speechkit.cli.terminal.streams import Output
from speechkit.language import _
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_SHELLS = ("bash", "zsh", "fish")


@click.command("completion", cls=StrictCommand, context_settings=CONTEXT)
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> int:
    """Print what makes SHELL complete commands, options and the ids of speeches.

    \b
    To switch it on, put one of these into ~/.bashrc, ~/.zshrc or config.fish:
      eval "$(speechkit completion bash)"
      eval "$(speechkit completion zsh)"
      speechkit completion fish | source
    """
    from click.shell_completion import get_completion_class

    completer = get_completion_class(shell)
    if completer is None:
        told = _("no completion for {shell}; there is {shells}")
        raise Failure(told.format(shell=shell, shells=_(", ").join(_SHELLS)))
    try:
        source = completer(commands, {}, PROGRAM, COMPLETION_VARIABLE).source()
    except RuntimeError as error:
        raise Failure(f"{error}") from error
    Output().write(source)
    return FOUND


def complete_identifier(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the identifiers that begin so, with their titles; none where there is no index.

    The index is taken as it is: a key must be answered at once.
    """
    from click.shell_completion import CompletionItem

    from speechkit import open_current

    try:
        folder = find_corpus(context.params.get("corpus"))
        index, authority = context.params.get("index"), context.params.get("ca")
        corpus = open_current(folder, index, ca=authority)
        if corpus is None:
            return []
        with corpus:
            return [
                CompletionItem(speech.id, help=safe_line(speech.title))
                for speech in corpus.complete(incomplete)
            ]
    except Exception:  # whatever it is, a key press is no place to hear of it
        return []
