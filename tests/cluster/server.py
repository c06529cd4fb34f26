"""Real OpenSearch servers: parts from the local Maven repository, or fetched into it by mvn.

Servers listen on loopback alone and end, by their own processes, where their block does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

VERSION = os.environ.get("SPEECHKIT_TEST_OPENSEARCH") or "3.6.0"
OLDER_VERSION = "2.19.6"
"""The last one of version 2; its distribution lacks the module that has our tokenizer."""

_FETCH = "org.apache.maven.plugins:maven-dependency-plugin:2.8:get"
_LEAST_JAVA = {"2": 17, "3": 21}
_NOBODY = 65534
_ENCRYPTED = "plugins.security.ssl.http.enabled"
_PATIENCE = 180
"""Seconds for a server to start."""


class NoServerError(Exception):
    """Why no server can be had here."""


class Server(NamedTuple):
    """A server that runs: where it answers, and its process."""

    address: str
    process: subprocess.Popen[bytes] | None = None


@contextmanager
def run_server(version: str = VERSION) -> Iterator[Server]:
    """Give a running server; $SPEECHKIT_TEST_CLUSTER names one that is there already."""
    named = os.environ.get("SPEECHKIT_TEST_CLUSTER")
    if named and version == VERSION:
        yield Server(named.rstrip("/"))
        return
    with installed(version) as home, Node(home, {"discovery.type": "single-node"}) as node:
        wait_for([node])
        yield Server(node.address, node.process)


@contextmanager
def installed(version: str, extend: Callable[[Path], None] | None = None) -> Iterator[Home]:
    """Give a distribution, unpacked for a user who is not root, which the server refuses.

    ``extend`` may put more into it before that user has it.
    """
    java = find_java(_LEAST_JAVA[version[0]])
    archive = find_part("org.opensearch.distribution.integ-test-zip", "opensearch", version, "zip")
    # Not below pytest's own folder: the server's user may not look into that.
    folder = Path(tempfile.mkdtemp(prefix="speechkit-cluster-"))
    try:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        home = next(folder.glob("opensearch-*"))
        if version.startswith("2."):
            _add_tokenizers(home, version)
        if extend is not None:
            extend(home)
        for program in (home / "bin").iterdir():
            program.chmod(0o755)
        _give_to_nobody(folder)
        yield Home(home, folder, java)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Home(NamedTuple):
    """A distribution, a folder for all that its servers write, and a Java."""

    home: Path
    folder: Path
    java: Path


class Node:
    """One process of a server on a port of its own, a context; it can be killed and come back."""

    def __init__(self, home: Home, settings: Mapping[str, str], heap: int = 512) -> None:
        self._home = home
        self._heap = heap
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.log = home.folder / f"output-{self.port}"
        self._settings = {
            "network.host": "127.0.0.1",
            "http.port": str(self.port),
            "path.data": str(home.folder / f"data-{self.port}"),
            "path.logs": str(home.folder / f"logs-{self.port}"),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **settings,
        }

    @property
    def address(self) -> str:
        """Where it answers."""
        scheme = "https" if _ENCRYPTED in self._settings else "http"
        return f"{scheme}://127.0.0.1:{self.port}"

    @property
    def has_ended(self) -> bool:
        """Whether the process ended, which nobody asked it to."""
        return self.process is not None and self.process.poll() is not None

    def __enter__(self) -> Node:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        process = self.process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def start(self) -> None:
        """Start the process, which has what an earlier one on this port had."""
        folder, java = self._home.folder, self._home.java
        temporary = folder / f"tmp-{self.port}"
        temporary.mkdir(exist_ok=True)
        _give_to_nobody(temporary)
        settings = (f"{name}={value}" for name, value in self._settings.items())
        program = str(self._home.home / "bin/opensearch")
        command = [program, *(part for setting in settings for part in ("-E", setting))]
        if os.getuid() == 0:
            ids = (f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")
            command = ["setpriv", *ids, *command]
        environment = {
            "PATH": os.environ["PATH"],
            "OPENSEARCH_JAVA_HOME": str(java),
            "OPENSEARCH_JAVA_OPTS": f"-Xms{self._heap}m -Xmx{self._heap}m",
            "HOME": str(folder),
            "OPENSEARCH_TMPDIR": str(temporary),
        }
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=folder
            )

    def kill(self) -> None:
        """End the process as the end of a machine would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def run_nodes(count: int) -> Iterator[list[Node]]:
    """Give a cluster of some nodes; the first is not to be killed, for it is the one asked."""
    with installed(VERSION) as home, ExitStack() as stack:
        ports = [str(free_port()) for _ in range(count)]
        shared = {
            "cluster.name": "speechkit-tests",
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in ports),
            "cluster.initial_cluster_manager_nodes": ",".join(f"node{n}" for n in range(count)),
        }
        nodes = [
            Node(home, {**shared, "node.name": f"node{n}", "transport.port": port}, heap=256)
            for n, port in enumerate(ports)
        ]
        for node in nodes:
            stack.enter_context(node)
            _wait_for_secrets(home, node)
        wait_for(nodes)
        yield nodes


def _wait_for_secrets(home: Home, node: Node) -> None:
    """Wait for the file of secrets that a first node makes; two at once would hinder each other."""
    deadline = time.monotonic() + _PATIENCE
    while not (home.home / "config/opensearch.keystore").exists():
        assert time.monotonic() < deadline and not node.has_ended
        time.sleep(0.2)


def find_java(least: int) -> Path:
    """Return the home of a Java that is new enough."""
    places = [os.environ.get(name, "") for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME")]
    places += sorted(map(str, Path("/usr/lib/jvm").glob("*")))
    for home in (Path(place) for place in places if place):
        release = home / "release"
        if release.is_file() and (home / "bin/java").is_file():
            found = re.search(r'JAVA_VERSION="(\d+)', release.read_text("utf-8"))
            if found and int(found[1]) >= least:
                return home
    raise NoServerError(f"no Java {least} or newer here; set OPENSEARCH_JAVA_HOME")


def find_part(group: str, name: str, version: str, kind: str) -> Path:
    """Return one part, fetched where the local repository lacks it."""
    folder = Path.home() / ".m2/repository" / group.replace(".", "/") / name / version
    part = folder / f"{name}-{version}.{kind}"
    if not part.is_file():
        mvn = shutil.which("mvn")
        if mvn is None:
            raise NoServerError(f"no OpenSearch here: {part} is missing, and so is mvn")
        wanted = f"-Dartifact={group}:{name}:{version}:{kind}"
        command = [mvn, "-q", "-B", _FETCH, "-Dtransitive=false", wanted]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if not part.is_file():
            raise NoServerError(f"mvn cannot fetch {name} {version}: {done.stdout[-500:]}")
    return part


def _add_tokenizers(home: Path, version: str) -> None:
    """Add the module with the tokenizer ``ngram``, which every other distribution has."""
    module = home / "modules/analysis-common"
    module.mkdir()
    shutil.copy(find_part("org.opensearch.plugin", "analysis-common", version, "jar"), module)
    facts = {
        "name": "analysis-common",
        "description": "analyzers",
        "version": version,
        "opensearch.version": version,
        "java.version": "11",
        "classname": "org.opensearch.analysis.common.CommonAnalysisPlugin",
    }
    lines = "".join(f"{name}={value}\n" for name, value in facts.items())
    (module / "plugin-descriptor.properties").write_text(lines, "utf-8")


def _give_to_nobody(folder: Path) -> None:
    folder.chmod(0o755)
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)


def wait_for(nodes: Sequence[Node], *, status: str = "yellow") -> None:
    """Wait until the first node answers for a cluster of them all; ``status`` is the least."""
    deadline = time.monotonic() + _PATIENCE
    least = ("green",) if status == "green" else ("green", "yellow")
    while time.monotonic() < deadline:
        asked = next((node for node in nodes if node.has_ended), nodes[0])
        if asked.has_ended:
            break
        try:
            health = ask(nodes[0].address, "GET", "/_cluster/health")
            if health["status"] in least and health["number_of_nodes"] == len(nodes):
                return
        except (OSError, ValueError, KeyError):
            pass
        time.sleep(0.5)
    said = asked.log.read_text("utf-8", "replace")[-1500:]
    raise AssertionError(f"OpenSearch did not start: {said}")


def ask(address: str, method: str, path: str, body: object = None) -> dict[str, object]:
    """Return what a server answers to one request that is no part of the library."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address + path, data, method=method)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        found = json.load(answer)
    return found if isinstance(found, dict) else {"answer": found}


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
