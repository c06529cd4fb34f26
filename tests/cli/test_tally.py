"""What long work tells: nothing in a pipe, something at a terminal once it takes a while."""

from __future__ import annotations

import io
import sys

import pytest

from speechkit.cli import tally as module
from speechkit.cli.tally import Tally
from speechkit.cli.terminal.state import Terminal


def make_terminal(*, messages: bool) -> Terminal:
    return Terminal(output=messages, messages=messages, color=False, width=80, height=24)


def test_matches_are_summed_up() -> None:
    with Tally(make_terminal(messages=False)) as tally:
        for matches in (3, 0, 2):
            tally(matches)
    assert (tally.matches, tally.speeches) == (5, 2)


@pytest.mark.parametrize(("messages", "patience", "shown"), [(True, 0, True), (False, 0, False)])
def test_a_person_sees_that_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, messages: bool, patience: float, shown: bool
) -> None:
    error = io.StringIO()
    monkeypatch.setattr(module, "_PATIENCE", patience)
    monkeypatch.setattr(sys, "stderr", error)
    with Tally(make_terminal(messages=messages)) as tally:
        for _ in range(3):
            tally(1)
        assert list(tally.stop_at_first(iter("ab"))) == ["a", "b"]
        tally(1)
    assert ("speeches read" in error.getvalue()) == shown
    assert not shown or error.getvalue().rstrip().endswith("\x1b[2K")
