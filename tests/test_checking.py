from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import speechkit
from speechkit.checking import LOW_CONFIDENCE, CheckedFile, CheckSummary
from speechkit.text.versions import DictionarySettings

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"
OTHER = "去年秋天收成不错，仓库里的粮食比前年多了两成，乡亲们的腰包也比往年鼓了不少。"

Check = Callable[..., dict[str, CheckedFile]]


@pytest.fixture
def folder(tmp_path: Path, dictionary_settings: DictionarySettings) -> Path:
    folder = tmp_path / "讲话"
    folder.mkdir()
    return folder


@pytest.fixture
def check(folder: Path, tmp_path: Path) -> Iterator[Check]:
    def run(*identifiers: str, duplicates: bool = True) -> dict[str, CheckedFile]:
        with speechkit.open(folder, index=tmp_path / "index.sqlite") as corpus:
            return {file.id: file for file in corpus.check(identifiers, duplicates=duplicates)}

    yield run


def rules(file: CheckedFile) -> list[tuple[str, str]]:
    return [(notice.kind, notice.rule) for notice in file.notices]


def test_a_clean_file_has_nothing_to_tell(folder: Path, check: Check) -> None:
    (folder / "001.txt").write_text(f"春耕讲话\n同志们：\n{BODY}\n", encoding="utf-8")
    file = check()["001"]
    assert (file.title, file.encoding, file.confidence, file.script) == (
        "春耕讲话",
        "utf-8",
        1.0,
        "simplified",
    )
    assert file.path == folder / "001.txt"
    assert not file.has_findings and not file.is_doubtful


def test_a_character_that_was_lost_before_is_doubtful(folder: Path, check: Check) -> None:
    damaged = BODY.replace("情绪", "情\ufffd\ufffd")
    (folder / "001.txt").write_text(f"春耕讲话\n同志们：\n{damaged}\n{damaged}\n", encoding="utf-8")
    file = check()["001"]
    (notice,) = file.notices
    assert (notice.kind, notice.rule, notice.times) == ("doubtful", "lost-character", 4)
    assert "群众情\ufffd" in notice.text
    assert file.is_doubtful


def test_damaged_bytes_are_told_as_what_they_are_and_what_is_lost(
    folder: Path, check: Check
) -> None:
    data = f"春耕讲话\n同志们：\n{BODY}\n{BODY}\n".encode()
    (folder / "001.txt").write_bytes(data[:60] + b"\xff" + data[60:])
    kinds = rules(check()["001"])
    assert kinds[0] == ("doubtful", "lost-character")
    assert ("repaired", "replaced-bytes") in kinds


def test_low_confidence_is_doubtful(folder: Path, check: Check) -> None:
    data = (BODY * 2).encode()
    for place in range(3, 120, 12):
        data = data[:place] + b"\xff" + data[place + 1 :]
    (folder / "001.txt").write_bytes(data)
    file = check()["001"]
    assert file.confidence < LOW_CONFIDENCE
    assert file.is_doubtful
    assert replace(file, notices=()).is_doubtful


def test_notices_begin_with_what_is_doubtful(folder: Path, check: Check) -> None:
    text = f"打印本页\n春耕讲话\n同志们：\n{BODY}&nbsp;好\ufffd\n{BODY}\n"
    (folder / "001.txt").write_text(text, encoding="utf-8")
    kinds = [kind for kind, _ in rules(check()["001"])]
    assert kinds == ["doubtful", "repaired", "dropped"]


def test_near_duplicates_name_each_other_and_cast_no_doubt(folder: Path, check: Check) -> None:
    (folder / "001.txt").write_text(f"春耕讲话\n同志们：\n{BODY}\n", encoding="utf-8")
    (folder / "002.txt").write_text(f"春耕讲话\n同志们：\n{BODY}\n{OTHER}\n", encoding="utf-8")
    files = check()
    (of_first,), (of_second,) = files["001"].duplicates, files["002"].duplicates
    assert (of_first.id, of_first.share, of_first.is_longer) == ("002", 1.0, True)
    assert (of_second.id, of_second.common, of_second.is_longer) == ("001", 1, False)
    assert files["001"].has_findings and not files["001"].is_doubtful
    assert not check(duplicates=False)["001"].has_findings


def test_named_files_only_but_duplicates_among_all(folder: Path, check: Check) -> None:
    for number in ("001", "002"):
        (folder / f"{number}.txt").write_text(f"春耕讲话\n同志们：\n{BODY}\n", encoding="utf-8")
    files = check("2", "002")
    assert list(files) == ["002"]
    assert [other.id for other in files["002"].duplicates] == ["001"]
    with pytest.raises(speechkit.UnknownSpeechError):
        check("009")


def test_the_summary_counts_files(folder: Path, check: Check) -> None:
    (folder / "001.txt").write_text(
        f"春耕讲话\n同志们：\n{BODY}\ufffd\n打印本页\n", encoding="utf-8"
    )
    (folder / "002.txt").write_text(f"春耕讲话\n同志们：\n{OTHER}\n", encoding="utf-8")
    summary = CheckSummary()
    for file in check().values():
        summary.add(file)
    assert summary == CheckSummary(files=2, doubtful=1, dropped=1, clean=1)
