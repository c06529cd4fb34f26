"""The inner loops of indexing in machine code, where numba is installed (the extra ``fast``).

They give exactly what the plain modules give, which stay the reference (the tests compare them).
Texts go through them as arrays of code points. Importing this raises ImportError without numba, or
without a place to keep what it compiles: to compile takes longer than it saves.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numpy as np
import numpy.typing as npt
from numba import config, njit

from speechkit.cache import CacheError, cache_folder, make_private_folder
from speechkit.digests import digest_name

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

Codes = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int32]

CODES = 0x110000
"""How many code points Unicode has; some arrays hold a value for each, by code point."""


def compile_loop(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return ``function`` compiled at its first call, and kept from one process to the next."""
    return cast(Callable[Parameters, Result], njit(cache=True)(function))


def list_codes(text: str) -> Codes:
    """Return the code points of ``text``, not to be written to."""
    return np.frombuffer(text.encode("utf-32-le"), np.dtype("<u4"))


@lru_cache(maxsize=1)
def digest_sources() -> str:
    """Return a digest of all that the loops are made from.

    numba compares only the file that a function stands in, not those of what it calls and holds.
    """
    package = Path(__file__).parent
    paths = [*sorted(package.glob("*.py")), package.with_name("encoding.py")]
    paths.append(package.parents[1] / "folding.py")
    return digest_name(b"".join(path.read_bytes() for path in paths))


def _loops_folder() -> Path:
    """Return the private folder of these loops, made where it is missing; older ones go."""
    cache = cache_folder()
    folder = cache / f"loops-{digest_sources()}"
    if not folder.exists():
        forget_loops()
    make_private_folder(folder)
    return folder


def forget_loops() -> None:
    """Remove all compiled loops from the cache."""
    for folder in cache_folder().glob("loops-*"):
        shutil.rmtree(folder, ignore_errors=True)


try:
    vars(config)["CACHE_DIR"] = str(_loops_folder())
except CacheError as error:
    raise ImportError(str(error)) from error
