"""Dates that only a file's properties state: told as such, and behind the speeches' own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made_docx import make_docx, paragraph

import speechkit
from speechkit.cleaning import clean
from speechkit.formats import Extracted, Piece, extract
from speechkit.model import has_own_date, order_of_date, sort_by_date
from speechkit.research import cite_bibtex, cite_csl, cite_gb7714, make_reference

SAID = "同志们，方向要准，任务要清，责任要实，今年的春耕生产不误农时。"
OTHER = "同志们，方向要稳，任务要清，责任要实，今年的春耕生产不误农时。"


def document(*lines: str, created: str = "", author: str = "") -> bytes:
    properties = f"<d:created>{created}</d:created><d:creator>{author}</d:creator>"
    return make_docx(*map(paragraph, lines), properties=properties)


FILES: dict[str | bytes, str | bytes] = {
    "a.docx": document("春耕会讲话", SAID, created="1999-01-01T00:00:00Z"),
    "b.txt": f"秋收会讲话\n（2014年5月8日）\n{SAID}\n",
    "c.txt": f"冬训会讲话\n{SAID}\n",
    "d.docx": document("夏种会讲话", "（2013年3月2日）", SAID, created="2001-01-01T00:00:00Z"),
    "e.docx": document("夏训会讲话", SAID, created="2020-02-02T00:00:00Z", author="王大林"),
}
BY_DATE = ["d", "b", "a", "e", "c"]
NEWEST = ["b", "d", "e", "a", "c"]
"""Own dates first, then those of files, then none."""


@pytest.fixture(params=["memory", "sqlite"])
def corpus(request: pytest.FixtureRequest, make_corpus: Callable[..., Path]) -> speechkit.Corpus:
    folder = make_corpus(FILES)
    if request.param == "memory":
        return speechkit.from_files({path.name: path.read_bytes() for path in folder.iterdir()})
    return speechkit.open(folder)


def test_own_dates_come_first_wherever_speeches_are_dated(corpus: speechkit.Corpus) -> None:
    quotation = corpus.quote(SAID, 9)
    assert [wording.id for wording in quotation.wordings] == BY_DATE
    assert quotation.wordings[2].from_properties == ("date",)
    assert quotation.wordings[3].from_properties == ("date", "speaker")
    near = corpus.quote(OTHER, 9).wordings
    assert [wording.id for wording in near] == BY_DATE
    assert [hit.id for hit in corpus.search("春耕生产", sort="date", reverse=True)] == BY_DATE
    assert [hit.id for hit in corpus.search("春耕生产", sort="date")] == NEWEST
    assert [line.id for line in corpus.kwic("春耕生产", sort="date")] == NEWEST
    assert [line.id for line in corpus.kwic("春耕生产", sort="date", reverse=True)] == BY_DATE


def test_the_source_of_a_run_is_the_earliest_with_a_date_of_its_own(
    corpus: speechkit.Corpus,
) -> None:
    draft = speechkit.from_texts([SAID])["1"]
    (run,) = corpus.compare(draft).runs
    assert run.source is not None
    assert (run.source.id, run.source.from_properties) == ("d", ())
    (run,) = corpus.compare(draft, scope=speechkit.Scope(ids=("a", "c"))).runs
    assert run.source is not None
    assert (run.source.id, run.source.from_properties) == ("a", ("date",))


def test_trends_and_sums_tell_which_dates_are_files(corpus: speechkit.Corpus) -> None:
    trend = corpus.trend(["春耕生产"])
    assert (trend.left_out, trend.dated_by_properties) == (1, 2)
    assert {row.key for row in trend.rows} == {"1999", "2013", "2014", "2020"}
    assert corpus.trend(["春耕生产"], by="speech").dated_by_properties == 0
    sums = corpus.statistics()
    assert (sums.dated, sums.first_date, sums.last_date) == (2, "2013-03-02", "2014-05-08")


def test_check_doubts_what_only_properties_state(corpus: speechkit.Corpus) -> None:
    doubted = {
        file.id: [notice.rule for notice in file.notices if "properties" in notice.rule]
        for file in corpus.check()
    }
    assert doubted == {
        "a": ["date-of-properties"],
        "b": [],
        "c": [],
        "d": [],
        "e": ["date-of-properties", "speaker-of-properties"],
    }
    assert next(iter(corpus.check(["a"]))).is_doubtful


def test_references_tell_it_in_the_way_of_each_style(corpus: speechkit.Corpus) -> None:
    own, files = (make_reference(corpus[identifier]) for identifier in ("d", "e"))
    assert cite_gb7714(own) == "夏种会讲话[R]. 2013-03-02."
    assert cite_gb7714(files) == "王大林. 夏训会讲话[R]. [2020-02-02]."
    assert cite_gb7714(files._replace(url="http://a.cn")) == (
        "王大林. 夏训会讲话[R/OL]. ([2020-02-02]). http://a.cn."
    )
    assert "date = {2013-03-02}," in cite_bibtex(own)
    assert "note" not in cite_bibtex(own)
    assert "date = {2020-02-02?}," in cite_bibtex(files)
    assert "note = {日期、责任者据文件属性}," in cite_bibtex(files)
    assert cite_csl(own)["issued"] == {"date-parts": [[2013, 3, 2]]}
    assert cite_csl(files)["issued"] == {"date-parts": [[2020, 2, 2]], "circa": True}
    located = make_reference(corpus["e"], [1])
    assert cite_csl(located)["note"] == "第1段；日期、责任者据文件属性"


def test_hits_and_entries_tell_it(corpus: speechkit.Corpus) -> None:
    expected = {"a": ("date",), "b": (), "c": (), "d": (), "e": ("date", "speaker")}
    for found in (corpus.search("春耕生产"), corpus.entries(), corpus):
        told = {one.id: one for one in found}
        assert {name: one.from_properties for name, one in told.items()} == expected
        assert [name for name, one in told.items() if has_own_date(one)] in (["b", "d"], ["d", "b"])
        assert [one.id for one in sorted(told.values(), key=order_of_date)] == BY_DATE
        assert [
            one.id for one in sort_by_date(told.values(), lambda one: one, newest=True)
        ] == NEWEST


@pytest.mark.parametrize("form", ["docx", "doc", "pdf", "rtf", "odt", "epub", "eml"])
def test_properties_are_the_last_resort(form: str) -> None:
    body = [Piece("春耕会讲话"), *[Piece(SAID * 3)] * 3]
    stated = Extracted(form, tuple(body), date="1999-01-01", author="王大林")
    cleaned = clean(stated, "李小河：2014年春耕会讲话")
    assert (cleaned.date, cleaned.speaker) == ("2014", "李小河")
    titled = stated._replace(pieces=(Piece("2013年县长在春耕会上的讲话"), *body[1:]))
    assert clean(titled).date == "2013"
    alone = clean(stated)
    assert (alone.date, alone.speaker) == ("1999-01-01", "王大林")
    kinds = {origin.field: origin.kind for origin in alone.origins}
    assert (kinds["date"], kinds["speaker"]) == ("properties", "properties")


@pytest.mark.parametrize("form", ["markdown", "json", "org", "html", "mht"])
def test_what_is_written_on_purpose_is_no_property(form: str) -> None:
    pieces = (Piece("春耕会讲话"), *[Piece(SAID * 3)] * 3)
    cleaned = clean(Extracted(form, pieces, date="1999-01-01"))
    assert cleaned.date == "1999-01-01"
    assert not any(origin.kind == "properties" for origin in cleaned.origins)


def test_when_a_page_was_saved_is_no_date() -> None:
    page = (
        "From: <Saved by Browser>\r\nSubject: x\r\nDate: Thu, 1 Feb 2001 10:00:00 +0800\r\n"
        "Snapshot-Content-Location: http://a.cn/1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"<h1>春耕会讲话</h1><p>{SAID}</p>"
    )
    assert extract(page.encode()).date == ""
