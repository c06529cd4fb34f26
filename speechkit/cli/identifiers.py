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

import click

from speechkit import Corpus, Scope
from speechkit.cli.app import Failure
from speechkit.errors import UnknownSpeechError
from speechkit.language import _
from speechkit.render.text import shell_word, visible
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit import SkippedFile, Speech

_PLACE = "(~?)([0-9]{1,9})(?:(-)([0-9]{1,9})?)?"
_COLON = "(?s)(.+)[:：](.*)"
_SIGNS = str.maketrans("～∼〜－–—−", "~~~----")
"""As an input method types the signs of a place."""
_BETWEEN = "[,，、;；] *"
"""What people put between several ids, which blanks divide."""


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
    if _read_name(corpus, parts[1]) not in corpus and _part_several(corpus, argument):
        find_speech(corpus, argument)
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
        more = ("…",) if error.speeches > len(error.candidates) else ()
        return _("{id} names {number} speeches: {names}; give more of it").format(
            id=name, number=error.speeches, names=_(", ").join((*error.candidates, *more))
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
    option = _find_option(error.identifier)
    several = _part_several(corpus, error.identifier)
    if several:
        before = f"{option} " if option else ""
        way = " ".join(f"{before}{shell_word(one)}" for one in several)
        told = _("no speech {id}; put blanks between several: {way}")
        if option:
            told = _("no speech {id}; for several repeat the option: {way}")
        return told.format(id=name, way=way)
    return _explain_scope(corpus, error.identifier, option) or _explain_unlike(corpus, name, error)


def _explain_unlike(corpus: Corpus, name: str, error: UnknownSpeechError) -> str:
    near = corpus.near_ids(error.identifier)
    if near:
        told = _("no speech {id}; near: {names}")
        return told.format(id=name, names=_(", ").join(near))
    told = _("no speech {id}; speechkit list names all {number}")
    return told.format(id=name, number=f"{len(corpus):,}")


def _explain_scope(corpus: Corpus, typed: str, option: str) -> str:
    """Return why the value of an option names no speech: a folder, a glob, one of full width."""
    from speechkit.query import to_half_width

    if not option:
        return ""
    half = to_half_width(typed)
    if half != typed and _names_any(corpus, half):
        told = _("no speech {id}; write it in half width: {way}")
        return told.format(id=visible(typed), way=f"{option} {shell_word(half)}")
    told = ""
    if half.endswith("/"):
        told = _("no folder {name} in the corpus; speechkit list names all {number} speeches")
    elif any(sign in half for sign in "*?["):
        told = _("no id is like {name}; speechkit list names all {number} speeches")
    return told.format(name=visible(typed), number=f"{len(corpus):,}")


def _names_any(corpus: Corpus, name: str) -> bool:
    try:
        return next(corpus.entries(Scope(ids=(name,))), None) is not None
    except UnknownSpeechError:
        return False


def _find_option(typed: str) -> str:
    """Return the option of the command that runs which has this value; "" for an argument's."""
    context = click.get_current_context(silent=True)
    options = (p for p in context.command.params if isinstance(p, click.Option)) if context else ()
    for option in options:
        values = context.params.get(option.name or "") if context else ()
        if option.multiple and typed in (values or ()):
            return option.opts[0]
    return ""


def _part_several(corpus: Corpus, typed: str) -> list[str]:
    """Return the ids of several speeches that a comma divides; none for anything else."""
    pieces = re.split(_BETWEEN, typed.strip())
    if len(pieces) < 2 or not all(pieces):
        return []
    names = (re.sub("[:：].*", "", piece) for piece in pieces)
    return pieces if any(_names_any(corpus, _read_name(corpus, name)) for name in names) else []


def _suggest_place(corpus: Corpus, typed: str) -> str:
    """Return how a place is written that is said in words, 003第5段; "" for anything else."""
    from speechkit.query import read_place

    said = read_place(typed)
    if said is None or _read_name(corpus, said.name) not in corpus:
        return ""
    last = f"-{said.last}" if said.last != said.first else ""
    return f"{corpus[_read_name(corpus, said.name)].id}:{said.first}{last}"
