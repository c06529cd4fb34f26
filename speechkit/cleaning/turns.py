"""Turns: who speaks in a transcript, from where on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.model import Turn
from speechkit.text.speakers import Label, find_heading_name, find_label

_FEWEST_TURNS, _FEWEST_NAMES = 3, 2
_AGAIN_SHARE = 0.5
_LONGEST_TURN = 12  # paragraphs, on average
_LONGEST_HEADING = 40


class _Mark(NamedTuple):
    paragraph: int
    label: Label
    is_heading: bool = False


def find_turns(paragraphs: Sequence[str], levels: Sequence[int] = ()) -> tuple[Turn, ...]:
    """The turns of a transcript: where each begins, and the name of who speaks; () for a speech.

    ``levels`` are those of the paragraphs that are headings, 0 for the others; empty where there
    are none. Names are certain where they come in turns: three at the least, of two people.
    """
    headings = [mark for mark in _find_headings(paragraphs, levels)]
    if _are_turns(headings):
        return _turns(headings)
    labels = list(_find_labels(paragraphs))
    if _are_turns(labels) and _fill(labels, len(paragraphs)):
        return _turns(labels)
    return ()


def _turns(marks: Sequence[_Mark]) -> tuple[Turn, ...]:
    return tuple(Turn(mark.paragraph, mark.label.name) for mark in marks)


def _find_headings(paragraphs: Sequence[str], levels: Sequence[int]) -> Iterator[_Mark]:
    for number, paragraph in enumerate(paragraphs, 1):
        is_heading = (levels and levels[number - 1]) or paragraph.startswith("#")
        if is_heading and len(paragraph) <= _LONGEST_HEADING:
            name = find_heading_name(paragraph)
            if name:
                ends_in_colon = paragraph.rstrip(" #*").endswith(("：", ":"))
                yield _Mark(number, Label(name, len(paragraph), ends_in_colon), is_heading=True)


def _find_labels(paragraphs: Sequence[str]) -> Iterator[_Mark]:
    for number, paragraph in enumerate(paragraphs, 1):
        if label := find_label(paragraph):
            yield _Mark(number, label)


def _are_turns(marks: Sequence[_Mark]) -> bool:
    """Whether names come in turns: most of them again, or set so that they can be nothing else."""
    if len(marks) < _FEWEST_TURNS:
        return False
    counts = Counter(mark.label.name for mark in marks)
    if len(counts) < _FEWEST_NAMES or max(counts.values()) > len(marks) - 1:
        return False
    sure = sum(
        counts[mark.label.name] > 1 or mark.label.is_role or (mark.is_heading and mark.label.marked)
        for mark in marks
    )
    return sure >= _AGAIN_SHARE * len(marks) and _take_turns(marks)


def _take_turns(marks: Sequence[_Mark]) -> bool:
    """Whether the speaker changes, and somebody speaks again or is named by a part in the talk."""
    names = [mark.label.name for mark in marks]
    changes = sum(before != after for before, after in zip(names, names[1:], strict=False))
    again = len(names) > len(set(names))
    parts = any(mark.label.is_role or mark.is_heading for mark in marks)
    return changes > 1 and (again or parts)


def _fill(marks: Sequence[_Mark], paragraphs: int) -> bool:
    """Whether turns are the way of the text, and not a few lines of it."""
    return paragraphs - marks[0].paragraph < _LONGEST_TURN * len(marks)
