"""``speechkit show``: a speech as it reads, whole or some of its paragraphs."""

from __future__ import annotations

from typing import Any

import click

from speechkit.cli.errors import FOUND, Failure
from speechkit.cli.names import CONTEXT
from speechkit.cli.options import complete_identifier, shared_options
from speechkit.cli.query_text import read_typed
from speechkit.cli.session import Session
from speechkit.cli.showing import Wishes, show_raw, show_speech
from speechkit.cli.speech_choice import choose_speech


@click.command("show", context_settings=CONTEXT)
@click.argument(
    "identifiers",
    nargs=-1,
    required=True,
    type=read_typed,
    metavar="ID[:PARAGRAPH]...",
    shell_complete=complete_identifier,
)
@click.option("--raw", is_flag=True, help="The file's text as it stands there, only decoded.")
@click.option("--simplified", "script", flag_value="t2s", help="In simplified characters.")
@click.option("--traditional", "script", flag_value="s2t", help="In traditional characters.")
@click.option(
    "--highlight",
    type=read_typed,
    metavar="QUERY",
    help="Mark what matches, where there are colours.",
)
@click.option("--number", is_flag=True, help="Number the paragraphs in a pipe too.")
@shared_options("human", "tsv", "jsonl")
def command(session: Session, identifiers: tuple[str, ...], raw: bool, **wishes: Any) -> int:
    """Print a speech, clean and in its own script.

    003 is the speech, 003:12 its paragraph 12, 003:12-15 several; 3 and any unique beginning of
    a file's name will do. A pipe gets the title and then a paragraph a line, the same in colour
    with --color always.

    \b
    Examples:
      speechkit show 003
      speechkit show 003:12 --highlight 产业
      speechkit show 007 --simplified | grep 乡村
    """
    if raw and session.format == "jsonl":
        raise Failure("--raw prints the file's text; it has no jsonl")
    with session.open() as corpus:
        choices = [choose_speech(corpus, identifier) for identifier in identifiers]
        if raw:
            show_raw(session, corpus, choices)
        else:
            show_speech(session, choices, Wishes(**wishes))
    return FOUND
