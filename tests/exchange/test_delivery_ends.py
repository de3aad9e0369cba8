"""How a delivery ends, or does not: rejections, expiry, withdrawal, receipts, jobs."""

# ruff: noqa: ARG001 (the fixture must be up)

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from comity.core.jobs.models import Job
from comity.exchange import jobs, outbox, packing, queries
from comity.exchange.delivery import TroubleError, ask_again, deliver, post_receipts
from comity.exchange.models import Blob, ChainHead, ChainItem, OutboxItem, Peer, StoredReceipt
from comity.kernel.graph import GraphError
from comity.kernel.ids import new_id
from comity.seal.age import open_bytes
from comity.seal.envelope import inspect_envelope
from comity.seal.receipt import Event
from comity.wire.kinds import parse
from comity.wire.messages import Void
from tests.builders.keys import MADE, NOW, key_ring, node_keys
from tests.builders.messages import a_closure, a_request, a_status_report, an_ack
from tests.builders.nodes import RemoteNode
from tests.builders.remote_server import RemoteServer, losing_answer, refusing

if TYPE_CHECKING:
    from django.test import Client
    from time_machine import Coordinates

from tests.exchange.delivering import ACTOR, put, send


def test_a_signed_rejection_ends_a_message(peer: Peer, server: RemoteServer):
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)

    item.refresh_from_db()
    server.announce(bytes(item.envelope))
    receipt = server.sign(server.last_ticket(), Event.SUBMISSION_REJECTION, "E_CHAIN")
    server.faults["announce"] = [refusing("E_CHAIN", receipt=receipt.decode())]
    with pytest.raises(TroubleError, match="E_CHAIN"):
        deliver(item.pk, now=NOW)
    item.refresh_from_db()
    assert (item.state, item.trouble) == ("rejected", "E_CHAIN")
    assert OutboxItem.objects.get(kind="void").number == 1


def test_a_rejection_of_other_bytes_is_kept_and_ends_nothing(peer: Peer, server: RemoteServer, line: Client):
    from comity.seal.receipt import FileDigest

    item = send(put(peer, a_request()))
    remote = RemoteNode(NOW, chain_id=server.chain_id, seq=server.seq, prev=server.prev)
    other = remote.receipt(item, Event.SUBMISSION_REJECTION, code="E_ID_REUSED", package=FileDigest("cd" * 32, 5))
    assert remote.post_receipts(line, other).status_code == 204
    same = remote.receipt(item, Event.SUBMISSION_REJECTION, code="E_CHAIN")
    assert remote.post_receipts(line, same).status_code == 204
    item.refresh_from_db()
    assert item.state == "consigned"
    assert StoredReceipt.objects.filter(ours=False).count() == 3


def test_a_failed_handover_rejects_and_fills_the_number(peer: Peer, server: RemoteServer, line: Client):
    item = send(put(peer, a_request()))
    remote = RemoteNode(NOW, chain_id=server.chain_id, seq=server.seq, prev=server.prev)
    failure = remote.receipt(item, Event.CONTENT_HANDOVER_FAILURE, code="E_PDF")
    assert remote.post_receipts(line, failure).status_code == 204
    item.refresh_from_db()
    assert (item.state, item.trouble) == ("rejected", "E_PDF")
    void = OutboxItem.objects.get(kind="void")
    assert (void.number, void.case_id) == (item.number, item.case_id)


def test_receipts_in_any_order_lead_to_the_same_end(peer: Peer, server: RemoteServer, line: Client):
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    item.refresh_from_db()
    remote = RemoteNode(NOW)
    consigned, handed = (remote.receipt(item, one) for one in (Event.CONTENT_CONSIGNMENT, Event.CONTENT_HANDOVER))
    assert remote.post_receipts(line, handed).status_code == 204
    item.refresh_from_db()
    assert item.state == "handed_over"
    assert remote.post_receipts(line, consigned, handed, consigned).status_code == 204
    assert StoredReceipt.objects.filter(ours=False).count() == 2
    item.refresh_from_db()
    assert item.state == "handed_over"


def test_an_ended_envelope_is_shown_once_more_and_packed_anew(peer: Peer, server: RemoteServer, clock: Coordinates):
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    item.refresh_from_db()
    first = bytes(item.envelope)
    later = NOW + timedelta(days=31)
    clock.move_to(later)
    deliver(item.pk, now=later)
    item.refresh_from_db()
    assert item.state == "new"
    assert send(item, now=later).state == "consigned"
    assert bytes(item.envelope) != first
    void = OutboxItem.objects.get(kind="void")
    assert void.number == 2
    said = parse("void", open_bytes(bytes(void.content), node_keys("xb").storage))
    assert isinstance(said, Void)
    assert (said.seq, said.item_sha256) == (1, hashlib.sha256(first).hexdigest())
    assert Blob.objects.filter(ours=True, state="released").count() == 1


def test_what_a_clock_ahead_has_signed_goes_at_once_when_the_clock_is_right(
    peer: Peer, server: RemoteServer, clock: Coordinates
):
    from comity.core.jobs.worker import work_all

    item = put(peer, a_request())
    ahead = NOW + timedelta(days=1)
    packing.pack(item.pk, now=ahead)
    with pytest.raises(TroubleError, match=r"E_TIME: theirs .*Z, ours 2026-03-02T09:00:00.000Z"):
        deliver(item.pk, now=ahead)  # by our clock nothing is wrong
    item.refresh_from_db()
    assert (item.state, item.trouble) == ("sent", "E_TIME")
    deliver(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "new"
    work_all(NOW)
    item.refresh_from_db()
    assert item.state == "consigned"
    assert {one.kind for one in OutboxItem.objects.all()} == {"request.submit", "void"}  # one message, no second one


def test_within_the_window_of_time_nothing_is_signed_anew(peer: Peer, server: RemoteServer):
    server.faults["announce"] = [refusing("E_TIME")]
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW + timedelta(minutes=4))
    with pytest.raises(TroubleError, match="E_TIME"):
        deliver(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "sent"


def test_one_job_asks_a_peer_that_is_away_about_everything_it_holds(
    peer: Peer, server: RemoteServer, clock: Coordinates
):
    from comity.core.jobs.worker import work_all

    items = [send(put(peer, a_status_report(new_id()))) for _ in range(3)]
    Job.objects.all().delete()
    later = NOW + timedelta(hours=1)
    clock.move_to(later)
    server.faults["announce"] = [refusing("E_BUSY")] * 100
    for hours in range(6):
        jobs.sweep()
        work_all(later + timedelta(hours=hours), at_most=10)
    asking = Job.objects.filter(name="exchange.ask")
    assert {one.state for one in asking} == {"waiting"}
    assert len(asking) == 1
    server.faults["announce"] = []
    work_all(later + timedelta(hours=9))
    assert OutboxItem.objects.filter(pk__in=[one.pk for one in items], tried_at__gt=NOW).count() == 3


def test_an_ended_envelope_that_did_arrive_is_not_sent_again(peer: Peer, server: RemoteServer, clock: Coordinates):
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    item.refresh_from_db()
    server.announce(bytes(item.envelope))
    server.sign(server.last_ticket(), Event.CONTENT_CONSIGNMENT)
    later = NOW + timedelta(days=31)
    clock.move_to(later)
    deliver(item.pk, now=later)
    item.refresh_from_db()
    assert item.state == "consigned"


def test_news_of_a_consigned_message_can_be_asked_for(peer: Peer, server: RemoteServer):
    item = send(put(peer, a_request()))
    server.sign(server.last_ticket(), Event.CONTENT_HANDOVER)
    ask_again(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "handed_over"
    ask_again(item.pk, now=NOW)
    assert server.calls["announce"] == 2


def test_a_message_that_was_not_sent_can_be_withdrawn(peer: Peer, server: RemoteServer):
    first, second = put(peer, m := a_request()), put(peer, a_closure(m.request_id))
    packing.pack(second.pk, now=NOW)
    for item in (first, second):
        outbox.withdraw(actor=ACTOR, message_id=item.pk, now=NOW)
        item.refresh_from_db()
        assert item.state == "withdrawn"
        packing.pack(item.pk, now=NOW)
        deliver(item.pk, now=NOW)
    voids = list(OutboxItem.objects.filter(kind="void").order_by("number"))
    assert [void.number for void in voids] == [1, 2]
    said = [parse("void", open_bytes(bytes(one.content), node_keys("xb").storage)) for one in voids]
    assert [(one.seq, bool(one.item_sha256)) for one in said] == [(0, False), (1, True)]  # type: ignore[attr-defined]
    assert server.calls["announce"] == 0


def test_what_is_under_way_cannot_be_withdrawn(peer: Peer, server: RemoteServer):
    item = send(put(peer, a_request()))
    with pytest.raises(GraphError):
        outbox.withdraw(actor=ACTOR, message_id=item.pk, now=NOW)


def test_our_receipts_are_posted_in_order_until_taken(peer: Peer, server: RemoteServer, line: Client):
    remote = RemoteNode(NOW)
    for _ in range(2):
        remote.post(line, remote.pack(a_request()))
    server.faults["receipts"] = [losing_answer, refusing("E_BUSY")]
    for _ in range(2):
        with pytest.raises(TroubleError):
            post_receipts(peer.pk, now=NOW)
    assert not server.heard
    post_receipts(peer.pk, now=NOW)
    assert [one.receipt.seq for one in server.heard] == [1, 2]
    post_receipts(peer.pk, now=NOW)
    assert server.calls["receipts"] == 3
    assert not StoredReceipt.objects.filter(ours=True, wanted=True).exists()


def test_every_item_of_ours_has_its_place_in_one_chain(peer: Peer, server: RemoteServer, line: Client):
    remote = RemoteNode(NOW)
    for _ in range(3):
        send(put(peer, a_request()))
        remote.chain_id, remote.seq, remote.prev = server.chain_id, server.seq, server.prev
        remote.post(line, remote.pack(a_request()))
        server.seq, server.prev = remote.seq, remote.prev
    head = ChainHead.objects.get(ours=True, inner=False)
    items = list(ChainItem.objects.filter(ours=True, chain_id=head.chain_id).order_by("seq"))
    assert [item.seq for item in items] == list(range(1, 7))
    assert [item.prev for item in items[1:]] == [item.sha256 for item in items[:-1]]
    last = inspect_envelope(bytes(OutboxItem.objects.latest("created_at", "number").envelope), key_ring("xb"))
    assert last.ack_head is None or last.ack_head.seq >= 1
    assert len(queries.chain_with(peer, ours=True, chain_id=head.chain_id)) == 6


@pytest.mark.parametrize("suspended", [True, False])
def test_nothing_is_sent_to_a_peer_that_is_not_confirmed(peer: Peer, server: RemoteServer, suspended: bool):
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    Peer.objects.filter(pk=peer.pk).update(**({"suspended_at": NOW} if suspended else {"key_file": b""}))
    with pytest.raises(TroubleError, match="E_PEER"):
        deliver(item.pk, now=NOW)
    with pytest.raises(TroubleError, match="E_PEER"):
        post_receipts(peer.pk, now=NOW)
    assert not server.calls


def test_a_peer_by_media_alone_is_never_called(peer: Peer, server: RemoteServer):
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    Peer.objects.filter(pk=peer.pk).update(
        key_file=replace(node_keys("xa"), url="").peer_file(MADE + timedelta(days=2))
    )
    with pytest.raises(TroubleError, match="E_ADDRESS"):
        deliver(item.pk, now=NOW)


def test_jobs_never_die_of_a_peer(peer: Peer, server: RemoteServer):
    from comity.core.jobs.worker import work_all

    server.faults["announce"] = [refusing("E_SIGNATURE")]
    item = put(peer, a_request())
    work_all(NOW)
    waiting = Job.objects.get(name="exchange.send")
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    work_all(NOW + timedelta(hours=1))
    item.refresh_from_db()
    assert item.state == "consigned"


def test_the_sweep_finds_what_lost_its_job(peer: Peer, server: RemoteServer, line: Client):
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    put(peer, a_status_report(new_id()))
    remote = RemoteNode(NOW)
    remote.post(line, remote.pack(an_ack(new_id())))
    Job.objects.all().delete()
    jobs.sweep()
    assert sorted(Job.objects.values_list("name", flat=True)) == [
        "exchange.open",
        "exchange.post_receipts",
        "exchange.send",
        "exchange.send",
    ]


def test_what_waits_too_long_is_shown(peer: Peer, server: RemoteServer):
    item = put(peer, a_request())
    assert list(queries.waiting_too_long(NOW + timedelta(hours=23))) == []
    assert list(queries.waiting_too_long(NOW + timedelta(hours=25))) == [item]
