"""Books: the pages of the spine in order, read as HTML."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from speechkit.errors import UnreadableFileError
from speechkit.formats import extract

CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>'
PACKAGE = (
    '<package xmlns:dc="dc"><metadata><dc:title>讲话集</dc:title><dc:creator>王林</dc:creator>'
    "<dc:date>2025-03-05</dc:date></metadata><manifest>"
    '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="b" href="%E4%BA%8C.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="t/1.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="c" href="c.css" media-type="text/css"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/>'
    '<itemref idref="lost"/></spine></package>'
)


def page(inner: str) -> str:
    """Return a page."""
    return f'<?xml version="1.0"?><html><head><title>x</title></head><body>{inner}</body></html>'


PAGES = {
    "OEBPS/nav.xhtml": page("<p>目录</p>"),
    "OEBPS/t/1.xhtml": page("<h1>第一篇</h1><p>各位代表：</p>"),
    "OEBPS/二.xhtml": page("<p>规<ruby>划<rt>huà</rt></ruby>落到实处。</p>"),
    "OEBPS/c.css": "p {}",
}


def make_epub(parts: dict[str, str], *, typed: bool = True) -> bytes:
    """Return a book of parts."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        if typed:
            archive.writestr("mimetype", "application/epub+zip")
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


BOOK = {"META-INF/container.xml": CONTAINER, "OEBPS/a.opf": PACKAGE, **PAGES}


@pytest.mark.parametrize("typed", [True, False])
def test_pages_come_in_the_order_of_the_spine(typed: bool) -> None:
    extracted = extract(make_epub(BOOK, typed=typed), "书.epub")
    texts = [piece.text for piece in extracted.pieces if not piece.dropped]
    assert texts == ["第一篇", "各位代表：", "规划落到实处。"]
    stated = extracted.format, extracted.title, extracted.author, extracted.date
    assert stated == ("epub", "讲话集", "王林", "2025-03-05")


def lock(algorithm: str) -> str:
    """Return a part that says how pages are encrypted."""
    return f'<e><EncryptionMethod Algorithm="{algorithm}"/></e>'


def test_locks_of_pages_are_named_and_those_of_fonts_are_none() -> None:
    name = "META-INF/encryption.xml"
    fonts = make_epub({**BOOK, name: lock("http://www.idpf.org/2008/embedding")})
    assert extract(fonts).format == "epub"
    with pytest.raises(UnreadableFileError, match="password"):
        extract(make_epub({**BOOK, name: lock("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}))


def test_what_is_no_book_is_named() -> None:
    with pytest.raises(UnreadableFileError, match="no-text"):
        extract(make_epub({"META-INF/container.xml": CONTAINER}))
    with pytest.raises(UnreadableFileError, match="damaged"):
        extract(make_epub(BOOK)[:-30])
