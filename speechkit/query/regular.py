"""Regular expressions: read, and found in the lines of a text in bounded time."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from speechkit.errors import PatternError
from speechkit.language import N_, _
from speechkit.model import Span
from speechkit.query.literals import read_literals
from speechkit.query.model import Phrase, Regex
from speechkit.text.normalize import normalize_phrase
from speechkit.text.scripts import simplify_characters
from speechkit.text.variants import list_variants

if TYPE_CHECKING:
    from regex import Pattern

_LINE_SECONDS = 2.0
"""Of processor time for one line."""

_SECONDS, _SECONDS_A_CHARACTER = 10.0, 5e-6
"""Of processor time for all texts together; most patterns take a hundredth of that."""


def read_regex(pattern: str) -> Regex:
    """Return the term of a pattern; raises PatternError if it is none.

    Its characters are simplified one by one, as those of the texts are.
    """
    simplified = simplify_characters(pattern)
    _compile(simplified).begin()
    literals = (tuple(map(_make_phrase, runs)) for runs in read_literals(simplified))
    return Regex(pattern, tuple(literals))


def find_regex(term: Regex, text: str) -> Iterator[Span]:
    """Yield the spans that match in each line, from left to right, none empty.

    Raises PatternError if that takes too long.
    """
    watched = _compile(simplify_characters(term.pattern))
    offset = 0
    for line in simplify_characters(text).split("\n"):
        for start, end in watched.find(line):
            yield offset + start, offset + end
        offset += len(line) + 1


def _make_phrase(run: str) -> Phrase:
    return Phrase(run, list_variants(normalize_phrase(run)))


REASONS = (
    N_("missing )"),
    N_("missing >"),
    N_("missing ]"),
    N_("unterminated character set"),
    N_("unbalanced parenthesis"),
    N_("nothing to repeat"),
    N_("multiple repeat"),
    N_("min repeat greater than max repeat"),
    N_("bad character range"),
    N_("bad escape (end of pattern)"),
    N_("unknown group"),
    N_("unknown extension"),
    N_("unknown property"),
    N_("invalid group reference"),
    N_("missing group name"),
)
"""Why a pattern is no regular expression, as the library says it."""


class _Watched:
    """A pattern that keeps account of the time it takes."""

    def __init__(self, pattern: str, expression: Pattern[str]) -> None:
        self._pattern = pattern
        self._expression = expression
        self.begin()

    def begin(self) -> None:
        """Begin the account of another query: what others took is not held against it."""
        self._allowed = _SECONDS

    def find(self, line: str) -> list[Span]:
        """Return the spans that match in a line, none empty; raises PatternError."""
        started = time.thread_time()
        try:
            found = self._expression.finditer(line, timeout=_LINE_SECONDS)
            spans = [match.span() for match in found if match.end() > match.start()]
        except TimeoutError:
            told = _(
                "the pattern {pattern} takes too long on a paragraph of {number} characters; write"
                " it without a repetition within a repetition, such as (a|aa)+"
            )
            number = f"{len(line):,}"
            raise PatternError(told.format(pattern=_show(self._pattern), number=number)) from None
        self._allowed += _SECONDS_A_CHARACTER * len(line) - (time.thread_time() - started)
        if self._allowed < 0:
            told = _(
                "the pattern {pattern} takes too long on these texts; write it without a repetition"
                " within a repetition, such as (a|aa)+"
            )
            raise PatternError(told.format(pattern=_show(self._pattern)))
        return spans


@lru_cache(maxsize=64)
def _compile(pattern: str) -> _Watched:
    import regex  # .05 s, for few queries

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of sets that other versions may nest
            return _Watched(pattern, regex.compile(pattern, regex.IGNORECASE))
    except regex.error as error:
        told = _(
            "{pattern} is no regular expression: {reason} at character {number}; put \\ before a"
            " mark that is to be found"
        )
        if error.pos is None:
            told = _(
                "{pattern} is no regular expression: {reason}; put \\ before a mark that is to be"
                " found"
            )
        number = (error.pos or 0) + 1
        raise PatternError(
            told.format(pattern=_show(pattern), reason=_(error.msg), number=number)
        ) from None
    except (RecursionError, OverflowError, MemoryError):
        told = _("this pattern of {number} characters is too deep; write it plainer")
        raise PatternError(told.format(number=f"{len(pattern):,}")) from None


def _show(pattern: str) -> str:
    """Return a pattern as it can be printed: an escape for what nobody sees."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in pattern)
