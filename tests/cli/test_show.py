"""What ``show`` prints."""

from __future__ import annotations

import json
import re

import pytest

from cli.program import SAMPLE, Finished, Program, run_here, write_speech


def test_title_then_a_paragraph_a_line(sample: Program) -> None:
    done = sample("show", "003")
    assert done.status == 0
    assert done.lines[0] == "把蓝图一笔一笔画下去——在栎川县三级干部会议上的讲话"
    assert "同志们：" in done.lines
    assert sample("show", "3").out == done.out
    assert sample("show", "003_sanji_ganbu").out == done.out
    assert sample("show", "003_sanji_ganbu.txt").out == done.out


def test_paragraphs_by_number(sample: Program) -> None:
    whole = sample("show", "003").lines
    assert sample("show", "003:5").lines == [whole[5]]
    assert sample("show", "003:5-7").lines == whole[5:8]
    assert sample("show", "003:0").lines == [whole[0]]
    numbered = sample("show", "003", "--number").fields
    assert numbered[5] == ["5", whole[5]]


def test_several_speeches(sample: Program) -> None:
    both = sample("show", "003", "004").out
    assert both == sample("show", "003").out + "\n" + sample("show", "004").out


def test_unknown_and_ambiguous(small: Program) -> None:
    write_speech(small, "报告甲.txt", "工作报告甲\n正文一段。\n")
    write_speech(small, "报告乙.txt", "工作报告乙\n正文一段。\n")
    unknown = small("show", "009")
    assert (unknown.status, unknown.out) == (2, "")
    assert "no speech 009" in unknown.error
    assert "002" in unknown.error
    ambiguous = small("show", "报告")
    assert ambiguous.status == 2
    assert "报告甲" in ambiguous.error
    assert "报告乙" in ambiguous.error
    assert "001" in small("show", "甲县").error  # the title holds it
    missing = small("show", "001:99")
    assert missing.status == 2
    assert "no paragraph 99" in missing.error


def test_only_near_speeches_are_named(sample: Program) -> None:
    for far in ("999", "2026", "99", "xyz"):
        assert sample("show", far).error == (
            f"speechkit: no speech {far}; speechkit list names all 12\n"
        )
    near = sample("show", "019").error
    assert "near: " in near
    assert "010" in near
    assert "011" in near
    assert "near: 003\n" in sample("show", "三级干部").error  # the title holds it


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("003第5段", "003:5"),
        ("003 第5至８段", "003:5-8"),
        ("003#5", "003:5"),
        ("三级干部第5段", ""),
        ("003_sanji_ganbu第5", "003:5"),
        ("003第五段", "003:5"),
        ("003第十二段", "003:12"),
        ("003第二十至三十一段", "003:20-31"),
        ("003第五段到第８段", "003:5-8"),
        ("003 第两百零三自然段", "003:203"),
        ("003第一二段", "003:12"),
    ],
)
def test_a_place_said_in_words_is_written_for_the_user(
    sample: Program, typed: str, way: str
) -> None:
    for command in ("show", "cite"):
        error = sample(command, typed).error
        assert error == f"speechkit: no speech {typed}; write a paragraph as in {way}\n" or not way


def test_places_said_in_words_are_understood_behind_a_colon(sample: Program) -> None:
    def show(place: str) -> Finished:
        corpus = str(sample.folder / "corpus")
        return run_here("show", "-C", corpus, place, environment=sample.environment)

    one, several = show("003:5"), show("003:5-7")
    assert len(one.lines) < len(several.lines)
    for typed in ("第五段", "五", "5段", "第５段", "#5", "第 5 自然段"):
        assert show(f"003：{typed}") == one, typed
    for typed in ("第五至七段", "五到七", "第5段-第7段", "5~7", "5～7段", "第五—第七段"):
        assert show(f"003:{typed}") == several, typed
    assert "no paragraph 200;" in show("003:第二百段").error
    assert "write 003:5-7" in sample("cite", "003:第七至五段").error


def test_every_numeral_of_a_place_is_read(small: Program) -> None:
    digits = "零一二三四五六七八九"
    for number in (*range(1, 100, 7), 10, 20, 90):
        tens, ones = divmod(number, 10)
        typed = (digits[tens] if tens > 1 else "") + "十" * (tens > 0) + digits[ones] * (ones > 0)
        assert (
            f"as in 001:{number}\n"
            in run_here("show", "-C", str(small.folder / "corpus"), f"001第{typed}段").error
        )


def test_what_is_no_paragraph_is_said_so(sample: Program) -> None:
    for place, told in (
        ("abc", "abc is no paragraph"),
        ("", "nothing is behind the colon"),
        ("-3", "-3 is no paragraph"),
        ("第五节", "第五节 is no paragraph"),
    ):
        done = sample("show", f"0:{place}")
        assert (done.status, done.out) == (2, "")
        assert done.error == (
            f"speechkit: {told}; write 0:12, or 0:12-15 for several, 0:12- for all from there\n"
        )
    assert "no speech 99:abc" in sample("show", "99:abc").error


def test_several_ids_in_one_word_are_told_apart(sample: Program) -> None:
    for typed in ("005、006", "005,006", "005，006", "5; 006", "005,999"):
        names = " ".join(re.split("[、,，;] ?", typed))
        told = f"no speech {typed}; put blanks between several: {names}\n"
        for command in ("show", "cite", "open", "check", "compare"):
            assert sample(command, typed).error == f"speechkit: {told}", command
    told = "put blanks between several: 005:1 006:2-3\n"
    assert told in sample("show", "005:1、006:2-3").error
    assert "put blanks" not in sample("show", "没有、也没有").error
    assert "for several places write: 005:1 005:2\n" in sample("show", "005:1、2").error


def test_paragraphs_up_to_the_end(sample: Program) -> None:
    every = sample("show", "000", "--number").lines
    assert sample("show", "000:5-", "--number").lines == every[5:]
    assert sample("show", "000:99-").status == 2


def test_scripts(sample: Program) -> None:
    assert sample("show", "007").lines[0] == "在全縣鄉村振興現場推進會上的講話"
    assert sample("show", "007", "--simplified").lines[0] == "在全县乡村振兴现场推进会上的讲话"
    assert sample("show", "005:0", "--traditional").lines[0].endswith("的講話")


def test_raw_is_the_decoded_file(sample: Program) -> None:
    done = sample("show", "006", "--raw")
    text = (SAMPLE / "006_fangxun.txt").read_bytes().decode("gb18030")
    assert done.out == text.replace("\r\n", "\n")
    assert sample("show", "006", "--raw", "--format", "jsonl").status == 2


def test_raw_steers_no_terminal_but_a_pipe_gets_it(small: Program) -> None:
    write_speech(small, "005.txt", "标题在此\n正文\x1b[31m红\x07字\u202e反。\n同志们。\n")
    assert "\x1b[31m" in small("show", "005", "--raw").out
    shown = small.at_terminal("show", "005", "--raw", "--color", "never").out
    assert not set("\x1b\x07\u202e") & set(shown)
    assert "红字反" in shown


def test_jsonl_has_the_documented_fields(sample: Program) -> None:
    record = json.loads(sample("show", "011", "--format", "jsonl").out)
    assert list(record) == [
        *("id", "path", "title", "date", "speaker", "occasion", "source", "encoding"),
        *("format", "script", "sections", "paragraphs"),
    ]
    assert record["date"] == "2023-03-15"
    assert record["paragraphs"][3] == {"paragraph": 4, "text": "同志们："}


def test_one_paragraph_is_not_several(empty: Program) -> None:
    write_speech(empty, "001.txt", "春天到了。\n")
    page = empty.at_terminal("show", "001", "--color", "never")
    assert "001 · utf-8 · simplified · 1 paragraph" in page.lines


def test_a_page_for_a_person(sample: Program) -> None:
    page = sample.at_terminal("show", "011", "--color", "never", width=60)
    assert page.lines[0] == "群众来信来访，贵在有人搭把手"
    assert page.lines[1] == "2023-03-15 · 贺望舒"
    assert "011 · utf-8 · simplified · 23 paragraphs" in page.lines
    assert " 4  同志们：" in page.lines
    long = [line for line in page.lines if line.startswith("    ")]
    assert long
    assert all(line[4] not in "，。；：！？、”）》" for line in long)


def test_lines_that_the_head_tells_are_dim_close_and_numbered(sample: Program) -> None:
    page = sample.at_terminal("show", "011").out
    assert "\x1b[2m 2  \x1b[0m\x1b[2m日期：2023年3月15日\x1b[0m" in page
    plain = sample.at_terminal("show", "011", "--color", "never").out
    assert " 1  来源：澜渚党建微信公众号\n 2  日期：2023年3月15日\n 3  发言人：" in plain
    assert "\n\n 4  同志们：\n\n 5  " in plain
    assert sample("show", "011:2").lines == ["日期：2023年3月15日"]


def test_facts_that_do_not_fit_in_a_line_take_two(small: Program) -> None:
    occasion = "——2026年2月3日在云泽省第十四届人民代表大会第五次会议上"
    write_speech(
        small, "003.txt", f"云泽省政府工作报告\n{occasion}\n省长 江一帆\n各位代表：\n好。\n"
    )
    small("index")  # so that no bar is drawn
    narrow = small.at_terminal("show", "003", "--color", "never", width=60).lines
    assert narrow[1:3] == ["2026-02-03 · 江一帆", occasion.lstrip("—")]
    wide = small.at_terminal("show", "003", "--color", "never", width=100).lines
    assert wide[1] == f"2026-02-03 · 江一帆 · {occasion.lstrip('—')}"


def test_highlight_marks_matches(sample: Program) -> None:
    page = sample.at_terminal("show", "005:4", "--highlight", "十四五")
    assert "\x1b[1;31m十四五\x1b[0m" in page.out
    assert "speechkit show 005:2-6" in page.out
    assert (
        "\x1b"
        not in sample.at_terminal(
            "show", "005:4", "--highlight", "十四五", environment={"NO_COLOR": "1"}
        ).out
    )


def test_colour_keeps_the_format_of_a_pipe(sample: Program) -> None:
    options = ("show", "005:0-4", "--number", "--highlight", "十四五")
    plain, colored = sample(*options), sample(*options, "--color", "always")
    title = "在“\x1b[1;31m十四五\x1b[0m\x1b[1m”规划编制工作座谈会上的讲话"
    assert colored.lines[0] == f"0\t\x1b[1m{title}\x1b[0m"
    assert "\x1b[1;31m十四五\x1b[0m" in colored.lines[4]
    assert re.sub(r"\x1b\[[\d;]*m", "", colored.out) == plain.out
    assert colored.error == ""
    assert sample("show", "003:1", "--color", "always").out == sample("show", "003:1").out


def test_less_begins_at_the_first_match(sample: Program) -> None:
    pager = {"PAGER": "printenv LESS; cat > /dev/null"}
    lines = sample.at_terminal("show", "003", "--highlight", "项目").lines
    first = next(number for number, line in enumerate(lines, 1) if "\x1b[1;31m项目" in line)
    options = sample.at_terminal("show", "003", "--highlight", "项目", environment=pager).lines[0]
    assert first > 5
    assert options.endswith(f"+{first - 2}g$")
    assert "+" not in sample.at_terminal("show", "003", environment=pager).lines[0]


def test_a_highlight_that_marks_nothing_says_so(sample: Program) -> None:
    unseen = sample("show", "005:4", "--highlight", "十四五")
    assert (unseen.status, len(unseen.lines)) == (0, 1)
    assert "--highlight marks nothing without colours; --color always" in unseen.error
    for shown in (
        sample.at_terminal("show", "005:4", "--highlight", "十五五").lines[0],
        sample("show", "005:4", "--highlight", "十五五", "--color", "always").error.strip(),
    ):
        assert shown == ("speechkit: --highlight marks nothing: 十五五 is not in what is shown")
    assert "marks nothing" not in sample.at_terminal("show", "005:4", "--highlight", "十四五").out


def test_long_speeches_go_through_the_pager(sample: Program) -> None:
    pager = {"PAGER": "sed -n 's/^/paged: /p'"}
    paged = sample.at_terminal("show", "003", environment=pager).lines
    assert paged
    assert all(line.startswith("paged: ") for line in paged)
    assert "paged" not in sample.at_terminal("show", "003", environment={"PAGER": "cat"}).out
    assert "paged" not in sample.at_terminal("show", "003:4", environment=pager).out
    assert "paged" not in sample("show", "003", environment=pager).out
    left = sample.at_terminal("show", "003", environment={"PAGER": "true"})
    assert (left.status, left.out) == (0, "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("001：2", "我们狠抓产业项目。"),
        ("００１:２", "我们狠抓产业项目。"),
        ("001:2－3", "我们狠抓产业项目。"),
        ("./001.txt:2", "我们狠抓产业项目。"),
        ("corpus/001.txt:2", "我们狠抓产业项目。"),
        ("./corpus/001.txt：2", "我们狠抓产业项目。"),
    ],
)
def test_places_as_they_are_typed(small: Program, typed: str, shown: str) -> None:
    assert small("show", typed).lines[0] == shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("001:3-2", "3-2 ends before it begins; write 001:2-3"),
        ("001:1,3", "1,3 is no paragraph; for several places write: 001:1 001:3"),
        ("001:1、2-3", "1、2-3 is no paragraph; for several places write: 001:1 001:2-3"),
        ("001：～1", "001 has no dropped text ~1; cleaning left out nothing"),
        ("001:9", "001 has no paragraph 9; its paragraphs are 1 to 3, and 0 is its title"),
        ("001:x", "x is no paragraph; write 001:12"),
        ("甲：乙", "no speech 甲：乙"),
    ],
)
def test_wrong_places_are_told(small: Program, typed: str, told: str) -> None:
    done = small("show", typed)
    assert (done.status, done.out) == (2, "")
    assert told in done.error


@pytest.mark.parametrize("command", ["show", "check", "open"])
def test_a_skipped_file_is_said_to_be_skipped(small: Program, command: str) -> None:
    (small.folder / "corpus" / "008.pdf").write_bytes(b"%PDF-1.4 nothing")
    for name in ("008", "008.pdf", "corpus/008.pdf"):
        done = small(command, name)
        assert done.status == 2
        assert "008.pdf is no speech, it was skipped: damaged" in done.error
