"""Citations: each style with all that may be known or not, and signs that would spoil a file."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.research import (
    Reference,
    cite_bibtex,
    cite_csl,
    cite_gb7714,
    make_reference,
)

WHOLE = Reference(
    id="003",
    title="在全市会议上的讲话",
    author="张三",
    date="2024-05-01",
    occasion="全市会议",
    source="人民日报",
    url="https://example.org/a?b=1&c=2",
    locator="第12段",
    accessed="2026-11-26",
)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (
            {},
            "张三. 在全市会议上的讲话[R/OL]. (2024-05-01)[2026-11-26]."
            " https://example.org/a?b=1&c=2. 第12段.",
        ),
        ({"url": "", "locator": ""}, "张三. 在全市会议上的讲话[R]. 人民日报, 2024-05-01."),
        ({"url": "", "source": ""}, "张三. 在全市会议上的讲话[R]. 2024-05-01. 第12段."),
        (
            {"author": "", "date": "", "locator": ""},
            "在全市会议上的讲话[R/OL]. [2026-11-26]. https://example.org/a?b=1&c=2.",
        ),
        (
            {"author": "", "date": "", "locator": "", "url": "", "source": ""},
            "在全市会议上的讲话[R].",
        ),
    ],
)
def test_gb7714(known: dict[str, Any], expected: str) -> None:
    assert cite_gb7714(WHOLE._replace(**known)) == expected


def test_bibtex() -> None:
    assert cite_bibtex(WHOLE).splitlines() == [
        "@misc{speech-003,",
        "  author = {{张三}},",
        "  title = {{在全市会议上的讲话}},",
        "  year = {2024},",
        "  month = {5},",
        "  date = {2024-05-01},",
        "  howpublished = {人民日报},",
        "  eventtitle = {全市会议},",
        "  url = {https://example.org/a?b=1&c=2},",
        "  urldate = {2026-11-26},",
        "  note = {第12段},",
        "}",
    ]
    assert "month" not in cite_bibtex(WHOLE._replace(date="2024"))


def test_csl() -> None:
    assert cite_csl(WHOLE) == {
        "id": "003",
        "type": "speech",
        "title": "在全市会议上的讲话",
        "author": [{"literal": "张三"}],
        "issued": {"date-parts": [[2024, 5, 1]]},
        "event-title": "全市会议",
        "publisher": "人民日报",
        "URL": "https://example.org/a?b=1&c=2",
        "accessed": {"date-parts": [[2026, 11, 26]]},
        "note": "第12段",
    }
    unknown = Reference("003", "讲话", date="2024-05", accessed="2026-11-26")
    assert cite_csl(unknown) == {
        "id": "003",
        "type": "speech",
        "title": "讲话",
        "issued": {"date-parts": [[2024, 5]]},
    }


@pytest.mark.parametrize(
    ("occasion", "event"),
    [
        ("在全国金融工作会议上", "全国金融工作会议"),
        (
            "2026年1月27日在陕西省第十四届人民代表大会第四次会议上",
            "陕西省第十四届人民代表大会第四次会议",
        ),
        ("二〇二六年一月二十七日在甘肃省人民代表大会上", "甘肃省人民代表大会"),
        ("访问瑞士期间在日内瓦裁军谈判会议上", "日内瓦裁军谈判会议"),
        ("在听取在京同志汇报会上", "听取在京同志汇报会"),
        ("会见美国总统布什时", "会见美国总统布什"),
        ("全市会议", "全市会议"),
        ("", ""),
    ],
)
def test_the_name_of_an_event_is_without_its_frame(occasion: str, event: str) -> None:
    reference = WHOLE._replace(occasion=occasion)
    assert cite_csl(reference).get("event-title", "") == event
    assert f"  eventtitle = {{{event}}},\n" in cite_bibtex(reference) or not event


def test_the_examples_of_the_standard() -> None:
    """GB/T 7714-2015, section 8.8 and annex A: a report on line, and one without an address."""
    online = Reference(
        id="1",
        title="第29次中国互联网络发展现状统计报告",
        author="中国互联网络信息中心",
        date="2012-01-16",
        url="http://www.cnnic.net.cn/P020120709345264469680.pdf",
        accessed="2013-03-26",
    )
    assert cite_gb7714(online) == (
        "中国互联网络信息中心. 第29次中国互联网络发展现状统计报告[R/OL]. (2012-01-16)[2013-03-26]."
        " http://www.cnnic.net.cn/P020120709345264469680.pdf."
    )
    printed = online._replace(url="", source="人民出版社", date="2012")
    assert cite_gb7714(printed).endswith("统计报告[R]. 人民出版社, 2012.")


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_no_sign_of_a_text_spoils_an_entry_of_bibtex(title: str, author: str, url: str) -> None:
    entry = cite_bibtex(WHOLE._replace(title=title, author=author, url=url, id=title + author))
    depths = [entry[:place].count("{") - entry[:place].count("}") for place in range(len(entry))]
    assert min(depths) == 0
    assert entry.count("{") == entry.count("}")
    assert all(depth for depth in depths[entry.index("{") + 1 : -1])
    key = re.match(r"@misc\{([^,]*),\n", entry)
    assert key and re.fullmatch(r"[A-Za-z0-9-]+", key[1])
    for field in ("title", "author"):
        for found in re.findall(rf"  {field} = \{{\{{(.*)\}}\}},", entry):
            assert not re.search(r"(?<!\\)[%&$#_]", found)


def test_keys_of_different_speeches_are_different() -> None:
    ids = ["习近平_010", "江泽民_010", "010", "a/b", "a b", "a-b"]
    keys = [cite_bibtex(WHOLE._replace(id=name)).splitlines()[0] for name in ids]
    assert len(set(keys)) == len(ids)


def test_any_reference_is_json() -> None:
    odd = WHOLE._replace(title='"\\\n', author="\ud800")
    assert json.loads(json.dumps(cite_csl(odd))) == cite_csl(odd)


@pytest.mark.parametrize(
    ("paragraphs", "locator"),
    [((), ""), ((12,), "第12段"), (range(3, 6), "第3—5段"), ((0,), "标题")],
)
def test_paragraphs_are_located(paragraphs: tuple[int, ...], locator: str) -> None:
    from pathlib import Path

    from speechkit.model import Speech

    speech = Speech("1", "题 \n 目", ("一",) * 20, Path("1.txt"), "utf-8", speaker="王\t五")
    reference = make_reference(speech, paragraphs, "2026-01-01")
    assert (reference.locator, reference.title, reference.author) == (locator, "题 目", "王 五")
