"""A small server that answers as it is told: too busy, by halves, with garbage, never."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

Answer = Callable[[BaseHTTPRequestHandler], None]


class Asked(NamedTuple):
    """A request that came."""

    method: str
    path: str
    body: bytes
    secret: str


class FakeServer:
    """Answers one request after another from a list, the last of it for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[Asked] = []

    @property
    def next_answer(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def plain(status: int, body: object, **headers: str) -> Answer:
    """Answer with a status and a body: bytes as they are, all else as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def refusal(status: int, kind: str, reason: str = "so it is") -> Answer:
    return plain(status, {"error": {"root_cause": [{"type": kind, "reason": reason}]}})


def half(body: bytes = b'{"took": 1, "hits"') -> Answer:
    """Promise more than is sent, and hang up."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 * len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def babble(handler: BaseHTTPRequestHandler) -> None:
    """Say what is no HTTP."""
    handler.wfile.write(b"\x15\x03\x01 what?\r\n\r\n")
    handler.close_connection = True


def then_hang_up(first: Answer) -> Answer:
    """Answer well, and close the connection afterwards without saying so."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        first(handler)
        handler.close_connection = True

    return answer


def wait_for(event: threading.Event) -> Answer:
    """Say nothing until the test is over."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        event.wait(20)
        handler.close_connection = True

    return answer


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send one byte after another, of an answer that would never end."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(2_000):
        handler.wfile.write(b" ")
        time.sleep(0.005)


@contextmanager
def serve(fake: FakeServer, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Give the address at which a fake server answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size)
            secret = self.headers.get("Authorization") or ""
            fake.asked.append(Asked(self.command, self.path, body, secret))
            try:
                fake.next_answer(self)
            except OSError:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - names of http.server

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    listener = Listener(("127.0.0.1", 0), Handler)
    if context is not None:
        listener.socket = context.wrap_socket(
            listener.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        kind = "http" if context is None else "https"
        yield f"{kind}://127.0.0.1:{listener.server_address[1]}"
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
