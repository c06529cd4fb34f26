"""Citations of speeches: GB/T 7714-2015, BibTeX and CSL-JSON.

The mark of a speech is R: of the kinds of GB/T 7714-2015, table B.1, none is a speech, and a report
(报告) is what is delivered to a meeting, as work reports are by their very name; EB is a notice
that exists on line alone, C the proceedings. The carrier OL goes with an address only, and with it
the day of access, as in section 8.8 of the standard and in its example of a report on line:
``中国互联网络信息中心. 第29次…统计报告[R/OL]. (2012-01-16)[2013-03-26]. http://…``. In a source
without an author the title comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple, Protocol

from speechkit.model import MetadataField, Speech, has_own_date

_FIELDS: Mapping[MetadataField, str] = {"title": "题名", "speaker": "责任者", "date": "日期"}
"""As the standard calls them."""
_NEEDED: tuple[MetadataField, ...] = ("date", "speaker")

_FRAMED = re.compile("(?:[^在]{0,40})在(?P<event>.{2,})上")


class _Described(Protocol):
    """What has the metadata of a speech: a speech, an entry of a list or a hit."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def speaker(self) -> str: ...

    @property
    def date(self) -> str: ...

    @property
    def occasion(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def from_properties(self) -> tuple[MetadataField, ...]: ...


class Reference(NamedTuple):
    """What is cited, and when its address was looked at; what is unknown is empty."""

    id: str
    title: str
    author: str = ""
    date: str = ""
    """YYYY-MM-DD or a part of it."""
    occasion: str = ""
    source: str = ""
    url: str = ""
    locator: str = ""
    """Of a part: 第12段."""
    accessed: str = ""
    """YYYY-MM-DD."""
    from_properties: tuple[MetadataField, ...] = ()
    """The fields that only the properties of the file state."""

    @property
    def has_own_date(self) -> bool:
        """Whether the date is not only that of the file's properties."""
        return has_own_date(self)

    @property
    def note(self) -> str:
        """The part, and what is known from the file's properties only, in Chinese."""
        known = [_FIELDS[field] for field in self.from_properties if field in _FIELDS]
        doubt = f"{'、'.join(known)}据文件属性" if known else ""
        return "；".join(filter(None, (self.locator, doubt)))


def make_reference(
    speech: _Described, paragraphs: Iterable[int] = (), accessed: str = ""
) -> Reference:
    """Return the reference of a speech, or of some of its paragraphs that follow each other."""
    numbers = list(paragraphs)
    return Reference(
        id=speech.id,
        title=_squeeze(speech.title),
        author=_squeeze(speech.speaker),
        date=speech.date,
        occasion=_squeeze(speech.occasion),
        source=_squeeze(speech.source),
        url="".join(speech.url.split()),
        locator=_locate(numbers[0], numbers[-1]) if numbers else "",
        accessed=accessed,
        from_properties=speech.from_properties,
    )


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _locate(first: int, last: int) -> str:
    if not last:
        return "标题"
    return f"第{first}段" if first == last else f"第{first}—{last}段"


def name_event(occasion: str) -> str:
    """Return an occasion without what frames it in a sentence: 2024年5月1日在全市会议上 → 全市会议.

    Of a visit or a talk, which has no name, only the last character goes: 会见某代表团时.
    """
    if framed := _FRAMED.fullmatch(occasion):
        return framed["event"]
    return occasion[:-1] if occasion[-1:] in ("时", "時") else occasion


def list_missing(speech: Speech) -> tuple[MetadataField, ...]:
    """Return what a reference to a speech should have and its file does not say.

    That is title, date and speaker, and a source or an address.
    """
    missing: list[MetadataField] = [] if speech.title_in_text else ["title"]
    missing += [field for field in _NEEDED if not getattr(speech, field)]
    return (*missing, *(() if speech.source or speech.url else ("source",)))


def cite_gb7714(reference: Reference) -> str:
    """Return a reference as GB/T 7714-2015 has it, in one line.

    The date of a file's properties is in square brackets, as section 8.4.3 has an estimated year.
    """
    day = reference.date if reference.has_own_date else _bracket(reference.date)
    parts = [reference.author] if reference.author else []
    if reference.url:
        parts.append(f"{reference.title}[R/OL]")
        date = f"({day})" if day else ""
        accessed = f"[{reference.accessed}]" if reference.accessed else ""
        parts += filter(None, (date + accessed, reference.url))
    else:
        parts.append(f"{reference.title}[R]")
        parts += filter(None, (", ".join(filter(None, (reference.source, day))),))
    parts += filter(None, (reference.locator,))
    return ". ".join(parts) + "."


def _bracket(date: str) -> str:
    return f"[{date}]" if date else ""


def cite_bibtex(reference: Reference) -> str:
    """Return a reference as an entry of BibTeX, several lines; biblatex reads it too.

    Braces keep a Chinese name one name. The key is ASCII, for BibTeX knows no other.
    """
    year, _, rest = reference.date.partition("-")
    month = rest[:2]
    fields = {
        "author": f"{{{_escape(reference.author)}}}" if reference.author else "",
        "title": f"{{{_escape(reference.title)}}}",
        "year": year,
        "month": str(int(month)) if month else "",
        "date": reference.date if reference.has_own_date else _doubt(reference.date),
        "howpublished": _escape(reference.source),
        "eventtitle": _escape(name_event(reference.occasion)),
        "url": _escape_address(reference.url),
        "urldate": reference.accessed if reference.url else "",
        "note": _escape(reference.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{_make_key(reference.id)},", *lines, "}"))


def _doubt(date: str) -> str:
    """Return a date as one that is not sure, in the way of ISO 8601-2 that biblatex reads."""
    return f"{date}?" if date else ""


def _make_key(identifier: str) -> str:
    """Return a key of letters and digits; what is lost of an id is told by four hex digits."""
    kept = re.sub("[^A-Za-z0-9]+", "-", identifier).strip("-")
    if kept == identifier:
        return f"speech-{kept}"
    digest = sha256(identifier.encode("utf-8", "replace")).hexdigest()[:4]
    return "-".join(filter(None, ("speech", kept, digest)))


_ESCAPES: Mapping[int, str] = {
    **{ord(sign): f"\\{sign}" for sign in "%&$#_"},
    ord("\\"): r"\textbackslash{}",
    # BibTeX counts braces, escaped ones too, so that a single one would spoil the file.
    ord("{"): r"\textbraceleft{}",
    ord("}"): r"\textbraceright{}",
    ord("^"): r"\textasciicircum{}",
    ord("~"): r"\textasciitilde{}",
}
_ADDRESS_ESCAPES: Mapping[int, str] = {ord(sign): f"%{ord(sign):02X}" for sign in '\\{}"<>^`|'}


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def _escape_address(url: str) -> str:
    """Return an address for a field that is set as it is: only what is none in an address goes."""
    return url.translate(_ADDRESS_ESCAPES)


def cite_csl(reference: Reference) -> dict[str, object]:
    """Return a reference as an item of CSL-JSON; a file of it is a list of such items."""
    item: dict[str, object] = {
        "id": reference.id,
        "type": "speech",
        "title": reference.title,
        "author": [{"literal": reference.author}] if reference.author else [],
        "issued": _date_parts(reference.date, sure=reference.has_own_date),
        "event-title": name_event(reference.occasion),
        "publisher": reference.source,
        "URL": reference.url,
        "accessed": _date_parts(reference.accessed if reference.url else ""),
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value}


def _date_parts(date: str, *, sure: bool = True) -> dict[str, object]:
    if not date:
        return {}
    parts: dict[str, object] = {"date-parts": [[int(part) for part in date.split("-")]]}
    return parts if sure else {**parts, "circa": True}
