"""Time stamps beside the signatures of receipts: asked for by a job, kept by the peer, believed by whoever verifies."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from comity.core.jobs.worker import work_all
from comity.exchange import stamps
from comity.exchange.intake import take_receipt
from comity.exchange.models import StoredReceipt
from comity.kernel.ids import new_id
from comity.seal import dsse
from comity.seal.checks import OWN_CLOCK, STAMPED_BY, Result
from comity.seal.receipt import LIMIT, Event, add_time_stamps, time_stamp_input
from comity.seal.timestamp import wsgi
from comity.seal.verify import verify_file
from tests.builders.keys import NOW, key_ring
from tests.builders.messages import a_status_query, a_status_report
from tests.builders.packages import stamped_ring, time_authority
from tests.exchange.delivering import put, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from comity.exchange.models import Peer
    from tests.builders.nodes import RemoteNode
    from tests.builders.remote_server import RemoteServer

SOON = NOW + timedelta(minutes=1)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def authority(settings: SettingsWrapper, server: RemoteServer) -> Iterator[list[str]]:
    """A time-stamp authority for demonstrations listens, and this node asks it; the list says how often."""
    asked: list[str] = []
    answering = wsgi(time_authority())

    def application(environ: Any, start: Any) -> Any:
        asked.append(environ["REQUEST_METHOD"])
        return answering(environ, start)

    listening = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listening.server_port}/"
    settings.NODE = settings.NODE.model_copy(update={"time_authorities": [url]})
    stamps._again[0] = 0.0
    yield asked
    listening.shutdown()
    listening.server_close()
    thread.join()
    stamps._again[0] = 0.0


def tokens(raw: bytes) -> int:
    return len(dsse.parse(bytes(raw), limit=LIMIT, stamped=True).tokens)


def times(raw: bytes, **more: Any) -> tuple[bool | None, Result, str]:
    found = verify_file(bytes(raw), stamped_ring(), now=SOON, **more)
    (stamp,) = [check.result for check in found.checks if check.name == "receipt.time_stamp"]
    return found.valid, stamp, found.signers[0].time_source


def test_receipts_are_stamped_by_the_job_that_posts_them(
    peer: Peer, remote: RemoteNode, line: Client, server: RemoteServer, authority: list[str]
):
    answer = remote.post(line, remote.pack(a_status_query(new_id())))
    assert tokens(answer.json()["receipts"][0].encode()) == 0
    assert authority == []
    work_all(SOON)
    ours = list(StoredReceipt.objects.filter(ours=True))
    assert [tokens(one.raw) for one in ours] == [1, 1]
    assert len(authority) == 2
    for one in ours:
        assert times(one.raw, demo=True) == (True, Result.PASSED, STAMPED_BY + "CN=DEMO Time of XA")
        assert times(one.raw) == (True, Result.NOT_MADE, OWN_CLOCK)
    assert {one.digest for one in server.heard} == {one.sha256 for one in ours}


def test_what_we_record_for_ourselves_is_stamped_after_packing(peer: Peer, server: RemoteServer, authority: list[str]):
    put(peer, a_status_report(new_id()))
    work_all(NOW)
    own = StoredReceipt.objects.get(ours=True, event=Event.SUBMISSION_ACCEPTANCE.value)
    assert tokens(own.raw) == 1


def test_without_an_answer_a_receipt_goes_without_stamp_and_the_authority_is_left_alone(
    remote: RemoteNode, line: Client, server: RemoteServer, authority: list[str], settings: SettingsWrapper
):
    good = settings.NODE.time_authorities
    settings.NODE = settings.NODE.model_copy(update={"time_authorities": ["http://127.0.0.1:1/"]})
    remote.post(line, remote.pack(a_status_query(new_id())))
    work_all(SOON)
    ours = list(StoredReceipt.objects.filter(ours=True))
    assert [(one.wanted, tokens(one.raw)) for one in ours] == [(False, 0), (False, 0)]
    assert times(ours[0].raw, demo=True) == (True, Result.NOT_MADE, OWN_CLOCK)
    settings.NODE = settings.NODE.model_copy(update={"time_authorities": good})
    assert stamps.stamp_receipts(ours) == 0  # not asked again for a while
    stamps._again[0] = 0.0
    assert stamps.stamp_receipts(ours) == 2
    assert stamps.stamp_receipts(ours) == 0
    assert len(authority) == 2


def test_stamps_of_a_peer_are_kept_when_they_come_later_and_false_ones_never(peer: Peer, server: RemoteServer):
    item = send(put(peer, a_status_report(new_id())))
    first = StoredReceipt.objects.get(ours=False)
    raw = bytes(first.raw)
    other = time_authority().stamp(b"something else")
    assert not take_receipt(add_time_stamps(raw, [other]), now=NOW)
    first.refresh_from_db()
    # XA names no authority in the pinned file, so nothing but the digest inside tells that a stamp is false.
    assert tokens(first.raw) == 0
    good = time_authority().stamp(time_stamp_input(raw))
    assert not take_receipt(add_time_stamps(raw, [good]), now=NOW)
    first.refresh_from_db()
    assert tokens(first.raw) == 1
    assert first.sha256 == dsse.parse(bytes(first.raw), limit=LIMIT, stamped=True).digest
    assert not take_receipt(raw, now=NOW)
    first.refresh_from_db()
    assert tokens(first.raw) == 1
    handed = server.sign(server.last_ticket(), Event.CONTENT_HANDOVER)
    assert take_receipt(add_time_stamps(handed, [other]), now=NOW)
    second = StoredReceipt.objects.get(ours=False, event=Event.CONTENT_HANDOVER.value)
    assert tokens(second.raw) == 0
    item.refresh_from_db()
    assert item.state == "handed_over"
    assert verify_file(bytes(second.raw), key_ring("xa"), now=NOW).valid is True
