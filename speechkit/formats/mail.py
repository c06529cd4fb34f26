"""Letters and archived pages (.eml, .mht): MIME, its text read as text or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from speechkit.errors import DecodingError, UnreadableFileError
from speechkit.formats import html, text
from speechkit.formats.encodings import Decoded, decode
from speechkit.formats.model import Extracted, Piece

if TYPE_CHECKING:
    from email.message import Message

_HEAD = 8_192
_HEADER_LINE = re.compile(rb"(?:From |[!-9;-~]+:[^\r\n]*)\r?\n")
_SIGNS = re.compile(
    rb"(?im)^(?:MIME-Version:|Content-Type:\s*(?:text|multipart|application)/|Received:\s|Message-ID:)"
)
_ALIASES = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80", "cp936", "hz-gb-2312x"), "gb18030"),
    **dict.fromkeys(("big5", "x-big5", "cp950", "big-5"), "big5hkscs"),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8"), "utf-8"),
}
_MOST_PARTS = 2_000
_DEEPEST = 30


def recognize(data: bytes, name: str) -> bool:
    """Return whether a file begins with headers as letters and archived pages have them."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n")
    return bool(_HEADER_LINE.match(head) and _SIGNS.search(head.partition(b"\n\n")[0][:_HEAD]))


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Return the text of a letter or page, and what its headers state; attachments are no text.

    Raises UnreadableFileError where there is no text in it.
    """
    from email import message_from_bytes

    message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
    extracted = [_read_part(part) for part in _text_parts(message, _DEEPEST)]
    pieces = tuple(piece._replace(line=0) for part in extracted for piece in part.pieces)
    if not any(piece.text.strip() for piece in pieces if not piece.dropped):
        raise UnreadableFileError("no-text")
    heads = [Piece(stated, dropped="mail-header") for stated in _heads(message)]
    page = next((part for part in extracted if part.format == "html"), None)
    is_saved = bool(message.get("Snapshot-Content-Location")) or _is_page(message)
    return Extracted(
        format="mht" if is_saved else "eml",
        pieces=(*heads, *pieces),
        title=(page.title if page else "") or _header(message, "Subject"),
        # Who saved a page, and when, says nothing of what is on it.
        author=(page.author if page else "") or ("" if is_saved else _sender(message)),
        date=(page.date if page else "") or ("" if is_saved else _date(message)),
        source=page.source if page else "",
        url=_header(message, "Snapshot-Content-Location") or (page.url if page else ""),
    )


def _is_page(message: Message) -> bool:
    return message.get_content_type() == "multipart/related" and not message.get("To")


def _text_parts(message: Message, depth: int) -> Iterator[Message]:
    """Yield the parts that are the letter's text: of alternatives the one that reads best."""
    if not message.is_multipart():
        attached = message.get_content_disposition() == "attachment"
        if message.get_content_maintype() == "text" and not attached:
            yield message
        return
    parts = [part for part in message.get_payload() if not isinstance(part, str)][:_MOST_PARTS]
    if depth <= 0:
        return
    kind = message.get_content_type()
    if kind == "multipart/alternative":
        parts = _best(parts)
    elif kind == "multipart/related":
        parts = parts[:1]
    for part in parts:
        yield from _text_parts(part, depth - 1)


def _best(parts: list[Message]) -> list[Message]:
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    filled = [part for part in plain if _payload(part).strip()]
    return filled[:1] or parts[-1:]


def _read_part(part: Message) -> Extracted:
    decoded = _decode(_payload(part), part.get_content_charset() or "")
    if part.get_content_subtype() == "html":
        return html.extract(decoded, "")
    return text.extract(decoded, "")


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _decode(data: bytes, charset: str) -> Decoded:
    """The text in its stated encoding if that fits, else in the one that does."""
    try:
        named = _ALIASES.get(charset.lower(), charset)
        data.decode(named)
        return decode(data, named)
    except (LookupError, UnicodeDecodeError, DecodingError, ValueError):
        return decode(data, None)


def _header(message: Message, name: str) -> str:
    """A header as text: words in their encodings joined, raw bytes decoded."""
    from email.errors import MessageError
    from email.header import decode_header

    raw = next((str(v) for key, v in message.raw_items() if key.lower() == name.lower()), "")
    try:
        words = decode_header(raw)
    except (ValueError, MessageError):
        words = [(raw, None)]
    decoded = []
    for word, charset in words:
        data = word if isinstance(word, bytes) else word.encode("utf-8", "surrogateescape")
        decoded.append(_decode(data, charset or "").text if data else "")
    return re.sub(r"\s+", " ", "".join(decoded)).strip()


def _heads(message: Message) -> Iterator[str]:
    for name in ("From", "To", "Cc", "Subject", "Date"):
        if found := _header(message, name):
            yield f"{name}: {found}"


def _sender(message: Message) -> str:
    from email.utils import parseaddr

    name, _ = parseaddr(_header(message, "From"))
    return "" if name.startswith("Saved by") else name


def _date(message: Message) -> str:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(str(message.get("Date") or "")).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
