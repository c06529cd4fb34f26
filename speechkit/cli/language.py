"""Which language the user reads: what is said to people, never what is data."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Literal

Language = Literal["en", "zh"]

LANGUAGE_VARIABLE = "SPEECHKIT_LANG"

_VARIABLES = (LANGUAGE_VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set decides, as POSIX has it of the last three."""

_CHINESE_OF_WINDOWS = 0x04
"""The primary language of Windows' identifiers, their lower ten bits."""


def user_language(environment: Mapping[str, str] | None = None) -> Language:
    """Return ``zh`` for a user who reads Chinese, by the environment or the system, else ``en``."""
    values = os.environ if environment is None else environment
    named = next((values[name] for name in _VARIABLES if values.get(name)), "")
    if named:
        return "zh" if named.lower().startswith("zh") else "en"
    return "zh" if _system_is_chinese() else "en"


def _system_is_chinese() -> bool:
    """Return whether Windows shows itself in Chinese; other systems say so in the environment."""
    if sys.platform != "win32":
        return False
    import ctypes

    identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return bool(identifier & 0x3FF == _CHINESE_OF_WINDOWS)
