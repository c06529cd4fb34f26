"""How texts, postings and lengths lie in the index: packed and unpacked they are the same."""

from __future__ import annotations

import random
import sqlite3
import sys
import tracemalloc
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.backends.sqlite import encoding
from speechkit.backends.sqlite.encoding import (
    PAGE_SIZE,
    PARAGRAPH_GAP,
    TOKEN_SEPARATOR,
    Content,
    ContentCutter,
    content_id,
    join_content,
    pack_origins,
    pack_text,
    spell_tokens,
    split_tokens,
    unpack_origins,
    unpack_text,
)
from speechkit.backends.sqlite.postings import (
    BLOCK_SIZE,
    PostingRecords,
    count_postings,
    mark_kept,
    pack_lengths,
    pack_postings,
    read_records,
    split_postings,
    unpack_lengths,
    unpack_postings,
)
from speechkit.errors import DamagedIndexError
from speechkit.model import MetadataField, Origin, OriginKind
from speechkit.text.characters import is_han
from speechkit.text.jieba_segmenter import load_jieba

COMMON = Path(encoding.__file__).with_name("common.txt")
POSTINGS = st.dictionaries(st.integers(0, BLOCK_SIZE - 1), st.integers(1, 2_000), max_size=30)


def pack(postings: dict[int, int]) -> bytes:
    return b"".join(PostingRecords(place)[count] for place, count in postings.items())


def test_tokens_of_a_long_text_are_never_all_objects() -> None:
    text = "发展" * 500_000
    tracemalloc.start()
    tokens = spell_tokens(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert tokens.decode() == "".join(character + TOKEN_SEPARATOR for character in text)
    assert peak < 20 << 20


@given(POSTINGS)
def test_postings(postings: dict[int, int]) -> None:
    assert dict(unpack_postings(pack(postings))) == postings
    assert count_postings(pack(postings)) == (len(postings), sum(postings.values()))


@pytest.mark.parametrize("place", [0, 1, 255, 256, BLOCK_SIZE - 1])
def test_any_count_at_any_place(place: int) -> None:
    for count in (1, 11, 12, 13, 23, 24, 25, 71, 72, 215, 216, 217, 300, 70_000):
        assert list(unpack_postings(PostingRecords(place)[count])) == [(place, count)]


@given(POSTINGS, st.sets(st.integers(0, BLOCK_SIZE - 1)))
def test_postings_taken_out(postings: dict[int, int], others: set[int]) -> None:
    ascending = dict(sorted(postings.items()))
    for gone in (others, {*list(postings)[::2]}, {*postings}):
        rest = {place: count for place, count in ascending.items() if place not in gone}
        alone = pack({place: count for place, count in rest.items() if place % 2})
        three = {5: pack(ascending), 6: alone, 7: pack_postings(pack(ascending))}
        split = {
            key: (dict(unpack_postings(kept)), dict(unpack_postings(left)))
            for key, kept, left in split_postings(three, mark_kept(gone))
        }
        changed = {place: ascending[place] for place in ascending.keys() & gone}
        assert split == ({5: (rest, changed), 7: (rest, changed)} if changed else {})


@given(st.dictionaries(st.integers(0, BLOCK_SIZE - 1), st.integers(1, 300), max_size=200), POSTINGS)
def test_packed_postings(postings: dict[int, int], more: dict[int, int]) -> None:
    records = pack(dict(sorted(postings.items())))
    packed = pack_postings(records)
    assert len(packed) <= len(records)
    assert read_records(packed) == records
    assert read_records(packed + pack(more)) == records + pack(more), "more can be appended"


def test_postings_of_common_words_are_packed_to_a_third() -> None:
    records = pack(dict.fromkeys(range(0, BLOCK_SIZE, 3), 1))
    packed = pack_postings(records)
    assert len(packed) < len(records) / 3
    for end in range(2, len(packed)):
        with pytest.raises(DamagedIndexError):
            read_records(packed[:end])


@given(
    st.lists(st.tuples(*[st.binary(max_size=9_000)] * 4), max_size=4),
    st.integers(0, PAGE_SIZE),
    st.sampled_from((1, 127, 128, 4_095, 1 << 29)),
)
def test_content_in_pieces(
    contents: list[tuple[bytes, bytes, bytes, bytes]], room: int, first: int
) -> None:
    cutter = ContentCutter(room)
    for number, parts in enumerate(contents, first):
        rows = list(cutter.cut(number, Content(*parts)))
        assert [place for place, _ in rows] == [content_id(number, n) for n in range(len(rows))]
        assert max(len(piece) for _, piece in rows) <= 2_000
        assert join_content(piece for _, piece in rows) == Content(*parts)
        assert 0 <= cutter.room <= PAGE_SIZE


def test_contents_fill_the_pages(tmp_path: Path) -> None:
    """Several writers, one after the other, each told what room the last one left."""
    rng = random.Random(1)
    numbers, room, kept = iter(range(4_000, 5_000)), 0, 0
    with closing(sqlite3.connect(tmp_path / "contents.sqlite", isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        database.execute("CREATE TABLE content (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")
        for _ in range(4):
            cutter = ContentCutter(room)
            for number in islice(numbers, 60):
                content = Content(rng.randbytes(rng.randrange(9_000)), b"", b"", b"")
                kept += len(content.text)
                rows = cutter.cut(number, content)
                database.executemany("INSERT INTO content VALUES (?, ?)", rows)
            room = cutter.room
        ((pages,),) = database.execute("PRAGMA page_count")
    assert kept < pages * PAGE_SIZE < 1.015 * kept + 3 * PAGE_SIZE  # the last, the root, the schema


@pytest.mark.parametrize("data", [b"", b"\n", b"1 2\n", b"1 2 3 4\n", b"1 2 x\n"])
def test_content_without_its_beginning(data: bytes) -> None:
    with pytest.raises(DamagedIndexError):
        join_content([data])


@given(st.lists(st.integers(0, 2**32 - 1), max_size=50))
def test_lengths(lengths: list[int]) -> None:
    lengths += [0] * (BLOCK_SIZE - len(lengths))
    assert list(unpack_lengths(pack_lengths(lengths))) == lengths


@given(st.text())
def test_texts(text: str) -> None:
    assert unpack_text(pack_text(text)) == text


def test_every_character_of_unicode_is_kept() -> None:
    text = "".join(chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000)
    assert unpack_text(pack_text(text)) == text


def test_a_damaged_text_is_noticed() -> None:
    packed = pack_text("同志们，大家好" * 50)
    with pytest.raises(DamagedIndexError):
        unpack_text(packed[:-4] + b"oops")
    with pytest.raises(DamagedIndexError):
        unpack_text(packed[:-4])


def test_common_words_are_jieba_s_most_frequent_ones() -> None:
    """What texts are packed with; another list is another index format."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith("#")).split()
    frequencies = load_jieba(()).FREQ
    expected = sorted(
        (word for word in frequencies if len(word) > 1 and all(map(is_han, word))),
        key=lambda word: (-frequencies[word], word),
    )
    assert words[::-1] == expected[: len(words)]


def test_tokens_are_single_characters() -> None:
    assert split_tokens("发展\U00020000a").split(TOKEN_SEPARATOR) == ["发", "展", "\U00020000", "a"]
    assert split_tokens("") == ""


@given(st.lists(st.text(st.sampled_from("发展a，é\U00020000"), max_size=3), max_size=4))
def test_tokens_of_a_text_are_those_of_its_lines_with_a_gap_between_two(lines: list[str]) -> None:
    tokens = spell_tokens("\n".join(lines)).decode().split(TOKEN_SEPARATOR)[:-1]
    assert tokens == list(("\n" * PARAGRAPH_GAP).join(lines))


def test_origins() -> None:
    fields, kinds = get_args(MetadataField), get_args(OriginKind)
    for lines in ((), (0,), (3, 12_345)):
        origins = tuple(Origin(f, k, n) for f in fields for k in kinds for n in lines)
        assert unpack_origins(pack_origins(origins)) == origins
    for wrong in ("title", "title text x", "title text 3 4"):
        with pytest.raises(DamagedIndexError):
            unpack_origins(wrong)
