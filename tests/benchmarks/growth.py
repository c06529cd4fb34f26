"""How cost grows with the corpus: the exponent between the smallest and the largest size."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from .setting import Setting
from .tables import Table

_LEAST_SPEECHES = 1000


def measure_growth(setting: Setting) -> Iterator[Table]:
    """Yield the exponents of all that was measured at two sizes or more."""
    rows = []
    for name, by_size in setting.series.items():
        sizes = sorted(size for size in by_size if size >= _LEAST_SPEECHES)
        if len(sizes) > 1:
            rows.append(_make_row(name, by_size, sizes))
    note = "cost ~ speeches to the power of the exponent: 1 is linear, 0 does not grow"
    missing = "two sizes of 1,000 speeches or more are needed; not measured"
    yield Table(
        "Growth", ("what", "speeches", "×", "cost ×", "exponent"), rows, [note if rows else missing]
    )


def _make_row(name: str, by_size: dict[int, float], sizes: list[int]) -> tuple[str, ...]:
    first, last = sizes[0], sizes[-1]
    cost = by_size[last] / by_size[first]
    exponent = log(cost) / log(last / first)
    return (name, f"{first:,} → {last:,}", f"{last / first:g}", f"{cost:.1f}", f"{exponent:.2f}")
