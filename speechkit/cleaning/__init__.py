"""Cleaning: a decoded text becomes a speech in numbered paragraphs, with what was done to it."""

from __future__ import annotations

from speechkit.cleaning.furniture import (
    Furniture,
    FurnitureError,
    parse_furniture,
    shipped_furniture,
)
from speechkit.cleaning.model import Cleaned
from speechkit.cleaning.pipeline import clean
from speechkit.section import Section

__all__ = [
    "Cleaned",
    "Furniture",
    "FurnitureError",
    "Section",
    "clean",
    "parse_furniture",
    "shipped_furniture",
]
