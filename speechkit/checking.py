"""What ``check`` tells of each file: what reading did to it, what is doubtful, what is alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from speechkit.backends.protocol import Backend
from speechkit.model import (
    NOTICE_KINDS,
    DroppedText,
    Key,
    Notice,
    NoticeKind,
    Origin,
    Speech,
)
from speechkit.research.duplicates import DuplicatePair, find_duplicates

LOW_CONFIDENCE = 0.95
"""Below this the reading of the bytes is doubtful; from here decoding names the second reading."""


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
        """Return how much of the shorter one is in both."""
        return self.common / self.passages


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A speech and all that is to be told of how it was read."""

    id: str
    path: Path
    title: str
    encoding: str
    format: str
    confidence: float
    script: str
    notices: tuple[Notice, ...]
    duplicates: tuple[Duplicate, ...]
    dropped: tuple[DroppedText, ...] = ()
    metadata: tuple[tuple[Origin, str], ...] = ()
    """What is known of it, title, date, speaker …: where that comes from, and what it is."""

    @property
    def is_doubtful(self) -> bool:
        """Return whether the text may not be what its author wrote, or has no title for sure.

        Duplicates cast no doubt.
        """
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
    backend: Backend, keys: Iterable[Key] | None = None, *, duplicates: bool = True
) -> Iterator[CheckedFile]:
    """Yield what is to be told of speeches, their near-duplicates among all others included.

    Without ``keys`` of all speeches, after the index itself was verified; ``duplicates`` reads
    every text of the index. Raises DamagedIndexError.
    """
    alike = _find_alike(backend) if duplicates else {}
    wanted = backend.select() if keys is None else list(keys)
    for key, speech in zip(wanted, backend.speeches(wanted), strict=True):
        yield _check(speech, tuple(alike.get(key, ())))


def _check(speech: Speech, duplicates: tuple[Duplicate, ...]) -> CheckedFile:
    notices = (*speech.notices, *_doubt_properties(speech))
    return CheckedFile(
        id=speech.id,
        path=speech.path,
        title=speech.title,
        encoding=speech.encoding,
        format=speech.format,
        confidence=speech.confidence,
        script=speech.script,
        notices=tuple(sorted(notices, key=lambda notice: NOTICE_KINDS.index(notice.kind))),
        duplicates=duplicates,
        dropped=speech.dropped,
        metadata=tuple((origin, getattr(speech, origin.field)) for origin in speech.origins),
    )


def _doubt_properties(speech: Speech) -> Iterator[Notice]:
    """Yield what only the file's properties state; of a title that it is a guess is told anyway."""
    for field in speech.from_properties:
        if field in {"date", "speaker"}:
            yield Notice("doubtful", f"{field}-of-properties")


def _find_alike(backend: Backend) -> dict[Key, list[Duplicate]]:
    """Return the near-duplicates of each speech that has some, the most alike first."""
    keys = backend.select()
    alike: dict[Key, list[Duplicate]] = defaultdict(list)
    pairs = find_duplicates(text.paragraphs for text in backend.texts(keys))
    ids = [entry.id for entry in backend.entries(keys)] if pairs else []
    for pair in pairs:
        longer = pair.second_passages - pair.first_passages
        alike[keys[pair.first]].append(_describe(pair, ids[pair.second], longer >= 0))
        alike[keys[pair.second]].append(_describe(pair, ids[pair.first], longer <= 0))
    for others in alike.values():
        others.sort(key=lambda other: -other.share)
    return alike


def _describe(pair: DuplicatePair, other: str, is_longer: bool) -> Duplicate:
    return Duplicate(other, pair.common, pair.passages, is_longer)
