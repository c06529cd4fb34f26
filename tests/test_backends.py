"""All backends give the same answers: order included, scores to 1e-9."""

from __future__ import annotations

import inspect
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from itertools import product
from math import log
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import jieba
import pytest
from conftest import ROOT, RunPython
from fake_backend import FakeBackend
from rank_bm25 import BM25Okapi

import speechkit
from speechkit.backends.memory import MemoryBackend
from speechkit.backends.opensearch.place import parse_place
from speechkit.backends.protocol import AnalysedSpeech, Backend, IndexSettings
from speechkit.backends.sqlite.backend import SqliteBackend
from speechkit.corpus import Corpus
from speechkit.errors import ClosedCorpusError, DamagedIndexError, UnknownSpeechError
from speechkit.ingest.analysis import Analyser
from speechkit.ingest.assignments import AnalysisSettings
from speechkit.ingest.changes import read_corrections
from speechkit.ingest.cluster_opening import ClusterOpener
from speechkit.ingest.cluster_settings import ClusterSettings
from speechkit.ingest.folder import list_files
from speechkit.model import Key, MetadataFault, Scope, SkippedFile
from speechkit.query.model import Near, Phrase, Query
from speechkit.query.syntax import parse_query
from speechkit.research import LineOrder, TrendKey
from speechkit.search import SortKey
from speechkit.text.fast_segmenters import open_light_segmenter
from speechkit.text.jieba_segmenter import JiebaSegmenter
from speechkit.text.scripts import simplify
from speechkit.text.segmenter import Segmenter
from speechkit.text.variants import list_variants
from speechkit.text.versions import DictionarySettings

VOCABULARY = re.findall(
    r"\S+",
    """发展 开发区 十四五 规划 的 是 农村 工业 会议 同志 招商 企业 安全 生产 党员 干部 群众 改革
    开放 经济 財政 教育 醫療 计画 瞭解 了解 生态 文化 gdp 2024 7.5% 27.46亿 world bank ＡＢＣ ½""",
)
HEADS = (
    *("", "发言人：张三\n", "（2013年5月6日）\n", "时间：2024-05-01\n发言人：李小四\n"),
    *("（2024年5月）\n", "——在全市招商引资大会上的讲话\n", "来源：人民日报\n（2019年）\n"),
    "（2023年12月31日）\n市长 王五\n",
)
NAMED = {
    b"a.txt": "改革开放是改革，革开。\n的的的确确。",
    b"a.md": "改革开放" + "，" * 3 + "革开放的" + "路" * 30 + "。",
    b"a.txt.md": "关于同名的讲话\n改革" + "路" * 9 + "招商",
    b"b\xff.txt": "改革" + "路" * 10 + "招商",
    b"b\xff.txt.md": "改革" + "路" * 11 + "招商",
    b"007.txt": "改革" + "路" * 23 + "招商",
    b"7/07_x.txt": "改革" + "路" * 24 + "招商",
    b"7/7.md": "改革" + "路" * 25 + "招商",
    b"7/008.txt": "招商" + "路" * 24 + "改革",
    b"7/010.txt": "招商" + "路" * 99 + "改革\n安全",
    b"8/010.txt": "招商会议\n" + "路" * 23 + "改革",
    b"000.txt": "改革\n招商",
    b"2024-05-01.txt": "改\n\n。。。\n革",
    b"20240501.txt": "27.46亿元，27.46亿，27.46，7.5%。",
    "第二讲.txt".encode(): "安全，" * 600,
    "第十讲.txt".encode(): "安全，" * 255 + "是GDP",
    "讲话/第1讲.txt".encode(): "计划、计画和规划。瞭解了解。",
    b"%_.txt": "WORLD BANK，World  Bank，worldbank。",
    b"[x].txt": "發展經濟，財政，鐘錶。",
    b"x*y.txt": "发展" + "经济" * 40 + "。" + "发展的是" * 90,
    b"?.txt": "同志们",
    b"-.txt": "会议",
    b"back\\slash.txt": "群众羣眾",
    b"line\nend.txt": "群众",
    b" .txt": "一",
    # The same words in other numbers: what adds up to the same is a tie, in whatever order.
    b"t1.txt": "甲鱼乌贼海参，甲鱼甲鱼乌贼",
    b"t2.txt": "甲鱼乌贼海参，乌贼甲鱼乌贼",
    b"t3.txt": "甲鱼乌贼海参，海参海参甲鱼",
    b"t4.txt": "甲鱼乌贼海参，甲鱼海参甲鱼",
    b"t5.txt": "甲鱼乌贼海参，乌贼海参海参",
    b"t6.txt": "甲鱼乌贼海参，乌贼海参乌贼",
    b"empty.txt": "",
    # Text that cleaning leaves out: whole lines, sentences, and where a line is cut.
    b"d1.txt": "关于路的讲话\n打印本页\n" + "路" * 40 + "。\n版权所有：柳河改革招商网",
    b"d2.txt": "发展经济。\n本文由改革网整理，招商编辑。\n"
    + "改革，招商。" * 9
    + "\n版权所有：火星网",
    b"d3.txt": "关于发展的讲话\n" + "，".join(["安全生产"] * 20) + "。　　火星招商，" + "路" * 30,
    b"d4.txt": "版权所有：火星网\n打印本页\n",
    b"d5.txt": "关于路的讲话\n同志们：\n"
    + "路" * 40
    + "。\n版权所有：改革网"
    + "的" * 9
    + "火星招商",
    b"picture.txt": "\0\1\2" * 99,
}


def invent_files() -> Iterator[tuple[bytes, str]]:
    """Yield files of every kind: odd names, random speeches with and without metadata."""
    yield from NAMED.items()
    rng = random.Random(1)
    for number in range(150):
        words = rng.choices(VOCABULARY, range(len(VOCABULARY), 0, -1), k=rng.randint(3, 120))
        title = f"关于{rng.choice(VOCABULARY[:20])}的讲话\n" if number % 3 else ""
        text = f"{title}{HEADS[number % len(HEADS)]}{'，'.join(words)}。\n又及。"
        yield f"invented/{rng.choice('甲乙丙')}/{number * 7:03}.txt".encode(), text


def read_shared() -> Iterator[tuple[bytes, bytes]]:
    """Yield some real texts, the shared ones only where they are present."""
    shared = Path(os.environ.get("SPEECHKIT_SHARED") or ROOT.parent / "shared")
    folders = (
        (ROOT / "corpus", 99),
        (shared / "seeds", 9),
        (shared / "corpora/leaders", 8),
        (shared / "corpora/transcripts", 2),
    )
    for folder, number in folders:
        for path in sorted(folder.glob("*.*"))[:number]:
            if path.stat().st_size < 24_000:
                yield f"{folder.name}/{path.name}".encode(), path.read_bytes()


def list_contents() -> dict[bytes, bytes]:
    """Return all files of the folder that every backend holds."""
    return {name: text.encode() for name, text in invent_files()} | dict(read_shared())


def write_files(folder: Path, files: dict[bytes, bytes]) -> None:
    for name, content in files.items():
        path = folder / Path(name.decode("utf-8", "surrogateescape"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class House(NamedTuple):
    """One folder, and all that the tests ask of it."""

    folder: Path
    analysed: tuple[AnalysedSpeech, ...]
    skipped: tuple[SkippedFile, ...]
    settings: IndexSettings
    dictionary: DictionarySettings

    def open_memory(self) -> Backend:
        return MemoryBackend(self.folder, self.analysed, self.settings, self.skipped)

    def open_fake(self) -> Backend:
        cutter = partial(open_light_segmenter, self.dictionary)
        return FakeBackend(self.analysed, self.settings, self.skipped, cutter)

    def open_sqlite(self, index: str = "index.sqlite") -> SqliteBackend:
        backend = speechkit.open(self.folder, index=self.folder.parent / index)._backend
        assert isinstance(backend, SqliteBackend)
        return backend

    def open_cluster(self, address: str, name: str) -> Backend:
        """Return the folder as an index of its own on a cluster has it."""
        settings = ClusterSettings(self.folder, parse_place(f"{address}/{name}"), build=True)
        return ClusterOpener(settings).open()

    def open(self, name: str) -> Backend:
        if name == "memory":
            return self.open_memory()
        return self.open_fake() if name == "fake" else self.open_sqlite(f"{name}.sqlite")


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, dictionary_settings: DictionarySettings
) -> House:
    """The folder, after changes that two of the indexes have followed."""
    folder = tmp_path_factory.mktemp("house") / "folder"
    files = list_contents()
    names = sorted(name for name in files if name not in (b"empty.txt", b"picture.txt"))
    later = names[5::23]
    # First other states of the folder: an index that follows has its numbers out of order.
    write_files(folder, {name: text for name, text in files.items() if name not in later})
    for index, changed in (("compacted", names[::6]), ("pending", names[7::40])):
        write_files(folder, dict.fromkeys(changed, "改革的从前，发展27.46亿".encode()))
        write_files(folder, {b"gone/1.txt": "的".encode() * 300, b"a2.txt": b"bank"})
        speechkit.open(folder, index=folder.parent / f"{index}.sqlite").close()
        write_files(folder, {name: files[name] for name in changed})
    write_files(folder, {name: files[name] for name in later})
    for path in (folder / "gone/1.txt", folder / "a2.txt"):
        path.unlink()
    (folder / "gone").rmdir()
    return analyse_folder(folder, dictionary_settings)


def analyse_folder(folder: Path, dictionary: DictionarySettings) -> House:
    listing = list_files(folder)
    settings = AnalysisSettings(folder, dictionary, None)
    analyser = Analyser(settings, lambda dictionary: JiebaSegmenter(dictionary.words))
    corrections = read_corrections(folder, listing).of
    results = [analyser.attempt(file, corrections.get(file.path)) for file in listing.files]
    speeches = tuple(result for result in results if isinstance(result, AnalysedSpeech))
    skipped = tuple(result for result in results if isinstance(result, SkippedFile))
    index = IndexSettings("auto", (), dictionary.versions)
    return House(folder, speeches, (*listing.skipped, *skipped), index, dictionary)


REAL = ("memory", "sqlite", "pending", "compacted")
"""The backends that are compared with the fake one; two follow changes of the folder."""


class Asked(NamedTuple):
    """A backend, and what makes its answers comparable."""

    name: str
    backend: Backend
    paths: dict[Key, bytes]

    def keys(self, paths: Iterable[bytes]) -> list[Key]:
        keys = {path: key for key, path in self.paths.items()}
        return [keys[path] for path in paths]

    def named(self, keys: Iterable[Key]) -> list[bytes]:
        return [self.paths[key] for key in keys]


def ask(name: str, backend: Backend, house: House) -> Asked:
    root = house.folder
    entries = backend.entries()
    return Asked(name, backend, {e.key: bytes(e.path.relative_to(root)) for e in entries})


def agree(operation: str, real: Asked, found: object, expected: object, asked: object = "") -> None:
    """Compare one answer of a backend with that of the fake one."""
    assert found == expected, (operation, real.name, asked)


@pytest.fixture(scope="module")
def fake(house: House) -> Asked:
    return ask("fake", house.open_fake(), house)


class Remembered:
    """Answers of the fake backend, which each of the others is compared with."""

    def __init__(self) -> None:
        self._answers: dict[object, Any] = {}

    def recall(self, asked: object, ask: Callable[[], Any]) -> Any:
        """Return the answer to what was asked, asking once."""
        if asked not in self._answers:
            self._answers[asked] = ask()
        return self._answers[asked]


@pytest.fixture(scope="module")
def remembered() -> Remembered:
    return Remembered()


CLUSTER = "opensearch"


@pytest.fixture(
    scope="module",
    params=[
        *("memory", "sqlite"),
        *(pytest.param(name, marks=pytest.mark.slow) for name in REAL[2:]),
        pytest.param(CLUSTER, marks=pytest.mark.cluster),
    ],
)
def real(house: House, request: pytest.FixtureRequest) -> Iterator[Asked]:
    if request.param == CLUSTER:
        server = request.getfixturevalue("cluster_server")
        backend = house.open_cluster(server.address, f"house-{os.urandom(4).hex()}")
    else:
        backend = house.open(request.param)
    yield ask(request.param, backend, house)
    backend.close()


DISTANCES = (0, 1, 10, 23, 24, 25, 100)
PAIRS = (
    "改革 招商",
    "招商 改革",
    "改革 革开",
    "革开 改革",
    "的 的",
    "的 改革",
    "是 的",
    "计划 规划",
    "改革网 火星",
)
PHRASES = (
    *(
        "改革",
        "的",
        "的的",
        "开发区",
        "十四五",
        "发展，经济",
        "27.46亿",
        "27.46",
        "7.5%",
        "gdp",
        "２０２４",
    ),
    *(
        "WorldBank",
        "ABC",
        "1/2",
        "计划",
        "計畫",
        "了解",
        "瞭解",
        "發展",
        "羣眾",
        "没有的话",
        "路" * 24,
        "路" * 25,
    ),
    *("一", "同志们", "经济" * 3, "\ud800", "'", '"*"', "title:", "ank"),
    *(
        "版权所有",
        "火星网",
        "改革招商网",
        "安全生产。火星招商",
        "本文由改革网",
        "版权 -火星",
        "路 -打印",
    ),
)
TYPED = (
    *PHRASES,
    *(
        "发展 改革",
        "的 是 发展",
        "发展 没有的话",
        '"World Bank"',
        "-的",
        "-改革 -招商",
        "发展 -改革",
    ),
    *(
        "发展 -title:的",
        "-title:讲话",
        "title:讲话",
        "title:招商会议 改革",
        "title:改革 | 招商",
        "",
    ),
    *("改革 | 招商", "gdp | bank | 没有", "改革 | 招商 的", "的 -计划", "发展 | 会议 -的 -是"),
    *(
        "title:关于 NEAR/5 title:讲话",
        "改革 NEAR/9 招商 -路",
        "改革 NEAR/9 招商 | 没有",
        "，",
        "-，",
    ),
    *(
        "计划 NEAR/1 规划 | 了解 BEFORE/0 瞭解",
        "发展 NEAR/20 的 title:讲话",
        "title:的 | 改革 NEAR/1 革开",
    ),
)
CONDITIONS = (
    "speaker:张",
    "发展 speaker:张",
    "的 -speaker:张",
    "-speaker:张",
    "speaker:张 | speaker:李",
    "speaker:张 | 规划",
    "speaker:张 | 规划 | date:2013 的",
    "的 NEAR/5 speaker:张 的",
    "date:2013 的",
    "date:2013..2023",
    "date:..2023-05 的 -date:2013",
    "的 date:2024-05..",
    "source:日报 | occasion:招商",
    "source：日报 title:讲话",
    "speaker:没有的人",
    "date:没有的日子",
)
NEARS = tuple(
    f"{first} {operator}/{distance} {second}"
    for pair, operator, distance in product(PAIRS, ("NEAR", "BEFORE"), DISTANCES)
    for first, second in (pair.split(),)
)


def phrase(text: str, *, title_only: bool = False) -> Phrase:
    return Phrase(text, list_variants(text), title_only)


NOT_NEAR = tuple(
    Query(required, (Near(phrase(first), phrase(second), distance, ordered=ordered),))
    for required in ((), ((phrase("的"),),))
    for first, second in (("改革", "招商"), ("改革", "革开"), ("的", "的"))
    for distance in (0, 10, 24)
    for ordered in (False, True)
)
BUILT = (
    *NOT_NEAR,
    Query(((Near(phrase("关于"), phrase("讲话", title_only=True), 9, ordered=True),),)),
    Query((), (phrase("讲话", title_only=True), phrase("改革"))),
    Query(()),
    *(
        parse_query(typed, patterns=patterns)
        for typed, patterns in (
            ("", ["第[一二三四]"]),
            ("", ["改革|安全"]),
            ("发展", [r"(?:改革|规划).{0,9}[，。]"]),
            ("-发展", [r"\d+"]),
            ("", [r"^.{2,9}$", "[發发]展"]),
            ("speaker:张", ["的"]),
        )
    ),
    *(
        parse_query("的")._replace(excluded=parse_query(typed, patterns=patterns).terms)
        for typed, patterns in (("", ["改革|发展"]), ("", [r"\d"]), ("speaker:张 date:2013", []))
    ),
)
"""What the library can ask though nobody can type it: above all exclusions by nearness."""

QUERIES: tuple[str | Query, ...] = (*TYPED, *NEARS, *BUILT, *CONDITIONS)
SCOPES = (
    Scope(),
    Scope(("007.txt",)),
    Scope(("7/07_x", "a.txt", "第十讲", "corpus/", "7")),
    Scope(("invented/甲/",)),
    Scope(("*讲*", "[x]", "a.*")),
    Scope(("invented/*", "corpus/*5*")),
    Scope(since="2024"),
    Scope(since="2024-05-01", until="2024-05-31"),
    Scope(since="2013-05", until="2019"),
    Scope(until="2023-12-31"),
    Scope(speakers=("张", "王五")),
    Scope(occasions=("招商", "庆祝")),
    Scope(("invented/",), since="2013", until="2024-05", speakers=("李",)),
    Scope(sources=("公众号", "日报")),
    Scope(any_of=(Scope(("invented/",)), Scope(since="2023", until="2023"))),
    Scope(
        ("*讲*", "corpus/"), any_of=(Scope(speakers=("张",)), Scope(any_of=(Scope(until="2024"),)))
    ),
    Scope(speakers=("李",), any_of=(Scope(("007.txt",)), Scope())),
    Scope(("corpus/",), speakers=("没有的人",)),
)
UNKNOWN = (Scope(("没有",)), Scope(("a",)), Scope(("invented/9*",)), Scope(("",)), Scope(("/",)))
WORDS: tuple[dict[str, int], ...] = (
    {},
    {"发展": 1},
    {"的": 3},
    {"开发区": 1, "开发": 1, "规划": 2, "没有": 1},
    {"27.46亿": 1, "27.46": 1, "gdp": 2},
    {"安全": 7},
    {"甲鱼": 1, "乌贼": 1, "海参": 1},
    {"甲鱼": 3, "乌贼": 3, "海参": 3, "的": 1},
)


def parse(query: str | Query) -> Query:
    return parse_query(query) if isinstance(query, str) else query


def choose_queries(scope: Scope) -> tuple[str | Query, ...]:
    """Return all queries for the whole corpus, and for each scope some of them."""
    step = 1 if scope == Scope() else 11
    return QUERIES[SCOPES.index(scope) % step :: step]


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_the_same_speeches_match(
    real: Asked, fake: Asked, scope: Scope, remembered: Remembered
) -> None:
    selected = fake.named(fake.backend.select(scope))
    agree("select", real, real.named(real.backend.select(scope)), selected, scope)
    for query in map(parse, choose_queries(scope)[:: 1 if real.name != "compacted" else 2]):
        for dropped in (False, True):
            find = partial(find_named, query=query, scope=scope, dropped=dropped)
            expected = remembered.recall(("find", repr(query), scope, dropped), partial(find, fake))
            agree("find", real, find(real), expected, (query, dropped))


def find_named(asked: Asked, query: Query, scope: Scope, dropped: bool) -> list[bytes]:
    return asked.named(asked.backend.find(query, scope, dropped=dropped))


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_speeches_rank_the_same(
    real: Asked, fake: Asked, scope: Scope, remembered: Remembered
) -> None:
    queries = [parse(query) for query in choose_queries(scope)[::14]]
    for number, (query, words, any_words) in enumerate(product(queries, WORDS, (False, True))):
        asked = partial(rank, query=query, words=words, scope=scope, any_words=any_words)
        dropped = number % 3 == 0
        asked = partial(asked, dropped=dropped)
        about = ("rank", repr((query, words)), scope, any_words, dropped)
        expected: Ranked = remembered.recall(about, partial(asked, fake, top=1000))
        top = (1, 3, 50, 1000)[number // 2 % 4]
        found = asked(real, top=top)
        agree("rank", real, found[:2], (expected[0], min(top, expected[0])), query)
        agree("rank", real, found[2], expected[2], (query, words))
        assert found[3] == pytest.approx(expected[3], abs=1e-9, rel=0)
        agree("rank", real, found[4], expected[4], (query, words))


Ranked = tuple[int, int, list[bytes], list[float], list[bytes]]


def rank(
    asked: Asked,
    query: Query,
    words: dict[str, int],
    scope: Scope,
    top: int,
    any_words: bool,
    dropped: bool,
) -> Ranked:
    """Return the total, the number of the best, all, best and rest, with their scores, and what
    matches only with dropped text.
    """
    ranking = asked.backend.rank(query, words, scope, top=top, any_words=any_words, dropped=dropped)
    found = [*ranking.best, *ranking.rest()]
    scores = [score for _, score in found]
    keys = asked.named(key for key, _ in found)
    return ranking.total, len(ranking.best), keys, scores, asked.named(ranking.dropped())


def test_unknown_scopes_are_told_the_same(real: Asked, fake: Asked) -> None:
    for scope in UNKNOWN:
        errors = []
        for asked in (real, fake):
            for operation in (asked.backend.select, partial(asked.backend.find, Query(()))):
                with pytest.raises(UnknownSpeechError) as caught:
                    operation(scope=scope)
                errors.append((caught.value.args, caught.value.candidates, caught.value.speeches))
        agree("select", real, errors[:2], errors[2:], scope)


def test_words_are_the_same(real: Asked, fake: Asked, house: House) -> None:
    everything = list(fake.backend.words())
    assert len(everything) > 3000
    agree("words", real, list(real.backend.words()), everything)
    for prefix in ("发", "开发", "2", "27.46", "b", "没有的", "%", "\ud800", "\U0010ffff", "\0"):
        agree("words", real, list(real.backend.words(prefix)), list(fake.backend.words(prefix)))
    words = [*VOCABULARY, *(word.word for word in everything[::9]), "没有", "", "\ud800", "?", "'"]
    agree("statistics", real, real.backend.statistics(words), fake.backend.statistics(words))
    agree("statistics", real, real.backend.statistics([]), {})
    for speech in house.analysed[::5]:
        some = [*VOCABULARY, *list(speech.words.counts)[::9]]
        found, expected = (
            asked.backend.count_words(asked.keys([speech.file.path])[0], some)
            for asked in (real, fake)
        )
        agree("count_words", real, found, expected, speech.file.path)


def test_speeches_are_read_the_same(real: Asked, fake: Asked) -> None:
    paths = list(fake.paths.values())
    random.Random(3).shuffle(paths)
    order = fake.named(fake.backend.put_in_order(fake.keys(paths)))
    agree("put_in_order", real, real.named(real.backend.put_in_order(real.keys(paths))), order)
    agree("put_in_order", real, real.backend.put_in_order([]), [])
    for some in (paths, paths[:1], [], [*paths[:3], paths[0]], order):
        ours, theirs = real.keys(some), fake.keys(some)
        for operation in ("texts", "speeches", "tokens"):
            found = list(getattr(real.backend, operation)(iter(ours)))
            expected = list(getattr(fake.backend, operation)(iter(theirs)))
            agree(operation, real, list(map(plain, found)), list(map(plain, expected)))
        pieces = list(real.backend.dropped(iter(ours)))
        agree("dropped", real, pieces, list(fake.backend.dropped(iter(theirs))))
        for keys, other_keys in ((ours, theirs), (None, None)):
            listed = list(map(plain, real.backend.entries(keys)))
            agree("entries", real, listed, list(map(plain, fake.backend.entries(other_keys))))


def plain(value: Any) -> Any:
    """Return a value without its key, and its sequences as tuples."""
    fields = value._asdict().items()
    return {
        name: tuple(field) if isinstance(field, list) else field
        for name, field in fields
        if name != "key"
    }


def list_identifiers(fake: Asked) -> Iterator[str]:
    """Yield ids of many kinds: short, long, whole and partial ones, right and wrong."""
    for entry in [*fake.backend.entries()][::6]:
        path = entry.path.name
        yield from (entry.id, entry.stem, path, entry.stem + ".txt", entry.stem[:-1], path[:2])
        yield from (f"{entry.id}0", f"0{entry.id}", entry.id.lstrip("0"), entry.id.upper())
    yield from ("", "0", "00", "000", "7", "07", "007", "0007", "8", "10", "010", "7/", "7/0", "/7")
    yield from (
        "a",
        "a.",
        "a.t",
        "a.txt",
        "a.md",
        "a.txt.md",
        "a.txt.",
        "A",
        "invented",
        "讲",
        "第",
    )
    yield from (
        "invented/",
        "corpus/",
        "乙/",
        "b",
        "b\\xff",
        "b\xff",
        "b\\xff.txt",
        "\udcff",
        "\ud800",
    )
    yield from (
        "?",
        "*",
        "[x]",
        "[",
        "%",
        "_",
        "%_",
        "\\",
        "'",
        '"',
        "\0",
        "x" * 5000,
        "２",
        "٧",
        "²",
    )
    yield from ("20", "2024", "2024-05", "2024-05-01", "20240501", "-", " ", "  ", "line", "line\n")


def test_identifiers_mean_the_same(real: Asked, fake: Asked) -> None:
    for identifier in dict.fromkeys(list_identifiers(fake)):
        expected = fake.named(fake.backend.resolve(identifier))
        found = real.named(real.backend.resolve(identifier))
        agree("resolve", real, found, expected, identifier)


def test_every_id_that_is_shown_names_its_speech(fake: Asked) -> None:
    for entry in fake.backend.entries():
        assert list(fake.backend.resolve(entry.id)) == [entry.key]


def test_sums_and_settings_are_the_same(real: Asked, fake: Asked) -> None:
    agree("fingerprint", real, real.backend.fingerprint(), fake.backend.fingerprint())
    agree("totals", real, real.backend.totals, fake.backend.totals)
    agree("settings", real, real.backend.settings, fake.backend.settings)
    agree("skipped", real, real.backend.skipped(), fake.backend.skipped())
    assert len(fake.backend.skipped()) == 2
    real.backend.verify()
    real.backend.check_open()
    words = "一带一路开发区，27.46亿"
    cuts = [asked.backend.open_segmenter().cut(words) for asked in (real, fake)]
    agree("open_segmenter", real, cuts[0], cuts[1])


def test_an_index_that_followed_has_speeches_to_clear_away(house: House) -> None:
    pending, compacted = (house.open_sqlite(f"{name}.sqlite") for name in REAL[2:])
    assert pending._reader._removed
    assert not compacted._reader._removed
    assert not compacted._reader._in_order


OPERATIONS: dict[str, Callable[[Backend, list[Key]], object]] = {
    "check_open": lambda backend, _: backend.check_open(),
    "open_segmenter": lambda backend, _: backend.open_segmenter(),
    "find": lambda backend, _: backend.find(parse_query("的")),
    "find nothing": lambda backend, _: backend.find(Query(())),
    "rank": lambda backend, _: backend.rank(parse_query("的"), {"的": 1}, top=1),
    "rank nothing": lambda backend, _: backend.rank(Query(()), {}, top=1),
    "rank no words": lambda backend, _: backend.rank(Query(()), {}, top=1, any_words=True),
    "statistics": lambda backend, _: backend.statistics(["的"]),
    "statistics of nothing": lambda backend, _: backend.statistics([]),
    "count_words": lambda backend, keys: backend.count_words(keys[0], ["的"]),
    "count_words of nothing": lambda backend, keys: backend.count_words(keys[0], []),
    "texts": lambda backend, keys: list(backend.texts(keys)),
    "dropped": lambda backend, keys: list(backend.dropped(keys)),
    "find dropped": lambda backend, _: backend.find(parse_query("的"), dropped=True),
    "tokens": lambda backend, keys: list(backend.tokens(keys)),
    "speeches": lambda backend, keys: list(backend.speeches(keys)),
    "entries": lambda backend, _: list(backend.entries()),
    "entries of some": lambda backend, keys: list(backend.entries(keys)),
    "select": lambda backend, _: backend.select(),
    "put_in_order": lambda backend, keys: backend.put_in_order(keys),
    "resolve": lambda backend, _: backend.resolve("007"),
    "resolve nothing": lambda backend, _: backend.resolve(""),
    "words": lambda backend, _: list(backend.words()),
    "skipped": lambda backend, _: backend.skipped(),
    "fingerprint": lambda backend, keys: backend.fingerprint(),
    "verify": lambda backend, _: backend.verify(),
}


@pytest.mark.parametrize("name", ["memory", "sqlite", "fake"])
def test_a_closed_backend_says_so(house: House, name: str) -> None:
    backend = house.open(name)
    keys = list(backend.select())
    started = [iter(backend.entries()), iter(backend.texts(keys)), iter(backend.speeches(keys))]
    for operation in OPERATIONS.values():
        operation(backend, keys)
    for iterator in started:
        next(iterator)
    backend.close()
    backend.close()
    for operation in OPERATIONS.values():
        with pytest.raises(ClosedCorpusError):
            operation(backend, keys)
    methods = {name for name in vars(Backend) if not name.startswith("_")}
    called = {name.split()[0] for name in OPERATIONS}
    assert called == methods - {"close", "location", "totals", "settings"}


class NoOpener:
    """What a corpus of the tests has in place of an index that could be mended."""

    summary = None

    def replace_damaged(self, damage: DamagedIndexError) -> Backend:
        raise damage

    def metadata_faults(self) -> tuple[MetadataFault, ...]:
        return ()

    def read_file(self, path: Path) -> bytes:
        raise FileNotFoundError(path)


def corpus_of(asked: Asked, house: House) -> Corpus:
    return Corpus(house.folder, NoOpener(), asked.backend)


WHOLE: tuple[str | Query, ...] = (
    *(*TYPED[::9], *NEARS[::60], "我们要怎样发展经济", "火星招商 -bank"),
    *(
        "火星",
        "火星招商",
        "改革网 NEAR/20 火星",
        "火星 | 改革网 -打印",
        "路 火星网",
        "版权所有 title:讲话",
    ),
)
SORTS: tuple[SortKey, ...] = ("relevance", "id", "title", "date", "matches")


def test_whole_corpora_search_the_same(real: Asked, fake: Asked, house: House) -> None:
    ours, expected = corpus_of(real, house), corpus_of(fake, house)
    some = Scope(("invented/", "7/", "corpus/"), since="", until="")
    options: list[dict[str, Any]] = [
        {},
        {"limit": 2, "passages": 3},
        {"relax": True, "scope": some},
        {"any_words": True, "limit": None},
        *({"sort": sort, "limit": None} for sort in SORTS),
        *({"sort": sort, "limit": None, "dropped": True} for sort in SORTS),
        {"limit": 30, "passages": 3, "dropped": True},
    ]
    for number, query in enumerate(WHOLE):
        for chosen in options[number % 5 :: 5]:
            found, wanted = (c.search(query, **chosen) for c in (ours, expected))
            agree("search", real, found.total, wanted.total, query)
            agree("search", real, found.relaxed, wanted.relaxed, query)
            agree("search", real, [hit.path for hit in found], [hit.path for hit in wanted], query)
            for hit, other in zip(found, wanted, strict=True):
                assert hit.score == pytest.approx(other.score, abs=1e-9)
                bare, other_bare = (one._replace(key=0, score=0) for one in (hit, other))
                agree("search", real, bare, other_bare, query)
            agree("search", real, found.missing(), wanted.missing(), query)
            agree("search", real, found.only_dropped, wanted.only_dropped, query)
            if found.total:
                shares = [results.explain(results[0]) for results in (found, wanted)]
                for share, other_share in zip(*map(sorted, shares), strict=True):
                    agree("search", real, share[:2], other_share[:2], query)
                    assert share[2:] == pytest.approx(other_share[2:], abs=1e-9)


def test_whole_corpora_match_and_count_the_same(real: Asked, fake: Asked, house: House) -> None:
    ours, expected = corpus_of(real, house), corpus_of(fake, house)
    for query in WHOLE:
        places = list(ours.matches(query))
        agree("matches", real, places, list(expected.matches(query)), query)
        counts = [(entry.id, n) for entry, n in ours.search(query, limit=None).counts()]
        assert sum(n for _, n in counts) == len(places)
        assert Counter(dict(counts)) == Counter(place.id for place in places)
        places = list(ours.matches(query, dropped=True))
        agree("matches", real, places, list(expected.matches(query, dropped=True)), query)
        counted = ours.search(query, limit=None, dropped=True).counts()
        assert {e.id: n for e, n in counted if n} == Counter(place.id for place in places)
    for scope in (*SCOPES[1:4], SCOPES[-2]):
        agree("words", real, list(ours.words("", scope)), list(expected.words("", scope)), scope)
        tokens, other_tokens = (
            [(plain(entry), plain(words)) for entry, words in corpus.tokens(scope)]
            for corpus in (ours, expected)
        )
        agree("tokens", real, tokens, other_tokens, scope)
        agree("statistics", real, ours.statistics(scope), expected.statistics(scope), scope)
        found, wanted = (list(corpus.matches("发展", scope)) for corpus in (ours, expected))
        agree("matches", real, found, wanted, scope)


def test_whole_corpora_tell_the_same(real: Asked, fake: Asked, house: House) -> None:
    ours, expected = corpus_of(real, house), corpus_of(fake, house)
    agree("check", real, list(ours.check()), list(expected.check()))
    agree(
        "check",
        real,
        list(ours.check(["007.txt", "第十讲"])),
        list(expected.check(["007.txt", "第十讲"])),
    )
    agree("iteration", real, list(ours), list(expected))
    assert len(ours) == len(expected)
    for text in ("开发去", "改搞", "发展", "x"):
        agree("near_words", real, ours.near_words(text), expected.near_words(text))


def research(corpus: Corpus, scope: Scope) -> Iterator[object]:
    """Yield what each kind of research says of one corpus."""
    for sort in get_args(LineOrder):
        yield list(corpus.kwic("发展 | 改革", scope, sort=sort))
    yield list(corpus.kwic("发展", scope, sample=3, seed=4))
    for by in get_args(TrendKey):
        yield corpus.trend(["发展", "改革 | 开放"], scope, by=by)
    yield corpus.collocates("发展 | 改革", scope, window=3, least=1)
    yield corpus.keyness(Scope(since="2020"), scope=scope, least=1)
    yield corpus.ngrams(scope, shortest=2, longest=3, least=2)
    yield corpus.ngrams(scope, shortest=4, least=2, characters=True, maximal=True)
    yield corpus.keyness(Scope(("corpus/",)), Scope(("invented/",)), scope)


@pytest.mark.parametrize("scope", [Scope(), SCOPES[5], SCOPES[-2]], ids=str)
def test_research_says_the_same(
    real: Asked, fake: Asked, house: House, scope: Scope, remembered: Remembered
) -> None:
    ours, theirs = corpus_of(real, house), corpus_of(fake, house)
    expected = remembered.recall(("research", scope), lambda: list(research(theirs, scope)))
    for number, (found, wanted) in enumerate(zip(research(ours, scope), expected, strict=True)):
        agree(f"research {number}", real, found, wanted, scope)


class PositiveBM25(BM25Okapi):  # type: ignore[misc]
    """rank_bm25's class as its author meant it, with an idf that is always positive."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for word, frequency in nd.items():
            self.idf[word] = log(1 + (self.corpus_size - frequency + 0.5) / (frequency + 0.5))


@pytest.fixture(scope="module")
def cutter(house: House) -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    for word in house.dictionary.words:
        tokenizer.add_word(word)
    return tokenizer


HAN = re.compile("[一-龥]+")


def test_scores_are_those_of_rank_bm25(real: Asked, house: House, cutter: jieba.Tokenizer) -> None:
    """The words are jieba's own; of letters and numbers, which it cuts otherwise, the index's."""
    ordered = [real.paths[key] for key in real.backend.select()]
    analysed = {speech.file.path: speech for speech in house.analysed}
    lists = []
    for path in ordered:
        speech = analysed[path]
        han = list(cut_for_search(cutter, simplify(speech.text)))
        others = {word: n for word, n in speech.words.counts.items() if not HAN.fullmatch(word)}
        lists.append([*han, *Counter(others).elements()])
    model = PositiveBM25(lists)
    for words in WORDS:
        scores = model.get_scores(list(Counter(words).elements()))
        expected = {path: score for path, score in zip(ordered, scores, strict=True) if score}
        ranking = real.backend.rank(Query(()), words, top=1000, any_words=True)
        found = {real.paths[key]: score for key, score in ranking.best}
        assert found == pytest.approx(expected, abs=1e-9)
        agree("rank_bm25", real, found.keys(), expected.keys(), words)


def cut_for_search(cutter: jieba.Tokenizer, text: str) -> Iterator[str]:
    for run in HAN.findall(text):
        yield from cutter.cut_for_search(run, HMM=False)


def test_words_are_those_of_jieba(real: Asked, cutter: jieba.Tokenizer) -> None:
    keys = real.backend.select()
    for key, speech in zip(keys, real.backend.tokens(keys), strict=True):
        words = [speech.text[start:end] for start, end in speech.spans]
        expected = [w for run in HAN.findall(speech.text) for w in cutter.cut(run, HMM=False)]
        agree("jieba.cut", real, list(filter(HAN.fullmatch, words)), expected, real.paths[key])
        counts = Counter(cut_for_search(cutter, speech.text))
        found = real.backend.count_words(key, counts.keys()).counts
        agree("jieba.cut_for_search", real, dict(found), dict(counts), real.paths[key])


PLAIN = {str, int, bool, bytes, type(None), Hashable}
"""Of the texts that the protocol takes, each is a word, an identifier or the start of a word."""


def test_no_argument_of_the_protocol_is_in_an_engines_words() -> None:
    texts = set()
    for name, method in inspect.getmembers(Backend, inspect.isfunction):
        if name.startswith("_"):
            continue
        # Of types alone, which not every command loads.
        hints = get_type_hints(method, localns={"Segmenter": Segmenter, "Query": Query})
        for parameter, annotation in hints.items():
            assert "sqlite" not in repr(annotation)
            assert annotation is not Any
            if annotation is str and parameter != "return":
                texts.add((name, parameter))
    assert texts == {("resolve", "identifier"), ("words", "prefix")}
    hints = get_type_hints(Backend.find, localns={"Query": Query})
    assert (hints["query"], hints["scope"]) == (Query, Scope)


def test_memory_needs_no_sqlite(run_python: RunPython) -> None:
    code = """
sys.modules["sqlite3"] = sys.modules["_sqlite3"] = None
import speechkit
corpus = speechkit.from_texts({"甲": "关于改革的讲话\\n改革开放。", "乙": "发展经济，改革。"})
print([hit.id for hit in corpus.search("改革")], len(list(corpus.matches("改革"))))
print([word.word for word in corpus.words("改")], [e.id for e, _ in corpus.tokens()])
print(len(list(corpus.check())), len(corpus), corpus["甲"].title)
assert sys.modules["sqlite3"] is None
"""
    done = run_python(code)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "['甲', '乙'] 3",
        "['改革', '改革开放'] ['乙', '甲']",
        "2 2 关于改革的讲话",
    ]


def test_the_queries_and_scopes_tell_backends_apart(fake: Asked) -> None:
    numbers = [len(fake.backend.find(parse(query))) for query in QUERIES]
    assert len(set(numbers)) > 30
    assert sum(map(bool, numbers)) > 0.8 * len(numbers)
    sizes = [len(fake.backend.select(scope)) for scope in SCOPES]
    assert all(sizes[:-1])
    assert len(set(sizes)) > 9
