"""How many cells of a terminal text takes: a Chinese character two, most others one.

Unicode leaves the width of some marks open (“ ” — … · ① and those of bars and rules). Most
terminals give them one cell, some in Chinese two; a program cannot tell which, so the user says.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import east_asian_width

from rich.cells import cell_len, get_character_cell_size

_widened = False


def widen_ambiguous(wide: bool = True) -> None:
    """Count two cells for the marks whose width is open, or one again."""
    global _widened  # noqa: PLW0603 - a process has one terminal
    _widened = wide
    cells_of.cache_clear()


def measure(text: str) -> int:
    """Return how many cells wide a text is."""
    return sum(map(cells_of, text)) if _widened else cell_len(text)


@lru_cache(maxsize=4096)
def cells_of(character: str) -> int:
    """Return how many cells wide a character is."""
    cells = get_character_cell_size(character)
    return 2 if _widened and cells == 1 and east_asian_width(character) == "A" else cells


def draw_line(mark: str, width: int) -> str:
    """Return a mark again and again, as often as there is room for it."""
    return mark * (width // cells_of(mark))


def draw_bar(share: float, width: int) -> str:
    """Return a bar over a share (0 to 1) of ``width`` cells, to an eighth of a cell if it can be.

    Where a block is two cells wide, there are whole ones only.
    """
    if cells_of("█") > 1:
        return "█" * int(share * width / 2)
    whole, eighths = divmod(int(share * width * 8), 8)
    return "█" * whole + " ▏▎▍▌▋▊▉"[eighths].strip()
