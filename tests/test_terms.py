"""Terms: words that do not overlap, whose counts add up to all words of a scope."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import MakeCorpus
from every_backend import open_everywhere

import speechkit
from speechkit.errors import UnknownSpeechError
from speechkit.model import Scope
from speechkit.research import list_terms
from speechkit.text.tokens import name_token
from speechkit.text.versions import DictionarySettings

FILES: dict[str | bytes, str | bytes] = {
    "001.txt": "在甲县会议上的讲话\n2023年5月1日\n改革开放以来，改革不断深化。GDP增长27.46亿元。\n",
    "002.txt": "在乙县会议上的讲话\n2024年5月1日\n深化改革，推动高质量发展。\n改革，再改革！\n",
    "003.txt": "没有日期的讲话\n改革開放。\n",
}
WITH_UNITS = FILES | {
    "004.txt": "在丁县会议上的讲话\n产值11.4亿元，增长11.4％，ＧＤＰ是11.4万元。\n"
}
SCOPES = (None, Scope(), Scope(ids=("001",)), Scope(since="2024"), Scope(ids=("001", "003")))


def test_the_counts_add_up_in_every_scope(
    make_corpus: MakeCorpus, dictionary_settings: DictionarySettings
) -> None:
    answers = []
    for corpus in open_everywhere(make_corpus(FILES), dictionary_settings).values():
        with corpus:
            for scope in SCOPES:
                spoken = Counter(
                    tokens.text[start:end]
                    for _, tokens in corpus.tokens(scope)
                    for start, end in tokens.spans
                )
                found = list_terms(corpus, scope=scope)
                assert found.words == sum(row.tokens for row in found.rows) == spoken.total()
                assert sum(row.per_million for row in found.rows) == pytest.approx(1e6)
                counts = {row.word: row.tokens for row in found.rows}
                assert counts["改革"] == spoken["改革"]
                assert counts.get("改革开放", 0) == spoken["改革开放"]
                answers.append((scope, found))
    third = len(answers) // 3
    assert answers[:third] == answers[third : 2 * third] == answers[2 * third :]


def test_a_word_within_a_longer_one_is_not_counted(make_corpus: MakeCorpus) -> None:
    with speechkit.open(make_corpus(FILES)) as corpus:
        found = {row.word: row for row in list_terms(corpus, "改革").rows}
        assert (found["改革"].tokens, found["改革"].occurrences) == (3, 6)  # 深化改革 is a term
        assert found["改革"].speeches == 3
        assert found["改革开放"].tokens == 2
        only = list_terms(corpus, "改革", Scope(ids=("003",)))
        assert [row.word for row in only.rows] == ["改革开放"]
        assert only.words == list_terms(corpus, "", Scope(ids=("003",))).words
        assert list_terms(corpus, "改革開").rows[0].word == "改革开放"
        with pytest.raises(UnknownSpeechError):
            list_terms(corpus, "", Scope(ids=("nowhere",)))


def test_speeches_are_those_of_the_scope_that_hold_the_word(
    make_corpus: MakeCorpus, dictionary_settings: DictionarySettings
) -> None:
    for name, corpus in open_everywhere(make_corpus(WITH_UNITS), dictionary_settings).items():
        with corpus:
            for scope in (*SCOPES, Scope(ids=("004",))):
                spoken = [
                    Counter(name_token(tokens.text[start:end]) for start, end in tokens.spans)
                    for _, tokens in corpus.tokens(scope)
                ]
                rows = list_terms(corpus, scope=scope).rows
                said = sum(spoken, Counter[str]())
                assert {row.word: row.tokens for row in rows} == said, (name, scope)
                for row in rows:
                    at_least = sum(row.word in counts for counts in spoken)
                    assert len(spoken) >= row.speeches >= at_least, (name, row)
                    assert row.occurrences >= max(row.tokens, row.speeches), (name, row)


def test_words_of_a_scope_are_those_of_its_speeches_alone(
    make_corpus: MakeCorpus, dictionary_settings: DictionarySettings
) -> None:
    for name, corpus in open_everywhere(make_corpus(WITH_UNITS), dictionary_settings).items():
        with corpus:
            every = list(corpus.words())
            assert (
                list(corpus.words(scope=Scope(ids=tuple(e.id for e in corpus.entries())))) == every
            ), name
            for entry in corpus.entries():
                alone = list(corpus.words(scope=Scope(ids=(entry.id,))))
                assert {word.speeches for word in alone} <= {1}, name
