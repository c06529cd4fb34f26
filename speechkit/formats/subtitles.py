"""Captions with their times: SubRip, WebVTT, SubStation Alpha, YouTube's, lyrics, transcripts.

Files are broken in practice (no blank lines, no numbers, commas for dots): what is a time is told
line by line, and all that is no time, number or mark is what was said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from speechkit.formats.cues import Cue, CueLine, join_cues
from speechkit.formats.encodings import Decoded
from speechkit.formats.model import Extracted, Piece
from speechkit.text.characters import BLANKS, HAN
from speechkit.text.names import is_bare_name
from speechkit.text.speakers import find_heading

SIGNS = frozenset(":：>&")

_HEAD, _TOP = 3_000, 800
_FIRST_LINES = 6  # filled lines, one of which has a time
_FEWEST_TIMES = 3
_TIMED_SHARE = 0.3
_RISING_SHARE = 0.8
_NAMED_SHARE = 0.8
_LONGEST_NAME = 24
_FEW_TIMES, _LATEST_OF_FEW, _LATEST_FIRST = 6, 60_000, 600_000
_WIDEST_GAP = 120_000
"""Milliseconds between two times without brackets, on average."""
_BRACKETS = frozenset("[(（【<")

# Compiled where they are first used: few texts are captions.
_OPENERS, _CLOSERS = " \t\u3000[(（【<", " \t\u3000])）】>\r\n：:"
_ARROW_SIGN = r"[0-9]\s*--(?:>|&gt;)\s*[0-9]"
_TIME_SIGNS = (
    re.compile(":[0-9]{2}(?:[:.,][0-9]+)*"),
    re.compile("：[0-9]{2}"),
)  # each begins with a literal
_COLON = r"\s{0,2}[:：]\s{0,2}"
_TIME = (
    rf"(?:[0-9]{{1,3}}{_COLON})?[0-9]{{1,3}}{_COLON}[0-9]{{1,2}}(?:\s?[.,，．。;:][0-9]{{1,3}})?"
)
_ARROW = rf"\s*({_TIME})\s*(?:[-–—]{{1,3}}|=)(?:>|&gt;)\s*({_TIME})(?:\s(.*))?"
_COMMA_PAIR = rf"\s*({_TIME})\s*,\s*({_TIME})\s*()"
_NUMBER = r"\s*#?[0-9]{1,6}\s*"
_DIALOGUE = r"\s*Dialogue\s*[:：](.*)"
_ASS_FIELDS = "layer,start,end,style,name,marginl,marginr,marginv,effect,text"
_TAGS = rf"\s*((?:\[{_TIME}\]\s*)+)(.*)"
_LYRICS_FACT = r"\s*\[(ti|ar|al|au|by|re|ve|length|offset|la|id|#)\s*:\s*(.*?)\]\s*"
_OPENER, _CLOSER = r"[\[(（【<]?", r"[\])）】>]?"
_TIMED = (
    rf"\s*{_OPENER}({_TIME})(?:\s*(?:-{{1,2}}>?|[–—~～至到])\s*({_TIME}))?{_CLOSER}(?![0-9年月日点])"
    r"\s*(?:[-–—|：:]\s+)?(.*)"
)
_NAME_AND_TIME = (
    rf"\s*(?!.*[0-9]{{4}})([^\s0-9:：，。！？,.!?][^:：，。！？,.!?]{{0,{_LONGEST_NAME}}}?)"
    rf"[：:]?\s+{_OPENER}({_TIME}){_CLOSER}\s*"
)
_SPOKEN_TIME = (
    r"\s*(?:([0-9]+) ?(?:小时|小時|hours?),? ?)?(?:([0-9]+) ?(?:分钟|分鐘|分|minutes?),? ?)?"
    r"(?:([0-9]+) ?(?:秒钟|秒鐘|秒|seconds?) ?)?"
)
_STYLES = r"</?(?:[A-Za-z][^<>\n]{0,300})?>|<[0-9:.]{4,14}>|\{\\[^{}\n]*\}|\{[A-Za-z]:[^{}\n]*\}"
_VOICE = r"<v(?:\.[^\s<>]+)?\s+([^<>\n]{1,60})>"
_DRAWING = r"\{[^{}]*\\p[1-9][^{}]*\}"
_BLOCK = r"(?:NOTE|STYLE|REGION)(?:\s.*)?"
_NO_TITLE = (
    *("", "default aegisub file", "<untitled>", "untitled", "new subtitles", "new subtitle"),
    *("subtitles", "新字幕", "无标题", "未命名"),
)
"""What programs put there themselves."""
_NO_NAMES = ("", "ntp", "default")


class _Captions(NamedTuple):
    cues: list[Cue]
    before: list[Piece]
    """What comes before the first time: a title, a preface."""
    rest: list[str]
    """The lines of the file without what was said."""
    title: str = ""
    author: str = ""


_Reader = Callable[[list[str]], _Captions]


def recognize(text: str, name: str) -> bool:
    """Return whether a text is captions: times lead its lines."""
    head = text[:_HEAD]
    if not (":" in head or "：" in head or "WEBVTT" in head):  # in all times and dialogues
        return False
    has_arrow = ("-->" in head or "--&gt;" in head) and re.search(_ARROW_SIGN, head)
    if not (has_arrow or "Dialogue:" in head or "WEBVTT" in head or _holds_times(head[:_TOP])):
        return False
    return _reader(text) is not None


def _holds_times(top: str) -> bool:
    """Whether what looks like a time is at the beginning or the end of a line."""
    for sign in _TIME_SIGNS:
        for found in sign.finditer(top):
            line = top.rfind("\n", 0, found.start()) + 1
            before, behind = top[line : found.start()], top[found.end() :].partition("\n")[0]
            if before.strip(_OPENERS).isdigit() or not behind.strip(_CLOSERS):
                return True
    return False


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return what is said, in paragraphs; times, numbers and notes are a piece that is dropped."""
    reader = _reader(decoded.text) or _read_arrows
    captions = reader(decoded.text.removeprefix("\ufeff").split("\n"))
    title = [Piece(captions.title, 1, level=1)] if captions.title else []
    pieces = [*title, *captions.before, *join_cues(captions.cues)]
    rest = "\n".join(captions.rest).rstrip()
    if rest.strip():
        pieces.append(Piece(rest, line=1, dropped="subtitle-mark"))
    return Extracted(
        format="subtitles",
        pieces=tuple(pieces),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=decoded.notices,
        title=captions.title,
        author=captions.author,
    )


def _reader(text: str) -> _Reader | None:
    """What reads the kind of captions that a text is, if any."""
    head = text[:_HEAD].removeprefix("\ufeff").split("\n")
    if len(text) > _HEAD:
        head.pop()  # cut off
    filled = [line for line in head if line.strip(BLANKS)]
    if not filled:
        return None
    if _holds_dialogues(text[: 5 * _HEAD], filled[0]):
        return _read_dialogues
    is_vtt = re.match(r"WEBVTT(?:\s|$)", filled[0]) and re.search(_ARROW_SIGN, text)
    if is_vtt or _leads(filled, _ARROW):
        return _read_arrows
    if _leads(filled, _COMMA_PAIR):
        return _read_arrows
    if _is_timed(filled, _TAGS, whole=True):
        return _read_lyrics
    is_timed = _is_timed(filled, _TIMED) or (
        _is_timed(filled, _NAME_AND_TIME) and _speak_in_turns(filled)
    )
    return _read_timed if is_timed else None


def _holds_dialogues(start: str, first: str) -> bool:
    if "Dialogue" not in start:
        return False
    found = sum(bool(re.match(_DIALOGUE, line)) for line in start.split("\n"))
    return found > 1 or (found > 0 and first.strip().lower() == "[script info]")


def _leads(filled: Sequence[str], pattern: str) -> bool:
    """Whether a text begins with a cue, its number aside, or has several soon after a preface."""
    times = [place for place, line in enumerate(filled) if _match_timed(pattern, line)]
    if times[:1] == [0] or (times[:1] == [1] and re.fullmatch(_NUMBER, filled[0])):
        return True
    return len(times) > 1 and times[0] <= 2 * _FIRST_LINES


def _is_timed(filled: Sequence[str], pattern: str, *, whole: bool = False) -> bool:
    """Whether times that rise lead the lines, or the name of who speaks and the time.

    The hours of a programme (9:00 开幕, 9:30 …) rise too, but by whole parts of an hour.
    """
    lines = [line for line in filled if not _match_timed(_LYRICS_FACT, line)]
    found = [match for line in lines if (match := _match_timed(pattern, line))]
    if len(found) < _FEWEST_TIMES or len(found) < _TIMED_SHARE * len(lines):
        return False
    if whole and 2 * len(found) < len(lines):
        return False
    if not any(_match_timed(pattern, line) for line in lines[:_FIRST_LINES]):
        return False
    group = 2 if pattern is _NAME_AND_TIME else 1
    times = [_milliseconds(re.findall(_TIME, match[group])[0]) for match in found]
    rising = sum(after >= before for before, after in pairwise(times))
    if rising < _RISING_SHARE * (len(times) - 1):
        return False
    if pattern is _TIMED and not _are_of_a_recording(lines, found, times):
        return False
    return any(time % 5_000 for time in times)


def _match_timed(pattern: str, line: str) -> re.Match[str] | None:
    """Return the match of a line and a pattern that has a colon, which most lines have not."""
    return re.fullmatch(pattern, line) if ":" in line or "：" in line else None


def _are_of_a_recording(
    lines: Sequence[str], found: Sequence[re.Match[str]], times: Sequence[int]
) -> bool:
    """Whether times may be those of a recording, and not of a programme or of a race.

    Brackets and two times to a line say so; else the first is early, and the next follow soon.
    """
    if all(match[2] or match[0].strip(BLANKS)[0] in _BRACKETS for match in found):
        return True
    names = sum(is_bare_name(match[3]) for match in found)
    if 2 * len(found) > len(lines) and 2 * names > len(found):
        return False
    latest = _LATEST_FIRST if len(times) >= _FEW_TIMES else _LATEST_OF_FEW
    return times[0] < latest and times[-1] - times[0] < _WIDEST_GAP * (len(times) - 1)


def _speak_in_turns(filled: Sequence[str]) -> bool:
    """Whether names before times come again, and something is said below most of them."""
    places = [place for place, line in enumerate(filled) if re.fullmatch(_NAME_AND_TIME, line)]
    names = {match[1] for place in places if (match := re.match(_NAME_AND_TIME, filled[place]))}
    alone = sum(after == before + 1 for before, after in pairwise(places))
    return len(names) < len(places) and 2 * alone < len(places)


def _milliseconds(time: str) -> int:
    """``1:02:03,5`` as milliseconds; the last of the numbers is a fraction where a dot says so."""
    whole, _, fraction = re.sub(r"[\s]", "", time).replace("：", ":").partition(".")
    if not fraction:
        whole, fraction = re.split(r"[,，．。;]", whole + ",")[:2]
    seconds = 0
    for number in whole.split(":"):
        seconds = seconds * 60 + int(number or 0)
    return seconds * 1000 + int(fraction[:3].ljust(3, "0") if fraction else 0)


def _plain(text: str) -> str:
    """What a line of a caption shows: no styles, no references, no blanks around it."""
    if "<" in text or "{" in text:
        text = re.sub(_STYLES, "", text)
    if "&" in text:
        from html import unescape

        text = unescape(text)
    return re.sub(r"[\u200e\u200f\u202a-\u202e]", "", text).strip(BLANKS)


def _speaker_in(text: str) -> str:
    voice = re.search(_VOICE, text) if "<v" in text else None
    return voice[1].strip(BLANKS) if voice else ""


def _cue_lines(lines: Sequence[tuple[int, str]]) -> tuple[CueLine, ...]:
    """The lines of a cue that show anything; a voice lasts until another one speaks."""
    shown: list[CueLine] = []
    speaker = ""
    for number, line in lines:
        speaker = _speaker_in(line) or speaker
        texts = filter(None, map(_plain, line.split(r"\N")))
        shown += (CueLine(text, number, speaker) for text in texts)
    return tuple(shown)


def _read_arrows(lines: list[str]) -> _Captions:
    """Read cues that a line with two times begins, a number or name before it."""
    rest = list(lines)
    starts = [place for place, line in enumerate(lines) if _arrow(line)]
    is_vtt = lines[0].startswith("WEBVTT")
    marks = [_cue_start(lines, place, is_vtt=is_vtt) for place in starts]
    before = _take(lines, rest, 0, marks[0] if marks else len(lines), notes=is_vtt)
    cues: list[Cue] = []
    for place, end in zip(starts, [*marks, len(lines)][1:], strict=True):
        times = _arrow(lines[place])
        texts = _take(lines, rest, place + 1, end, notes=is_vtt)
        if times and re.search(f"[{HAN}]", times[3] or ""):  # no setting, but what is said
            texts.insert(0, (place + 1, times[3]))
            rest[place] = lines[place][: times.start(3)]
        if times:
            start, stop = _milliseconds(times[1]), _milliseconds(times[2])
            cues.append(Cue(start, stop, _cue_lines(texts)))
    title = re.sub(r"^WEBVTT(?:\s*[-–—:]\s*|\s*)", "", lines[0]) if is_vtt else ""
    shown = [Piece(line.strip(BLANKS), number) for number, line in before if line.strip(BLANKS)]
    return _Captions(cues, shown, rest, title.strip(BLANKS))


def _arrow(line: str) -> re.Match[str] | None:
    if not line[:40].strip(BLANKS)[:1].isdigit():
        return None
    return re.fullmatch(_ARROW, line) or re.fullmatch(_COMMA_PAIR, line)


def _cue_start(lines: Sequence[str], place: int, *, is_vtt: bool) -> int:
    """Where a cue begins whose times are at a place: with its number, or with its name."""
    before = place - 1
    while before >= 0 and not lines[before].strip(BLANKS):
        before -= 1
    if before < 0:
        return place
    if re.fullmatch(_NUMBER, lines[before]):
        return before
    named = is_vtt and before == place - 1 and not lines[max(0, before - 1)].strip(BLANKS)
    return before if named and before else place


def _take(
    lines: Sequence[str], rest: list[str], start: int, end: int, *, notes: bool
) -> list[tuple[int, str]]:
    """The numbers and texts of lines that are said, which leave the rest; notes stay there."""
    taken: list[tuple[int, str]] = []
    in_note = notes and start == 0
    for place in range(start, end):
        line = lines[place]
        if not line.strip(BLANKS):
            in_note = False
        elif notes and re.fullmatch(_BLOCK, line) and not lines[place - 1].strip(BLANKS):
            in_note = True
        if not in_note:
            taken.append((place + 1, line))
            rest[place] = ""
    return taken


def _read_dialogues(lines: list[str]) -> _Captions:
    """Read events of SubStation Alpha: what is shown at one time is one cue."""
    rest = list(lines)
    fields = _ASS_FIELDS.split(",")
    title = ""
    events: dict[tuple[int, int], list[tuple[int, str, str]]] = {}
    in_events = False
    for place, line in enumerate(lines):
        if line.startswith("["):
            in_events = line.strip().lower() == "[events]"
        elif line.startswith("Title:") and not title:
            title = line.removeprefix("Title:").strip(BLANKS)
        elif in_events and line.startswith("Format:"):
            fields = [field.strip().lower() for field in line.removeprefix("Format:").split(",")]
        elif match := re.match(_DIALOGUE, line):
            values = match[1].split(",", len(fields) - 1)
            if len(values) != len(fields) or not re.search(_TIME, match[1]):
                continue
            event = dict(zip(fields, values, strict=True))
            rest[place] = line[: len(line) - len(values[-1])]
            times = _event_times(event)
            events.setdefault(times, []).append((place + 1, event.get("name", ""), values[-1]))
    cues = [Cue(*times, tuple(_shown(said))) for times, said in sorted(events.items())]
    return _Captions(cues, [], rest, "" if title.lower() in _NO_TITLE else title)


def _event_times(event: dict[str, str]) -> tuple[int, int]:
    start, end = (re.search(_TIME, event.get(field, "")) for field in ("start", "end"))
    return _milliseconds(start[0]) if start else -1, _milliseconds(end[0]) if end else -1


def _shown(events: Sequence[tuple[int, str, str]]) -> Iterator[CueLine]:
    """The lines of events: drawings show no text, and what is shown twice is said once."""
    seen: set[str] = set()
    for number, name, text in events:
        speaker = "" if name.strip().lower() in _NO_NAMES else name.strip(BLANKS)
        said = re.sub(rf"{_DRAWING}[^{{}}]*", "", text) if "\\p" in text else text
        for part in re.split(r"\\[Nn]", said.replace("\\h", " ")):
            shown = _plain(part)
            if shown and shown not in seen:
                seen.add(shown)
                yield CueLine(shown, number, speaker)


def _read_lyrics(lines: list[str]) -> _Captions:
    """Read lines that begin with times in brackets."""
    rest = list(lines)
    facts: dict[str, str] = {}
    before: list[Piece] = []
    cues: list[Cue] = []
    for place, line in enumerate(lines):
        if fact := re.fullmatch(_LYRICS_FACT, line):
            facts.setdefault(fact[1], fact[2].strip(BLANKS))
            continue
        tagged = re.fullmatch(_TAGS, line)
        shown = _plain(tagged[2] if tagged else line)
        rest[place] = line[: tagged.start(2)] if tagged else ""
        if not shown:
            continue
        if tagged or cues:
            start = _milliseconds(re.findall(_TIME, tagged[1])[0]) if tagged else -1
            cues.append(Cue(start, -1, (CueLine(shown, place + 1),)))
        else:
            before.append(Piece(shown, place + 1))
    return _Captions(cues, before, rest, facts.get("ti", ""), facts.get("ar", ""))


def _read_timed(lines: list[str]) -> _Captions:
    """Read a transcript: times, alone or before what is said, or behind the name of who speaks."""
    rest = list(lines)
    before: list[Piece] = []
    cues: list[Cue] = []
    start, end, speaker = -1, -1, ""
    are_names = _name_speakers(lines)
    for place, line in enumerate(lines):
        said = line
        if named := re.fullmatch(_NAME_AND_TIME, line):
            start, end, speaker, said = _milliseconds(named[2]), -1, named[1].strip(BLANKS), ""
        elif timed := re.fullmatch(_TIMED, line):
            start = _milliseconds(timed[1])
            end = _milliseconds(timed[2]) if timed[2] else -1
            said = timed[3]
            if are_names and find_heading(said):
                speaker, said = said.strip(BLANKS + ":："), ""
        said = _without_spoken_time(said, start)
        rest[place] = line[: len(line) - len(said)]
        shown = _plain(said)
        if shown and start < 0:
            before.append(Piece(shown, place + 1))
        elif shown:
            cues.append(Cue(start, end, (CueLine(shown, place + 1, speaker),)))
    return _Captions(cues, before, rest)


def _name_speakers(lines: Sequence[str]) -> bool:
    """Whether the lines that begin with a time hold but the names of who speaks below them."""
    timed = [match for line in lines if (match := re.fullmatch(_TIMED, line))]
    names = [label.name for match in timed if (label := find_heading(match[3]))]
    return 2 * len(timed) < len([line for line in lines if line.strip(BLANKS)]) + 2 and (
        len(set(names)) < len(names) >= _NAMED_SHARE * len(timed)
    )


def _without_spoken_time(said: str, time: int) -> str:
    """What is said without the time that a page reads out before it: ``1分2秒钟``."""
    spoken = re.match(_SPOKEN_TIME, said)
    if spoken is None or not spoken[0]:
        return said
    hours, minutes, seconds = (int(part or 0) for part in spoken.groups())
    return said[spoken.end() :] if (hours * 60 + minutes) * 60 + seconds == time // 1000 else said
