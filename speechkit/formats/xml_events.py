"""XML as events, within bounds: no document type, no entity of one's own, nothing external."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from speechkit.errors import UnreadableFileError

_MOST_DEPTH = 100_000
_SEPARATOR = " "


class Handler(Protocol):
    """What takes the events; names are those that ``shorten`` made."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def data(self, text: str) -> None:
        """Take text, of which one stretch may come in several pieces."""


class _Names(dict[str, str]):
    """Names as expat gives them (``uri local``), made short once each; "" for unwanted ones."""

    def __init__(
        self, shorten: Callable[[str], str], wanted: Collection[str] | None = None
    ) -> None:
        super().__init__()
        self._shorten = shorten
        self._wanted = wanted

    def __missing__(self, name: str) -> str:
        uri, _, local = name.rpartition(_SEPARATOR)
        prefix = self._shorten(uri)
        short = f"{prefix}:{local}" if prefix else local
        self[name] = short = short if self._wanted is None or short in self._wanted else ""
        return short


def parse(
    chunks: Iterable[bytes],
    handler: Handler,
    shorten: Callable[[str], str],
    wanted: Collection[str] | None = None,
) -> None:
    """Hand the events of a document to a handler; ``shorten`` gives a prefix for a namespace.

    ``wanted`` are the elements whose events the handler takes, where these are not all of them:
    in a document nine of ten set a font.

    Raises UnreadableFileError for what is no XML, or has a document type.
    """
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    names, tags = _Names(shorten), _Names(shorten, wanted)
    depth = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise UnreadableFileError("damaged", "nested too deeply")
        if tag := tags[name]:
            if attributes:
                attributes = {names[key]: value for key, value in attributes.items()}
            handler.start(tag, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if tag := tags[name]:
            handler.end(tag)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.data
    parser.StartDoctypeDeclHandler = _refuse
    empty = True
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            empty = False
        if not empty:
            parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise UnreadableFileError("damaged", f"XML: {error}") from error


def _refuse(*_: object) -> None:
    raise UnreadableFileError(
        "damaged", "its XML has a document type of its own, which is not read"
    )


def read_integer(value: str) -> int:
    """Return the number that an attribute holds; 0 where it holds none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
