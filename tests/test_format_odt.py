"""OpenDocument texts: what is text, what is not, and what numbers they count by themselves."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import pytest

from speechkit.errors import UnreadableFileError
from speechkit.formats import Extracted, extract, odt

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
    )
)
TYPE = "application/vnd.oasis.opendocument.text"


def make_odt(body: str, styles: str = "", **parts: str) -> bytes:
    """Return a document with a body and styles of its own."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", parts.get("manifest", "<m/>"))
        archive.writestr("content.xml", content)
        if "meta" in parts:
            archive.writestr("meta.xml", parts["meta"])
    return data.getvalue()


def read(body: str, styles: str = "") -> list[tuple[int, str]]:
    """Return level and text of each piece of a document."""
    return [(piece.level, piece.text) for piece in extract(make_odt(body, styles)).pieces]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:p>发<text:span>展</text:span>是</text:p>", ["发展是"]),
        ("<text:p>甲<text:tab/>乙<text:s text:c='2'/>丙<text:s/>丁</text:p>", ["甲\t乙  丙 丁"]),
        ("<text:p>上<text:line-break/>下</text:p>", ["上\n下"]),
        ("<text:p><text:a>链接</text:a>后</text:p>", ["链接后"]),
        (
            "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes><text:p>余</text:p>",
            ["余"],
        ),
        (
            "<text:p>句<office:annotation><text:p>批</text:p></office:annotation>子</text:p>",
            ["句子"],
        ),
        (
            "<text:p><text:ruby><text:ruby-base>规</text:ruby-base><text:ruby-text>guī"
            "</text:ruby-text></text:ruby>划</text:p>",
            ["规划"],
        ),
        (
            "<text:p>句<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>注文</text:p></text:note-body></text:note>子</text:p><text:p>末</text:p>",
            ["句子", "末", "注文"],
        ),
        (
            "<text:p>外<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"
            "面</text:p>",
            ["外面", "框"],
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>指标</text:p>"
            "</table:table-cell><table:covered-table-cell/><table:table-cell><text:p>数</text:p>"
            "</table:table-cell></table:table-row></table:table>",
            ["指标\t数"],
        ),
        ("<text:p>见<text:span text:style-name='h'>藏</text:span>又见</text:p>", ["见又见"]),
        ("<text:p>  </text:p><text:p>文</text:p>", ["文"]),
    ],
)
def test_a_paragraph_reads_as_accepted_and_printed(body: str, expected: list[str]) -> None:
    hidden = (
        "<style:style style:name='h'><style:text-properties text:display='none'/></style:style>"
    )
    assert [text for _, text in read(body, hidden)] == expected


LEVELS = (
    "<text:list-level-style-number text:level='1' style:num-format='一, 二, 三, ...'"
    " style:num-suffix='、'/>"
    "<text:list-level-style-number text:level='2' style:num-format='一, 二, 三, ...'"
    " style:num-prefix='（' style:num-suffix='）'/>"
    "<text:list-level-style-number text:level='3' style:num-format='1' style:num-suffix='.'/>"
)
LISTS = f"<text:list-style style:name='L'>{LEVELS}</text:list-style>"


def item(*inner: str) -> str:
    """Return an item of a list: paragraphs and lists."""
    parts = (part if part.startswith("<") else f"<text:p>{part}</text:p>" for part in inner)
    return f"<text:list-item>{''.join(parts)}</text:list-item>"


def items(*inner: str, more: str = "") -> str:
    """Return a list."""
    return f"<text:list text:style-name='L' {more}>{''.join(inner)}</text:list>"


def test_lists_count_by_levels_and_go_on_where_they_say_so() -> None:
    body = (
        items(item("甲", items(item("子"), item("丑", items(item("细"))))), more="xml:id='a'")
        + "<text:p>间</text:p>"
        + items(item("乙", "续段"), more="text:continue-numbering='true'")
        + items(item("丙"), more="text:continue-list='a'")
        + items(item("新"))
    )
    assert [text for _, text in read(body, LISTS)] == [
        "一、甲", "（一）子", "（二）丑", "1. 细", "间", "二、乙", "续段", "三、丙", "一、新"
    ]  # fmt: skip


def test_headings_have_a_level_and_a_number() -> None:
    outline = (
        "<text:outline-style><text:outline-level-style text:level='1' style:num-format='一, 二'"
        " style:num-prefix='第' style:num-suffix='章 '/></text:outline-style>"
    )
    body = "<text:h text:outline-level='1'>形势</text:h><text:h text:outline-level='2'>细</text:h>"
    assert read(body, outline) == [
        (1, "第一章 形势"), (2, "细")
    ]  # fmt: skip


def test_properties_and_passwords() -> None:
    meta = "<m xmlns:d='d'><d:title>标题</d:title><d:creation-date>2025-03-05</d:creation-date></m>"
    extracted = extract(make_odt("<text:p>文</text:p>", meta=meta))
    assert (extracted.format, extracted.title, extracted.date) == ("odt", "标题", "2025-03-05")
    locked = "<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>"
    with pytest.raises(UnreadableFileError, match="password"):
        extract(make_odt("<text:p>文</text:p>", manifest=locked))


def test_mutations_are_read_or_named() -> None:
    data = make_odt(items(item("甲", items(item("乙")))) + "<text:p>丙</text:p>", LISTS)
    chance = random.Random(1)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(150):
        changed = bytearray(parts["content.xml"])
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(len(changed))
            changed[place : place + chance.randrange(9)] = bytes([chance.randrange(256)])
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, bytes(changed) if name == "content.xml" else content)
        try:
            assert isinstance(odt.extract(made.getvalue(), "", None), Extracted)
        except UnreadableFileError as error:
            assert error.reason in ("damaged", "no-text", "bomb")
