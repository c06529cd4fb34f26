"""What a pipe's columns have no room for: which dates, titles and speakers are not sure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from speechkit.cli.terminal.streams import note
from speechkit.model import MetadataField
from speechkit.render.messages import describe_doubt


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def from_properties(self) -> tuple[MetadataField, ...]: ...


def tell_doubts(speeches: Iterable[_Named]) -> None:
    """Say once of each speech what of it only the properties of its file state."""
    for identifier, fields in {speech.id: speech.from_properties for speech in speeches}.items():
        if told := describe_doubt(identifier, fields):
            note(told)
