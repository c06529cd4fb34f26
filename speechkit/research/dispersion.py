"""How evenly a query is spread over the parts of a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Dispersion(NamedTuple):
    """Deviation of proportions: 0 where all parts hold a query as their sizes have it, near 1 where
    one small part holds all of it. ``dp_norm`` reaches 1 whatever the sizes of the parts are.
    """

    dp: float
    dp_norm: float
    parts: int


def measure_dispersion(counts: Sequence[int], sizes: Sequence[int]) -> Dispersion | None:
    """Return the dispersion over parts, given their matches and sizes; None without a match.

    DP is half the sum of the differences between each part's share of the text and of the matches:
    Gries, "Dispersions and adjusted frequencies in corpora", International Journal of Corpus
    Linguistics 13 (2008). DPnorm divides it by its maximum, 1 - the smallest share of the text:
    Lijffijt and Gries, "Correction to Stefan Th. Gries' ...", the same, 17 (2012).
    """
    filled = [(count, size) for count, size in zip(counts, sizes, strict=True) if size]
    all_counts, all_sizes = (
        (sum(column) for column in zip(*filled, strict=True)) if filled else (0, 0)
    )
    if not all_counts:
        return None
    differences = (abs(count / all_counts - size / all_sizes) for count, size in filled)
    dp = sum(differences) / 2
    most = 1 - min(size for _, size in filled) / all_sizes
    return Dispersion(dp, dp / most if most else 0.0, len(filled))
