"""The words for the codes of the library, in English: messages that are translated when shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.language import N_, P_

if TYPE_CHECKING:
    from speechkit.model import (
        EventCode,
        IndexState,
        MetadataFaultCode,
        MetadataField,
        NoticeKind,
        OriginKind,
        ScoreField,
        Script,
        SkipReason,
    )
    from speechkit.research import Verdict

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
    "cluster-waiting": N_(
        "the cluster {location} has not answered for {reason} s and is waited for and asked again;"
        " Ctrl-C to stop"
    ),
    "unknown-endings": N_(
        "{location} holds no file with a known ending; read by their content: {reason}"
    ),
    "index-copies": N_("index {location}: copies of each shard besides the first: {reason}"),
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
    "editor-note": P_("note of the editor", "notes of the editor"),
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
    "table-of-contents": P_("line of a table of contents", "lines of a table of contents"),
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
