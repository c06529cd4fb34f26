"""Research on a corpus: the methods of ``Corpus`` that work on many of its matches and speeches."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from speechkit.errors import SettingError
from speechkit.model import Key, Scope, Speech
from speechkit.settings import absolute_path

if TYPE_CHECKING:
    from speechkit.backends.protocol import Backend
    from speechkit.query.model import Query
    from speechkit.research.collocates import CollocateOrder, Collocates
    from speechkit.research.concordance import ContextLine, LineOrder
    from speechkit.research.exports import Exported
    from speechkit.research.keyness import KeynessOrder, KeyWords
    from speechkit.research.ngrams import Ngram, RunOrder
    from speechkit.research.quotations import Quotation
    from speechkit.research.reuse import Comparison
    from speechkit.research.source import Advance, Source, Tell
    from speechkit.research.trends import Trend, TrendKey

    T = TypeVar("T")

    class _Studied(Source, Protocol):
        """What the methods need of a corpus."""

        path: Path
        _backend: Backend

        def _read(self, action: Callable[[Backend], T]) -> T: ...


class Studies:
    """Methods of a corpus, each a function of ``speechkit.research`` that is given the corpus."""

    def kwic(  # noqa: PLR0913 - the options of one thing
        self: _Studied,
        query: str | Query,
        scope: Scope | None = None,
        *,
        width: int = 40,
        sort: LineOrder = "id",
        reverse: bool = False,
        sample: int | None = None,
        seed: int = 0,
        limit: int | None = None,
        tell: Tell | None = None,
    ) -> Iterator[ContextLine]:
        """Yield a line for each match with its context: ``research.list_contexts`` says more."""
        from speechkit.research.concordance import list_contexts

        return list_contexts(
            *(self, query, scope),
            width=width,
            sort=sort,
            reverse=reverse,
            sample=sample,
            seed=seed,
            limit=limit,
            tell=tell,
        )

    def trend(
        self: _Studied,
        queries: Sequence[str | Query],
        scope: Scope | None = None,
        *,
        by: TrendKey = "year",
        tell: Tell | None = None,
    ) -> Trend:
        """Return how often queries match by year and the like: ``research.count_trend``."""
        from speechkit.research.trends import count_trend

        listed = (queries,) if isinstance(queries, str) else queries
        return count_trend(self, listed, scope, by=by, tell=tell)

    def collocates(  # noqa: PLR0913 - the options of one thing
        self: _Studied,
        query: str | Query,
        scope: Scope | None = None,
        *,
        window: int = 5,
        least: int = 2,
        sort: CollocateOrder = "log_likelihood",
        tell: Tell | None = None,
    ) -> Collocates:
        """Return the words near the matches of a query: ``research.find_collocates``."""
        from speechkit.research.collocates import find_collocates

        return find_collocates(
            *(self, query, scope), window=window, least=least, sort=sort, tell=tell
        )

    def keyness(  # noqa: PLR0913 - the options of one thing
        self: _Studied,
        target: Scope,
        reference: Scope | None = None,
        scope: Scope | None = None,
        *,
        least: int = 5,
        sort: KeynessOrder = "log_likelihood",
        tell: Tell | None = None,
    ) -> KeyWords:
        """Return the words that set two scopes apart: ``research.find_key_words``."""
        from speechkit.research.keyness import find_key_words

        return find_key_words(*(self, target, reference, scope), least=least, sort=sort, tell=tell)

    def ngrams(  # noqa: PLR0913 - the options of one thing
        self: _Studied,
        scope: Scope | None = None,
        *,
        shortest: int = 3,
        longest: int | None = None,
        characters: bool = False,
        least: int = 3,
        least_speeches: int = 1,
        maximal: bool = False,
        sort: RunOrder = "matches",
        tell: Tell | None = None,
    ) -> list[Ngram]:
        """Return runs of words or characters by frequency: ``research.find_ngrams``."""
        from speechkit.research.ngrams import find_ngrams

        return find_ngrams(
            *(self, scope),
            shortest=shortest,
            longest=longest,
            characters=characters,
            least=least,
            least_speeches=least_speeches,
            maximal=maximal,
            sort=sort,
            tell=tell,
        )

    def quote(
        self: _Studied, text: str, limit: int = 3, *, scope: Scope | None = None
    ) -> Quotation:
        """Return where a text is said: the earliest places, or the nearest wordings.

        ``limit`` bounds the places, each of another speech. Raises SettingError for a limit below
        1, UnknownSpeechError and SettingError for a scope that cannot be.
        """
        from speechkit.research.quotations import find_quotation
        from speechkit.search import check_number

        check_number("limit", limit)
        return self._read(
            lambda backend: find_quotation(backend, text, limit=limit, scope=scope or Scope())
        )

    def quotations(
        self: _Studied,
        draft: Speech,
        limit: int = 1,
        *,
        least: int = 6,
        scope: Scope | None = None,
        progress: Advance | None = None,
    ) -> Iterator[Quotation]:
        """Yield what becomes of each quotation of a draft that has ``least`` letters or more.

        A draft that is a file of this corpus is not found in itself. Raises what ``quote`` does.
        """
        from speechkit.research.drafts import find_quotations
        from speechkit.search import check_number

        check_number("limit", limit)
        check_number("least", least)
        left_out = _keys_of(self, draft)
        return find_quotations(
            self._backend,
            draft,
            least=least,
            limit=limit,
            scope=scope or Scope(),
            left_out=left_out,
            progress=progress,
        )

    def compare(
        self: _Studied,
        draft: Speech,
        least: int = 13,
        *,
        scope: Scope | None = None,
        progress: Advance | None = None,
    ) -> Comparison:
        """Return which runs of a draft, of ``least`` characters or more, are in this corpus.

        A draft that is a file of this corpus is not found in itself. Raises SettingError for a
        ``least`` below 6, UnknownSpeechError and SettingError for a scope that cannot be.
        """
        from speechkit.research.reuse import SHORTEST, compare_draft

        if least < SHORTEST:
            raise SettingError(f"least is {least}; give {SHORTEST} or more")
        left_out = _keys_of(self, draft)
        return self._read(
            lambda backend: compare_draft(
                *(backend, draft),
                least=least,
                scope=scope or Scope(),
                left_out=left_out,
                progress=progress,
            )
        )

    def export(
        self: _Studied,
        folder: str | os.PathLike[str],
        *,
        scope: Scope | None = None,
        overwrite: bool = False,
        progress: Advance | None = None,
    ) -> Exported:
        """Write clean texts and ``metadata.csv`` into a folder that is not in the corpus.

        A folder that is not there yet is there only when all is written. ``progress`` is called
        with how many texts are written, and how many there are.

        Raises FileExistsError, with nothing written, if a file is there already and ``overwrite``
        is not asked for; SettingError for a folder that cannot be, another OSError where a file
        cannot be written, UnknownSpeechError and SettingError for a scope that cannot be.
        """
        from speechkit.research.exports import export_speeches

        if not os.fspath(folder):
            raise SettingError("no folder is named; an empty name would be the working folder")
        chosen = scope or Scope()
        return self._read(
            lambda backend: export_speeches(
                *(backend, self.path, Path(folder)),
                scope=chosen,
                overwrite=overwrite,
                progress=progress,
            )
        )


def _keys_of(corpus: _Studied, draft: Speech) -> frozenset[Key]:
    """Return the key of a draft that is a file of this corpus, or none."""
    paths = (draft.path, absolute_path(draft.path))
    if not any(path.is_relative_to(corpus.path) for path in paths):
        return frozenset()
    return frozenset(e.key for e in corpus.entries() if e.path in paths)
