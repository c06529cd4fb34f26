"""One run of a command: its corpus, its terminal and where it prints."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, cast

import speechkit
from speechkit.cli.app import Failure
from speechkit.cli.identifiers import explain_unknown
from speechkit.cli.terminal.progress import IndexProgress
from speechkit.cli.terminal.state import Terminal
from speechkit.cli.terminal.streams import Output, note, read_input
from speechkit.errors import DecodingError, reason_of
from speechkit.language import _
from speechkit.render.text import shell_word, visible
from speechkit.tuples import NamedTuple

if TYPE_CHECKING:
    from rich.console import Console

CORPUS_VARIABLE = "SPEECHKIT_CORPUS"
CORPUS_FOLDER = "corpus"
STANDARD_INPUT = Path("-")
"""In place of a folder: one speech, read from standard input."""


class SupportsWrite(Protocol):
    """What a console writes to."""

    def write(self, text: str, /) -> int:
        """Write text."""

    def flush(self) -> None:
        """Bring it to the reader."""


class CorpusChoice(NamedTuple):
    """What the command line says about the corpus and its index; None where it says nothing."""

    folder: Path | None = None
    location: str | Path | None = None
    encoding: str | None = None
    user_words: Path | None = None
    authority: Path | None = None
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
        folder = f"-C {shell_word(str(self.choice.folder))} " if self.choice.folder else ""
        index = f"--index {shell_word(str(self.choice.location))} " if self.on_cluster else ""
        authority = (
            f"--ca {shell_word(str(self.choice.authority))} " if self.choice.authority else ""
        )
        return folder + index + authority

    @property
    def on_cluster(self) -> bool:
        """Whether the index is on a cluster: then it answers without its folder."""
        return speechkit.is_address(self.choice.location)

    @property
    def corpus_place(self) -> Path:
        """The folder of the corpus, or ``-`` for standard input."""
        return find_corpus(self.choice.folder)

    def _find_folder(self, build: bool) -> Path | None:
        """Return the folder of the corpus, or ``-``; None where nothing needs it and none is named.

        What lies near by is not taken for what a cluster holds.
        """
        if not self.on_cluster or build:
            return self.corpus_place
        named = os.environ.get(CORPUS_VARIABLE)
        return self.choice.folder or (Path(named) if named else None)

    @contextmanager
    def open(self, *, build: bool = False, rebuild: bool = False) -> Iterator[speechkit.Corpus]:
        """Give the corpus, its index built or brought in step with a bar on a terminal.

        An index on a cluster is asked as it is, unless ``build`` is given.
        """
        corpus = self._open(build=build, rebuild=rebuild)
        try:
            if not len(corpus):
                place = corpus.path if self.on_cluster else self.corpus_place
                raise Failure(_explain_empty(corpus, place))
            with explain_unknown(corpus):
                yield corpus
        finally:
            corpus.close()

    def _open(self, *, build: bool, rebuild: bool) -> speechkit.Corpus:
        choice, words = self.choice, _read_user_words(self.choice.user_words)
        folder = self._find_folder(build)
        if folder == STANDARD_INPUT:
            files = {str(STANDARD_INPUT): read_input()}
            return speechkit.from_files(files, user_words=words, encoding=choice.encoding)
        unnamed = folder if folder == Path.cwd() and is_unnamed(choice.folder) else None
        with IndexProgress(self.terminal, unnamed) as progress:
            return speechkit.open(
                folder,
                index=choice.location,
                encoding=choice.encoding,
                user_words=words,
                ca=choice.authority,
                follow=choice.follow,
                build=build,
                rebuild=rebuild,
                notify=progress.tell,
                progress=progress,
            )

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
    if speechkit.holds_texts(here):
        return here
    raise Failure(
        _(
            "no corpus here: {folder} has no folder {corpus}/ and no texts; name a folder of"
            " speeches with -C DIR or ${variable}"
        ).format(folder=here, corpus=CORPUS_FOLDER, variable=CORPUS_VARIABLE)
    )


def is_unnamed(chosen: Path | None) -> bool:
    """Return whether neither the command line nor the environment names a folder."""
    return chosen is None and not os.environ.get(CORPUS_VARIABLE)


def _explain_empty(corpus: speechkit.Corpus, place: Path) -> str:
    from speechkit.render.messages import list_reasons

    if place == STANDARD_INPUT:
        told = _("standard input holds no speech")
    else:
        told = _("the corpus {folder} holds no speeches").format(folder=corpus.path)
    reasons = _(", ").join(list_reasons(corpus.skipped))
    if reasons:
        told += _(" (skipped: {reasons})").format(reasons=reasons)
    return _("{problem}; name another folder with -C").format(problem=told)


def _read_user_words(path: Path | None) -> frozenset[str] | None:
    """Return the user's words; lines that can be none are named on standard error."""
    if path is None:
        return None
    try:
        words, refused = speechkit.read_user_words(path)
    except (OSError, DecodingError) as error:
        raise Failure(
            _("cannot read the words in {file}: {reason}").format(
                file=path, reason=reason_of(error)
            )
        ) from error
    for line in refused:
        told = _("{file}: {line} is left out: a word is two or more Chinese characters")
        note(told.format(file=path, line=visible(line)))
    return words
