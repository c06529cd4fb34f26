"""``speechkit collocates`` and ``keyness`` in a pipe and at a terminal."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from rich.cells import cell_len

from cli.program import Program

_COLORS = re.compile(r"\x1b\[[0-9;]*m")

COLUMNS = {
    "collocates 群众": [
        *("word", "observed", "frequency", "expected"),
        *("log_likelihood", "mi", "log_dice"),
    ],
    "keyness --target 003": [
        *("word", "target", "reference", "target_per_million", "reference_per_million"),
        *("expected", "log_likelihood", "log_ratio"),
    ],
}
SUMS = {
    "collocates 群众": ["matches", "near_words", "words"],
    "keyness --target 003": ["target_words", "reference_words"],
}
TOLD = {
    "collocates 群众": r"19 matches with \d+ words near them, of 11,\d{3} words of 12 speeches",
    "keyness --target 003": r"1,\d{3} words in the target, 10,\d{3} words in the reference, of 12",
}


@pytest.mark.parametrize("command", COLUMNS)
def test_records_have_their_fields(sample: Program, command: str) -> None:
    done = sample(*command.split())
    assert done.status == 0
    assert re.match(f"speechkit: {TOLD[command]}", done.error)
    (head, *rows) = csv.reader(io.StringIO(sample(*command.split(), "--format", "csv").out))
    assert head == COLUMNS[command]
    records = [*map(json.loads, sample(*command.split(), "--format", "jsonl").lines)]
    fields = [*COLUMNS[command], *SUMS[command], "corpus"]
    assert all(list(record) == fields for record in records)
    assert [row[0] for row in rows] == [record["word"] for record in records]
    assert done.fields == [[str(record[name]) for name in COLUMNS[command]] for record in records]
    likelihood = [record["log_likelihood"] for record in records]
    assert likelihood == sorted(likelihood, reverse=True)
    assert sample(*command.split(), "-n", "3").lines == done.lines[:3]


@pytest.mark.parametrize("command", COLUMNS)
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_terminal_gets_a_screenful(sample: Program, command: str, width: int) -> None:
    page = sample.at_terminal(*command.split(), "--min", "1", width=width, height=15)
    lines = [_COLORS.sub("", line) for line in page.lines]
    assert len(lines) <= 14
    assert all(cell_len(line) <= width for line in lines if not line.startswith("speechkit: "))
    assert re.search(r"speechkit: 9 of [\d,]+; all with --limit \d+", page.out)


def test_what_is_near_follows_the_window(sample: Program) -> None:
    narrow, wide = (
        sum(int(row[1]) for row in sample("collocates", "群众", "--min", "1", *options).fields)
        for options in (("--window", "1"), ("--window", "9"))
    )
    assert 0 < narrow < wide
    assert sample("collocates", "群众", "--min", "99").status == 1
    assert sample("collocates", "火星").status == 1


def test_targets_add_up_and_references_may_be_named(sample: Program) -> None:
    def words(*options: str) -> int:
        found = re.search(r"([\d,]+) words in the target", sample("keyness", *options).error)
        assert found is not None
        return int(found[1].replace(",", ""))

    one, other = words("--target", "003"), words("--target", "004")
    assert words("--target", "003", "--target", "004") == one + other
    assert words("--target", "00[34]", "--reference", "005") == one + other
    assert words("--target", "*", "--in", "003", "--reference", "003") == one
    dated = sample("keyness", "--target", "2023..2024", "--min", "1", "-n", "1")
    assert re.match(
        r"speechkit: \d+ speeches have no date and are left out of --target", dated.error
    )


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        (("--target", "*"), 2, "the target is all there is; name less, or a --reference"),
        (("--target", "speaker:没有"), 1, "no speech fits --speaker 没有"),
        (("--target", "003", "--reference", "99"), 2, "no speech 99"),
        (("--target", "甲..乙"), 2, "--target 甲..乙 is no range"),
        ((), 2, "keyness needs --target SCOPE"),
    ],
)
def test_targets_that_cannot_be(
    sample: Program, options: tuple[str, ...], status: int, told: str
) -> None:
    done = sample("keyness", *options)
    assert (done.status, done.out) == (status, "")
    assert told in done.error


def test_runs_in_all_formats(sample: Program) -> None:
    done = sample("ngrams", "-n", "2-4", "--longest")
    assert done.status == 0
    assert re.match(r"speechkit: \d+ runs of 12 speeches \(20,", done.error)
    records = [*map(json.loads, sample("ngrams", "-n2-4", "--longest", "--format", "jsonl").lines)]
    assert all(list(record) == ["ngram", "matches", "speeches", "corpus"] for record in records)
    assert [row[0] for row in done.fields] == [record["ngram"] for record in records]
    assert sample("ngrams", "-n", "2-4", "--longest", "--limit", "2").lines == done.lines[:2]
    page = sample.at_terminal("ngrams", "--characters", "--min", "2", height=15, width=50)
    assert re.search(r"speechkit: 9 of [\d,]+; all with --limit \d+", page.out)
    assert sample("ngrams", "-n", "9", "--min", "99").status == 1


@pytest.mark.parametrize("value", ["0", "5-3", "51", "x", "3-", "1-51", "三"])
def test_lengths_that_cannot_be(sample: Program, value: str) -> None:
    done = sample("ngrams", "-n", value)
    told = f"speechkit: -n takes a length from 1 to 50, or 3-6, not {value}\n"
    assert (done.status, done.out, done.error) == (2, "", told)


@pytest.mark.parametrize(
    ("scope", "targets"),
    [
        (("--speaker", "江泽民"), "--target speaker:江泽民"),
        (("--speaker", "甲", "--speaker", "乙"), "--target speaker:甲 --target speaker:乙"),
        (("--speaker", "甲", "--since", "2020"), "--target speaker:甲"),
        (("--occasion", "座谈会"), "--target occasion:座谈会"),
        (("--in", "01*"), "--target '01*'"),
        (("--since", "2013", "--until", "2023"), "--target 2013..2023"),
        (("--until", "2023"), "--target ..2023"),
    ],
)
def test_a_scope_in_place_of_a_target_is_told_as_one(
    empty: Program, scope: tuple[str, ...], targets: str
) -> None:
    done = empty("keyness", *scope)
    assert done.status == 2
    assert done.error.splitlines()[0].endswith(f"write {targets}")


def test_without_any_scope_the_missing_target_is_shown_by_an_example(empty: Program) -> None:
    done = empty("keyness")
    assert done.status == 2
    assert "keyness needs --target SCOPE; for example: speechkit keyness --target" in done.error
