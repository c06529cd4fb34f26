"""Bytes to text: which encoding a file is in, and its text with one kind of line end.

The ladder, from certain to doubtful:

1. a byte order mark;
2. strict UTF-8, which hardly any Chinese text in another encoding passes by chance;
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

import codecs
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from speechkit.notices import Notice

# The most frequent characters, in order: counted over speeches, news and encyclopaedia articles.
_SIMPLIFIED = (
    "，的。、国一中和大人是在年发有业为要不新会展全化建作工民“”地进了实个以经成生上动力产主行加政高设于我家出们现重能部这区学时同（）体开对长制等理提务到市用来方合"
    "强持平社推分本党代济公多面定好法日增后治改入资保自与三文事关机就第基十各科下月水之世度量技前义系点军他企领可过农创利共心位深场级得战及性质目也任西海城特而通导统"
    "路省总万革坚电其内小员立五造题；施教项更外服期育东安问名：二所子程正线当种道应向都结决活明金群最品四效规南《》者优色北从放管台次数起两由物支运界天表际条信元村达"
    "集干间式步升并府完美快术解至续使计里联组局标山取意争委队些思收因相形广众源志调域将华交被原办把做策想纪比型投江风斯件指口流先央族近院但还说精此如营打整议亚港着稳"
    "团商门护态环职球防处１境果极报构去记求研必别县认然０首专确协历势落积情车常转克权融接类善尔站无已马引命司变头费才史九亿神习列论格乡少传带划布今准网河很据赛批消选"
    "单反居范州林龙织老清具医气样受则识游促或兴视益值约根没举严略息难供观称需德食士又该验只须书京断校香础身百空示究非模扩王易官培字八手镇号突参斗节「」速切见看超始米"
)
_TRADITIONAL = (
    "，的。、一國中是在人有大不年和為發會要業以地作化上民生新全了成個建展出時動工我進行實於力主政高經加家能“”這到學重來現對他產區們設「」部同長開（分後體多公等理方"
    "日用與）也面本提合市法可之自就代十平持文強好推水事過而下務前及黨定三性治入社保制度心場教月得小資機關外改電增利都濟名員西量其第內所道基各位因點台五最科問特子目美"
    "路當表二萬天海更造義質軍由深戰期創但應安共題將東兩數間次總立四明城者正隊通物起被領南任導統級金達；技如風說育種世此品農至向並：運著活然從山指線服色施省決意堅相元"
    "流放項已程還管《》企結聯調式局解集府交革情比些計無效原去升使北組續優受車完規球近界支快系村際想斯江取團標環眾氣爭形港示條亞果沒口常認打投做很源策委先處步演賽才信"
    "華商廣頭九求院接首百帶型則整精域馬醫女辦費或身術今把研灣只專八少思引克權協類態境論超收反考議別落視手防必護門影看舉神傳樣件央積消約龍格史該選司縣見爾勢空林單觀族"
    "變轉又清鄉善非老她幹德穩太六極嚴確拉志命居稱站再報習融列構未土那書英知感七歷回供億士營每里包失易率師究樂河案參校具記據園州麼斷興直根讓查千驗批準始連難群給紀香食"
)

# Weights of the classes: natural logarithms of a character's rough share in Chinese text.
_PLAIN = -5.0  # ASCII, ideographic space
_ORDINARY = -9.8  # in the common half of GB 2312 or Big5, but not in the lists above
_SYMBOL = -12.0  # katakana, Greek, Cyrillic, box drawing … of these standards
_HIRAGANA = -8.5
_HANGUL = -9.5
_UNCOMMON = -12.5  # in the rare half of GB 2312 or Big5
_RARE = -16.0  # any other assigned character
_IMPOSSIBLE = -18.0  # private use, unassigned, control, replaced
_CUT_TAIL = -6.0  # a byte of an incomplete last character, as happens wherever files are cut
_UTF8_BONUS = 4.0  # for each longer sequence of UTF-8, as few pass by chance
_FOREIGN_BYTE = -5.0  # a byte from 0x80 on in a text that is in none of the readings

# Characters commoner than their class: pinyin, numerals, the most frequent syllables of Korean.
_MORE_WEIGHTS = {
    **dict.fromkeys("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", -8.0),
    **dict.fromkeys("〇①②③④⑤⑥⑦⑧⑨⑩～", -8.0),
    **dict.fromkeys("이다는의에가을하고지한로사도기를인리은대", -5.0),
}

# What each reading starts with, a logarithm too: how often one meets such files. Big5 is read with
# its largest extension here; which one a file needs is settled later.
_PRIORS = {"utf-8": 4.0, "gb18030": -1.0, "big5hkscs": -2.0}
_WIDE_PRIORS = {"utf-16-le": -4.0, "utf-16-be": -5.0}
_WIDEST_PRIORS = {"utf-32-le": -5.0, "utf-32-be": -6.0}
_LOOKALIKE_PRIORS = {"cp949": -8.0, "euc_jp": -8.0}
_FOREIGN = "another encoding"
_FOREIGN_PRIOR = -7.0

_SURE = 0.95  # below this confidence the second reading is named
_GARBLED = -8.0  # mean weight of a reading that needs another look; that of Chinese is above -7
_LEAST_PLAUSIBLE = -10.5  # mean weight of UTF-16 text; that of other data is below -12

_CLEAR_GAIN = 10.0  # what mending must gain in a line that passes the decoder

_SAMPLE_HEAD = 512  # bytes
_SAMPLE_BLOCK = 128
_SAMPLE_BLOCKS = 4
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile("[^\x00-\x7f\ufffd]")
_BOUNDARY = re.compile(rb"[\x00-\x2f]")  # never the second byte of a character in GB18030 or Big5

_OLD_CODES = re.compile("[～∕﹨々ゝゞヾぁ-んァ-ヶЁёА-я]")  # as cp950 decodes them

_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_MENDED_BYTES = 1 << 20  # mending is slow, so only so much of a file is mended
_HEAD = 1 << 16  # bytes that looks_binary and charset-normalizer see
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")
_CONTROL = re.compile(f"[{re.escape(_CONTROLS.decode())}]")

_MARKS = (  # UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)

# What charset-normalizer may answer: left to itself it names EBCDIC or old Macintosh pages.
_LAST_RESORTS = ["cp932", "cp1252", "cp1251"]

# First bytes of binary files that people keep beside their texts.
_MAGIC = (
    b"PK\x03\x04",  # zip, docx, xlsx, epub, jar
    b"PK\x05\x06",  # empty zip
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",  # jpeg
    b"GIF87a",
    b"GIF89a",
    b"%PDF-",
    b"\x7fELF",
    b"SQLite format 3\0",
    b"\x1f\x8b\x08",  # gzip
    b"BZh91AY&SY",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",  # zstandard
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # doc, wps, xls
    b"\xca\xfe\xba\xbe",  # Java class, Mach-O
    b"ID3\x03",  # mp3
    b"ID3\x04",
    b"OggS\0",
    b"fLaC\0",
    b"wOFF",
    b"wOF2",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and how it was read.

    ``text`` has no byte order mark, and CRLF and lone CR are line feeds in it; other line
    separators stay. ``encoding`` is a lower-case Python codec name. ``confidence`` runs from 0 to
    1. ``notices`` say what was repaired (``replaced-bytes``, ``cut-off-tail``,
    ``wrong-byte-order-mark``) and what is doubtful (``close-encoding``, ``guessed-encoding``).
    """

    text: str
    encoding: str
    confidence: float
    notices: tuple[Notice, ...]


class DecodingError(ValueError):
    """No encoding fits a file, or the one that the user named does not exist."""


class _Choice(NamedTuple):
    """An encoding, how sure it is, and why it is doubtful."""

    encoding: str
    confidence: float
    notices: tuple[Notice, ...] = ()


class _Reading(NamedTuple):
    """What a sample says in one encoding, and how likely that is (a logarithm)."""

    score: float
    encoding: str
    text: str

    def is_rival_of(self, other: _Reading) -> bool:
        """Whether the two differ in more than the name."""
        return self.encoding != other.encoding and self.text != other.text


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of a file's bytes, in ``encoding`` or in the likeliest one.

    Damaged bytes become U+FFFD and are reported in the notices, never raised. Raises
    :class:`DecodingError` if no encoding fits, or if Python does not know ``encoding``.
    """
    if encoding is not None:
        return _decode_as_told(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_by_ladder(data)
    if _may_be_something_else(text):
        return _decode_by_ladder(data)
    return Decoded(_with_line_feeds(text.removeprefix("\ufeff")), "utf-8", 1.0, ())


def looks_binary(data: bytes) -> bool:
    """Return whether a file that begins with ``data`` (64 KB are enough) is no text.

    A few NULs or escape sequences do not make a text binary, nor do UTF-16 and UTF-32.
    """
    head = data[:_HEAD]
    if head.startswith(_MAGIC):
        return True
    if head.startswith(tuple(mark for mark, _ in _MARKS)):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    # Compressed or random data has one control character in ten bytes; short texts may have two.
    allowed = 2 + len(head) * (0.3 if _is_utf8(head) else 0.04)
    return controls > allowed and not _is_wide_text(_sample(head))


def _is_utf8(head: bytes) -> bool:
    """Whether ``head``, which may end inside a character, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _is_wide_text(sample: bytes) -> bool:
    """Whether some reading in UTF-16 or UTF-32 makes sense."""
    wide = [
        reading
        for reading in _readings(sample)
        if reading.encoding.startswith(("utf-16", "utf-32"))
    ]
    return any(reading.score > _LEAST_PLAUSIBLE * len(reading.text) for reading in wide)


def _decode_as_told(data: bytes, encoding: str) -> Decoded:
    """Decode in the encoding that the user named."""
    try:
        name = codecs.lookup(encoding).name
        # Files are often called so and use more than the part that the name stands for.
        if name in ("gbk", "gb2312"):
            name = "gb18030"
        elif name == "big5":
            name = _big5_flavour(data)
        return _decoded(data, _Choice(name, 1.0))
    except (LookupError, ValueError):
        message = (
            f"{encoding!r} is not a text encoding; give --encoding one like utf-8, gb18030 or big5"
        )
        raise DecodingError(message) from None


def _decode_by_ladder(data: bytes) -> Decoded:
    """Decode what is not plainly UTF-8."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, _Choice(encoding, 1.0))
    body = data.removeprefix(codecs.BOM_UTF8)
    choice = _choose(body)
    if body is not data and choice.encoding != "utf-8":
        choice = choice._replace(
            notices=(*choice.notices, Notice("repaired", "wrong-byte-order-mark"))
        )
    return _decoded(body, choice)


def _decoded(data: bytes, choice: _Choice) -> Decoded:
    """Decode everything, replacing what is damaged, and say so."""
    text, replaced, notices = _read(data, choice.encoding)
    share = replaced / max(len(text), 1)
    return Decoded(
        _with_line_feeds(text.removeprefix("\ufeff")),
        choice.encoding.removesuffix("-sig"),
        choice.confidence * (1 - share),
        (*choice.notices, *notices),
    )


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _may_be_something_else(text: str) -> bool:
    """Whether a text that passes as UTF-8 is better compared with the other readings.

    Controls, NUL above all, are the mark of UTF-16. A few words of GB18030 may pass as two-byte
    letters of UTF-8.
    """
    if _CONTROL.search(text, 0, 1024):
        return True
    return len(text) <= 16 and not text.isascii() and max(text) < "\u0800"


# Choosing


def _choose(data: bytes) -> _Choice:
    """Choose the encoding of bytes without a mark."""
    sample = _sample(data)
    damaged = _damaged_utf8(sample)
    if damaged is not None:
        return damaged
    readings = _readings(sample)
    if readings[0].score < _GARBLED * len(readings[0].text):
        readings = sorted([*readings, *_more_readings(sample)], reverse=True)
    best, *others = readings
    if best.encoding == _FOREIGN:
        return _last_resort(data, others)
    rival = next(reading for reading in others if reading.is_rival_of(best))
    confidence = 1 / (1 + math.exp((rival.score - best.score) / 2))
    encoding = _big5_flavour(data) if best.encoding == "big5hkscs" else best.encoding
    if confidence >= _SURE:
        return _Choice(encoding, confidence)
    second = "cp950" if rival.encoding == "big5hkscs" else rival.encoding
    return _Choice(encoding, confidence, (Notice("doubtful", "close-encoding", second),))


def _sample(data: bytes) -> bytes:
    """Return enough of the data to judge by: from its first high byte on, and blocks farther on.

    Each block begins at a character and at a multiple of four bytes, so that joined blocks read
    well in every encoding.
    """
    first = _HIGH_BYTE.search(data)
    start = first.start() & ~3 if first else 0
    rest = len(data) - start
    if rest <= _SAMPLE_HEAD + _SAMPLE_BLOCKS * _SAMPLE_BLOCK:
        return data[start:]
    blocks = [data[start : start + _SAMPLE_HEAD]]
    for number in range(_SAMPLE_BLOCKS):
        near = start + _SAMPLE_HEAD + (rest - _SAMPLE_HEAD) * number // _SAMPLE_BLOCKS
        for boundary in _BOUNDARY.finditer(data, near, near + 1024):
            if boundary.end() % 4 == 0:
                blocks.append(data[boundary.end() : boundary.end() + _SAMPLE_BLOCK])
                break
    return b"".join(blocks)


def _damaged_utf8(sample: bytes) -> _Choice | None:
    """Return UTF-8 if at least four in five of a sample's sequences pass, and it is not short."""
    text = sample.decode("utf-8", "replace")
    replaced = text.count("\ufffd")
    passed = len(text) - len(text.encode("ascii", "ignore")) - replaced
    if passed < max(4 * replaced, 8):
        return None
    return _Choice("utf-8", passed / (passed + replaced))


def _readings(sample: bytes) -> list[_Reading]:
    """Return all readings of the sample, the likeliest first."""
    priors = dict(_PRIORS)
    # Bytes below 32 are parts of characters in UTF-16 and UTF-32 alone; only short texts lack them.
    if len(sample) < 64 or len(sample.translate(None, _CONTROLS)) < len(sample):
        priors |= _WIDE_PRIORS
    if _is_nearly_all_nul(sample[::4]) or _is_nearly_all_nul(sample[3::4]):
        priors |= _WIDEST_PRIORS
    readings = [_reading(sample, encoding, prior) for encoding, prior in priors.items()]
    plain = sample.decode("ascii", "ignore")
    score = _FOREIGN_PRIOR + _FOREIGN_BYTE * (len(sample) - len(plain)) + _weigh(plain)
    return sorted([*readings, _Reading(score, _FOREIGN, "")], reverse=True)


def _is_nearly_all_nul(part: bytes) -> bool:
    return part.count(0) > 0.9 * len(part)


def _reading(sample: bytes, encoding: str, prior: float) -> _Reading:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(sample)
    score = prior + _weigh(text) + _CUT_TAIL * len(decoder.getstate()[0])
    if encoding == "utf-8":
        score += _UTF8_BONUS * len(_UTF8_SEQUENCE.findall(text))
    return _Reading(score, encoding, text)


def _more_readings(sample: bytes) -> list[_Reading]:
    """Return the readings of a text that looks odd: the lookalikes, and Chinese with lost bytes."""
    readings = [_reading(sample, name, prior) for name, prior in _LOOKALIKE_PRIORS.items()]
    for encoding in ("gb18030", "big5hkscs"):
        mended = _mended_line(sample, encoding)
        readings.append(mended._replace(score=mended.score + _PRIORS[encoding]))
    return readings


def _last_resort(data: bytes, readings: list[_Reading]) -> _Choice:
    """Ask charset-normalizer, then take a two-byte reading that at least has no bad byte.

    Raises :class:`DecodingError` if there is none either.
    """
    from charset_normalizer import from_bytes

    # Cut at a line end: it takes half a character for proof against an encoding.
    head = data if len(data) <= _HEAD else data[: data.rfind(b"\n", 0, _HEAD) + 1] or data[:_HEAD]
    best = from_bytes(head, cp_isolation=_LAST_RESORTS).best()
    if best is not None:
        name = codecs.lookup(best.encoding).name
        return _Choice(name, 0.5, (Notice("doubtful", "guessed-encoding", name),))
    for reading in readings:
        if reading.encoding in ("gb18030", "big5hkscs") and "\ufffd" not in reading.text:
            name = _big5_flavour(data) if reading.encoding == "big5hkscs" else reading.encoding
            return _Choice(name, 0.25, (Notice("doubtful", "guessed-encoding", name),))
    message = "no encoding fits this file; name the right one with --encoding if it is a text"
    raise DecodingError(message)


def _big5_flavour(data: bytes) -> str:
    """Return which Big5 a file is in: cp950 unless something speaks for Hong Kong's extension."""
    taiwan, hong_kong = data.decode("cp950", "replace"), data.decode("big5hkscs", "replace")
    more_damage = taiwan.count("\ufffd") - hong_kong.count("\ufffd")
    if taiwan == hong_kong or more_damage < 0:
        return "cp950"
    gain = _gain_of_old_codes(taiwan)
    if more_damage > 0 or gain > 0:
        return "big5hkscs"
    # Only a few symbols differ, such as the dot in names: let the spelling of "in" decide.
    is_hong_kong = taiwan.count("裏") + taiwan.count("着") > taiwan.count("裡")
    return "big5hkscs" if is_hong_kong and gain == 0 else "cp950"


def _gain_of_old_codes(taiwan: str) -> float:
    """Return how much likelier the codes from 0xC6A1 on become if read as Hong Kong reads them.

    There stand 〇 and the circled digits, for nearly everybody but Python's cp950, which has kana.
    """
    gain = 0.0
    for letter, count in Counter(_OLD_CODES.findall(taiwan)).items():
        other = letter.encode("cp950").decode("big5hkscs", "replace")
        gain += count * (_weigh(other) - _weigh(letter))
    return gain


# Weights


class _Weights(dict[str, float]):
    """Weights by character; the class of one that is not listed is looked up once."""

    def __missing__(self, character: str) -> float:
        weight = self[character] = _class_weight(character)
        return weight


def _listed_weights() -> _Weights:
    """Weigh the frequent characters by rank; the line fits the counts to within 0.3."""
    weights = _Weights(dict.fromkeys("\t\n\f\r\x1b\u3000\ufeff", _PLAIN))
    weights |= _MORE_WEIGHTS
    for listed in (_SIMPLIFIED, _TRADITIONAL):
        for rank, character in enumerate(listed, 1):
            weight = -3.2 - 0.7 * math.log(rank)
            weights[character] = max(weight, weights.get(character, weight))
    return weights


def _class_weight(character: str) -> float:
    if not character.isprintable() or character == "\ufffd":
        return _IMPOSSIBLE
    if character.isascii():
        return _PLAIN
    if "ぁ" <= character <= "ん":
        return _HIRAGANA
    if "가" <= character <= "힣" and character.encode("euc_kr", "ignore"):
        return _HANGUL
    return _class_weight_by_lead_byte(character)


def _class_weight_by_lead_byte(character: str) -> float:
    gb2312 = character.encode("gb2312", "ignore")
    big5 = character.encode("big5", "ignore")
    if b"\xb0" <= gb2312 < b"\xd8" or b"\xa4" <= big5 < b"\xc6\x7f":
        return _ORDINARY
    if gb2312 >= b"\xd8" or big5 >= b"\xc9":
        return _UNCOMMON
    if gb2312[:1] in (b"\xa1", b"\xa3") or big5[:1] == b"\xa1":  # punctuation, full-width letters
        return _ORDINARY
    return _SYMBOL if gb2312 or big5 else _RARE


_WEIGHTS = _listed_weights()


def _weigh(text: str) -> float:
    return sum(map(_WEIGHTS.__getitem__, text))


# Reading everything


def _read(data: bytes, encoding: str) -> tuple[str, int, tuple[Notice, ...]]:
    """Return the text, how many bytes were replaced in it, and notices of that."""
    sound = _sound_text(data, encoding)
    if sound is not None:
        return sound, 0, ()
    if encoding in ("gb18030", "cp950", "big5hkscs"):
        text, replaced = _mended(data, encoding)
    else:
        text = data.decode(encoding, "replace")
        replaced = len(text) - len(data.decode(encoding, "ignore"))
    if not replaced:
        return text, 0, ()
    place = text.index("\ufffd")
    rule = "cut-off-tail" if replaced == 1 and place == len(text) - 1 else "replaced-bytes"
    around = text[max(place - 8, 0) : place + 9]
    return text, replaced, (Notice("repaired", rule, around, replaced),)


def _sound_text(data: bytes, encoding: str) -> str | None:
    """Return the text, or None if it shows signs of damage.

    Private-use characters of GB18030 are a sign: shifted pairs pass the decoder as such.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if encoding == "gb18030" and _PRIVATE_USE.search(text) else text


def _mended(data: bytes, encoding: str) -> tuple[str, int]:
    """Decode two-byte text line by line, mending the damaged lines."""
    texts, replaced, budget = [], 0, _MENDED_BYTES
    for line in data.splitlines(keepends=True):
        text = _sound_text(line, encoding)
        if text is None:
            budget -= len(line)
            text = _mended_text(line, encoding) if budget >= 0 else line.decode(encoding, "replace")
            replaced += text.count("\ufffd")
        texts.append(text)
    return "".join(texts), replaced


def _mended_text(line: bytes, encoding: str) -> str:
    """Return a line without damage; one that merely looks odd only if it gains much by mending."""
    mended = _mended_line(line, encoding)
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return mended.text
    # Private-use characters may be meant, so they count no worse than others here.
    private = len(_PRIVATE_USE.findall(text))
    as_is = _weigh(text) + (_ORDINARY - _IMPOSSIBLE) * private
    is_plain = mended.score > _GARBLED * len(mended.text)
    return mended.text if is_plain and mended.score - as_is > _CLEAR_GAIN else text


def _mended_line(line: bytes, encoding: str) -> _Reading:
    """Cut a damaged line into characters and bad bytes in the likeliest way.

    A lost byte shifts all later pairs of its line, and a decoder notices that only at the next
    ASCII character, if at all. From the end backwards, the best cut from each byte on is the better
    of taking the character there and of giving up one byte.
    """
    size = len(line)
    best = [0.0] * (size + 1)
    cuts: list[tuple[str, int]] = [("\ufffd", 1)] * size
    for start in range(size - 1, -1, -1):
        # Without a line end this is the end of the file, which may be cut off.
        best[start] = best[start + 1] + (_CUT_TAIL if start == size - 1 else _IMPOSSIBLE)
        character, width = _character_at(line, start, encoding)
        if character and (score := best[start + width] + _weigh(character)) > best[start]:
            best[start], cuts[start] = score, (character, width)
    position, characters = 0, []
    while position < size:
        character, width = cuts[position]
        characters.append(character)
        position += width
    return _Reading(best[0], encoding, "".join(characters))


def _character_at(line: bytes, start: int, encoding: str) -> tuple[str, int]:
    """Return the character that begins at a byte, if any, and its width in bytes."""
    if encoding == "gb18030" and line[start] == 0x80:
        return "€", 1  # so in Windows' code page 936, which otherwise is a part of GB18030
    width = 2
    if line[start] < 0x80:
        width = 1
    elif encoding == "gb18030" and line[start + 1 : start + 2].isdigit():
        width = 4
    try:
        return line[start : start + width].decode(encoding), width
    except UnicodeDecodeError:
        return "", 1
