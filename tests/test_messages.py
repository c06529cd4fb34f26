"""The words for the library's codes: every code has some, and they say what the code is about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from speechkit import model
from speechkit.formats import rtf
from speechkit.model import (
    Event,
    EventCode,
    MetadataField,
    Notice,
    Origin,
    OriginKind,
    SkippedFile,
    SkipReason,
)
from speechkit.render import messages
from speechkit.render.codes import (
    CODES,
    DETAILS,
    EVENTS,
    INDEX_STATES,
    METADATA_FAULTS,
    NOTICES,
    NOTICES_OF_A_KIND,
    ORIGINS,
    SKIP_REASONS,
)
from speechkit.render.messages import (
    count_skipped,
    describe_code,
    describe_event,
    describe_notices,
    describe_origin,
    describe_skipped,
)

PACKAGE = Path(messages.__file__).parents[1]


def codes_of_the_model() -> dict[str, tuple[str, ...]]:
    """Return the values of every Literal that the model names."""
    return {
        name: get_args(value) for name, value in vars(model).items() if get_origin(value) is Literal
    }


def rules_of_the_library() -> Iterator[str]:
    """Yield the rules of all notices that the source makes; what is made of parts as a pattern."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Notice":
                yield from map(_pattern, node.args[1:2])
            elif (
                isinstance(node, ast.keyword)
                and node.arg == "dropped"
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                yield _pattern(node.value)
    yield from map(re.escape, rtf._FURNITURE.values())


def _pattern(rule: ast.expr) -> str:
    if isinstance(rule, ast.Constant):
        return re.escape(str(rule.value))
    if isinstance(rule, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
            for part in rule.values
        )
    return ".+"


def test_every_code_of_the_model_has_words() -> None:
    words: dict[str, Any] = {
        "SkipReason": SKIP_REASONS,
        "EventCode": EVENTS,
        "IndexState": INDEX_STATES,
        "OriginKind": ORIGINS,
        "MetadataField": get_args(MetadataField),
        "MetadataFaultCode": METADATA_FAULTS,
    }
    for name, codes in codes_of_the_model().items():
        assert set(codes) <= set(words.get(name, CODES)), name
    known = {code for codes in codes_of_the_model().values() for code in codes}
    tables = (SKIP_REASONS, EVENTS, INDEX_STATES, CODES, ORIGINS, METADATA_FAULTS)
    assert set(chain(*tables, get_args(MetadataField))) == known


@pytest.mark.parametrize("reason", get_args(SkipReason))
def test_a_skipped_file_is_told_with_its_detail(reason: SkipReason) -> None:
    told = describe_skipped(SkippedFile(b"a", reason, "XYZ"))
    assert told
    assert "{" not in told
    assert ("XYZ" in told) == ("{detail}" in SKIP_REASONS[reason])


def test_a_file_without_an_ending_that_can_be_shown_is_another_one() -> None:
    assert describe_skipped(SkippedFile(b"a.\xff", "ending")) == "other file"


@pytest.mark.parametrize("code", get_args(EventCode))
def test_an_event_is_told_with_its_fields(code: EventCode) -> None:
    told = describe_event(Event(code, "/there", "a cause"))
    assert "{" not in told
    assert ("/there" in told, "a cause" in told) == tuple(
        f"{{{field}}}" in EVENTS[code] for field in ("location", "reason")
    )


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_has_a_word(code: Any) -> None:
    assert describe_code(code).strip()


def test_every_rule_of_the_library_has_words() -> None:
    rules = {rule for _, rule in NOTICES_OF_A_KIND} | set(NOTICES)
    patterns = set(rules_of_the_library())
    assert len(patterns) > 10
    for pattern in patterns:
        assert any(re.fullmatch(pattern, rule) for rule in rules), pattern


def test_what_was_done_is_told_with_how_often() -> None:
    assert describe_notices([Notice("dropped", "stray-markup")]) == "1 stray HTML tag"
    several = [Notice("dropped", "stray-markup", "<b>", 2), Notice("dropped", "stray-markup")]
    assert describe_notices(several) == "3 stray HTML tags"
    assert describe_notices([Notice("doubtful", "hard-wrap")]) == "its lines may be hard-wrapped"
    assert describe_notices([Notice("dropped", "a-new-rule")]) == "1 a-new-rule"


def test_skipped_files_are_counted_by_reason_the_most_frequent_first() -> None:
    files = [
        SkippedFile(b"1", "no-text"),
        SkippedFile(b"2", "ending", ".pdf"),
        SkippedFile(b"3", "ending", ".docx"),
        SkippedFile(b"4", "ending", ".pdf"),
    ]
    counted = [(describe_skipped(file), number) for file, number in count_skipped(files)]
    assert counted == [(".pdf file", 2), (".docx file", 1), ("no text", 1)]


@pytest.mark.parametrize("kind", get_args(OriginKind))
def test_where_a_fact_comes_from_is_told_with_its_line(kind: OriginKind) -> None:
    told = describe_origin(Origin("date", kind, 3), "2025-03-05")
    assert told.startswith("date 2025-03-05 from ")
    assert ("line 3" in told) == ("{place}" in ORIGINS[kind][0])
    assert "line" not in describe_origin(Origin("date", kind), "2025") or kind == "line"


def test_a_fact_in_plain_words() -> None:
    assert describe_origin(Origin("date", "line", 3), "2025-03-05") == "date 2025-03-05 from line 3"
    assert describe_origin(Origin("date", "file-name"), "2025") == "date 2025 from the file's name"
    assert describe_origin(Origin("title", "line", 1), "春耕讲话") == "title from line 1"


def details_of_the_readers() -> Iterator[str]:
    """Yield what the readers of files say of those that they refuse, where it is written out."""
    for path in (PACKAGE / "formats").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _REFUSALS:
                for argument in node.args[1:2]:
                    if isinstance(argument, ast.Constant):
                        yield str(argument.value)


_REFUSALS = ("UnreadableFileError", "RefusedError")


def test_every_detail_of_the_readers_is_translated() -> None:
    found = set(details_of_the_readers())
    assert len(found) > 5
    assert sorted(found - set(DETAILS)) == []
