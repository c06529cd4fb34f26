"""Options that are typed with other dashes than minus signs."""

from __future__ import annotations

from collections.abc import Sequence

import click

from speechkit.language import _
from speechkit.render.text import visible

_DASHES = "-－–—―−‐‑"


def explain_dashes(parameters: Sequence[click.Parameter], args: Sequence[str]) -> str:
    """Return what is wrong with an option without its minus signs; else nothing.

    ``-all`` would be looked for, or left out, as text; so would ``——all`` and ``－－all``, whose
    dashes an input method or an editor puts; ``－C`` likewise. Values of options are left alone.
    """
    options = [option for option in parameters if isinstance(option, click.Option)]
    names = {name for option in options for name in option.opts if name[:2] == "--"}
    valued = {name for option in options if not is_flag(option) for name in option.opts}
    end = args.index("--") if "--" in args else len(args)
    for before, typed in zip(("", *args), args[:end], strict=False):
        name, sign, value = typed.partition("=")
        bare = name.lstrip(_DASHES)
        meant = f"--{bare}"
        if name in (bare, meant) or meant not in names or before in valued:
            continue
        told = _("{typed} has dashes that are no minus signs; write {meant}")
        if set(name[: -len(bare)]) == {"-"}:
            told = _("{typed} needs two minus signs; write {meant}")
        return told.format(typed=visible(typed), meant=meant + sign + value)
    return ""


def is_flag(option: click.Option) -> bool:
    """Return whether nothing belongs behind an option."""
    return option.is_flag or option.count
