"""Styles of OpenDocument texts: what is hidden, and how lists and headings count."""

from __future__ import annotations

from collections.abc import Mapping

from speechkit.formats.automatic_numbers import Level
from speechkit.formats.xml_events import read_integer

_PREFIXES = {"text:1.0": "text", "style:1.0": "style", "table:1.0": "table", "office:1.0": "office"}
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一": "chineseCountingThousand",
    "壹": "chineseLegalSimplified",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth",
    "": "none",
}
HEADINGS = ""
"""The name under which the counting of headings is kept among those of lists."""


def shorten(uri: str) -> str:
    """Return the prefix of a namespace that matters here."""
    *_, name = uri.rpartition("xmlns:")
    if name in _PREFIXES:
        return _PREFIXES[name]
    return "draw" if name == "drawing:1.0" else ""


class OdtStyles:
    """Collects styles while the parts of a document are read; a handler of XML events."""

    def __init__(self) -> None:
        self.lists: dict[str, dict[int, Level]] = {}
        """The levels, from 0, of each style of lists."""
        self.list_of: dict[str, str] = {}
        """By style of paragraphs: the style of list that it has."""
        self.hidden: set[str] = set()
        self.titles: set[str] = {"Title"}
        self._style = ""
        self._levels: dict[int, Level] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        name = attributes.get("style:name", "")
        if tag == "text:list-style":
            self._levels = self.lists.setdefault(name, {})
        elif tag == "text:outline-style":
            self._levels = self.lists.setdefault(HEADINGS, {})
        elif tag in ("text:list-level-style-number", "text:outline-level-style"):
            place, level = _read_level(attributes)
            self._levels[place] = level
        elif tag == "style:style":
            self._style = name
            parent = attributes.get("style:parent-style-name", "")
            if parent in self.titles:
                self.titles.add(name)
            if "style:list-style-name" in attributes:
                self.list_of[name] = attributes["style:list-style-name"]
            elif parent in self.list_of:
                self.list_of[name] = self.list_of[parent]
        elif tag == "style:text-properties" and attributes.get("text:display") == "none":
            self.hidden.add(self._style)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag == "style:style":
            self._style = ""

    def data(self, text: str) -> None:
        """Styles have no text."""


def _read_level(attributes: Mapping[str, str]) -> tuple[int, Level]:
    place = read_integer(attributes.get("text:level", "1")) - 1
    shown = max(1, read_integer(attributes.get("text:display-levels", "1")))
    counts = ".".join(f"%{n + 1}" for n in range(max(0, place + 1 - shown), place + 1))
    pattern = (
        attributes.get("style:num-prefix", "") + counts + attributes.get("style:num-suffix", "")
    )
    whole = next((value for key, value in attributes.items() if key == "num-list-format"), "")
    for n in range(1, 11):
        whole = whole.replace(f"%{n}%", f"%{n}")
    written = attributes.get("style:num-format", "")
    format = _FORMATS.get(written[:1], "decimal")
    if format == "none":
        return place, Level("none")
    return place, Level(
        format, whole or pattern, read_integer(attributes.get("text:start-value", "1"))
    )
