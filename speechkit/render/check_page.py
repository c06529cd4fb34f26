"""What ``check`` found, as a person reads it at a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from speechkit.checking import KINDS, CheckedFile, CheckSummary, Duplicate
from speechkit.ingest.folder import SkippedFile, display_path, summarize_skipped
from speechkit.notices import Notice, NoticeKind
from speechkit.render.blocks import WIDEST, block
from speechkit.render.cells import measure
from speechkit.render.findings import describe_summary
from speechkit.render.styles import COMMAND, IDENTIFIER, MATCH, QUIET, TITLE, count, quiet
from speechkit.render.text import safe_line

_INDENT = "     "
_KIND_WIDTH = 11
_TEXT_INDENT = " " * (len(_INDENT) + _KIND_WIDTH + 2)
_FEW = 3
"""So many doubtful places, or near-duplicates, of a file are shown unless all are asked for."""

_CERTAIN = 0.995

_SHORT = 20
"""Cells: texts up to this width share lines."""

# What the rules found, in words: of one thing and of several; without the latter no number is told.
_WORDS = {
    "character-reference": ("HTML character reference", "HTML character references"),
    "close-encoding": ("the encoding is not sure; another that fits:", ""),
    "cut-off-tail": ("the file ends within a character", ""),
    "boilerplate-edge": ("line of the web page", "lines of the web page"),
    "boilerplate-line": ("line of the web page", "lines of the web page"),
    "boilerplate-related-links": ("line of links", "lines of links"),
    "boilerplate-sentence": ("sentence of the site's editor", "sentences of the site's editor"),
    "boilerplate-title": ("line that names the title", "lines that name the title"),
    "boilerplate-within": ("note of the site within a line", "notes of the site within lines"),
    "guessed-encoding": ("the encoding is a guess", ""),
    "lost-character": ("lost character (�)", "lost characters (�)"),
    "pinyin-annotation": ("pinyin annotation", "pinyin annotations"),
    "repeated-beginning": ("line that repeats the beginning", "lines that repeat the beginning"),
    "repeated-text": ("paragraph of a second copy", "paragraphs of a second copy"),
    "repeated-title": ("line that repeats the title", "lines that repeat the title"),
    "replaced-bytes": ("damaged byte", "damaged bytes"),
    "stray-markup": ("stray HTML tag", "stray HTML tags"),
    "title": ("the title is a guess", ""),
    "wrong-byte-order-mark": ("its byte order mark is another encoding's", ""),
}
_WORDS_BY_KIND = {
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


def render_page(  # noqa: PLR0913 - the parts of one page
    files: Iterable[CheckedFile],
    skipped: Sequence[SkippedFile],
    summary: CheckSummary,
    width: int,
    *,
    verbose: bool,
    every: bool,
    more: str,
) -> Iterator[Text]:
    """Yield the files of which there is something to tell, or every one, and the summary.

    ``summary`` counts the files as they are taken; ``more`` is the command that tells more.
    """
    width = min(width, WIDEST)
    for file in files:
        if every or file.has_findings:
            yield from _render_file(file, width, verbose=verbose)
            yield Text()
    yield from block(describe_summary(summary), (), width, style=TITLE)
    yield from _render_skipped(skipped, verbose=verbose)
    if not verbose and summary.dropped + summary.repaired:
        line = Text("what was repaired and dropped: ", style=QUIET)
        yield line.append(safe_line(more), style=COMMAND)


def _render_file(file: CheckedFile, width: int, *, verbose: bool) -> Iterator[Text]:
    """Yield id and title, how the file was decoded, and its findings by kind."""
    lead = Text().append(safe_line(file.id).ljust(3), style=IDENTIFIER).append("  ")
    if measure(lead.plain) > width // 2:
        yield lead
        lead = Text(_INDENT)
    yield from block(safe_line(file.title), (), width, lead, TITLE)
    sure = "" if file.confidence > _CERTAIN else f"{file.confidence:.0%} sure"
    yield Text(_INDENT).append_text(quiet(file.encoding, sure, file.script))
    for kind in KINDS:
        of_kind = [
            # The title need not be read twice.
            notice if notice.text != file.title else notice._replace(text="")
            for notice in file.notices
            if notice.kind == kind
        ]
        yield from _render_kind(kind, of_kind, width, verbose=verbose)
    yield from _render_duplicates(file.duplicates, width, verbose=verbose)


def _render_skipped(skipped: Sequence[SkippedFile], *, verbose: bool) -> Iterator[Text]:
    for reason, number in summarize_skipped(tuple(skipped)):
        yield Text(f"{number:,} skipped: {safe_line(reason)}")
        for file in skipped if verbose else ():
            if file.reason == reason:
                yield Text(f"{_INDENT}{display_path(file.path)}", style=QUIET)


def _render_kind(
    kind: NoticeKind, notices: Sequence[Notice], width: int, *, verbose: bool
) -> Iterator[Text]:
    rules: dict[tuple[str, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        rules[_words(notice)].append(notice)
    if kind != "doubtful" and not verbose and rules:
        told = ", ".join(_count(words, of_rule) for words, of_rule in rules.items())
        yield from block(told, (), width, _lead(kind))
        return
    for words, of_rule in rules.items():
        style = MATCH if kind == "doubtful" else QUIET
        yield from block(_count(words, of_rule), (), width, _lead(kind, style))
        yield from _render_texts(of_rule if verbose else of_rule[:_FEW], width)
        if not verbose and len(of_rule) > _FEW:
            yield _more(len(of_rule) - _FEW)


def _render_texts(notices: Sequence[Notice], width: int) -> Iterator[Text]:
    """Yield the texts of notices of one rule, short ones together."""
    together: list[str] = []
    for notice in notices:
        text = safe_line(notice.text).strip()
        if notice.times > 1 and len(notices) > 1:
            text += f" ×{notice.times}"
        if measure(text) > _SHORT:
            yield from _render_text(together, width)
            yield from _render_text([text], width)
            together = []
        elif text:
            together.append(text)
    yield from _render_text(together, width)


def _render_text(texts: Sequence[str], width: int) -> Iterator[Text]:
    if texts:
        yield from block(" · ".join(texts), (), width, Text(_TEXT_INDENT), QUIET)


def _render_duplicates(
    duplicates: Sequence[Duplicate], width: int, *, verbose: bool
) -> Iterator[Text]:
    shown = duplicates if verbose else duplicates[:_FEW]
    for other in shown:
        share = f"{int(other.share * 100)} %"
        name = safe_line(other.id)
        told = f"{share} of it stands in {name}" if other.is_longer else f"has {share} of {name}"
        yield from block(told, (), width, _lead("alike"))
    if len(duplicates) > len(shown):
        yield _more(len(duplicates) - len(shown))


def _lead(kind: str, style: str = QUIET) -> Text:
    return Text(_INDENT).append(kind.ljust(_KIND_WIDTH), style=style)


def _more(number: int) -> Text:
    return Text(_TEXT_INDENT).append(f"and {number:,} more", style=QUIET)


def _words(notice: Notice) -> tuple[str, str]:
    """Return the words for a rule; one without has its own name."""
    words = _WORDS_BY_KIND.get((notice.kind, notice.rule)) or _WORDS.get(notice.rule)
    return words or (notice.rule, notice.rule)


def _count(words: tuple[str, str], notices: Sequence[Notice]) -> str:
    one, several = words
    return count(sum(notice.times for notice in notices), one, several) if several else one
