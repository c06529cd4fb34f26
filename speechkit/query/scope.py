"""Which speeches a scope names: by ids, folders and globs, by dates, speakers and occasions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from speechkit.errors import SettingError, UnknownSpeechError
from speechkit.formats.encodings import compose_name
from speechkit.language import _
from speechkit.model import Entry, Key, Scope, Speech
from speechkit.text.late_patterns import compile_late
from speechkit.text.paths import path_number

_MOST_NAMED = 8
_DATE = compile_late("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")

Resolve = Callable[[str], Sequence[Key]]
"""Gives the speech that an identifier names, or all that it may mean."""

Entries = Callable[[], Iterable[Entry]]
"""Gives what a list tells of all speeches."""


def select_keys(scope: Scope, resolve: Resolve, entries: Entries) -> frozenset[Key] | None:
    """Return the speeches of a scope, or None if it holds all.

    Raises UnknownSpeechError for an id that names no speech, or several, and SettingError for a
    bound that is no date.
    """
    if scope == Scope():
        return None
    check_dates(scope)
    listed = lru_cache(maxsize=1)(lambda: list(entries()))  # each of many names asks for it
    keys = select_ids(scope.ids, resolve, listed) if scope.ids else None
    if scope.any_of:
        keys = _meet(keys, _select_any(scope.any_of, resolve, listed))
    if scope._replace(ids=(), any_of=()) == Scope():
        return keys
    admits = make_filter(scope)
    return _meet(keys, frozenset(entry.key for entry in listed() if admits(entry)))


def check_scope(scope: Scope) -> None:
    """Raise TypeError for what is no scope, such as the id of a speech."""
    if not isinstance(scope, Scope):
        raise TypeError(f"a scope is one such as Scope(ids=('003',)), not {scope!r:.60}")


def check_dates(scope: Scope) -> None:
    """Raise SettingError for a bound of a scope that is no date, or bounds in the wrong order."""
    check_scope(scope)
    for name, date in (("since", scope.since), ("until", scope.until)):
        if date and not _DATE.fullmatch(date):
            told = _("{name} is {date!r}; give a date such as 2024, 2024-05, 2024-05-31")
            raise SettingError(told.format(name=name, date=date))
    if scope.since and scope.until and first_day(scope.since) > last_day(scope.until):
        told = _("since {since} is after until {until}; exchange them")
        raise SettingError(told.format(since=scope.since, until=scope.until))


def _select_any(
    scopes: Iterable[Scope], resolve: Resolve, entries: Entries
) -> frozenset[Key] | None:
    """Return the speeches that one at least of some scopes holds, or None for all."""
    selected = [select_keys(scope, resolve, entries) for scope in scopes]
    found = [keys for keys in selected if keys is not None]
    return frozenset().union(*found) if len(found) == len(selected) else None


def _meet(one: frozenset[Key] | None, other: frozenset[Key] | None) -> frozenset[Key] | None:
    """Return the speeches that are in both; None is all."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def select_ids(ids: Iterable[str], resolve: Resolve, entries: Entries) -> frozenset[Key]:
    """Return the speeches of some ids, folders and globs; raises UnknownSpeechError."""
    keys: set[Key] = set()
    for name in ids:
        keys.update(_select_id(name, resolve, entries))
    return frozenset(keys)


def _select_id(name: str, resolve: Resolve, entries: Entries) -> Iterator[Key]:
    """Yield the speech of an identifier, else those of a folder, else those that a glob names.

    A folder's whole name goes before what is only the number or the beginning of a speech.
    """
    name = compose_name(name)
    folder = name.rstrip("/") + "/"
    found = () if name == folder else resolve(name)
    if len(found) == 1 and (not resolve(folder) or _is_whole(name, found[0], entries)):
        yield found[0]
        return
    named = [entry.key for entry in entries() if entry.stem.startswith(folder)]
    if not named and any(sign in name for sign in "*?["):
        named = [entry.key for entry in entries() if _is_named(entry, name)]
    if not named and len(found) == 1:
        named = list(found)
    if not named:
        raise UnknownSpeechError(name, _name(found[:_MOST_NAMED], entries), len(found))
    yield from named


def _is_whole(name: str, key: Key, entries: Entries) -> bool:
    """Return whether a name is a speech's number or path, not a part of it."""
    entry = next(entry for entry in entries() if entry.key == key)
    return name in (entry.id, entry.stem, path_number(entry.stem))


def _is_named(entry: Entry, glob: str) -> bool:
    return fnmatchcase(entry.id, glob) or fnmatchcase(entry.stem, glob)


def _name(keys: Sequence[Key], entries: Entries) -> tuple[str, ...]:
    if not keys:
        return ()
    names = {entry.key: entry.id for entry in entries()}
    return tuple(names[key] for key in keys)


@lru_cache(maxsize=64)
def make_filter(scope: Scope) -> Callable[[Entry | Speech], bool]:
    """Return what tells whether a speech is of a scope by its metadata, whatever its ids say."""
    speakers, occasions, sources = (
        [_normalize(part) for part in parts]
        for parts in (scope.speakers, scope.occasions, scope.sources)
    )

    def admits(entry: Entry | Speech) -> bool:
        return (
            _is_within(entry.date, scope.since, scope.until)
            and _holds(entry.speaker, speakers)
            and _holds(entry.occasion, occasions)
            and _holds(entry.source, sources)
        )

    return admits


def _holds(text: str, parts: Sequence[str]) -> bool:
    if not parts:
        return True
    normalized = _normalize(text)
    return any(part in normalized for part in parts)


def _normalize(text: str) -> str:
    from speechkit.text.normalize import normalize_phrase  # most commands have no scope

    return normalize_phrase(text)


def _is_within(date: str, since: str, until: str) -> bool:
    """Return whether a date, whole or partial, overlaps a range; one that is unknown does not."""
    if not since and not until:
        return True
    if not date:
        return False
    return last_day(date) >= first_day(since) and (not until or first_day(date) <= last_day(until))


def first_day(date: str) -> str:
    """Return the first day of a date, whole or partial."""
    return f"{date}-01-01"[:10] if len(date) <= 4 else f"{date}-01"[:10]


def last_day(date: str) -> str:
    """Return what is not before the last day of a date, whole or partial."""
    return f"{date}-12-31"[:10] if len(date) <= 4 else f"{date}-31"[:10]
