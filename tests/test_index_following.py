"""Following: an index in step with its folder, which is the same as one made anew."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace
from typing import Any

import pytest

import speechkit
from speechkit.backends.sqlite import clearing, reader, storage
from speechkit.backends.sqlite import writer as writing
from speechkit.backends.sqlite.encoding import unpack_bytes, unpack_text
from speechkit.backends.sqlite.packing import LABEL_COLUMNS
from speechkit.backends.sqlite.postings import BLOCK_SIZE, unpack_lengths, unpack_postings
from speechkit.backends.sqlite.storage import read_content, read_labels
from speechkit.ingest import adding, analysis, assignments, following, workers
from speechkit.ingest.folder import read_bytes
from speechkit.model import IndexingSummary
from speechkit.render.messages import describe_event
from speechkit.text import segmenter as segmenting
from speechkit.text import tokens
from speechkit.text.fast_segmenters import DictionarySegmenter

MakeCorpus = Callable[[Mapping[str | bytes, str | bytes]], Path]
BODY = "同志们：今天的会议，研究{}工作，大家要抓紧。\n"


def write(folder: Path, name: str, topic: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BODY.format(topic) * 2, encoding="utf-8")
    return path


@pytest.fixture
def folder(make_corpus: MakeCorpus) -> Path:
    """Two speeches, old enough that a look at their times settles that they are unchanged."""
    folder = make_corpus({"1.txt": BODY.format("开发区"), "2.txt": BODY.format("农村")})
    time.sleep(0.15)
    return folder


def found(folder: Path, query: str, **options: Any) -> list[str]:
    with speechkit.open(folder, **options) as corpus:
        return sorted(hit.id for hit in corpus.search(query, limit=None))


def test_an_added_file_is_found(folder: Path) -> None:
    assert found(folder, "工业") == []
    write(folder, "sub/3.txt", "工业")
    assert found(folder, "工业", follow=False) == []
    assert found(folder, "工业") == ["3"]


def test_a_changed_file_is_found_by_what_it_says_now(folder: Path) -> None:
    assert found(folder, "农村") == ["2"]
    write(folder, "2.txt", "工业企业")
    assert found(folder, "农村", follow=False) == ["2"]
    assert found(folder, "工业") == ["2"]
    assert found(folder, "农村") == []


def test_a_change_of_the_same_size_at_the_same_time_is_seen(folder: Path) -> None:
    path = folder / "2.txt"
    before = path.stat()
    assert found(folder, "农村") == ["2"]
    path.write_text(path.read_text(encoding="utf-8").replace("农村", "工业"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert found(folder, "工业") == ["2"]
    assert found(folder, "农村") == []


def test_changes_at_once_after_each_other_are_seen(folder: Path) -> None:
    for topic in ("工业", "农业", "商业", "渔业") * 3:
        write(folder, "2.txt", topic)
        assert found(folder, topic) == ["2"]


def test_a_change_within_one_tick_of_the_file_system_s_clock_is_seen(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system may give two contents the same times, if they are written within one tick."""
    written = time.time_ns()
    path = write(folder, "2.txt", "农村")
    size = path.stat().st_size
    scan = os.scandir

    class Entry:
        """An entry of the folder, whose file bears the time at which it was written first."""

        def __init__(self, entry: os.DirEntry[Any]) -> None:
            self.name = entry.name
            self._entry = entry

        def __getattr__(self, name: str) -> Any:
            return getattr(self._entry, name)

        def stat(self, *, follow_symlinks: bool) -> SimpleNamespace:
            status = self._entry.stat(follow_symlinks=follow_symlinks)
            names = ("st_mode", "st_size", "st_ino")
            kept = {name: getattr(status, name) for name in names}
            return SimpleNamespace(**kept, st_mtime_ns=written, st_ctime_ns=written)

    monkeypatch.setattr(os, "scandir", lambda path: nullcontext(list(map(Entry, scan(path)))))
    monkeypatch.setattr(time, "time_ns", lambda: written + 50_000_000)
    assert found(folder, "农村") == ["2"]
    write(folder, "2.txt", "工业")
    assert path.stat().st_size == size
    assert found(folder, "工业") == ["2"]
    assert found(folder, "农村") == []


def test_what_another_process_saw_later_is_not_undone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process looks at the folder; before it writes, it changes and another one indexes it."""
    path = folder / "2.txt"
    text = path.read_bytes()
    assert found(folder, "农村") == ["2"]
    path.unlink()
    scan = os.scandir

    def look_and_wait(folder_path: bytes) -> AbstractContextManager[list[os.DirEntry[bytes]]]:
        seen = list(scan(folder_path))
        monkeypatch.setattr(os, "scandir", scan)
        path.write_bytes(text)
        write(folder, "3.txt", "工业")
        assert found(folder, "工业") == ["3"]
        return nullcontext(seen)

    monkeypatch.setattr(os, "scandir", look_and_wait)
    assert found(folder, "农村") == ["2"]
    assert os.scandir is scan
    assert found(folder, "今天", follow=False) == ["1", "2", "3"]
    assert found(folder, "今天") == ["1", "2", "3"]


def test_a_removed_and_a_renamed_file_are_seen(folder: Path) -> None:
    assert found(folder, "今天") == ["1", "2"]
    (folder / "1.txt").unlink()
    (folder / "2.txt").rename(folder / "新名.txt")
    assert found(folder, "今天", follow=False) == ["1", "2"]
    assert found(folder, "今天") == ["新名"]
    assert found(folder, "开发区") == []


def test_files_that_change_places_are_seen(folder: Path) -> None:
    assert found(folder, "农村") == ["2"]
    (folder / "1.txt").rename(folder / "x")
    (folder / "2.txt").rename(folder / "1.txt")
    (folder / "x").rename(folder / "2.txt")
    assert found(folder, "农村") == ["1"]
    assert found(folder, "开发区") == ["2"]


def test_a_speech_that_becomes_no_text_and_back(folder: Path) -> None:
    path = folder / "2.txt"
    text = path.read_bytes()
    assert found(folder, "今天") == ["1", "2"]
    for no_text in (b"", b"\x7fELF" + bytes(300), b" \n\n"):
        path.write_bytes(no_text)
        with speechkit.open(folder) as corpus:
            assert [hit.id for hit in corpus.search("今天")] == ["1"]
            assert [skipped.path for skipped in corpus.skipped] == [b"2.txt"]
        path.write_bytes(text)
        assert found(folder, "今天") == ["1", "2"]
    path.unlink()
    path.symlink_to(folder / "1.txt")
    assert found(folder, "今天") == ["1"]
    path.unlink()
    path.mkdir()
    assert found(folder, "今天") == ["1"]


@pytest.fixture
def read_paths(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The files whose bytes are read, as they are."""
    paths: list[bytes] = []

    def note(root: Path, path: bytes) -> bytes:
        paths.append(path)
        return read_bytes(root, path)

    monkeypatch.setattr(analysis, "read_bytes", note)
    monkeypatch.setattr(following, "read_bytes", note)
    return paths


def test_an_unchanged_folder_is_not_read_and_its_index_not_written(
    folder: Path, read_paths: list[bytes]
) -> None:
    with speechkit.open(folder) as corpus:
        assert sorted(read_paths) == [b"1.txt", b"2.txt"]
        assert corpus.summary is not None
        assert (corpus.summary.indexed, corpus.summary.unchanged) == (2, 0)
        index = corpus.index_file
    assert index is not None
    read_paths.clear()
    before, content = index.stat(), index.read_bytes()
    for _ in range(2):
        with speechkit.open(folder) as corpus:
            assert corpus.summary is None
            assert corpus.search("农村").total == 1
    assert read_paths == []
    assert (index.stat().st_mtime_ns, index.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert index.read_bytes() == content


def test_one_changed_file_is_the_one_that_is_read(folder: Path, read_paths: list[bytes]) -> None:
    speechkit.open(folder).close()
    read_paths.clear()
    write(folder, "2.txt", "工业")
    summary = speechkit.open(folder).summary
    assert summary is not None
    assert (summary.indexed, summary.unchanged, summary.removed) == (1, 1, 0)
    assert set(read_paths) == {b"2.txt"}


def test_a_touched_file_is_compared_and_not_read_anew(folder: Path) -> None:
    speechkit.open(folder).close()
    os.utime(folder / "2.txt", (1, 1))
    summary = speechkit.open(folder).summary
    assert summary is not None
    assert (summary.indexed, summary.unchanged, summary.removed) == (0, 2, 0)
    time.sleep(0.15)
    speechkit.open(folder).close()
    assert speechkit.open(folder).summary is None


def test_the_log_of_changes_stays_short(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_LONGEST_LOG", 1 << 18)
    index = tmp_path / "index.sqlite"
    longest = 0
    for turn in range(12):
        write(folder, "2.txt", f"第{turn}次修改")
        assert found(folder, f"第{turn}次修改", index=index) == ["2"]
        longest = max(longest, index.with_name("index.sqlite-wal").stat().st_size)
    assert longest < 1 << 20


@pytest.mark.parametrize(
    "options", [{"user_words": ["农村工作"]}, {"encoding": "utf-8"}], ids=["user words", "encoding"]
)
def test_other_settings_make_the_index_anew_and_say_so(
    folder: Path, options: dict[str, Any]
) -> None:
    said: list[str] = []
    speechkit.open(folder, notify=lambda event: said.append(describe_event(event))).close()
    speechkit.open(folder, notify=lambda event: said.append(describe_event(event))).close()
    assert said == []
    assert (
        speechkit.open(
            folder, notify=lambda event: said.append(describe_event(event)), **options
        ).summary
        is not None
    )
    assert len(said) == 1
    assert "version or settings" in said[0]
    assert (
        speechkit.open(
            folder, notify=lambda event: said.append(describe_event(event)), **options
        ).summary
        is None
    )
    assert (
        speechkit.open(folder, notify=lambda event: said.append(describe_event(event))).summary
        is None
    )
    assert len(said) == 1


def test_each_folder_has_an_index_of_its_own(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    one, other = (make_corpus({"1.txt": BODY.format(topic)}) for topic in ("工业", "农业"))
    (tmp_path / "indexes").mkdir()
    for options in ({}, {"index": tmp_path / "indexes"}):
        assert found(one, "工业", **options) == ["1"]
        assert found(other, "工业", **options) == []
        assert found(one, "工业", **options) == ["1"]
    assert len(list((tmp_path / "indexes").glob("*.sqlite"))) == 2


def test_progress_goes_to_the_end(folder: Path) -> None:
    calls: list[tuple[int, int, int, int]] = []
    speechkit.open(folder, progress=lambda *numbers: calls.append(numbers)).close()
    assert calls[-1][0] == calls[-1][1] == 2
    assert calls[-1][2] == calls[-1][3] == sum(p.stat().st_size for p in folder.iterdir())


def read_listing(folder: Path) -> tuple[dict[bytes, bytes], list[bytes]]:
    """The lines of the listing by folder, and the folders written since it was last read."""
    with speechkit.open(folder) as corpus:
        assert corpus.index_file is not None
        with closing(sqlite3.connect(corpus.index_file)) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS written (folder)")
            database.execute(
                "CREATE TRIGGER IF NOT EXISTS note AFTER INSERT ON listing"
                " BEGIN INSERT INTO written VALUES (new.folder); END"
            )
            written = database.execute("SELECT folder FROM written").fetchall()
            database.execute("DELETE FROM written")
            rows = database.execute("SELECT folder, lines FROM listing").fetchall()
    return {name: unpack_bytes(lines) for name, lines in rows}, [name for (name,) in written]


def test_only_folders_that_changed_are_listed_again(folder: Path) -> None:
    for name in ("甲/3.txt", "乙/4.txt", "乙/picture.png"):
        write(folder, name, "工业")
    time.sleep(0.15)
    before, _ = read_listing(folder)
    first, second = (os.fsencode(f"{name}/") for name in ("甲", "乙"))
    assert set(before) == {b"", first, second, b"\0"}
    write(folder, "甲/5.txt", "农业")
    time.sleep(0.15)
    added, written = read_listing(folder)
    assert written == [first]
    assert {name for name in added if added[name] != before[name]} == {first}
    assert added[first].count(b"\0") == 1
    shutil.rmtree(folder / "乙")
    removed, written = read_listing(folder)
    assert written == []
    assert removed == {name: added[name] for name in (b"", first)}
    assert found(folder, "今天") == ["1", "2", "3", "5"]


def test_files_in_another_order_are_no_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "甲/3.txt", "工业")
    write(folder, "甲/4.txt", "工业")
    time.sleep(0.15)
    assert found(folder, "工业") == ["3", "4"]
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: nullcontext(list(scan(path))[::-1]))
    with speechkit.open(folder) as corpus:
        assert corpus.summary is None
        assert len(corpus) == 4


# The same as made anew.


def describe(corpus: speechkit.Corpus) -> dict[str, object]:
    """All that an index holds, by the paths of the speeches instead of their numbers."""
    assert corpus.index_file is not None
    with closing(sqlite3.connect(corpus.index_file)) as database:
        execute = database.execute
        paths = dict(execute("SELECT id, path FROM speech"))
        columns = (
            "path, stem, digits, digest, title, title_in_text, confidence, characters, passages,"
            " words, tokens, date, speaker, occasion, source, url, sections, notices, turns"
        )
        labels = read_labels(database)
        lengths = {}
        for block, data in execute("SELECT block, data FROM length"):
            for place, length in enumerate(unpack_lengths(data)):
                if length:
                    lengths[paths[block * BLOCK_SIZE + place]] = length
        postings: dict[str, dict[bytes, int]] = {}
        in_postings = (
            "SELECT posting.id >> 32, word, data FROM posting"
            " JOIN word ON word.id = posting.id & 0xffffffff"
        )
        with_words = "SELECT home, word, records FROM word WHERE length(records) > 0"
        for block, word, data in execute(f"{in_postings} UNION ALL {with_words}"):
            for place, count in unpack_postings(data):
                postings.setdefault(word, {})[paths[block * BLOCK_SIZE + place]] = count
        execute("CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, match, instance)")
        tokens = execute("SELECT doc, col, offset, term FROM temp.token")
        meta = dict(execute("SELECT key, value FROM meta"))
        for volatile in ("last_number", "last_word", "looked_at", "unsettled", "in_order", "room"):
            meta.pop(volatile, None)
        return {
            "speeches": execute(f"SELECT {columns} FROM speech ORDER BY path").fetchall(),
            "labels": {
                path: tuple(map(labels.__getitem__, numbers))
                for path, *numbers in execute(
                    f"SELECT path, {', '.join(LABEL_COLUMNS)} FROM speech"
                )
            },
            "order": [
                (sort_key, paths[number])
                for sort_key, number in execute("SELECT * FROM speech_order ORDER BY sort_key")
            ],
            "texts": {
                path: (unpack_text(content.text), *content[1:])
                for number, path in paths.items()
                for content in (read_content(database, number),)
            },
            "words": execute(
                "SELECT word, speeches, occurrences, tokens FROM word ORDER BY word"
            ).fetchall(),
            "postings": postings,
            "lengths": lengths,
            "tokens": sorted((paths[doc], *rest) for doc, *rest in tokens),
            "skipped": execute("SELECT * FROM skipped ORDER BY path").fetchall(),
            "listing": {
                folder: (digest, unpack_bytes(lines))
                for folder, digest, lines in execute("SELECT folder, digest, lines FROM listing")
            },
            "meta": meta,
        }


def answers(corpus: speechkit.Corpus) -> list[object]:
    queries = ("今天", "开发", "的", "农", "工业 会议", "1,000", "火星", "gdp -农村", "title:讲话")
    return [
        sorted((hit.path, round(hit.score, 9), hit.passage, hit.spans, hit.matches) for hit in hits)
        for query in queries
        for hits in (corpus.search(query, limit=None), corpus.search(query, None, relax=True))
    ]


def compare_with_fresh(folder: Path, index: Path, fresh: Path) -> None:
    with (
        speechkit.open(folder, index=index) as followed,
        speechkit.open(folder, index=fresh) as new,
    ):
        assert answers(followed) == answers(new)
    clear_away(index)
    with (
        speechkit.open(folder, index=index) as followed,
        speechkit.open(folder, index=fresh) as new,
    ):
        assert describe(followed) == describe(new)
        assert answers(followed) == answers(new)
    fresh.unlink()


def clear_away(index: Path) -> None:
    """Take what removed speeches left out of an index, as is done when they are many."""
    with closing(storage.connect(index, write=True)) as database:
        database.execute("BEGIN")
        writer = writing.IndexWriter(database)
        writer.compact(everything=True)
        writer.finish()
        database.execute("COMMIT")
        assert database.execute("SELECT count(*) FROM removed").fetchone() == (0,)


WORDS = re.findall(
    r"\S+|\n",
    "开发 农村 工业 会议 发展 的 讲话 GDP 1,000 27.46亿 20xx年 “十四五” 開發區 計畫 。 ， \n",
)


def random_text(rng: random.Random) -> bytes:
    text = "".join(rng.choices(WORDS, k=rng.choice((0, 1, 5, 40, 400))))
    title = rng.choice(("", "在会上的讲话\n", "關於計畫的講話\n"))
    return (title + text).encode(rng.choice(("utf-8", "utf-8", "gb18030", "utf-16")))


def change_folder(folder: Path, rng: random.Random) -> None:
    """Do one random thing to the folder."""
    files = [
        path for path in sorted(folder.rglob("*")) if path.name != "kept.txt" and path.is_file()
    ]
    action = rng.choice(("add", "add", "change", "remove", "rename", "binary", "touch", "other"))
    if action in ("add", "other") or not files:
        ending = ".docx" if action == "other" else rng.choice((".txt", ".md", ""))
        path = folder / rng.choice(("", "甲", "乙")) / f"{rng.randrange(12):03}{ending}"
        if not path.is_dir():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(random_text(rng))
        return
    path = rng.choice(files)
    if action == "remove":
        path.unlink()
    elif action == "rename":
        path.replace(folder / f"{rng.randrange(12):03}_{rng.randrange(3)}.txt")
    elif action == "touch":
        os.utime(path, (rng.randrange(10**9), rng.randrange(10**9)))
    else:
        path.write_bytes(b"\x89PNG" + bytes(200) if action == "binary" else random_text(rng))


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_an_index_is_as_if_made_anew(
    make_corpus: MakeCorpus, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    folder = make_corpus({"kept.txt": BODY.format("农业")})
    for step in range(8):
        for _ in range(rng.randint(min(step, 1), 6)):
            change_folder(folder, rng)
        compare_with_fresh(folder, tmp_path / "followed.sqlite", tmp_path / "fresh.sqlite")


def test_blocks_of_speeches_are_one_index(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    """The numbers of speeches run over the end of a block, several times."""
    rng = random.Random(1)
    folder = make_corpus({f"{n}.txt": BODY.format("开发") + f"第{n}号。" for n in range(3)})
    index = tmp_path / "followed.sqlite"
    for number in (4_090, 8_189, 12_287, 16_384):
        speechkit.open(folder, index=index).close()
        with closing(sqlite3.connect(index)) as database, database:
            database.execute("UPDATE meta SET value = ? WHERE key = 'last_number'", (number,))
        for _ in range(12):
            change_folder(folder, rng)
        compare_with_fresh(folder, index, tmp_path / "fresh.sqlite")


def test_only_blocks_of_which_a_good_part_is_gone_are_cleared(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    folder = make_corpus({f"{n}.txt": BODY.format("开发") + f"第{n}号。" for n in range(20)})
    index = tmp_path / "followed.sqlite"
    speechkit.open(folder, index=index).close()
    with closing(sqlite3.connect(index)) as database, database:
        database.execute("UPDATE meta SET value = ? WHERE key = 'last_number'", (BLOCK_SIZE,))
    for number in range(20, 25):
        write(folder, f"{number}.txt", "工业")
    speechkit.open(folder, index=index).close()
    for number in (3, 20, 21, 22, 23):
        (folder / f"{number}.txt").unlink()
    assert len(found(folder, "第3号 | 工业", index=index)) == 1
    with closing(sqlite3.connect(index)) as database:
        (left,) = database.execute("SELECT id FROM removed").fetchall()
        texts = database.execute("SELECT count(*) FROM content WHERE id >> 20 > ?", (BLOCK_SIZE,))
        assert left[0] < BLOCK_SIZE
        assert texts.fetchone() == (1,)
    compare_with_fresh(folder, index, tmp_path / "fresh.sqlite")


def test_postings_written_in_parts_are_one_index(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(2)
    folder = make_corpus({f"{n}.txt": random_text(rng) + b"\n1" for n in range(40)})
    monkeypatch.setattr(writing, "_PENDING_BYTES", 50)
    monkeypatch.setattr(writing, "LEAST_PACKED", 4)
    monkeypatch.setattr(assignments, "_BATCH_BYTES", 500)
    speechkit.open(folder, index=tmp_path / "parts.sqlite").close()
    monkeypatch.undo()
    compare_with_fresh(folder, tmp_path / "parts.sqlite", tmp_path / "fresh.sqlite")


def test_what_is_taken_out_in_parts_is_out(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(4)
    names = [f"{number:02}.txt" for number in range(30)]
    folder = make_corpus({name: random_text(rng) + b"\ngdp 27.46 AT&T" for name in names})
    index = tmp_path / "index.sqlite"
    monkeypatch.setattr(clearing, "_WORDS_AT_ONCE", 7)
    monkeypatch.setattr(writing, "_MOST_GONE", 5)
    monkeypatch.setattr(writing, "_PENDING_BYTES", 50)
    monkeypatch.setattr(tokens, "_LONG", 10)
    monkeypatch.setattr(segmenting, "_RUNS_AT_ONCE", 2)
    monkeypatch.setattr(segmenting, "_PIECE", 40)
    speechkit.open(folder, index=index).close()
    for name in names[::3]:
        (folder / name).unlink()
    for name in names[1::3]:
        (folder / name).write_bytes(random_text(rng))
    speechkit.open(folder, index=index).close()
    monkeypatch.undo()
    compare_with_fresh(folder, index, tmp_path / "fresh.sqlite")


def test_a_process_that_is_killed_is_named(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_corpus({f"{n}.txt": BODY.format("开发") for n in range(4)})
    index = tmp_path / "index.sqlite"
    monkeypatch.setattr(adding, "_ALONE_BYTES", 0)
    monkeypatch.setattr(workers, "_count_processors", lambda: 2)
    start = subprocess.Popen

    def start_and_kill(*arguments: Any, **options: Any) -> Any:
        process = start(*arguments, **options)
        process.kill()
        process.wait()
        return process

    monkeypatch.setattr(subprocess, "Popen", start_and_kill)
    with pytest.raises(speechkit.CorpusError, match="a process that reads files was ended"):
        speechkit.open(folder, index=index)
    monkeypatch.undo()
    assert found(folder, "开发", index=index) == ["0", "1", "2", "3"]


def test_several_processes_make_the_same_index_as_one(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(3)
    folder = make_corpus({f"{n:03}.txt": random_text(rng) * 3 for n in range(40)})
    monkeypatch.setattr(adding, "_ALONE_BYTES", 0)
    monkeypatch.setattr(assignments, "_BATCH_BYTES", 5_000)
    monkeypatch.setattr(workers, "_count_processors", lambda: 2)
    speechkit.open(folder, index=tmp_path / "several.sqlite").close()
    monkeypatch.undo()
    compare_with_fresh(folder, tmp_path / "several.sqlite", tmp_path / "fresh.sqlite")


def test_an_endless_line_is_counted_in_pieces_and_taken_out_again(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_corpus({"1.txt": "开发区", "2.txt": "乡村振兴" * 30})
    monkeypatch.setattr(segmenting, "_PIECE", 10)
    lengths: list[int] = []
    cut = DictionarySegmenter._cut_runs

    def note(segmenter: DictionarySegmenter, runs: str) -> Iterable[str]:
        lengths.append(len(runs))
        return cut(segmenter, runs)

    monkeypatch.setattr(DictionarySegmenter, "_cut_runs", note)
    index = tmp_path / "index.sqlite"
    assert found(folder, "村振兴乡", index=index) == ["2"]
    assert max(lengths) == 10
    (folder / "2.txt").unlink()
    assert found(folder, "村振兴乡", index=index) == []
    compare_with_fresh(folder, index, tmp_path / "fresh.sqlite")


def test_a_corpus_is_never_run_as_code(
    make_corpus: MakeCorpus, tmp_path: Path, run_python: Callable[..., CompletedProcess[str]]
) -> None:
    names = ("pickle", "json", "signal", "speechkit", "jieba", "zlib")
    evil = f"open({str(tmp_path / 'run')!r}, 'w').close()"
    files: dict[str | bytes, str | bytes] = {f"{name}.py": evil for name in names}
    files.update((f"{n}.txt", BODY.format(f"第{n}项") * 30) for n in range(20))
    folder = make_corpus(files)
    code = (
        "import speechkit\n"
        "from speechkit.ingest import adding, workers\n"
        "adding._ALONE_BYTES, workers._count_processors = 0, lambda: 2\n"
        "print(len(speechkit.open(sys.argv[1])))"
    )
    done = run_python(code, folder, cwd=folder)
    assert not (tmp_path / "run").exists()
    assert done.stdout == "20\n"


# What a following search does not do.

HEAVY = ("jieba", "numpy", "rich", "opencc", "rank_bm25", "charset_normalizer", "asyncio")


def test_a_second_search_imports_little_and_reads_no_speech(
    folder: Path, run_python: Callable[..., CompletedProcess[str]]
) -> None:
    speechkit.open(folder).close()
    code = (
        "import json\n"
        "opened = []\n"
        "def note(event, arguments):\n"
        "    if event == 'open' and isinstance(arguments[0], (str, bytes)):\n"
        "        opened.append(str(arguments[0]))\n"
        "sys.addaudithook(note)\n"
        "import speechkit\n"
        "with speechkit.open(sys.argv[1]) as corpus:\n"
        "    hits = [hit.id for hit in corpus.search(sys.argv[2])]\n"
        "    corpus.search('火星农村', relax=True)[0]\n"
        "print(json.dumps([hits, sorted(sys.modules), opened]))"
    )
    done = run_python(code, folder, "農村")
    assert done.stderr == ""
    hits, modules, opened = json.loads(done.stdout)
    assert hits == ["2"]
    assert [path for path in opened if "txt" in path and str(folder) in path] == []
    # The query above is in traditional characters, for which OpenCC is needed.
    loaded = {name.partition(".")[0] for name in modules}
    assert loaded & set(HEAVY) <= {"opencc"}
    done = run_python(code, folder, "农村")
    hits, modules, _ = json.loads(done.stdout)
    assert hits == ["2"]
    assert not {name.partition(".")[0] for name in modules} & set(HEAVY)


def test_showing_and_listing_load_no_table_of_characters(
    folder: Path, run_python: Callable[..., CompletedProcess[str]]
) -> None:
    speechkit.open(folder).close()
    code = (
        "opened = []\n"
        "sys.addaudithook(lambda event, data: event == 'open' and opened.append(str(data[0])))\n"
        "import speechkit\n"
        "with speechkit.open(sys.argv[1], follow=False) as corpus:\n"
        "    assert corpus['2'].id in [speech.id for speech in corpus.entries()]\n"
        "print([path for path in opened if 'normalization' in path or 'variants' in path])"
    )
    assert run_python(code, folder).stdout == "[]\n"


def test_listing_loads_nothing_that_prepares_a_text(
    folder: Path, run_python: Callable[..., CompletedProcess[str]]
) -> None:
    speechkit.open(folder).close()
    unwanted = [
        "json",
        *(f"speechkit.text.{name}" for name in ("dictionary", "normalize", "table")),
    ]
    code = (
        "import speechkit\n"
        "with speechkit.open(sys.argv[1]) as corpus:\n"
        "    print(len(list(corpus.entries())), end=' ')\n"
        f"    print([name for name in {unwanted} if name in sys.modules])\n"
        "    print(corpus.search('农村').total, end=' ')\n"
        f"    print([name for name in {unwanted} if name in sys.modules] == {unwanted})"
    )
    first, second = run_python(code, folder).stdout.splitlines()
    assert int(first.split()[0]) > 1
    assert first.endswith(" []")
    assert second == "1 True"


def test_the_counts_of_a_follow_up_are_of_speeches(tmp_path: Path, private_cache: Path) -> None:
    folder = tmp_path / "讲话"
    folder.mkdir()
    for name in ("1.txt", "2.txt", "3.txt"):
        (folder / name).write_text(f"关于{name}的讲话\n产业兴旺。", encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (folder / "draft.docx").write_bytes(b"PK")

    def follow() -> tuple[int, int, int, int]:
        with speechkit.open(folder) as corpus:
            summary = corpus.summary or IndexingSummary(unchanged=len(corpus))
            return summary.indexed, summary.unchanged, summary.removed, len(corpus)

    assert follow() == (3, 0, 0, 3)
    assert follow() == (0, 3, 0, 3)
    (folder / "4.txt").write_text("第四篇\n产业。", encoding="utf-8")
    assert follow() == (1, 3, 0, 4)
    (folder / "4.txt").rename(folder / "5.txt")
    assert follow() == (1, 3, 1, 4)
    (folder / "empty.txt").unlink()
    assert follow() == (0, 4, 0, 4)


def test_a_query_unpacks_no_text_of_a_speech_that_was_removed(
    tmp_path: Path, private_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(100, 140):
        (tmp_path / f"{number}.txt").write_text(f"第{number}篇\n产业兴旺。\n", encoding="utf-8")
    speechkit.open(tmp_path).close()
    (tmp_path / "100.txt").unlink()
    speechkit.open(tmp_path).close()
    unpacked: list[str] = []

    def unpack(data: bytes) -> str:
        unpacked.append(unpack_text(data))
        return unpacked[-1]

    monkeypatch.setattr(reader, "unpack_text", unpack)
    with speechkit.open(tmp_path) as corpus:
        assert len(corpus.search("产业", limit=None)) == 39
        assert next(corpus.words("产业")).tokens == 39
    assert unpacked
    assert not any("第100篇" in text for text in unpacked)
