"""AsciiDoc, reStructuredText and LaTeX, as far as headings go: they are known, the marks go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from speechkit.formats.encodings import Decoded
from speechkit.formats.model import Extracted, Piece
from speechkit.text.characters import BLANKS, cells, ends_sentence

SIGNS: frozenset[str] = frozenset()

_HEAD = 3_000
_TOP = 400
_SLACK = 4  # cells by which a line may differ from the title it underlines
_LONGEST_TITLE = 120  # cells

# Compiled where they are first used: few texts have such marks.
_RULES = frozenset("=-~^\"'*+#`:._")
_RULED = re.compile("\n[=\\-~^\"'*+#`:._]")
"""How the line begins that a rule is: to look for it costs least."""
_UNDERLINE = r"([=\-~^\"'*+#`:._])\1{3,}"
_ASCIIDOC_TITLE = r"(={1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?[ \t]*"
_ASCIIDOC_ATTRIBUTE = r":!?[A-Za-z][\w\-]*!?:(?:[ \t].*)?"
_LATEX = r"\\documentclass|\\begin\{document\}|\\section\*?\{"
_LATEX_TITLE = (
    r"\\(title|part|chapter|section|subsection|subsubsection"
    r"|paragraph)\*?(?:\[[^\]]*\])?\{([^{}]*)\}"
)
_LATEX_LEVELS = {"title": 1, "part": 2, "chapter": 2, "section": 3}
_LATEX_FACT = r"\\(author|date)\{([^{}]*)\}"
_LATEX_LINE = (
    r"\\(?:documentclass|usepackage|begin|end|maketitle|tableofcontents|newpage|clearpage|label|vspace"
    r"|setlength|pagestyle|thispagestyle|input|include|newcommand|renewcommand|centering|noindent)\b"
    r"(?:\*?(?:\[[^\]]*\]|\{[^{}]*\})*)"
)
_LATEX_COMMAND = r"\\[A-Za-z]+\*?(?:\[[^\]]*\])?\{([^{}]*)\}"
_LATEX_COMMENT = r"(?<!\\)%.*"


def recognize(text: str, name: str) -> bool:
    """Return whether a text has a title or headings in one of the three ways."""
    return _reader(text) is not None


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return the text, with headings; lines that are only marks are one piece that is dropped."""
    lines = decoded.text.split("\n")
    rest = list(lines)
    facts: dict[str, str] = {}
    reader = _reader(decoded.text) or _read_underlined
    pieces = list(reader(lines, rest, facts))
    marks = "\n".join(rest).rstrip()
    dropped = [Piece(marks, 1, dropped="text-markup")] if marks.strip() else []
    return Extracted(
        format="text",
        pieces=(*pieces, *dropped),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=decoded.notices,
        title=facts.get("title", ""),
        author=facts.get("author", ""),
        date=facts.get("date", ""),
    )


_Reader = Callable[[Sequence[str], list[str], dict[str, str]], Iterator[Piece]]


def _reader(text: str) -> _Reader | None:
    top = text[:_TOP].lstrip(BLANKS)
    if top.startswith("= ") and re.search(
        rf"(?m)^(?:==+[ \t]+\S|{_ASCIIDOC_ATTRIBUTE}$)", text[:_HEAD]
    ):
        return _read_asciidoc
    if text.find("\\", 0, _HEAD) >= 0 and re.search(_LATEX, text[:_HEAD]):
        return _read_latex
    if not _RULED.search(top):
        return None
    lines = top.split("\n", 4)[:4]
    return (
        _read_underlined if any(_underlines(lines, n) for n in range(1, len(lines) - 1)) else None
    )


def _underlines(lines: Sequence[str], place: int) -> bool:
    """Whether a line is a rule as long as the title right above it."""
    if place < 1 or lines[place][:1] not in _RULES:
        return False
    rule = lines[place].rstrip(BLANKS)
    if len(rule) < 4 or not re.fullmatch(_UNDERLINE, rule):
        return False
    title = lines[place - 1].strip(BLANKS)
    fits = abs(cells(title) - len(rule)) <= _SLACK or abs(len(title) - len(rule)) <= 1
    return bool(title) and fits and cells(title) <= _LONGEST_TITLE and not ends_sentence(title)


def _read_underlined(
    lines: Sequence[str], rest: list[str], facts: dict[str, str]
) -> Iterator[Piece]:
    """Read headings with a rule below them, or above and below; marks rank as they first come."""
    ranks: list[str] = []
    for place, line in enumerate(lines):
        below = place + 1 < len(lines) and _underlines(lines, place + 1)
        over = (
            line.strip() and place + 2 < len(lines) and lines[place + 2].rstrip() == line.rstrip()
        )
        if _underlines(lines, place) or (over and _underlines(lines, place + 2)):
            continue
        rest[place] = ""
        if below:
            mark = lines[place + 1][0]
            ranks += [mark] if mark not in ranks else []
            facts.setdefault("title", line.strip(BLANKS))
            yield Piece(line.strip(BLANKS), place + 1, level=ranks.index(mark) + 1)
        else:
            yield Piece(line, place + 1)


def _read_asciidoc(lines: Sequence[str], rest: list[str], facts: dict[str, str]) -> Iterator[Piece]:
    for place, line in enumerate(lines):
        if attribute := re.fullmatch(_ASCIIDOC_ATTRIBUTE, line):
            name, _, value = attribute[0].strip(":").partition(":")
            facts.setdefault({"revdate": "date"}.get(name, name), value.strip(BLANKS))
            continue
        title = re.fullmatch(_ASCIIDOC_TITLE, line)
        if line.startswith("//"):
            continue
        rest[place] = title[1] if title else ""
        if title and len(title[1]) == 1:
            facts.setdefault("title", title[2])
        yield Piece(title[2], place + 1, level=len(title[1])) if title else Piece(line, place + 1)


def _read_latex(lines: Sequence[str], rest: list[str], facts: dict[str, str]) -> Iterator[Piece]:
    for place, line in enumerate(lines):
        comment = re.search(_LATEX_COMMENT, line)
        text = line[: comment.start()] if comment else line
        if fact := re.search(_LATEX_FACT, text):
            facts.setdefault(fact[1], fact[2])
            continue
        if title := re.search(_LATEX_TITLE, text):
            rest[place] = line.replace(title[2], "")
            if title[1] == "title":
                facts.setdefault("title", title[2])
            yield Piece(title[2], place + 1, level=_LATEX_LEVELS.get(title[1], 4))
            continue
        shown = re.sub(_LATEX_LINE, "", text)
        if shown.strip() or not text.strip():
            rest[place] = comment[0] if comment else ""
            shown = re.sub(_LATEX_COMMAND, r"\1", re.sub(_LATEX_COMMAND, r"\1", shown))
            shown = re.sub(r"\\\\|\\(?:par|item|qquad|quad)\b[ ]?", "", shown)
            yield Piece(re.sub(r"\\([%&#_${}])", r"\1", shown), place + 1)
