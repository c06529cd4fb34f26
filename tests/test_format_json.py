"""JSON: articles in every spelling of their fields, other structures, and what is none."""

from __future__ import annotations

import json

import pytest

from speechkit.cleaning import clean
from speechkit.formats import Extracted, extract

TITLE, BODY = "在企业家座谈会上的讲话", ["各位同志，今天的会议十分重要。", "要抓好今年的工作。"]


def read(text: str, name: str = "a.txt") -> Extracted:
    return extract(text.encode(), name)


def shown(extracted: Extracted) -> list[str]:
    return [piece.text for piece in extracted.pieces if not piece.dropped]


def write(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


BODIES: dict[str, object] = {
    "a string": "\n".join(BODY),
    "a string with empty lines": "\r\n\r\n".join(BODY),
    "a list": BODY,
    "objects": [{"text": line, "type": "paragraph"} for line in BODY],
    "nested lists": [[BODY[0]], [BODY[1]]],
    "HTML": "".join(f"<p>{line}</p>" for line in BODY),
    "HTML with breaks": f"<div>{BODY[0]}<br/>{BODY[1]}</div>",
}


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize(
    "name",
    [
        "content",
        "contents",
        "text",
        "body",
        "articleBody",
        "paragraphs",
        "full_text",
        "正文",
        "内容",
    ],
)
def test_the_text_of_an_article_is_its_paragraphs(name: str, kind: str) -> None:
    extracted = read(write({"title": TITLE, name: BODIES[kind]}))
    assert extracted.format == "json"
    assert shown(extracted) == [TITLE, *BODY]
    assert extracted.title == TITLE


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
def test_escapes_and_indents_change_nothing(ascii_only: bool, indent: int | None) -> None:
    text = json.dumps({"title": TITLE, "content": BODY}, ensure_ascii=ascii_only, indent=indent)
    extracted = read(text)
    assert shown(extracted) == [TITLE, *BODY]
    lines = text.split("\n")
    for piece in extracted.pieces:
        assert json.dumps(piece.text, ensure_ascii=ascii_only) in lines[piece.line - 1]


FIELDS = {
    "title": ("title", "headline", "Title", "标题", "題目"),
    "author": ("author", "speaker", "byline", "作者", "讲话人"),
    "date": ("date", "pubDate", "pub_date", "publish_time", "publishedAt", "日期", "发布时间"),
    "source": ("source", "source_name", "publisher", "来源"),
    "url": ("url", "link", "sourceUrl", "网址"),
}


@pytest.mark.parametrize(
    ("field", "name"), [(field, name) for field, names in FIELDS.items() for name in names]
)
def test_fields_are_known_by_their_names(field: str, name: str) -> None:
    extracted = read(write({name: "某某 2018-10-28", "content": BODY}))
    assert getattr(extracted, field) == "某某 2018-10-28"
    assert all(getattr(extracted, other) == "" for other in FIELDS if other != field)
    assert shown(extracted)[-2:] == BODY


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (["王大林", "李小林"], "王大林、李小林"),
        ({"name": "王大林", "@type": "Person"}, "王大林 Person"),
        ([{"name": "王大林"}], "王大林"),
    ],
)
def test_authors_may_be_several(value: object, said: str) -> None:
    author = read(write({"title": TITLE, "author": value, "content": BODY})).author
    assert author.replace("、", " ") == said.replace("、", " ")


@pytest.mark.parametrize("seconds", [1540684800, 1540684800000, 1540684800.5])
def test_dates_may_count_seconds(seconds: float) -> None:
    assert read(write({"date": seconds, "title": TITLE, "content": BODY})).date == "2018-10-28"


def test_what_else_is_said_is_dropped_and_kept() -> None:
    extracted = read(write({"id": "x1", "title": TITLE, "tags": ["会议"], "content": BODY}))
    assert [piece.text for piece in extracted.pieces if piece.dropped] == ["x1", "会议"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda article: {"code": 0, "data": {"article": article}},
        lambda article: {"result": [article]},
        lambda article: [article],
        lambda article: {"content": article},
        lambda article: {"@graph": [{"@type": "WebSite"}, article]},
    ],
)
def test_an_article_may_lie_within(wrap: object) -> None:
    assert callable(wrap)
    extracted = read(write(wrap({"title": TITLE, "author": "王大林", "content": BODY})))
    assert shown(extracted) == [TITLE, *BODY]
    assert extracted.author == "王大林"


ARTICLES = [
    {"title": f"{name}会议上的讲话", "date": f"2018-10-2{n}", "content": [f"第{n}次讲话说完了。"]}
    for n, name in enumerate(("春耕", "夏收", "秋收"), 1)
]


@pytest.mark.parametrize(
    "text",
    [
        write(ARTICLES),
        write({"articles": ARTICLES}),
        "\n".join(map(write, ARTICLES)),
        "\n\n".join(map(write, ARTICLES)) + "\n",
        "\n".join(json.dumps(article, indent=1) for article in ARTICLES),
        ",\n".join(map(write, ARTICLES)),
    ],
    ids=["array", "object", "lines", "blank lines", "indented", "commas"],
)
def test_several_articles_are_sections(text: str) -> None:
    extracted = read(text)
    cleaned = clean(extracted, "a")
    assert [section.name for section in cleaned.sections] == [a["title"] for a in ARTICLES]
    assert (extracted.title, cleaned.title) == ("", ARTICLES[0]["title"])
    said = (cleaned.title, *cleaned.paragraphs)
    assert said == tuple(
        line
        for article in ARTICLES
        for line in (article["title"], article["date"], *article["content"])
    )
    assert [section.paragraph for section in cleaned.sections] == [1, 3, 6]


def test_a_broken_line_among_many_is_text() -> None:
    lines = [write(article) for article in ARTICLES * 3]
    lines[4] = lines[4][:30]
    extracted = read("\n".join(lines))
    assert extracted.format == "json"
    assert lines[4].strip() in shown(extracted)


def test_turns_of_objects() -> None:
    talk = [
        {"speaker": name, "text": text, "start": 1.5}
        for name, text in [("王某", "你好。"), ("李某", "很好。"), ("王某", "再见。")]
    ]
    cleaned = clean(read(write({"title": TITLE, "segments": talk})), "a")
    assert cleaned.paragraphs == ("王某：你好。", "李某：很好。", "王某：再见。")
    assert [turn.name for turn in cleaned.turns] == ["王某", "李某", "王某"]


@pytest.mark.parametrize(
    "value",
    [
        {"甲": "第一句。", "乙": ["第二句。", {"丙": "第三句。"}]},
        ["第一句。", ["第二句。"], {"a": "第三句。"}],
    ],
)
def test_of_other_structures_all_strings_are_text(value: object) -> None:
    extracted = read(write(value))
    assert shown(extracted) == ["第一句。", "第二句。", "第三句。"]


def test_settings_of_programs_are_no_text() -> None:
    extracted = read(write({"name": "x", "version": "1.0", "files": ["a", "b"]}), "package.json")
    assert shown(extracted) == []


NO_JSON = [
    "[主持人]各位好。\n[王某]大家好。\n",
    "{题记}今天的会议十分重要。\n",
    "[1] 见有关文件。\n各位代表：\n",
    '["\n各位代表：\n',
    '{"title": "在会上的讲话"\n各位代表：今天的会议十分重要。\n',
    "[]\n各位代表：\n",
    "{}\n",
    '"各位代表"\n',
    "[" * 100_000,
    '{"a":' * 100_000 + "1" + "}" * 100_000,
    "[" * 100_000 + '"深"' + "]" * 100_000,
]


@pytest.mark.parametrize("text", NO_JSON, ids=lambda text: text[:12])
def test_what_only_begins_like_it_is_no_json(text: str) -> None:
    extracted = read(text)
    assert extracted.format == "text"
    assert extracted.text == text


@pytest.mark.parametrize("depth", [10, 100, 300, 450, 900])
def test_depth_is_bounded(depth: int) -> None:
    text = '{"a":' * depth + '"深处的话。"' + "}" * depth
    assert "深处的话。" in read(text).text


def test_equal_names_keep_both_texts() -> None:
    assert shown(read('{"a": "第一句。", "a": "第二句。"}')) == ["第一句。", "第二句。"]


TURNS = [
    ("张三", "今天的会议开得很好，大家讨论得很热烈。"),
    ("李四", "是的，我同意。"),
    ("张三", "那就这样决定。"),
]
SAID = [f"{name}：{text}" for name, text in TURNS]


@pytest.mark.parametrize("who", ["speaker", "name", "role", "发言人"])
@pytest.mark.parametrize("what", ["text", "content", "utterance", "内容"])
@pytest.mark.parametrize("form", ["a list", "in an object", "lines"])
def test_a_list_of_what_is_said_is_one_transcript(who: str, what: str, form: str) -> None:
    items: list[dict[str, object]] = [{who: name, what: text, "id": 7} for name, text in TURNS]
    texts = {
        "a list": write(items),
        "in an object": write({"code": 0, "result": items}),
        "lines": "\n".join(map(write, items)),
    }
    extracted = read(texts[form])
    assert shown(extracted) == SAID
    cleaned = clean(extracted, "a")
    assert [turn.name for turn in cleaned.turns] == [name for name, _ in TURNS]
    assert cleaned.speaker == ""


@pytest.mark.parametrize(
    "more", [{"title": TITLE}, {"date": "2018-10-28"}, {"text": "今天的会议开得很好。" * 80}]
)
def test_a_list_of_articles_is_no_transcript(more: dict[str, str]) -> None:
    items = [{"speaker": name, "text": text, **more} for name, text in TURNS]
    assert not any(text.startswith("李四：") for text in shown(read(write(items))))
