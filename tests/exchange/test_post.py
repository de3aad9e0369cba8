"""Messages by letter: one row in the transaction of the act, one receipt for each departure and each arrival."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from comity.core.audit.models import AuditEntry
from comity.core.files.actions import begin_file, store_bytes
from comity.core.files.errors import FileError
from comity.core.roles import Role
from comity.exchange import post, queries
from comity.exchange.errors import ExchangeError
from comity.exchange.letter_peers import LetterPeer, add_letter_peer
from comity.exchange.models import OutboxItem, Peer, PostItem, StoredReceipt
from comity.exchange.peers import own_and_peers, suspend_peer
from comity.exchange.post import Journey
from comity.kernel.ids import new_id
from comity.seal.checks import Result
from comity.seal.receipt import Event, verify_receipt
from comity.wire.messages import StatusQuery
from tests.builders.keys import NOW
from tests.builders.nodes import pinned
from tests.builders.people import an_actor

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from comity.core.actors import Actor

pytestmark = pytest.mark.usefixtures("node")
CASE = new_id()
BY_POST = Journey(channel="post", on=NOW.date(), carrier="Registry", tracking="RR 123 456")


@pytest.fixture
def ada() -> Actor:
    return an_actor(Role.HEAD, login="ada")


@pytest.fixture
def ministry(ada: Actor) -> Peer:
    return add_letter_peer(actor=ada, about=LetterPeer(state="XC", names={"en": "Ministry of XC"}), now=NOW)


def a_query(**changes: object) -> StatusQuery:
    told = {"request_id": CASE, "sent_at": NOW, "from_reference": "XA/2026/0001", "to_reference": "", "note": ""}
    return StatusQuery(**(told | changes))  # type: ignore[arg-type]


def written(ada: Actor, peer: Peer, *, letter: bytes = b"%PDF a letter") -> PostItem:
    file = store_bytes(letter, actor=ada, purpose="letter", name="letter.pdf", media_type="application/pdf", now=NOW)
    with transaction.atomic():
        return post.put(actor=ada, case_id=CASE, peer=peer, message=a_query(), letter=file, now=NOW)


def test_a_message_by_letter_is_a_row_to_be_posted_and_nothing_in_the_outbox(ada: Actor, ministry: Peer):
    item = written(ada, ministry)
    assert (item.state, item.number) == ("to_post", 1)
    assert not OutboxItem.objects.exists()
    assert not StoredReceipt.objects.exists()
    assert post.message_of(item) == a_query()
    assert list(queries.letters_to_post([CASE])) == [item]
    line = queries.messages_of_case(CASE)[0]
    assert (line.direction, line.state, line.kind) == ("out", "to_post", "status.query")
    assert queries.case_of_message(item.pk) == CASE


def test_a_departure_is_recorded_once_and_receipted(ada: Actor, ministry: Peer):
    item = written(ada, ministry)
    left = post.record_departure(actor=ada, message_id=item.pk, journey=BY_POST, function="Registry", now=NOW)
    assert (left.state, left.channel, left.tracking) == ("posted", "post", "RR 123 456")
    stored = StoredReceipt.objects.get()
    assert not stored.wanted
    verified = verify_receipt(bytes(stored.raw), own_and_peers()).receipt
    assert verified.event is Event.RELAY_TO_NON_ERDS
    assert (verified.recipient, verified.package) == (ministry.node_id, None)
    assert verified.blobs[0].sha256 == item.letter.sha256
    assert verified.validation[0].result is Result.NOT_MADE
    assert "RR 123 456" in verified.validation[0].detail
    with pytest.raises(ExchangeError, match="E_POSTED"):
        post.record_departure(actor=ada, message_id=item.pk, journey=BY_POST, function="Registry", now=NOW)
    assert AuditEntry.objects.filter(code="exchange.letter.posted").count() == 1
    assert not queries.letters_to_post([CASE])


@pytest.mark.parametrize(
    "journey", [replace(BY_POST, channel="pigeon"), replace(BY_POST, on=NOW.date() + timedelta(2))]
)
def test_a_departure_that_cannot_be_is_refused(journey: Journey, ada: Actor, ministry: Peer):
    item = written(ada, ministry)
    with pytest.raises(ExchangeError, match="E_CHANNEL"):
        post.record_departure(actor=ada, message_id=item.pk, journey=journey, function="Registry", now=NOW)
    item.refresh_from_db()
    assert item.state == "to_post"
    assert not StoredReceipt.objects.exists()


def arrived(ada: Actor, peer: Peer, **changes: object) -> PostItem:
    with transaction.atomic():
        return post.record_arrival(
            actor=ada, peer=peer, message=a_query(**changes), letter=None, journey=BY_POST, function="Registry",
            message_id=new_id(), now=NOW,
        )  # fmt: skip


def test_what_came_by_letter_is_recorded_once_with_a_receipt_of_ours(ada: Actor, ministry: Peer):
    item = arrived(ada, ministry)
    verified = verify_receipt(bytes(StoredReceipt.objects.get().raw), own_and_peers()).receipt
    assert verified.event is Event.RECEIVED_FROM_NON_ERDS
    assert (verified.sender, verified.recorder) == (ministry.node_id, verified.recipient)
    assert not StoredReceipt.objects.filter(wanted=True).exists()
    with pytest.raises(ExchangeError, match="E_REPEATED"):
        arrived(ada, ministry)
    second = arrived(ada, ministry, sent_at=NOW + timedelta(days=1))
    assert [item.number, second.number] == [1, 2]
    assert [line.state for line in queries.messages_of_case(CASE)] == ["recorded", "recorded"]


def test_receipts_about_letters_stand_in_one_chain(ada: Actor, ministry: Peer):
    item = written(ada, ministry)
    post.record_departure(actor=ada, message_id=item.pk, journey=BY_POST, function="Registry", now=NOW)
    arrived(ada, ministry)
    found = [verify_receipt(bytes(one.raw), own_and_peers()) for one in StoredReceipt.objects.order_by("seq")]
    assert [one.receipt.seq for one in found] == [1, 2]
    assert found[1].receipt.prev == found[0].digest


def test_letters_are_for_those_who_are_reached_by_letter(ada: Actor, ministry: Peer):
    with pytest.raises(ExchangeError, match="E_PEER"):
        written(ada, pinned("xa", now=NOW))
    suspend_peer(actor=ada, peer_id=ministry.pk, suspend=True, now=NOW)
    ministry.refresh_from_db()
    with pytest.raises(ExchangeError, match="E_PEER"):
        written(ada, ministry)


def test_a_letter_about_another_case_is_refused(ada: Actor, ministry: Peer):
    with transaction.atomic(), pytest.raises(ExchangeError, match="E_MESSAGE"):
        post.put(actor=ada, case_id=new_id(), peer=ministry, message=a_query(), letter=None, now=NOW)


def test_a_letter_that_is_not_finished_is_not_sent(ada: Actor, ministry: Peer):
    begun = begin_file(actor=ada, purpose="letter", name="letter.pdf", media_type="application/pdf", size=None, now=NOW)
    with transaction.atomic(), pytest.raises(FileError, match="E_FILE_STATE"):
        post.put(actor=ada, case_id=CASE, peer=ministry, message=a_query(), letter=begun, now=NOW)
    assert not PostItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_written_down_in_the_transaction_of_its_act(ada: Actor, ministry: Peer):
    with pytest.raises(RuntimeError, match="transaction of its act"):
        post.put(actor=ada, case_id=CASE, peer=ministry, message=a_query(), letter=None, now=NOW)
    assert not PostItem.objects.exists()


def test_one_letter_is_read_with_its_counterpart_and_its_file(
    ada: Actor, ministry: Peer, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
):
    item = written(ada, ministry)
    with django_assert_num_queries(1):
        found = queries.post_item(item.pk)
        assert found == item
        assert (found.peer, found.letter.size) == (ministry, len(b"%PDF a letter"))
    assert queries.post_item(new_id()) is None
    assert queries.message(item.pk).state == "to_post"


def test_letters_of_a_case_that_was_joined_to_another_stand_with_that_one(ada: Actor, ministry: Peer):
    item, joined, other = written(ada, ministry), new_id(), new_id()
    post.change_case(new_id(), other)
    assert queries.case_of_message(item.pk) == CASE
    post.change_case(CASE, joined)
    assert queries.case_of_message(item.pk) == joined
    assert [one.message_id for one in queries.messages_of_case(joined)] == [item.pk]
    item.refresh_from_db()
    assert post.message_of(item) == a_query()


def test_of_a_case_that_is_separated_the_letters_of_one_authority_go_back(ada: Actor, ministry: Peer):
    item, other = written(ada, ministry), new_id()
    post.change_case(CASE, other, peer="letter.another")
    assert queries.case_of_message(item.pk) == CASE
    post.change_case(CASE, other, peer=ministry.node_id)
    assert queries.case_of_message(item.pk) == other
