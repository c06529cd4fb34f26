"""The language of messages: English, or Chinese where the environment asks for it.

The library speaks English. The program asks for the user's language before it imports the rest, so
that what is said while modules are imported (the help of options) is in that language too. What
other programs read is never translated.

``_`` and ``ngettext`` are gettext's; ``N_`` and ``P_`` only mark texts that are translated when
they are shown.
The catalogues are made of ``locale/zh_CN/LC_MESSAGES/speechkit.po`` by ``tests/make_catalogue.py``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

__all__ = [
    "LANGUAGE_VARIABLE",
    "N_",
    "P_",
    "SIMPLIFIED",
    "TRADITIONAL",
    "_",
    "choose_language",
    "find_unknown_language",
    "is_translated",
    "ngettext",
    "use_language",
]

LANGUAGE_VARIABLE = "SPEECHKIT_LANG"
DOMAIN = "speechkit"
LOCALE_FOLDER = f"{os.path.dirname(__file__)}/locale"  # noqa: PTH120 - pathlib takes 3 ms

SIMPLIFIED = "zh_CN"
TRADITIONAL = "zh_TW"

_TRADITIONAL_PLACES = frozenset(("hant", "tw", "hk", "mo", "taiwan", "traditional"))
_CATALOGUES = {
    **dict.fromkeys(("en", "english", "英文", "英语", "英語", "c", "posix"), ""),
    **dict.fromkeys(("zh", "cn", "chinese", "中文", "汉语", "漢語", "simplified"), SIMPLIFIED),
    **dict.fromkeys(("简体", "简体中文", "簡體", "簡體中文", "简中"), SIMPLIFIED),
    **dict.fromkeys(("繁體", "繁體中文", "繁体", "繁体中文", "繁中", "正體中文"), TRADITIONAL),
    **dict.fromkeys(("tw", "hk", "traditional"), TRADITIONAL),
}
"""By what a language may be called: the first word of a locale, or what a person types."""
# Of Windows: identifiers of languages are LCIDs, whose low ten bits are the language.
_WINDOWS_CHINESE = 0x04
_WINDOWS_TRADITIONAL = frozenset((0x0404, 0x0C04, 0x1404))

_catalogue: NullTranslations | None = None


def _(message: str) -> str:
    """Return a message in the user's language."""
    if _catalogue is None or not message:  # "" has the head of the catalogue
        return message
    return _catalogue.gettext(message)


def ngettext(one: str, several: str, number: int) -> str:
    """Return the one of two messages that a number needs, in the user's language."""
    if _catalogue is None:
        return one if number == 1 else several
    return _catalogue.ngettext(one, several, number)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Return a message as it is; it is translated where it is shown, by ``_``."""
    return message


def P_(one: str, several: str) -> tuple[str, str]:  # noqa: N802 - as N_, with a plural
    """Return two messages as they are; they are translated where one is shown, by ``ngettext``."""
    return one, several


def is_translated() -> bool:
    """Return whether messages are in another language than English."""
    return _catalogue is not None


def choose_language(environment: Mapping[str, str]) -> str:
    """Return the name of the catalogue that the environment asks for; "" for English.

    ``SPEECHKIT_LANG`` goes before the locale, in which ``LC_ALL`` goes before ``LC_MESSAGES`` and
    that before ``LANG``. ``LANGUAGE``, a list, says which languages are read in a locale that has
    one. Where none of these is set the system is asked. A ``SPEECHKIT_LANG`` that is no language
    of ours counts as none.
    """
    chosen = _find_catalogue(environment.get(LANGUAGE_VARIABLE, ""))
    if chosen is not None:
        return chosen
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), None) or _ask_system()
    if locale.partition(".")[0] in ("", "C", "POSIX"):
        return ""
    for name in (environment.get("LANGUAGE") or locale).split(":"):
        found = _find_catalogue(name)
        if found is not None:
            return found
    return ""


def find_unknown_language(environment: Mapping[str, str]) -> str:
    """Return the ``SPEECHKIT_LANG`` that is no language of ours; "" if there is none such."""
    chosen = environment.get(LANGUAGE_VARIABLE, "")
    return chosen if chosen and _find_catalogue(chosen) is None else ""


def use_language(name: str) -> None:
    """Take messages from a catalogue, ``zh_CN`` or ``zh_TW``; "" is English.

    click takes its messages from the domain of the whole process, so that this is for the program
    alone. gettext reads the name of the language in the environment.
    """
    global _catalogue  # noqa: PLW0603 - one language for a process, as with gettext itself
    if not name:
        _catalogue = None
        return
    import gettext

    _catalogue = gettext.translation(DOMAIN, LOCALE_FOLDER, [name], fallback=True)
    os.environ["LANGUAGE"] = name
    gettext.bindtextdomain(DOMAIN, LOCALE_FOLDER)
    gettext.textdomain(DOMAIN)


def _find_catalogue(name: str) -> str | None:
    """Return the catalogue for a locale or the name of a language, None if it has none of ours.

    ``zh_CN.UTF-8``, ``zh-Hant-HK``, ``zh``, ``cn``, ``繁體``, ``Chinese (Traditional)_Taiwan.950``.
    """
    bare = name.partition(".")[0].partition("@")[0].lower()
    for mark in "-() ":
        bare = bare.replace(mark, "_")
    language, *places = [word for word in bare.split("_") if word] or [""]
    found = _CATALOGUES.get(language)
    if found == SIMPLIFIED and not _TRADITIONAL_PLACES.isdisjoint(places):
        return TRADITIONAL
    return found


def _ask_system() -> str:
    """Return the locale of the system's own language where that is Chinese."""
    if sys.platform != "win32":
        return ""
    import ctypes

    identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    if identifier & 0x3FF != _WINDOWS_CHINESE:
        return ""
    return TRADITIONAL if identifier in _WINDOWS_TRADITIONAL else SIMPLIFIED
