"""Work on many matches and speeches at once: each answer is of plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.research.association import (
        log_dice,
        log_likelihood,
        log_ratio,
        mutual_information,
    )
    from speechkit.research.citations import (
        Reference,
        cite_bibtex,
        cite_csl,
        cite_gb7714,
        list_missing,
        make_reference,
    )
    from speechkit.research.collocates import (
        Collocate,
        CollocateOrder,
        Collocates,
        find_collocates,
    )
    from speechkit.research.comparison.drafts import LEAST, Comparison, Run, RunKind, Source
    from speechkit.research.comparison.speeches import (
        MOST_SPEECHES,
        Sharing,
        SpeechShare,
        compare_speeches,
        refuse_many,
    )
    from speechkit.research.concordance import ContextLine, LineOrder, list_contexts
    from speechkit.research.dispersion import Dispersion, measure_dispersion
    from speechkit.research.exports import Exported
    from speechkit.research.keyness import KeynessOrder, KeyWord, KeyWords, find_key_words
    from speechkit.research.longer_numbers import LongerNumber, find_longer_number
    from speechkit.research.ngrams import Ngram, RunOrder, find_ngrams
    from speechkit.research.outputs import write_outside
    from speechkit.research.quotations.drafts import Quoted, find_quoted
    from speechkit.research.quotations.verdict import Difference, Quotation, Verdict, Wording
    from speechkit.research.terms import Term, Terms, list_terms
    from speechkit.research.trends import Trend, TrendKey, TrendRow, count_trend

_HOMES = {
    "association": ("log_dice", "log_likelihood", "log_ratio", "mutual_information"),
    "citations": (
        "Reference",
        "cite_bibtex",
        "cite_csl",
        "cite_gb7714",
        "list_missing",
        "make_reference",
    ),
    "collocates": ("Collocate", "CollocateOrder", "Collocates", "find_collocates"),
    "comparison.drafts": ("LEAST", "Comparison", "Run", "RunKind", "Source"),
    "comparison.speeches": (
        "MOST_SPEECHES",
        "Sharing",
        "SpeechShare",
        "compare_speeches",
        "refuse_many",
    ),
    "concordance": ("ContextLine", "LineOrder", "list_contexts"),
    "dispersion": ("Dispersion", "measure_dispersion"),
    "exports": ("Exported",),
    "keyness": ("KeyWord", "KeyWords", "KeynessOrder", "find_key_words"),
    "longer_numbers": ("LongerNumber", "find_longer_number"),
    "ngrams": ("Ngram", "RunOrder", "find_ngrams"),
    "outputs": ("write_outside",),
    "quotations.drafts": ("Quoted", "find_quoted"),
    "quotations.verdict": ("Difference", "Quotation", "Verdict", "Wording"),
    "terms": ("Term", "Terms", "list_terms"),
    "trends": ("Trend", "TrendKey", "TrendRow", "count_trend"),
}
"""The modules of public names."""

__all__ = [
    "LEAST",
    "MOST_SPEECHES",
    "Collocate",
    "CollocateOrder",
    "Collocates",
    "Comparison",
    "ContextLine",
    "Difference",
    "Dispersion",
    "Exported",
    "KeyWord",
    "KeyWords",
    "KeynessOrder",
    "LineOrder",
    "LongerNumber",
    "Ngram",
    "Quotation",
    "Quoted",
    "Reference",
    "Run",
    "RunKind",
    "RunOrder",
    "Sharing",
    "Source",
    "SpeechShare",
    "Term",
    "Terms",
    "Trend",
    "TrendKey",
    "TrendRow",
    "Verdict",
    "Wording",
    "cite_bibtex",
    "cite_csl",
    "cite_gb7714",
    "compare_speeches",
    "count_trend",
    "find_collocates",
    "find_key_words",
    "find_longer_number",
    "find_ngrams",
    "find_quoted",
    "list_contexts",
    "list_missing",
    "list_terms",
    "log_dice",
    "log_likelihood",
    "log_ratio",
    "make_reference",
    "measure_dispersion",
    "mutual_information",
    "refuse_many",
    "write_outside",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: a command needs one module."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = next(home for home, names in _HOMES.items() if name in names)
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return __all__
