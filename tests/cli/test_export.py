"""``export`` in pipes: what is told, and errors."""

from __future__ import annotations

import json

import pytest

from cli.program import Program


def test_what_is_told(small: Program) -> None:
    done = small("export", "out")
    assert (done.status, done.error) == (0, "")
    assert done.fields[:2] == [["folder", str(small.folder / "out")], ["speeches", "2"]]
    assert sorted(path.name for path in (small.folder / "out").iterdir()) == [
        "001.txt",
        "002.txt",
        "metadata.csv",
    ]
    record = json.loads(small("export", "out", "--force", "--format", "jsonl").out)
    assert record["speeches"] == 2
    assert "2 speeches" in small.at_terminal("export", "out2", width=60).out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "export needs FOLDER; for example: "),
        (("corpus",), "is in the corpus (-C), in which nothing is written"),
        (("corpus/new",), "is in the corpus"),
        ((".",), "holds the corpus"),
        (("out", "--in", "nowhere"), "no speech nowhere"),
        (("there",), "metadata.csv is there already; overwrite with --force"),
        (("file",), "file"),
        (("file/x",), "Not a directory"),
    ],
)
def test_errors(small: Program, arguments: tuple[str, ...], told: str) -> None:
    (small.folder / "there").mkdir()
    (small.folder / "there" / "metadata.csv").write_text("mine", "utf-8")
    (small.folder / "file").write_text("mine", "utf-8")
    done = small("export", *arguments)
    assert (done.status, done.out) == (2, "")
    assert told in done.error
    assert "Traceback" not in done.error
    assert (small.folder / "there" / "metadata.csv").read_text("utf-8") == "mine"
