"""How much of an index is unpacked before the first of it is looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import MakeCorpus

import speechkit
from speechkit.backends.sqlite import reader
from speechkit.backends.sqlite.encoding import unpack_text


@pytest.mark.parametrize("what", ["texts", "speeches"])
def test_texts_that_are_long_unpacked_are_read_one_after_another(
    make_corpus: MakeCorpus, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    unpacked: list[int] = []

    def unpack(data: bytes, behind: str = "") -> str:
        text = unpack_text(data, behind)
        unpacked.append(len(text))
        return text

    repeated = "我们的国家的事业的发展，" * 50
    files: dict[str | bytes, str | bytes] = {
        f"{n:03}.txt": f"在第{n}次会上的讲话\n{repeated}\n{repeated}\n" for n in range(12)
    }
    monkeypatch.setattr(reader, "unpack_text", unpack)
    monkeypatch.setattr(reader, "_CHARACTERS_AT_ONCE", 3_000)
    with speechkit.open(make_corpus(files)) as corpus:
        backend = corpus._backend
        keys = list(backend.select())
        unpacked.clear()
        items: Iterator[object] = iter(getattr(backend, what)(keys))
        next(items)
        assert sum(unpacked[:-1]) < 3_000
        assert len(unpacked) > 1
        assert 1 + sum(1 for _ in items) == len(unpacked) == 12
