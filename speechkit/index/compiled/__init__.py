"""The inner loops of indexing in machine code, where numba is installed (the extra ``fast``).

They give exactly what the plain modules give, which stay the reference (the tests compare them).
Texts go through them as arrays of code points. Importing this raises ImportError without numba.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numpy as np
import numpy.typing as npt
from numba import njit

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

Codes = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int32]

CODES = 0x110000
"""How many code points Unicode has; some arrays hold a value for each, by code point."""


def compile_loop(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return ``function`` compiled at its first call, and kept between processes where possible."""
    try:
        return cast(Callable[Parameters, Result], njit(cache=True)(function))
    except RuntimeError:  # neither the package's folder nor the user's cache can be written
        return cast(Callable[Parameters, Result], njit(function))


def list_codes(text: str) -> Codes:
    """Return the code points of ``text``, not to be written to."""
    return np.frombuffer(text.encode("utf-32-le"), np.dtype("<u4"))
