"""The dictionary: jieba's words in a private file that opens at once and mends itself."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from math import isclose, log
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from speechkit import cache
from speechkit.errors import CacheError, ClosedCorpusError
from speechkit.text import dictionary
from speechkit.text.dictionary import Dictionary, open_dictionary
from speechkit.text.versions import DictionarySettings

SMALL = {"发展": 60, "发": 30, "展": 10, "发展观": 5, "展开": 7, "无": 0, "GDP": 9, "Ａ股": 3}
TOTAL = sum(SMALL.values())
SETTINGS = DictionarySettings((), "{}")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where a dictionary of a few words will lie, made at once, in a folder of the test."""
    folder = tmp_path / "cache"
    cache.make_private_folder(folder)
    monkeypatch.setattr(dictionary, "cache_folder", lambda: folder)
    list_words(monkeypatch, SMALL)
    return folder / SETTINGS.name


def list_words(monkeypatch: pytest.MonkeyPatch, words: dict[str, int]) -> None:
    """Put a list of words in the place of jieba's, some of them with more behind the frequency."""
    text = "".join(f"{word} {times}{' n' * (times % 2)}\n" for word, times in words.items())
    monkeypatch.setattr(dictionary, "read_jieba_s_file", lambda: text)


def test_words_have_jieba_s_frequencies(small: Path) -> None:
    opened = open_dictionary(SETTINGS)
    words = ("发", "发展", "发展观", "展开", "无")
    assert [opened.look_up(word) for word in words] == [30, 60, 5, 7, 0]
    assert isclose(opened.log_total, log(TOTAL))


def test_it_tells_what_only_begins_words_from_what_begins_none(small: Path) -> None:
    opened = open_dictionary(SETTINGS)
    assert [opened.look_up(word) for word in ("发了", "了", "展开了")] == [None] * 3
    assert open_dictionary(DictionarySettings(("展开发",), "{}")).look_up("展开发") == 2
    assert open_dictionary(DictionarySettings(("了一二",), "{}")).look_up("了一") == 0


def test_its_name_says_what_it_is_made_from() -> None:
    names = {
        DictionarySettings(terms, versions).name
        for terms, versions in [((), "1"), ((), "2"), (("甲乙",), "1"), (("甲乙", "丙丁"), "1")]
    }
    assert len(names) == 4
    one, other = ("甲乙", "丙丁"), ("丙丁", "甲乙", "甲乙")
    assert DictionarySettings(one, "1").name == DictionarySettings(other, "1").name


def test_it_is_private_and_made_once(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_dictionary(SETTINGS)
    assert stat.S_IMODE(small.stat().st_mode) == 0o600
    assert [path.name for path in small.parent.iterdir()] == [SETTINGS.name]
    monkeypatch.setattr(dictionary, "read_jieba_s_file", None)
    open_dictionary(SETTINGS)


def make_foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE other (value)")
    database.close()


def damage_pages(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(len(data) - 4096))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "emptied": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("这不是词典\n" * 500, encoding="utf-8"),
    "truncated in its head": lambda path: path.write_bytes(path.read_bytes()[:50]),
    "truncated in the middle": lambda path: path.write_bytes(path.read_bytes()[:6000]),
    "foreign": make_foreign,
    "all pages but the first empty": damage_pages,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_made_anew(small: Path, damage: str) -> None:
    open_dictionary(SETTINGS)
    DAMAGES[damage](small)
    opened = open_dictionary(SETTINGS)
    assert all(map(opened.look_up, ("发", "发展", "发展观", "展", "展开")))
    again = Dictionary(small, ())
    assert again.look_up("发展")


@pytest.mark.parametrize("damage", ["bytes", "end"])
def test_damage_among_the_words_is_noticed(small: Path, damage: str) -> None:
    open_dictionary(SETTINGS)
    data = small.read_bytes()
    place = data.index("发展 60".encode())
    overwritten = data[:place] + b"\xff" * 9 + data[place + 9 :]
    small.write_bytes(overwritten if damage == "bytes" else data[:-1])
    opened = open_dictionary(SETTINGS)
    assert opened.look_up("发展")


@pytest.mark.parametrize("error", [CacheError("foreign"), PermissionError(13, "denied")])
def test_it_does_without_the_cache_folder(
    small: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    tmp_path: Path,
) -> None:
    def refuse() -> Path:
        raise error

    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(dictionary, "cache_folder", refuse)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    opened = open_dictionary(SETTINGS)
    assert opened.look_up("发展")
    assert list(temporary.iterdir()) == []


def test_making_it_is_silent_and_leaves_nothing_in_the_temporary_folder(
    run_python: Callable[..., CompletedProcess[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("temporary", "cache", "corpus"):
        (tmp_path / name).mkdir(mode=0o755)
    (tmp_path / "corpus" / "1.txt").write_text("会上的讲话\n大家好，发展开发区。", encoding="utf-8")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    code = (
        "import speechkit\n"
        "with speechkit.open(sys.argv[1]) as corpus: print(corpus.search('开发区').total)"
    )
    done = run_python(code, tmp_path / "corpus", options=("-W", "error"))
    assert (done.stdout, done.stderr, done.returncode) == ("1\n", "", 0)
    assert list((tmp_path / "temporary").iterdir()) == []
    made = tmp_path / "cache" / "speechkit"
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in made.iterdir()}
    assert modes
    assert set(modes.values()) == {0o600}
    assert [path.name for path in (tmp_path / "corpus").iterdir()] == ["1.txt"]


def test_words_that_hold_each_other_have_their_own_frequencies(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_words(monkeypatch, SMALL | {"大大大": 4, "大大": 5, "大小": 3})
    opened = open_dictionary(SETTINGS)
    asked = ("大", "大大", "大大大", "小", "发展观", "发", "大小大", "展观", "发展", "无", "大小")
    expected = [0, 5, 4, 0, 5, 30, 0, 0, 60, 0, 3]
    for _ in range(2):
        assert [opened.look_up(word) or 0 for word in asked] == expected


def test_a_word_in_two_places_of_the_list_counts_as_the_last_one_says(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "发展 60\nGDP 9 nz\n\n发 30 v\n发展 7 v\n"
    monkeypatch.setattr(dictionary, "read_jieba_s_file", lambda: lines)
    opened = open_dictionary(SETTINGS)
    assert [opened.look_up(word) for word in ("发展", "发")] == [7, 30]
    assert isclose(opened.log_total, log(106))


def test_a_closed_dictionary_says_so(small: Path) -> None:
    opened = open_dictionary(SETTINGS)
    assert opened.look_up("发展")
    opened.close()
    opened.close()
    with pytest.raises(ClosedCorpusError):
        opened.look_up("展开")
