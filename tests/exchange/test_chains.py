"""The place of an item in a peer's chain: given once, and only beside neighbours that agree."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.db import transaction

from comity.exchange import chains
from comity.exchange.errors import ExchangeError
from comity.exchange.models import ChainHead, ChainItem
from comity.kernel.ids import new_id
from comity.seal.link import Link
from tests.builders.keys import NOW

if TYPE_CHECKING:
    from comity.exchange.models import Peer

CHAIN = UUID("01954f0e-0000-7000-8000-00000000cafe")
FIRST, SECOND, THIRD, OTHER = ("1a" * 32, "2b" * 32, "3c" * 32, "0d" * 32)


def take(peer: Peer, seq: int, sha256: str, prev: str | None) -> bool:
    with transaction.atomic():
        return chains.take(
            peer, Link(CHAIN, seq, prev), sha256=sha256, what="envelope", message_id=new_id(), now=NOW, raw=b"raw"
        )


def test_items_come_in_any_order_and_count_once(peer: Peer):
    assert take(peer, 3, THIRD, SECOND)
    assert take(peer, 1, FIRST, None)
    assert ChainHead.objects.get(peer=peer, ours=False).seq == 1  # what is held without a gap
    assert take(peer, 2, SECOND, FIRST)
    assert not take(peer, 2, SECOND, FIRST)
    assert ChainHead.objects.get(peer=peer, ours=False).seq == 3
    assert ChainItem.objects.filter(peer=peer, ours=False).count() == 3


@pytest.mark.parametrize(
    ("seq", "sha256", "prev"),
    [
        (2, OTHER, FIRST),  # another item in a place that is taken
        (2, SECOND, OTHER),  # the same item with another predecessor
        (3, THIRD, OTHER),  # it follows another item than the one before
        (1, OTHER, None),  # the one after follows another item
        (7, SECOND, OTHER),  # one item in two places
    ],
    ids=["place", "predecessor", "before", "after", "twice"],
)
def test_another_story_is_refused_and_leaves_no_trace(peer: Peer, seq: int, sha256: str, prev: str | None):
    take(peer, 2, SECOND, FIRST)
    held = list(ChainItem.objects.values_list("seq", "sha256", "prev"))
    with pytest.raises(ExchangeError) as refused:
        take(peer, seq, sha256, prev)
    assert refused.value.code == "E_CHAIN"
    assert list(ChainItem.objects.values_list("seq", "sha256", "prev")) == held
