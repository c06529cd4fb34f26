"""Bytes to text: which encoding a file is in, and its text with one kind of line end.

The ladder, from certain to doubtful:

1. a byte order mark;
2. strict UTF-8, which hardly any Chinese text in another encoding passes by chance, HZ and
   ISO-2022 apart, whose signs tell them;
3. UTF-8 with damage: most of its sequences still pass;
4. the likeliest of several *readings* of a sample: GB18030, Big5, UTF-8 again (for texts too short
   for rung 3), UTF-16 and UTF-32 without a mark, Korean and Japanese EUC (which look like GB18030);
5. charset-normalizer, for what is none of these;
6. an error that names ``--encoding``.

Rung 4 compares likelihoods. That a file decodes proves little: nearly every Big5 file is also valid
GB18030. But the wrong reading is full of characters that nobody writes. Each character has a
weight, the natural logarithm of its rough share in Chinese text: by rank for the frequent ones, by
class for the rest. All readings account for the same bytes, so their sums compare as they are,
however many characters each makes of them, and the distance of the two best says how sure the
answer is. The classes need no table: GB 2312 and Big5 put common characters before rare ones, so
a character's own lead byte there tells its class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.errors import DecodingError
    from speechkit.formats.encodings.escapes import read_escapes
    from speechkit.formats.encodings.ladder import Decoded, decode
    from speechkit.formats.encodings.names import compose_name, exact_path, path_bytes, read_path
    from speechkit.formats.encodings.private_use import GUOBIAO

__all__ = [
    "GUOBIAO",
    "Decoded",
    "DecodingError",
    "compose_name",
    "decode",
    "exact_path",
    "path_bytes",
    "read_escapes",
    "read_path",
]

_HOMES = {
    "DecodingError": "speechkit.errors",
    "GUOBIAO": f"{__name__}.private_use",
    "Decoded": f"{__name__}.ladder",
    "decode": f"{__name__}.ladder",
    "read_escapes": f"{__name__}.escapes",
}
"""The modules of public names; the others are of names of files."""


def __getattr__(name: str) -> object:
    """Import what is asked for then: names of files, which a query reads, need no decoding."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, f"{__name__}.names")), name)
