"""Identifiers as they are typed: which speech, and which paragraphs, ``003:12-15`` names.

``003:~2`` is a piece of its dropped text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit import Corpus
from speechkit.cli.app import Failure
from speechkit.errors import UnknownSpeechError
from speechkit.language import _
from speechkit.render.text import visible
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit import SkippedFile, Speech

_PLACE = "(~?)([0-9]{1,9})(?:(-)([0-9]{1,9})?)?"
_COLON = "(?s)(.+)[:：](.*)"
_SIGNS = str.maketrans("～∼〜－–—−", "~~~----")
"""As an input method types the signs of a place."""


class SpeechChoice(NamedTuple):
    """A speech and the numbers of its paragraphs that are wanted; 0 is the title."""

    speech: Speech
    paragraphs: range
    whole: bool
    dropped: bool = False
    """Whether the numbers are those of pieces of dropped text, from 1."""


def choose_speech(corpus: Corpus, argument: str) -> SpeechChoice:
    """Return what an argument names; raise Failure with the nearest identifiers if nothing."""
    parts = None if _read_name(corpus, argument) in corpus else re.fullmatch(_COLON, argument)
    if parts is None:
        speech = find_speech(corpus, argument)
        return SpeechChoice(speech, range(len(speech.paragraphs) + 1), whole=True)
    typed = _read_numbers(parts[2])
    place = re.fullmatch(_PLACE, typed)
    if place is None and _read_name(corpus, parts[1]) not in corpus:
        find_speech(corpus, argument)
    speech = find_speech(corpus, parts[1])
    if place is None:
        raise Failure(_explain_no_place(parts[1], typed))
    dropped = bool(place[1])
    number = len(speech.dropped if dropped else speech.paragraphs)
    first = int(place[2])
    last = int(place[4] or (number if place[3] else first))
    if place[4] and first > last:
        way = f"{speech.id}:{place[1]}{last}-{first}"
        told = _("{typed} ends before it begins; write {way}")
        raise Failure(told.format(typed=typed, way=way))
    if first > last or last > number or (dropped and not first):
        raise Failure(_explain_place(speech.id, typed, number, dropped=dropped))
    return SpeechChoice(speech, range(first, last + 1), whole=False, dropped=dropped)


def _read_numbers(typed: str) -> str:
    """Return the numbers of a place in half width, also of one that is said in words: 第五段."""
    # A command that names no place parses nothing.
    from speechkit.query import read_paragraphs, to_half_width

    written = to_half_width(typed).translate(_SIGNS)
    said = None if re.fullmatch(_PLACE, written) else read_paragraphs(written.strip())
    if said is None:
        return written
    first, last = said
    return f"{first}" if first == last else f"{first}-{last}"


def _explain_place(identifier: str, typed: str, number: int, *, dropped: bool) -> str:
    """Return which paragraphs or pieces a speech has, ``number`` of them, for one it has not."""
    if dropped:
        told = {
            0: _("{id} has no dropped text {typed}; cleaning left out nothing"),
            1: _("{id} has no dropped text {typed}; its only piece is ~1"),
        }.get(number, _("{id} has no dropped text {typed}; its pieces are ~1 to ~{number}"))
    else:
        told = {
            0: _("{id} has no paragraph {typed}; it has none, and 0 is its title"),
            1: _("{id} has no paragraph {typed}; its only paragraph is 1, and 0 is its title"),
        }.get(
            number,
            _(
                "{id} has no paragraph {typed}; its paragraphs are 1 to {number}, and 0 is its"
                " title"
            ),
        )
    return told.format(id=identifier, typed=typed, number=number)


def _explain_no_place(identifier: str, typed: str) -> str:
    """Return how places are written, for a speech with a colon and something that is none."""
    numbers = re.fullmatch("~?[0-9]+(?:-[0-9]+)?(?:[,、;][ ]?~?[0-9]+(?:-[0-9]+)?)+", typed)
    if numbers:
        places = " ".join(f"{identifier}:{n}" for n in re.split("[,、;][ ]?", typed))
        told = _("{place} is no paragraph; for several places write: {places}")
        return told.format(place=typed, places=places)
    told = _(
        "nothing is behind the colon; write {id}:12, or {id}:12-15 for several, {id}:12- for all"
        " from there"
    )
    if typed:
        told = _(
            "{place} is no paragraph; write {id}:12, or {id}:12-15 for several, {id}:12- for all"
            " from there"
        )
    return told.format(place=typed, id=identifier)


def find_speech(corpus: Corpus, identifier: str) -> Speech:
    """Return the speech of an identifier; raise Failure with the nearest ones if there is none."""
    with explain_unknown(corpus):
        return corpus[_read_name(corpus, identifier)]


def is_speech(corpus: Corpus, typed: str) -> bool:
    """Return whether what is typed names one speech."""
    return _read_name(corpus, typed) in corpus


def _read_name(corpus: Corpus, typed: str) -> str:
    """Return the identifier that is meant: also of a path to the file, and of full-width digits."""
    if typed in corpus:
        return typed
    from speechkit.query import to_half_width

    path = Path(os.path.abspath(typed))  # noqa: PTH100 - "..", too, is one folder
    forms = [typed.removeprefix("./"), to_half_width(typed)]
    if path.is_relative_to(corpus.path) and path != corpus.path:
        forms.append(str(path.relative_to(corpus.path)))
    return next((form for form in forms if form in corpus), typed)


def _is_named(file: SkippedFile, identifier: str) -> bool:
    """Return whether an identifier is the path of a file, or its name, with or without ending."""
    path = Path(file.name)
    stem = path.with_suffix("").name
    number = re.match("[0-9]*", stem)
    typed = identifier.removeprefix("./")
    names = {file.name, path.name, stem, str(path.with_suffix("")), number[0] if number else ""}
    return bool(typed) and (typed in names or Path(typed).name == path.name)


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
    from speechkit.render.messages import describe_skipped

    skipped = next((f for f in corpus.skipped if _is_named(f, error.identifier)), None)
    if skipped is not None:
        return _("{name} is no speech, it was skipped: {reason}").format(
            name=visible(skipped.name), reason=describe_skipped(skipped)
        )
    way = _suggest_place(corpus, error.identifier)
    if way:
        return _("no speech {id}; write a paragraph as in {way}").format(id=name, way=way)
    near = corpus.near_ids(error.identifier)
    if near:
        return _("no speech {id}; near: {names}").format(id=name, names=" ".join(near))
    told = _("no speech {id}; speechkit list names all {number}")
    return told.format(id=name, number=f"{len(corpus):,}")


def _suggest_place(corpus: Corpus, typed: str) -> str:
    """Return how a place is written that is said in words, 003第5段; "" for anything else."""
    from speechkit.query import read_place

    said = read_place(typed)
    if said is None or _read_name(corpus, said.name) not in corpus:
        return ""
    last = f"-{said.last}" if said.last != said.first else ""
    return f"{corpus[_read_name(corpus, said.name)].id}:{said.first}{last}"
