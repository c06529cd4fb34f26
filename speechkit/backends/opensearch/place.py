"""Where an index on a cluster is: an address such as ``https://host:9200/name``."""

from __future__ import annotations

import re
from typing import NamedTuple

from speechkit.errors import SettingError
from speechkit.language import _

_PREFIX = "speechkit-"
_NAME = r"[a-z0-9][a-z0-9_-]{0,99}"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PORT = 9200


class ClusterPlace(NamedTuple):
    """One index on one cluster."""

    secure: bool
    """Whether the connection is encrypted."""
    host: str
    port: int
    name: str
    """As the user gave it."""

    @property
    def alias(self) -> str:
        """What the index is called on the cluster; each of its builds has a longer name."""
        return f"{_PREFIX}{self.name}"

    @property
    def address(self) -> str:
        """The cluster, without the index."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether the cluster is on this machine, so that nobody listens on the way."""
        return self.host in _LOOPBACK

    def __str__(self) -> str:
        return f"{self.address}/{self.name}"


def parse_place(text: str) -> ClusterPlace:
    """Return the place of an address; raises SettingError, which quotes no password."""
    from urllib.parse import urlsplit

    if "@" in text:  # wherever: a slash or a question mark in a password ends the host
        raise SettingError(
            _(
                "the address of the index holds a user or a password, which others could read;"
                " leave them out and set $SPEECHKIT_USER and $SPEECHKIT_PASSWORD, or write them"
                " into ~/.netrc"
            )
        )
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _not_an_address(text) from None
    name = parts.path.strip("/")
    if not host or parts.query or parts.fragment:
        raise _not_an_address(text)
    if not name:
        told = _("{place} has no name of an index; write one behind it: https://host:9200/name")
        raise SettingError(told.format(place=text))
    if not re.fullmatch(_NAME, name):
        told = _(
            "{name} is no name of an index; give lower-case letters, digits, - and _, at most 100:"
            " https://host:9200/name"
        )
        raise SettingError(told.format(name=name))
    return ClusterPlace(parts.scheme.lower() == "https", host, port or _PORT, name)


def _not_an_address(text: str) -> SettingError:
    told = _("{place} is no address of an index; one is written https://host:9200/name")
    return SettingError(told.format(place=repr(re.split("[?#]", text)[0])))
