"""After a restore: a new chain, a hold until the peer has answered, nothing lost and nothing done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from comity.core import events
from comity.core.actors import Actor
from comity.core.backup.restoring import RESTORED_EVENT, Restored
from comity.core.jobs.models import Job
from comity.exchange import chains, outbox, packing, restarts
from comity.exchange.errors import ExchangeError
from comity.exchange.intake import LOST
from comity.exchange.models import Alarm, ChainHead, ChainItem, InboxItem, OutboxItem, StoredReceipt
from comity.exchange.opening import open_message
from comity.kernel.ids import new_id
from comity.seal.age import open_bytes
from comity.seal.envelope import inspect_envelope
from comity.seal.link import Head
from comity.seal.receipt import Event, FileDigest
from comity.wire.kinds import parse
from comity.wire.messages import ChainRestart
from tests.builders.keys import NOW, key_ring, node_keys
from tests.builders.messages import a_request

if TYPE_CHECKING:
    from django.test import Client

    from comity.exchange.models import Peer
    from tests.builders.nodes import RemoteNode


def put(peer: Peer) -> OutboxItem:
    message = a_request()
    with transaction.atomic():
        return outbox.put(actor=Actor.system("t"), case_id=message.request_id, peer=peer, message=message, now=NOW)


def test_a_restored_node_begins_anew_and_holds_everything_else(peer: Peer, remote: RemoteNode, line: Client):
    before = put(peer)
    packing.pack(before.pk, now=NOW)
    remote.post(line, remote.pack(a_request()))
    old = ChainHead.objects.get(ours=True, inner=False)
    with transaction.atomic():
        events.emit(RESTORED_EVENT, Restored(NOW, NOW))
    peer.refresh_from_db()
    waiting = put(peer)
    with pytest.raises(ExchangeError, match="E_BUSY") as caught:
        packing.pack(waiting.pk, now=NOW)
    assert not caught.value.permanent

    item = OutboxItem.objects.select_related("package").get(pk=peer.restart)
    said = parse(item.kind, open_bytes(bytes(item.content), node_keys("xb").storage))
    assert isinstance(said, ChainRestart)
    assert (said.old_chain_id, said.last_number) == (old.chain_id, old.seq)
    assert (said.known_head, said.known_number) == (remote.prev, 1)
    packing.pack(item.pk, now=NOW)
    item.refresh_from_db()
    envelope = inspect_envelope(bytes(item.envelope), key_ring("xb"))
    assert (envelope.seq, envelope.prev) == (1, None)
    assert envelope.chain_id != old.chain_id

    consigned = remote.receipt(item, Event.CONTENT_CONSIGNMENT)
    remote.post_receipts(line, consigned)
    with pytest.raises(ExchangeError, match="E_BUSY"):
        packing.pack(waiting.pk, now=NOW)
    remote.post_receipts(line, remote.receipt(item, Event.CONTENT_HANDOVER))
    packing.pack(waiting.pk, now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == "packed"


def test_a_receipt_for_what_we_forgot_to_have_sent_is_believed(peer: Peer, remote: RemoteNode, line: Client):
    item = put(peer)  # packed and sent after the backup, of which the restored node knows nothing
    restarts.begin_anew(peer, now=NOW)
    item.refresh_from_db()
    forgotten = FileDigest("ab" * 32, 65_536)
    item.package = None
    raw = _receipt_about(remote, item, forgotten)
    assert remote.post_receipts(line, raw).status_code == 204
    item.refresh_from_db()
    assert (item.state, item.envelope_sha256) == ("consigned", LOST)
    packing.pack(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "consigned"


def _receipt_about(remote: RemoteNode, item: OutboxItem, package: FileDigest) -> bytes:
    class _Named:
        message_id = item.message_id

    named = _Named()
    named.package = package  # type: ignore[attr-defined]
    return remote.receipt(named, Event.CONTENT_CONSIGNMENT)  # type: ignore[arg-type]


def test_a_receipt_for_an_act_that_a_restore_undid_is_an_alarm(peer: Peer, remote: RemoteNode, line: Client):
    item = put(peer)
    packing.pack(item.pk, now=NOW)
    item.refresh_from_db()
    raw = remote.receipt(item, Event.CONTENT_CONSIGNMENT, message_id=new_id())
    restarts.begin_anew(peer, now=NOW)
    assert remote.post_receipts(line, raw).status_code == 204
    assert Alarm.objects.get().code == "E_LOST_MESSAGE"


def test_a_peer_that_begins_anew_gets_again_what_it_lost(peer: Peer, remote: RemoteNode, line: Client):
    first = remote.pack(a_request())
    remote.post(line, first)
    known = chains.Head(*_our_head(peer))
    remote.post(line, remote.pack(a_request()))
    ours = put(peer)
    packing.pack(ours.pk, now=NOW)
    ours.refresh_from_db()
    remote.post_receipts(line, remote.receipt(ours, Event.CONTENT_CONSIGNMENT))
    StoredReceipt.objects.update(wanted=False)
    Job.objects.all().delete()

    old = remote.chain_id
    remote.chain_id, remote.seq, remote.prev = new_id(), 0, None
    said = ChainRestart(
        **_restart_fields(),
        old_chain_id=old,
        last_number=1,
        known_head=known.sha256,
        known_number=known.seq,
    )
    posted = remote.pack(said)
    remote.post(line, posted)
    open_message(InboxItem.objects.get(message_id=posted.message_id).pk, now=NOW)
    wanted = StoredReceipt.objects.filter(ours=True, wanted=True)
    assert [one.seq for one in wanted] == [2, 4, 5]  # its second message; the restart, consigned and handed over
    assert Job.objects.get(name="exchange.offer").payload == {"item": str(ours.pk)}


def _our_head(peer: Peer) -> tuple:
    head = ChainHead.objects.get(peer=peer, ours=True, inner=False)
    return head.chain_id, head.seq, head.sha256


def _restart_fields() -> dict:
    return {"request_id": new_id(), "sent_at": NOW}


def test_what_a_peer_remembers_of_a_closed_chain_is_no_alarm(peer: Peer, remote: RemoteNode, line: Client):
    item = put(peer)
    packing.pack(item.pk, now=NOW)
    old = ChainHead.objects.get(ours=True, inner=False)
    restarts.begin_anew(peer, now=NOW)
    posted = remote.pack(a_request(), ack=Head(old.chain_id, old.seq + 7, "cd" * 32))
    assert remote.post(line, posted).status_code == 200
    assert not Alarm.objects.exists()


def test_acks_that_agree_move_on_and_older_ones_are_let_pass(peer: Peer, remote: RemoteNode, line: Client):
    for _ in range(2):
        item = put(peer)
        packing.pack(item.pk, now=NOW)
    places = list(ChainItem.objects.filter(ours=True, what="envelope").order_by("seq"))
    for place in reversed(places):
        posted = remote.pack(a_request(), ack=Head(place.chain_id, place.seq, place.sha256))
        remote.post(line, posted)
    assert ChainHead.objects.get(ours=True, inner=False).acked_seq == places[-1].seq
    assert not Alarm.objects.exists()


def _acknowledged(remote: RemoteNode, line: Client, item: OutboxItem) -> ChainItem:
    """The peer signs for a message and says, in an envelope, that it holds its place."""
    packing.pack(item.pk, now=NOW)
    item = OutboxItem.objects.select_related("package").get(pk=item.pk)
    signed = [remote.receipt(item, event) for event in (Event.CONTENT_CONSIGNMENT, Event.CONTENT_HANDOVER)]
    assert remote.post_receipts(line, *signed).status_code == 204
    place = ChainItem.objects.get(ours=True, what="envelope", message_id=item.pk)
    remote.post(line, remote.pack(a_request(), ack=Head(place.chain_id, place.seq, place.sha256)))
    return place


@pytest.mark.parametrize("known", [None, 0, 1, 2], ids=["nothing", "first", "second", "third"])
def test_what_a_restored_peer_acknowledged_counts_as_far_as_it_remembers(
    peer: Peer, remote: RemoteNode, line: Client, known: int | None
):
    """Two chains of ours, for we were restored as well: two messages in the first, one in the second."""
    places = [_acknowledged(remote, line, put(peer)) for _ in range(2)]
    begun = restarts.begin_anew(peer, now=NOW)
    places.append(_acknowledged(remote, line, begun))
    first, second = places[0].chain_id, places[2].chain_id

    def acked() -> dict[object, int]:
        return dict(ChainHead.objects.filter(ours=True, inner=False).values_list("chain_id", "acked_seq"))

    assert acked() == {first: places[1].seq, second: places[2].seq}
    old, last = remote.chain_id, remote.seq
    remote.chain_id, remote.seq, remote.prev = new_id(), 0, None
    place = None if known is None else places[known]
    said = ChainRestart(
        **_restart_fields(), old_chain_id=old, last_number=last, known_head=place.sha256 if place else "",
        known_number=place.seq if place else 0,
    )  # fmt: skip
    posted = remote.pack(said)
    remote.post(line, posted)
    open_message(InboxItem.objects.get(message_id=posted.message_id).pk, now=NOW)
    assert acked() == {
        first: 0 if known is None else places[min(known, 1)].seq,
        second: places[2].seq if known == 2 else 0,
    }
    lost = {one.message_id for one in places[0 if known is None else known + 1 :]}
    assert set(OutboxItem.objects.filter(again=True).values_list("pk", flat=True)) == lost
