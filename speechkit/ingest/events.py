"""What is told of a folder while its index is opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from speechkit.ingest.folder import METADATA_NAME, Listing
from speechkit.model import Event, MetadataFault

Notify = Callable[[Event], None]
"""Takes what happened to an index, for the user to know."""

_MOST_FAULTS = 5
"""Of ``metadata.csv``, told when it is read; ``check`` tells all."""


def tell_faults(notify: Notify, root: Path, faults: Sequence[MetadataFault]) -> None:
    """Tell the first rows of ``metadata.csv`` that are wrong, and how many more there are."""
    place = str(root / os.fsdecode(METADATA_NAME))
    for fault in faults[:_MOST_FAULTS]:
        notify(Event("metadata-fault", place, fault=fault))
    if len(faults) > _MOST_FAULTS:
        notify(Event("metadata-more-faults", place, str(len(faults) - _MOST_FAULTS)))


def tell_unknown(notify: Notify, root: Path, listing: Listing) -> None:
    """Tell how many files with unknown endings are read, where there are no others."""
    if listing.unknown:
        notify(Event("unknown-endings", str(root), f"{listing.unknown:,}"))
