"""Tables of contents are dropped text of their own; lists of a speech are not. All is made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speechkit.cleaning import Cleaned, clean
from speechkit.cleaning.contents import find_contents
from speechkit.formats import extract

TITLES = (
    "在全县春耕动员会上的讲话",
    "把水利工程办实办好",
    "关于乡村学校的几点意见",
    "柳河改革开放十年",
    "让群众少跑路",
    "干部要多下田",
    "修好最后一公里",
)
BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
ROWS: dict[str, Callable[[int, str], str]] = {
    "bullet": lambda _n, title: f"· {title}",
    "black bullet": lambda _n, title: f"●{title}",
    "ellipsis": lambda n, title: f"{title}……{9 * n + 1}",
    "dots": lambda n, title: f"{title} ........ {9 * n + 1}",
    "middle dots": lambda n, title: f"{title}·····（{9 * n + 1}）",
    "blank": lambda n, title: f"{title} {9 * n + 1}",
    "wide blank": lambda n, title: f"{title}　　{9 * n + 1}",
    "tab": lambda n, title: f"{title}\t{9 * n + 1}",
    "page": lambda n, title: f"{title}…… {9 * n + 1}页",
    "numbered": lambda n, title: f"{n + 1}.{title}…{9 * n + 1}",
    "Roman": lambda n, title: f"{title}……{('I', 'II', 'III', 'IV', 'V', 'VI', 'VII')[n]}",
}
HEADINGS = ("目录", "目　录", "目  錄", "【目录】", "CONTENTS", "Contents", "目次", "本书目录")


def clean_text(text: str) -> Cleaned:
    return clean(extract(text.encode(), "1.txt"), "1")


def list_contents(cleaned: Cleaned) -> list[str]:
    return [piece.text for piece in cleaned.dropped if piece.rule == "table-of-contents"]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_is_listed_below_a_heading_is_dropped(row: Callable[[int, str], str]) -> None:
    rows = [row(number, title) for number, title in enumerate(TITLES)]
    for heading in HEADINGS:
        cleaned = clean_text("\n".join(("柳河讲话选编", BODY, heading, *rows, BODY, "谢谢大家。")))
        assert cleaned.paragraphs == (BODY, BODY, "谢谢大家。"), heading
        assert list_contents(cleaned) == [heading, *rows]
        assert {n.rule for n in cleaned.notices if n.kind == "dropped"} == {"table-of-contents"}
        assert cleaned.lines == (2, 11, 12)


@pytest.mark.parametrize("style", ["ellipsis", "dots", "middle dots", "numbered", "page"])
def test_rows_with_leaders_and_pages_need_no_heading(style: str) -> None:
    rows = [ROWS[style](number, title) for number, title in enumerate(TITLES)]
    cleaned = clean_text("\n".join(("柳河讲话选编", *rows, BODY, "谢谢大家。")))
    assert cleaned.paragraphs == (BODY, "谢谢大家。")
    assert list_contents(cleaned) == rows
    few = clean_text("\n".join(("柳河讲话选编", *rows[:5], BODY, "谢谢大家。")))
    assert few.paragraphs == (*rows[:5], BODY, "谢谢大家。")


def test_dates_between_rows_and_what_is_around_a_text_belong_to_the_table() -> None:
    rows = [f"· {title}" for title in TITLES]
    dated = [line for row in rows for line in (row, "（一九七九年三月五日）")]
    cleaned = clean_text("\n".join(("柳河讲话选编", BODY, *dated, "· 注释", "谢谢大家。")))
    assert cleaned.paragraphs == (BODY, "谢谢大家。")
    assert list_contents(cleaned)[-1] == "· 注释"


def test_titles_that_head_the_parts_of_the_text_are_a_table_and_sections_stay() -> None:
    speeches = [line for title in TITLES for line in (title, BODY)]
    rows = [f"{title} {9 * number + 1}" for number, title in enumerate(TITLES)]
    for heading in (["目录"], []):
        cleaned = clean_text("\n".join(("柳河讲话选编", *heading, *rows, *speeches)))
        assert cleaned.paragraphs == tuple(speeches)
        assert list_contents(cleaned) == [*heading, *rows]
        names = {section.name: section.paragraph for section in cleaned.sections}
        assert all(cleaned.paragraphs[place - 1] == name for name, place in names.items())
        assert heading == [] or list(names) == list(TITLES)


def test_chapters_without_marks_end_where_the_first_one_is_repeated() -> None:
    chapters = ("第一章　总则", "第二章　水库", "第三章　附则")
    text = [line for chapter in chapters for line in (chapter, BODY)]
    cleaned = clean_text("\n".join(("柳河水利办法", "目　　录", *chapters, *text)))
    assert cleaned.paragraphs == tuple(text)
    assert [notice.text for notice in cleaned.notices] == ["目　　录", *chapters]


@pytest.mark.parametrize(
    "lines",
    [
        [f"· {title}" for title in TITLES],
        [f"- {title}" for title in TITLES],
        [f"{name}	{10 * n}" for n, name in enumerate(TITLES, 1)],
        [f"{year}年全县粮食产量 {year - 1900}" for year in range(2010, 2020)],
        [f"{name}……{votes}" for votes, name in zip((9, 30, 8, 70, 5, 2, 1), TITLES, strict=True)],
        [f"{name}	{5 * n}" for _ in range(2) for n, name in enumerate(TITLES, 1)],
        [f"· {title}" for _ in range(2) for title in TITLES],
        [line for n, name in enumerate(TITLES) for line in (f"{name} {90 - n}", name)],
        [f"第{n}，{title}。" for n, title in enumerate(TITLES, 1)],
        [f"{n}. {title}" for n, title in enumerate(TITLES, 1)],
        ["目录", BODY, *TITLES],
        ["目录", *(f"{title}。" for title in TITLES)],
        ["目录", "让群众少跑路"],
        ["负面清单目录", *TITLES],
        ["（2019年3月5日）"] * 7,
        ["春风吹过山前柳", "细雨飘来屋后花"] * 8,
    ],
)
def test_lists_of_a_speech_stay(lines: list[str]) -> None:
    cleaned = clean_text("\n".join(("柳河讲话", BODY, *lines, BODY, "谢谢大家。")))
    assert cleaned.paragraphs == (BODY, *lines, BODY, "谢谢大家。")


def test_the_heading_of_a_table_is_no_section() -> None:
    rows = [f"{title}……{9 * number + 1}" for number, title in enumerate(TITLES)]
    for headings in (["## 开头"], ["## 开头", "## 结尾"]):
        text = "\n\n".join(
            ("# 柳河讲话选编", "## 目录", *rows, *(f"{h}\n\n{BODY}" for h in headings))
        )
        cleaned = clean(extract(text.encode(), "1.md"), "1")
        assert cleaned.paragraphs == tuple(line for h in headings for line in (h[3:], BODY))
        named = [(section.name, section.paragraph) for section in cleaned.sections]
        assert named == ([] if len(headings) == 1 else [("开头", 1), ("结尾", 3)])


def test_a_text_that_is_nothing_else_stays() -> None:
    rows = [f"{title}……{number}" for number, title in enumerate(TITLES, 1)]
    assert clean_text("\n".join(("目录", *rows))).paragraphs


def test_the_time_is_linear_in_the_text() -> None:
    """Each line is read as a row a few times, however many headings and rows there are."""
    many = find_contents(["目录", *(f"· 第{n}件事" for n in range(20))] * 500)
    assert len(many) == 500 * 21
