"""Patterns that are compiled when first used."""

from __future__ import annotations

import re

import pytest

from speechkit.text.late_patterns import compile_late


def test_a_late_pattern_answers_like_a_compiled_one() -> None:
    late, compiled = compile_late("(?P<word>A+)b?", re.IGNORECASE), re.compile("(?i)(?P<word>A+)b?")
    text = "aab 甲 AB"
    assert late.findall(text) == compiled.findall(text) == ["aa", "A"]
    assert late.sub("-", text) == compiled.sub("-", text)
    assert [found.span() for found in late.finditer(text)] == [(0, 3), (6, 8)]
    assert dict(late.groupindex) == {"word": 1}


def test_it_compiles_when_first_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = re.compile

    def note(source: str, flags: int) -> re.Pattern[str]:
        compiled.append(source)
        return compile_now(source, flags)

    monkeypatch.setattr(re, "compile", note)
    late = compile_late("[甲乙]+")
    assert compiled == []
    assert late.search("丙甲") and late.search("乙")
    assert compiled == ["[甲乙]+"]
