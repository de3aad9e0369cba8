"""A node that signed a statement is alive: its State is told with the day, a stranger's is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.directory import signs as told
from comity.exchange import signs
from comity.exchange.models import Contact
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
