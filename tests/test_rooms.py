"""The rooms of the library: each imports only those above it, and ``cli`` only what is public."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "speechkit"

ROOMS = (
    ("tuples",),
    ("language",),
    ("errors",),
    ("model",),
    ("cache",),
    ("text",),
    ("formats",),
    ("cleaning",),
    ("query",),
    ("ranking",),
    ("backends",),
    ("ingest",),
    ("research",),
    ("search", "statistics", "suggestions", "checking", "settings", "studies", "corpus"),
    ("opening", "files", "conversion", "kept"),
    ("render",),
    ("cli",),
)
"""In the order of the imports; several modules of one room may import each other."""

OUTSIDE = ("", "__main__")
"""Outside the order are the package, which imports nothing until it is asked, and the start."""

PUBLIC = ("", "tuples", "language", "errors", "model", "query", "research")
"""Modules (of speechkit, its own names first) whose public names ``cli`` and ``render`` import."""

AGAINST_THE_ORDER = """
"""
# Exceptions of today, one a line; what is mended is taken off.

INTERNALS = """
"""
# Names that the command line still imports from within the library.


class Imported(NamedTuple):
    """One import: what a module of the package imports from another, without ``speechkit.``."""

    importer: str
    module: str
    name: str
    """Of what is imported from the module; "" for the module itself."""


@cache
def modules() -> dict[str, Path]:
    """Return the modules of the package by their names in it."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def all_imports() -> tuple[Imported, ...]:
    """Return every import of our own modules, late ones and those for types too."""
    return tuple(found for name, path in modules().items() for found in read_imports(name, path))


def read_imports(importer: str, path: Path) -> Iterator[Imported]:
    is_package = path.name == "__init__.py"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == "speechkit":
                    yield Imported(importer, alias.name.removeprefix("speechkit").lstrip("."), "")
        elif isinstance(node, ast.ImportFrom):
            module = name_module(node, importer, is_package)
            if module is not None:
                for alias in node.names:
                    yield name_import(importer, module, alias.name)


def name_module(node: ast.ImportFrom, importer: str, is_package: bool) -> str | None:
    """Return the module of the package from which a statement imports; None for foreign ones."""
    if not node.level:
        package, _, rest = (node.module or "").partition(".")
        return rest if package == "speechkit" else None
    parts = importer.split(".") if importer else []
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join((*kept, *(node.module.split(".") if node.module else ())))


def name_import(importer: str, module: str, name: str) -> Imported:
    inner = f"{module}.{name}".lstrip(".")
    return Imported(importer, inner, "") if inner in modules() else Imported(importer, module, name)


def room_of(module: str) -> int:
    """Return the place of a module's room in the order."""
    first = module.partition(".")[0]
    return next(place for place, names in enumerate(ROOMS) if first in names)


def public_names(module: str) -> frozenset[str]:
    """Return the names in ``__all__`` of a module; without one, those that it defines itself."""
    tree = ast.parse(modules()[module].read_text("utf-8"))
    names: set[str] = {"__version__"}
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id == "__all__":
                return frozenset((*ast.literal_eval(node.value), "__version__"))
            names.add(node.targets[0].id)
    return frozenset(name for name in names if name == "__version__" or name[0] != "_")


def found_against_the_order() -> set[tuple[str, str]]:
    return {
        (found.importer, found.module)
        for found in all_imports()
        if found.importer not in OUTSIDE
        and (
            room_of(found.module) > room_of(found.importer)
            if found.module not in OUTSIDE
            else found.importer.partition(".")[0] not in ("render", "cli")
        )
    }


def found_internals() -> set[tuple[str, str]]:
    return {
        (found.importer, f"{found.module}.{found.name}".strip("."))
        for found in all_imports()
        if found.importer.partition(".")[0] in ("render", "cli")
        and found.module.partition(".")[0] not in ("render", "cli")
        and not is_public(found)
    }


def is_public(found: Imported) -> bool:
    if found.module not in PUBLIC:
        return False
    return not found.name or found.name in public_names(found.module)


def test_every_module_has_a_room() -> None:
    rooms = {name for names in ROOMS for name in names}
    firsts = {name.partition(".")[0] for name in modules()} - set(OUTSIDE)
    assert firsts <= rooms


def test_no_two_modules_import_each_other() -> None:
    needs: dict[str, set[str]] = {}
    for found in all_imports():
        if found.importer != found.module:
            needs.setdefault(found.importer, set()).add(found.module)
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(f"in a circle: {error.args[1]}")


def test_imports_are_read_wherever_they_are(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        "from typing import TYPE_CHECKING\n"
        "import speechkit.cache\n"
        "if TYPE_CHECKING:\n    from speechkit.model import Span\n"
        "def late():\n    from speechkit import cache\n"
        "    from . import state\n    from ..app import run\n",
        "utf-8",
    )
    found = {found[1:] for found in read_imports("cli.terminal.module", path)}
    assert found == {
        ("cache", ""),
        ("model", "Span"),
        ("cli.terminal.state", ""),
        ("cli.app", "run"),
    }


def read_exceptions(lines: str) -> set[tuple[str, str]]:
    return {(importer, name) for importer, _, name in map(str.split, lines.split("\n")[1:-1])}


def test_a_room_imports_only_those_above_it() -> None:
    assert sorted(found_against_the_order() - read_exceptions(AGAINST_THE_ORDER)) == []


def test_the_command_line_imports_only_what_is_public() -> None:
    assert sorted(found_internals() - read_exceptions(INTERNALS)) == []


@pytest.mark.parametrize(
    ("listed", "find"),
    [(AGAINST_THE_ORDER, found_against_the_order), (INTERNALS, found_internals)],
    ids=["order", "internals"],
)
def test_no_exception_is_listed_that_nothing_needs(
    listed: str, find: Callable[[], set[tuple[str, str]]]
) -> None:
    """The lists only shrink, until they are empty."""
    assert sorted(read_exceptions(listed) - find()) == []
