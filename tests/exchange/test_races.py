"""Two workers, or a worker and an officer, at one message at one moment: it takes one way and leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from comity.core import events
from comity.core.jobs.worker import work_all
from comity.exchange import blobs, contacts, inbox, outbox, packing, progress
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Blob, CaseCounter, InboxItem, OutboxItem, StoredReceipt
from comity.exchange.opening import OPENED, Opened, open_message
from comity.kernel.ids import new_id
from comity.seal.receipt import Event
from tests.builders.keys import NOW
from tests.builders.meanwhile import meanwhile
from tests.builders.messages import a_delivery, a_request, a_status_query, a_status_report
from tests.exchange.delivering import ACTOR, a_file, put
from tests.exchange.test_fetching import a_statement, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from comity.exchange.models import Peer
    from tests.builders.nodes import Posted, RemoteNode

ITEM, COUNTER, SENT = 'FROM "exchange_inboxitem"', 'FROM "exchange_casecounter"', 'FROM "exchange_outboxitem"'


@pytest.fixture
def seen() -> Iterator[list[Opened]]:
    found: list[Opened] = []
    with events.subscribed(OPENED, found.append):
        yield found


def arrived(remote: RemoteNode, line: Client, posted: Posted) -> InboxItem:
    assert remote.post(line, posted).status_code == 200
    return InboxItem.objects.get(message_id=posted.message_id)


def signed(event: Event) -> int:
    return StoredReceipt.objects.filter(ours=True, event=event.value).count()


def test_a_message_that_two_workers_open_takes_effect_once(remote: RemoteNode, line: Client, seen: list[Opened]):
    posted = remote.pack(a_delivery(new_id()), evidence={"a": b"1" * 1000})
    item = arrived(remote, line, posted)
    with meanwhile(lambda: open_message(item.pk, now=NOW), before=COUNTER, nth=2):  # the second worker is the quicker
        open_message(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "handed_over"
    assert len(seen) == 1
    assert signed(Event.CONTENT_HANDOVER) == 1
    assert CaseCounter.objects.get().applied == 1
    assert item.files.count() == 2


def test_a_message_that_two_workers_refuse_is_refused_once(remote: RemoteNode, line: Client, seen: list[Opened]):
    item = arrived(remote, line, remote.pack(a_request(), content=b"{}"))
    with meanwhile(lambda: open_message(item.pk, now=NOW), before=ITEM, nth=2):
        open_message(item.pk, now=NOW)
    item.refresh_from_db()
    assert (item.state, item.code) == ("failed", "E_MESSAGE")
    assert signed(Event.CONTENT_HANDOVER_FAILURE) == 1
    assert not seen


def test_a_message_whose_turn_comes_while_it_is_looked_at_does_not_wait(
    remote: RemoteNode, line: Client, seen: list[Opened]
):
    request = a_request()
    first = arrived(remote, line, remote.pack(request))
    second = arrived(remote, line, remote.pack(a_status_query(request.request_id)))
    with meanwhile(lambda: open_message(first.pk, now=NOW), before=COUNTER, nth=2):
        open_message(second.pk, now=NOW)
    assert [one.message_id for one in seen] == [first.message_id, second.message_id]
    second.refresh_from_db()
    assert second.state == "handed_over"


def test_a_message_that_waits_goes_on_waiting_when_it_is_opened_too_early(
    remote: RemoteNode, line: Client, seen: list[Opened]
):
    item = arrived(remote, line, remote.pack(a_request(), number=3))
    for _ in range(3):
        open_message(item.pk, now=NOW)
        item.refresh_from_db()
        assert (item.state, item.number) == ("waiting", 3)
    assert not seen
    assert not StoredReceipt.objects.exclude(event=Event.CONTENT_CONSIGNMENT.value).exists()


def test_a_message_that_two_workers_digest_is_signed_for_once(remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    remote.put(line, posted, remote.announce(line, posted).json()["ticket"])
    item = InboxItem.objects.get()
    progress.forget(Blob.objects.get())
    with meanwhile(lambda: inbox.consign(item.pk, now=NOW), before=ITEM, nth=2):
        assert inbox.consign(item.pk, now=NOW).state == "consigned"
    assert signed(Event.CONTENT_CONSIGNMENT) == 1


def test_completing_again_is_answered_with_the_same_receipt(remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    ticket = remote.announce(line, posted).json()["ticket"]
    remote.put(line, posted, ticket)
    answers = [remote.complete(line, posted, ticket) for _ in range(3)]
    assert {one.status_code for one in answers} == {200}
    assert len({one.content for one in answers}) == 1
    assert signed(Event.CONTENT_CONSIGNMENT) == 1


def stored() -> list[str]:
    return sorted(blobs.blob_store().keys())


def test_a_message_withdrawn_while_it_is_packed_is_not_packed_and_leaves_no_bytes(peer: Peer):
    item = put(peer, a_request())

    def withdrawn() -> None:
        outbox.withdraw(actor=ACTOR, message_id=item.pk, now=NOW)

    with (
        meanwhile(withdrawn, before='FROM "exchange_attachment"'),
        pytest.raises(ExchangeError, match="E_STATE") as caught,
    ):
        packing.pack(item.pk, now=NOW)
    assert not caught.value.permanent
    item.refresh_from_db()
    assert (item.state, item.package) == ("withdrawn", None)
    assert stored() == []
    packing.pack(item.pk, now=NOW)
    assert stored() == []


def test_packing_that_ended_before_its_commit_goes_on_with_the_evidence_that_was_sealed(peer: Peer):
    evidence_id = new_id()
    evidence = [outbox.OutEvidence(evidence_id, a_file(b"page 1" * 1000))]
    item = put(peer, a_delivery(new_id(), (str(evidence_id),)), evidence=evidence)

    def ends() -> None:
        raise RuntimeError("the machine goes down")

    with meanwhile(ends, before=SENT, nth=2), pytest.raises(RuntimeError):
        packing.pack(item.pk, now=NOW)
    (sealed,) = Blob.objects.all()
    assert stored() == [sealed.parts.get().key]  # and nothing of the package
    packing.pack(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "packed"
    assert item.attachments.get().blob == sealed
    assert Blob.objects.count() == len(stored()) == 2


@pytest.mark.parametrize("taken", ["signed_for", "packed_anew"])
def test_a_message_that_no_longer_waits_when_its_turn_on_the_page_comes_is_not_shown(
    peer: Peer, remote: RemoteNode, line: Client, taken: str
):
    first, second = (put(peer, a_status_report(new_id())) for _ in range(2))
    contacts.settle(peer, they_fetch=True, now=NOW)
    work_all(NOW)
    second.refresh_from_db()

    def signed_for() -> None:
        raw = remote.receipt(second, Event.CONTENT_CONSIGNMENT)
        assert remote.post_receipts(line, raw).status_code == 204

    def packed_anew() -> None:
        OutboxItem.objects.filter(pk=second.pk).update(envelope_sha256="ab" * 32)

    act: Any = {"signed_for": signed_for, "packed_anew": packed_anew}[taken]
    with meanwhile(act, before=SENT, nth=3):  # the page was chosen, the first message is on it
        shown = ask(line, a_statement()).json()["envelopes"]
    (one,) = shown
    first.refresh_from_db()
    assert one["envelope"].encode() == bytes(first.envelope)
    assert first.state == "sent"
