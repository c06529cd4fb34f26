"""Patterns that are compiled when first used."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import speechkit
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


@pytest.mark.parametrize(
    "query", ["经济 社会", "经济 NEAR/10 社会", "“经济社会” -改革", "经济 | 社会"]
)
def test_a_usual_query_compiles_no_class_of_all_chinese_characters(
    query: str, make_corpus: Callable[..., Path], run_python: Callable[..., CompletedProcess[str]]
) -> None:
    """Each takes milliseconds, of the fifty that a search has."""
    folder = make_corpus({"1.txt": "讲话\n经济社会发展。", "2.txt": "讲话\n经济，社会。"})
    speechkit.open(folder).close()
    code = (
        "import re, speechkit\n"
        "from speechkit.query import find_groups, find_patterns, rewrite_operators\n"
        "with speechkit.open(sys.argv[1]) as corpus:\n"
        "    print(len(corpus.search(sys.argv[2])) > 0, len(rewrite_operators(sys.argv[2])))\n"
        "print(*find_groups(sys.argv[2]), *find_patterns(sys.argv[2]))\n"
        "print([key for key in re._cache if '\\u4e00-' in str(key) or '\\\\u4e00-' in str(key)])"
    )
    done = run_python(code, folder, query)
    assert (done.stdout.splitlines(), done.stderr) == (["True 0", "", "[]"], "")
