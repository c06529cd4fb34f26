"""``speechkit completion``: what makes a shell complete commands, options and ids."""

from __future__ import annotations

import click

from speechkit.cli.app import COMPLETION_VARIABLE, CONTEXT, FOUND, PROGRAM, Failure, commands
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.terminal.streams import Output
from speechkit.language import _

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
