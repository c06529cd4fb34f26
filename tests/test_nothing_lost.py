"""Never miss what grep finds, on real files: what is in the file is found with ``--dropped``."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from drawn_strings import FOLDERS, SHARED, draw_strings, make_phrase

import speechkit
from speechkit.cleaning import clean
from speechkit.cleaning.pipeline import read_lines
from speechkit.errors import DecodingError, UnreadableFileError
from speechkit.formats import extract
from speechkit.model import Scope
from speechkit.text.normalize import normalize, normalize_phrase
from speechkit.text.variants import list_variants

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared data in {SHARED}")

MOST_READ = 400_000
"""Bytes of a file; larger ones are only read where all are."""


def list_files(folder: str) -> list[Path]:
    return sorted(path for path in (SHARED / folder).rglob("*") if path.is_file())


def list_lost(path: Path, number: int, rng: random.Random) -> Iterator[str]:
    """Yield those of random strings of a file that are in nothing that is searched.

    Markup and readings may go for good: a string that they part is none of the text.
    """
    try:
        extracted = extract(path.read_bytes(), path.name)
    except (UnreadableFileError, DecodingError):
        return
    cleaned = clean(extracted, path.stem)
    searched = [normalize(line) for line in (cleaned.title, *cleaned.paragraphs)]
    searched += [normalize(piece.text) for piece in cleaned.dropped]
    everything = "\n".join(searched)
    read = "\n".join(read_lines(extracted)[0].texts)
    left_out = "\n".join(piece.text for piece in extracted.pieces if piece.dropped)
    for string in draw_strings(extracted.text, number, rng):
        variants = list_variants(normalize_phrase(string))
        is_searched = any(variant in everything for variant in variants)
        if not is_searched and (string in read or string in left_out):
            yield string


@pytest.mark.parametrize("folder", FOLDERS)
def test_strings_of_some_files_are_found(folder: str) -> None:
    rng = random.Random(14)
    files = [path for path in list_files(folder) if path.stat().st_size <= MOST_READ]
    some = rng.sample(files, min(len(files), 12))
    lost = {path.name: list(list_lost(path, 30, rng)) for path in some}
    assert {name: strings for name, strings in lost.items() if strings} == {}


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_strings_of_every_file_are_found(folder: str) -> None:
    rng = random.Random(2026)
    lost = {path.name: list(list_lost(path, 60, rng)) for path in list_files(folder)}
    assert {name: strings for name, strings in lost.items() if strings} == {}


OpenShared = Callable[[str], speechkit.Corpus]


@pytest.mark.parametrize("folder", ["seeds", "corpora/provincial_2026", "corpora/leaders"])
def test_a_search_finds_strings_of_the_files(folder: str, shared_corpora: OpenShared) -> None:
    assert list_missed(shared_corpora(folder), 40, random.Random(3)) == []


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_search_finds_many_strings_of_the_files(folder: str, shared_corpora: OpenShared) -> None:
    assert list_missed(shared_corpora(folder), 300, random.Random(4)) == []


def list_missed(corpus: speechkit.Corpus, number: int, rng: random.Random) -> list[tuple[str, str]]:
    """Return the strings that a search with dropped text does not find in their file."""
    entries = list(corpus.entries())
    drawn = Counter(rng.choices(range(len(entries)), k=number) if entries else ())
    missed = []
    for place, strings in drawn.items():
        entry = entries[place]
        for string in draw_strings(corpus.raw(entry.id), strings, rng):
            found = corpus.search(make_phrase(string), scope=Scope((entry.id,)), dropped=True)
            if not found.total and not has_lost_readings(entry.path, string):
                missed.append((entry.id, string))
    return missed


def has_lost_readings(path: Path, string: str) -> bool:
    """Return whether markup or readings of characters went out of a string."""
    extracted = extract(path.read_bytes(), path.name)
    return string not in "\n".join(read_lines(extracted)[0].texts)
