"""Files and folders as they are typed."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    _PathParameter = click.ParamType[Any, Any]
else:
    _PathParameter = click.ParamType  # not generic in every version of click


class PathType(_PathParameter):
    """A file or a folder; click's own loads all locales to name itself."""

    name = "path"

    def __init__(
        self, *, file_okay: bool = True, dir_okay: bool = True, exists: bool = False
    ) -> None:
        self.file_okay = file_okay
        self.dir_okay = dir_okay
        self._exists = exists

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; raise BadParameter, whose message is the path, for what is none."""
        try:
            mode = os.stat(value).st_mode  # noqa: PTH116 - Path("") is this folder
        except OSError:
            wrong = self._exists
        else:
            refused = not self.file_okay and stat.S_ISREG(mode)
            refused = refused or (not self.dir_okay and stat.S_ISDIR(mode))
            wrong = refused or not os.access(value, os.R_OK)
        if wrong:
            self.fail(value, param, ctx)
        return Path(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Let the shell complete names of files, or of folders."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file" if self.file_okay else "dir")]


class PlaceType(PathType):
    """A path, or an address, which is no path."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path as it is typed; raise BadParameter as PathType does."""
        super().convert(value, param, ctx)
        return value
