"""One run of a command: its corpus, its terminal and where it prints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol, cast

from speechkit.cli.errors import Failure
from speechkit.cli.names import CORPUS_FOLDER, CORPUS_VARIABLE
from speechkit.cli.terminal.state import Terminal
from speechkit.cli.terminal.streams import Output, note
from speechkit.render.text import shell_word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from speechkit.corpus import Corpus


class SupportsWrite(Protocol):
    """What a console writes to."""

    def write(self, text: str, /) -> int:
        """Write text."""

    def flush(self) -> None:
        """Bring it to the reader."""


class CorpusChoice(NamedTuple):
    """What the command line says about the corpus and its index; None where it says nothing."""

    folder: Path | None = None
    location: Path | None = None
    encoding: str | None = None
    terms: Path | None = None
    follow: bool = True


class Session:
    """What the shared options and the terminal come to, as plain values."""

    def __init__(
        self, choice: CorpusChoice, terminal: Terminal, output_format: str, *, format_chosen: bool
    ) -> None:
        self.choice = choice
        self.terminal = terminal
        self.format = output_format
        self.format_chosen = format_chosen
        """Whether the user named the format."""
        self.output = Output()

    @property
    def corpus_option(self) -> str:
        """What a command that goes on from this one needs to find the same corpus."""
        return f"-C {shell_word(str(self.choice.folder))} " if self.choice.folder else ""

    @contextmanager
    def open(self, *, rebuild: bool = False) -> Iterator[Corpus]:
        """Give the corpus, its index built or brought in step with a bar on a terminal."""
        from speechkit.cli.terminal.progress import IndexProgress
        from speechkit.corpus import open_corpus

        folder = find_corpus(self.choice.folder)
        with IndexProgress(self.terminal) as progress:
            corpus = open_corpus(
                folder,
                index=self.choice.location,
                encoding=self.choice.encoding,
                terms=_read_terms(self.choice.terms),
                follow=self.choice.follow,
                rebuild=rebuild,
                notify=progress.note,
                progress=progress,
            )
        try:
            if not len(corpus):
                raise Failure(_explain_empty(corpus))
            yield corpus
        finally:
            corpus.close()

    def make_console(self, file: SupportsWrite | None = None) -> Console:
        """Return rich's console for this terminal; what it prints is text, never markup."""
        from rich.console import Console

        return Console(
            file=cast("IO[str]", file or self.output),
            force_terminal=self.terminal.color,
            color_system="standard" if self.terminal.color else None,
            no_color=not self.terminal.color,
            width=self.terminal.width,
            height=self.terminal.height,
            markup=False,
            highlight=False,
            emoji=False,
            legacy_windows=False,
        )


def print_lines(console: Console, lines: Iterable[Text]) -> None:
    """Print lines as they are, neither wrapped nor cut."""
    for line in lines:
        console.print(line, soft_wrap=True)


def find_corpus(chosen: Path | None) -> Path:
    """Return the folder of the corpus: the chosen one, the environment's, or one near by."""
    if chosen is not None:
        return chosen
    named = os.environ.get(CORPUS_VARIABLE)
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CORPUS_FOLDER).is_dir():
            return folder / CORPUS_FOLDER
    if _holds_texts(here):
        return here
    raise Failure(
        f"no corpus here: {here} has no folder {CORPUS_FOLDER}/ and no texts;"
        f" name a folder of speeches with -C DIR or ${CORPUS_VARIABLE}"
    )


def _explain_empty(corpus: Corpus) -> str:
    from speechkit.ingest.folder import summarize_skipped

    reasons = ", ".join(f"{count} {reason}" for reason, count in summarize_skipped(corpus.skipped))
    skipped = f" (skipped: {reasons})" if reasons else ""
    return f"the corpus {corpus.path} holds no speeches{skipped}; name another folder with -C"


def _holds_texts(folder: Path) -> bool:
    from speechkit.ingest.folder import TEXT_SUFFIXES

    with os.scandir(folder) as entries:
        return any(
            suffix and suffix in TEXT_SUFFIXES and not entry.name.startswith(".")
            for entry in entries
            for suffix in (Path(entry.name).suffix.lower(),)
        )


def _read_terms(path: Path | None) -> frozenset[str] | None:
    """Return the user's terms; lines that can be none are named on standard error."""
    if path is None:
        return None
    from speechkit.errors import DecodingError
    from speechkit.formats.encodings import decode
    from speechkit.text.user_words import parse_terms

    try:
        terms, refused = parse_terms(decode(path.read_bytes(), None).text)
    except (OSError, DecodingError) as error:
        raise Failure(f"cannot read the terms in {path}: {error}") from error
    for line in refused:
        note(f"{path}: {line!r} is left out: a term is two or more Chinese characters")
    return terms
