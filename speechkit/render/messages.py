"""The English words for the codes of the library, and the sentences that are made of them.

Nothing else turns a code into words; files and lines for other programs have the codes themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit import MissingPhrase
    from speechkit.model import (
        Event,
        EventCode,
        Notice,
        NoticeKind,
        ScoreField,
        Script,
        SkippedFile,
        SkipReason,
    )
    from speechkit.query import Query

SKIP_REASONS: dict[SkipReason, str] = {
    "symbolic-link": "symbolic link",
    "not-regular": "not a regular file",
    "ending": "{detail} file",
    "too-large": "larger than {detail} MiB",
    "unreadable": "unreadable: {detail}",
    "unreadable-folder": "unreadable folder: {detail}",
    "binary": "binary file",
    "password": "protected by a password",
    "damaged": "damaged: {detail}",
    "bomb": "unpacks to far more than a document holds",
    "old-word": "written by a Word older than 97; save it as .docx",
    "works": "a Microsoft Works document; save it as .docx",
    "no-text": "no text",
    "not-decodable": (
        "no encoding fits this file; name the right one with --encoding if it is a text"
    ),
    "no-memory": "too large for this machine's memory",
    "fault": "a fault of speechkit: {detail}",
}

EVENTS: dict[EventCode, str] = {
    "index-damaged": "index {location} is damaged ({reason}); rebuilding it",
    "index-outdated": "index {location} was made with another version or settings; rebuilding it",
    "index-built-elsewhere": "another process is building the index; waiting for it",
    "index-behind": "another process is indexing; this is the last finished index",
    "index-in-memory": "the index cannot be kept: {reason}; searching in memory",
    "index-not-followed": "the index cannot follow the folder ({reason}); it may be out of date",
}

CODES: dict[NoticeKind | Script | ScoreField, str] = {
    "repaired": "repaired",
    "dropped": "dropped",
    "doubtful": "doubtful",
    "simplified": "simplified",
    "traditional": "traditional",
    "none": "none",
    "speech": "speech",
    "passage": "passage",
}

# Of one thing and of several; without the latter no number is told.
NOTICES = {
    "boilerplate-edge": ("line of the web page", "lines of the web page"),
    "boilerplate-line": ("line of the web page", "lines of the web page"),
    "boilerplate-related-links": ("line of links", "lines of links"),
    "boilerplate-sentence": ("sentence of the site's editor", "sentences of the site's editor"),
    "boilerplate-title": ("line that names the title", "lines that name the title"),
    "boilerplate-within": ("note of the site within a line", "notes of the site within lines"),
    "character-reference": ("HTML character reference", "HTML character references"),
    "close-encoding": ("the encoding is not sure; another that fits:", ""),
    "cut-off-tail": ("the file ends within a character", ""),
    "guessed-encoding": ("the encoding is a guess", ""),
    "lost-character": ("lost character (�)", "lost characters (�)"),
    "pinyin-annotation": ("pinyin annotation", "pinyin annotations"),
    "repeated-beginning": ("line that repeats the beginning", "lines that repeat the beginning"),
    "repeated-text": ("paragraph of a second copy", "paragraphs of a second copy"),
    "repeated-title": ("line that repeats the title", "lines that repeat the title"),
    "replaced-bytes": ("damaged byte", "damaged bytes"),
    "stray-markup": ("stray HTML tag", "stray HTML tags"),
    "text-cut-short": ("the document holds less text than it counts", ""),
    "title": ("the title is a guess", ""),
    "wrong-byte-order-mark": ("its byte order mark is another encoding's", ""),
}

NOTICES_OF_A_KIND: dict[tuple[NoticeKind, str], tuple[str, str]] = {
    ("repaired", "broken-pinyin-annotation"): (
        "character behind broken pinyin",
        "characters behind broken pinyin",
    ),
    ("doubtful", "broken-pinyin-annotation"): (
        "place garbled by broken pinyin",
        "places garbled by broken pinyin",
    ),
    ("repaired", "hard-wrap"): ("line joined to the one before", "lines joined to those before"),
    ("doubtful", "hard-wrap"): ("its lines may be hard-wrapped", ""),
}


def describe_skipped(file: SkippedFile) -> str:
    """Return why a file is not a speech, in a few words."""
    if file.reason == "ending" and not file.detail:
        return "other file"
    return SKIP_REASONS[file.reason].format(detail=file.detail)


def count_skipped(files: Iterable[SkippedFile]) -> list[tuple[SkippedFile, int]]:
    """Return a file for each reason, and how many have it: the most frequent reason first."""
    first: dict[tuple[str, str], SkippedFile] = {}
    counts: dict[tuple[str, str], int] = {}
    for file in files:
        reason = file.reason, file.detail
        first.setdefault(reason, file)
        counts[reason] = counts.get(reason, 0) + 1
    counted = [(first[reason], number) for reason, number in counts.items()]
    return sorted(counted, key=lambda item: (-item[1], describe_skipped(item[0])))


def describe_event(event: Event) -> str:
    """Return what happened to an index, as a sentence."""
    return EVENTS[event.code].format(location=event.location, reason=event.reason)


def describe_code(code: NoticeKind | Script | ScoreField) -> str:
    """Return the word for a kind of notice, a script or a field of a score."""
    return CODES[code]


def describe_notices(notices: Sequence[Notice]) -> str:
    """Return what was done, and how often; ``notices`` are all that have the same words."""
    one, several = words_of(notices[0])
    return count(sum(notice.times for notice in notices), one, several) if several else one


def words_of(notice: Notice) -> tuple[str, str]:
    """Return the words for a notice, of one thing and of several; a rule without has its name."""
    rule = notice.rule
    return NOTICES_OF_A_KIND.get((notice.kind, rule)) or NOTICES.get(rule) or (rule, rule)


def describe_missing(
    missing: MissingPhrase, near_words: Sequence[str], *, scope: bool = False
) -> str:
    """Return where a phrase is not, and where it is; of one that is nowhere, what is near.

    ``scope`` says whether only some of the speeches were looked at.
    """
    text = missing.phrase.text
    told = f"{text} {'is in no title' if missing.phrase.title_only else 'not found'}"
    told += " within --in" if scope else ""
    holders = missing.in_text or missing.elsewhere
    if holders:
        hold = "holds" if holders == 1 else "hold"
        where = "in the text" if missing.in_text else "elsewhere"
        return f"{told}; {count_speeches(holders)} {hold} it {where}"
    return told + (f"; near: {' '.join(near_words)}" if near_words else "")


def describe_nothing(query: Query) -> str:
    """Return why nothing matches although every phrase is found somewhere."""
    if not query.required:
        return "every speech holds what it must not"
    if query.excluded:
        return "every speech that matches also holds what it must not"
    if len(query.required) > 1:
        return "each piece is found, but no speech holds them all"
    where = " in a title" if any(term.title_only for term in query.terms) else ""
    return f"both are found, but nowhere so near{where}"


def describe_words_found(speeches: int) -> str:
    """Return what to type where nothing matches exactly; ``speeches`` hold one of the words."""
    return f"--any would rank {count_speeches(speeches)} by words"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: 1 match, 2 matches."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def count_speeches(number: int) -> str:
    """Return a number of speeches as a sentence has it."""
    return count(number, "speech", "speeches")


def list_reasons(files: Iterable[SkippedFile]) -> Iterator[str]:
    """Yield each reason with the number of its files: ``3 .pdf file``."""
    for file, number in count_skipped(files):
        yield f"{number:,} {describe_skipped(file)}"
