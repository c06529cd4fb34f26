"""Files with unknown endings: read by their content where a folder holds no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write_files

import speechkit
from speechkit.ingest.unknown_files import holds_sentences
from speechkit.render.messages import describe_event

PAGE = (
    "<?php include 'top.php'; ?>\n<html><body><h1>在会议上的讲话</h1>\n"
    "<p>优化营商环境，服务企业。</p></body></html>\n"
)
ENDINGS = ("php", "php5", "asp", "aspx", "jsp", "do", "log", "tex", "bak", "讲话", "txt~")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_folder_of_unknown_endings_is_read(tmp_path: Path, encoding: str) -> None:
    pages: dict[str | bytes, str | bytes] = {f"a/1.{end}": PAGE.encode(encoding) for end in ENDINGS}
    others: dict[str | bytes, str | bytes] = {
        "x.exe": b"MZ\x90\0" + bytes(range(256)) * 9,
        "y.png": b"\x89PNG\r\n\x1a\n" + "优化营商环境，".encode(),
        "main.py": "import os\n\nNAME = '改革'  # 名称\nprint(NAME)\n",
        "b.go": "package main\nfunc main() {}\n",
        "e.dat": b"",
    }
    folder = write_files(tmp_path / "folder", pages | others)
    said: list[speechkit.Event] = []
    with speechkit.open(folder, index=tmp_path / "i", notify=said.append) as corpus:
        assert len(corpus) == len(ENDINGS)
        assert corpus.search("营商", limit=None).total == len(ENDINGS)
        assert {file.name for file in corpus.skipped} == set(others)
    assert [event.code for event in said] == ["unknown-endings"]
    assert str(len(ENDINGS)) in describe_event(said[0])


def test_a_changed_folder_agrees_with_a_new_one(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "folder", {"a.php": PAGE, "b.php": "<?php echo 1; ?>"})

    def names() -> set[str]:
        with speechkit.open(folder, index=tmp_path / "i") as corpus:
            followed = {speech.path.name for speech in corpus}
        with speechkit.open(folder, index=tmp_path / "i", rebuild=True) as corpus:
            assert {speech.path.name for speech in corpus} == followed
        return followed

    assert names() == {"a.php"}
    (folder / "b.php").write_text(PAGE, encoding="utf-8")
    assert names() == {"a.php", "b.php"}
    (folder / "c.txt").write_text("优化营商环境，服务企业。", encoding="utf-8")
    assert names() == {"c.txt"}
    (folder / "c.txt").unlink()
    assert names() == {"a.php", "b.php"}


def test_a_head_that_ends_within_a_character_holds_what_it_holds() -> None:
    data = ("优化营商环境，服务企业。\n" * 9).encode()
    assert all(holds_sentences(data[:end]) for end in range(60, 90))
    assert not holds_sentences(b"")


@pytest.mark.parametrize(
    "text", ["<html><h1>在会上的讲话</h1></html>", "营商环境", "改革。", "2024 我们要改革，"]
)
def test_short_texts_are_texts(text: str) -> None:
    assert holds_sentences(text.encode())


@pytest.mark.parametrize("text", ["name = '改革'", "# 名称处理\n", "x", "{'年': 1}", "\0" * 99])
def test_programs_are_none(text: str) -> None:
    assert not holds_sentences(text.encode())
