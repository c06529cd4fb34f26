"""What a person is told of numbers that are also found within longer ones."""

from __future__ import annotations

from speechkit import Corpus, Scope
from speechkit.cli.session import Session
from speechkit.cli.terminal.streams import note
from speechkit.language import _
from speechkit.query import Query
from speechkit.render.text import shell_word


def tell_longer_numbers(session: Session, corpus: Corpus, query: Query, scope: Scope) -> None:
    """Say to a person which numbers of a query are found within longer ones, and what to type."""
    if not session.terminal.messages:
        return
    from speechkit.research import find_longer_number

    for phrase in dict.fromkeys(query.phrases):
        found = find_longer_number(corpus, phrase, scope)
        if found:
            told = _("{piece} is also found within {longer}; the number alone: --regex {pattern}")
            pattern = shell_word(found.pattern)
            note(told.format(piece=phrase.text, longer=found.number, pattern=pattern))
