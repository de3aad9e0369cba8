"""From the outbox to the peer's signed receipt, over real HTTP, through every fault of the line."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from comity.core import events
from comity.core.files.actions import begin_file
from comity.core.jobs.models import Job
from comity.exchange import outbox, packing, queries
from comity.exchange.delivery import TroubleError, deliver
from comity.exchange.intake import RECEIPTED, Receipted
from comity.exchange.models import OutboxItem, Peer
from comity.kernel.errors import ComityError
from comity.kernel.ids import new_id
from comity.seal.age import open_bytes
from comity.seal.envelope import inspect_envelope
from comity.seal.package import open_package
from comity.seal.receipt import Event
from comity.wire.kinds import parse
from tests.builders.keys import NOW, key_ring, node_keys
from tests.builders.messages import a_delivery, a_request, a_status_query
from tests.builders.nodes import RemoteNode
from tests.builders.packages import an_annex
from tests.builders.remote_server import RemoteServer, losing_answer, refusing, saying

if TYPE_CHECKING:
    from django.test import Client

from tests.exchange.delivering import ACTOR, a_file, put, send


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


def test_what_was_said_after_a_message_is_told_by_numbers_and_not_by_clocks(peer: Peer):
    first = put(peer, message := a_request())
    assert queries.said_after(message.request_id, first.pk) == 0
    put(peer, a_status_query(message.request_id), now=NOW - timedelta(days=1))
    assert queries.said_after(message.request_id, first.pk) == 1
    assert [queries.said_after(message.request_id, one) for one in (None, new_id())] == [2, 2], "all, where it is none"
    assert queries.said_after(new_id(), first.pk) == 0


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
        ("E_PEER", {"peer": Peer.objects.create(kind="letter", node_id="letter.xc", state="XC", created_at=NOW)}),
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


def test_a_peer_that_answers_the_last_part_with_receipts_is_not_asked_again(peer: Peer, server: RemoteServer):
    server.quick = True
    item = send(put(peer, a_request()))
    assert item.state == "consigned"
    assert (server.calls["announce"], server.calls["put"], server.calls["complete"]) == (1, 1, 0)
