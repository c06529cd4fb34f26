"""What reading a file did to its text: the notices that ``speechkit check`` prints."""

from __future__ import annotations

from typing import Literal, NamedTuple

NoticeKind = Literal["repaired", "dropped", "doubtful"]


class Notice(NamedTuple):
    """One thing that a step of reading did to a text, or could not be sure of.

    ``rule`` names the rule in a few words of kebab-case (``pinyin-annotation``), ``text`` is the
    text concerned as it stood in the file (may be empty), ``times`` says how often it happened.
    """

    kind: NoticeKind
    rule: str
    text: str = ""
    times: int = 1
