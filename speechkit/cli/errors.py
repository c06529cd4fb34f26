"""The ways in which a command ends, as exit codes and exceptions."""

from __future__ import annotations

import click

FOUND = 0
NOT_FOUND = 1
FAILED = 2
INTERRUPTED = 130


class Failure(click.ClickException):
    """An error in one sentence that names the thing, the reason and the fix."""

    exit_code = FAILED
