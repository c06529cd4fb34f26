"""HTML: what a page states, what is no part of the speech, and marks that must not part phrases."""

from __future__ import annotations

import json
import re
from itertools import product

import pytest
from decoded_texts import clean_text, extract_text
from growth import assert_linear

from speechkit.formats import Extracted, extract

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"


def read(page: str, head: str = "") -> Extracted:
    return extract_text(f"<html><head>{head}</head><body>{page}</body></html>", html=True)


def body(page: str) -> list[str]:
    return [piece.text for piece in read(page).pieces if not piece.dropped]


def dropped(page: str) -> list[tuple[str, str]]:
    return [(piece.dropped, piece.text) for piece in read(page).pieces if piece.dropped]


# Ruby and notes


@pytest.mark.parametrize("reading", ["guī", "ㄍㄨㄟ", "gui1", "音归"])
@pytest.mark.parametrize(
    "form",
    [
        "<ruby>规<rt>{0}</rt>划<rt>huà</rt></ruby>",
        "<ruby>规<rt>{0}<rt></ruby>划",
        "<ruby>规<rt>{0}</ruby><ruby>划<rt>huà</ruby>",
        "<ruby>规<rp>(</rp><rt>{0}</rt><rp>)</rp></ruby>划",
        "<ruby>规<rp>（<rt>{0}<rp>）</ruby>划",
        "<ruby><rb>规</rb><rb>划</rb><rt>{0}</rt><rt>huà</rt></ruby>",
        "<ruby><rb>规划</rb><rtc><rt>{0} huà</rt></rtc></ruby>",
        "<ruby><rb>规划</rb><rp>(</rp><rtc>{0}</rtc><rp>)</rp></ruby>",
        "<RUBY>规<RT>{0}</RT></RUBY>划",
        "规<rt>{0}</rt>划",
        "<ruby class=x>规<rt style='y'><b>{0}</b></rt></ruby>划",
    ],
)
def test_readings_go_in_every_form(form: str, reading: str) -> None:
    assert body(f"<p>要把{form.format(reading)}落到实处。</p><p>{BODY}") == [
        "要把规划落到实处。",
        BODY,
    ]


def test_a_reading_that_is_never_closed_takes_no_character_after_it() -> None:
    assert body("<p>要把<ruby>规<rt>guī划<rt>huà</ruby>落实") == ["要把规划落实"]
    assert body(f"<p>规<rt>guī<p>{BODY}") == ["规", BODY]


MARKS = [
    "[1]",
    "［1］",
    "〔12〕",
    "【3】",
    "(1)",
    "（2）",
    "1",
    "12",
    "①",
    "⑴",
    "*",
    "†",
    "注",
    "[注1]",
    "[a]",
    "1,2",
    "[^1]",
]
RAISED = [
    "<sup>{}</sup>",
    "<SUP class=note>{}</SUP>",
    '<sup><a href="#n">{}</a></sup>',
    '<a href="#n"><sup>{}</sup></a>',
    '<sup id=a><a href="p.html#fn1" title=x><b>{}</b></a></sup>',
]


@pytest.mark.parametrize("form", RAISED)
def test_marks_of_notes_go_and_are_told(form: str) -> None:
    starts = ("要把十四五", "要把“十四五”", "增长8%", "好。", "学Learning")
    for mark, before in product(MARKS, starts):
        page = f"<p>{before}{form.format(mark)}规划落到实处。</p>"
        assert body(page) == [f"{before}规划落到实处。"], page
        assert ("note-mark", f"{before}{mark}规划落到实处。") in dropped(page)


@pytest.mark.parametrize("mark", ["[1]", "〔12〕", "①", "[注1]"])
def test_linked_marks_go_without_being_raised(mark: str) -> None:
    assert body(f'<p>教育<a href="#n3">{mark}</a>是根本大计。') == ["教育是根本大计。"]


@pytest.mark.parametrize(
    "page",
    [
        "5km<sup>2</sup>",
        "m<sup>3</sup>",
        "10<sup>8</sup>元",
        "1<sup>st</sup>",
        "100平方米<sup>2</sup>",
        "x<sup>n+1</sup>",
        "2<sup>10</sup>",
        "品牌<sup>TM</sup>",
        "H<sub>2</sub>O",
        "(a+b)<sup>2</sup>",
        "<sup>1</sup>见文件",
        '<a href="#r1">[1]</a>见文件',
        '见<a href="a.html">第1条</a>',
        '见<a href="#a">（一）</a>',
        '第<a href="2.html">2</a>页',
    ],
)
def test_what_is_raised_and_no_mark_stays(page: str) -> None:
    assert body(f"<p>{page}</p>") == [re.sub("<[^>]*>", "", page)]


# What is no part of the speech


@pytest.mark.parametrize(
    ("element", "rule", "text"),
    [
        ("<nav>首页 讲话</nav>", "menu", "首页 讲话"),
        ('<div class="nav">首页</div>', "menu", "首页"),
        ('<ul id="menu"><li>首页</ul>', "menu", "首页"),
        ('<ol class="x breadcrumb y"><li>首页</ol>', "menu", "首页"),
        ('<div class="crumbs">首页</div>', "menu", "首页"),
        ("<select><option>北京</select>", "control", "北京"),
        ("<button>提交</button>", "control", "提交"),
        ("<noscript>请启用脚本</noscript>", "substitute", "请启用脚本"),
        ("<iframe>框架</iframe>", "substitute", "框架"),
        ("<div hidden>藏</div>", "hidden", "藏"),
        ('<p style="color:red; DISPLAY : none">藏</p>', "hidden", "藏"),
        ("<span style='visibility:hidden'>藏</span>", "hidden", "藏"),
        ('<a href="http://a.b/c?x=1&amp;y=2"></a>', "link-target", "http://a.b/c?x=1&y=2"),
        ('<img src="a.jpg" alt="会场">', "image", "会场"),
        ("<p>您的位置：首页 &gt; 讲话</p>", "breadcrumbs", "您的位置：首页 > 讲话"),
        ("<p>当前位置: <a>首页</a> / <a>讲话</a></p>", "breadcrumbs", "当前位置: 首页 / 讲话"),
        ("<td><a>首页</a> » <a>政务</a> » 讲话</td>", "breadcrumbs", "首页 » 政务 » 讲话"),
        ("<p>首页＞政务＞讲话</p>", "breadcrumbs", "首页＞政务＞讲话"),
    ],
)
def test_what_is_no_speech_is_dropped_and_kept(element: str, rule: str, text: str) -> None:
    page = f"<p>{BODY}</p>{element}<p>{BODY}</p>"
    assert body(page) == [BODY, BODY]
    assert (rule, text) in dropped(page)
    assert text in read(page).text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f'<div class="nav">{BODY}</div>', [BODY]),
        (f"<div hidden>{BODY * 3}</div><p>{BODY}", [BODY * 3, BODY]),
        ("<nav>菜单", ["菜单"]),
        ("<div hidden>甲", ["甲"]),
        ("<p>增长 &gt; 5%，很好", ["增长 > 5%，很好"]),
        ("<p>位置：北京市海淀区", ["位置：北京市海淀区"]),
        ("<p>甲 → 乙", ["甲 → 乙"]),
        ("<![CDATA[甲<b>乙</b>]]>", ["甲乙"]),
        ("<textarea>甲</textarea>", ["甲"]),
        ("<frameset><noframes>甲</noframes></frameset>", ["甲"]),
        ("甲<wbr>乙&shy;丙<!-- 丁 -->戊<del>己</del><ins>庚</ins>", ["甲乙\xad丙戊己庚"]),
        (
            "<script>甲</script><style>乙</style><template>丙</template><svg><text>丁</svg>戊",
            ["戊"],
        ),
        (
            "<dl><dt>甲<dd>乙</dl><ul><li>丙<li>丁</ul><details><summary>戊</summary>己",
            list("甲乙丙丁戊己"),
        ),
    ],
)
def test_what_is_speech_stays(page: str, expected: list[str]) -> None:
    assert body(page) == expected


# What a page states

TITLE, DATE = "在青年座谈会上的讲话", "2013-05-04"


@pytest.mark.parametrize(
    ("head", "page", "expected"),
    [
        ("<title>某某书苑</title>", f"<h1>{TITLE}</h1>", TITLE),
        ("<title>某某书网</title>", f"<h1>某某书网</h1><h1>{TITLE}</h1>", TITLE),
        (f"<title>{TITLE}_某某网</title>", f"<h1>某某网</h1><h1><b>{TITLE}</b></h1>", TITLE),
        (f"<title>{TITLE}_某某网</title>", "<h1>某某网</h1>", TITLE),
        (f"<title>{TITLE} - 某某网</title>", "", TITLE),
        (f"<title>{TITLE}-领导讲话-某某市人民政府</title>", "", TITLE),
        (f"<title>加强作风建设——{TITLE}-某某网</title>", "", f"加强作风建设——{TITLE}"),
        (f'<title>某某网</title><meta name="ArticleTitle" content="{TITLE}">', "", TITLE),
        (f"<title>某某网</title><meta content='{TITLE}_某某网' property='og:title'/>", "", TITLE),
        (f"<title>某某网</title><META NAME=twitter:title CONTENT={TITLE}>", "", TITLE),
        (f'<meta name="DC.Title" content="{TITLE}">', "<h1>某某市政府</h1>", TITLE),
        (f'<meta name="citation_title" content="{TITLE}">', "", TITLE),
        ("<title>某某网</title>", f"<div class=nav><h1>菜单</h1></div><h1>{TITLE}</h1>", TITLE),
        (
            f'<script type="application/ld+json">{json.dumps({"headline": TITLE})}</script>',
            "",
            TITLE,
        ),
        (
            "<title>某某网</title>",
            f"<h1><ruby>在<rt>zài</rt></ruby>{TITLE[1:]}<sup>*</sup></h1>",
            TITLE,
        ),
    ],
)
def test_the_title_of_a_page(head: str, page: str, expected: str) -> None:
    assert read(f"{page}<p>{BODY}</p>", head).title == expected


@pytest.mark.parametrize(
    "name",
    [
        "PubDate",
        "pubdate",
        "publishdate",
        "article:published_time",
        "og:published_time",
        "DC.date",
        "dcterms.issued",
        "citation_publication_date",
        "datePublished",
        "firstpublishedtime",
        "date",
    ],
)
@pytest.mark.parametrize("kind", ["name", "property", "itemprop"])
def test_the_date_of_a_page(name: str, kind: str) -> None:
    stated = read(f"<h1>{TITLE}</h1><p>{BODY}", f'<meta {kind}="{name}" content="{DATE} 10:00">')
    assert stated.date.startswith(DATE)
    page = f'<meta {kind}="{name}" content="{DATE}T10:00:00+08:00"><h1>{TITLE}</h1><p>{BODY}</p>'
    assert clean_text(page, html=True).date == DATE


def test_other_facts_of_a_page() -> None:
    head = (
        '<meta name="ContentSource" content="某某日报"><meta name="Author" content="王大林">'
        '<link rel="canonical" href="https://a.b/c"><!-- saved from url=(0013)https://x.y/ -->'
    )
    stated = read(BODY, head)
    assert (stated.source, stated.author, stated.url) == ("某某日报", "王大林", "https://a.b/c")
    assert read("<!-- saved from url=(0013)https://x.y/ -->" + BODY).url == "https://x.y/"
    linked = {"@graph": [{"author": [{"name": "王"}, {"name": "李"}], "datePublished": DATE}]}
    stated = read(BODY, f"<script type='application/ld+json'>{json.dumps(linked)}</script>")
    assert (stated.author, stated.date) == ("王、李", DATE)
    assert read("<time datetime='2013-05-04'>昨天</time>").date == DATE


@pytest.mark.parametrize(
    "author", ["某某网", "某某市人民政府", "张编辑", "admin", "a@b.c", "某某日报"]
)
def test_who_keeps_a_page_is_not_its_author(author: str) -> None:
    assert read(BODY, f'<meta name="author" content="{author}">').author == ""


def test_the_charset_of_a_page_is_that_of_its_bytes() -> None:
    page = f"<meta charset='gb2312'><title>{TITLE}</title><p>{BODY}镕</p>"
    extracted = extract(page.encode("gb18030"), "a.html")
    assert (extracted.title, extracted.text.count("镕")) == (TITLE, 1)


SCRAPS = [
    "<p>甲\n",
    "<nav>",
    "<div hidden>",
    "<p hidden>甲。</p>",
    "甲<sup>1</sup>",
    "甲<sup>",
    '<a href="#n">[1]</a>甲',
    '<a href="#n">甲',
    "<ruby>甲<rt>a",
    "<rt>",
    "甲 &gt; ",
    "<td>甲",
    "<meta name=a content=b>",
    "<a ",
    "<",
    "<x-speechkit-dropped menu>甲",
    "<![CDATA[",
    "<title>",
    "<div class=nav>甲</div>",
    "<div class=nav>",
    "<!--",
    "<script",
    "<a href=http://a.b/c>甲</a>",
    "您的位置：",
    "\ufdd1",
    "<b style='",
    "<tr>甲",
    "<table><tr><td>甲",
    "<tr></table>甲",
]


@pytest.mark.parametrize("scrap", SCRAPS)
@pytest.mark.slow
def test_time_is_linear_in_any_page(scrap: str) -> None:
    assert_linear(lambda size: extract_text(scrap * (size // len(scrap)), html=True), 20_000)


# Lines


def wrapped(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


@pytest.mark.parametrize("width", [12, 22, 35])
@pytest.mark.parametrize("tag", ["<br>", "<br/>\n", "<BR />\r\n  "])
@pytest.mark.parametrize(
    "around", ["<p>{}</p>", "<div>{}</div>", "<td>{}", "<p>甲<br><br>{}<br><br>乙"]
)
def test_breaks_at_a_fixed_width_join(width: int, tag: str, around: str) -> None:
    text = "同志们今天把大家请来主要是听一听基层的想法和看一看各项工作还有哪些短板" * 3
    assert text in body(around.format(tag.join(wrapped(text, width))))


@pytest.mark.parametrize(
    "lines",
    [
        ["床前明月光", "疑是地上霜", "举头望明月", "低头思故乡"],
        ["北国风光，千里冰封，万里雪飘。", "望长城内外，惟馀莽莽；", "大河上下，顿失滔滔。"],
        ["东风吹绿了江南岸边的杨柳，", "细雨润湿了田野里的新苗儿，", "大家都来参加春天的劳动吧。"],
        ["某某市人民政府办公室", "某某省某某市人民路一号", "邮编 100000", "电话 12345678"],
        [f"第一段：{BODY}", f"第二段：{BODY}{BODY}", "谢谢大家。"],
        [
            "　　各位代表今天我们在这里召开全市工作会议",
            "　　会议的主要任务是总结去年工作部署任务",
            "　　完",
        ],
    ],
)
def test_breaks_that_an_author_set_stay(lines: list[str]) -> None:
    assert [line.strip() for line in body(f"<p>{'<br>'.join(lines)}</p>")] == [
        line.strip() for line in lines
    ]
