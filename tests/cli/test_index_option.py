"""``--index`` at a file that is somebody's own: an error names it, and it stays as it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from snapshots import take_snapshot

import speechkit
from cli.program import Finished, Program, run_here

LINES: tuple[tuple[str, ...], ...] = (
    ("search", "产业"),
    ("show", "001"),
    ("list",),
    ("list", "--no-follow"),
    ("index",),
    ("index", "--rebuild"),
    ("terms",),
    ("stats",),
    ("check",),
)


def write_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE meta (key, value)")
        database.execute("INSERT INTO meta VALUES ('note', '我的笔记')")


def write_database_with_log(path: Path) -> None:
    """Write a database as a program leaves it that was killed with its data in the log."""
    origin = path.with_name("origin.sqlite")
    with closing(sqlite3.connect(origin, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE notes (note)")
        database.execute("INSERT INTO notes VALUES ('我的笔记')")
        shutil.copy(f"{origin}-wal", f"{path}-wal")
        shutil.copy(origin, path)
    origin.unlink()


def write_link(path: Path) -> None:
    target = path.with_name("target.txt")
    target.write_text("我的笔记\n", encoding="utf-8")
    path.symlink_to(target)


def write_damaged_database(path: Path) -> None:
    write_database(path)
    path.write_bytes(path.read_bytes()[:3_000])


OWN_FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "text": ("notes.txt", lambda path: path.write_text("我的笔记\n" * 99, encoding="utf-8")),
    "one byte": ("notes", lambda path: path.write_bytes(b"S")),
    "empty": ("empty", lambda path: path.write_bytes(b"")),
    "speech": ("corpus/001.txt", lambda path: None),
    "empty file of the corpus": ("corpus/003.txt", lambda path: path.write_bytes(b"")),
    "new file of the corpus": ("corpus/乙/4.md", lambda path: path.write_text("产业", "utf-8")),
    "database": ("notes.sqlite", write_database),
    "database of the corpus": ("corpus/notes.sqlite", write_database),
    "database with a log": ("notes.db", write_database_with_log),
    "damaged database": ("notes.sqlite", write_damaged_database),
    "link": ("link", write_link),
}
if os.name == "posix":
    OWN_FILES["pipe"] = ("pipe", os.mkfifo)


def find_faults(done: Finished, path: Path) -> Iterator[str]:
    """Yield what is wrong with how a command line ended that was given somebody's file."""
    if done.status != 2 or done.out:
        yield f"status {done.status}"
    if len(done.error.splitlines()) != 1 or path.name not in done.error:
        yield f"says {done.error!r}"


@pytest.mark.parametrize("kind", OWN_FILES)
def test_a_file_that_is_no_index_stays_as_it_is(
    small: Program, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(small.folder)
    name, make = OWN_FILES[kind]
    path = small.folder / name
    path.parent.mkdir(exist_ok=True)
    # A process that waits at a pipe can be ended.
    run, lines = (small, LINES[:1]) if kind == "pipe" else (run_here, LINES)
    faults: list[str] = []
    for line in lines:
        make(path)
        before = take_snapshot(small.folder)
        found = list(find_faults(run(*line, "--index", name), path))
        after = take_snapshot(small.folder)
        changed = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
        found.extend(f"changes {p.relative_to(small.folder)}" for p in sorted(changed))
        faults.extend(f"{line}: {fault}" for fault in found)
        for left in changed | {path} - {small.folder / "corpus/001.txt"}:
            left.unlink(missing_ok=True)
    assert not faults, "\n".join(faults)


def test_the_log_of_a_database_stays_beside_it(
    small: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.folder)
    path = small.folder / "notes.db"
    write_database_with_log(path)
    log = Path(f"{path}-wal").read_bytes()
    assert run_here("list", "--index", str(path)).status == 2
    assert Path(f"{path}-wal").read_bytes() == log
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT note FROM notes").fetchall() == [("我的笔记",)]


def test_a_place_below_a_file_is_no_place_for_an_index(
    small: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.folder)
    notes = small.folder / "notes.txt"
    notes.write_text("我的笔记\n", encoding="utf-8")
    before = take_snapshot(small.folder)
    done = run_here("list", "--index", "notes.txt/index.sqlite")
    assert done.status in (0, 2)
    assert "notes.txt" in done.error
    assert "Traceback" not in done.error
    assert take_snapshot(small.folder) == before


def test_an_index_is_taken_as_one(small: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same command lines succeed where nothing is in the variant, and where an index is."""
    monkeypatch.chdir(small.folder)
    for line in LINES:
        done = run_here(*line, "--index", "new.sqlite")
        assert done.status == 0, line
        assert "damaged" not in done.error
        assert done.out
    assert (small.folder / "new.sqlite").is_file()


ADDRESSES = (
    *("ftp://x/y", "htps://h/n", "file:///tmp/i", "ssh://h/n", "HTTP+X://h/n", "htps:/h/n"),
    *("ftp://user:secret@h/n", " htps://h/n", "localhost:9200/n", "10.0.0.1:9200/n"),
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_no_cluster_makes_no_folder(
    small: Program, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """It would become a local folder of that name, without a word."""
    monkeypatch.chdir(small.folder)
    before = take_snapshot(small.folder)
    given = (
        run_here("search", "产业", "--index", address),
        run_here("list", environment={"SPEECHKIT_INDEX": address}),
        run_here("index", "--list", "--index", address),
    )
    scheme = address.strip().partition(":")[0]
    for done in given:
        assert (done.status, done.out, len(done.error.splitlines())) == (2, "", 1)
        assert scheme in done.error
        assert "https://" in done.error
        assert "secret" not in done.error
    for place in (address, Path(address)):
        with pytest.raises(speechkit.SettingError, match="https://"):
            speechkit.open("corpus", index=place)
        with pytest.raises(speechkit.SettingError, match="https://"):
            speechkit.open_current("corpus", place)
    assert take_snapshot(small.folder) == before


def test_a_file_with_a_colon_in_its_name_may_be_an_index(
    small: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.folder)
    assert run_here("list", "--index", "./htps:index").status == 0
    assert (small.folder / "htps:index").is_file()


@pytest.mark.parametrize(
    "place", ["corpus/idx", "corpus", "corpus/a/b/idx", "link/idx", "./corpus/.i"]
)
def test_an_index_is_never_in_the_corpus(
    small: Program, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(small.folder)
    (small.folder / "link").symlink_to("corpus")
    before = take_snapshot(small.folder)
    for line in LINES:
        done = run_here(*line, "--index", place)
        assert (done.status, done.out, len(done.error.splitlines())) == (2, "", 1), line
        assert "is in the corpus" in done.error
        assert "--index" in done.error
    assert take_snapshot(small.folder) == before
