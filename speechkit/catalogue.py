"""What is in a corpus, told without reading its texts: lists, sums, and names near a wrong one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.backends.sqlite.reader import IndexReader, WordStatistics
from speechkit.text.normalize import is_han, simplify_characters

if TYPE_CHECKING:
    from speechkit.text.segment import Segmenter

_LONGEST_NEAR = 6
"""Characters; a longer phrase is a phrase, not a word with a slip in it."""

_NAMES_COMPARED = 5_000

_ALIKE = 0.65
"""Of a name of three digits two must be right, as in 019 for 010."""


class Listed(NamedTuple):
    """A speech as a list shows it; ``number`` is its number in the index."""

    number: int
    id: str
    stem: str
    """Its path in the corpus without the ending: the long form of its identifier."""
    path: Path
    title: str
    encoding: str
    script: str
    characters: int
    passages: int
    date: str
    speaker: str
    occasion: str
    source: str


class Statistics(NamedTuple):
    """A corpus at a glance; dates are those of the speeches that say when they were given."""

    speeches: int
    characters: int
    passages: int
    scripts: tuple[tuple[str, int], ...]
    encodings: tuple[tuple[str, int], ...]
    dated: int
    first_date: str
    last_date: str


def list_speeches(reader: IndexReader, root: Path) -> Iterator[Listed]:
    """Yield what the index says of each speech, in the order of their paths."""
    for row in reader.list_rows():
        number, identifier, stem, path, title, encoding, script, characters, passages, facts = row
        details = json.loads(facts)
        yield Listed(
            number=number,
            id=identifier,
            stem=stem,
            path=root / path,
            title=title,
            encoding=encoding,
            script=script,
            characters=characters,
            passages=passages,
            date=details.get("date", ""),
            speaker=details.get("speaker", ""),
            occasion=details.get("occasion", ""),
            source=details.get("source", ""),
        )


def summarize(speeches: Iterable[Listed]) -> Statistics:
    """Return the sums over a list of speeches."""
    scripts: Counter[str] = Counter()
    encodings: Counter[str] = Counter()
    dates, characters, passages = [], 0, 0
    for speech in speeches:
        scripts[speech.script] += 1
        encodings[speech.encoding] += 1
        characters += speech.characters
        passages += speech.passages
        if speech.date:
            dates.append(speech.date)
    return Statistics(
        speeches=scripts.total(),
        characters=characters,
        passages=passages,
        scripts=tuple(scripts.most_common()),
        encodings=tuple(encodings.most_common()),
        dated=len(dates),
        first_date=min(dates, default=""),
        last_date=max(dates, default=""),
    )


def count_words(reader: IndexReader, segmenter: Segmenter, text: str) -> list[WordStatistics]:
    """Return the words of a text: in how many speeches they are, and how often in this text."""
    from speechkit.search import read_simplified

    counts = segmenter.count_words(read_simplified(text))
    return [
        WordStatistics(word, reader.word_statistics(word).speeches, count)
        for word, count in counts.items()
    ]


def near_words(reader: IndexReader, text: str, limit: int) -> list[str]:
    """Return the words of the index that differ from ``text`` in one character, frequent first."""
    wanted = simplify_characters(text)
    if not 2 <= len(wanted) <= _LONGEST_NEAR or not all(map(is_han, wanted)):
        return []
    near = [
        word
        for word in reader.list_words(wanted[0])
        if len(word.word) == len(wanted) and sum(map(str.__ne__, word.word, wanted)) == 1
    ]
    if not near and len(wanted) == 3:  # the only length worth some thousand looks
        other_starts = (reader.word_statistics(c + wanted[1:]) for c in _common_characters())
        near = [word for word in other_starts if word.occurrences]
    near.sort(key=lambda word: (-word.speeches, -word.occurrences, word.word))
    return [word.word for word in near[:limit]]


def near_identifiers(speeches: Iterable[Listed], wrong: str, limit: int) -> list[str]:
    """Return identifiers that a wrong one may have meant: those with it in name or title, or alike.

    None is named just for being the nearest number.
    """
    from difflib import get_close_matches

    listed = list(speeches)
    inside = [s.id for s in listed if wrong.lower() in s.stem.lower() or wrong in s.title]
    if inside or len(listed) > _NAMES_COMPARED:
        return inside[:limit]
    names = {name: speech.id for speech in listed for name in (speech.stem, speech.id)}
    near = get_close_matches(wrong, names, n=limit, cutoff=_ALIKE)
    return list(dict.fromkeys(names[name] for name in near))


def sort_speeches(
    order: Sequence[tuple[int, float]], key: str, speeches: Iterable[Listed]
) -> list[tuple[int, float]]:
    """Return ranked speeches by ``id``, ``title`` (as pinyin, nearly) or ``date``, newest first."""
    places = {speech.number: (place, speech) for place, speech in enumerate(speeches)}
    if key == "date":
        # Ranked order stays where dates are equal or missing.
        return sorted(order, key=lambda item: places[item[0]][1].date, reverse=True)
    if key == "title":
        # GB18030 has the common characters in the order of their pinyin.
        return sorted(order, key=lambda item: places[item[0]][1].title.encode("gb18030", "replace"))
    return sorted(order, key=lambda item: places[item[0]][0])


def _common_characters() -> Iterator[str]:
    """Yield the 3,755 characters of GB 2312's first level."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            if (row, cell) < (0xD7, 0xFA):
                yield bytes((row, cell)).decode("gb2312")
