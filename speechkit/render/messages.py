"""The English words for the codes of the library, and the sentences that are made of them.

Nothing else turns a code into words; files and lines for other programs have the codes themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.render.text import safe_line, shell_word, typed_query

if TYPE_CHECKING:
    from speechkit import MissingPhrase
    from speechkit.model import (
        Event,
        EventCode,
        MetadataFault,
        MetadataFaultCode,
        MetadataField,
        Notice,
        NoticeKind,
        Origin,
        OriginKind,
        Scope,
        ScoreField,
        Script,
        SkippedFile,
        SkipReason,
    )
    from speechkit.query import Field, Listed, Query, Rewriting
    from speechkit.research import Comparison, Quotation, Verdict

_MOST_NAMED = 8
"""Speeches that a sentence names."""

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
    "scan": "its pages are pictures, with no text behind them",
    "no-map": "its fonts do not say which characters they show",
    "slow": "takes too long to read",
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
    "metadata-fault": "{location}, {reason}",
    "metadata-more-faults": "{location}: {reason} more; speechkit check tells all",
}

METADATA_FAULTS: dict[MetadataFaultCode, str] = {
    "unreadable": "cannot be read: {text}",
    "no-file-column": "no column is called path, file or id, so that nothing is corrected",
    "unknown-column": "the column {text} is none that is known; it is not read",
    "repeated-column": "the column {text} says the same as one before; it is not read",
    "too-many-cells": (
        "the row has more cells than the {text} columns and is left out;"
        " quote a cell that holds a comma"
    ),
    "no-file": "the row names no file and is left out",
    "unknown-file": "no file is called {text}; the row is left out",
    "ambiguous-file": "{text} may be {detail}; the row is left out, name its path",
    "repeated-file": "{text} is in line {detail} already; the row is left out",
    "bad-date": "{text} is no date; the date is left as read, write it as 2024-05-31",
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

ORIGINS: dict[OriginKind, str] = {
    "line": "line {line}",
    "label": "a label in line {line}",
    "occasion": "the occasion in line {line}",
    "note": "the note in line {line}",
    "signature": "the signature in line {line}",
    "title": "the title",
    "heading": "the heading in line {line}",
    "page": "the page's own data",
    "stated": "the file's own fields",
    "properties": "the file's properties",
    "file-name": "the file's name",
    "metadata.csv": "metadata.csv",
}

VERDICTS: dict[Verdict, str] = {
    "exact": "exact",
    "punctuation": "other punctuation",
    "near": "differs",
    "none": "not found",
}

# Of one thing and of several; without the latter no number is told.
NOTICES = {
    "boilerplate-line": ("line of the web page", "lines of the web page"),
    "boilerplate-related-links": ("line of links", "lines of links"),
    "boilerplate-sentence": ("sentence of the site's editor", "sentences of the site's editor"),
    "boilerplate-title": ("line that names the title", "lines that name the title"),
    "boilerplate-within": ("note of the site within a line", "notes of the site within lines"),
    "breadcrumbs": ("path through the site", "paths through the site"),
    "character-reference": ("HTML character reference", "HTML character references"),
    "close-encoding": ("the encoding is not sure; another that fits:", ""),
    "cut-line": ("place where a line was cut", "places where lines were cut"),
    "cut-off-tail": ("the file ends within a character", ""),
    "file-header": ("comments or licence around the text", "comments or licences around texts"),
    "guessed-encoding": ("the encoding is a guess", ""),
    "control-character": ("control character", "control characters"),
    "invisible-character": ("invisible character", "invisible characters"),
    "lost-character": ("lost character (�)", "lost characters (�)"),
    "mixed-encodings": ("line in another encoding", "lines in another encoding"),
    "private-use-character": ("private-use character", "private-use characters"),
    "note-mark": ("mark of a note", "marks of notes"),
    "page-footer": ("foot of a page", "feet of pages"),
    "page-header": ("head of a page", "heads of pages"),
    "page-number": ("page number", "page numbers"),
    "json-field": ("field of a JSON file", "fields of a JSON file"),
    "line-number": ("column of line numbers", "columns of line numbers"),
    "org-mark": ("marks of Org or Mandoku", ""),
    "comment": ("comment in the source", "comments in the source"),
    "control": ("button or menu of choices", "buttons and menus of choices"),
    "front-matter": ("front matter", ""),
    "hidden": ("hidden line", "hidden lines"),
    "image": ("text instead of an image", "texts instead of images"),
    "link-target": ("target of a link", "targets of links"),
    "mail-header": ("head of a letter", "heads of letters"),
    "menu": ("line of a menu", "lines of a menu"),
    "page-title": ("title of the page", "titles of the page"),
    "page-without-text": ("page is a picture without text", "pages are pictures without text"),
    "pinyin-annotation": ("pinyin annotation", "pinyin annotations"),
    "quote-mark": ("mark of quotation (>)", "marks of quotation (>)"),
    "repeated-beginning": ("line that repeats the beginning", "lines that repeat the beginning"),
    "repeated-text": ("paragraph of a second copy", "paragraphs of a second copy"),
    "repeated-title": ("line that repeats the title", "lines that repeat the title"),
    "replaced-bytes": ("damaged byte", "damaged bytes"),
    "running-head": ("running head or foot", "running heads or feet"),
    "shifted-bytes": ("heading of shifted bytes", "headings of shifted bytes"),
    "stray-character": ("stray character", "stray characters"),
    "stray-markup": ("stray HTML tag", "stray HTML tags"),
    "text-cut-short": ("the document holds less text than it counts", ""),
    "terminal-code": ("terminal code", "terminal codes"),
    "subtitle-mark": ("numbers, times and notes of captions", ""),
    "text-markup": ("lines of marks around headings", ""),
    "substitute": ("text for browsers without scripts", "texts for browsers without scripts"),
    "no-title": ("no title found; the file's name is in its place", ""),
    "title": ("the title is a guess", ""),
    "date-of-properties": ("the date is the file's own, of its properties", ""),
    "speaker-of-properties": ("the speaker is the author that the file's properties name", ""),
    "unmapped-line": (
        "line whose font does not say what it shows",
        "lines whose fonts do not say what they show",
    ),
    "wrong-byte-order-mark": ("its byte order mark is another encoding's", ""),
    "zhuyin-annotation": ("zhuyin annotation", "zhuyin annotations"),
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
    ("repaired", "broken-line"): ("piece of a broken line", "pieces of broken lines"),
    ("repaired", "page-break"): ("sentence over a page break", "sentences over page breaks"),
    ("repaired", "escaped-text"): ("line written in escapes", "lines written in escapes"),
    ("doubtful", "escaped-text"): (
        "line with escapes that may be text",
        "lines with escapes that may be text",
    ),
    ("repaired", "mojibake"): (
        "line that had been read in a wrong encoding",
        "lines that had been read in a wrong encoding",
    ),
    ("doubtful", "mojibake"): (
        "line that was read in a wrong encoding before it was saved",
        "lines that were read in a wrong encoding before they were saved",
    ),
    ("repaired", "hard-wrap"): ("line joined to the one before", "lines joined to those before"),
    ("doubtful", "hard-wrap"): ("its lines may be hard-wrapped", ""),
}


REWRITINGS = {
    "both": "{piece} is searched as text; for both pieces write: {query}",
    "either": "{piece} is searched as text; for either piece write: {query}",
    "without": "{piece} is searched as text; for speeches without it write: {query}",
    "near": "{piece} is searched as text; write: {query}",
    "title": "{piece} is searched as text; write without the blank: {query}",
    "whole": (
        "{piece} is not closed, so that its words are searched one by one; for one phrase"
        " write: {query}"
    ),
}


def describe_rewritings(rewritings: Iterable[Rewriting]) -> Iterator[str]:
    """Yield what is text in a query, and how to write what it seems to mean, each once."""
    sentences = (
        REWRITINGS[meaning].format(piece=safe_line(piece), query=typed_query(query))
        for piece, meaning, query in rewritings
    )
    yield from dict.fromkeys(sentences)


def describe_listed(listed: Listed) -> str:
    """Return how to write the parts of a list as pieces."""
    either = f"for one of them write: {typed_query(listed.either)}"
    if not listed.both:
        return f"{safe_line(listed.piece)} is one phrase; {either}"
    both = f"for all of its parts write: {typed_query(listed.both)}"
    return f"{safe_line(listed.piece)} is one phrase; {both}; {either}"


def describe_field(field: Field) -> str:
    """Return how to ask for a title, or that there is no such field."""
    piece, query = safe_line(field.piece), typed_query(field.query)
    if field.title:
        return f"{piece} is searched as text; for titles write: {query}"
    return f"{piece} is searched as text, for title: is the only field; without it write: {query}"


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
    reason = describe_fault(event.fault) if event.fault else event.reason
    return EVENTS[event.code].format(location=event.location, reason=reason)


def describe_reading(folder: Path, files: int, size: int) -> str:
    """Return that a folder which was not named is read; ``size`` is in bytes."""
    return (
        f"indexing {count(files, 'file')} ({size / 1e6:.1f} MB) in {safe_line(str(folder))};"
        " name another folder with -C"
    )


def describe_fault(fault: MetadataFault) -> str:
    """Return what is wrong with a row of ``metadata.csv``, and what was done about it."""
    words = METADATA_FAULTS[fault.code].format(text=fault.text, detail=fault.detail)
    return f"line {fault.line}: {words}" if fault.line else words


def describe_code(code: NoticeKind | Script | ScoreField) -> str:
    """Return the word for a kind of notice, a script or a field of a score."""
    return CODES[code]


def describe_origin(origin: Origin, value: str, *, has_lines: bool = True) -> str:
    """Return what is known of a speech, and where it comes from: date 2025-03-05 from line 3.

    A document has no lines; where it has pages, ``line`` is the page.
    """
    known = origin.field if origin.field == "title" else f"{origin.field} {value}"
    where = ORIGINS[origin.kind]
    if not has_lines:
        where = where.replace("line {line}", "page {line}")
    if not origin.line:
        where = where.split(" in ")[0]
        if origin.kind == "line":
            where = "a line that was dropped" if has_lines else "a line of its own"
    return f"{known} from {where.format(line=origin.line)}"


def describe_quotations(quotations: Sequence[Quotation]) -> str:
    """Return how many quotations there are, and how many of each verdict."""
    verdicts = [quotation.verdict for quotation in quotations]
    told = ", ".join(
        f"{verdicts.count(verdict):,} {words}"
        for verdict, words in VERDICTS.items()
        if verdict in verdicts
    )
    return f"{count(len(quotations), 'quotation')}: {told}"


def describe_share(comparison: Comparison, least: int) -> str:
    """Return how much of a draft is in a corpus, in runs of ``least`` characters or more."""
    characters = max(comparison.characters, 1)
    told = (
        f"{comparison.copied:,} of {count(comparison.characters, 'character')}"
        f" ({comparison.copied / characters:.0%}) in runs of {least} or more are in the"
        f" {count_speeches(comparison.speeches)} compared"
    )
    if comparison.common:
        share = comparison.common / characters
        told += f"; {comparison.common:,} more ({share:.0%}) are common"
    return told


def describe_unknown(fields: Sequence[MetadataField], identifiers: Sequence[str]) -> str:
    """Return what a reference lacks of some speeches, and how to give it."""
    named = " ".join(map(safe_line, identifiers[:_MOST_NAMED]))
    if len(identifiers) > _MOST_NAMED:
        named += f" and {len(identifiers) - _MOST_NAMED:,} more"
    return f"{named}: no {', no '.join(fields)} is known; metadata.csv in the corpus can give it"


def describe_notices(notices: Sequence[Notice]) -> str:
    """Return what was done, and how often; ``notices`` are all that have the same words."""
    one, several = words_of(notices[0])
    return count(sum(notice.times for notice in notices), one, several) if several else one


def words_of(notice: Notice) -> tuple[str, str]:
    """Return the words for a notice, of one thing and of several; a rule without has its name."""
    rule = notice.rule
    return NOTICES_OF_A_KIND.get((notice.kind, rule)) or NOTICES.get(rule) or (rule, rule)


def describe_rule(rule: str) -> str:
    """Return the words for one thing that a rule drops; a rule without has its name."""
    return NOTICES.get(rule, (rule, rule))[0] if rule else "left out by no single rule"


def describe_missing(
    missing: MissingPhrase, near_words: Sequence[str], *, scope: bool = False
) -> str:
    """Return where a phrase is not, and where it is; of one that is nowhere, what is near.

    ``scope`` says whether only some of the speeches were looked at.
    """
    text = missing.phrase.text
    told = f"{text} {'is in no title' if missing.phrase.title_only else 'not found'}"
    told += " in this scope" if scope else ""
    holders = missing.in_text or missing.elsewhere
    if holders:
        hold = "holds" if holders == 1 else "hold"
        where = "in the text" if missing.in_text else "elsewhere"
        return f"{told}; {count_speeches(holders)} {hold} it {where}"
    return told + (f"; near: {' '.join(near_words)}" if near_words else "")


def describe_scope(scope: Scope) -> str:
    """Return a scope as it is typed: ``--in 2024/ --since 2024-05``; "" for that of all."""
    named = (
        ("--in", scope.ids),
        ("--since", (scope.since,)),
        ("--until", (scope.until,)),
        ("--speaker", scope.speakers),
        ("--occasion", scope.occasions),
    )
    options = [
        f"{option} {shell_word(value)}" for option, values in named for value in values if value
    ]
    either = [describe_scope(one) for one in scope.any_of]
    joined = f"({' or '.join(either)})" if len(either) > 1 else "".join(either)
    return " ".join(filter(None, (*options, joined)))


def describe_properties(fields: Sequence[MetadataField]) -> str:
    """Return which fields are the file's more than the speech's, or "" for none."""
    told = " and ".join(field for field in ("title", "date", "speaker") if field in fields)
    return f"{told} from the file's properties" if told else ""


def describe_doubt(identifier: str, fields: Sequence[MetadataField]) -> str:
    """Return what is not sure of a speech, or "" for nothing."""
    told = describe_properties(fields)
    return f"{safe_line(identifier)}: {told}, not from the text" if told else ""


def describe_undated(number: int) -> str:
    """Return how many speeches a date left out because they have none."""
    rest = "has no date and is left out" if number == 1 else "have no date and are left out"
    return f"{count_speeches(number)} {rest}"


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


def describe_dropped(speeches: int, matching: int) -> str:
    """Return how many ``speeches`` match only with dropped text, and how to see them.

    ``matching`` match without.
    """
    more = " more" if matching else ""
    match = "matches" if speeches == 1 else "match"
    return (
        f"{speeches:,}{more} {'speech' if speeches == 1 else 'speeches'} {match} only in text that"
        f" cleaning left out; {'it is' if speeches == 1 else 'they are'} shown with --dropped"
    )


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
