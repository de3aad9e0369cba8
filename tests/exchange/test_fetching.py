"""A node that nobody can call fetches what waits for it: both sides, over real calls, with the same two receipts."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from comity.core.jobs.models import Job
from comity.core.jobs.worker import open_slots, work_all
from comity.exchange import blobs, contacts, fetching, jobs, offering
from comity.exchange.delivery import TroubleError, deliver
from comity.exchange.models import Alarm, ChainItem, InboxItem, OutboxItem, Peer, StoredReceipt
from comity.exchange.outbox import OutEvidence, withdraw
from comity.kernel.graph import GraphError
from comity.kernel.ids import new_id
from comity.seal import dsse
from comity.seal.envelope import verify_envelope
from comity.seal.link import Head
from comity.seal.receipt import Event, add_time_stamps, verify_receipt
from comity.seal.statement import Purpose, Statement, sign_statement, verify_statement
from tests.builders.keys import MADE, NOW, key_ring, node_keys
from tests.builders.messages import a_delivery, a_status_query, a_status_report
from tests.builders.remote_server import refusing, saying
from tests.exchange.delivering import ACTOR, a_file, put

if TYPE_CHECKING:
    import time_machine
    from django.http import HttpResponse
    from django.test import Client

    from tests.builders.nodes import RemoteNode
    from tests.builders.remote_server import RemoteServer

TICK = timedelta(milliseconds=1)


def a_statement(**changes: Any) -> bytes:
    """What XA signs when it comes to fetch at XB."""
    said = Statement(Purpose.FETCH, "xa", "xb", NOW, None, None)
    return sign_statement(replace(said, **changes), node_keys(changes.get("from_node", "xa")).signing_pair(NOW))


def ask(line: Client, raw: bytes, after: int | str = 0) -> HttpResponse:
    ticket = base64.b64encode(raw).decode()
    return line.get(f"/peer/v1/outbox?after={after}", headers={"Authorization": f"Comity {ticket}"})


def get(line: Client, sha256: str, ticket: str, wanted: str) -> Any:
    headers = {"Authorization": f"Comity {ticket}", "Range": wanted}
    return line.get(f"/peer/v1/items/{sha256}", headers=headers)


def refused(answer: HttpResponse) -> str:
    return str(json.loads(answer.content)["code"])


def with_evidence(peer: Peer) -> OutboxItem:
    """Put a message with an item of evidence for a peer that cannot be called, and let the worker do what it can."""
    evidence_id = new_id()
    message = a_delivery(new_id(), (str(evidence_id),))
    item = put(peer, message, evidence=[OutEvidence(evidence_id, a_file(b"page 1" * 40_000))])
    contacts.settle(peer, they_fetch=True, now=NOW)
    work_all(NOW)
    item.refresh_from_db()
    return item


def test_a_peer_fetches_what_waits_and_its_receipts_end_the_message(peer: Peer, remote: RemoteNode, line: Client):
    item = with_evidence(peer)
    assert (item.state, item.trouble, item.attempts) == ("packed", "", 0)
    body = json.loads(ask(line, a_statement()).content)
    item.refresh_from_db()
    assert item.state == "sent"
    (one,) = body["envelopes"]
    envelope = verify_envelope(one["envelope"].encode(), key_ring("xb"), us="xa", now=NOW)
    assert envelope.message_id == item.message_id
    for sha256, size in [(envelope.sha256, envelope.size), *((b.sha256, b.size) for b in envelope.blobs)]:
        half = size // 2
        first = get(line, sha256, one["ticket"], f"bytes=0-{half - 1}")
        rest = get(line, sha256, one["ticket"], f"bytes={half}-{size - 1}")
        assert (first.status_code, rest["Content-Range"]) == (206, f"bytes {half}-{size - 1}/{size}")
        assert hashlib.sha256(first.getvalue() + rest.getvalue()).hexdigest() == sha256
    for event in (Event.CONTENT_CONSIGNMENT, Event.CONTENT_HANDOVER):
        assert remote.post_receipts(line, remote.receipt(item, event)).status_code == 204
    item.refresh_from_db()
    assert item.state == "handed_over"
    assert json.loads(ask(line, a_statement(created=NOW + TICK)).content)["envelopes"] == []


def test_receipts_of_ours_are_fetched_until_the_peer_says_it_holds_them(peer: Peer, remote: RemoteNode, line: Client):
    contacts.settle(peer, they_fetch=True, now=NOW)
    remote.post(line, remote.pack(a_status_query(new_id())))
    work_all(NOW + timedelta(minutes=1))
    body = json.loads(ask(line, a_statement()).content)
    found = [verify_receipt(one.encode(), key_ring("xb")) for one in body["receipts"]]
    assert {one.receipt.event for one in found} == {Event.CONTENT_CONSIGNMENT, Event.CONTENT_HANDOVER}
    last = found[-1]
    held = Head(last.receipt.chain_id, last.receipt.seq, last.digest)
    asked = a_statement(created=NOW + TICK, held=held)
    body = json.loads(ask(line, asked).content)
    assert body["receipts"] == []
    assert not StoredReceipt.objects.filter(wanted=True).exists()
    said = verify_statement(
        body["statement"].encode(), key_ring("xb"), us="xa", now=NOW, purpose=Purpose.ANSWER,
        in_reply_to=hashlib.sha256(asked).hexdigest(),
    )  # fmt: skip
    assert said.held is not None
    assert said.held.seq == 1
    assert Alarm.objects.count() == 0


def test_pages_go_on_where_the_last_one_ended(peer: Peer, line: Client):
    contacts.settle(peer, they_fetch=True, now=NOW)
    items = [put(peer, a_status_report(new_id())) for _ in range(40)]
    work_all(NOW)
    seen, after, created = [], 0, NOW
    while after is not None:
        body = json.loads(ask(line, a_statement(created=created), after).content)
        seen += [
            verify_envelope(one["envelope"].encode(), key_ring("xb"), us="xa", now=NOW) for one in body["envelopes"]
        ]
        after, created = body["next"], created + TICK
    assert [one.seq for one in seen] == list(range(1, 41))
    assert {one.message_id for one in seen} == {one.message_id for one in items}
    assert created == NOW + 2 * TICK


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"created": NOW - timedelta(minutes=11)}, "E_EXPIRED"),
        ({"created": NOW + timedelta(minutes=6)}, "E_TIME"),
        ({"to_node": "stranger"}, "E_RECIPIENT"),
        ({"purpose": Purpose.HEADS}, "E_REPLAY"),
        ({"from_node": "stranger"}, "E_SENDER"),
        ({"from_node": "xb", "to_node": "xa"}, "E_SENDER"),
    ],
)
def test_a_statement_that_is_not_for_this_is_refused(peer: Peer, line: Client, changes: Any, code: str):
    assert refused(ask(line, a_statement(**changes))) == code


def test_a_statement_is_heard_once_and_a_changed_or_unsigned_one_never(peer: Peer, line: Client):
    raw = a_statement()
    assert ask(line, raw).status_code == 200
    assert refused(ask(line, raw)) == "E_REPLAY"
    assert refused(ask(line, raw.replace(b'"sig":"A', b'"sig":"B', 1)[:-20])) in {"E_SYNTAX", "E_SIGNATURE"}
    assert refused(ask(line, b"{}")) == "E_SYNTAX"
    assert refused(ask(line, a_statement(created=NOW + TICK), "-1")) == "E_RANGE"
    assert line.get("/peer/v1/outbox").status_code == 401
    assert line.get("/peer/v1/outbox", headers={"Authorization": "Comity §"}).status_code == 400
    Peer.objects.update(suspended_at=NOW)
    assert ask(line, a_statement(created=NOW + 2 * TICK)).status_code in {401, 403}


def test_a_ticket_serves_its_own_message_for_a_day(
    peer: Peer, remote: RemoteNode, line: Client, clock: time_machine.Coordinates
):
    item, other = with_evidence(peer), with_evidence(peer)
    tickets = [one["ticket"] for one in json.loads(ask(line, a_statement()).content)["envelopes"]]
    assert item.package is not None
    assert other.package is not None
    sha256 = item.package.sha256
    assert get(line, sha256, tickets[0], "bytes=0-9").status_code == 206
    assert refused(get(line, other.package.sha256, tickets[0], "bytes=0-9")) == "E_UNKNOWN"
    announced = json.loads(remote.announce(line, remote.pack(a_status_query(new_id()))).content)["ticket"]
    assert refused(get(line, sha256, announced, "bytes=0-9")) == "E_TICKET"
    assert refused(get(line, sha256, tickets[0][:-2] + "xx", "bytes=0-9")) == "E_TICKET"
    for wanted in ("", "bytes=0-", "bytes=9-1", f"bytes=0-{item.package.size}", "bytes=0-1,4-5"):
        assert refused(get(line, sha256, tickets[0], wanted)) == "E_RANGE"
    clock.move_to(NOW + timedelta(hours=25))
    assert refused(get(line, sha256, tickets[0], "bytes=0-9")) == "E_TICKET"


def test_what_was_shown_is_not_withdrawn_and_what_ended_is_packed_anew(
    peer: Peer, line: Client, clock: time_machine.Coordinates
):
    Peer.objects.update(key_file=replace(node_keys("xa"), url="").peer_file(MADE + timedelta(days=1)), url="")
    item = put(peer, a_status_report(new_id()))
    work_all(NOW)
    ask(line, a_statement())
    with pytest.raises(GraphError):
        withdraw(actor=ACTOR, message_id=item.message_id, now=NOW)
    later = NOW + timedelta(days=31)
    clock.move_to(later)
    deliver(item.pk, now=later)
    item.refresh_from_db()
    assert item.state == "sent"
    body = json.loads(ask(line, a_statement(created=later)).content)
    assert body["envelopes"] == []
    clock.move_to(later + timedelta(minutes=1))
    deliver(item.pk, now=later + timedelta(minutes=1))
    work_all(later + timedelta(minutes=1))
    item.refresh_from_db()
    assert item.state == "packed"
    assert item.expires_at > later


def test_this_node_fetches_and_gives_both_receipts(peer: Peer, remote: RemoteNode, server: RemoteServer):
    evidence_id = str(new_id())
    server.waiting = [
        remote.pack(a_status_query(new_id())),
        remote.pack(a_delivery(new_id(), (evidence_id,)), evidence={"ledger.bin": b"page 1" * 1000}),
        remote.pack(a_status_query(new_id())),
    ]
    sent = put(peer, a_status_report(new_id()))
    work_all(NOW)
    sent.refresh_from_db()
    server.waiting_receipts = [server.sign(server.last_ticket(), Event.CONTENT_HANDOVER)]
    contacts.settle(peer, we_fetch=True, now=NOW)
    jobs.pull()
    work_all(NOW)
    assert InboxItem.objects.filter(consigned_at__isnull=False).count() == 3
    sent.refresh_from_db()
    assert sent.state == "handed_over"
    work_all(NOW + timedelta(minutes=1))
    events = [one.receipt.event for one in server.heard]
    assert events.count(Event.CONTENT_CONSIGNMENT) == 3
    assert {one.receipt.message_id for one in server.heard} == {one.message_id for one in server.waiting}
    assert [one.created for one in server.said] == [NOW, NOW + TICK]
    again = fetching.fetch(peer.pk, now=NOW)  # the peer does not know yet that they are here
    assert again == 0
    assert InboxItem.objects.count() == 3
    assert StoredReceipt.objects.filter(ours=True, wanted=True).count() == len(events)


def test_a_transfer_that_broke_goes_on_where_it_stood(peer: Peer, remote: RemoteNode, server: RemoteServer):
    size = blobs.PART + 70_000
    posted = remote.pack(a_delivery(new_id(), (str(new_id()),)), evidence={"film.bin": bytes(size)})
    server.waiting = [posted]
    server.faults["get"] = [lambda: None, lambda: None, refusing("E_INTERNAL")]
    with pytest.raises(TroubleError):
        fetching.fetch(peer.pk, now=NOW)
    assert InboxItem.objects.get().state == "announced"
    before = list(server.ranges)
    assert fetching.fetch(peer.pk, now=NOW) == 1
    assert InboxItem.objects.get().state == "consigned"
    assert set(before).isdisjoint(server.ranges[len(before) :])


def test_what_is_refused_stops_nothing_else_and_an_old_answer_is_none(
    peer: Peer, remote: RemoteNode, server: RemoteServer
):
    bad, good = (remote.pack(a_status_query(new_id())) for _ in range(2))
    bad.items = {sha256: bytes(len(data)) for sha256, data in bad.items.items()}
    server.waiting = [bad, good]
    with pytest.raises(TroubleError) as trouble:
        fetching.fetch(peer.pk, now=NOW)
    assert trouble.value.code == "E_DIGEST"
    assert InboxItem.objects.get(message_id=good.message_id).state == "consigned"
    server.answer_to = "0" * 64
    with pytest.raises(TroubleError) as trouble:
        fetching.fetch(peer.pk, now=NOW)
    assert trouble.value.code == "E_REPLAY"


READ_OTHERWISE = {
    "no object": b"[]",
    "no JSON": b"<html>welcome</html>",
    "other fields": b'{"statement":"x"}',
    "more fields": b'{"envelopes":[],"more":1,"next":null,"receipts":[],"statement":"x"}',
    "no envelopes": b'{"envelopes":[1],"next":null,"receipts":[],"statement":"x"}',
    "no number": b'{"envelopes":[],"next":"soon","receipts":[],"statement":"x"}',
    "not ascii": '{"envelopes":[],"next":null,"receipts":["é"],"statement":"x"}'.encode(),
    "no list": b'{"envelopes":null,"next":null,"receipts":[],"statement":"x"}',
}


@pytest.mark.parametrize("kind", sorted(READ_OTHERWISE))
def test_an_answer_that_is_no_page_takes_nothing_in_and_is_asked_for_again(
    peer: Peer, remote: RemoteNode, server: RemoteServer, kind: str
):
    server.waiting = [remote.pack(a_status_query(new_id()))]
    server.faults["outbox"] = [saying(200, READ_OTHERWISE[kind])]
    with pytest.raises(TroubleError, match="E_SYNTAX") as trouble:
        fetching.fetch(peer.pk, now=NOW)
    assert not trouble.value.permanent
    assert not InboxItem.objects.exists()
    assert fetching.fetch(peer.pk, now=NOW) == 1


def test_a_line_that_breaks_ends_the_fetching_and_not_the_message(peer: Peer, remote: RemoteNode, server: RemoteServer):
    server.waiting = [remote.pack(a_status_query(new_id())) for _ in range(2)]
    server.faults["get"] = [saying(206, b"no more than this")]
    with pytest.raises(TroubleError, match="E_NETWORK"):
        fetching.fetch(peer.pk, now=NOW)
    assert InboxItem.objects.get().message_id == server.waiting[0].message_id  # the second was not looked at
    assert fetching.fetch(peer.pk, now=NOW) == 2
    assert set(InboxItem.objects.values_list("state", flat=True)) == {"consigned"}


def test_a_receipt_that_is_refused_stops_no_other(peer: Peer, remote: RemoteNode, server: RemoteServer):
    sent = put(peer, a_status_report(new_id()))
    work_all(NOW)
    handed_over = server.sign(server.last_ticket(), Event.CONTENT_HANDOVER)
    server.waiting_receipts = [b"{}", handed_over]
    server.waiting = [remote.pack(a_status_query(new_id()))]
    with pytest.raises(TroubleError, match="E_SYNTAX: 1 of what was fetched"):
        fetching.fetch(peer.pk, now=NOW)
    sent.refresh_from_db()
    assert sent.state == "handed_over"
    assert InboxItem.objects.get().state == "consigned"


def test_the_command_settles_and_fetches(
    peer: Peer, remote: RemoteNode, server: RemoteServer, capsys: pytest.CaptureFixture[str]
):
    call_command("fetch", "xa", "--we", "on", "--they", "off")
    assert json.loads(capsys.readouterr().out) == {"they_fetch": False, "we_fetch": True}
    server.waiting = [remote.pack(a_status_query(new_id()))]
    call_command("fetch", "xa")
    assert json.loads(capsys.readouterr().out) == {"taken": 1}
    open_slots(NOW)
    assert Job.objects.filter(name="exchange.pull").count() == 1
    assert ChainItem.objects.filter(ours=False, what="envelope").count() == 1


def test_a_page_holds_no_more_than_is_sent_at_once(
    peer: Peer, remote: RemoteNode, line: Client, clock: time_machine.Coordinates
):
    """Receipts of ours with time stamps of the largest size that is believed; every one is shown, in order, once."""
    contacts.settle(peer, they_fetch=True, now=NOW)
    for _ in range(12):
        remote.post(line, remote.pack(a_status_query(new_id())))
    for one in StoredReceipt.objects.filter(ours=True):
        large = add_time_stamps(bytes(one.raw), [bytes([n]) * dsse.MAX_TOKEN_BYTES for n in range(1, 9)])
        StoredReceipt.objects.filter(pk=one.pk).update(raw=large)
    sizes, seqs, after, created = [], [], 0, NOW
    while after is not None:
        body = json.loads(ask(line, a_statement(created=created), after).content)
        sizes.append(sum(len(one) for one in body["receipts"]))
        seqs += [verify_receipt(one.encode(), key_ring("xb")).receipt.seq for one in body["receipts"]]
        after, created = body["next"], created + TICK
    assert seqs == list(range(1, 13))
    assert max(sizes) <= offering.PAGE_BYTES
    assert len(sizes) == 3
