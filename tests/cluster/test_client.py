"""Requests to a cluster: what is sent again, what is an error and says so, what is never sent."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

import speechkit
from cluster.fake_server import (
    Answer,
    FakeServer,
    babble,
    drip,
    half,
    hang_up,
    plain,
    refusal,
    serve,
    then_hang_up,
    wait_for,
)
from speechkit.backends.opensearch.answers import SenselessAnswerError, take_hits, take_total
from speechkit.backends.opensearch.bulk import Action, Refusal, write
from speechkit.backends.opensearch.client import Client, RefusedError
from speechkit.backends.opensearch.credentials import Credentials, find_credentials
from speechkit.backends.opensearch.patience import Patience
from speechkit.backends.opensearch.place import parse_place
from speechkit.errors import ClusterError, IndexingError, ReplacedIndexError, SettingError
from speechkit.ingest.cluster_opening import ClusterOpener
from speechkit.ingest.cluster_settings import ClusterSettings
from speechkit.model import Event
from speechkit.render.messages import describe_event
from speechkit.settings import is_address

WELL = plain(200, {"fine": True})
# Python 3.10 reads no other characters than ASCII from a netrc file, and says so of the line.
SECRET = "p4ssw0rd-不说" if sys.version_info >= (3, 11) else "p4ssw0rd-unsaid"


class Waits(list[float]):
    """Seconds that were waited, without waiting."""

    def patience(self, seconds: float = 5) -> Patience:
        return Patience(seconds=seconds, sleep=self.append)


def make_client(
    address: str,
    waits: Waits | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: float = 5,
) -> Client:
    waits = Waits() if waits is None else waits
    known = {"NETRC": "", "HOME": "/nowhere"} if environment is None else environment
    return Client(parse_place(f"{address}/talks"), known, waits.patience(seconds))


def ask(client: Client) -> object:
    return client.ask("GET", "speechkit-talks", "_doc", "x")


@pytest.mark.parametrize(
    "first",
    [plain(429, {}), plain(503, b"<html>"), plain(502, b""), plain(504, b""), half(), hang_up],
)
def test_what_may_go_better_is_asked_again(first: Answer) -> None:
    fake, waits = FakeServer(first, first, WELL), Waits()
    with serve(fake) as address:
        assert ask(make_client(address, waits)) == {"fine": True}
    assert len(waits) == 2
    assert waits[0] < 2 * waits[1]
    assert [asked.path for asked in fake.asked] == ["/speechkit-talks/_doc/x"] * 3


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (plain(429, {}), "too busy"),
        (refusal(503, "overloaded", "no master"), "no master"),
        (half(), "cut short"),
        (hang_up, "closed the connection"),
    ],
)
def test_who_never_answers_is_named(answer: Answer, words: str) -> None:
    fake, waits = FakeServer(answer), Waits()
    with serve(fake) as address, pytest.raises(ClusterError) as caught:
        ask(make_client(address, waits))
    assert words in str(caught.value)
    assert address in str(caught.value)
    assert len(fake.asked) == 4
    assert len(waits) == 3


def test_a_connection_that_was_closed_meanwhile_is_no_fault() -> None:
    fake, waits = FakeServer(then_hang_up(WELL), WELL), Waits()
    with serve(fake) as address:
        client = make_client(address, waits)
        ask(client)
        ask(client)
        ask(client)
    assert not waits


@pytest.mark.parametrize("slow", ["silent", "dripping"])
def test_who_is_too_slow_is_named(slow: str) -> None:
    over = threading.Event()
    fake = FakeServer(wait_for(over) if slow == "silent" else drip)
    with serve(fake) as address, pytest.raises(ClusterError, match="in time"):
        ask(make_client(address, seconds=0.02))
    over.set()
    assert len(fake.asked) == 4


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"3", b'{"a":', b"[" * 50_000, b"\xff\xfe", b"null"]
)
def test_garbage_is_named(body: bytes) -> None:
    garbage = FakeServer(plain(200, body))
    with serve(garbage) as address, pytest.raises(SenselessAnswerError, match="no sense"):
        ask(make_client(address))


def test_what_is_no_http_is_named() -> None:
    with serve(FakeServer(babble)) as address, pytest.raises(ClusterError, match="https://"):
        ask(make_client(address))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "SPEECHKIT_PASSWORD"),
        (403, "speechkit-talks.*"),
        (302, "sends elsewhere"),
        (400, "status 400"),
        (500, "status 500"),
    ],
)
def test_refusals_say_what_to_do(status: int, words: str) -> None:
    fake = FakeServer(refusal(status, "some_exception"))
    with serve(fake) as address, pytest.raises(RefusedError) as caught:
        ask(make_client(address))
    assert words in str(caught.value)
    assert len(fake.asked) == 1


def test_a_redirection_is_not_followed_with_secrets() -> None:
    other = FakeServer(WELL)
    with serve(other) as elsewhere:
        fake = FakeServer(plain(307, {}, Location=f"{elsewhere}/x"))
        with serve(fake) as address, pytest.raises(RefusedError):
            ask(make_client(address, environment={"SPEECHKIT_API_KEY": "k"}))
    assert not other.asked
    assert fake.asked[0].secret == "ApiKey k"


def test_nobody_answers_at_a_closed_port() -> None:
    with serve(FakeServer(WELL)) as address:
        pass
    with pytest.raises(ClusterError, match="does not answer"):
        ask(make_client(address))


def test_no_other_index_can_be_asked() -> None:
    client = make_client("http://127.0.0.1:1")
    for name in ("", "talks", "speechkit-talks2", "speechkit-talk", "*", "_all", "_cat"):
        assert not client.owns(name)
    for name in ("other", "speechkit-*", "_search", "speechkit-talks2"):
        with pytest.raises(AssertionError):
            client.ask("GET", name)


HITS = {"_shards": {"total": 2, "successful": 2, "failed": 0}, "timed_out": False}


@pytest.mark.parametrize(
    "change",
    [
        {"_shards": {"total": 2, "successful": 1, "failed": 1}},
        {"_shards": {"total": 2, "successful": 1, "failed": 0}},
        {"timed_out": True},
        {"timed_out": None},
        {"hits": {"hits": {}}},
        {"hits": []},
        {"_shards": {}},
    ],
)
def test_half_of_the_hits_is_no_answer(change: dict[str, object]) -> None:
    whole = HITS | {"hits": {"hits": [], "total": {"value": 0, "relation": "eq"}}}
    assert take_hits(whole) == []
    assert take_total(whole) == 0
    with pytest.raises(SenselessAnswerError):
        take_hits(whole | change)
    with pytest.raises(SenselessAnswerError):
        take_total(whole | {"hits": {"total": {"value": 9, "relation": "gte"}}})


def item(status: int, kind: str = "") -> dict[str, object]:
    error = {"error": {"type": kind}} if kind else {}
    return {"index": {"status": status, **error}}


ACTIONS = [Action(name, {"words": name}) for name in "abc"]


def write_to(fake: FakeServer, waits: Waits, actions: list[Action] | None = None) -> list[Refusal]:
    with serve(fake) as address:
        client = make_client(address, waits)
        return write(client, "speechkit-talks.1", 7, ACTIONS if actions is None else actions)


def test_of_a_bulk_only_what_was_refused_is_sent_again() -> None:
    busy = item(429, "rejected")
    fake = FakeServer(
        plain(200, {"errors": True, "items": [item(201), busy, item(503, "x")]}),
        plain(200, {"errors": True, "items": [busy, item(400, "mapper_parsing_exception")]}),
        plain(200, {"errors": False, "items": [item(200)]}),
    )
    waits = Waits()
    refused = write_to(fake, waits)
    assert refused == [Refusal("c", "mapper_parsing_exception")]
    assert [asked.body.count(b"_id") for asked in fake.asked] == [3, 2, 1]
    assert len(waits) == 2
    assert b'"version":7,"version_type":"external_gte"' in fake.asked[0].body


def test_what_stays_refused_ends_with_an_error() -> None:
    fake = FakeServer(plain(200, {"items": [item(429, "rejected")]}))
    with pytest.raises(ClusterError, match="too busy to take 1 documents"):
        write_to(fake, Waits(), ACTIONS[:1])


def test_who_was_taken_for_gone_writes_no_more() -> None:
    with pytest.raises(IndexingError, match="another process"):
        write_to(FakeServer(plain(200, {"items": [item(409)] * 3})), Waits())


def test_too_large_a_request_is_sent_in_parts() -> None:
    fake = FakeServer(
        plain(413, b""),
        plain(200, {"items": [item(201)]}),
        plain(413, b""),
        plain(413, b""),
        plain(200, {"items": [item(201)]}),
    )
    assert write_to(fake, Waits()) == [Refusal("b", "request_too_large")]


@pytest.mark.parametrize("items", [[], [item(201)] * 2, [{}] * 3, ["x"] * 3, {}])
def test_a_bulk_that_is_not_answered_item_by_item_is_an_error(items: object) -> None:
    with pytest.raises(ClusterError):
        write_to(FakeServer(plain(200, {"items": items})), Waits())


def test_what_is_not_there_need_not_be_removed() -> None:
    fake = FakeServer(plain(200, {"items": [{"delete": {"status": 404}}]}))
    assert write_to(fake, Waits(), [Action("a", None)]) == []


def test_places_are_read() -> None:
    place = parse_place("https://Search.Example:9243/reden-2024")
    assert place == (True, "search.example", 9243, "reden-2024")
    assert str(place) == "https://search.example:9243/reden-2024"
    assert place.alias == "speechkit-reden-2024"
    assert parse_place("http://[::1]/a").address == "http://[::1]:9200"
    assert is_address("HTTP://x/y")
    assert not any(map(is_address, ("index.sqlite", "/https:/x", "http", "ftp://x/y")))


@pytest.mark.parametrize(
    "text",
    [
        "https://host:9200",
        "https://host:9200/",
        "https://host/a/b",
        "https://host/A",
        "https://host/_all",
        "https://host/a*",
        "https://host/a,b",
        "https://host/..",
        "https://host/讲话",
        "https://host/a?pretty",
        "https://host/a#b",
        "https:/host/a",
        "https:///a",
        "https://host:99999/a",
        "https://host:x/a",
        "https://[::1/a",
        "https://host/" + "a" * 101,
    ],
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="https://host:9200/name"):
        parse_place(text)


def test_an_address_holds_no_secret() -> None:
    with pytest.raises(SettingError) as caught:
        parse_place(f"https://me:{SECRET}@host/talks")
    assert SECRET not in str(caught.value)


PLACE = parse_place("https://host:9200/talks")


def write_netrc(folder: Path, text: str, mode: int = 0o600) -> dict[str, str]:
    path = folder / "netrc"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return {"NETRC": str(path)}


def test_secrets_come_from_the_environment_or_a_private_file(tmp_path: Path) -> None:
    netrc = write_netrc(tmp_path, f"machine host login me password {SECRET}\n")
    user = {"SPEECHKIT_USER": "me", "SPEECHKIT_PASSWORD": SECRET}
    found = find_credentials(PLACE, netrc)
    assert found.header.startswith("Basic ")
    assert found.header == find_credentials(PLACE, user).header
    assert find_credentials(PLACE, user | {"SPEECHKIT_API_KEY": "key"}).header == "ApiKey key"
    elsewhere = parse_place("https://elsewhere/talks")
    assert find_credentials(elsewhere, netrc) == Credentials()
    assert SECRET not in f"{found!r} {found}"
    assert found.header.split()[1] not in f"{found!r} {found}"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_secrets_that_others_can_read_are_refused(tmp_path: Path, mode: int) -> None:
    known = write_netrc(tmp_path, f"machine host login me password {SECRET}\n", mode)
    with pytest.raises(ClusterError, match="chmod 600") as caught:
        find_credentials(PLACE, known)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "environment",
    [
        {"SPEECHKIT_USER": "me"},
        {"SPEECHKIT_USER": "a:b", "SPEECHKIT_PASSWORD": SECRET},
        {"SPEECHKIT_API_KEY": f"{SECRET}\r\nX: y"},
        {"NETRC": "/nowhere/netrc"},
    ],
)
def test_secrets_that_cannot_be_are_refused(environment: dict[str, str]) -> None:
    with pytest.raises(ClusterError) as caught:
        find_credentials(PLACE, environment)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("text", [f"machine host login me {SECRET}", f"{SECRET}", "machine"])
def test_a_file_that_cannot_be_read_is_not_quoted(tmp_path: Path, text: str) -> None:
    with pytest.raises(ClusterError) as caught:
        find_credentials(PLACE, write_netrc(tmp_path, text))
    assert SECRET not in str(caught.value)


def test_secrets_are_not_sent_in_the_open() -> None:
    known = {"SPEECHKIT_API_KEY": "key"}
    with pytest.raises(ClusterError, match="https://"):
        find_credentials(parse_place("http://host/talks"), known)
    assert find_credentials(parse_place("http://localhost/talks"), known).header


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate of one's own for 127.0.0.1, and a context that shows it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here, which makes certificates")
    folder = tmp_path_factory.mktemp("authority")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *(
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
            ),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context


def test_a_certificate_of_ones_own_is_trusted_where_it_is_named(
    authority: tuple[Path, ssl.SSLContext],
) -> None:
    certificate, context = authority
    fake = FakeServer(WELL)
    with serve(fake, context) as address:
        known = {"SPEECHKIT_CA": str(certificate), "SPEECHKIT_API_KEY": "key"}
        assert ask(make_client(address, environment=known)) == {"fine": True}
        assert fake.asked[0].secret == "ApiKey key"
        with pytest.raises(ClusterError, match=r"\$SPEECHKIT_CA"):
            ask(make_client(address, environment={"SPEECHKIT_API_KEY": "key"}))
        other = address.replace("127.0.0.1", "localhost")
        with pytest.raises(ClusterError, match="certificate"):
            ask(make_client(other, environment=known))
        with pytest.raises(ClusterError):
            ask(make_client(address.replace("https", "http")))
    assert len(fake.asked) == 1


def test_an_authority_for_what_is_not_encrypted_is_refused(tmp_path: Path) -> None:
    place = "http://127.0.0.1:1/talks"
    with pytest.raises(SettingError, match=r"ca\.pem .*not encrypted; write https:// or leave"):
        Client(parse_place(place), {}, authority=Path("ca.pem"))
    for build in (False, True):
        with pytest.raises(SettingError, match="not encrypted"):
            speechkit.open(tmp_path, index=place, ca="ca.pem", build=build)
    with pytest.raises(SettingError, match="not encrypted"):
        speechkit.open_current(tmp_path, place, ca="ca.pem")
    with pytest.raises(SettingError, match="only an index on a cluster"):
        speechkit.open_current(tmp_path, ca="ca.pem")
    # In the environment it is for all places, of which some may need it.
    Client(parse_place(place), {"SPEECHKIT_CA": "ca.pem"}).close()


def test_who_answers_a_key_press_keeps_its_authority_and_its_haste(
    authority: tuple[Path, ssl.SSLContext],
) -> None:
    certificate, context = authority
    fake = FakeServer(plain(503, {}))
    with serve(fake, context) as address:
        settings = ClusterSettings(
            None,
            parse_place(f"{address}/talks"),
            authority=certificate,
            patience=Patience(seconds=1, attempts=1),
        )
        opener = ClusterOpener(settings)
        for _ in range(2):
            with pytest.raises(ClusterError, match="1 times"):
                opener.replace_damaged(ReplacedIndexError())
    assert len(fake.asked) == 2


def test_encryption_with_who_has_none_is_named() -> None:
    with serve(FakeServer(WELL)) as address, pytest.raises(ClusterError, match="http://"):
        ask(make_client(address.replace("http", "https")))


def test_an_authority_that_is_none_is_named(tmp_path: Path) -> None:
    for name in ("missing.pem", "garbage.pem"):
        path = tmp_path / name
        if name == "garbage.pem":
            path.write_text("no certificate", "utf-8")
        with pytest.raises(ClusterError, match=r"\$SPEECHKIT_CA"):
            make_client("https://127.0.0.1:1", environment={"SPEECHKIT_CA": str(path)})


def test_a_cluster_that_is_silent_is_told_of_once_an_attempt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("speechkit.backends.opensearch.patience.TOLD_AFTER", 0.02)
    told: list[Event] = []
    over = threading.Event()
    fake = FakeServer(*[wait_for(over)] * 4)
    patience = Patience(seconds=60, silence=0.1, sleep=lambda seconds: None)
    known = {"NETRC": "", "HOME": "/nowhere"}
    with serve(fake) as address:
        client = Client(parse_place(f"{address}/talks"), known, patience, notify=told.append)
        with pytest.raises(ClusterError, match="did not answer in time, 4 times"):
            ask(client)
        over.set()
    assert [event.code for event in told] == ["cluster-waiting"] * 4
    assert address in describe_event(told[0])
    assert "Ctrl-C" in describe_event(told[0])


def test_a_search_gives_up_a_silent_cluster_within_90_seconds() -> None:
    usual = Patience()
    longest = usual.first_wait * 1.25 * (2 ** (usual.attempts - 1) - 1)
    assert usual.silence * usual.attempts + longest <= 90


def test_a_quick_answer_tells_nothing() -> None:
    told: list[Event] = []
    with serve(FakeServer(WELL)) as address:
        client = Client(parse_place(f"{address}/talks"), {"NETRC": ""}, notify=told.append)
        assert ask(client) == {"fine": True}
    assert told == []


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b'{"error": {}}', b'{"error": ""}'])
def test_a_refusal_without_a_reason_says_so(body: bytes) -> None:
    with serve(FakeServer(plain(500, body))) as address, pytest.raises(RefusedError) as caught:
        ask(make_client(address))
    assert not str(caught.value).rstrip().endswith(":")
    assert "500" in str(caught.value)
