"""Each rule of the list of boilerplate: lines of pages that go, lines of speakers that stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from decoded_texts import clean_text

from speechkit.cleaning import boilerplate as shipped
from speechkit.cleaning import parse_boilerplate

TITLE = "在春耕动员会议上的讲话"
BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
MORE = "下一步要把田间管理抓实抓细，做到苗全苗壮，为全年丰收打下坚实的基础，绝不误农时。"
LIST = Path(shipped.__file__).with_name("boilerplate.txt").read_text(encoding="utf-8")


class Case(NamedTuple):
    """A rule, lines that it drops where they are a page's, and lines that nothing drops."""

    rule: str
    goes: list[str]
    stays: list[str]


def cases() -> Iterator[Case]:
    text = (Path(__file__).parent / "boilerplate_rules.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        rule, *lines = block.strip().split("\n")
        goes = [line[2:] for line in lines if line.startswith("+ ")]
        yield Case(rule, goes, [line[2:] for line in lines if line.startswith("- ")])


def rules(*kinds: str) -> list[str]:
    return [line for line in LIST.split("\n") if line.startswith(kinds)]


CASES = list(cases())
WHOLE = [case for case in CASES if not case.rule.startswith(("sentence", "within"))]
INLINE = [case for case in CASES if case.rule.startswith(("sentence", "within"))]
each = pytest.mark.parametrize


def test_each_rule_has_its_lines() -> None:
    listed = rules("line ", "word ", "near ", "related ", "sentence ", "page ", "within ")
    assert [case.rule for case in CASES] == listed
    assert [case.rule for case in CASES if not case.goes or len(case.stays) < 3] == []


@each("case", WHOLE, ids=[case.rule for case in WHOLE])
def test_a_rule_drops_its_lines_at_the_end_of_a_page(case: Case) -> None:
    alone = parse_boilerplate("\n".join([case.rule, *rules("same ")]))
    for line in case.goes:
        assert alone.kind(line)
        text = f"{TITLE}\n{BODY}\n{MORE}\n返回顶部\n{line}\n"
        assert clean_text(text).paragraphs == (BODY, MORE)


@each("case", INLINE, ids=[case.rule for case in INLINE])
def test_a_rule_drops_what_is_within_a_line(case: Case) -> None:
    alone = parse_boilerplate("\n".join([case.rule, *rules("same ")]))
    for sentence in case.goes:
        text = f"{TITLE}\n{BODY}\n{MORE}{sentence}\n"
        assert clean_text(text, boilerplate=alone).paragraphs == (BODY, MORE)
        assert clean_text(text).paragraphs == (BODY, MORE)


@each("case", CASES, ids=[case.rule for case in CASES])
def test_no_rule_drops_a_speakers_line(case: Case) -> None:
    for line in case.stays:
        for text in (
            f"{TITLE}\n{line}\n{BODY}\n{MORE}",
            f"{TITLE}\n{BODY}\n{line}\n{MORE}",
            f"{TITLE}\n{BODY}\n{MORE}\n{line}",
        ):
            paragraphs = clean_text(text).paragraphs
            assert "".join(text.split("\n")[1:]) == "".join(paragraphs)
