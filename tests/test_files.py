"""Files: which of a folder's are read, and that nothing in a folder harms or stops a look at it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from speechkit.errors import UnreadableFileError
from speechkit.ingest import folder as files
from speechkit.ingest.folder import list_files, read_bytes
from speechkit.model import SkippedFile, display_path
from speechkit.render.messages import count_skipped, describe_skipped

MakeCorpus = Callable[[Mapping[str | bytes, str | bytes]], Path]


def names(root: Path) -> list[bytes]:
    return [file.path for file in list_files(root).files]


def reasons(root: Path) -> dict[bytes, str]:
    return {file.path: describe_skipped(file) for file in list_files(root).skipped}


def test_texts_are_found_to_any_depth_in_the_order_of_their_paths(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(
        {"b.txt": "b", "a/c/讲话.TXT": "c", "a/d.md": "d", "e.html": "e", "f.htm": "f", "g": "g"}
    )
    (folder / "empty").mkdir()
    assert names(folder) == [
        b"a/c/" + "讲话".encode() + b".TXT", b"a/d.md", b"b.txt", b"e.html", b"f.htm", b"g",
    ]  # fmt: skip
    assert reasons(folder) == {}


def test_hidden_files_and_folders_are_left_out(make_corpus: MakeCorpus) -> None:
    folder = make_corpus({".a.txt": "a", ".git/b.txt": "b", "c/.d/e.txt": "e", "f.txt": "f"})
    assert names(folder) == [b"f.txt"]
    assert reasons(folder) == {}


@pytest.mark.parametrize("name", ["a.xlsx", "a.PPTX", "a.py", "a.txt.gz", "a.xml"])
def test_other_kinds_are_named(make_corpus: MakeCorpus, name: str) -> None:
    folder = make_corpus({name: "x", "b.txt": "b"})
    assert names(folder) == [b"b.txt"]
    assert reasons(folder) == {name.encode(): f"{Path(name).suffix.lower()} file"}


def test_what_is_no_regular_file_is_skipped(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    folder = make_corpus({"a.txt": "a", "sub/b.txt": "b"})
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    os.mkfifo(folder / "fifo.txt")
    (folder / "leaving.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "sub" / "loop").symlink_to(folder)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(folder / "socket.txt"))
        assert names(folder) == [b"a.txt", b"sub/b.txt"]
        assert reasons(folder) == {
            b"dangling.txt": "symbolic link",
            b"fifo.txt": "not a regular file",
            b"inside.txt": "symbolic link",
            b"leaving.txt": "symbolic link",
            b"socket.txt": "not a regular file",
            b"sub/loop": "symbolic link",
        }
    for name in (b"fifo.txt", b"leaving.txt", b"sub/loop", b"sub", b"gone.txt"):
        with pytest.raises((OSError, UnreadableFileError)):
            read_bytes(folder, name)


def test_files_of_more_than_the_stated_size_are_skipped(
    make_corpus: MakeCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_corpus({"small.txt": b"x" * (1 << 20), "large.txt": b"x" * ((1 << 20) + 1)})
    monkeypatch.setattr(files, "MAXIMUM_BYTES", 1 << 20)
    assert names(folder) == [b"small.txt"]
    assert reasons(folder) == {b"large.txt": "larger than 1 MiB"}
    assert len(read_bytes(folder, b"small.txt")) == 1 << 20
    with pytest.raises(UnreadableFileError, match="too-large"):
        read_bytes(folder, b"large.txt")


def test_a_sparse_gigabyte_is_not_read(make_corpus: MakeCorpus) -> None:
    folder = make_corpus({"a.txt": "a"})
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(1 << 30)
    assert reasons(folder) == {b"huge.txt": "larger than 32 MiB"}


ODD_NAMES = [
    b"new\nline.txt", b"escape\x1b[31m.txt", b"invalid\xff\xfe.txt", b" .txt", b"-rf.txt",
    b"'quoted\".txt", b"100%_\\.txt", "右\u202e左.txt".encode(), b"x" * 251 + b".txt", b"tab\t",
]  # fmt: skip


def test_odd_names_are_names(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(dict.fromkeys(ODD_NAMES, "text"))
    assert names(folder) == sorted(ODD_NAMES)
    for name in ODD_NAMES:
        assert read_bytes(folder, name) == b"text"
        assert display_path(name).isprintable()


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (b"a/b.txt", "a/b.txt"),
        ("甲/乙.txt".encode(), "甲/乙.txt"),
        (b"a\xff.txt", "a\\xff.txt"),
        (b"a\nb", "a\\nb"),
        (b"\x1b[31m", "\\x1b[31m"),
        ("a\u202eb".encode(), "a\\u202eb"),
    ],
)
def test_paths_are_shown_escaped(path: bytes, shown: str) -> None:
    assert display_path(path) == shown


@pytest.mark.parametrize(("one", "other"), [(b"a\n", b"a\\n"), (b"a\xff", b"a\\xff")])
def test_two_paths_never_look_the_same(one: bytes, other: bytes) -> None:
    assert display_path(one) != display_path(other)


def test_deep_folders_are_listed(make_corpus: MakeCorpus) -> None:
    folder = make_corpus({"/".join("d" * 400) + "/讲话.txt": "text"})
    assert len(names(folder)) == 1


def test_a_folder_that_cannot_be_listed_is_skipped(
    make_corpus: MakeCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_corpus({"a.txt": "a", "closed/b.txt": "b"})
    scan = os.scandir

    def refuse(path: bytes) -> object:
        if path.endswith(b"closed/"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(folder) == [b"a.txt"]
    assert reasons(folder) == {b"closed": "unreadable folder: Permission denied"}


@pytest.mark.parametrize("name", ["missing", "file.txt"])
def test_a_root_that_cannot_be_listed_is_an_error(make_corpus: MakeCorpus, name: str) -> None:
    with pytest.raises(OSError):
        list_files(make_corpus({"file.txt": "x"}) / name)


def test_reasons_are_counted_the_most_frequent_first() -> None:
    endings = tuple(SkippedFile(b"%d" % n, "ending", ending) for n, ending in enumerate("bcabcaa"))
    counted = [(file.detail, number) for file, number in count_skipped(endings)]
    assert counted == [("a", 3), ("b", 2), ("c", 2)]
