"""Real office files: what is expected of each is found, or why it is not read is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from speechkit.errors import UnreadableFileError
from speechkit.formats import extract
from speechkit.text.normalize import normalize_phrase

KINDS = (".docx", ".doc", ".wps", ".rtf", ".mht", ".ass", ".pdf")


def expected(shared: Path) -> list[dict[str, Any]]:
    """Return what is expected of each file; nothing where the files are missing."""
    list_of_files = shared / "corpora" / "office" / "expected.jsonl"
    if not list_of_files.exists():
        pytest.skip(f"{list_of_files} is missing")
    lines = list_of_files.read_text(encoding="utf-8").splitlines()
    return [file for file in map(json.loads, lines) if file["file"].endswith(KINDS)]


def test_real_office_files_are_read_or_named(shared: Path) -> None:
    faults = []
    files = expected(shared)
    for file in files:
        path = shared / "corpora" / "office" / "files" / file["file"]
        try:
            pieces = extract(path.read_bytes(), path.name).pieces
        except UnreadableFileError as error:
            if error.reason != file["reason"].partition(":")[0]:
                faults.append((path.name, str(error)))
            continue
        kept = [normalize_phrase(piece.text) for piece in pieces if not piece.dropped]
        faults += [
            (path.name, phrase)
            for phrase in file["phrases"]
            if not any(normalize_phrase(phrase) in text for text in kept)
        ]
        faults += [
            (path.name, f"holds {mark}")
            for mark in file["absent"]
            if any(mark in piece.text for piece in pieces if not piece.dropped)
        ]
    assert len(files) > 20
    assert faults == []


@pytest.mark.parametrize("name", ["rich.docx", "rich.doc", "docx_as.doc", "docx_as.wps"])
def test_documents_of_nearly_every_kind_read_alike(shared: Path, name: str) -> None:
    path = shared / "formats" / name
    if not path.exists():
        pytest.skip(f"{path} is missing")
    extracted = extract(path.read_bytes(), name)
    text = extracted.text.replace(" ", "")
    for kept in (
        *("正文首段跨跑连续片段", "一、统一思想编号甲", "（一）提高站位编号乙", "1.细化措施编号丙"),
        *("2.再细措施编号丁", "（二）狠抓落实编号戊", "二、加强领导编号己", "第一章标题样式带编号"),
        *("表头指标\t表头数值", "嵌套表格内", "末行末格", "脚注所在句后半句继续。", "尾注的内容"),
        *("修订句子开头插入的新文字修订句子结尾", "段落标记被删之前与上段相连之后", "重要讲话精神"),
        *(
            "可见句又可见句",
            "行内控件控件内文之后",
            "扩展区字𠮷𬭎",
            "软换行后-连字符后",
            "全文结束",
        ),
    ):
        assert text.count(kept) == 1, kept
    assert text.count("文本框内文字") == 1
    for gone in ("删除的旧文字", "移走的文字", "隐藏的文字", "zhòng", "域指令 ", "页眉", "PAGE"):
        assert gone not in text, gone
    assert extracted.title == "关于推动营商环境工作的讲话"
