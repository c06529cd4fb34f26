"""A server with the security plugin: encrypted by an authority of one's own, with users and roles.

The plugin of the local repository is of another minor version than the server, which takes it once
its descriptor says otherwise.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import ssl
import subprocess
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cluster.server import OLDER_VERSION, Node, NoServerError, find_part, installed

_PLUGIN_VERSION = "2.19.4.0"
_SSL = "plugins.security.ssl"
_CERTIFICATES = {"pemcert": "node.pem", "pemkey": "node.key", "pemtrustedcas": "authority.pem"}
_ADMIN = "admin", "admin"
"""Of the configuration that the plugin comes with."""

_PATIENCE = 180


class SecuredServer(NamedTuple):
    """A server that wants to know who asks."""

    address: str
    authority: Path
    """The certificate to trust."""

    def ask(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """Return what it answers to its administrator."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        secret = base64.b64encode(":".join(_ADMIN).encode()).decode()
        request.add_header("Authorization", f"Basic {secret}")
        context = ssl.create_default_context(cafile=str(self.authority))
        with urllib.request.urlopen(request, timeout=60, context=context) as answer:
            found: dict[str, object] = json.load(answer)
        return found

    def add_user(self, name: str, password: str, cluster: list[str], index: list[str]) -> None:
        """Make a user of a role of the same name, with rights for all of one index."""
        api, patterns = "/_plugins/_security/api", ["speechkit-rights", "speechkit-rights.*"]
        rights = {"index_patterns": patterns, "allowed_actions": index}
        role = {"cluster_permissions": cluster, "index_permissions": [rights]}
        self.ask("PUT", f"{api}/internalusers/{name}", {"password": password})
        self.ask("PUT", f"{api}/roles/{name}", role)
        self.ask("PUT", f"{api}/rolesmapping/{name}", {"users": [name]})


@contextmanager
def run_secured_server(folder: Path) -> Iterator[SecuredServer]:
    """Give a running server; its certificates are made in ``folder``."""
    make_certificates(folder)
    settings = {
        "discovery.type": "single-node",
        f"{_SSL}.http.enabled": "true",
        f"{_SSL}.transport.enforce_hostname_verification": "false",
        "plugins.security.allow_default_init_securityindex": "true",
        "plugins.security.restapi.roles_enabled": "all_access",
        **{
            f"{_SSL}.{layer}.{kind}_filepath": name
            for layer in ("http", "transport")
            for kind, name in _CERTIFICATES.items()
        },
    }
    with (
        installed(OLDER_VERSION, partial(_add_plugin, certificates=folder)) as home,
        Node(home, settings) as node,
    ):
        server = SecuredServer(node.address, folder / "authority.pem")
        _wait_for(server, node)
        yield server


def _add_plugin(home: Path, certificates: Path) -> None:
    part = find_part("org.opensearch.plugin", "opensearch-security", _PLUGIN_VERSION, "zip")
    plugin, config = home / "plugins/opensearch-security", home / "config"
    with zipfile.ZipFile(part) as packed:
        packed.extractall(plugin)
    descriptor = plugin / "plugin-descriptor.properties"
    line, own = r"(?m)^opensearch\.version=.*$", f"opensearch.version={OLDER_VERSION}"
    descriptor.write_text(re.sub(line, own, descriptor.read_text("utf-8")), "utf-8")
    shutil.copytree(plugin / "config", config / "opensearch-security")
    for name in _CERTIFICATES.values():
        shutil.copy(certificates / name, config)


def make_certificates(folder: Path) -> None:
    """Make an authority, and a key and a certificate by it for this machine."""
    openssl = shutil.which("openssl")
    if openssl is None:
        raise NoServerError("no openssl here, which makes certificates")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n", "utf-8")
    new = "-newkey rsa:2048 -nodes"
    lines = (
        f"req -x509 {new} -keyout authority.key -out authority.pem -subj /CN=authority -days 2",
        f"req {new} -keyout node.key -out node.csr -subj /CN=node",
        "x509 -req -in node.csr -CA authority.pem -CAkey authority.key -CAcreateserial"
        " -extfile names -days 2 -out node.pem",
    )
    for line in lines:
        subprocess.run([openssl, *line.split()], cwd=folder, check=True, capture_output=True)


def _wait_for(server: SecuredServer, node: Node) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and not node.has_ended:
        with suppress(OSError, ValueError):
            server.ask("GET", "/_cluster/health")
            return
        time.sleep(0.5)
    raise AssertionError(f"the server did not start: {node.log.read_text('utf-8')[-3000:]}")
