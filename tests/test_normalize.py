"""Normalizing: its table, what meets what, the way back, and that a substring stays one."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from make_normalization import TABLE, make_table, normalize_character

from speechkit.text import normalize as normalize_module
from speechkit.text.characters import is_han
from speechkit.text.normalize import (
    EDGES,
    normalize,
    normalize_lines,
    normalize_phrase,
    normalize_with_offsets,
)
from speechkit.text.table import (
    BOUNDARY,
    CharacterTable,
    LinesTable,
    find_expansions,
    find_sources,
    read_combining,
    read_decimals,
)

RunPython = Callable[..., CompletedProcess[str]]

MARKS = "“”‘’「」《》（）()[]、·…—－-~～ \u3000\t\n\xa0\u2028，。；：！？,;:!?.．…‥\"'`´"
ODD = "\u0301\u200b\ufe0f\x00\x1b\x7f\ue000\U000f0000\ufffe\ud800\udfff\ufffd⒈🄂㎡①⑴㈠Ⅲ½¨İßςſﬁ＋％٣๓"
LOOK_ALIKES = "⑴㈠－−─●～∶⻓⺀○零\u3164\u115f\u2800\ufffcʼꞏ﹒"
TROUBLE = "严峻发展计划畫著着臺〇々二十\u3400\U00020000\U0002f8ea\uf900ab1289%x+"
TROUBLE += MARKS + ODD + LOOK_ALIKES

characters = st.one_of(st.sampled_from(TROUBLE), st.characters())
texts = st.text(characters, max_size=24)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("“十四五”规划", "十四五规划"),
        ("《关于规划的意见》", "关于规划的意见"),
        ("严.峻", "严峻"),
        ("严 . 峻", "严峻"),
        ("开 发\u3000区", "开发区"),
        ("World Bank", "world bank"),
        ("World   “Bank”", "world bank"),
        ("3-5%", "3-5%"),
        ("a-b", "a b"),
        ("2 0 2 5 年", "2025年"),
        ("2019、2020", "2019，2020"),
        ("二、十四个", "二，十四个"),
        ("（二）十四个", "二，十四个"),
        ("“十四五”十大工程", "十四五十大工程"),
        ("二○二五", "二〇二五"),
        ("1,000", "1000"),
        ("1，000", "1，000"),
        ("7.5", "7.5"),
        ("7.5%", "7.5%"),
        ("U.S.", "u.s."),
        ("3.加强", "3.加强"),
        ("3．加强", "3.加强"),
        ("27.46亿", "27.46亿"),
        ("1+2+4+N", "1+2+4+n"),
        ("１８８", "188"),
        ("Ⅲ", "iii"),
        ("㎡", "m2"),
        ("①", "1"),
        ("⒈加强", "1.加强"),
        ("café", "cafe"),
        ("会议,今天", "会议，今天"),
        ("会议； 今天", "会议，今天"),
        ("20xx年", "20xx年"),
        ("×县", "×县"),
        ("臺灣", "台湾"),
        ("裏裡里", "里里里"),
        ("為爲为", "为为为"),
        ("衞衛卫", "卫卫卫"),
        ("計畫", "计画"),
        ("金\u200b融\x00", "金融"),
        ("\ud800", "\ufffd"),
        ("\uf901", "更"),
        ("", ""),
    ],
)
def test_normalized_text(text: str, match: str) -> None:
    assert normalize(text) == match


@given(texts)
@example("a \n b, \n,1.\n.规\n")
def test_lines_fold_as_if_each_were_alone(text: str) -> None:
    assert normalize_lines(text) == "\n".join(map(normalize, text.split("\n")))


@given(st.text(st.sampled_from(sorted({*TROUBLE, *"abc123发展한국かな, "})), max_size=40))
@example("a b, 1,000 2 025 二、十四 3-5 a.b...发展")
def test_a_long_text_is_normalized_piece_by_piece_as_it_is_whole(text: str) -> None:
    expected = normalize_lines(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalize_module, "_PIECE", 1)
        assert normalize_lines(text) == expected


@pytest.mark.parametrize("mark", "，。；：！？,;:!?﹐﹔﹖｡")
def test_every_sentence_mark_is_one_boundary(mark: str) -> None:
    assert normalize(f"会议{mark}今天") == f"会议{BOUNDARY}今天"


@pytest.mark.parametrize(
    "marks", ["“", "”", "《》", "、", "·", "…", "——", "-", "\u3000", " \t", "."]
)
def test_marks_between_chinese_characters_vanish(marks: str) -> None:
    assert normalize(f"发{marks}展") == "发展"


@pytest.mark.parametrize(
    ("phrase", "normalized"),
    [
        ("“十四五”", "十四五"),
        ("规划，", "规划"),
        ("。……", ""),
        (" ", ""),
        ("", ""),
        ("U.S.", "u.s"),
        (".5", "5"),
    ],
)
def test_chunks_are_trimmed_of_marks(phrase: str, normalized: str) -> None:
    assert normalize_phrase(phrase) == normalized


@given(texts)
def test_folding_is_idempotent(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(texts, st.data())
def test_a_folded_substring_is_a_substring(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert normalize_phrase(text[start:end]) in normalize(text)


@given(texts)
@example("1,000, 严. 峻")
@example("二、十三(，")
@example("1、，2、－3 - 4")
@example("a . b，，c")
def test_each_character_of_the_normalized_text_leads_back_to_its_own(text: str) -> None:
    normalized = normalize_with_offsets(text)
    assert normalized.match == normalize(text)
    assert len(normalized.origins) == len(normalized.match)
    assert list(normalized.origins) == sorted(normalized.origins)
    for place, character in enumerate(normalized.match):
        start, end = normalized.span(place, place + 1)
        assert 0 <= start < end <= len(text)
        source = text[normalized.origins[place]]
        # Beside letters and digits every character shows what it normalizes to.
        shown = "".join(normalize(f"{side}{source}{side}") for side in "a1")
        assert character in shown or (character, source) == (".", ".")


@given(texts, st.data())
def test_the_text_behind_a_match_folds_to_the_match(text: str, data: st.DataObject) -> None:
    normalized = normalize_with_offsets(text)
    if normalized.match:
        start = data.draw(st.integers(0, len(normalized.match) - 1))
        end = data.draw(st.integers(start + 1, len(normalized.match)))
        piece = normalize(text[slice(*normalized.span(start, end))])
        assert normalized.match[start:end].strip(EDGES) in piece


@pytest.mark.parametrize("text", ["e\u0301a", "区\ufe00内"])
def test_a_span_takes_in_the_combining_marks_of_its_last_character(text: str) -> None:
    assert normalize_with_offsets(text).span(0, 1) == (0, 2)


UNICODE = TABLE.read_text(encoding="utf-8").partition("# Unicode ")[2].partition(".0;")[0]
CODES = range(sys.maxunicode + 1)
HAN_CHARACTERS = [chr(code) for code in CODES if is_han(chr(code))]
same_unicode = pytest.mark.skipif(
    not unicodedata.unidata_version.startswith(UNICODE),
    reason=f"the table is of Unicode {UNICODE}, this Python is of {unicodedata.unidata_version}",
)


def test_a_simplified_character_stays() -> None:
    normalizes = {character: normalize(character) for character in HAN_CHARACTERS}
    assert [c for c, normalized in normalizes.items() if normalize(normalized) != normalized] == []
    assert {len(normalized) for normalized in normalizes.values()} == {1}


@pytest.mark.slow
def test_the_table_is_what_unicode_says_of_every_code_point() -> None:
    """Another version of Unicode may only tell of characters that one of the two does not know."""
    table = CharacterTable()
    wrong = [code for code in CODES if table[code] != normalize_character(chr(code))]
    if not unicodedata.unidata_version.startswith(UNICODE):
        wrong = [c for c in wrong if unicodedata.category(chr(c)) != "Cn" and table[c] != chr(c)]
    assert [hex(code) for code in wrong] == []


@same_unicode
@pytest.mark.slow
def test_the_table_is_up_to_date() -> None:
    assert TABLE.read_text(encoding="utf-8") == make_table()


@same_unicode
def test_digits_and_combining_marks_are_those_of_unicode() -> None:
    characters = [chr(code) for code in CODES]
    assert read_combining() == {c for c in characters if unicodedata.category(c) in ("Mn", "Me")}
    assert read_decimals() == {c for c in characters if c.isdecimal() and normalize(c) == c}


@pytest.mark.slow
def test_what_something_becomes_stays_itself() -> None:
    table = CharacterTable()
    targets = "".join({table[code] for code in CODES})
    assert [character for character in targets if table[ord(character)] != character] == []


@pytest.mark.slow
def test_the_sources_of_a_character_are_all_that_become_it() -> None:
    table = CharacterTable()
    sources: dict[str, set[str]] = {}
    for code in CODES:
        sources.setdefault(table[code], set()).add(chr(code))
    letters = [target for target in sources if len(target) == 1 and target not in f" -、{BOUNDARY}"]
    # Looking for one that nothing else becomes reads the whole table: one in 20 must do.
    chosen = [c for c in letters if len(sources[c]) > 1 or ord(c) % 20 == 0]
    assert [c for c in chosen if set(find_sources(c)) != sources[c]] == []
    syllables = set(map(chr, range(0xAC00, 0xD7A4)))
    expanding = set().union(*(s for target, s in sources.items() if len(target) > 1)) - syllables
    found = {
        pair for target in sources if len(target) > 1 for c in target for pair in find_expansions(c)
    }
    assert found == {(character, table[ord(character)]) for character in expanding}


def test_a_line_end_is_kept_where_lines_are() -> None:
    assert CharacterTable(kept="\n")[ord("\n")] == "\n"
    assert CharacterTable()[ord("\n")] == " "


@pytest.fixture(scope="module")
def busy_table() -> LinesTable:
    """A table of a process that has read much."""
    table = LinesTable()
    while not table.is_busy:
        table.translate("发展" * 10_000)
    return table


@given(texts)
def test_the_quick_way_is_the_table(busy_table: LinesTable, text: str) -> None:
    assert busy_table.translate(text) == text.translate(CharacterTable(kept="\n"))
    assert busy_table.translate("发展" * 100 + text) == "发展" * 100 + busy_table.translate(text)


@pytest.mark.slow
def test_the_quick_way_knows_every_code_point(busy_table: LinesTable) -> None:
    table = CharacterTable(kept="\n")
    for code in range(sys.maxunicode + 1):
        assert busy_table.translate(f"发展发展发展{chr(code)}") == f"发展发展发展{table[code]}", (
            code
        )


@given(texts)
def test_much_read_text_is_normalized_as_little_is(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalize_module, "_LINES_TABLE", LinesTable())
        expected = normalize_lines(text)
        patch.setattr(LinesTable, "is_busy", True)
        assert normalize_lines(text) == expected


def test_normalizing_asks_python_for_no_property_of_a_character(run_python: RunPython) -> None:
    code = (
        "import unicodedata\n"
        "def refuse(*arguments): raise AssertionError(arguments)\n"
        "for name in ('category', 'normalize', 'decimal', 'digit', 'numeric', 'combining'):\n"
        "    setattr(unicodedata, name, refuse)\n"
        "from speechkit.text.normalize import normalize, normalize_with_offsets\n"
        "normalized = normalize_with_offsets('É\u0301計１,２Ⅳ가')\n"
        "print(ascii([normalized.text == 0, normalize('計１,２Ⅳ가'), normalized.span(0, 1)]))"
    )
    done = run_python(code)
    assert done.stdout == ascii([False, "计12iv\u1100\u1161", (0, 2)]) + "\n", done.stderr
