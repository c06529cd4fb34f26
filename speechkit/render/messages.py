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
        IndexState,
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
    from speechkit.query import Condition, Field, Listed, Near, Query, Rewriting
    from speechkit.research import Comparison, Quotation, Verdict

_WIDER, _WIDE = 5, 50
"""Where two phrases are nowhere so near, so many times the distance is offered, or so much."""

_MOST_NAMED = 8
"""Speeches or queries that a sentence names."""

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

DETAILS = (
    N_("nested too deeply"),
    N_("no main part"),
    N_("not what its ending says"),
    N_("pypdfium2 is not installed"),
    N_("the reader of PDF files ended on it"),
    N_("its XML has a document type of its own, which is not read"),
    N_("no Word document"),
    N_("no table of pieces"),
    N_("pieces of text repeat each other"),
    N_("no PDF, or only a part of one"),
    N_("no pages"),
    N_("File is not a zip file"),
)
"""What readers of files say of a damaged one, as an index keeps it: in English."""

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

INDEX_STATES: dict[IndexState, str] = {
    "current": N_("ready"),
    "outdated": N_("of another version"),
    "folder-gone": N_("its folder is gone"),
    "damaged": N_("damaged"),
    "unreadable": N_("cannot be read"),
}

METADATA_FAULTS: dict[MetadataFaultCode, str] = {
    "unreadable": N_("cannot be read: {text}"),
    "open-quote": N_("a quotation mark has no second one that ends its cell"),
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


REWRITINGS = {
    "both": N_("{piece} is searched as text; for both pieces write: {query}"),
    "either": N_("{piece} is searched as text; for either piece write: {query}"),
    "without": N_("{piece} is searched as text; for speeches without it write: {query}"),
    "near": N_("{piece} is searched as text; write: {query}"),
    "alone": N_("{piece} joins two pieces; write one on each side of it: 产业 NEAR/10 项目"),
    "wildcard": N_(
        "{piece} is searched as text; a piece is found wherever it is: {query}; for a pattern"
        " there is --regex"
    ),
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
    told = _("{piece} is one phrase; for one of them write: {either}")
    if listed.both:
        told = _(
            "{piece} is one phrase; for all of its parts write: {both}; for one of them write:"
            " {either}"
        )
    return told.format(
        piece=safe_line(listed.piece),
        both=typed_query(listed.both),
        either=typed_query(listed.either),
    )


def describe_pattern(pattern: str) -> str:
    """Return how to look for a regular expression that was typed as a piece."""
    told = _("{piece} is searched as text; for a regular expression write: --regex {quoted}")
    return told.format(piece=safe_line(pattern), quoted=shell_word(pattern))


def describe_field(field: Field) -> str:
    """Return how to ask for a field, or that there is none such."""
    told = _(
        "{piece} is searched as text, for the fields are title, speaker, occasion, source and"
        " date; without it write: {query}"
    )
    if field.name:
        told = _("{piece} is searched as text; for the {field} write: {query}")
    names = {str(name): words for name, words in FIELDS.items()}
    name = _(names.get(field.name, field.name))
    piece, query = safe_line(field.piece), typed_query(field.query)
    return told.format(piece=piece, field=name, query=query)


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


def describe_index_state(state: IndexState) -> str:
    """Return what is to be said of an index that is kept."""
    return _(INDEX_STATES[state])


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
    one = _("{number} {verdict}")
    found = _(", ").join(
        one.format(number=f"{verdicts.count(verdict):,}", verdict=_(words))
        for verdict, words in VERDICTS.items()
        if verdict in verdicts
    )
    told = ngettext("{number} quotation: {found}", "{number} quotations: {found}", len(verdicts))
    return told.format(number=f"{len(verdicts):,}", found=found)


def describe_share(comparison: Comparison, least: int) -> str:
    """Return how much of a draft is in a corpus, in runs of ``least`` characters or more."""
    characters = max(comparison.characters, 1)
    told = _(
        "{copied} of {characters} ({share}) in runs of {least} or more are in the {speeches}"
        " compared"
    ).format(
        copied=f"{comparison.copied:,}",
        characters=count_characters(comparison.characters),
        share=f"{comparison.copied / characters:.0%}",
        least=least,
        speeches=count_speeches(comparison.speeches),
    )
    if not comparison.common:
        return told
    share = f"{comparison.common / characters:.0%}"
    more = _("{told}; {number} more ({share}) are common")
    return more.format(told=told, number=f"{comparison.common:,}", share=share)


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
    if missing.phrase.title_only:
        told = _("{text} is in no title in this scope") if scope else _("{text} is in no title")
    else:
        told = _("{text} not found in this scope") if scope else _("{text} not found")
    told = told.format(text=missing.phrase.text)
    more = _describe_holders(missing)
    if not more and near_words:
        more = _("near: {words}").format(words=" ".join(near_words))
    return _("{told}; {more}").format(told=told, more=more) if more else told


def _describe_holders(missing: MissingPhrase) -> str:
    number = missing.in_text or missing.elsewhere
    if not number:
        return ""
    if missing.in_text:
        told = ngettext(
            "{number} speech holds it in the text", "{number} speeches hold it in the text", number
        )
    else:
        told = ngettext(
            "{number} speech holds it elsewhere", "{number} speeches hold it elsewhere", number
        )
    return told.format(number=f"{number:,}")


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
    joined = f"({_(' or ').join(either)})" if len(either) > 1 else "".join(either)
    return " ".join(filter(None, (*options, joined)))


def describe_properties(fields: Sequence[MetadataField]) -> str:
    """Return which fields are the file's more than the speech's, or "" for none."""
    shown: tuple[MetadataField, ...] = ("title", "date", "speaker")
    told = _(" and ").join(_(FIELDS[field]) for field in shown if field in fields)
    return _("{fields} from the file's properties").format(fields=told) if told else ""


def describe_doubt(identifier: str, fields: Sequence[MetadataField]) -> str:
    """Return what is not sure of a speech, or "" for nothing."""
    told = describe_properties(fields)
    if not told:
        return ""
    return _("{id}: {told}, not from the text").format(id=safe_line(identifier), told=told)


def describe_undated(number: int, of: str = "") -> str:
    """Return how many speeches a date left out because they have none.

    ``of`` is the option that they are left out of, where it is not all that there is.
    """
    told = ngettext(
        "{number} speech has no date and is left out",
        "{number} speeches have no date and are left out",
        number,
    )
    if of:
        told = ngettext(
            "{number} speech has no date and is left out of {option}",
            "{number} speeches have no date and are left out of {option}",
            number,
        )
    return told.format(number=f"{number:,}", option=of)


def describe_nothing(query: Query) -> str:
    """Return why nothing matches although every phrase is found somewhere."""
    from speechkit.query import Near, Regex, write_operator

    if not query.required:
        return _("every speech holds what it must not")
    if query.excluded:
        return _("every speech that matches also holds what it must not")
    nears = [term for term in query.terms if isinstance(term, Near)]
    is_regex = any(isinstance(term, Regex) for term in query.terms)
    if len(query.required) > 1 or not (nears or is_regex):
        return _("each piece is found, but no speech holds them all")
    if is_regex:
        return _("no paragraph matches the pattern, which is asked of the text as it is shown")
    if any(term.title_only for term in query.terms):
        return _("both are found, but nowhere so near in a title")
    told = _("both are found, but nowhere so near; allow more, such as {operator}")
    widest = max(nears, key=lambda near: near.distance)
    return told.format(operator=write_operator(_widen(widest)))


def _widen(near: Near) -> Near:
    return near._replace(distance=max(near.distance * _WIDER, _WIDE))


def describe_wider(query: Query, speeches: int) -> str:
    """Return that speeches match a query, in which phrases may be further apart than was asked."""
    from speechkit.query import write_query

    told = ngettext(
        "both are found, but nowhere so near; further apart in {number} speech: {query}",
        "both are found, but nowhere so near; further apart in {number} speeches: {query}",
        speeches,
    )
    return told.format(number=f"{speeches:,}", query=typed_query(write_query(query)))


def describe_other_order(query: Query, speeches: int) -> str:
    """Return that speeches match a query, in which phrases are in the order not asked for."""
    from speechkit.query import write_query

    told = ngettext(
        "{number} speech has them in the other order: {query}",
        "{number} speeches have them in the other order: {query}",
        speeches,
    )
    return told.format(number=f"{speeches:,}", query=typed_query(write_query(query)))


def describe_unmet(condition: Condition) -> str:
    """Return that no speech meets a condition of a query."""
    told = _("no speech fits {scope}; speechkit list tells what there is")
    return told.format(scope=safe_line(condition.typed))


def describe_unmatched(labels: Sequence[str], matching: int) -> str:
    """Return which of many queries match nothing; ``matching`` match."""
    named = _(", ").join(map(safe_line, labels[:_MOST_NAMED]))
    more = _(", ") + "…" if len(labels) > _MOST_NAMED else ""
    told = ngettext(
        "{number} of {all} queries matches nothing: {names}",
        "{number} of {all} queries match nothing: {names}",
        len(labels),
    )
    every = len(labels) + matching
    return told.format(number=f"{len(labels):,}", all=f"{every:,}", names=named + more)


def describe_words_found(speeches: int) -> str:
    """Return what to type where nothing matches exactly; ``speeches`` hold one of the words."""
    told = _("add --any to see {speeches} with some of the words")
    return told.format(speeches=count_speeches(speeches))


def describe_dropped(speeches: int, matching: int) -> str:
    """Return how many ``speeches`` match only with dropped text, and how to see them.

    ``matching`` match without.
    """
    told = ngettext(
        "{number} speech matches only in text that cleaning left out; it is shown with --dropped",
        "{number} speeches match only in text that cleaning left out; they are shown with"
        " --dropped",
        speeches,
    )
    if matching:
        told = ngettext(
            "{number} more speech matches only in text that cleaning left out; it is shown with"
            " --dropped",
            "{number} more speeches match only in text that cleaning left out; they are shown with"
            " --dropped",
            speeches,
        )
    return told.format(number=f"{speeches:,}")


def count_speeches(number: int) -> str:
    """Return a number of speeches as a sentence has it."""
    return ngettext("{number} speech", "{number} speeches", number).format(number=f"{number:,}")


def count_indexes(number: int) -> str:
    """Return a number of indexes as a sentence has it."""
    return ngettext("{number} index", "{number} indexes", number).format(number=f"{number:,}")


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
