"""What files give an index: where that changes a number must, so that old indexes are made anew."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

from speechkit.backends.sqlite.encoding import unpack_text
from speechkit.backends.sqlite.storage import INDEX_FORMAT
from speechkit.ingest.analysis import Analysed, Analyser, AnalysisSettings, NumberedFile
from speechkit.ingest.folder import list_files
from speechkit.text.libraries import DictionarySettings
from speechkit.text.normalize import DATA_FOLDER, NORMALIZATION_VERSION

ROOT = Path(__file__).resolve().parents[1]

# By INDEX_FORMAT and NORMALIZATION_VERSION. Add a line for a new pair; to change one would leave
# people with indexes in which searches miss what they should find. (terms.txt may change freely.)
RECORDED = {(6, 1): "68282b314849e1b1"}

RULES = (
    ROOT / "speechkit" / "cleaning" / "boilerplate.txt",
    DATA_FOLDER / "variants.txt",
    DATA_FOLDER / "simplified.txt",
    ROOT / "speechkit" / "backends" / "sqlite" / "common.txt",
)


def digest_rules() -> str:
    lines = [line for path in RULES for line in path.read_text(encoding="utf-8").splitlines()]
    return repr([line for line in lines if line.strip() and not line.startswith("#")])


def digest_sample(settings: AnalysisSettings) -> str:
    """What the sample gives beside its words, which follow from libraries that indexes name."""
    listing = list_files(settings.root)
    batch = [NumberedFile(number, file) for number, file in enumerate(listing.files)]
    analyser = Analyser(settings, lambda _: NoWords())
    kept = []
    for _, result in analyser.analyse_batch(batch).results:
        assert isinstance(result, Analysed)
        fields = asdict(result) | {"file": result.file.path, "content": unpack_text(result.content)}
        kept.append(sorted(fields.items()))
    return repr(kept)


class NoWords:
    def count_words(self, text: str) -> dict[str, int]:
        return {}


def test_what_files_give_changes_only_with_its_number(
    dictionary_settings: DictionarySettings,
) -> None:
    settings = AnalysisSettings(ROOT / "corpus", dictionary_settings, None)
    now = hashlib.sha256((digest_rules() + digest_sample(settings)).encode()).hexdigest()[:16]
    pair = (INDEX_FORMAT, NORMALIZATION_VERSION)
    assert RECORDED.get(pair) == now, (
        f"files give another index than before: raise INDEX_FORMAT (or"
        f" NORMALIZATION_VERSION if normalizing changed), then record {now!r} with the numbers"
    )
