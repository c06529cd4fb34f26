"""Rows of tables, as every format writes them: a row a line, its cells parted by tabs."""

from __future__ import annotations

from collections.abc import Sequence

from speechkit.formats.model import Piece
from speechkit.text.characters import BLANKS

_LONGEST_CELL = 600


def row_pieces(cells: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Return a row on one line if it is a table's, as it is if it only lays out a page."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(_size(cell) <= _LONGEST_CELL for cell in filled):
        return [Piece("\t".join(map(_joined, filled)), filled[0][0].line)]
    return [piece for cell in filled for piece in cell]


def _size(cell: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in cell)


def _joined(cell: Sequence[Piece]) -> str:
    return " ".join(piece.text.strip(BLANKS) for piece in cell)
