"""Runs of a draft: pieces of its normalized paragraphs, and the characters that they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from speechkit.model import Span, Speech
from speechkit.text.normalize import EDGES, Normalized, normalize_with_offsets


class DraftLine(NamedTuple):
    """A paragraph of a draft, normalized; ``start`` is where it begins in ``Speech.text``."""

    paragraph: int
    start: int
    normalized: Normalized

    @property
    def match(self) -> str:
        """The normalized text."""
        return self.normalized.match

    def trim(self, start: int, end: int) -> Span:
        """Return a span of the normalized text without the marks at its ends."""
        text = self.match
        while start < end and text[start] in EDGES:
            start += 1
        while end > start and text[end - 1] in EDGES:
            end -= 1
        return start, end

    def raw(self, start: int, end: int) -> Span:
        """Return the span of the paragraph behind a span of the normalized text, 1 at least."""
        return self.normalized.span(start, end)


def read_lines(draft: Speech) -> Iterator[DraftLine]:
    """Yield the paragraphs of a draft; its title is not compared."""
    start = len(draft.title) + 1 if draft.title_in_text else 0
    for number, paragraph in enumerate(draft.paragraphs, 1):
        yield DraftLine(number, start, normalize_with_offsets(paragraph))
        start += len(paragraph) + 1


def count_characters(draft: Speech) -> int:
    """Return how many characters the paragraphs of a draft have."""
    return sum(map(len, draft.paragraphs))


def keep_longest(spans: Iterable[Span]) -> list[Span]:
    """Return the spans that lie in no other one, from left to right, each once."""
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def keep_shortest(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in which no other one lies, from right to left, each once."""
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (-span[0], span[1])):
        if not kept or end < kept[-1][1]:
            kept.append((start, end))
    return kept


def unite(spans: Iterable[Span]) -> list[Span]:
    """Return spans from left to right, those that overlap or touch made one."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def count_covered(spans: Iterable[Span]) -> int:
    """Return how many places spans cover, each counted once."""
    return sum(end - start for start, end in unite(spans))


def extend(line: str, start: int, end: int, other: str, other_start: int) -> tuple[int, int, int]:
    """Return the longest run around ``line[start:end]`` that two texts share.

    ``other`` has the same characters from ``other_start`` on. The answer is the run in ``line`` and
    where it begins in ``other``.
    """
    other_end = other_start + end - start
    while start and other_start and line[start - 1] == other[other_start - 1] != "\n":
        start, other_start = start - 1, other_start - 1
    while end < len(line) and other_end < len(other) and line[end] == other[other_end] != "\n":
        end, other_end = end + 1, other_end + 1
    return start, end, other_start


def is_within(span: Span, others: Sequence[Span]) -> bool:
    """Return whether a span lies in one of others."""
    return any(start <= span[0] and span[1] <= end for start, end in others)
