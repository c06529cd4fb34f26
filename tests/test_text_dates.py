"""Dates in every spelling: digits, separators, brackets and weekdays, in all combinations."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.dates import find_date, find_dates, find_fiscal_year, is_date, read_one_date
from speechkit.text.numerals import NOUGHTS

DAY = date(2025, 3, 5)
SMALL = ("零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖")


def by_digits(number: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def by_tens(number: int, digits: str = SMALL[0], ten: str = "十") -> str:
    tens, units = divmod(number, 10)
    lead = {0: "", 1: ten}.get(tens, f"{digits[tens]}{ten}")
    return lead + (digits[units] if units or not tens else "")


def in_full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def in_thousands(year: int) -> str:
    return f"二千零{by_tens(year - 2000)}"


def with_nought(nought: str, year: int) -> str:
    return by_digits(year, SMALL[0]).replace("零", nought)


Spelling = Callable[[int], str]
NUMBERS: dict[str, tuple[Spelling, Spelling]] = {
    "half": (str, str),
    "padded": (str, "{:02}".format),
    "full": (in_full_width, in_full_width),
    "formal": (
        partial(by_digits, digits=SMALL[1]),
        partial(by_tens, digits=SMALL[1], ten="拾"),
    ),
    "thousands": (in_thousands, by_tens),
    **{f"nought {nought!r}": (partial(with_nought, nought), by_tens) for nought in NOUGHTS},
}
del NUMBERS["nought 'o'"]  # which is a letter of October
ENDS = ("日", "号", "號", " 日")
YEARS = {"": 0, "公元": 0, "西元": 0, "西元 ": 0}
BRACKETS = (
    "{}",
    "（{}）",
    "({})",
    "[{}]",
    "［{}］",
    "【{}】",
    "〔{}〕",
    "〈{}〉",
    "——{}",
    " {} ",
    "　{}",
)
WEEKDAYS = (
    *(
        "",
        "星期三",
        " 星期三",
        "礼拜三",
        "禮拜三",
        "周三",
        "週三",
        "（星期三）",
        "(周三)",
        "（三）",
    ),
    *(" 08:30", " 08:30:00", "上午", "上午8时30分", "讲话"),
)


@pytest.mark.parametrize("numbers", NUMBERS)
def test_all_spellings_with_all_that_is_around_them(numbers: str) -> None:
    year, small = NUMBERS[numbers]
    for before, gap, end, bracket, weekday in product(
        YEARS, ("", " ", "\u3000"), ENDS, BRACKETS, WEEKDAYS
    ):
        written = f"{year(2025)}{gap}年{gap}{small(3)}{gap}月{gap}{small(5)}{end}"
        line = bracket.format(f"{before}{written}{weekday}")
        assert find_date(line) == "2025-03-05", line
        assert is_date(line), line


@pytest.mark.parametrize(
    "year", ["114", "１１４", "一一四", "一百一十四", "一百十四", "壹佰壹拾肆", "1 1 4"]
)
@pytest.mark.parametrize(
    "era", ["民國", "民国", "中華民國", "中华民国", "中華民國 ", "中 華 民 國"]
)
def test_years_of_the_republic(era: str, year: str) -> None:
    for bracket, weekday in product(BRACKETS, WEEKDAYS):
        line = bracket.format(f"{era}{year}年3月5日{weekday}")
        assert (find_date(line), is_date(line)) == ("2025-03-05", True), line


MARKS = ("-", "/", ".", "－", "．", "／", "—", "–", "·", "。", "_", " - ")
TIMES = (
    *("", " 08:00", " 08:00:00", "T08:00", "T08:00:00", "T08:00:00Z", "T08:00:00+08:00"),
    *("T08:00:00.123Z", " 08:00:00 +0800", " 星期三", "（星期三）", " Wed", " 8:00 AM"),
)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("numbers", ["half", "padded", "full", "nought '〇'"])
def test_dates_in_numbers(mark: str, numbers: str) -> None:
    year, small = NUMBERS[numbers]
    for bracket, time in product(BRACKETS, TIMES):
        line = bracket.format(f"{year(2025)}{mark}{small(3)}{mark}{small(5)}{time}")
        assert (find_date(line), is_date(line)) == ("2025-03-05", True), line


@pytest.mark.parametrize("year", ["2025", "二〇二五", "２０２５"])
def test_the_first_month_by_its_other_name(year: str) -> None:
    for bracket, weekday, day in product(BRACKETS, WEEKDAYS, ("5日", "五日", "05号", "⼗五⽇")):
        line = bracket.format(f"{year}年元月{day}{weekday}")
        iso = "2025-01-15" if "⼗" in day else "2025-01-05"
        assert (find_date(line), is_date(line)) == (iso, True), line
    assert find_date(f"{year}年元月元日") == "2025-01-01"
    assert find_date(f"{year}年元月") == find_date(f"{year}年元月至3月") == "2025-01"
    assert find_date(f"元月5日，{year}年") == "2025-01-05"


FEASTS = {
    "01-01": ("元旦", "元旦节"),
    "03-08": ("三八妇女节", "国际妇女节", "婦女節"),
    "05-01": ("五一", "五一劳动节", "劳动节", "“五一”国际劳动节", "勞動節"),
    "05-04": ("五四", "五四青年节", "青年节"),
    "06-01": ("六一", "儿童节", "六一国际儿童节"),
    "07-01": ("七一", "“七一”", "建党节"),
    "08-01": ("八一", "八一建军节"),
    "09-10": ("教师节",),
    "10-01": ("十一", "国庆", "国庆节", "國慶節"),
    "": ("春节", "新春", "中秋", "中秋佳节", "春节前夕", "国庆节前夕", "端午節", "清明", "除夕"),
}


@pytest.mark.parametrize("day", FEASTS)
def test_lines_that_name_a_feast(day: str) -> None:
    for feast, year, bracket in product(FEASTS[day], ("2020年", "二〇二〇年", "2020"), BRACKETS):
        line = bracket.format(f"{year}{feast}")
        iso = f"2020-{day}" if day else "2020"
        if year.endswith("年") or ("夕" not in feast and "佳" not in feast):
            assert (find_date(line, compact=True), is_date(line)) == (iso, True), line
        assert find_date(f"{year}{feast}讲话", compact=True) in ("2020", ""), line
        assert not is_date(f"{year}{feast}讲话"), line


def test_feasts_that_another_calendar_puts_on_another_day() -> None:
    assert find_date("民國109年元旦") == "2020-01-01"
    assert find_date("民國109年國慶") == find_date("民國109年教師節") == "2020"
    assert find_date("2020年十一月") == "2020-11"
    assert find_date("2020年十一届三中全会") == "2020"


def test_an_anniversary_is_no_day() -> None:
    days = ("八一", "“八一”", "建军节", "国庆", "元旦", "3月5", "三月五")
    for day, blank in product(days, ("", " ", "\u3000")):
        for behind in ("周年", "周 年", "周年庆祝大会", "周岁", "周刊", "周恩来", "礼拜堂"):
            line = f"2025年{day}{blank}{behind}"
            assert find_date(line) == ("2025-03" if "月" in day else "2025"), line
        for behind in ("周三", "周日", "星期一", "周末"):
            assert len(find_date(f"2025年{day}{blank}{behind}")) == len("2025-08-01")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        *(("2013", ""), ("二〇一三年", "2013"), ("民国二十年", "1931"), ("20130501", "2013-05-01")),
        *(
            ("2013年元月", "2013-01"),
            ("2014－05－31", "2014-05-31"),
            ("March 5, 2025", "2025-03-05"),
        ),
        *(("二〇一三年五月一日（星期三）", "2013-05-01"), ("民國102年5月1日", "2013-05-01")),
        *(("2013年至2015年", ""), ("2013年3月5日至7日", ""), ("2025年3月5—7日", "")),
        *(("March 5-7, 2025", ""), ("二〇二四年十三月", ""), ("二〇二四年二月三十日", "")),
        *(("..2024年5月31日", ""), ("2024年5月31日至", ""), ("十四五", ""), ("2013年第3期", "")),
    ],
)
def test_what_is_one_date_and_no_range(text: str, iso: str) -> None:
    assert read_one_date(text) == iso


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(
            ("2024年度中秋座谈会", "2024"),
            ("二〇二四年度春训", "2024"),
            ("民国三十年度会议", "1941"),
        ),
        *(("2024—2025年度", ""), ("2018年度至2020年度", ""), ("2018、2019年度", "")),
        *(("2018至2019年度", ""), ("2024/2025年度", ""), ("1980年代", ""), ("年度会议", "")),
    ],
)
def test_a_fiscal_year(text: str, year: str) -> None:
    assert find_fiscal_year(text) == year


@pytest.mark.parametrize("text", ["March 5, 2025", "Mar 5, 2025", "Mar. 5th, 2025", "5 March 2025"])
@pytest.mark.parametrize("weekday", ["", "Wednesday, ", "Wed., "])
def test_english_dates(weekday: str, text: str) -> None:
    for line in (f"{weekday}{text}", f"({weekday}{text})", f"{weekday}{text} 08:00"):
        assert (find_date(line), is_date(line)) == ("2025-03-05", True), line


TABLE = {
    "2025-03-05": [
        *("2025年3月5—7日", "2025年3月5日—7日", "2025年3月5日至7日", "2025年3月5日到4月2日"),
        *("2025年3月5日—2026年1月2日", "2025年3月5、6日", "2025年3月5日、6日", "2025年3月5～7日"),
        *("2025年3月5-7日", "3月5日2025年", "3月5日，2025年", "114年3月5日", "一一四年三月五日"),
        *(
            "5th of March, 2025",
            "March 5-7, 2025",
            "2025年3月5",
            "2025年三月5日",
            "公元 2025年3月5日",
        ),
    ],
    "2025-03-25": ["2025年三月廿五日", "二〇二五年三月廿五日", "25/03/2025", "03/25/2025"],
    "2025-03-31": ["二〇二五年三月卅一日", "二〇二五年三月三十一日"],
    "2025-02": [
        *(
            "2025年2月",
            "2025年2月份",
            "2025年2月上旬",
            "2025年2月中旬",
            "2025年2月初",
            "2025年2月底",
        ),
        *(
            "2025年2—3月",
            "2025年2月30日",
            "2025-02-30",
            "2025.2.29",
            "February 2025",
            "二○二五年二月末",
        ),
    ],
    "2024-02-29": ["2024年2月29日", "2024-02-29"],
    "2025": [
        *(
            "2025年",
            "二〇二五年",
            "2025年春",
            "2025年秋季",
            "2025年底",
            "2025年13月5日",
            "2025年0月3日",
        ),
        *(
            "2025年二月初五",
            "二〇二五年正月初五",
            "农历2025年二月初五",
            "農曆二〇二五年三月初五",
            "2025—2027年",
            "民國114年",
        ),
        *("03/05/2025",),
    ],
    "1998": ["一九九八年", "一千九百九十八年", "'98年", "’98年", "1998年"],
    "1912-01-01": ["民國元年一月一日", "中華民國元年1月1日"],
    "2009-05-20": ["民國98年5月20日", "民國九十八年五月二十日"],
    "": [
        *(
            "",
            "3月5日",
            "5日",
            "光绪二十五年三月五日",
            "康熙五十年",
            "佛历2568年",
            "20XX年X月X日",
            "两千年",
        ),
        *(
            "2024年度",
            "1980年代",
            "三千年",
            "12345678",
            "20251340",
            "第3.5.2节",
            "2025.3.5.1",
            "98年3月5日",
        ),
        *("二千年来", "电话2025-305", "May"),
    ],
}


def test_other_dates() -> None:
    for expected, texts in TABLE.items():
        assert {text: find_date(text) for text in texts} == dict.fromkeys(texts, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03", "2025-03"),
        ("2025.3", "2025-03"),
        ("２０２５／０３", "2025-03"),
        ("20250305", "2025-03-05"),
        ("20250305T080000", "2025-03-05"),
        ("20250305080000", "2025-03-05"),
        ("20251305", ""),
        ("114/03/05", "2025-03-05"),
        ("114.3.5", "2025-03-05"),
        ("99.3.5", ""),
        ("114/13", ""),
    ],
)
def test_dates_that_are_only_certain_alone(text: str, expected: str) -> None:
    assert find_date(text, compact=True) == expected
    assert find_date(text) == ""
    assert is_date(text) == bool(expected)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "2024年是收官之年",
            "2025年政府工作报告",
            "2019-01-17 2019年創新競賽",
            "2025年3月5日，我们开会。",
        ),
        *("某市2025年3月5日", "王大林 2014年6月18日", "第十四届", "3月5日", "1949", "5.4"),
    ],
)
def test_lines_that_say_more_than_a_date(line: str) -> None:
    assert not is_date(line)


def test_all_dates_of_a_text_in_their_order() -> None:
    text = "2002年2月4日公布，2018-06-28修订，31 July 2018 施行"
    assert [date.iso for date in find_dates(text)] == ["2002-02-04", "2018-06-28", "2018-07-31"]
    assert [text[d.start : d.end] for d in find_dates(text)][1] == "2018-06-28"


@given(st.integers(0, 60_000), st.sampled_from(sorted(NUMBERS)))
def test_every_day_comes_back(days: int, numbers: str) -> None:
    day = date(1900, 1, 1) + timedelta(days)
    if numbers == "thousands":
        day = day.replace(year=2000 + day.year % 90 + 1, day=min(day.day, 28))
    year, small = NUMBERS[numbers]
    written = f"{year(day.year)}年{small(day.month)}月{small(day.day)}日"
    assert find_date(written) == day.isoformat()


@given(st.text(max_size=80))
def test_whatever_is_found_is_a_date(text: str) -> None:
    for found in find_dates(text, compact=True):
        assert re.fullmatch(r"[12]\d{3}(-\d\d(-\d\d)?)?", found.iso)
        date.fromisoformat((found.iso + "-01-01")[:10])
        assert 0 <= found.start < found.end <= len(text)
