"""What a person at a terminal sees."""

from __future__ import annotations

import json
import re
from shutil import which

import pytest
from rich.cells import cell_len

from cli.program import Program, write_speech

_COLORS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_screen(sample: Program, width: int) -> None:
    for arguments in (("search", "十四五"), ("list",), ("show", "3")):
        for line in sample.at_terminal(*arguments, width=width).lines:
            assert cell_len(_COLORS.sub("", line)) <= width, (arguments, line)


@pytest.mark.parametrize("width", [40, 60])
def test_long_names_are_no_wider_than_the_screen(small: Program, width: int) -> None:
    long = "把各项决策部署落到实处推动高质量发展"
    parts = (f"## 第{number}章　{long}\n\n这一段说新词。\n" for number in "一二三")
    text = "\n".join((f"# {long}{long}\n\n同志们：\n", *parts))
    write_speech(small, f"{long * 3}.md", text)
    small("index")  # so that no bar is drawn
    lines = small.at_terminal("search", "新词", long * 2, "--any", "--explain", width=width).lines
    plain = [_COLORS.sub("", line) for line in lines]
    hits = plain[: plain.index("")]
    assert any("第一章" in line and "…" in line for line in hits), hits
    assert [line for line in hits if cell_len(line) > width] == []


def test_a_language_that_there_is_not_is_told_at_a_terminal(small: Program) -> None:
    french = {"SPEECHKIT_LANG": "fr"}
    told = "speechkit: SPEECHKIT_LANG can be zh, zh_TW or en; fr is ignored"
    assert small.at_terminal("version", environment=french).lines.count(told) == 1
    assert small("version", environment=french).error == ""


def test_a_hit_shows_title_id_place_and_match(sample: Program) -> None:
    page = sample.at_terminal("search", "十四五", height=40)
    assert page.status == 0
    plain = _COLORS.sub("", page.out).splitlines()
    assert plain[0] == "005  在“十四五”规划编制工作座谈会上的讲话"
    assert re.search(r"^     paragraph \d+ · \d+ more matches +\d+\.\d$", plain[1])
    assert "\x1b[1;31m十四五\x1b[0m" in page.out
    assert plain[-1].startswith("4 speeches · read on: speechkit show 005:")


def test_the_way_on_names_the_corpus_if_it_was_named(sample: Program) -> None:
    page = sample.at_terminal("search", "十四五", "-C", "corpus")
    assert "speechkit show -C corpus 005:" in _COLORS.sub("", page.out)


def test_the_way_on_may_be_copied(small: Program) -> None:
    write_speech(small, "讲话 (甲).txt", "在丙县的讲话\n同志们：\n这里有新词。\n")
    small("index")  # so that no bar is drawn
    for arguments, place in ((("search", "新词"), ":2"), (("show", "讲话:2"), "")):
        page = small.at_terminal(*arguments, "--color", "never").out
        assert f"speechkit show '讲话 (甲){place}'" in page


def test_several_paragraphs_are_counted_where_each_has_its_number(sample: Program) -> None:
    page = sample.at_terminal("search", "十四五", "--all", "-n1", "--color", "never").lines
    assert re.match(r"     \d+ paragraphs ", page[1])
    assert re.match(r"       \d  ", page[2])


def test_a_title_that_matches_is_marked(sample: Program) -> None:
    page = sample.at_terminal("search", "--title", "教师节")
    assert "\x1b[1;31m教师节\x1b[0m" in page.out
    plain = _COLORS.sub("", page.out).splitlines()
    assert plain[1].split()[0] == "title"
    assert plain[-1].endswith("speechkit show 004")


@pytest.mark.parametrize("height", [10, 24])
def test_a_screenful_at_most(sample: Program, height: int) -> None:
    page = sample.at_terminal("search", "的", height=height)
    assert len(page.lines) < height
    assert "of 12 speeches, all with -n 12" in _COLORS.sub("", page.out)
    full = sample.at_terminal("search", "的", "-n", "12", height=height)
    assert len(full.lines) > height
    ids = sample.at_terminal("search", "的", "-l", height=10)
    assert len(ids.lines) == 9
    words = sample.at_terminal("terms", height=height)
    assert height - 4 < len(words.lines) < height


def test_colors(sample: Program) -> None:
    arguments = ("search", "十四五", "-n1")
    assert "\x1b[" in sample.at_terminal(*arguments).out
    for silent in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in sample.at_terminal(*arguments, environment=silent).out
    assert "\x1b" not in sample.at_terminal(*arguments, "--color", "never").out
    assert "\x1b" not in sample(*arguments, "--format", "human").out
    assert "\x1b" in sample(*arguments, "--format", "human", "--color", "always").out
    assert "\x1b" not in sample(*arguments, "--color", "always").out


def test_a_person_gets_near_answers(sample: Program) -> None:
    page = sample.at_terminal("search", "十五五规划")
    assert page.status == 0
    assert "十五五规划 not found" in page.out
    assert "hold some of the words" in page.out
    assert sample.at_terminal("search", "十五五规划", "--exact").status == 1
    page = sample.at_terminal("search", "十五五规划", "--format", "jsonl")
    assert json.loads(page.lines[-1])["relaxed"] is True


def test_near_answers_are_those_that_come_close_to_the_best(small: Program) -> None:
    write_speech(small, "011.txt", "在丙县会议上的讲话\n夜校课程安排在收工以后。\n")
    write_speech(
        small, "012.txt", "在丁县会议上的讲话\n夜校的课程由大家来定，时间安排在收工以后。\n"
    )
    write_speech(small, "013.txt", "在戊县会议上的讲话\n别的由大家来定，时间安排在收工以后。\n")
    query = ("search", "夜校课程安排表", "-l")
    assert small(*query, "--any").lines == ["011", "012", "013"]
    at_terminal = small.at_terminal(*query).lines
    assert [line for line in at_terminal if line.isdigit()] == ["011", "012"]


def test_formats_may_be_chosen_at_a_terminal(sample: Program) -> None:
    assert sample.at_terminal("search", "十四五", "--format", "tsv").out == (
        sample("search", "十四五").out
    )


def test_markup_and_control_characters_are_text(small: Program) -> None:
    title = "[bold]在[/foo]会上\x1b]0;x\x07的讲话[red]"
    write_speech(small, "007.txt", f"{title}\n同志们：\n产业[/]很\x1b[2J好\u202e了\x9b31m。[a\n")
    small("index")  # so that no bar is drawn
    page = small.at_terminal("search", "产业", "很", "--color", "never")
    assert page.status == 0, page.out
    assert "[bold]在[/foo]会上" in page.out
    assert "产业[/]很" in page.out
    assert not set("\x1b\x07\x9b\u202e") & set(page.out)
    for arguments in (("list",), ("show", "7"), ("search", "产业", "-l")):
        shown = small.at_terminal(*arguments, "--color", "never")
        assert shown.status == 0, shown.out
        assert not set("\x1b\x07\x9b\u202e") & set(shown.out)


def test_explain_is_a_small_table(sample: Program) -> None:
    page = sample.at_terminal("search", "十四五", "--explain", "-n1", "--color", "never").out
    assert re.search(r"\d\.\d{3}  █+[▉▊▋▌▍▎▏]? +十四五  speech, \d+ × idf \d", page)


def test_the_list_has_what_there_is_room_for(sample: Program) -> None:
    narrow = sample.at_terminal("list", "--color", "never", width=60).lines[0]
    wide = sample.at_terminal("list", "--color", "never", width=120).lines[0]
    assert narrow.split() == ["id", "title", "date"]
    assert wide.split() == ["id", "title", "date", "characters", "script", "encoding"]


def test_first_search_indexes_and_prints_no_bar_into_pipes(small: Program) -> None:
    done = small("search", "产业")
    assert done.status == 0
    assert done.error == ""


def test_the_pager_says_how_to_leave_it(sample: Program) -> None:
    pager = {"PAGER": "printenv LESS VISUAL; cat > /dev/null", "VISUAL": "vim"}
    assert "q leaves" in sample.at_terminal("show", "003", environment=pager).lines[1]
    shown = sample.at_terminal("show", "003", environment=pager | {"LESS": "R"}).out
    assert shown == "R\nvim\n"


def test_a_name_that_is_also_the_title_is_printed_once(empty: Program) -> None:
    write_speech(empty, "火星.txt", "产业要兴旺，乡村要振兴。\n教育是根本，人人要努力。\n")
    for command in (("search", "产业"), ("list",), ("check", "火星")):
        page = empty.at_terminal(*command, "--color", "never").out
        assert page.partition("read on")[0].count("火星") == 1, page
    assert empty("list").fields[0][::5] == ["火星", "火星"]


def test_counts_have_titles_and_the_greatest_is_first(sample: Program) -> None:
    page = sample.at_terminal("search", "十四五", "-c", "--color", "never").lines
    counts = [int(line.split()[0]) for line in page]
    assert counts == sorted(counts, reverse=True)
    assert page[0].split()[1:3] == ["005", "在“十四五”规划编制工作座谈会上的讲话"]


def test_all_goes_through_the_pager(sample: Program) -> None:
    pager = {"PAGER": "sed s/^/paged:/"}
    page = sample.at_terminal("search", "的", "--all", "--color", "never", environment=pager)
    lines = page.out.splitlines()
    assert len(lines) > 100
    assert all(line.startswith("paged:") for line in lines)


@pytest.mark.skipif(not which("less"), reason="less is not there")
def test_less_has_a_prompt_in_chinese(sample: Program) -> None:
    environment = {"SPEECHKIT_LANG": "zh", "PAGER": "less"}
    page = sample.at_terminal("show", "003", environment=environment, keys="q").out
    assert "按空格翻页" in page.split("\n")[-1]


@pytest.mark.parametrize("command", ["search 产业 -C -", "search -f -", "compare -", "quote -"])
def test_who_types_standard_input_is_told_how_to_end_it(small: Program, command: str) -> None:
    page = small.at_terminal(*command.split(), keys="产业\n\x04").out
    assert page.count("reading from the terminal; end it with Ctrl-D on a line of its own") == 1
    assert page.partition("of its own\n")[2]


def test_the_welcome_fits_a_terminal_and_leads_to_the_first_steps(small: Program) -> None:
    for language in ("en", "zh"):
        lines = small.process(environment={"SPEECHKIT_LANG": language}).lines
        assert max(map(cell_len, lines)) <= 80
        first = {"en": "writer", "zh": "写稿人"}[language]
        assert any(f"speechkit help {first}" in line for line in lines)
