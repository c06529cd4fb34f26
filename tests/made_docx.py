"""Small Word documents for tests, made of the XML that says what is to be read."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; what is no XML becomes a run of text."""
    inner = "".join(part if part.startswith("<") else run(part) for part in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    """Return a paragraph that a list counts."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=place)


def level(number: int, format: str, pattern: str, more: str = "") -> str:
    """Return a level of a list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(*levels: str, instances: str = "") -> str:
    """Return a part of lists: one definition, and an instance 1 unless others are given."""
    instances = instances or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{instances}'


def make_docx(
    *body: str,
    parts: Mapping[str, str] | None = None,
    namespace: str = TRANSITIONAL,
    separator: str = "/",
    properties: str = "",
) -> bytes:
    """Return a document; ``parts`` are others in ``word`` by their names (``numbering``)."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f"<w:body>{''.join(body)}</w:body>"
        for name, inner in {"document": document, **(parts or {})}.items():
            part = f'<w:{name} xmlns:w="{namespace}" {_OTHERS}>{inner}</w:{name}>'
            archive.writestr(f"word{separator}{name}.xml", part)
        if properties:
            archive.writestr(
                f"docProps{separator}core.xml",
                '<c:coreProperties xmlns:c="c" xmlns:d="d">' + properties + "</c:coreProperties>",
            )
    return data.getvalue()
