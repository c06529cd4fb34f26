"""What ``check`` tells of each file: what reading did to it, what is doubtful, what is alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from speechkit.backends.sqlite.reader import IndexReader
from speechkit.notices import Notice, NoticeKind
from speechkit.research.duplicates import DuplicatePair, find_duplicates
from speechkit.speech import Speech

LOW_CONFIDENCE = 0.95
"""Below this the reading of the bytes is doubtful; from here decoding names the second reading."""

KINDS: tuple[NoticeKind, ...] = ("doubtful", "repaired", "dropped")
"""Notices are told in this order: what a person has to look at comes first."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another speech that has most passages of the shorter one of the two."""

    id: str
    common: int
    passages: int
    """Passages of the shorter one."""
    is_longer: bool
    """Whether the other speech is the longer one, or as long."""

    @property
    def share(self) -> float:
        """Return how much of the shorter one stands in both."""
        return self.common / self.passages


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A speech and all that is to be told of how it was read."""

    id: str
    path: Path
    title: str
    encoding: str
    confidence: float
    script: str
    notices: tuple[Notice, ...]
    duplicates: tuple[Duplicate, ...]

    @property
    def is_doubtful(self) -> bool:
        """Return whether the text may not be what its author wrote; duplicates cast no doubt."""
        return self.has("doubtful") or self.confidence < LOW_CONFIDENCE

    @property
    def has_findings(self) -> bool:
        """Return whether there is anything to tell."""
        return bool(self.notices or self.duplicates or self.is_doubtful)

    def has(self, kind: NoticeKind) -> bool:
        """Return whether there is a notice of this kind."""
        return any(notice.kind == kind for notice in self.notices)


@dataclass(slots=True)
class CheckSummary:
    """How many files there are of each kind; one file may be of several."""

    files: int = 0
    doubtful: int = 0
    repaired: int = 0
    dropped: int = 0
    duplicates: int = 0
    clean: int = 0

    def add(self, file: CheckedFile) -> None:
        """Count a file."""
        self.files += 1
        self.doubtful += file.is_doubtful
        self.repaired += file.has("repaired")
        self.dropped += file.has("dropped")
        self.duplicates += bool(file.duplicates)
        self.clean += not file.has_findings


def check_speeches(
    reader: IndexReader, numbers: Iterable[int], *, duplicates: bool
) -> Iterator[CheckedFile]:
    """Yield what is to be told of speeches, their near-duplicates among all others included."""
    alike = _find_alike(reader) if duplicates else {}
    for number in numbers:
        yield _check(reader.speech(number), reader.script(number), tuple(alike.get(number, ())))


def _check(speech: Speech, script: str, duplicates: tuple[Duplicate, ...]) -> CheckedFile:
    return CheckedFile(
        id=speech.id,
        path=speech.path,
        title=speech.title,
        encoding=speech.encoding,
        confidence=speech.confidence,
        script=script,
        notices=tuple(sorted(speech.notices, key=lambda notice: KINDS.index(notice.kind))),
        duplicates=duplicates,
    )


def _find_alike(reader: IndexReader) -> dict[int, list[Duplicate]]:
    """Return the near-duplicates of each speech that has some, the most alike first."""
    numbers = reader.numbers()
    alike: dict[int, list[Duplicate]] = defaultdict(list)
    for pair in find_duplicates(reader.text(number)[1] for number in numbers):
        first, second = numbers[pair.first], numbers[pair.second]
        longer = pair.second_passages - pair.first_passages
        alike[first].append(_describe(pair, reader.identifier(second), longer >= 0))
        alike[second].append(_describe(pair, reader.identifier(first), longer <= 0))
    for others in alike.values():
        others.sort(key=lambda other: -other.share)
    return alike


def _describe(pair: DuplicatePair, other: str, is_longer: bool) -> Duplicate:
    return Duplicate(other, pair.common, pair.passages, is_longer)
