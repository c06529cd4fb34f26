"""Export: what is written, where nothing is, and what is never overwritten."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import MakeCorpus
from every_backend import open_everywhere

import speechkit
from speechkit.errors import SettingError, UnknownSpeechError
from speechkit.model import Scope
from speechkit.research.exports import METADATA_COLUMNS
from speechkit.text.versions import DictionarySettings

FILES: dict[str | bytes, str | bytes] = {
    "2024/003_a.txt": "在会上的讲话\n2024年5月1日\n发言人：张三\n=产业兴。\n",
    "003.md": "# 同名\n一。\n",
    "003.txt": "同名\n二。\n",
    b"b\xff.txt": "在坏名字会上的讲话\n三。\n",
    "台湾.txt": "=在臺灣的講話\n第一段，\t有制表符。\n".encode("big5"),
    f"{'长' * 83}": "没有结尾的长名字\n四。\n",
}


def read_table(folder: Path) -> list[dict[str, str]]:
    with (folder / "metadata.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_texts_and_table(
    make_corpus: MakeCorpus, tmp_path: Path, dictionary_settings: DictionarySettings
) -> None:
    root = make_corpus(FILES)
    written = []
    for name, corpus in open_everywhere(root, dictionary_settings).items():
        folder = tmp_path / "out" / name
        with corpus:
            exported = corpus.export(folder)
            speeches = list(corpus)
            assert exported.speeches == len(speeches) == len(FILES)
            assert exported.characters == sum(entry.characters for entry in corpus.entries())
        rows = read_table(folder)
        assert tuple(rows[0]) == METADATA_COLUMNS
        for speech, row in zip(speeches, rows, strict=True):
            assert (folder / row["file"]).read_bytes() == f"{speech.text}\n".encode()
            for column in ("id", "date", "speaker", "encoding", "script"):
                assert row[column] == getattr(speech, column)
            assert row["title"].removeprefix("'") == speech.title
            assert not row["title"].startswith("=")
        files = {path for path in folder.rglob("*") if path.is_file()}
        assert files == {folder / row["file"] for row in rows} | {folder / "metadata.csv"}
        written.append({path.relative_to(folder): path.read_bytes() for path in files})
    assert written[0] == written[1] == written[2]


def test_paths_are_those_of_the_corpus(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    root = make_corpus(FILES)
    with speechkit.open(root) as corpus:
        corpus.export(tmp_path / "out")
    paths = {row["path"] for row in read_table(tmp_path / "out")}
    assert {"2024/003_a.txt", "003.md", "003.txt", "b\\xff.txt"} <= paths


@pytest.mark.parametrize("there", [False, True], ids=["new", "there"])
def test_what_is_interrupted_leaves_nothing(
    make_corpus: MakeCorpus, tmp_path: Path, there: bool
) -> None:
    folder = tmp_path / "out" / "texts"
    if there:
        folder.mkdir(parents=True)
        (folder / "003.md.txt").write_text("mine", "utf-8")
    seen: list[tuple[int, int]] = []

    def interrupt(done: int, every: int) -> None:
        seen.append((done, every))
        if done == 3:
            assert len(list((tmp_path / "out").rglob("*.txt"))) == 3 + there
            raise KeyboardInterrupt

    with speechkit.open(make_corpus(FILES)) as corpus:
        with pytest.raises(KeyboardInterrupt):
            corpus.export(folder, overwrite=True, progress=interrupt)
        assert seen == [(1, 6), (2, 6), (3, 6)]
        left = sorted(path.name for path in (tmp_path / "out").rglob("*"))
        assert left == (["003.md.txt", "texts"] if there else [])
        corpus.export(folder, overwrite=True)
        assert not [path for path in (tmp_path / "out").rglob("*") if path.suffix == ".part"]
        assert (folder / "003.md.txt").read_text("utf-8") != "mine"


def test_a_scope(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    with speechkit.open(make_corpus(FILES)) as corpus:
        assert corpus.export(tmp_path / "out", scope=Scope(since="2024")).speeches == 1
        assert [row["speaker"] for row in read_table(tmp_path / "out")] == ["张三"]
        with pytest.raises(UnknownSpeechError):
            corpus.export(tmp_path / "other", scope=Scope(ids=("nowhere",)))
        assert not (tmp_path / "other").exists()


def test_nothing_is_written_in_the_corpus_or_around_it(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    root = make_corpus({"a.txt": "讲话\n一。\n", "b/c.txt": "讲话\n二。\n"})
    (tmp_path / "link").symlink_to(root)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b").symlink_to(root / "b")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    with speechkit.open(root) as corpus:
        wrong = (root, root / "new", root / "b/../x", root.parent, tmp_path / "link", "/")
        for folder in wrong:
            with pytest.raises(SettingError):
                corpus.export(folder, overwrite=True)
        for folder in (tmp_path / "out", ""):
            with pytest.raises(SettingError):
                corpus.export(folder, overwrite=True)
    assert before == {path: path.stat().st_mtime_ns for path in root.rglob("*")}


def test_nothing_is_overwritten_unasked(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    root = make_corpus({"a.txt": "讲话\n一。\n", "b.txt": "讲话\n二。\n"})
    out = tmp_path / "out"
    out.mkdir()
    (out / "b.txt").write_text("mine", "utf-8")
    (out / "other.txt").write_text("mine", "utf-8")
    with speechkit.open(root) as corpus:
        with pytest.raises(FileExistsError):
            corpus.export(out)
        assert sorted(path.name for path in out.iterdir()) == ["b.txt", "other.txt"]
        assert (out / "b.txt").read_text("utf-8") == "mine"
        corpus.export(out, overwrite=True)
        assert (out / "b.txt").read_text("utf-8") == "讲话\n二。\n"
        assert (out / "other.txt").read_text("utf-8") == "mine"
        assert sorted(path.name for path in out.iterdir()) == [
            "a.txt",
            "b.txt",
            "metadata.csv",
            "other.txt",
        ]


def test_a_link_in_the_place_of_a_file_is_replaced(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    root = make_corpus({"a.txt": "讲话\n一。\n"})
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    (out / "a.txt").symlink_to(tmp_path / "mine.txt")
    with speechkit.open(root) as corpus:
        corpus.export(out, overwrite=True)
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"
    assert not (out / "a.txt").is_symlink()


def test_texts_in_memory_can_be_exported(tmp_path: Path) -> None:
    with speechkit.from_texts({"甲": "讲话\n一。"}) as corpus:
        corpus.export(tmp_path / "out")
    assert (tmp_path / "out" / "甲.txt").read_text("utf-8") == "讲话\n一。\n"


def test_no_text_has_the_name_of_another(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    names = ("A.txt", "A.md", "A.txt.txt", "a.txt.md", "A.txt-2.txt", "A.TXT")
    texts: dict[str | bytes, str | bytes] = {
        name: f"关于{number}的讲话\n{number}。\n" for number, name in enumerate(names)
    }
    root = make_corpus(texts)
    with speechkit.open(root) as corpus:
        exported = corpus.export(tmp_path / "out")
    files = [row["file"].casefold() for row in read_table(tmp_path / "out")]
    assert len(set(files)) == len(files) == exported.speeches == len(names)
    assert len(list((tmp_path / "out").glob("*.txt"))) == len(names)
