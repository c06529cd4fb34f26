"""Whatever an argument or an option holds: one sentence at most, and no file is touched for it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from snapshots import FileState, take_snapshot

import speechkit
from cli.program import Finished, Program, run_here, write_speech
from speechkit.cli.app import commands
from speechkit.render.text import safe_line

pytestmark = pytest.mark.slow  # each of many values is tried in a program of its own

HOSTILE = (
    b"\xff",
    b"\xff\xfe\x01",
    b"\xb2\xfa\xd2",  # GB18030, cut in the middle of a character
    b"\x81",
    b"\xed\xa0\x80",  # half of a surrogate pair
    "\u202e".encode(),
    b"",
    b"a" * 5_000,
    b"\n",
    b"\x1b[31m",
    b"-",
    b"--",
    b"' OR 1=1 --",
    b"../..",
    b"%s",
    b"-1",
    b"0",
    b"99999999999999999999",
)

COMPANIONS: dict[str, tuple[str, ...]] = {
    "search": ("产业",),
    "kwic": ("产业",),
    "trend": ("产业",),
    "collocates": ("产业", "--min", "1"),
    "keyness": ("--target", "001", "--min", "1"),
    "keyness --target": ("--min", "1"),
    "show": ("001",),
    "completion": ("bash",),
    "quote": ("产业",),
    "quote --draft": (),
    "compare": ("001",),
    "cite": ("001",),
    "open": ("001", "--print"),
    "export": ("out", "--force"),
    "export FOLDER": (),
    "search --queries": (),
    "search --tag": ("--queries", "queries.tsv"),
    "show --highlight": ("001", "--color", "always"),
}
"""What a command, or one of its options, needs so that the value is looked at."""

EMPTY_NAMES = ("empty", "''")
"""What an error can say of a value in which there is nothing to be seen."""

SEE_HELP = re.compile(r"speechkit: see speechkit[ a-z]* --help")
COLOR = re.compile(r"\x1b\[[0-9;]*m")
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


@dataclass(frozen=True)
class Place:
    """A place of the command line: an argument, an option, or the command's own name."""

    command: str = ""
    parameter: click.Parameter | None = None

    @property
    def label(self) -> str:
        return f"{self.command} {self.names[0]}".strip()

    @property
    def names(self) -> tuple[str, ...]:
        """What an error can call it."""
        if self.parameter is None:
            return ("command",)
        if isinstance(self.parameter, click.Option):
            return (*self.parameter.opts, *self.parameter.secondary_opts)
        name = re.findall("[A-Z]+", self.parameter.human_readable_name)[0]
        return (name, "nothing to search for") if name == "QUERY" else (name,)

    def lines(self, value: bytes) -> Iterator[tuple[str | bytes, ...]]:
        """Yield the command lines that give it a value, in each variant in which one can."""
        rest = COMPANIONS.get(self.label, COMPANIONS.get(self.command, ()))
        before = (self.command, *rest) if self.command else ()
        if self.parameter is None:
            yield (value,)
        elif isinstance(self.parameter, click.Option):
            for name in self.names:
                if not self.parameter.is_flag:
                    yield (*before, name, value)
                if name.startswith("--"):
                    yield (*before, name.encode() + b"=" + value)
        else:
            yield (self.command, value)
            yield (self.command, "--", value)


def list_places() -> Iterator[Place]:
    """Yield every place of the command line, as click knows them."""
    context = click.Context(commands)
    yield Place()
    yield from (Place("", parameter) for parameter in commands.params)
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        assert command is not None
        yield from (Place(name, parameter) for parameter in command.params)


PLACES = {place.label: place for place in list_places()}


class World:
    """A working folder with a corpus, its index, and what both hold while all is well."""

    def __init__(self, folder: Path) -> None:
        self.program = Program(folder, os.environ)
        write_speech(self.program, "001.txt", "在甲县会议上的讲话\n同志们：\n我们狠抓产业项目。\n")
        write_speech(self.program, "乙/002.txt", "在乙县会议上的讲话\n同志们：\n产业兴旺。\n")
        (folder / "queries.tsv").write_text("q1\t产业\n", encoding="utf-8")
        time.sleep(0.12)  # a file that has just been written is looked at twice
        with speechkit.open(folder / "corpus") as corpus:
            assert corpus.index_file is not None
            self.index = corpus.index_file
        self._good = self.index.read_bytes()
        self._files = frozenset(self._list_files())

    def look(self) -> dict[Path, FileState]:
        """Return the state of the index and of every file of the corpus."""
        return take_snapshot(self.index, self.program.folder / "corpus")

    def restore(self) -> None:
        """Put the good index back, so that one fault does not hide the next."""
        for log in ("-wal", "-shm"):
            Path(f"{self.index}{log}").unlink(missing_ok=True)
        self.index.write_bytes(self._good)

    def tidy(self) -> None:
        """Remove what options such as ``--index`` rightly made in the working folder."""
        for path in self._list_files() - self._files:
            path.unlink()

    def _list_files(self) -> set[Path]:
        return {path for path in self.program.folder.rglob("*") if not path.is_dir()}


@pytest.fixture(scope="module")
def module_world(tmp_path_factory: pytest.TempPathFactory, dictionary_settings: object) -> World:
    folder = tmp_path_factory.mktemp("hostile") / "a" / "b"
    folder.mkdir(parents=True)
    return World(folder)


@pytest.fixture
def world(module_world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world, its folder the working folder."""
    monkeypatch.chdir(module_world.program.folder)
    monkeypatch.delenv("SPEECHKIT_CORPUS", raising=False)
    monkeypatch.delenv("SPEECHKIT_DEBUG", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "true")  # no program is to come up where the tests run
    yield module_world
    module_world.tidy()


def find_faults(done: Finished, names: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with how a command line ended; ``names`` are what an error can name."""
    told = COLOR.sub("", done.error)
    if done.status not in (0, 1, 2):
        yield f"exit status {done.status}"
    for words in ("Traceback", "this should not have happened", "damaged", "building"):
        if words in told:
            yield f"says {words!r}"
    if STEERING.search(COLOR.sub("", done.out) + told):
        yield "prints what steers a terminal"
    if done.status == 2:
        sentences = [line for line in told.splitlines() if not SEE_HELP.fullmatch(line)]
        if len(sentences) != 1 or not sentences[0].startswith("speechkit: "):
            yield f"{len(sentences)} sentences"
        if done.out:
            yield "prints data and an error"
        if not any(name in told for name in names):
            yield "names neither the place nor the value"


def names_of(value: bytes) -> tuple[str, ...]:
    """Return the forms in which an error can show a value, or say that nothing is to be seen."""
    text = os.fsdecode(value)
    readable = (text, value.decode("gb18030", "replace"), value.decode(errors="replace"))
    escaped = (text.encode("unicode_escape").decode(), repr(value)[2:-1])
    shown = tuple(form for form in (*map(safe_line, readable), *escaped) if form.strip())
    if value == b"-":  # it is standard input, which is empty and has no speech 001
        shown = (*shown, "no speech 001", "standard input")
    return shown if safe_line(text).strip() else (*shown, *EMPTY_NAMES)


def try_line(
    world: World, run: Callable[..., Finished], line: Sequence[str | bytes], names: tuple[str, ...]
) -> Iterator[str]:
    """Run a command line and yield, in a sentence, all that is wrong afterwards."""
    before = world.look()
    done = run(*line)
    faults = list(find_faults(done, names))
    after = world.look()
    if before != after:
        paths = before.keys() | after.keys()
        faults.extend(f"changes {path}" for path in paths if before.get(path) != after.get(path))
        world.restore()
    if faults:
        shown = [part if len(part) < 99 else f"{part[:9]!r}…" for part in line]
        yield f"{shown}: {', '.join(faults)}; {done.status} {done.error[:300]!r}"


@pytest.mark.parametrize("label", PLACES)
def test_no_value_of_an_argument_or_option_is_a_fault(world: World, label: str) -> None:
    place = PLACES[label]
    faults = [
        fault
        for value in HOSTILE
        for line in place.lines(value)
        for fault in try_line(world, run_here, line, (*place.names, *names_of(value)))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "line",
    [
        (b"search", b"\xff\xb2"),
        (b"search", "产业".encode(), b"--in", b"\xff\xb2"),
        (b"show", b"\xff\xb2"),
        (b"show", b"001:\xff\xb2"),
        (b"show", b"001", b"--color", b"always", b"--highlight", b"\xff\xb2"),
        (b"terms", b"\xff\xb2"),
        (b"list", b"--encoding", b"\xff\xb2"),
        (b"list", b"--user-words", b"\xff\xb2"),
        (b"list", b"-C", b"\xff\xb2"),
    ],
)
def test_bytes_that_are_no_text_are_no_fault_of_a_process(
    world: World, line: tuple[bytes, ...]
) -> None:
    names = (*(part.decode() for part in line if part.startswith(b"-")), *names_of(b"\xff\xb2"))
    faults = list(try_line(world, world.program, line, names))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("encoding", ["hex", "rot13", "base64", "undefined", "utf-8x"])
def test_a_codec_that_reads_no_text_is_no_encoding(world: World, encoding: str) -> None:
    """Python calls most of these a codec; files read by one of them would all be skipped."""
    line = ("list", "--encoding", encoding)
    assert list(try_line(world, run_here, line, (encoding,))) == []
    assert run_here(*line).status == 2


TERMS = {"nothing": b"", "one character": "产\n".encode(), "no text": bytes(range(256)) * 9}


@pytest.mark.parametrize("content", TERMS)
def test_a_list_without_a_term_leaves_the_index_alone(
    world: World, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "terms.txt"
    path.write_bytes(TERMS[content])
    for command in ("list", "index"):
        line = (command, "--user-words", str(path))
        assert list(try_line(world, run_here, line, (str(path),))) == []
    assert path.read_bytes() == TERMS[content]


def test_every_place_of_the_command_line_is_tried() -> None:
    tried = {
        "command",
        "--version",
        "search QUERY",
        "search --in",
        "trend --svg",
        "show ID",
        "terms PREFIX",
    }
    assert tried < set(PLACES)
    assert len(PLACES) > 60
