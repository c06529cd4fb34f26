"""Who asks a cluster: an API key, or a user and a password, never from a command line."""

from __future__ import annotations

import os
import stat
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from speechkit.backends.opensearch.place import ClusterPlace
from speechkit.errors import ClusterError
from speechkit.language import _

API_KEY_VARIABLE = "SPEECHKIT_API_KEY"
USER_VARIABLE = "SPEECHKIT_USER"
PASSWORD_VARIABLE = "SPEECHKIT_PASSWORD"
CA_VARIABLE = "SPEECHKIT_CA"


@dataclass(frozen=True)
class Credentials:
    """What goes into the header ``Authorization``; what is printed of it tells no secret."""

    header: str = field(default="", repr=False)
    """Empty where nobody in particular asks."""
    source: str = ""
    """Where it was found, for messages."""


def find_credentials(place: ClusterPlace, environment: Mapping[str, str]) -> Credentials:
    """Return who asks: by the environment, else by the netrc file, else nobody.

    Raises ClusterError for secrets that others can read, or that would be sent unencrypted.
    """
    found = _from_environment(environment) or _from_netrc(place, environment) or Credentials()
    if found.header and not (place.secure or place.is_local):
        told = _(
            "{address} is not encrypted, so the secret from {source} is not sent; write https://"
        )
        raise ClusterError(told.format(address=place.address, source=found.source))
    return found


def _from_environment(environment: Mapping[str, str]) -> Credentials | None:
    key = environment.get(API_KEY_VARIABLE, "").strip()
    if key:
        return Credentials(_one_line(f"ApiKey {key}", API_KEY_VARIABLE), f"${API_KEY_VARIABLE}")
    user = environment.get(USER_VARIABLE, "")
    if not user:
        return None
    if PASSWORD_VARIABLE not in environment:
        told = _("${first} is set without ${second}; set both")
        raise ClusterError(told.format(first=USER_VARIABLE, second=PASSWORD_VARIABLE))
    return _basic(user, environment[PASSWORD_VARIABLE], f"${USER_VARIABLE}")


def _from_netrc(place: ClusterPlace, environment: Mapping[str, str]) -> Credentials | None:
    named = environment.get("NETRC")
    path = Path(named) if named else Path.home() / ".netrc"
    if not path.is_file():
        if named:
            told = _("$NETRC names {path}, which is no file")
            raise ClusterError(told.format(path=path))
        return None
    import netrc

    try:
        entry = netrc.netrc(str(path)).hosts.get(place.host)
    except netrc.NetrcParseError as error:
        # Its message may quote what is in the file.
        told = _("{path} cannot be read: line {lineno} makes no sense")
        raise ClusterError(told.format(path=path, lineno=error.lineno)) from None
    except (OSError, UnicodeDecodeError) as error:
        told = _("{path} cannot be read ({type})")
        raise ClusterError(told.format(path=path, type=type(error).__name__)) from None
    if entry is None:
        return None
    _check_rights(path)
    user, _account, password = entry
    return _basic(user, password or "", str(path))


def _check_rights(path: Path) -> None:
    status = path.stat()
    if os.name == "posix" and (
        status.st_mode & (stat.S_IRWXG | stat.S_IRWXO) or status.st_uid != os.getuid()
    ):
        told = _("{path} holds a password and others may read it; type: chmod 600 {path}")
        raise ClusterError(told.format(path=path))


def _basic(user: str, password: str, source: str) -> Credentials:
    if ":" in user:
        told = _("the user from {source} holds a colon, which no user may")
        raise ClusterError(told.format(source=source))
    return Credentials("Basic " + b64encode(f"{user}:{password}".encode()).decode(), source)


def _one_line(header: str, variable: str) -> str:
    if not header.isascii() or not header.isprintable():
        told = _("${variable} holds characters that no key has")
        raise ClusterError(told.format(variable=variable))
    return header
