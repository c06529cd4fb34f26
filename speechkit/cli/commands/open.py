"""``speechkit open``: the file of a speech in the user's editor, at the line of a paragraph."""

from __future__ import annotations

import os
from pathlib import Path

import click

from speechkit.cli.app import CONTEXT, FOUND, Failure
from speechkit.cli.completing import complete_identifier
from speechkit.cli.editors import find_editor, open_by_system, start_program, write_command
from speechkit.cli.identifiers import SpeechChoice, choose_speech
from speechkit.cli.options import shared_options
from speechkit.cli.output import print_cells
from speechkit.cli.queries import ShowCommand, read_typed
from speechkit.cli.session import STANDARD_INPUT, Session
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.render.text import safe_line

_BEGINNING = 30
"""Characters of a paragraph by which a person finds it in a document."""


@click.command("open", cls=ShowCommand, context_settings=CONTEXT)
@click.argument(
    "identifiers",
    nargs=-1,
    required=True,
    type=read_typed,
    metavar=_("ID[:PARAGRAPH]..."),
    shell_complete=complete_identifier,
)
@click.option("--print", "print_only", is_flag=True, help=_("Print the path, and open nothing."))
@shared_options("tsv", "tsv")
def command(session: Session, identifiers: tuple[str, ...], print_only: bool) -> int:
    """Open the file of a speech, at the line where a paragraph begins.

    A text is opened by $VISUAL or $EDITOR; a document (.docx, .pdf), and any file where
    neither is set, by what the system has for it. The line or page and the beginning of the
    paragraph are told on standard error where no program can be sent there, and with --print.

    \b
    Examples:
      speechkit open 003:12 --print
      EDITOR=cat speechkit open 003
      speechkit search 群众 -l | xargs speechkit open --print
    """
    if session.corpus_place == STANDARD_INPUT:
        raise Failure(_("a text from standard input has no file; name a folder with -C"))
    with session.open() as corpus:
        choices = [choose_speech(corpus, identifier) for identifier in identifiers]
    for choice in choices:
        path = choice.speech.path
        if print_only:
            print_cells(session, (str(path),))
            if not choice.whole:
                note(_describe_place(choice, find_line(choice)))
            continue
        if not path.is_file():
            raise Failure(_explain_missing(path))
        _open(choice, path)
    return FOUND


def _open(choice: SpeechChoice, path: Path) -> None:
    """Open the file of a speech: a text in the editor, if there is one."""
    line = find_line(choice)
    editor = find_editor(os.environ) if choice.speech.encoding else ""
    if editor:
        start_program(write_command(editor, path, line), path)
        return
    if not choice.whole:
        note(_describe_place(choice, line))
    open_by_system(path)


def find_line(choice: SpeechChoice) -> int:
    """Return the line, or the page, where the first of the paragraphs begins; 0 if unknown."""
    speech, first = choice.speech, choice.paragraphs.start
    if choice.whole:
        return 0
    if choice.dropped:
        return speech.dropped[first - 1].line
    if not first:
        return next((o.line for o in speech.origins if o.field == "title"), 0)
    return speech.lines[first - 1] if first <= len(speech.lines) else 0


def _describe_place(choice: SpeechChoice, line: int) -> str:
    """Return where to look in a file that no program can be sent to a place of."""
    speech, first = choice.speech, choice.paragraphs.start
    text = speech.dropped[first - 1].text if choice.dropped else speech.paragraph(first)
    told = _("it begins: {text}")
    if line and speech.encoding:
        told = _("line {number} of {file}; it begins: {text}")
    elif line:
        told = _("page {number} of {file}; it begins: {text}")
    return told.format(number=line, file=speech.path.name, text=safe_line(text[:_BEGINNING]))


def _explain_missing(path: Path) -> str:
    """Return why a file cannot be opened: it is gone, or lies in an archive."""
    archive = next((folder for folder in path.parents if folder.is_file()), None)
    if archive is None:
        told = _("{file} is gone; speechkit index brings the index up to date")
        return told.format(file=path)
    told = _("{file} is in the archive {archive}; unpack it to open the file")
    return told.format(file=path.relative_to(archive), archive=archive)
