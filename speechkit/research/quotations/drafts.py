"""The quotations of a draft: what it puts between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from speechkit.backends.protocol import EVERYWHERE, Backend
from speechkit.model import Key, Scope, Speech
from speechkit.research.quotations.letters import Letters
from speechkit.research.quotations.verdict import Quotation, find_quotation
from speechkit.research.streams import Advance

_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ('"', '"'), ("＂", "＂"))
_QUOTED = re.compile("|".join(f"{a}([^{a}{b}]+){b}" for a, b in _PAIRS))


class Quoted(NamedTuple):
    """A text between quotation marks: in which paragraph, and where in it, it begins."""

    paragraph: int
    start: int
    text: str


def find_quoted(draft: Speech, least: int) -> Iterator[Quoted]:
    """Yield what a draft quotes, from its title on, if it has ``least`` letters or more.

    Of quotations within each other the outer one is taken where their marks differ.
    """
    for number, line in enumerate(draft.matched.lines):
        for found in _QUOTED.finditer(line):
            text = found[found.lastindex or 0]
            if len(text) >= least and len(Letters(text)) >= least:
                yield Quoted(number, found.start() + 1, text)


def find_quotations(  # noqa: PLR0913 - the options of one thing
    backend: Backend,
    draft: Speech,
    *,
    least: int,
    limit: int,
    scope: Scope = EVERYWHERE,
    left_out: Collection[Key] = (),
    progress: Advance | None = None,
) -> Iterator[Quotation]:
    """Yield what becomes of each quotation of a draft, as ``find_quotation`` does."""
    every = list(find_quoted(draft, least))
    for number, quoted in enumerate(every):
        if progress:
            progress(number, len(every))
        found = find_quotation(backend, quoted.text, limit=limit, scope=scope, left_out=left_out)
        yield found._replace(draft_paragraph=quoted.paragraph, draft_start=quoted.start)
