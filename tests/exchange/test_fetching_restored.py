"""A peer that fetches and was restored from a backup is shown again what it had signed for: once more, not longer."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from comity.core import events
from comity.core.backup.restoring import RESTORED_EVENT, Restored
from comity.core.jobs.models import Job
from comity.core.jobs.worker import work_all
from comity.exchange import contacts, fetching, media, opening
from comity.exchange.models import Alarm, ChainItem, InboxItem, OutboxItem, StoredReceipt
from comity.kernel.ids import new_id
from comity.seal.envelope import verify_envelope
from comity.seal.link import Head
from comity.seal.receipt import Event
from comity.wire.messages import ChainRestart
from tests.builders.keys import NOW, key_ring
from tests.builders.messages import a_delivery, a_status_query, a_status_report
from tests.exchange.delivering import put
from tests.exchange.test_fetching import a_statement, ask, get, with_evidence

if TYPE_CHECKING:
    from pathlib import Path

    import time_machine
    from django.test import Client

    from comity.exchange.models import Peer
    from tests.builders.nodes import RemoteNode
    from tests.builders.remote_server import RemoteServer


class Fetcher:
    """XA, which nobody can call: it comes to XB and remembers when it last came."""

    def __init__(self, line: Client, clock: time_machine.Coordinates) -> None:
        self.line, self.clock, self.now = line, clock, NOW

    def fetch(self, **heads_of: Any) -> dict[str, Any]:
        self.clock.shift(timedelta(minutes=2))
        self.now += timedelta(minutes=2)
        answer = ask(self.line, a_statement(created=self.now, **heads_of))
        assert answer.status_code == 200, answer.content
        return answer.json()

    def shown(self, **heads_of: Any) -> list[Any]:
        found = self.fetch(**heads_of)["envelopes"]
        return [
            verify_envelope(one["envelope"].encode(), key_ring("xb"), us="xa", now=self.now).message_id for one in found
        ]


@pytest.fixture
def fetcher(line: Client, clock: time_machine.Coordinates) -> Fetcher:
    return Fetcher(line, clock)


def signed_for(remote: RemoteNode, line: Client, item: OutboxItem) -> list[bytes]:
    """XA signs both receipts for a message that it fetched."""
    item.refresh_from_db()
    signed = [remote.receipt(item, event) for event in (Event.CONTENT_CONSIGNMENT, Event.CONTENT_HANDOVER)]
    assert remote.post_receipts(line, *signed).status_code == 204
    return signed


def restored(remote: RemoteNode, line: Client, known: ChainItem | None) -> None:
    """XA comes back from a backup that knows our chain as far as `known`, and says so."""
    old, last = remote.chain_id, remote.seq
    remote.chain_id, remote.seq, remote.prev = new_id(), 0, None
    said = ChainRestart(
        request_id=new_id(), sent_at=NOW, old_chain_id=old, last_number=last,
        known_head=known.sha256 if known else "", known_number=known.seq if known else 0,
    )  # fmt: skip
    posted = remote.pack(said)
    assert remote.post(line, posted).status_code == 200
    opening.open_message(InboxItem.objects.get(message_id=posted.message_id).pk, now=NOW)


def place_of(item: OutboxItem) -> ChainItem:
    return ChainItem.objects.get(ours=True, what="envelope", message_id=item.pk)


def head_at(place: ChainItem) -> Head:
    return Head(place.chain_id, place.seq, place.sha256)


def test_what_it_lost_is_shown_until_it_signs_anew(peer: Peer, remote: RemoteNode, line: Client, fetcher: Fetcher):
    kept, lost = with_evidence(peer), with_evidence(peer)
    fetcher.fetch()
    signed_for(remote, line, kept)
    before = signed_for(remote, line, lost)
    assert fetcher.shown(held=head_at(place_of(lost))) == []
    restored(remote, line, known=place_of(kept))
    body = fetcher.fetch(held=head_at(place_of(kept)))
    (one,) = body["envelopes"]
    envelope = verify_envelope(one["envelope"].encode(), key_ring("xb"), us="xa", now=fetcher.now)
    assert envelope.message_id == lost.message_id
    for sha256, size in [(envelope.sha256, envelope.size), *((b.sha256, b.size) for b in envelope.blobs)]:
        part = get(line, sha256, one["ticket"], f"bytes=0-{size - 1}")
        assert hashlib.sha256(part.getvalue()).hexdigest() == sha256
    remote.post_receipts(line, *before)  # somebody plays what XA signed before its restore
    assert fetcher.shown(held=head_at(place_of(kept))) == [lost.message_id]
    signed_for(remote, line, lost)
    assert fetcher.shown(held=head_at(place_of(kept))) == []
    lost.refresh_from_db()
    assert (lost.state, lost.again) == ("handed_over", False)
    assert list(Alarm.objects.values_list("code", flat=True)) == ["E_CHAIN_RESTART"]


def test_a_late_receipt_of_before_the_restore_ends_nothing(
    peer: Peer, remote: RemoteNode, line: Client, fetcher: Fetcher
):
    item = with_evidence(peer)
    fetcher.fetch()
    item.refresh_from_db()
    consigned = remote.receipt(item, Event.CONTENT_CONSIGNMENT)
    late = remote.receipt(item, Event.CONTENT_HANDOVER)
    remote.post_receipts(line, consigned)
    restored(remote, line, known=None)
    assert remote.post_receipts(line, late).status_code == 204
    assert fetcher.shown() == [item.message_id]


def test_what_it_holds_after_all_is_shown_no_more(peer: Peer, remote: RemoteNode, line: Client, fetcher: Fetcher):
    item = with_evidence(peer)
    fetcher.fetch()
    signed_for(remote, line, item)
    restored(remote, line, known=None)
    assert fetcher.shown() == [item.message_id]
    assert fetcher.shown(held=head_at(place_of(item))) == []


def test_a_loss_that_it_does_not_tell_of_is_an_alarm_and_shows_nothing(
    peer: Peer, remote: RemoteNode, line: Client, fetcher: Fetcher
):
    item = with_evidence(peer)
    fetcher.fetch()
    signed_for(remote, line, item)
    assert fetcher.shown(held=head_at(place_of(item))) == []
    for _ in range(3):
        assert fetcher.shown() == []
    assert list(Alarm.objects.values_list("code", flat=True)) == ["E_HEAD_BACK"]


def test_it_is_offered_again_across_a_new_chain_of_our_own(
    peer: Peer, remote: RemoteNode, line: Client, fetcher: Fetcher
):
    first = with_evidence(peer)
    fetcher.fetch()
    signed_for(remote, line, first)
    with transaction.atomic():
        events.emit(RESTORED_EVENT, Restored(NOW, NOW))  # we were restored as well, and began a new chain
    peer.refresh_from_db()
    work_all(fetcher.now)
    begun = OutboxItem.objects.get(pk=peer.restart)
    fetcher.fetch()
    signed_for(remote, line, begun)
    second = with_evidence(peer)
    work_all(fetcher.now)
    fetcher.fetch()
    signed_for(remote, line, second)
    restored(remote, line, known=place_of(first))
    assert set(fetcher.shown()) == {begun.message_id, second.message_id}


def test_a_medium_carries_it_too(peer: Peer, remote: RemoteNode, line: Client, fetcher: Fetcher, tmp_path: Path):
    item = with_evidence(peer)
    fetcher.fetch()
    signed_for(remote, line, item)
    assert media.write_bag(peer, tmp_path / "before", now=NOW).messages == 0
    restored(remote, line, known=None)
    assert media.write_bag(peer, tmp_path / "after", now=NOW).messages == 1


def test_this_node_restored_fetches_again_and_acts_once(
    peer: Peer, remote: RemoteNode, server: RemoteServer, monkeypatch: pytest.MonkeyPatch
):
    """XB fetches; it is set back to before that, begins anew, and what the peer shows again takes effect."""
    acted: list[Any] = []
    monkeypatch.setitem(events._handlers, "exchange.message.opened", [lambda opened: acted.append(opened.message_id)])
    contacts.settle(peer, we_fetch=True, now=NOW)
    evidence = {"ledger.bin": b"page 1" * 1000}
    server.waiting = [
        remote.pack(a_status_query(new_id())),
        remote.pack(a_delivery(new_id(), (str(new_id()),)), evidence=evidence),
    ]
    backup = transaction.savepoint()
    fetching.fetch(peer.pk, now=NOW)
    work_all(NOW)
    assert sorted(acted) == sorted(one.message_id for one in server.waiting)
    signed = set(StoredReceipt.objects.filter(ours=True).values_list("sha256", flat=True))
    transaction.savepoint_rollback(backup)
    acted.clear()
    with transaction.atomic():
        events.emit(RESTORED_EVENT, Restored(NOW, NOW))
    peer.refresh_from_db()
    waiting = put(peer, a_status_report(new_id()))
    Job.objects.filter(name="exchange.send").exclude(payload={"item": str(peer.restart)}).delete()
    work_all(NOW)
    assert fetching.fetch(peer.pk, now=NOW) == 2
    work_all(NOW)
    fetching.fetch(peer.pk, now=NOW + timedelta(minutes=2))
    # The peer does not speak of the new chain, so every look at its heads asks for another one a minute later.
    work_all(NOW + timedelta(minutes=2), at_most=40)
    assert sorted(acted) == sorted(one.message_id for one in server.waiting)
    assert InboxItem.objects.filter(state="handed_over").count() == 2
    anew = StoredReceipt.objects.filter(ours=True, event=Event.CONTENT_HANDOVER.value)
    assert anew.count() == 2
    assert signed.isdisjoint(anew.values_list("sha256", flat=True))
    assert {one.receipt.message_id for one in server.heard} >= {one.message_id for one in server.waiting}
    waiting.refresh_from_db()
    assert waiting.state == "new"  # it waits until the peer has answered the restart
