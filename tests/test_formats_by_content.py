"""Documents are what their bytes say: every format under the name of every other one."""

from __future__ import annotations

import pytest
from made_doc import Paragraph, make_doc
from made_docx import STRICT, make_docx, paragraph
from made_pdf import lines, make_pdf
from test_format_epub import CONTAINER, PACKAGE, make_epub, page
from test_format_odt import make_odt

from speechkit.formats import extract

SAID = "各位代表：春耕生产要抓紧，不误农时。"
_RTF = "".join(f"\\'{byte:02x}" for byte in SAID.encode("gbk"))
_PAGE = f"<html><body><p>{SAID}</p></body></html>"
_LETTER = (
    "MIME-Version: 1.0\r\nSubject: x\r\nTo: y\r\nContent-Type: text/{}; charset=utf-8\r\n\r\n{}"
)
BOOK = {
    "META-INF/container.xml": CONTAINER,
    "OEBPS/a.opf": PACKAGE,
    "OEBPS/t/1.xhtml": page(f"<p>{SAID}</p>"),
}
DOCUMENTS = {
    "docx": make_docx(paragraph(SAID)),
    "docx, Strict": make_docx(paragraph(SAID), namespace=STRICT),
    "docx, backslashes": make_docx(paragraph(SAID), separator="\\"),
    "doc": make_doc([Paragraph([SAID])]),
    "odt": make_odt(f"<text:p>{SAID}</text:p>"),
    "rtf": (r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 x;}}\f0 " + _RTF + "}").encode(),
    "epub": make_epub(BOOK),
    "pdf": make_pdf(lines([SAID])),
    "eml": _LETTER.format("plain", SAID).encode(),
    "mht": f"Snapshot-Content-Location: http://a.cn\r\n{_LETTER.format('html', _PAGE)}".encode(),
    "html": _PAGE.encode(),
}
ENDINGS = ("doc", "docx", "wps", "odt", "rtf", "epub", "pdf", "eml", "mht", "htm", "txt", "xyz")


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_ending_makes_no_difference(kind: str) -> None:
    data = DOCUMENTS[kind]
    for name in ("", *(f"讲话.{ending}" for ending in ENDINGS)):
        extracted = extract(data, name)
        assert extracted.format == kind.partition(",")[0], name
        kept = "".join(piece.text for piece in extracted.pieces if not piece.dropped)
        assert kept.strip() == SAID, name
