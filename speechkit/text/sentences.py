"""Sentences, and the passages into which a long paragraph is cut at their ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from speechkit.model import Span

PASSAGE_LENGTH = 300
"""Characters; a longer paragraph is cut into passages at the ends of its sentences."""

_SENTENCE = r"[^。！？!?；;]*[。！？!?；;]+[”’』」）)]*|[^。！？!?；;]+"
"""Compiled where it is first used: most commands cut nothing."""


def split_sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of a text, each with its end marks and closing quotes."""
    return (sentence.span() for sentence in re.finditer(_SENTENCE, text))


def count_passages(paragraph: str) -> int:
    """Return how many passages a paragraph is cut into."""
    return 1 if len(paragraph) <= PASSAGE_LENGTH else sum(1 for _ in _cut_long(paragraph))


def cut_passages(paragraph: str) -> Iterable[Span]:
    """Return the passages of a paragraph, one after the other.

    A passage is cut at the end of a sentence, after at most PASSAGE_LENGTH characters; a sentence
    longer than that is cut where it is full.
    """
    if len(paragraph) <= PASSAGE_LENGTH:
        return ((0, len(paragraph)),)
    return _cut_long(paragraph)


def _cut_long(paragraph: str) -> Iterator[Span]:
    start = end = 0
    for _, sentence_end in split_sentences(paragraph):
        if end > start and sentence_end - start > PASSAGE_LENGTH:
            yield start, end
            start = end
        end = sentence_end
        while end - start > PASSAGE_LENGTH:
            yield start, start + PASSAGE_LENGTH
            start += PASSAGE_LENGTH
    if end > start:
        yield start, end
