"""Faults: whatever happens to an index or while it is made, a search answers rightly."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import speechkit
from speechkit import cache
from speechkit.backends.protocol import AnalysedSpeech
from speechkit.backends.sqlite.encoding import PAGE_SIZE
from speechkit.backends.sqlite.packing import PackedSpeech, pack_speech
from speechkit.cleaning.pipeline import STEPS, Draft
from speechkit.cleaning.reading import begin_reading
from speechkit.errors import CacheError
from speechkit.ingest import analysis, following, index_opening, index_places
from speechkit.ingest import changes as looking
from speechkit.ingest.folder import read_bytes
from speechkit.render.messages import describe_event, describe_skipped
from speechkit.text import scripts

ROOT = Path(__file__).resolve().parents[1]
MakeCorpus = Callable[[Mapping[str | bytes, str | bytes]], Path]
RunPython = Callable[..., "CompletedProcess[str]"]

TOPICS = ("开发区", "农村", "工业", "教育", "安全", "防汛")
BODY = (
    "在{}工作会议上的讲话\n同志们：今天的会议，研究{}工作，大家要抓紧。\n" + "还有几点意见。\n" * 9
)


@pytest.fixture
def folder(make_corpus: MakeCorpus) -> Path:
    folder = make_corpus({f"{n}.txt": BODY.format(t, t) for n, t in enumerate(TOPICS)})
    time.sleep(0.12)
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "indexes" / "index.sqlite"


def answers(corpus: speechkit.Corpus) -> dict[str, list[str]]:
    queries = (*TOPICS, "会议", "的", "火星")
    found = {query: sorted(h.id for h in corpus.search(query, limit=None)) for query in queries}
    return found | {"texts": [speech.text for speech in corpus]}


def open_and_answer(folder: Path, index: Path) -> tuple[dict[str, list[str]], list[str]]:
    said: list[str] = []
    with speechkit.open(
        folder, index=index, notify=lambda event: said.append(describe_event(event))
    ) as corpus:
        return answers(corpus), said


def rewrite(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def replace_by_foreign_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE meta (key, value)")


def execute(*statements: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database, database:
            for statement in statements:
                database.execute(statement)

    return run


DAMAGES: dict[str, Callable[[Path], object]] = {
    "one page": rewrite(lambda data: data[:4096]),
    "half": rewrite(lambda data: data[: len(data) // 2]),
    "all but a page": rewrite(lambda data: data[:-4096]),
    "no meta": execute("DROP TABLE meta"),
    "empty meta": execute("DELETE FROM meta"),
    "other version": execute("UPDATE meta SET value = '0' WHERE key = 'fingerprint'"),
    "other name of a column": execute(
        "PRAGMA writable_schema = 1",
        "UPDATE sqlite_master SET sql = replace(sql, ' turns ', ' turms ') WHERE name = 'speech'",
    ),
    "no speech": execute("DELETE FROM speech"),
    "no label": execute("DELETE FROM label"),
    "no listing": execute("UPDATE listing SET lines = x'00', digest = x''"),
}

BEYOND_RECOGNITION: dict[str, Callable[[Path], object]] = {
    "nothing": rewrite(lambda data: b""),
    "one byte": rewrite(lambda data: data[:1]),
    "half a header": rewrite(lambda data: data[:50]),
    "no header": rewrite(lambda data: bytes(100) + data[100:]),
    "text": rewrite(lambda data: "不是索引\n".encode() * 1000),
    "foreign": replace_by_foreign_database,
    "other format": execute("PRAGMA application_id = 7"),
}
"""What may be a file of somebody else's, unless it lies in the cache under a name of ours."""


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_named_and_rebuilt(folder: Path, index: Path, damage: str) -> None:
    expected, said = open_and_answer(folder, index)
    assert said == []
    DAMAGES[damage](index)
    found, said = open_and_answer(folder, index)
    assert found == expected
    assert str(index) in said[0]
    assert "rebuilding" in said[0]
    assert open_and_answer(folder, index) == (expected, [])


@pytest.mark.parametrize("damage", BEYOND_RECOGNITION)
def test_in_the_cache_any_damage_is_mended(folder: Path, damage: str) -> None:
    with speechkit.open(folder) as corpus:
        expected, index = answers(corpus), corpus.index_file
    assert index is not None
    BEYOND_RECOGNITION[damage](index)
    said: list[str] = []
    with speechkit.open(folder, notify=lambda event: said.append(describe_event(event))) as corpus:
        assert answers(corpus) == expected
    assert "rebuilding" in said[0]


@pytest.mark.parametrize("damage", BEYOND_RECOGNITION)
def test_a_file_that_is_no_index_is_refused_and_kept(
    folder: Path, index: Path, damage: str
) -> None:
    open_and_answer(folder, index)
    BEYOND_RECOGNITION[damage](index)
    content = index.read_bytes()
    for _ in range(2):
        with pytest.raises(speechkit.CorpusError, match="no index of speechkit"):
            speechkit.open(folder, index=index)
    assert index.read_bytes() == content


NO_DAMAGE = (
    sqlite3.OperationalError("database is locked"),
    sqlite3.OperationalError("interrupted"),
    sqlite3.ProgrammingError("Cannot operate on a closed database."),
    sqlite3.InterfaceError("bad parameter or other API misuse"),
    sqlite3.DataError("string or blob too big"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    ValueError("a fault of ours"),
    LookupError("a fault of ours"),
    TypeError("a fault of ours"),
    MemoryError(),
    OSError(errno.EIO, "Input/output error"),
)


@pytest.mark.parametrize("fault", NO_DAMAGE, ids=repr)
def test_no_other_fault_is_taken_for_damage(folder: Path, index: Path, fault: Exception) -> None:
    with speechkit.open(
        folder, index=index, notify=lambda event: pytest.fail(describe_event(event))
    ) as corpus:
        content = index.read_bytes()

        def fail(self: Any, numbers: object) -> None:
            raise fault

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("speechkit.backends.sqlite.reader.IndexReader.match", fail)
            with pytest.raises(type(fault)):
                corpus.search("会议")
        assert index.read_bytes() == content
        assert corpus.search("会议").total == len(TOPICS)


def test_settings_outlive_the_version_they_were_made_with(
    make_corpus: MakeCorpus, index: Path
) -> None:
    folder = make_corpus({"1.txt": "谈谈新垦示范带。".encode("gb18030")})
    speechkit.open(folder, index=index, user_words=["新垦示范带"], encoding="gb18030").close()
    DAMAGES["other version"](index)
    with speechkit.open(folder, index=index) as corpus:
        assert "新垦示范带" in {word.word for word in corpus.words()}
        assert {speech.encoding for speech in corpus} == {"gb18030"}


@pytest.mark.usefixtures("heard_interrupts")
def test_who_waits_for_another_build_hears_the_interrupt(
    tmp_path: Path, run_python: RunPython
) -> None:
    with cache.exclusive_lock(tmp_path / "lock", wait=False) as got:
        assert got
        done = run_python(
            "import os, signal, threading; from pathlib import Path;"
            "from speechkit.cache import exclusive_lock;"
            "threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start();"
            "exclusive_lock(Path(sys.argv[1]), wait=True).__enter__()",
            tmp_path / "lock",
        )
    assert "KeyboardInterrupt" in done.stderr


def test_a_fault_of_the_machine_is_no_file_s(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opencc", None)
    scripts._converter.cache_clear()
    with pytest.raises(ImportError):
        speechkit.open(folder, index=index)
    monkeypatch.undo()
    assert open_and_answer(folder, index)[0]["开发区"] == ["0"]


def answer_or_name_damage(folder: Path, index: Path) -> dict[str, list[str]] | None:
    """The answers, or None where the damage shows only in what is read after the first answer."""
    try:
        return open_and_answer(folder, index)[0]
    except speechkit.DamagedIndexError:
        with speechkit.open(folder, index=index, rebuild=True) as corpus:
            answers(corpus)
        return None


def test_an_index_with_empty_pages_answers_rightly(folder: Path, index: Path) -> None:
    expected, _ = open_and_answer(folder, index)
    good = index.read_bytes()
    size = PAGE_SIZE
    for page in range(1, len(good) // size):
        index.write_bytes(good[: page * size] + bytes(size) + good[(page + 1) * size :])
        assert answer_or_name_damage(folder, index) in (expected, None), page


def test_an_index_with_turned_bits_ends_in_no_other_error(folder: Path, index: Path) -> None:
    """SQLite keeps no sums of its pages, so a wrong bit may show in a text."""
    open_and_answer(folder, index)
    good = index.read_bytes()
    rng = random.Random(6)
    for _ in range(40):
        data = bytearray(good)
        for _ in range(rng.choice((1, 8, 64))):
            data[rng.randrange(100, len(data))] ^= 1 << rng.randrange(8)
        index.write_bytes(data)
        answer_or_name_damage(folder, index)


def test_tables_with_other_names_end_in_no_other_error(folder: Path, index: Path) -> None:
    open_and_answer(folder, index)
    good = index.read_bytes()
    with closing(sqlite3.connect(index)) as database:
        told = [sql.encode() for (sql,) in database.execute("SELECT sql FROM sqlite_master") if sql]
    rng = random.Random(6)
    for statement in told:
        data = bytearray(good)
        data[good.index(statement) + rng.randrange(len(statement))] ^= 1 << rng.randrange(7)
        index.write_bytes(data)
        with suppress(KeyError):  # where a speech is not found by the name it goes by
            answer_or_name_damage(folder, index)


def test_check_finds_what_is_wrong_within_the_index(folder: Path, index: Path) -> None:
    expected, _ = open_and_answer(folder, index)
    execute("UPDATE match_data SET block = zeroblob(length(block)) WHERE id > 10")(index)
    said: list[str] = []
    with speechkit.open(
        folder, index=index, notify=lambda event: said.append(describe_event(event))
    ) as corpus:
        assert said == []
        assert len(list(corpus.check())) == len(TOPICS)
        assert "rebuilding" in said[0]
        assert answers(corpus) == expected
        assert len(list(corpus.check())) == len(TOPICS)
    assert len(said) == 1


FOLLOW_AND_DIE = """
import os
import speechkit
corpus = speechkit.open(sys.argv[1], index=sys.argv[2])
assert corpus.search("火星").total == 1
os._exit(0)
"""


@pytest.mark.parametrize("loss", ["rebuilt", "removed"])
def test_a_log_left_by_an_old_index_is_not_played_into_a_new_one(
    folder: Path, index: Path, run_python: RunPython, loss: str
) -> None:
    """As a process leaves it that was killed when its last changes were in the log."""
    expected, _ = open_and_answer(folder, index)
    (folder / "neu.txt").write_text(BODY.format("火星", "火星"), encoding="utf-8")
    assert run_python(FOLLOW_AND_DIE, folder, index).stderr == ""
    log = index.with_name(f"{index.name}-wal")
    assert log.stat().st_size > 0
    (folder / "neu.txt").unlink()
    if loss == "removed":
        index.unlink()
    speechkit.open(folder, index=index, rebuild=loss == "rebuilt").close()
    with speechkit.open(folder, index=index, follow=False) as corpus:
        assert answers(corpus) == expected
    assert open_and_answer(folder, index) == (expected, [])


# Folders that do not serve.


def test_a_missing_folder_for_the_index_is_made_private(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "a" / "b" / "index.sqlite"
    speechkit.open(folder, index=index).close()
    assert stat.S_IMODE(index.parent.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in index.parent.iterdir()}
    assert modes
    assert set(modes.values()) == {0o600}


def test_index_files_are_private_while_they_are_written(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index.sqlite"
    seen: set[tuple[str, int]] = set()

    def look(*numbers: int) -> None:
        seen.update((p.name, stat.S_IMODE(p.stat().st_mode)) for p in tmp_path.glob("*index*"))

    for _ in range(2):
        speechkit.open(folder, index=index, progress=look).close()
        (folder / "neu.txt").write_text("新的一篇", encoding="utf-8")
    assert {mode for _, mode in seen} == {0o600}


def test_a_cache_folder_open_to_others_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o755)
    cache.make_private_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_others_could_put_into_the_cache_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "mine.txt").touch()
    (folder / "index-1.sqlite").write_text("planted", encoding="utf-8")
    (folder / ".index-1.sqlite.x.new").write_text("planted", encoding="utf-8")
    (folder / "dictionary-1.sqlite").symlink_to("mine.txt")
    cache.make_private_folder(folder)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    (folder / "index-1.sqlite").touch()
    folder.chmod(0o755)
    cache.make_private_folder(folder)
    assert (folder / "index-1.sqlite").exists()


def test_a_cache_folder_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = tmp_path.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    with pytest.raises(CacheError, match="another user"):
        cache.make_private_folder(tmp_path)


def refuse() -> Path:
    raise CacheError("cache folder /nowhere cannot be used (Read-only file system)")


@pytest.mark.parametrize("fault", ["a file in the way", "no cache folder"])
def test_without_a_place_for_the_index_search_goes_on_in_memory(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    said: list[str] = []
    index: Path | None = None
    if fault == "a file in the way":
        (tmp_path / "file").write_text("x", encoding="utf-8")
        index = tmp_path / "file" / "index.sqlite"
    else:
        monkeypatch.setattr(index_places, "cache_folder", refuse)
    with speechkit.open(
        folder, index=index, notify=lambda event: said.append(describe_event(event))
    ) as corpus:
        assert answers(corpus)["农村"] == ["1"]
        assert corpus.index_file is None
        assert len(corpus) == len(TOPICS)
    assert len(said) == 1
    assert "searching in memory" in said[0]


def test_without_a_place_for_the_index_of_much_text_there_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_places, "cache_folder", refuse)
    monkeypatch.setattr(index_opening, "_MOST_IN_MEMORY", 100)
    with pytest.raises(speechkit.CorpusError, match="cannot be kept"):
        speechkit.open(folder)


LIMITED = """
import json, resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import speechkit
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
said = []
with speechkit.open(sys.argv[1], index=sys.argv[2], notify=said.append) as corpus:
    print(json.dumps([hit.id for hit in corpus.search("会议", limit=None)]))
print(len(said))
"""


@pytest.mark.parametrize("size", [0, 10_000, 60_000])
def test_on_a_full_disk_search_goes_on(
    folder: Path, index: Path, run_python: RunPython, size: int
) -> None:
    index.parent.mkdir()
    done = run_python(LIMITED, folder, index, size)
    assert done.stderr == ""
    found, said = done.stdout.splitlines()
    assert sorted(json.loads(found)) == [str(n) for n in range(len(TOPICS))]
    assert said == "1"
    assert open_and_answer(folder, index)[0]["农村"] == ["1"]


def test_where_the_disk_is_full_the_last_index_answers(
    folder: Path, index: Path, run_python: RunPython
) -> None:
    speechkit.open(folder, index=index).close()
    (folder / "neu.txt").write_text("关于会议的讲话\n" + "新的会议。\n" * 5_000, encoding="utf-8")
    done = run_python(LIMITED, folder, index, 20_000)
    assert done.stderr == ""
    found, said = done.stdout.splitlines()
    assert set(json.loads(found)) >= {str(n) for n in range(len(TOPICS))}
    assert said == "1"
    assert "neu" in open_and_answer(folder, index)[0]["会议"]


# Files that change while they are read.


def test_a_file_that_goes_while_the_folder_is_read_is_skipped(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def go(root: Path, path: bytes) -> bytes:
        if path == b"1.txt":
            (folder / "1.txt").unlink(missing_ok=True)
        return read_bytes(root, path)

    monkeypatch.setattr(analysis, "read_bytes", go)
    with speechkit.open(folder, index=index) as corpus:
        assert len(corpus) == len(TOPICS) - 1
        assert [skipped.path for skipped in corpus.skipped] == [b"1.txt"]
        assert "unreadable" in corpus.skipped[0].reason
    monkeypatch.undo()
    with speechkit.open(folder, index=index) as corpus:
        assert corpus.skipped == ()


def test_a_file_that_changes_while_it_is_read_is_read_again(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(root: Path, path: bytes) -> bytes:
        data = read_bytes(root, path)
        if path == b"1.txt":
            (folder / "1.txt").write_text("改了以后说火星", encoding="utf-8")
        return data

    monkeypatch.setattr(analysis, "read_bytes", change)
    assert open_and_answer(folder, index)[0]["农村"] == ["1"]
    monkeypatch.undo()
    found, _ = open_and_answer(folder, index)
    assert (found["农村"], found["火星"]) == ([], ["1"])


def test_a_file_on_which_a_step_of_cleaning_fails_is_skipped_and_the_rest_served(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(draft: Draft) -> None:
        if draft.name == "1":
            raise RecursionError("x")

    monkeypatch.setattr(analysis, "STEPS", (STEPS[0], fail, *STEPS[1:]))
    with speechkit.open(folder, index=index) as corpus:
        assert len(corpus) == len(TOPICS) - 1
        assert [skipped.path for skipped in corpus.skipped] == [b"1.txt"]


def test_a_file_that_cannot_be_packed_is_skipped_and_the_rest_served(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(number: int, analysed: AnalysedSpeech) -> PackedSpeech:
        if analysed.file.path == b"1.txt":
            raise UnicodeEncodeError("gb18030", "\ud800", 0, 1, "illegal multibyte sequence")
        return pack_speech(number, analysed)

    monkeypatch.setattr(analysis, "pack_speech", fail)
    with speechkit.open(folder, index=index) as corpus:
        assert len(corpus) == len(TOPICS) - 1
        assert [skipped.path for skipped in corpus.skipped] == [b"1.txt"]


@pytest.mark.parametrize(
    ("fault", "words"), [(RecursionError("x"), "RecursionError"), (MemoryError(), "memory")]
)
def test_a_file_on_which_the_program_fails_is_skipped_and_the_rest_served(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    def fail(data: bytes, path: bytes, *others: Any) -> Draft:
        if path == b"1.txt":
            raise fault
        return begin_reading(data, path, *others)

    monkeypatch.setattr(analysis, "begin_reading", fail)
    with speechkit.open(folder, index=index) as corpus:
        assert len(corpus) == len(TOPICS) - 1
        (skipped,) = corpus.skipped
    assert skipped.path == b"1.txt"
    assert words in describe_skipped(skipped)


def test_a_file_whose_reading_failed_is_tried_again(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong with a disk or a network may pass without a trace in the file's times."""
    failing = True

    def fail(root: Path, path: bytes) -> bytes:
        if failing and path == b"1.txt":
            raise OSError(errno.EIO, "Input/output error")
        return read_bytes(root, path)

    for module in (analysis, following, looking):
        monkeypatch.setattr(module, "read_bytes", fail)
    for _ in range(2):
        assert open_and_answer(folder, index)[0]["农村"] == []
    (folder / "neu.txt").write_text("火星会议", encoding="utf-8")
    assert open_and_answer(folder, index)[0]["火星"] == ["neu"]
    assert open_and_answer(folder, index)[0]["农村"] == []
    with speechkit.open(folder, index=index) as corpus:
        assert corpus.summary is None or not corpus.summary.indexed
        assert [skipped.path for skipped in corpus.skipped] == [b"1.txt"]
    failing = False
    assert open_and_answer(folder, index)[0]["农村"] == ["1"]
    with speechkit.open(folder, index=index) as corpus:
        assert corpus.skipped == ()


def test_a_folder_under_another_name_is_a_corpus_of_its_own(folder: Path, tmp_path: Path) -> None:
    with speechkit.open(folder) as corpus:
        expected = answers(corpus)
    renamed = folder.rename(tmp_path / "umbenannt")
    with pytest.raises(speechkit.CorpusError):
        speechkit.open(folder)
    with speechkit.open(renamed) as corpus:
        assert answers(corpus) == expected
        assert corpus["0"].path == renamed / "0.txt"


# Processes that end in the middle of their work, and beside each other.

KILLED = """
import os, signal
import speechkit
folder, index, moment = sys.argv[1], sys.argv[2], int(sys.argv[3])
calls = 0
STEPS = {"execute", "executemany", "executescript", "fsync", "replace", "unlink", "chmod"}
def count(frame, event, argument):
    global calls
    if event.startswith("c_") and getattr(argument, "__name__", "") in STEPS:
        calls += 1
        if calls == moment:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(count)
speechkit.open(folder, index=index)
sys.setprofile(None)
print(calls)
"""


def kill_at_moments(
    run_python: RunPython, folder: Path, index: Path, prepare: Callable[[], object], count: int
) -> Iterator[None]:
    """Kill a process at so many moments of opening, spread over all its steps; the last lives."""
    prepare()
    steps = int(run_python(KILLED, folder, index, 0).stdout)
    assert steps > count
    for number in range(count):
        prepare()
        moment = 1 + number * (steps - 1) // (count - 1)
        done = run_python(KILLED, folder, index, moment)
        assert done.returncode == -signal.SIGKILL, (moment, done.stderr)
        yield


def test_a_build_that_is_killed_leaves_no_wrong_index(
    folder: Path, index: Path, run_python: RunPython
) -> None:
    expected, _ = open_and_answer(folder, index)

    def remove() -> None:
        for path in index.parent.iterdir():
            path.unlink()

    for _ in kill_at_moments(run_python, folder, index, remove, 6):
        assert open_and_answer(folder, index)[0] == expected


def test_what_killed_builds_left_is_removed_by_the_next(folder: Path, index: Path) -> None:
    index.parent.mkdir()
    for ending in ("new", "new-journal"):
        index.with_name(f".{index.name}.0123abcd.{ending}").touch()
    old = cache.cache_folder() / ".dictionary-0.sqlite.0123abcd.new"
    old.touch()
    os.utime(old, (0, 0))
    young = old.with_name(".dictionary-0.sqlite.4567cdef.new")
    young.touch()
    open_and_answer(folder, index)
    assert {path.name for path in index.parent.iterdir()} <= {
        index.name + suffix for suffix in ("", "-wal", "-shm", ".lock")
    }
    cache.remove_leftovers(cache.cache_folder() / "dictionary-0.sqlite", 600)
    assert (old.exists(), young.exists()) == (False, True)
    young.unlink()
    news = index.with_name(f".{index.name}.news.txt")
    news.touch()
    cache.remove_leftovers(index)
    assert news.exists()


def test_following_that_is_killed_leaves_the_last_good_index(
    folder: Path, index: Path, run_python: RunPython
) -> None:
    changing, removed = folder / "1.txt", folder / "9.txt"

    def before() -> None:
        changing.write_text(BODY.format("农村", "农村"), encoding="utf-8")
        removed.write_text(BODY.format("火星", "火星"), encoding="utf-8")
        speechkit.open(folder, index=index).close()
        changing.write_text(BODY.format("防汛", "防汛"), encoding="utf-8")
        removed.unlink()

    for _ in kill_at_moments(run_python, folder, index, before, 6):
        with speechkit.open(folder, index=index, follow=False) as corpus:
            found = answers(corpus)
            assert (found["农村"], found["火星"], found["防汛"]) in [
                (["1"], ["9"], ["5"]),
                ([], [], ["1", "5"]),
            ]
        found, _ = open_and_answer(folder, index)
        assert (found["农村"], found["火星"], found["防汛"]) == ([], [], ["1", "5"])


START = f"import sys; sys.path[0] = {str(ROOT)!r}\n"


@contextmanager
def started(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", START + code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


SEARCH = """
import speechkit
with speechkit.open(sys.argv[1], index=sys.argv[2]) as corpus:
    print(sorted(hit.id for hit in corpus.search("会议", limit=None)))
"""


def test_a_process_killed_at_any_time_leaves_no_wrong_index(folder: Path, index: Path) -> None:
    rng = random.Random(8)
    for number in range(100):
        (folder / f"mehr{number}.txt").write_text(BODY.format("农村", "农村"), encoding="utf-8")
    expected: dict[str, list[str]] | None = None
    for _ in range(3):
        with started(SEARCH, folder, index) as process:
            time.sleep(rng.uniform(0.2, 0.8))
            process.kill()
        found, _ = open_and_answer(folder, index)
        expected = expected or found
        assert found == expected
        assert len(found["会议"]) == len(TOPICS) + 100
        index.unlink()


def test_a_worker_whose_master_was_killed_ends_in_silence() -> None:
    code = "from speechkit.ingest import serving\ndef serve(*_): raise BrokenPipeError\n"
    with started(f"{code}serving.serve = serve\nserving.run_worker()") as worker:
        _, errors = worker.communicate(timeout=60)
        assert (errors, worker.returncode) == ("", 1)


def test_processes_that_open_at_once_all_answer(folder: Path, index: Path) -> None:
    expected = f"{[str(n) for n in range(len(TOPICS))]}\n"
    with (
        started(SEARCH, folder, index) as one,
        started(SEARCH, folder, index) as two,
        started(SEARCH, folder, index) as three,
    ):
        for process in (one, two, three):
            output, errors = process.communicate(timeout=60)
            assert (output, errors, process.returncode) == (expected, "", 0)
    assert open_and_answer(folder, index)[1] == []


def test_while_another_indexes_the_last_commit_answers(folder: Path, index: Path) -> None:
    expected, _ = open_and_answer(folder, index)
    (folder / "neu.txt").write_text("新的会议", encoding="utf-8")
    with cache.exclusive_lock(index.with_name(f"{index.name}.lock"), wait=False) as free:
        assert free
        writer = sqlite3.connect(index, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM speech")
        found, said = open_and_answer(folder, index)
        assert found == expected
        assert said == ["another process is indexing; this is the last finished index"]
        writer.execute("ROLLBACK")
        writer.close()
    found, said = open_and_answer(folder, index)
    assert said == []
    assert "neu" in found["会议"]


def test_an_open_corpus_reads_one_state_of_the_index(folder: Path, index: Path) -> None:
    said: list[str] = []
    expected = open_and_answer(folder, index)[0]
    with speechkit.open(
        folder, index=index, notify=lambda event: said.append(describe_event(event))
    ) as corpus:
        speeches = iter(corpus)
        first = next(speeches).text
        (folder / "4.txt").unlink()
        (folder / "5.txt").write_text("火星会议", encoding="utf-8")
        assert open_and_answer(folder, index)[0]["火星"] == ["5"]
        assert [first, *(speech.text for speech in speeches)] == expected["texts"]
        assert answers(corpus) == expected
    assert said == []
    assert index.exists()


def test_an_open_corpus_stays_as_it_was_or_becomes_what_is(folder: Path, index: Path) -> None:
    with speechkit.open(folder, index=index) as corpus:
        assert corpus.search("火星").total == 0
        (folder / "neu.txt").write_text("火星会议", encoding="utf-8")
        speechkit.open(folder, index=index).close()
        assert corpus.search("火星").total in (0, 1)
        index.unlink()
        assert corpus.search("会议", limit=None).total >= len(TOPICS)


def test_a_builder_waits_for_another_and_takes_its_index(folder: Path, index: Path) -> None:
    index.parent.mkdir()
    with ExitStack() as stack:
        with cache.exclusive_lock(index.with_name(f"{index.name}.lock"), wait=False):
            process = stack.enter_context(started(SEARCH, folder, index))
            time.sleep(0.6)
            assert process.poll() is None
            assert not index.exists()
        output, errors = process.communicate(timeout=60)
        assert (errors, process.returncode) == ("", 0)
    assert output.count("'") == 2 * len(TOPICS)


def test_no_speech_is_ever_written_to(folder: Path, index: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    for damage in ("half", "no meta", "other version"):
        open_and_answer(folder, index)
        DAMAGES[damage](index)
    open_and_answer(folder, index)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()} == before
