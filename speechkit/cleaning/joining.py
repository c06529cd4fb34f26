"""Which lines are parts of one sentence, and how they are put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from speechkit.text.characters import BLANKS, CLOSERS, HAN, SENTENCE_ENDS, cells, ends_sentence

_PROSE = 16
_ENDS = frozenset("。！？!?；;：:")
_SHORT = 100
_GOES_ON = frozenset("，、。；）》」』】〉〕”％%")
# Compiled where they are first used: few texts have broken lines.
_ITEM = (
    r"[（(]?[一二三四五六七八九十0-9０-９]{1,3}[、.．)）](?![0-9])|第[一二三四五六七八九十百0-9]{1,4}[章节条篇]"
    r"|[①-⑳●○■□◆◇★☆※▲△•·*＊]|——|—(?=[ \u3000])|-(?![0-9])"
    r"|[\[［〔【﹝][0-9０-９一二三四五六七八九十注]{1,3}[\]］〕】﹞]"
)
_TURN = rf"[{HAN}A-Za-z0-9· ]{{1,12}}[:：]"
_BRACKETED_LINE = r"[（(【\[〔].*[）)】\]〕]$"
_DATE_LINE = r"[0-9０-９一二三四五六七八九〇○零十年月日\-./ ]{4,20}$"
_INNER_MARK = "[，。；、！？,;]"
_CANNOT_BEGIN = frozenset("，。、；：！？）》」』】〉〕…％,;:!?)%")
_TOUCHES = rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—]"
_LEAD = re.compile(
    r"[“‘《（(「『【〔\[\"]*(?:[0-9A-Za-z.%+#&/'’_-]+|[\s\S])[，。、；：！？”’）》」』】〕…,.;:!?)%\]]*"
)
_KEPT_HYPHENS = frozenset(
    [
        "well",
        "self",
        "non",
        "anti",
        "co",
        "high",
        "low",
        "long",
        "short",
        "multi",
        "cross",
        "part",
        "full",
        "half",
        "all",
        "ex",
        "so",
        "re",
    ]
)


def open_places(texts: Sequence[str]) -> list[int]:
    """Where lines are that end no sentence, before a line so short, or begun so, that it may go on.

    They are few, but in wrapped texts and lists: below most headings is a long paragraph.
    """
    return [
        place
        for place, (text, after) in enumerate(pairwise(texts))
        if text and text[-1] not in _ENDS and (len(after) <= _SHORT or after[0] in _GOES_ON)
    ]


def is_item(line: str) -> bool:
    """Whether a line begins as an item of a list or a numbered heading does."""
    return bool(re.match(_ITEM, line))


def is_prose(line: str) -> bool:
    """Whether a line is long enough to be part of a sentence, or holds clauses."""
    return len(line) >= _PROSE or has_clauses(line)


def has_clauses(line: str) -> bool:
    """Whether a mark parts clauses within a line."""
    return bool(re.search(_INNER_MARK, line[:-1]))


def cannot_begin(line: str) -> bool:
    """Whether a line begins with a mark that only goes on with a sentence."""
    return line[:1] in _CANNOT_BEGIN and not line.startswith(("……", "——", "..."))


def goes_on(before: str, after: str) -> bool:
    """Whether a sentence may go on from one line to the next; both without blanks around."""
    if cannot_begin(after):
        return not ends_sentence(before) or after[0] not in ":："
    if ends_sentence(before) or before.endswith((":", "：")):
        return False
    if is_item(after) or re.fullmatch(_TURN, after):
        return False
    heading = is_item(before) and len(before) <= 2 * _PROSE and not has_clauses(before)
    return not (heading or re.match(_BRACKETED_LINE, before) or re.match(_DATE_LINE, before)) and (
        len(after) >= _PROSE or ends_sentence(after) or has_clauses(after)
    )


def begins_turn(line: str) -> bool:
    """Whether a line begins with a name and a colon, as one who speaks."""
    return bool(re.match(_TURN, line))


def lead(line: str) -> int:
    """How many cells a line begins with that no line end can part: a word, with its marks."""
    match = _LEAD.match(line)
    return cells(match[0]) if match else 0


def indent(line: str) -> int:
    """How many cells a line is indented."""
    stripped = line.lstrip(BLANKS)
    return 0 if len(stripped) == len(line) else cells(line[: len(line) - len(stripped)])


def ends_in_mark(line: str) -> bool:
    """Whether a line ends in any mark, as those of verse and lists mostly do."""
    return line[-1:] in _MARKS


_MARKS = frozenset(f"，,、：:﹐﹑﹔﹕{SENTENCE_ENDS}{CLOSERS}")


def glue(parts: Sequence[str]) -> str:
    """The parts of a paragraph as one line: a space between Latin words, none next to Han.

    A hyphen at a line end goes where it parts one English word.
    """
    glued = list(parts[:1])
    for before, after in pairwise(parts):
        if re.search("[A-Za-z][a-z]-$", before) and re.match("[a-z]", after):
            word = re.findall("[A-Za-z]+", before)[-1].lower()
            glued[-1] = glued[-1] if word in _KEPT_HYPHENS else glued[-1][:-1]
            glued.append(after)
            continue
        touches_han = re.match(_TOUCHES, before[-1]) or re.match(_TOUCHES, after[0])
        number = re.search("[0-9][.,]?$", before) and after[0].isdigit()
        close = touches_han or number or after[0] in _CANNOT_BEGIN
        glued.append(after if close else " " + after)
    return "".join(glued)
