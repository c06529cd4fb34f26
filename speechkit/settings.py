"""What a caller says of a corpus and its index: places, an encoding, words; checked, made plain."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from speechkit.backends.protocol import AUTOMATIC
from speechkit.errors import SettingError
from speechkit.language import _

_SCHEME = "([A-Za-z][A-Za-z0-9+.-]+):/"
"""Before an address; one letter is a drive of Windows."""
_HOST = r"(?a)(?:[^/]*@)?([\w.-]+:[0-9]+)/"


def absolute_path(path: str | os.PathLike[str]) -> Path:
    """Return a path that no change of the working folder alters.

    Raises SettingError for an empty one, which would be the working folder, and TypeError.
    """
    return Path(os.path.abspath(plain_path("path", path)))  # noqa: PTH100 - "..", too, is one folder


def index_location(index: str | os.PathLike[str] | None) -> Path | None:
    """Return where an index shall lie, or None where nothing is said of it.

    Raises SettingError for an address, which would become a local folder, and TypeError.
    """
    if index is None:
        return None
    text = plain_path("index", index)
    _refuse_address(text.strip())
    return Path(text).absolute()


def plain_path(name: str, path: str | os.PathLike[str]) -> str:
    """Return a path as a string; raises SettingError for an empty one, TypeError for none."""
    text = os.fspath(path) if isinstance(path, (str, os.PathLike)) else None
    if not isinstance(text, str):
        raise TypeError(f"{name} is {path!r:.60}; give a path as a string or a Path")
    if not text:
        raise SettingError(f"{name} is empty; give a path, such as . for the working folder")
    return text


def _refuse_address(text: str) -> None:
    """Raise SettingError for an address that is none of a cluster; it may hold a password."""
    if scheme := re.match(_SCHEME, text):
        told = _(
            "an index has no address that begins with {scheme}://; write https://host:9200/name or"
            " http://… for a cluster, or ./{scheme}:… for a file"
        )
        raise SettingError(told.format(scheme=scheme[1]))
    if host := re.match(_HOST, text):
        told = _("{host} needs https:// or http:// before it; a file of that name is ./{host}")
        raise SettingError(told.format(host=host[1]))


def is_address(index: str | os.PathLike[str] | None) -> bool:
    """Return whether an index is on a cluster, at an address; ``https:/x`` is a mistyped one."""
    text = os.fspath(index) if isinstance(index, (str, os.PathLike)) else ""
    return isinstance(text, str) and text.strip().lower().startswith(("http:/", "https:/"))


def check_text(name: str, text: str) -> None:
    """Raise TypeError for what is no string."""
    if not isinstance(text, str):
        raise TypeError(f"{name} is {text!r:.60}; give a string")


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
        shown = name if str(name).strip() and str(name).isprintable() else repr(name)
        raise SettingError(told.format(name=shown)) from None


def check_words(words: Iterable[str] | None) -> frozenset[str] | None:
    """Return user words in simplified characters; raises SettingError for one that is none."""
    if words is None:
        return None
    from speechkit.text.user_words import parse_word

    if isinstance(words, (str, bytes, Mapping)) or not isinstance(words, Iterable):
        raise SettingError(f"user_words is {words!r}; give a list of words")
    return frozenset(map(parse_word, words))
