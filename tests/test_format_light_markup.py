"""Headings in AsciiDoc, reStructuredText and LaTeX."""

from __future__ import annotations

import pytest

from speechkit.cleaning import clean
from speechkit.formats import extract

BODY = "各位代表，今天的会议十分重要，要认真抓好今年的各项工作。"
TEXTS = {
    "asciidoc": f"= 春耕讲话\n:author: 王大林\n:revdate: 2018-10-28\n\n== 形势怎样\n\n{BODY}\n\n"
    f"// 评注\n== 任务怎样\n\n{BODY}\n",
    "asciidoc, closed": f"= 春耕讲话 =\n\n== 形势怎样 ==\n{BODY}\n== 任务怎样 ==\n{BODY}\n",
    "underlined": f"春耕讲话\n========\n\n形势怎样\n--------\n\n"
    f"{BODY}\n\n任务怎样\n--------\n\n{BODY}\n",
    "half as long": f"春耕讲话\n====\n\n形势怎样\n----\n{BODY}\n\n任务怎样\n----\n{BODY}\n",
    "overlined": f"========\n春耕讲话\n========\n\n形势怎样\n~~~~~~~~\n"
    f"{BODY}\n\n任务怎样\n~~~~~~~~\n{BODY}\n",
    "latex": "\\documentclass{ctexart} % 评注\n\\title{春耕讲话}\n"
    "\\author{王大林}\n\\begin{document}\n"
    f"\\maketitle\n\\section{{形势怎样}}\n\\textbf{{{BODY[:4]}}}{BODY[4:]}\n\n"
    f"\\section*{{任务怎样}}\n{BODY}\n\\end{{document}}\n",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_headings_are_known_and_marks_are_no_text(kind: str) -> None:
    extracted = extract(TEXTS[kind].encode(), "a.txt")
    cleaned = clean(extracted, "a")
    assert (extracted.title, cleaned.title) == ("春耕讲话", "春耕讲话")
    assert cleaned.paragraphs == ("形势怎样", BODY, "任务怎样", BODY)
    assert [(s.paragraph, s.name) for s in cleaned.sections] == [(1, "形势怎样"), (3, "任务怎样")]
    lines = TEXTS[kind].split("\n")
    for number, paragraph in zip(cleaned.lines, cleaned.paragraphs, strict=True):
        assert paragraph[-4:] in lines[number - 1]


@pytest.mark.parametrize("kind", ["asciidoc", "latex"])
def test_facts_are_stated(kind: str) -> None:
    assert extract(TEXTS[kind].encode()).author == "王大林"


@pytest.mark.parametrize(
    "text",
    [
        f"讲话\n\n{BODY}\n====\n{BODY}\n",
        f"讲话\n——————\n{BODY}\n",
        f"= 等号\n{BODY}\n",
        f"讲话\n各位代表：\n----------------------------------------\n{BODY}\n",
        f"路径是C:\\section，{BODY}\n",
        f"====\n{BODY}\n====\n",
    ],
)
def test_other_lines_are_no_marks(text: str) -> None:
    assert [piece.text for piece in extract(text.encode()).pieces] == [text]
