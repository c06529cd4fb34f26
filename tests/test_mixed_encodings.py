"""Files of several encodings are read line by line; damage in one encoding stays damage."""

from __future__ import annotations

import itertools
import random

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from speechkit.formats import extract
from speechkit.formats.encodings import decode
from speechkit.formats.signatures import looks_binary

SIMPLIFIED = [
    "座谈会上的发言摘记",
    "防汛责任重大。我们要把规划落到实处，把民生工程办好。",
    "会议开了一整天，提了许多建议，大家都很满意。",
    "坚持稳中求进，GDP增长5%，完成了2024年的目标。",
]
TRADITIONAL = [
    "座談會上的發言摘記",
    "各部門要認真落實會議精神。",
    "我們要把規劃落到實處，把民生工程辦好，大家都很滿意。",
    "今天在座談會上的發言，提了許多建議！",
]
TEXTS = {"utf-8": SIMPLIFIED, "gb18030": SIMPLIFIED, "cp950": TRADITIONAL}
PAIRS = list(itertools.permutations(TEXTS, 2))


def lines_of(encoding: str, other: str) -> list[str]:
    """Lines that both encodings can hold."""
    return TEXTS["cp950"] if "cp950" in (encoding, other) else TEXTS[encoding]


def join(lines: list[tuple[str, str]]) -> tuple[str, bytes]:
    text = "".join(line + "\n" for line, _ in lines)
    return text, b"".join((line + "\n").encode(encoding) for line, encoding in lines)


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("times", [1, 20, 300])
def test_one_after_the_other(first: str, second: str, times: int) -> None:
    one = [(line, first) for line in lines_of(first, second)] * times
    two = [(line, second) for line in lines_of(second, first)] * times
    text, data = join(one + two)
    decoded = decode(data)
    assert decoded.text == text
    assert ("repaired", "mixed-encodings") in {(n.kind, n.rule) for n in decoded.notices}


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("place", [0, 1, 5, 12])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_line_in_the_midst(first: str, second: str, place: int, number: int) -> None:
    lines = [(line, first) for line in lines_of(first, second)] * 3
    lines.insert(place, (lines_of(second, first)[number], second))
    text, data = join(lines)
    decoded = decode(data)
    assert decoded.text == text
    (notice,) = decoded.notices
    assert (notice.kind, notice.rule, notice.times) == ("repaired", "mixed-encodings", 1)
    assert notice.text.startswith(f"{place + 1} ({second})")


@pytest.mark.parametrize("orders", list(itertools.permutations(TEXTS)))
def test_three_encodings(orders: tuple[str, ...]) -> None:
    lines = [(line, encoding) for encoding in orders for line in TRADITIONAL]
    text, data = join(lines)
    assert decode(data).text == text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends(line_end: str) -> None:
    lines = [SIMPLIFIED[1] + line_end, SIMPLIFIED[2] + line_end]
    data = lines[0].encode("gb18030") * 3 + lines[1].encode()
    decoded = decode(data)
    assert decoded.text.split("\n") == [SIMPLIFIED[1]] * 3 + [SIMPLIFIED[2], ""]
    assert decoded.notices[0].text.startswith("4 (")


def test_runs_within_a_line() -> None:
    before, run, after = "各部门要认真落实", "防汛责任，重", "大家都很满意。"
    data = before.encode() + run.encode("gb18030") + after.encode()
    assert decode((SIMPLIFIED[2] + "\n").encode() + data).text.endswith(before + run + after)
    data = before.encode("gb18030") + run.encode() + after.encode("gb18030")
    text = decode((SIMPLIFIED[2] + "\n").encode("gb18030") + data).text
    assert text.endswith(before + run + after)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b"\x93%s\x94", "“{}”"),
        (b"\x91%s\x92", "‘{}’"),
        (b"\x93%s\x94\x97\x93%s\x94", "“{0}”—“{0}”"),
        (b"%s it\x92s 5 \x96 6", "{} it’s 5 – 6"),
    ],
)
def test_quotes_of_code_page_1252(line: bytes, text: str) -> None:
    data = (SIMPLIFIED[1] + "\n").encode() + line.replace(b"%s", "防汛责任".encode())
    decoded = decode(data)
    assert decoded.text == SIMPLIFIED[1] + "\n" + text.format("防汛责任")
    assert [n.rule for n in decoded.notices] == ["mixed-encodings"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950"])
@pytest.mark.parametrize("appended", ["utf-16-le", "utf-16-be"])
def test_utf16_appended(encoding: str, appended: str) -> None:
    before = "".join(line + "\n" for line in lines_of(encoding, encoding)) * 3
    after = "".join(line + "\n" for line in TRADITIONAL)
    data = before.encode(encoding) + ("\ufeff" + after).encode(appended)
    assert not looks_binary(data)
    extracted = extract(data)
    assert extracted.text == before + after
    assert [(n.kind, n.rule) for n in extracted.notices] == [("repaired", "mixed-encodings")]


@pytest.mark.parametrize("encoding", TEXTS)
def test_damage_is_no_other_encoding(encoding: str) -> None:
    """Bytes that are lost, changed or put in leave the rest of a text as it is."""
    text = "\n".join(TEXTS[encoding] * 4)
    data = text.encode(encoding)
    draw = random.Random(1)
    for _ in range(150):
        place = draw.randrange(len(data))
        damaged = draw.choice([
            data[:place] + data[place + 1 :],
            data[:place] + bytes([draw.randrange(128, 256)]) + data[place + 1 :],
            data[:place] + bytes([draw.randrange(128, 256)]) + data[place:],
        ])  # fmt: skip
        decoded = decode(damaged)
        assert "mixed-encodings" not in {n.rule for n in decoded.notices}
        lines = decoded.text.split("\n")
        assert sum(line in TEXTS[encoding] for line in lines) >= len(lines) - 2


@pytest.mark.slow
def test_time_is_linear() -> None:
    _, data = join([(line, "gb18030") for line in SIMPLIFIED] + [(SIMPLIFIED[1], "utf-8")])
    assert_linear(lambda times: decode(data * times), 100)


@given(
    st.lists(
        st.tuples(st.sampled_from(SIMPLIFIED[1:]), st.sampled_from(["utf-8", "gb18030"])),
        min_size=3,
        max_size=12,
    )
)
def test_any_order_of_lines(lines: list[tuple[str, str]]) -> None:
    text, data = join(lines)
    assert decode(data).text == text
