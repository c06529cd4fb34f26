"""Printing hits for a person: as many as the screen holds."""

from __future__ import annotations

from rich.text import Text

from speechkit.cli.answer import Answer, Found
from speechkit.cli.session import Session, print_lines
from speechkit.query.passages import find_spans
from speechkit.render.hit_page import render_footer, render_hit, render_shares
from speechkit.render.hits import place_of
from speechkit.render.text import shell_word

_KEPT_LINES = 4
"""For the footer, the blank line before it and the next prompt."""


def print_page(session: Session, answer: Answer) -> None:
    """Print hits until the screen is full, or as many as were asked for, and how to go on."""
    console = session.make_console()
    fills_screen = session.terminal.output and answer.wishes.limit is None
    room = session.terminal.height - _KEPT_LINES if fills_screen else None
    shown, place = 0, ""
    for found in answer.found():
        lines = _render(found, answer, session.terminal.width)
        if room is not None:
            if shown and len(lines) + 1 > room:
                break
            room -= len(lines) + bool(shown)
        if shown:
            console.print()
        print_lines(console, lines)
        place = place or _place(found)
        shown += 1
    console.print()
    command = f"speechkit show {session.corpus_option}{place}"
    print_lines(console, render_footer(shown, answer.total, command, session.terminal.width))


def _place(found: Found) -> str:
    """Return what to show next: the best paragraph, or the speech if its title is the best."""
    paragraph = found.passages[0].paragraph
    return shell_word(place_of(found.hit, paragraph) if paragraph else found.hit.id)


def _render(found: Found, answer: Answer, width: int) -> list[Text]:
    hit = found.hit
    title_spans = () if answer.relaxed else find_spans(hit.title, answer.query.terms)
    section = hit.section_of(found.passages[0].paragraph)
    lines = list(render_hit(hit, found.passages, section, title_spans, width))
    lines.extend(render_shares(found.shares or (), width))
    return lines
