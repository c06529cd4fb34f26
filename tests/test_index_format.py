"""What files give an index: where that changes a number must, so that old indexes are made anew."""

from __future__ import annotations

import hashlib
from pathlib import Path

from speechkit.backends.sqlite.storage import INDEX_FORMAT
from speechkit.cleaning.reading import read_speech
from speechkit.ingest.folder import list_files, read_bytes
from speechkit.text.data import DATA_FOLDER
from speechkit.text.normalize import normalize_lines
from speechkit.text.versions import NORMALIZATION_VERSION

ROOT = Path(__file__).resolve().parents[1]

# By INDEX_FORMAT and NORMALIZATION_VERSION. Add a line for a new pair; to change one would leave
# people with indexes in which searches miss what they should find. (Words may change freely.)
RECORDED = {
    (7, 1): "e1cb337ac7e432e9",
    (7, 2): "637938fe77d83bc9",
    (8, 3): "9e6fa2cefc977fc3",
    (9, 3): "9e6fa2cefc977fc3",
    (10, 3): "9e6fa2cefc977fc3",
    (11, 3): "5de4c6455ebadeb2",
    (12, 3): "5de4c6455ebadeb2",
    (13, 3): "6cf669a7ab4a3698",
    (14, 3): "6cf669a7ab4a3698",
}

RULES = (
    ROOT / "speechkit" / "cleaning" / "boilerplate.txt",
    DATA_FOLDER / "variants.txt",
    ROOT / "tests" / "simplified.txt",
    ROOT / "speechkit" / "backends" / "sqlite" / "common.txt",
)


def digest_rules() -> str:
    lines = [line for path in RULES for line in path.read_text(encoding="utf-8").splitlines()]
    return repr([line for line in lines if line.strip() and not line.startswith("#")])


def digest_sample(root: Path) -> str:
    """What the sample gives besides its words, which follow from libraries that indexes name."""
    kept = []
    for file in list_files(root).files:
        speech = read_speech(read_bytes(root, file.path), file.path, root)
        text = normalize_lines("\n".join((speech.title, *speech.paragraphs)))
        kept.append((speech._replace(path=Path(speech.path.name))._asdict(), text))
    return repr(kept)


def test_what_files_give_changes_only_with_its_number() -> None:
    sample = digest_rules() + digest_sample(ROOT / "corpus")
    now = hashlib.sha256(sample.encode()).hexdigest()[:16]
    pair = (INDEX_FORMAT, NORMALIZATION_VERSION)
    assert RECORDED.get(pair) == now, (
        f"files give another index than before: raise INDEX_FORMAT (or"
        f" NORMALIZATION_VERSION if normalizing changed), then record {now!r} with the numbers"
    )
