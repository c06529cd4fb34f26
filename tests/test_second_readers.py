"""Documents have the Chinese characters that a second reader finds, and every difference a why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from second_readers import READERS

from speechkit.errors import UnreadableFileError
from speechkit.formats import extract
from speechkit.text.characters import HAN

_HAN = re.compile(f"[{HAN}]")
_SHORTEST = 4


class Difference(NamedTuple):
    """Characters that only we have, and those that only the second reader has."""

    more: str = ""
    less: str = ""


_HEADINGS = "一二一二一第章"
EXPLAINED = {
    # Numbers of lists, which are in no text.
    "007.doc": Difference("附录"),
    "031.docx": Difference("附录附录附录"),
    "033.docx": Difference("附录"),
    "041.docx": Difference("第六章第十十章"),
    "048.docx": Difference("一二三四五六七八九十十一"),
    "docx_as.doc": Difference(_HEADINGS),
    "docx_as.wps": Difference(_HEADINGS),
    "rich.docx": Difference(_HEADINGS),
    # The base of a reading, which is in the code of a field.
    "043.docx": Difference("踔"),
    "rich.doc": Difference(f"{_HEADINGS}重尾", "删除的旧文字移走的文字隐藏的文字页眉"),
    # The notes and the head of a page, which striprtf leaves out; hidden and deleted text.
    "gbk.rtf": Difference("脚注页眉内容", "隐藏字删掉"),
    # The heads of letters, and the names of fonts: dropped text.
    "072.mht": Difference("运行时垃圾收集机制简要介绍和学习计划博客"),
    "074.ass": Difference("微软雅黑微软雅黑"),
    "a.mht": Difference("张三关于会议通知"),
}
NOT_READ = {"pw_owner.pdf": "pypdf needs a library for AES", "html_as.doc": "HTML, read as a page"}
PARTED = {"043.docx", "rich.doc", "gbk.rtf"}
"""Where lines differ, too: each has the deleted, hidden or added characters above."""


def documents(shared: Path) -> Iterator[Path]:
    for folder in (shared / "corpora" / "office" / "files", shared / "formats"):
        if not folder.is_dir():
            pytest.skip(f"{folder} is missing")
        yield from sorted(folder.iterdir())


def put_in_order(characters: Iterable[str]) -> str:
    return "".join(sorted(Counter(characters).elements()))


def keep_han(texts: Iterable[str]) -> str:
    return "".join(_HAN.findall("\n".join(texts)))


@pytest.mark.slow
def test_second_readers_find_the_same_characters(shared: Path) -> None:
    pytest.importorskip("pypdf")
    pytest.importorskip("striprtf")
    found: dict[str, Difference] = {}
    parted: set[str] = set()
    read = 0
    for path in documents(shared):
        data = path.read_bytes()
        try:
            extracted = extract(data, path.name)
        except UnreadableFileError:
            continue
        if path.name in NOT_READ:
            continue
        read += 1
        paragraphs = list(READERS[extracted.format](data))
        ours = keep_han(piece.text for piece in extracted.pieces)
        first, second = Counter(ours), Counter(keep_han(paragraphs))
        if first != second:
            found[path.name] = Difference(
                put_in_order(first - second), put_in_order(second - first)
            )
        lines = list(map(keep_han, zip(paragraphs)))
        whole = extracted.format == "pdf" or all(
            line in ours for line in lines if len(line) >= _SHORTEST
        )
        if not whole:
            parted.add(path.name)
    assert read > 35
    assert found == {name: Difference(*map(put_in_order, one)) for name, one in EXPLAINED.items()}
    assert parted == PARTED
