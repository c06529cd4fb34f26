"""Measures of association against published figures and the same formulas written otherwise."""

from __future__ import annotations

from math import isclose, log, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.research import log_dice, log_likelihood, log_ratio, mutual_information
from speechkit.research.association import expect


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """A table of four as its corner, the sums of its row and column, and its total."""
    cells = [draw(st.integers(0, 10**6)) for _ in range(4)]
    return cells[0], cells[0] + cells[1], cells[0] + cells[2], sum(cells)


def binomial(hits: int, size: int, share: float) -> float:
    """log L(p; k, n) of Dunning's paper, without the binomial coefficient, which cancels."""
    hit = hits * log(share) if hits else 0.0
    return hit + ((size - hits) * log(1 - share) if size > hits else 0.0)


def dunning(together: int, row: int, column: int, total: int) -> float:
    """-2 log lambda as Dunning defines it: two binomial samples against one."""
    sizes, hits = (row, total - row), (together, column - together)
    pooled = column / total
    return 2 * sum(
        binomial(hit, size, hit / size) - binomial(hit, size, pooled)
        for hit, size in zip(hits, sizes, strict=True)
        if size
    )


@given(tables())
def test_log_likelihood_is_that_of_two_samples(table: tuple[int, int, int, int]) -> None:
    together, row, column, total = table
    found = log_likelihood(*table)
    expected = dunning(*table) if total else 0.0
    assert isclose(abs(found), expected, rel_tol=1e-6, abs_tol=1e-4)
    if abs(found) > 1e-3:
        assert (found > 0) == (together * total > row * column)


@pytest.mark.parametrize(
    ("first", "second", "together", "published"),
    [
        (12593, 932, 150, 1291.42),  # most powerful
        (379, 932, 10, 99.31),  # politically powerful
        (932, 934, 10, 82.96),  # powerful computers
        (932, 3424, 13, 80.39),  # powerful force
        (932, 291, 6, 57.27),  # powerful symbol
        (932, 40, 4, 51.66),  # powerful lobbies
    ],
)
def test_log_likelihood_of_a_textbook(
    first: int, second: int, together: int, published: float
) -> None:
    """Manning and Schütze, Foundations of Statistical Natural Language Processing, table 5.12."""
    assert log_likelihood(together, first, second, 14_307_668) == pytest.approx(published, rel=0.02)


def test_pearson_and_likelihood_agree_on_large_tables() -> None:
    together, row, column, total = 1050, 10_000, 100_000, 1_000_000
    cells = [(together, row, column), (row - together, row, total - column)]
    cells += [(column - together, total - row, column)]
    cells += [(total - row - column + together, total - row, total - column)]
    pearson = sum((o - r * c / total) ** 2 / (r * c / total) for o, r, c in cells)
    assert log_likelihood(together, row, column, total) == pytest.approx(pearson, rel=0.03)


def test_mutual_information_is_that_of_its_paper() -> None:
    """Church and Hanks, table 3: honorary doctor, 12 times of 111 and 621 in 15 million words."""
    assert mutual_information(12, 111, 621, 15_000_000) == pytest.approx(11.3, abs=0.1)
    assert mutual_information(0, 111, 621, 15_000_000) == float("-inf")


def test_log_dice_has_the_bounds_of_its_paper() -> None:
    """Rychlý: at most 14; half as much together is one less; 0 is once in 16,000."""
    assert log_dice(100, 100, 100) == 14
    assert log_dice(50, 100, 100) == 13
    assert log_dice(1, 2**14, 2**14) == 0
    assert log_dice(0, 5, 5) == float("-inf")


def test_log_ratio_counts_doublings() -> None:
    assert log_ratio(20, 1000, 10, 1000) == 1
    assert log_ratio(10, 1000, 20, 1000) == -1
    assert log_ratio(10, 1000, 10, 8000) == 3
    assert log_ratio(8, 1000, 0, 1000) == 4
    assert log_ratio(0, 1000, 0, 0) == 0


@given(tables())
def test_measures_of_any_table_are_numbers(table: tuple[int, int, int, int]) -> None:
    together, row, column, total = table
    assert expect(row, column, total) <= total
    found = mutual_information(*table)
    if together:
        assert found == pytest.approx(log2(together) + log2(total) - log2(row) - log2(column))
        assert log_dice(together, row, column) <= 14
