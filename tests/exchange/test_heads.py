"""Heads of chains, compared between two nodes: what cannot be explained by what is under way is found and shown."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from comity.core.audit.models import AuditEntry
from comity.core.doctor.lights import Colour
from comity.core.jobs.models import Job
from comity.core.jobs.worker import work_all
from comity.exchange import contacts, fetching, jobs, probes, restarts
from comity.exchange.delivery import TroubleError
from comity.exchange.models import Alarm, ChainHead, ChainItem, Contact
from comity.kernel.clock import utc_now
from comity.kernel.ids import new_id
from comity.seal.link import Head
from comity.seal.receipt import Event
from comity.seal.statement import Purpose, Statement, inspect_statement, sign_statement
from tests.builders.keys import NOW, key_ring, node_keys
from tests.builders.messages import a_status_query, a_status_report
from tests.builders.nodes import pinned
from tests.builders.remote_server import refusing, saying
from tests.exchange.delivering import put, send

if TYPE_CHECKING:
    import time_machine
    from django.test import Client

    from comity.exchange.models import Peer
    from tests.builders.nodes import Posted, RemoteNode
    from tests.builders.remote_server import RemoteServer

LATER = NOW + timedelta(minutes=10)


def head_after(posted: Posted) -> Head:
    return Head(posted.envelope.chain_id, posted.envelope.seq, hashlib.sha256(posted.raw).hexdigest())


def place_of(seq: int) -> Head:
    item = ChainItem.objects.get(ours=True, what="envelope", seq=seq)
    return Head(item.chain_id, item.seq, item.sha256)


def tell(line: Client, created: Any = NOW, **heads: Any) -> int:
    """XA tells its heads and hears those of XB."""
    said = Statement(Purpose.HEADS, "xa", "xb", created, heads.get("own"), heads.get("held"))
    raw = sign_statement(said, node_keys("xa").signing_pair(NOW))
    return line.post("/peer/v1/heads", raw, content_type="application/json").status_code


def compare_twice(peer: Peer, clock: time_machine.Coordinates) -> None:
    """Compare, and again when the suspicion has lasted."""
    fetching.compare(peer.pk, now=utc_now())
    clock.shift(timedelta(minutes=3))
    fetching.compare(peer.pk, now=utc_now())


def alarms() -> list[str]:
    return list(Alarm.objects.order_by("at").values_list("code", flat=True))


def test_heads_that_agree_are_compared_once_a_day(peer: Peer, remote: RemoteNode, line: Client, server: RemoteServer):
    posted = remote.pack(a_status_query(new_id()))
    remote.post(line, posted)
    send(put(peer, a_status_report(new_id())))
    server.own, server.held = head_after(posted), place_of(2)
    jobs.compare_heads()
    work_all(NOW)
    assert server.calls["heads"] == 1
    assert server.said[0].own is not None
    assert server.said[0].own.seq >= 2
    assert server.said[0].held is not None
    assert Contact.objects.get().compared_at == NOW
    assert ChainHead.objects.get(ours=True, inner=False).acked_seq == 2
    assert alarms() == []
    assert probes.heads(NOW).state is Colour.GREEN


def test_what_is_under_way_is_no_difference(peer: Peer, remote: RemoteNode, line: Client):
    first, coming = (remote.pack(a_status_query(new_id())) for _ in range(2))
    remote.post(line, first)
    contacts.settle(peer, they_fetch=True, now=NOW)
    put(peer, a_status_report(new_id()))
    work_all(NOW)
    assert tell(line, own=head_after(coming)) == 200
    assert tell(line, NOW + timedelta(seconds=1), own=head_after(first)) == 200
    assert alarms() == []


def test_a_split_view_between_two_peers_is_found(peer: Peer, remote: RemoteNode, line: Client):
    """One node holds another item at a place than its signer shows to the other: each side alone looks right."""
    posted = remote.pack(a_status_query(new_id()))
    remote.post(line, posted)
    seen = head_after(posted)
    assert tell(line, own=Head(seen.chain_id, seen.seq, "5a" * 32)) == 200
    assert alarms() == ["E_CHAIN_HEAD"]
    send_alarm = Alarm.objects.get()
    assert inspect_statement(bytes(send_alarm.evidence), key_ring("xa")).from_node == "xa"
    assert AuditEntry.objects.filter(code="exchange.alarm.raised").count() == 1
    light = probes.heads(NOW)
    assert light.state is Colour.RED
    assert "xa" in light.what.en
    assert "xa" in light.what.zh
    assert tell(line, NOW + timedelta(seconds=1), own=Head(seen.chain_id, seen.seq, "5a" * 32)) == 200
    assert alarms() == ["E_CHAIN_HEAD"]


def test_another_story_about_our_own_chain_is_found(peer: Peer, server: RemoteServer):
    send(put(peer, a_status_report(new_id())))
    ours = place_of(1)
    server.held = Head(ours.chain_id, 1, "6b" * 32)
    fetching.compare(peer.pk, now=NOW)
    server.held = Head(ours.chain_id, 7, "7c" * 32)
    fetching.compare(peer.pk, now=NOW)
    server.held = Head(new_id(), 1, ours.sha256)
    fetching.compare(peer.pk, now=NOW)
    assert alarms() == ["E_CHAIN_HEAD"] * 3


def test_a_peer_that_shows_an_old_head_after_a_loss_is_found(
    peer: Peer, server: RemoteServer, clock: time_machine.Coordinates
):
    for _ in range(3):
        send(put(peer, a_status_report(new_id())))
    server.held = place_of(3)
    fetching.compare(peer.pk, now=NOW)
    assert alarms() == []
    server.own = Head(server.chain_id, server.seq, str(server.prev))
    server.held = place_of(2)
    fetching.compare(peer.pk, now=NOW)
    assert alarms() == []  # it may have passed under way
    assert Job.objects.get(name="exchange.compare").not_before == NOW + timedelta(minutes=2)
    server.held = place_of(3)
    fetching.compare(peer.pk, now=NOW)
    assert Contact.objects.get().suspected == ""
    server.held = place_of(2)
    compare_twice(peer, clock)
    assert alarms() == ["E_HEAD_BACK"]
    compare_twice(peer, clock)
    assert alarms() == ["E_HEAD_BACK"]
    server.held = None
    compare_twice(peer, clock)
    assert alarms() == ["E_HEAD_BACK"] * 2
    assert probes.heads(NOW).state is Colour.RED


def test_a_peer_that_forgets_what_it_signed_for_is_found(
    peer: Peer, server: RemoteServer, clock: time_machine.Coordinates
):
    """It never acknowledged the item in an envelope, but its receipt for it is here."""
    send(put(peer, a_status_report(new_id())))
    server.held = place_of(1)
    fetching.compare(peer.pk, now=NOW)
    item = put(peer, a_status_report(new_id()))
    send(item)
    server.own = Head(server.chain_id, server.seq, str(server.prev))
    clock.move_to(LATER)
    compare_twice(peer, clock)
    assert alarms() == ["E_HEAD_BACK"]


def test_a_peer_whose_own_chain_went_back_is_found(
    peer: Peer, remote: RemoteNode, server: RemoteServer, line: Client, clock: time_machine.Coordinates
):
    first, second = (remote.pack(a_status_query(new_id())) for _ in range(2))
    remote.post(line, first)
    remote.post(line, second)
    ChainItem.objects.filter(ours=False).update(at=NOW - timedelta(hours=1))
    server.own, server.held = head_after(first), None
    compare_twice(peer, clock)
    assert alarms() == ["E_HEAD_BACK"]
    server.own = None
    compare_twice(peer, clock)
    assert alarms() == ["E_HEAD_BACK"]
    ChainHead.objects.filter(ours=False).update(is_open=False)
    server.own = Head(first.envelope.chain_id, 7, "8d" * 32)
    compare_twice(peer, clock)
    assert alarms() == ["E_HEAD_BACK"] * 2


def test_a_clock_that_was_ahead_leaves_nothing_behind(peer: Peer, server: RemoteServer):
    Contact.objects.create(peer=peer, signed_at=NOW + timedelta(days=3), heard_at=NOW + timedelta(days=3))
    fetching.compare(peer.pk, now=NOW)
    assert server.said[0].created == NOW
    assert Contact.objects.get().heard_at == NOW


def test_statements_are_heard_once_and_refusals_are_tried_again(peer: Peer, line: Client, server: RemoteServer):
    said = Statement(Purpose.HEADS, "xa", "xb", NOW, None, None)
    raw = sign_statement(said, node_keys("xa").signing_pair(NOW))
    assert line.post("/peer/v1/heads", raw, content_type="application/json").status_code == 200
    assert line.post("/peer/v1/heads", raw, content_type="application/json").status_code == 409
    server.faults["heads"] = [refusing("E_INTERNAL")]
    with pytest.raises(TroubleError):
        fetching.compare(peer.pk, now=NOW)


@pytest.mark.parametrize(
    "body", [b"[]", b'{"statement":1,"more":2}', b"<html>welcome</html>", '{"statement":"é"}'.encode()]
)
def test_an_answer_that_is_no_statement_is_asked_for_again(peer: Peer, server: RemoteServer, body: bytes):
    server.faults["heads"] = [saying(200, body)]
    with pytest.raises(TroubleError, match="E_SYNTAX"):
        fetching.compare(peer.pk, now=NOW)
    assert not Contact.objects.filter(compared_at__isnull=False).exists()
    fetching.compare(peer.pk, now=NOW)
    assert Contact.objects.get().compared_at == NOW


def test_another_node_that_answers_in_its_place_is_not_heard(peer: Peer, server: RemoteServer):
    pinned("stranger", now=NOW)
    server.speaks_as = "stranger"
    with pytest.raises(TroubleError, match="E_SENDER"):
        fetching.compare(peer.pk, now=NOW)
    assert not Contact.objects.filter(heard_at__isnull=False).exists()


def test_what_a_peer_holds_of_a_chain_that_we_closed_after_a_restore(
    peer: Peer, server: RemoteServer, clock: time_machine.Coordinates
):
    send(put(peer, a_status_report(new_id())))
    server.own = Head(server.chain_id, server.seq, str(server.prev))
    old = place_of(1)
    begun = restarts.begin_anew(peer, now=NOW)
    server.held = Head(old.chain_id, old.seq + 7, "9e" * 32)
    compare_twice(peer, clock)
    server.held = old
    compare_twice(peer, clock)
    assert alarms() == []  # it holds more of the closed chain than we remember, or the same
    send(begun)
    server.own = Head(server.chain_id, server.seq, str(server.prev))
    new = ChainItem.objects.get(ours=True, what="envelope", message_id=begun.pk)
    server.held = Head(new.chain_id, new.seq, new.sha256)
    compare_twice(peer, clock)
    assert alarms() == []
    server.held = old  # having acknowledged the new one
    compare_twice(peer, clock)
    assert alarms() == ["E_HEAD_BACK"]


def test_heads_not_compared_for_days_are_shown(peer: Peer, remote: RemoteNode, line: Client, server: RemoteServer):
    assert probes.heads(NOW).state is Colour.GREEN
    remote.post(line, remote.pack(a_status_query(new_id())))
    later = NOW + timedelta(days=4)
    light = probes.heads(later)
    assert light.state is Colour.AMBER
    assert "xa" in light.what.en
    Contact.objects.update_or_create(peer=peer, defaults={"compared_at": later})
    assert probes.heads(later).state is Colour.GREEN


def test_receipts_that_a_peer_took_and_forgot_are_found(
    peer: Peer, remote: RemoteNode, server: RemoteServer, line: Client, clock: time_machine.Coordinates
):
    posted = remote.pack(a_status_query(new_id()))
    remote.post(line, posted)
    server.own = head_after(posted)
    work_all(NOW + timedelta(minutes=1))
    assert [one.receipt.event for one in server.heard][:1] == [Event.CONTENT_CONSIGNMENT]
    clock.move_to(LATER)
    compare_twice(peer, clock)
    assert alarms() == ["E_HEAD_BACK"]
