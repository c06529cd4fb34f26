from __future__ import annotations

import pytest
from decoded_texts import clean_text

from speechkit.cleaning.annotations import drop_annotations

BODY = "我們要把春耕生產抓緊抓好，讓群眾放心滿意，為全年豐收打下堅實的基礎。"


def test_pinyin_goes_and_is_counted() -> None:
    cleaned = clean_text("開發(fā)區(qū)的經(jīng)濟（jì）發(fā)展很快。\n" + BODY)
    assert cleaned.paragraphs[0] == "開發區的經濟發展很快。"
    (notice,) = cleaned.notices
    assert (notice.kind, notice.rule, notice.times) == ("dropped", "pinyin-annotation", 5)
    assert notice.text.split()[0] == "(fā)"


@pytest.mark.parametrize(
    "kept", ["總值(GDP)增長", "方案(a)和方案(A)", "第(1)項", "見(fa)處", "café(é)", "(fā)字開頭"]
)
def test_other_brackets_stay(kept: str) -> None:
    text = f"發(fā)展很快，{BODY}\n{kept}，{BODY}"
    assert clean_text(text).paragraphs[1] == f"{kept}，{BODY}"


def test_neutral_tones_go_only_in_a_text_full_of_annotations() -> None:
    assert clean_text(f"發(fā)展的(de)路，{BODY}").paragraphs[0].startswith("發展的(de)路")
    full = "發(fā)展的(de)路，" * 120 + "好。"
    assert clean_text(full).paragraphs == ("發展的路，" * 120 + "好。",)


def test_a_lost_byte_is_put_back_only_where_the_file_proves_it() -> None:
    cleaned = clean_text(f"園區(qū)很大。項目入?yún)^(qū)順利，{BODY}")
    assert cleaned.paragraphs[0].startswith("園區很大。項目入區順利，")
    assert ("repaired", "?yún)^(qū)") in {(n.kind, n.text) for n in cleaned.notices}
    unproven = clean_text(f"發(fā)展很大。項目入?yún)^(qū)順利，{BODY}")
    assert "入?yún)^(qū)順利" in unproven.paragraphs[0]
    assert any(n.kind == "doubtful" and "?yún)" in n.text for n in unproven.notices)


def test_a_text_without_annotations_is_left_alone() -> None:
    text = "能否保持?答案是肯定的，(一)抓項目，成功(中國)大廣場。"
    cleaned = clean_text(text)
    assert (cleaned.paragraphs, cleaned.notices) == ((text,), ())


def test_remains_that_stand_close_are_told_as_one_place() -> None:
    text = f"園區(qū)里引進項目45個?!皡^(qū)中園”累計建成。{BODY}我們?nèi)w都去。"
    doubtful = [n.text for n in clean_text(text).notices if n.kind == "doubtful"]
    assert len(doubtful) == 2
    assert "項目45個?!皡" in doubtful[0]
    assert doubtful[1].endswith("我們?nèi)w都去。")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("鄉ㄒㄧㄤ村ㄘㄨㄣ建设", "鄉村建设"),
        ("營ㄧㄥˊ商ㄕㄤ環ㄏㄨㄢˊ境ㄐㄧㄥˋ，改ㄍㄞˇ善ㄕㄢˋ", "營商環境，改善"),
        ("我ㄨㄛˇ的˙ㄉㄜ書ㄕㄨ，子ㄗ˙女ㄋㄩˇ", "我的書，子女"),
        ("一ㄧ個ㄍㄜˋ知ㄓ道ㄉㄠˋ", "一個知道"),
        ("鄉村ㄒㄧㄤ ㄘㄨㄣ建設", "鄉村建設"),
        ("鄉村ㄒㄧㄤㄘㄨㄣ建設", "鄉村建設"),
        ("鄉 ㄒㄧㄤ 村 ㄘㄨㄣ 建設", "鄉村建設"),
        ("鄉ㄒ一ㄤ村\n建ㄐㄧㄢˋ\n", "鄉村\n建\n"),
        (
            "不ㄅㄨˋ誤ㄨˋ農ㄋㄨㄥˊ時ㄕˊ，讀ㄉㄨˊ書ㄕㄨ念ㄋㄧㄢˋ報ㄅㄠˋ好ㄏㄠˇ學ㄒㄩㄝˊ",
            "不誤農時，讀書念報好學",
        ),
    ],
)
def test_zhuyin_without_brackets(text: str, clean: str) -> None:
    cleaned, notices = drop_annotations(text)
    assert cleaned == clean
    assert [notice.rule for notice in notices] == ["zhuyin-annotation"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "注音符號ㄅ、ㄆ、ㄇ是聲母",
            "ㄅㄆㄇㄈ要先學",
            "我們學ㄅㄆㄇ",
            "好ㄟ，走吧",
            "你ㄉ書",
            "注音符號ㄓ",
        ),
        *(
            "這個音讀ㄒㄧㄤ。",
            "「香」是ㄒㄧㄤ",
            "香的注音：ㄒㄧㄤ",
            "聲母ㄒ和韻母ㄧㄤ拼成鄉ㄒㄧㄤ。",
        ),
    ],
)
def test_zhuyin_that_is_spoken_of_stays(text: str) -> None:
    assert drop_annotations(text) == (text, [])


def test_a_long_run_of_zhuyin_is_read_in_time_that_grows_with_it() -> None:
    text = "字" + "ㄅㄧ" * 20_000 + "x"
    assert drop_annotations(text) == (text, [])
