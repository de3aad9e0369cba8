"""A peer that answers what no peer should: nothing of it ends a message, every time the reason is on the item."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from comity.core.doctor.lights import Colour
from comity.core.jobs.models import Job
from comity.core.jobs.worker import work_all
from comity.core.keys import data_folder
from comity.exchange import blobs, packing, probes, queries
from comity.exchange.delivery import TroubleError, deliver, offer_again
from comity.exchange.models import Alarm, InboxItem, OutboxItem, StoredReceipt
from comity.exchange.opening import open_message
from comity.kernel import strictjson
from comity.kernel.ids import new_id
from comity.wire.messages import ChainRestart
from tests.builders.keys import NOW
from tests.builders.messages import a_request, a_status_report
from tests.builders.remote_server import refusing, saying
from tests.exchange.delivering import put, send

if TYPE_CHECKING:
    import time_machine
    from django.test import Client

    from comity.exchange.models import Peer
    from tests.builders.nodes import RemoteNode
    from tests.builders.remote_server import RemoteServer


def packed(peer: Peer) -> OutboxItem:
    item = put(peer, a_request())
    packing.pack(item.pk, now=NOW)
    item.refresh_from_db()
    return item


def troubled(item: OutboxItem, code: str, *, now: Any = NOW) -> None:
    """Deliver with trouble, which is no end."""
    with pytest.raises(TroubleError, match=code) as caught:
        deliver(item.pk, now=now)
    assert not caught.value.permanent
    item.refresh_from_db()
    assert (item.state, item.trouble) == ("sent", code)


@pytest.mark.parametrize("offset", ["beyond", -1, "3", None, True])
def test_a_peer_that_wants_to_go_on_nowhere_gets_nothing(peer: Peer, server: RemoteServer, offset: Any):
    item = packed(peer)
    package = item.package
    assert package is not None
    wanted = {"sha256": package.sha256, "size": package.size}
    body = strictjson.dumps(
        {"missing": [wanted | {"offset": package.size + 1 if offset == "beyond" else offset}], "ticket": "t"}
    )
    server.faults["announce"] = [saying(201, body)]
    troubled(item, "E_RANGE")
    assert server.calls["put"] == 0


def test_a_receipt_for_another_message_is_none_for_this_one(peer: Peer, server: RemoteServer):
    other = send(put(peer, a_request()))
    (receipt,) = server.signed[server.last_ticket()]
    item = packed(peer)
    server.faults["announce"] = [saying(200, strictjson.dumps({"receipts": [receipt.decode()]}))]
    troubled(item, "E_INCOMPLETE")
    deliver(item.pk, now=NOW)
    item.refresh_from_db()
    other.refresh_from_db()
    assert {item.state, other.state} == {"consigned"}
    assert StoredReceipt.objects.filter(ours=False).count() == 2


def test_two_receipts_in_one_place_are_an_alarm_in_an_answer_too(peer: Peer, server: RemoteServer):
    send(put(peer, a_request()))
    item = packed(peer)
    server.seq, server.prev = 0, None  # the next one takes the place of the first
    troubled(item, "E_CHAIN")
    alarm = Alarm.objects.get()
    assert (alarm.code, bytes(alarm.evidence)) == ("E_CHAIN", server.signed[server.last_ticket()][0])
    assert StoredReceipt.objects.filter(ours=False).count() == 1


def test_an_ended_envelope_is_not_given_up_while_the_peer_says_something_else(
    peer: Peer, server: RemoteServer, clock: time_machine.Coordinates
):
    item = packed(peer)
    OutboxItem.objects.update(state="sent")
    later = NOW + timedelta(days=31)
    clock.move_to(later)
    server.faults["announce"] = [refusing("E_BUSY")]
    troubled(item, "E_BUSY", now=later)
    deliver(item.pk, now=later)
    item.refresh_from_db()
    assert item.state == "new"


@pytest.mark.parametrize(("date", "theirs"), [("soon", r"\?"), ("Mon, 02 Mar 2026 08:00:00 GMT", "2026-03-02T08:00")])
def test_a_refusal_for_the_time_shows_both_clocks_as_far_as_they_are_told(
    peer: Peer, server: RemoteServer, date: str, theirs: str
):
    server.date = date
    server.faults["announce"] = [refusing("E_TIME")]
    assert probes.clocks(NOW).state is Colour.GREEN
    item = put(peer, a_request())
    work_all(NOW)
    item.refresh_from_db()
    assert item.trouble == "E_TIME"
    assert list(queries.refused_for_time()) == [item]
    told = probes.clocks(NOW)
    assert told.state is Colour.AMBER
    for text in (queries.job_error_of(item), told.what.en, told.what.zh):
        assert re.search(rf"E_TIME: theirs {theirs}.*, ours 2026-03-02T09:00:00.000Z", text)


def test_bytes_of_ours_that_are_gone_from_the_disk_are_trouble_and_no_message(peer: Peer, server: RemoteServer):
    item = packed(peer)
    assert item.package is not None
    part = item.package.parts.get()
    (path,) = (data_folder() / blobs.FOLDER).rglob(part.key)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    troubled(item, "E_INTERNAL")
    assert not StoredReceipt.objects.filter(ours=False).exists()
    path.write_bytes(whole)
    deliver(item.pk, now=NOW)
    item.refresh_from_db()
    assert item.state == "consigned"


def test_a_message_waits_for_a_peer_whose_keys_have_ended(
    peer: Peer, server: RemoteServer, clock: time_machine.Coordinates
):
    later = NOW + timedelta(days=800)
    clock.move_to(later)
    item = put(peer, a_status_report(new_id()), now=later)
    work_all(later)
    job = Job.objects.get(name="exchange.send")
    assert (job.state, job.error[:5]) == ("waiting", "E_KEY")
    item.refresh_from_db()
    assert item.state == "new"
    assert not server.calls


def test_what_a_restored_peer_lost_is_brought_again_until_it_signs(
    peer: Peer, remote: RemoteNode, server: RemoteServer, line: Client
):
    item = send(put(peer, a_request()))
    Job.objects.all().delete()
    said = ChainRestart(
        request_id=new_id(), sent_at=NOW, old_chain_id=server.chain_id, last_number=0, known_head="", known_number=0
    )
    posted = remote.pack(said)
    remote.post(line, posted)
    open_message(InboxItem.objects.get(message_id=posted.message_id).pk, now=NOW)
    server.envelopes.clear()
    server.items.clear()
    server.signed.clear()
    server.chain_id, server.seq, server.prev = remote.chain_id, remote.seq, remote.prev
    server.faults["announce"] = [refusing("E_BUSY")]
    work_all(NOW)
    offered = Job.objects.get(name="exchange.offer")
    assert (offered.state, offered.error[:6]) == ("waiting", "E_BUSY")
    item.refresh_from_db()
    assert (item.again, item.state) == (True, "consigned")
    work_all(NOW + timedelta(hours=1))
    item.refresh_from_db()
    assert (item.again, item.state) == (False, "consigned")
    assert server.bytes_of(item.package.sha256)  # type: ignore[union-attr]
    before = server.calls["announce"]
    Job.objects.all().delete()
    offer_again(item.pk, now=NOW)
    assert server.calls["announce"] == before
