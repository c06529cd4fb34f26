"""The index on the cluster: its fields, its settings, the names of its builds.

Documents are of six kinds. ``speech`` is matched by characters (``match_…``, one a token) and
ranked by ``words``; what lists tell is kept by column (``entry``), all else in ``kept``, which is
not looked into. ``word`` has the statistics of one word; ``part`` those of one batch, until the
build is sealed; ``listing`` and ``skipped`` tell of the folder; ``state`` of the whole.
"""

from __future__ import annotations

import os
from typing import Any

from speechkit.backends.sqlite.storage import INDEX_FORMAT
from speechkit.cache import digest_content, digest_name
from speechkit.ranking import K1, B
from speechkit.text.versions import NORMALIZATION_VERSION, DictionarySettings

_CLUSTER_FORMAT = 1

STATE, LEASE = "state", "lease"
"""Documents of which each build has one."""

NEWLINE = "\n"
"""Parts the paragraphs of a body; no phrase holds it."""


def _text(**options: Any) -> dict[str, Any]:
    return {"type": "text", "analyzer": "characters", "norms": False, **options}


_KEYWORD = {"type": "keyword"}
_NUMBER = {"type": "long", "index": False}

MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {
        "excludes": [
            *("words", "match_*", "entry", "order", "stem", "slashed", "digits", "number"),
            *("first_day", "last_day", "batch", "digest"),
        ]
    },
    "properties": {
        "kind": _KEYWORD,
        "order": _KEYWORD,  # text.order.natural_key, in hexadecimal digits
        "stem": _KEYWORD,  # the path without its ending
        "slashed": _KEYWORD | {"doc_values": False},  # the same behind a slash
        "digits": _KEYWORD,  # with which the file's name begins
        "number": _KEYWORD | {"doc_values": False},  # the same without zeros in front
        "first_day": _KEYWORD | {"doc_values": False},
        "last_day": _KEYWORD | {"doc_values": False},
        "digest": {"type": "binary", "doc_values": True},  # of the file
        "batch": _KEYWORD,
        "match_title": _text(),
        "match_body": _text(),
        "match_dropped": _text(),
        "match_speaker": _text(),
        "match_occasion": _text(),
        "match_source": _text(),
        "words": {
            "type": "text",
            "analyzer": "whitespace",
            "index_options": "freqs",
            "similarity": "words",
        },
        "length": _NUMBER,  # in words
        "entry": {"type": "binary", "doc_values": True},
        "word": _KEYWORD,
        "speeches": _NUMBER,
        "occurrences": _NUMBER,
        "tokens": _NUMBER,
        "kept": {"type": "object", "enabled": False},
    },
}


def index_settings(shards: int) -> dict[str, Any]:
    """Return the settings of an index that is cut into so many shards."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,  # until it is sealed: then they are copies of whole files
        "refresh_interval": "-1",
        "max_result_window": 10_000,
        "similarity": {"words": {"type": "BM25", "k1": K1, "b": B}},
        "analysis": {
            "tokenizer": {"character": {"type": "ngram", "min_gram": 1, "max_gram": 1}},
            "analyzer": {"characters": {"type": "custom", "tokenizer": "character"}},
        },
        # Removed speeches count for nothing in a sealed build: all are cleared away.
        "merge.policy.expunge_deletes_allowed": "0",
    }


def name_settings(dictionary: DictionarySettings, encoding: str) -> str:
    """Return what an index was made by, besides the files; another is another build."""
    made_by = (_CLUSTER_FORMAT, INDEX_FORMAT, NORMALIZATION_VERSION, dictionary.name, encoding)
    return digest_name(repr(made_by).encode())


def name_build(alias: str, made_by: str) -> str:
    """Return a new name for a build."""
    return f"{alias}.{made_by}.{os.urandom(4).hex()}"


def is_made_by(index: str, made_by: str) -> bool:
    """Return whether the name of a build says that it was made by some settings."""
    return index.split(".")[1:2] == [made_by]


def name_speech(order: str) -> str:
    """Return the ``_id`` of the speech of a sort key."""
    return "s" + digest_content(order.encode()).hex()


def name_word(word: str) -> str:
    """Return the ``_id`` of the statistics of a word."""
    return "w" + digest_content(word.encode("utf-8", "replace")).hex()


_LONGEST_TOKEN = 200


def index_word(word: str) -> str:
    """Return a word as one token of the field ``words``, whatever characters it has."""
    plain = len(word) <= _LONGEST_TOKEN and not any(map(str.isspace, word)) and word.isprintable()
    return word if plain else "#" + digest_content(word.encode("utf-8", "replace")).hex()


_LONGEST_KEYWORD = 2_000


def sort_word(word: str) -> str:
    """Return what a word is listed and found by: itself, or its beginning and a digest."""
    if len(word) <= _LONGEST_KEYWORD:
        return word
    return word[:_LONGEST_KEYWORD] + digest_content(word.encode("utf-8", "replace")).hex()
