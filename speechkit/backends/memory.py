"""A corpus in memory, the plainest way: texts, ``in``, jieba's words and rank_bm25's class.

What the other backends are tested against, and what answers for texts that lie in no folder.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.backends.names import Names
from speechkit.backends.protocol import (
    EVERYWHERE,
    AnalysedSpeech,
    IndexSettings,
    Ranking,
    Tokens,
    WordCounts,
    fingerprint_files,
)
from speechkit.errors import ClosedCorpusError
from speechkit.formats.encodings import read_path
from speechkit.model import (
    DroppedText,
    Entry,
    Key,
    Scope,
    SkippedFile,
    Span,
    Speech,
    Text,
    Totals,
    WordStatistics,
)
from speechkit.query.model import Condition, Near, Phrase, Query, Regex, Term
from speechkit.query.patterns import find_term
from speechkit.query.scope import make_filter, select_keys
from speechkit.ranking import positive_idf, round_score
from speechkit.text.jieba_segmenter import JiebaSegmenter
from speechkit.text.order import natural_key
from speechkit.text.paths import path_stem
from speechkit.text.scripts import simplify
from speechkit.text.segmenter import Segmenter

if TYPE_CHECKING:
    from rank_bm25 import BM25Okapi

OpenSegmenter = Callable[[IndexSettings], Segmenter]


class MemoryBackend:
    """Speeches in memory; their keys are their places in order."""

    def __init__(
        self,
        root: Path,
        speeches: Iterable[AnalysedSpeech],
        settings: IndexSettings,
        skipped: Iterable[SkippedFile] = (),
        open_segmenter: OpenSegmenter | None = None,
    ) -> None:
        self._root = root
        self._open_segmenter = open_segmenter
        self._speeches = sorted(speeches, key=lambda speech: natural_key(speech.file.path))
        self._names = Names([speech.file.path for speech in self._speeches])
        self._skipped = tuple(sorted(skipped))
        self._is_closed = False
        self.settings = settings
        self.totals = self._sum_up()

    @property
    def location(self) -> None:
        """Nowhere."""

    def close(self) -> None:
        """Let whatever is asked afterwards raise ClosedCorpusError."""
        self._is_closed = True

    def check_open(self) -> None:
        """Raise ClosedCorpusError if the corpus was closed."""
        if self._is_closed:
            raise ClosedCorpusError(self._root)

    def open_segmenter(self) -> Segmenter:
        """Return what cut the texts: jieba's own cutter with the user words, unless told else."""
        self.check_open()
        if self._open_segmenter:
            return self._open_segmenter(self.settings)
        return JiebaSegmenter(self.settings.dictionary.words)

    def find(
        self, query: Query, scope: Scope = EVERYWHERE, *, dropped: bool = False
    ) -> Sequence[int]:
        """Return the speeches that match, in order."""
        return [
            key
            for key in self.select(scope)
            if _matches(query, self._speeches[key], dropped=dropped)
        ]

    def rank(  # noqa: PLR0913 - the options of one thing
        self,
        query: Query,
        words: Mapping[str, int],
        scope: Scope = EVERYWHERE,
        *,
        top: int,
        any_words: bool = False,
        dropped: bool = False,
    ) -> Ranking:
        """Return the speeches that match, best first by BM25 of ``words``."""
        if any_words:
            keys = [
                key
                for key in self.select(scope)
                if any(word in self._speeches[key].words.counts for word in words)
                and _holds_all(query.conditions, self._speeches[key])
                and not any(_is_in(term, self._speeches[key]) for term in query.excluded)
            ]
        else:
            keys = list(self.find(query, scope))
            if dropped:
                admitted = frozenset(self.find(query, scope, dropped=True))
                keys = [key for key in keys if key in admitted]
        scores = self._score(words) if keys and words else {}
        found = [(key, scores.get(key, 0.0)) for key in keys]
        found.sort(key=lambda item: (-item[1], item[0]))
        return Ranking(
            len(found),
            tuple(found[:top]),
            lambda: found[top:],
            lambda: () if any_words else self._find_only_dropped(query, scope),
        )

    def _find_only_dropped(self, query: Query, scope: Scope) -> list[int]:
        matching = frozenset(self.find(query, scope))
        return [key for key in self.find(query, scope, dropped=True) if key not in matching]

    def statistics(self, words: Collection[str]) -> Mapping[str, WordStatistics]:
        """Return the statistics of each of some words."""
        self.check_open()
        return {word: self._statistics.get(word, WordStatistics(word, 0, 0, 0)) for word in words}

    def count_words(self, key: Key, words: Collection[str]) -> WordCounts:
        """Return how often words occur in one speech."""
        counts = self._speech(key).words.counts
        found = {word: counts[word] for word in words if word in counts}
        return WordCounts(found, sum(counts.values()))

    def texts(self, keys: Iterable[Key]) -> Iterator[Text]:
        """Yield the texts of speeches, in the order of the keys."""
        for speech in map(self._speech, keys):
            title, *paragraphs = speech.text.split("\n")
            yield Text(title, tuple(paragraphs))

    def dropped(self, keys: Iterable[Key]) -> Iterator[tuple[DroppedText, ...]]:
        """Yield the dropped text of speeches, in the order of the keys."""
        return (self._speech(key).speech.dropped for key in keys)

    def tokens(self, keys: Iterable[Key]) -> Iterator[Tokens]:
        """Yield the tokens of speeches, in the order of the keys."""
        for speech in map(self._speech, keys):
            yield Tokens(simplify(speech.text), speech.words.marks)

    def speeches(self, keys: Iterable[Key], *, dropped: bool = True) -> Iterator[Speech]:
        """Yield speeches, whole, in the order of the keys."""
        for key in keys:
            yield self._speech(key).speech._replace(id=self._names.ids[self._place(key)])

    def entries(self, keys: Sequence[Key] | None = None) -> Iterator[Entry]:
        """Yield what lists tell of speeches."""
        self.check_open()
        if keys is None:
            return iter(self._entries)
        return (self._entries[self._place(key)] for key in keys)

    def select(self, scope: Scope = EVERYWHERE) -> Sequence[int]:
        """Return the speeches of a scope, in order."""
        self.check_open()
        selected = select_keys(scope, self.resolve, self.entries)
        keys = range(len(self._speeches))
        return list(keys) if selected is None else [key for key in keys if key in selected]

    def put_in_order(self, keys: Iterable[Key]) -> Sequence[int]:
        """Return speeches in order."""
        self.check_open()
        return sorted(map(self._place, keys))

    def resolve(self, identifier: str) -> Sequence[int]:
        """Return the speech that an identifier names, or all that it may mean, in order."""
        self.check_open()
        return self._names.resolve(identifier)

    def words(self, prefix: str = "") -> Iterator[WordStatistics]:
        """Yield the words that begin with ``prefix``, by code points."""
        self.check_open()
        return (self._statistics[w] for w in sorted(self._statistics) if w.startswith(prefix))

    def skipped(self) -> tuple[SkippedFile, ...]:
        """Return the files that are not speeches."""
        self.check_open()
        return self._skipped

    def fingerprint(self) -> str:
        """Return what tells these speeches from any others."""
        self.check_open()
        files = ((speech.file.path, speech.digest) for speech in self._speeches)
        return fingerprint_files(files, self.settings)

    def verify(self) -> None:
        """Do nothing: what is in memory is whole."""
        self.check_open()

    def _place(self, key: Key) -> int:
        self.check_open()
        if not isinstance(key, int):
            raise TypeError(f"{key!r} is no key of this corpus")
        return key

    def _speech(self, key: Key) -> AnalysedSpeech:
        return self._speeches[self._place(key)]

    @cached_property
    def _entries(self) -> list[Entry]:
        """Made once: a scope of dates or names looks at all of them."""
        return list(map(self._make_entry, range(len(self._speeches))))

    def _make_entry(self, place: int) -> Entry:
        analysed = self._speeches[place]
        speech = analysed.speech
        return Entry(
            *(place, self._names.ids[place], path_stem(read_path(analysed.file.path)), speech.path),
            *(speech.title, speech.encoding, speech.format, speech.script),
            *(analysed.characters, analysed.passages, speech.date, speech.speaker),
            *(speech.occasion, speech.source, speech.url, speech.from_properties),
        )

    def _sum_up(self) -> Totals:
        speeches = self._speeches
        return Totals(
            speeches=len(speeches),
            words=sum(sum(speech.words.counts.values()) for speech in speeches),
            tokens=sum(sum(speech.words.token_counts.values()) for speech in speeches),
            passages=sum(speech.passages for speech in speeches),
            characters=sum(speech.characters for speech in speeches),
        )

    @cached_property
    def _statistics(self) -> dict[str, WordStatistics]:
        speeches: Counter[str] = Counter()
        occurrences: Counter[str] = Counter()
        tokens: Counter[str] = Counter()
        for speech in self._speeches:
            speeches.update(speech.words.counts.keys())
            occurrences.update(speech.words.counts)
            tokens.update(speech.words.token_counts)
        return {
            word: WordStatistics(word, speeches[word], occurrences[word], tokens[word])
            for word in occurrences.keys() | tokens.keys()
        }

    def _score(self, words: Mapping[str, int]) -> dict[int, float]:
        scores = self._bm25.get_scores([word for word in words for _ in range(words[word])])
        return {place: round_score(float(score)) for place, score in enumerate(scores)}

    @cached_property
    def _bm25(self) -> BM25Okapi:
        """rank_bm25's model of all search words; only a ranking brings numpy along."""
        return _make_bm25(
            [list(Counter(speech.words.counts).elements()) for speech in self._speeches]
        )


def _make_bm25(corpus: list[list[str]]) -> BM25Okapi:
    from rank_bm25 import BM25Okapi

    class PositiveBM25(BM25Okapi):  # type: ignore[misc]
        """BM25Okapi with an idf that stays above 0 for a word of every speech."""

        def _calc_idf(self, nd: dict[str, int]) -> None:
            self.idf = {word: positive_idf(self.corpus_size, n) for word, n in nd.items()}

    return PositiveBM25(corpus)


def _matches(query: Query, speech: AnalysedSpeech, *, dropped: bool) -> bool:
    if not (query.required or query.excluded):
        return False
    return _holds_all(query.required, speech, dropped=dropped) and not any(
        _is_in(term, speech, dropped=dropped) for term in query.excluded
    )


def _holds_all(
    required: Iterable[Iterable[Term]], speech: AnalysedSpeech, *, dropped: bool = False
) -> bool:
    """Return whether a speech holds one at least of the alternatives of all that is required."""
    return all(
        any(_is_in(term, speech, dropped=dropped) for term in alternatives)
        for alternatives in required
    )


def _is_in(term: Term, speech: AnalysedSpeech, *, dropped: bool = False) -> bool:
    if isinstance(term, Condition):
        return make_filter(term.scope)(speech.speech)
    if isinstance(term, Regex):
        lines = [speech.text, *(piece.text for piece in speech.speech.dropped if dropped)]
        return any(next(find_term(term, line), None) is not None for line in lines)
    title, *paragraphs = speech.normalized.split("\n")
    lines = [title]
    if not term.title_only:
        lines += paragraphs
        lines += speech.normalized_dropped if dropped else ()
    if isinstance(term, Near):
        return any(_are_near(term, line) for line in lines)
    return any(variant in line for variant in term.variants for line in lines)


def _are_near(near: Near, line: str) -> bool:
    firsts = sorted(_places(near.first, line))
    seconds = sorted(_places(near.second, line)) if firsts else []
    return _any_follows(firsts, seconds, near.distance) or (
        not near.ordered and _any_follows(seconds, firsts, near.distance)
    )


def _any_follows(firsts: Sequence[Span], seconds: Sequence[Span], distance: int) -> bool:
    """Return whether a second begins at most ``distance`` characters behind the end of a first."""
    starts = [start for start, _ in seconds]
    nearest = ((end, bisect_left(starts, end)) for _, end in firsts)
    return any(n < len(starts) and starts[n] - end <= distance for end, n in nearest)


def _places(phrase: Phrase, line: str) -> Iterator[Span]:
    """Yield every place of a phrase, those that overlap too."""
    for variant in phrase.variants:
        start = line.find(variant)
        while start >= 0:
            yield start, start + len(variant)
            start = line.find(variant, start + 1)
