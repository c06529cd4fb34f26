"""The compiled loops give exactly what the plain ones give."""

from __future__ import annotations

import gc
import pickle
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeCorpus, RunPython
from hypothesis import given
from hypothesis import strategies as st

from speechkit.cache import CacheError, cache_folder
from speechkit.counting import make_light_counter
from speechkit.files import list_files
from speechkit.index import workers
from speechkit.index.analysis import AnalysedBatch, AnalysisSettings, NumberedFile
from speechkit.index.encoding import BLOCK_SIZE
from speechkit.index.text_indexing import PlainIndexer, TextIndexer
from speechkit.libraries import DictionarySettings, library_versions
from speechkit.search import read_simplified
from speechkit.terms import combine_terms

np = pytest.importorskip("numpy")
pytest.importorskip("numba", reason="the compiled loops need the extra `fast`")

from speechkit.index import compiled  # noqa: E402
from speechkit.index.compiled import folding, indexing, words  # noqa: E402
from speechkit.index.compiled.indexing import CompiledIndexer  # noqa: E402
from speechkit.index.compiled.words import open_words  # noqa: E402

SETTINGS = DictionarySettings(combine_terms({"新垦示范带"}), library_versions())
Pair = tuple[TextIndexer, TextIndexer]


@pytest.fixture(scope="module")
def indexers() -> Pair:
    return CompiledIndexer(SETTINGS), PlainIndexer(make_light_counter(SETTINGS))


def compare(indexers: Pair, texts: Iterable[str]) -> None:
    fast, plain = indexers
    for number, text in enumerate(texts):
        place = number % BLOCK_SIZE
        assert fast.make_tokens(text) == plain.make_tokens(text), text[:80]
        assert fast.count_words(text) == plain.count_words(text), text[:80]
        assert fast.add_words(place, text) == plain.add_words(place, text), text[:80]
    assert fast.take_postings() == plain.take_postings()
    assert fast.take_postings() == {}


def test_real_texts(indexers: Pair, shared: Path) -> None:
    paths = [
        *sorted((shared / "corpora" / "leaders").iterdir())[::8],
        *sorted((shared / "seeds").glob("*.txt")),
    ]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    compare(indexers, (form for text in texts for form in (text, read_simplified(text))))


OURS = (
    "十四五规划新垦示范带发展的画計畫台臺着著𠀀〇々⼀ ，,.。、“”…·-GDPｘ7１5%亿"
    "ß㎡ﷺ①㊀㊁㆒〸㈠一十ǈéé\u0301\n\t\x00\u200b"
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


def test_a_line_of_millions_of_characters(indexers: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "_LONGEST", 3)
    compare(indexers, ["改革，发展\n是“1,2”"])


def test_a_text_of_many_pieces(indexers: Pair) -> None:
    compare(indexers, ["今天研究新垦示范带的工作，\n“大家”要抓紧 ok。\n" * 20_000])


def test_workers_answer_the_same(
    make_corpus: MakeCorpus,
    dictionary_settings: DictionarySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "第{0}次讲话\n“十四五”规划，GDP增长{0}%。㊀是"
    root = make_corpus({f"{number:03}.txt": text.format(number) for number in range(90)})
    settings = AnalysisSettings(root, dictionary_settings, None)
    files = [NumberedFile(4000 + n, file) for n, file in enumerate(list_files(root).files)]
    answer = ask_worker((settings, True), files, monkeypatch)
    assert answer == ask_worker((settings, False), files, monkeypatch)
    assert answer.postings["十四五"]


def ask_worker(
    order: tuple[AnalysisSettings, bool],
    files: list[NumberedFile],
    monkeypatch: pytest.MonkeyPatch,
) -> AnalysedBatch:
    def refuse(settings: DictionarySettings) -> TextIndexer:
        raise AssertionError("the other indexer was asked")

    requests, answers = BytesIO(), BytesIO()
    pickle.dump(order, requests)
    pickle.dump(files, requests)
    requests.seek(0)
    with monkeypatch.context() as patch:
        if order[1]:
            patch.setattr(workers, "_make_indexer", refuse)
        workers.serve(requests, answers)
    gc.enable()
    answer = pickle.loads(answers.getvalue())
    assert isinstance(answer, AnalysedBatch)
    return answer


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

    forgotten: list[bool] = []
    monkeypatch.setattr(compiled, "forget_loops", lambda: forgotten.append(True))
    monkeypatch.setattr(CompiledIndexer, "add_words", fail)
    assert isinstance(workers._make_fast_indexer(SETTINGS), PlainIndexer)
    assert forgotten


def test_loops_are_kept_in_the_private_cache(
    run_python: RunPython, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    older = tmp_path / "speechkit" / "loops-of-another-version"
    older.mkdir(parents=True)
    done = run_python(
        "from speechkit.index.compiled.folding import CompiledFolder as F\n"
        "print(F().make_tokens('“一”'))"
    )
    assert done.stdout == "b'\\xe4\\xb8\\x80'\n", done.stderr
    (folder,) = (tmp_path / "speechkit").glob("loops-*")
    assert folder != older
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.rglob("*.nbc"))


def test_without_a_place_for_loops_the_plain_ones_do_it(
    run_python: RunPython, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "speechkit").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    done = run_python("from speechkit.index import compiled")
    assert "ImportError: cache folder" in done.stderr


def test_a_file_too_large_for_memory_leaves_no_counts(
    indexers: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, _ = indexers

    def fail(codes: object, tree: object, unknown: float, place: int, room: Any) -> None:
        room[7:9] = 3
        raise MemoryError

    with monkeypatch.context() as patch, pytest.raises(MemoryError):
        patch.setattr(indexing, "_make_records", fail)
        fast.add_words(1, "改革 GDP")
    assert fast.take_postings() == {}
    compare(indexers, ["改革发展的一二三四五"])


@pytest.mark.parametrize("damage", ["cut", "turned", "turned in a head", "emptied", "another"])
def test_damaged_words_are_made_anew(damage: str) -> None:
    settings = DictionarySettings(("乙丙丁甲",), library_versions())
    whole = open_words(settings)
    (path,) = cache_folder().glob(f"{settings.name}*.npz")
    data = bytearray(path.read_bytes())
    if damage == "cut":
        del data[-1000:]
    elif damage == "turned":
        data[len(data) // 2] ^= 1
    elif damage == "turned in a head":
        data[data.rindex(b"PK\x01\x02") + 10] ^= 1  # how a part is packed
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

    monkeypatch.setattr(words, "cache_folder", refuse)
    assert open_words(SETTINGS).codes.size
