"""Hits as a person reads them at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from speechkit.query.passages import Passage
from speechkit.render.blocks import WIDEST, block
from speechkit.render.cells import measure, shorten
from speechkit.render.excerpts import cut_excerpt
from speechkit.render.styles import COMMAND, IDENTIFIER, QUIET, TITLE, count, quiet
from speechkit.render.text import Span, safe_line, safe_spans
from speechkit.scoring import TermShare
from speechkit.search import Hit

_INDENT = "     "
_EXCERPT_LINES = 3


def render_hit(
    hit: Hit, passages: Sequence[Passage], section: str, title_spans: Sequence[Span], width: int
) -> Iterator[Text]:
    """Yield the lines of one hit: id and title, where, and its passages."""
    width = min(width, WIDEST)
    lead = Text().append(safe_line(hit.id).ljust(3), style=IDENTIFIER).append("  ")
    if measure(lead.plain) > width // 2:
        yield lead
        lead = Text(_INDENT)
    yield from block(*safe_spans(hit.title, title_spans), width, lead, TITLE)
    body = [passage for passage in passages if passage.paragraph]
    shown = len(title_spans) + sum(len(passage.spans) for passage in body)
    yield _spread(quiet(*_facts(hit, passages, section, shown)), f"{hit.score:.1f}", width)
    for passage in body:
        yield from _render_passage(passage, width, numbered=len(body) > 1)


def render_shares(shares: Iterable[TermShare], width: int) -> Iterator[Text]:
    """Yield a line for each share of a score, the largest first, with a bar of its size."""
    shares = sorted(shares, key=lambda share: -share.score)
    if not shares:
        return
    largest = max(shares[0].score, 1e-9)
    for share in shares:
        bar = "▪" * max(1, round(share.score / largest * 12))
        line = Text(f"{_INDENT}{share.score:8.3f}  ", style=QUIET)
        line.append(f"{bar:<12}  ", style=COMMAND)
        line.append(shorten(safe_line(share.term), max(width - 60, 10)))
        line.append(f"  {share.field}, {share.count} × idf {share.idf:.2f}", style=QUIET)
        yield line


def render_footer(shown: int, total: int, command: str, width: int) -> Iterator[Text]:
    """Yield what stands under the hits, in one line or two: how many, and how to go on."""
    found = Text()
    if shown < total:
        found.append(f"{shown} of {count(total, 'speech', 'speeches')}, all with ", style=QUIET)
        found.append(f"-n {total}", style=COMMAND)
    else:
        found.append(count(total, "speech", "speeches"), style=QUIET)
    way_on = Text("read on: ", style=QUIET)
    way_on.append(command, style=COMMAND)
    separator = Text(" · ", style=QUIET)
    if measure(found.plain) + measure(separator.plain) + measure(way_on.plain) <= width:
        yield found.append_text(separator).append_text(way_on)
    else:
        yield found
        yield way_on


def _facts(hit: Hit, passages: Sequence[Passage], section: str, shown: int) -> Iterator[str]:
    yield safe_line(section)
    numbers = [passage.paragraph for passage in passages if passage.paragraph]
    if len(numbers) > 1:  # each passage has its own beside it
        yield count(len(set(numbers)), "paragraph")
    else:
        yield f"paragraph {numbers[0]}" if numbers else "title"
    yield safe_line(hit.date)
    more = hit.matches - shown
    if more > 0:
        yield f"{count(more, 'more match', 'more matches')}"


def _render_passage(passage: Passage, width: int, *, numbered: bool) -> Iterator[Text]:
    lead = Text(_INDENT)
    if numbered:
        lead.append(f"{passage.paragraph:>3}  ", style=QUIET)
    text, spans = safe_spans(passage.text, passage.spans)
    room = (width - measure(lead.plain)) * _EXCERPT_LINES - _EXCERPT_LINES
    yield from block(*cut_excerpt(text, spans, room), width, lead)


def _spread(left: Text, right: str, width: int) -> Text:
    """Return two pieces of one line, the second at its right end where there is room."""
    line = Text(_INDENT)
    line.append_text(left)
    room = width - measure(line.plain) - measure(right)
    if room > 0:
        line.append(" " * room + right, style=QUIET)
    return line
