"""Files that lie in no corpus: a draft read as a speech, and a list of user words."""

from __future__ import annotations

import os
from pathlib import Path

from speechkit.backends.protocol import AUTOMATIC
from speechkit.errors import UnreadableFileError
from speechkit.model import Speech, display_path
from speechkit.settings import absolute_path, check_encoding


def read_speech(
    path: str | os.PathLike[str], encoding: str | None = None, *, data: bytes | None = None
) -> Speech:
    """Return the speech of one file that need not lie in a corpus, read as those of a corpus are.

    Its ``id`` is the path as given; ``data`` are the bytes of the file where they are known
    already. Raises OSError if it cannot be opened, UnreadableFileError
    if it is in no format that is read or too large, DecodingError where no encoding fits it, and
    SettingError for an encoding that is none.
    """
    from speechkit.cleaning.reading import read_speech as read
    from speechkit.ingest.folder import MAXIMUM_BYTES

    encoding = check_encoding(encoding)
    place = absolute_path(path)
    if data is None:
        with place.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    if len(data) > MAXIMUM_BYTES:
        raise UnreadableFileError("too-large", str(MAXIMUM_BYTES >> 20))
    chosen = None if encoding == AUTOMATIC else encoding
    speech = read(data, os.fsencode(place.name), place.parent, chosen)
    return speech._replace(id=display_path(os.fsencode(path)))


def read_user_words(path: Path) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words of a file, one a line, and the lines that can be none.

    Raises OSError, and DecodingError where no encoding fits the file.
    """
    from speechkit.formats.encodings import decode
    from speechkit.text.user_words import parse_words

    return parse_words(decode(path.read_bytes(), None).text)
