"""Words with their measures for other programs.

tsv and csv have the columns, jsonl the fields of what is printed. Measures have four decimals.

collocates: word, observed (times near a match), frequency (times in the texts, matches left out),
expected (times near by chance), log_likelihood, mi, log_dice. jsonl also has matches, near_words
and words: the matches, the words within their windows and all words.

keyness: word, target, reference (occurrences), target_per_million, reference_per_million (of
words), expected (in the target), log_likelihood, log_ratio. jsonl also has target_words and
reference_words: all words of each side.

ngrams: ngram, matches, speeches (that say it).

terms: word, speeches (that hold it, within longer words too), tokens (times that it is a word of
its own), per_million (of words), occurrences (within longer words too). jsonl also has words:
all words of the scope, which do not overlap.

jsonl also has corpus, the fingerprint of the corpus.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from speechkit.language import _
from speechkit.render.messages import count_matches, count_words
from speechkit.render.records import Cell

if TYPE_CHECKING:
    from speechkit.research import Collocate, Collocates, KeyWord, KeyWords, Ngram, Term

COLLOCATE_COLUMNS = (
    *("word", "observed", "frequency", "expected", "log_likelihood", "mi", "log_dice"),
)
KEYNESS_COLUMNS = (
    *("word", "target", "reference", "target_per_million", "reference_per_million"),
    *("expected", "log_likelihood", "log_ratio"),
)
NGRAM_COLUMNS = ("ngram", "matches", "speeches")
TERM_COLUMNS = ("word", "speeches", "tokens", "per_million", "occurrences")


def measured_row(
    row: Collocate | KeyWord | Ngram | Term, about: Mapping[str, object]
) -> tuple[tuple[Cell, ...], dict[str, object]]:
    """Return the cells of a word and its object, which also tells what it was counted of."""
    cells = tuple(round(value, 4) if isinstance(value, float) else value for value in row)
    return cells, {**dict(zip(row._fields, cells, strict=True)), **about}


def describe_collocates(found: Collocates) -> str:
    """Return what collocates were counted of."""
    told = _("{matches} with {near} near them, of {words}")
    matches, near = count_matches(found.matches), count_words(found.near_words)
    return told.format(matches=matches, near=near, words=count_words(found.words))


def describe_key_words(found: KeyWords) -> str:
    """Return what key words were counted of."""
    told = _("{target} in the target, {reference} in the reference,")
    target, reference = map(count_words, (found.target_words, found.reference_words))
    return told.format(target=target, reference=reference)
