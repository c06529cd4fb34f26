"""What was typed, as phrases: parsing never fails, whatever is typed.

::

    一带一路 乡村        both, anywhere in the speech
    "World Bank"        one phrase with a space in it
    开发区 -招商          the first and not the second
    开发区 | 高新区        either, with or without the blanks
    title:座谈会          in the title
    开发区 NEAR/10 招商    at most 10 characters apart, in either order
    开发区 BEFORE/10 招商  the same in this order

Anything else is text to be found as it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from speechkit.query.model import Near, Phrase, Query, Term
from speechkit.text.normalize import normalize_phrase
from speechkit.text.variants import list_variants

_TOKEN = re.compile(
    r"""
    (?P<minus>-(?=\S))?
    (?P<title>title[:：](?=\S))?
    (?: "(?P<quoted>[^"]*)"(?![^\s|｜]) | (?P<plain>[|｜]|[^\s|｜]+) )
    """,
    re.VERBOSE,
)
_DISTANCE = re.compile(r"(NEAR|BEFORE)/([0-9]{1,6})")


def parse_query(
    text: str,
    *,
    excluded: Iterable[str] = (),
    alternatives: Iterable[str] = (),
    titles: Iterable[str] = (),
) -> Query:
    """Return the query of what was typed, with what options add; never raises.

    ``alternatives`` join the last phrase, as behind ``|``; ``titles`` are looked for in titles.
    """
    reader = _Reader()
    for token in _TOKEN.finditer(text):
        reader.take(token)
    reader.finish()
    for alternative in alternatives:
        reader.join(alternative)
    reader.finish()
    for title in titles:
        reader.add(title, title_only=True)
    for text_not_wanted in excluded:
        reader.exclude(text_not_wanted, title_only=False)
    return Query(tuple(map(tuple, reader.required)), tuple(reader.excluded), tuple(reader.ignored))


def split_query(text: str) -> Iterator[str]:
    """Yield the pieces and operators of a query as they are typed, quotes and signs included."""
    return (token[0] for token in _TOKEN.finditer(text))


class _Reader:
    """Gathers the parts of a query while its tokens go by."""

    def __init__(self) -> None:
        self.required: list[list[Term]] = []
        self.excluded: list[Term] = []
        self.ignored: list[str] = []
        self._operator: str | re.Match[str] | None = None
        """A bar, or a distance with its number."""
        self._after_exclusion = False

    def take(self, token: re.Match[str]) -> None:
        """Take the next token of what was typed."""
        bare = token["quoted"] is None and not token["minus"] and not token["title"]
        distance = _DISTANCE.fullmatch(token[0]) if bare else None
        text = token["plain"] if token["quoted"] is None else token["quoted"]
        is_bar = bare and text in ("|", "｜")
        if (distance or is_bar) and self._after_exclusion:
            self.ignored.append(text)  # an operator joins nothing to what must not be found
        elif is_bar and self.required:
            self._drop_operator()
            self._operator = token[0]
        elif distance and self.required and isinstance(self.required[-1][-1], Phrase):
            self._drop_operator()
            self._operator = distance
        elif token["minus"]:
            self.exclude(text, title_only=bool(token["title"]))
        else:
            self.add(text, title_only=bool(token["title"]))

    def finish(self) -> None:
        """Note an operator that nothing followed."""
        self._drop_operator()
        self._after_exclusion = False

    def join(self, text: str) -> None:
        """Add an alternative of the last phrase."""
        self._operator = "|"
        self.add(text, title_only=False)

    def add(self, text: str, *, title_only: bool) -> None:
        """Add a phrase to be found: as an alternative of the last one, near it, or of its own."""
        phrase = self._make_phrase(text, title_only)
        if phrase is None:
            return
        operator, self._operator = self._operator, None
        self._after_exclusion = False
        last = self.required[-1] if self.required else []
        if operator is None or not last:
            self.required.append([phrase])
        elif isinstance(operator, str):
            last.append(phrase)
        else:
            assert isinstance(last[-1], Phrase)
            ordered = operator[1] == "BEFORE"
            last[-1] = Near(last[-1], phrase, int(operator[2]), ordered=ordered)

    def exclude(self, text: str, *, title_only: bool) -> None:
        """Add a phrase that must not be found."""
        self._drop_operator()
        self._after_exclusion = True
        phrase = self._make_phrase(text, title_only)
        if phrase is not None:
            self.excluded.append(phrase)

    def _drop_operator(self) -> None:
        """Note an operator that has no right side."""
        if self._operator:
            self.ignored.append(
                self._operator if isinstance(self._operator, str) else self._operator[0]
            )
        self._operator = None

    def _make_phrase(self, text: str, title_only: bool) -> Phrase | None:
        # Half characters, as from an argument that is no UTF-8, are what no library takes.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        normalized = normalize_phrase(text)
        if not normalized:
            self.ignored.append(text)
            return None
        return Phrase(text, list_variants(normalized), title_only)
