"""Cleaning: a decoded text becomes a speech in numbered paragraphs, with what was done to it."""

from __future__ import annotations

from speechkit.cleaning.boilerplate import (
    Boilerplate,
    BoilerplateError,
    parse_boilerplate,
    shipped_boilerplate,
)
from speechkit.cleaning.model import Cleaned
from speechkit.cleaning.pipeline import clean
from speechkit.section import Section

__all__ = [
    "Boilerplate",
    "BoilerplateError",
    "Cleaned",
    "Section",
    "clean",
    "parse_boilerplate",
    "shipped_boilerplate",
]
