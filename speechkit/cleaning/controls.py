"""What a terminal wrote into a text, or a program left in it, and no reader sees.

Colours and links of terminals, overstruck characters of manual pages, control characters,
zero-width characters and fillers.
"""

from __future__ import annotations

import re

from speechkit.model import Notice
from speechkit.text.characters import HAN

_USUAL_CONTROLS = "\x04\x05\x06\x07\x10\x15"
_USUAL_INVISIBLE = "\u200b\u200d\u2060\xad\u200e\u200f\ufffc\u3164\uffa0"
"""Only these are looked for; they tell of the others."""
CONTROL_SIGNS = frozenset(f"[\x1b\x9b\x08{_USUAL_CONTROLS}{_USUAL_INVISIBLE}")

# ESC itself, the same as a C1 character, or spelled out as cat -v and source code do.
_SPELLED = r"(?:\x1b|\^\[|␛|\\e|\\033|\\x1[bB]|\\u001[bB])"
_STRING = rf"{_SPELLED}[\]PX^_][^\x07\x1b\x9c\n]{{0,2000}}?(?:\x07|\^G|\x1b\\|\^\[\\|\x9c)"
_SEQUENCE = rf"{_SPELLED}\[[0-?]*[ -/]*[@-~]|\x9b[0-?]*[ -/]*[@-~]"
_SHORT = r"\x1b[ -/]*[0-~]"
_CODES = rf"{_STRING}|{_SEQUENCE}|{_SHORT}"
_COLOUR = re.compile(r"\[[0-9;]{0,12}m")  # in all spellings: a literal first, so quick to look for
_BARE_RESET = re.compile(r"\[0?m")
_BARE_COLOURS = r"\[(?:[0-9]{1,3}(?:;[0-9]{1,3}){0,4})?m"

_INVISIBLE = (
    "\u200b\u200c\u200d\u2060\ufeff\xad\u200e\u200f\u202a\u202c\u202d\u2061\u2063\u2064\u180e\u034f"
    "\u2800\ufffc\u3164\uffa0\u115f\u1160"
)
_CONTROLS = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_CHINESE = rf"[{HAN}\u3000-\u303f\uff00-\uff9f“”‘’…—]"
_FILLERS = rf"(?<={_CHINESE})[{_INVISIBLE}]+|[{_INVISIBLE}]+(?={_CHINESE}|\n|$)"


def drop_controls(text: str) -> tuple[str, list[Notice]]:
    """Take terminal codes and invisible characters out of a text, and what a printer overstruck."""
    notices: list[Notice] = []
    coloured = "[" in text and bool(_COLOUR.search(text))
    if coloured or "\x1b" in text or "\x9b" in text:
        text = _drop(text, _CODES, "terminal-code", notices)
    if coloured:
        text = _drop_bare_colours(text, notices)
    if "\x08" in text:
        text = _settle_backspaces(text, notices)
    # Each by itself: that is five times as fast as a class.
    if any(map(text.__contains__, _USUAL_CONTROLS)):
        text = _drop(text, f"[{_CONTROLS}]", "control-character", notices)
    if any(map(text.__contains__, _USUAL_INVISIBLE)):
        text = _drop(text, _FILLERS, "invisible-character", notices)
    return text, notices


def _drop(text: str, pattern: str, rule: str, notices: list[Notice]) -> str:
    text, count = re.subn(pattern, "", text)
    if count:
        notices.append(Notice("dropped", rule, "", count))
    return text


def _drop_bare_colours(text: str, notices: list[Notice]) -> str:
    """Colours whose escape character is lost, where one begins and another ends: [31m … [0m."""
    colours = re.findall(_BARE_COLOURS, text)
    resets = [colour for colour in colours if _BARE_RESET.fullmatch(colour)]
    if not resets or len(resets) == len(colours):
        return text
    return _drop(text, _BARE_COLOURS, "terminal-code", notices)


def _settle_backspaces(text: str, notices: list[Notice]) -> str:
    """What a printer would show: 字 for 字, backspace, 字 and for _, backspace, 字."""
    before = text.count("\x08")
    text = re.sub(r"([^\n\x08_])\x08+_", r"\1", text)
    text = re.sub(r"_+\x08+([^\n\x08])", r"\1", text)
    text = re.sub(r"([^\n\x08])(?:\x08+\1)+", r"\1", text)
    text = text.replace("\x08", "")
    notices.append(Notice("dropped", "terminal-code", "", before))
    return text
