"""``speechkit version``: which one this is."""

from __future__ import annotations

import click

import speechkit
from speechkit.cli.app import CONTEXT, FOUND, PROGRAM
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.terminal.streams import Output


@click.command("version", cls=StrictCommand, context_settings=CONTEXT)
def command() -> int:
    """Print the version of the program, as speechkit --version does."""
    Output().write(f"{PROGRAM} {speechkit.__version__}\n")
    return FOUND
