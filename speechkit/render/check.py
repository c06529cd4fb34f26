"""Findings of ``check`` as lines and objects for other programs.

The columns of tsv and csv, one line a finding:

    id          of the speech; of a skipped file its path in the corpus
    kind        format, encoding; title, date, speaker, occasion, source or url; doubtful, repaired,
                dropped, duplicate or skipped; metadata, of a row of metadata.csv that is wrong;
                with --dropped also dropped-text: of that id is the place, rule what dropped it,
                count the line
    rule        of format and encoding: its name; of title … url: what it comes from (line,
                label, occasion, note, signature, title, heading, page, stated, properties,
                file-name or metadata.csv); of duplicate: the other's id; of skipped and metadata:
                the code of the reason; else the rule that acted, such as pinyin-annotation
    count       how often; of title … url: the line of the file, 0 where it comes from none; of
                metadata: the line of metadata.csv; of duplicate: the passages that both have; of
                format, encoding and skipped: 1
    text        what was repaired, dropped or is doubtful, as it was in the file; of encoding:
                confidence, of format the script; of title … url: what it is; of duplicate: the
                share of the shorter one's passages; of skipped: what the reason is about

The fields of jsonl, one object a file:

    id, path, title, encoding, format, confidence, script, doubtful (true or false),
    metadata    [{field, value, from, line}, ...]: from and line as rule and count above
    notices     [{kind, rule, count, text}, ...]
    duplicates  [{id, common, passages, share, longer}, ...]: passages are those of the shorter
                one, longer says whether the other is the longer one (or as long)
    skipped     the code of the reason, or "": of a skipped file all other fields but id, path and
                detail are empty
                (metadata.csv comes last where it is wrong: its notices are of kind metadata)
    detail      of a skipped file, what the reason is about, such as an ending
    dropped     with --dropped: [{number, line, rule, text, spans}, ...]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.language import _, ngettext
from speechkit.render.records import Cell
from speechkit.render.speech import dropped_records

if TYPE_CHECKING:
    from speechkit import CheckedFile, CheckSummary, Duplicate
    from speechkit.model import MetadataFault, Notice, Origin, SkippedFile

FINDING_COLUMNS = ("id", "kind", "rule", "count", "text")


def finding_cells(file: CheckedFile, *, dropped: bool = False) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of all findings of one file: its format first, then as they are sorted.

    With ``dropped`` its dropped text follows.
    """
    yield file.id, "format", file.format, 1, file.script
    if file.encoding:
        yield file.id, "encoding", file.encoding, 1, f"{file.confidence:.2f}"
    for origin, value in file.metadata:
        yield file.id, origin.field, origin.kind, origin.line, value
    for notice in file.notices:
        yield file.id, notice.kind, notice.rule, notice.times, notice.text
    for other in file.duplicates:
        yield file.id, "duplicate", other.id, other.common, f"{other.share:.3f}"
    for number, piece in enumerate(file.dropped if dropped else (), 1):
        yield f"{file.id}:~{number}", "dropped-text", piece.rule, piece.line, piece.text


def skipped_cells(file: SkippedFile) -> tuple[Cell, ...]:
    """Return the cells of a file that was not read."""
    return file.name, "skipped", file.reason, 1, file.detail


def checked_record(file: CheckedFile, *, dropped: bool = False) -> dict[str, object]:
    """Return a file with all its findings as an object, with ``dropped`` its dropped text too."""
    pieces = {"dropped": dropped_records(file.dropped)} if dropped else {}
    return {
        "id": file.id,
        "path": str(file.path),
        "title": file.title,
        "encoding": file.encoding,
        "format": file.format,
        "confidence": round(file.confidence, 4),
        "script": file.script,
        "doubtful": file.is_doubtful,
        "metadata": [_metadata_record(origin, value) for origin, value in file.metadata],
        "notices": list(map(_notice_record, file.notices)),
        "duplicates": list(map(_duplicate_record, file.duplicates)),
        "skipped": "",
        "detail": "",
        **pieces,
    }


def skipped_record(file: SkippedFile, root: Path) -> dict[str, object]:
    """Return a file that was not read as an object with the same fields."""
    return _unread_record(file.name, root) | {"skipped": file.reason, "detail": file.detail}


def _unread_record(path: str, root: Path) -> dict[str, object]:
    """Return the fields of a file that is no speech."""
    return {
        "id": path,
        "path": str(root / path),
        "title": "",
        "encoding": "",
        "format": "",
        "confidence": 0.0,
        "script": "",
        "doubtful": False,
        "metadata": [],
        "notices": [],
        "duplicates": [],
        "skipped": "",
        "detail": "",
    }


def fault_cells(fault: MetadataFault) -> tuple[Cell, ...]:
    """Return the cells of what is wrong with a row of ``metadata.csv``."""
    return "metadata.csv", "metadata", fault.code, fault.line, fault.text


def faults_record(faults: Iterable[MetadataFault], root: Path) -> dict[str, object]:
    """Return what is wrong with ``metadata.csv`` as an object with the same fields."""
    notices = [
        {"kind": "metadata", "rule": fault.code, "count": fault.line, "text": fault.text}
        for fault in faults
    ]
    return _unread_record("metadata.csv", root) | {"notices": notices, "doubtful": True}


def describe_summary(summary: CheckSummary, skipped: int = 0) -> str:
    """Return the summary of all files as one line."""
    numbers = (
        (summary.doubtful, _("{number} doubtful")),
        (summary.repaired, _("{number} repaired")),
        (summary.dropped, _("{number} with something dropped")),
        (summary.duplicates, _("{number} with near-duplicates")),
        (summary.clean, _("{number} with nothing to tell")),
        (skipped, _("{number} skipped")),
    )
    told = _(", ").join(what.format(number=f"{number:,}") for number, what in numbers if number)
    files = ngettext("{number} file", "{number} files", summary.files)
    files = files.format(number=f"{summary.files:,}")
    return _("{name}: {told}").format(name=files, told=told) if told else files


def _metadata_record(origin: Origin, value: str) -> dict[str, object]:
    return {
        "field": origin.field,
        "value": value,
        "from": origin.kind,
        "line": origin.line,
    }


def _notice_record(notice: Notice) -> dict[str, object]:
    return {
        "kind": notice.kind,
        "rule": notice.rule,
        "count": notice.times,
        "text": notice.text,
    }


def _duplicate_record(other: Duplicate) -> dict[str, object]:
    return {
        "id": other.id,
        "common": other.common,
        "passages": other.passages,
        "share": round(other.share, 4),
        "longer": other.is_longer,
    }
