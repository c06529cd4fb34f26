"""Digests: short names for long things, and what tells one content from another."""

from __future__ import annotations

try:
    # hashlib would load OpenSSL for it, a twentieth of the time of a whole command.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

_NAME_BYTES = 8
_CONTENT_BYTES = 16


def digest_name(data: bytes) -> str:
    """Return 16 hexadecimal digits that stand for ``data`` in the name of a file."""
    return blake2b(data, digest_size=_NAME_BYTES).hexdigest()


def digest_content(data: bytes) -> bytes:
    """Return what tells one content of a file from another (16 bytes)."""
    return blake2b(data, digest_size=_CONTENT_BYTES).digest()
