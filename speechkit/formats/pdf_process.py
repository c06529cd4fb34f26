"""A process of its own that takes the characters of PDF files and where they are; it reads many.

PDFium is a large program in C++ that strangers' files are fed to: what it does to this process is
nobody else's loss. The file is run by its path, alone, and imports nothing of speechkit: it must
start soon. In come files, each behind its size; out go frames of JSON, each behind its size: first
what the file states, then its pages, then null.

The names of PDFium's functions are those of its public headers (fpdfview.h, fpdf_text.h,
fpdf_annot.h, fpdf_formfill.h).
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import re
import struct
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, BinaryIO

SIZE = struct.Struct(">Q")

MOST_PAGES = 10_000
MOST_CHARACTERS = 8_000_000
MOST_STRETCHES = 500_000
"""Of a file: more is made to be more than anybody reads."""
CHARACTERS_OF_A_PAGE = 400_000
SECONDS_OF_A_PAGE = 10
"""Of processor time, as are SECONDS_OF_A_FILE."""
SECONDS_OF_A_FILE = 60
MOST_MEMORY = 220 << 20
"""Bytes of data that the process may hold; its code is some 15 MB more."""
OUT_OF_MEMORY = 77
"""The status with which it ends where it finds out by itself that it holds more."""

# What a stretch of text runs along: to the right, upwards, to the left, downwards, none of these;
# and from top to bottom with upright characters.
RIGHT, UP, LEFT, DOWN, SLANTED, VERTICAL = range(6)

_WIDEST_GAP = 1.0
"""Between two words of a stretch, in sizes of the font."""
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"[^ \t\u3000\xa0\x00\x02\ufffe]+")
_NUMBERS = re.compile(r"[\d.,%()+-]{8,}")
_HAN = "\u3400-\u9fff，。；：、！？”’）》〉】」』"
_DOUBTFUL = re.compile(
    f"(?<=[{_HAN}])(?:"
    r"(?:\d{1,3}|[①-⑳*＊†]|[\[［〔]\d{1,3}[\]］〕])(?![\d.])"
    f"| (?=[{_HAN}“‘（《〈【「『]))"
)
"""Within Chinese text: what may be the mark of a note, or a blank that is none."""
_SMALL, _RAISED = 0.85, 0.15
"""Sizes of the font: a mark of a note is no larger, and so much higher than the text."""
_HYPHENS = "\x02\ufffe"
_STATED = ("Title", "Author", "CreationDate", "Producer")
_FEW_STRETCHES = 20
_MOST_OBJECTS = 100
_TEXT, _FORM = 1, 5
_PICTURES = (2, 3, _FORM)
"""Kinds of objects: paths, images, and forms, which may hold either; a scan may be any of them."""
_EMBEDDED_PAGES, _EMBEDDED_OBJECTS = 3, 20
"""After so many pages whose fonts are all embedded, so many objects are looked at for others."""
_DEEPEST_FORM = 3
_NO_WIDTH = 0.01
_STROKED = 1
_PASSWORD_ERRORS = (4, 5)
_LONGEST_STATED = 2_000
_MOST_ANNOTATIONS = 1_000
_FREE_TEXT, _FIELD = 3, 20
_NO_COMMENTS = (2, 16, 18, 19, 21, 22, 24, 25)
"""Kinds of annotations that no reader wrote: links, the windows of others, sounds, films …"""
_UNSEEN = 0x2 | 0x20
"""Flags of annotations: hidden, not to be viewed."""
_FIELDS_WITH_TEXT = (4, 5, 6)
"""Kinds of fields: choices out of a list, and texts."""

Stretch = tuple[str, float, float, float, float, int, bool]
"""Text, where it starts and ends along its direction, its base line across (the next line has a
smaller one), the size of its font, its direction, and whether its characters have no map."""


Added = tuple[str, bool]
"""Text that lies on a page, and whether it is a comment: not seen before somebody points at it."""


class RefusedError(Exception):
    """A file that is not read: the code of the reason, and what more there is to say."""


class Reader:
    """PDFium, with what its functions write into."""

    def __init__(self) -> None:
        import pypdfium2_raw

        self._pdfium: Any = pypdfium2_raw
        self._pdfium.FPDF_InitLibrary()
        self._box = pypdfium2_raw.FS_RECTF()
        self._box_place = ctypes.byref(self._box)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._origin_places = ctypes.byref(self._x), ctypes.byref(self._y)
        self._bounds = tuple(ctypes.c_float() for _ in range(4))
        self._bounds_places = tuple(map(ctypes.byref, self._bounds))
        self._embedded_pages = 0
        self._matrix = pypdfium2_raw.FS_MATRIX()
        self._matrix_place = ctypes.byref(self._matrix)
        self._form: Any = None

    def read(self, data: bytes) -> Iterator[object]:
        """Yield what a file states of itself, and each page; raise RefusedError where it cannot."""
        document = self._pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            error = self._pdfium.FPDF_GetLastError()
            if error in _PASSWORD_ERRORS:
                raise RefusedError("password")
            raise RefusedError("damaged", "no PDF, or only a part of one")
        try:
            number = self._pdfium.FPDF_GetPageCount(document)
            if number <= 0:
                raise RefusedError("damaged", "no pages")
            if number > MOST_PAGES:
                raise RefusedError("bomb")
            yield {name: self._stated(document, name) for name in _STATED} | {"pages": number}
            self._open_form(document)
            yield from self._pages(document, number)
        finally:
            self._close_form()
            self._pdfium.FPDF_CloseDocument(document)

    def _pages(self, document: object, number: int) -> Iterator[object]:
        start = time.process_time()
        self._embedded_pages = 0
        characters = number_of_stretches = 0
        for n in range(number):
            limit_time()
            page = self._pdfium.FPDF_LoadPage(document, n)
            if not page:
                yield [0.0, 0.0, [], False, []]
                continue
            try:
                width = self._pdfium.FPDF_GetPageWidthF(page)
                height = self._pdfium.FPDF_GetPageHeightF(page)
                self._widen_page(page)
                stretches = self._page(page)
                pictured = len(stretches) < _FEW_STRETCHES and self._shows_pictures(page)
                added = self._annotations(page)
            finally:
                self._pdfium.FPDF_ClosePage(page)
            characters += sum(len(stretch[0]) for stretch in stretches)
            characters += sum(len(text) for text, _ in added)
            number_of_stretches += len(stretches)
            if characters > MOST_CHARACTERS or number_of_stretches > MOST_STRETCHES:
                raise RefusedError("bomb")
            if time.process_time() - start > SECONDS_OF_A_FILE:
                raise RefusedError("slow")
            yield [width, height, stretches, pictured, added]

    def _stated(self, document: object, name: str) -> str:
        """An entry of the document's information."""
        size = self._pdfium.FPDF_GetMetaText(document, name.encode(), None, 0)
        if not 2 < size <= 2 * _LONGEST_STATED:
            return ""
        buffer = ctypes.create_string_buffer(size)
        self._pdfium.FPDF_GetMetaText(document, name.encode(), buffer, size)
        return buffer.raw[: size - 2].decode("utf-16-le", "ignore")

    def _open_form(self, document: object) -> None:
        """Let the fields of a form be asked for their values; no script of theirs ever runs."""
        if self._pdfium.FPDF_GetFormType(document):
            self._form_settings = self._pdfium.FPDF_FORMFILLINFO(version=2)
            self._form = self._pdfium.FPDFDOC_InitFormFillEnvironment(
                document, ctypes.byref(self._form_settings)
            )

    def _close_form(self) -> None:
        form, self._form = self._form, None
        if form:
            self._pdfium.FPDFDOC_ExitFormFillEnvironment(form)

    def _annotations(self, page: object) -> list[Added]:
        """The texts that annotations put on a page, from the top to the bottom."""
        pdfium = self._pdfium
        found = []
        for n in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
            annotation = pdfium.FPDFPage_GetAnnot(page, n)
            if not annotation:
                continue
            try:
                kind = pdfium.FPDFAnnot_GetSubtype(annotation)
                text = self._annotation(annotation, kind)
                if text.strip():
                    pdfium.FPDFAnnot_GetRect(annotation, self._box_place)
                    is_comment = kind not in (_FREE_TEXT, _FIELD)
                    found.append((-self._box.top, self._box.left, text, is_comment))
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)
        return [(text, is_comment) for _, _, text, is_comment in sorted(found)]

    def _annotation(self, annotation: object, kind: int) -> str:
        """What an annotation says: the value of a field, or else its contents."""
        pdfium = self._pdfium
        if kind in _NO_COMMENTS or pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            return ""
        if kind != _FIELD:
            return self._string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
        if not self._form:
            return ""
        if pdfium.FPDFAnnot_GetFormFieldType(self._form, annotation) not in _FIELDS_WITH_TEXT:
            return ""
        return self._string(pdfium.FPDFAnnot_GetFormFieldValue, self._form, annotation)

    def _string(self, ask: Any, *of: object) -> str:
        """A string that PDFium gives in UTF-16, its size in bytes first."""
        size = ask(*of, None, 0)
        if not 2 < size <= 2 * CHARACTERS_OF_A_PAGE:
            return ""
        buffer = ctypes.create_string_buffer(size)
        ask(*of, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
        return buffer.raw[: size - 2].decode("utf-16-le", "replace")

    def _shows_pictures(self, page: object) -> bool:
        """Whether a picture is among the first things on a page."""
        number = min(self._pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
        return any(
            self._pdfium.FPDFPageObj_GetType(self._pdfium.FPDFPage_GetObject(page, n)) in _PICTURES
            for n in range(number)
        )

    def _widen_page(self, page: object) -> None:
        """Give a width to the texts that seem to have none, for PDFium leaves those out.

        It takes the extents of a text from its font. Where that is neither in the file nor on
        this machine, a single character has no width, nor has a column of vertical text. What is
        drawn with a pen, however, is as wide as the pen at least.
        """
        sure = self._embedded_pages >= _EMBEDDED_PAGES
        number = self._pdfium.FPDFPage_CountObjects(page)
        get = self._pdfium.FPDFPage_GetObject
        first = min(number, _EMBEDDED_OBJECTS) if sure else number
        found = self._widen((get(page, n) for n in range(first)), 0)
        if found and first < number:
            self._widen((get(page, n) for n in range(first, number)), 0)
        self._embedded_pages = 0 if found else self._embedded_pages + 1

    def _widen(self, objects: Iterable[object], depth: int) -> bool:
        """Widen texts, those in forms too; return whether any has a font that is not embedded."""
        pdfium = self._pdfium
        found = False
        for item in objects:
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == _FORM and depth < _DEEPEST_FORM:
                number = max(0, pdfium.FPDFFormObj_CountObjects(item))
                held = (pdfium.FPDFFormObj_GetObject(item, n) for n in range(number))
                found |= self._widen(held, depth + 1)
            elif kind == _TEXT and not pdfium.FPDFFont_GetIsEmbedded(
                pdfium.FPDFTextObj_GetFont(item)
            ):
                found = True
                self._widen_text(item)
        return found

    def _widen_text(self, item: object) -> None:
        self._pdfium.FPDFPageObj_GetBounds(item, *self._bounds_places)
        if self._bounds[2].value - self._bounds[0].value > _NO_WIDTH:
            return
        self._pdfium.FPDFTextObj_SetTextRenderMode(item, _STROKED)
        self._pdfium.FPDFPageObj_SetStrokeWidth(item, 1.0)
        # Setting the matrix, even to what it is, makes PDFium take the extents again.
        self._pdfium.FPDFPageObj_GetMatrix(item, self._matrix_place)
        self._pdfium.FPDFPageObj_SetMatrix(item, self._matrix_place)

    def _page(self, page: object) -> list[Stretch]:
        text_page = self._pdfium.FPDFText_LoadPage(page)
        if not text_page:
            return []
        try:
            text = self._units(text_page)
            return [
                stretch
                for line in _LINE.finditer(text)
                for stretch in self._line(text_page, text, *line.span())
            ]
        finally:
            self._pdfium.FPDFText_ClosePage(text_page)

    def _units(self, text_page: object) -> str:
        """The text of a page, a character for each that PDFium counts: a unit of UTF-16."""
        count = self._pdfium.FPDFText_CountChars(text_page)
        if count > CHARACTERS_OF_A_PAGE:
            raise RefusedError("bomb")
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = self._pdfium.FPDFText_GetText(text_page, 0, count, buffer)
        text = bytes(buffer)[: 2 * (written - 1)].decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            return text
        unicode = self._pdfium.FPDFText_GetUnicode
        return "".join(chr(min(unicode(text_page, n), sys.maxunicode)) for n in range(count))

    def _line(self, text_page: object, text: str, start: int, end: int) -> Iterator[Stretch]:
        """Yield the stretches of what PDFium takes for a line, cut at wide gaps and new lines."""
        words = [match.span() for match in _WORD.finditer(text, start, end)]
        if not words:
            return
        if _NUMBERS.search(text, start, end):
            words = [part for word in words for part in self._part_numbers(text_page, text, *word)]
        shown = [n for word in words[:2] for n in range(*word)]
        size, direction = self._set(text_page, words[0][0], shown[min(1, len(shown) - 1)])
        first, last = words[0]
        for before, after in pairwise(words):
            hyphen = text[before[1]] in _HYPHENS
            if hyphen or self._parts(text_page, before[1] - 1, after[0], size, direction):
                yield self._stretch(text_page, text[first : last + hyphen], first, last, direction)
                first = after[0]
            last = after[1]
        last_character = last + (last < end and text[last] in _HYPHENS)
        yield self._stretch(text_page, text[first:last_character], first, last, direction)

    def _part_numbers(
        self, text_page: object, text: str, start: int, end: int
    ) -> Iterator[tuple[int, int]]:
        """Yield the parts of a word: PDFium writes numbers of different cells as one."""
        for match in _NUMBERS.finditer(text, start, end):
            size, direction = self._set(text_page, match.start())
            for n in range(match.start(), match.end() - 1):
                if self._parts(text_page, n, n + 1, size, direction):
                    yield start, n + 1
                    start = n + 1
        yield start, end

    def _set(self, text_page: object, first: int, second: int = -1) -> tuple[float, int]:
        """The size of a character, and the direction of a text from it to the next one, if any."""
        self._pdfium.FPDFText_GetMatrix(text_page, first, self._matrix_place)
        matrix = self._matrix
        along = math.hypot(matrix.a, matrix.b)
        size = math.hypot(matrix.c, matrix.d) * self._pdfium.FPDFText_GetFontSize(text_page, first)
        size = size if 0.5 < size < 10_000 else 10.0
        if abs(matrix.b) < 0.1 * along:
            if matrix.a < 0:
                return size, LEFT
            return size, VERTICAL if self._runs_down(text_page, first, second, size) else RIGHT
        if abs(matrix.a) < 0.1 * along:
            return size, UP if matrix.b > 0 else DOWN
        return size, SLANTED

    def _runs_down(self, text_page: object, first: int, second: int, size: float) -> bool:
        """Whether upright characters follow each other downwards."""
        if second <= first:
            return False
        left, bottom, _, _ = self._place(text_page, first)
        next_left, _, _, next_top = self._place(text_page, second)
        return abs(left - next_left) < 0.6 * size and next_top < bottom + 0.5 * size

    def _place(self, text_page: object, n: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a character."""
        self._pdfium.FPDFText_GetLooseCharBox(text_page, n, self._box_place)
        box = self._box
        return box.left, box.bottom, box.right, box.top

    def _turned(self, text_page: object, n: int, direction: int) -> tuple[float, float, float]:
        """Where a character starts and ends along a direction, and its base line across."""
        left, bottom, right, top = self._place(text_page, n)
        if direction == VERTICAL:
            return -top, -bottom, (left + right) / 2
        # Boxes of some fonts are as high as several lines.
        self._pdfium.FPDFText_GetCharOrigin(text_page, n, *self._origin_places)
        x, y = self._x.value, self._y.value
        if direction == DOWN:
            return -top, -bottom, x
        if direction == UP:
            return bottom, top, -x
        if direction == LEFT:
            return -right, -left, -y
        return left, right, y

    def _parts(
        self, text_page: object, before: int, after: int, size: float, direction: int
    ) -> bool:
        """Whether a stretch ends between two characters."""
        if direction == SLANTED:
            return False
        _, end, across = self._turned(text_page, before, direction)
        start, _, next_across = self._turned(text_page, after, direction)
        gap = (start - end) / size
        return not -0.8 < gap < _WIDEST_GAP or abs(across - next_across) > 0.7 * size

    def _stretch(
        self, text_page: object, text: str, first: int, last: int, direction: int
    ) -> Stretch:
        """The stretch from one character to before another; ``text`` may have a hyphen more."""
        second = _WORD.search(text, 1, last - first)
        _, own = self._set(text_page, first, first + second.start() if second else -1)
        # A character alone runs as its line does, but for the number of a page of columns.
        if own != RIGHT or second or text[:1].isascii():
            direction = own
        # The first character may be the mark of a note; blanks that PDFium adds have no size.
        word = _WORD.search(text, (last - first) // 2) or _WORD.search(text)
        middle = first + (word.start() if word else 0)
        size, _ = self._set(text_page, middle)
        start, _, base = self._turned(text_page, first, direction)
        _, end, _ = self._turned(text_page, last - 1, direction)
        has_error = self._pdfium.FPDFText_HasUnicodeMapError
        unmapped = sum(has_error(text_page, n) == 1 for n in (first, middle, last - 1)) > 1
        gone = [
            match.span()
            for match in _DOUBTFUL.finditer(text)
            if self._is_added(text_page, first + match.start(), match[0])
            or self._is_raised(text_page, first + match.start(), size, base, direction)
        ]
        for gone_start, gone_end in reversed(gone):
            text = text[:gone_start] + text[gone_end:]
        text = text.replace("\x02", "\ufffe")
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        places = (round(start, 2), round(end, 2), round(base, 2), round(size, 2))
        return (whole, *places, direction, unmapped)

    def _is_added(self, text_page: object, n: int, text: str) -> bool:
        """Whether a text is a blank that PDFium put between characters that are a little apart."""
        return text == " " and self._pdfium.FPDFText_IsGenerated(text_page, n) == 1

    def _is_raised(
        self, text_page: object, n: int, size: float, base: float, direction: int
    ) -> bool:
        """Whether a character is small and above the line, as the marks of notes are."""
        own_size, _ = self._set(text_page, n)
        if own_size > _SMALL * size:
            return False
        return self._turned(text_page, n, direction)[2] > base + _RAISED * size


def limit_memory() -> None:
    """Let the process end rather than take a machine's memory."""
    if not sys.platform.startswith("linux"):  # other systems have no limit, or do not keep to it
        threading.Thread(target=watch_memory, args=(MOST_MEMORY,), daemon=True).start()
    try:
        import resource
    except ImportError:
        return
    for kind in ("RLIMIT_DATA", "RLIMIT_CORE"):
        most = MOST_MEMORY if kind == "RLIMIT_DATA" else 0
        try:
            resource.setrlimit(getattr(resource, kind), (most, most))
        except (AttributeError, ValueError, OSError):
            continue


def watch_memory(most: int) -> None:
    """End the process when it holds more bytes than ``most``; never return before."""
    while resident_bytes() <= most:
        time.sleep(0.05)
    os._exit(OUT_OF_MEMORY)


def resident_bytes() -> int:
    """Return how many bytes of memory the process held at most, 0 where nothing says so."""
    try:
        import resource
    except ImportError:
        return _resident_bytes_of_windows()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


def _resident_bytes_of_windows() -> int:
    """The working set (PROCESS_MEMORY_COUNTERS of psapi.h: two numbers of 32 bits, then sizes)."""
    counters = (ctypes.c_size_t * 10)()
    size = 8 + 8 * ctypes.sizeof(ctypes.c_size_t)
    kernel: Any = ctypes.CDLL("kernel32")
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    process = ctypes.c_void_p(kernel.GetCurrentProcess())
    if not kernel.K32GetProcessMemoryInfo(process, ctypes.byref(counters), size):
        return 0
    peak = bytes(counters)[8 : 8 + ctypes.sizeof(ctypes.c_size_t)]
    return int.from_bytes(peak, "little")


def limit_time() -> None:
    """Let the process end if it takes more time from now on than a page may."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    spent = int(time.process_time()) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS_OF_A_PAGE, hard))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each file that comes in, until there are no more."""
    reader = Reader()
    limit_memory()
    while head := requests.read(SIZE.size):
        (size,) = SIZE.unpack(head)
        data = requests.read(size)
        if len(data) < size:
            return
        limit_time()
        try:
            for answer in reader.read(data):
                _send(answers, answer)
            _send(answers, None)
        except RefusedError as error:
            _send(answers, {"refused": error.args})
        except MemoryError:
            _send(answers, {"refused": ["bomb"]})
        del data


def _send(answers: BinaryIO, answer: object) -> None:
    frame = json.dumps(answer).encode()
    answers.write(SIZE.pack(len(frame)) + frame)
    answers.flush()


if __name__ == "__main__":
    sys.path += sys.argv[1:]
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        sys.exit(1)  # who asked was killed, and there is nobody to be told
