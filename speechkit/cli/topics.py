"""The topics of ``speechkit help``: Markdown files in the package, one a language and topic."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import speechkit
from speechkit.language import choose_language

Language = Literal["en", "zh"]

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

_FOLDER = Path(speechkit.__file__).parent / "help"


class Topic(NamedTuple):
    """One page of help."""

    name: str
    text: str
    """Markdown; its first line is the title."""

    @property
    def title(self) -> str:
        """The first heading, without its mark."""
        return self.text.partition("\n")[0].removeprefix("# ")


def topic_language() -> Language:
    """Return the language in which topics are read: that of all messages."""
    return "zh" if choose_language(os.environ) else "en"


def read_topic(name: str, language: Language) -> Topic:
    """Return a topic, or the overview, in a language."""
    return Topic(name, (_FOLDER / language / f"{name}.md").read_text(encoding="utf-8"))


def find_topics(typed: str, language: Language) -> list[Topic]:
    """Return the topic of that name, else those whose name begins so or whose title has it."""
    wanted = typed.casefold()
    if wanted in TOPICS:
        return [read_topic(wanted, language)]
    return [read_topic(name, language) for name in TOPICS if _is_meant(name, wanted)]


def find_mentions(typed: str, language: Language) -> list[str]:
    """Return the names of the topics whose text mentions what was typed."""
    wanted = typed.casefold().strip()
    topics = (read_topic(name, language) for name in TOPICS if wanted)
    return [topic.name for topic in topics if wanted in topic.text.casefold()]


def _is_meant(name: str, wanted: str) -> bool:
    titles = (word for word in _title_words(name) if len(wanted) > 1)
    return bool(wanted) and (name.startswith(wanted) or any(wanted in word for word in titles))


def _title_words(name: str) -> Iterator[str]:
    """Yield the words of a topic's titles: Chinese users may ask in Chinese, whatever is set."""
    for language in ("en", "zh"):
        yield from re.findall(r"\w+", read_topic(name, language).title.casefold())
