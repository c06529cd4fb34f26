"""Metadata: all that says when, by whom, where and from which source, and what counts most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from speechkit.cleaning.labels import Labelled, find_labels, starts_with_label
from speechkit.cleaning.lines import Lines
from speechkit.cleaning.occasions import (
    DASHES,
    Occasion,
    find_note,
    find_occasion,
    title_occasion,
)
from speechkit.cleaning.statements import (
    name_date,
    name_speaker,
    title_date,
    title_speaker,
)
from speechkit.formats import Extracted
from speechkit.model import MetadataField, Origin, OriginKind
from speechkit.text.characters import BLANKS, HAN, LETTER, ends_sentence
from speechkit.text.dates import Date, find_date, find_dates, has_time, is_date
from speechkit.text.names import OFFICE, is_bare_name, is_person, officer, stated_person

_HEAD, _TAIL = 14, 6
_LONGEST = 120
_LONGEST_DATED = 60
_LONGEST_PLACE = 5
_ENDS_OF_TITLES = tuple("会會議议词詞话話稿告言辞辭论論式访訪谈談录錄问問")
_FULL = len("2025-03-05")
_PROSE = 25
"""Characters; a longer line that ends as a sentence does belongs to the body."""

_SALUTATION = re.compile(
    ".*(?:[们們]|各位|代表|大家|尊敬).{0,20}[:：]$|(?:各位|同志|大家)[^。]{0,20}[!！]$"
)

_AROUND_NAMES = f"{BLANKS}{DASHES}()（）[]［］【】〔〕"
_BRACKETS = frozenset("（(【[［〔*＊")
_OF_A_LETTER = r"(?i)(?:to|cc|bcc|subject|sent)\s*[:：]"
_PAPERS = ("国发〔", "国办发〔")
_ADOPTED = "(通过|通過|批准|修订|修訂|修正|公布|发布|印发|颁布)"
_ADOPTION_SIGNS = frozenset("过過准订訂正布发")
_OUTLET = (
    rf"[《「]?[{HAN}A-Za-z]{{1,12}}(?:日报|晚报|早报|时报|周报|学报|导报|快报|商报|青年报|日報"
    rf"|晚報|時報|通讯社|新华社|新华网|人民网|网|網|电视台"
    rf"|周刊|杂志|雜誌|月刊|公众号|客户端)[》」]?|《[^》]{{2,14}}》"
)
_REPORTED_BY = rf"(?:{OFFICE})([{HAN}]{{2,3}})(?:代表[^，。]{{2,20}})?(?:作|做)政府工作报告"
_INTRODUCED = (
    rf"(?:以下|下面)[是為为][^，。]{{0,20}}?(?:{OFFICE})({LETTER}{{2,4}}?)"
    r"(?=今日|今天|昨|日前|[0-9]|在|於|于|出席|[（(])"
)
_ADDRESS = r"https?://[^\s\u3000-\u9fff，。）】]+"
_PUBLICATION = re.compile(r"(?:版|期|第.{1,6}版|（.{1,8}版）)")
_NOT_AUTHORS = re.compile(
    "记者|編輯|编辑|小编|佚名|匿名|未知|本站|管理员|网友|原创|admin|user|author|系统", re.IGNORECASE
)
_CENTURIES = ("19", "20")
_DIGITS = re.compile("[0-9]{4}")
"""A name in ASCII without these says nothing that could be read."""
_FILLED_BY_PROGRAMS = frozenset({"docx", "doc", "wps", "pdf", "rtf", "odt", "epub", "eml"})
"""Formats whose programs fill in title, author and date unasked."""

_ORDERS: dict[MetadataField, tuple[str, ...]] = {
    "date": (
        *("own", "occasion", "spelled", "adopted", "label", "dated", "note", "numeric"),
        *("signature", "published", "page", "title", "file-name", "properties"),
    ),
    "speaker": (
        *("label", "occasion", "office", "dated", "title", "own", "bare", "note", "signature"),
        *("author", "reported", "page", "file-name", "properties"),
    ),
    "occasion": ("own", "occasion", "label", "note", "title", "file-name"),
    "source": ("own", "label", "outlet", "note", "page", "dropped", "properties"),
    "url": ("own", "page", "label", "dropped", "properties"),
}
"""Of each field, what counts more than what comes after it."""
_STRENGTHS = {"stated": "own", "page": "page", "properties": "properties"}
"""Of what a format states: written on purpose, about a page, or by a program."""


_Line = tuple[str, int]
"""A line and its number in the file."""


class Metadata(NamedTuple):
    """What is known of a text, empty where nothing is, and where each of it comes from."""

    date: str = ""
    speaker: str = ""
    occasion: str = ""
    source: str = ""
    url: str = ""
    origins: tuple[Origin, ...] = ()


class _Claim(NamedTuple):
    """A value for a field, and how strong it is: one of the words of _ORDERS."""

    field: MetadataField
    strength: str
    value: str
    kind: OriginKind
    line: int = 0


@lru_cache(maxsize=32)  # titles ask it of the same lines several times
def is_metadata(line: str) -> bool:
    """Return whether a whole line states a date, a speaker, an occasion or a source."""
    if len(line) > _LONGEST:
        return False
    return bool(
        is_date(line)
        or ((labels := find_labels(line)) and _is_label_line(line, labels))
        or line.startswith(_PAPERS)
        or officer(line)
        or find_occasion(line)
        or (_is_dated(line) and _states_more(line))
    )


def _is_label_line(line: str, labels: Sequence[Labelled]) -> bool:
    """Whether labels make a line metadata: at its beginning, or of a source anywhere."""
    return starts_with_label(line) or any(label.kind == "source" for label in labels)


def read_metadata(
    lines: Lines, title: str, name: str, extracted: Extracted, dropped: Sequence[str] = ()
) -> Metadata:
    """Return the metadata of a text.

    ``lines`` are its paragraphs, ``name`` the stem of the file's name, ``dropped`` the lines that
    cleaning left out: what they say with a label counts, if little.
    """
    head, tail = _around(lines)
    claims = [
        *_claims_of_format(extracted),
        *_claims_of_head(head),
        *_claims_of_labels(head, tail),
        *_claims_of_note(lines),
        *_claims_of_signature(tail),
    ]
    known = _list_known(claims)
    claims += _claims_of_title(title, known)
    if dropped:
        claims += _claims_of_dropped(dropped)
    claims += _claims_of_name(name, claims)
    if not claims:
        return Metadata()
    best: dict[MetadataField, _Claim] = {}
    for claim in claims:
        if claim.value:
            best[claim.field] = _stronger(best.get(claim.field), claim)
    found = {field: claim.value for field, claim in best.items()}
    return Metadata(
        date=found.get("date", ""),
        speaker=found.get("speaker", ""),
        occasion=found.get("occasion", ""),
        source=found.get("source", ""),
        url=found.get("url", ""),
        origins=tuple([Origin(f, best[f].kind, best[f].line) for f in _ORDERS if f in best]),
    )


def _list_known(claims: Iterable[_Claim]) -> set[MetadataField]:
    """The fields of which more is known than what a program filled in."""
    return {claim.field for claim in claims if claim.value and claim.kind != "properties"}


def _stronger(known: _Claim | None, claim: _Claim) -> _Claim:
    """The stronger one of two claims for a field; of equal ones the first."""
    if known is None:
        return claim
    order = _ORDERS[claim.field]
    return min(known, claim, key=lambda one: order.index(one.strength))


def _claims_of_format(extracted: Extracted) -> Iterator[_Claim]:
    """What the format states: front matter is set on purpose, a page's own data is not so sure."""
    stated = (extracted.date, extracted.author, extracted.source, extracted.url, extracted.occasion)
    if not any(stated):
        return
    kind = kind_of_format(extracted.format)
    strength = _STRENGTHS[kind]
    yield _Claim("date", strength, find_date(extracted.date, compact=True), kind)
    yield _Claim("speaker", strength, _author(extracted.author, sure=kind == "stated"), kind)
    yield _Claim("source", strength, extracted.source.strip(BLANKS), kind)
    yield _Claim("url", strength, extracted.url.strip(BLANKS), kind)
    yield _Claim("occasion", strength, extracted.occasion.strip(BLANKS), kind)


def kind_of_format(name: str) -> OriginKind:
    """Return what states the title and the metadata that a format has apart from its text."""
    if name in _FILLED_BY_PROGRAMS:
        return "properties"
    return "page" if name in ("html", "mht") else "stated"


def _author(text: str, *, sure: bool) -> str:
    """Whom the author's name of a format names; unless it is sure, only what is plainly a name."""
    if not text or _NOT_AUTHORS.search(text):
        return ""
    name = stated_person(text)
    return name if sure or is_bare_name(name) else ""


def _around(lines: Lines) -> tuple[list[_Line], list[_Line]]:
    """The short lines before the body begins and those after it, with their numbers."""
    texts, numbers = lines.texts, lines.numbers
    head: list[_Line] = []
    for text, number in zip(texts[:_HEAD], numbers, strict=False):
        if len(text) > _LONGEST or (len(text) >= _PROSE and ends_sentence(text)):
            break
        if text[-1:] in ":：!！" and _SALUTATION.match(text):
            break
        head.append((text, number))
    start = max(len(head), len(texts) - _TAIL)
    tail = [(texts[n], numbers[n]) for n in range(start, len(texts)) if len(texts[n]) <= _LONGEST]
    return head, tail


def _claims_of_head(head: Sequence[_Line]) -> Iterator[_Claim]:
    """What lines before the body are: an occasion, a date, a speaker, a date with something."""
    if passed := [(date, number) for line, number in head if (date := _adopted(line))]:
        yield _Claim("date", "adopted", passed[-1][0], "line", passed[-1][1])
    names = [line for line, _ in head if is_bare_name(line.strip(_AROUND_NAMES))]
    is_list = len({name for line, _ in head if (name := officer(line))}) > 1  # who takes part
    before = True
    for (line, number), after in zip(head, [*(text for text, _ in head[1:]), ""], strict=False):
        known = True
        if found := _occasion_from(line, after):
            yield from _claims_of_occasion(found, number)
        elif is_date(line):
            yield _Claim(
                "date", _strength_of_date(line), find_date(line, compact=True), "line", number
            )
        elif find_labels(line):
            pass  # read below, wherever they are
        elif claims := _claims_of_line(line, number):
            yield from (one for one in claims if not (is_list and one.strength == "office"))
        elif (
            names == [line]
            and (before or not after or is_date(after))
            and len(after) != len(line)  # else it is a line of verse
        ):
            person = stated_person(line.strip(_AROUND_NAMES))
            yield _Claim("speaker", "bare", person, "line", number)
        else:
            known = False
        before = known


def _occasion_from(line: str, after: str) -> Occasion | None:
    """The occasion in a line, or in one that goes on in the next."""
    found = find_occasion(line)
    if found is None and line[:1] in f"{DASHES}（(" and not is_date(line) and after:
        found = find_occasion(line + after)
    return found


def _claims_of_occasion(found: Occasion, number: int) -> Iterator[_Claim]:
    yield _Claim("occasion", "occasion", found.text, "occasion", number)
    yield _Claim("date", "occasion", found.date, "occasion", number)
    person = _person_of(_without_dates(found.rest, find_dates(found.rest)))
    yield _Claim("speaker", "occasion", person, "occasion", number)


def _person_of(text: str) -> str:
    """Whom a few words name: an office with a name, or a name alone."""
    text = text.strip(f"{BLANKS}{DASHES}()（）[]［］【】，,、·|｜：:")
    return officer(text) or (stated_person(text) if _is_name_like(text) else "")


def _is_name_like(text: str) -> bool:
    person = stated_person(text)
    return is_bare_name(text) or is_person(person) or ("·" in person and len(person) < 16)


def _strength_of_date(line: str) -> str:
    """How much a date alone on its line counts: with a time it is the page's."""
    if has_time(line):
        return "published"
    return "spelled" if re.search("[年(（【\\[［〔A-Za-z]", line) else "numeric"


def _claims_of_line(line: str, number: int) -> list[_Claim]:
    """What a line without labels states, if it is one that states something."""
    if _adopted(line):
        return []
    if name := officer(line):
        return [_Claim("speaker", "office", name, "line", number)]
    if line[:2] in ("以下", "下面") and (match := re.match(_INTRODUCED, line)):
        return [_Claim("speaker", "office", match[1], "line", number)]
    if "政府工作报告" in line and (match := re.search(_REPORTED_BY, line)):
        return [_Claim("speaker", "reported", match[1], "line", number)]
    return _claims_of_dated_line(line, number) if _is_dated(line) else []


def _adopted(line: str) -> str:
    """The date on which a meeting passed a text (2007年10月12日某会议通过), the last of several."""
    if _ADOPTION_SIGNS.isdisjoint(line) or not find_dates(line) or not re.search(_ADOPTED, line):
        return ""
    bare = line.strip(BLANKS + "()（）[]［］【】*")
    dates = find_dates(bare)
    if not dates or dates[0].start > len("根据"):
        return ""
    ends = [date.start for date in dates[1:]] + [len(bare)]
    said = [
        date.iso
        for date, end in zip(dates, ends, strict=True)
        if re.search(_ADOPTED, bare[date.end : end])
    ]
    return said[-1] if said else ""


def _is_dated(line: str) -> bool:
    """Whether a line is short, no sentence, and has a date to the day."""
    if len(line) > _LONGEST_DATED or ends_sentence(line.rstrip("）)】] ")):
        return False
    return any(len(date.iso) == _FULL for date in find_dates(line))


def _claims_of_dated_line(line: str, number: int) -> list[_Claim]:
    """What （王大林 2014年6月18日） and 《某某日报》 2012年9月11日 state."""
    dates = find_dates(line)
    if not dates:
        return []
    rest = _without_dates(line, dates)
    strength = "published" if has_time(line) else "dated"
    claims = [_Claim("date", strength, find_date(line), "line", number)]
    if person := _person_of(rest):
        claims.append(_Claim("speaker", "dated", person, "line", number))
    elif re.fullmatch(_OUTLET, rest):
        claims[0] = claims[0]._replace(strength="published")
        claims.append(_Claim("source", "outlet", rest, "line", number))
    elif len(rest) > _LONGEST_DATED // 3 or "，" in rest or (rest and rest.isascii()):
        return []
    return claims


def _states_more(line: str) -> bool:
    """Whether a dated line has a speaker, a source or a place besides, not a title."""
    rest = _without_dates(line, find_dates(line))
    if len(rest) <= _LONGEST_PLACE and not rest.endswith(_ENDS_OF_TITLES):
        return True
    return bool(_person_of(rest) or re.fullmatch(_OUTLET, rest))


def _without_dates(text: str, dates: Sequence[Date]) -> str:
    """What is left of a text without its dates, the brackets and weekdays around them."""
    for date in reversed(dates):
        text = f"{text[: date.start]} {text[date.end :]}"
    text = re.sub(
        r"(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]|[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?",
        " ",
        text,
    )
    text = _PUBLICATION.sub(" ", text) if "》" in text else text
    return re.sub(r"[（(\[【]\s*[）)\]】]", "", text).strip(
        f"{BLANKS}{DASHES}()（）[]［］【】，,、·|｜：:*"
    )


def _claims_of_labels(head: Sequence[_Line], tail: Sequence[_Line]) -> Iterator[_Claim]:
    """What labels before and after the body say, their value on the next line if need be."""
    pairs = [*head, *tail]
    for place, (line, number) in enumerate(pairs):
        if len(line) > _LONGEST or _is_said(line):
            continue
        labels = find_labels(line)
        if not labels:
            continue
        if not any(label.kind in ("date", "published") for label in labels):
            yield _Claim("date", "published", _day(line), "line", number)
        for label in labels:
            value = label.value
            if not value and place + 1 < len(pairs) and not find_labels(pairs[place + 1][0]):
                value = pairs[place + 1][0].strip(BLANKS)
            if not (label.kind == "source" and _is_of_a_letter(pairs, place)):
                yield from _claims_of_label(Labelled(label.kind, value), number)


def _is_of_a_letter(lines: Sequence[_Line], place: int) -> bool:
    """Whether a line From: … is next to another line of the head of a letter."""
    around = lines[max(0, place - 1) : place + 2]
    is_from = bool(re.match("(?i)from", lines[place][0]))
    return is_from and any(re.match(_OF_A_LETTER, line) for line, _ in around)


def _is_said(line: str) -> bool:
    """Whether a line is a sentence and not in brackets, as what an editor adds is."""
    return ends_sentence(line) and line[:1] not in _BRACKETS


def _claims_of_label(label: Labelled, number: int, strength: str = "label") -> Iterator[_Claim]:
    value = label.value
    if label.kind in ("date", "published"):
        rank = "published" if label.kind == "published" or has_time(value) else strength
        yield _Claim("date", rank, find_date(value, compact=True), "label", number)
    elif label.kind in ("speaker", "author"):
        dates = find_dates(value)
        person = stated_person(_without_dates(value, dates) if dates else value)
        rank = strength if label.kind == "speaker" else "author"
        if not (label.kind == "author" and _NOT_AUTHORS.search(value)):
            yield _Claim("speaker", rank, person, "label", number)
        yield _Claim("date", "dated", find_date(value), "label", number)
    elif label.kind == "source":
        yield from _claims_of_source(value, number, strength)
    elif label.kind == "url":
        yield from _claims_of_address(value, number, strength)
    elif label.kind == "occasion":
        yield _Claim("occasion", "label", value, "label", number)


def _claims_of_source(value: str, number: int, strength: str) -> Iterator[_Claim]:
    """A source, the date or the address behind it apart."""
    yield from _claims_of_address(value, number, strength)
    value = re.sub(_ADDRESS, " ", value)
    dates = find_dates(value)
    if dates:
        day = _day(value)
        yield _Claim("date", "published", day, "label", number)
        value = _without_dates(value, dates) if day else value
    value = re.split(r"\s{2,}|[;；]|\s(?=\S+[:：])", value.strip(BLANKS))[0]
    value = value.strip(f"{BLANKS}()（）[]［］【】，,、|｜：:;；。*")
    yield _Claim("source", strength, value, "label", number)


def _day(text: str) -> str:
    """The first date in a text that has a day: of a book's edition there is the month only."""
    return next((date.iso for date in find_dates(text) if len(date.iso) == _FULL), "")


def _claims_of_address(value: str, number: int, strength: str) -> Iterator[_Claim]:
    if match := re.search(_ADDRESS, value):
        yield _Claim("url", strength, match[0], "label", number)


def _claims_of_note(lines: Lines) -> Iterator[_Claim]:
    if note := find_note(lines.texts):
        number = lines.numbers[note.place]
        yield _Claim("speaker", "note", note.speaker, "note", number)
        yield _Claim("occasion", "note", note.occasion, "note", number)
        yield _Claim("date", "note", note.date, "note", number)


def _claims_of_signature(tail: Sequence[_Line]) -> Iterator[_Claim]:
    """A date below the body, and the name above, below or before it."""
    for place, (line, number) in enumerate(tail):
        if is_date(line):
            yield _Claim("date", "signature", find_date(line, compact=True), "signature", number)
            for other, where in (*tail[max(0, place - 1) : place], *tail[place + 1 : place + 2]):
                if name := officer(other) or (is_bare_name(other) and stated_person(other)):
                    yield _Claim("speaker", "signature", name, "signature", where)
        elif _is_dated(line) and (claims := _claims_of_dated_line(line, number)):
            if claims[-1].field == "source":
                yield from claims
                continue
            yield from (
                claim._replace(strength="signature", kind="signature")
                for claim in claims
                if claim.field in ("date", "speaker") and len(claims) > 1
            )


def _claims_of_title(title: str, known: set[MetadataField]) -> Iterator[_Claim]:
    if "date" not in known and (date := title_date(title)):
        yield _Claim("date", "title", date, "title")
    if speaker := title_speaker(title):
        yield _Claim("speaker", "title", speaker, "title")
    if "occasion" not in known:
        yield _Claim("occasion", "title", title_occasion(title), "title")


def _claims_of_name(name: str, claims: Iterable[_Claim]) -> Iterator[_Claim]:
    """What a file's name states of what no claim does."""
    if name.isascii() and (not _DIGITS.search(name) or _is_plain_number(name)):
        return
    known = _list_known(claims)
    if "date" not in known and (date := name_date(name)):
        yield _Claim("date", "file-name", date, "file-name")
    if "speaker" not in known and (speaker := name_speaker(name)):
        yield _Claim("speaker", "file-name", speaker, "file-name")
    if "occasion" not in known:
        yield _Claim("occasion", "file-name", title_occasion(name), "file-name")


def _is_plain_number(name: str) -> bool:
    """Whether the name of a file is only its number, which begins no date: 00000012."""
    return name.isdigit() and not name.startswith(_CENTURIES)


def _claims_of_dropped(dropped: Sequence[str]) -> Iterator[_Claim]:
    """What dropped lines say with a label, and the address of the page if there is but one."""
    addresses = []
    for text in dropped:
        if len(text) > 2 * _LONGEST:
            continue
        bare = text.strip(BLANKS)
        if re.fullmatch(_ADDRESS, bare):
            addresses.append(bare)
        elif ":" in bare or "：" in bare:
            labels = find_labels(bare)
            if any(label.kind == "source" for label in labels):
                yield _Claim("date", "published", _day(bare), "line")
            for label in labels:
                if label.kind in ("source", "url", "published") and not bare.startswith("#"):
                    yield from _claims_of_label(label, 0, "dropped")
    if len(set(addresses)) == 1:
        yield _Claim("url", "dropped", addresses[0], "line")
