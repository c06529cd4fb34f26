"""Counts as a picture: bars for each key, a colour for each query, with real text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import floor, log10
from typing import TYPE_CHECKING

from speechkit.language import _
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from speechkit.research import TrendRow

_WIDTH, _HEIGHT = 960, 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 24, 64, 96
_FONTS = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei',"
    " 'WenQuanYi Zen Hei', 'Noto Sans SC', sans-serif"
)
_COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
"""Told apart by the colour-blind too: Okabe and Ito, "Color Universal Design", 2008."""

_MOST_TICKS = 5
_LONGEST_LABEL = 12
"""Half characters."""

_LABEL_CELLS = 7
"""Pixels of half a character of a label of 13 pixels."""


def draw_chart(rows: Sequence[TrendRow], about: str) -> str:
    """Return a picture (SVG) of matches per million characters; ``about`` is what was counted."""
    queries = list(dict.fromkeys(row.query for row in rows))
    groups = [rows[start : start + len(queries)] for start in range(0, len(rows), len(queries))]
    top, step = _choose_scale(max((row.per_million for row in rows), default=0.0))
    title = "、".join(queries)
    measured = _("matches per million characters, {of}").format(of=about)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' font-family="{escape(_FONTS)}" font-size="13" fill="#222" role="img">',
        f"<title>{_text(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        *_draw_scale(top, step),
        *_draw_bars(groups, top),
        *_draw_labels([group[0].key for group in groups]),
        *_draw_legend(queries),
        f'<text x="{_LEFT}" y="{_HEIGHT - 14}" font-size="11" fill="#666">{_text(measured)}</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _choose_scale(most: float) -> tuple[float, float]:
    """Return the top of the scale and the step between its lines: 1, 2 or 5 times a power of 10."""
    if most <= 0:
        return 1.0, 1.0
    power = 10.0 ** floor(log10(most / _MOST_TICKS))
    step = next(times * power for times in (1, 2, 5, 10) if times * power * _MOST_TICKS >= most)
    lines = -int(-most // step)
    return lines * step, step


def _draw_scale(top: float, step: float) -> Iterator[str]:
    """Yield a line with its number for each step."""
    for number in range(round(top / step) + 1):
        y = _y(number * step, top)
        color = "#888" if not number else "#ddd"
        yield f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{color}"/>'
        yield (
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{number * step:,.6g}</text>'
        )


def _draw_bars(groups: Sequence[Sequence[TrendRow]], top: float) -> Iterator[str]:
    """Yield a bar for each row, which tells its numbers where a pointer is on it."""
    for place, group in enumerate(groups):
        slot = (_WIDTH - _LEFT - _RIGHT) / len(groups)
        width = min(slot * 0.8 / len(group), 48)
        start = _LEFT + slot * (place + 0.5) - width * len(group) / 2
        for number, row in enumerate(group):
            y = _y(row.per_million, top)
            told = f"{row.key} {row.query}: {row.per_million:,.1f} ({row.matches:,})"
            yield (
                f'<rect x="{start + number * width:.1f}" y="{y:.1f}" width="{width * 0.92:.1f}"'
                f' height="{_y(0, top) - y:.1f}" fill="{_COLORS[number % len(_COLORS)]}">'
                f"<title>{_text(told)}</title></rect>"
            )


def _draw_labels(keys: Sequence[str]) -> Iterator[str]:
    """Yield the names of keys below the bars: slanted where they are long, some where many."""
    slot = (_WIDTH - _LEFT - _RIGHT) / max(len(keys), 1)
    longest = max((_count_cells(key) for key in keys), default=0)
    slanted = longest * _LABEL_CELLS > slot
    every = max(1, -int(-(20 if slanted else longest * _LABEL_CELLS) // slot))
    y = _HEIGHT - _BOTTOM + 20
    for place in range(0, len(keys), every):
        x = _LEFT + slot * (place + 0.5)
        turn = f' transform="rotate(-35 {x:.1f} {y})" text-anchor="end"' if slanted else ""
        anchor = turn or ' text-anchor="middle"'
        yield f'<text x="{x:.1f}" y="{y}"{anchor}>{_text(_shorten(keys[place]))}</text>'


def _draw_legend(queries: Sequence[str]) -> Iterator[str]:
    x = float(_LEFT)
    for number, query in enumerate(queries):
        color = _COLORS[number % len(_COLORS)]
        yield f'<rect x="{x:.0f}" y="24" width="14" height="14" fill="{color}"/>'
        yield f'<text x="{x + 20:.0f}" y="36" font-size="16">{_text(query)}</text>'
        x += 48 + _count_cells(query) * 8.5


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top


def _shorten(key: str) -> str:
    """Return a name that a slanted label has room for."""
    if _count_cells(key) <= _LONGEST_LABEL:
        return key
    kept = key
    while _count_cells(kept) >= _LONGEST_LABEL:
        kept = kept[:-1]
    return f"{kept}…"


def _count_cells(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _text(text: str) -> str:
    return escape(safe_line(text), quote=False)
