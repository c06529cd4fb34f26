"""The compiled loops give exactly what the plain ones give."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import MakeCorpus
from hypothesis import given
from hypothesis import strategies as st

import speechkit
from speechkit.cache import CacheError, cache_folder
from speechkit.counting import make_light_counter
from speechkit.index import workers
from speechkit.index.encoding import BLOCK_SIZE
from speechkit.index.text_indexing import PlainIndexer, TextIndexer
from speechkit.libraries import DictionarySettings, library_versions
from speechkit.search import read_simplified
from speechkit.terms import combine_terms

np = pytest.importorskip("numpy")
pytest.importorskip("numba", reason="the compiled loops need the extra `fast`")

from speechkit.index.compiled.indexing import CompiledIndexer  # noqa: E402
from speechkit.index.compiled.words import open_words  # noqa: E402

SETTINGS = DictionarySettings(combine_terms({"新垦示范带"}), library_versions())
Pair = tuple[TextIndexer, TextIndexer]


@pytest.fixture(scope="module")
def indexers() -> Pair:
    return CompiledIndexer(SETTINGS), PlainIndexer(make_light_counter(SETTINGS))


def compare(indexers: Pair, texts: Iterable[str]) -> None:
    compiled, plain = indexers
    for number, text in enumerate(texts):
        place = number % BLOCK_SIZE
        assert compiled.make_tokens(text) == plain.make_tokens(text), text[:80]
        assert compiled.count_words(text) == plain.count_words(text), text[:80]
        assert compiled.add_words(place, text) == plain.add_words(place, text), text[:80]
    assert compiled.take_postings() == plain.take_postings()
    assert compiled.take_postings() == {}


def test_real_texts(indexers: Pair, shared: Path) -> None:
    paths = [
        *sorted((shared / "corpora" / "leaders").iterdir())[::8],
        *sorted((shared / "seeds").glob("*.txt")),
    ]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    compare(indexers, (form for text in texts for form in (text, read_simplified(text))))


OURS = (
    "十四五规划新垦示范带发展的画計畫台臺着著𠀀〇々⼀ ，,.。、“”…·-GDPｘ7１5%亿"
    "ß㎡ﷺ①ǈéé\u0301\n\t\x00\u200b"
)


@given(st.text(st.sampled_from(OURS)))
def test_any_characters_of_ours(indexers: Pair, text: str) -> None:
    compare(indexers, [text])


@given(st.text())
def test_any_text(indexers: Pair, text: str) -> None:
    compare(indexers, [text])


@pytest.mark.parametrize("text", ["", "\n", "的" * 70_000, "发展，" * 3_000, "1, 2. " * 3_000])
def test_texts_of_one_kind(indexers: Pair, text: str) -> None:
    compare(indexers, [text])


def test_a_text_of_many_pieces(indexers: Pair) -> None:
    compare(indexers, ["今天研究新垦示范带的工作，\n“大家”要抓紧 ok。\n" * 20_000])


def test_an_index_is_the_same(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str | bytes, str | bytes] = {
        f"{n:03}.txt": f"第{n}次讲话\n“十四五”规划，GDP增长{n}%。" for n in range(90)
    }
    root = make_corpus(files)
    monkeypatch.setattr(workers, "_ALONE_BYTES", 0)
    kept = []
    for much in (0, 1 << 40):
        monkeypatch.setattr(workers, "_MUCH_BYTES", much)
        index = tmp_path / f"{much}.sqlite"
        with speechkit.open(root, index=index) as corpus:
            assert len(corpus) == 90
        kept.append(read_tables(index))
    assert kept[0] == kept[1]


def read_tables(index: Path) -> list[list[tuple[object, ...]]]:
    tables = ("posting", "word", "length", "idf", "content", "match_data")
    with closing(sqlite3.connect(index)) as database:
        return [
            database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables
        ]


def test_much_text_is_for_the_compiled_loops() -> None:
    assert isinstance(workers._make_fast_indexer(SETTINGS), CompiledIndexer)
    assert isinstance(workers._make_indexer(SETTINGS), PlainIndexer)


@pytest.mark.parametrize("module", ["numba", "speechkit.index.compiled.indexing"])
def test_without_numba_the_plain_ones_do_it(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    for name in list(sys.modules):
        if name.startswith("speechkit.index.compiled"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    assert isinstance(workers._make_fast_indexer(SETTINGS), PlainIndexer)


def test_a_loop_that_cannot_be_loaded_is_no_fault_of_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(self: CompiledIndexer, text: str) -> dict[str, int]:
        raise EOFError

    monkeypatch.setattr(CompiledIndexer, "add_words", fail)
    assert isinstance(workers._make_fast_indexer(SETTINGS), PlainIndexer)


@pytest.mark.parametrize("damage", ["cut", "turned", "emptied", "another"])
def test_damaged_words_are_made_anew(damage: str) -> None:
    settings = DictionarySettings(("乙丙丁甲",), library_versions())
    whole = open_words(settings)
    (path,) = cache_folder().glob(f"{settings.name}*.npz")
    data = bytearray(path.read_bytes())
    if damage == "cut":
        del data[-1000:]
    elif damage == "turned":
        data[len(data) // 2] ^= 1
    elif damage == "emptied":
        data.clear()
    else:
        data[:] = b"another thing"
    path.write_bytes(data)
    again = open_words(settings)
    assert np.array_equal(again.codes, whole.codes)
    assert all(map(np.array_equal, again.tree, whole.tree))
    assert path.read_bytes() != data
    path.unlink()


def test_words_without_a_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Path:
        raise CacheError("no cache")

    monkeypatch.setattr("speechkit.index.compiled.words.cache_folder", refuse)
    assert open_words(SETTINGS).codes.size
