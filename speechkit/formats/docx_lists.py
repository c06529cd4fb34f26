"""Styles and automatic numbers of .docx: ``styles.xml`` and ``numbering.xml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from speechkit.formats.automatic_numbers import Level, ListCounter
from speechkit.formats.xml_events import parse, read_integer

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_TITLE = ("title", "标题", "標題")
_MOST_ANCESTORS = 20
_GAPS = {"nothing": "", "space": " ", "tab": " "}


def shorten(uri: str) -> str:
    """Return the prefix of a namespace that matters here, transitional or strict."""
    if "wordprocessingml" in uri:
        return "w"
    if uri.endswith("/math"):
        return "m"
    return "mc" if "markup-compatibility" in uri else ""


def is_on(attributes: Mapping[str, str]) -> bool:
    """Return whether a property that is there or not is there."""
    return attributes.get("w:val", "1") not in ("0", "false", "off")


class Properties(NamedTuple):
    """What a paragraph or its style says; None where it says nothing."""

    style: str | None = None
    list_number: str | None = None
    list_level: int | None = None
    outline: int | None = None
    """From 1 for the highest heading; 0 for body text."""
    hidden: bool | None = None

    def over(self, base: Properties) -> Properties:
        """Return these properties, and those of a style where these say nothing."""
        said = {name: value for name, value in self._asdict().items() if value is not None}
        return base._replace(**said)


NOTHING_SAID = Properties()


class Style(NamedTuple):
    """A style with what it says by itself."""

    name: str = ""
    base: str = ""
    properties: Properties = NOTHING_SAID


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._reader = _StyleReader()
        parse(chunks, self._reader, shorten, _OF_STYLES)

    def complete(self, properties: Properties) -> Properties:
        """Return the properties of a paragraph with those of its style and its ancestors."""
        identifier = properties.style or self._reader.default
        for _ in range(_MOST_ANCESTORS):
            style = self._reader.styles.get(identifier)
            if style is None:
                break
            properties = properties.over(style.properties)
            identifier = style.base
        return properties

    def is_hidden(self, identifier: str) -> bool:
        """Return whether a style of characters hides them."""
        return bool(self.complete(Properties(style=identifier)).hidden)

    def is_title(self, properties: Properties) -> bool:
        """Return whether a paragraph has the style of a title."""
        style = self._reader.styles.get(properties.style or "")
        return style is not None and style.name.lower() in _TITLE


class _StyleReader:
    def __init__(self) -> None:
        self.styles: dict[str, Style] = {}
        self.default = ""
        self._id = ""
        self._style = Style()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("w:val", "")
        if tag == "w:style":
            self._id = attributes.get("w:styleId", "")
            self._style = Style()
            if attributes.get("w:type") == "paragraph" and attributes.get("w:default") in (
                "1",
                "true",
            ):
                self.default = self._id
        elif tag == "w:name":
            self._style = self._style._replace(name=value)
            if heading := _HEADING.fullmatch(value):
                self._say(Properties(outline=int(heading[1])))
        elif tag == "w:basedOn":
            self._style = self._style._replace(base=value)
        else:
            self._say(read_property(tag, attributes))

    def end(self, tag: str) -> None:
        if tag == "w:style":
            self.styles[self._id] = self._style

    def data(self, text: str) -> None:
        """No text of a part of styles is a document's."""

    def _say(self, properties: Properties) -> None:
        said = properties.over(self._style.properties)
        self._style = self._style._replace(properties=said)


READ_PROPERTIES = frozenset(
    {"w:pStyle", "w:numId", "w:ilvl", "w:outlineLvl", "w:vanish", "w:specVanish"}
)
"""The elements of which read_property says something."""
_OF_STYLES = READ_PROPERTIES | {"w:style", "w:name", "w:basedOn"}


def read_property(tag: str, attributes: Mapping[str, str]) -> Properties:
    """Return what one element within the properties of a paragraph, run or style says."""
    value = attributes.get("w:val", "")
    if tag == "w:pStyle":
        return Properties(style=value)
    if tag == "w:numId":
        return Properties(list_number=value)
    if tag == "w:ilvl":
        return Properties(list_level=read_integer(value))
    if tag == "w:outlineLvl":
        level = read_integer(value) + 1
        return Properties(outline=level if level < 10 else 0)
    if tag in ("w:vanish", "w:specVanish"):
        return Properties(hidden=is_on(attributes))
    return Properties()


class Lists:
    """The lists of a document, counting as its paragraphs come."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._reader = _ListReader()
        parse(chunks, self._reader, shorten)
        self._counters: dict[str, ListCounter] = {}
        self._restarted: set[tuple[str, int]] = set()

    def count(self, properties: Properties) -> str:
        """Return the number that a paragraph with these complete properties gets, or ""."""
        instance = self._reader.instances.get(properties.list_number or "")
        if instance is None:
            return ""
        level = properties.list_level
        if level is None:
            level = self._reader.level_of_style(instance.definition, properties.style)
        counter = self._counter(properties.list_number or "", instance)
        place = (properties.list_number or "", level)
        if level in instance.starts and place not in self._restarted:
            self._restarted.add(place)
            counter.restart(level, instance.starts[level])
        return counter.count(level)

    def _counter(self, number: str, instance: _Instance) -> ListCounter:
        """The counter of a list: instances share that of their definition unless they change it."""
        key = f"{number} {instance.definition}" if instance.levels else instance.definition
        if key not in self._counters:
            defined = self._reader.levels_of(instance.definition)
            self._counters[key] = ListCounter({**defined, **instance.levels})
        return self._counters[key]


class _Instance(NamedTuple):
    definition: str
    starts: dict[int, int]
    levels: dict[int, Level]


class _ListReader:
    def __init__(self) -> None:
        self.instances: dict[str, _Instance] = {}
        self._definitions: dict[str, dict[int, Level]] = {}
        self._styles: dict[tuple[str, str], int] = {}
        """By definition and style of paragraphs: the level."""
        self._linked: dict[str, str] = {}
        """By definition: the style of a list that it refers to."""
        self._links: dict[str, str] = {}
        """By style of a list: the definition that gives it."""
        self._definition = ""
        self._instance = _Instance("", {}, {})
        self._level = 0
        self._place: dict[int, Level] = {}
        self._choice = False
        self._skipped = 0

    def levels_of(self, definition: str) -> dict[int, Level]:
        linked = self._links.get(self._linked.get(definition, ""), definition)
        return self._definitions.get(linked, {}) or self._definitions.get(definition, {})

    def level_of_style(self, definition: str, style: str | None) -> int:
        return self._styles.get((definition, style or ""), 0)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or (tag == "mc:Fallback" and self._choice):
            self._skipped += 1
            return
        self._choice = tag == "mc:Choice" or (self._choice and tag != "mc:AlternateContent")
        value = attributes.get("w:val", "")
        if tag == "w:abstractNum":
            self._definition = attributes.get("w:abstractNumId", "")
            self._place = self._definitions.setdefault(self._definition, {})
        elif tag == "w:num":
            self._instance = _Instance("", {}, {})
            self.instances[attributes.get("w:numId", "")] = self._instance
            self._number = attributes.get("w:numId", "")
            self._place = self._instance.levels
        elif tag == "w:abstractNumId":
            self._instance = self._instance._replace(definition=value)
            self.instances[self._number] = self._instance
        elif tag in ("w:lvl", "w:lvlOverride"):
            self._level = read_integer(attributes.get("w:ilvl", "0"))
            if tag == "w:lvl":
                self._place[self._level] = Level(pattern=f"%{self._level + 1}.")
        elif tag == "w:startOverride":
            self._instance.starts[self._level] = read_integer(value)
        elif tag == "w:numStyleLink":
            self._linked[self._definition] = value
        elif tag == "w:styleLink":
            self._links[value] = self._definition
        elif tag == "w:pStyle":
            self._styles[(self._definition, value)] = self._level
        else:
            self._say(tag, attributes, value)

    def _say(self, tag: str, attributes: Mapping[str, str], value: str) -> None:
        level = self._place.get(self._level)
        if level is None:
            return
        if tag == "w:start":
            level = level._replace(start=read_integer(value))
        elif tag == "w:numFmt":
            zeros = value == "custom" and attributes.get("w:format", "").startswith("0")
            level = level._replace(format="decimalZero" if zeros else value)
        elif tag == "w:lvlText":
            level = level._replace(pattern=value)
        elif tag == "w:suff":
            level = level._replace(gap=_GAPS.get(value, " "))
        elif tag == "w:isLgl":
            level = level._replace(legal=is_on(attributes))
        elif tag == "w:lvlRestart":
            level = level._replace(restarts=value != "0")
        self._place[self._level] = level

    def end(self, tag: str) -> None:
        self._skipped -= bool(self._skipped)

    def data(self, text: str) -> None:
        """No text of a part of lists is a document's."""
