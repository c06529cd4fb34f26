"""Work on many matches and speeches at once: each answer is of plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.research.concordance import ContextLine, LineOrder, list_contexts
    from speechkit.research.dispersion import Dispersion, measure_dispersion
    from speechkit.research.trends import Trend, TrendKey, TrendRow, count_trend

_HOMES = {
    "concordance": ("ContextLine", "LineOrder", "list_contexts"),
    "dispersion": ("Dispersion", "measure_dispersion"),
    "trends": ("Trend", "TrendKey", "TrendRow", "count_trend"),
}
"""The modules of public names."""

__all__ = [
    "ContextLine",
    "Dispersion",
    "LineOrder",
    "Trend",
    "TrendKey",
    "TrendRow",
    "count_trend",
    "list_contexts",
    "measure_dispersion",
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
