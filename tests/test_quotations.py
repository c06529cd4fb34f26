"""Quotations: exact, with other marks, nearly so or nowhere; the same on every backend."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, MakeCorpus
from every_backend import BACKENDS, share_everywhere

import speechkit
from speechkit.corpus import Corpus
from speechkit.errors import SettingError, UnknownSpeechError, UnreadableFileError
from speechkit.model import Scope, Speech
from speechkit.research import Quotation, find_quoted
from speechkit.research.quotations.letters import Letters
from speechkit.research.quotations.verdict import compare_wordings
from speechkit.text.normalize import normalize_lines, normalize_phrase
from speechkit.text.scripts import convert

WISH = "人民对美好生活的向往，就是我们的奋斗目标"
FILES: dict[str | bytes, str | bytes] = {
    "late.txt": f"在会上的讲话\n2017年10月18日\n同志们：\n我们说过，{WISH}。今天还要说。\n",
    "early.txt": f"在见面会上的讲话\n2012年11月15日\n各位：\n{WISH}。\n",
    "traditional.txt": f"在座談會上的講話\n各位：\n{convert(WISH, 's2t')}。\n",
    "other.txt": (
        "在乙县会议上的讲话\n2013年1月1日\n各位：\n对美好生活的向往是农民的奋斗目标。\n"
        "说实话，办实事，求实效。\n"
    ),
}


everywhere = share_everywhere(FILES)


@pytest.fixture(params=BACKENDS)
def corpus(request: pytest.FixtureRequest, everywhere: dict[str, Corpus]) -> Corpus:
    return everywhere[request.param]


def changes(found: Quotation) -> list[tuple[str, str]]:
    """The differences of the first wording: as it is said there, and as it was quoted."""
    first = found.wordings[0]
    return [
        (first.original[d.start : d.end], found.quoted[d.quoted_start : d.quoted_end])
        for d in first.differences
    ]


def test_what_is_said_so_is_exact_and_the_earliest_is_first(corpus: Corpus) -> None:
    for quoted in (WISH, f"“{WISH}。”", convert(WISH, "s2t")):
        found = corpus.quote(quoted)
        assert (found.verdict, found.speeches) == ("exact", 3)
        assert [w.id for w in found.wordings] == ["early", "late", "traditional"]
        assert found.wordings[0].date == "2012-11-15"
        assert all(not w.differences and not w.distance for w in found.wordings)


def test_a_wording_is_where_it_is_said_to_be(corpus: Corpus) -> None:
    for quoted in (WISH, WISH.replace("向往", "期盼"), WISH[:14] + "了" + WISH[14:]):
        for wording in corpus.quote(quoted).wordings:
            line = corpus[wording.id].paragraph(wording.paragraph)
            assert line[wording.start :].startswith(wording.original)


@pytest.mark.parametrize(
    ("quoted", "verdict", "expected"),
    [
        ("人民对美好生活的期盼就是我们的奋斗目标", "near", [("向往，", "期盼")]),
        ("人民对美好生活的向往就是我们的奋斗目标", "punctuation", [("，", "")]),
        ("人民对美好生活的向往就是我们奋斗的目标", "near", [("，", ""), ("的", ""), ("", "的")]),
        ("人民对美好生活向往，就是我们共同的奋斗目标", "near", [("的", ""), ("", "共同")]),
        ("人民，对美好生活的向往，就是我们的奋斗目标", "punctuation", [("", "，")]),
        ("人民對美好生活的嚮往，就是我們的奮斗方向", "near", [("目标", "方向")]),
        ("讲真话办实事求实效", "near", [("说实", "讲真"), ("，", ""), ("，", "")]),
        ("月球上有一只兔子在捣药", "none", []),
        ("兔", "none", []),
        ("，。！", "none", []),
        ("", "none", []),
    ],
)
def test_what_differs_is_marked(
    corpus: Corpus, quoted: str, verdict: str, expected: list[tuple[str, str]]
) -> None:
    found = corpus.quote(quoted)
    assert found.verdict == verdict
    assert found.speeches == 0
    assert (changes(found) if found.wordings else []) == expected


def test_the_nearest_wording_is_first(corpus: Corpus) -> None:
    found = corpus.quote("人民对美好生活的向往是我们的奋斗目标", limit=9)
    assert [w.id for w in found.wordings] == ["early", "late", "traditional", "other"]
    assert [w.distance for w in found.wordings] == sorted(w.distance for w in found.wordings)


def test_a_scope_narrows_exact_and_near_places(corpus: Corpus) -> None:
    scope = Scope(since="2013")
    assert [w.id for w in corpus.quote(WISH, scope=scope).wordings] == ["late"]
    near = corpus.quote(WISH.replace("向往", "期盼"), scope=scope)
    assert near.wordings[0].id == "late"
    assert corpus.quote(WISH, scope=Scope(ids=("other",))).verdict == "near"
    with pytest.raises(UnknownSpeechError):
        corpus.quote(WISH, scope=Scope(ids=("nowhere",)))
    with pytest.raises(SettingError):
        corpus.quote(WISH, limit=0)


def draft(*paragraphs: str) -> Speech:
    return Speech("draft", "草稿", paragraphs, Path("/elsewhere/draft.txt"), "utf-8")


def test_every_quotation_of_a_draft_has_its_place(corpus: Corpus) -> None:
    text = f"他说：“{WISH}。”又说：「对美好生活的期盼是农民的奋斗目标」。"
    found = list(corpus.quotations(draft("同志们：", text, "“十四五”开局。")))
    assert [q.verdict for q in found] == ["exact", "near"]
    for quotation in found:
        start = quotation.draft_start
        assert quotation.draft_paragraph == 2
        assert text[start : start + len(quotation.quoted)] == quotation.quoted


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("他说“一二三四五六‘七’八”。", ["一二三四五六‘七’八"]),
        ("「一二三四五六『七』」", ["一二三四五六『七』"]),
        ('『一二三四五六』和"一二三四五六七"', ["一二三四五六", "一二三四五六七"]),
        ("“一二三四五”", []),
        ("“一，二，三”", []),
        ("没有引号，“没有结尾的一二三四五六", []),
    ],
)
def test_what_a_draft_quotes(line: str, expected: list[str]) -> None:
    assert [quoted.text for quoted in find_quoted(draft(line), 6)] == expected


def test_a_draft_of_the_corpus_is_not_found_in_itself(make_corpus: MakeCorpus) -> None:
    text = "在会上的讲话\n同志们：\n他说“发展是第一要务，人才是第一资源”。\n"
    folder = make_corpus({"a.txt": text, "b.txt": "另一篇讲话\n发展是第一要务，人才是第一资源。\n"})
    with speechkit.open(folder) as corpus:
        (found,) = corpus.quotations(speechkit.read(folder / "a.txt"))
        assert [w.id for w in found.wordings] == ["b"]
        (found,) = corpus.quotations(corpus["a"])
        assert [w.id for w in found.wordings] == ["b"]


def test_a_draft_is_read_as_a_file_of_a_corpus_is(tmp_path: Path) -> None:
    path = tmp_path / "草稿.txt"
    path.write_bytes("在会上的讲话\r\n\r\n同志们：\r\n".encode("gb18030"))
    speech = speechkit.read(path)
    assert (speech.id, speech.title, speech.encoding) == (str(path), "在会上的讲话", "gb18030")
    assert speech.paragraphs == ("同志们：",)
    assert speechkit.read("-", data="讲话".encode()).text == "讲话"
    with pytest.raises(FileNotFoundError):
        speechkit.read(tmp_path / "nothing.txt")
    with pytest.raises(UnreadableFileError):
        speechkit.read("-", data=b"\0\1\2" * 99)
    with pytest.raises(SettingError):
        speechkit.read(path, "no-encoding")


def test_differences_are_of_the_texts_as_they_are() -> None:
    original, quoted = "“十四五”规划２０２５年，开（fa）區", "十四五规划2025年开区"
    found = [(original[a:b], quoted[c:d]) for a, b, c, d in compare_wordings(original, quoted)]
    assert found == [("，", ""), ("fa", "")]


# Quotations that were damaged, from the sample corpus


def damage(text: str, chance: random.Random) -> str:
    """Return a quotation with one or two things wrong, as people write from memory."""
    for _ in range(chance.choice((1, 2))):
        place = chance.randrange(1, len(text) - 3)
        text = chance.choice(DAMAGES)(text, place, chance)
    return convert(text, "s2t") if chance.random() < 0.25 else text


DAMAGES: tuple[Callable[[str, int, random.Random], str], ...] = (
    lambda text, n, chance: text[:n] + chance.choice("的和在我们人民国家") + text[n + 1 :],
    lambda text, n, chance: text[:n] + chance.choice(("人民", "全面", "工作")) + text[n + 2 :],
    lambda text, n, chance: text[:n] + chance.choice(("了", "必须", "深入")) + text[n:],
    lambda text, n, chance: text[:n] + text[n + 1 :],
    lambda text, n, chance: text[:n] + text[n + 2 :],
    lambda text, n, chance: re.sub("[，。；：、]", lambda _: chance.choice(("", "，", "；")), text),
)


@pytest.fixture(scope="module")
def speeches(
    tmp_path_factory: pytest.TempPathFactory, dictionary_settings: object
) -> Iterator[Corpus]:
    """The repository's own speeches."""
    folder = shutil.copytree(ROOT / "corpus", tmp_path_factory.mktemp("speeches") / "samples")
    with speechkit.open(folder) as corpus:
        yield corpus


def test_a_damaged_quotation_finds_its_source(speeches: Corpus) -> None:
    chance = random.Random(17)
    sentences = [
        (speech.id, sentence)
        for speech in speeches
        for paragraph in speech.paragraphs
        for sentence in re.findall("[^。！？]+", paragraph)
        if 12 <= len(normalize_phrase(sentence)) <= 60
    ]
    chosen = chance.sample(sentences, 60)
    right = 0
    for _, sentence in chosen:
        found = speeches.quote(damage(sentence, chance), limit=1)
        if found.wordings:
            first = found.wordings[0]
            line = speeches[first.id].paragraph(first.paragraph)
            right += Letters(sentence).text in Letters(line).text
    assert right >= 57


def test_no_text_is_nearer_than_what_is_found(speeches: Corpus) -> None:
    """The best distance is that of an alignment with every paragraph of the speeches."""
    from speechkit.research.quotations.alignment import align_within

    chance = random.Random(5)
    lines = [Letters(line).text for s in speeches for line in (s.title, *s.paragraphs)]
    for line in chance.sample([line for line in lines if len(line) > 30], 20):
        quoted = damage(line[3:23], chance)
        found = speeches.quote(quoted, limit=1)
        letters = Letters(quoted).text
        best = min(align_within(letters, line).distance for line in lines)
        assert found.verdict == "exact" or found.wordings[0].distance == best


PASSAGE = (
    "我们要坚持把发展作为第一要务，把营商环境当作头等大事来抓。要深入企业了解困难，"
    "帮助他们解决用地用工的难题；对群众反映的问题，件件要有着落，事事要有回音。"
)
"""In it no clause is said twice."""


@pytest.mark.parametrize("ellipsis", ["……", "…", "......", "。。。。。。", "⋯⋯"])
def test_what_an_ellipsis_leaves_out_is_marked_and_the_quotation_exact(
    corpus: Corpus, ellipsis: str
) -> None:
    found = corpus.quote(f"人民对美好生活{ellipsis}是我们的奋斗目标")
    assert (found.verdict, found.speeches) == ("exact", 3)
    assert changes(found) == [("的向往，就", ellipsis)]
    assert found.wordings[0].id == "early"
    assert not found.wordings[0].distance


@pytest.fixture(scope="module")
def passage() -> Iterator[Corpus]:
    other = "我们要坚持把群众的事当作自己的事，对群众反映的问题要有回音。"
    texts = {"1": f"在会上的讲话\n{PASSAGE}\n{other}", "2": f"另一次讲话\n{other}"}
    with speechkit.from_texts(texts) as corpus:
        yield corpus


def test_sentences_that_are_joined_are_found_and_what_is_between_them_is_marked(
    passage: Corpus,
) -> None:
    found = passage.quote("把发展作为第一要务，帮助他们解决用地用工的难题，事事要有回音")
    assert (found.verdict, found.wordings[0].id) == ("near", "1")
    between = "，把营商环境当作头等大事来抓。要深入企业了解困难，"
    assert changes(found)[0] == (between, "，")
    assert len(changes(found)) == 2
    assert found.wordings[0].distance == 36


def test_an_ellipsis_does_not_excuse_what_differs_elsewhere(passage: Corpus) -> None:
    found = passage.quote("要坚持把发展作为第一任务……帮助他们解决用地用工的问题")
    assert (found.verdict, found.speeches) == ("near", 0)
    assert [quoted for _, quoted in changes(found)] == ["任", "……", "问"]
    assert found.wordings[0].distance == 2


def test_parts_in_another_order_or_in_two_paragraphs_are_no_quotation(passage: Corpus) -> None:
    for quoted in (
        "件件要有着落，事事要有回音……我们要坚持把发展作为第一要务",
        "把营商环境当作头等大事来抓……当作自己的事",
    ):
        assert passage.quote(quoted).verdict != "exact"


def test_any_parts_of_a_passage_are_found_in_their_order(passage: Corpus) -> None:
    chance = random.Random(1)
    clauses = [clause for clause in re.split("[，。；]", PASSAGE) if clause]
    for _ in range(40):
        chosen = sorted(chance.sample(range(len(clauses)), chance.randint(2, 4)))
        quoted = "……".join(clauses[number] for number in chosen)
        found = passage.quote(quoted)
        assert found.wordings[0].id == "1"
        assert len(changes(found)) == len(chosen) - 1
        assert {given for _, given in changes(found)} == {"……"}
        assert found.verdict == "exact"


def test_a_number_in_other_digits_is_the_same_for_the_order_and_marked() -> None:
    texts = {
        "1": "讲话\n总量迈上新台阶。全省地区生产总值增长很快。",
        "2": "讲话\n2025年全省地区生产总值增长很快。",
    }
    with speechkit.from_texts(texts) as corpus:
        found = corpus.quote("二〇二五年全省地区生产总值增长很快")
    assert [wording.id for wording in found.wordings] == ["2", "1"]
    assert (found.verdict, found.wordings[0].distance) == ("near", 4)
    assert changes(found) == [("2025", "二〇二五")]


def test_parts_far_inside_an_endless_line_are_where_they_are_said_to_be() -> None:
    line = "大家都来看一看，想一想。" * 2000 + PASSAGE + "大家都来看一看，想一想。" * 2000
    with speechkit.from_texts({"1": f"讲话\n{line}"}) as corpus:
        found = corpus.quote("把营商环境当作头等大事来抓……件件要有着落")
    wording = found.wordings[0]
    assert found.verdict == "exact"
    assert line[wording.start :].startswith(wording.original)
    assert wording.original.startswith("把营商环境") and wording.original.endswith("有着落")


@pytest.mark.parametrize(
    ("quoted", "verdict", "ids"),
    [
        ("人民对美好生活的向往就是我们的奋斗目标", "punctuation", ["early", "late", "traditional"]),
        ("人民对美好生活……我们的奋斗目标", "exact", ["early", "late", "traditional"]),
        ("对美好生活……奋斗目标", "exact", ["early", "other", "late", "traditional"]),
    ],
)
def test_every_wording_is_one_of_which_the_verdict_holds(
    corpus: Corpus, quoted: str, verdict: str, ids: list[str]
) -> None:
    found = corpus.quote(quoted, limit=9)
    assert (found.verdict, [wording.id for wording in found.wordings]) == (verdict, ids)
    assert found.speeches == (len(ids) if verdict == "exact" else 0)


# Parts of any length, and all speeches that say them


def count_by_pattern(texts: list[list[str]], parts: list[str]) -> int:
    """How many speeches have parts in order in one line, told by reading all of them."""
    pattern = re.compile(".*".join(map(re.escape, parts)))
    return sum(any(map(pattern.search, lines)) for lines in texts)


def test_as_many_speeches_say_parts_as_reading_all_of_them_tells(speeches: Corpus) -> None:
    chance = random.Random(3)
    texts = [normalize_lines(s.matched.joined).split("\n") for s in speeches]
    lines = [line for s in speeches for line in s.paragraphs if len(line) > 40]
    compared = 0
    for line in chance.choices(lines, k=25):
        starts = sorted(chance.sample(range(len(line) - 12), chance.choice((2, 3))))
        cut = [line[a : min(a + chance.randint(1, 8), b)] for a, b in pairwise((*starts, 999))]
        parts = list(map(normalize_phrase, cut))
        if all(parts):
            found = speeches.quote("……".join(cut))
            assert (found.verdict, found.speeches) == ("exact", count_by_pattern(texts, parts))
            compared += 1
    assert compared > 15


def test_parts_that_overlap_repeat_and_touch_are_counted_as_a_pattern_counts_them() -> None:
    chance = random.Random(9)
    lines = ["".join(chance.choices("甲甲乙丙，……“", k=9)) for _ in range(25)]
    texts = {str(n): f"讲话\n{line}。\n{chance.choice(lines)}。" for n, line in enumerate(lines)}
    with speechkit.from_texts(texts) as corpus:
        read = [normalize_lines(s.matched.joined).split("\n") for s in corpus]
        for _ in range(30):
            parts = ["".join(chance.choices("甲乙丙", k=chance.randint(1, 2))) for _ in range(3)]
            found = corpus.quote("……".join(parts), limit=60)
            expected = count_by_pattern(read, parts)
            assert found.speeches == expected
            assert (found.verdict == "exact") == (expected > 0)
            for wording in found.wordings if expected else ():
                (line,) = normalize_lines(wording.original).split("\n")
                assert re.fullmatch(".*".join(parts), line)


FAR = "这里说的是别的事情，" * 60
MANY = "各位代表，我们在会上说了很多话，"
SEVERAL = {
    "joined": "讲话\n2001年1月1日\n坚持马克思主义社会主义学说。",
    "early": "讲话\n1999年1月1日\n马克思主义是科学，社会主义是方向。",
    "turned": "讲话\n1998年1月1日\n社会主义离不开马克思主义。",
    "apart": "讲话\n1997年1月1日\n马克思主义是科学。\n社会主义是方向。",
    "far": f"讲话\n1996年1月1日\n马克思主义。{FAR}社会主义。",
    **{f"many{n}": f"讲话\n2010年1月1日\n{MANY}第{n}次。" for n in range(60)},
    "first": f"讲话\n2009年1月1日\n{MANY}社会主义。",
}


@pytest.fixture(scope="module")
def several() -> Iterator[Corpus]:
    with speechkit.from_texts(SEVERAL) as corpus:
        yield corpus


def test_an_ellipsis_that_leaves_out_nothing_or_much_is_one_too(several: Corpus) -> None:
    found = several.quote("马克思主义……社会主义", limit=9)
    assert (found.verdict, found.speeches) == ("exact", 3)
    assert [wording.id for wording in found.wordings] == ["far", "early", "joined"]
    assert [len(wording.differences) for wording in found.wordings] == [1, 1, 0]
    assert found.wordings[2].original == "马克思主义社会主义"


def test_parts_of_a_letter_or_two_are_found_in_all_speeches(several: Corpus) -> None:
    found = several.quote("会上……很多……次", limit=99)
    assert (found.verdict, found.speeches, len(found.wordings)) == ("exact", 60, 60)
    found = several.quote("会上……话")
    assert (found.speeches, found.wordings[0].id) == (61, "first")
    assert several.quote("科学……向").speeches == 1
    assert several.quote("兔……鹤").verdict == "none"


def test_a_short_part_counts_where_another_one_differs(several: Corpus) -> None:
    found = several.quote("马克思主义是料学……方向")
    assert (found.verdict, found.wordings[0].id) == ("near", "early")
    assert [given for _, given in changes(found)] == ["料", "……"]
    assert found.wordings[0].distance == 1


def test_the_parts_of_a_quotation_may_overlap_in_other_places() -> None:
    with speechkit.from_texts({"1": "讲话\n人人为我人人人。", "2": "讲话\n人人人。"}) as corpus:
        assert corpus.quote("人人……人人").speeches == 1
        assert corpus.quote("我人……人人").speeches == 1


def test_a_part_that_is_said_once_tells_where_one_is_that_is_said_again_and_again() -> None:
    again = "坚持以人民为中心的发展思想，推进各项工作，" * 99
    with speechkit.from_texts({"1": f"讲话\n{again}切实解决群众的急难愁盼问题。"}) as corpus:
        found = corpus.quote("坚持以人民为中心的发展思想……切实解决群众的急难愁盼难题")
        assert (found.verdict, found.wordings[0].distance) == ("near", 1)
        found = corpus.quote("坚持以人民为中心的发展思想，且实解决群从的急难仇盼问题")
        assert found.wordings[0].original.endswith("急难愁盼问题")


FORMULA = "我们要始终坚持以人民为中心的发展思想，"
NOT_THE_FIRST = "\n".join(
    [
        "讲话",
        *(
            f"{FORMULA}不断推进第{n}项各种各样的普通日常工作，讲求稳妥。"
            for n in "一二三四五六七八九"
        ),
        f"{FORMULA}切实解决群众的急难愁盼问题。",
    ]
)


@pytest.mark.parametrize("line_end", ["\n", ""])
@pytest.mark.parametrize(
    ("quoted", "distance"),
    [
        ("始终坚持以人民为中心的发展思想，且实解诀群从的急难仇盼问题", 4),
        ("始终坚持以人民为中心的发展思想……且实解诀群从的急难仇盼问题", 4),
    ],
)
def test_the_right_place_may_be_behind_many_that_begin_as_well(
    quoted: str, distance: int, line_end: str
) -> None:
    title, _, text = NOT_THE_FIRST.partition("\n")
    with speechkit.from_texts({"1": f"{title}\n{text.replace(chr(10), line_end)}"}) as corpus:
        found = corpus.quote(quoted)
    assert found.wordings[0].distance == distance
    assert found.wordings[0].original.endswith("急难愁盼问题")
