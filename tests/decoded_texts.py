"""Texts that need no file: extracted and cleaned as those of one that holds them would be."""

from __future__ import annotations

from speechkit.cleaning import Boilerplate, Cleaned, clean
from speechkit.formats import Extracted, extract_decoded
from speechkit.formats.encodings import Decoded


def extract_text(text: str, *, html: bool = False) -> Extracted:
    """Return what a file of this text gives; ``html`` gives it the ending of a page."""
    return extract_decoded(Decoded(text, "utf-8", 1.0, ()), "page.html" if html else "")


def clean_text(
    text: str, *, name: str = "", html: bool = False, boilerplate: Boilerplate | None = None
) -> Cleaned:
    """Return a text cleaned; ``name`` is the stem of its file's name."""
    return clean(extract_text(text, html=html), name, boilerplate=boilerplate)
