"""Mistakes that click finds are told in plain words, with what to type."""

from __future__ import annotations

import pytest

from cli.program import run_here


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("show", "show needs ID[:PARAGRAPH]; for example: speechkit show 003"),
        ("keyness", "keyness needs --target SCOPE; for example: speechkit keyness --target 003"),
        ("completion", "completion needs SHELL"),
        ("completion bsh", "SHELL takes bash, zsh or fish, not bsh"),
        ("show 003 --numbr", "show has no option --numbr; did you mean --number?"),
        ("show 003 --zzz", "show has no option --zzz"),
        ("--zzz", "speechkit has no option --zzz"),
        ("search 产业 -n", "-n needs a value: N"),
        ("search 产业 --sort", "--sort needs a value: relevance, id, title, date or matches"),
        ("show 003 --raw=x", "--raw takes no value; leave it out"),
        ("search 产业 --sort size", "--sort takes relevance, id, title, date or matches, not size"),
        ("list 甲 乙", "list takes no 甲 乙 here; leave it out"),
        ("list -C setup.none/x --user-words none", "--user-words: file 'none' does not exist"),
    ],
)
def test_mistakes_in_plain_words(line: str, told: str) -> None:
    done = run_here(*line.split())
    assert (done.status, done.out) == (2, "")
    first, *rest = done.error.splitlines()
    assert first == f"speechkit: {told}"
    assert all(more.startswith("speechkit: see speechkit") for more in rest)
