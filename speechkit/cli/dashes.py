"""Options that are typed with other dashes than minus signs."""

from __future__ import annotations

from collections.abc import Sequence

import click

from speechkit.language import _
from speechkit.render.text import visible

_DASHES = "-－–—―−‐‑"
_LETTERS = {
    wide: wide - 0xFEE0 for wide in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF1D)
}
"""Of full width, as an input method puts them: ``--ａｌｌ``, ``--limit＝3``."""


def explain_dashes(parameters: Sequence[click.Parameter], args: Sequence[str]) -> str:
    """Return what is wrong with an option without its minus signs; else nothing.

    ``-all`` would be looked for, or left out, as text; so would ``——all`` and ``－－all``, whose
    dashes an input method or an editor puts, and ``－C``. The value of an option is left alone.
    """
    options = [option for option in parameters if isinstance(option, click.Option)]
    valued = {name for option in options if not is_flag(option) for name in option.opts}
    end = args.index("--") if "--" in args else len(args)
    for before, typed in zip(("", *args), args[:end], strict=False):
        meant = "" if before in valued else _find_meant(options, typed)
        if not meant:
            continue
        told = _("{typed} has dashes that are no minus signs; write {meant}")
        if narrow_letters(typed) != typed:
            told = _("{typed} has letters of full width; write {meant}")
        elif set(typed[: len(typed) - len(typed.lstrip(_DASHES))]) == {"-"}:
            told = _("{typed} needs two minus signs; write {meant}")
        return told.format(typed=visible(typed), meant=meant)
    return ""


def _find_meant(options: Sequence[click.Option], typed: str) -> str:
    """Return how an option is written that has other dashes, or letters of full width; or ""."""
    if typed[:1] not in _DASHES:
        return ""
    narrow = narrow_letters(typed)
    names = {name for option in options for name in option.opts}
    option = "-" * (len(narrow) - len(narrow.lstrip(_DASHES))) + narrow.lstrip(_DASHES)
    if narrow != typed and option.partition("=")[0] in names:
        return option
    return _read_long(options, narrow) or _read_short(options, narrow)


def narrow_letters(text: str) -> str:
    """Return text with Latin letters of full width in half width."""
    return text.translate(_LETTERS)


def _read_long(options: Sequence[click.Option], typed: str) -> str:
    """Return how a long option is written that has other dashes than two minus signs, or ""."""
    name, sign, value = typed.partition("=")
    bare = name.lstrip(_DASHES)
    meant = f"--{bare}"
    names = {name for option in options for name in option.opts}
    return "" if name in {bare, meant} or meant not in names else meant + sign + value


def _read_short(options: Sequence[click.Option], typed: str) -> str:
    """Return how a short option is written that has another dash, or "".

    Of values behind it only a number is read: ``－C919`` is more likely text.
    """
    bare = typed.lstrip(_DASHES)
    if not bare or set(typed[: -len(bare)]) <= {"-"}:
        return ""
    letter, value = f"-{bare[0]}", bare[1:]
    option = next((option for option in options if letter in option.opts), None)
    if option is None or (value and not (option.metavar == "N" and value.isdecimal())):
        return ""
    if value or is_flag(option):
        return letter + value
    return f"{letter} {option.metavar or ''}".rstrip()


def is_flag(option: click.Option) -> bool:
    """Return whether nothing belongs behind an option."""
    return option.is_flag or option.count
