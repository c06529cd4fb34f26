"""Never miss what grep finds: the hits of any phrase are the speeches in which it stands."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from completeness import check_pieces
from opencc import OpenCC

import speechkit
from speechkit.text.normalize import normalize, normalize_phrase
from speechkit.text.variants import list_variants

FOLDERS = (
    pytest.param("corpora/leaders", marks=pytest.mark.slow),
    "corpora/provincial_2026",
)
SCRIPTS = (None, "s2t", "s2tw", "s2hk")
CHUNKS = 40

OpenShared = Callable[[str], speechkit.Corpus]
MakeCorpus = Callable[[Mapping[str, str]], Path]


class BruteForce:
    """The normalized text of every line of every speech, looked through one by one."""

    def __init__(self, corpus: speechkit.Corpus) -> None:
        self.corpus = corpus
        self._paths = {entry.id: entry.path for entry in corpus.entries()}
        self.texts = {speech.path: speech.text.split("\n") for speech in corpus}
        self._folded = {path: list(map(normalize, lines)) for path, lines in self.texts.items()}

    def find(self, phrase: str) -> set[Path]:
        variants = list_variants(normalize_phrase(phrase))
        return {
            path
            for path, lines in self._folded.items()
            if any(variant in line for line in lines for variant in variants)
        }

    def compare(self, phrase: str) -> tuple[set[Path], set[Path]]:
        """Return what a search for the phrase missed, and what it found beyond."""
        expected = self.find(phrase) if normalize_phrase(phrase) else set()
        found = {self._paths[id_] for id_ in self.corpus.search(f'"{phrase}"', None).ids()}
        return expected - found, found - expected

    def sample(self, rng: random.Random, longest: int) -> tuple[Path, str]:
        """Return a random substring of a random line, and where it is from."""
        path = rng.choice(list(self.texts))
        line = rng.choice([line for line in self.texts[path] if line])
        length = rng.randint(1, min(longest, len(line)))
        start = rng.randrange(len(line) - length + 1)
        return path, line[start : start + length].replace('"', "”")


@pytest.fixture(scope="module", params=FOLDERS)
def brute_force(request: pytest.FixtureRequest, shared_corpora: OpenShared) -> BruteForce:
    return BruteForce(shared_corpora(request.param))


def test_random_substrings_in_every_script(brute_force: BruteForce) -> None:
    rng = random.Random(2026)
    converters = [(lambda text: text) if s is None else OpenCC(s).convert for s in SCRIPTS]
    wrong = []
    for _ in range(CHUNKS):
        path, phrase = brute_force.sample(rng, 12)
        for variant in {convert(phrase) for convert in converters}:
            missed, extra = brute_force.compare(variant)
            if missed or extra:
                wrong.append((variant, missed, extra))
        if normalize_phrase(phrase):
            assert path in brute_force.find(phrase)
    assert wrong == []


def test_random_pieces_that_end_amid_numbers_and_marks(brute_force: BruteForce) -> None:
    """A few of what ``python tests/completeness.py`` asks by the thousand."""
    done = check_pieces(brute_force.corpus, 25, seed=14)
    assert done.searches >= 25
    assert (done.own, done.faults) == (0, [])


def test_long_substrings(brute_force: BruteForce) -> None:
    rng = random.Random(7)
    for length in (100, 400, 3_000):
        for _ in range(2):
            path, phrase = brute_force.sample(rng, length)
            assert brute_force.compare(phrase) == (set(), set())
            if normalize_phrase(phrase):
                assert path in brute_force.find(phrase)


def test_hits_mark_what_was_looked_for(brute_force: BruteForce) -> None:
    rng = random.Random(9)
    for _ in range(CHUNKS // 4):
        _, phrase = brute_force.sample(rng, 8)
        variants = list_variants(normalize_phrase(phrase))
        for hit in brute_force.corpus.search(f'"{phrase}"', limit=3):
            marked = [normalize_phrase(hit.passage[start:end]) for start, end in hit.spans]
            assert any(variant in mark for mark in marked for variant in variants), (
                phrase,
                hit.passage,
            )
            assert hit.matches > 0


LONG = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(9_000))
SENTENCES = "".join(LONG[n : n + 23] + "。" for n in range(0, 3_000, 23))
LINES = {
    "0": "在会上的讲话",
    "1": LONG,
    "2": SENTENCES,
    "3": "𠀀𠮷野家与\U0002a6d6㐀字",
    "4": "The World Bank，GDP增长7.5%，约27.46亿元；U.S. dollars",
    "5": "符号+-=×÷√≥①Ⅲ㎡℃％＃@&*()[]{}<>|\\/^~$€￥",
    "6": "20xx年XX县×××，占X%",
    "7": "“十四五”规划、《纲要》和严.峻形势，1,000家",
    "8": "計畫與規畫，臺灣裡外，著力",
    "9": "の仮名と한글 и кириллица ελληνικά",
    "10": "a\"b'c -d title:e NEAR/3 f | g * h OR i",
}


@pytest.fixture
def odd(make_corpus: MakeCorpus) -> BruteForce:
    files = {f"{name}.txt": f"讲话之{name}\n\n{line}\n结束。" for name, line in LINES.items()}
    return BruteForce(speechkit.open(make_corpus(files)))


def test_every_character_of_odd_texts(odd: BruteForce) -> None:
    characters = {c for name in LINES if name not in "12" for c in LINES[name]} - {'"'}
    wrong = {c: odd.compare(c) for c in sorted(characters) if any(odd.compare(c))}
    assert wrong == {}
    assert len(odd.find("𠮷")) == len(odd.find("\U0002a6d6")) == 1
    assert len(odd.find("+")) == len(odd.find("≥")) == 1


def test_every_pair_and_word_of_odd_texts(odd: BruteForce) -> None:
    rng = random.Random(3)
    for name, line in LINES.items():
        for length in (2, 3, 7):
            starts = range(max(len(line) - length + 1, 0))
            for start in rng.sample(starts, min(len(starts), 8)):
                phrase = line[start : start + length].replace('"', "”")
                assert odd.compare(phrase) == (set(), set()), (name, phrase)


@pytest.mark.parametrize(
    "length", [1, 299, 301, *(pytest.param(n, marks=pytest.mark.slow) for n in (2, 3_000, 8_000))]
)
def test_chunks_of_any_length_over_the_cuts_between_passages(odd: BruteForce, length: int) -> None:
    (path,) = (p for p in odd.texts if p.name == "1.txt")
    starts = (0, 250, 299, 300, 301, 5_999) if length < 1_000 else (0, 299, 9_000 - length)
    for start in starts:
        phrase = LONG[start : start + length]
        assert odd.compare(phrase) == (set(), set())
        assert path in odd.find(phrase)


def test_no_chunk_crosses_the_end_of_a_paragraph(odd: BruteForce) -> None:
    assert odd.corpus.search("字结束").total == 0
    assert odd.corpus.search("讲话之3𠀀").total == 0


def test_the_parts_of_a_query_may_stand_apart(odd: BruteForce) -> None:
    assert [hit.path.stem for hit in odd.corpus.search("讲话之3 㐀 结束")] == ["3"]
