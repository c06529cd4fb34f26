"""Plain values that the rooms of the library hand to each other; none of them reads or writes.

Reasons, notices and events are codes with fields: their words are found in ``render``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from speechkit.tuples import NamedTuple

Item = TypeVar("Item")

Span = tuple[int, int]
"""Half-open, in characters."""

Key = Hashable
"""Names a speech within one backend, which alone can read it."""

NoticeKind = Literal["repaired", "dropped", "doubtful"]

NOTICE_KINDS: tuple[NoticeKind, ...] = ("doubtful", "repaired", "dropped")
"""In the order in which they are told: what a person has to look at comes first."""

SkipReason = Literal[
    "symbolic-link",
    "not-regular",
    "ending",
    "too-large",
    "unreadable",
    "unreadable-folder",
    "binary",
    "password",
    "damaged",
    "bomb",
    "old-word",
    "works",
    "no-text",
    "scan",
    "no-map",
    "slow",
    "not-decodable",
    "no-memory",
    "fault",
]

EventCode = Literal[
    "index-damaged",
    "index-outdated",
    "index-built-elsewhere",
    "index-behind",
    "index-in-memory",
    "index-not-followed",
    "index-copies",
    "metadata-fault",
    "metadata-more-faults",
]

MetadataFaultCode = Literal[
    "unreadable",
    "open-quote",
    "no-file-column",
    "unknown-column",
    "repeated-column",
    "too-many-cells",
    "no-file",
    "unknown-file",
    "ambiguous-file",
    "repeated-file",
    "bad-date",
]

IndexState = Literal[
    "current",
    "outdated",  # made with another version
    "folder-gone",
    "damaged",
    "unreadable",
]

ScoreField = Literal["speech", "passage"]

Script = Literal["simplified", "traditional", "none"]

MetadataField = Literal["title", "date", "speaker", "occasion", "source", "url"]

OriginKind = Literal[
    "line",  # of its own
    "label",
    "occasion",
    "note",
    "signature",
    "title",
    "heading",
    "page",
    "stated",  # on purpose: front matter, fields of JSON
    "properties",  # filled in by the program that wrote the file
    "file-name",
    "metadata.csv",
]


class Notice(NamedTuple):
    """One thing that a step of reading did to a text, or could not be sure of.

    ``rule`` names the rule in a few words of kebab-case (``pinyin-annotation``), ``text`` is the
    text concerned as it was in the file (may be empty), ``times`` says how often it happened.
    """

    kind: NoticeKind
    rule: str
    text: str = ""
    times: int = 1


class Section(NamedTuple):
    """A part of a file that holds several speeches; it lasts until the next section begins."""

    paragraph: int
    name: str


class Turn(NamedTuple):
    """One person's part of a talk; it lasts until the next turn begins."""

    paragraph: int
    name: str


class Origin(NamedTuple):
    """Where a speech's title, date, speaker, occasion, source or url comes from."""

    field: MetadataField
    kind: OriginKind
    line: int = 0
    """Of the file, or the page where it has pages; 0 where what says it is no line of the text."""


class Described(Protocol):
    """What tells the metadata of a speech: a speech, an entry of a list, a hit, a quotation."""

    @property
    def date(self) -> str:
        """YYYY-MM-DD or a part of it, or ""."""

    @property
    def from_properties(self) -> tuple[MetadataField, ...]:
        """The fields that only the properties of the file state."""


def list_from_properties(origins: Iterable[Origin]) -> tuple[MetadataField, ...]:
    """Return the fields that a program filled in and no text, page or name of a file states.

    Such a date is a file's, such a title may be a template's, such a speaker a typist.
    """
    return tuple(origin.field for origin in origins if origin.kind == "properties")


def has_own_date(speech: Described) -> bool:
    """Return whether a speech has a date that is not only that of its file's properties."""
    return bool(speech.date) and "date" not in speech.from_properties


def order_of_date(speech: Described) -> tuple[int, str]:
    """Return what puts speeches by date, the earliest first: those with a date of their own, then
    those with their file's, then those without one.
    """
    rank = 0 if has_own_date(speech) else 1 if speech.date else 2
    return rank, speech.date


def sort_by_date(
    items: Iterable[Item], speech_of: Callable[[Item], Described], *, newest: bool
) -> list[Item]:
    """Return what belongs to speeches with the newest first, or the oldest; either way those with
    no date but their file's are behind the others, and those without one last.
    """
    items = sorted(items, key=lambda item: speech_of(item).date, reverse=newest)
    items.sort(key=lambda item: order_of_date(speech_of(item))[0])
    return items


def name_of(parts: Iterable[Section | Turn], paragraph: int) -> str:
    """Return the name of the last part that begins at or before ``paragraph``, or ""."""
    name = ""
    for part in parts:
        if part.paragraph > paragraph:
            break
        name = part.name
    return name


class DroppedText(NamedTuple):
    """A piece of one line that cleaning left out, with up to 30 characters of it on both sides."""

    text: str
    line: int = 0
    """Of the file, from 1; the page where the format has pages, 0 where it has neither."""
    rule: str = ""
    """The rule that dropped it, in kebab-case; empty where no single rule did."""
    spans: tuple[Span, ...] = ()
    """What of ``text`` was left out, in order; the rest is in the speech too. An empty span is a
    place where the speech parts what the line joins."""

    def holds(self, span: Span) -> bool:
        """Return whether any of a span (half-open, not empty) was left out."""
        return any(start < span[1] and span[0] < end for start, end in self.spans)


class Speech(NamedTuple):
    """One speech, read from one file; ``paragraphs[n - 1]`` is paragraph n, 0 is the title."""

    id: str
    title: str
    """As shown: where the text has none, the file's name without its ending."""
    paragraphs: tuple[str, ...]
    path: Path
    encoding: str
    title_in_text: bool = True
    confidence: float = 1.0
    """Of the encoding, from 0 to 1."""
    script: Script = "none"
    format: str = "text"
    sections: tuple[Section, ...] = ()
    date: str = ""
    speaker: str = ""
    occasion: str = ""
    source: str = ""
    url: str = ""
    notices: tuple[Notice, ...] = ()
    lines: tuple[int, ...] = ()
    """Of each paragraph the line of the file where it begins, from 1; 0 where it has none."""
    turns: tuple[Turn, ...] = ()
    dropped: tuple[DroppedText, ...] = ()
    """What cleaning left out; ``dropped[n - 1]`` is piece n, in the order of the file."""
    origins: tuple[Origin, ...] = ()
    """Of each field that is not empty; of a title only where the text has one."""

    @property
    def from_properties(self) -> tuple[MetadataField, ...]:
        """The fields that only the properties of the file state."""
        return list_from_properties(self.origins)

    @property
    def text(self) -> str:
        """The title, once and where the text has one, and the paragraphs, a line each."""
        return self.matched.joined if self.title_in_text else "\n".join(self.paragraphs)

    @property
    def matched(self) -> Text:
        """What is matched: a title only where the text has one."""
        return Text(self.title if self.title_in_text else "", self.paragraphs)

    def paragraph(self, number: int) -> str:
        """Return the paragraph of a number; 0 is the title."""
        return self.paragraphs[number - 1] if number else self.title

    def section_of(self, paragraph: int) -> str:
        """Return the name of the section that holds a paragraph, or the empty string."""
        return name_of(self.sections, paragraph)

    def turn_of(self, paragraph: int) -> str:
        """Return the name of who speaks in a paragraph of a talk, or the empty string."""
        return name_of(self.turns, paragraph)

    def __repr__(self) -> str:
        number = len(self.paragraphs)
        plural = "s" if number != 1 else ""
        return f"<Speech {self.id} {self.title!r}, {number} paragraph{plural}>"


class Entry(NamedTuple):
    """What a list tells of a speech, no text read."""

    key: Key
    id: str
    stem: str
    """Its path in the corpus without the ending: the long form of its id."""
    path: Path
    title: str
    encoding: str
    format: str
    script: Script
    characters: int
    passages: int
    date: str
    speaker: str
    occasion: str
    source: str
    url: str
    from_properties: tuple[MetadataField, ...] = ()
    """The fields that only the properties of the file state."""


class Text(NamedTuple):
    """The text of a speech: the title that the text itself has, or "", and the paragraphs."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The title, an empty line where there is none, and the paragraphs."""
        return (self.title, *self.paragraphs)

    @property
    def joined(self) -> str:
        """The lines as one string."""
        return "\n".join(self.lines)

    def line(self, number: int) -> str:
        """Return a paragraph by its number; 0 is the title."""
        return self.paragraphs[number - 1] if number else self.title


class Scope(NamedTuple):
    """Which speeches are looked at: within a field any of its values will do, all fields must.

    ``ids`` are identifiers, folders (``2024/``) or globs of ids (``201*``); ``since`` and ``until``
    are dates, whole or partial (``2024-05``); ``speakers``, ``occasions`` and ``sources`` are parts
    of names; ``any_of`` are scopes of which one at least must hold the speech, too.
    """

    ids: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    speakers: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    any_of: tuple[Scope, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it asks for a date, so that speeches without one are left out."""
        return bool(self.since or self.until)

    def within(self, other: Scope) -> Scope:
        """Return the scope of the speeches that both hold."""
        if Scope() in (self, other):
            return self if other == Scope() else other
        either = tuple(self.within(one) for one in other.any_of) or (self,)
        return other._replace(any_of=either)

    def regardless_of_dates(self) -> Scope:
        """Return the same scope for speeches of any date and of none."""
        return self._replace(since="", until="")


class Totals(NamedTuple):
    """Sums over all speeches of an index."""

    speeches: int = 0
    words: int = 0
    """Search words, which ranking counts: a word, and the shorter ones within it."""
    tokens: int = 0
    """Words that do not overlap."""
    passages: int = 0
    characters: int = 0


class WordStatistics(NamedTuple):
    """A word of the index: speeches that hold it, its occurrences, and those not within a longer
    word (tokens).
    """

    word: str
    speeches: int
    occurrences: int
    tokens: int


class TermShare(NamedTuple):
    """What one term of a query adds to a score."""

    field: ScoreField
    term: str
    idf: float
    times: int
    """How often the term occurs there."""
    score: float


class Passage(NamedTuple):
    """A piece of a speech; ``spans`` are what matches, in ``text``."""

    paragraph: int
    """From 1, 0 is the title; of dropped text the number of the piece."""
    text: str
    spans: tuple[Span, ...]
    dropped: bool = False
    """Whether this is dropped text."""


class Match(NamedTuple):
    """One place where a query matches: ``text[start:end]`` of a paragraph (0 is the title)."""

    id: str
    """Of the speech."""
    paragraph: int
    """Of dropped text the number of the piece."""
    start: int
    end: int
    text: str
    """The whole paragraph."""
    dropped: bool = False
    """Whether this is dropped text."""


class SourceFile(NamedTuple):
    """A file as a look at its folder sees it; ``path`` is relative, with ``/``, as bytes.

    Times are nanoseconds. A tuple, because a look at a large folder makes many.
    """

    path: bytes
    size: int
    modified: int
    changed: int
    inode: int


class SkippedFile(NamedTuple):
    """A file that is not a speech, and why; ``path`` is relative, with ``/``, as bytes.

    ``detail`` is what the reason is about: an ending, a limit in MiB, the system's own words.
    """

    path: bytes
    reason: SkipReason
    detail: str = ""

    @property
    def name(self) -> str:
        """The path as it is shown."""
        return display_path(self.path)


def display_path(path: bytes) -> str:
    """Return a path as it is shown: what is not UTF-8 or not printable is escaped (``\\xff``).

    Two files never look the same, and no control character of a name reaches the output.
    """
    text = path.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def _escape(character: str) -> str:
    """Return an escape that is not that of a byte: U+0085 is no UTF-8 of one byte."""
    code = ord(character)
    return f"\\u{code:04x}" if 0x7F < code < 0x100 else character.encode("unicode_escape").decode()


class IndexingSummary(NamedTuple):
    """What a build or a follow-up did, in files, bytes and seconds."""

    indexed: int = 0
    unchanged: int = 0
    removed: int = 0
    bytes_read: int = 0
    seconds: float = 0.0


class KeptIndex(NamedTuple):
    """An index on the disk of this machine, as a look at it finds it."""

    file: Path
    size: int
    """Of the file and its log, in bytes."""
    updated: float
    """When it was last brought in step with its folder, in seconds since 1970."""
    state: IndexState
    folder: Path | None = None
    """Of the speeches; None where the index does not tell it."""
    speeches: int | None = None
    """How many; None where the index does not tell it."""


class MetadataFault(NamedTuple):
    """What is wrong with a row of ``metadata.csv``, or with the whole of it."""

    line: int
    """Of the table, from 1, where the row begins; 0 for the whole of it."""
    code: MetadataFaultCode
    text: str = ""
    """What it is about, as it is written there: a file, a date, the name of a column."""
    detail: str = ""
    """Of a file that is named again, the line of its first row; of a name that may mean several
    files, some of them."""


class Event(NamedTuple):
    """What happened to an index, for the user to know; ``reason`` is the cause in its own words."""

    code: EventCode
    location: str = ""
    """Of the index, or of ``metadata.csv``."""
    reason: str = ""
    fault: MetadataFault | None = None
    """Of a row of ``metadata.csv``."""
