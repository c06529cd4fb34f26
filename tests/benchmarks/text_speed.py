"""Normalizing and segmenting alone, in this process, on the sentences of real speeches."""

from __future__ import annotations

import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from statistics import median

from speechkit.text.dictionary import Dictionary, open_dictionary
from speechkit.text.fast_segmenters import DictionarySegmenter
from speechkit.text.normalize import normalize
from speechkit.text.user_words import combine_words
from speechkit.text.versions import DictionarySettings, library_versions

from .corpora import source_text
from .setting import Setting, say
from .tables import Table

_JIEBA = "jieba"


def measure_text_speed(setting: Setting) -> Iterator[Table]:
    """Yield the rates of normalizing and of the segmenters."""
    say("normalizing and segmenting")
    text = source_text()[: 500_000 if setting.small else 2_000_000]
    megabytes = len(text.encode()) / 1e6
    work = dict(_list_work(text))
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(setting.runs):
        for name, task in work.items():
            prepared = task()
            started = time.perf_counter()
            prepared()
            seconds[name].append(time.perf_counter() - started)
    rates = {name: megabytes / median(measured) for name, measured in seconds.items()}
    yield _make_table(rates, megabytes, setting.runs)


_Task = Callable[[], Callable[[], object]]
"""Prepares what is not measured and returns what is."""


def _list_work(text: str) -> Iterator[tuple[str, _Task]]:
    lines = text.split("\n")
    yield "normalizing", lambda: lambda: deque(map(normalize, lines), 0)
    settings = DictionarySettings(combine_words(()), library_versions())
    open_dictionary(settings)
    yield "speechkit", lambda: _own_segmenter(open_dictionary(settings), text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    jieba.initialize()
    yield _JIEBA, lambda: lambda: deque(jieba.cut_for_search(text, HMM=False), 0)
    if find_spec("rjieba"):
        import rjieba

        rjieba.cut_for_search("预热", False)
        yield "rjieba", lambda: lambda: [rjieba.cut_for_search(line, False) for line in lines]


def _own_segmenter(dictionary: Dictionary, text: str) -> Callable[[], object]:
    """Return the product's segmenter at work, its dictionary loaded as jieba's is."""
    segmenter = DictionarySegmenter(dictionary)
    return lambda: segmenter.count(text)


def _make_table(rates: dict[str, float], megabytes: float, runs: int) -> Table:
    rows = [
        (name, f"{rate:.1f}", "" if name == "normalizing" else f"{rate / rates[_JIEBA]:.1f}")
        for name, rate in rates.items()
    ]
    notes = [
        f"{megabytes:.1f} MB, medians of {runs} in turn, one thread, search mode without HMM,"
        " dictionaries loaded before; speechkit's memory of pieces is empty each time",
    ]
    if "rjieba" not in rates:
        notes.append("not installed, left out: rjieba")
    return Table("Normalizing and segmenting", ("step", "MB/s", "× jieba"), rows, notes)
