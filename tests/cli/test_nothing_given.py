"""A text, a query or an id without a character is refused alike by every command."""

from __future__ import annotations

import pytest

import speechkit
from cli.program import Program, run_here

COMMANDS = (
    *("search", "quote", "kwic", "trend", "collocates", "cite", "show", "open", "compare"),
    *("terms", "check", "export", "list", "keyness", "ngrams", "stats", "index", "help"),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_argument_is_an_error(
    small: Program, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """As of a variable of the shell that is not set: what it was to narrow would be all."""
    monkeypatch.chdir(small.folder)
    for given in (("",), ("  ",), ("\u3000",), ("产业", "")):
        done = run_here(command, *given)
        assert (done.status, done.out) == (2, ""), (given, done)
        assert command in done.error
        assert "should not have happened" not in done.error
    assert sorted(path.name for path in small.folder.iterdir()) == ["corpus"]


@pytest.mark.parametrize("text", ["，", "……", "“”", "——", "\u200b", "-"])
def test_a_quotation_of_marks_alone_is_an_error(
    small: Program, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(small.folder)
    done = run_here("quote", text)
    assert (done.status, done.out) == (2, "")
    told = "standard input holds no quotation" if text == "-" else "nothing to look up"
    assert told in done.error
    with speechkit.open("corpus") as corpus:
        assert corpus.quote(text).verdict == "none"


@pytest.mark.parametrize("content", ["", " \n\n", "\ufeff"])
def test_a_draft_without_text_is_an_error(
    small: Program, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.chdir(small.folder)
    (small.folder / "draft.txt").write_text(content, encoding="utf-8")
    for line in (("compare", "draft.txt"), ("quote", "--draft", "draft.txt")):
        done = run_here(*line)
        assert (done.status, done.out, len(done.error.splitlines())) == (2, "", 1), done
        assert "draft.txt" in done.error


def test_an_option_that_is_text_is_no_option_of_none(
    small: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.folder)
    for line in (
        ("search", "--", "-产业", "-C", "corpus"),
        ("search", "产业 -C"),
        ("kwic", "产业 -n"),
    ):
        done = run_here(*line)
        assert (done.status, done.out) == (2, "")
        assert "is no option" not in done.error
        assert "write options before" in done.error
    done = run_here("search", "产业", "--", "-乡村", "--limit", "3")
    assert "--limit is text here" in done.error
