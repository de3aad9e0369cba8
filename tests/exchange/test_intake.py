"""Receipts that peers post: verified, kept once, and refused whole where one is bad."""

# ruff: noqa: ARG001, PLR0917 (fixtures are asked for by name)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from comity.core.actors import Actor
from comity.exchange import outbox, packing
from comity.exchange.intake import MOST, RECEIPTS_LIMIT
from comity.exchange.models import Alarm, OutboxItem, StoredReceipt
from comity.kernel import strictjson
from comity.kernel.ids import new_id
from comity.seal.receipt import Event
from tests.builders.keys import NOW
from tests.builders.messages import a_request
from tests.builders.nodes import revoked_keys

if TYPE_CHECKING:
    from django.test import Client

    from comity.exchange.models import Peer
    from tests.builders.nodes import RemoteNode


@pytest.fixture
def item(peer: Peer) -> OutboxItem:
    """A packed message of ours."""
    message = a_request()
    with transaction.atomic():
        put = outbox.put(actor=Actor.system("t"), case_id=message.request_id, peer=peer, message=message, now=NOW)
    packing.pack(put.pk, now=NOW)
    return OutboxItem.objects.select_related("package").get(pk=put.pk)


def _post(line: Client, body: Any) -> Any:
    raw = body if isinstance(body, bytes) else strictjson.dumps(body)
    return line.post("/peer/v1/receipts", raw, content_type="application/json")


def test_a_receipt_is_taken_in_once(remote: RemoteNode, line: Client, item: OutboxItem):
    raw = remote.receipt(item, Event.CONTENT_CONSIGNMENT)
    for _ in range(3):
        assert remote.post_receipts(line, raw).status_code == 204
    assert StoredReceipt.objects.filter(ours=False).count() == 1
    item.refresh_from_db()
    assert item.state == "consigned"


def _altered(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + (b"A" if raw[middle : middle + 1] != b"A" else b"B") + raw[middle + 1 :]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "E_SYNTAX"),
        (b"[]", "E_SYNTAX"),
        ({"receipts": []}, "E_SYNTAX"),
        ({"receipts": "x"}, "E_SYNTAX"),
        ({"receipts": [1]}, "E_SYNTAX"),
        ({"receipts": ["é"]}, "E_SYNTAX"),
        ({"receipts": ["{}"]}, "E_SYNTAX"),
        ({"receipts": ["{}"] * (MOST + 1)}, "E_SYNTAX"),
        ({"receipts": ["{}"], "more": 1}, "E_SYNTAX"),
        (b" " * (RECEIPTS_LIMIT + 1), "E_SIZE"),
    ],
)
def test_what_is_no_list_of_receipts_is_refused(remote: RemoteNode, line: Client, body: Any, code: str):
    answer = _post(line, body)
    assert answer.json()["code"] == code
    assert not StoredReceipt.objects.filter(ours=False).exists()


@pytest.mark.parametrize(
    ("signer", "changes", "code"),
    [
        ("stranger", {"recorder": "stranger", "recipient": "stranger"}, "E_SENDER"),
        ("xa", {"sender": "stranger"}, "E_RECIPIENT"),
        ("xa", {"sender": "xa", "recipient": "stranger", "event": Event.RELAY_ACCEPTANCE}, "E_RECIPIENT"),
    ],
)
def test_a_receipt_that_is_not_for_us_is_refused(
    remote: RemoteNode, line: Client, item: OutboxItem, signer: str, changes: dict[str, Any], code: str
):
    remote.node = signer
    answer = remote.post_receipts(line, remote.receipt(item, **({"event": Event.CONTENT_CONSIGNMENT} | changes)))
    assert answer.json()["code"] == code
    item.refresh_from_db()
    assert item.state == "packed"


def test_a_receipt_of_a_bystander_is_refused(remote: RemoteNode, line: Client, item: OutboxItem):
    raw = remote.receipt(item, Event.RELAY_ACCEPTANCE, recipient="stranger")
    assert remote.post_receipts(line, raw).json()["code"] == "E_SENDER"


def test_our_own_receipt_that_comes_back_is_refused(remote: RemoteNode, line: Client, item: OutboxItem):
    own = StoredReceipt.objects.get(ours=True)
    assert remote.post_receipts(line, bytes(own.raw)).status_code in {403, 421}
    assert not StoredReceipt.objects.filter(ours=False).exists()


def test_one_bad_receipt_refuses_the_call(remote: RemoteNode, line: Client, item: OutboxItem):
    good = remote.receipt(item, Event.CONTENT_CONSIGNMENT)
    assert remote.post_receipts(line, _altered(good), good).status_code in {400, 401}
    item.refresh_from_db()
    assert item.state == "packed"
    assert remote.post_receipts(line, good).status_code == 204


def test_two_receipts_in_one_place_are_an_alarm(remote: RemoteNode, line: Client, item: OutboxItem):
    first = remote.receipt(item, Event.CONTENT_CONSIGNMENT)
    remote.seq, remote.prev = 0, None
    second = remote.receipt(item, Event.CONTENT_HANDOVER)
    remote.post_receipts(line, first)
    for _ in range(2):
        answer = remote.post_receipts(line, second)
        assert (answer.status_code, answer.json()["code"]) == (409, "E_CHAIN")
    alarm = Alarm.objects.get()
    assert (alarm.code, bytes(alarm.evidence)) == ("E_CHAIN", second)
    item.refresh_from_db()
    assert item.state == "consigned"


def test_a_receipt_about_a_message_nobody_knows_is_kept_and_moves_nothing(
    remote: RemoteNode, line: Client, item: OutboxItem
):
    raw = remote.receipt(item, Event.CONTENT_CONSIGNMENT, message_id=new_id())
    assert remote.post_receipts(line, raw).status_code == 204
    item.refresh_from_db()
    assert item.state == "packed"


def test_a_receipt_without_its_package_moves_nothing(remote: RemoteNode, line: Client, item: OutboxItem):
    raw = remote.receipt(item, Event.CONTENT_CONSIGNMENT, package=None)
    assert remote.post_receipts(line, raw).status_code == 204
    item.refresh_from_db()
    assert item.state == "packed"


def test_an_event_that_says_nothing_about_arrival_moves_nothing(remote: RemoteNode, line: Client, item: OutboxItem):
    raw = remote.receipt(item, Event.CONSIGNMENT_NOTIFICATION)
    assert remote.post_receipts(line, raw).status_code == 204
    item.refresh_from_db()
    assert item.state == "packed"


def test_a_receipt_by_a_revoked_key_is_refused(remote: RemoteNode, line: Client, item: OutboxItem, peer: Peer):
    raw = remote.receipt(item, Event.CONTENT_CONSIGNMENT)
    peer.key_file = revoked_keys("xa", NOW).peer_file(NOW)
    peer.save(update_fields=["key_file"])
    assert remote.post_receipts(line, raw).json()["code"] == "E_SIGNATURE"
