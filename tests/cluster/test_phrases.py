"""A thousand phrases of real speeches, found by the cluster and by looking into each text."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import speechkit
from cluster.command_lines import remove_index
from cluster.server import Server
from speechkit.model import Speech
from speechkit.query.model import Phrase
from speechkit.query.syntax import parse_query
from speechkit.text.normalize import normalize, normalize_phrase

pytestmark = pytest.mark.cluster

PHRASES = 1_000
LONGEST = 14


def draw_phrases(texts: list[str], number: int) -> Iterator[str]:
    """Yield pieces of random texts, as they are or put together of two, which few texts hold."""
    rng = random.Random(19)
    while number:
        whole, other = rng.choices(texts, k=2)
        phrase = cut(rng, whole)
        if rng.random() < 0.25:
            phrase = phrase[: len(phrase) // 2] + cut(rng, other)[:2]
        if normalize_phrase(phrase) and '"' not in phrase:
            yield phrase
            number -= 1


def cut(rng: random.Random, text: str) -> str:
    paragraph = rng.choice(text.split("\n"))
    start = rng.randrange(len(paragraph) or 1)
    return paragraph[start : start + rng.randint(1, LONGEST)]


def written_text(speech: Speech) -> str:
    """Return what is matched of a speech: a title that is only the name of its file is not."""
    title = speech.title if speech.title_in_text else ""
    return "\n".join((title, *speech.paragraphs))


def test_a_thousand_phrases_are_where_they_are(
    cluster_server: Server, shared: Path, tmp_path: Path
) -> None:
    for name in ("leaders", "provincial_2026"):
        shutil.copytree(shared / "corpora" / name, tmp_path / "speeches" / name)
    place = f"{cluster_server.address}/phrases-{os.urandom(4).hex()}"
    with speechkit.open(tmp_path / "speeches", index=place, build=True) as corpus:
        keys = corpus._backend.select()
        texts = [written_text(speech) for speech in corpus]
        normal = ["\n".join(map(normalize, text.split("\n"))) for text in texts]
        found = 0
        for typed in draw_phrases(texts, PHRASES):
            query = parse_query(f'"{typed}"')
            (phrase,) = query.terms
            assert isinstance(phrase, Phrase)
            wanted = [
                key
                for key, text in zip(keys, normal, strict=True)
                if any(variant in text for variant in phrase.variants)
            ]
            assert list(corpus._backend.find(query)) == wanted, typed
            found += len(wanted)
        assert found > 20 * PHRASES
    remove_index(place)
