from __future__ import annotations

import pytest
from decoded_texts import clean_text

from speechkit.text.dates import find_date, is_date

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好，干劲很足。"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年9月15日", "2024-09-15"),
        ("二〇二四年九月十五日", "2024-09-15"),
        ("一九四三年十一月十日", "1943-11-10"),
        ("二○○一年十二月三十一日", "2001-12-31"),
        ("１９９５年１０月", "1995-10"),
        ("（2014年3月5日）", "2014-03-05"),
        ("一九八五年五月二十日――二十一日", "1985-05-20"),
        ("2023-05-01 08:30", "2023-05-01"),
        ("2024年", "2024"),
        ("20XX年X月X日", ""),
        ("2024年度计划", ""),
        ("12345678", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert find_date(text) == date


def test_a_line_is_a_date_only_if_it_says_nothing_else() -> None:
    assert is_date("（二〇二四年九月十五日）")
    assert is_date("2026-02-03 09:02:33")
    assert not is_date("2024年是收官之年")


@pytest.mark.parametrize(
    ("name", "date"),
    [("2023-05-01_x", "2023-05-01"), ("讲话20230501", "2023-05-01"), ("x1234", "")],
)
def test_a_date_in_the_files_name(name: str, date: str) -> None:
    assert clean_text(BODY, name=name).date == date


def test_an_occasion_with_its_date_and_speaker() -> None:
    lines = (
        "2026-02-09",
        "——2026年2月3日在柳河县第十届人民代表大会第四次会议上",
        "来源：柳河日报",
        "柳河县县长 王 明",
        "各位代表：",
        BODY,
    )
    cleaned = clean_text("政府工作报告\n" + "\n".join(lines))
    assert cleaned.paragraphs == lines
    assert cleaned.date == "2026-02-03"
    assert cleaned.speaker == "王明"
    assert cleaned.occasion == "2026年2月3日在柳河县第十届人民代表大会第四次会议上"
    assert cleaned.source == "柳河日报"


def test_the_speaker_on_the_line_of_the_occasion_or_with_a_label() -> None:
    together = "2026年1月27日在柳河县第十届人民代表大会第四次会议上 柳河县县长 王明"
    assert clean_text(f"政府工作报告\n{together}\n{BODY}").speaker == "王明"
    assert clean_text(f"春耕讲话\n发言人：买买提·艾山\n{BODY}").speaker == "买买提·艾山"
    for mask in ("ＸＸＸ", "XXX", "①②", "×××", "某12"):
        assert clean_text(f"春耕讲话\n县委书记　{mask}\n{BODY}").speaker == ""


def test_an_editors_note_behind_the_text() -> None:
    note = "（这是王大明同志在柳河县春耕工作会议上讲话的一部分。）"
    cleaned = clean_text(f"不误农时\n（一九八五年三月七日）\n{BODY}\n{note}")
    assert (cleaned.speaker, cleaned.date) == ("王大明", "1985-03-07")
    assert cleaned.occasion == "在柳河县春耕工作会议上"


def test_nothing_is_guessed() -> None:
    cleaned = clean_text(
        f"在20XX年会议上的讲话\n（20XX年X月X日）\n同志们：\n{BODY}2021年3月5日开了会。"
    )
    assert (cleaned.date, cleaned.speaker, cleaned.occasion, cleaned.source) == ("", "", "", "")


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("一", "二", "三")])
def test_sections(numbers: tuple[str, str, str]) -> None:
    text = "春耕讲话\n" + "\n".join(f"春耕讲话篇{n}\n{BODY}" for n in numbers)
    cleaned = clean_text(text)
    assert [(s.paragraph, s.name) for s in cleaned.sections] == [
        (2 * place + 1, f"篇{n}") for place, n in enumerate(numbers)
    ]
    assert cleaned.paragraphs[0] == f"春耕讲话篇{numbers[0]}"


def test_one_heading_makes_no_sections() -> None:
    assert clean_text(f"讲话\n上篇\n{BODY}\n范文1\n{BODY}").sections == ()
