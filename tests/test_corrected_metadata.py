"""A corpus with a ``metadata.csv``: what it corrects, what stays, and how changes are followed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MakeCorpus
from every_backend import open_everywhere

import speechkit
from speechkit.ingest import index_opening
from speechkit.model import Event, Origin, Speech
from speechkit.text.dictionary import DictionarySettings

FILES: dict[str | bytes, str | bytes] = {
    "001.txt": "在甲县会议上的讲话\n2024年5月1日\n发言人：张三\n同志们：\n讲一点。\n",
    "002.txt": "在乙县会议上的讲话\n同志们：\n讲两点。\n",
    "sub/003.txt": "同志们：这里没有标题，只有一段话。\n第二段也是这样的话，说的是别的事。\n",
}
TABLE = (
    "文件,标题,日期,讲话人,场合,来源,网址\n"
    "001.txt,在甲县农业会议上的讲话,2023/4,-,甲县农业会议,甲县日报,https://example.org/1\n"
    "sub/003.txt,在丙县的讲话,,王五,,,\n"
)


@pytest.fixture
def corrected(make_corpus: MakeCorpus) -> Path:
    return make_corpus(FILES | {"metadata.csv": TABLE})


def test_all_fields_on_every_backend(
    corrected: Path, dictionary_settings: DictionarySettings
) -> None:
    fingerprints = set()
    for corpus in open_everywhere(corrected, dictionary_settings).values():
        with corpus:
            assert [entry.id for entry in corpus.entries()] == ["001", "002", "003"]
            assert corpus.skipped == ()
            first = corpus["001"]
            assert first.title == "在甲县农业会议上的讲话"
            assert (first.date, first.speaker) == ("2023-04", "")
            assert (first.occasion, first.source) == ("甲县农业会议", "甲县日报")
            assert first.url == "https://example.org/1"
            assert first.origins[0] == Origin("title", "metadata.csv")
            kinds = {origin.field: origin.kind for origin in first.origins}
            assert "speaker" not in kinds
            assert kinds["date"] == kinds["url"] == "metadata.csv"
            assert [hit.id for hit in corpus.search("title:农业会议")] == ["001"]
            assert [hit.id for hit in corpus.search("title:丙县")] == ["003"]
            assert corpus["003"].speaker == "王五"
            assert not any(notice.rule == "no-title" for notice in corpus["003"].notices)
            fingerprints.add(corpus.fingerprint())
    assert len(fingerprints) == 1


def test_the_old_title_stays_as_a_paragraph(
    corrected: Path, make_corpus: MakeCorpus, dictionary_settings: DictionarySettings
) -> None:
    with speechkit.open(make_corpus(FILES)) as corpus:
        before = corpus["001"]
    for corpus in open_everywhere(corrected, dictionary_settings).values():
        with corpus:
            speech = corpus["001"]
            assert speech.paragraphs == (before.title, *before.paragraphs)
            assert speech.lines == (1, *before.lines)
            assert [match.paragraph for match in corpus.matches("在甲县会议上")] == [1]
            assert corpus["003"].paragraphs[0].startswith("同志们")


def test_a_title_within_the_new_one_is_not_said_twice(make_corpus: MakeCorpus) -> None:
    table = "id,title\n1,在甲县会议上的讲话（摘要）\n2,-\n"
    with speechkit.open(make_corpus(FILES | {"metadata.csv": table})) as corpus:
        assert "在甲县会议上的讲话" not in corpus["001"].paragraphs
        second = corpus["002"]
        assert (second.title, second.title_in_text) == ("002", False)
        assert second.paragraphs[0] == "在乙县会议上的讲话"
        assert not any(origin.field == "title" for origin in second.origins)


def test_sections_and_turns_move_with_their_paragraphs(make_corpus: MakeCorpus) -> None:
    text = "# 记者会实录\n\n## 开场\n\n甲一。\n\n## 问答\n\n问：乙一？\n\n答：乙二。\n"
    with speechkit.open(make_corpus({"a.md": text})) as corpus:
        before = corpus["a"]
    table = "path,title\na.md,某次会议\n"
    with speechkit.open(make_corpus({"a.md": text, "metadata.csv": table})) as corpus:
        after = corpus["a"]
    assert before.title == "记者会实录" == after.paragraphs[0]
    assert before.sections

    def named(speech: Speech, kind: Callable[[Speech, int], str]) -> list[tuple[str, str]]:
        return [(text, kind(speech, n)) for n, text in enumerate(speech.paragraphs, 1)]

    for kind in (Speech.section_of, Speech.turn_of):
        assert named(after, kind)[1:] == named(before, kind)


def indexed(folder: Path) -> tuple[int, int, list[str]]:
    """Open a folder; return how many files were read and removed, and what was told."""
    events: list[Event] = []
    with speechkit.open(folder, notify=events.append) as corpus:
        summary = corpus.summary
        told = [event.fault.text for event in events if event.fault]
        return (summary.indexed, summary.removed, told) if summary else (0, 0, told)


def speakers(folder: Path) -> list[str]:
    with speechkit.open(folder) as corpus:
        return [entry.speaker for entry in corpus.entries()]


def test_a_change_of_the_table_reads_the_files_concerned(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(FILES)
    table = folder / "metadata.csv"
    assert indexed(folder)[0] == 3
    table.write_text("id,speaker\n001,甲某\n002,乙某\n", "utf-8")
    assert indexed(folder) == (2, 0, [])
    assert speakers(folder) == ["甲某", "乙某", ""]
    table.write_text("说明,id,speaker\n,sub/003,丙某\n,001,甲某\n002,002,乙\n", "utf-8")
    assert indexed(folder) == (2, 0, ["说明"])
    assert speakers(folder) == ["甲某", "乙", "丙某"]
    table.unlink()
    assert indexed(folder) == (3, 0, [])
    assert speakers(folder) == ["张三", "", ""]
    assert indexed(folder) == (0, 0, [])


def test_changes_of_the_table_at_once_after_each_other_are_seen(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(FILES)
    for name in ("甲某", "乙某", "丙某") * 2:
        (folder / "metadata.csv").write_text(f"id,speaker\n001,{name}\n", "utf-8")
        assert speakers(folder)[0] == name


def test_a_file_that_is_named_before_it_is_there(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(FILES | {"metadata.csv": "file,speaker\n004.txt,丁某\n"})
    assert indexed(folder) == (3, 0, ["004.txt"])
    (folder / "004.txt").write_text("在丁县的讲话\n一。\n", "utf-8")
    assert indexed(folder) == (1, 0, [])
    assert speakers(folder)[2] == "丁某"


def test_nothing_is_read_where_nothing_changed(
    corrected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = time.time() - 60
    for path in corrected.rglob("*"):
        os.utime(path, (then, then))
    time.sleep(0.12)
    indexed(corrected)
    monkeypatch.setattr(index_opening, "read_corrections", None)
    monkeypatch.setattr("speechkit.ingest.changes.read_corrections", None)
    assert indexed(corrected) == (0, 0, [])


def test_an_edited_file_keeps_its_correction(corrected: Path) -> None:
    indexed(corrected)
    (corrected / "001.txt").write_text("在甲县新会议上的讲话\n讲三点。\n", "utf-8")
    (corrected / "002.txt").touch()
    assert indexed(corrected)[0] == 1
    with speechkit.open(corrected) as corpus:
        assert corpus["001"].source == "甲县日报"
        assert corpus["001"].paragraphs[0] == "在甲县新会议上的讲话"


def test_faults_are_told_when_read_and_by_the_corpus(make_corpus: MakeCorpus) -> None:
    rows = "".join(f"{number},x\n" for number in range(900, 909))
    folder = make_corpus(FILES | {"metadata.csv": f"id,speaker\n{rows}"})
    events: list[Event] = []
    with speechkit.open(folder, notify=events.append) as corpus:
        assert [fault.text for fault in corpus.metadata_faults] == [*map(str, range(900, 909))]
    assert [event.code for event in events] == ["metadata-fault"] * 5 + ["metadata-more-faults"]
    assert events[-1].reason == "4"


def test_files_in_memory() -> None:
    files = {name: text.encode() for name, text in FILES.items() if isinstance(text, str)}
    named = {str(name): text for name, text in files.items()}
    with speechkit.from_files(named | {"metadata.csv": TABLE.encode() + b"9,,,,,,\n"}) as corpus:
        assert len(corpus) == 3
        assert corpus["001"].source == "甲县日报"
        assert [fault.text for fault in corpus.metadata_faults] == ["9"]


def test_a_table_in_a_folder_within_is_none(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(FILES | {"sub/metadata.csv": "id,speaker\n001,x\n"})
    with speechkit.open(folder) as corpus:
        assert corpus["001"].speaker == "张三"
        assert [file.name for file in corpus.skipped] == ["sub/metadata.csv"]


ODD: dict[str | bytes, str | bytes] = {
    **FILES,
    "003.md": '# =同名, "引号"\n一。\n',
    b"b\xff.txt": "在坏名字会上的讲话\n三。\n",
    "a-1.txt": "-减号开头的标题\n一。\n二。\n三。\n",
}


def test_an_export_put_back_changes_nothing(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    folder = make_corpus(ODD)
    with speechkit.open(folder) as corpus:
        before, fingerprint = list(corpus), corpus.fingerprint()
        corpus.export(tmp_path / "out")
    table = (tmp_path / "out" / "metadata.csv").read_bytes()
    (folder / "metadata.csv").write_bytes(table)
    with speechkit.open(folder) as corpus:
        assert list(corpus) == before
        assert corpus.metadata_faults == ()
    exported = tmp_path / "out"
    with speechkit.open(exported) as corpus:
        assert corpus.metadata_faults == ()
        assert [(s.title, s.date, s.speaker) for s in corpus] == [
            (s.title, s.date, s.speaker) for s in before
        ]
    text = table.decode("utf-8-sig").replace("张三", "张叁")
    (folder / "metadata.csv").write_bytes(text.encode("gb18030"))
    with speechkit.open(folder) as corpus:
        assert [s.speaker for s in corpus] == [s.speaker.replace("张三", "张叁") for s in before]
        assert corpus.fingerprint() != fingerprint
