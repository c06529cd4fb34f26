"""Runs of a draft in a corpus and of speeches in each other, against looking at every place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import MakeCorpus
from every_backend import BACKENDS, share_everywhere
from hypothesis import given
from hypothesis import strategies as st

import speechkit
from speechkit.backends.memory import MemoryBackend
from speechkit.backends.protocol import AnalysedSpeech, IndexSettings, SpeechWords
from speechkit.corpus import Corpus
from speechkit.errors import SettingError, UnknownSpeechError
from speechkit.model import Scope, SourceFile, Speech
from speechkit.research import compare_speeches
from speechkit.research.comparison import lookup
from speechkit.research.comparison.drafts import compare_draft
from speechkit.research.comparison.runs import count_covered, keep_longest, read_lines
from speechkit.text.normalize import EDGES, normalize_lines
from speechkit.text.scripts import convert

COPIED = "营商环境不需要花大钱，但好的营商环境值大钱"
FORMULA = "让我们更加紧密地团结在一起，为实现目标而努力奋斗"


def draft(*paragraphs: str, title: str = "") -> Speech:
    speech = Speech("draft", title or "草稿", paragraphs, Path("/elsewhere/draft.txt"), "utf-8")
    return speech._replace(title_in_text=bool(title))


FILES: dict[str | bytes, str | bytes] = {
    "new.txt": f"在会上的讲话\n2024年5月1日\n各位：\n有人说{COPIED}。好。\n{FORMULA}。\n",
    "old.txt": f"在上次会上的讲话\n2019年5月1日\n各位：\n老话讲，{COPIED}，对不对？\n{FORMULA}！\n",
    "traditional.txt": f"在臺灣的講話\n各位：\n{convert(COPIED, 's2t')}。\n{FORMULA}。\n",
    "b.txt": f"另一篇\n一二三。\n{FORMULA}。\n",
    "c.txt": f"又一篇\n四五六。\n所以，{FORMULA}。\n",
}


everywhere = share_everywhere(FILES)


@pytest.fixture(params=BACKENDS)
def corpus(request: pytest.FixtureRequest, everywhere: dict[str, Corpus]) -> Corpus:
    return everywhere[request.param]


def test_a_run_has_its_places_and_the_earliest_source(corpus: Corpus) -> None:
    speech = draft("同志们：", f"我看，“{COPIED}”，是这样。", f"最后，{FORMULA}。", title="讲话稿")
    found = corpus.compare(speech)
    copied, common = sorted(found.runs, key=lambda run: run.kind, reverse=True)
    assert (copied.kind, copied.text, copied.speeches) == ("copied", COPIED, 3)
    assert (common.kind, common.text, common.speeches) == ("common", FORMULA, 5)
    for run in found.runs:
        assert speech.text[run.draft_start : run.draft_end] == run.text
        assert run.length == len(run.text)
    assert copied.source is not None
    assert (copied.source.id, copied.source.paragraph) == ("old", 3)
    assert (found.copied, found.common) == (len(COPIED), len(FORMULA))
    assert found.characters == sum(map(len, speech.paragraphs))
    assert found.speeches == 5


def test_what_is_made_of_formulas_is_common_unless_a_run_of_it_is_not() -> None:
    other = "全面建设社会主义现代化国家"
    held = [[f"{FORMULA}。", f"为{other}而奋斗。"] for _ in range(6)]
    joined, longer = f"{FORMULA}，{other}", f"{FORMULA}，今天我在村里看到了新修的桥和路"
    backend = hold([*held, [f"{joined}。"], [f"{longer}。"]])
    found = compare_draft(backend, draft(f"{joined}。", f"{longer}。"))
    kinds = {run.text: (run.kind, run.speeches) for run in found.runs}
    assert kinds == {joined: ("common", 1), longer: ("copied", 1)}
    assert (found.copied, found.common) == (len(longer), len(joined))


def test_a_scope_and_a_least_length(corpus: Corpus) -> None:
    speech = draft(f"我看{COPIED}")
    found = corpus.compare(speech, scope=Scope(ids=("new",)))
    assert [run.source.id for run in found.runs if run.source] == ["new"]
    assert corpus.compare(speech, len(COPIED) + 1).runs == ()
    assert corpus.compare(speech, len(COPIED)).runs
    assert corpus.compare(draft("环境值大钱吗"), 6).runs == ()
    assert [run.text for run in corpus.compare(draft("好的营商环境吗"), 6).runs] == ["好的营商环境"]
    with pytest.raises(SettingError):
        corpus.compare(speech, 5)
    with pytest.raises(UnknownSpeechError):
        corpus.compare(speech, scope=Scope(ids=("nowhere",)))


def test_a_speech_does_not_find_itself(corpus: Corpus) -> None:
    found = corpus.compare(corpus["new"])
    assert all(run.source and run.source.id != "new" for run in found.runs)
    assert found.speeches == 4
    with speechkit.from_texts({"a": f"讲话\n{COPIED}。", "b": "讲话\n别的。"}) as memory:
        assert memory.compare(memory["a"]).runs == ()


def test_nothing_to_compare(corpus: Corpus) -> None:
    for speech in (
        draft(),
        draft("短"),
        draft("，" * 40),
        draft("月球上有一只兔子在捣药，不停地捣"),
    ):
        assert corpus.compare(speech).runs == ()


def test_a_run_longer_than_what_is_normalized_at_once(make_corpus: MakeCorpus) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(1_500))
    with speechkit.open(
        make_corpus({"a.txt": f"讲话\n前面{text}后面。\n", "b.txt": "另"})
    ) as corpus:
        (run,) = corpus.compare(draft(f"话{text}完")).runs
        assert run.length == 1_500


# Against brute force


class Expected(NamedTuple):
    """A run of a draft: its paragraph, where it is in the draft, and how many texts hold it."""

    paragraph: int
    start: int
    end: int
    holders: int


def brute_force(speech: Speech, texts: list[list[str]], least: int) -> set[Expected]:
    """Return the runs of a draft that are in no other run, looked for place by place."""
    found = set()
    for line in read_lines(speech):
        spans = []
        for start in range(len(line.match)):
            for end in range(start + least, len(line.match) + 1):
                run = line.match[start:end]
                if run == run.strip(EDGES) and any(run in other for t in texts for other in t):
                    spans.append((start, end))
        for start, end in keep_longest(spans):
            holders = sum(any(line.match[start:end] in other for other in t) for t in texts)
            first, last = line.raw(start, end)
            found.add(Expected(line.paragraph, line.start + first, line.start + last, holders))
    return found


LINES = st.lists(
    st.text("甲乙，", max_size=24)
    | st.lists(st.sampled_from(["甲乙丙", "丁戊己庚", "，", "辛"]), max_size=8).map("".join),
    max_size=3,
)


def hold(texts: list[list[str]]) -> MemoryBackend:
    """Return texts as they are in memory, neither cleaned nor segmented."""
    speeches = []
    for number, lines in enumerate(texts):
        name = f"{number}.txt"
        speech = Speech(name, "讲话", tuple(lines), Path(name), "utf-8")
        file = SourceFile(name.encode(), 0, 0, 0, 0)
        speeches.append(
            AnalysedSpeech(
                file=file,
                digest=b"",
                speech=speech,
                normalized=normalize_lines("\n".join(["讲话", *lines])),
                normalized_dropped=(),
                words=SpeechWords(b""),
            )
        )
    return MemoryBackend(Path(), speeches, IndexSettings("auto", (), ""))


@given(LINES, st.lists(LINES, min_size=1, max_size=4), st.integers(6, 9))
def test_all_runs_are_found(lines: list[str], texts: list[list[str]], least: int) -> None:
    found = compare_draft(hold(texts), draft(*lines), least=least)
    assert {
        Expected(run.draft_paragraph, run.draft_start, run.draft_end, run.speeches)
        for run in found.runs
    } == brute_force(draft(*lines), list(map(normalize_all, texts)), least)


SHORT = st.lists(st.text("甲乙", min_size=8, max_size=20), min_size=1, max_size=3)


@given(SHORT, st.lists(SHORT, min_size=4, max_size=11), st.integers(6, 9))
def test_all_runs_are_found_of_what_many_hold(
    lines: list[str], texts: list[list[str]], least: int
) -> None:
    """Of a piece of many speeches not all texts are read; still no longer run is missed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookup, "_RARE", 1)
        found = compare_draft(hold(texts), draft(*lines), least=least)
    assert {
        Expected(run.draft_paragraph, run.draft_start, run.draft_end, run.speeches)
        for run in found.runs
    } == brute_force(draft(*lines), list(map(normalize_all, texts)), least)


def normalize_all(lines: list[str]) -> list[str]:
    return normalize_lines("\n".join(lines)).split("\n")


@given(st.lists(LINES, min_size=2, max_size=4), st.integers(6, 9))
def test_what_speeches_share_is_found_and_the_rest_is_own(
    texts: list[list[str]], least: int
) -> None:
    speeches = [draft(*lines)._replace(id=str(n)) for n, lines in enumerate(texts)]
    found = compare_speeches(speeches, least=least)
    for place, speech in enumerate(speeches):
        for later in speeches[place + 1 :]:
            expected = brute_force(speech, [normalize_all(list(later.paragraphs))], least)
            runs = {
                Expected(run.draft_paragraph, run.draft_start, run.draft_end, 1)
                for run in found.shared
                if run.draft == speech.id and run.source and run.source.id == later.id
            }
            assert runs == expected
    for speech, share in zip(speeches, found.speeches, strict=True):
        own = [run for run in found.own if run.draft == speech.id]
        assert all(speech.text[run.draft_start : run.draft_end] == run.text for run in own)
        covered = count_covered([(run.draft_start, run.draft_end) for run in own])
        assert covered + share.shared <= share.characters == sum(map(len, speech.paragraphs))


def test_three_speeches() -> None:
    speeches = [
        draft("甲说" + COPIED, FORMULA)._replace(id="1"),
        draft("乙说" + COPIED + "。只有我说。")._replace(id="2"),
        draft("丙说" + convert(COPIED, "s2t"))._replace(id="3"),
    ]
    found = compare_speeches(speeches)
    assert [(run.draft, run.source and run.source.id, run.speeches) for run in found.shared] == [
        ("1", "2", 2),
        ("1", "3", 2),
        ("2", "3", 2),
    ]
    assert [(run.draft, run.text) for run in found.own] == [("1", FORMULA), ("2", "只有我说。")]
