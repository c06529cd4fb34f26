"""What the source says to users, and how it is translated: the messages of ``speechkit`` and click.

Read from the source: the texts in ``_``, ``N_``, ``ngettext`` and ``P_``, and the docstrings of
commands.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import click
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Translated
from babel.messages.pofile import read_po

from speechkit.cli.help_texts import list_messages as list_help
from speechkit.language import DOMAIN, LOCALE_FOLDER

PACKAGE = Path(LOCALE_FOLDER).parent
CLICK = Path(click.__file__).parent
CLICK_COMMENT = "of click"


class Message(NamedTuple):
    """A text that users read, with its plural where it has one."""

    one: str
    several: str = ""


def place_of(language: str, ending: str) -> Path:
    """Return where the catalogue of a language is: ``po`` is its source, ``mo`` what is read."""
    return Path(LOCALE_FOLDER) / language / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def read_catalogue(language: str) -> Catalog:
    """Return the source of a catalogue."""
    with place_of(language, "po").open("rb") as file:
        return read_po(file, language, abort_invalid=True)


def translations_of(translated: Translated) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each form of the plural."""
    string = translated.string
    return (string,) if isinstance(string, str) else tuple(string or ("",))


@cache
def list_messages() -> dict[Message, list[str]]:
    """Return the messages of the package, each with the files that it is in."""
    return _list_messages(PACKAGE)


@cache
def list_click_messages() -> dict[Message, list[str]]:
    """Return the messages of click."""
    return _list_messages(CLICK)


def _list_messages(package: Path) -> dict[Message, list[str]]:
    found: dict[Message, list[str]] = {}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package.parent).as_posix()
        for message in read_messages(ast.parse(path.read_text("utf-8"))):
            files = found.setdefault(message, [])
            if name not in files:
                files.append(name)
    return found


def read_messages(tree: ast.AST) -> Iterator[Message]:
    """Yield the messages in the source of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = list(read_texts(node))
            if node.func.id in ("_", "N_") and len(texts) == 1:
                yield Message(texts[0])
            elif node.func.id in ("ngettext", "P_") and len(texts) == 2:
                yield Message(*texts)
        elif isinstance(node, ast.FunctionDef) and _is_command(node):
            yield from map(Message, list_help(ast.get_docstring(node) or ""))


def read_texts(call: ast.Call) -> Iterator[str]:
    """Yield the arguments of a call that are written out."""
    for argument in call.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def _is_command(node: ast.FunctionDef) -> bool:
    """Return whether a function is a command, whose docstring is its help."""
    calls = (decorator for decorator in node.decorator_list if isinstance(decorator, ast.Call))
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "command"
        and not any(keyword.arg == "help" for keyword in call.keywords)
        for call in calls
    )


TRANSLATED = frozenset(("_", "N_", "P_", "ngettext"))
"""Functions whose arguments are translated, here or where they are shown."""


def read_untranslated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module that are not given to gettext, with their lines.

    Docstrings are none; of what an f-string is made, each piece is a text.
    """
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in TRANSLATED:
                continue
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            if isinstance(tree, documented):  # also the text behind a name of a module
                continue
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        yield from read_untranslated(node)
