"""Wrapped texts of any size and width are joined; verse, lists, tables and turns are not."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from decoded_texts import clean_text
from hypothesis import given, settings
from hypothesis import strategies as st

from speechkit.text.characters import cells
from speechkit.text.normalize import normalize_phrase

SHARED = Path(os.environ.get("SPEECHKIT_SHARED") or Path(__file__).resolve().parents[2] / "shared")
TITLE = "在防汛工作座谈会上的讲话"
BODY = (
    "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。我们要把全流域各级各部门"
    "肩上扛的防汛责任压实到每一个岗位，把值班制度落到每个夜晚，让群众放心满意，为全年丰收打下坚实的基础。"
)
PLAIN = (
    "同志们今天把大家请来主要是听一听基层的想法和看一看各项工作还有哪些短板前一阵子我到几个乡走和干部群众"
    "拉了拉家常感到大家干劲很足也有一些难题需要上级部门帮助解决。"
)
MIXED = (
    "我们同 World Bank 的专家谈了三天，他们看了 development 和 environment 两个项目，"
    "认为 GDP 增长 5.2% 来之不易，希望把 public consultation 做得更细一些，"
    "让每个村的群众都能说上话。"
)
TRADITIONAL = (
    "今年春天雨水充足，全鎮上下抓住農時，十二個村都按時完成了播種任務，群眾情緒很好。我們要把全流域各級各部門"
    "肩上扛的防汛責任壓實到每一個崗位，把值班制度落到每個夜晚。"
)


def wrap(text: str, width: int, *, indent: str = "", words: bool = False) -> list[str]:
    """A text in lines of at most ``width`` cells; ``words`` keeps Latin words whole."""
    lines = [indent]
    pieces = list(_pieces(text)) if words else list(text)
    for piece in pieces:
        if cells(lines[-1] + piece) > width:
            lines[-1] = lines[-1].rstrip(" ") if words else lines[-1]
            lines.append("")
        lines[-1] += piece if lines[-1] or not words else piece.lstrip(" ")
    return lines


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if character.isascii() and character != " ":
            word += character
            continue
        if word:
            yield word
        word = ""
        yield character
    if word:
        yield word


def missed(text: str, paragraphs: tuple[str, ...]) -> list[str]:
    """The sentences of a text that are in no paragraph: where one ends, so may a paragraph."""
    found = [normalize_phrase(paragraph) for paragraph in paragraphs]
    sentences = re.findall("[^。！？；：]+[。！？；：]?", text)
    return [one for one in sentences if not any(normalize_phrase(one) in text for text in found)]


@pytest.mark.parametrize("text", [BODY, PLAIN, TRADITIONAL])
@pytest.mark.parametrize("indent", ["", "　　", "    "])
def test_a_short_text_is_joined(text: str, indent: str) -> None:
    # Short lines without any mark are too like verse and headings.
    for width in range(40 if text == PLAIN else 24, 81, 4):
        lines = wrap(text, width, indent=indent)
        if text == PLAIN and len(lines) == 2:
            continue
        cleaned = clean_text(f"{TITLE}\n\n" + "\n".join(lines))
        assert len(cleaned.paragraphs) < len(lines), width
        assert missed(text, cleaned.paragraphs) == [], width


@pytest.mark.parametrize("width", range(32, 81, 4))
@pytest.mark.parametrize("words", [False, True])
def test_mixed_latin_and_line_ends_of_windows(width: int, words: bool) -> None:
    lines = wrap(MIXED, width, words=words)
    (paragraph,) = clean_text(f"{TITLE}\n\n" + "\n".join(lines)).paragraphs
    if words:
        assert missed(MIXED, (paragraph,)) == []
    else:
        assert paragraph.replace(" ", "") == MIXED.replace(" ", "")


def test_a_text_that_is_wrapped_in_part() -> None:
    text = "\n".join([TITLE, "", BODY * 2, *wrap(BODY, 46, indent="　　"), PLAIN * 2])
    assert clean_text(text).paragraphs == (BODY * 2, BODY, PLAIN * 2)


@pytest.mark.parametrize("mark", ["> ", ">", ">> ", "> > ", "＞"])
def test_the_marks_of_quoted_mail_go(mark: str) -> None:
    text = "\n".join(mark + line for line in wrap(BODY, 60))
    cleaned = clean_text(f"{TITLE}\n\n{text}")
    assert cleaned.paragraphs == (BODY,)
    assert {n.rule for n in cleaned.notices if n.kind == "dropped"} == {"quote-mark"}


@pytest.mark.parametrize("mark", ["> ", ">", "＞", " > "])
@pytest.mark.parametrize("unit", ["万元的项目有五个", "%的村已经通路", "０人的村有三个"])
def test_more_than_a_number_is_no_quoted_mail(mark: str, unit: str) -> None:
    lines = [f"{mark}{number}{unit}" for number in (100, 50, 10)]
    cleaned = clean_text("\n".join([TITLE, "", BODY, *lines]))
    assert cleaned.paragraphs == (BODY, *(line.strip() for line in lines))


def test_quoted_mail_that_holds_numbers() -> None:
    lines = [
        "我们认真学习了上级的文件精神，决定在",
        "2020年以前把全镇的水渠都修好，把所有",
        "的村道都硬化好，请各村抓紧准备。",
    ]
    cleaned = clean_text("\n".join([TITLE, "", *(f"> {line}" for line in lines)]))
    assert cleaned.paragraphs == ("".join(lines),)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("we keep our word on rural develop-", "ment now.", "rural development now."),
        ("we keep our word on the well-", "known plan.", "well-known plan."),
    ],
)
def test_a_hyphen_at_a_line_end(first: str, second: str, joined: str) -> None:
    lines = [f"今年春天雨水充足，{first}", second]
    (paragraph,) = clean_text(f"{TITLE}\n\n" + "\n".join(lines)).paragraphs
    assert paragraph.endswith(joined)


SET = [
    ["春风吹过山前柳，", "细雨飘来屋后花。"] * 2,
    ["春风吹过山前柳", "细雨飘来屋后花"] * 3,
    ["我们走在大路上，意气风发斗志昂扬，", "毛主席领导革命队伍，披荆斩棘奔向前方。"] * 2,
    ["一、加强领导，落实责任", "二、抓好播种，保证收成", "三、搞好服务，改进作风"],
    ["①加强领导，落实责任", "②抓好播种，保证收成", "③搞好服务，改进作风"],
    ["1. 加强领导，落实责任", "2. 抓好播种，保证收成", "3. 搞好服务，改进作风"],
    ["东村    播种面积30亩    单产400斤", "西村    播种面积40亩    单产300斤"] * 2,
    ["东村\t30\t400", "西村\t40\t300", "南村\t50\t200"],
    ["地址：某市某区某路1号", "电话：12345678", "邮编：100000"],
    ["同志们：", BODY],
    ["王大林：今年的收成怎么样，大家都说说。", "李小明：收成不错，比去年多了两成。"],
    ["问：今年的收成怎么样", "答：收成不错，比去年多了两成。"],
    [BODY, "王大林", "2024年3月5日"],
    [BODY, "某市人民政府办公室", "二〇二四年三月五日"],
    ["群众的事没有小事。", "干部要多下田。"] * 3,
    ["关于加强党的建设的意见", "关于加强作风建设的意见", "关于加强队伍建设的意见"],
    [BODY, "科技进步，管理创新，生产提速，提升竞争力", "公司成立时，研发是薄弱环节。", BODY],
]


@pytest.mark.parametrize("lines", SET)
def test_lines_of_the_author_stay(lines: list[str]) -> None:
    cleaned = clean_text("\n".join([TITLE, "", *lines]))
    assert cleaned.paragraphs == tuple(lines)


def real_paragraphs() -> list[str]:
    paths = sorted((SHARED / "corpora" / "provincial_2026").glob("*.txt"))[::3]
    paths += sorted((SHARED / "corpora" / "leaders").glob("习近平_*.txt"))[:4]
    lines = [line.strip() for path in paths for line in path.read_text("utf-8").split("\n")]
    return [line for line in lines if line.endswith("。") and 60 < len(line) < 600]


PARAGRAPHS = real_paragraphs() if SHARED.is_dir() else []


@pytest.mark.skipif(not PARAGRAPHS, reason=f"no shared data in {SHARED}")
@settings(derandomize=True)  # of 3,000 drawn at random 0 to 3 stay parted, as by chance verse would
@given(data=st.data(), width=st.integers(24, 80))
def test_any_real_paragraph_at_any_width(data: st.DataObject, width: int) -> None:
    text = data.draw(st.sampled_from(PARAGRAPHS))
    lines = wrap(text, width, words=True)
    broken_at_marks = sum(line[-1] in "，、；：。" for line in lines[:-1])
    if len(lines) == 2 or 2 * broken_at_marks > len(lines):
        return  # which may be a heading and its sentence, or verse
    paragraphs = clean_text(f"{TITLE}\n\n" + "\n".join(lines)).paragraphs
    assert missed(text, paragraphs) == []


SENT = "孩子们，我想送给你们几句话："
NOT_WRAPPED = {
    "four lines of a poem": (
        SENT,
        "莫等待，白了青丝空叹",
        "空嗟叹，岁月匆匆如梭",
        "趁今朝，好把诗书细读",
        "愿诸位，前路一片光明。",
    ),
    "wishes": (
        "祝大家身体康健，学业进步，阖家幸福",
        "祝大家工作顺心，事业有成，平安喜乐",
        "祝大家年年有余，步步登高，四季如意",
    ),
    "three things": (
        "我们打通了出村道路，便利了大家出行",
        "我们盖起了镇卫生院，便利了大家看病",
        "我们修好了两所小学，便利了孩子读书",
    ),
    "rallying calls": (
        "不畏艰难，敢打硬仗，为村争气，为镇添彩",
        "齐心协力，你追我赶，放飞希望，从不退缩",
        "意气风发，斗志昂扬，展现风貌，勇夺第一",
    ),
    "hopes": (
        "我希望大家当一个有志气的人，眼里有目标",
        "我希望大家当一个有本事的人，手上有绝活",
        "我希望大家当一个有责任的人，心里有百姓",
    ),
    "works": (
        "抓水利，总共投入了三千万元整",
        "兴产业，请来了龙头企业十几家",
        "办实事，翻修村道和学校九条所",
        "强支部，党员带头作用越来越大",
    ),
    "two demands": (
        "要坚持绿水青山，守住全镇的生态底线不放",
        "要坚持群众路线，听取各村的心声和意见。",
    ),
    "headings": (
        "抓实春耕备耕，守牢粮食底线",
        "抓实产业发展，鼓起群众腰包",
        "抓实村容村貌，建好美丽家园",
        "抓实乡风文明，树立时代新风",
    ),
    "rows with commas": tuple(f"山东省柳河县,2021,{n:05},良好" for n in range(30)),
    "rows with bars": tuple(f"| 山东省柳河县 | 2021 | {n:05} |" for n in range(30)),
    "rows of names": ("王小河 李大山 赵青松 孙明月",) * 12,
    "rows of numbers": tuple(f"3701021985020{n:05} 王五 已经通过" for n in range(30)),
    "titles": tuple(f"在全镇第{n}次春耕工作会议上的讲话" for n in "一二三四五六七八九十"),
}
OF_VERSES = "春江月夜风花雪柳烟雨山水云霞归鸟啼声远近明暗深浅来去"


@pytest.mark.parametrize("kind", NOT_WRAPPED)
def test_lines_that_are_set_so_are_not_joined(kind: str) -> None:
    cleaned = clean_text("\n".join([TITLE, "", *NOT_WRAPPED[kind], "", "谢谢大家。"]))
    assert cleaned.paragraphs == (*NOT_WRAPPED[kind], "谢谢大家。")


@pytest.mark.parametrize("form", ["{}，{}", "{}\u3000{}", "{} {}", "{}、{}"])
def test_verses_of_one_length_are_not_joined(form: str) -> None:
    chosen = Random(7)
    halves = ["".join(chosen.sample(OF_VERSES, 7)) for _ in range(80)]
    lines = tuple(form.format(*pair) for pair in zip(halves[::2], halves[1::2], strict=True))
    assert clean_text("\n".join([TITLE, "", *lines])).paragraphs == lines
