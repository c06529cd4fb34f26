"""EQ fields of Word: readings above characters, of which the characters are kept."""

from __future__ import annotations

import re

_EQ = re.compile(r"\s*EQ\s", re.IGNORECASE)
_OVERSTRIKE = re.compile(r"\\o(?:\\a[dlrc])?\s*\(", re.IGNORECASE)
_RAISED = re.compile(r"\\s\\(?:up|do)\s*-?[0-9]*\s*\([^()]*\)\s*[,;，；]?", re.IGNORECASE)
_SWITCH = re.compile(r"\\\*\s*(?:\"[^\"]*\"|\S+)|\\[a-z]+[0-9]*", re.IGNORECASE)


def equation_text(instruction: str) -> str:
    """Return what an EQ field shows besides readings: ``规`` for ``EQ \\o(\\s\\up 9(guī),规)``.

    Any other field shows nothing by its instruction.
    """
    if not _EQ.match(instruction):
        return ""
    over = _OVERSTRIKE.search(instruction)
    if over is None:
        return ""
    inner = _RAISED.sub("", instruction[over.end() :])
    return _SWITCH.sub("", inner).replace("(", "").replace(")", "").strip(" ,;，；")
