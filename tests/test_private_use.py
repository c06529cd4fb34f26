"""Private-use characters of old tables become real ones; all others stay."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.formats.encodings import GUOBIAO, decode
from speechkit.formats.encodings.private_use import hong_kong

SIMPLIFIED = "同志们：\n　　今年的工作要点是发展经济{}改善民生。各部门要认真落实会议精神！\n"
TRADITIONAL = "各位同志：\n　　今年的國家工作要點是發展經濟{}改善民生。這個會議說要落實！\n"

_FOUR_BYTES = {0xE5E5: b"\xa3\xa0", 0xE76C: b"\xa2\xe3", 0xE7C8: b"\xa8\xbf"}
_FOUR_BYTES |= {0xE7E7 + n: bytes([0xA9, 0x89 + n]) for n in range(13)}
_TRAILS = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
_FOUR_BYTES |= {0xE815 + n: bytes([0xFE, trail]) for n, trail in enumerate(_TRAILS)}


def bytes_of(code: int) -> bytes:
    """The two bytes that meant a private-use character in GBK or GB18030 of 2000."""
    return _FOUR_BYTES.get(code) or chr(code).encode("gb18030")


def two_byte_codes() -> Iterator[bytes]:
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            yield bytes([lead, trail])


def test_each_character_of_gbk() -> None:
    before, after = (part.encode("gb18030") for part in SIMPLIFIED.split("{}"))
    for code, character in GUOBIAO.items():
        real = SIMPLIFIED.format(character)
        decoded = decode(SIMPLIFIED.format(chr(code)).encode())
        assert decoded.text == real, hex(code)
        assert [(n.kind, n.rule, n.times) for n in decoded.notices] == [
            ("repaired", "private-use-character", 1)
        ]
        for encoding in ("utf-16", "utf-8-sig"):
            assert decode(SIMPLIFIED.format(chr(code)).encode(encoding)).text == real
        assert decode(before + bytes_of(code) + after).text == real, hex(code)


def test_the_table_is_that_of_gb18030() -> None:
    """The system's GB18030 is of 2005, or of 2022; only A3A0 is not in it."""
    if not shutil.which("iconv"):
        pytest.skip("there is no iconv to compare with")
    codes = {code: bytes_of(code) for code in sorted(GUOBIAO) if code != 0xE5E5}
    for code, data in codes.items():
        run = subprocess.run(
            ["iconv", "-f", "GB18030", "-t", "UTF-8"], input=data, capture_output=True, check=True
        )
        real = run.stdout.decode()
        if "\ue000" <= real <= "\uf8ff":
            pytest.skip("iconv has an older GB18030")
        assert GUOBIAO[code] == real


def test_no_code_with_a_character_in_gb18030_is_left_in_private_use() -> None:
    """What Python's codec leaves there are the three areas that users may define."""
    left = set()
    for data in two_byte_codes():
        character = data.decode("gb18030", "ignore")
        if len(character) == 1 and "\ue000" <= character <= "\uf8ff":
            left.add(ord(character))
    areas = {*range(0xE000, 0xE766)}
    blank = {0xE5E5}
    unassigned = set(range(0xE766, 0xE865)) & left - GUOBIAO.keys()
    assert left - areas - unassigned | blank <= GUOBIAO.keys()
    # No character was ever given to these, in no edition.
    assert unassigned == {
        *range(0xE766, 0xE76C), *range(0xE76D, 0xE78D), *range(0xE797, 0xE7C7),
        *range(0xE7C9, 0xE7E7), *range(0xE7F4, 0xE815),
    }  # fmt: skip


def test_each_character_of_hong_kong() -> None:
    for code, character in hong_kong().items():
        if code in GUOBIAO:
            continue
        decoded = decode(TRADITIONAL.format(chr(code)).encode())
        assert decoded.text == TRADITIONAL.format(character), hex(code)


def test_the_table_of_hong_kong() -> None:
    assert len(hong_kong()) == 4900
    known = {0xF303: "㇀", 0xF6B1: "①", 0xF6F7: "ぁ"}
    for code, character in known.items():
        assert hong_kong()[code] == character
    assert not any("\ue000" <= letter <= "\uf8ff" for letter in hong_kong().values())


@pytest.mark.parametrize(
    "text",
    [
        SIMPLIFIED.format("\uf0b7"),  # Word's bullet
        SIMPLIFIED.format("\ue000\ue123"),
        "\uf015 首页\n\uf07b 文件\n" + SIMPLIFIED,  # icons of a web font
        "\ue001 國家\n\ue002 這個\n" + TRADITIONAL,
        TRADITIONAL.format("\uf8ff") + "\ue00a",  # one that HKSCS does not have
        SIMPLIFIED.format("\uf303"),
    ],
)
def test_private_use_of_a_texts_own_stays(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.notices) == (text, ())


@given(st.text(st.characters(categories=["Co"], max_codepoint=0xF8FF), max_size=20))
def test_only_listed_characters_change(private: str) -> None:
    text = SIMPLIFIED.format(private)
    read = decode(text.encode()).text
    assert read == "".join(GUOBIAO.get(ord(letter), letter) for letter in text)


@pytest.mark.parametrize("mark", ["︐，", "︑、", "︒。", "︓：", "︔；", "︕！", "︖？"])
def test_a_vertical_form_and_its_mark_are_one(mark: str) -> None:
    private = next(chr(code) for code, real in GUOBIAO.items() if real == mark[0])
    text = decode(SIMPLIFIED.format(private + mark[1]).encode()).text
    assert text == SIMPLIFIED.format(mark[1])
