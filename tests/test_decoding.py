"""Decoding: every kind of file that people have, whole, short and damaged."""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.errors import DecodingError, SettingError
from speechkit.formats.encodings import decode
from speechkit.formats.signatures import looks_binary

SHARED = Path(
    os.environ.get("SPEECHKIT_SHARED") or Path(__file__).resolve().parents[1].parent / "shared"
)

SIMPLIFIED = "同志们：\n　　今年的工作要点是发展经济，改善民生。各部门要认真落实会议精神！\n"
TRADITIONAL = "各位同志：\n　　今年的工作要點是發展經濟，改善民生。各部門要認真落實會議精神！\n"
CANTONESE = "佢哋喺度傾偈，啲嘢好平，邊個唔鍾意呢？大家都話今日嘅天氣好好。"
JAPANESE = "日本国民は、正当に選挙された国会における代表者を通じて行動し、戦争の惨禍が起こる"
KOREAN = "대한민국은 민주공화국이다. 대한민국의 주권은 국민에게 있다."

CHINESE = [
    pytest.param(SIMPLIFIED, "gb18030", id="gb18030"),
    pytest.param(TRADITIONAL, "gb18030", id="gb18030-traditional"),
    pytest.param(TRADITIONAL, "cp950", id="cp950"),
    pytest.param(CANTONESE, "big5hkscs", id="big5hkscs"),
    pytest.param(SIMPLIFIED, "utf-8", id="utf-8"),
    pytest.param(SIMPLIFIED, "utf-16-le", id="utf-16-le"),
    pytest.param(TRADITIONAL, "utf-16-be", id="utf-16-be"),
    pytest.param(SIMPLIFIED, "utf-32-le", id="utf-32-le"),
    pytest.param(TRADITIONAL, "utf-32-be", id="utf-32-be"),
]


def with_line_feeds(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def notices(data: bytes, encoding: str | None = None) -> set[tuple[str, str]]:
    return {(notice.kind, notice.rule) for notice in decode(data, encoding).notices}


def differing(left: str, right: str) -> int:
    """Count the characters between the common beginning and the common end of two texts."""
    start = common_beginning(left, right)
    end = common_beginning(left[start:][::-1], right[start:][::-1])
    return max(len(left), len(right)) - start - end


def common_beginning(left: str, right: str) -> int:
    pairs = zip(left, right, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))


def shared(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"shared data is missing: {folder} (set SPEECHKIT_SHARED)")
    return folder


def shared_files() -> Iterator[tuple[Path, str]]:
    encodings = shared("corpora/encodings")
    with (encodings / "MANIFEST.tsv").open(encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t"):
            yield encodings / row["file"], row["true_encoding"]
    for name in ("leaders", "provincial_2026", "cmrc2018/docs"):
        for path in sorted(shared(f"corpora/{name}").iterdir()):
            yield path, "utf-8"
    for path in sorted(shared("corpora/leaders_raw").iterdir()):
        yield path, "gb18030"
    for path in sorted(shared("seeds").iterdir()):
        yield path, "utf-8"


@pytest.fixture(scope="module")
def speeches() -> list[str]:
    """Simplified speeches from the shared corpora, every eighth of them."""
    paths = [*shared("corpora/leaders").iterdir(), *shared("corpora/provincial_2026").iterdir()]
    return [path.read_text("utf-8")[:6000] for path in islice(sorted(paths), 0, None, 8)]


@pytest.fixture(scope="module")
def transcoded(speeches: list[str]) -> list[tuple[str, str]]:
    """Texts, each with an encoding that can hold it."""
    pairs = [(text, name) for text in speeches for name in ("gb18030", "utf-16-le", "utf-8")]
    for config, name in (("s2tw", "cp950"), ("s2hk", "big5hkscs"), ("s2t", "gb18030")):
        convert = opencc.OpenCC(config).convert
        pairs += [(convert(text).encode(name, "ignore").decode(name), name) for text in speeches]
    return pairs


# Shared data


def test_every_shared_file_is_read_right() -> None:
    wrong = []
    count = 0
    for path, encoding in shared_files():
        data = path.read_bytes()
        count += 1
        if decode(data).text != with_line_feeds(data.decode(encoding)) or looks_binary(data):
            wrong.append(path.name)
    assert wrong == []
    assert count > 1000


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_transcoded_speeches(transcoded: list[tuple[str, str]], line_end: str) -> None:
    for text, encoding in transcoded:
        data = text.replace("\n", line_end).encode(encoding)
        decoded = decode(data)
        assert decoded.text == with_line_feeds(text), encoding
        assert decoded.confidence > 0.99
        assert decoded.notices == ()
        assert not looks_binary(data)


@pytest.mark.parametrize(("length", "errors_per_thousand"), [(4, 20), (6, 8), (10, 3), (20, 0)])
def test_short_texts(
    transcoded: list[tuple[str, str]], length: int, errors_per_thousand: int
) -> None:
    choose = random.Random(length)
    total = 0
    wrong = []
    for text, encoding in transcoded:
        lines = [line.strip() for line in text.splitlines() if len(line.strip()) >= length]
        for line in choose.sample(lines, min(4, len(lines))):
            start = choose.randrange(len(line) - length + 1)
            piece = line[start : start + length].strip()
            total += 1
            if decode(piece.encode(encoding)).text != piece:
                wrong.append((piece, encoding))
    assert total > 300
    assert len(wrong) * 1000 <= errors_per_thousand * total, wrong


def test_texts_cut_anywhere(transcoded: list[tuple[str, str]]) -> None:
    choose = random.Random(1)
    for text, encoding in transcoded:
        data = text.encode(encoding)
        data = data[: choose.randrange(40, 3000)]
        whole = with_line_feeds(data.decode(encoding, "ignore"))
        assert decode(data).text.rstrip("\ufffd") == whole


def test_texts_with_one_bad_byte(transcoded: list[tuple[str, str]]) -> None:
    choose = random.Random(2)
    for text, encoding in transcoded:
        data = bytearray(text.encode(encoding))
        data[choose.randrange(len(data))] = 0xFF
        decoded = decode(bytes(data))
        assert differing(decoded.text, with_line_feeds(text)) <= 12, (encoding, decoded.encoding)


# The ladder


@pytest.mark.parametrize(("text", "encoding"), CHINESE)
def test_own_texts(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.notices) == (text, encoding, ())
    assert decoded.confidence > 0.99


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-16", f"utf-16-{sys.byteorder[0]}e"),
        ("utf-32", f"utf-32-{sys.byteorder[0]}e"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32-be", "utf-32-be"),
        ("gb18030", "gb18030"),
    ],
)
def test_byte_order_marks_go(codec: str, encoding: str) -> None:
    mark = "\ufeff" if codec[-2:] == "be" or codec == "gb18030" else ""
    decoded = decode((mark + "x中").encode(codec))
    assert (decoded.text, decoded.encoding, decoded.confidence) == ("x中", encoding, 1.0)


def test_mark_of_utf8_before_other_text_is_reported() -> None:
    data = b"\xef\xbb\xbf" + SIMPLIFIED.encode("gb18030")
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, "gb18030")
    assert notices(data) == {("repaired", "wrong-byte-order-mark")}


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf"])
def test_empty(data: bytes) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.confidence) == ("", "utf-8", 1.0)


def test_ascii_is_utf8() -> None:
    assert decode(b"five\r\nlines\rof\n\rtext").text == "five\nlines\nof\n\ntext"
    assert decode(b"five").encoding == "utf-8"


def test_other_line_separators_stay() -> None:
    text = "一\u2028二\u2029三\x85四\x0b五"
    assert decode(text.encode()).text == text


def test_nuls_and_escapes_do_not_mislead() -> None:
    text = "工作\x00报告\x1b[1m\x01" + SIMPLIFIED
    for encoding in ("utf-8", "gb18030"):
        decoded = decode(text.encode(encoding))
        assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decode(b"plain\0text of several words").text == "plain\0text of several words"


def test_utf16_without_any_chinese() -> None:
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le"):
        decoded = decode("plain text\n".encode(encoding))
        assert (decoded.text, decoded.encoding) == ("plain text\n", encoding)


def test_few_words_that_pass_as_utf8_letters() -> None:
    data = "实施同志".encode("gb18030")
    assert data.decode("utf-8") != "实施同志"  # they do pass
    assert decode(data).text == "实施同志"
    assert decode("Müller".encode()).text == "Müller"
    assert decode("Привет".encode()).text == "Привет"


def test_four_byte_characters_of_gb18030() -> None:
    text = SIMPLIFIED + "𠮷野家与㐂"
    assert decode(text.encode("gb18030")).text == text


def test_euro_signs_of_gb18030_and_of_code_page_936() -> None:
    assert decode((SIMPLIFIED + "€100").encode("gb18030")).text == SIMPLIFIED + "€100"
    decoded = decode(SIMPLIFIED.encode("gbk") + b"\x80100\x80\xb5\xc4")
    assert decoded.text == SIMPLIFIED + "€100€的"
    assert decoded.notices == ()


def test_big5_of_taiwan_and_of_hong_kong() -> None:
    assert decode((TRADITIONAL + "碁恒裏粧嫺").encode("cp950")).encoding == "cp950"
    assert decode((TRADITIONAL + "埗").encode("big5hkscs")).encoding == "big5hkscs"
    # The dot in names is the same code in both, but not the same character.
    names = TRADITIONAL.encode("cp950") + b"\xa4\xfd\xa1\x45\xa7\xf5"
    assert decode("在屋裡".encode("cp950") + names).text.endswith("王‧李\n"[:-1])
    assert decode("在屋裏".encode("cp950") + names).text.endswith("王•李")


def test_old_codes_of_big5() -> None:
    text = TRADITIONAL + "①會議②報告，一九九〇年"
    decoded = decode(text.encode("big5hkscs"))
    assert (decoded.text, decoded.encoding) == (text, "big5hkscs")


def test_encoding_is_found_beyond_long_ascii() -> None:
    data = b"<p>menu</p>\n" * 20_000 + SIMPLIFIED.encode("gb18030") + b"<p>end</p>\n" * 20_000
    assert decode(data).encoding == "gb18030"


def test_close_readings_are_named() -> None:
    decoded = decode("華碩".encode("cp950"))
    assert decoded.confidence < 0.95
    assert [(n.kind, n.rule) for n in decoded.notices] == [("doubtful", "close-encoding")]
    assert decoded.notices[0].text in ("cp950", "gb18030")


# Damage


def test_damaged_utf8_is_kept_and_counted() -> None:
    data = SIMPLIFIED.encode()
    damaged = data[:31] + b"\xff" + data[31:61] + b"\xfe" + data[61:]
    decoded = decode(damaged)
    assert decoded.encoding == "utf-8"
    assert decoded.text.replace("\ufffd", "") == SIMPLIFIED
    assert 0.5 < decoded.confidence < 1
    (notice,) = decoded.notices
    assert (notice.kind, notice.rule, notice.times) == ("repaired", "replaced-bytes", 2)
    assert notice.text == decoded.text[3:20]
    assert notice.text[8] == "\ufffd"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_cut_off_tail(encoding: str) -> None:
    data = (SIMPLIFIED * 3).strip().encode(encoding)[:-1]
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert decoded.text == (SIMPLIFIED * 3).strip()[:-1] + "\ufffd"
    assert notices(data) == {("repaired", "cut-off-tail")}


@pytest.mark.parametrize("damage", [b"", b" ", b"\xff"], ids=["lost", "blank", "foreign"])
def test_lost_byte_does_not_shift_the_rest_of_a_line(damage: bytes) -> None:
    line = SIMPLIFIED.replace("\n", "") * 5
    data = line.encode("gb18030")
    for place in range(20, 80, 2):
        damaged = data[:place] + damage + data[place + 1 :]
        decoded = decode(damaged)
        assert "\ufffd" in decoded.text
        assert differing(decoded.text, line) <= 5
        assert notices(damaged) == {("repaired", "replaced-bytes")}


def test_shift_that_passes_the_decoder_is_mended() -> None:
    text = "國際形勢和國內經濟。我們的工作要點是發展經濟，改善民生。各部門要認真落實會議"
    data = text.encode("gb18030")
    mended = 0
    for place in range(0, 20, 2):
        damaged = data[:place] + data[place + 1 :] + data
        assert differing(decode(damaged).text, text + text) <= 5
        # Some of the damage passes the decoder and is longer than that if left alone.
        mended += differing(damaged.decode("gb18030", "ignore"), text + text) > 5
    assert mended > 3


@given(st.text("工作报告各部门落实，\n\ue000\ue001\ue4c6\uf8ff龘靐齉龠", max_size=60))
def test_private_use_characters_stay(text: str) -> None:
    decoded = decode((SIMPLIFIED + text).encode("gb18030"))
    assert (decoded.text, decoded.notices) == (SIMPLIFIED + text, ())


def test_rare_characters_are_better_than_an_error() -> None:
    text = "龘靐齉龠犇猋骉麤毳淼掱焱垚" * 4
    decoded = decode(text.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (text, "gb18030")
    assert decoded.confidence < 0.5
    assert [n.kind for n in decoded.notices] == ["doubtful"]


def test_bad_byte_in_big5() -> None:
    data = TRADITIONAL.encode("cp950")
    place = data.index("精神".encode("cp950"))
    damaged = data[:place] + b"\xff" + data[place + 1 :]
    decoded = decode(damaged)
    assert decoded.encoding == "cp950"
    assert "\ufffd" in decoded.text
    assert differing(decoded.text, TRADITIONAL) <= 4
    assert notices(damaged) == {("repaired", "replaced-bytes")}


def test_lost_byte_at_the_beginning_does_not_hide_the_encoding() -> None:
    line = SIMPLIFIED.replace("\n", "") * 40
    data = line.encode("gb18030")
    decoded = decode(data[1:])
    assert decoded.encoding == "gb18030"
    assert decoded.text.endswith(line[4:])


# What is not Chinese


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        ("Le café est très bon, déjà vu à la fenêtre", "cp1252"),
        ("Привет, как дела? Это русский текст", "cp1251"),
    ],
)
def test_other_languages(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_guesses_say_so() -> None:
    data = (JAPANESE + "\n").encode("cp932") * 1000
    assert notices(data) == {("doubtful", "guessed-encoding")}
    assert decode(data).confidence <= 0.5


def test_nothing_fits() -> None:
    with pytest.raises(DecodingError, match="no encoding fits"):
        decode(random.Random(5).randbytes(5000))


# What the user says


def test_user_overrules() -> None:
    data = "華碩".encode("cp950")
    decoded = decode(data, "big5")
    assert (decoded.text, decoded.encoding, decoded.confidence) == ("華碩", "cp950", 1.0)
    assert decode("é".encode(), "windows-1252").text == "Ã©"
    assert decode(b"\xef\xbb\xbfa\r\nb", "UTF8").text == "a\nb"
    assert decode("裏面𠮷".encode("gb18030"), "gb2312").text == "裏面𠮷"


def test_damage_under_an_override_is_reported() -> None:
    decoded = decode(b"abc\xff\xfe def", "utf-8")
    assert decoded.text == "abc\ufffd\ufffd def"
    assert [(n.rule, n.times) for n in decoded.notices] == [("replaced-bytes", 2)]
    assert decoded.confidence < 1


@pytest.mark.parametrize("name", ["klingon", "", "hex", "rot13", "undefined", "a\0b", "中文"])
def test_unknown_encoding(name: str) -> None:
    with pytest.raises(SettingError, match="no encoding of text"):
        decode("中文".encode(), name)


# Properties


@given(st.binary(max_size=300) | st.binary(min_size=1, max_size=12))
def test_any_bytes_give_a_text_or_a_decoding_error(data: bytes) -> None:
    looks_binary(data)
    try:
        decoded = decode(data)
    except DecodingError:
        return
    assert 0 <= decoded.confidence <= 1
    assert "\r" not in decoded.text
    assert decoded.encoding == decoded.encoding.lower()
    b"".decode(decoded.encoding)


# Without what mojibake is made of (Ã©) and private-use characters: they have tests of their own.
_LEADS = "".join(map(chr, range(0xA1, 0xFF)))
_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Co"], exclude_characters=_LEADS)


@given(st.text(_LETTERS, min_size=17))
def test_any_long_enough_utf8_comes_back(text: str) -> None:
    assert decode(text.encode()).text == with_line_feeds(text)


@given(st.binary(max_size=200), st.sampled_from(["gb18030", "cp950", "big5hkscs", "utf-16-le"]))
def test_any_bytes_under_any_override(data: bytes, encoding: str) -> None:
    decoded = decode(data, encoding)
    assert decoded.encoding == encoding
    damage = {"replaced-bytes", "cut-off-tail"} & {notice.rule for notice in decoded.notices}
    assert bool(damage) == (decoded.confidence < 1)


# Binary files


def zip_file() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", SIMPLIFIED)
    return buffer.getvalue()


def sqlite_file(folder: Path) -> bytes:
    path = folder / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    return path.read_bytes()


def test_binary_files(tmp_path: Path) -> None:
    database = sqlite_file(tmp_path)
    files = {
        "zip": zip_file(),
        "gzip": gzip.compress(SIMPLIFIED.encode()),
        "sqlite": database,
        "sqlite-page": database[4096:],
        "program": Path(sys.executable).resolve().read_bytes()[:65536],
        "png": b"\x89PNG\r\n\x1a\n" + bytes(20),
        "pdf": b"%PDF-1.7\nplain text so far\n",
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50),
        "nuls": bytes(1000),
        "random": random.Random(3).randbytes(3000),
        "words": b"".join(n.to_bytes(4, "little") for n in range(2000)),
    }
    assert [name for name, data in files.items() if not looks_binary(data)] == []


@pytest.mark.parametrize(("text", "encoding"), CHINESE)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_texts_are_not_binary(text: str, encoding: str, mark: str) -> None:
    if mark and encoding in ("cp950", "big5hkscs"):
        pytest.skip("Big5 has no byte order mark")
    assert not looks_binary((mark + text * 20).encode(encoding))
    assert not looks_binary((mark + text).encode(encoding)[:-1])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_with_some_controls_is_not_binary(encoding: str) -> None:
    text = "\x1b[31m红\x1b[0m\0" + SIMPLIFIED + "\0\x01\b" + SIMPLIFIED
    assert not looks_binary(text.encode(encoding))
    assert not looks_binary(b"")
    assert not looks_binary("plain text".encode("utf-16-le"))


SEVEN_BITS = "在春耕大会上的讲话\n今天我们召开春耕大会，总结工作，部署任务。\n不误农时。\n"


@pytest.mark.parametrize("encoding", ["hz", "iso2022_jp_2"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_encodings_of_seven_bits(encoding: str, end: bytes) -> None:
    data = b"".join(line.encode(encoding) + end for line in SEVEN_BITS.splitlines())
    assert data.isascii()
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.notices) == (SEVEN_BITS, encoding, ())


def test_signs_of_seven_bits_that_are_not_read_are_doubtful() -> None:
    shifted = bytes(byte & 0x7F for byte in "春耕大会".encode("gb2312"))
    for data in (
        b"\x1b$)A\x0e" + shifted + b"\x0f\n",  # ISO-2022-CN
        b"~{" + shifted + b"~} is HZ\nfor the four characters\nwhich mean spring plowing\n",
    ):
        decoded = decode(data)
        assert [notice.kind for notice in decoded.notices] == ["doubtful"]
        assert decoded.confidence < 1
    for data in (b"a ~{ b\nc ~} d\n", b"~/notes {1}\n", b"\x1b[31mred\x1b[0m\n"):
        assert not decode(data).notices
