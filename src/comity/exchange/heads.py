"""Heads of chains, compared: what each node says it holds of the other's chain, and where its own chain stands.

A difference is explained by what is under way: an item that was sent and not signed for, or not sent yet. Whatever else
differs is an alarm with the signed statement as evidence: another item at a place (`E_CHAIN_HEAD`: somebody was told
another story), or a head behind what was signed for (`E_HEAD_BACK`: a memory was lost, or an old one is shown). What
both saw of a key directory is compared with them (`splits`).
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core.jobs.actions import enqueue
from comity.core.keys import node_keys
from comity.exchange import chains, contacts, splits
from comity.exchange.models import ChainHead, ChainItem, Contact, OutboxItem, Peer, StoredReceipt
from comity.exchange.peers import key_ring, peer_of
from comity.seal.errors import SealError
from comity.seal.link import Head
from comity.seal.receipt import Event
from comity.seal.statement import AHEAD, Purpose, Statement, sign_statement, verify_statement

if TYPE_CHECKING:
    from datetime import datetime

    from comity.seal.statement import DirectoryHead

OTHER: Final = "E_CHAIN_HEAD"
BACK: Final = "E_HEAD_BACK"
CODES: Final = (OTHER, BACK)
SKEW: Final = timedelta(minutes=5)  # between the clocks of two nodes
CONFIRM: Final = timedelta(minutes=1)  # a head behind is an alarm once two statements, so far apart, show it


def state(
    peer: Peer, purpose: Purpose, *, now: datetime, in_reply_to: str | None = None,
    directory: DirectoryHead | None = None,
) -> bytes:  # fmt: skip
    """Return our signed statement to a peer: the head of our chain towards it, and what we hold of its chain.

    `directory` is what we saw of a key directory: only for who asks of it too, since earlier versions refuse it.
    """
    created = contacts.next_signing(peer, now)
    ours = ChainHead.objects.filter(peer=peer, ours=True, inner=False, is_open=True, seq__gt=0).first()
    said = Statement(
        purpose=purpose,
        from_node=node_keys().node_id,
        to_node=str(peer.node_id),
        created=created,
        own=Head(ours.chain_id, ours.seq, ours.sha256) if ours is not None else None,
        held=chains.head_of(peer),
        in_reply_to=in_reply_to,
        directory=directory,
    )
    return sign_statement(said, node_keys().signing_pair(now))


def hear(raw: bytes, *, purpose: Purpose, now: datetime) -> Peer:
    """Accept a peer's statement, each once, compare the heads in it, and return the peer.

    Raises:
        SealError: as `verify_statement`; `E_REPLAY` for one that is not newer than the last.
    """
    said = verify_statement(raw, key_ring(), us=node_keys().node_id, now=now, purpose=purpose)
    return _heard(raw, said, now, fetched=purpose is Purpose.FETCH)


def hear_answer(raw: bytes, *, to: bytes, peer: Peer, now: datetime) -> None:
    """Accept a peer's answer to our statement `to`, and compare the heads in it. Raises as `hear`."""
    asked = hashlib.sha256(to).hexdigest()
    us = node_keys().node_id
    said = verify_statement(raw, key_ring(), us=us, now=now, purpose=Purpose.ANSWER, in_reply_to=asked)
    if said.from_node != peer.node_id:
        raise SealError("E_SENDER", "the answer of another node")
    _heard(raw, said, now)


def answer(raw: bytes, *, now: datetime) -> bytes:
    """Compare the heads in a peer's statement with ours, and return our statement in answer. Raises as `hear`."""
    said = verify_statement(raw, key_ring(), us=node_keys().node_id, now=now, purpose=Purpose.HEADS)
    peer = _heard(raw, said, now)
    asked = hashlib.sha256(raw).hexdigest()
    directory = splits.seen() if said.directory is not None else None
    return state(peer, Purpose.ANSWER, now=now, in_reply_to=asked, directory=directory)


def _heard(raw: bytes, said: Statement, now: datetime, *, fetched: bool = False) -> Peer:
    with transaction.atomic():
        peer = Peer.objects.select_for_update().get(pk=peer_of(said.from_node).pk)
        contact = contacts.locked(peer)
        if contact.heard_at is not None and said.created <= contact.heard_at <= now + AHEAD:  # else our clock was ahead
            raise SealError("E_REPLAY", "not newer than the last statement", permanent=False)
        contact.heard_at, contact.compared_at = said.created, now
        contact.fetched_at = now if fetched else contact.fetched_at
        found = [one for one in (_ours(peer, said), _theirs(peer, said)) if one is not None]
        back = next((sha256 for code, sha256 in found if code == BACK), "")
        sure = bool(back) and contact.suspected == back and _past(contact.suspected_at, now)
        if contact.suspected != back:
            contact.suspected, contact.suspected_at = back, now
        contact.save()
        for code, sha256 in found:
            if code != BACK or (sure and sha256 == back):
                chains.raise_alarm(peer, code, evidence=raw, sha256=sha256, message_id=None, now=now)
        if back and not sure and peer.url:
            soon = now + 2 * CONFIRM
            enqueue("exchange.compare", {"peer": str(peer.pk)}, dedupe=str(peer.pk), not_before=soon)
        splits.compare(peer, said.directory, evidence=raw, now=now)
    return peer


def _past(since: datetime | None, now: datetime) -> bool:
    """Whether a suspicion has lasted: what passes between two nodes while they compare is no loss."""
    return since is not None and since <= now - CONFIRM


def _ours(peer: Peer, said: Statement) -> tuple[str, str] | None:
    """Compare what the peer says it holds of our chain with what it acknowledged and signed for before."""
    held = said.held
    mine = ChainHead.objects.filter(peer=peer, ours=True, inner=False)
    current = mine.filter(is_open=True).first()
    if held is None:
        return _lost(peer, current, 0, said) if current is not None else None
    head = mine.filter(chain_id=held.chain_id).first()
    item = ChainItem.objects.filter(peer=peer, ours=True, chain_id=held.chain_id, seq=held.seq).first()
    if head is not None and item is None and not head.is_open:
        return None  # a chain that we closed after a restore: the peer remembers more of it than we do
    if head is None or item is None or item.sha256 != held.sha256:
        return OTHER, held.sha256
    if not head.is_open and current is not None and current.acked_seq:
        return BACK, held.sha256
    lost = _lost(peer, head, held.seq, said)
    if lost is None:
        ChainHead.objects.filter(pk=head.pk, acked_seq__lt=held.seq).update(acked_seq=held.seq)
        _delivered(peer, head, held.seq, said)
    return lost


def _lost(peer: Peer, head: ChainHead, seq: int, said: Statement) -> tuple[str, str] | None:
    """Return an item of ours beyond `seq` that the peer had: one it acknowledged, or the next one, signed for."""
    items = ChainItem.objects.filter(peer=peer, ours=True, chain_id=head.chain_id)
    following = items.filter(seq=seq + 1).first()
    if following is None:
        return None
    if seq < head.acked_seq:
        return BACK, following.sha256
    if following.what == "receipt":
        taken = StoredReceipt.objects.filter(
            peer=peer, ours=True, sha256=following.sha256, wanted=False, delivered_at__lt=said.created - SKEW
        ).exists()
    else:
        sent = OutboxItem.objects.filter(
            pk=following.message_id, envelope_sha256=following.sha256, again=False
        ).exists()  # what it lost in a restore that it told of is on its way to it again
        taken = sent and StoredReceipt.objects.filter(
            peer=peer, ours=False, message_id=following.message_id, event=Event.CONTENT_CONSIGNMENT.value,
            event_time__lt=said.created,
        ).exists()  # fmt: skip
    return (BACK, following.sha256) if taken else None


def _delivered(peer: Peer, head: ChainHead, seq: int, said: Statement) -> None:
    """Receipts of ours that the peer says it holds need no posting, and messages no showing any more."""
    place = ChainItem.objects.filter(peer=peer, ours=True, chain_id=head.chain_id, seq__lte=seq)
    sent = place.filter(what="envelope").values("message_id")
    OutboxItem.objects.filter(peer=peer, again=True, pk__in=sent).update(again=False)
    had = place.filter(what="receipt")
    StoredReceipt.objects.filter(peer=peer, ours=True, wanted=True, sha256__in=had.values("sha256")).update(
        wanted=False, delivered_at=said.created
    )


def _theirs(peer: Peer, said: Statement) -> tuple[str, str] | None:
    """Compare where the peer says its own chain stands with what we hold of it."""
    own = said.own
    known = ChainHead.objects.filter(peer=peer, ours=False)
    items = ChainItem.objects.filter(peer=peer, ours=False)
    before = said.created - SKEW
    if own is None:
        current = known.filter(is_open=True).values("chain_id")
        lost = items.filter(chain_id__in=current, at__lt=before).order_by("seq").last()
        return (BACK, lost.sha256) if lost is not None else None
    same = items.filter(chain_id=own.chain_id, seq=own.seq).first()
    if same is not None and same.sha256 != own.sha256:
        return OTHER, own.sha256
    if known.filter(chain_id=own.chain_id, is_open=False).exists():
        return BACK, own.sha256
    later = items.filter(chain_id=own.chain_id, seq__gt=own.seq, at__lt=before).order_by("seq").first()
    return (BACK, later.sha256) if later is not None else None


def stale(now: datetime, *, after: timedelta) -> list[Peer]:
    """Return confirmed peers with whom anything was exchanged, and heads not compared for so long."""
    with_chain = Peer.objects.confirmed().filter(
        pk__in=ChainItem.objects.filter(ours=False, at__lt=now - after).values("peer_id")
    )
    fresh = Contact.objects.filter(compared_at__gte=now - after).values("peer_id")
    return list(with_chain.exclude(pk__in=fresh).order_by("node_id"))
