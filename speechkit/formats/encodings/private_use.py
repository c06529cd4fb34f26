"""Private-use characters that older tables put in the place of real ones, read as these.

Two standards had characters before Unicode did. GBK and GB18030 of 2000 gave them code points from
U+E5E5 on, which GB18030 of 2005 and 2022 took back; Hong Kong's HKSCS and Taiwan's ETEN extension
gave their codes those from U+E000 to U+F848 in turn. So one code point can mean either. A text
whose private-use characters are all of GBK means GBK, as only one in fifty of HKSCS is among them.
HKSCS is meant where a traditional text has nothing but its code points, most of them between
Chinese characters. Any other private-use character is the text's own, such as an icon, and stays.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from speechkit.model import Notice

_GUOBIAO = {  # first code point: the characters of GB18030-2022 from there on
    0xE5E5: "\u3000",  # A3A0
    0xE76C: "€",  # A2E3
    0xE78D: "︐︒︑︓︔︕︖︗︘︙",  # A6D9–A6DF, A6EC, A6ED, A6F3
    0xE7C7: "ḿǹ",  # A8BC, A8BF
    0xE7E7: "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻",  # A989–A995
    0xE815: (  # FE50–FEA0
        "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"
        "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
    ),
}
GUOBIAO = {first + place: real for first, run in _GUOBIAO.items() for place, real in enumerate(run)}
"""Code point → character, for the private-use characters of GBK and GB18030-2000."""

_BLOCKS = (  # first code point, first code of Big5, number of codes: as in code page 950
    (0xE000, 0xFA40, 785),
    (0xE311, 0x8E40, 2983),
    (0xEEB8, 0x8140, 2041),
    (0xF6B1, 0xC6A1, 408),
)
_ROW = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]  # second bytes

PRIVATE_USE = "[\ue000-\uf8ff]"
_BETWEEN_HAN = "(?<=[\u3400-\u9fff\ue000-\uf8ff])[\ue000-\uf8ff](?=[\u3000-\u9fff\ue000-\uffef])"
# A vertical form before the mark that it is a form of: the two are one mark.
_TWICE = "︐，|︑、|︒。|︓：|︔；|︕！|︖？"
_TRADITIONAL, _SIMPLIFIED = "國來個們這說會時對為", "国来个们这说会时对为"


@cache
def hong_kong() -> dict[int, str]:
    """Return code point → character for the old private-use characters of HKSCS and ETEN.

    Python's codec has HKSCS of 2004, where nearly all of them have code points of their own.
    """
    table = {}
    for first, code, number in _BLOCKS:
        start = _ROW.index(code & 0xFF)
        for place in range(number):
            row, column = divmod(start + place, len(_ROW))
            character = bytes([(code >> 8) + row, _ROW[column]]).decode("big5hkscs", "ignore")
            if not character.isascii():
                table[first + place] = character
    return table


def read_private_use(text: str, encoding: str) -> tuple[str, tuple[Notice, ...]]:
    """Return the text with listed private-use characters as real ones, and a notice of that."""
    found = Counter(re.findall(PRIVATE_USE, text))
    table = _table(text, found, encoding)
    listed = {letter: times for letter, times in found.items() if ord(letter) in table}
    if not listed:
        return text, ()
    first = next(iter(listed))
    told = f"U+{ord(first):04X} {table[ord(first)]}".strip()
    notice = Notice("repaired", "private-use-character", told, sum(listed.values()))
    return re.sub(_TWICE, lambda both: both[0][1], text.translate(table)), (notice,)


def _table(text: str, found: Counter[str], encoding: str) -> dict[int, str]:
    codes = set(map(ord, found))
    if encoding == "gb18030" or codes <= GUOBIAO.keys() or not codes <= hong_kong().keys():
        return GUOBIAO
    if sum(map(text.count, _TRADITIONAL)) <= sum(map(text.count, _SIMPLIFIED)):
        return GUOBIAO
    is_writing = 2 * len(re.findall(_BETWEEN_HAN, text)) > sum(found.values())
    return hong_kong() if is_writing else GUOBIAO
