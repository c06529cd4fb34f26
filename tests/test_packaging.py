"""What pyproject.toml says of the package is so."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import import_module, metadata
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import speechkit

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "speechkit"


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    toml = pytest.importorskip("tomllib", reason="tomllib comes with Python 3.11")
    settings: dict[str, Any] = toml.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings


@pytest.fixture(scope="module")
def project(settings: dict[str, Any]) -> dict[str, Any]:
    project: dict[str, Any] = settings["project"]
    return project


def distributions(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w-]", requirement)[0] for requirement in requirements}


DISTRIBUTIONS = {"pypdfium2-raw": "pypdfium2", "markdown-it": "markdown-it-py", "yaml": "PyYAML"}
"""Of packages that are distributed by another name."""


def imported() -> Iterator[str]:
    """Yield the packages that the product imports, its own and the standard library's left out."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                package = name.partition(".")[0]
                if package != "speechkit" and package not in sys.stdlib_module_names:
                    yield package


def test_the_version_is_in_one_place(settings: dict[str, Any], project: dict[str, Any]) -> None:
    assert "version" in project["dynamic"]
    assert ROOT / settings["tool"]["hatch"]["version"]["path"] == PACKAGE / "__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", speechkit.__version__)
    assert metadata.version(project["name"]) == speechkit.__version__, "install it again"


def test_the_name_of_another_project_is_not_installed(project: dict[str, Any]) -> None:
    assert project["name"] == "speechkit-zh"
    assert list(project["scripts"]) == ["speechkit"]
    for path in (*ROOT.glob("*.md"), *PACKAGE.rglob("*.md"), *PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"install( -\S+)* ['\"]?speechkit\b(?!-zh)", text), path


def test_the_script_and_the_module_are_the_same_program(project: dict[str, Any]) -> None:
    module, _, name = project["scripts"]["speechkit"].partition(":")
    assert callable(getattr(import_module(module), name))
    done = subprocess.run(
        [sys.executable, "-m", "speechkit", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"speechkit {speechkit.__version__}\n"


def test_what_is_imported_is_declared_and_what_is_declared_is_imported(
    project: dict[str, Any],
) -> None:
    packages = {package.replace("_", "-") for package in imported()}
    named = {DISTRIBUTIONS.get(package, package) for package in packages}
    assert named == distributions(project["dependencies"])


def test_every_dependency_is_listed_with_its_licence(project: dict[str, Any]) -> None:
    listed = re.findall(
        r"^\| ([\w-]+) (?:\(.*\) )?\|", (ROOT / "SECURITY.md").read_text("utf-8"), re.MULTILINE
    )
    assert distributions(project["dependencies"]) <= set(listed)


def test_the_wheel_has_the_package_with_its_data_and_nothing_else(tmp_path: Path) -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel", reason="hatchling makes the wheel")
    (built,) = wheel.WheelBuilder(str(ROOT)).build(directory=str(tmp_path))
    with ZipFile(built) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    files = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == files
    assert "speechkit/py.typed" in names


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the repository")
def test_no_file_of_the_package_is_ignored_by_git() -> None:
    """What git ignores is left out of a wheel, without a word."""
    files = [str(path) for path in PACKAGE.rglob("*") if "__pycache__" not in path.parts]
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_the_source_package_has_what_its_tests_read(settings: dict[str, Any]) -> None:
    patterns = settings["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for name in ("speechkit", "tests", "corpus", "README.md", "README.zh-CN.md", ".assets", ".ci"):
        assert any(fnmatch(name, pattern.strip("/")) for pattern in patterns), name


def test_pythons_are_declared_from_the_least_on(project: dict[str, Any]) -> None:
    minors = [
        int(found[1])
        for found in (re.search(r"Python :: 3\.(\d+)$", text) for text in project["classifiers"])
        if found
    ]
    assert project["requires-python"] == f">=3.{min(minors)}"
    assert minors == list(range(min(minors), max(minors) + 1))
