"""Which speech, and which of its paragraphs, an argument such as ``003:12-15`` names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from speechkit.cli.errors import Failure
from speechkit.corpus import Corpus, UnknownSpeechError
from speechkit.speech import Speech

_PLACE = re.compile(r"(.+):([0-9]{1,9})(?:-([0-9]{1,9}))?", re.DOTALL)


class SpeechChoice(NamedTuple):
    """A speech and the numbers of its paragraphs that are wanted; 0 is the title."""

    speech: Speech
    paragraphs: range
    whole: bool


def choose_speech(corpus: Corpus, argument: str) -> SpeechChoice:
    """Return what an argument names; raise Failure with the nearest identifiers if nothing."""
    place = _PLACE.fullmatch(argument)
    if place is None or argument in corpus:
        _refuse_wrong_place(corpus, argument)
        speech = find_speech(corpus, argument)
        return SpeechChoice(speech, range(len(speech.paragraphs) + 1), whole=True)
    speech = find_speech(corpus, place[1])
    first = int(place[2])
    last = int(place[3] or place[2])
    if first > last or last > len(speech.paragraphs):
        raise Failure(
            f"{speech.id} has no paragraph {place[0][len(place[1]) + 1 :]};"
            f" its paragraphs are 1 to {len(speech.paragraphs)}, and 0 is its title"
        )
    return SpeechChoice(speech, range(first, last + 1), whole=False)


def _refuse_wrong_place(corpus: Corpus, argument: str) -> None:
    """Raise Failure for a speech with something behind a colon that is no paragraph."""
    name, colon, place = argument.rpartition(":")
    if colon and name in corpus and argument not in corpus:
        raise Failure(
            f"{place or 'nothing'} is no paragraph; write {name}:12, or {name}:12-15 for several"
        )


def find_identifiers(corpus: Corpus, typed: Sequence[str]) -> list[str] | None:
    """Return the identifiers of the speeches to look in; None, for all, if none was typed.

    Raises Failure with the nearest ones if one names no speech.
    """
    return [find_speech(corpus, identifier).id for identifier in typed] or None


def find_speech(corpus: Corpus, identifier: str) -> Speech:
    """Return the speech of an identifier; raise Failure with the nearest ones if there is none."""
    try:
        return corpus[identifier]
    except UnknownSpeechError as error:
        raise Failure(_explain(corpus, error)) from None


def _explain(corpus: Corpus, error: UnknownSpeechError) -> str:
    if error.ambiguous:
        names = " ".join(error.candidates)
        return f"{error.identifier} names more than one speech: {names}; give more of the name"
    near = corpus.near_identifiers(error.identifier)
    advice = f"near: {' '.join(near)}" if near else f"speechkit list names all {len(corpus):,}"
    return f"no speech {error.identifier}; {advice}"
