"""A corpus, or a part of it, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from speechkit.backends.protocol import Backend
from speechkit.model import Entry, Scope, WordStatistics, has_own_date
from speechkit.text.characters import is_han
from speechkit.text.segmenter import Segmenter
from speechkit.text.tokens import find_letter_words, name_token


class Statistics(NamedTuple):
    """Sums over speeches; dates are those of the speeches that say when they were given:
    the date of a file's properties is none.
    """

    speeches: int
    characters: int
    passages: int
    scripts: tuple[tuple[str, int], ...]
    encodings: tuple[tuple[str, int], ...]
    """Of texts: documents have none."""
    formats: tuple[tuple[str, int], ...]
    dated: int
    first_date: str
    last_date: str


def summarize(entries: Iterable[Entry]) -> Statistics:
    """Return the sums over some speeches."""
    scripts: Counter[str] = Counter()
    encodings: Counter[str] = Counter()
    formats: Counter[str] = Counter()
    dates, characters, passages = [], 0, 0
    for entry in entries:
        scripts[entry.script] += 1
        encodings.update(filter(None, (entry.encoding,)))
        formats[entry.format] += 1
        characters += entry.characters
        passages += entry.passages
        if has_own_date(entry):
            dates.append(entry.date)
    return Statistics(
        speeches=sum(scripts.values()),
        characters=characters,
        passages=passages,
        scripts=tuple(scripts.most_common()),
        encodings=tuple(encodings.most_common()),
        formats=tuple(formats.most_common()),
        dated=len(dates),
        first_date=min(dates, default=""),
        last_date=max(dates, default=""),
    )


def count_words(backend: Backend, segmenter: Segmenter, scope: Scope) -> Iterator[WordStatistics]:
    """Yield the words of a scope by code points, with their counts there. No text is segmented."""
    tokens: Counter[str] = Counter()
    occurrences: Counter[str] = Counter()
    speeches: Counter[str] = Counter()
    for speech in backend.tokens(backend.select(scope)):
        found = Counter(map(name_token, speech.words()))
        han = Counter({word: times for word, times in found.items() if is_han(word[0])})
        searched = segmenter.spread(han, Counter(find_letter_words(speech.text)))
        tokens.update(found)
        occurrences.update(searched)
        speeches.update(searched.keys())
    for word in sorted(occurrences.keys() | tokens.keys()):
        yield WordStatistics(word, speeches[word], occurrences[word], tokens[word])
