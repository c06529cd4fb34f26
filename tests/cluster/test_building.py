"""Builds on a real cluster: in step with their folder, and never lost, whoever dies when."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from conftest import ROOT, MakeCorpus

import speechkit
from cluster.command_lines import list_every_build, remove_index
from cluster.server import Server
from speechkit.backends.opensearch import builds, sealing
from speechkit.backends.opensearch.builds import list_builds
from speechkit.backends.opensearch.bulk import Action, write
from speechkit.backends.opensearch.client import Client
from speechkit.backends.opensearch.expressions import SPEECHES
from speechkit.backends.opensearch.lock import WriteLock
from speechkit.backends.opensearch.patience import Patience
from speechkit.backends.opensearch.place import parse_place
from speechkit.backends.opensearch.reader import ClusterReader, Page
from speechkit.corpus import Corpus
from speechkit.errors import ClusterError, IndexingError, SettingError
from speechkit.ingest import cluster_opening
from speechkit.model import Scope

pytestmark = pytest.mark.cluster

QUERIES = ("改革", "发展 改革", "招商 | 开放", "发展 -改革", "改革 NEAR/9 招商", "没有的话")
WORDS = (
    *("改革", "开放", "发展", "招商", "安全", "生产", "群众", "干部"),
    *("会议", "规划", "经济", "生态", "农村", "教育", "27.46亿", "gdp"),
)


@pytest.fixture
def place(cluster_server: Server) -> Iterator[str]:
    """The address of an index that is not there yet, and is removed afterwards."""
    address = f"{cluster_server.address}/test-{os.urandom(5).hex()}"
    yield address
    remove_index(address)


def invent(number: int, words: int = 60) -> str:
    rng = random.Random(number)
    text = "，".join(rng.choices(WORDS, k=words))
    return f"关于{rng.choice(WORDS)}的讲话\n（20{number % 30:02}年5月）\n{text}。\n版权所有：火星网"


def compare(ours: Corpus, folder: Path) -> None:
    """Compare a corpus on a cluster with one of SQLite that is built from scratch."""
    index = folder.with_name(f"{folder.name}-{os.urandom(4).hex()}.sqlite")
    with speechkit.open(folder, index=index) as other:
        assert ours.fingerprint() == other.fingerprint()
        assert ours.totals == other.totals
        assert ours.skipped == other.skipped
        assert list(ours.words()) == list(other.words())
        assert [e._replace(key=0) for e in ours.entries()] == [
            e._replace(key=0) for e in other.entries()
        ]
        assert list(ours) == list(other)
        for query in QUERIES:
            found, wanted = (corpus.search(query, limit=None) for corpus in (ours, other))
            assert [hit.id for hit in found] == [hit.id for hit in wanted], query
            scores = [hit.score for hit in wanted]
            assert [hit.score for hit in found] == pytest.approx(scores, abs=1e-9, rel=0)
        assert list(ours.matches("改革")) == list(other.matches("改革"))
        ours._backend.verify()


def build(folder: Path, place: str, *, rebuild: bool = False) -> Corpus:
    return speechkit.open(folder, index=place, build=True, rebuild=rebuild)


def test_an_index_follows_its_folder(make_corpus: MakeCorpus, place: str) -> None:
    files: dict[str | bytes, str | bytes] = {f"{n:03}.txt": invent(n) for n in range(12)}
    folder = make_corpus({**files, "picture.png": b"x"})
    with build(folder, place) as corpus:
        assert corpus.summary and corpus.summary.indexed == 12
        compare(corpus, folder)
    with build(folder, place) as corpus:
        first = list_every_build(place)
        assert not corpus.summary or corpus.summary.indexed == 0
    changes: tuple[Callable[[], object], ...] = (
        (folder / "sub").mkdir,
        lambda: (folder / "sub/100.txt").write_text(invent(100), "utf-8"),
        lambda: (folder / "003.txt").write_text(invent(33), "utf-8"),
        (folder / "005.txt").unlink,
        lambda: (folder / "006.txt").write_bytes(b"\0\1\2" * 99),
        lambda: (folder / "007.md").write_text(invent(7), "utf-8"),
        (folder / "picture.png").unlink,
    )
    for step in (changes[:2], changes[2:]):
        for change in step:
            change()
        time.sleep(0.15)
        with build(folder, place) as corpus:
            compare(corpus, folder)
        assert len(list_every_build(place)) == 1
    assert list_every_build(place) != first
    with speechkit.open(None, index=place) as corpus:
        assert corpus.path == folder
        assert corpus["sub/100"].text


def test_other_settings_are_another_build(make_corpus: MakeCorpus, place: str) -> None:
    folder = make_corpus({"1.txt": "火星开发区改革。", "2.txt": "改革"})
    build(folder, place).close()
    with pytest.raises(SettingError, match="user words"):
        speechkit.open(folder, index=place, user_words=["火星开发区"])
    options = {"build": True, "user_words": ["火星开发区"]}
    with speechkit.open(folder, index=place, **options) as corpus:  # type: ignore[arg-type]
        assert [word.word for word in corpus.words("火星开")] == ["火星开发区"]
    with build(folder, place) as corpus:
        assert [word.word for word in corpus.words("火星开")] == ["火星开发区"]
    with build(folder, place, rebuild=True) as corpus:
        assert not list(corpus.words("火星开"))
    assert len(list_every_build(place)) == 1


def test_copies_follow_what_is_wanted_though_no_file_changed(
    make_corpus: MakeCorpus, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_corpus({"1.txt": "改革"})
    build(folder, place).close()
    (live,) = list_every_build(place)
    told: list[str] = []

    def follow() -> object:
        with speechkit.open(
            folder, index=place, build=True, notify=lambda event: told.append(event.reason)
        ) as corpus:
            assert corpus.search("改革").total == 1
        settings = Client(parse_place(place)).ask("GET", live, "_settings")
        return settings[live]["settings"]["index"]["number_of_replicas"]

    assert follow() == "0"
    assert told == []
    monkeypatch.setenv("SPEECHKIT_REPLICAS", "1")
    monkeypatch.setattr(builds, "_COPY_LOOKS", range(1, 3))
    assert follow() == follow() == "1"
    assert told == ["1"]
    monkeypatch.delenv("SPEECHKIT_REPLICAS")
    assert follow() == "0"
    assert told == ["1", "0"]
    assert list_every_build(place) == (live,)


def test_another_folder_does_not_take_the_place(make_corpus: MakeCorpus, place: str) -> None:
    folder, other = make_corpus({"1.txt": "改革"}), make_corpus({"2.txt": "开放"})
    build(folder, place).close()
    with pytest.raises(IndexingError, match="--rebuild"):
        build(other, place)
    with build(other, place, rebuild=True) as corpus:
        assert [entry.id for entry in corpus.entries()] == ["2"]


def test_nothing_is_built_by_a_query(make_corpus: MakeCorpus, place: str) -> None:
    folder = make_corpus({"1.txt": "改革"})
    with pytest.raises(ClusterError, match="speechkit index -C DIR"):
        speechkit.open(folder, index=place)
    build(folder, place).close()
    (folder / "2.txt").write_text("开放", "utf-8")
    with speechkit.open(folder, index=place) as corpus:
        assert len(corpus) == 1


def test_an_empty_folder_is_an_index_too(make_corpus: MakeCorpus, place: str) -> None:
    with build(make_corpus({"picture.png": b"x"}), place) as corpus:
        assert len(corpus) == 0
        assert not corpus.search("改革").total
        assert len(corpus.skipped) == 1


def test_who_reads_a_build_that_is_replaced_reads_the_new_one(
    make_corpus: MakeCorpus, place: str
) -> None:
    folder = make_corpus({"1.txt": "改革", "2.txt": "开放"})
    build(folder, place).close()
    with speechkit.open(folder, index=place) as reader:
        (folder / "3.txt").write_text("改革", "utf-8")
        build(folder, place).close()
        assert [hit.id for hit in reader.search("改革")] == ["1", "3"]


ASKED: dict[str, Callable[[Corpus], object]] = {
    "search": lambda corpus: [hit.id for hit in corpus.search("改革")],
    "matches": lambda corpus: len(list(corpus.matches("改革"))),
    "speech": lambda corpus: corpus["1"].id,
    "contains": lambda corpus: "1" in corpus,
    "scope": lambda corpus: [entry.id for entry in corpus.entries(Scope(since="2001"))],
    "near words": lambda corpus: corpus.near_words("改良"),
    "skipped": lambda corpus: corpus.skipped,
    "check": lambda corpus: [one.id for one in corpus.check(["1"], duplicates=False)],
    "verify": lambda corpus: len(list(corpus.check(duplicates=False))),
    "speeches": lambda corpus: [speech.id for speech in corpus],
}


def test_whatever_is_asked_of_a_build_that_is_gone_is_asked_of_the_new_one(
    make_corpus: MakeCorpus, place: str
) -> None:
    folder = make_corpus({"1.txt": "改革", "2.txt": "开放"})
    build(folder, place).close()
    readers = {name: speechkit.open(folder, index=place) for name in ASKED}
    build(folder, place, rebuild=True).close()
    with speechkit.open(folder, index=place) as corpus:
        for name, ask in ASKED.items():
            with readers[name] as reader:
                assert ask(reader) == ask(corpus), name


def test_who_opens_while_builds_are_replaced_is_answered(
    make_corpus: MakeCorpus, place: str
) -> None:
    folder = make_corpus({"1.txt": "改革", "2.txt": "开放"})
    build(folder, place).close()
    is_over = Event()

    def open_often() -> int:
        opened = 0
        while not is_over.is_set():
            with speechkit.open(None, index=place) as corpus:
                assert {hit.id for hit in corpus.search("改革")} >= {"1"}
            opened += 1
        return opened

    with ThreadPoolExecutor(3) as threads:
        readers = [threads.submit(open_often) for _ in range(3)]
        try:
            for number in range(3, 8):
                (folder / f"{number}.txt").write_text("改革", "utf-8")
                build(folder, place).close()
        finally:
            is_over.set()
        assert all(reader.result() for reader in readers)


def test_one_process_writes_at_a_time(make_corpus: MakeCorpus, place: str) -> None:
    folder = make_corpus({"1.txt": "改革"})
    client = Client(parse_place(place))
    with WriteLock(client), pytest.raises(IndexingError, match=f"process {os.getpid()}"):
        build(folder, place)
    build(folder, place).close()


def test_who_was_taken_for_gone_is_refused(make_corpus: MakeCorpus, place: str) -> None:
    build(make_corpus({"1.txt": "改革"}), place).close()
    client = Client(parse_place(place))
    with WriteLock(client) as old:
        pass
    with WriteLock(client) as new:
        assert new.epoch > old.epoch
        (live,) = list_every_build(place)
        client.ask("PUT", live, "_settings", content={"index.blocks.write": None})
        write(client, live, new.epoch, [Action("xa", {"kind": "part"})])
        with pytest.raises(IndexingError, match="took over"):
            write(client, live, old.epoch, [Action("xa", {"kind": "part"})])
        with pytest.raises(IndexingError):
            old.confirm()


KILLED_AFTER = (0.5, 0.8, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.5)


def start_builder(folder: Path, place: str) -> subprocess.Popen[bytes]:
    """Start the command that builds, at the head of processes of its own."""
    command = [sys.executable, "-m", "speechkit", "index", "-C", str(folder), "--index", place]
    return subprocess.Popen(
        command,
        cwd=folder.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def kill_after(folder: Path, place: str, seconds: float) -> bool:
    """Build, and kill the builder after a while; return whether it was killed before its end."""
    builder = start_builder(folder, place)
    try:
        _, said = builder.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(builder.pid, signal.SIGKILL)
        builder.communicate()
        return True
    assert builder.returncode == 0, said.decode()
    return False


def test_a_first_build_goes_on_where_it_was_killed(make_corpus: MakeCorpus, place: str) -> None:
    folder = make_corpus({f"{n:04}.txt": invent(n, 900) for n in range(240)})
    killed = 0
    for seconds in KILLED_AFTER:
        killed += kill_after(folder, place, seconds)
        if list_builds(Client(parse_place(place))).live:
            break
        # A build that was begun is gone on with, though the folder changes meanwhile.
        (folder / f"{killed:04}.txt").write_text(invent(5_000 + killed, 900), "utf-8")
        (folder / f"01{killed:02}.txt").unlink()
        with pytest.raises(ClusterError):
            speechkit.open(folder, index=place)
    assert killed
    with build(folder, place) as corpus:
        compare(corpus, folder)
    assert len(list_every_build(place)) == 1


def test_what_was_sent_is_not_sent_again(make_corpus: MakeCorpus, place: str) -> None:
    folder = make_corpus({f"{n:04}.txt": invent(n, 900) for n in range(240)})
    client = Client(parse_place(place))
    builder = start_builder(folder, place)
    parts = {"query": {"term": {"kind": "part"}}}
    deadline = time.monotonic() + 120
    sent = 0
    while sent < 2 and builder.poll() is None and time.monotonic() < deadline:
        for name in list_builds(client).others:
            client.ask("POST", name, "_refresh")
            sent = int(client.ask("POST", name, "_count", content=parts)["count"])
        time.sleep(0.05)
    os.killpg(builder.pid, signal.SIGKILL)
    builder.communicate()
    assert sent >= 2
    with build(folder, place) as corpus:
        assert corpus.summary
        assert corpus.summary.unchanged > 0
        assert corpus.summary.indexed < 240
        compare(corpus, folder)


@pytest.mark.parametrize("point", ["clone_build", "replace_build", "close_build"])
def test_who_is_killed_while_it_seals_sends_nothing_again(
    make_corpus: MakeCorpus, place: str, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    folder = make_corpus({f"{n:04}.txt": invent(n, 900) for n in range(120)})
    (folder / "zz.txt").write_text("霽川，" * 60, "utf-8")
    monkeypatch.setattr(sealing, "_MERGED", range(1, 10**9))
    with monkeypatch.context() as broken:
        broken.setattr(sealing, point, stop)
        with pytest.raises(KeyboardInterrupt):
            build(folder, place)
    (folder / "zz.txt").unlink()
    (folder / "new.txt").write_text(invent(999), "utf-8")
    with build(folder, place) as corpus:
        assert corpus.summary
        assert corpus.summary.unchanged > 0
        compare(corpus, folder)
    assert len(list_every_build(place)) == 1


def stop(*arguments: object) -> str:
    raise KeyboardInterrupt


def test_a_killed_follow_up_leaves_the_old_build(make_corpus: MakeCorpus, place: str) -> None:
    folder = make_corpus({f"{n:03}.txt": invent(n, 300) for n in range(60)})
    with build(folder, place) as corpus:
        before = corpus.fingerprint()
    for number in range(0, 60, 2):
        (folder / f"{number:03}.txt").write_text(invent(900 + number, 300), "utf-8")
    killed = 0
    for seconds in (0.7, 1.0, 1.4, 1.8, 2.3, 3.0):
        if not kill_after(folder, place, seconds):
            break
        killed += 1
        with speechkit.open(folder, index=place) as corpus:
            if corpus.fingerprint() != before:
                break
            assert len(corpus.search("改革", limit=None)) == corpus.search("改革").total
    assert killed
    with build(folder, place) as corpus:
        compare(corpus, folder)
    assert len(list_every_build(place)) == 1


@pytest.mark.parametrize("merged", [True, False])
def test_lost_answers_change_nothing(
    make_corpus: MakeCorpus, place: str, monkeypatch: pytest.MonkeyPatch, merged: bool
) -> None:
    """Each request is done and sent again, as when a node goes away before it answers."""
    folder = make_corpus({f"{n:03}.txt": invent(n, 9 * (n % 40) + 5) for n in range(80)})
    send, lost = Client._send, set[object]()

    def lose(self: Client, method: str, target: str, body: bytes | None) -> tuple[int, bytes]:
        answer = send(self, method, target, body)
        if (method, target, body) not in lost:
            lost.add((method, target, body))
            return 503, b"{}"
        return answer

    if merged:
        monkeypatch.setattr(sealing, "_MERGED", range(1, 10**9))
    monkeypatch.setattr(Client, "_send", lose)
    monkeypatch.setattr(cluster_opening, "_BUILDING", Patience(first_wait=0.01))
    with build(folder, place) as corpus:
        compare(corpus, folder)
    (folder / "101.txt").write_text(invent(101, 500), "utf-8")
    (folder / "003.txt").write_text(invent(103, 300), "utf-8")
    (folder / "004.txt").unlink()
    assert any("_bulk" in str(one) for one in lost)
    with build(folder, place) as corpus:
        compare(corpus, folder)
    assert len(list_every_build(place)) == 1


def test_scores_that_count_what_was_sent_late_are_told(make_corpus: MakeCorpus, place: str) -> None:
    folder = make_corpus({f"{n}.txt": invent(n, 20 * n) for n in range(1, 6)})
    build(folder, place).close()
    client = Client(parse_place(place))
    (live,) = list_every_build(place)
    client.ask("PUT", live, "_settings", content={"index.blocks.write": None})
    words = {"kind": "speech", "words": "改革 开放"}
    client.ask("PUT", live, "_doc", "late", content=words, parameters={"refresh": "true"})
    with pytest.raises(ClusterError, match="removed speeches"):
        speechkit.open(folder, index=place)
    build(folder, place, rebuild=True).close()
    speechkit.open(folder, index=place).close()


HOSTILE = (
    '"}}]}}',
    "*:* OR _index:other",
    '{"match_all":{}}',
    "../other/_search",
    "speechkit-other",
    "_all",
    'x" OR "1',
    "kind:state",
    "\\",
    "\n{}\n",
    "${x}",
)


def test_what_is_typed_reaches_no_other_index(
    make_corpus: MakeCorpus, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_corpus({"1.txt": "改革", "2.txt": "开放"})
    build(folder, place).close()
    alias = parse_place(place).alias
    asked: list[str] = []
    send = Client._send

    def remember(self: Client, method: str, target: str, body: bytes | None) -> tuple[int, bytes]:
        asked.append(f"{method} {target}")
        if target.endswith("_msearch") and body is not None:
            assert set(body.split(b"\n")[::2]) == {b'{"allow_partial_search_results":false}', b""}
        return send(self, method, target, body)

    monkeypatch.setattr(Client, "_send", remember)
    with speechkit.open(folder, index=place) as corpus:
        for text in HOSTILE:
            assert not corpus.search(text).total
            assert not corpus.search(f"title:{text} | {text} NEAR/3 {text}").total
            assert text not in corpus
            assert not list(corpus.words(text))
            scope = Scope(speakers=(text,), occasions=(text,), sources=(text,))
            list(corpus.entries(scope))  # of all, where the text normalizes to nothing
            corpus.near_words(text)
            with pytest.raises(speechkit.UnknownSpeechError):
                list(corpus.entries(Scope((text,))))
    allowed = (f"POST /{alias}.", f"GET /{alias}/_doc/state")
    assert asked
    assert not [one for one in asked if not one.startswith(allowed)]


def test_a_word_said_a_thousand_times_is_counted(make_corpus: MakeCorpus, place: str) -> None:
    texts: dict[str | bytes, str | bytes] = {
        f"{n}.txt": "安全，" * n + "改革，" * 9 for n in (1, 700, 1_500, 4_000, 20_000)
    }
    folder = make_corpus({**texts, "long.txt": "安全，" * 1_500 + "开放，" * 30_000})
    with build(folder, place) as corpus:
        compare(corpus, folder)
        for name in ("1500", "4000", "20000"):
            shares = corpus.search("安全").explain(
                next(hit for hit in corpus.search("安全") if hit.id == name)
            )
            assert shares[0].times == int(name)


def test_a_build_that_says_otherwise_than_it_holds_is_told(
    make_corpus: MakeCorpus, place: str
) -> None:
    folder = make_corpus({"1.txt": "改革", "2.txt": "开放"})
    with build(folder, place) as corpus:
        reader = corpus._backend._reader  # type: ignore[attr-defined]
        assert isinstance(reader, ClusterReader)
        client, index = reader.client, reader.index
        client.ask("PUT", index, "_settings", content={"index.blocks.write": None})
        hit = next(reader.all_hits(Page(SPEECHES, 1)))
        client.ask("DELETE", index, "_doc", str(hit["_id"]))
        client.ask("POST", index, "_refresh")
        with pytest.raises(ClusterError, match="--rebuild"):
            list(corpus.check())
