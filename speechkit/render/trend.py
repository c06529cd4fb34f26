"""Counts by year and the like for other programs: the columns of tsv and csv.

    query       as it was typed
    key         year, decade, month, speaker, id of a speech, or folder (/ is the corpus itself)
    matches     how often it matches there
    speeches    speeches of the key with a match
    characters  of all speeches of the key
    per_million matches per million characters

jsonl also has corpus, the fingerprint of the corpus; by speech dp and dp_norm, how evenly the query
is spread over all speeches (null without a match).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.language import _, ngettext
from speechkit.render.messages import count_matches, count_speeches
from speechkit.render.records import Cell

if TYPE_CHECKING:
    from speechkit.research import Dispersion, Trend, TrendKey, TrendRow

TREND_COLUMNS = ("query", "key", "matches", "speeches", "characters", "per_million")


def trend_cells(row: TrendRow) -> tuple[Cell, ...]:
    """Return the cells of a row under TREND_COLUMNS."""
    return *row[:-1], round(row.per_million, 3)


def trend_record(row: TrendRow, trend: Trend, corpus: str, *, by_speech: bool) -> dict[str, object]:
    """Return a row as an object."""
    record: dict[str, object] = dict(zip(TREND_COLUMNS, trend_cells(row), strict=True))
    if by_speech:
        found = dict(trend.dispersions).get(row.query)
        record["dp"] = round(found.dp, 6) if found else None
        record["dp_norm"] = round(found.dp_norm, 6) if found else None
    return {**record, "corpus": corpus}


def describe_dispersion(query: str, found: Dispersion) -> str:
    """Return how evenly a query is spread: 0 is even, 1 is all in one place."""
    told = _("{query}: DP {dp}, DPnorm {dp_norm} over {speeches}; 0 is even")
    speeches = count_speeches(found.parts)
    dp, dp_norm = f"{found.dp:.3f}", f"{found.dp_norm:.3f}"
    return told.format(query=query, dp=dp, dp_norm=dp_norm, speeches=speeches)


def describe_left_out(number: int, by: TrendKey) -> str:
    """Return how many speeches have no key."""
    if by == "speaker":
        told = ngettext(
            "{number} speech has no speaker and is left out",
            "{number} speeches have no speaker and are left out",
            number,
        )
    elif by == "month":
        told = ngettext(
            "{number} speech has no month and is left out",
            "{number} speeches have no month and are left out",
            number,
        )
    else:
        told = ngettext(
            "{number} speech has no date and is left out",
            "{number} speeches have no date and are left out",
            number,
        )
    way_on = _("{told}; --by speech or --by folder leaves out none")
    return way_on.format(told=told.format(number=f"{number:,}"))


def describe_dated(number: int) -> str:
    """Return how many speeches are counted by the date of their file."""
    return ngettext(
        "{number} speech is counted by the date of its file's properties: it has no other",
        "{number} speeches are counted by the dates of their files' properties:"
        " they have no others",
        number,
    ).format(number=f"{number:,}")


def describe_sum(query: str, trend: Trend) -> str:
    """Return how often a query matches in all rows."""
    rows = [row for row in trend.rows if row.query == query]
    told = _("{query}: {matches} in {number}")
    matches = count_matches(sum(row.matches for row in rows))
    number = sum(row.speeches for row in rows)
    return told.format(query=query, matches=matches, number=f"{number:,}")
