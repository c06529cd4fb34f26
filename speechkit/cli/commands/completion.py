"""``speechkit completion``: what makes a shell complete commands, options and ids."""

from __future__ import annotations

import click

from speechkit.cli.errors import FOUND, Failure
from speechkit.cli.names import COMPLETION_VARIABLE, CONTEXT, PROGRAM
from speechkit.cli.terminal.streams import Output

_SHELLS = ("bash", "zsh", "fish")


@click.command("completion", context_settings=CONTEXT)
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

    from speechkit.cli.group import commands

    completer = get_completion_class(shell)
    if completer is None:
        raise Failure(f"no completion for {shell}; there is {', '.join(_SHELLS)}")
    try:
        source = completer(commands, {}, PROGRAM, COMPLETION_VARIABLE).source()
    except RuntimeError as error:
        raise Failure(f"{error}") from error
    Output().write(source)
    return FOUND
