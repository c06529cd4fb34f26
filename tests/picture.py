"""Draws the pictures in the READMEs from real runs on ``corpus/``: ``python tests/picture.py``."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from html import escape, unescape
from pathlib import Path

from cli.program import SAMPLE, Program
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

_FOLDER = Path(__file__).parents[1] / ".assets"
PICTURES = {"en": _FOLDER / "terminal.svg", "zh": _FOLDER / "terminal.zh-CN.svg"}
"""By the language of the program in them."""

_WIDTH = 88
_CELL = 12.2
"""Width of a cell in rich's pictures."""
_SEARCH = ("search", "十四五", "-n", "3")
_PIPE = "speechkit search 开发区 | cut -f1,3"

_THEME = TerminalTheme(
    (30, 32, 40),
    (222, 224, 230),
    [
        (50, 54, 66),
        (255, 110, 110),
        (140, 205, 120),
        (235, 195, 110),
        (115, 170, 255),
        (215, 145, 245),
        (95, 205, 215),
        (222, 224, 230),
    ],
)

_TEXT = re.compile(r'<text class="(.+?)" x="(.+?)" y="(.+?)" textLength=".+?" (.+?)>([^<]*)</text>')

# Nothing is fetched from anywhere: the reader's own fonts have the characters.
_SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: Menlo, Consolas, "DejaVu Sans Mono", "Sarasa Mono SC", "Noto Sans Mono CJK SC",
    "PingFang SC", "Microsoft YaHei", monospace;
  font-size: {char_height}px; line-height: {line_height}px; white-space: pre;
}}
.wide {{ font-size: 22.5px; }}
.{unique_id}-title {{ font-size: 18px; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def run_session(language: str, cache: Path | None = None) -> str:
    """Return what a terminal shows of two commands, escape sequences and all."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SAMPLE, Path(folder, "corpus"))
        package = os.fspath(SAMPLE.parent)
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "SPEECHKIT_LANG": language,
            "PYTHONPATH": package,
            "XDG_CACHE_HOME": str(cache or folder),
        }
        program = Program(Path(folder), environment)
        program.process("index")
        search = program.at_terminal(*_SEARCH, width=_WIDTH, height=40)
        pipe = program.shell(_PIPE)
    typed = f"speechkit {' '.join(_SEARCH)}"
    return f"$ {typed}\n{search.out}\n$ {_PIPE}\n{pipe.out}"


def draw(session: str) -> str:
    """Return a session as an SVG."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=_WIDTH, file=nowhere, force_terminal=True)
        for line in session.rstrip("\n").split("\n"):
            console.print(Text.from_ansi(line), soft_wrap=True)
    picture = console.export_svg(
        title="speechkit", theme=_THEME, code_format=_SVG, unique_id="terminal"
    )
    return _TEXT.sub(_place_text, picture)


def _place_text(text: re.Match[str]) -> str:
    """Return a text with each word, and each wide character, in the cells that it has.

    rich counts every character as one cell here, and fonts do not agree on how wide Chinese is.
    """
    style, x, y, clip, content = text.groups()
    words = []
    place = float(x)
    for piece in re.findall("[!-~]+|\\s+|.", unescape(content)):
        width = cell_len(piece) * _CELL
        if not piece.isspace():
            shape = f'textLength="{width:.1f}"' if piece.isascii() else 'class="wide"'
            words.append(f'<tspan x="{place:.1f}" {shape}>{escape(piece)}</tspan>')
        place += width
    return f'<text class="{style}" y="{y}" {clip}>{"".join(words)}</text>' if words else ""


if __name__ == "__main__":
    _FOLDER.mkdir(exist_ok=True)
    for language, picture in PICTURES.items():
        picture.write_text(draw(run_session(language)), encoding="utf-8")
        print(picture)
