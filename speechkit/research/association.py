"""Measures of how much more often two things meet than chance would have it."""

from __future__ import annotations

from math import inf, log, log2


def expect(row: int, column: int, total: int) -> float:
    """Return how often two things would meet by chance: ``row`` and ``column`` are their sums."""
    return row * column / total if total else 0.0


def log_likelihood(together: int, row: int, column: int, total: int) -> float:
    """Return the log-likelihood ratio of a table of four, below 0 where they meet less than chance.

    ``together`` of ``row`` cases of one thing and ``column`` cases of the other are both, of
    ``total`` cases in all. It is twice the sum of O ln(O/E) over the four cells: Dunning,
    "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19
    (1993).
    """
    cells = (
        (together, row, column),
        (row - together, row, total - column),
        (column - together, total - row, column),
        (total - row - column + together, total - row, total - column),
    )
    ratio = 2 * sum(seen * log(seen * total / (one * other)) for seen, one, other in cells if seen)
    return max(ratio, 0.0) if together >= expect(row, column, total) else min(-ratio, 0.0)


def mutual_information(together: int, row: int, column: int, total: int) -> float:
    """Return log2(O/E), in bits: Church and Hanks, "Word Association Norms, Mutual Information, and
    Lexicography", Computational Linguistics 16 (1990).
    """
    expected = expect(row, column, total)
    return log2(together / expected) if together and expected else -inf


def log_dice(together: int, one: int, other: int) -> float:
    """Return 14 + log2 of the Dice coefficient 2 f(xy) / (f(x) + f(y)): Rychlý, "A
    Lexicographer-Friendly Association Score", RASLAN 2008. It does not depend on the corpus's size.
    """
    return 14 + log2(2 * together / (one + other)) if together else -inf


def log_ratio(count: int, size: int, other: int, other_size: int) -> float:
    """Return log2 of how many times as frequent something is here as there.

    Where it is nowhere, half an occurrence is taken: Hardie, "Log Ratio: an informal introduction",
    CASS, Lancaster University, 2014.
    """
    if not size or not other_size:
        return 0.0
    return log2((max(count, 0.5) / size) / (max(other, 0.5) / other_size))
