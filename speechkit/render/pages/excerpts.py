"""The part of a passage that a person is shown: whole sentences around the matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from speechkit.render.cells import measure
from speechkit.render.pages.layout import fit, fit_backwards
from speechkit.render.sentences import SENTENCES

if TYPE_CHECKING:
    from speechkit.model import Span

_PAUSES = "，、：,: "
_ELLIPSIS = "…"


def cut_excerpt(text: str, spans: Sequence[Span], width: int) -> tuple[str, tuple[Span, ...]]:
    """Return at most ``width`` cells of a passage, and where its spans lie in them.

    Of all runs of whole sentences the one with the most matches is taken, of several the first; a
    sentence too wide by itself is cut around its first match.
    """
    if measure(text) <= width:
        return text, tuple(spans)
    width -= 2 * measure(_ELLIPSIS)
    start, end = _choose_sentences(text, spans, width)
    if measure(text[start:end]) > width:
        start, end = _cut_sentence(text, spans, (start, end), width)
    before = _ELLIPSIS if start else ""
    after = _ELLIPSIS if end < len(text) else ""
    shift = len(before) - start
    kept = ((max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start)
    return before + text[start:end] + after, tuple(kept)


def _choose_sentences(text: str, spans: Sequence[Span], width: int) -> Span:
    """Return the run of sentences with the most matches; each sentence is measured once."""
    sentences = [found.span() for found in SENTENCES.finditer(text)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    widths = [measure(text[start:end]) for start, end in sentences]
    best: tuple[int, Span] = (-1, (0, len(text)))
    last = room = 0  # of the run, and the cells that it leaves
    for number, (start, _) in enumerate(sentences):
        if last <= number:
            last, room = number + 1, width - widths[number]
        while last < len(sentences) and widths[last] <= room:
            room -= widths[last]
            last += 1
        end = sentences[last - 1][1]
        inside = bisect_right(ends, end) - bisect_left(starts, start)
        if inside > best[0]:
            best = (inside, (start, end))
        room += widths[number]
    if best[0] == 0 and spans:  # a match over the end of a sentence
        first = next((s for s in sentences if s[0] <= spans[0][0] < s[1]), best[1])
        return first[0], len(text)
    return best[1]


def _cut_sentence(text: str, spans: Sequence[Span], sentence: Span, width: int) -> Span:
    """Return a piece of a wide sentence, its first match a third of the way in.

    It begins after a pause and ends at one, if there is one near.
    """
    start, end = sentence
    match_end = start
    match = next((span for span in spans if start <= span[0] < end), None)
    if match is not None:
        earliest = max(start, fit_backwards(text, match[0], width // 3))
        if earliest > start:
            pauses = (n + 1 for n in range(earliest, match[0]) if text[n] in _PAUSES)
            start = next(pauses, earliest)
        match_end = match[1]
    stop = min(end, fit(text, start, width))
    if stop < end:
        latest = range(stop - 1, max(match_end, stop - (stop - start) // 3) - 1, -1)
        stop = next((n + 1 for n in latest if text[n] in _PAUSES), stop)
    return start, stop
