"""Programs that open a file: the user's editor at a line, or what the system opens it with.

None is started through a shell, so that no name of a file can be an order.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which

from speechkit.cli.app import Failure
from speechkit.errors import reason_of
from speechkit.language import _
from speechkit.render.text import shell_word

_PLUS = "vi vim nvim gvim view nano pico emacs emacsclient kak joe jed ne mg ed gedit micro bbedit"
_COLON = "subl sublime_text hx helix zed atom pulsar geany lapce"
_GO_TO = "code code-insiders codium vscodium cursor windsurf"
_LINE = "idea pycharm clion webstorm goland lite-xl kate kwrite mate"

_FORMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_PLUS.split(), ("+{line}", "{path}")),
    **dict.fromkeys(_COLON.split(), ("{path}:{line}",)),
    **dict.fromkeys(_GO_TO.split(), ("-g", "{path}:{line}")),
    **dict.fromkeys(_LINE.split(), ("--line", "{line}", "{path}")),
    "notepad++": ("-n{line}", "{path}"),
}
"""How editors are told a line, by the names of their programs; others get the path alone."""


def find_editor(environment: Mapping[str, str]) -> str:
    """Return the command of the user's editor, with its options, or nothing."""
    return environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()


def write_command(editor: str, path: Path, line: int) -> list[str]:
    """Return the arguments that open a file in an editor at a line; 0 is for none.

    Raises Failure where the editor's command cannot be read.
    """
    try:
        words = shlex.split(editor, posix=os.name != "nt")
    except ValueError as error:
        told = _("$EDITOR is {editor}, which is no command: {reason}")
        raise Failure(told.format(editor=editor, reason=error)) from None
    name = Path(words[0].strip('"').replace("\\", "/")).name.lower().removesuffix(".exe")
    form = _FORMS.get(name, ("{path}",)) if line else ("{path}",)
    return words + [part.format(path=path, line=line) for part in form]


def find_opener(platform: str = sys.platform) -> list[str]:
    """Return the command that opens a file as the system does, or nothing where there is none.

    Windows needs no program for it.
    """
    names = {"darwin": ("open",)}.get(platform, ("xdg-open", "wslview", "gio", "termux-open"))
    found = next((name for name in names if which(name)), None)
    return [found, *(["open"] if found == "gio" else [])] if found else []


def start_program(command: Sequence[str], path: Path) -> None:
    """Run a program until it ends; raises Failure if it cannot be run, or fails."""
    try:
        status = subprocess.run(command, check=False).returncode
    except OSError as error:
        told = _(
            "cannot run {program}: {reason}; set $EDITOR to another editor, or open {file} yourself"
        )
        file = shell_word(str(path))
        raise Failure(
            told.format(program=command[0], reason=reason_of(error), file=file)
        ) from error
    if status:
        told = _(
            "{program} did not open {file}: it ended with the code {status}; set $EDITOR, or print"
            " the path with --print"
        )
        raise Failure(told.format(program=command[0], file=shell_word(str(path)), status=status))


def open_by_system(path: Path) -> None:
    """Open a file with the program that the system has for it; raises Failure if there is none."""
    if sys.platform == "win32":
        try:
            os.startfile(path)
        except OSError as error:
            told = _("nothing opens {file}: {reason}")
            raise Failure(told.format(file=path, reason=reason_of(error))) from error
        return
    opener = find_opener()
    if not opener:
        told = _(
            "no program is known that opens files here: set $EDITOR, to vim say, or open {file}"
            " yourself"
        )
        raise Failure(told.format(file=shell_word(str(path))))
    start_program([*opener, str(path)], path)
