"""Defects that are put into the exchange on purpose, to see that the history checker finds each.

Only a process of a test has them: no switch exists in the product.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

DEFECTS: dict[str, Callable[[], None]] = {}


def apply(name: str) -> None:
    """Put one defect into this process; the empty name is none."""
    if name:
        DEFECTS[name]()


def defect(put_in: Callable[[], None]) -> Callable[[], None]:
    """Register a defect under the name of its function."""
    DEFECTS[put_in.__name__] = put_in
    return put_in


@defect
def effect_committed_before_the_handover() -> None:
    """A process that dies in between leaves an effect that nobody remembers, and it happens again."""
    from django.db import transaction

    from comity.core import events
    from comity.exchange import arrivals
    from comity.exchange.opening import OPENED
    from comity.wire.kinds import parse
    from tests.chaos import member

    real, events._handlers[OPENED] = arrivals.take_over, []

    def take_over(item: Any, package: Any, **more: Any) -> Any:
        with transaction.atomic():
            member.write_effect(
                parse(package.contents.binding.kind, package.contents.content), package.contents.binding.message_id
            )
        return real(item, package, **more)

    arrivals.take_over = take_over


@defect
def effect_committed_after_the_handover() -> None:
    """A process that dies in between has signed for an effect that never comes."""
    from django.db import transaction

    from comity.core import events
    from comity.exchange import opening
    from tests.chaos import member

    waiting: list[Any] = []
    real, events._handlers[opening.OPENED] = opening.open_message, [waiting.append]

    def open_message(item_id: Any, **more: Any) -> None:
        real(item_id, **more)
        with transaction.atomic():
            while waiting:
                member.take_effect(waiting.pop())

    opening.open_message = open_message


@defect
def what_was_opened_is_forgotten() -> None:
    """The job of an opened message that runs a second time lets it take effect a second time."""
    from django.db import transaction

    from comity.exchange import opening
    from comity.exchange.models import InboxItem
    from tests.chaos import member

    real = opening.open_message

    def open_message(item_id: Any, **more: Any) -> None:
        item = InboxItem.objects.get(pk=item_id)
        if item.state == "handed_over":
            with transaction.atomic():
                member.write_effect(opening._read(item).message, item.message_id)
        real(item_id, **more)

    opening.open_message = open_message


@defect
def a_second_attempt_has_another_id() -> None:
    """The message is sent again as another one when no answer came."""
    from django.db import transaction

    from comity.exchange import delivery, outbox
    from comity.exchange.models import OutboxItem
    from comity.seal.age import open_bytes
    from comity.wire.kinds import parse

    real = delivery.deliver

    def deliver(message_id: Any, *, now: Any) -> None:
        from comity.core.keys import storage_identities

        item = OutboxItem.objects.select_related("peer").get(pk=message_id)
        if item.attempts == 1:
            message: Any = parse(item.kind, open_bytes(bytes(item.content), storage_identities()))
            with transaction.atomic():
                outbox.put(
                    actor=outbox.ACTOR, case_id=item.case_id, peer=item.peer, message=replace(message, sent_at=now),
                    now=now,
                )  # fmt: skip
        real(message_id, now=now)

    delivery.deliver = deliver


@defect
def numbers_of_the_chain_are_lost() -> None:
    """The place in the chain is given before it is sure that something takes it."""
    from comity.exchange import chains
    from comity.seal.link import Link

    real = chains.next_link

    def next_link(peer: Any, **more: Any) -> Any:
        head, link = real(peer, **more)
        return (head, link) if link.seq != 3 else (head, Link(link.chain_id, link.seq + 1, link.prev))

    chains.next_link = next_link


@defect
def messages_act_as_they_come() -> None:
    """Nobody waits for the message before."""
    from comity.exchange import opening

    opening._must_wait = lambda *_: False


@defect
def receipts_count_as_taken_before_they_are() -> None:
    """What is posted is marked first."""
    from comity.exchange import delivery
    from comity.exchange.models import StoredReceipt

    real = delivery.client_for

    def client_for(peer: Any) -> Any:
        StoredReceipt.objects.filter(peer=peer, ours=True, wanted=True).update(wanted=False)
        return real(peer)

    delivery.client_for = client_for


@defect
def each_attempt_signs_anew() -> None:
    """An envelope is signed again for each attempt, with another date: two stories for one place in the chain."""
    from datetime import timedelta

    from comity.core.keys import node_keys
    from comity.exchange import delivery
    from comity.exchange.peers import own_and_peers
    from comity.seal.envelope import inspect_envelope, sign_envelope

    real = delivery.client_for

    def client_for(peer: Any) -> Any:
        client = real(peer)
        announce = client.announce

        def signed_anew(raw: bytes) -> Any:
            envelope = inspect_envelope(raw, own_and_peers())
            created = envelope.created + timedelta(milliseconds=secrets.randbelow(999) + 1)
            return announce(sign_envelope(replace(envelope, created=created), node_keys().signing_pair(created)))

        client.announce = signed_anew
        return client

    delivery.client_for = client_for


@defect
def receipts_name_other_bytes() -> None:
    """The handover is signed for another package than the one that was opened."""
    from comity.exchange import receipts
    from comity.seal.receipt import FileDigest

    real = receipts.sign

    def sign(peer: Any, event: Any, **more: Any) -> Any:
        more["package"] = FileDigest(hashlib.sha256(b"another").hexdigest(), 7)
        return real(peer, event, **more)

    receipts.sign = sign


@defect
def receipts_are_badly_signed() -> None:
    """The signatures of a receipt are those over something else."""
    from comity.exchange import receipts
    from comity.seal.receipt import sign_receipt

    def badly(receipt: Any, keys: Any) -> bytes:
        raw, other = sign_receipt(receipt, keys), sign_receipt(replace(receipt, seq=receipt.seq + 1), keys)
        return raw[: raw.index(b'"signatures"')] + other[other.index(b'"signatures"') :]

    receipts.sign_receipt = badly
