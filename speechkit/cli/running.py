"""From arguments to an exit code: whatever happens ends in one clear sentence."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from speechkit.cli.errors import FAILED, FOUND, INTERRUPTED
from speechkit.cli.group import commands
from speechkit.cli.names import COMPLETION_VARIABLE, DEBUG_VARIABLE, PROGRAM
from speechkit.cli.terminal.streams import (
    ClosedOutputError,
    FailedOutputError,
    Output,
    name_fault,
    note,
    prepare_streams,
)


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
        note(f"cannot write the output: {error}")
    except KeyboardInterrupt:
        status = INTERRUPTED
        note("interrupted")
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
        if os.environ.get(DEBUG_VARIABLE):
            raise
        return _explain(error)


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
    note(error.format_message())
    if isinstance(error, click.UsageError) and error.ctx is not None:
        note(f"see {error.ctx.command_path} --help")


def _explain(error: Exception) -> int:
    from speechkit.errors import DamagedIndexError, SpeechkitError

    if isinstance(error, DamagedIndexError):
        note(f"the index is damaged ({error}); rebuild it with: speechkit index --rebuild")
    elif isinstance(error, SpeechkitError):
        note(str(error))
    elif isinstance(error, OSError):
        note(f"{error.filename}: {error.strerror}")
    elif isinstance(error, MemoryError):
        note("out of memory; ask for less, with -n say")
    elif type(error).__module__ == "sqlite3":
        note(f"the index cannot be read: {error}; try again, or choose another with --index")
    else:
        note(f"this should not have happened: {type(error).__name__}: {error}")
        note(f"set {DEBUG_VARIABLE}=1 to see where, and please report it")
    return FAILED
