"""After a restore: new chains, and nothing is sent until each peer has told what it holds above our memory.

A node restored from last night's backup is no forger, but it would look like one if it went on numbering where the
backup stands. So each chain of ours is closed and a new one begins with a signed `chain.restart`; the peer posts again
every receipt that we may have lost and offers again every message of its own; until its answer, all else waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.jobs.actions import enqueue
from comity.exchange import chains, outbox
from comity.exchange.errors import ExchangeError
from comity.exchange.models import ChainHead, ChainItem, OutboxItem, Peer, StoredReceipt
from comity.kernel.ids import new_id
from comity.wire.messages import ChainRestart

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.seal.receipt import Receipt

ACTOR: Final = Actor.system("exchange.restarts")


def on_restored(restored: Any) -> None:
    """Handle the event `core.restored`, inside its transaction: begin anew with every confirmed peer."""
    for peer in Peer.objects.confirmed():
        begin_anew(peer, now=restored.at)


def begin_anew(peer: Peer, *, now: datetime) -> OutboxItem:
    """Close our chains towards a peer, and put the message into the outbox with which the new one begins."""
    with transaction.atomic():
        held = chains.head_of(peer)
        old = ChainHead.objects.select_for_update().filter(peer=peer, ours=True, inner=False, is_open=True).first()
        ChainHead.objects.filter(peer=peer, ours=True, is_open=True).update(is_open=False)
        said = ChainRestart(
            request_id=new_id(),
            sent_at=now,
            old_chain_id=old.chain_id if old is not None else new_id(),
            last_number=old.seq if old is not None else 0,
            known_head=held.sha256 if held is not None else "",
            known_number=held.seq if held is not None else 0,
        )
        item = outbox.put(actor=ACTOR, case_id=said.request_id, peer=peer, message=said, now=now)
        peer.restart = item.message_id
        peer.save(update_fields=["restart"])
        record(actor=ACTOR, code="exchange.chain.begun_anew", subject=f"exchange.peer:{peer.node_id}", at=now)
    return item


def demand_turn(peer: Peer, message_id: UUID) -> None:
    """Hold everything but the restart itself until the peer has answered it: ExchangeError `E_BUSY`, tried again."""
    if peer.restart is not None and peer.restart != message_id:
        raise ExchangeError("E_BUSY", "waits until the counterpart has answered after a restore", permanent=False)


def answered(peer: Peer, receipt: Receipt) -> None:
    """End the hold when the peer posted its receipt for the restart: all it wanted to tell came before it."""
    if peer.restart == receipt.message_id and receipt.event.value.startswith("ContentHandover"):
        Peer.objects.filter(pk=peer.pk).update(restart=None)


def hear(peer: Peer, said: ChainRestart, *, now: datetime) -> None:
    """A peer begins anew, inside the transaction in which its message takes effect.

    Our receipts above what it remembers are posted again, in order and before the receipt for this message; our
    messages above it are offered again: brought, or shown when it fetches, until it signs anew or says that it holds
    them. Its old chain is closed, and what it acknowledged counts as far as it remembers. People are told by an alarm,
    for the same words could be said by somebody who wants to be forgotten.
    """
    ChainHead.objects.filter(peer=peer, ours=False, chain_id=said.old_chain_id).update(is_open=False)
    ours = ChainItem.objects.filter(peer=peer, ours=True)
    known = ours.filter(sha256=said.known_head).first() if said.known_head else None
    later = ours if known is None else ours.filter(pk__gt=known.pk)  # of any chain: we may have begun anew since
    receipts = later.filter(what="receipt").values("sha256")
    StoredReceipt.objects.filter(peer=peer, ours=True, sha256__in=receipts).exclude(
        event="SubmissionAcceptance"
    ).update(wanted=True)
    lost = OutboxItem.objects.filter(
        peer=peer, envelope_sha256__in=later.filter(what="envelope").values("sha256"),
        state__in=["consigned", "handed_over", "rejected"],
    ).exclude(content=b"")  # fmt: skip
    _remember_less(peer, known)
    message_ids = list(lost.order_by("created_at").values_list("pk", flat=True))
    OutboxItem.objects.filter(pk__in=message_ids).update(again=True)
    for message_id in message_ids:
        enqueue("exchange.offer", {"item": str(message_id)}, dedupe=str(message_id), not_before=now)


def _remember_less(peer: Peer, known: ChainItem | None) -> None:
    """Take back what the peer acknowledged of our chains beyond `known`: it said itself that it forgot."""
    for head in ChainHead.objects.filter(peer=peer, ours=True, acked_seq__gt=0):
        if known is not None and known.chain_id == head.chain_id:
            keeps = known.seq
        else:  # an earlier chain it holds whole, a later one not at all
            first = ChainItem.objects.filter(peer=peer, ours=True, chain_id=head.chain_id, seq=1).first()
            keeps = head.acked_seq if known is not None and first is not None and first.pk < known.pk else 0
        if keeps < head.acked_seq:
            head.acked_seq = keeps
            head.save(update_fields=["acked_seq"])
