"""How an index lies on a cluster: into how many shards it is cut, and how many copies each has."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from speechkit.errors import SettingError
from speechkit.language import _

SHARDS_VARIABLE = "SPEECHKIT_SHARDS"
REPLICAS_VARIABLE = "SPEECHKIT_REPLICAS"

_BYTES_OF_A_SHARD = 20 << 30
"""Shards of 10 to 30 GB are what clusters carry well."""

_MOST_SHARDS = 1024
"""More are refused by clusters as they come."""

_MOST_REPLICAS = 99


class Layout(NamedTuple):
    """What a user may say of it; None leaves it to the program and the cluster."""

    shards: int | None = None
    replicas: int | None = None
    """Copies of each shard, besides the first."""

    def count_shards(self, size: int) -> int:
        """Return how many shards an index of files of so many bytes gets."""
        return self.shards or 1 + size // _BYTES_OF_A_SHARD

    @property
    def settings(self) -> dict[str, Any]:
        """What gives an index its copies: one of each shard where there is more than one node."""
        if self.replicas is None:
            return {"auto_expand_replicas": "0-1"}
        return {"auto_expand_replicas": False, "number_of_replicas": self.replicas}

    def is_met(self, settings: Mapping[str, object]) -> bool:
        """Return whether an index has its copies by this layout; of it a cluster tells strings."""
        wanted = {name: str(value).lower() for name, value in self.settings.items()}
        return all(settings.get(name) == value for name, value in wanted.items())


def read_layout(environment: Mapping[str, str] | None = None) -> Layout:
    """Return the layout that the environment names; raises SettingError for what is none."""
    known = os.environ if environment is None else environment
    return Layout(
        _read_number(known, SHARDS_VARIABLE, 1, _MOST_SHARDS),
        _read_number(known, REPLICAS_VARIABLE, 0, _MOST_REPLICAS),
    )


def _read_number(known: Mapping[str, str], variable: str, least: int, most: int) -> int | None:
    text = known.get(variable, "").strip()
    if not text:
        return None
    is_short = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not (is_short and least <= int(text) <= most):
        told = _("${variable} is {value}; give a number from {least} to {most}")
        raise SettingError(
            told.format(variable=variable, value=repr(text[:40]), least=least, most=most)
        )
    return int(text)
