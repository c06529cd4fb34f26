"""A query to ranked hits: match, rank, and the best passage of each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice, tee
from pathlib import Path
from typing import Any, Literal, get_args, overload

from speechkit.backends.protocol import Backend, Ranking
from speechkit.errors import SettingError
from speechkit.model import (
    DroppedText,
    Entry,
    Key,
    MetadataField,
    Passage,
    Scope,
    Section,
    Span,
    Speech,
    TermShare,
    Text,
    Turn,
    name_of,
    sort_by_date,
)
from speechkit.query.dropped import choose_pieces, find_dropped_places, matching_pieces
from speechkit.query.matches import count_matches
from speechkit.query.model import Condition, Phrase, Query, Term
from speechkit.query.passages import SpeechPassages
from speechkit.ranking import (
    RERANKED,
    PassageScorer,
    average_words,
    round_score,
    weigh_term,
    weigh_words,
)
from speechkit.text.scripts import simplify
from speechkit.text.segmenter import Segmenter
from speechkit.tuples import NamedTuple

_FEW_HITS = 100
_MOST_READ = _FEW_HITS + RERANKED
"""Speeches whose texts are in memory at once."""

Mode = Literal["exact", "relaxed", "any"]
"""Whether all phrases must match, may be relaxed if no speech has them, or are words to rank by."""

SortKey = Literal["relevance", "id", "title", "date", "matches"]


class Hit(NamedTuple):
    """A speech that matches, with its best passage or all paragraphs that match.

    ``spans`` are half-open spans of characters in ``passage``; ``paragraph`` 0 is the title;
    ``matches`` counts the matches in the whole speech (0 in a relaxed answer).
    """

    key: Key
    id: str
    path: Path
    title: str
    score: float
    section: str
    """The part of the file that holds the passage; where it has no parts, who speaks."""
    paragraph: int
    passage: str
    spans: tuple[Span, ...]
    matches: int
    date: str
    speaker: str
    occasion: str
    source: str
    url: str
    passages: tuple[Passage, ...]
    """The best passages, as many as were asked for, or else every paragraph that matches; the
    first of them is ``passage``."""
    sections: tuple[Section, ...] = ()
    turns: tuple[Turn, ...] = ()
    lines: tuple[int, ...] = ()
    """Of each paragraph the line, or else the page, of the file where it begins; 0 for none."""

    @property
    def turn(self) -> str:
        """Who speaks in the passage, where the file is a transcript of a talk, or ""."""
        return self.turn_of(self.paragraph)

    dropped: bool = False
    """Whether ``passage`` is dropped text, ``paragraph`` the number of its piece, from 1."""
    from_properties: tuple[MetadataField, ...] = ()
    """The fields that only the properties of the file state."""
    whole: bool = False
    """Whether ``passages`` are every paragraph, whole, in which something matches."""

    def section_of(self, paragraph: int) -> str:
        """Return the name of the section that holds a paragraph, or else that of its turn."""
        return name_of(self.sections, paragraph) or self.turn_of(paragraph)

    def turn_of(self, paragraph: int) -> str:
        """Return the name of who speaks in a paragraph of a talk, or the empty string."""
        return name_of(self.turns, paragraph)

    def line_of(self, paragraph: int) -> int:
        """Return the line of the file where a paragraph begins; 1 where that is not known."""
        known = 0 < paragraph <= len(self.lines)
        return (self.lines[paragraph - 1] if known else 0) or 1

    def __repr__(self) -> str:
        place = f"~{self.paragraph}" if self.dropped else self.paragraph
        return f"<Hit {self.id}:{place} {self.title!r} {self.score:.2f}>"


class MissingPhrase(NamedTuple):
    """A phrase that no speech that was looked at holds, and how many hold it otherwise."""

    phrase: Phrase
    in_text: int
    """Speeches that were looked at and hold it, but not in the title."""
    elsewhere: int
    """Speeches that were not looked at."""


class Results(Sequence[Hit]):
    """The hits of one search, best first.

    A few are read from the index at once; of many each is read when it is looked at.
    """

    def __init__(
        self,
        search: Search,
        ranked: Sequence[tuple[Key, float]],
        total: int,
        *,
        relaxed: bool,
    ) -> None:
        self._search = search
        self._ranked = ranked
        self.query = search.query
        self.total = total
        """Speeches that match, however many are shown."""
        self.relaxed = relaxed
        """Whether these hits hold only some of the query's words."""
        few = len(ranked) <= _FEW_HITS
        self._hits = list(self._make_hits(ranked)) if few else None

    def __len__(self) -> int:
        return len(self._ranked)

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...

    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        if self._hits is not None:
            return self._hits[index]
        if isinstance(index, slice):
            return list(self._make_hits(self._ranked[index]))
        return next(self._make_hits([self._ranked[index]]))

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits) if self._hits is not None else self._make_hits(self._ranked)

    def __repr__(self) -> str:
        relaxed = ", relaxed" if self.relaxed else ""
        return f"<Results {len(self)} of {self.total}{relaxed}>"

    def above(self, share: float) -> Results:
        """Return the hits with at least this share of the best one's score."""
        least = share * max((score for _, score in self._ranked), default=0.0)
        kept = [item for item in self._ranked if item[1] >= least]
        total = len(kept) if len(self) == self.total else min(self.total, len(kept))
        return Results(self._search, kept, total, relaxed=self.relaxed)

    @property
    def only_dropped(self) -> int:
        """Speeches that match only with their dropped text; the total has them if it was asked."""
        return len(self._search.only_dropped)

    @property
    def undated(self) -> int:
        """Speeches that match and have no date, however many are shown."""
        if self.relaxed or len(self) == self.total:
            return sum(not entry.date for entry in self._entries())
        return self._search.count_undated()

    def ids(self) -> Iterator[str]:
        """Yield the ids of the hits, without reading a text."""
        return (entry.id for entry in self._entries())

    def scores(self) -> Iterator[tuple[str, float]]:
        """Yield the ids of the hits and their scores, without reading a text."""
        return zip(self.ids(), (score for _, score in self._ranked), strict=True)

    def counts(self) -> Iterator[tuple[Entry, int]]:
        """Yield what a list tells of each hit, and how often the query matches there."""
        keys = [key for key, _ in self._ranked]
        return zip(self._entries(), self._search.count(keys, self.relaxed), strict=True)

    def paragraphs(self, hit: Hit) -> list[Passage]:
        """Return every paragraph of a hit, whole, in which something matches.

        Pieces of dropped text follow if it was asked.
        """
        return self._search.matching_paragraphs(hit.key)

    def explain(self, hit: Hit) -> list[TermShare]:
        """Return the share of each term in the score of a hit: the speech's, the passage's."""
        return self._search.explain(hit.key)

    def missing(self) -> list[MissingPhrase]:
        """Return those of the query's phrases that no speech that was looked at holds."""
        return self._search.missing()

    def unmet(self) -> list[Condition]:
        """Return those of the query's conditions that no speech that was looked at meets."""
        return self._search.unmet()

    def _entries(self) -> Iterator[Entry]:
        return self._search.backend.entries([key for key, _ in self._ranked])

    def _make_hits(self, ranked: Iterable[tuple[Key, float]]) -> Iterator[Hit]:
        return self._search.make_hits(ranked, self.relaxed)


class Search:
    """One query on one backend."""

    def __init__(  # noqa: PLR0913 - the options of one thing
        self,
        backend: Backend,
        segmenter: Segmenter,
        query: Query,
        scope: Scope,
        passages: int | None = 1,
        *,
        dropped: bool = False,
    ) -> None:
        self.backend = backend
        self.query = query
        self._segmenter = segmenter
        self._scope = scope
        self._wanted_passages = passages
        """The best ones of each hit, as many; None for every paragraph that matches."""
        self._dropped = dropped
        """Whether dropped text is looked at too."""
        self._find_dropped: Callable[[], Sequence[Key]] = tuple
        self._read: dict[Key, SpeechPassages] = {}

    def results(
        self,
        mode: Mode,
        limit: int | None,
        sort: SortKey = "relevance",
        *,
        reverse: bool = False,
    ) -> Results:
        """Return the ranked hits, at most ``limit`` of them."""
        ranking, relaxed = self._rank(mode)
        behind = self.only_dropped if self._dropped and not relaxed else ()
        order = chain(self._rerank(ranking), _rest(ranking), ((key, 0.0) for key in behind))
        ranked = list(islice(self._sort(order, sort, relaxed, reverse), _bound(limit)))
        return Results(self, ranked, ranking.total + len(behind), relaxed=relaxed)

    @cached_property
    def only_dropped(self) -> Sequence[Key]:
        """The speeches that match only with their dropped text, in order."""
        return self._find_dropped()

    @cached_property
    def _behind(self) -> frozenset[Key]:
        """Those of them that are hits."""
        return frozenset(self.only_dropped) if self._dropped else frozenset()

    def make_hits(self, ranked: Iterable[tuple[Key, float]], relaxed: bool) -> Iterator[Hit]:
        """Yield ranked speeches as hits."""
        terms, wanted = () if relaxed else self.query.terms, self._wanted_passages
        ranked, keys = tee(ranked)
        speeches = self.backend.speeches((key for key, _ in keys), dropped=self._dropped)
        for (key, score), speech in zip(ranked, speeches, strict=True):
            read = self._remember(key, speech.matched)
            matches = len(read.matches(terms)) + self._count_dropped(terms, speech.dropped)
            found = self._list_matching(read, speech.dropped) if wanted is None else []
            passages = found or self._choose(key, terms, speech.dropped, wanted or 1)
            yield _make_hit(key, speech, score, passages, matches, whole=bool(found))

    def _choose(
        self, key: Key, terms: Sequence[Term], pieces: Sequence[DroppedText], wanted: int
    ) -> list[Passage]:
        """Return the passages of a speech that answer best, then pieces of its dropped text."""
        read = self._passages(key)
        chosen: list[Passage] = []
        if key not in self._behind:
            chosen = read.choose(terms, self._passage_scorer, wanted)
        if self._dropped and len(chosen) < wanted:
            chosen += choose_pieces(terms, pieces, wanted - len(chosen))
        return chosen or read.choose(terms, self._passage_scorer, wanted)

    def _count_dropped(self, terms: Sequence[Term], pieces: Sequence[DroppedText]) -> int:
        return sum(1 for _ in find_dropped_places(terms, pieces)) if self._dropped else 0

    def count(self, keys: Sequence[Key], relaxed: bool) -> Iterator[int]:
        """Yield how often the query matches in speeches; no passage is chosen for that."""
        terms = () if relaxed else self.query.terms
        counts = (count_matches(terms, text) for text in self.backend.texts(keys))
        if not self._dropped:
            return counts
        dropped = (self._count_dropped(terms, pieces) for pieces in self.backend.dropped(keys))
        return map(sum, zip(counts, dropped, strict=True))

    def matching_paragraphs(self, key: Key) -> list[Passage]:
        """Return every paragraph, then every piece of dropped text, in which something matches."""
        (pieces,) = self.backend.dropped([key]) if self._dropped else ((),)
        return self._list_matching(self._passages(key), pieces)

    def _list_matching(self, read: SpeechPassages, pieces: Sequence[DroppedText]) -> list[Passage]:
        found = list(read.matching_paragraphs(self.query.terms))
        return found + list(matching_pieces(self.query.terms, pieces)) if self._dropped else found

    def explain(self, key: Key) -> list[TermShare]:
        """Return the share of each term in the score of a speech: the speech's, the passage's."""
        if key in self._behind:
            return []
        return [*self._explain_words(key), *self._passages(key).explain(self._passage_scorer)]

    def missing(self) -> list[MissingPhrase]:
        """Return those of the query's phrases that no speech of the scope holds."""
        return [
            self._describe_missing(phrase)
            for phrase in self.query.phrases
            if not self._find(phrase, self._scope)
        ]

    def unmet(self) -> list[Condition]:
        """Return those of the query's conditions that no speech of the scope meets."""
        conditions = (term for term in self.query.terms if isinstance(term, Condition))
        return [condition for condition in conditions if not self._find(condition, self._scope)]

    def count_undated(self) -> int:
        """Return how many of the speeches that match have no date."""
        keys = self.backend.find(self.query, self._scope, dropped=self._dropped)
        return sum(not entry.date for entry in self.backend.entries(keys))

    def _find(self, term: Term, scope: Scope) -> int:
        return len(self.backend.find(Query(((term,),)), scope))

    def _describe_missing(self, phrase: Phrase) -> MissingPhrase:
        in_text = self._find(phrase.anywhere, self._scope)
        return MissingPhrase(phrase, in_text, self._find(phrase.anywhere, Scope()) - in_text)

    def _rank(self, mode: Mode) -> tuple[Ranking, bool]:
        """Return the speeches by their words, and whether the answer is relaxed."""
        if mode != "any":
            ranking = self.backend.rank(
                self.query, self._words, self._scope, top=RERANKED, dropped=self._dropped
            )
            self._find_dropped = ranking.dropped
            found = ranking.total or (self._dropped and self.only_dropped)
            if found or mode == "exact" or not self.query.required:
                return ranking, False
        words, scope = self._words, self._scope
        return self.backend.rank(self.query, words, scope, top=RERANKED, any_words=True), True

    def _rerank(self, ranking: Ranking) -> list[tuple[Key, float]]:
        """Return the best speeches by their words once more by their passages too.

        What a passage adds is never below 0, so those that are not looked at stay behind.
        """
        keys = [key for key, _ in ranking.best]
        texts = zip(keys, self.backend.texts(keys), strict=True)
        self._read = {key: SpeechPassages(text) for key, text in texts}
        best = [
            (key, round_score(score + self._read[key].score(self._passage_scorer)))
            for key, score in ranking.best
        ]
        # Sorting is stable: ties stay in the order of the backend, but for those that only passages
        # made equal.
        places = {key: place for place, key in enumerate(self._order_of(keys))}
        best.sort(key=lambda item: (-item[1], places[item[0]]))
        return best

    def _order_of(self, keys: Sequence[Key]) -> list[Key]:
        """Return keys in the order of the corpus."""
        return list(self.backend.put_in_order(keys))

    def _sort(
        self, ranked: Iterable[tuple[Key, float]], key: SortKey, relaxed: bool, reverse: bool
    ) -> Iterable[tuple[Key, float]]:
        """Return ranked speeches by another key; ranked order stays where it is equal."""
        if key == "relevance":
            return [*ranked][::-1] if reverse else ranked
        items = list(ranked)
        keys = [item[0] for item in items]
        if key == "date":
            return self._sort_by_date(items, reverse)
        places: Mapping[Key, Any]
        if key == "matches":
            counts = zip(keys, self.count(keys, relaxed), strict=True)
            places = {key: -number for key, number in counts}
        elif key == "id":
            places = {key: place for place, key in enumerate(self._order_of(keys))}
        else:
            # GB18030 has the common characters in the order of their pinyin.
            entries = self.backend.entries(keys)
            places = {entry.key: entry.title.encode("gb18030", "replace") for entry in entries}
        return sorted(items, key=lambda item: places[item[0]], reverse=reverse)

    def _sort_by_date(
        self, items: Sequence[tuple[Key, float]], reverse: bool
    ) -> list[tuple[Key, float]]:
        """Return speeches with the newest first, or the oldest; those without a date are last."""
        entries = {entry.key: entry for entry in self.backend.entries([key for key, _ in items])}
        return sort_by_date(items, lambda item: entries[item[0]], newest=not reverse)

    def _explain_words(self, key: Key) -> Iterator[TermShare]:
        totals = self.backend.totals
        found = self.backend.count_words(key, self._words.keys())
        weights = weigh_words(self._words, self.backend.statistics, totals)
        for word, count in found.counts.items():
            times, idf = weights[word]
            weight = weigh_term(count, found.length, average_words(totals))
            yield TermShare("speech", word, idf, count, times * idf * weight)

    def _passages(self, key: Key) -> SpeechPassages:
        if key not in self._read:
            (text,) = self.backend.texts([key])
            return self._remember(key, text)
        return self._read[key]

    def _remember(self, key: Key, text: Text) -> SpeechPassages:
        """Return the passages of a speech, kept for what is asked of it next."""
        read = self._read.get(key)
        if read is None:
            if len(self._read) >= _MOST_READ:
                self._read.clear()
            read = self._read[key] = SpeechPassages(text)
        return read

    @cached_property
    def _words(self) -> dict[str, int]:
        text = "\n".join(simplify(phrase.text) for phrase in self.query.phrases)
        return dict(self._segmenter.count(text))

    @cached_property
    def _passage_scorer(self) -> PassageScorer:
        phrases = [phrase.variants[0] for phrase in self.query.phrases]
        return PassageScorer(phrases, self._cut, self.backend.statistics, self.backend.totals)

    def _cut(self, run: str) -> list[str]:
        return [run[start:end] for start, end in self._segmenter.cut(run)]


def check_number(name: str, number: int | None) -> None:
    """Raise SettingError for a number below 1 or no whole one; None is for all."""
    if number is not None and not isinstance(number, int):
        raise SettingError(f"{name} is {number!r:.60}; give a whole number, 1 or more")
    if number is not None and number < 1:
        raise SettingError(f"{name} is {number}; give 1 or more")


def check_sort(sort: str) -> None:
    """Raise SettingError for an order that there is not."""
    if sort not in get_args(SortKey):
        raise SettingError(f"sort is {sort!r}; give {', '.join(get_args(SortKey))}")


def _bound(limit: int | None) -> int | None:
    """Return a limit that Python's own iterators take."""
    return None if limit is None else min(limit, sys.maxsize)


def _rest(ranking: Ranking) -> Iterator[tuple[Key, float]]:
    """Yield what a ranking has behind its best, asked for only when that is reached."""
    yield from ranking.rest()


def _make_hit(  # noqa: PLR0913 - the parts of one value
    key: Key,
    speech: Speech,
    score: float,
    passages: Sequence[Passage],
    matches: int,
    *,
    whole: bool,
) -> Hit:
    best = passages[0]
    part = speech.section_of(best.paragraph) or speech.turn_of(best.paragraph)
    return Hit(
        key=key,
        id=speech.id,
        path=speech.path,
        title=speech.title,
        score=score,
        section="" if best.dropped else part,
        paragraph=best.paragraph,
        passage=best.text,
        spans=best.spans,
        matches=matches,
        date=speech.date,
        speaker=speech.speaker,
        occasion=speech.occasion,
        source=speech.source,
        url=speech.url,
        passages=tuple(passages),
        sections=speech.sections,
        turns=speech.turns,
        dropped=best.dropped,
        lines=speech.lines,
        from_properties=speech.from_properties,
        whole=whole,
    )
