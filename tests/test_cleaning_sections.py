"""Sections: several speeches in one file, in every layout; and one speech that has none."""

from __future__ import annotations

import pytest

from speechkit.cleaning import Cleaned, clean
from speechkit.cleaning.sections import find_levels, find_sections
from speechkit.formats import Extracted, Piece, extract

BODY = (
    "刚刚过去的六个月，我们共同见证了一场盛会的圆满成功，它将长久留在人们的记忆之中。\n"
    "热烈祝贺盛会闭幕。\n"
)
TITLES = ("某报社论：城市让生活更美好", "某报社论：和谐的盛会", "在春耕会议上的讲话")
DATES = ("2010年10月31日", "2010年11月12日", "2010年12月1日")


def clean_text(text: str, name: str = "a.txt") -> Cleaned:
    return clean(extract(text.encode(), name), name.partition(".")[0])


def sections(text: str) -> list[str]:
    return [section.name for section in clean_text(text).sections]


def write(form: str) -> str:
    parts = zip(TITLES, DATES, strict=True)
    return "".join(
        form.format(title=title, date=date, n=n, han="一二三"[n - 1], body=BODY)
        for n, (title, date) in enumerate(parts, 1)
    )


LAYOUTS = {
    "title, date": "{title}\n{date}\n\n{body}\n",
    "no blank lines": "{title}\n{date}\n{body}",
    "brackets": "{title}\n（{date}）\n{body}\n",
    "name": "{title}\n（{date}）\n王大林\n{body}\n",
    "date, title": "{date}\n{title}\n{body}\n",
    "labelled": "{title}\n发布时间：{date}\n{body}\n",
    "source": "{title}\n{date} 来源：某某日报\n{body}\n",
    "separator": "{title}\n{date}\n{body}\n==========\n",
    "stars between": "{title}\n\n{body}\n* * *\n\n",
    "greeting": "在第{han}次大会上的讲话\n同志们：\n{body}\n",
    "numbered": "{n}. {title}\n{date}\n{body}\n",
    "starred": "★ {title}\n{date}\n{body}\n",
    "date behind": "{title}（{date}）\n{body}\n",
    "diamonds": "◆{title}\n（{date}）\n{body}\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_several_speeches_are_sections(layout: str) -> None:
    cleaned = clean_text(write(LAYOUTS[layout]))
    found = [section.name for section in cleaned.sections]
    if layout == "greeting":
        assert found == [f"在第{n}次大会上的讲话" for n in "一二三"]
        return
    assert len(found) == len(TITLES)
    for name, title in zip(found, TITLES, strict=True):
        assert title in name
    for section, following in zip(cleaned.sections, cleaned.sections[1:], strict=False):
        text = "\n".join(cleaned.paragraphs[section.paragraph - 1 : following.paragraph - 1])
        assert BODY.strip() in text


NUMBERED = [
    *(
        "篇{n}",
        "篇{han}",
        "第{han}篇",
        "第{n}篇",
        "【篇{han}】",
        "（篇{n}）",
        "第{han}篇：春耕",
        "篇{han}：春耕",
    ),
    *(
        "范文{han}",
        "範文{n}",
        "例文{han}",
        "讲话稿{han}",
        "演讲稿（{han}）",
        "发言稿{n}",
        "在会议上的讲话（{han}）",
    ),
    *(
        "春耕讲话篇{n}",
        "样稿{n}",
        "【范文{han}】",
        "第{n}篇 春耕",
        "篇{n} 春耕",
        "篇 {n}",
        "范文{han}　春耕",
        "领导致辞（{n}）",
        "竞聘演讲稿【{han}】",
    ),
    *("演讲{han}：城市让生活更美好", "讲话{n}、春耕", "【致辞{han}】：春耕"),
    *("在会议上的讲话（之{han}）", "春耕讲话——之{han}"),
]


@pytest.mark.parametrize("form", NUMBERED)
def test_numbered_speeches_are_sections(form: str) -> None:
    headings = [form.format(n=n, han="一二三"[n - 1]) for n in (1, 2, 3)]
    text = "春耕讲话\n" + "".join(f"{heading}\n{BODY}" for heading in headings)
    found = sections(text)
    assert len(found) == 3
    for heading, name in zip(headings, found, strict=True):
        assert heading.endswith(name) or heading == name


def test_the_first_number_may_be_the_title_s() -> None:
    text = f"演讲一：城市让生活更美好\n{BODY}演讲二：和谐的盛会\n{BODY}"
    cleaned = clean_text(text)
    assert [(s.paragraph, s.name) for s in cleaned.sections] == [
        (1, "演讲一：城市让生活更美好"),
        (3, "演讲二：和谐的盛会"),
    ]


@pytest.mark.parametrize("form", ["篇{}", "篇{}：", "【篇{}】", "第{}篇", "范文{}", "发言稿（{}）"])
@pytest.mark.parametrize("numbers", ["12", "一二"])
def test_a_number_on_a_line_of_its_own_is_no_part_of_the_title(form: str, numbers: str) -> None:
    first, second = map(form.format, numbers)
    cleaned = clean_text(
        f"{first}\n关于教育的讲话\n张国强\n（2021年3月5日）\n同志们：\n{BODY}"
        f"{second}\n关于农业的讲话\n李建华\n（2022年4月6日）\n同志们：\n{BODY}"
    )
    assert (cleaned.title, cleaned.speaker) == ("关于教育的讲话", "张国强")
    assert [section.name for section in cleaned.sections] == [first, second]
    assert cleaned.paragraphs[0] == first


def test_numbers_of_two_digits_are_sections_too() -> None:
    assert len(sections("讲话稿\n" + "".join(f"篇{n} 春耕\n{BODY}" for n in range(1, 13)))) == 12


@pytest.mark.parametrize("heading", ["目录", "目  录", "目錄", "", "Contents"])
@pytest.mark.parametrize("entry", ["{}", "· {}", "1. {}", "{}……3", "{} ..... 12", "- {}"])
def test_a_table_of_contents_names_the_sections(heading: str, entry: str) -> None:
    listing = "\n".join(entry.format(title) for title in TITLES)
    text = f"讲话选编\n{heading}\n{listing}\n\n" + "".join(f"{t}\n{BODY}\n" for t in TITLES)
    if not heading and entry != "{}":
        return  # only equal lines show a table that is not called so
    assert sections(text) == list(TITLES)


ONE_SPEECH = {
    "headings": "讲话\n各位代表：\n" + "".join(f"{n}、形势任务\n{BODY}" for n in "一二三"),
    "headings with brackets": "讲话\n各位代表：\n"
    + "".join(f"（{n}）形势任务\n{BODY}" for n in "一二三"),
    "numbers": "讲话\n各位代表：\n" + "".join(f"{n}. 形势任务\n{BODY}" for n in (1, 2, 3)),
    "signature": f"讲话稿正文\n{DATES[0]}\n各位代表：\n{BODY}某某市人民政府\n{DATES[0]}\n",
    "attachment": f"讲话稿正文\n{DATES[0]}\n{BODY}某某市人民政府\n{DATES[0]}\n附件：名单\n",
    "breaks": f"讲话\n各位代表：\n{BODY}* * *\n{BODY}* * *\n{BODY}",
    "breaks and headings": f"讲话\n各位代表：\n{BODY}----\n一、形势\n{BODY}----\n二、任务\n{BODY}",
    "greetings": f"讲话\n各位代表：\n{BODY}同志们！\n{BODY}各位代表！\n{BODY}",
    "dates amid": f"讲话\n{BODY}2008年\n{BODY}2009年\n{BODY}",
    "table of its own parts": "报告\n目录\n一、形势\n二、任务\n"
    + f"一、形势\n{BODY}二、任务\n{BODY}",
    "dates and names": f"军队要整顿工作\n（一九七五年一月二十五日）\n邓大林\n{BODY}",
    "stars": "讲话\n" + "".join(f"★ 抓好第{n}件大事\n{BODY}" for n in "一二三"),
    "parts": "讲话\n" + "".join(f"第{n}部分\n{BODY}" for n in "一二三"),
}


@pytest.mark.parametrize("kind", ONE_SPEECH)
def test_one_speech_has_no_sections(kind: str) -> None:
    assert sections(ONE_SPEECH[kind]) == []


def clean_pieces(*pieces: Piece) -> Cleaned:
    return clean(Extracted("markdown", pieces), "a")


def test_headings_of_a_format_are_sections() -> None:
    cleaned = clean_pieces(
        Piece("在全市大会上的讲话", 1, level=1),
        Piece("（2018年10月28日）", 3),
        Piece("一、形势", 5, level=2),
        Piece("各位同志，必须坚持稳中求进，加强作风建设是关键。", 7),
        Piece("二、任务", 9, level=2),
        Piece("抓落实，重在行动。", 11),
    )
    assert cleaned.title == "在全市大会上的讲话"
    assert [(s.paragraph, s.name) for s in cleaned.sections] == [(2, "一、形势"), (4, "二、任务")]


def test_headings_of_the_title_s_rank_make_it_one() -> None:
    cleaned = clean_pieces(
        Piece("在春耕会议上的讲话", 1, level=1),
        Piece("各位同志，必须坚持稳中求进，加强作风建设是关键。", 2),
        Piece("在夏收会议上的讲话", 3, level=1),
        Piece("抓落实，重在行动。", 4),
    )
    found = [(s.paragraph, s.name) for s in cleaned.sections]
    assert found == [(1, "在春耕会议上的讲话"), (2, "在夏收会议上的讲话")]


def test_headings_on_one_line_of_a_page() -> None:
    page = (
        "<html><body><h1>在春耕会议上的讲话</h1><p>各位同志，必须坚持稳中求进。</p><h2>一、形势</h2>"
        f"<p>{BODY}</p><h2>二、任务</h2><p>{BODY}</p></body></html>"
    )
    assert sections(page) == ["一、形势", "二、任务"]


def test_names_of_speakers_are_no_sections_among_headings() -> None:
    pieces = [Piece("座談會紀錄", 1, level=1)]
    for n, (part, name) in enumerate([("開場", "王委員"), ("討論", "李顧問"), ("結論", "王委員")]):
        pieces += [
            Piece(f"{part}的部分", 9 * n + 2, level=2),
            Piece(f"{name}：", 9 * n + 3, level=3),
        ]
        pieces += [Piece("我們會再試一下，這是初步的構想。", 9 * n + 4)]
    cleaned = clean_pieces(*pieces)
    assert [turn.name for turn in cleaned.turns] == ["王委員", "李顧問", "王委員"]
    assert [section.name for section in cleaned.sections] == [
        "開場的部分",
        "討論的部分",
        "結論的部分",
    ]


def test_a_text_without_headings_has_no_levels() -> None:
    cleaned = clean_text("讲话\n" + BODY)
    assert find_sections(cleaned.paragraphs, cleaned.title) == ()
    assert find_levels((), (list(cleaned.paragraphs), cleaned.lines), "") == (0, ())  # type: ignore[arg-type]
