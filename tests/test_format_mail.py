"""Letters and archived pages: which part is the text, and in which encoding."""

from __future__ import annotations

import random
from base64 import b64encode
from quopri import encodestring

import pytest

from speechkit.errors import UnreadableFileError
from speechkit.formats import Extracted, extract, mail

BODY = "各位代表：朱镕基，珅。"


def letter(*headers: str | bytes, body: bytes) -> bytes:
    """Return a letter with headers."""
    lines = [h.encode() if isinstance(h, str) else h for h in ("MIME-Version: 1.0", *headers)]
    return b"\r\n".join([*lines, b"", body])


def part(kind: str, text: str, more: str = "") -> bytes:
    """Return a part of a letter in UTF-8."""
    head = f"--B\r\nContent-Type: {kind}; charset=utf-8\r\n{more}\r\n"
    return head.encode() + text.encode() + b"\r\n"


def of_parts(kind: str, *parts: bytes) -> bytes:
    """Return a letter of parts."""
    header = f'Content-Type: multipart/{kind}; boundary="B"'
    return letter("Subject: x", "To: y", header, body=b"".join(parts) + b"--B--\r\n")


def texts(data: bytes) -> list[str]:
    """Return the lines of a letter that are not dropped."""
    extracted = extract(data, "信.eml")
    pieces = [piece.text for piece in extracted.pieces if not piece.dropped]
    return [line for text in pieces for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "x-gbk", "gb18030", "no-such-charset", ""])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_what_is_called_gb2312_is_read_as_gb18030(charset: str, transfer: str) -> None:
    raw = (BODY * 5).encode("gb18030")
    encoded = {"quoted-printable": encodestring(raw), "base64": b64encode(raw)}.get(transfer, raw)
    kind = f"Content-Type: text/plain; charset={charset}" if charset else "Content-Type: text/plain"
    data = letter(kind, f"Content-Transfer-Encoding: {transfer}", body=encoded)
    assert texts(data) == [BODY * 5]


@pytest.mark.parametrize(
    "subject",
    [
        b"Subject: =?gb2312?B?" + b64encode("关于镕的通知".encode("gb18030")) + b"?=",
        b"Subject: =?utf-8?Q?=E5=85=B3=E4=BA=8E?= =?utf-8?Q?=E9=95=95=E7=9A=84=E9=80=9A=E7=9F=A5?=",
        b"Subject: " + "关于镕的通知".encode("gb18030"),
        b"Subject: " + "关于镕的通知".encode(),
    ],
)
def test_headers_are_metadata_and_dropped_text(subject: bytes) -> None:
    sender = b"From: =?utf-8?B?" + b64encode("王林".encode()) + b"?= <a@b.cn>"
    data = letter(subject, sender, "Date: Wed, 05 Mar 2025 08:00:00 +0800", body=BODY.encode())
    extracted = extract(data)
    stated = extracted.format, extracted.title, extracted.author, extracted.date
    assert stated == ("eml", "关于镕的通知", "王林", "2025-03-05")
    heads = [piece.text for piece in extracted.pieces if piece.dropped == "mail-header"]
    assert "Subject: 关于镕的通知" in heads


def test_of_alternatives_the_plain_text_is_read_unless_it_is_empty() -> None:
    page = part("text/html", "<p>网页</p>")
    assert texts(of_parts("alternative", part("text/plain", "文字"), page)) == ["文字"]
    assert texts(of_parts("alternative", part("text/plain", " "), page)) == ["网页"]


def test_attachments_are_no_text() -> None:
    attached = part("text/plain", "附件", "Content-Disposition: attachment; filename=a.txt\r\n")
    assert texts(of_parts("mixed", part("text/plain", "正文"), attached)) == ["正文"]


def test_an_archived_page_is_its_first_part() -> None:
    data = letter(
        "From: <Saved by Blink>", "Snapshot-Content-Location: https://example.org/a",
        'Content-Type: multipart/related; type="text/html"; boundary="B"',
        body=part("text/html", f"<html><body><p>{BODY}</p></body></html>")
        + part("text/html", "<p>广告</p>") + b"--B--",
    )  # fmt: skip
    extracted = extract(data, "a.mht")
    assert (extracted.format, extracted.url, extracted.author) == (
        "mht",
        "https://example.org/a",
        "",
    )
    assert texts(data) == [BODY]


@pytest.mark.parametrize("word", ["=?utf-8?B?A?=", "=?utf-8?Q?=?=", "=?x?B?====?=", "=?utf-8?B??="])
def test_words_of_headers_that_are_damaged_stay_as_they_are(word: str) -> None:
    assert texts(letter(f"Subject: {word}", body=BODY.encode())) == [BODY]


@pytest.mark.parametrize(
    "text", ["From: 王林\n\n各位代表：", "Date: 2025\nTo: all\n\n正文", "标题\nMIME-Version: 1.0\n"]
)
def test_ordinary_texts_are_no_letters(text: str) -> None:
    assert not mail.recognize(text.encode(), "a.eml")


def test_nested_and_mutated_letters_are_read_or_named() -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(500)
    )
    with pytest.raises(UnreadableFileError, match="no-text"):
        extract(b"MIME-Version: 1.0\r\n" + nested)
    data = of_parts("alternative", part("text/plain", BODY), part("text/html", "<p>x</p>"))
    chance = random.Random(1)
    for _ in range(200):
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            changed[chance.randrange(len(data))] = chance.randrange(256)
        try:
            assert isinstance(mail.extract(bytes(changed), "", None), Extracted)
        except UnreadableFileError as error:
            assert error.reason == "no-text"
