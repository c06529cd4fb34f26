"""Identifiers as they are typed: which speech, and which paragraphs, ``003:12-15`` names.

``003:~2`` is a piece of its dropped text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from speechkit import Corpus
from speechkit.cli.app import Failure
from speechkit.errors import UnknownSpeechError
from speechkit.language import _
from speechkit.render.text import visible

if TYPE_CHECKING:
    from speechkit import Speech

_PLACE = re.compile(r"(.+):(~?)([0-9]{1,9})(?:(-)([0-9]{1,9})?)?", re.DOTALL)


class SpeechChoice(NamedTuple):
    """A speech and the numbers of its paragraphs that are wanted; 0 is the title."""

    speech: Speech
    paragraphs: range
    whole: bool
    dropped: bool = False
    """Whether the numbers are those of pieces of dropped text, from 1."""


def choose_speech(corpus: Corpus, argument: str) -> SpeechChoice:
    """Return what an argument names; raise Failure with the nearest identifiers if nothing."""
    place = _PLACE.fullmatch(argument)
    if place is None or argument in corpus:
        _refuse_wrong_place(corpus, argument)
        speech = find_speech(corpus, argument)
        return SpeechChoice(speech, range(len(speech.paragraphs) + 1), whole=True)
    speech = find_speech(corpus, place[1])
    dropped = bool(place[2])
    number = len(speech.dropped if dropped else speech.paragraphs)
    first = int(place[3])
    last = int(place[5] or (number if place[4] else first))
    if first > last or last > number or (dropped and not first):
        typed = place[0][len(place[1]) + 1 :]
        raise Failure(_explain_place(speech.id, typed, number, dropped=dropped))
    return SpeechChoice(speech, range(first, last + 1), whole=False, dropped=dropped)


def _explain_place(identifier: str, typed: str, number: int, *, dropped: bool) -> str:
    """Return which paragraphs or pieces a speech has, ``number`` of them, for one it has not."""
    if not dropped:
        told = _("{id} has no paragraph {typed}; its paragraphs are 1 to {number}, 0 is its title")
    elif number:
        told = _("{id} has no dropped text {typed}; its pieces are ~1 to ~{number}")
    else:
        told = _("{id} has no dropped text {typed}; cleaning left out nothing")
    return told.format(id=identifier, typed=typed, number=number)


def _refuse_wrong_place(corpus: Corpus, argument: str) -> None:
    """Raise Failure for a speech with a colon and something that is no paragraph."""
    name, colon, place = argument.rpartition(":")
    if colon and name in corpus and argument not in corpus:
        told = _(
            "{place} is no paragraph; write {id}:12, or {id}:12-15 for several, {id}:12- for all"
            " from there"
        )
        raise Failure(told.format(place=visible(place), id=name))


def find_speech(corpus: Corpus, identifier: str) -> Speech:
    """Return the speech of an identifier; raise Failure with the nearest ones if there is none."""
    with explain_unknown(corpus):
        return corpus[identifier]


@contextmanager
def explain_unknown(corpus: Corpus) -> Iterator[None]:
    """Raise Failure with the nearest identifiers for one that names no speech, or several."""
    try:
        yield
    except UnknownSpeechError as error:
        raise Failure(_explain(corpus, error)) from None


def _explain(corpus: Corpus, error: UnknownSpeechError) -> str:
    name = visible(error.identifier)
    if error.speeches:
        names = " ".join(error.candidates)
        more = " …" if error.speeches > len(error.candidates) else ""
        return _("{id} names {number} speeches: {names}; give more of it").format(
            id=name, number=error.speeches, names=names + more
        )
    near = corpus.near_ids(error.identifier)
    if near:
        return _("no speech {id}; near: {names}").format(id=name, names=" ".join(near))
    told = _("no speech {id}; speechkit list names all {number}")
    return told.format(id=name, number=f"{len(corpus):,}")
