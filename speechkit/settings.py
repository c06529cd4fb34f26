"""What a caller says of a corpus and its index: places, an encoding, words; checked, made plain."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from speechkit.backends.protocol import AUTOMATIC
from speechkit.errors import SettingError
from speechkit.language import _


def absolute_path(path: str | os.PathLike[str]) -> Path:
    """Return a path that no change of the working folder alters."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - "..", too, is one folder


def index_location(index: str | os.PathLike[str] | None) -> Path | None:
    """Return where an index shall lie, or None where nothing is said of it."""
    return None if index is None else Path(index).absolute()


def is_address(text: str) -> bool:
    """Return whether an index is on a cluster, at an address; ``https:/x`` is a mistyped one."""
    return text.lower().startswith(("http:/", "https:/"))


def check_encoding(name: str | None) -> str | None:
    """Return the name of an encoding of text; raises SettingError."""
    if name is None or name == AUTOMATIC:
        return name
    try:
        # Codecs of bytes to bytes or of text to text, such as hex and rot13, read no file.
        "".encode(name), b"".decode(name)
        return name
    except (LookupError, ValueError, TypeError):
        told = _(
            "unknown encoding {name}; try utf-8, gb18030, big5 or utf-16, or auto to detect it"
        )
        raise SettingError(told.format(name=repr(name))) from None


def check_words(words: Iterable[str] | None) -> frozenset[str] | None:
    """Return user words in simplified characters; raises SettingError for one that is none."""
    if words is None:
        return None
    from speechkit.text.user_words import parse_word

    if isinstance(words, (str, bytes, Mapping)) or not isinstance(words, Iterable):
        raise SettingError(f"user_words is {words!r}; give a list of words")
    return frozenset(map(parse_word, words))
