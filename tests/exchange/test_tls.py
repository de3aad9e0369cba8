"""A peer is called over TLS 1.3, under the name in its key file, by a certificate of an authority the system believes.

Whatever else answers is told nothing, not even the envelope.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from comity.exchange import packing
from comity.exchange.delivery import TroubleError, deliver
from comity.kernel.clock import utc_now
from tests.builders.keys import NOW
from tests.builders.messages import a_request
from tests.builders.nodes import lives_at
from tests.builders.remote_server import RemoteServer, serving
from tests.builders.tls import FAR_AHEAD, LATELY, Authority
from tests.exchange.delivering import put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from comity.exchange.models import OutboxItem, Peer
    from tests.builders.tls import Certificate

BELIEVED = Authority()


@pytest.fixture(autouse=True)
def _believed(tmp_path: Path, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system of this machine believes one authority; a private network may be called, in production."""
    monkeypatch.setenv("SSL_CERT_FILE", str(BELIEVED.write(tmp_path / "believed.pem")))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    settings.NODE = settings.NODE.model_copy(update={"private_peers": True})


@pytest.fixture
def item(peer: Peer, settings: SettingsWrapper) -> OutboxItem:
    """A packed message of a node in production."""
    settings.NODE = settings.NODE.model_copy(update={"private_peers": True, "production": True})
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    return item


def bring(item: OutboxItem, server: RemoteServer, tls: ssl.SSLContext | None) -> None:
    """Deliver a message to XA, which speaks TLS as it is told to, or does not."""
    with serving(server, tls):
        lives_at(item.peer, server.url.replace("http://127.0.0.1", "https://localhost"))
        try:
            deliver(item.pk, now=NOW)
        finally:
            item.refresh_from_db()


@pytest.fixture
def server() -> RemoteServer:
    return RemoteServer(utc_now)


def test_a_peer_with_a_good_certificate_takes_a_message(item: OutboxItem, server: RemoteServer, tmp_path: Path):
    bring(item, server, BELIEVED.issue("localhost").serving(tmp_path))
    assert item.state == "consigned"
    assert server.hosts == {server.url.removeprefix("https://")}


@pytest.mark.parametrize("names", [("localhost", "xa.example"), ("xa.example", "localhost")])
def test_a_certificate_may_have_further_names(
    item: OutboxItem, server: RemoteServer, tmp_path: Path, names: tuple[str, ...]
):
    bring(item, server, BELIEVED.issue(*names).serving(tmp_path))
    assert item.state == "consigned"


BAD: dict[str, Callable[[], Certificate]] = {
    "an authority nobody believes": lambda: Authority("another").issue("localhost"),
    "an authority of the same name": lambda: Authority().issue("localhost"),
    "signed by itself": lambda: Authority("localhost").certificate,
    "another name": lambda: BELIEVED.issue("xa.example"),
    "a name that begins alike": lambda: BELIEVED.issue("localhost.example"),
    "a name below": lambda: BELIEVED.issue("*.localhost"),
    "the name as a common name alone": lambda: BELIEVED.issue(common_name="localhost"),
    "the number and not the name": lambda: BELIEVED.issue("127.0.0.1"),
    "ended": lambda: BELIEVED.issue("localhost", ends=LATELY),
    "not begun": lambda: BELIEVED.issue("localhost", begins=FAR_AHEAD),
    "for clients": lambda: BELIEVED.issue("localhost", usage=ExtendedKeyUsageOID.CLIENT_AUTH),
    "for signing programs": lambda: BELIEVED.issue("localhost", usage=ExtendedKeyUsageOID.CODE_SIGNING),
    "issued by a server": lambda: BELIEVED.issue_through(BELIEVED.issue("xa.example"), "localhost"),
}


def refused(item: OutboxItem, server: RemoteServer, tls: ssl.SSLContext | None) -> None:
    with pytest.raises(TroubleError, match=r"E_NETWORK.*SSLError") as caught:
        bring(item, server, tls)
    assert not caught.value.permanent
    assert (item.state, item.trouble) == ("sent", "E_NETWORK")
    assert not server.calls


@pytest.mark.parametrize("kind", sorted(BAD))
def test_a_bad_certificate_is_told_nothing_and_the_message_waits(
    item: OutboxItem, server: RemoteServer, tmp_path: Path, kind: str
):
    refused(item, server, BAD[kind]().serving(tmp_path))
    bring(item, server, BELIEVED.issue("localhost").serving(tmp_path))
    assert (item.state, item.attempts) == ("consigned", 2)


def test_an_older_protocol_is_refused(item: OutboxItem, server: RemoteServer, tmp_path: Path):
    refused(item, server, BELIEVED.issue("localhost").serving(tmp_path, newest=ssl.TLSVersion.TLSv1_2))


def test_a_peer_that_speaks_in_clear_where_it_should_not_is_refused(item: OutboxItem, server: RemoteServer):
    refused(item, server, None)


def test_in_production_no_key_file_leads_to_a_call_in_clear(item: OutboxItem, server: RemoteServer):
    with serving(server):
        lives_at(item.peer, server.url)
        with pytest.raises(TroubleError, match="E_ADDRESS"):
            deliver(item.pk, now=NOW)
    assert not server.calls
