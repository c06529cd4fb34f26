"""Hits as a person reads them at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from rich.text import Text

from speechkit.language import _, ngettext
from speechkit.query import find_spans
from speechkit.render.cells import draw_bar, draw_line, measure
from speechkit.render.hits import ShownHit, number_of, place_of, section_of
from speechkit.render.messages import count_paragraphs, count_speeches, describe_code
from speechkit.render.pages.excerpts import cut_excerpt
from speechkit.render.pages.layout import WIDEST, block, pad, share_room, shorten
from speechkit.render.pages.styles import COMMAND, IDENTIFIER, QUIET, TITLE, quiet
from speechkit.render.pages.tables import ROWS_AT_ONCE, Column, drop_empty, render_table
from speechkit.render.text import safe_line, safe_spans, shell_argument

if TYPE_CHECKING:
    from speechkit.model import Passage, TermShare
    from speechkit.query import Term

_INDENT = "     "
_EXCERPT_LINES = 3
_BAR = 12
_SHORTEST_TERM = 8


def render_hits(  # noqa: PLR0913 - the parts of one page
    hits: Iterable[ShownHit],
    terms: Sequence[Term],
    total: int,
    *,
    width: int,
    room: int | None,
    command: str,
) -> Iterator[Text]:
    """Yield hits, a blank line between them, and the footer; where ``room`` is a number of lines,
    as many hits as it holds, but one at least.

    ``terms`` are marked in titles; ``command`` shows a place that is put after it.
    """
    shown, place = 0, ""
    for hit in hits:
        lines = [*_render_hit(hit, terms, width), *_render_shares(hit.shares or (), width)]
        if room is not None:
            if shown and len(lines) + 1 > room:
                break
            room -= len(lines) + bool(shown)
        if shown:
            yield Text()
        yield from lines
        place = place or _place_to_show(hit)
        shown += 1
    yield Text()
    yield from _render_footer(shown, total, command + place, width)


def render_answer(
    label: str, hits: Iterable[ShownHit], terms: Sequence[Term], total: int, width: int
) -> Iterator[Text]:
    """Yield the hits of one of many queries below a line with the query, and a blank line."""
    name = shorten(safe_line(label), width - 24)
    yield quiet(f"{draw_line('─', 2)} {name}", count_speeches(total))
    for hit in hits:
        yield from _render_hit(hit, terms, width)
    yield Text()


def render_counts(rows: Iterable[tuple[str, str, str, int]], width: int) -> Iterator[Text]:
    """Yield a line a speech: how often the query matches, its id, date and title."""
    rest = iter(rows)
    while some := list(islice(rest, ROWS_AT_ONCE)):
        columns = (
            Column(right=True),
            Column(style=IDENTIFIER, folds=True, widest=max(width // 3, 8)),
            Column(style=QUIET),
            Column(folds=True),
        )
        lines = []
        for identifier, title, date, number in some:
            told = "" if identifier == title else title
            cells = (f"{number:,}", identifier, date, told)
            lines.append([Text(safe_line(cell)) for cell in cells])
        yield from render_table(*drop_empty(columns, lines), width, header=False)


def render_query_counts(rows: Sequence[tuple[str, int, int]], width: int) -> Iterator[Text]:
    """Yield a line for each of many queries: its matches and speeches below their names."""
    names = f"{_pad_left(_('matches'), 9)} {_pad_left(_('speeches'), 9)}"
    yield Text(f"{names}  {_('query')}", style=QUIET)
    for label, speeches, matches in rows:
        line = Text(f"{matches:>9,} {speeches:>9,}  ")
        yield line.append(shorten(safe_line(label), max(width - 21, 8)))


def _pad_left(text: str, width: int) -> str:
    return " " * (width - measure(text)) + text


def _place_to_show(shown: ShownHit) -> str:
    """Return what to show next: the best paragraph, or the speech if its title is the best."""
    best = shown.hit.passages[0]
    return shell_argument(place_of(shown.hit, best) if best.paragraph else shown.hit.id)


def _render_hit(shown: ShownHit, terms: Sequence[Term], width: int) -> Iterator[Text]:
    """Yield the lines of one hit: id and title, where, and its passages."""
    hit, width = shown.hit, min(width, WIDEST)
    lead = Text().append(safe_line(hit.id).ljust(3), style=IDENTIFIER).append("  ")
    if hit.id == hit.title:  # a text without a title has its file's name
        lead = Text()
    elif measure(lead.plain) > width // 2:
        yield from block(safe_line(hit.id), (), width, style=IDENTIFIER)
        lead = Text(_INDENT)
    title_spans = find_spans(hit.title, terms) if terms else ()
    yield from block(*safe_spans(hit.title, title_spans), width, lead, TITLE)
    body = [passage for passage in hit.passages if passage.paragraph]
    marked = len(title_spans) + sum(len(passage.spans) for passage in body)
    yield _spread(list(_describe_place(shown, marked)), f"{hit.score:.1f}", width)
    for passage in body:
        yield from _render_passage(passage, width, numbered=len(body) > 1)


def _render_shares(shares: Iterable[TermShare], width: int) -> Iterator[Text]:
    """Yield a line for each share of a score, the largest first, with a bar of its size."""
    shares = sorted(shares, key=lambda share: -share.score)
    if not shares:
        return
    largest = max(shares[0].score, 1e-9)
    for share in shares:
        yield _render_share(share, share.score / largest, width)


def _render_share(share: TermShare, size: float, width: int) -> Text:
    """Return the line of a share of a score; a narrow one has no bar, and a shorter term."""
    told = _("{field}, {number} × idf {idf}")
    of_share = told.format(
        field=describe_code(share.field), number=share.times, idf=f"{share.idf:.2f}"
    )
    line = Text(f"{_INDENT}{share.score:8.3f}  ", style=QUIET)
    room = width - measure(line.plain) - measure(of_share) - 2
    if room >= _BAR + _SHORTEST_TERM + 2:
        line.append(f"{pad(draw_bar(size, _BAR), _BAR)}  ", style=COMMAND)
        room -= _BAR + 2
    line.append(shorten(safe_line(share.term), max(room, _SHORTEST_TERM)))
    left = width - measure(line.plain) - 2
    return line.append(f"  {shorten(of_share, left)}", style=QUIET)


def _render_footer(shown: int, total: int, command: str, width: int) -> Iterator[Text]:
    """Yield what goes under the hits, in one line or two: how many, and how to go on."""
    found = Text()
    if shown < total:
        told = _("{shown} of {speeches}, all with ")
        found.append(told.format(shown=shown, speeches=count_speeches(total)), style=QUIET)
        found.append(f"-n {total}", style=COMMAND)
    else:
        found.append(count_speeches(total), style=QUIET)
    way_on = Text(_("read on: "), style=QUIET)
    way_on.append(command, style=COMMAND)
    separator = Text(" · ", style=QUIET)
    if measure(found.plain) + measure(separator.plain) + measure(way_on.plain) <= width:
        yield found.append_text(separator).append_text(way_on)
    else:
        yield found
        yield way_on


def _describe_place(shown: ShownHit, marked: int) -> Iterator[str]:
    """Yield where the passages are, and how many matches are not ``marked`` in what is shown."""
    hit = shown.hit
    passages = hit.passages
    section = section_of(hit, passages[0])
    turn = "" if passages[0].dropped else hit.turn_of(passages[0].paragraph)
    yield safe_line(section)
    yield safe_line(turn if turn != section else "")
    pieces = {passage.paragraph for passage in passages if passage.dropped}
    numbers = {p.paragraph for p in passages if p.paragraph and not p.dropped}
    if len(numbers) + len(pieces) > 1:  # each passage has its own number before it
        yield count_paragraphs(len(numbers)) if numbers else ""
        yield _count_pieces(len(pieces)) if pieces else ""
    elif pieces:
        yield _("dropped text ~{number}").format(number=min(pieces))
    else:
        yield _("paragraph {number}").format(number=min(numbers)) if numbers else _("title")
    yield safe_line(hit.date)
    more = hit.matches - marked
    if more > 0:
        told = ngettext("{number} more match", "{number} more matches", more)
        yield told.format(number=f"{more:,}")


def _count_pieces(number: int) -> str:
    told = ngettext("{number} dropped piece", "{number} dropped pieces", number)
    return told.format(number=f"{number:,}")


def _render_passage(passage: Passage, width: int, *, numbered: bool) -> Iterator[Text]:
    lead = Text(_INDENT)
    if numbered:
        lead.append(f"{number_of(passage):>3}  ", style=QUIET)
    text, spans = safe_spans(passage.text, passage.spans)
    room = (width - measure(lead.plain)) * _EXCERPT_LINES - _EXCERPT_LINES
    yield from block(*cut_excerpt(text, spans, room), width, lead)


def _spread(parts: Sequence[str], right: str, width: int) -> Text:
    """Return the parts of a place, and a score at the right end of the line.

    Where they are too wide together, the widest are shortened: names are, numbers are narrow.
    """
    shown = [part for part in parts if part]
    room = width - measure(_INDENT) - measure(right) - 1 - measure(" · ") * (len(shown) - 1)
    most = share_room([measure(part) for part in shown], room)
    line = Text(_INDENT).append_text(quiet(*(shorten(part, most) for part in shown)))
    gap = " " * (width - measure(line.plain) - measure(right))
    return line.append(gap + right, style=QUIET)
