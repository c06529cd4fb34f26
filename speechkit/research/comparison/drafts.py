"""Which runs of a draft are in a corpus, since when, and what share of it they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from speechkit.backends.protocol import EVERYWHERE, Backend
from speechkit.model import (
    Entry,
    Key,
    MetadataField,
    Scope,
    Span,
    Speech,
    order_of_date,
)
from speechkit.query.matches import find_places
from speechkit.query.model import Phrase
from speechkit.research.comparison.lookup import RunSearch
from speechkit.research.comparison.runs import (
    DraftLine,
    count_characters,
    count_covered,
    read_lines,
)
from speechkit.research.streams import Advance

RunKind = Literal["copied", "common", "shared", "own"]
"""Of a draft: in some speeches of a corpus, or in many; of speeches: in another one, or in none."""

LEAST = 13
"""Characters of normalized text; what is shorter may be said twice by chance."""

SHORTEST = 6
"""The least that may be asked for."""

_COMMON_SPEECHES = 5
_COMMON_SHARE = 10
"""A run is common if so many speeches and one of so many hold it."""


class Source(NamedTuple):
    """Where a run is said: the earliest place."""

    id: str
    path: Path
    title: str
    date: str
    speaker: str
    paragraph: int
    """Its number; 0 is the title."""
    from_properties: tuple[MetadataField, ...] = ()
    """Of title, date and speaker those that only the properties of the file state."""


def make_source(speech: Speech | Entry, paragraph: int) -> Source:
    """Return a place of a speech as the source of a run."""
    return Source(
        id=speech.id,
        path=speech.path,
        title=speech.title,
        date=speech.date,
        speaker=speech.speaker,
        paragraph=paragraph,
        from_properties=speech.from_properties,
    )


class Run(NamedTuple):
    """A run of a draft, and where else it is."""

    kind: RunKind
    draft: str
    """The id of the speech, or the name of the file."""
    draft_paragraph: int
    draft_start: int
    """In characters of ``Speech.text``, as ``draft_end``, which is behind the run."""
    draft_end: int
    text: str
    """As the draft has it."""
    source: Source | None
    speeches: int
    """How many others hold the whole run."""

    @property
    def length(self) -> int:
        """In characters of the draft."""
        return self.draft_end - self.draft_start


class Comparison(NamedTuple):
    """What a draft has in common with a corpus, the longest runs first.

    ``copied`` and ``common`` are characters of the draft that runs of the kind cover, each counted
    once: what is in both kinds of runs is copied.
    """

    draft: str
    characters: int
    """Of the draft's paragraphs."""
    copied: int
    common: int
    runs: tuple[Run, ...]
    speeches: int
    """How many the draft was compared with."""


def compare_draft(  # noqa: PLR0913 - the options of one thing
    backend: Backend,
    draft: Speech,
    *,
    least: int = LEAST,
    scope: Scope = EVERYWHERE,
    left_out: Collection[Key] = (),
    progress: Advance | None = None,
) -> Comparison:
    """Return which runs of a draft, of ``least`` characters or more, are in a corpus.

    Runs are those of normalized text, so that script, width and quotes make no difference; none
    lies in another one. A run is common, as the formulas of the genre are, if at least five
    speeches and one of ten hold it, or if it is not long and so many hold each part of it.
    ``left_out`` are speeches that do not count, as the draft is.
    """
    selected = frozenset(backend.select(scope)) - frozenset(left_out)
    search = RunSearch(backend, selected, least)
    many = max(_COMMON_SPEECHES, -(-len(selected) // _COMMON_SHARE))
    found: list[tuple[DraftLine, Span, Run]] = []
    lines = list(read_lines(draft))
    for number, line in enumerate(lines):
        if progress:
            progress(number, len(lines))
        for span, keys in search.find(line):
            text = line.match[slice(*span)]
            common = len(keys) >= many or search.is_formula(text, many)
            kind: RunKind = "common" if common else "copied"
            source = _find_source(backend, text, keys)
            found.append((line, span, _make_run(kind, draft, line, span, source, len(keys))))
    runs = sorted((run for _, _, run in found), key=lambda run: (-run.length, run.draft_start))
    copied = [(r.draft_start, r.draft_end) for r in runs if r.kind == "copied"]
    every = [(r.draft_start, r.draft_end) for r in runs]
    covered = count_covered(copied)
    return Comparison(
        draft=draft.id,
        characters=count_characters(draft),
        copied=covered,
        common=count_covered(every) - covered,
        runs=tuple(runs),
        speeches=len(selected),
    )


def _make_run(  # noqa: PLR0913, PLR0917 - the parts of one value
    kind: RunKind,
    draft: Speech,
    line: DraftLine,
    span: Span,
    source: Source | None,
    speeches: int,
) -> Run:
    start, end = line.raw(*span)
    text = draft.paragraphs[line.paragraph - 1][start:end]
    place = line.start + start, line.start + end
    return Run(kind, draft.id, line.paragraph, *place, text, source, speeches)


def _find_source(backend: Backend, run: str, keys: Sequence[Key]) -> Source:
    """Return the earliest of speeches that hold a run; those without a date are the last, and
    before them those that have no other than their file's.
    """
    entries: Iterator[Entry] = backend.entries(backend.put_in_order(keys))
    entry = min(entries, key=order_of_date)
    (text,) = backend.texts([entry.key])
    paragraph, _, _ = next(find_places((Phrase(run, (run,)),), text), (0, 0, 0))
    return make_source(entry, paragraph)
