"""Requests to a cluster: JSON over HTTP, sent again where that may help, never half believed."""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any
from urllib.parse import quote

from speechkit.backends.opensearch.answers import (
    Fault,
    Json,
    SenselessAnswerError,
    find_unacknowledged,
    read_fault,
)
from speechkit.backends.opensearch.credentials import CA_VARIABLE, find_credentials
from speechkit.backends.opensearch.patience import BUSY, Patience
from speechkit.backends.opensearch.place import ClusterPlace
from speechkit.errors import ClusterError, SettingError
from speechkit.language import N_, _

_CONNECT_SECONDS = 10
_LONGEST_ANSWER = 512 << 20
_CHUNK = 1 << 20

Content = bytes | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
"""The body of a request: an object, or the lines of one with many parts."""


class RefusedError(ClusterError):
    """An answer with a status of 400 and above; ``kind`` is the server's word for the reason."""

    def __init__(self, message: str, status: int, kind: str) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind


class _UnansweredError(Exception):
    """A request that got no answer, for a reason that may be gone the next time."""


class Client:
    """Asks one cluster about the indexes of one name; threads may share it."""

    def __init__(
        self,
        place: ClusterPlace,
        environment: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        authority: Path | None = None,
    ) -> None:
        known = os.environ if environment is None else environment
        self.place = place
        self.patience = patience or Patience()
        if authority is not None and not place.secure:
            told = _(
                "{file} says whom to trust, and {place} is not encrypted; write https:// or leave"
                " out --ca"
            )
            raise SettingError(told.format(file=authority, place=place))
        self._credentials = find_credentials(place, known)
        trusted = str(authority) if authority else known.get(CA_VARIABLE)
        self._context = _make_context(trusted) if place.secure else None
        self._idle: LifoQueue[http.client.HTTPConnection] = LifoQueue()
        self.requests = 0
        """How many requests were sent."""

    def close(self) -> None:
        """Close all connections that wait."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    def ask(
        self,
        method: str,
        *path: str,
        content: Content = None,
        parameters: Mapping[str, str] | None = None,
        missing: bool = False,
        lacks: Callable[[Json], str] = find_unacknowledged,
    ) -> Json:
        """Return the answer to a request, sent again while the server is busy or away.

        ``path`` are its parts, the first of them an index of this place's name or one of the few
        endpoints of a whole cluster. With ``missing`` the answer 404 is {}. ``lacks`` returns what
        an answer that came is without, or nothing; then it is asked for again too. Raises
        ClusterError.
        """
        target = self._make_target(path, parameters or {})
        body = _encode(content)
        answer: Json = {}

        def attempt() -> str:
            nonlocal answer
            try:
                status, data = self._send(method, target, body)
            except _UnansweredError as error:
                return self._tell_unreachable(str(error))
            if status in BUSY:
                return self.tell_busy(read_fault(data).reason or str(status))
            if status >= 300 and not (status == 404 and missing):
                raise self._refuse(status, read_fault(data))
            answer = {} if status == 404 else _parse(data)
            lack = lacks(answer) if answer else ""
            return self.tell_busy(lack) if lack else ""

        self.patience.insist(attempt)
        return answer

    def _make_target(self, path: Sequence[str], parameters: Mapping[str, str]) -> str:
        first = path[0] if path else ""
        if not (first in _WHOLE_CLUSTER or self.owns(first)):
            raise AssertionError(f"{first!r} is no index of {self.place.name}")
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())
        target = "/" + "/".join(quote(part, safe="*,") for part in path)
        return f"{target}?{query}" if query else target

    def owns(self, index: str) -> bool:
        """Return whether a name on the cluster is this place's alias or one of its builds."""
        alias = self.place.alias
        return index == alias or index.startswith(f"{alias}.")

    def _send(self, method: str, target: str, body: bytes | None) -> tuple[int, bytes]:
        """Return the status and the body of one answer.

        A connection that waited may have been closed by the server, which is no fault of it.
        """
        waited = True
        while waited:
            connection, waited = self._connect()
            try:
                return self._exchange(connection, method, target, body)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError) as error:
                connection.close()
                if not waited:
                    raise _UnansweredError(_("it closed the connection")) from error
            except BaseException as error:
                connection.close()
                if isinstance(error, ssl.SSLCertVerificationError):
                    raise ClusterError(self._tell_certificate(error)) from None
                if isinstance(error, ssl.SSLError):
                    raise ClusterError(self._tell_encryption(error)) from None
                if isinstance(error, socket.gaierror):
                    raise ClusterError(self._tell_unknown_host()) from None
                if isinstance(error, TimeoutError):
                    raise _UnansweredError(_("it did not answer in time")) from error
                if isinstance(error, http.client.BadStatusLine) and not self.place.secure:
                    raise ClusterError(self._tell_not_http()) from None
                if isinstance(error, (OSError, http.client.HTTPException)):
                    raise _UnansweredError(_describe(error)) from error
                raise
        raise AssertionError("a new connection is never one that waited")

    def _connect(self) -> tuple[http.client.HTTPConnection, bool]:
        """Return a connection, and whether it waited for this request since an earlier one."""
        try:
            return self._idle.get_nowait(), True
        except Empty:
            host, port = self.place.host, self.place.port
            patience = min(_CONNECT_SECONDS, self.patience.seconds)
            if self._context is not None:
                return http.client.HTTPSConnection(
                    host, port, timeout=patience, context=self._context
                ), False
            return http.client.HTTPConnection(host, port, timeout=patience), False

    def _exchange(
        self, connection: http.client.HTTPConnection, method: str, target: str, body: bytes | None
    ) -> tuple[int, bytes]:
        deadline = self.patience.clock() + self.patience.seconds
        self.requests += 1
        headers = {"Accept": "application/json", "Content-Type": "application/x-ndjson"}
        if body is None or not body.endswith(b"\n"):
            headers["Content-Type"] = "application/json"
        if self._credentials.header:
            headers["Authorization"] = self._credentials.header
        if connection.sock is None:
            connection.connect()
        connection.sock.settimeout(self.patience.seconds)
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        read = self._read(connection, answer, deadline)
        if answer.will_close:
            connection.close()
        else:
            self._idle.put(connection)
        return answer.status, read

    def _read(
        self,
        connection: http.client.HTTPConnection,
        answer: http.client.HTTPResponse,
        deadline: float,
    ) -> bytes:
        """Return the whole of an answer, which may be neither endless nor too slow."""
        expected = answer.length  # read1 keeps no count of it in every version of Python
        read = bytearray()
        while expected is None or len(read) < expected:
            left = deadline - self.patience.clock()
            if left <= 0:
                raise TimeoutError
            if connection.sock is not None:
                connection.sock.settimeout(left)
            piece = answer.read1(_CHUNK if expected is None else min(_CHUNK, expected - len(read)))
            if not piece:
                break
            read += piece
            if len(read) > _LONGEST_ANSWER:
                told = _("it is longer than {size} MB")
                raise SenselessAnswerError(told.format(size=_LONGEST_ANSWER >> 20))
        if expected is not None and len(read) < expected:
            raise http.client.IncompleteRead(b"", expected - len(read))
        answer.close()
        return bytes(read)

    def _refuse(self, status: int, fault: Fault) -> RefusedError:
        kind, reason = fault.kind, fault.reason
        address, alias, host = self.place.address, self.place.alias, self.place.host
        if status == 401:
            who = self._credentials.source
            told = _(_WRONG_SECRET if who else _NO_SECRET)
            message = told.format(address=address, source=who, host=host)
        elif status == 403:
            told = _(
                "the cluster {address}: the user may not do this ({reason}); it needs the right to"
                " read {alias} and {alias}.*, for the command index also to write them"
            )
            message = told.format(address=address, reason=reason, alias=alias)
        elif status < 400:
            told = _(
                "the cluster {address} sends elsewhere, and secrets do not follow; give the"
                " address itself"
            )
            message = told.format(address=address)
        else:
            told = _("the cluster {address} refused (status {status}, {kind}): {reason}")
            message = told.format(address=address, status=status, kind=kind, reason=reason)
        return RefusedError(message, status, kind)

    def _tell_unreachable(self, problem: str) -> str:
        told = _(
            "the cluster {address} does not answer: {problem}, {times} times; see whether it runs"
            " and whether the address and the port are right"
        )
        times = self.patience.attempts
        return told.format(address=self.place.address, problem=problem, times=times)

    def tell_busy(self, problem: str) -> str:
        """Return the sentence for a cluster that answers, but not all that it was asked."""
        told = _(
            "the cluster {address} is too busy, or a part of it is away: {problem}, {times} times;"
            " try again later, and see whether all its nodes run (GET /_cluster/health)"
        )
        times = self.patience.attempts
        return told.format(address=self.place.address, problem=problem, times=times)

    def _tell_unknown_host(self) -> str:
        told = _("there is no machine {host}; see whether the address is right")
        return told.format(host=self.place.host)

    def _tell_certificate(self, error: ssl.SSLCertVerificationError) -> str:
        told = _(
            "the cluster {address} has a certificate that cannot be trusted: {reason}; name the"
            " file of its authority with --ca or in ${variable}"
        )
        reason = error.verify_message
        return told.format(address=self.place.address, reason=reason, variable=CA_VARIABLE)

    def _tell_encryption(self, error: ssl.SSLError) -> str:
        told = _(
            "no encrypted connection to {address} ({reason}); see whether it is http:// or another"
            " port"
        )
        return told.format(address=self.place.address, reason=error.reason or error)

    def _tell_not_http(self) -> str:
        told = _("{address} does not speak HTTP; see whether it is https://")
        return told.format(address=self.place.address)


_NO_SECRET = N_(
    "the cluster {address} wants to know who asks; set $SPEECHKIT_USER and $SPEECHKIT_PASSWORD or"
    " $SPEECHKIT_API_KEY, or write machine {host} into ~/.netrc"
)
_WRONG_SECRET = N_(
    "the cluster {address}: the secret from {source} is wrong; set $SPEECHKIT_USER and"
    " $SPEECHKIT_PASSWORD or $SPEECHKIT_API_KEY, or write machine {host} into ~/.netrc"
)
_WHOLE_CLUSTER = ("", "_aliases")
"""Endpoints that name no index: the version of the server, and the swap of aliases."""


def _make_context(authority: str | None) -> ssl.SSLContext:
    """Return what checks certificates: by the system's authorities, or by one's own alone."""
    try:
        return ssl.create_default_context(cafile=authority or None)
    except (OSError, ssl.SSLError) as error:
        told = _(
            "{authority}, named by --ca or ${variable}, is no file of certificates (PEM): {error}"
        )
        raise ClusterError(
            told.format(variable=CA_VARIABLE, authority=authority, error=error)
        ) from error


def _encode(content: Content) -> bytes | None:
    if content is None or isinstance(content, bytes):
        return content
    if isinstance(content, Mapping):
        return to_json(content)
    return b"".join(to_json(line) + b"\n" for line in content)


def to_json(value: object) -> bytes:
    """Return a value as JSON in UTF-8."""
    # Half characters, as from a bad argument, are no JSON that a server takes.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()


def _parse(answer: bytes) -> Json:
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        raise SenselessAnswerError(_("it is no JSON")) from None
    if not isinstance(found, dict):
        raise SenselessAnswerError(_("it is no object"))
    return found


def _describe(error: Exception) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return _("its answer is cut short")
    if isinstance(error, http.client.HTTPException):
        return _("its answer is no HTTP")
    return str(getattr(error, "strerror", None) or error)
