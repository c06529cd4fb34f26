"""Identifiers: the short form in which a speech is shown, and what a typed one can mean.

The short form is the digits that a file's name begins with, where only one file begins so; else the
path without its ending, where only one file has it and it is no number that others share; else the
whole path as it is read, or, where another is read alike, as its bytes are. So a file that is added
takes no id from another: 003 of 003.txt and 003_new.txt is an error that names both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from speechkit.backends.protocol import LONGEST_IDENTIFIER, MOST_CANDIDATES
from speechkit.formats.encodings import compose_name, exact_path, read_path
from speechkit.text.paths import path_number, path_stem


class Names:
    """The identifiers of speeches in memory, by their places."""

    def __init__(self, paths: Sequence[bytes]) -> None:
        self._exact = list(map(exact_path, paths))
        self._shown = list(map(read_path, paths))
        self._stems = list(map(path_stem, self._shown))
        self._digits = list(map(path_number, self._stems))
        self.ids = list(self._name())
        """The short form of each speech."""

    def _name(self) -> Iterator[str]:
        digits, stems, shown = map(Counter, (self._digits, self._stems, self._shown))
        names = zip(self._digits, self._stems, self._shown, self._exact, strict=True)
        for number, stem, path, exact in names:
            if number and digits[number] == 1:
                yield number
            else:
                # a.txt.md without its ending looks like the whole path of a.txt.
                taken = stem != path and stem in shown
                whole = path if shown[path] == 1 else exact  # two names may read alike
                yield stem if stems[stem] == 1 and stem != number and not taken else whole

    def resolve(self, identifier: str) -> list[int]:
        """Return the speech that an identifier is, else all that it can mean.

        Whole forms go before a number without its leading zeros, and that before beginnings; what
        begins with a nought and is no whole form can mean the number and the beginning.
        """
        if not identifier or len(identifier) > LONGEST_IDENTIFIER:
            return []
        identifier = compose_name(identifier)
        same_number = _places(digits == identifier for digits in self._digits)
        whole = (self._shown, self._exact, *(() if same_number else (self._stems,)))
        found = (_places(form == identifier for form in forms) for forms in whole)
        for places in (same_number, *found):
            if len(places) == 1:
                return places
        return next(filter(None, self._candidates(identifier)), [])[:MOST_CANDIDATES]

    def _candidates(self, identifier: str) -> Iterator[list[int]]:
        """Yield what an identifier can mean, from its whole forms to beginnings."""
        yield _places(digits == identifier for digits in self._digits)
        yield _places(stem == identifier for stem in self._stems)
        if identifier.isascii() and identifier.isdigit():
            number, padded = identifier.lstrip("0"), identifier[0] == "0" and identifier != "0"
            yield _places(
                (bool(digits) and digits.lstrip("0") == number)
                or (padded and stem.startswith(identifier))
                for digits, stem in zip(self._digits, self._stems, strict=True)
            )
        yield _places(stem.startswith(identifier) for stem in self._stems)
        # The beginning of a file's own name, in whichever folder it lies.
        yield _places(f"/{identifier}" in f"/{stem}" for stem in self._stems)


def _places(wanted: Iterator[bool]) -> list[int]:
    return [place for place, is_wanted in enumerate(wanted) if is_wanted]
