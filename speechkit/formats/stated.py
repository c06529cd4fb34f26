"""What a format states of a speech, by the names of its fields: 标题, og:title, datePublished …"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_BLANKS_AND_JOINTS = re.compile(r"[\s_-]+")
_LONGEST = 1000


class Stated(NamedTuple):
    """Plain strings as the file has them; what it does not state is empty."""

    title: str = ""
    date: str = ""
    author: str = ""
    source: str = ""
    url: str = ""
    occasion: str = ""


class Names(NamedTuple):
    """The names of each field, folded by fold_name, the most trusted one first."""

    title: Sequence[str]
    date: Sequence[str]
    author: Sequence[str]
    source: Sequence[str]
    url: Sequence[str]
    occasion: Sequence[str] = ()

    @property
    def all(self) -> frozenset[str]:
        """All names of all fields."""
        return frozenset(name for names in self for name in names)


def fold_name(name: str) -> str:
    """Return a name in lower case, without blanks, hyphens and underscores."""
    return _BLANKS_AND_JOINTS.sub("", name).lower()


def pick(names: Names, values: Mapping[str, str]) -> Stated:
    """Return for each field the value of its most trusted name; the names are folded ones."""
    return Stated(*(_first(known, values) for known in names))


def _first(known: Sequence[str], values: Mapping[str, str]) -> str:
    found = (values[name].strip() for name in known if name in values)
    return next(filter(None, found), "")[:_LONGEST]
