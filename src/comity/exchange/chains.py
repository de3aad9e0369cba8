"""Places in chains: the next one of ours, and what a peer's items say about theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.prepared import Prepared
from comity.core.rows import change, insert
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Alarm, ChainHead, ChainItem
from comity.kernel.ids import new_id
from comity.seal.link import Head, Link

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.exchange.models import DirectorySnapshot, Peer

VOID = "void"  # instead of `prev`, where only the digest of an item is known
SYSTEM = Actor.system("exchange.chains")
_OURS = Prepared(
    lambda peer, inner: ChainHead.objects.select_for_update().filter(peer=peer, ours=True, inner=inner, is_open=True)[
        :1
    ]
)
_HEAD = Prepared(
    lambda peer, ours, chain_id: ChainHead.objects.select_for_update().filter(peer=peer, ours=ours, chain_id=chain_id)[
        :1
    ]
)
_NEWEST = Prepared(
    lambda peer: ChainHead.objects.filter(peer=peer, ours=False, seq__gt=0).order_by("-began_at", "-pk")[:1]
)
_AROUND = Prepared(
    lambda peer, chain_id, first, last: ChainItem.objects.filter(
        peer=peer, ours=False, chain_id=chain_id, seq__gte=first, seq__lte=last
    ).values_list("seq", "sha256", "prev")
)
_DIGEST = Prepared(
    lambda peer, chain_id, seq: ChainItem.objects.filter(peer=peer, ours=True, chain_id=chain_id, seq=seq).values_list(
        "sha256"
    )
)


def next_link(peer: Peer, *, now: datetime, inner: bool = False) -> tuple[ChainHead, Link]:
    """Return our chain towards `peer`, locked to the end of the transaction, and the place its next item takes.

    `inner` asks for the chain of what we record for ourselves and never send, such as that a message was packed.
    """
    head = _OURS.first(peer=peer.pk, inner=inner)
    if head is None:
        head = ChainHead.objects.create(peer=peer, ours=True, inner=inner, chain_id=new_id(), began_at=now)
    known = Head(head.chain_id, head.seq, head.sha256) if head.seq else None
    return head, Link.after(head.chain_id, known)


def extend(
    head: ChainHead, link: Link, *, sha256: str, what: str, message_id: UUID, now: datetime, raw: bytes = b""
) -> None:
    """Write down the item that takes the place `next_link` gave, in the same transaction."""
    item = ChainItem(
        peer_id=head.peer_id,
        ours=True,
        chain_id=link.chain_id,
        seq=link.seq,
        sha256=sha256,
        prev=link.prev or "",
        what=what,
        message_id=message_id,
        raw=raw,
        at=now,
    )
    insert(item)
    change(head, {"seq": link.seq, "sha256": sha256})


def head_of(peer: Peer) -> Head | None:
    """Return the last item of the peer's newest chain that we hold without a gap: what we acknowledge to it."""
    head = _NEWEST.first(peer=peer.pk)
    return Head(head.chain_id, head.seq, head.sha256) if head is not None else None


def take(peer: Peer, link: Link, *, sha256: str, what: str, message_id: UUID, now: datetime, raw: bytes = b"") -> bool:
    """Write down an item of the peer's chain; items may come in any order. Return False if it was there before.

    Raises:
        ExchangeError: `E_CHAIN` when another item has its place, or a neighbour names another digest. Both prove that
            the peer signed two stories; the caller raises the alarm outside this transaction.
    """
    neighbours = _neighbours(peer, link)
    if _demand_place(neighbours, link, sha256):
        return False
    item = ChainItem(
        peer=peer,
        ours=False,
        chain_id=link.chain_id,
        seq=link.seq,
        sha256=sha256,
        prev=link.prev or "",
        what=what,
        message_id=message_id,
        raw=raw,
        at=now,
    )
    try:
        insert(item)
    except IntegrityError:  # the caller's transaction is spoilt, as it must be
        raise ExchangeError("E_CHAIN", "the item has another place in the chain") from None
    _advance(peer, link.chain_id, now, last=None if link.seq + 1 in neighbours else item)
    return True


def demand_place(peer: Peer, link: Link, *, sha256: str) -> bool:
    """Say whether the item is in its place already; False where the place is free and its neighbours agree.

    Raises:
        ExchangeError: `E_CHAIN`, as `take`.
    """
    return _demand_place(_neighbours(peer, link), link, sha256)


def _neighbours(peer: Peer, link: Link) -> dict[int, tuple[str, str]]:
    """Return what we hold at this place and on both sides of it: digest and predecessor, by number."""
    held = _AROUND.all(peer=peer.pk, chain_id=link.chain_id, first=link.seq - 1, last=link.seq + 1)
    return {seq: (sha256, prev) for seq, sha256, prev in held}


def _demand_place(held: dict[int, tuple[str, str]], link: Link, sha256: str) -> bool:
    known, before, after = held.get(link.seq), held.get(link.seq - 1), held.get(link.seq + 1)
    if known is not None:
        if known[0] != sha256 or known[1] not in {link.prev or "", VOID}:
            raise ExchangeError("E_CHAIN", "another item has this place in the chain")
        return True
    if before is not None and before[0] != link.prev:
        raise ExchangeError("E_CHAIN", "it follows another item than the one we hold")
    if after is not None and after[1] not in {sha256, VOID}:
        raise ExchangeError("E_CHAIN", "the item that we hold after it follows another one")
    return False


def fill(peer: Peer, *, chain_id: UUID, seq: int, sha256: str, message_id: UUID, now: datetime) -> None:
    """Fill the place of an item that never comes, as a signed `void` of the peer says; one that came keeps it."""
    mine = ChainItem.objects.filter(peer=peer, ours=False, chain_id=chain_id)
    if mine.filter(seq=seq).exists() or mine.filter(sha256=sha256).exists():
        return
    ChainItem.objects.create(
        peer=peer,
        ours=False,
        chain_id=chain_id,
        seq=seq,
        sha256=sha256,
        prev=VOID if seq > 1 else "",
        what="void",
        message_id=message_id,
        at=now,
    )
    _advance(peer, chain_id, now)


def hear_ack(peer: Peer, ack: Head | None, *, evidence: bytes, now: datetime) -> None:
    """Compare what the peer says it holds of our chain with what we sent; what cannot be is an alarm, never a refusal.

    A restored node honestly says less than before, and a person must see that too.
    """
    if ack is None:
        return
    ours = _DIGEST.first(peer=peer.pk, chain_id=ack.chain_id, seq=ack.seq)
    head = _HEAD.first(peer=peer.pk, ours=True, chain_id=ack.chain_id)
    if head is not None and not head.is_open and ours is None:
        return  # a chain that we closed after a restore: the peer remembers more of it than we do
    if head is None or ours is None or ours != (ack.sha256,):
        raise_alarm(peer, "E_CHAIN_HEAD", evidence=evidence, sha256=ack.sha256, message_id=None, now=now)
        return
    if ack.seq < head.acked_seq:
        return  # items may arrive in any order: only the daily comparison of heads tells an old one from a lost one
    change(head, {"acked_seq": ack.seq})


def raise_alarm(
    peer: Peer, code: str, *, evidence: bytes, sha256: str, message_id: UUID | None, now: datetime,
    snapshot: DirectorySnapshot | None = None,
) -> Alarm | None:  # fmt: skip
    """Keep a signed item that must not exist, for people to look at; the same one raises one alarm.

    `snapshot` is what we saw of a key directory, of which the peer saw another state, of digest `sha256`.
    """
    alarm, new = Alarm.objects.get_or_create(
        peer=peer, code=code, sha256=sha256,
        defaults={"evidence": evidence, "message_id": message_id, "at": now, "snapshot": snapshot},
    )  # fmt: skip
    if not new:
        return None
    record(
        actor=SYSTEM,
        code="exchange.alarm.raised",
        subject=f"exchange.peer:{peer.node_id}",
        at=now,
        data={"code": code, "sha256": sha256, "alarm": str(alarm.pk)},
    )
    return alarm


def gaps(peer: Peer) -> list[tuple[UUID, int]]:
    """Return the first place in each chain of the peer that we do not hold though we hold a later one."""
    theirs = ChainItem.objects.filter(peer=peer, ours=False)
    return [
        (head.chain_id, head.seq + 1)
        for head in ChainHead.objects.filter(peer=peer, ours=False).order_by("began_at")
        if theirs.filter(chain_id=head.chain_id, seq__gt=head.seq).exists()
    ]


def _advance(peer: Peer, chain_id: UUID, now: datetime, *, last: ChainItem | None = None) -> None:
    """Move the head of a peer's chain on, over everything that is there without a gap.

    `last` is an item that was just written and after which none is held: usually it follows the head.
    """
    head = _HEAD.first(peer=peer.pk, ours=False, chain_id=chain_id)
    if head is None:
        head, _ = ChainHead.objects.select_for_update().get_or_create(
            peer=peer, ours=False, chain_id=chain_id, defaults={"began_at": now}
        )
    seq, sha256 = head.seq, head.sha256
    if last is not None and last.seq == seq + 1:
        change(head, {"seq": last.seq, "sha256": last.sha256})
        return
    following = ChainItem.objects.filter(peer=peer, ours=False, chain_id=chain_id, seq__gt=seq).order_by("seq")
    for item in following.iterator():
        if item.seq != seq + 1:
            break
        seq, sha256 = item.seq, item.sha256
    if seq != head.seq:
        change(head, {"seq": seq, "sha256": sha256})
