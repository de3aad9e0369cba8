"""What is taken along is right: the files of a message verify with nothing but the key files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_sent
from tests.builders.people import signed_in
from tests.builders.receipts import a_signed_receipt

from comity.core.roles import Role
from comity.exchange.models import OutboxItem, Peer, StoredReceipt
from comity.kernel.ids import new_id
from comity.seal.events import Event
from comity.seal.keyfile import parse_peer_file
from comity.seal.verify import verify_file

if TYPE_CHECKING:
    from pathlib import Path

    from comity.cases.models import Case

pytestmark = pytest.mark.django_db


def with_receipt(cast: Cast) -> tuple[Case, OutboxItem, StoredReceipt]:
    case = a_sent(cast)
    item = OutboxItem.objects.get(case_id=case.pk)
    raw = a_signed_receipt(message_id=item.pk)
    stored = StoredReceipt.objects.create(
        peer=Peer.objects.get(node_id="xb"), ours=False, event=Event.CONTENT_CONSIGNMENT, message_id=item.pk, raw=raw,
        sha256=item.pk.hex * 2, seq=1, event_time=NOW, stored_at=NOW,
    )  # fmt: skip
    return case, item, stored


def test_receipt_verifies_with_the_key_files_of_the_page(cast: Cast, tmp_path: Path) -> None:
    case, item, stored = with_receipt(cast)
    client = signed_in(cast.officer(Role.DRAFTER))
    page = client.get(reverse("cases:case-verify", args=[case.pk, item.pk])).content.decode()
    for name in ("xa.peer.json", "xb.peer.json", f"receipt-{stored.pk}.json"):
        assert name in page
    peers = [
        parse_peer_file(client.get(reverse("cases:proof-file", args=[case.pk, item.pk, what])).content)
        for what in ("ours", "theirs")
    ]
    assert [peer.node_id for peer in peers] == ["xa", "xb"]
    target = tmp_path / "receipt.json"
    target.write_bytes(client.get(reverse("cases:receipt", args=[stored.pk])).content)
    assert verify_file(target, peers, []).valid is True
    spoiled = json.loads(target.read_bytes())
    spoiled["payload"] = "AAAA" + spoiled["payload"][4:]
    target.write_text(json.dumps(spoiled))
    assert verify_file(target, peers, []).valid is False


def test_message_of_another_case_has_no_page_here(cast: Cast) -> None:
    case, _item, _stored = with_receipt(cast)
    _other, foreign, _none = with_receipt(cast)
    client = signed_in(cast.officer(Role.DRAFTER))
    for message_id in (foreign.pk, new_id()):
        assert client.get(reverse("cases:case-verify", args=[case.pk, message_id])).status_code == 404
        assert client.get(reverse("cases:proof-file", args=[case.pk, message_id, "ours"])).status_code == 404
