"""JSON and JSON Lines: articles as scrapers keep them, or any structure that holds strings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from speechkit.formats.encodings import Decoded
from speechkit.formats.model import Extracted, Piece
from speechkit.text.characters import BLANKS, HAN

SIGNS = frozenset("{[")

if TYPE_CHECKING:
    from speechkit.formats.json_values import Object, Text, Value

_DROPPED = "json-field"
_SHORTEST_TEXT = 20  # characters that make a text where no title says that it is one

# Compiled where they are first used: few texts begin with a bracket.
_BEGINNING = r'\s*(?:\{\s*["}]|\[\s*[\[{"])'
_TAG = r"(?i)</?(?:p|br|div|span|h[1-6]|strong|b|li|ul|table|section|article|img|a)\b[^<>]*>"
_FIELDS = {
    "title": (
        "title headline articletitle newstitle doctitle subject heading h1 标题 標題 题目 題目"
        " 题名 篇名"
    ),
    "author": (
        "author authors speaker speakers speakername byline creator writer orator lecturer 作者"
        " 讲话人 講話人 发言人 發言人 演讲者 演講者 演讲人 演講人 讲者 講者 主讲人 主講人 报告人"
        " 致辞人"
    ),
    "date": (
        "date pubdate publishdate publishtime publisheddate publishedat publishedtime published"
        " publicationdate datepublished releasedate releasetime pubtime posttime postdate"
        " speechdate"
        " datetime time created createdat createtime ctime timestamp 日期 时间 時間 发布时间"
        " 发布日期"
        " 發布日期 發佈日期 發表日期 发表日期 发表时间 讲话时间 讲话日期"
    ),
    "source": (
        "source src sourcename contentsource sitename publisher media medianame origin website"
        " 来源 來源 出处 出處 媒体 媒體"
    ),
    "url": (
        "url link href permalink sourceurl articleurl pageurl docurl canonicalurl weburl"
        " 网址 網址 链接 連結"
    ),
    "occasion": (
        "occasion event eventtitle meeting 场合 場合 会议名称 會議名稱 活动名称 活動名稱 会议 會議"
    ),
    "text": (
        "content contents text body bodytext articlebody articlecontent articletext maintext"
        " fulltext maincontent paragraphs paras lines sentences segments utterances transcript"
        " contenthtml bodyhtml html article story 正文 内容 內容 全文 文本 原文 段落"
    ),
}
_FIELD_OF = {key: field for field, keys in _FIELDS.items() for key in keys.split()}
_SAID = frozenset(
    (
        *(
            "text",
            "content",
            "contents",
            "sentence",
            "utterance",
            "value",
            "body",
            "paragraph",
            "p",
        ),
        *("html", "title", "children", "items", "paragraphs", "sentences", "words"),
        *("内容", "內容", "文本", "正文"),
    )
)
_WHO = frozenset(
    ("speaker", "speakername", "role", "name", "who", "author", "发言人", "發言人", "说话人")
)
_OF_ARTICLES = frozenset(("title", "date", "url", "source"))
_FEWEST_TURNS = 3
_LONGEST_TURN = 500  # characters, on average
_BEIJING = 8 * 3600
_MILLISECONDS = 10_000_000_000  # a larger number of a time counts these


class _Article(NamedTuple):
    facts: dict[str, Text]
    paragraphs: list[Piece]
    others: list[Text]


def recognize(text: str, name: str) -> bool:
    """Return whether all of a text is JSON, one value or several, and holds a string."""
    if not text[:200].lstrip(BLANKS).startswith(("{", "[")):
        return False
    if not re.match(_BEGINNING, text[:2000].lstrip(BLANKS)):
        return False
    from speechkit.formats.json_values import read_values  # takes a parser, as few texts do

    return any(next(_strings(value), None) for value in read_values(text)[0])


def extract(decoded: Decoded, name: str) -> Extracted:
    """Return the texts of articles, each below its title; of other structures all strings.

    What else is said of an article is dropped, and stated where it is title, author, date, source,
    address or occasion; names of fields are no text.
    """
    from speechkit.formats.json_values import read_values

    values, broken = read_values(decoded.text)
    articles: list[_Article] = []
    others: list[Text] = []
    for value in [values] if _is_transcript(values) else values:
        _collect(value, articles, others)
    facts = articles[0].facts if len(articles) == 1 else {}
    pieces = [*_write(articles), *_write_others(others, is_text=not articles)]
    pieces += (piece for line in broken for piece in _pieces(line))
    return Extracted(
        format="json",
        pieces=tuple(pieces),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        notices=decoded.notices,
        **{field: text.text.strip(BLANKS) for field, text in facts.items()},
    )


def _write(articles: Sequence[_Article]) -> Iterator[Piece]:
    """The articles, each below its title; where there are several, what is said of each, too."""
    several = len(articles) > 1
    for article in articles:
        for field, fact in article.facts.items():
            is_title = field == "title"
            dropped = "" if is_title or (several and field in ("author", "date")) else _DROPPED
            for piece in _pieces(fact, dropped):
                yield piece._replace(level=1 if is_title else 0)
        yield from article.paragraphs
        yield from _write_others(article.others, is_text=False)


def _write_others(others: Sequence[Text], *, is_text: bool) -> Iterator[Piece]:
    """Strings of no known meaning: text where a file has nothing else, and Chinese."""
    is_text = is_text and any(re.search(f"[{HAN}]", other.text) for other in others)
    for other in others:
        yield from _pieces(other, "" if is_text else _DROPPED)


def _pieces(text: Text, dropped: str = "") -> Iterator[Piece]:
    """The lines of a string; those that are only escaped are all on the line where it begins."""
    for line in re.split(r"\r\n|[\r\n\u2028\u2029]", text.text):
        if line.strip(BLANKS):
            yield Piece(line, text.line, dropped=dropped)


def _field(name: str) -> str:
    """What a member means by its name: ``pub_date``, ``publishTime`` and ``日期`` are dates."""
    return _FIELD_OF.get(re.sub(r"[\W_]", "", name).lower(), "")


def _collect(value: Value, articles: list[_Article], others: list[Text]) -> None:
    """Find the articles of a value, the outermost ones, and the strings outside of them."""
    from speechkit.formats.json_values import Object, Text

    if isinstance(value, Text):
        others.append(value)
    elif isinstance(value, list) and _is_transcript(value):
        articles.append(_Article({}, list(_read_paragraphs(value)), []))
    elif isinstance(value, list):
        for item in value:
            _collect(item, articles, others)
    elif isinstance(value, Object):
        if article := _read_article(value):
            articles.append(article)
        else:
            for _, member in value.members:
                _collect(member, articles, others)


def _is_transcript(values: Sequence[Value]) -> bool:
    """Whether values are what several say in turn: each an object with a speaker and a text."""
    turns = [_read_turn(value) for value in values]
    said = [turn for turn in turns if turn]
    names = [name for name, _ in said]
    return (
        _FEWEST_TURNS <= len(said) == len(turns)
        and 1 < len(set(names)) < len(names)
        and sum(size for _, size in said) < _LONGEST_TURN * len(said)
    )


def _read_turn(value: Value) -> tuple[str, int] | None:
    """Who speaks in an object without title and date, and how many characters; None for others."""
    from speechkit.formats.json_values import Object, Text

    if not isinstance(value, Object) or {_field(name) for name, _ in value.members} & _OF_ARTICLES:
        return None
    names = [(re.sub(r"[\W_]", "", name).lower(), member) for name, member in value.members]
    who = [m.text.strip(BLANKS) for name, m in names if name in _WHO and isinstance(m, Text)]
    said = [len(m.text) for name, m in names if name in _SAID and isinstance(m, Text)]
    return (who[0], sum(said)) if who and who[0] and said else None


def _read_article(value: Object) -> _Article | None:
    """An object as an article: it has a text, and a title or a text long enough to be one."""

    facts: dict[str, Text] = {}
    paragraphs: list[Piece] = []
    others: list[Text] = []
    for name, member in value.members:
        field = _field(name)
        if field == "text" and not _holds_articles(member):
            paragraphs += _read_paragraphs(member)
            continue
        fact = _fact(field, member) if field not in ("", "text") else None
        if fact is not None and field not in facts:
            facts[field] = fact
            others += (text for text in _strings(member) if text.text not in fact.text)
        else:
            others += _strings(member)
    size = sum(len(piece.text) for piece in paragraphs)
    enough = size >= _SHORTEST_TEXT or (size and "title" in facts)
    return _Article(facts, paragraphs, others) if enough else None


def _holds_articles(value: Value) -> bool:
    """Whether what a member named as a text holds is articles, each with a title and a text."""
    from speechkit.formats.json_values import Object

    items = value if isinstance(value, list) else [value]
    fields = [{_field(n) for n, _ in item.members} for item in items if isinstance(item, Object)]
    return any("title" in names and "text" in names for names in fields)


def _fact(field: str, member: Value) -> Text | None:
    """What a member states: a string, the names of several, or a date as seconds since 1970."""
    from speechkit.formats.json_values import Text

    if isinstance(member, (int, float)) and field == "date":
        return _read_seconds(member)
    texts = [text for text in _strings(member) if text.text.strip(BLANKS)]
    if not texts or len(texts) > 8:
        return None
    separator = "、" if field == "author" else " "
    return Text(separator.join(text.text.strip(BLANKS) for text in texts), texts[0].line)


def _read_seconds(number: float) -> Text | None:
    from datetime import datetime, timezone

    from speechkit.formats.json_values import Text

    seconds = number / 1000 if number >= _MILLISECONDS else number
    if isinstance(number, bool) or not 0 < seconds < _MILLISECONDS:
        return None
    day = datetime.fromtimestamp(seconds + _BEIJING, timezone.utc)
    return Text(day.strftime("%Y-%m-%d"), 0)


def _read_paragraphs(value: Value) -> Iterator[Piece]:
    """The paragraphs of a text: a string, a list of them, or of objects that hold one each."""
    from speechkit.formats.json_values import Object, Text

    if isinstance(value, Text):
        is_page = "<" in value.text and re.search(_TAG, value.text)
        yield from _read_page(value) if is_page else _pieces(value)
    elif isinstance(value, list):
        for item in value:
            yield from _read_paragraphs(item)
    elif isinstance(value, Object):
        yield from _read_object(value)


def _read_object(value: Object) -> Iterator[Piece]:
    """A paragraph as an object: its text, with who speaks before it; what else it says is none."""
    from speechkit.formats.json_values import Text

    names = [(re.sub(r"[\W_]", "", name).lower(), member) for name, member in value.members]
    said = [member for name, member in names if name in _SAID]
    who = next((m for name, m in names if name in _WHO and isinstance(m, Text)), None)
    for place, piece in enumerate(p for member in said for p in _read_paragraphs(member)):
        named = place == 0 and who is not None and isinstance(who, Text) and who.text.strip(BLANKS)
        yield piece._replace(text=f"{named}：{piece.text}") if named else piece
    for name, member in names:
        if name not in _SAID:
            for text in _strings(member):
                yield from _pieces(text, _DROPPED)


def _read_page(value: Text) -> Iterator[Piece]:
    """The paragraphs of a text that is HTML."""
    from speechkit.formats import html

    page = html.extract(Decoded(value.text, "", 1.0, ()), "")
    for piece in page.pieces:
        for line in piece.text.split("\n"):
            if line.strip(BLANKS):
                yield piece._replace(text=line, line=value.line)


def _strings(value: Value) -> Iterator[Text]:
    """All strings of a value."""
    from speechkit.formats.json_values import Object, Text

    if isinstance(value, Text):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, Object):
        for _, member in value.members:
            yield from _strings(member)
