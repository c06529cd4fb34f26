"""``speechkit export``: clean texts and a table of metadata, for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from speechkit import Scope, SettingError
from speechkit.cli.app import CONTEXT, FOUND, NOT_FOUND, Failure
from speechkit.cli.conflicts import StrictCommand
from speechkit.cli.identifiers import explain_unknown
from speechkit.cli.options import shared_options
from speechkit.cli.output import print_cells, print_object
from speechkit.cli.paths import PathType
from speechkit.cli.scopes import scope_options, tell_scope
from speechkit.cli.session import Session
from speechkit.cli.terminal.progress import WorkProgress
from speechkit.errors import reason_of
from speechkit.language import _
from speechkit.render.corpus import describe_export, export_cells, export_record


@click.command("export", cls=StrictCommand, context_settings=CONTEXT)
@click.argument("folder", metavar=_("FOLDER"), type=PathType(file_okay=False))
@click.option("--force", is_flag=True, help=_("Overwrite what is there."))
@scope_options
@shared_options("human", "tsv", "jsonl")
def command(session: Session, folder: Path, force: bool, scope: Scope) -> int:
    """Write clean texts in UTF-8 into FOLDER, a file a speech, with a table of metadata.

    A text is the title and the paragraphs, a line each. metadata.csv has the columns id path file
    title date speaker occasion source url characters encoding format script, for AntConc, R or
    quanteda. FOLDER is made if need be; it is never in the corpus, and nothing in it is overwritten
    without --force. Saved in the corpus folder metadata.csv corrects what was read: an empty cell
    leaves it, - takes it away.

    \b
    Examples:
      speechkit export clean --force
      speechkit export some --in '01*' --force
      speechkit export some --in 003 --in 004 --force --format jsonl
    """
    with session.open() as corpus, explain_unknown(corpus):
        if not tell_scope(corpus, scope):
            return NOT_FOUND
        try:
            with WorkProgress(session.terminal, _("writing texts")) as progress:
                exported = corpus.export(folder, scope=scope, overwrite=force, progress=progress)
        except FileExistsError as error:
            told = _(
                "cannot export to FOLDER: {file} {reason}; overwrite with --force, or choose"
                " another folder"
            )
            raise Failure(told.format(file=error.filename, reason=reason_of(error))) from None
        except PermissionError as error:
            told = _("cannot export to FOLDER: {file} {reason}; choose another folder")
            raise Failure(told.format(file=error.filename, reason=reason_of(error))) from None
        except SettingError as error:
            told = _("cannot export to FOLDER: {reason}")
            raise Failure(told.format(reason=error)) from None
    if session.format == "jsonl":
        print_object(session, export_record(exported))
    elif session.format == "tsv":
        for cells in export_cells(exported):
            print_cells(session, cells)
    else:
        session.output.write(describe_export(exported) + "\n")
    return FOUND
