"""The marks within a paragraph of Markdown: what CommonMark reads, and what people write."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from speechkit.text.characters import BLANK, BLANKS, HAN

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_CJK = (
    rf"[{HAN}\u3000-\u303f\uff00-\uffef\u2014\u2018-\u201d\u2026\u00b7\u3040-\u30ff\u3100-\u312f]"
)
_NOTE_MARK = r"\[\^[^\]\[\n]{1,60}\]"
_NUMBERED = r"\[([0-9注註①-⑳]{1,5})\](?![\[(:])"
_INLINE_NOTE = r"\^\[([^\[\]\n]{1,2000})\]"
_RAISED = r"\^([^\s^]{1,12})\^"
_LOWERED = r"~([0-9A-Za-z+-]{1,6})~"
_WIKI_LINK = r"(!?)\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\](?![\[(])"
_COMMENT = r"%%(?!%)([^%\n]{0,500})%%"
_SHORTCODE = r"\{\{[<%].{0,500}?[%>]\}\}|\{:[^{}\n]{0,200}\}"
_PAIRED = {"~": 2, "=": 2, "+": 2, "*": 0, "_": 0}
"""How long a run must be; 0 for the marks of emphasis, which nest."""
_MOST_STRAY = 3
_QUOTE_LINES = (16, 256, 4096)
"""Among so many lines the end of a quote is looked for, then among all."""


@cache
def make_parser() -> MarkdownIt:
    """Return the parser: CommonMark with tables, notes and the marks of other dialects.

    Indented lines are paragraphs, for that is what they are in a speech. A mark of emphasis needs
    no blank or Latin letter around punctuation: CommonMark leaves ``**“十四五”**规划`` as it is.
    """
    from markdown_it import MarkdownIt

    class Parser(MarkdownIt):
        """Takes every target as it is written: nobody follows it here."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
            return True

        def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
            return url

    parser = Parser("commonmark", {"maxNesting": 60})
    parser.enable("table").disable(["code", "emphasis"])
    parser.inline.ruler.before("escape", "spans", _read_span)
    parser.inline.ruler.before("link", "marks", _read_mark)
    parser.inline.ruler2.before("fragments_join", "unmark", _unmark)
    parser.inline.ruler2.disable(["emphasis"])
    parser.block.ruler.before("reference", "note", _read_note, {"alt": ["paragraph", "reference"]})
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.at("blockquote", _read_quote, {"alt": ends})
    return parser


def _read_quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a quote, as the library does, but looking no further than it has to.

    Its own rule looks at all lines up to a blank one, though a quoted heading ends the quote at the
    next line: of many such quotes each would look at all of them.
    """
    from markdown_it.rules_block import blockquote

    tokens = len(state.tokens)
    for size in (*_QUOTE_LINES, end):
        limit = min(end, start + size)
        found = blockquote(state, start, limit, silent)
        if silent or not found or state.line < limit or limit == end:
            return found
        del state.tokens[tokens:]
        state.line = start
    return False


def _is_cjk(character: str) -> bool:
    return bool(re.match(_CJK, character))


def _read_mark(state: StateInline, silent: bool) -> bool:
    """Read a run of one mark, which may open or close what it marks."""
    from markdown_it.rules_inline.state_inline import Delimiter

    start, mark = state.pos, state.src[state.pos]
    if silent or mark not in _PAIRED:
        return False
    end = start
    while end < state.posMax and state.src[end] == mark:
        end += 1
    size = end - start
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    opens, closes = _sides(mark, size, before, after)
    stray = mark == "*" and 2 <= size <= _MOST_STRAY and _is_near_cjk(state.src, start, end)
    width = _PAIRED[mark] or 1
    if size % width or not (opens or closes or stray):
        state.append_pending(mark * size)
        state.pos = end
        return True
    for _ in range(size // width):
        token = state.push("text", "", 0)
        token.content = mark * width
        token.meta = {"stray": stray}
        place = len(state.tokens) - 1
        length = size if width == 1 else 0
        state.delimiters.append(Delimiter(ord(mark), length, place, -1, opens, closes))
    state.pos = end
    return True


def _sides(mark: str, size: int, before: str, after: str) -> tuple[bool, bool]:
    """Whether a run may open and whether it may close; its neighbours are one character each."""
    opens, closes = after not in BLANK, before not in BLANK
    cjk = _is_cjk(before), _is_cjk(after)
    within = before.isalnum() and after.isalnum() and not any(cjk)
    literal = (
        (mark == "*" and size == 1 and before.isdigit() and after.isdigit())
        or (mark == "_" and (within or size > _MOST_STRAY))  # a Latin name, a blank to be filled in
        or _PAIRED[mark] not in (0, size)
        or (mark == "=" and within)
    )
    if mark == "+":  # C++ marks nothing
        opens, closes = cjk[1] and not before.isascii(), cjk[0]
    return opens and not literal, closes and not literal


def _is_near_cjk(text: str, start: int, end: int) -> bool:
    """Whether a run has Chinese next to it, blanks aside, as in ``** 重点 **``."""
    before = text[max(0, start - 3) : start].rstrip(BLANKS)[-1:]
    after = text[end : end + 3].lstrip(BLANKS)[:1]
    return _is_cjk(before) or _is_cjk(after)


def _unmark(state: StateInline) -> None:
    """Take out the marks that found each other, and double asterisks that found none."""
    inner = (meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)
    for delimiters in (state.delimiters, *inner):
        pairs = [(number, found.end) for number, found in enumerate(delimiters) if found.end >= 0]
        matched = frozenset(number for pair in pairs for number in pair)
        for number, delimiter in enumerate(delimiters):
            token = state.tokens[delimiter.token]
            if number in matched or token.meta["stray"]:
                token.content = ""


def _read_span(state: StateInline, silent: bool) -> bool:
    """Read what is known by its first character: notes, indices, wiki links, comments."""
    mark = state.src[state.pos]
    reader = _SPANS.get(mark)
    return bool(reader and reader(state, silent))


def _match(pattern: str, state: StateInline) -> re.Match[str] | None:
    found = re.compile(pattern).match(state.src, state.pos, state.posMax)
    if found:
        state.pos = found.end()
    return found


def _put(state: StateInline, kind: str, content: str, silent: bool) -> bool:
    if not silent:
        token = state.push(kind, "", 0)
        token.content = content
    return True


def _read_bracket(state: StateInline, silent: bool) -> bool:
    following = state.src[state.pos + 1 : state.pos + 2]
    if following == "^" and (found := _match(_NOTE_MARK, state)):
        return _put(state, "note_mark", found[0], silent)
    notes = state.env.get("notes", ())
    if notes and (found := _match(_NUMBERED, state)):
        if found[1] in notes:
            return _put(state, "note_mark", found[0], silent)
        state.pos = found.start()
    if following == "[" and (found := _match(_WIKI_LINK, state)):
        if silent:
            return True
        _put(state, "text", found[3] or found[2], silent)
        return _put(state, "target", found[2], silent) if found[3] else True
    return False


def _read_embedded(state: StateInline, silent: bool) -> bool:
    if state.src.startswith("![[", state.pos) and (found := _match(_WIKI_LINK, state)):
        return _put(state, "picture", found[2], silent)
    return False


def _read_raised(state: StateInline, silent: bool) -> bool:
    if found := _match(_INLINE_NOTE, state):
        return _put(state, "inline_note", found[1], silent)
    if found := _match(_RAISED, state):
        return _put(state, "text", found[1], silent)
    return False


def _read_lowered(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1 : state.pos]
    if (before.isascii() and before.isalpha()) or before == ")":
        found = _match(_LOWERED, state)
        return bool(found) and _put(state, "text", found[1] if found else "", silent)
    return False


def _read_comment(state: StateInline, silent: bool) -> bool:
    found = _match(_COMMENT, state)
    return bool(found) and _put(state, "comment", found[1] if found else "", silent)


def _read_shortcode(state: StateInline, silent: bool) -> bool:
    found = _match(_SHORTCODE, state)
    return bool(found) and _put(state, "comment", found[0] if found else "", silent)


_SPANS = {
    "[": _read_bracket,
    "!": _read_embedded,
    "^": _read_raised,
    "~": _read_lowered,
    "%": _read_comment,
    "{": _read_shortcode,
}

_NOTE_HEAD = re.compile(r"\[(\^[^\]\[\n]{1,60}|[0-9注註①-⑳]{1,5})\][:：][ \t]*(\S.*)")
_ADDRESS = re.compile(r"(?i)<?(?:[a-z][a-z+.-]*:|www\.|[./#@]|[\w%-]+[./])|[!-~]+$", re.ASCII)
_NO_CONTINUATION = tuple("[#>-*+|`~<")


def _read_note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read the text of a note: its line, and those below it that are indented or go on."""
    first = state.bMarks[start] + state.tShift[start]
    line = state.src[first : state.eMarks[start]]
    if not line.startswith("[") or not (found := _NOTE_HEAD.match(line)):
        return False
    if not found[1].startswith("^") and _ADDRESS.match(found[2]):
        return False  # the target of a link
    if silent:
        return True
    state.env.setdefault("notes", set()).add(found[1])
    following = start + 1
    while following < end and _goes_on(state, following, end):
        following += 1
    state.push("note_open", "", 1).map = [start, following]
    before = state.bMarks[start], state.tShift[start], state.parentType
    state.bMarks[start], state.tShift[start], state.parentType = first + found.start(2), 0, "list"
    state.md.block.tokenize(state, start, following)
    state.bMarks[start], state.tShift[start], state.parentType = before
    state.push("note_close", "", -1)
    state.line = following
    return True


def _goes_on(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line after the first one of a note is of it: indented, or the paragraph's next."""
    if state.isEmpty(line):
        return line + 1 < end and not state.isEmpty(line + 1) and _is_indented(state, line + 1)
    start = state.bMarks[line] + state.tShift[line]
    plain = not state.src.startswith(_NO_CONTINUATION, start)
    return _is_indented(state, line) or (plain and not state.isEmpty(line - 1))


def _is_indented(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= 2
