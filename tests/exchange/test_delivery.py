"""From the outbox to the peer's signed receipt, over real HTTP, through every fault of the line."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from comity.core import events
from comity.core.actors import Actor
from comity.core.files.actions import begin_file, store_bytes
from comity.core.jobs.models import Job
from comity.exchange import jobs, outbox, packing, queries
from comity.exchange.delivery import TroubleError, ask_again, deliver, post_receipts
from comity.exchange.intake import RECEIPTED, Receipted
from comity.exchange.models import Blob, ChainHead, ChainItem, OutboxItem, Peer, StoredReceipt
from comity.kernel.errors import ComityError
from comity.kernel.graph import GraphError
from comity.kernel.ids import new_id
from comity.seal.age import open_bytes
from comity.seal.envelope import inspect_envelope
from comity.seal.package import open_package
from comity.seal.receipt import Event
from comity.wire.kinds import parse
from comity.wire.messages import Void
from tests.builders.keys import MADE, NOW, key_ring, node_keys
from tests.builders.messages import a_closure, a_delivery, a_request, a_status_report, an_ack
from tests.builders.nodes import RemoteNode
from tests.builders.packages import an_annex
from tests.builders.remote_server import RemoteServer, losing_answer, refusing, saying, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper
    from time_machine import Coordinates

ACTOR = Actor.system("tests")


@pytest.fixture
def server(peer: Peer, clock: Coordinates, settings: SettingsWrapper) -> Iterator[RemoteServer]:
    """XA listens, and its confirmed key file says where."""
    del clock
    settings.NODE = settings.NODE.model_copy(update={"private_peers": True})
    from comity.kernel.clock import utc_now

    with serving(RemoteServer(utc_now)) as remote:
        raw = replace(node_keys("xa"), url=remote.url).peer_file(MADE + timedelta(days=1))
        Peer.objects.filter(pk=peer.pk).update(key_file=raw, url=remote.url)
        yield remote


def put(peer: Peer, message: Any, *, now: Any = NOW, **parts: Any) -> OutboxItem:
    """Put a message into the outbox, as an action does."""
    peer.refresh_from_db()
    with transaction.atomic():
        return outbox.put(actor=ACTOR, case_id=message.request_id, peer=peer, message=message, now=now, **parts)


def send(item: OutboxItem, *, now: Any = NOW) -> OutboxItem:
    """Pack and deliver, as the worker does."""
    packing.pack(item.pk, now=now)
    deliver(item.pk, now=now)
    item.refresh_from_db()
    return item


def a_file(data: bytes, name: str = "ledger.bin", purpose: str = "evidence", kind: str = "application/pdf") -> Any:
    return store_bytes(data, actor=ACTOR, purpose=purpose, name=name, media_type=kind, now=NOW)


def test_a_message_goes_from_new_to_handed_over(peer: Peer, server: RemoteServer, line: Client):
    seen: list[Receipted] = []
    item = put(peer, a_request())
    with events.subscribed(RECEIPTED, seen.append):
        assert send(item).state == "consigned"
        server.sign(server.last_ticket(), Event.CONTENT_HANDOVER)
        remote = RemoteNode(NOW)
        assert remote.post_receipts(line, server.signed[server.last_ticket()][-1]).status_code == 204
    item.refresh_from_db()
    assert (item.state, item.ended_at, item.trouble) == ("handed_over", NOW, "")
    assert [(one.event, one.item.pk) for one in seen] == [
        (Event.CONTENT_CONSIGNMENT, item.pk),
        (Event.CONTENT_HANDOVER, item.pk),
    ]
    lines = queries.messages_of_case(item.case_id)
    assert [receipt.event for receipt in lines[0].receipts] == [
        Event.SUBMISSION_ACCEPTANCE,
        Event.CONTENT_CONSIGNMENT,
        Event.CONTENT_HANDOVER,
    ]
    assert server.hosts == {server.url.removeprefix("http://")}


def test_what_arrives_opens_at_the_other_side(peer: Peer, server: RemoteServer):
    request = a_request()
    data = os.urandom(200_000)
    evidence = outbox.OutEvidence(new_id(), a_file(data), collector="Court of XB", date="2026-03-01", handling="secret")
    annex = outbox.OutAnnex("a1", a_file(an_annex(), "annex.pdf", "annex"))
    item = send(
        put(
            peer,
            a_delivery(request.request_id, (str(evidence.evidence_id),)),
            evidence=[evidence],
            annexes=[annex],
            limits="for this case only",
            refs=["XB-17"],
            in_reply_to=new_id(),
        )
    )
    envelope = inspect_envelope(bytes(item.envelope), key_ring("xb"))
    opened = open_package(
        io.BytesIO(server.bytes_of(envelope.sha256)),
        identities=node_keys("xa").age_identities,
        ring=key_ring("xb"),
        envelope=envelope,
        us="xa",
        now=NOW,
    )
    contents = opened.contents
    assert parse(contents.binding.kind, contents.content).request_id == request.request_id
    assert contents.binding.refs == ("number:1", "XB-17")
    assert contents.binding.limits == "for this case only"
    assert contents.annexes[0].data == an_annex()
    (ref,) = contents.evidence
    assert (ref.collector, ref.date, ref.handling) == ("Court of XB", "2026-03-01", "secret")
    plain = open_bytes(server.bytes_of(ref.sealed_sha256), node_keys("xa").age_identities)
    assert plain[: ref.size] == data
    assert not any(plain[ref.size :])
    assert ref.sha256 == hashlib.sha256(data).hexdigest()


def test_nothing_of_the_message_is_in_the_database_in_clear(peer: Peer, server: RemoteServer):
    item = put(peer, a_request(title="CANARY of Velmora"), limits="CANARY limits")
    assert b"CANARY" not in bytes(item.content) + bytes(item.limits)


def test_a_message_exists_exactly_if_its_act_does(peer: Peer, server: RemoteServer):
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        outbox.put(actor=ACTOR, case_id=(m := a_request()).request_id, peer=peer, message=m, now=NOW)
        assert OutboxItem.objects.exists()
        raise ZeroDivisionError
    assert not OutboxItem.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_put(peer: Peer):
    message = a_request()
    with pytest.raises(RuntimeError):
        outbox.put(actor=ACTOR, case_id=message.request_id, peer=peer, message=message, now=NOW)


def test_what_cannot_be_sent_is_refused_at_once(peer: Peer, server: RemoteServer):
    message = a_request()
    open_file = begin_file(actor=ACTOR, purpose="letter", name="x", media_type="application/pdf", size=None, now=NOW)
    many = [outbox.OutEvidence(new_id(), a_file(b"1"))] * 201
    for error, parts in [
        ("E_MESSAGE", {"case_id": new_id()}),
        ("E_FILE_STATE", {"letter": open_file}),
        ("E_SIZE", {"evidence": many}),
        ("E_PEER", {"peer": Peer.objects.create(kind="letter", state="XC", created_at=NOW)}),
    ]:
        values: dict[str, Any] = {"case_id": message.request_id, "peer": peer} | parts
        peer.refresh_from_db()
        with pytest.raises(ComityError, match=error), transaction.atomic():
            outbox.put(actor=ACTOR, message=message, now=NOW, **values)


FAULTS: dict[str, tuple[str, Any, str]] = {
    "no answer to the envelope": ("announce", losing_answer, "E_NETWORK"),
    "no answer to a part": ("put", losing_answer, "E_NETWORK"),
    "no answer to the end": ("complete", losing_answer, "E_NETWORK"),
    "busy": ("announce", refusing("E_BUSY"), "E_BUSY"),
    "unsigned refusal for ever": ("announce", refusing("E_SIGNATURE"), "E_SIGNATURE"),
    "no room": ("put", refusing("E_STORE"), "E_STORE"),
    "damaged on the way": ("complete", refusing("E_DIGEST"), "E_DIGEST"),
    "a page of a proxy": ("announce", saying(502, b"<html>bad gateway</html>"), "E_NETWORK"),
    "a page that looks well": ("announce", saying(200, b"<html>welcome</html>"), "E_SYNTAX"),
    "no receipts": ("announce", saying(200, b'{"receipts":[]}'), "E_SYNTAX"),
    "a receipt that is none": ("announce", saying(200, b'{"receipts":["{}"]}'), "E_SYNTAX"),
    "not ascii": ("announce", saying(200, '{"receipts":["é"]}'.encode()), "E_SYNTAX"),
    "a redirect": ("announce", saying(302, b"", Location="http://127.0.0.1:1/"), "E_NETWORK"),
    "still digesting": ("complete", saying(202), "E_BUSY"),
    "wants what is not ours": (
        "announce",
        saying(201, b'{"missing":[{"offset":0,"sha256":"' + b"ab" * 32 + b'","size":5}],"part":8,"ticket":"t"}'),
        "E_UNKNOWN",
    ),
    "no ticket": ("announce", saying(201, b'{"missing":[]}'), "E_SYNTAX"),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_every_fault_of_the_line_only_delays(peer: Peer, server: RemoteServer, fault: str):
    step, answer, code = FAULTS[fault]
    server.faults[step] = [answer]
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    with pytest.raises(TroubleError, match=code) as caught:
        deliver(item.pk, now=NOW)
    assert not caught.value.permanent
    item.refresh_from_db()
    assert (item.state, item.trouble, item.attempts) == ("sent", code, 1)
    deliver(item.pk, now=NOW)
    item.refresh_from_db()
    assert (item.state, item.trouble, item.attempts) == ("consigned", "", 2)
    assert server.calls["announce"] == 2


def test_a_lost_receipt_is_asked_for_again(peer: Peer, server: RemoteServer):
    """The peer consigned, its answer was lost: announcing again brings the receipt and sends nothing twice."""

    def consign_and_lose() -> Any:
        server.sign(server.last_ticket(), Event.CONTENT_CONSIGNMENT)
        return losing_answer()

    server.faults["complete"] = [consign_and_lose]
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    with pytest.raises(TroubleError):
        deliver(item.pk, now=NOW)
    deliver(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "consigned"
    assert server.calls == {"announce": 2, "put": 1, "complete": 1}


def test_large_evidence_goes_on_where_it_stopped(peer: Peer, server: RemoteServer):
    data = os.urandom(20 * 1024 * 1024)
    evidence = outbox.OutEvidence(new_id(), a_file(data))
    item = put(peer, a_delivery(new_id(), (str(evidence.evidence_id),)), evidence=[evidence])
    packing.pack(item.pk, now=NOW)
    for _ in range(3):
        server.faults["put"] = [lambda: None, losing_answer]
        with pytest.raises(TroubleError):
            deliver(item.pk, now=NOW)
    server.faults.clear()
    deliver(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "consigned"
    assert server.calls["put"] == 4 + 3  # four parts (three of evidence, one package) and three that were lost


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
    waiting = Job.objects.get(name="exchange.deliver")
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
        "exchange.deliver",
        "exchange.open",
        "exchange.pack",
        "exchange.post_receipts",
    ]


def test_what_waits_too_long_is_shown(peer: Peer, server: RemoteServer):
    item = put(peer, a_request())
    assert list(queries.waiting_too_long(NOW + timedelta(hours=23))) == []
    assert list(queries.waiting_too_long(NOW + timedelta(hours=25))) == [item]
