"""Research on a corpus: the methods of ``Corpus`` that work on many of its matches and speeches."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Protocol, TypeVar

from speechkit.errors import SettingError
from speechkit.model import Key, Scope, Speech
from speechkit.settings import absolute_path, check_text

if TYPE_CHECKING:
    from speechkit.backends.protocol import Backend
    from speechkit.research.collocates import find_collocates
    from speechkit.research.comparison.drafts import Comparison
    from speechkit.research.concordance import list_contexts
    from speechkit.research.exports import Exported
    from speechkit.research.keyness import find_key_words
    from speechkit.research.ngrams import find_ngrams
    from speechkit.research.quotations.verdict import Quotation
    from speechkit.research.streams import Advance, Streams
    from speechkit.research.trends import count_trend

    T = TypeVar("T")

    class _Studied(Streams, Protocol):
        """What the methods need of a corpus."""

        path: Path
        _backend: Backend

        def _read(self, action: Callable[[Backend], T]) -> T: ...


class _Late:
    """A method that is a function of ``speechkit.research``, imported when it is first asked for.

    The corpus is its first argument. So signature and documentation are in one place, and a query
    imports none of it.
    """

    def __init__(self, module: str, function: str) -> None:
        self._module, self._function = module, function

    def __get__(self, corpus: object | None, owner: type) -> object:
        function = getattr(import_module(f"speechkit.research.{self._module}"), self._function)
        return function if corpus is None else MethodType(function, corpus)


class Studies:
    """Methods of a corpus, each a function of ``speechkit.research`` that is given the corpus."""

    if TYPE_CHECKING:
        kwic = list_contexts
        trend = count_trend
        collocates = find_collocates
        keyness = find_key_words
        ngrams = find_ngrams
    else:
        kwic = _Late("concordance", "list_contexts")
        trend = _Late("trends", "count_trend")
        collocates = _Late("collocates", "find_collocates")
        keyness = _Late("keyness", "find_key_words")
        ngrams = _Late("ngrams", "find_ngrams")

    def quote(
        self: _Studied, text: str, limit: int = 3, *, scope: Scope | None = None
    ) -> Quotation:
        """Return where a text is said: the earliest places, or the nearest wordings.

        ``limit`` bounds the places, each of another speech. Raises SettingError for a limit below
        1, UnknownSpeechError and SettingError for a scope that cannot be.
        """
        from speechkit.research.quotations.verdict import find_quotation
        from speechkit.search import check_number

        check_text("text", text)
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
        from speechkit.research.quotations.drafts import find_quotations
        from speechkit.search import check_number

        check_number("limit", limit)
        check_number("least", least)
        _check_draft(draft)
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
        from speechkit.research.comparison.drafts import SHORTEST, compare_draft
        from speechkit.search import check_number

        check_number("least", least)
        _check_draft(draft)
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


def _check_draft(draft: Speech) -> None:
    """Raise TypeError for a draft that is no speech, such as a string of it or a path."""
    if not isinstance(draft, Speech):
        told = "a draft is a speech, as speechkit.read(path) returns, not"
        raise TypeError(f"{told} {draft!r:.60}")


def _keys_of(corpus: _Studied, draft: Speech) -> frozenset[Key]:
    """Return the key of a draft that is a file of this corpus, or none."""
    paths = (draft.path, absolute_path(draft.path))
    if not any(path.is_relative_to(corpus.path) for path in paths):
        return frozenset()
    return frozenset(e.key for e in corpus.entries() if e.path in paths)
