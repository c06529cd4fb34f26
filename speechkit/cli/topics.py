"""The topics of ``speechkit help``: Markdown files in the package, one a language and topic."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import speechkit
from speechkit.language import choose_language

Language = Literal["en", "zh", "zh_TW"]

OVERVIEW = "overview"
"""What help shows where no topic is asked for."""

TOPICS = (
    "writer",
    "queries",
    "formats",
    "output",
    "research",
    "library",
    "cluster",
    "troubleshooting",
)
"""In the order in which people need them."""

_LANGUAGES: dict[str, Language] = {"zh_CN": "zh", "zh_TW": "zh_TW"}
"""By the names of the catalogues of messages."""

_FOLDER = Path(speechkit.__file__).parent / "help"
_CODE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)


class Topic(NamedTuple):
    """One page of help."""

    name: str
    text: str
    """Markdown; its first line is the title."""

    @property
    def title(self) -> str:
        """The first heading, without its mark."""
        return self.text.partition("\n")[0].removeprefix("# ")


def user_language() -> Language:
    """Return the language of topics for a user, by the environment or the system."""
    return _LANGUAGES.get(choose_language(os.environ), "en")


def read_topic(name: str, language: Language) -> Topic:
    """Return a topic, or the overview, in a language."""
    folder = _FOLDER / ("en" if language == "en" else "zh")
    text = (folder / f"{name}.md").read_text(encoding="utf-8")
    return Topic(name, _make_traditional(text) if language == "zh_TW" else text)


def find_topics(typed: str, language: Language) -> list[Topic]:
    """Return the topic of that name, else those whose name begins so or whose title has it."""
    wanted = typed.casefold()
    if wanted in TOPICS:
        return [read_topic(wanted, language)]
    return [read_topic(name, language) for name in TOPICS if _is_meant(name, wanted, language)]


def find_mentions(typed: str, language: Language) -> list[str]:
    """Return the names of the topics whose text mentions what was typed."""
    wanted = typed.casefold().strip()
    topics = (read_topic(name, language) for name in TOPICS if wanted)
    return [topic.name for topic in topics if wanted in topic.text.casefold()]


def _is_meant(name: str, wanted: str, language: Language) -> bool:
    words = (word for word in _title_words(name, language) if len(wanted) > 1)
    return bool(wanted) and (name.startswith(wanted) or any(wanted in word for word in words))


def _title_words(name: str, language: Language) -> Iterator[str]:
    """Yield the words of a topic's titles: Chinese users may ask in Chinese, whatever is set."""
    languages: tuple[Language, ...] = ("en", "zh", language)
    for chosen in dict.fromkeys(languages):
        yield from re.findall(r"\w+", read_topic(name, chosen).title.casefold())


def _make_traditional(text: str) -> str:
    """Return a text in the characters and words of Taiwan, what is typed left as it is."""
    import opencc

    convert = opencc.OpenCC("s2twp").convert
    pieces = _CODE.split(text)  # pieces of code have the odd places
    return "".join(piece if place % 2 else convert(piece) for place, piece in enumerate(pieces))
