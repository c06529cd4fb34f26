"""The words for the codes of the library, and the sentences that are made of them.

Nothing else turns a code into words; files and lines for other programs have the codes themselves.
The tables are in English, the functions return the user's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.language import N_, P_, _, ngettext
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
    from speechkit.query import Condition, Field, Listed, Query, Rewriting
    from speechkit.research import Comparison, Quotation, Verdict

_MOST_NAMED = 8
"""Speeches that a sentence names."""

SKIP_REASONS: dict[SkipReason, str] = {
    "symbolic-link": N_("symbolic link"),
    "not-regular": N_("not a regular file"),
    "ending": N_("{detail} file"),
    "too-large": N_("larger than {detail} MiB"),
    "unreadable": N_("unreadable: {detail}"),
    "unreadable-folder": N_("unreadable folder: {detail}"),
    "binary": N_("binary file"),
    "password": N_("protected by a password"),
    "damaged": N_("damaged: {detail}"),
    "bomb": N_("unpacks to far more than a document holds"),
    "old-word": N_("written by a Word older than 97; save it as .docx"),
    "works": N_("a Microsoft Works document; save it as .docx"),
    "no-text": N_("no text"),
    "scan": N_("its pages are pictures, with no text behind them"),
    "no-map": N_("its fonts do not say which characters they show"),
    "slow": N_("takes too long to read"),
    "not-decodable": N_(
        "no encoding fits this file; name the right one with --encoding if it is a text"
    ),
    "no-memory": N_("too large for this machine's memory"),
    "fault": N_("a fault of speechkit: {detail}"),
}

EVENTS: dict[EventCode, str] = {
    "index-damaged": N_("index {location} is damaged ({reason}); rebuilding it"),
    "index-outdated": N_(
        "index {location} was made with another version or settings; rebuilding it"
    ),
    "index-built-elsewhere": N_("another process is building the index; waiting for it"),
    "index-behind": N_("another process is indexing; this is the last finished index"),
    "index-in-memory": N_("the index cannot be kept: {reason}; searching in memory"),
    "index-not-followed": N_(
        "the index cannot follow the folder ({reason}); it may be out of date"
    ),
    "metadata-fault": N_("{location}, {reason}"),
    "metadata-more-faults": N_("{location}: {reason} more; speechkit check tells all"),
}

METADATA_FAULTS: dict[MetadataFaultCode, str] = {
    "unreadable": N_("cannot be read: {text}"),
    "no-file-column": N_("no column is called path, file or id, so that nothing is corrected"),
    "unknown-column": N_("the column {text} is none that is known; it is not read"),
    "repeated-column": N_("the column {text} says the same as one before; it is not read"),
    "too-many-cells": N_(
        "the row has more cells than the {text} columns and is left out;"
        " quote a cell that holds a comma"
    ),
    "no-file": N_("the row names no file and is left out"),
    "unknown-file": N_("no file is called {text}; the row is left out"),
    "ambiguous-file": N_("{text} may be {detail}; the row is left out, name its path"),
    "repeated-file": N_("{text} is in line {detail} already; the row is left out"),
    "bad-date": N_("{text} is no date; the date is left as read, write it as 2024-05-31"),
}

CODES: dict[NoticeKind | Script | ScoreField, str] = {
    "repaired": N_("repaired"),
    "dropped": N_("dropped"),
    "doubtful": N_("doubtful"),
    "simplified": N_("simplified"),
    "traditional": N_("traditional"),
    "none": N_("none"),
    "speech": N_("speech"),
    "passage": N_("passage"),
}

FIELDS: dict[MetadataField, str] = {
    "title": N_("title"),
    "date": N_("date"),
    "speaker": N_("speaker"),
    "occasion": N_("occasion"),
    "source": N_("source"),
    "url": N_("url"),
}

# In a place, and where none is known.
ORIGINS: dict[OriginKind, tuple[str, str]] = {
    "line": ("{place}", ""),
    "label": (N_("a label in {place}"), N_("a label")),
    "occasion": (N_("the occasion in {place}"), N_("the occasion")),
    "note": (N_("the note in {place}"), N_("the note")),
    "signature": (N_("the signature in {place}"), N_("the signature")),
    "title": ("", N_("the title")),
    "heading": (N_("the heading in {place}"), N_("the heading")),
    "page": ("", N_("the page's own data")),
    "stated": ("", N_("the file's own fields")),
    "properties": ("", N_("the file's properties")),
    "file-name": ("", N_("the file's name")),
    "metadata.csv": ("", "metadata.csv"),
}

VERDICTS: dict[Verdict, str] = {
    "exact": N_("exact"),
    "punctuation": N_("other punctuation"),
    "near": N_("differs"),
    "none": N_("not found"),
}

# Of one thing and of several; without the latter no number is told.
NOTICES = {
    "boilerplate-line": P_("line of the web page", "lines of the web page"),
    "boilerplate-related-links": P_("line of links", "lines of links"),
    "boilerplate-sentence": P_("sentence of the site's editor", "sentences of the site's editor"),
    "boilerplate-title": P_("line that names the title", "lines that name the title"),
    "boilerplate-within": P_("note of the site within a line", "notes of the site within lines"),
    "breadcrumbs": P_("path through the site", "paths through the site"),
    "character-reference": P_("HTML character reference", "HTML character references"),
    "close-encoding": (N_("the encoding is not sure; another that fits:"), ""),
    "cut-line": P_("place where a line was cut", "places where lines were cut"),
    "cut-off-tail": (N_("the file ends within a character"), ""),
    "file-header": P_("comments or licence around the text", "comments or licences around texts"),
    "guessed-encoding": (N_("the encoding is a guess"), ""),
    "control-character": P_("control character", "control characters"),
    "invisible-character": P_("invisible character", "invisible characters"),
    "lost-character": P_("lost character (�)", "lost characters (�)"),
    "mixed-encodings": P_("line in another encoding", "lines in another encoding"),
    "private-use-character": P_("private-use character", "private-use characters"),
    "note-mark": P_("mark of a note", "marks of notes"),
    "page-note": P_("note on a page", "notes on pages"),
    "page-footer": P_("foot of a page", "feet of pages"),
    "page-header": P_("head of a page", "heads of pages"),
    "page-number": P_("page number", "page numbers"),
    "json-field": P_("field of a JSON file", "fields of a JSON file"),
    "line-number": P_("column of line numbers", "columns of line numbers"),
    "org-mark": (N_("marks of Org or Mandoku"), ""),
    "comment": P_("comment in the source", "comments in the source"),
    "control": P_("button or menu of choices", "buttons and menus of choices"),
    "front-matter": (N_("front matter"), ""),
    "hidden": P_("hidden line", "hidden lines"),
    "image": P_("text instead of an image", "texts instead of images"),
    "link-target": P_("target of a link", "targets of links"),
    "mail-header": P_("head of a letter", "heads of letters"),
    "menu": P_("line of a menu", "lines of a menu"),
    "page-title": P_("title of the page", "titles of the page"),
    "page-without-text": P_("page is a picture without text", "pages are pictures without text"),
    "pinyin-annotation": P_("pinyin annotation", "pinyin annotations"),
    "quote-mark": P_("mark of quotation (>)", "marks of quotation (>)"),
    "repeated-beginning": P_("line that repeats the beginning", "lines that repeat the beginning"),
    "repeated-text": P_("paragraph of a second copy", "paragraphs of a second copy"),
    "repeated-title": P_("line that repeats the title", "lines that repeat the title"),
    "replaced-bytes": P_("damaged byte", "damaged bytes"),
    "running-head": P_("running head or foot", "running heads or feet"),
    "shifted-bytes": P_("heading of shifted bytes", "headings of shifted bytes"),
    "stray-character": P_("stray character", "stray characters"),
    "stray-markup": P_("stray HTML tag", "stray HTML tags"),
    "text-cut-short": (N_("the document holds less text than it counts"), ""),
    "terminal-code": P_("terminal code", "terminal codes"),
    "subtitle-mark": (N_("numbers, times and notes of captions"), ""),
    "text-markup": (N_("lines of marks around headings"), ""),
    "substitute": P_("text for browsers without scripts", "texts for browsers without scripts"),
    "no-title": (N_("no title found; the file's name is in its place"), ""),
    "title": (N_("the title is a guess"), ""),
    "date-of-properties": (N_("the date is the file's own, of its properties"), ""),
    "speaker-of-properties": (
        N_("the speaker is the author that the file's properties name"),
        "",
    ),
    "unmapped-line": P_(
        "line whose font does not say what it shows",
        "lines whose fonts do not say what they show",
    ),
    "wrong-byte-order-mark": (N_("its byte order mark is another encoding's"), ""),
    "zhuyin-annotation": P_("zhuyin annotation", "zhuyin annotations"),
}

NOTICES_OF_A_KIND: dict[tuple[NoticeKind, str], tuple[str, str]] = {
    ("repaired", "broken-pinyin-annotation"): P_(
        "character behind broken pinyin",
        "characters behind broken pinyin",
    ),
    ("doubtful", "broken-pinyin-annotation"): P_(
        "place garbled by broken pinyin",
        "places garbled by broken pinyin",
    ),
    ("repaired", "broken-line"): P_("piece of a broken line", "pieces of broken lines"),
    ("repaired", "page-break"): P_("sentence over a page break", "sentences over page breaks"),
    ("repaired", "escaped-text"): P_("line written in escapes", "lines written in escapes"),
    ("doubtful", "escaped-text"): P_(
        "line with escapes that may be text",
        "lines with escapes that may be text",
    ),
    ("repaired", "mojibake"): P_(
        "line that had been read in a wrong encoding",
        "lines that had been read in a wrong encoding",
    ),
    ("doubtful", "mojibake"): P_(
        "line that was read in a wrong encoding before it was saved",
        "lines that were read in a wrong encoding before they were saved",
    ),
    ("repaired", "hard-wrap"): P_("line joined to the one before", "lines joined to those before"),
    ("doubtful", "hard-wrap"): (N_("its lines may be hard-wrapped"), ""),
}


_MOST_NAMED = 8
"""Queries of many that are named in one sentence."""

REWRITINGS = {
    "both": N_("{piece} is searched as text; for both pieces write: {query}"),
    "either": N_("{piece} is searched as text; for either piece write: {query}"),
    "without": N_("{piece} is searched as text; for speeches without it write: {query}"),
    "near": N_("{piece} is searched as text; write: {query}"),
    "title": N_("{piece} is searched as text; write without the blank: {query}"),
    "whole": N_(
        "{piece} is not closed, so that its words are searched one by one; for one phrase"
        " write: {query}"
    ),
}


def describe_rewritings(rewritings: Iterable[Rewriting]) -> Iterator[str]:
    """Yield what is text in a query, and how to write what it seems to mean, each once."""
    sentences = (
        _(REWRITINGS[meaning]).format(piece=safe_line(piece), query=typed_query(query))
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
    """Return how to ask for a field, or that there is none such."""
    piece, query = safe_line(field.piece), typed_query(field.query)
    if field.name:
        return f"{piece} is searched as text; for the {field.name} write: {query}"
    return (
        f"{piece} is searched as text, for the fields are title, speaker, occasion, source and"
        f" date; without it write: {query}"
    )


def describe_skipped(file: SkippedFile) -> str:
    """Return why a file is not a speech, in a few words."""
    if file.reason == "ending" and not file.detail:
        return _("other file")
    return describe_reason(file.reason, file.detail)


def describe_reason(reason: SkipReason, detail: str) -> str:
    """Return why a file is not a speech; ``detail`` is as the library keeps it, in English."""
    return _(SKIP_REASONS[reason]).format(detail=_(detail))


def tell_skipped(number: int, file: SkippedFile) -> str:
    """Return that so many files were skipped, for the reason of one of them."""
    told = _("{number} skipped: {reason}")
    return told.format(number=f"{number:,}", reason=safe_line(describe_skipped(file)))


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
    reason = describe_fault(event.fault) if event.fault else _(event.reason)
    return _(EVENTS[event.code]).format(location=event.location, reason=reason)


def describe_reading(folder: Path, files: int, size: int) -> str:
    """Return that a folder which was not named is read; ``size`` is in bytes."""
    told = ngettext(
        "indexing {number} file ({size} MB) in {folder}; name another folder with -C",
        "indexing {number} files ({size} MB) in {folder}; name another folder with -C",
        files,
    )
    shown = safe_line(str(folder))
    return told.format(number=f"{files:,}", size=f"{size / 1e6:.1f}", folder=shown)


def describe_fault(fault: MetadataFault) -> str:
    """Return what is wrong with a row of ``metadata.csv``, and what was done about it."""
    words = _(METADATA_FAULTS[fault.code]).format(text=fault.text, detail=fault.detail)
    if not fault.line:
        return words
    return _("line {number}: {told}").format(number=fault.line, told=words)


def describe_code(code: NoticeKind | Script | ScoreField) -> str:
    """Return the word for a kind of notice, a script or a field of a score."""
    return _(CODES[code])


def describe_origin(origin: Origin, value: str, *, has_lines: bool = True) -> str:
    """Return what is known of a speech, and where it comes from: date 2025-03-05 from line 3.

    A document has no lines; where it has pages, ``line`` is the page.
    """
    where = _describe_place(origin, has_lines=has_lines)
    if origin.field == "title":
        return _("title from {where}").format(where=where)
    told = _("{field} {value} from {where}")
    return told.format(field=_(FIELDS[origin.field]), value=value, where=where)


def _describe_place(origin: Origin, *, has_lines: bool) -> str:
    inside, alone = ORIGINS[origin.kind]
    if origin.line and inside:
        place = _("line {number}") if has_lines else _("page {number}")
        return _(inside).format(place=place.format(number=origin.line))
    if alone:
        return _(alone)
    return _("a line that was dropped") if has_lines else _("a line of its own")


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
        more = f"{len(identifiers) - _MOST_NAMED:,}"
        named = _("{some} and {number} more").format(some=named, number=more)
    told = _("{speeches}: no {fields} is known; metadata.csv in the corpus can give it")
    return told.format(speeches=named, fields=_(", no ").join(map(_, fields)))


def describe_notices(notices: Sequence[Notice]) -> str:
    """Return what was done, and how often; ``notices`` are all that have the same words."""
    one, several = words_of(notices[0])
    if not several:
        return _(one)
    number = sum(notice.times for notice in notices)
    things = ngettext(one, several, number)
    return _("{number} {things}").format(number=f"{number:,}", things=things)


def words_of(notice: Notice) -> tuple[str, str]:
    """Return the English for a notice, of one thing and of several; a rule without has its name."""
    rule = notice.rule
    return NOTICES_OF_A_KIND.get((notice.kind, rule)) or NOTICES.get(rule) or (rule, rule)


def describe_rule(rule: str) -> str:
    """Return the words for one thing that a rule drops; a rule without has its name."""
    if not rule:
        return _("left out by no single rule")
    one, several = NOTICES.get(rule, (rule, rule))
    return ngettext(one, several, 1) if several else _(one)


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
    from speechkit.query import Regex

    if not query.required:
        return "every speech holds what it must not"
    if query.excluded:
        return "every speech that matches also holds what it must not"
    if len(query.required) > 1:
        return "each piece is found, but no speech holds them all"
    if any(isinstance(term, Regex) for term in query.terms):
        return "no paragraph matches the pattern, which is asked of the text as it is shown"
    where = " in a title" if any(term.title_only for term in query.terms) else ""
    return f"both are found, but nowhere so near{where}"


def describe_unmet(condition: Condition) -> str:
    """Return that no speech meets a condition of a query."""
    return f"no speech fits {safe_line(condition.typed)}; speechkit list tells what there is"


def describe_unmatched(labels: Sequence[str], matching: int) -> str:
    """Return which of many queries match nothing; ``matching`` match."""
    named = ", ".join(map(safe_line, labels[:_MOST_NAMED]))
    more = ", …" if len(labels) > _MOST_NAMED else ""
    queries = count(len(labels) + matching, "query", "queries")
    match = "matches" if len(labels) == 1 else "match"
    return f"{len(labels):,} of {queries} {match} nothing: {named}{more}"


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
    return ngettext("{number} speech", "{number} speeches", number).format(number=f"{number:,}")


def count_paragraphs(number: int) -> str:
    """Return a number of paragraphs as a sentence has it."""
    told = ngettext("{number} paragraph", "{number} paragraphs", number)
    return told.format(number=f"{number:,}")


def count_characters(number: int) -> str:
    """Return a number of characters as a sentence has it."""
    told = ngettext("{number} character", "{number} characters", number)
    return told.format(number=f"{number:,}")


def count_matches(number: int) -> str:
    """Return a number of matches as a sentence has it."""
    return ngettext("{number} match", "{number} matches", number).format(number=f"{number:,}")


def count_words(number: int) -> str:
    """Return a number of words as a sentence has it."""
    return ngettext("{number} word", "{number} words", number).format(number=f"{number:,}")


def list_reasons(files: Iterable[SkippedFile]) -> Iterator[str]:
    """Yield each reason with the number of its files: ``3 .pdf file``."""
    for file, number in count_skipped(files):
        yield _("{number} {reason}").format(number=f"{number:,}", reason=describe_skipped(file))


def more_of(number: int) -> str:
    """Return that there are so many more."""
    return _("and {number} more").format(number=f"{number:,}")
