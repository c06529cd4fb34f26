"""What some speeches share with each other, and what only one of them says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.errors import SettingError
from speechkit.language import _
from speechkit.model import Span, Speech
from speechkit.research.comparison.drafts import LEAST, Run, make_source
from speechkit.research.comparison.runs import (
    DraftLine,
    count_characters,
    count_covered,
    extend,
    keep_longest,
    read_lines,
    unite,
)
from speechkit.text.sentences import split_sentences

MOST_SPEECHES = 50
"""That are compared with each other: the work grows with their square."""

_MOST_PLACES = 50
"""Of one piece in another speech: what is said more often than that is looked at so often."""


class SpeechShare(NamedTuple):
    """How many characters of one of the speeches are in another one, too."""

    id: str
    title: str
    characters: int
    shared: int


class Sharing(NamedTuple):
    """What speeches share: the longest runs first; and what is own to each, in its order.

    A shared run is told once for each two speeches; its draft is the first of them.
    """

    speeches: tuple[SpeechShare, ...]
    shared: tuple[Run, ...]
    own: tuple[Run, ...]


def compare_speeches(speeches: Sequence[Speech], *, least: int = LEAST) -> Sharing:
    """Return the runs of ``least`` characters and more that two of some speeches have in common.

    Own to a speech are its sentences that no such run touches. Titles are not compared. Raises
    SettingError for more than ``MOST_SPEECHES``.
    """
    refuse_many(len(speeches))
    read = [_ReadSpeech(speech, least) for speech in speeches]
    found = [
        (first, second, run)
        for second in range(1, len(read))
        for first, run in _share_all(read[:second], read[second])
    ]
    found.sort(key=lambda pair: (-pair[2].length, *pair[:2]))
    return Sharing(
        tuple(speech.share for speech in read),
        tuple(_count_holders(run, read) for _, _, run in found),
        tuple(run for speech in read for run in speech.find_own(read)),
    )


def refuse_many(number: int) -> None:
    """Raise SettingError for more speeches than are compared with each other."""
    if number > MOST_SPEECHES:
        told = _(
            "{number} speeches are too many to be compared with each other; name {most} or fewer"
        )
        raise SettingError(told.format(number=f"{number:,}", most=MOST_SPEECHES))


class _ReadSpeech:
    """A speech as normalized lines, and what of it was found in others."""

    def __init__(self, speech: Speech, least: int) -> None:
        self.speech = speech
        self.least = least
        self.lines = list(read_lines(speech))
        self.covered: list[Span] = []
        """In characters of ``Speech.text``."""

    @property
    def share(self) -> SpeechShare:
        """How much of it is in another speech."""
        speech, covered = self.speech, count_covered(self.covered)
        return SpeechShare(speech.id, speech.title, count_characters(speech), covered)

    def index(self) -> dict[str, list[tuple[DraftLine, int]]]:
        """Return where each piece of ``least`` characters is."""
        places: defaultdict[str, list[tuple[DraftLine, int]]] = defaultdict(list)
        for line in self.lines:
            for start in range(len(line.match) - self.least + 1):
                found = places[line.match[start : start + self.least]]
                if len(found) < _MOST_PLACES:
                    found.append((line, start))
        return places

    def cover(self, line: DraftLine, start: int, end: int) -> Span:
        """Note a run as found in another speech, and return it in characters of the text."""
        first, last = line.raw(start, end)
        self.covered.append((line.start + first, line.start + last))
        return self.covered[-1]

    def find_own(self, read: Sequence[_ReadSpeech]) -> Iterator[Run]:
        """Yield the sentences that no shared run touches, those next to each other as one.

        A sentence too short for a run is shared where it is a line of another speech.
        """
        covered = unite(self.covered)
        others = {line.match for other in read if other is not self for line in other.lines}
        for line in self.lines:
            if line.match in others:
                continue
            paragraph = self.speech.paragraphs[line.paragraph - 1]
            sentences = [
                (line.start + start, line.start + end) for start, end in split_sentences(paragraph)
            ]
            own = [s for s in sentences if not any(a < s[1] and s[0] < b for a, b in covered)]
            for start, end in unite(own):
                text = paragraph[start - line.start : end - line.start]
                yield Run("own", self.speech.id, line.paragraph, start, end, text, None, 0)


def _share_all(before: Sequence[_ReadSpeech], second: _ReadSpeech) -> Iterator[tuple[int, Run]]:
    """Yield the runs that a speech shares with each before it, by its place."""
    places = second.index()
    for place, first in enumerate(before):
        for run in _share(first, second, places):
            yield place, run


def _share(
    first: _ReadSpeech, second: _ReadSpeech, places: dict[str, list[tuple[DraftLine, int]]]
) -> Iterator[Run]:
    """Yield the runs that two speeches share; none lies in another one.

    ``places`` is the index of the second.
    """
    for line in first.lines:
        found = {
            (start, end): (other, other_start)
            for start, end, other, other_start in _extend_all(line, places, first.least)
        }
        for start, end in keep_longest(found):
            other, other_start = found[start, end]
            second.cover(other, other_start, other_start + end - start)
            draft_start, draft_end = first.cover(line, start, end)
            text = first.speech.paragraphs[line.paragraph - 1]
            text = text[draft_start - line.start : draft_end - line.start]
            place = line.paragraph, draft_start, draft_end
            source = make_source(second.speech, other.paragraph)
            yield Run("shared", first.speech.id, *place, text, source, 1)


def _extend_all(
    line: DraftLine, places: dict[str, list[tuple[DraftLine, int]]], least: int
) -> Iterator[tuple[int, int, DraftLine, int]]:
    """Yield the longest runs of a line, trimmed, with the line that has them too, and where."""
    text = line.match
    for place in range(len(text) - least + 1):
        for other, other_place in places.get(text[place : place + least], ()):
            if place and other_place and text[place - 1] == other.match[other_place - 1]:
                continue  # it is a part of what began before
            _, end, _ = extend(text, place, place + least, other.match, other_place)
            start, end = line.trim(place, end)
            if end - start >= least:
                yield start, end, other, other_place + start - place


def _count_holders(run: Run, speeches: Sequence[_ReadSpeech]) -> Run:
    """Return a run with the number of the other speeches that hold it whole."""
    from speechkit.text.normalize import normalize_phrase

    wanted = normalize_phrase(run.text)
    holders = sum(
        any(wanted in line.match for line in other.lines)
        for other in speeches
        if other.speech.id != run.draft
    )
    return run._replace(speeches=max(holders, 1))
