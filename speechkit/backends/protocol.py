"""What the library asks of whatever keeps an index: operations of a query, with plain values.

No argument or answer is in an engine's own words, so that ranking, passages, matches and research
are written once. Speeches go by keys, which only their own backend understands. There is one order
of speeches, the natural order of their paths (``text.order``): lists come in it, ties are broken
by it. All backends give the same answers, order included, scores to 1e-9 (one suite of tests asks
them all).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from speechkit.cache import digest_content
from speechkit.model import (
    DroppedText,
    Entry,
    Key,
    Scope,
    SkippedFile,
    SourceFile,
    Span,
    Speech,
    Text,
    Totals,
    WordStatistics,
)
from speechkit.text.user_words import combine_words
from speechkit.text.versions import DictionarySettings
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from speechkit.query.model import Query
    from speechkit.text.segmenter import Segmenter

EVERYWHERE = Scope()
"""The scope of all speeches."""

LONGEST_IDENTIFIER = 4_096
"""Characters; what is longer names no speech."""

MOST_CANDIDATES = 1_000
"""Speeches that an identifier may mean, of which no more are told."""

AUTOMATIC = "auto"
"""In place of an encoding: that of each file is detected."""


class IndexSettings(NamedTuple):
    """What an index was made with."""

    encoding: str
    """Of all files, or ``auto``."""
    user_words: tuple[str, ...]
    """The user's own words to keep whole, besides the shipped ones."""
    versions: str
    """Of the libraries that shape words, as ``text.versions.library_versions`` gives them."""

    @property
    def dictionary(self) -> DictionarySettings:
        """Return what the words of the index were cut by: the shipped words are part of it."""
        return DictionarySettings(combine_words(self.user_words), self.versions)


def fingerprint_files(files: Iterable[tuple[bytes, bytes]], settings: IndexSettings) -> str:
    """Return 12 hexadecimal digits for some files, given by path and digest, and the settings."""
    lines = [b"%b\0%b" % file for file in sorted(files)]
    return digest_content(b"\n".join((repr(settings).encode(), *lines))).hex()[:12]


class Ranking(NamedTuple):
    """Speeches with their scores: those that the words rank first, and the others when asked."""

    total: int
    best: tuple[tuple[Key, float], ...]
    rest: Callable[[], Iterable[tuple[Key, float]]]
    dropped: Callable[[], Sequence[Key]] = tuple
    """Gives the speeches that match only with dropped text, in order; they are not counted in the
    total. What is excluded is in their dropped text neither."""


class WordCounts(NamedTuple):
    """Some words of one speech: how often each occurs there, and how many words it has in all."""

    counts: Mapping[str, int]
    length: int


class Tokens(NamedTuple):
    """The tokens of one speech, read when they are asked for, each time.

    ``text`` is its simplified text, the title and the paragraphs, a line each; ``marks`` tell where
    its tokens begin. All that reads them raises DamagedIndexError if they are of another text.
    """

    text: str
    marks: bytes

    @property
    def spans(self) -> list[Span]:
        """Where the tokens are, in order."""
        from speechkit.text.tokens import read_tokens  # few commands read tokens

        return read_tokens(self.text, self.marks)

    def words(self) -> list[str]:
        """Return the tokens as they are written, in no order, for counting."""
        from speechkit.text.tokens import read_words

        return read_words(self.text, self.marks)

    def pieces(self) -> list[str]:
        """Return the text cut into tokens and whatever lies between two of them, in order."""
        from speechkit.text.tokens import read_pieces

        return read_pieces(self.text, self.marks)

    def lines(self, numbers: Iterable[int]) -> Iterator[tuple[str, list[Span]]]:
        """Yield lines with the spans of their tokens; numbers ascend, 0 is the title."""
        from speechkit.text.tokens import read_line_tokens

        return read_line_tokens(self.text, self.marks, numbers)


class SpeechWords(NamedTuple):
    """The words of the simplified text of one speech."""

    marks: bytes = b""
    """As ``text.tokens.read_tokens`` takes them for the title and the paragraphs, a line each."""
    counts: Mapping[str, int] = {}
    """Of search words; empty where they are counted for many speeches together."""
    token_counts: Mapping[str, int] = {}


class AnalysedSpeech(NamedTuple):
    """All that a backend is given of one speech to keep."""

    file: SourceFile
    digest: bytes
    """Tells one content of a file from another."""
    speech: Speech
    normalized: str
    """What the lines of ``text`` become, a line each."""
    normalized_dropped: tuple[str, ...]
    words: SpeechWords = SpeechWords()

    @property
    def text(self) -> str:
        """The title that the text itself has, or nothing, and the paragraphs, a line each."""
        return self.speech.matched.joined

    @property
    def characters(self) -> int:
        """How many characters the title that the text itself has and the paragraphs have."""
        return sum(map(len, self.speech.matched.lines))

    @property
    def passages(self) -> int:
        """How many passages the paragraphs are cut into."""
        from speechkit.text.sentences import count_passages  # only indexing asks

        return sum(map(count_passages, self.speech.paragraphs))


class Backend(Protocol):
    """An index that is open for reading; asked after ``close`` it raises ClosedCorpusError.

    Threads may share it. What cannot be read raises DamagedIndexError.
    """

    @property
    def location(self) -> str | None:
        """Where the index lies; None where it is only in memory."""

    @property
    def totals(self) -> Totals:
        """Sums over all speeches."""

    @property
    def settings(self) -> IndexSettings:
        """What the index was made with."""

    def close(self) -> None:
        """Let go of the index."""

    def open_segmenter(self) -> Segmenter:
        """Return what cuts queries as the texts of the index were cut; the caller closes it."""

    def check_open(self) -> None:
        """Raise ClosedCorpusError if the index was let go of."""

    def find(
        self, query: Query, scope: Scope = EVERYWHERE, *, dropped: bool = False
    ) -> Sequence[Key]:
        """Return the speeches that match, in order: exactly those, at any size.

        Title and paragraphs are looked at, with ``dropped`` dropped text too: each term of the
        query may match there, and what is excluded may not; terms asked of titles never do. Raises
        UnknownSpeechError for an id of the scope that names no speech, or several.
        """

    def rank(  # noqa: PLR0913 - the options of one thing
        self,
        query: Query,
        words: Mapping[str, int],
        scope: Scope = EVERYWHERE,
        *,
        top: int,
        any_words: bool = False,
        dropped: bool = False,
    ) -> Ranking:
        """Return the speeches that match, best first by BM25 of ``words`` (with their times).

        With ``any_words`` those that hold any of the words and nothing that is excluded; with
        ``dropped`` none whose dropped text holds what is excluded. Words are never those of dropped
        text.
        """

    def statistics(self, words: Collection[str]) -> Mapping[str, WordStatistics]:
        """Return the statistics of each of some words, zeros for one that does not occur."""

    def count_words(self, key: Key, words: Collection[str]) -> WordCounts:
        """Return how often words occur in one speech; those that do not are left out."""

    def texts(self, keys: Iterable[Key]) -> Iterator[Text]:
        """Yield the texts of speeches, in the order of the keys."""

    def dropped(self, keys: Iterable[Key]) -> Iterator[tuple[DroppedText, ...]]:
        """Yield the dropped text of speeches, in the order of the keys."""

    def tokens(self, keys: Iterable[Key]) -> Iterator[Tokens]:
        """Yield the tokens of speeches, in the order of the keys; nothing is segmented for it."""

    def speeches(self, keys: Iterable[Key], *, dropped: bool = True) -> Iterator[Speech]:
        """Yield speeches, whole, in the order of the keys.

        Their dropped text may be missing if it is not asked for.
        """

    def entries(self, keys: Sequence[Key] | None = None) -> Iterator[Entry]:
        """Yield what lists tell of speeches in the order of the keys, or of all, in order."""

    def select(self, scope: Scope = EVERYWHERE) -> Sequence[Key]:
        """Return the speeches of a scope, in order; raises UnknownSpeechError."""

    def put_in_order(self, keys: Iterable[Key]) -> Sequence[Key]:
        """Return speeches in order."""

    def resolve(self, identifier: str) -> Sequence[Key]:
        """Return the speech that an identifier names, or all that it may mean, in order."""

    def words(self, prefix: str = "") -> Iterator[WordStatistics]:
        """Yield the words of the index that begin with ``prefix``, by code points."""

    def skipped(self) -> tuple[SkippedFile, ...]:
        """Return the files that are not speeches, by their paths."""

    def fingerprint(self) -> str:
        """Return what tells these speeches from any others: ``fingerprint_files`` of all."""

    def verify(self) -> None:
        """Raise DamagedIndexError if parts of the index contradict each other."""
