"""What no reader sees goes: terminal codes, overstrikes, control and invisible characters."""

from __future__ import annotations

import pytest

from speechkit.cleaning.controls import drop_controls
from speechkit.cleaning.frames import drop_frames

ESCAPES = ["\x1b", "^[", "␛", "\\e", "\\033", "\\x1b", "\\x1B", "\\u001b"]
CODES = ["[31m", "[1;31m", "[0m", "[m", "[38;5;196m", "[38;2;1;2;3m", "[4m"]
OTHERS = ["\x1b[K", "\x1b[2J", "\x1b[10;5H", "\x1b(B", "\x1b7", "\x1bM", "\x1b[?25l", "\x9b31m"]
LINKS = ["\x1b]8;;http://example.org\x1b\\", "\x1b]8;;\x1b\\", "\x1b]0;标题\x07", "\x1bPq\x1b\\"]
INVISIBLE = "\u200b\u200d\u2060\xad\u200e\u200f\ufffc\u3164\uffa0"


@pytest.mark.parametrize("escape", ESCAPES)
@pytest.mark.parametrize("code", CODES)
def test_colours(escape: str, code: str) -> None:
    text = f"防{escape}{code}汛责任{escape}[0m重大。"
    assert drop_controls(text)[0] == "防汛责任重大。"


@pytest.mark.parametrize("code", [*OTHERS, *LINKS])
def test_other_codes_of_terminals(code: str) -> None:
    text, notices = drop_controls(f"防{code}汛责任重大。")
    assert text == "防汛责任重大。"
    assert [(n.kind, n.rule) for n in notices] == [("dropped", "terminal-code")]


@pytest.mark.parametrize(
    "text", ["防\b防汛\b汛", "防\b\b防汛", "_\b防_\b汛", "__\b\b防汛", "防\b_汛\b_", "防\b防\b防汛"]
)
def test_overstrikes_of_manual_pages(text: str) -> None:
    assert drop_controls(text)[0] == "防汛"


def test_colours_whose_escape_is_lost() -> None:
    assert drop_controls("防[31m汛[0m责任")[0] == "防汛责任"


@pytest.mark.parametrize("character", INVISIBLE)
def test_invisible_characters_amid_chinese(character: str) -> None:
    assert drop_controls(f"防{character}汛{character}\n")[0] == "防汛\n"


@pytest.mark.parametrize("character", "\x04\x05\x06\x07\x10\x15")
def test_control_characters(character: str) -> None:
    assert drop_controls(f"防{character}汛\x01责")[0] == "防汛责"


@pytest.mark.parametrize(
    "text",
    [
        "见[0m]处",
        "长[3m]宽[2m]",
        "👨\u200d👩好",
        "na\xadtion",
        "a\tb\n\fc",
        "[1]和[2]",
        "C:\\e\\033",
    ],
)
def test_other_characters_stay(text: str) -> None:
    assert drop_controls(text) == (text, [])


@pytest.mark.parametrize("mark", "おオぁァ")
@pytest.mark.parametrize("after", ["", "\n", "　　注释", "*这是讲话的一部分。", ";*这是"])
def test_marks_of_a_typesetter_go(mark: str, after: str) -> None:
    text, notices = drop_frames(f"为民造福。{mark}{after}")
    assert text == f"为民造福。{after}"
    assert [(n.rule, n.text) for n in notices] == [("stray-character", mark)]


@pytest.mark.parametrize("heading", ["注释", "附记", "农村改革"])
def test_a_framed_heading_is_put_back(heading: str) -> None:
    shifted = (b"\xa4" + heading.encode("gbk") + b"\xaa").decode("gbk", "surrogateescape")
    text, notices = drop_frames(f"为民造福。お{shifted}　　〔1〕见某书。")
    assert text == f"为民造福。{heading}　　〔1〕见某书。"
    assert [n.kind for n in notices] == ["dropped", "repaired"]


@pytest.mark.parametrize(
    "text", ["店名叫お茶の水。", "はい、そうです。おはよう", "他说オ字。", "ア行"]
)
def test_japanese_stays(text: str) -> None:
    assert drop_frames(text) == (text, [])
