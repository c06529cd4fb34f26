"""Files to text: what each format says, piece by piece.

Which format a file is in follows from its content. First come the documents, known by their
bytes; what is left must be text, is decoded once, and goes to the first format of texts that
knows it. A new format is a module with ``recognize`` and ``extract``, and a line in a registry.
Readers of documents are imported where the first bytes ask for one: a folder of texts needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.formats.model import Extracted, Piece
    from speechkit.formats.registry import extract, extract_decoded

__all__ = ["Extracted", "Piece", "extract", "extract_decoded"]


def __getattr__(name: str) -> object:
    """Import what is asked for then: a query reads names of files, and needs no format."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = "model" if name in ("Extracted", "Piece") else "registry"
    return getattr(import_module(f"{__name__}.{home}"), name)
