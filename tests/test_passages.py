"""Passages: how speeches are cut, which passage answers, and where it matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import speechkit
from speechkit.model import Passage, Text, Totals, WordStatistics
from speechkit.query.matches import count_matches, find_spans
from speechkit.query.passages import SpeechPassages, find_pairs
from speechkit.query.syntax import parse_query
from speechkit.ranking import PassageScorer
from speechkit.text.characters import count_lasting
from speechkit.text.normalize import normalize, normalize_phrase
from speechkit.text.sentences import PASSAGE_LENGTH, cut_passages
from speechkit.text.table import find_expansions

MakeCorpus = Callable[[Mapping[str, str]], Path]
FILLER = "我们还要说一说别的事情，大家听着就好"


@given(
    st.lists(st.tuples(st.integers(1, 400), st.sampled_from("。！？；，!?;”")), max_size=8).map(
        lambda parts: "".join("字" * length + mark for length, mark in parts)
    )
)
def test_passages_follow_on_each_other_and_are_bounded(paragraph: str) -> None:
    spans = list(cut_passages(paragraph))
    assert "".join(paragraph[start:end] for start, end in spans) == paragraph
    assert all(0 < end - start <= PASSAGE_LENGTH for start, end in spans) or not paragraph
    assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_passages_end_with_sentences() -> None:
    sentence = "字" * 80 + "。”"
    spans = list(cut_passages(sentence * 10))
    assert [(end - start) % len(sentence) for start, end in spans] == [0] * len(spans)
    assert [end - start for start, end in spans] == [246, 246, 246, 82]


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("实施“十四五”规划", "十四五规划", ["十四五”规划"]),
        ("建設開發區", "开发区", ["開發區"]),
        ("形势严.峻啊", "严峻", ["严.峻"]),
        ("the WORLD  Bank", '"world bank"', ["WORLD  Bank"]),
        ("共１,０００元", "1000", ["１,０００"]),
        ("計畫与计划", "计划", ["計畫", "计划"]),
        ("发展发展", "发展 展发", ["发展发展"]),
        ("甲在乙，那里甲远远在乙", "甲 NEAR/1 乙", ["甲在乙"]),
        ("约30㎡地", "m2", ["㎡"]),
        ("约30㎡地", "30m", ["30㎡"]),
        ("没有", "别的", []),
    ],
)
def test_spans_are_of_the_texts_own_characters(text: str, typed: str, found: list[str]) -> None:
    spans = find_spans(text, parse_query(typed).terms)
    assert [text[start:end] for start, end in spans] == found


@given(
    st.text(st.sampled_from("发展计划画“”、 ab1,.é㎡"), max_size=20),
    st.sampled_from(["发展", "计划", "a", "1"]),
)
def test_spans_are_in_order_and_apart(text: str, typed: str) -> None:
    spans = find_spans(text, parse_query(typed).terms)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_pairs_that_overlap_are_one_span() -> None:
    assert find_pairs("新的開發區在南", ["开发", "发区", "在南"]) == ((2, 5), (5, 7))
    assert find_pairs("别处", ["开发"]) == ()


@pytest.fixture
def search(make_corpus: MakeCorpus) -> Callable[..., speechkit.Hit]:
    """Search one speech of these paragraphs and return the hit."""

    def run(query: str, *paragraphs: str, relax: bool = False) -> speechkit.Hit:
        folder = make_corpus({"1.txt": "\n".join(["全县工作会议上的讲话", *paragraphs])})
        (hit,) = speechkit.open(folder).search(query, relax=relax, passages=3)
        return hit

    return run


def marked(passage: Passage | speechkit.Hit) -> list[str]:
    text = passage.passage if isinstance(passage, speechkit.Hit) else passage.text
    return [text[start:end] for start, end in passage.spans]


def test_the_passage_with_more_of_the_query_answers(search: Callable[..., speechkit.Hit]) -> None:
    hit = search(
        "开发区 招商",
        "开发区开发区开发区，开发区。",
        "别的一段话。",
        "开发区要抓好招商这件事，这是头等大事。",
        "招商招商招商。",
    )
    assert hit.paragraph == 3
    assert marked(hit) == ["开发区", "招商"]
    assert hit.passages[0].paragraph == 3
    assert {passage.paragraph for passage in hit.passages} == {1, 3, 4}
    assert hit.matches == 9


def test_a_match_in_the_title_alone_is_answered_with_the_title(
    search: Callable[..., speechkit.Hit],
) -> None:
    hit = search("全县工作会议", "今天说三件事。")
    assert (hit.paragraph, hit.passage) == (0, "全县工作会议上的讲话")
    assert marked(hit) == ["全县工作会议"]
    assert hit.matches == 1
    assert search("title:会议", "今天开会议事，会议很短。").paragraph == 0


def test_a_match_over_the_cut_between_passages_is_shown_whole(
    search: Callable[..., speechkit.Hit],
) -> None:
    long = FILLER * 16 + "。" + "接着说" + FILLER * 10 + "。"
    (first, _) = list(cut_passages(long))
    across = long[first[1] - 4 : first[1] + 3]
    hit = search(across, long)
    assert marked(hit) == [across]
    assert hit.matches == 1


def test_a_relaxed_answer_marks_the_words_it_holds(search: Callable[..., speechkit.Hit]) -> None:
    hit = search("火星开发区", "先说别的。", "建设开发区。", relax=True)
    assert hit.paragraph == 2
    assert marked(hit) == ["开发区"]
    assert hit.matches == 0


def test_every_matching_paragraph_is_listed(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(
        {"1.txt": "开发区工作会议上的讲话\n开发区，开發區。\n别的。\n招商。\n“开发”区很大"}
    )
    found = speechkit.open(folder).search("开发区 | 招商 | title:工作")
    passages = found.paragraphs(found[0])
    assert [(p.paragraph, marked(p)) for p in passages] == [
        (0, ["开发区", "工作"]),
        (1, ["开发区", "开發區"]),
        (3, ["招商"]),
        (4, ["开发”区"]),
    ]


def test_a_hit_names_its_section(make_corpus: MakeCorpus) -> None:
    body = "今天的会议很重要，大家要听好，要做好各项工作。\n" * 3
    text = f"会议上的讲话\n篇1：春耕讲话\n{body}春耕要早。\n篇2：秋收讲话\n{body}秋收要快。"
    corpus = speechkit.open(make_corpus({"1.txt": text}))
    assert re.match("篇1", corpus.search("春耕要早")[0].section)
    assert re.match("篇2", corpus.search("秋收要快")[0].section)


TALK = """座談會紀錄
開場的話說完了。
王委員：這個是我們初步的構想。
還沒有到非常完整。
李顧問：並不是越消費越好。
王委員：對，我們會再試一下。
"""
SPEAKERS = {"開場": "", "構想": "王委員", "完整": "王委員", "消費": "李顧問", "再試": "王委員"}


def test_a_hit_tells_who_speaks(make_corpus: MakeCorpus) -> None:
    folder = make_corpus({"1.txt": TALK})
    texts = TALK.split("\n", 1)
    for corpus in (speechkit.open(folder), speechkit.from_texts([TALK])):
        for query, name in SPEAKERS.items():
            hit = corpus.search(query)[0]
            assert (hit.turn, hit.section) == (name, name)
            assert corpus[hit.id].turn_of(hit.paragraph) == name
        assert corpus.search(texts[0])[0].turn == ""
        turns = [(turn.paragraph, turn.name) for turn in corpus[hit.id].turns]
        assert turns == [(2, "王委員"), (4, "李顧問"), (5, "王委員")]


def test_a_hit_has_section_and_turn_apart(make_corpus: MakeCorpus) -> None:
    part = TALK.partition("\n")[2]
    corpus = speechkit.open(
        make_corpus({"1.txt": f"紀錄\n第一篇\n{part}第二篇\n收尾的話說完了。\n"})
    )
    hit = corpus.search("消費")[0]
    assert (hit.section, hit.turn) == ("第一篇", "李顧問")


def test_names_of_turns_change_their_script(make_corpus: MakeCorpus) -> None:
    speech = speechkit.open(make_corpus({"1.txt": TALK}))["1"]
    turned = speechkit.convert_speech(speech, "t2s")
    assert [turn.name for turn in turned.turns] == ["王委员", "李顾问", "王委员"]


def test_what_is_asked_of_titles_chooses_and_is_not_counted() -> None:
    text = Text("养老工作会议上的讲话", ("谈养老。", "谈工业。"))
    assert count_matches(parse_query("养老 title:会议").terms, text) == 2
    assert count_matches(parse_query("title:会议").terms, text) == 1


def test_hits_with_every_matching_paragraph_choose_none(
    make_corpus: MakeCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = speechkit.open(
        make_corpus({"1.txt": "讲话\n开发区。\n别的。\n说招商。\n“开发”区很大"})
    )
    best = corpus.search("开发区 招商")
    with monkeypatch.context() as patch:
        patch.delattr(SpeechPassages, "choose")
        (hit,) = found = corpus.search("开发区 招商", passages=None)
    assert [(p.paragraph, marked(p)) for p in hit.passages] == [
        (1, ["开发区"]),
        (3, ["招商"]),
        (4, ["开发”区"]),
    ]
    assert [*hit.passages] == found.paragraphs(hit) == best.paragraphs(best[0])
    assert (hit.paragraph, hit.passage, hit.matches) == (1, "开发区。", 3)
    assert hit.whole and not best[0].whole


def test_a_hit_without_a_matching_paragraph_has_its_best_passage(make_corpus: MakeCorpus) -> None:
    corpus = speechkit.open(make_corpus({"1.txt": "讲话\n先说别的。\n建设开发区。"}))
    (hit,) = corpus.search("火星开发区", passages=None, relax=True)
    assert [(p.paragraph, marked(p)) for p in hit.passages] == [(2, ["开发区"])]
    assert not hit.whole


@pytest.mark.parametrize(
    ("query", "paragraphs", "best"),
    [
        ("十四五", ["十四年建成，二十四年通车，“十四五”收官。", "先说一句话，“十四五”收官。"], 2),
        ("开发区", ["开发，再开发，还是开发，建设开发区。", "说一说这座城市，建设开发区。"], 2),
        ("开发区", ["建设开发区，开发区要快。", "建设开发区，要快。"], 1),
        ("开发区", ["建设开发区，要快，要稳，要好。", "建设開發區。"], 2),
        ("开发区 | 粮食", ["粮食丰收，粮食满仓。", "粮食粮食粮食粮食。"], 2),
        ("开发区 | 粮食", ["说起粮食是大事。", "说起开发区大事。", "粮食。"], 2),
        ("粮食 NEAR/3 安全", ["粮食安全。粮食、安全。", "粮食安全。粮食，先别说，安全。"], 1),
    ],
)
def test_the_best_passage_is_told_by_what_matches(
    make_corpus: MakeCorpus, query: str, paragraphs: list[str], best: int
) -> None:
    """By how often, how rare and in how few characters; parts of a phrase are no matches."""
    files = {"1.txt": "\n".join(["讲话", *paragraphs])}
    files |= {f"{number}.txt": "讲话\n粮食。" for number in range(2, 9)}
    hits = speechkit.open(make_corpus(files)).search(query, scope=speechkit.Scope(ids=("1",)))
    assert [hit.paragraph for hit in hits] == [best]


def make_scorer(phrase: str) -> PassageScorer:
    """Return what scores the pairs of a phrase, each of its characters a word."""

    def count(words: Collection[str]) -> dict[str, WordStatistics]:
        return {word: WordStatistics(word, 1, 1, 1) for word in words}

    totals = Totals(speeches=10, words=10, tokens=10, passages=10, characters=10)
    return PassageScorer([normalize_phrase(phrase)], list, count, totals)


@given(
    st.sampled_from(["开发", "株式会社", "二〇二五", "开发区 gdp", "社", "ᄀᄀ"]),
    st.text(st.sampled_from("开開门發发髮區区㍿㍑株式会會社〇零○O0二2五ⅤGgＧdｐp가 “”·。\u0301")),
)
@example("会社", "㍿")
def test_what_cannot_score_does_not(phrase: str, text: str) -> None:
    scorer = make_scorer(phrase)
    assert scorer.may_score(text) or scorer.score(normalize(text)) == 0


@given(
    st.sampled_from(["开发", "株式会社", "开发区", "社", "区区"]),
    st.text(
        st.sampled_from("开開門发發髮區区㍿㍑株式会會社〇零，○O0二2五ⅤGp가 “”·。\u0301𠀀\ud800")
    ),
)
@example("会社", "㍿")
@example("区区", "区“区")
def test_no_score_is_above_its_bound(phrase: str, text: str) -> None:
    scorer = make_scorer(phrase)
    assert scorer.bound_scores([text])[0] >= scorer.score(normalize(text))
    assert count_lasting(text) <= len(normalize(text))


def test_bounds_are_told_of_few_chinese_letters() -> None:
    asked = ["开发", "社", "gdp", "开gdp", "经济社会发展改革开放"]
    assert [make_scorer(phrase).are_bound for phrase in asked] == [True, True, False, False, False]


def test_every_character_that_lasts_stays_one_letter() -> None:
    every = "".join(map(chr, range(0x4E00, 0xA000)))
    assert count_lasting(every) == len(every) == len(normalize(every))
    others = "".join(map(chr, (*range(0x4E00), *range(0xA000, 0x20000))))
    assert count_lasting(others) == 0


def test_no_character_becomes_a_chinese_letter_twice() -> None:
    """What counts letters by what becomes them counts each such character once."""
    for letter in map(chr, range(0x4E00, 0xA000)):
        assert all(target.count(letter) == 1 for _, target in find_expansions(letter))


@given(
    st.lists(
        st.text(st.sampled_from("开開发發展区甲乙丙，。“”"), min_size=1, max_size=60), max_size=12
    ),
    st.integers(1, 3),
)
def test_what_is_left_out_is_none_of_the_best(paragraphs: list[str], count: int) -> None:
    text = Text("开发区", tuple(paragraphs))
    bound, unbound = make_scorer("开发"), make_scorer("开发")
    unbound.are_bound = False
    chosen = [SpeechPassages(text).choose((), one, count) for one in (bound, unbound)]
    assert chosen[0] == chosen[1]
    assert SpeechPassages(text).score(bound) == SpeechPassages(text).score(unbound)
    assert SpeechPassages(text).explain(bound) == SpeechPassages(text).explain(unbound)


def test_what_lacks_a_letter_of_each_pair_cannot_score() -> None:
    scorer = make_scorer("开发区")
    assert scorer.may_score("開始發展") and scorer.may_score("一区开了，又發了")
    assert not scorer.may_score("开始，一区二区。")
