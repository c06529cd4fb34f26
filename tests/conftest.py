"""What the tests share: a cache of their own, real texts beside the repository, small folders."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cluster.server import NoServerError, Server, run_server
from hypothesis import settings

import speechkit
from speechkit.cache import cache_folder, exclusive_lock
from speechkit.text.dictionary import (
    Dictionary,
    DictionarySettings,
    library_versions,
    open_dictionary,
)
from speechkit.text.user_words import combine_words

if TYPE_CHECKING:
    from xdist.scheduler import Scheduling

ROOT = Path(__file__).resolve().parents[1]

# No test says how many examples it tries, so that a long run may ask all of them for many, and for
# others each time; without that, a change alone decides whether the tests pass.
EXAMPLES = int(os.environ.get("SPEECHKIT_EXAMPLES") or 0)
settings.register_profile("same", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("many", deadline=None, max_examples=EXAMPLES or 1)
settings.load_profile("many" if EXAMPLES else "same")

# Whatever the language of who runs them, tests read English unless they ask for Chinese.
os.environ.update(SPEECHKIT_LANG="en", LC_ALL="C.UTF-8")

MakeCorpus = Callable[[Mapping[str | bytes, str | bytes]], Path]
RunPython = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config) -> Scheduling | None:
    """The tests in two halves, of which a worker that has nothing left takes over some.

    By xdist's own default one worker gets all tests of the command line, and the other waits.
    """
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config)


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run of the tests, one for all of xdist's workers."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session", autouse=True)
def private_cache(session_folder: Path) -> Iterator[Path]:
    """The cache folder of this run, so that no test touches the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(session_folder / "cache"))
        cache_folder.cache_clear()
        yield cache_folder()
    cache_folder.cache_clear()


@pytest.fixture(scope="session")
def dictionary_settings(session_folder: Path, private_cache: Path) -> DictionarySettings:
    """The shipped dictionary, made once for the whole run."""
    settings = DictionarySettings(combine_words(()), library_versions())
    with exclusive_lock(session_folder / "dictionary.lock", wait=True):
        open_dictionary(settings)
    return settings


@pytest.fixture
def own_cache(
    tmp_path: Path, dictionary_settings: DictionarySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A cache for one test alone, with the dictionary of the run in it and no index."""
    made, own = cache_folder(), tmp_path / "home" / "speechkit"
    own.mkdir(parents=True, mode=0o700)
    for dictionary in made.glob("dictionary-*.sqlite"):
        os.link(dictionary, own / dictionary.name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(own.parent))
    cache_folder.cache_clear()
    yield own
    cache_folder.cache_clear()


@pytest.fixture
def dictionary(dictionary_settings: DictionarySettings) -> Dictionary:
    return open_dictionary(dictionary_settings)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The texts beside the repository, which may not be copied into it."""
    folder = Path(os.environ.get("SPEECHKIT_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no shared data in {folder}; set SPEECHKIT_SHARED")
    return folder


@pytest.fixture(scope="session")
def shared_corpora(
    shared: Path, session_folder: Path, dictionary_settings: DictionarySettings
) -> Callable[[str], speechkit.Corpus]:
    """Opens a corpus of the shared data, whose index is made once for the whole run."""
    opened: dict[str, speechkit.Corpus] = {}

    def open_shared(name: str) -> speechkit.Corpus:
        if name not in opened:
            index = session_folder / f"{name.replace('/', '-')}.sqlite"
            with exclusive_lock(index.with_suffix(".lock"), wait=True):
                opened[name] = speechkit.open(shared / name, index=index)
        return opened[name]

    return open_shared


@pytest.fixture
def sample_corpus(tmp_path: Path, dictionary_settings: DictionarySettings) -> Path:
    """A copy of the repository's own speeches."""
    return Path(shutil.copytree(ROOT / "corpus", tmp_path / "samples"))


@pytest.fixture
def make_corpus(tmp_path: Path, dictionary_settings: DictionarySettings) -> MakeCorpus:
    """Makes a folder of files by their names (with folders) and texts."""
    made = 0

    def make(files: Mapping[str | bytes, str | bytes]) -> Path:
        nonlocal made
        made += 1
        return write_files(tmp_path / f"folder{made}", files)

    return make


@pytest.fixture(scope="session")
def cluster_server() -> Iterator[Server]:
    """A real OpenSearch, for tests of the marker ``cluster``."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(run_server())
        except NoServerError as error:
            pytest.skip(str(error))
        yield server


def write_files(folder: Path, files: Mapping[str | bytes, str | bytes]) -> Path:
    """Return a new folder of files by their names (with folders) and texts."""
    folder.mkdir()
    for name, content in files.items():
        path = folder / (name if isinstance(name, str) else os.fsdecode(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture
def heard_interrupts() -> Iterator[None]:
    """Processes that a test starts hear an interrupt, even where this process is to ignore it.

    A process that a shell runs in the background ignores interrupts, and so do all that it starts.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def run_python() -> RunPython:
    """Runs code in a new Python that finds the package but has no working folder in its path."""

    def run(
        code: str, *arguments: object, options: tuple[str, ...] = (), cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        start = f"import sys; sys.path[0] = {str(ROOT)!r}\n"
        return subprocess.run(
            [sys.executable, *options, "-c", start + code, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            timeout=120,
            check=False,
        )

    return run
