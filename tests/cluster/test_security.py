"""The security plugin: who may ask, who may write, and what is told to all others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.program import ROOT, Finished, run_here

from cluster.secured_server import SecuredServer, run_secured_server
from cluster.server import NoServerError

pytestmark = pytest.mark.cluster

SECRET = "Kq7-mountain-river-92"
READER, WRITER = "reader", "writer"
RIGHTS = {
    READER: (["cluster_composite_ops_ro"], ["read"]),
    WRITER: (["cluster_composite_ops"], ["crud", "create_index", "manage"]),
}
"""As ``help cluster`` lists them: for the cluster, and for the index."""


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredServer]:
    try:
        with run_secured_server(tmp_path_factory.mktemp("certificates")) as server:
            # As it comes, it lets every user do more than the own roles say.
            server.ask("DELETE", "/_plugins/_security/api/rolesmapping/own_index")
            for name, rights in RIGHTS.items():
                server.add_user(name, SECRET, *rights)
            yield server
    except NoServerError as error:
        pytest.skip(str(error))


def run_as(
    user: str, server: SecuredServer, *line: str, name: str = "rights", **environment: str
) -> Finished:
    known = {"SPEECHKIT_CA": str(server.authority), "NETRC": "", **environment}
    if user:
        known |= {"SPEECHKIT_USER": user, "SPEECHKIT_PASSWORD": SECRET, **environment}
    command, *rest = line
    place = f"{server.address}/{name}"
    return run_here(command, "--index", place, *rest, environment=known)


def test_users_do_what_their_rights_say(secured: SecuredServer, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    index = ("index", "-C", str(folder))
    assert run_as(WRITER, secured, *index).status == 0
    sorted(folder.iterdir())[-1].unlink()
    followed = run_as(WRITER, secured, *index)
    assert followed.status == 0, followed.error
    local = run_here("search", "发展", "-C", str(folder), "--index", str(tmp_path / "i.sqlite"))
    for user in (READER, WRITER):
        found = run_as(user, secured, "search", "发展")
        assert found.status == 0, found.error
        assert found.out == local.out != ""
        assert run_as(user, secured, "stats").status == 0
        assert run_as(user, secured, "quote", "发展是硬道理").status in (0, 1)
        assert run_as(user, secured, "terms", "发展").status == 0
    for refused in (
        run_as(READER, secured, *index),
        run_as(READER, secured, "search", "发展", name="other"),
        run_as(WRITER, secured, *index, name="other"),
    ):
        assert refused.status == 2
        assert "the user may not do this" in refused.error
        assert SECRET not in refused.error


def test_who_may_not_ask_is_told_why(secured: SecuredServer, tmp_path: Path) -> None:
    line = ("search", "发展")
    (tmp_path / "empty.pem").touch()
    for finished, told in (
        (run_as("", secured, *line), "wants to know who asks"),
        (run_as(READER, secured, *line, SPEECHKIT_PASSWORD="wrong"), "$SPEECHKIT_USER is wrong"),
        (run_as(READER, secured, *line, "--ca", str(tmp_path / "empty.pem")), "named by --ca"),
        (run_as("", secured, *line, SPEECHKIT_API_KEY="wrong"), "$SPEECHKIT_API_KEY is wrong"),
        (run_as(READER, secured, *line, SPEECHKIT_CA=""), "cannot be trusted"),
        (run_as(READER, secured, *line, SPEECHKIT_CA=str(tmp_path / "empty.pem")), "is no file"),
    ):
        assert finished.status == 2
        assert told in finished.error
        assert finished.error.count("\n") == 1
        assert SECRET not in finished.error


def test_an_authority_is_named_on_the_command_line(secured: SecuredServer) -> None:
    line = ("index", "-C", str(ROOT / "corpus"), "--ca", str(secured.authority), "--rebuild")
    built = run_as(WRITER, secured, *line, SPEECHKIT_CA="")
    assert built.status == 0, built.error


def test_a_netrc_file_names_the_user(secured: SecuredServer, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.touch(0o600)
    netrc.write_text(f"machine 127.0.0.1 login {WRITER} password {SECRET}\n", "utf-8")
    corpus = str(ROOT / "corpus")
    assert run_as("", secured, "index", "--rebuild", "-C", corpus, NETRC=str(netrc)).status == 0
    assert run_as("", secured, "search", "发展", NETRC=str(netrc)).status == 0
