"""Records as lines for other programs: tsv, csv and jsonl."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from speechkit.render.text import safe_line

Cell = str | int | float

# JSON allows these; a terminal, or a reader of lines, would take some of them for orders.
_UNQUIET = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
_FORMULA = r"[\s\"']*[=+\-@＝＋－＠﹢﹣﹦﹫−\t\r]"
_NEEDS_QUOTES = '[",\n\r]|^ | $'


def tsv_line(cells: Iterable[Cell]) -> str:
    """Return cells as one line with tabs between them."""
    return "\t".join(safe_line(str(cell)) for cell in cells) + "\n"


def csv_line(cells: Iterable[Cell]) -> str:
    """Return cells as one line for a spreadsheet, which must not take text for a formula."""
    return ",".join(map(_csv_cell, cells)) + "\n"


def json_line(record: Mapping[str, object], ascii_only: bool = False) -> str:
    """Return a record as one line of JSON that holds its text exactly and steers no terminal."""
    import json  # most output is in other formats

    line = json.dumps(record, ensure_ascii=ascii_only, separators=(", ", ": "))
    return re.sub(_UNQUIET, lambda found: f"\\u{ord(found[0]):04x}", line) + "\n"


def _csv_cell(cell: Cell) -> str:
    if not isinstance(cell, str):
        return str(cell)
    text = safe_line(cell)
    if re.match(_FORMULA, cell) or re.match(_FORMULA, text):
        text = f"'{text}"
    if re.search(_NEEDS_QUOTES, text):
        text = '"' + text.replace('"', '""') + '"'
    return text
