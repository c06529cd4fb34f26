"""The ways in which a command ends, as exit codes and exceptions."""

from __future__ import annotations

from pathlib import Path

import click

FOUND = 0
NOT_FOUND = 1
FAILED = 2
INTERRUPTED = 130


class Failure(click.ClickException):
    """An error in one sentence that names the thing, the reason and the fix."""

    exit_code = FAILED


class DamagedIndexError(Exception):
    """The index proved damaged in use, and was removed; ``path`` is where it lay."""

    def __init__(self, path: Path | None, reason: str) -> None:
        super().__init__(reason)
        self.path = path
