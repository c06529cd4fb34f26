"""What a command reads besides the corpus: a draft from a file, lines from standard input."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import speechkit
from speechkit import Corpus, Speech
from speechkit.cli.app import Failure
from speechkit.cli.identifiers import find_speech
from speechkit.cli.queries import read_typed
from speechkit.cli.session import STANDARD_INPUT
from speechkit.cli.terminal.streams import naming_input, read_input
from speechkit.language import _
from speechkit.render.text import visible

STANDARD_INPUT_NAME = str(STANDARD_INPUT)


def read_draft(path: Path) -> Speech:
    """Return the draft in a file, or in standard input for ``-``.

    Raises what ``read`` does, and Failure where there is no text.
    """
    data = read_input() if path == STANDARD_INPUT else None
    speech = speechkit.read(path, data=data)
    if not speech.paragraphs and speech.title in ("", speech.path.stem):
        shown = visible(str(path)) if data is None else _("standard input")
        raise Failure(_("{file} holds no text; give one that does").format(file=shown))
    return speech


def choose_text(corpus: Corpus, name: str) -> Speech:
    """Return the speech that a name means: of the corpus, else a file, ``-`` being standard input.

    What names both is the speech; with a folder before it (``./003``) it is the file.
    """
    path = Path(name)
    if path == STANDARD_INPUT or (path.is_file() and ("/" in name or name not in corpus)):
        return read_draft(path)
    if path.suffix and name not in corpus and not corpus.near_ids(name):
        told = _("no speech and no file {name}; speechkit list names all speeches")
        raise Failure(told.format(name=visible(name)))
    return find_speech(corpus, name)


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """Yield the lines of a stream that hold anything, as they come, without their ends."""
    with naming_input():
        for data in stream:
            line = read_typed(data.decode("utf-8", "surrogateescape")).strip()
            if line:
                yield line
