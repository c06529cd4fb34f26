"""How often queries match by year, speaker, folder or speech, in proportion to the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple, get_args

from speechkit.errors import SettingError
from speechkit.model import Entry, Scope, has_own_date
from speechkit.query.model import Query
from speechkit.query.writing import write_query
from speechkit.research.dispersion import Dispersion, measure_dispersion
from speechkit.research.streams import Streams, Tell

TrendKey = Literal["year", "decade", "month", "speaker", "speech", "folder"]

_IN_TIME = ("year", "decade", "month")


class TrendRow(NamedTuple):
    """One query in the speeches of one key."""

    query: str
    key: str
    matches: int
    speeches: int
    """Those with a match."""
    characters: int
    """Of all speeches of the key, with a match or without."""
    per_million: float
    """Matches per million characters."""


class Trend(NamedTuple):
    """Rows for each key, the queries in their order in each; keys without a match are there too."""

    rows: tuple[TrendRow, ...]
    left_out: int
    """Speeches of the scope that have no date, no month or no speaker, as it is asked for."""
    dated_by_properties: int = 0
    """Speeches counted in a year, a month or a decade by the date of their file's properties."""
    dispersions: tuple[tuple[str, Dispersion], ...] = ()
    """By speech, of each query that matches: how evenly it is spread over all of them."""


class _Part:
    """The speeches of one key."""

    def __init__(self, queries: int) -> None:
        self.characters = 0
        self.matches = [0] * queries
        self.speeches = [0] * queries


def count_trend(
    source: Streams,
    queries: str | Query | Sequence[str | Query],
    scope: Scope | None = None,
    *,
    by: TrendKey = "year",
    tell: Tell | None = None,
) -> Trend:
    """Return how often each query matches in the speeches of each year, speaker or the like.

    ``queries`` may be a single one. Times are sorted, other keys are in the order in which the
    corpus has them. Raises SettingError, and what ``Corpus.places`` raises.
    """
    if by not in get_args(TrendKey):
        raise SettingError(f"by is {by!r}; give {', '.join(get_args(TrendKey))}")
    name_key = _KEYS[by]
    queries = list(dict.fromkeys((queries,) if isinstance(queries, str | Query) else queries))
    entries = list(source.entries(scope))
    parts, left_out = _gather_parts(entries, name_key, len(queries))
    for number, query in enumerate(queries):
        for entry, _, places in source.places(query, scope):
            if tell:
                tell(len(places))
            key = name_key(entry)
            if key and places:
                parts[key].matches[number] += len(places)
                parts[key].speeches[number] += 1
    names = [name_query(query) for query in queries]
    keys = sorted(parts) if by in _IN_TIME else list(parts)
    rows = [_make_row(name, n, key, parts[key]) for key in keys for n, name in enumerate(names)]
    counted = entries if by in _IN_TIME else ()
    return Trend(
        rows=tuple(rows),
        left_out=left_out,
        dated_by_properties=sum(not has_own_date(e) for e in counted if name_key(e)),
        dispersions=_disperse(names, parts) if by == "speech" else (),
    )


def name_query(query: str | Query) -> str:
    """Return a query as it was typed, or as it may be."""
    return query if isinstance(query, str) else write_query(query)


def _gather_parts(
    entries: Iterable[Entry], name_key: Callable[[Entry], str], queries: int
) -> tuple[dict[str, _Part], int]:
    parts: dict[str, _Part] = {}
    left_out = 0
    for entry in entries:
        key = name_key(entry)
        if not key:
            left_out += 1
            continue
        if key not in parts:
            parts[key] = _Part(queries)
        parts[key].characters += entry.characters
    return parts, left_out


def _make_row(query: str, number: int, key: str, part: _Part) -> TrendRow:
    matches, size = part.matches[number], part.characters
    per_million = matches * 1e6 / size if size else 0.0
    return TrendRow(query, key, matches, part.speeches[number], size, per_million)


def _disperse(names: Sequence[str], parts: dict[str, _Part]) -> tuple[tuple[str, Dispersion], ...]:
    sizes = [part.characters for part in parts.values()]
    measured = (
        (name, measure_dispersion([part.matches[number] for part in parts.values()], sizes))
        for number, name in enumerate(names)
    )
    return tuple((name, found) for name, found in measured if found is not None)


_KEYS: dict[str, Callable[[Entry], str]] = {
    "year": lambda entry: entry.date[:4],
    "decade": lambda entry: f"{entry.date[:3]}0s" if entry.date else "",
    "month": lambda entry: entry.date[:7] if len(entry.date) >= 7 else "",
    "speaker": lambda entry: entry.speaker,
    "speech": lambda entry: entry.id,
    "folder": lambda entry: entry.stem.rpartition("/")[0] + "/",
}
