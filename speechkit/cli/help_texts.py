"""The help of commands in the user's language, its lines as wide as Chinese is on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import click

from speechkit.language import _, is_translated

_AS_IT_IS = "\b\n"
"""Before a paragraph whose lines click leaves as they are."""

_EXAMPLES = "Examples:"

_PROGRAM = "speechkit"
_KEPT_BLANK = "\xa0"


class HelpFormatter(click.HelpFormatter):
    """click's, which takes each character for one cell; a Chinese one is two cells wide.

    It also breaks lines at every blank; that of a command, ``speechkit help``, is kept.
    """

    def write(self, string: str) -> None:
        """Write text with the blanks that were kept from click."""
        super().write(string.replace(_KEPT_BLANK, " "))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is typed; a colon of full width needs no blank after it."""
        super().write_usage(prog, args, _("Usage:") if is_translated() else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading with its colon."""
        self.write(f"{'':>{self.current_indent}}{_('{heading}:').format(heading=heading)}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, those of Chinese in lines that fit."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write_paragraph()
            if paragraph.startswith(_AS_IT_IS) or not is_translated():
                super().write_text(_keep_commands(paragraph))
            else:
                for line in _wrap(paragraph, self.width - self.current_indent):
                    self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write names and what they mean, in lines that fit."""
        listed = list(rows)
        if not is_translated() and all(name.isascii() for name, _text in listed):
            kept = [(name, _keep_commands(text)) for name, text in listed]
            super().write_dl(kept, col_max, col_spacing)
            return
        column = min(max(_measure(name) for name, _text in listed), col_max) + col_spacing
        width = max(self.width - column - self.current_indent, 10)
        for name, text in listed:
            lines = _wrap(text, width)
            heads = [name, *[""] * (len(lines) - 1)]
            if _measure(name) + col_spacing > column:
                heads, lines = [name, "", *heads[1:]], ["", *lines]
            for head, line in zip(heads, lines, strict=True):
                gap = " " * (column - _measure(head))
                self.write(f"{'':>{self.current_indent}}{head}{gap}{line}".rstrip() + "\n")


def _print_help(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


HELP = click.Option(
    ("-h", "--help"),
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_help,
    help=_("Show this message and exit."),
)
"""As click's own, for whose words it would ask gettext once a command: that loads all locales."""


class HelpContext(click.Context):
    """A context whose help is laid out so."""

    formatter_class = HelpFormatter


class TranslatedCommand(click.Command):
    """A command whose docstring is its help in English, and names its translation."""

    context_class = HelpContext

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.help = translate_help(cleandoc(self.help or ""))
        self.options_metavar = _("[OPTIONS]")

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return the option that shows the help."""
        return HELP


def translate_help(text: str) -> str:
    """Return the help of a command in the user's language."""
    return "\n\n".join(map(_translate_paragraph, text.split("\n\n")))


def list_messages(text: str) -> list[str]:
    """Return what is to be translated of the help of a command: its paragraphs.

    Of examples that is the word before them.
    """
    plain = (paragraph.removeprefix(_AS_IT_IS) for paragraph in text.split("\n\n"))
    return [_EXAMPLES if text.startswith(_EXAMPLES) else text for text in plain]


def _translate_paragraph(paragraph: str) -> str:
    plain = paragraph.removeprefix(_AS_IT_IS)
    mark = paragraph[: len(paragraph) - len(plain)]
    if plain.startswith(_EXAMPLES):
        return mark + _(_EXAMPLES) + plain.removeprefix(_EXAMPLES)
    return mark + _(plain)


def _keep_commands(text: str) -> str:
    """Return text in which a line cannot end behind the name of the program."""
    return text.replace(f"{_PROGRAM} ", f"{_PROGRAM}{_KEPT_BLANK}")


def _measure(text: str) -> int:
    if text.isascii():
        return len(text)
    from speechkit.render.cells import measure

    return measure(text)


def _wrap(text: str, width: int) -> list[str]:
    from speechkit.render.pages.layout import wrap

    line = " ".join(text.split("\n"))
    return [line[start:end] for start, end in wrap(line, width)]
