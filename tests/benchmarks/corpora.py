"""Corpora of any size, the same on every machine that has the same sources.

**Sources.** The speeches of ``../shared/corpora/leaders`` and ``provincial_2026`` (or the folder
that ``SPEECHKIT_SHARED`` names) where they are there, else the project's own ``corpus/``. They are
cut into sentences; a source with fewer than ten is left out.

**Recombination.** Each speech draws its sentences, none twice while they last, from three to six
sources. So a word that stands in one source of a hundred stands in about one speech of twenty, as
the words of one field do, instead of in all of them, and document frequencies stay natural. Its
length is log-normal around 3,350 characters (10 KB) or 700 (2 KB, news), its paragraphs have 60 to
300 characters. It also reports figures of its own of a place of its own, so that the vocabulary
grows with the corpus; it grows more slowly than that of a real corpus would.

**Plants.** Local speeches say the same things, and recombined ones do so too little: ``COMMON``
stands in 30 % of the speeches, one to three times, in one of three sentences. ``RARE`` and
``PHRASE`` stand in two speeches more for each tenfold size, whatever the size: in those whose
number is 3 or 7, and 2 or 4, with any number of zeros behind it. None of them stands in a source.

Speech number n is the same in every corpus: a small corpus is the beginning of a large one.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from speechkit.formats.encodings import decode

ROOT = Path(__file__).resolve().parents[2]

COMMON = "开门纳谏"
RARE = "清源书院"
PHRASE = "把有限的资金用在刀刃上"
ABSENT = "量子渔樵耕读"
NATURAL = "十四五"
QUESTION = "怎样推动农村一二三产业融合发展，让农民持续增加收入？"
COMMON_SHARE = 0.3

FIRST_EXTRA = 10_000_000
"""Speeches with this number and higher stand in no corpus: they are there to be added to one."""

_RECIPE = 2
"""Part of what a kept corpus is known by: a corpus made by another recipe is made anew."""

LONG, SHORT = 3350, 700
"""Characters of a speech of 10 KB and of a piece of news of 2 KB, on average."""

_LENGTH_SPREAD = 0.6
_SENTENCE = re.compile("[^。！？\\s]{7,119}[。！？]+[”」』）]?")
_LEAST_SENTENCES = 10
_IN_ONE_FOLDER = 1000

_COMMON_SENTENCES = (
    f"要坚持{COMMON}，把群众的意见作为改进工作的镜子。",
    f"各级领导干部要带头{COMMON}、问计于民，多到困难多的地方去。",
    f"实践证明，只有{COMMON}，才能作出符合实际的决策。",
)
_RARE_SENTENCE = f"上个月我到{RARE}看了看，那里的做法值得总结。"
_PHRASE_SENTENCE = f"过紧日子不是不办事，而是{PHRASE}。"
_PLACE_CHARACTERS = "安宁平川江海山水林泉石桥南北东西新大永兴和清长青云龙凤金银阳"
_OCCASIONS = ("经济工作会议", "干部大会", "座谈会", "现场推进会", "年度总结大会", "动员部署会")


@dataclass(frozen=True, slots=True)
class BenchmarkCorpus:
    """A folder of generated speeches."""

    folder: Path
    speeches: int
    text_bytes: int


def make_corpus(speeches: int, work: Path, length: int = LONG) -> BenchmarkCorpus:
    """Return the corpus of so many speeches, made under ``work`` unless it is kept there."""
    folder = work / "corpora" / (f"{speeches}" if length == LONG else f"{speeches}-{length}")
    note = folder.with_suffix(".json")
    made_from = {"recipe": _RECIPE, "speeches": speeches, "sources": _digest_sources()}
    if note.is_file():
        kept = json.loads(note.read_text(encoding="utf-8"))
        text_bytes = kept.pop("bytes")
        if kept == made_from:
            return BenchmarkCorpus(folder, speeches, text_bytes)
    shutil.rmtree(folder, ignore_errors=True)
    text_bytes = write_speeches(folder, 0, speeches, length)
    note.write_text(json.dumps(made_from | {"bytes": text_bytes}), encoding="utf-8")
    return BenchmarkCorpus(folder, speeches, text_bytes)


def write_speeches(folder: Path, first: int, speeches: int, length: int = LONG) -> int:
    """Write speeches, a thousand to a folder, and return their bytes."""
    total = 0
    for number in range(first, first + speeches):
        within = folder / f"{number // _IN_ONE_FOLDER:05}"
        if number % _IN_ONE_FOLDER == 0 or number == first:
            within.mkdir(parents=True, exist_ok=True)
        data = write_speech(number, length).encode()
        (within / f"{number:08}.txt").write_bytes(data)
        total += len(data)
    return total


def write_speech(number: int, length: int = LONG) -> str:
    """Return the text of one speech, which its number and the usual length alone decide."""
    chance = random.Random(number)
    place = "".join(chance.choices(_PLACE_CHARACTERS, k=2)) + chance.choice("市县区")
    title = f"在{place}{chance.choice(_OCCASIONS)}上的讲话"
    median = length / math.exp(_LENGTH_SPREAD**2 / 2)
    drawn = chance.lognormvariate(math.log(median), _LENGTH_SPREAD)
    sentences = _draw_sentences(chance, int(min(max(drawn, 300), 60_000)))
    for planted in (*_plant(number, chance), _report_figures(place, chance)):
        sentences.insert(chance.randrange(len(sentences)), planted)
    return "\n".join((title, *_join_paragraphs(sentences, chance))) + "\n"


def source_text() -> str:
    """Return the sentences of all sources, each where it stands, for measuring on real text."""
    return "\n".join("".join(sentences) for sentences in _sources())


def describe_sources() -> str:
    """Return in a few words what the corpora are made of."""
    names = ", ".join(folder.name for folder in _source_folders())
    return f"{len(_sources())} speeches of {names}"


def shared_folder() -> Path:
    """Return where the texts beside the repository are, if they are there."""
    return Path(os.environ.get("SPEECHKIT_SHARED") or ROOT.parent / "shared")


def _draw_sentences(chance: random.Random, length: int) -> list[str]:
    """Return about ``length`` characters of sentences from a few sources."""
    sources = _sources()
    drawn = chance.sample(sources, min(chance.randint(3, 6), len(sources)))
    pool = [sentence for source in drawn for sentence in source]
    chance.shuffle(pool)
    sentences: list[str] = []
    gathered = 0
    while gathered < length:
        sentence = pool[len(sentences) % len(pool)]
        sentences.append(sentence)
        gathered += len(sentence)
    return sentences


def _plant(number: int, chance: random.Random) -> Iterator[str]:
    if chance.random() < COMMON_SHARE:
        yield from chance.sample(_COMMON_SENTENCES, chance.randint(1, 3))
    leading = str(number).rstrip("0")
    if leading in {"3", "7"}:
        yield _RARE_SENTENCE
    if leading in {"2", "4"}:
        yield _PHRASE_SENTENCE


def _report_figures(place: str, chance: random.Random) -> str:
    product, growth = chance.uniform(40, 900), chance.uniform(1, 12)
    income, projects = chance.randint(9000, 60000), chance.randint(20, 900)
    return (
        f"去年{place}地区生产总值达到{product:.2f}亿元，增长{growth:.1f}%，"
        f"居民人均可支配收入{income}元，实施重点项目{projects}个。"
    )


def _join_paragraphs(sentences: list[str], chance: random.Random) -> Iterator[str]:
    paragraph, wanted = "", chance.randint(60, 240)
    for sentence in sentences:
        if paragraph and len(paragraph) + len(sentence) > 300:
            yield paragraph
            paragraph, wanted = "", chance.randint(60, 240)
        paragraph += sentence
        if len(paragraph) >= wanted:
            yield paragraph
            paragraph, wanted = "", chance.randint(60, 240)
    if paragraph:
        yield paragraph


@lru_cache(maxsize=1)
def _source_folders() -> tuple[Path, ...]:
    shared = [shared_folder() / "corpora" / name for name in ("leaders", "provincial_2026")]
    return tuple(folder for folder in shared if folder.is_dir()) or (ROOT / "corpus",)


@lru_cache(maxsize=1)
def _sources() -> tuple[tuple[str, ...], ...]:
    """Return the sentences of each source."""
    texts = (
        decode(path.read_bytes()).text
        for folder in _source_folders()
        for path in sorted(folder.glob("*.txt"))
    )
    sources = (tuple(_SENTENCE.findall(text)) for text in texts)
    return tuple(source for source in sources if len(source) >= _LEAST_SENTENCES)


@lru_cache(maxsize=1)
def _digest_sources() -> str:
    return hashlib.blake2b(repr(_sources()).encode(), digest_size=8).hexdigest()
