"""Cleaning on the real files beside the repository; facts about the seeds are in golden/."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from decoded_texts import clean_text

from speechkit.cleaning import Cleaned
from speechkit.cleaning.annotations import drop_annotations

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SPEECHKIT_SHARED", ROOT.parent / "shared"))
GOLDEN = Path(__file__).parent / "golden" / "seeds.json"
HAN = re.compile("[\u3400-\u9fff]")
APPARATUS = ("editor-note", "table-of-contents")

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared data in {SHARED}")


def read(path: Path) -> Cleaned:
    return clean_text(path.read_text(encoding="utf-8"), name=path.stem)


def facts(cleaned: Cleaned) -> dict[str, Any]:
    """What golden/seeds.json holds of a file: no text but the title, a hash for each paragraph."""
    return {
        "title": cleaned.title,
        "date": cleaned.date,
        "speaker": cleaned.speaker,
        "occasion": cleaned.occasion,
        "source": cleaned.source,
        "sections": [[section.paragraph, section.name] for section in cleaned.sections],
        "notices": [
            [notice.kind, notice.rule, notice.times, digest(notice.text)]
            for notice in cleaned.notices
        ],
        "paragraphs": " ".join(map(digest, cleaned.paragraphs)),
    }


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_seeds_are_as_recorded(number: str) -> None:
    (path,) = (SHARED / "seeds").glob(f"{number}*")
    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))[number]
    found = facts(read(path))
    changed = [
        place
        for place, (old, new) in enumerate(
            zip(expected["paragraphs"].split(), found["paragraphs"].split(), strict=False), 1
        )
        if old != new
    ]
    assert changed == []
    assert found == expected


def test_no_furniture_is_left_in_the_seeds() -> None:
    signs = re.compile(
        "版权声明|备案号|Copyright|小[编編]|扩展阅读|微信|链接地址|免费查看|本文标题"
    )
    for path in (SHARED / "seeds").glob("*.txt"):
        assert not [p for p in read(path).paragraphs if signs.search(p)]


def test_the_annotated_seed_says_its_word_35_times() -> None:
    (path,) = (SHARED / "seeds").glob("001*")
    text, _ = drop_annotations(path.read_text(encoding="utf-8"))
    assert text.count("開發區") == 35
    cleaned = read(path)
    in_the_editors_lead_in = 1
    whole = "\n".join([cleaned.title, *cleaned.paragraphs])
    assert whole.count("開發區") == 35 - in_the_editors_lead_in
    assert [section.name for section in cleaned.sections] == ["篇1", "篇2"]
    assert any(notice.kind == "doubtful" for notice in cleaned.notices)


def provincial() -> list[Path]:
    return sorted((SHARED / "corpora" / "provincial_2026").glob("*.txt"))


def test_provincial_reports() -> None:
    assert len(provincial()) == 31
    for path in provincial():
        cleaned = read(path)
        assert cleaned.title.endswith("政府工作报告"), path.name
        assert cleaned.title not in cleaned.paragraphs
        assert not {"打印", "下载", "全屏", "】", "相关报道："} & set(cleaned.paragraphs)
        assert cleaned.date.startswith("2026-0"), path.name
        assert cleaned.speaker, path.name
        assert "代表大会" in cleaned.occasion, path.name


def test_leaders_speeches_named_by_their_title() -> None:
    named = sorted((SHARED / "corpora" / "leaders").glob("邓小平_*.txt"))
    wrong = [
        path.name
        for path in named
        if read(path).title != re.sub(r"^邓小平_\d+_[·_]*", "", path.stem)
    ]
    assert len(named) == 190
    assert wrong == []


def test_clean_files_keep_their_characters_and_stay_clean() -> None:
    for path in [*provincial(), *sorted((SHARED / "corpora" / "leaders").glob("*.txt"))[::4]]:
        text = path.read_text(encoding="utf-8")
        cleaned = read(path)
        whole = [cleaned.title, *cleaned.paragraphs] if cleaned.title else cleaned.paragraphs
        around = [notice.text for notice in cleaned.notices if notice.rule in APPARATUS]
        found = len(HAN.findall("".join((*whole, *around))))
        assert found >= 0.97 * len(HAN.findall(text)), path.name
        again = clean_text("\n".join(whole))
        assert (again.title, again.paragraphs) == (cleaned.title, cleaned.paragraphs), path.name


def test_html_fragments_give_the_title_they_are_named_by() -> None:
    folder = SHARED / "corpora" / "encodings"
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest, delimiter="\t") if "html" in row["file"]]
    for row in rows[::5]:
        path = folder / row["file"]
        text = path.read_text(encoding=row["true_encoding"])
        cleaned = clean_text(text)
        assert re.sub(r"\s", "", cleaned.title) in path.stem
        assert len(cleaned.title) > 10
        assert not [p for p in cleaned.paragraphs if re.search(r"</?(?:p|td|span|div)\b", p)]
