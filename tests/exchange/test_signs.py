"""A node that signed a statement is alive: its State is told with the day, a stranger's is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.directory import signs as told
from comity.directory.models import Entry
from comity.exchange import signs
from comity.exchange.models import Contact, StoredReceipt
from comity.kernel.ids import new_id
from comity.seal.events import Event
from tests.builders.cases import a_peer
from tests.builders.keys import NOW

pytestmark = pytest.mark.django_db


def test_the_last_statement_of_a_confirmed_node_counts():
    assert signs.heard_by_state() == {}
    peer = a_peer("xb")
    contact = Contact.objects.create(peer=peer)
    assert signs.heard_by_state() == {}
    contact.heard_at = NOW - timedelta(days=1)
    contact.save(update_fields=["heard_at"])
    assert signs.heard_by_state() == {"XB": NOW - timedelta(days=1)}
    assert told.heard() == {"XB": NOW - timedelta(days=1)}, "the directory asks the exchange"


def test_an_answered_message_is_counted_apart_from_a_comparison_of_heads():
    peer = a_peer("xb")
    Contact.objects.create(peer=peer, heard_at=NOW)
    assert signs.answered_by("XB") is None
    for number, event, ours, days in (
        (1, Event.CONTENT_HANDOVER, False, 9),
        (2, Event.CONTENT_HANDOVER, False, 5),
        (3, Event.CONTENT_CONSIGNMENT, False, 3),  # arrived, and not opened
        (4, Event.CONTENT_HANDOVER, True, 1),  # ours
    ):
        StoredReceipt.objects.create(
            peer=peer, ours=ours, event=event, message_id=new_id(), raw=b"{}", sha256=f"{number:064}", seq=number,
            event_time=NOW - timedelta(days=days), stored_at=NOW,
        )  # fmt: skip
    assert signs.answered_by("XB") == NOW - timedelta(days=5)
    assert signs.answered_by("XA") is None
    central = Entry(designated=True, functions=["mla"])
    assert told.answered_of(central, "XB") == NOW - timedelta(days=5), "the directory asks the exchange"
    assert told.answered_of(central, "XC") is None
    assert told.answered_of(Entry(designated=True, functions=["prevention"]), "XB") is None
