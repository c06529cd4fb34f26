"""Which speeches of an SQLite index match a query, and how their words rank them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from speechkit.backends.protocol import Backend, Ranking
from speechkit.backends.sqlite.expressions import are_exact, dropped_expression, match_expression
from speechkit.backends.sqlite.reader import IndexReader
from speechkit.model import Key
from speechkit.query.model import Condition, Phrase, Query, Term
from speechkit.query.scope import make_filter
from speechkit.ranking import average_words, round_score, weigh_term, weigh_words


class Matcher:
    """What answers queries on one index file; speeches go by their numbers in it."""

    def __init__(self, backend: Backend, index: IndexReader) -> None:
        self._backend = backend
        self._index = index

    @property
    def _reader(self) -> IndexReader:
        """The open index; raises ClosedCorpusError, also where an answer would need no reading."""
        self._index.check_open()
        return self._index

    def find(
        self, query: Query, selected: Collection[Key] | None, *, dropped: bool
    ) -> Sequence[int]:
        """Return those of the selected speeches that match, in order; None selects all."""
        found = self._match(query, selected)
        if dropped:
            unwanted = self._hold_dropped(query.excluded)
            further = self._match_dropped(query, selected, frozenset(found))
            found = [number for number in found if number not in unwanted] + further
        return self._reader.put_in_order(found)

    def rank(
        self,
        query: Query,
        words: Mapping[str, int],
        selected: Collection[Key] | None,
        *,
        top: int,
        dropped: bool,
    ) -> Ranking:
        """Return those of the selected speeches that match, best first by BM25 of ``words``."""
        numbers = self._match(query, selected)
        unwanted = self._hold_dropped(query.excluded) if dropped else frozenset()
        scores = self._score(words, frozenset(numbers)) if numbers and words else {}
        found = [(n, scores.get(n, 0.0)) for n in numbers if n not in unwanted]

        def find_dropped() -> Sequence[int]:
            further = self._match_dropped(query, selected, frozenset(numbers))
            return self._reader.put_in_order(further)

        return self._sort(found, top, find_dropped)

    def rank_any(
        self, query: Query, words: Mapping[str, int], selected: Collection[Key] | None, *, top: int
    ) -> Ranking:
        """Return those of the selected speeches that hold any of the words, ranked alike."""
        selected = self._meet(query.conditions, selected)
        unwanted = self._excluded(query)
        scores = self._score(words, selected)
        found = [item for item in scores.items() if item[0] not in unwanted]
        return self._sort(found, top, tuple)

    def _sort(
        self, found: list[tuple[int, float]], top: int, dropped: Callable[[], Sequence[Key]]
    ) -> Ranking:
        """Return speeches with their scores, best first."""
        place = self._reader.place
        found.sort(key=lambda item: (-item[1], place(item[0])))
        return Ranking(len(found), tuple(found[:top]), lambda: found[top:], dropped)

    def _match(self, query: Query, selected: Collection[Key] | None) -> list[int]:
        """Return the speeches that match, in no order."""
        plain, selected = self._meet_conditions(query, selected)
        unwanted: frozenset[int] = frozenset()
        expression = match_expression(plain) if are_exact(plain.excluded) else ""
        if expression:
            numbers = self._reader.match(expression)
        else:
            asked = plain.required or plain == query
            numbers = self._list_candidates(plain) if asked else self._reader.numbers()
            unwanted = self._excluded(plain)
        found = [n for n in numbers if n not in unwanted and (selected is None or n in selected)]
        if are_exact(plain.terms):
            return found
        from speechkit.query.matches import matches_text  # phrases need no look at the text

        texts = self._backend.texts(found)
        return [n for n, text in zip(found, texts, strict=True) if matches_text(plain, text)]

    def _list_candidates(self, query: Query) -> list[int]:
        """Return the speeches that may match, whatever is excluded."""
        expression = match_expression(query._replace(excluded=()))
        if expression:
            return self._reader.match(expression)
        return self._reader.numbers() if query.required or query.excluded else []

    def _meet_conditions(
        self, query: Query, selected: Collection[Key] | None
    ) -> tuple[Query, Collection[Key] | None]:
        """Return what a query asks besides conditions, and the speeches that meet those."""
        required = []
        for alternatives in query.required:
            others = tuple(term for term in alternatives if not isinstance(term, Condition))
            if others == alternatives:
                required.append(alternatives)
                continue
            met = self._list_meeting(alternatives)
            if others:
                met |= frozenset(self._match(Query((others,)), selected))
            selected = met if selected is None else met.intersection(selected)
        return query._replace(required=tuple(required)), selected

    def _meet(
        self, conditions: Iterable[Iterable[Term]], selected: Collection[Key] | None
    ) -> Collection[Key] | None:
        """Return those of some speeches that meet all conditions, each by an alternative."""
        for alternatives in conditions:
            met = self._list_meeting(alternatives)
            selected = met if selected is None else met.intersection(selected)
        return selected

    def _list_meeting(self, alternatives: Iterable[Term]) -> frozenset[Key]:
        """Return the speeches that meet one of the conditions among some terms."""
        filters = [make_filter(term.scope) for term in alternatives if isinstance(term, Condition)]
        return frozenset(
            entry.key
            for entry in self._backend.entries()
            if any(admits(entry) for admits in filters)
        )

    def _excluded(self, query: Query) -> frozenset[int]:
        """Return the speeches that hold any of what is excluded."""
        if not query.excluded:
            return frozenset()
        return frozenset(self._match(Query((query.excluded,)), None))

    def _match_dropped(
        self, query: Query, selected: Collection[Key] | None, matching: frozenset[int]
    ) -> list[int]:
        """Return the speeches that match only with dropped text, in no order.

        ``matching`` are those that match without. Some term must match in dropped text, which
        of most queries none does.
        """
        held = [self._hold_dropped(alternatives, matching) for alternatives in query.required]
        found = frozenset[int]().union(*held) - matching
        if selected is not None:
            found = frozenset(number for number in found if number in selected)
        for alternatives, holders in zip(query.required, held, strict=True):
            missing = found - holders
            found &= holders
            if missing:
                found |= frozenset(self._match(Query((alternatives,)), missing))
        if found:
            found -= self._excluded(query) | self._hold_dropped(query.excluded)
        return list(found)

    def _hold_dropped(
        self, terms: Iterable[Term], apart_from: frozenset[int] = frozenset()
    ) -> frozenset[int]:
        """Return the speeches whose dropped text holds any of the terms, some of them left out."""
        from speechkit.query.matches import asked_anywhere, find_spans  # lists match nothing

        asked = asked_anywhere(terms)
        if not asked:
            return frozenset()
        expression = dropped_expression(asked)
        numbers = (
            self._reader.match(expression, dropped=True) if expression else self._reader.numbers()
        )
        numbers = [number for number in numbers if number not in apart_from]
        if all(isinstance(term, Phrase) for term in asked):  # of which none is over two pieces
            return frozenset(numbers)
        pieces = zip(numbers, self._reader.dropped(numbers), strict=True)
        return frozenset(
            number
            for number, dropped in pieces
            if find_spans("\n".join(piece.text for piece in dropped), asked)
        )

    def _score(
        self, words: Mapping[str, int], candidates: Collection[Key] | None
    ) -> dict[int, float]:
        """Return the scores of the candidates that hold one of the words; None: of all."""
        scores: dict[int, float] = {}
        totals = self._backend.totals
        average = average_words(totals)
        weights = weigh_words(words, self._backend.statistics, totals)
        for word, (times, idf) in weights.items():
            weight = times * idf
            for block in self._reader.postings(word):
                lengths = self._reader.lengths(block)
                for place, count in block.postings:
                    number = block.first + place
                    if candidates is None or number in candidates:
                        share = weight * weigh_term(count, lengths[place], average)
                        scores[number] = scores.get(number, 0.0) + share
        return {number: round_score(score) for number, score in scores.items()}
