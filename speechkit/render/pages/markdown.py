"""Markdown at a terminal: rich's own reading of it, laid out as the other pages are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich import markdown
from rich.containers import Lines
from rich.segment import Segment
from rich.text import Text
from rich.theme import Theme

from speechkit.render.cells import measure
from speechkit.render.pages.layout import WIDEST, wrap
from speechkit.render.pages.styles import COMMAND, SECTION, TITLE
from speechkit.render.pages.tables import Column, render_table

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
        for line in self.text.plain.rstrip().split("\n"):
            # A line to be copied stays one line.
            shown = Text(" " * _INDENT, no_wrap=True, overflow="ignore")
            yield shown.append(line, style="markdown.code_block")


class _Item(markdown.ListItem):
    def render_bullet(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self._render_after("• ", console, options)

    def render_number(
        self, console: Console, options: ConsoleOptions, number: int, last_number: int
    ) -> RenderResult:
        yield from self._render_after(f"{number:>{len(str(last_number))}}. ", console, options)

    def _render_after(self, mark: str, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the item behind its mark, lines not filled up: rich counts one cell for some marks
        that may be two."""
        mark = f" {mark}"
        room = options.update(width=options.max_width - measure(mark))
        for number, line in enumerate(console.render_lines(self.elements, room, pad=False)):
            yield Segment(" " * measure(mark) if number else mark)
            yield from line
            yield Segment.line()


class _Cell(markdown.TableDataElement):
    def __init__(self, justify: JustifyMethod) -> None:
        super().__init__(justify)
        self.content = WrappedText()


class _Table(markdown.TableElement):
    """A table laid out as those of other pages, a rule below its names."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.header is None or self.header.row is None or self.body is None:
            return
        columns = [Column(cell.content.plain, folds=True) for cell in self.header.row.cells]
        rows = [[cell.content for cell in row.cells] for row in self.body.rows]
        yield from render_table(columns, rows, options.max_width, rule=True)


class MarkdownPage(markdown.Markdown):
    """Markdown wrapped as Chinese is, headings on the left, no wider than is easily read."""

    elements: ClassVar[dict[str, type[markdown.MarkdownElement]]] = {
        **markdown.Markdown.elements,
        "paragraph_open": _Paragraph,
        "heading_open": _Heading,
        "fence": _CodeBlock,
        "code_block": _CodeBlock,
        "list_item_open": _Item,
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
