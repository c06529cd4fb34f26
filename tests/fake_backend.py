"""A backend of plain lists that answers by brute force, written apart from the real ones."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

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
from speechkit.model import (
    DroppedText,
    Entry,
    Key,
    Scope,
    SkippedFile,
    Speech,
    Text,
    Totals,
    WordStatistics,
    display_path,
)
from speechkit.query.model import Condition, Near, Phrase, Query, Regex, Term
from speechkit.query.scope import select_keys
from speechkit.ranking import positive_idf, round_score, weigh_term
from speechkit.text.normalize import normalize
from speechkit.text.order import natural_key
from speechkit.text.scripts import simplify, simplify_characters
from speechkit.text.segmenter import Segmenter
from speechkit.text.sentences import cut_passages


class FakeBackend:
    """Speeches in a dictionary whose keys tell nothing of their order."""

    location = None

    def __init__(
        self,
        speeches: Iterable[AnalysedSpeech],
        settings: IndexSettings,
        skipped: Iterable[SkippedFile],
        open_segmenter: Callable[[], Segmenter],
    ) -> None:
        shuffled = sorted(speeches, key=lambda speech: speech.digest + speech.file.path)
        random.Random(17).shuffle(shuffled)
        self._speeches = {f"k{number}": speech for number, speech in enumerate(shuffled)}
        self._skipped = tuple(sorted(skipped, key=lambda file: file.path))
        self._segmenter = open_segmenter
        self._selected: dict[Scope, Sequence[Key]] = {}
        self._counted: dict[str, WordStatistics] = {}
        self._open = True
        self.settings = settings
        self._order = {key: natural_key(s.file.path) for key, s in self._speeches.items()}
        self._entries = {key: self._describe(key) for key in self._speeches}
        self.totals = Totals(
            len(shuffled),
            sum(sum(speech.words.counts.values()) for speech in shuffled),
            sum(sum(speech.words.token_counts.values()) for speech in shuffled),
            sum(map(_count_passages, shuffled)),
            sum(map(_count_characters, shuffled)),
        )

    def close(self) -> None:
        self._open = False

    def check_open(self) -> None:
        if not self._open:
            raise ClosedCorpusError(None)

    verify = check_open

    def open_segmenter(self) -> Segmenter:
        self.check_open()
        return self._segmenter()

    def put_in_order(self, keys: Iterable[Key]) -> Sequence[Key]:
        self.check_open()
        return sorted(keys, key=lambda key: self._order[str(key)])

    def select(self, scope: Scope = EVERYWHERE) -> Sequence[Key]:
        self.check_open()
        if scope not in self._selected:
            wanted = select_keys(scope, self.resolve, self.entries)
            self._selected[scope] = self.put_in_order(self._speeches if wanted is None else wanted)
        return self._selected[scope]

    def find(
        self, query: Query, scope: Scope = EVERYWHERE, *, dropped: bool = False
    ) -> Sequence[Key]:
        return [key for key in self.select(scope) if _answers(query, self._get(key), dropped)]

    def rank(
        self,
        query: Query,
        words: Mapping[str, int],
        scope: Scope = EVERYWHERE,
        *,
        top: int,
        any_words: bool = False,
        dropped: bool = False,
    ) -> Ranking:
        with_dropped = self.find(query, scope, dropped=True)
        keys = [
            key
            for key in self.select(scope)
            for speech in (self._get(key),)
            if (
                words.keys() & speech.words.counts.keys()
                and _excludes_nothing(query, speech)
                and all(any(_holds(speech, t) for t in terms) for terms in query.conditions)
                if any_words
                else _answers(query, speech) and (not dropped or key in with_dropped)
            )
        ]
        behind = [k for k in with_dropped if not any_words and not _answers(query, self._get(k))]
        weights = {
            word: times * positive_idf(len(self._speeches), found.speeches)
            for word, times in words.items()
            for found in (self._count(word),)
        }
        scored = [(key, round_score(self._score(key, weights))) for key in keys]
        scored.sort(key=lambda item: item[1], reverse=True)  # stable, so ties stay in order
        return Ranking(len(keys), tuple(scored[:top]), lambda: iter(scored[top:]), lambda: behind)

    def _score(self, key: Key, weights: Mapping[str, float]) -> float:
        counts = self._get(key).words.counts
        average = self.totals.words / len(self._speeches)
        return sum(
            weight * weigh_term(counts[word], sum(counts.values()), average)
            for word, weight in weights.items()
            if word in counts
        )

    def statistics(self, words: Collection[str]) -> Mapping[str, WordStatistics]:
        self.check_open()
        return {word: self._count(word) for word in words}

    def _count(self, word: str) -> WordStatistics:
        if word not in self._counted:
            self._counted[word] = self._count_everywhere(word)
        return self._counted[word]

    def _count_everywhere(self, word: str) -> WordStatistics:
        counts = [speech.words.counts.get(word, 0) for speech in self._speeches.values()]
        tokens = sum(speech.words.token_counts.get(word, 0) for speech in self._speeches.values())
        return WordStatistics(word, sum(map(bool, counts)), sum(counts), tokens)

    def words(self, prefix: str = "") -> Iterator[WordStatistics]:
        self.check_open()
        of_speeches = (speech.words for speech in self._speeches.values())
        held = {word for words in of_speeches for word in (*words.counts, *words.token_counts)}
        return map(self._count, sorted(word for word in held if word.startswith(prefix)))

    def count_words(self, key: Key, words: Collection[str]) -> WordCounts:
        counts = Counter(self._get(key).words.counts)
        return WordCounts({word: counts[word] for word in words if counts[word]}, counts.total())

    def texts(self, keys: Iterable[Key]) -> Iterator[Text]:
        self.check_open()
        for key in keys:
            speech = self._get(key).speech
            yield Text(speech.title if speech.title_in_text else "", speech.paragraphs)

    def dropped(self, keys: Iterable[Key]) -> Iterator[tuple[DroppedText, ...]]:
        self.check_open()
        for key in keys:
            yield self._get(key).speech.dropped

    def tokens(self, keys: Iterable[Key]) -> Iterator[Tokens]:
        self.check_open()
        for key in keys:
            speech = self._get(key)
            yield Tokens(simplify(speech.text), speech.words.marks)

    def speeches(self, keys: Iterable[Key], *, dropped: bool = True) -> Iterator[Speech]:
        self.check_open()
        return (self._get(key).speech._replace(id=self._entries[str(key)].id) for key in keys)

    def entries(self, keys: Sequence[Key] | None = None) -> Iterator[Entry]:
        self.check_open()
        for key in self.put_in_order(self._entries) if keys is None else keys:
            self.check_open()
            yield self._entries[str(key)]

    def _describe(self, key: Key) -> Entry:
        speech = self._get(key)
        values = speech.speech._asdict() | {
            "key": key,
            "id": self._name(key),
            "stem": _stem(speech.file.path),
            "characters": _count_characters(speech),
            "passages": _count_passages(speech),
            "from_properties": speech.speech.from_properties,
        }
        return Entry(**{field: values[field] for field in Entry._fields})

    def skipped(self) -> tuple[SkippedFile, ...]:
        self.check_open()
        return self._skipped

    def fingerprint(self) -> str:
        self.check_open()
        files = [(speech.file.path, speech.digest) for speech in self._speeches.values()]
        return fingerprint_files(files, self.settings)

    def resolve(self, identifier: str) -> Sequence[Key]:
        """Ask one rule after another; the first three name a speech, the others what is meant."""
        self.check_open()
        if not 0 < len(identifier) <= 4096:
            return []
        number = identifier.lstrip("0") if re.fullmatch("[0-9]+", identifier) else None
        certain: tuple[Callable[[AnalysedSpeech], bool], ...] = (
            lambda speech: _number(speech.file.path) == identifier,
            lambda speech: display_path(speech.file.path) == identifier,
            lambda speech: _stem(speech.file.path) == identifier and not self._those(certain[0]),
        )

        def begins(speech: AnalysedSpeech) -> bool:
            return _stem(speech.file.path).startswith(identifier)

        likely: tuple[Callable[[AnalysedSpeech], bool], ...] = (
            certain[0],
            certain[2],
            lambda speech: (
                (
                    _number(speech.file.path) != ""
                    and _number(speech.file.path).lstrip("0") == number
                )
                or (number not in (None, identifier) and identifier != "0" and begins(speech))
            ),
            begins,
            lambda speech: f"/{identifier}" in f"/{_stem(speech.file.path)}",
        )
        alone = (keys for keys in map(self._those, certain) if len(keys) == 1)
        return next(chain(alone, filter(None, map(self._those, likely)), [[]]))[:1000]

    def _those(self, rule: Callable[[AnalysedSpeech], bool]) -> Sequence[Key]:
        return self.put_in_order(key for key, speech in self._speeches.items() if rule(speech))

    def _name(self, key: Key) -> str:
        speech, others = self._get(key), [s for k, s in self._speeches.items() if k != key]
        number, stem = _number(speech.file.path), _stem(speech.file.path)
        if number and number not in (_number(s.file.path) for s in others):
            return number
        taken = {form for s in others for form in (_stem(s.file.path), display_path(s.file.path))}
        return display_path(speech.file.path) if stem in taken or stem == number else stem

    def _get(self, key: Key) -> AnalysedSpeech:
        self.check_open()
        assert isinstance(key, str)
        return self._speeches[key]


def _answers(query: Query, speech: AnalysedSpeech, dropped: bool = False) -> bool:
    return (
        bool(query.required or query.excluded)
        and _excludes_nothing(query, speech, dropped)
        and all(any(_holds(speech, term, dropped) for term in terms) for terms in query.required)
    )


def _excludes_nothing(query: Query, speech: AnalysedSpeech, dropped: bool = False) -> bool:
    return not any(_holds(speech, term, dropped) for term in query.excluded)


def _holds(speech: AnalysedSpeech, term: Term, dropped: bool = False) -> bool:
    if isinstance(term, Condition):
        return _meets(speech.speech, term.scope)
    if isinstance(term, Regex):
        shown = speech.text.split("\n") + [p.text for p in speech.speech.dropped if dropped]
        pattern = re.compile(simplify_characters(term.pattern), re.IGNORECASE)
        return any(found[0] for s in shown for found in pattern.finditer(simplify_characters(s)))
    title, *paragraphs = speech.normalized.split("\n")
    lines = [title]
    if not term.title_only:
        lines += paragraphs
    if dropped and not term.title_only:
        lines += [_normalize(piece.text) for piece in speech.speech.dropped]
    if isinstance(term, Phrase):
        return any(variant in line for line in lines for variant in term.variants)
    assert isinstance(term, Near)
    pairs = [(a, b) for a in term.first.variants for b in term.second.variants]
    pairs += [] if term.ordered else [(b, a) for a, b in pairs]
    return any(_follows(a, b, term.distance, line) for a, b in pairs for line in lines)


def _meets(speech: Speech, scope: Scope) -> bool:
    """Return whether a speech has a part of the names, and a date that overlaps the range."""
    asked = (scope.speakers, speech.speaker), (scope.occasions, speech.occasion)
    for parts, name in (*asked, (scope.sources, speech.source)):
        if parts and not any(normalize(part) in normalize(name) for part in parts):
            return False
    since, until = scope.since, scope.until
    if (since or until) and not speech.date:
        return False
    return not (speech.date[: len(since)] < since[: len(speech.date)]) and not (
        until and speech.date[: len(until)] > until[: len(speech.date)]
    )


def _follows(first: str, second: str, distance: int, line: str) -> bool:
    """Return whether the second begins at most so many characters behind an end of the first."""
    return (
        first in line
        and second in line
        and any(
            second in line[found.end() + len(first) :][: distance + len(second)]
            for found in re.finditer(f"(?={re.escape(first)})", line)
        )
    )


_normalize = cache(normalize)


@cache
def _stem(path: bytes) -> str:
    folder, slash, name = display_path(path).rpartition("/")
    return folder + slash + (name[: name.rindex(".")] if "." in name[1:] else name)


@cache
def _number(path: bytes) -> str:
    name = _stem(path).split("/")[-1]
    is_date = re.match(r"(19|20)\d\d([-.年]|_\d|\d{4})|\d+\s*[年月日](?!本)", name, re.ASCII)
    is_amount = re.match(r"\d+([.．·,，]\d{1,3}(\D|$)|[%％‰°℃℉㎡㎞㎏])", name, re.ASCII)
    rest = name.lstrip("0123456789")
    is_word = rest[:1].lower() != rest[:1].upper()
    return "" if is_date or is_amount or is_word else name[: len(name) - len(rest)]


def _count_characters(speech: AnalysedSpeech) -> int:
    return len(speech.text.replace("\n", ""))


def _count_passages(speech: AnalysedSpeech) -> int:
    return sum(len(list(cut_passages(paragraph))) for paragraph in speech.speech.paragraphs)
