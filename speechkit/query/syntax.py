"""What was typed, as phrases: parsing never fails, whatever is typed.

::

    一带一路 乡村        both, anywhere in the speech
    "World Bank"        one phrase with a space in it
    开发区 -招商          the first and not the second
    开发区 | 高新区        either, with or without the blanks
    title:座谈会          in the title
    speaker:张三          by whom; so occasion: and source:, parts of names
    date:2020..2023      when; also 2024, 2024-05, 2020.. and ..2023
    开发区 NEAR/10 招商    at most 10 characters apart, in either order
    开发区 BEFORE/10 招商  the same in this order

An input method types the same signs otherwise: quotes of any kind around a phrase (“x y”, ＂x y＂,
mixed too), the minus －, the bar ｜, the colon ：; operators and fields in any case and full width.
Single quotes, 「」 and 《》 are text, and so are the dashes – and —, which titles hold.
Anything else is text to be found as it is typed; a quote that is not closed is text, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from speechkit.query.conditions import METADATA_FIELDS, make_condition
from speechkit.query.model import Near, Phrase, Query, Term
from speechkit.text.characters import replace_halves
from speechkit.text.late_patterns import compile_late
from speechkit.text.normalize import normalize_phrase
from speechkit.text.variants import list_variants
from speechkit.tuples import NamedTuple

MINUSES = "-－−﹣‐‑"
"""What excludes a piece: the hyphens and the minus signs, not the dashes."""

DOUBLE_QUOTES = '"“”„‟＂〝〞〟″‶«»❝❞❠ˮʺ🙶🙷🙸'
BARS = "|｜"
COLONS = ":：﹕︓"

_PAIRS = (('"', '"'), ("“„‟”", "“”‟"), ("＂", "＂"))
"""Quotes that open, and those that close them: others may lie between, but not in other pairs."""

_QUOTED = "|".join(
    [f"[{opening}][^{opening}{closing}]*[{closing}]" for opening, closing in _PAIRS]
    + [f"[{DOUBLE_QUOTES}][^{DOUBLE_QUOTES}]*[{DOUBLE_QUOTES}]"]
)
FIELDS = ("title", *METADATA_FIELDS)
_FIELD = "|".join(
    name + "|" + name.translate({code: code + 0xFEE0 for code in range(0x61, 0x7B)})
    for name in FIELDS
)
_TOKEN = compile_late(
    rf"""
    (?P<minus>[{MINUSES}](?=\S))?
    (?P<field>(?i:{_FIELD})[{COLONS}](?=[^\s{BARS}]))?
    (?: (?P<quoted>{_QUOTED})(?![^\s{BARS}]) | (?P<plain>[{BARS}]|[^\s{BARS}]+) )
    """,
    re.VERBOSE,
)
_DISTANCE = compile_late("(NEAR|BEFORE)[/∕⁄]([0-9]+)")
_FARTHEST = 999_999_999
"""Characters; no paragraph is longer, and every backend takes the number."""


class Token(NamedTuple):
    """A piece or an operator of a query, as it was typed."""

    typed: str
    minus: str
    field: str
    """The name of a field with its colon."""
    text: str
    """What is looked for, without its quotes."""
    quoted: bool

    @property
    def bare(self) -> bool:
        """Whether there is nothing but text, which may be an operator."""
        return not (self.quoted or self.minus or self.field)

    @property
    def field_name(self) -> str:
        """The name of the field, plain, or ""."""
        return to_half_width(self.field[:-1]).lower()

    @property
    def is_bar(self) -> bool:
        """Whether this is the bar between alternatives."""
        return self.bare and self.text in tuple(BARS)

    @property
    def distance(self) -> tuple[bool, int] | None:
        """Whether the order counts, and how many characters; None for what is no distance."""
        if not self.bare or self.text[0] not in "NnBbＮｎＢｂ":
            return None
        found = _DISTANCE.fullmatch(to_half_width(self.text).upper())
        if found is None:
            return None
        digits = found[2].lstrip("0") or "0"
        return found[1] == "BEFORE", int(digits) if len(digits) < 10 else _FARTHEST


def split_query(text: str) -> Iterator[Token]:
    """Yield the pieces and operators of a query."""
    for found in _TOKEN.finditer(text):
        quoted = found["quoted"]
        text_found = found["plain"] if quoted is None else quoted[1:-1]
        signs = found["minus"] or "", found["field"] or ""
        yield Token(found[0], *signs, text_found, quoted is not None)


def to_half_width(text: str) -> str:
    """Return text with its full-width letters, digits and marks in half width, as many of them."""
    return text.translate(_HALF_WIDTH)


_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}


def parse_query(
    text: str,
    *,
    excluded: Iterable[str] = (),
    alternatives: Iterable[str] = (),
    titles: Iterable[str] = (),
    patterns: Iterable[str] = (),
) -> Query:
    """Return the query of what was typed, with what options add.

    ``alternatives`` join the last phrase, as behind ``|``; ``titles`` are looked for in titles;
    ``patterns`` are regular expressions. Nothing typed raises, but PatternError a wrong pattern.
    """
    reader = _Reader()
    for token in split_query(text):
        reader.take(token)
    reader.finish()
    for alternative in alternatives:
        reader.join(alternative)
    reader.finish()
    for title in titles:
        reader.add(make_phrase(title, title_only=True), title)
    for pattern in patterns:
        reader.add(_read_regex(pattern), pattern)
    for text_not_wanted in excluded:
        reader.exclude(make_phrase(text_not_wanted), text_not_wanted)
    return Query(tuple(map(tuple, reader.required)), tuple(reader.excluded), tuple(reader.ignored))


_BAR = Token("|", "", "", "|", quoted=False)


class _Reader:
    """Gathers the parts of a query while its tokens go by."""

    def __init__(self) -> None:
        self.required: list[list[Term]] = []
        self.excluded: list[Term] = []
        self.ignored: list[str] = []
        self._operator: Token | None = None
        """A bar or a distance."""
        self._after_exclusion = False

    def take(self, token: Token) -> None:
        """Take the next token of what was typed."""
        if (token.is_bar or token.distance) and self._after_exclusion:
            self.ignored.append(token.typed)  # it joins nothing to what must not be found
        elif self.required and (token.is_bar or (token.distance and self._ends_in_phrase())):
            self._drop_operator()
            self._operator = token
        elif token.minus:
            self.exclude(_read_term(token), token.text)
        else:
            self.add(_read_term(token), token.text)

    def _ends_in_phrase(self) -> bool:
        return isinstance(self.required[-1][-1], Phrase)

    def finish(self) -> None:
        """Note an operator that nothing followed."""
        self._drop_operator()
        self._after_exclusion = False

    def join(self, text: str) -> None:
        """Add an alternative of the last phrase."""
        self._operator = _BAR
        self.add(make_phrase(text), text)

    def add(self, term: Term | None, text: str) -> None:
        """Add a term to be found: as an alternative of the last one, near it, or of its own.

        None is for a ``text`` that holds nothing to be found.
        """
        if term is None:
            self.ignored.append(text)
            return
        operator, self._operator = self._operator, None
        self._after_exclusion = False
        last = self.required[-1] if self.required else []
        if operator and operator.distance and not isinstance(term, Phrase):
            self.ignored.append(operator.typed)
            operator = None
        if operator is None or not last:
            self.required.append([term])
        elif operator.distance is None:
            last.append(term)
        else:
            assert isinstance(last[-1], Phrase)
            assert isinstance(term, Phrase)
            ordered, distance = operator.distance
            last[-1] = Near(last[-1], term, distance, ordered=ordered)

    def exclude(self, term: Term | None, text: str) -> None:
        """Add a term that must not be found."""
        self._drop_operator()
        self._after_exclusion = True
        if term is None:
            self.ignored.append(text)
        else:
            self.excluded.append(term)

    def _drop_operator(self) -> None:
        """Note an operator that has no right side."""
        if self._operator:
            self.ignored.append(self._operator.typed)
        self._operator = None


def _read_term(token: Token) -> Term | None:
    """Return the term of a piece; None for one that holds nothing to be found."""
    name = token.field_name
    if name not in METADATA_FIELDS:
        return make_phrase(token.text, title_only=bool(name))
    condition = make_condition(name, replace_halves(token.text), replace_halves(token.typed))
    if condition is None and name == "date":
        return make_phrase(token.field + token.text)
    return condition


def make_phrase(text: str, *, title_only: bool = False) -> Phrase | None:
    """Return the phrase of a text; None if it holds nothing to be found."""
    text = replace_halves(text)
    normalized = normalize_phrase(text)
    return Phrase(text, list_variants(normalized), title_only) if normalized else None


def _read_regex(pattern: str) -> Term:
    from speechkit.query.regular import read_regex

    return read_regex(replace_halves(pattern))
