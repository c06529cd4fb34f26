"""Turns: who speaks in a transcript, from where on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from speechkit.model import Turn
from speechkit.text.names import is_person
from speechkit.text.speakers import Label, find_heading, find_label

_FEWEST_TURNS, _FEWEST_NAMES = 3, 2
_AGAIN_SHARE = 0.5
_LONGEST_TURN = 12  # paragraphs, on average
_LONGEST_LABEL = 40
_BRACKETS = ("【", "〖", "［", "[")
_BETWEEN_NAMES = r"[、，,；;\s]+"


class _Mark(NamedTuple):
    paragraph: int
    label: Label
    is_heading: bool = False


def find_turns(paragraphs: Sequence[str], levels: Sequence[int] = ()) -> tuple[Turn, ...]:
    """The turns of a transcript: where each begins, and the name of who speaks; () for a speech.

    ``levels`` are those of the paragraphs that are headings, 0 for the others; empty where there
    are none. Names are certain where they come in turns: three at the least, of two people.
    """
    headings = _find_headings(paragraphs, levels)
    if _are_turns(headings):
        return _turns(headings)
    labelled = [
        number
        for number, text in enumerate(paragraphs, 1)
        if text.find("：", 0, _LONGEST_LABEL) > 0
        or text.find(":", 0, _LONGEST_LABEL) > 0
        or text[:1] in _BRACKETS
    ]
    if len(labelled) < _FEWEST_TURNS:
        return ()
    found = ((number, find_label(paragraphs[number - 1])) for number in labelled)
    labels = [_Mark(number, label) for number, label in found if label]
    if (
        _are_turns(labels)
        and _fill(labels, len(paragraphs))
        and not _list_names(paragraphs, labels)
    ):
        return _turns(labels)
    return ()


def _turns(marks: Sequence[_Mark]) -> tuple[Turn, ...]:
    return tuple(Turn(mark.paragraph, mark.label.name) for mark in marks)


def _find_headings(paragraphs: Sequence[str], levels: Sequence[int]) -> list[_Mark]:
    if levels:
        numbers = [number for number, level in enumerate(levels, 1) if level]
    else:
        numbers = [number for number, text in enumerate(paragraphs, 1) if text[:1] == "#"]
    found = (
        ((number, find_heading(paragraphs[number - 1])) for number in numbers) if numbers else ()
    )
    return [_Mark(number, label, is_heading=True) for number, label in found if label]


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
    changes = sum(before != after for before, after in pairwise(names))
    again = len(names) > len(set(names))
    parts = any(mark.label.is_role or mark.is_heading for mark in marks)
    return changes > 1 and (again or parts)


def _fill(marks: Sequence[_Mark], paragraphs: int) -> bool:
    """Whether turns are the way of the text, and not a few lines of it."""
    return paragraphs - marks[0].paragraph < _LONGEST_TURN * len(marks)


def _list_names(paragraphs: Sequence[str], marks: Sequence[_Mark]) -> bool:
    """Whether most labels are the offices of those who take part (委员：李四、王五)."""
    said = (paragraphs[mark.paragraph - 1][mark.label.end :] for mark in marks)
    lists = sum(bool(text) and all(map(is_person, re.split(_BETWEEN_NAMES, text))) for text in said)
    return 2 * lists > len(marks)
