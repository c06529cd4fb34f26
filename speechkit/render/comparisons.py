"""Runs that a draft or a speech has in common with others, as lines and objects for programs.

tsv has the kind, the paragraph of the draft (of several texts ``ID:PARAGRAPH``), the length,
``ID:PARAGRAPH`` of the earliest other speech, its date and speaker, how many hold the run, and the
run. The columns of csv and the fields of jsonl:

    kind             copied; common: in many speeches; between speeches shared, or own to one
    draft            the name of the draft, or the id of the speech
    draft_paragraph  where the run is in it
    draft_start      in characters of its text: the title, if it has one, and the paragraphs, a line
    draft_end        each; half-open
    text             the run, as the draft has it
    id, paragraph    the earliest other place; paragraph 0 is a title; empty for what is own
    date, speaker    of that speech
    length           of the run, in characters
    speeches         how many others hold the whole run
    title, path      of the other speech
    draft_characters of all paragraphs of the draft
    draft_copied     of these in copied or shared runs, each counted once
    draft_common     of these in common runs alone
    from_properties  of title, date and speaker of the other speech those that only the properties
                     of its file state; in csv with blanks between them
    corpus           the fingerprint of the corpus
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from speechkit.render.records import Cell

if TYPE_CHECKING:
    from speechkit.research import Comparison, Run, Sharing

RUN_COLUMNS = (
    *("kind", "draft", "draft_paragraph", "draft_start", "draft_end", "text"),
    *("id", "paragraph", "date", "speaker", "length", "speeches", "title", "path"),
    *("draft_characters", "draft_copied", "draft_common", "from_properties", "corpus"),
)
"""Of csv, and the fields of jsonl."""

_Counts = dict[str, tuple[int, int, int]]


def comparison_counts(comparison: Comparison) -> _Counts:
    """Return the characters of a draft, those copied and those common, by its name."""
    return {comparison.draft: (comparison.characters, comparison.copied, comparison.common)}


def sharing_counts(sharing: Sharing) -> _Counts:
    """Return the characters of each speech and those that are shared, by its id."""
    return {speech.id: (speech.characters, speech.shared, 0) for speech in sharing.speeches}


def run_cells(run: Run) -> tuple[Cell, ...]:
    """Return the cells of tsv."""
    source = run.source
    of_several = run.kind in ("shared", "own")
    within = f"{run.draft}:{run.draft_paragraph}" if of_several else run.draft_paragraph
    place = f"{source.id}:{source.paragraph}" if source else ""
    who = (source.date, source.speaker) if source else ("", "")
    return run.kind, within, run.length, place, *who, run.speeches, run.text


def run_record(run: Run, counts: _Counts, corpus: str) -> dict[str, object]:
    """Return a run as an object; ``corpus`` is the fingerprint of the corpus."""
    source = run.source
    characters, copied, common = counts[run.draft]
    return {
        "kind": run.kind,
        "draft": run.draft,
        "draft_paragraph": run.draft_paragraph,
        "draft_start": run.draft_start,
        "draft_end": run.draft_end,
        "text": run.text,
        "id": source.id if source else "",
        "paragraph": source.paragraph if source else None,
        "date": source.date if source else "",
        "speaker": source.speaker if source else "",
        "length": run.length,
        "speeches": run.speeches,
        "title": source.title if source else "",
        "path": str(source.path) if source else "",
        "draft_characters": characters,
        "draft_copied": copied,
        "draft_common": common,
        "from_properties": source.from_properties if source else (),
        "corpus": corpus,
    }


def run_row(run: Run, counts: _Counts, corpus: str) -> Iterator[Cell]:
    """Yield the cells of csv under RUN_COLUMNS."""
    for value in run_record(run, counts, corpus).values():
        if isinstance(value, tuple):
            yield " ".join(value)
        else:
            yield value if isinstance(value, (str, int, float)) else ""
