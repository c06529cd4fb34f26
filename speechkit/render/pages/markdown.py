"""Markdown at a terminal: rich's own reading of it, laid out as the other pages are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich import markdown
from rich.containers import Lines
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from speechkit.render.pages.layout import WIDEST, wrap
from speechkit.render.pages.styles import COMMAND, SECTION, TITLE

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult

_INDENT = 2

# rich's own have black behind all code, which is a row of holes in a light terminal.
_STYLES = Theme(
    {
        "markdown.h1": TITLE,
        "markdown.h2": SECTION,
        "markdown.h3": SECTION,
        "markdown.code": COMMAND,
        "markdown.code_block": COMMAND,
        "markdown.table.border": "dim",
        "markdown.table.header": "dim",
    }
)


class WrappedText(Text):
    """Text whose lines end where a line of Chinese may; rich would break at blanks alone."""

    def wrap(self, console: Console, width: int, **_: Any) -> Lines:
        """Return the lines into which the text falls; they begin on the left."""
        return Lines(self[start:end] for start, end in wrap(self.plain, width))


class _Paragraph(markdown.Paragraph):
    def on_enter(self, context: markdown.MarkdownContext) -> None:
        super().on_enter(context)
        self.text = WrappedText()


class _Heading(markdown.Heading):
    LEVEL_ALIGN: ClassVar[dict[str, JustifyMethod]] = {}

    def on_enter(self, context: markdown.MarkdownContext) -> None:
        super().on_enter(context)
        self.text = WrappedText()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.text


class _CodeBlock(markdown.CodeBlock):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = Text(self.text.plain.rstrip(), style="markdown.code_block", no_wrap=True)
        code.overflow = "ignore"  # a line to be copied stays one line
        yield Padding(code, (0, 0, 0, _INDENT))


class _Cell(markdown.TableDataElement):
    def __init__(self, justify: JustifyMethod) -> None:
        super().__init__(justify)
        self.content = WrappedText()


class _Table(markdown.TableElement):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for table in super().__rich_console__(console, options):
            if isinstance(table, Table):
                table.show_edge = False  # they are blank lines, and there is one already
            yield table


class MarkdownPage(markdown.Markdown):
    """Markdown wrapped as Chinese is, headings on the left, no wider than is easily read."""

    elements: ClassVar[dict[str, type[markdown.MarkdownElement]]] = {
        **markdown.Markdown.elements,
        "paragraph_open": _Paragraph,
        "heading_open": _Heading,
        "fence": _CodeBlock,
        "code_block": _CodeBlock,
        "table_open": _Table,
        "td_open": _Cell,
        "th_open": _Cell,
    }

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the page."""
        with console.use_theme(_STYLES):
            yield from super().__rich_console__(
                console, options.update(width=min(options.max_width, WIDEST))
            )
