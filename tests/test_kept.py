"""The indexes that are kept: a list that touches nothing, and one removed, its lock and all."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

import speechkit
from speechkit import cache, kept
from speechkit.backends.sqlite import storage
from speechkit.backends.sqlite.storage import index_name
from speechkit.cache import LOG_SUFFIXES, exclusive_lock
from speechkit.errors import CorpusError, KeptIndexError, SettingError
from speechkit.model import KeptIndex

MakeCorpus = Callable[[Mapping[str | bytes, str | bytes]], Path]
SPEECHES: dict[str | bytes, str | bytes] = {
    "001.txt": "在甲县会议上的讲话\n同志们：产业兴旺。\n",
    "002.txt": "讲话\n各位：教育。\n",
}


pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def folder(make_corpus: MakeCorpus) -> Path:
    return make_corpus(SPEECHES)


def build(folder: Path, index: Path | None = None) -> Path:
    with speechkit.open(folder, index=index) as corpus:
        assert corpus.index_file is not None
        return corpus.index_file


def execute(statement: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(statement)

    return run


def make_folder_go(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        (root,) = database.execute("SELECT value FROM meta WHERE key = 'root'").fetchone()
    shutil.rmtree(os.fsdecode(root))


def put_file_in_place(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        (root,) = database.execute("SELECT value FROM meta WHERE key = 'root'").fetchone()
    shutil.rmtree(os.fsdecode(root))
    Path(os.fsdecode(root)).write_text("别的\n", "utf-8")


STATES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "as it was made": ("current", lambda path: None),
    "older format": (
        "outdated",
        execute("UPDATE meta SET value = 'f2aa0258aec5686e' WHERE key = 'fingerprint'"),
    ),
    "older settings": (
        "outdated",
        execute("UPDATE meta SET value = 'big5' WHERE key = 'encoding'"),
    ),
    "folder gone": ("folder-gone", make_folder_go),
    "file in place of the folder": ("folder-gone", put_file_in_place),
    "empty": ("damaged", lambda path: path.write_bytes(b"")),
    "no database": ("damaged", lambda path: path.write_bytes(b"\xff" * 9_000)),
    "cut short": ("damaged", lambda path: path.write_bytes(path.read_bytes()[:-40_000])),
    "no tables": ("damaged", execute("DROP TABLE meta")),
    "unfinished": ("damaged", execute("DELETE FROM meta WHERE key = 'fingerprint'")),
    "no folder": ("damaged", execute("DELETE FROM meta WHERE key = 'root'")),
    "NUL in the folder": ("damaged", execute("UPDATE meta SET value = x'2f00' WHERE key = 'root'")),
    "user words that are none": (
        "damaged",
        execute("UPDATE meta SET value = '[' WHERE key = 'user_words'"),
    ),
}


def look_at_files(*folders: Path) -> dict[Path, tuple[int, int, int, bytes]]:
    """Return all that tells files from others, those that SQLite makes while it reads too."""
    found = {}
    for path in (path for folder in folders for path in folder.rglob("*")):
        status = path.lstat()
        data = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
        found[path] = (status.st_ino, status.st_mode, status.st_mtime_ns, data)
    return found


def settle(path: Path) -> None:
    """Let no log be left, so that the file alone is the index."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


@pytest.mark.parametrize("name", STATES)
def test_an_index_is_listed_untouched_and_removed(folder: Path, own_cache: Path, name: str) -> None:
    state, change = STATES[name]
    path = build(folder)
    settle(path)
    change(path)
    before = look_at_files(own_cache)
    (found,) = speechkit.list_indexes()
    assert look_at_files(own_cache) == before
    assert (found.state, found.file, found.size) == (state, path, path.stat().st_size)
    if state != "damaged":
        assert (found.folder, found.speeches) == (folder, 2)
    speeches = look_at_files(folder) if folder.is_dir() else None
    assert speechkit.remove_index(folder) == found
    assert [path.name for path in own_cache.glob("*index*")] == []
    assert (look_at_files(folder) if folder.is_dir() else None) == speeches
    assert speechkit.list_indexes() == []
    assert speechkit.remove_index(folder) is None


def test_the_next_search_builds_what_was_removed(folder: Path) -> None:
    build(folder)
    speechkit.remove_index(folder)
    with speechkit.open(folder) as corpus:
        assert [hit.id for hit in corpus.search("产业")] == ["001"]
    assert [found.state for found in speechkit.list_indexes()] == ["current"]


@pytest.mark.skipif(not Path("/proc/self/fdinfo").is_dir(), reason="needs Linux's /proc")
@pytest.mark.parametrize("name", ["as it was made", "older format", "folder gone"])
def test_an_index_is_opened_to_be_read_alone(
    folder: Path, own_cache: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build(folder)
    settle(path)
    STATES[name][1](path)
    settle(path)
    how: dict[Path, int] = {}

    def read(database: sqlite3.Connection, found: KeptIndex) -> KeptIndex:
        result = read_truly(database, found)
        how.update(list_open_files(own_cache))
        return result

    read_truly = kept._read
    monkeypatch.setattr(kept, "_read", read)
    assert [found.file for found in speechkit.list_indexes()] == [path]
    assert how == {path: os.O_RDONLY}


def list_open_files(folder: Path) -> dict[Path, int]:
    """Return the files of a folder that this process has open, and whether to read or write."""
    found = {}
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            path = handle.readlink()
            told = Path("/proc/self/fdinfo", handle.name).read_text("ascii")
            (flags,) = re.findall(r"flags:\s*(\d+)", told)
            if path.parent == folder and path.name.startswith("index-"):
                found[path] = int(flags, 8) & os.O_ACCMODE
    return found


def test_a_file_that_goes_meanwhile_is_not_made_again(
    folder: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build(folder)
    settle(path)
    others = sorted(own_cache.iterdir())
    others.remove(path)

    def look(file: Path) -> sqlite3.Connection:
        file.unlink(missing_ok=True)
        return look_truly(file)

    look_truly = storage.connect_to_look
    monkeypatch.setattr(kept, "connect_to_look", look)
    assert speechkit.list_indexes() == []
    assert sorted(own_cache.iterdir()) == others


def test_what_lies_in_the_log_is_listed(folder: Path, own_cache: Path) -> None:
    build(folder)
    (folder / "003.txt").write_text("在丙县的讲话\n同志们：项目。\n", "utf-8")
    with ExitStack() as stack:
        reader = stack.enter_context(speechkit.open(folder))  # which keeps the log from going
        assert reader.index_file is not None
        assert Path(f"{reader.index_file}-wal").stat().st_size
        before = look_at_files(own_cache)
        (found,) = speechkit.list_indexes()
        assert look_at_files(own_cache) == before
        assert (found.speeches, found.state) == (3, "current")
        files = (reader.index_file, Path(f"{reader.index_file}-wal"))
        assert found.size == sum(file.stat().st_size for file in files)


def test_a_log_without_its_list_is_no_reason_to_write(folder: Path, own_cache: Path) -> None:
    """As after a copy of the cache that left out what only holds while somebody reads."""
    path = build(folder)
    copy = own_cache.with_name("copy")
    (folder / "003.txt").write_text("在丙县的讲话\n同志们：项目。\n", "utf-8")
    with speechkit.open(folder):
        copy.mkdir()
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", copy)
    before = look_at_files(copy)
    (found,) = speechkit.list_indexes(copy)
    assert look_at_files(copy) == before
    assert (found.state, found.folder) == ("current", folder)


def test_no_cache_is_made_to_be_looked_at(own_cache: Path, folder: Path) -> None:
    shutil.rmtree(own_cache)
    assert speechkit.list_indexes() == []
    assert speechkit.remove_index(folder) is None
    assert not own_cache.exists()


def test_what_is_no_index_is_not_listed(folder: Path, own_cache: Path) -> None:
    path = build(folder)
    for name in ("index-notes.txt", "index-0123456789abcdef.sqlite.bak", "notes.sqlite"):
        (own_cache / name).write_text("我的笔记\n", "utf-8")
    shutil.copy(path, own_cache / f".{path.name}.0123abcd.new")
    (own_cache / "index-0123456789abcdef.sqlite").mkdir()
    os.mkfifo(own_cache / "index-0123456789abcdee.sqlite")
    (own_cache / "index-0123456789abcdea.sqlite").symlink_to("nowhere")
    assert [found.file for found in speechkit.list_indexes()] == [path]


def test_indexes_in_another_folder(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "indexes"
    named = build(folder, place / "我的.sqlite")
    hashed = build(folder, place)
    shutil.copy(hashed, place / f".{hashed.name}.0123abcd.new")  # as while one is built
    (place / "notes.txt").write_text("我的笔记\n", "utf-8")
    (place / "index-0123456789abcdef.sqlite").write_text("我的笔记\n", "utf-8")
    assert {found.file for found in speechkit.list_indexes(place)} == {named, hashed}
    assert speechkit.list_indexes() == []
    removed = speechkit.remove_index(folder, index=place)
    assert removed is not None
    assert removed.file == hashed
    removed = speechkit.remove_index(None, index=named)
    assert removed is not None
    assert (removed.file, removed.folder) == (named, folder)
    assert sorted(path.name for path in place.iterdir()) == [
        "index-0123456789abcdef.sqlite",
        "notes.txt",
    ]


def test_the_time_is_that_of_the_last_look_that_wrote(folder: Path) -> None:
    path = build(folder)
    os.utime(path, (0, 0))
    (found,) = speechkit.list_indexes()
    assert time.time() - 600 < found.updated <= time.time()
    execute("UPDATE meta SET value = 1e300 WHERE key = 'looked_at'")(path)
    settle(path)
    assert speechkit.list_indexes()[0].updated == 2**33
    execute("UPDATE meta SET value = 'x' WHERE key = 'looked_at'")(path)
    settle(path)
    os.utime(path, (9, 9))
    assert speechkit.list_indexes()[0].updated == 9


def test_a_link_to_a_folder_has_an_index_of_its_own(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    build(folder)
    assert speechkit.remove_index(link) is None
    build(link)
    removed = speechkit.remove_index(link)
    assert removed is not None
    assert removed.folder == link
    assert [found.folder for found in speechkit.list_indexes()] == [folder]
    assert {path.name for path in folder.iterdir()} == {*SPEECHES}


FOREIGN: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("我的笔记\n" * 99, "utf-8"),
    "empty": lambda path: path.write_bytes(b""),
    "database": execute("CREATE TABLE meta (key, value)"),
    "folder": lambda path: (path / "index-0123456789abcdef.sqlite").mkdir(parents=True),
    "pipe": os.mkfifo,
    "link to nothing": lambda path: path.symlink_to("nowhere"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_is_no_index_is_not_removed(tmp_path: Path, folder: Path, name: str) -> None:
    place = tmp_path / "place"
    place.mkdir()
    path = place / index_name(folder)
    FOREIGN[name](path)
    before = look_at_files(place)
    for index in (path, place):
        if name == "folder" and index == path:
            assert speechkit.remove_index(folder, index=path) is None  # a place for indexes
            continue
        with pytest.raises(KeptIndexError, match=r"index-.* (is no index|is a link)"):
            speechkit.remove_index(folder, index=index)
    assert look_at_files(place) == before


def test_a_link_to_an_index_is_not_removed(folder: Path, tmp_path: Path) -> None:
    path = build(folder, tmp_path / "far.sqlite")
    link = tmp_path / "link.sqlite"
    link.symlink_to(path)
    with pytest.raises(KeptIndexError, match="is a link"):
        speechkit.remove_index(None, index=link)
    assert path.is_file()
    assert link.is_symlink()


def test_a_lock_that_is_none_of_ours_is_not_touched(folder: Path, tmp_path: Path) -> None:
    path = build(folder, tmp_path / "a.sqlite")
    lock = tmp_path / "a.sqlite.lock"
    lock.write_text("我的笔记\n", "utf-8")
    with pytest.raises(KeptIndexError, match="no lock of speechkit"):
        speechkit.remove_index(folder, index=path)
    assert path.is_file()
    assert lock.read_text("utf-8") == "我的笔记\n"


def test_what_killed_builds_left_goes_with_the_index(folder: Path, own_cache: Path) -> None:
    path = build(folder)
    (own_cache / f".{path.name}.0123abcd.new").write_bytes(b"x")
    (own_cache / f".{path.name}.0123abcd.new-wal").write_bytes(b"x")
    speechkit.remove_index(folder)
    assert [path.name for path in own_cache.glob("*index*")] == []
    assert [path.name for path in own_cache.glob(".*index*")] == []


NEIGHBOURS = {
    *(".settings.new", ".12345678.new", ".my.db.settings.new", ".other.db.0123abcd.new"),
    *(".my_db.0123abcd.new", "my.db.0123abcd.new", ".my.db.0123abcd.newer", "my.db.new"),
}


@pytest.mark.parametrize("act", ["build", "rebuild", "remove"])
def test_hidden_neighbours_of_an_index_stay(tmp_path: Path, folder: Path, act: str) -> None:
    place = tmp_path / "place"
    place.mkdir()
    path = place / "my.db"
    if act != "build":
        build(folder, path)
    for name in (*NEIGHBOURS, ".my.db.0123abcd.new", ".my.db.0123abcd.new-wal"):
        (place / name).write_text("我的笔记\n", "utf-8")
    if act == "remove":
        speechkit.remove_index(folder, index=path)
    else:
        speechkit.open(folder, index=path, rebuild=act == "rebuild").close()
    left = {file.name for file in place.iterdir()} - {"my.db", "my.db.lock"}
    assert left - {"my.db-wal", "my.db-shm"} == NEIGHBOURS


@pytest.mark.parametrize("suffix", LOG_SUFFIXES)
def test_no_log_of_another_is_taken_for_that_of_a_new_index(
    tmp_path: Path, folder: Path, suffix: str
) -> None:
    path = tmp_path / "notes"
    other = Path(f"{path}{suffix}")
    other.write_text("我的笔记\n", "utf-8")
    with pytest.raises(CorpusError, match=f"notes{suffix} is no log of speechkit"):
        speechkit.open(folder, index=path)
    assert other.read_text("utf-8") == "我的笔记\n"
    assert not path.exists()
    other.write_bytes(b"")
    speechkit.open(folder, index=path).close()


@pytest.mark.parametrize("mode", ["WAL", "PERSIST"])
def test_a_log_that_was_left_without_its_index_is_no_hindrance(
    tmp_path: Path, folder: Path, mode: str
) -> None:
    made, path = tmp_path / "made", tmp_path / "my.db"
    with closing(sqlite3.connect(made)) as database:
        database.execute(f"PRAGMA journal_mode = {mode}")
        database.execute("CREATE TABLE one (value)")
        database.commit()
        for suffix in LOG_SUFFIXES:
            if Path(f"{made}{suffix}").exists():
                shutil.copy(f"{made}{suffix}", f"{path}{suffix}")
    assert list(tmp_path.glob("my.db-*"))
    assert build(folder, path) == path


def test_an_index_that_is_being_written_stays(folder: Path) -> None:
    path = build(folder)
    with exclusive_lock(Path(f"{path}.lock"), wait=False) as got:
        assert got
        with pytest.raises(KeptIndexError, match="another process is writing"):
            speechkit.remove_index(folder)
    assert path.is_file()
    assert speechkit.remove_index(folder) is not None


def test_who_reads_an_index_that_is_removed_goes_on(folder: Path) -> None:
    build(folder)
    with speechkit.open(folder) as corpus:
        speechkit.remove_index(folder)
        assert [hit.id for hit in corpus.search("产业")] == ["001"]
        assert corpus["002"].paragraphs


def test_who_waits_for_a_lock_that_is_removed_gets_the_next_one(tmp_path: Path) -> None:
    """Else it would hold a file that is no more, and another process the new one, both at once."""
    lock = tmp_path / "lock"
    holds, ends = threading.Event(), threading.Event()

    def wait_for_it() -> None:
        with exclusive_lock(lock, wait=True) as got:
            assert got
            holds.set()
            ends.wait(10)

    with exclusive_lock(lock, wait=False):
        waiter = threading.Thread(target=wait_for_it)
        waiter.start()
        time.sleep(0.05)  # it waits for the file that is removed now
        lock.unlink()
    assert holds.wait(10)
    with exclusive_lock(lock, wait=False) as got:
        assert not got
    ends.set()
    waiter.join()


def test_a_lock_that_goes_while_it_is_opened_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "lock"
    take, taken = cache._take, 0

    def take_late(database: sqlite3.Connection) -> bool:
        nonlocal taken
        taken += 1
        if taken <= 2:
            lock.unlink()
        return take(database)

    monkeypatch.setattr(cache, "_take", take_late)
    with exclusive_lock(lock, wait=False) as got:
        assert got
        assert lock.is_file()
    assert taken > 2


def test_a_cache_that_cannot_be_read_is_named(
    own_cache: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(own_cache))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(KeptIndexError, match=r"speechkit cannot be read: Permission denied; "):
        speechkit.list_indexes()


def test_an_index_that_cannot_be_read_is_listed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build(folder)

    def refuse(file: Path) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(kept, "connect_to_look", refuse)
    (found,) = speechkit.list_indexes()
    size = path.stat().st_size
    assert found == KeptIndex(path, size, found.updated, "unreadable")
    assert speechkit.remove_index(folder) == found


def test_an_index_that_cannot_be_removed_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build(folder)

    def refuse(file: Path) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(kept, "remove_files", refuse)
    with pytest.raises(KeptIndexError, match=f"{path.name} cannot be removed: Permission denied; "):
        speechkit.remove_index(folder)
    assert path.is_file()


def test_a_cache_of_another_user_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build(folder)
    monkeypatch.setattr(os, "getuid", lambda: path.stat().st_uid + 1)
    for act in (speechkit.list_indexes, lambda: speechkit.remove_index(folder)):
        with pytest.raises(KeptIndexError, match="belongs to another user"):
            act()
    assert path.is_file()


def test_what_is_on_a_cluster_is_not_removed_here() -> None:
    for act in (speechkit.list_indexes, lambda index: speechkit.remove_index(".", index=index)):
        with pytest.raises(
            SettingError, match=r"https://host:9200/a is on a cluster.*help cluster"
        ):
            act("https://host/a")


def test_a_folder_or_a_file_must_be_named(tmp_path: Path) -> None:
    for index in (None, tmp_path):
        with pytest.raises(SettingError, match="no folder is named; "):
            speechkit.remove_index(None, index=index)


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    for name in ("x\0y", "名" * 300):
        assert speechkit.remove_index(name) is None
    assert speechkit.remove_index(None, index=str(tmp_path / "x\0y")) is None
    with pytest.raises(KeptIndexError, match="File name too long"):
        speechkit.remove_index(None, index=str(tmp_path / ("名" * 300)))
