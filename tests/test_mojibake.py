"""Mojibake of every kind is read, in sentences of every length; true texts stay as they are."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.formats.encodings import decode

SIMPLIFIED = [
    "防汛责任重大。",
    "座谈会上的发言摘记",
    "我们要把规划落到实处，把民生工程办好。",
    "坚持稳中求进，GDP增长5%，完成了2024年的目标。",
    "“十四五”时期，各部门要认真落实会议精神，努力改善民生！",
    "提高效率，无论如何都要把工作做好；不论是谁（包括我自己），都不例外……" * 4,
]
TRADITIONAL = [
    "各部門要認真落實會議精神。",
    "我們要把規劃落到實處，把民生工程辦好。",
    "今天在座談會上的發言，提了許多建議，大家都很滿意！" * 4,
]
_NO_CHARACTER = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
LATIN = [
    chr(byte) if byte in _NO_CHARACTER else bytes([byte]).decode("cp1252") for byte in range(256)
]


def misread(text: str, encoding: str, reader: str) -> str:
    """What a text becomes that is in one encoding and is read in another, as browsers do."""
    data = text.encode(encoding)
    if reader == "windows-1252":
        return "".join(LATIN[byte] for byte in data)
    return data.decode(reader, "replace")


ONE_BYTE = [
    *itertools.product(SIMPLIFIED, ("utf-8", "gb18030"), ("latin-1", "windows-1252")),
    *itertools.product(TRADITIONAL, ("utf-8", "cp950", "gb18030"), ("latin-1", "windows-1252")),
]


@pytest.mark.parametrize(("text", "encoding", "reader"), ONE_BYTE)
def test_read_as_latin_letters(text: str, encoding: str, reader: str) -> None:
    decoded = decode(misread(text, encoding, reader).encode())
    assert decoded.text == text
    assert [(n.kind, n.rule) for n in decoded.notices] == [("repaired", "mojibake")]


@pytest.mark.parametrize("text", SIMPLIFIED[1:])
@pytest.mark.parametrize("reader", ["mac_roman", "koi8_r", "cp437"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_read_in_code_pages_seldom_met(text: str, encoding: str, reader: str) -> None:
    assert decode(misread(text, encoding, reader).encode()).text == text


@pytest.mark.parametrize("text", SIMPLIFIED + TRADITIONAL)
@pytest.mark.parametrize("readers", [("latin-1",) * 2, ("windows-1252",) * 2, ("latin-1",) * 3])
def test_misread_more_than_once(text: str, readers: tuple[str, ...]) -> None:
    told = text
    for reader in readers:
        told = misread(told, "utf-8", reader)
    assert decode(told.encode()).text == text


@pytest.mark.parametrize("text", SIMPLIFIED + TRADITIONAL)
def test_utf8_read_as_gbk(text: str) -> None:
    """What is lost at the ends of runs of odd length stays lost, and is told."""
    told = misread(text, "utf-8", "gb18030")
    decoded = decode(told.encode())
    if "\ufffd" not in told:
        assert decoded.text == text
    parts = [part for part in decoded.text.split("\ufffd") if part]
    assert all(part in text for part in parts)
    assert sum(map(len, parts)) >= 0.8 * len(text)
    assert [(n.kind, n.rule) for n in decoded.notices] == [("repaired", "mojibake")]


@pytest.mark.parametrize(
    ("text", "encoding", "reader"),
    [
        *((text, "cp950", "gb18030") for text in TRADITIONAL),
        *((text, "gb18030", "big5hkscs") for text in SIMPLIFIED[1:]),
    ],
)
def test_two_byte_encodings_for_each_other(text: str, encoding: str, reader: str) -> None:
    told = misread(text, encoding, reader)
    decoded = decode(told.encode())
    if "\ufffd" not in told:
        assert decoded.text == text
    else:
        assert decoded.text != told or [n.kind for n in decoded.notices] == ["doubtful"]


@pytest.mark.parametrize("reader", ["latin-1", "windows-1252", "gb18030"])
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_line_of_a_sound_text(reader: str, place: int) -> None:
    lines = [SIMPLIFIED[n] for n in (1, 2, 3, 4, 2)]
    told = [*lines]
    told[place] = misread("我们要把规划落到实处，认真办", "utf-8", reader)
    lines[place] = "我们要把规划落到实处，认真办"
    decoded = decode("\n".join(told).encode())
    assert decoded.text.split("\n") == lines
    (notice,) = decoded.notices
    assert (notice.kind, notice.rule, notice.times) == ("repaired", "mojibake", 1)
    assert notice.text.startswith(f"{place + 1}: ")


def test_runs_within_a_line() -> None:
    text = "他说é˜²æ±›责任“é‡\x8då¤§”，马克Â·吐温在cafÃ©里"
    assert decode(text.encode()).text == "他说防汛责任“重大”，马克·吐温在café里"


@pytest.mark.parametrize("blank", ["\xa0", " "])
def test_a_no_break_space_saved_as_a_blank(blank: str) -> None:
    told = misread("无论如何都要做好", "utf-8", "windows-1252")
    assert "\xa0" in told
    assert decode(told.replace("\xa0", blank).encode()).text == "无论如何都要做好"


@pytest.mark.parametrize(
    "told",
    [
        # Bytes without a character in code page 1252 left out, every second one.
        misread(SIMPLIFIED[2], "utf-8", "latin-1")[::2],
        "ÔðÈÎ¤¤¶¡¢£¥¦§¨©ª«¬®¯°±²³´µ¶¸¹º»¼½¾¿ÿþýüûúùø¬¢£¤¥¦",
    ],
)
def test_what_cannot_be_read_is_told(told: str) -> None:
    decoded = decode(told.encode())
    assert [(n.kind, n.rule) for n in decoded.notices] == [("doubtful", "mojibake")]


@pytest.mark.parametrize(
    "text",
    [
        "涓涓细流汇成大海。\n锛是一个罕见的字，铥、镥、钬、锿、鍀也是。",
        "Élève, garçon, hôtel à côté d’où naïveté œuvre : « ça »",
        "Größe über Straße, Äpfel und Öl; mañana; São Paulo; Ångström; İstanbul",
        "zhōng guó mín zú ā á ǎ à ē é ě è ī í ǐ ì ō ó ǒ ò ū ú ǔ ù ǖ ǘ ǚ ǜ ü",
        "数据要素×”行动，“双万兆”城市·“东数西算”×××同志，5×3÷2±1°",
        "马克·吐温、让·雅克·卢梭；Beyoncé、Zoë、José；café”",
        "龘靐齉龠犇猋骉麤毳淼掱焱垚",
        "鐨銆鍥锛",
        "あいうえお、日本国民は正当に選挙された",
        "대한민국의 주권은 국민에게 있다",
        "Съешь же ещё этих мягких французских булок",
        "联通",
        "Привет, как дела",
        "ВСЕ ЛЮДИ РОЖДАЮТСЯ СВОБОДНЫМИ И РАВНЫМИ В СВОЕМ ДОСТОИНСТВЕ И ПРАВАХ.",
        "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены",
        "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι",
        "░▒▓█▄▀ ╔═╗║╚═╝ ┌─┐│└─┘",
        "∫∑∏√∞ ≤≥≠ ∂Ω ™®© †‡",
        "コンピューターシステムとソフトウェア",
        "東京コンピューターシステム",
        "ΑΒΓΔ αβγδ εζηθ",
        "翟垚、闫焱、逄锦聚、仝志辉、亓利",
        "\uf0b7 项目一\n\ue601 首页",
    ],
)
def test_true_texts_stay(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.notices) == (text, ())


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
LATIN_LETTERS = st.sampled_from("abc de éèàçüöäßñ,. “”‘’…—×·°")


@given(st.text(HAN, max_size=30))
def test_rare_characters_stay_nearly_always(text: str) -> None:
    """Even characters drawn at random do not pass as another encoding's plain text."""
    assert decode(text.encode()).text == text


@given(st.text(LATIN_LETTERS, min_size=17, max_size=40))
def test_latin_letters_stay(text: str) -> None:
    assert decode(text.encode()).text == text


@given(st.text(st.sampled_from("".join(SIMPLIFIED)), min_size=6, max_size=60))
def test_any_chinese_text_comes_back(text: str) -> None:
    told = misread(text, "utf-8", "latin-1")
    assert decode(told.encode()).text in (text, told)
    assert decode(text.encode()).text == text
