"""Commit 1: announced, whole, durable, signed for; everything else is refused with a code and leaves no trace."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from math import ceil
from statistics import median
from typing import TYPE_CHECKING

import pytest

from comity.core.jobs.actions import enqueue
from comity.core.jobs.models import Job
from comity.core.jobs.worker import work_all
from comity.exchange import inbox, progress
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Alarm, Blob, BlobPart, ChainItem, InboxItem, Peer, StoredReceipt
from comity.kernel.ids import new_id
from comity.seal.envelope import sign_envelope
from comity.seal.receipt import Event
from comity.wire.refusals import REFUSALS
from tests.builders import hostile
from tests.builders.keys import NOW, node_keys
from tests.builders.messages import a_delivery, a_request
from tests.builders.nodes import RemoteNode, changed_keys, receipts_of, revoked_keys

if TYPE_CHECKING:
    from django.test import Client
    from time_machine import Coordinates


def _traces() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (InboxItem, Blob, BlobPart, ChainItem, StoredReceipt, Job, Alarm))


def test_a_message_is_consigned_on_a_signed_receipt(remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    answer = remote.announce(line, posted)
    assert answer.status_code == 201
    told = answer.json()
    assert told["missing"] == [{"sha256": posted.envelope.sha256, "size": posted.envelope.size, "offset": 0}]
    assert InboxItem.objects.get().state == "announced"
    assert not StoredReceipt.objects.exists()

    remote.put(line, posted, told["ticket"])
    done = remote.complete(line, posted, told["ticket"])
    assert done.status_code == 200
    (signed,) = receipts_of(done)
    assert signed.receipt.event is Event.CONTENT_CONSIGNMENT
    assert (signed.receipt.recorder, signed.receipt.sender, signed.receipt.recipient) == ("xb", "xa", "xb")
    assert signed.receipt.message_id == posted.message_id
    assert signed.receipt.package is not None
    assert signed.receipt.package.sha256 == posted.envelope.sha256
    item = InboxItem.objects.get()
    assert item.state == "consigned"
    assert item.consigned_at == NOW
    assert {job.name for job in Job.objects.all()} == {"exchange.open", "exchange.post_receipts"}
    assert ChainItem.objects.get(ours=False).sha256 == item.envelope_sha256


def test_no_cookie_and_no_session_for_peers(remote: RemoteNode, line: Client):
    answer = remote.post(line, remote.pack(a_request()))
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_the_same_message_a_thousand_times_has_one_effect(remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    first = remote.post(line, posted).content
    before = _traces()
    assert {remote.announce(line, posted).content for _ in range(1_000)} == {first}
    assert _traces() == before


def test_announced_twice_before_it_is_whole_is_one_announcement(remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    one, two = remote.announce(line, posted).json(), remote.announce(line, posted).json()
    assert one["missing"] == two["missing"]
    assert InboxItem.objects.count() == 1


THOUSAND = 1_000  # envelopes at least; every kind equally often


def test_a_thousand_hostile_envelopes_are_refused_and_leave_no_trace(remote: RemoteNode, line: Client):
    good = remote.pack(a_request()).envelope
    attack = hostile.Attack(good, node_keys("xa"), node_keys("xb"), node_keys("stranger"), NOW)
    before, peers, wrong = _traces(), Peer.objects.count(), {}
    seconds: dict[str, list[float]] = defaultdict(list)
    rounds = ceil(THOUSAND / len(hostile.KINDS))
    assert rounds > 4, "so few times tell nothing of the time that a kind takes"
    for kind, (_, code) in sorted(hostile.KINDS.items()) * rounds:
        raw = hostile.make(kind, attack)
        began = time.process_time()  # of processor: how busy the machine is says nothing about us
        answer = remote.announce(line, raw)
        seconds[kind].append(time.process_time() - began)
        told = answer.json()
        if (told["code"], answer.status_code) != (code, REFUSALS[code].status):
            wrong[kind] = (told["code"], code)
        assert told["retry"] in {"never", "later"}
        assert told["message"]
    assert not wrong
    assert (_traces(), Peer.objects.count()) == (before, peers)
    assert sum(map(len, seconds.values())) >= THOUSAND
    assert {kind: each for kind, each in seconds.items() if median(each) > 0.05} == {}


def test_more_than_an_envelope_may_hold_is_not_read(remote: RemoteNode, line: Client):
    answer = remote.announce(line, b"{" * (64 * 1024 + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "E_SIZE")


def test_a_refusal_speaks_the_language_asked_for(remote: RemoteNode, line: Client):
    for language, wanted in [
        ("zh-Hans", "zh"),
        ("fr-CA,en;q=0.5", "fr"),
        ("xx, ar;q=0.9", "ar"),
        ("de", "en"),
        ("", "en"),
    ]:
        answer = line.post(
            "/peer/v1/envelopes", b"{}", content_type="application/json", headers={"Accept-Language": language}
        )
        refusal = REFUSALS[answer.json()["code"]]
        assert answer.json()["message"] == getattr(refusal.text, wanted)


def test_other_bytes_under_a_known_id_are_alarmed_and_rejected_with_a_signature(remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    remote.post(line, posted)
    other = remote.pack(a_request(), message_id=posted.message_id)
    first, again = remote.announce(line, other), remote.announce(line, other)
    assert first.status_code == 409
    assert first.json()["code"] == "E_ID_REUSED"
    assert first.json()["receipt"] == again.json()["receipt"]
    (signed,) = receipts_of_text(first.json()["receipt"])
    assert signed.receipt.event is Event.SUBMISSION_REJECTION
    assert signed.receipt.reason_code == "E_ID_REUSED"
    assert signed.receipt.package is not None
    assert signed.receipt.package.sha256 == other.envelope.sha256
    alarm = Alarm.objects.get()
    assert bytes(alarm.evidence) == other.raw
    assert InboxItem.objects.get().envelope_sha256 != alarm.sha256
    assert len(receipts_of(remote.announce(line, posted))) == 1


def receipts_of_text(text: str) -> list:
    from comity.seal.receipt import verify_receipt
    from tests.builders.keys import key_ring

    return [verify_receipt(text.encode(), key_ring())]


def test_two_envelopes_in_one_place_of_a_chain_prove_two_stories(remote: RemoteNode, line: Client):
    remote.post(line, remote.pack(a_request()))
    forged = remote.pack(a_request(), envelope={"seq": 1, "prev": None})
    answer = remote.announce(line, forged)
    assert (answer.status_code, answer.json()["code"]) == (409, "E_CHAIN")
    assert Alarm.objects.get().code == "E_CHAIN"
    assert answer.json()["receipt"]


def test_an_envelope_that_follows_another_one_is_refused(remote: RemoteNode, line: Client):
    remote.post(line, remote.pack(a_request()))
    answer = remote.announce(line, remote.pack(a_request(), envelope={"prev": "00" * 32}))
    assert answer.json()["code"] == "E_CHAIN"


def test_items_of_a_chain_may_come_in_any_order(remote: RemoteNode, line: Client):
    posted = [remote.pack(a_request()) for _ in range(5)]
    for one in reversed(posted):
        assert remote.post(line, one).status_code == 200
    from comity.exchange.models import ChainHead

    head = ChainHead.objects.get(ours=False)
    assert (head.seq, head.sha256) == (5, remote.prev)


def test_two_stories_told_while_both_are_under_way_are_found_at_the_second_signature(remote: RemoteNode, line: Client):
    one = remote.pack(a_request())
    remote.seq, remote.prev = 0, None
    two = remote.pack(a_request())
    tickets = [remote.announce(line, each).json()["ticket"] for each in (one, two)]
    for posted, ticket in zip((one, two), tickets, strict=True):
        remote.put(line, posted, ticket)
    assert remote.complete(line, one, tickets[0]).status_code == 200
    answer = remote.complete(line, two, tickets[1])
    assert (answer.status_code, answer.json()["code"]) == (409, "E_CHAIN")
    assert InboxItem.objects.get(message_id=two.message_id).state == "announced"


def test_a_third_party_that_replays_gets_nothing_done(remote: RemoteNode, line: Client, clock: Coordinates):
    posted = remote.pack(a_request())
    remote.post(line, posted)
    before = _traces()
    clock.shift(timedelta(days=400))
    for _ in range(1_000):
        assert remote.announce(line, posted).status_code == 200
    assert _traces() == before


def test_an_envelope_of_a_suspended_peer_is_refused(remote: RemoteNode, line: Client, peer: Peer):
    Peer.objects.filter(pk=peer.pk).update(suspended_at=NOW)
    answer = remote.announce(line, remote.pack(a_request()))
    assert answer.json()["code"] == "E_SENDER"


def test_a_message_that_was_announced_and_ended_is_replaced_when_it_is_packed_anew(
    remote: RemoteNode, line: Client, clock: Coordinates
):
    posted = remote.pack(a_request())
    remote.announce(line, posted)
    clock.shift(timedelta(days=31))
    remote.now = NOW + timedelta(days=31)
    assert remote.announce(line, posted).json()["code"] == "E_EXPIRED"
    anew = remote.pack(posted.message, message_id=posted.message_id, number=1)
    assert remote.post(line, anew).status_code == 200
    assert InboxItem.objects.get().envelope_sha256 != posted.envelope.sha256
    assert Blob.objects.count() == 1


def test_nothing_is_signed_for_after_the_envelope_ended(remote: RemoteNode, line: Client, clock: Coordinates):
    posted = remote.pack(a_request())
    ticket = remote.announce(line, posted).json()["ticket"]
    remote.put(line, posted, ticket)
    item = InboxItem.objects.get()
    clock.shift(timedelta(days=30))
    with pytest.raises(Exception, match="E_EXPIRED"):
        inbox.complete(item, now=NOW + timedelta(days=30))
    assert inbox.drop_expired(now=NOW + timedelta(days=32)) == 1
    assert not InboxItem.objects.exists()
    assert not Blob.objects.exists()


def test_an_envelope_of_the_same_package_in_a_new_place_gets_the_receipt_again(remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    remote.post(line, posted)
    again = replace(posted.envelope, seq=2, prev=remote.prev)
    answer = remote.announce(line, sign_envelope(again, node_keys("xa").signing_pair(NOW)))
    assert answer.status_code == 200
    assert ChainItem.objects.filter(ours=False).count() == 2
    assert InboxItem.objects.count() == 1


def test_what_was_announced_anew_while_its_last_part_came_is_signed_for_under_the_new_envelope_alone(
    remote: RemoteNode, line: Client
):
    posted = remote.pack(a_request())
    remote.put(line, posted, remote.announce(line, posted).json()["ticket"])
    before = InboxItem.objects.get()
    again = replace(posted.envelope, expires_at=posted.envelope.expires_at + timedelta(days=1))
    raw = sign_envelope(again, node_keys("xa").signing_pair(NOW))
    assert remote.announce(line, raw).json()["missing"][0]["offset"] == posted.envelope.size
    with pytest.raises(ExchangeError, match="E_INCOMPLETE"):
        inbox.complete(before, now=NOW)
    assert not StoredReceipt.objects.exists()
    assert inbox.complete(InboxItem.objects.get(), now=NOW)
    assert bytes(ChainItem.objects.get(ours=False).raw) == raw


def test_a_peer_with_too_much_under_way_must_wait(remote: RemoteNode, line: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inbox, "OPEN_ITEMS", 2)
    answers = [remote.announce(line, remote.pack(a_request())) for _ in range(3)]
    assert [one.status_code for one in answers] == [201, 201, 429]
    assert answers[2].json() == {
        "code": "E_QUOTA",
        "message": REFUSALS["E_QUOTA"].text.en,
        "retry": "later",
    }


def test_a_large_message_whose_parts_came_in_order_is_signed_for_at_once(
    remote: RemoteNode, line: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(inbox, "INLINE", 1)
    assert remote.post(line, remote.pack(a_request())).status_code == 200


def test_another_large_message_is_digested_by_a_worker(
    remote: RemoteNode, line: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(inbox, "INLINE", 1)
    posted = remote.pack(a_request())
    ticket = remote.announce(line, posted).json()["ticket"]
    remote.put(line, posted, ticket)
    progress.forget(Blob.objects.get())
    assert remote.complete(line, posted, ticket).status_code == 202
    item = InboxItem.objects.get()
    assert inbox.consign(item.pk, now=NOW).state == "consigned"
    assert inbox.consign(item.pk, now=NOW).state == "consigned"
    assert StoredReceipt.objects.count() == 1


def test_an_ack_of_what_we_never_sent_is_an_alarm_and_no_refusal(remote: RemoteNode, line: Client):
    from comity.seal.link import Head

    posted = remote.pack(a_request(), ack=Head(new_id(), 3, "ab" * 32))
    assert remote.post(line, posted).status_code == 200
    assert Alarm.objects.get().code == "E_CHAIN_HEAD"


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_another_method_is_refused(remote: RemoteNode, line: Client, method: str):
    answer = getattr(line, method)("/peer/v1/envelopes")
    assert (answer.status_code, answer.json()["code"]) == (405, "E_METHOD")


def test_other_pages_are_behind_the_door(remote: RemoteNode, line: Client):
    assert line.get("/peer/v1/other").status_code in {302, 404}


def test_messages_in_flight_survive_a_change_of_keys_and_not_a_revocation(remote: RemoteNode, line: Client, peer: Peer):
    """Twenty announced, twenty only packed: all are taken in after the change; after the revocation none is."""
    announced = [remote.pack(a_request()) for _ in range(20)]
    tickets = [remote.announce(line, one).json()["ticket"] for one in announced]
    packed = [remote.pack(a_request()) for _ in range(20)]
    peer.key_file = changed_keys("xa", NOW).peer_file(NOW)
    peer.save(update_fields=["key_file"])
    for one, ticket in zip(announced, tickets, strict=True):
        remote.put(line, one, ticket)
        assert remote.complete(line, one, ticket).status_code == 200
    assert {remote.post(line, one).status_code for one in packed} == {200}

    late = [remote.pack(a_request()) for _ in range(20)]
    half = remote.pack(a_request())
    ticket = remote.announce(line, half).json()["ticket"]
    remote.put(line, half, ticket)
    peer.key_file = revoked_keys("xa", NOW).peer_file(NOW)
    peer.save(update_fields=["key_file"])
    assert {remote.announce(line, one).json()["code"] for one in late} == {"E_SIGNATURE"}
    assert remote.complete(line, half, ticket).json()["code"] == "E_SIGNATURE"
    assert InboxItem.objects.filter(state="consigned").count() == 40


def test_bytes_that_another_message_waits_for_stay_when_an_announcement_ends(
    remote: RemoteNode, line: Client, clock: Coordinates
):
    evidence = {"ledger.bin": b"page 1" * 1000}
    first = remote.pack(a_delivery(new_id()), evidence=evidence)
    second = remote.pack(a_delivery(new_id()), envelope={"blobs": first.envelope.blobs})
    tickets = [remote.announce(line, one).json()["ticket"] for one in (first, second)]
    remote.put(line, first, tickets[0])
    InboxItem.objects.filter(message_id=first.message_id).update(expires_at=NOW - timedelta(days=2))
    assert inbox.drop_expired(now=NOW) == 1
    assert set(Blob.objects.values_list("sha256", flat=True)) == {
        second.envelope.sha256,
        first.envelope.blobs[0].sha256,
    }
    assert BlobPart.objects.get().blob.sha256 == first.envelope.blobs[0].sha256
    told = {one["sha256"]: one["offset"] for one in remote.announce(line, second).json()["missing"]}
    serves = first.envelope.blobs[0]  # what came for the first serves the second
    assert told == {second.envelope.sha256: 0, serves.sha256: serves.size}


def digested(item: InboxItem) -> str:
    """Have a worker compute the digests of a message, as of one too large for that while the peer waits."""
    enqueue("exchange.consign", {"item": str(item.pk)}, dedupe=str(item.pk))
    Job.objects.exclude(name="exchange.consign").delete()
    work_all(NOW)
    assert not Job.objects.filter(name="exchange.consign").exclude(state="done").exists()
    item.refresh_from_db()
    return str(item.state)


def test_a_worker_that_finds_other_bytes_has_them_sent_again(remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    ticket = remote.announce(line, posted).json()["ticket"]
    ((sha256, data),) = posted.items.items()
    remote.put_part(line, sha256, data, 0, bytes(len(data)), ticket)
    item = InboxItem.objects.get()
    assert digested(item) == "announced"
    assert not BlobPart.objects.exists()
    assert digested(item) == "announced"  # nothing is here that could be digested
    assert remote.complete(line, posted, ticket).json()["code"] == "E_INCOMPLETE"
    remote.put(line, posted, ticket)
    assert digested(item) == "handed_over"  # and what a worker signed for it opens at once
    assert StoredReceipt.objects.filter(event=Event.CONTENT_CONSIGNMENT.value).count() == 1


def test_a_worker_that_finds_two_stories_raises_the_alarm_and_the_peer_is_told(remote: RemoteNode, line: Client):
    one = remote.pack(a_request())
    remote.seq, remote.prev = 0, None
    two = remote.pack(a_request())
    tickets = [remote.announce(line, each).json()["ticket"] for each in (one, two)]
    for posted, ticket in zip((one, two), tickets, strict=True):
        remote.put(line, posted, ticket)
    states = [digested(InboxItem.objects.get(message_id=each.message_id)) for each in (one, two)]
    assert states == ["handed_over", "announced"]
    assert Alarm.objects.get().code == "E_CHAIN"
    answer = remote.complete(line, two, tickets[1]).json()
    assert answer["code"] == "E_CHAIN"
    assert receipts_of_text(answer["receipt"])[0].receipt.event is Event.SUBMISSION_REJECTION
