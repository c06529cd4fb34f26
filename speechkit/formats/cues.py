"""What is said in timed captions: the texts of cues joined into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from speechkit.formats.model import Piece
from speechkit.text.characters import BLANKS, CLOSERS, HAN, ends_sentence
from speechkit.text.speakers import find_label

_SHORTEST, _LONGEST = 100, 300  # characters of a paragraph
_PAUSE, _LONG_PAUSE = 2_000, 5_000  # milliseconds; the long one also ends an unfinished sentence
_ROLLING_GAP = 500  # milliseconds
_FEWEST_ROLLED, _ROLLED_SHARE = 2, 0.3
_BILINGUAL_SHARE = 0.5
_PUNCTUATED_SHARE = 0.1

# Compiled where they are first used: few files are captions.
_MARK = r"[，。！？；：、,.!?;:]"
_OTHER_SCRIPTS = r"[A-Za-zÀ-ɏ\u0400-\u04ff\u3040-\u30ff\uac00-\ud7af]"
_KANA = r"[\u3040-\u30ff]"
_WIDE = rf"[{HAN}\u3000-\u30ff\uff00-\uffef“”‘’…—]"
_DASH = r"[-–—－]\s*(?=[^\s\d\-–—－])"


class CueLine(NamedTuple):
    """A line of a caption without its marks, and the number of the file's line it is on."""

    text: str
    line: int
    speaker: str = ""


class Cue(NamedTuple):
    """What is shown at a time; ``start`` and ``end`` are milliseconds, -1 where none is given."""

    start: int
    end: int
    lines: tuple[CueLine, ...]


def join_cues(cues: Sequence[Cue]) -> list[Piece]:
    """Return the paragraphs that the texts of cues make, each with the line where it begins.

    A phrase over two lines or two cues is in one paragraph. A paragraph ends at a change of the
    speaker, at a pause, and where a sentence ends or it grows too long. Captions that repeat the
    line before are read once. Where cues have two languages, each is joined by itself.
    """
    cues = [cue for cue in _unroll(cues) if cue.lines]
    joiner = _Joiner(
        names=_names(cues),
        bilingual=_share(len({_script(line.text) for line in cue.lines}) > 1 for cue in cues)
        >= _BILINGUAL_SHARE,
        punctuated=_share(bool(re.search(_MARK, line.text)) for cue in cues for line in cue.lines)
        >= _PUNCTUATED_SHARE,
    )
    for cue in cues:
        joiner.add(cue)
    return joiner.finish()


def glue(before: str, after: str) -> str:
    """Return two parts of a sentence as one: no blank between them where either side is Chinese."""
    if not before or not after:
        return before + after
    wide = re.match(_WIDE, before[-1]) or re.match(_WIDE, after[0])
    return f"{before}{after}" if wide else f"{before} {after}"


class _Joiner:
    """Collects paragraphs, one for each language at a time."""

    def __init__(self, *, bilingual: bool, punctuated: bool, names: frozenset[str]) -> None:
        self._bilingual = bilingual
        self._punctuated = punctuated
        self._names = names
        self._pieces: list[Piece] = []
        self._open: dict[str, Piece] = {}
        self._end = -1
        self._speaker = ""

    def add(self, cue: Cue) -> None:
        """Take in the next cue."""
        if self._open and (self._is_parted(cue) or self._begins_turn(cue.lines[0])):
            self._close()
        self._end = cue.end
        seen: set[str] = set()
        for place, line in enumerate(cue.lines):
            if place and not self._bilingual and self._begins_turn(line):
                self._close()
            script = _script(line.text) if self._bilingual else ""
            # Captions without marks part sentences by cues: a blank, which no phrase minds.
            parted = not self._punctuated and script not in seen
            self._put(script, self._named(line), line.line, parted=parted)
            seen.add(script)

    def finish(self) -> list[Piece]:
        """Return all paragraphs."""
        self._close()
        return self._pieces

    def _begins_turn(self, line: CueLine) -> bool:
        if line.speaker != self._speaker or re.match(_DASH, line.text):
            return True
        label = find_label(line.text)
        return label is not None and label.name in self._names

    def _named(self, line: CueLine) -> str:
        """The text of a line, with who speaks before it where that is another than before."""
        text = re.sub(rf"^{_DASH}", "", line.text)
        if line.speaker == self._speaker:
            return text
        self._speaker = line.speaker
        return f"{line.speaker}：{text}" if line.speaker else text

    def _put(self, script: str, text: str, line: int, *, parted: bool) -> None:
        before = self._open.get(script)
        if before is None:
            self._open[script] = Piece(text, line)
        elif parted and not ends_sentence(before.text):
            self._open[script] = before._replace(text=f"{before.text} {text}")
        else:
            self._open[script] = before._replace(text=glue(before.text, text))

    def _is_parted(self, cue: Cue) -> bool:
        """Whether the paragraph before a cue ends before it."""
        text = next(iter(self._open.values())).text
        size = max(len(piece.text) for piece in self._open.values())
        pause = cue.start - self._end if cue.start >= 0 <= self._end else 0
        if size + sum(len(line.text) for line in cue.lines) > _LONGEST:
            return True
        if ends_sentence(text) or text.rstrip(CLOSERS).endswith("."):
            return pause > _PAUSE or size >= _SHORTEST
        return pause > (_LONG_PAUSE if self._punctuated else _PAUSE)

    def _close(self) -> None:
        self._pieces += self._open.values()
        self._open = {}


def _names(cues: Sequence[Cue]) -> frozenset[str]:
    """The labels that come again: who speaks, and not ``他说：``."""
    labels = [find_label(line.text) for cue in cues for line in cue.lines]
    counts = Counter(label.name for label in labels if label)
    come_again = len(counts) > 2 or max(counts.values(), default=0) > 1
    return frozenset(counts if come_again else ())


def _script(text: str) -> str:
    """The kind of writing of a line: Chinese, or another."""
    if re.search(_KANA, text):
        return "other"
    if re.search(f"[{HAN}]", text):
        return "han"
    return "other" if re.search(_OTHER_SCRIPTS, text) else "han"


def _share(answers: Iterable[bool]) -> float:
    found = list(answers)
    return sum(found) / max(1, len(found))


def _unroll(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield the cues without what the one before has said already.

    That a line comes again may be meant (加油！). It is the captions' way where many cues do so,
    no pause between: they begin with the last line of the cue before, or go on from its text.
    """
    rolled = sum(
        _overlap(before, after) and len(before.lines) + len(after.lines) > 2
        for before, after in pairwise(cues)
        if _follows(before, after)
    )
    grown = sum(_grows(*pair) for pair in pairwise(cues) if _follows(*pair))
    rolling = rolled >= _FEWEST_ROLLED and rolled >= _ROLLED_SHARE * len(cues)
    growing = grown >= _FEWEST_ROLLED and grown >= _ROLLED_SHARE * len(cues)
    for place, cue in enumerate(cues):
        before = cues[place - 1] if place else None
        after = cues[place + 1] if place + 1 < len(cues) else None
        if growing and after and _follows(cue, after) and _grows(cue, after):
            continue
        if before and _texts(before) == _texts(cue) and before.start == cue.start:
            continue
        if rolling and before and _follows(before, cue):
            yield cue._replace(lines=cue.lines[_overlap(before, cue) :])
        else:
            yield cue


def _follows(before: Cue, after: Cue) -> bool:
    return before.end < 0 or after.start < 0 or after.start - before.end <= _ROLLING_GAP


def _texts(cue: Cue) -> list[str]:
    return [line.text.strip(BLANKS) for line in cue.lines]


def _overlap(before: Cue, after: Cue) -> int:
    """How many lines at the end of one cue are those at the beginning of the next."""
    ended, begun = _texts(before), _texts(after)
    sizes = range(min(len(ended), len(begun)), 0, -1)
    return next((size for size in sizes if ended[-size:] == begun[:size]), 0)


def _grows(before: Cue, after: Cue) -> bool:
    ended, begun = "".join(_texts(before)), "".join(_texts(after))
    return 0 < len(ended) < len(begun) and begun.startswith(ended)
