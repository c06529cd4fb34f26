"""A real OpenSearch of one node, found in the local Maven repository or fetched by mvn."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

VERSION = "3.6.0"
_ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
_FETCH = "org.apache.maven.plugins:maven-dependency-plugin:2.8:get"
_LEAST_JAVA = 21
_NOBODY = 65534
_PATIENCE = 180


class NoServerError(Exception):
    """Why no server can be had here."""


class Server(NamedTuple):
    """A server that runs: where it answers, and its process."""

    address: str
    process: subprocess.Popen[bytes] | None = None


@contextmanager
def run_server() -> Iterator[Server]:
    """Give a running server; $SPEECHKIT_TEST_CLUSTER names one that is there already."""
    named = os.environ.get("SPEECHKIT_TEST_CLUSTER")
    if named:
        yield Server(named.rstrip("/"))
        return
    java, archive = find_java(), find_archive()
    # Not below pytest's own folder: the server's user may not look into that.
    folder = Path(tempfile.mkdtemp(prefix="speechkit-cluster-"))
    try:
        home = unpack(archive, folder)
        with start_node(home, folder, java) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_java() -> Path:
    """Return the home of a Java that is new enough."""
    places = [os.environ.get(name, "") for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME")]
    places += map(str, Path("/usr/lib/jvm").glob("*"))
    for home in (Path(place) for place in places if place):
        release = home / "release"
        if release.is_file() and (home / "bin/java").is_file():
            found = re.search(r'JAVA_VERSION="(\d+)', release.read_text("utf-8"))
            if found and int(found[1]) >= _LEAST_JAVA:
                return home
    raise NoServerError(f"no Java {_LEAST_JAVA} or newer here; set OPENSEARCH_JAVA_HOME")


def find_archive() -> Path:
    """Return the distribution, fetched where the local repository lacks it."""
    group, name, version, kind = _ARTIFACT.split(":")
    folder = Path.home() / ".m2/repository" / group.replace(".", "/") / name / version
    archive = folder / f"{name}-{version}.{kind}"
    if not archive.is_file():
        mvn = shutil.which("mvn")
        if mvn is None:
            raise NoServerError(f"no OpenSearch here: {archive} is missing, and so is mvn")
        command = [mvn, "-q", "-B", _FETCH, "-Dtransitive=false", f"-Dartifact={_ARTIFACT}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if not archive.is_file():
            raise NoServerError(f"mvn cannot fetch OpenSearch: {done.stdout[-500:]}")
    return archive


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack the distribution for a user who is not root, which the server refuses."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    home = next(folder.glob("opensearch-*"))
    for program in (home / "bin").iterdir():
        program.chmod(0o755)
    folder.chmod(0o755)
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)
    return home


@contextmanager
def start_node(
    home: Path, folder: Path, java: Path, *settings: str, wait: bool = True
) -> Iterator[Server]:
    """Start one node on a free port and end it, by its own process, when the block ends."""
    port = free_port()
    chosen = {
        "network.host": "127.0.0.1",
        "http.port": str(port),
        "path.data": str(folder / f"data-{port}"),
        "path.logs": str(folder / f"logs-{port}"),
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    if not any(setting.startswith("discovery.") for setting in settings):
        chosen["discovery.type"] = "single-node"
    options = [f"{name}={value}" for name, value in chosen.items()] + list(settings)
    command = [str(home / "bin/opensearch"), *(part for o in options for part in ("-E", o))]
    if os.getuid() == 0:
        ids = (f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")
        command = ["setpriv", *ids, *command]
    environment = {
        "PATH": os.environ["PATH"],
        "OPENSEARCH_JAVA_HOME": str(java),
        "OPENSEARCH_JAVA_OPTS": "-Xms512m -Xmx512m",
        "HOME": str(folder),
        "OPENSEARCH_TMPDIR": str(_temporary(folder, port)),
    }
    with (folder / f"output-{port}").open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=home
        )
    server = Server(f"http://127.0.0.1:{port}", process)
    try:
        if wait:
            wait_for(server, folder / f"output-{port}")
        yield server
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _temporary(folder: Path, port: int) -> Path:
    temporary = folder / f"tmp-{port}"
    temporary.mkdir(exist_ok=True)
    if os.getuid() == 0:
        os.chown(temporary, _NOBODY, _NOBODY)
    return temporary


def wait_for(server: Server, log: Path) -> None:
    """Wait until a node answers and holds a cluster."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if server.process is not None and server.process.poll() is not None:
            break
        try:
            if ask(server, "GET", "/_cluster/health")["status"] in ("green", "yellow"):
                return
        except (OSError, ValueError, KeyError):
            time.sleep(0.5)
    said = log.read_text("utf-8", "replace")[-1500:]
    raise NoServerError(f"OpenSearch did not start: {said}")


def ask(server: Server, method: str, path: str, body: object = None) -> dict[str, object]:
    """Return what the server answers to one request that is no part of the library."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.address + path, data, method=method)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        found = json.load(answer)
    return found if isinstance(found, dict) else {"answer": found}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
