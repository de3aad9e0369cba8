"""The doctor sees what waits, what could not be opened, what contradicts itself and whose keys run out."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from comity.core.actors import Actor
from comity.core.doctor.lights import Colour
from comity.exchange import outbox, probes, queries
from comity.exchange.models import Alarm, InboxItem, Peer, StoredReceipt
from tests.builders.keys import NOW
from tests.builders.messages import a_request

if TYPE_CHECKING:
    from django.test import Client

    from tests.builders.nodes import RemoteNode


def test_a_quiet_node_is_green(peer: Peer):
    for probe in (probes.outbox, probes.inbox, probes.alarms, probes.gaps, probes.peers):
        assert probe(NOW).state is Colour.GREEN


def test_messages_that_wait_turn_amber_and_red(peer: Peer):
    message = a_request()
    with transaction.atomic():
        outbox.put(actor=Actor.system("t"), case_id=message.request_id, peer=peer, message=message, now=NOW)
    assert probes.outbox(NOW + timedelta(hours=25)).state is Colour.AMBER
    assert probes.outbox(NOW + timedelta(days=8)).state is Colour.RED


def test_what_could_not_be_opened_is_red(peer: Peer, remote: RemoteNode, line: Client):
    remote.post(line, remote.pack(a_request()))
    assert probes.inbox(NOW + timedelta(minutes=30)).state is Colour.GREEN
    light = probes.inbox(NOW + timedelta(hours=2))
    assert light.state is Colour.RED
    assert light.do.zh
    assert list(queries.arrived_unopened()) == [InboxItem.objects.get()]


def test_alarms_and_gaps_are_seen(peer: Peer, remote: RemoteNode, line: Client):
    remote.pack(a_request())
    remote.post(line, remote.pack(a_request()))
    assert probes.gaps(NOW).state is Colour.AMBER
    Alarm.objects.create(peer=peer, code="E_CHAIN", sha256="ab" * 32, at=NOW)
    assert probes.alarms(NOW).state is Colour.RED
    assert queries.unseen_alarms().count() == 1


def test_keys_that_run_out_are_seen_a_month_before(peer: Peer):
    assert probes.peers(NOW + timedelta(days=400)).state is Colour.AMBER


def test_pages_read_messages_receipts_and_peers(peer: Peer, remote: RemoteNode, line: Client):
    posted = remote.pack(a_request())
    remote.post(line, posted)
    found = queries.message(posted.message_id)
    assert found is not None
    assert (found.direction, found.arrived_unopened) == ("in", True)
    assert queries.case_of_message(posted.message_id) is None
    (line_,) = found.receipts
    stored = queries.receipt(line_.id)
    assert stored == StoredReceipt.objects.get()
    assert queries.message(line_.id) is None
    assert queries.receipt(posted.message_id) is None
    assert list(queries.peers()) == list(queries.reachable_peers()) == [peer]
    message = a_request()
    with transaction.atomic():
        ours = outbox.put(actor=Actor.system("t"), case_id=message.request_id, peer=peer, message=message, now=NOW)
    assert queries.message(ours.pk) is not None
    assert queries.case_of_message(ours.pk) == message.request_id
