"""The documents: their pieces of code, and the sessions in them.

``python tests/documents.py`` writes the sessions again, from real runs on the sample corpus.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest import mock

from cli.program import SAMPLE, run_here

from speechkit.language import choose_language, use_language

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
LANGUAGES = ("en", "zh")
TOPIC_FILES = {
    language: tuple(
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "speechkit" / "help" / language).glob("*.md"))
    )
    for language in LANGUAGES
}
PAIRS = (READMES, *zip(TOPIC_FILES["en"], TOPIC_FILES["zh"], strict=True))
"""Documents of the same content in English and Chinese."""

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@cache
def read(name: str) -> str:
    """Return the text of a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str = "sh") -> list[str]:
    """Return the code blocks of a document that are in a language."""
    return [body.rstrip() for kind, body in _BLOCK.findall(read(name)) if kind == language]


def kinds_of_blocks(name: str) -> list[str]:
    """Return the languages of the code blocks of a document, in its order."""
    return [kind for kind, _ in _BLOCK.findall(read(name))]


def code(name: str) -> list[str]:
    """Return the pieces of code within the sentences of a document."""
    return [text.replace(r"\|", "|") for text in _CODE.findall(_BLOCK.sub("", read(name)))]


def sessions(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what is typed in the console blocks of a text, and the lines that are shown."""
    for block in _CONSOLE.findall(text):
        for session in re.split(r"\n\n(?=\$ )", block.rstrip()):
            typed, _, shown = session.removeprefix("$ ").partition("\n")
            yield typed, shown.splitlines()


def language_of(name: str) -> str:
    """Return the language of a document."""
    return "zh" if "zh" in re.split(r"\W", name) else "en"


@contextmanager
def speak(language: str) -> Iterator[None]:
    """Let this process speak a language, as the program does from its start."""
    with mock.patch.dict(os.environ):  # gettext reads the language there
        use_language(choose_language({"SPEECHKIT_LANG": language}))
        try:
            yield
        finally:
            use_language("")


def run_session(typed: str, language: str) -> list[str]:
    """Return what a terminal of 80 columns shows of a command line, run where the sample is."""
    arguments = shlex.split(typed)[1:]
    wanted = () if "--format" in arguments else ("--format", "human")
    with speak(language):
        done = run_here(*arguments, *wanted, environment={"COLUMNS": "80"})
    assert done.status < 2, (typed, done.error)  # a quotation that differs is worth showing
    return [line.rstrip() for line in done.out.rstrip().splitlines()]


def write_sessions(name: str) -> None:
    """Write the console blocks of a document again."""

    def replace(block: re.Match[str]) -> str:
        shown = (
            "\n".join((f"$ {typed}", *run_session(typed, language_of(name))))
            for typed, _ in sessions(block[0])
        )
        return "```console\n" + "\n\n".join(shown) + "\n```"

    text = read(name)
    (ROOT / name).write_text(_CONSOLE.sub(replace, text), encoding="utf-8")


def _main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SAMPLE, Path(folder, "corpus"))
        os.chdir(folder)
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "cache"))
        for pair in PAIRS:
            for name in pair:
                write_sessions(name)


if __name__ == "__main__":
    _main()
