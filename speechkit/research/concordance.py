"""Concordances: a line for each match, with what is left and right of it (key word in context)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappush, heapreplace, nlargest, nsmallest
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, get_args

from speechkit.cache import digest_content
from speechkit.errors import SettingError
from speechkit.model import Entry, Scope, Text, sort_by_date
from speechkit.query.matches import Place
from speechkit.query.model import Query
from speechkit.research.streams import Streams, Tell
from speechkit.text.normalize import normalize
from speechkit.tuples import NamedTuple

LineOrder = Literal["id", "left", "right", "match", "date"]

_SORTED_CONTEXT = 40
"""Characters of context by which lines are sorted, however wide the context is that is shown."""

_HASH_BYTES = 8


class ContextLine(NamedTuple):
    """One match: the characters before and behind it in its paragraph (0 is the title)."""

    id: str
    path: Path
    title: str
    date: str
    speaker: str
    paragraph: int
    left: str
    match: str
    right: str


class _Found(NamedTuple):
    """A match in its paragraph, of which a line can be made."""

    entry: Entry
    text: str
    place: Place


_Keyed = tuple[Any, int, ContextLine]
"""What a line is sorted by, its place in the order of the corpus, and the line."""


def list_contexts(  # noqa: PLR0913 - the options of one thing
    source: Streams,
    query: str | Query,
    scope: Scope | None = None,
    *,
    width: int = 40,
    sort: LineOrder = "id",
    reverse: bool = False,
    sample: int | None = None,
    seed: int = 0,
    limit: int | None = None,
    tell: Tell | None = None,
) -> Iterator[ContextLine]:
    """Yield a ``ContextLine`` for each match, with ``width`` characters before and behind it.

    ``sort`` compares code points of normalized context, from the match outward; by ``date`` the
    newest is first, and what has none is last. Equal lines stay in the order of the corpus.
    ``sample`` takes so many matches by chance: those with the lowest hashes of ``seed``, path and
    place, which are the same on every machine and stay as files are added. Sorted lines that no
    ``limit`` bounds are held in memory. With ``tell`` every speech is read, to be counted. Raises
    SettingError, and what ``Corpus.places`` raises.
    """
    _check(sort=sort, width=width, sample=sample, limit=limit)
    found = _list_found(source.places(query, scope), tell)
    if sample is not None:
        found = iter(_take_sample(found, sample, seed))
    # Lines are made at once, so that no more of a text is held than is shown of it.
    key = _SORT_KEYS[sort]
    keyed = ((key(one), order, _make_line(one, width)) for order, one in enumerate(found))
    return _count_rest(_sort(keyed, sort, reverse, limit), found if tell else ())


def _count_rest(lines: Iterable[_Keyed], rest: Iterable[_Found]) -> Iterator[ContextLine]:
    """Yield lines, and let what a limit left out be read and counted, too."""
    for _, _, line in lines:
        yield line
    for _ in rest:
        pass


def _check(*, sort: str, width: int, sample: int | None, limit: int | None) -> None:
    if sort not in get_args(LineOrder):
        raise SettingError(f"sort is {sort!r}; give {', '.join(get_args(LineOrder))}")
    if width < 0:
        raise SettingError(f"width is {width}; give 0 or more")
    for name, number in (("sample", sample), ("limit", limit)):
        if number is not None and number < 1:
            raise SettingError(f"{name} is {number}; give 1 or more")


def _list_found(
    speeches: Iterable[tuple[Entry, Text, list[Place]]], tell: Tell | None
) -> Iterator[_Found]:
    for entry, text, places in speeches:
        if tell:
            tell(len(places))
        for place in places:
            paragraph = place[0]
            yield _Found(entry, text.line(paragraph), place)


def _take_sample(found: Iterable[_Found], number: int, seed: int) -> list[_Found]:
    """Return so many matches with the lowest hashes, in the order of the corpus."""
    heap: list[tuple[int, int, _Found]] = []
    for order, one in enumerate(found):
        item = (-_hash(one, seed), -order, one)
        if len(heap) < number:
            heappush(heap, item)
        elif item > heap[0]:
            heapreplace(heap, item)
    return [one for _, _, one in sorted(heap, key=lambda item: -item[1])]


def _hash(found: _Found, seed: int) -> int:
    entry, _, (paragraph, start, _) = found
    name = f"{seed}\0{entry.stem}{entry.path.suffix}\0{paragraph}\0{start}"
    digest = digest_content(name.encode("utf-8", "surrogatepass"))
    return int.from_bytes(digest[:_HASH_BYTES], "big")


def _sort(
    keyed: Iterable[_Keyed], sort: LineOrder, reverse: bool, limit: int | None
) -> Iterable[_Keyed]:
    """Return lines in an order, at most ``limit`` of them; where keys are equal, none moves."""
    if sort == "id" and not reverse:
        return islice(keyed, limit)
    if sort == "date":
        return sort_by_date(keyed, itemgetter(0), newest=not reverse)[:limit]
    by = itemgetter(0, 1)
    if limit is None:
        return sorted(keyed, key=by, reverse=reverse)
    return (nlargest if reverse else nsmallest)(limit, keyed, key=by)


def _left(found: _Found) -> str:
    _, text, (_, start, _) = found
    return normalize(text[max(start - 2 * _SORTED_CONTEXT, 0) : start])[::-1][:_SORTED_CONTEXT]


def _right(found: _Found) -> str:
    _, text, (_, _, end) = found
    return normalize(text[end : end + 2 * _SORTED_CONTEXT])[:_SORTED_CONTEXT]


def _match(found: _Found) -> tuple[str, str]:
    _, text, (_, start, end) = found
    return normalize(text[start:end]), _right(found)


_SORT_KEYS: dict[str, Callable[[_Found], Any]] = {
    "id": lambda found: "",
    "left": _left,
    "right": _right,
    "match": _match,
    "date": lambda found: found.entry,
}


def _make_line(found: _Found, width: int) -> ContextLine:
    entry, text, (paragraph, start, end) = found
    return ContextLine(
        entry.id,
        entry.path,
        entry.title,
        entry.date,
        entry.speaker,
        paragraph,
        text[max(start - width, 0) : start],
        text[start:end],
        text[end : end + width],
    )
