"""Work on many matches and speeches at once: each answer is of plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.research.concordance import ContextLine, LineOrder, list_contexts

_HOMES = {
    "concordance": ("ContextLine", "LineOrder", "list_contexts"),
}
"""The modules of public names."""

__all__ = [
    "ContextLine",
    "LineOrder",
    "list_contexts",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: a command needs one module."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = next(home for home, names in _HOMES.items() if name in names)
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return __all__
