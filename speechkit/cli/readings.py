"""What a command reads besides the corpus: a draft from a file, lines from standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import speechkit
from speechkit import Corpus, Scope, Speech
from speechkit.cli.app import Failure
from speechkit.cli.hints import explain_unreadable
from speechkit.cli.identifiers import find_speech, is_speech
from speechkit.cli.queries import read_typed
from speechkit.cli.scopes import read_scopes
from speechkit.cli.session import STANDARD_INPUT
from speechkit.cli.terminal.streams import naming_input, read_input
from speechkit.errors import DecodingError, UnknownSpeechError, UnreadableFileError
from speechkit.language import _
from speechkit.render.text import shell_word, visible

STANDARD_INPUT_NAME = str(STANDARD_INPUT)


def read_draft(path: Path) -> Speech:
    """Return the draft in a file, or in standard input for ``-``.

    Raises OSError, and Failure where there is no text or none that can be read.
    """
    data = read_input() if path == STANDARD_INPUT else None
    shown = visible(str(path)) if data is None else _("standard input")
    try:
        speech = speechkit.read(path, data=data)
    except (UnreadableFileError, DecodingError) as error:
        raise Failure(explain_unreadable(shown, error)) from error
    if not speech.paragraphs and speech.title in ("", speech.path.stem):
        raise Failure(_("{file} holds no text; give one that does").format(file=shown))
    return speech


def choose_text(corpus: Corpus, name: str) -> Speech:
    """Return the speech that a name means: of the corpus, else a file, ``-`` being standard input.

    What names both is the speech; with a folder before it (``./003``) it is the file.
    """
    path = Path(name)
    if path == STANDARD_INPUT or (path.is_file() and ("/" in name or name not in corpus)):
        return read_draft(path)
    if path.is_dir() and name not in corpus:
        told = _("{name} is a folder; write the file in it that is meant: {inside}")
        raise Failure(told.format(name=visible(name), inside=shell_word(str(path / _("FILE")))))
    if path.suffix and name not in corpus and not corpus.near_ids(name):
        told = _("no speech and no file {name}; speechkit list names all speeches")
        raise Failure(told.format(name=visible(name)))
    return find_speech(corpus, name)


def find_scope(corpus: Corpus, name: str) -> Scope | None:
    """Return the scope that a name is, if it is neither a file nor a speech, else None."""
    # pathlib raises where a name is too long.
    is_file = os.path.isfile(name)  # noqa: PTH113
    if name == STANDARD_INPUT_NAME or is_file or is_speech(corpus, name):
        return None
    if ".." in name and "/" in name:  # the path of a file that is not there, and no range
        return None
    scope = read_scopes("compare", (name,))
    try:
        next(corpus.entries(scope), None)
    except UnknownSpeechError:
        return None  # which choose_text explains
    return scope


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """Yield the lines of a stream that hold anything, as they come, without their ends."""
    with naming_input():
        for data in stream:
            line = read_typed(data.decode("utf-8", "surrogateescape")).strip()
            if line:
                yield line
