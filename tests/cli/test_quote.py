"""``quote`` in pipes and at a terminal: verdicts, places, brackets, exit codes."""

from __future__ import annotations

import csv
import io
import json
import shlex

import pytest

from cli.program import Program, write_speech
from speechkit.query import Phrase, parse_query
from speechkit.render.cells import measure
from speechkit.render.pages.quotations import bracket
from speechkit.text.normalize import normalize_phrase

WISH = "人民对美好生活的向往，就是我们的奋斗目标"
WRONG = "人民对美好生活的期盼就是我们的奋斗目标"


@pytest.fixture
def quoting(empty: Program) -> Program:
    write_speech(
        empty, "010.txt", f"在见面会上的讲话\n2012年11月15日\n发言人：张三\n{WISH}。\n再说一句。\n"
    )
    write_speech(empty, "011.txt", f"在会上的讲话\n2017年10月18日\n我们说过，{WISH}。\n")
    assert empty("index").status == 0  # at a terminal no bar is in the way, then
    return empty


def test_lines_in_a_pipe(quoting: Program) -> None:
    done = quoting("quote", WISH)
    assert done.status == 0
    assert done.error.startswith("speechkit: of 2 speeches (94 characters), corpus ")
    assert [fields[:3] for fields in done.fields] == [
        ["exact", "010:3", "2012-11-15"],
        ["exact", "011:2", "2017-10-18"],
    ]
    done = quoting("quote", WRONG, "-n", "1")
    assert done.status == 1
    assert done.fields == [["near", "010:3", "2012-11-15", "张三", WISH, WRONG, "向往，→期盼"]]
    done = quoting("quote", "月球上有一只兔子在捣药")
    assert (done.status, done.fields) == (
        1,
        [["none", "", "", "", "", "月球上有一只兔子在捣药", ""]],
    )


def test_fields_of_jsonl_and_csv(quoting: Program) -> None:
    record = json.loads(quoting("quote", WRONG, "--format", "jsonl").lines[0])
    assert record["differences"] == [
        {
            **{"start": 8, "end": 11, "original": "向往，"},
            **{"quoted_start": 8, "quoted_end": 10, "quoted": "期盼"},
        }
    ]
    assert (record["verdict"], record["id"], record["paragraph"]) == ("near", "010", 3)
    out = quoting("quote", WRONG, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert set(rows[0]) == set(record)
    assert rows[0]["differences"] == "向往，→期盼"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_page_marks_what_differs(quoting: Program, width: int) -> None:
    done = quoting.at_terminal("quote", WRONG, "-n", "1", "--color", "never", width=width)
    assert done.status == 1
    assert "  original  人民对美好生活的[向往，]就是我们的奋斗目标" in done.lines
    assert "  quoted    人民对美好生活的[期盼]就是我们的奋斗目标" in done.lines
    assert done.lines[0].startswith("differs  010:3  2012-11-15 · 张三")
    assert all(measure(line) <= width for line in done.lines[:-1])


def test_a_long_quotation_is_wrapped(quoting: Program) -> None:
    text = "我们坚持走自己的路，" * 12
    write_speech(quoting, "012.txt", f"讲话\n{text}这是最后一句。\n")
    quoting("index")
    done = quoting.at_terminal("quote", text + "那是最后一句", "--color", "never", width=60)
    assert all(measure(line) <= 60 for line in done.lines[:-1])
    assert any("[这]是最后" in line for line in done.lines)


def test_a_draft(quoting: Program) -> None:
    path = quoting.folder / "讲话稿.txt"
    path.write_text(f"讲话稿\n他说“{WRONG}”。\n又说「{WISH}」。\n“新词”。\n", "utf-8")
    done = quoting("quote", "--draft", "讲话稿.txt")
    assert done.status == 1
    assert [(fields[0], fields[-1]) for fields in done.fields] == [
        ("near", "1:3"),
        ("exact", "2:3"),
    ]
    assert done.error.splitlines()[0] == "speechkit: 2 quotations: 1 exact, 1 differs"
    corpus = json.loads(quoting("stats", "--format", "jsonl").out)["fingerprint"]
    assert done.error.endswith(f", corpus {corpus}\n")
    given = path.read_text("utf-8")
    assert quoting("quote", "--draft", "-", given=given).out == done.out
    page = quoting.at_terminal("quote", "--draft", "讲话稿.txt", "--color", "never")
    assert page.lines[0] == "讲话稿.txt, paragraph 1"
    path.write_text(f"讲话稿\n他说“{WISH}”。\n", "utf-8")
    assert quoting("quote", "--draft", "讲话稿.txt").status == 0
    path.write_text("讲话稿\n没有引文。\n", "utf-8")
    done = quoting("quote", "--draft", "讲话稿.txt")
    assert (done.status, done.out) == (0, "")
    assert "quotes nothing of 6 letters or more" in done.error


def test_standard_input_has_a_quotation_a_line(quoting: Program) -> None:
    done = quoting("quote", "-", "-n", "1", given=f"{WISH}\n\n{WRONG}\n")
    assert [fields[0] for fields in done.fields] == ["exact", "near"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give TEXT to be checked"),
        (("x", "--draft", "y"), "TEXT and --draft are two ways"),
        (("-", "-C", "-"), "standard input can be read once"),
        (("--draft", "-", "-C", "-"), "standard input can be read once"),
        (("--draft", "nowhere.txt"), "nowhere.txt: No such file or directory"),
        (("--draft", "corpus"), "Is a directory"),
        (("发展", "--in", "nowhere"), "no speech nowhere"),
        (("发展", "--min", "3"), "--min has no effect without --draft"),
        (("发展", "-n", "0"), "-n takes a whole number"),
        ((b"\xff\xfe", "-n", "x"), "-n takes a whole number"),
    ],
)
def test_errors(quoting: Program, arguments: tuple[str | bytes, ...], told: str) -> None:
    done = quoting("quote", *arguments)
    assert (done.status, done.out) == (2, "")
    assert told in done.error
    assert "Traceback" not in done.error


def test_what_steers_a_terminal_does_not_reach_it() -> None:
    text, spans = bracket("甲\x1b[31m乙\t丙", [(0, 1), (6, 7), (8, 8)])
    assert "\x1b" not in text
    assert [text[start:end] for start, end in spans] == ["[甲]", "[乙]", "[]"]


def test_what_is_said_nowhere_is_offered_as_a_search_to_a_person_alone(sample: Program) -> None:
    quoted = "海底捞月一场空欢喜连连"
    told = f"speechkit search --any {quoted}"
    assert told in sample.at_terminal("quote", quoted, width=200).out
    assert told not in sample("quote", quoted).error


@pytest.mark.parametrize(
    "quoted",
    [
        "他说 “捞月” AND -title:一场 | 空欢喜",
        "-x：\"海底\" NEAR/3 '捞月'！$HOME `空欢喜`",
        "--limit 海底捞月",
    ],
)
def test_the_search_that_is_offered_looks_for_the_quotation_in_the_same_speeches(
    small: Program, quoted: str
) -> None:
    scope = ("--in", "00*", "--speaker", "张 三", "--until", "2099")
    write_speech(
        small, "001.txt", "在会议上的讲话\n2012年11月15日\n发言人：张 三\n没有别的话了。\n"
    )
    shown = small.at_terminal("quote", *scope, "--", quoted, width=400).out
    offered = next(line for line in shown.splitlines() if "quite other words" in line)
    program, name, *arguments = shlex.split(offered.partition("other words: ")[2])
    assert (program, name, arguments[-2]) == ("speechkit", "search", "--any")
    assert [arguments[n : n + 2] for n in (0, 2, 4)] == [
        *(["--in", "00*"], ["--until", "2099"], ["--speaker", "张 三"]),
    ]
    (terms,) = parse_query(arguments[-1]).required
    assert [term.variants[0] for term in terms if isinstance(term, Phrase)] == [
        normalize_phrase(quoted)
    ]
    done = small(name, *arguments)
    assert done.status in {0, 1}
    assert "searched as text" not in done.error


def test_what_an_ellipsis_leaves_out_is_shown_and_no_fault(small: Program) -> None:
    write_speech(small, "003.txt", "在丙县会议上的讲话\n产业要兴，人才要来，项目才能落地生根。\n")
    plain = {"NO_COLOR": "1"}
    shown = small.at_terminal("quote", "产业要兴……项目才能落地生根", environment=plain)
    assert shown.status == 0
    assert "产业要兴[，人才要来，]项目才能落地生根" in shown.out
    assert "产业要兴[……]项目才能落地生根" in shown.out


MARKS = ("……", "...", "…", "。", "，……。", "“……”", "——", "?!")


@pytest.mark.parametrize("form", ["tsv", "csv", "jsonl", "human"])
def test_a_line_of_marks_alone_does_not_end_a_batch(quoting: Program, form: str) -> None:
    lines = [WISH, *MARKS, WRONG]
    done = quoting("quote", "-", "-n", "1", "--format", form, given="\n".join(lines))
    assert done.status == 2
    told = [line for line in done.error.splitlines() if "is only marks" in line]
    assert [line.split(": ")[2].split(" is only")[0] for line in told] == list(MARKS)
    rest = quoting("quote", WISH, WRONG, "-n", "1", "--format", form)
    assert (rest.status, rest.out) == (1, done.out)


def test_marks_alone_are_told_of_each_text_too(quoting: Program) -> None:
    done = quoting("quote", "……", WISH)
    assert (done.status, len(done.fields)) == (2, 2)
    done = quoting("quote", "……")
    assert (done.status, done.out, len(done.error.splitlines())) == (2, "", 1)
