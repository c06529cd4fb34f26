"""Titles that nobody gave: names of programs, templates, printers and files are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_docx import make_docx, paragraph

from speechkit.cleaning import clean
from speechkit.cleaning.placeholders import is_code, is_placeholder
from speechkit.formats import extract

NOBODY_GAVE = {
    "empty name": """
        文档1|文档 2|新建文档|新建 Microsoft Word 文档|新建 DOCX 文档 (3)|新建文本文档
        未命名文件|无标题|無標題|无标题-1
        未命名|空白文档|演示文稿1|幻灯片 1|PowerPoint 演示文稿|PowerPoint Presentation
        WPS 演示|文字文稿1
        Document1|document|Untitled|Untitled-1|Untitled Document|untitled.|New Page 1|Blank
        Slide 1
        Presentation1|工作簿1|Book1|Sheet 1|Normal|Copy of Document (2)|New subtitles
        Default Aegisub file
        无标题文档|新建网页 1|title|(null)|none|undefined|(unspecified)|文件副本|扫描件
        Scan0001|IMG_2034
        CamScanner 05-12-2020 10.22|扫描全能王 2020-05-12 10.22|Scanned Document|图片1
    """,
    "field of a form": """
        标准名称|信息标题|标题|文章标题|[键入文档标题]|单击此处添加标题|请输入标题|题目
        论文题目|公文标题|此处插入文档标题
        Type the document title|Click to add title|Title of document|文件名称|项目名称
        主标题|填写标题
    """,
    "template": """
会议纪要模板|公文模板（2019版）|Normal.dotm|红头文件模版|Letter Template|简历模板.doc
    """,
    "program": """
        Microsoft Word - 讲话.doc|Microsoft Word - 1.docx|Microsoft PowerPoint - 汇报
        Adobe Photoshop PDF
        Word - 讲话稿|AutoCAD - 一层平面|WPS 文字 - 讲话|幻灯片 1 - 汇报
        Microsoft Office Word 文档
    """,
    "file": r"""
        讲话.docx|讲话稿（定稿）.doc|1.wps|~$讲话|C:\Users\lenovo\Desktop\讲话
        D:\资料\讲话稿|\\服务器\共享\讲话
        /home/user/文档/讲话|file:///d:/a|第三稿.doc (1)|x.pdf|A.indd|封面.cdr|校样.s2|扫描.jpg
    """,
    "address": "www.example.com|http://a.cn/b|example.com|论文网 www.example.com|bingdian001.com",
    "printer": """
        HP LaserJet M1005|HP LaserJet Professional P1108|Canon iR2520|EPSON L3150 Series
        KMBT_C224e20240506
        RICOH Aficio MP 2001|Brother MFC-7360|Fuji Xerox DocuCentre-V 3065|奔图 P3010D
        惠普打印机|复印机
        Send To Microsoft OneNote 2010 Printer|Konica Minolta bizhub 223
    """,
    "number": "1-3|20240506|2024年5月6日|2024-05-06|（3）|—|A4|123321|00001234|12|a",
    "unreadable": """
<4D6963726F736F6674>|(cid:12)(cid:13)|讲�稿|8d7e2c1a-aaaa-bbbb-cccc-123456789012
    """,
}
OWN = """
    在全市经济工作会议上的讲话|一号文件|关于进一步做好项目资料管理工作的通知|标准化工作报告
    新建学校开工仪式上的致辞
    方正县政府工作报告|方正：在县委全会上的讲话|在打印机产业基地奠基仪式上的讲话
    2024年新年贺词|B 立法院議案關係文書
    参考资料|兄弟单位2024年座谈会发言|打造共同富裕示范样板|信息公开年度报告|请党放心
    文件精神传达提纲|主题教育动员讲话
    NANDrive 微型固态硬盘设计方案|惠普公司2024年年会致辞|在图片展开幕式上的讲话|词语的力量
    模板产业发展座谈会讲话
    Remarks by the President at the Opening Session|Word of the Year|十五五规划建议说明|号外
    两会|三农
    《资料选编》前言|文档一体化工作会议讲话|扫描仪与我|Inaugural Address|I Have a Dream
    A4纸上的公约
"""


def split(lines: str) -> list[str]:
    return [one.strip() for line in lines.strip().splitlines() for one in line.split("|")]


@pytest.mark.parametrize("kind", NOBODY_GAVE)
def test_what_nobody_gave_is_no_title(kind: str) -> None:
    assert [one for one in split(NOBODY_GAVE[kind]) if not is_placeholder(one)] == []


def test_what_a_person_gave_is_one() -> None:
    assert [one for one in split(OWN) if is_placeholder(one) or is_code(one)] == []


@given(st.sampled_from(split(" \n".join(NOBODY_GAVE.values()))), st.sampled_from(split(OWN)))
def test_case_and_blanks_make_no_difference(nobody: str, own: str) -> None:
    for title, expected in ((nobody, True), (own, False)):
        for way in (title.upper(), title.lower(), f" {title}\u3000"):
            assert is_placeholder(way) == expected, way


@given(st.text(max_size=60))
def test_any_title_is_judged(title: str) -> None:
    assert is_placeholder(title) in {True, False}
    assert is_placeholder(f"{title}.doc")
    assert not is_placeholder(f"在{'全' * 20}会上的讲话") and is_placeholder("文本文档" * 2_000)


@pytest.mark.parametrize("stated", ["标准名称", "1-3", "文档1", "Î¢ÈíÓÃ»§", "XKB3", "在会上的讲话"])
def test_only_a_title_with_words_is_taken_from_properties(stated: str) -> None:
    body = "同志们，今年的春耕生产要抓紧抓好，不误农时。" * 3
    data = make_docx(*[paragraph(body)] * 3, properties=f"<d:title>{stated}</d:title>")
    cleaned = clean(extract(data))
    assert cleaned.title == ("在会上的讲话" if stated == "在会上的讲话" else "")
    assert bool(cleaned.title) == any(n.rule == "title" for n in cleaned.notices)


def test_codes_above_a_title_are_passed_over() -> None:
    head = ["ICS\u200227.120.99", "F65", "NB/T 20001—2023", "春耕生产工作会议讲话"]
    body = ["同志们，今年的春耕生产要抓紧抓好，不误农时。" * 3] * 3
    cleaned = clean(extract(make_docx(*map(paragraph, head + body))))
    assert cleaned.title == "春耕生产工作会议讲话"


def test_no_guess_is_in_another_language_than_the_text() -> None:
    body = ["同志们，今年的春耕生产要抓紧抓好，不误农时。" * 3] * 3
    data = make_docx(*map(paragraph, ['datetimectl set-time "12:06"', "date", *body]))
    assert clean(extract(data)).title == ""
