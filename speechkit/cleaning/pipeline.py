"""Cleaning as a whole: each step takes what the one before it left."""

from __future__ import annotations

from collections.abc import Iterable

from speechkit.cleaning.annotations import drop_annotations
from speechkit.cleaning.boilerplate import Boilerplate, shipped_boilerplate
from speechkit.cleaning.damage import find_lost_characters
from speechkit.cleaning.dropping import drop_inline, drop_lines
from speechkit.cleaning.lines import split_lines
from speechkit.cleaning.markup import drop_stray_markup, looks_like_html
from speechkit.cleaning.metadata import read_metadata
from speechkit.cleaning.model import Cleaned
from speechkit.cleaning.repetition import drop_second_copy
from speechkit.cleaning.sections import find_sections
from speechkit.cleaning.titles import Hints, part_title
from speechkit.cleaning.wrapping import join_wrapped
from speechkit.notices import Notice


def clean(
    text: str, *, name: str = "", html: bool = False, boilerplate: Boilerplate | None = None
) -> Cleaned:
    """Read a decoded text as a speech: its body in paragraphs, its title and what it states.

    ``name`` is the stem of the file's name, ``html`` says that the file's ending is that of a
    page (a page without it is noticed too), ``boilerplate`` is a list other than the shipped one.
    """
    boilerplate = boilerplate or shipped_boilerplate()
    page_title = ""
    markup_notices: list[Notice] = []
    is_page = html or looks_like_html(text)
    if is_page:
        from speechkit.formats.html import html_to_text

        text, page_title = html_to_text(text)
    else:
        text, markup_notices = drop_stray_markup(text)
    text, annotation_notices = drop_annotations(text)
    text, lead_ins, inline_notices = drop_inline(text, boilerplate)
    dropped = drop_lines(split_lines(text), boilerplate)
    paragraphs, wrap_notices = join_wrapped(dropped.lines)
    paragraphs, copy_notices = drop_second_copy(paragraphs) if is_page else (paragraphs, [])
    hints = Hints(dropped.titles, lead_ins, page_title, name)
    titled = part_title(paragraphs, hints)
    metadata = read_metadata(titled.paragraphs, name)
    notices = (
        *markup_notices,
        *annotation_notices,
        *inline_notices,
        *dropped.notices,
        *wrap_notices,
        *copy_notices,
        *titled.notices,
        *find_lost_characters([titled.title, *titled.paragraphs]),
    )
    return Cleaned(
        title=titled.title,
        paragraphs=tuple(titled.paragraphs),
        sections=find_sections(titled.paragraphs, titled.title),
        date=metadata.date,
        speaker=metadata.speaker,
        occasion=metadata.occasion,
        source=metadata.source,
        notices=_counted(notices),
    )


def _counted(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices with equal ones made one."""
    counts: dict[tuple[str, str, str], Notice] = {}
    for notice in notices:
        key = (notice.kind, notice.rule, notice.text)
        before = counts.get(key)
        count = notice.times + (before.times if before else 0)
        counts[key] = Notice(notice.kind, notice.rule, notice.text, count)
    return tuple(counts.values())
