"""What ``search`` prints into a pipe."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from cli.program import Program, write_speech


def test_a_hit_is_one_line_of_four_fields_best_first(sample: Program) -> None:
    done = sample("search", "十四五")
    assert done.status == 0
    assert done.error == ""
    found = [fields[0].partition(":")[0] for fields in done.fields]
    assert found[0] == "005"
    assert sorted(found) == ["000", "003", "005", "008"]
    assert all(len(fields) == 4 for fields in done.fields)
    scores = [float(fields[1]) for fields in done.fields]
    assert scores == sorted(scores, reverse=True)
    assert all("十四五" in fields[3] for fields in done.fields)
    assert "\x1b" not in done.out


def test_scripts_find_each_other(sample: Program) -> None:
    simplified, traditional = sample("search", "开发区"), sample("search", "開發區")
    assert simplified.out == traditional.out
    assert simplified.lines[0].startswith("001:")


def test_limit_ids_counts_and_null(sample: Program) -> None:
    assert len(sample("search", "十四五", "-n", "2").lines) == 2
    ids = sample("search", "十四五", "-l").lines
    assert sorted(ids) == ["000", "003", "005", "008"]
    assert sample("search", "十四五", "-l", "-0").out == "\0".join((*ids, ""))
    counts = sample("search", "十四五", "-c", "--sort", "matches").fields
    assert counts[0][0] == "005"
    assert int(counts[0][1]) > int(counts[1][1]) >= 1


def test_all_prints_every_matching_paragraph(sample: Program) -> None:
    every = sample("search", "十四五", "--all").fields
    assert len(every) > 4
    assert all("十四五" in fields[3] for fields in every)
    assert every[0][:1] == ["005:0"]  # the title is paragraph 0
    assert len(sample("search", "十四五", "--all", "-n", "1").lines) < len(every)


def test_several_passages_are_a_line_each(sample: Program) -> None:
    places = [fields[0] for fields in sample("search", "产业", "--passages", "2").fields]
    assert len(places) == len(set(places)) > len({place.split(":")[0] for place in places})


def test_query_options_are_the_query_language(sample: Program) -> None:
    assert sample("search", "干部", "-教师").out == sample("search", "干部", "--not", "教师").out
    either = sample("search", "开发区 | 教师节").out
    assert either == sample("search", "开发区", "--or", "教师节").out
    assert sample("search", "--title", "教师节", "-l").lines == ["004"]
    assert sample("search", "title:教师节", "-l").lines == ["004"]
    assert sample("search", "--", "干部", "-教师").out == sample("search", "干部", "-教师").out
    assert sample("search", "-教师", "干部").out == sample("search", "干部", "-教师").out
    assert (
        sample("search", "干部", "-ln", "2").lines
        == sample("search", "-n", "2", "-l", "干部").lines
    )


def test_a_dash_before_letters_is_text_and_a_wrong_option_is_not(small: Program) -> None:
    write_speech(small, "003.txt", "在丙县的讲话\n我们用 GDP 衡量产业，也看 click 数。\n")
    assert small("search", "产业", "-GDP", "-l").lines == ["001", "002"]
    assert small("search", "产业", "-click", "-l").lines == ["001", "002"]
    assert small("search", "产业", "-ln1").lines in (["001"], ["002"], ["003"])
    wrong = small("search", "产业", "--limt", "2")
    assert wrong.status == 2
    assert "--limt" in wrong.error


def test_sorting(sample: Program) -> None:
    assert sample("search", "干部", "-l", "--sort", "id").lines == sorted(
        sample("search", "干部", "-l").lines
    )
    assert sample("search", "群众", "-l", "--sort", "date").lines[0] == "011"


def test_titles_are_sorted_by_pinyin(empty: Program) -> None:
    """Which is not the order of code points: 中 (zhōng) has the least, 阿 (ā) the greatest."""
    places = ("中", "安", "工", "北", "阿", "教")
    for number, place in enumerate(places):
        write_speech(empty, f"{number}.txt", f"{place}县会议上的讲话\n同志们：\n谈产业。\n")
    lines = empty("search", "产业", "--sort", "title", "--format", "jsonl").lines
    assert [json.loads(line)["title"][0] for line in lines] == ["阿", "安", "北", "工", "教", "中"]


def test_all_formats_tell_who_speaks(empty: Program) -> None:
    talk = "座談會紀錄\n王委員：初步的構想。\n李顧問：並不是越消費越好。\n王委員：再試一下。\n"
    write_speech(empty, "1.txt", talk)
    program = empty
    assert json.loads(program("search", "消費", "--format", "jsonl").out)["turn"] == "李顧問"
    assert program("search", "消費", "--format", "csv").lines[1].endswith(",李顧問,false,,,,")
    assert program("search", "消費", "--format", "human").out.count("李顧問") == 2
    assert "李顧問" in program("search", "消費", "--all", "--format", "jsonl").out


def test_jsonl_has_the_documented_fields(sample: Program) -> None:
    done = sample("search", "開發區", "--format", "jsonl")
    hits = [json.loads(line) for line in done.lines]
    assert list(hits[0]) == [
        *("id", "path", "title", "score", "section", "paragraph", "passage"),
        *("spans", "matches", "total", "relaxed", "date", "turn", "dropped"),
        *("speaker", "occasion", "source", "url"),
    ]
    assert hits[0]["total"] == len(hits)
    assert hits[0]["relaxed"] is False
    assert Path(hits[0]["path"]).is_file()
    for start, end in hits[0]["spans"]:
        assert hits[0]["passage"][start:end] in ("開發區", "開發(fā)區(qū)")
    more = json.loads(
        sample("search", "十四五", "-n1", "--passages", "3", "--explain", "--format", "jsonl").out
    )
    assert set(more) - set(hits[0]) == {"passages", "explain"}
    assert more["passages"][0]["passage"] == more["passage"]
    assert set(more["explain"][0]) == {"field", "term", "idf", "count", "score"}


def test_shares_have_no_place_in_tsv(sample: Program) -> None:
    fields = sample("search", "十四五", "--explain", "-n1").fields
    assert fields[0][0].startswith("005:")
    assert all(share[0] == "" and len(share) == 4 for share in fields[1:])
    total = sum(float(share[1]) for share in fields[1:])
    assert abs(total - float(fields[0][1])) < 0.01 * len(fields)


def read_csv(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_csv_is_for_spreadsheets(small: Program) -> None:
    write_speech(small, "009.txt", '=HYPERLINK(产业)讲话\n\n同志们：\n产业，"很好"。\n')
    out = small("search", "产业", "--format", "csv").out
    head = "id,paragraph,title,date,section,matches,score,passage,path,turn,dropped"
    assert out.startswith(f"{head},speaker,occasion,source,url\n")
    rows = read_csv(out)
    assert all(None not in row and None not in row.values() for row in rows)
    assert any(row["title"].startswith("'=HYPER") for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_csv_has_the_fields_of_jsonl(sample: Program) -> None:
    for options in ((), ("--all",), ("--any",)):
        rows = read_csv(sample("search", "群众", *options, "--format", "csv").out)
        hits = sample("search", "群众", *options, "--format", "jsonl").lines
        for row, hit in zip(rows, map(json.loads, hits), strict=True):
            for field, cell in row.items():
                if field != "score":
                    told = str(hit[field])
                    assert cell == (told.lower() if field == "dropped" else told), field
            assert abs(float(row["score"]) - hit["score"]) < 0.001
    assert {row["date"] for row in rows} > {"2023-03-15"}


def test_csv_has_a_row_for_each_paragraph_and_each_share(sample: Program) -> None:
    rows = read_csv(sample("search", "十四五", "--all", "--format", "csv").out)
    places = [fields[0] for fields in sample("search", "十四五", "--all").fields]
    assert [f"{row['id']}:{row['paragraph']}" for row in rows] == places
    shares = read_csv(sample("search", "十四五", "-n1", "--explain", "--format", "csv").out)[1:]
    assert shares
    assert all(share["id"] == "" and ": " in share["title"] for share in shares)


def test_matches_are_those_of_the_speech_or_of_each_paragraph(sample: Program) -> None:
    counts = dict(sample("search", "群众", "-c").fields)
    hits = [json.loads(line) for line in sample("search", "群众", "--format", "jsonl").lines]
    assert {hit["id"]: str(hit["matches"]) for hit in hits} == counts
    sums: Counter[str] = Counter()
    for line in sample("search", "群众", "--all", "--format", "jsonl").lines:
        paragraph = json.loads(line)
        sums[paragraph["id"]] += paragraph["matches"]
    assert {name: str(count) for name, count in sums.items()} == counts


def test_counts_for_a_spreadsheet_have_titles_and_dates(sample: Program) -> None:
    counts = dict(sample("search", "群众", "-c").fields)
    head, *rows = csv.reader(sample("search", "群众", "-c", "--format", "csv").lines)
    assert head == ["id", "title", "date", "matches"]
    assert {row[0]: row[3] for row in rows} == counts
    objects = map(json.loads, sample("search", "群众", "-c", "--format", "jsonl").lines)
    assert [list(map(str, found.values())) for found in objects] == rows


def test_where_a_piece_stands_that_is_in_no_title(small: Program) -> None:
    write_speech(small, "003.txt", "在丙县会议上的讲话\n乡村兴。\n")
    told = {
        name: small("search", "title:乡村", *options).error
        for name, options in {"all": (), "2": ("--in", "2"), "1": ("--in", "1")}.items()
    }
    assert "乡村 is in no title; 2 speeches hold it in the text" in told["all"]
    assert "乡村 is in no title in this scope; 1 speech holds it in the text" in told["2"]
    assert "乡村 is in no title in this scope; 2 speeches hold it elsewhere" in told["1"]


def test_search_within_a_folder(empty: Program) -> None:
    for name in ("省/甲.txt", "省/市/乙.txt", "省志.txt", "丙.txt"):
        write_speech(empty, name, "谈产业。")
    found = {
        folder: sorted(empty("search", "产业", "-l", "--in", folder).lines)
        for folder in ("省", "省/", "省/市", "丙")
    }
    assert found["省"] == found["省/"] == ["省/市/乙", "省/甲"]
    assert found["省/市"] == ["省/市/乙"]
    assert found["丙"] == ["丙"]
    for name in ("7/丁.txt", "7/戊.txt", "7_己.txt"):
        write_speech(empty, name, "谈产业。")
    assert empty("search", "产业", "-l", "--in", "7").lines == ["7"]
    assert sorted(empty("search", "产业", "-l", "--in", "7/").lines) == ["7/丁", "7/戊"]


def test_exit_codes_and_hints(sample: Program) -> None:
    none = sample("search", "十五五")
    assert (none.status, none.out) == (1, "")
    assert "十五五 not found; near: " in none.error
    assert "十四五" in none.error
    assert "十三五" in none.error
    assert "add --any to see" in none.error
    ranked = sample("search", "十五五", "--any")
    assert ranked.status == 0
    assert ranked.error == ""
    assert sample("search", "十五五", "--any", "--exact").status == 2


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("产页", "产业, 产能"),  # the frequent one first
        ("开发曲", "开发区"),
        ("升发区", "开发区"),  # other beginnings are tried for three characters only
        ("页业", ""),
        ("新质生厂力", "新质生产力"),
        ("gdq", ""),  # words of letters are not guessed at
    ],
)
def test_words_with_a_slip_are_told_of(empty: Program, typed: str, near: str) -> None:
    text = "产业要兴，产业要旺，产能要足，GDP要涨，开发区要建，靠的是新质生产力。"
    write_speech(empty, "1.txt", f"在会上的讲话\n{text}\n")
    done = empty("search", typed)
    assert (done.status, done.out) == (1, "")
    told = re.search(r" not found(?:; near: (.*))?$", done.error.splitlines()[0])
    assert told, done.error
    assert (told[1] or "") == near


def test_why_nothing_matches(small: Program) -> None:
    assert "no speech holds them all" in small("search", "项目", "教育").error
    assert "holds what it must not" in small("search", "产业", "-同志们").error


def test_nothing_to_search_for(sample: Program) -> None:
    for query in ((), ("",), ("，",), ("  ",), ("-",)):
        done = sample("search", *query)
        assert (done.status, done.out) == (2, ""), query
        assert "nothing to search for" in done.error or "search needs QUERY" in done.error


def test_ignored_pieces_are_named(sample: Program) -> None:
    done = sample("search", "十四五", "……", "-n1")
    assert done.status == 0
    assert "……" in done.error


def test_bytes_of_another_shell_are_read(sample: Program) -> None:
    assert sample("search", "十四五".encode("gb18030"), "-l").lines[0] == "005"
    assert sample("search", b"\xff\xfe").status == 1


def test_in_searches_the_named_speeches_only(sample: Program) -> None:
    everywhere = {fields[0].partition(":")[0]: fields for fields in sample("search", "产业").fields}
    assert len(everywhere) > 2
    found = sample("search", "产业", "--in", "3", "--in", "005_guihua_zuotan")
    assert found.status == 0
    assert {fields[0].partition(":")[0] for fields in found.fields} == {"003", "005"}
    assert all(fields in everywhere.values() for fields in found.fields)
    counts = dict(sample("search", "产业", "-c").fields)
    assert sample("search", "产业", "-c", "--in", "003").fields == [["003", counts["003"]]]
    for form in ("jsonl", "csv", "human"):
        one = sample("search", "产业", "--in", "003", "--format", form)
        assert one.status == 0
        assert "003" in one.out
    assert json.loads(sample("search", "产业", "--in", "3", "--format", "jsonl").out)["total"] == 1
    assert sample("search", "产业", "十五五", "--any", "-l", "--in", "003").lines == ["003"]
    assert sample("search", "-教师", "-l", "--in", "003", "--in", "004").lines == ["003"]
    assert set(sample("search", "开发区", "--all", "--in", "001").fields[0][0][:4]) <= set("001:")


def test_in_names_wrong_speeches_as_show_does(sample: Program) -> None:
    wrong = sample("search", "产业", "--in", "99")
    assert (wrong.status, wrong.error) == (2, sample("show", "99").error)


def test_what_is_missing_within_a_speech_is_said_of_it(sample: Program) -> None:
    elsewhere = sample("search", "教师节", "--in", "003")
    assert (elsewhere.status, elsewhere.out) == (1, "")
    assert "教师节 not found in this scope; 1 speech holds it elsewhere" in elsewhere.error


def test_a_title_that_holds_nothing_is_said_so(sample: Program) -> None:
    done = sample("search", "title:防汛墙")
    assert (done.status, done.out) == (1, "")
    assert "防汛墙 is in no title\n" in done.error
    assert "near" not in done.error
    text = sample("search", "title:项目")
    assert re.search(r"项目 is in no title; \d+ speeches hold it in the text", text.error)


def test_a_dash_behind_an_option_is_its_value_and_behind_that_is_text(small: Program) -> None:
    write_speech(small, "-甲.txt", "在丙县的讲话\n同志们：\n产业兴旺。\n")
    assert small("search", "产业", "-l", "--in", "-甲").lines == ["-甲"]
    assert small("search", "产业", "-l", "-n5", "-乡村").lines == ["-甲", "001"]
    assert small("search", "产业", "-l", "--not", "-乡村", "-甲县").lines == ["-甲"]


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("产业 AND 项目", "AND is searched as text; for both pieces write: 产业 项目"),
        ("产业 and 项目", "and is searched as text; for both pieces write: 产业 项目"),
        ("产业 OR 教师", "OR is searched as text; for either piece write: '产业 | 教师'"),
        ("NOT 教师 产业", "NOT is searched as text; for speeches without it write: -教师 产业"),
        ("产业 near 10 项目", "near 10 is searched as text; write: 产业 NEAR/10 项目"),
        ("产业 before5 项目", "before5 is searched as text; write: 产业 BEFORE/5 项目"),
        ("产业 NEAR 项目", "NEAR is searched as text; write: 产业 NEAR/10 项目"),
    ],
)
def test_operators_of_other_programs_are_text_and_said_to_be(
    sample: Program, query: str, hint: str
) -> None:
    for typed in ([query], query.split()):
        done = sample("search", *typed)
        assert (done.status, done.out) == (1, "")
        assert done.error.splitlines()[0] == f"speechkit: {hint}"


@pytest.mark.parametrize(
    "query",
    [
        *('产业 "AND" 项目', "产业 -OR", "or", "NOT", "title:OR 产业", "产业 OR", "AND 产业"),
        *("产业 NEAR/10 项目", "产业 | 项目", "产业 BEFORE/2 项目"),
    ],
)
def test_words_that_are_no_operators_are_not_spoken_of(sample: Program, query: str) -> None:
    assert "searched as text" not in sample("search", query).error


def test_a_regular_expression_that_is_found_as_text_is_told(sample: Program) -> None:
    done = sample("search", "产.业", "-l")
    assert {*done.lines} == {*sample("search", "产业", "-l").lines}
    told = "产.业 is searched as text; for a regular expression write: --regex 产.业"
    assert done.error == f"speechkit: {told}\n"
