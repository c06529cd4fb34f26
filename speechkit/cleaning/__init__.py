"""Cleaning: an extracted text becomes a speech in numbered paragraphs, with what was done to it."""

from __future__ import annotations

from speechkit.cleaning.boilerplate import (
    Boilerplate,
    BoilerplateError,
    parse_boilerplate,
    shipped_boilerplate,
)
from speechkit.cleaning.model import Cleaned
from speechkit.cleaning.pipeline import clean
from speechkit.cleaning.reading import read_speech

__all__ = [
    "Boilerplate",
    "BoilerplateError",
    "Cleaned",
    "clean",
    "parse_boilerplate",
    "read_speech",
    "shipped_boilerplate",
]
