"""Search folders of raw Chinese speech texts.

::

    import speechkit

    corpus = speechkit.open("corpus")
    for hit in corpus.search("十四五"):
        print(hit.id, hit.title, hit.passage)
    print(corpus["003"].text)
"""

from __future__ import annotations

from speechkit.corpus import Corpus, CorpusError, UnknownSpeechError
from speechkit.corpus import open_corpus as open
from speechkit.search import Hit, Results
from speechkit.speech import Speech

__all__ = ["Corpus", "CorpusError", "Hit", "Results", "Speech", "UnknownSpeechError", "open"]
__version__ = "0.1.0"
