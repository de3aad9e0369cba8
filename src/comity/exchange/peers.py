"""Whom we know: key files are brought by one officer and confirmed by another, who compared the fingerprint."""

from __future__ import annotations

import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.keys import node_keys
from comity.core.moves import move
from comity.core.prepared import Prepared
from comity.exchange.access import Permission
from comity.exchange.errors import ExchangeError
from comity.exchange.models import BY_LETTER, Peer, PeerChange
from comity.exchange.states import PeerChangeState
from comity.kernel.clock import utc_now
from comity.seal.errors import SealError
from comity.seal.keyfile import PeerFile, parse_peer_file, verify_succession
from comity.seal.keyring import KeyRing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor

_KEY_FILES = Prepared(lambda: Peer.objects.confirmed().values_list("key_file"))
_KEY_FILE = Prepared(lambda node_id: Peer.objects.confirmed().filter(node_id=node_id).values_list("key_file")[:1])
_CONFIRMED = Prepared(lambda node_id: Peer.objects.confirmed().filter(node_id=node_id)[:1])
_LOCKED = Prepared(lambda node_id: Peer.objects.confirmed().select_for_update().filter(node_id=node_id)[:1])

_REACHABLE = Prepared(lambda name: Peer.objects.reachable().filter(node_id=name)[:1])


@lru_cache(maxsize=1024)
def _parsed(raw: bytes) -> PeerFile:
    return parse_peer_file(raw)


def key_file_of(peer: Peer) -> PeerFile:
    """Return the pinned key file, or raise ExchangeError `E_PEER` when the peer is not one we exchange with."""
    if not peer.is_confirmed:
        raise ExchangeError("E_PEER", "a counterpart without confirmed keys", permanent=False)
    return _parsed(bytes(peer.key_file))


class ConfirmedPeers(KeyRing):
    """Every confirmed peer, for one look at one item: who is named is read once, all only by who goes through all."""

    def find(self, node_id: str) -> PeerFile | None:
        """Return the pinned key file of a confirmed peer."""
        if node_id not in self._peers and (row := _KEY_FILE.first(node_id=node_id)):
            file = _parsed(bytes(row[0]))
            if file.node_id == node_id:  # whatever stands in the row: keys are those of the node that signed them
                self._peers[node_id] = file
        return self._peers.get(node_id)

    def __iter__(self) -> Iterator[PeerFile]:
        return (_parsed(bytes(raw)) for (raw,) in _KEY_FILES.all())


def key_ring() -> KeyRing:
    """Return every confirmed peer. Whoever is not in it does not exist."""
    return ConfirmedPeers()


def own_and_peers() -> KeyRing:
    """Return the ring with ourselves in it: to verify our own envelopes and receipts, too."""
    own = node_keys().as_peer(utc_now())
    return KeyRing([own, *(one for one in key_ring() if one.node_id != own.node_id)])


def peer_of(node_id: str, *, lock: bool = False) -> Peer:
    """Return the confirmed peer with that node id, or raise ExchangeError `E_PEER`.

    With `lock`, it stays as it is to the end of the caller's transaction.
    """
    peer = (_LOCKED if lock else _CONFIRMED).first(node_id=node_id)
    if peer is None:
        raise ExchangeError("E_PEER", "a node that is not known here", permanent=False)
    return peer


def counterpart_of(name: str) -> Peer:
    """Return the counterpart that cases know by `name`: a confirmed node, or an authority by letter; else `E_PEER`."""
    peer = _REACHABLE.first(name=name)
    if peer is None:
        raise ExchangeError("E_PEER", "a counterpart that is not known here", permanent=False)
    return peer


def pin_peer(*, actor: Actor, raw: bytes, now: datetime) -> PeerChange:
    """Bring a key file: of a new node, or newer keys of a known one. Nothing changes until another officer confirms.

    A second file brought before that takes the place of the first.

    Raises:
        SealError: the file is not well formed or not signed by itself; `E_REPLAY` when it is not newer.
        ExchangeError: `E_PEER` for a file of our own node.
    """
    access.require(actor, Permission.PEER_PROPOSE)
    found = parse_peer_file(raw)
    if found.node_id == node_keys().node_id:
        raise ExchangeError("E_PEER", "this is the key file of this node itself")
    if found.node_id.startswith(BY_LETTER):
        raise ExchangeError("E_PEER", "a node that takes the name of a counterpart by letter")
    with transaction.atomic():
        peer, _ = Peer.objects.select_for_update().get_or_create(
            node_id=found.node_id, defaults={"state": found.state, "names": dict(found.names), "created_at": now}
        )
        follows = _follows(peer, found, raw)
        PeerChange.objects.filter(peer=peer, state=PeerChangeState.proposed.name).delete()
        change = PeerChange.objects.create(
            peer=peer,
            key_file=raw,
            fingerprint=found.fingerprint(),
            follows=follows,
            proposed_by_id=actor.person(),
            proposed_at=now,
        )
        record(
            actor=actor,
            code="exchange.peer.proposed",
            subject=f"exchange.peer:{found.node_id}",
            at=now,
            data={"fingerprint": found.fingerprint(), "follows": follows},
        )
    return change


def confirm_peer(*, actor: Actor, change_id: UUID, fingerprint: str, now: datetime) -> Peer:
    """Pin a key file that another officer brought, after the fingerprint was compared over another channel.

    Args:
        actor: the second officer.
        change_id: what was brought.
        fingerprint: the forty digits as the counterpart read them out; spaces do not matter.
        now: the time of the decision.

    Raises:
        AccessDenied: the officer who brought it, or one without the role.
        ExchangeError: `E_FINGERPRINT` when the digits are others.
        MoveError: `E_STALE` or GraphError `E_STATE` when it was decided before.
    """
    with transaction.atomic():
        change = PeerChange.objects.select_for_update().select_related("peer").get(pk=change_id)
        access.require(actor, Permission.PEER_DECIDE, change)
        if not hmac.compare_digest(only_digits(fingerprint), only_digits(change.fingerprint)):
            raise ExchangeError("E_FINGERPRINT", "the digits read out are not those of the file")
        _decide(change, "confirmed", actor, now)
        found = parse_peer_file(bytes(change.key_file))
        peer = change.peer
        peer.state, peer.names, peer.url = found.state, dict(found.names), found.url
        peer.key_file, peer.fingerprint, peer.pinned_at = bytes(change.key_file), change.fingerprint, now
        peer.withdrawn_at = None  # two officers compared the digits of these keys: they decide
        fields = ["state", "names", "url", "key_file", "fingerprint", "pinned_at", "withdrawn_at"]
        peer.save(update_fields=fields)
    return peer


def decline_peer(*, actor: Actor, change_id: UUID, now: datetime) -> None:
    """Refuse a key file that another officer brought."""
    with transaction.atomic():
        change = PeerChange.objects.select_for_update().get(pk=change_id)
        access.require(actor, Permission.PEER_DECIDE, change)
        _decide(change, "declined", actor, now)


def suspend_peer(*, actor: Actor, peer_id: UUID, suspend: bool, now: datetime) -> None:
    """Stop exchanging with a counterpart, or begin again. What is stored stays; its messages are refused meanwhile."""
    access.require(actor, Permission.PEER_SUSPEND)
    with transaction.atomic():
        peer = Peer.objects.select_for_update().get(pk=peer_id)
        peer.suspended_at = now if suspend else None
        peer.save(update_fields=["suspended_at"])
        code = "exchange.peer.suspended" if suspend else "exchange.peer.resumed"
        record(actor=actor, code=code, subject=f"exchange.peer:{peer.node_id}", at=now)


def _follows(peer: Peer, found: PeerFile, raw: bytes) -> bool:
    """Say whether keys of the pinned file signed this one; a file that is not newer is refused."""
    if not peer.key_file:
        return False
    old = _parsed(bytes(peer.key_file))
    if peer.withdrawn_at is not None and found == old:
        return True  # the same keys, good again
    if not found.updated > old.updated:
        raise SealError("E_REPLAY", "a key file that is not newer than the pinned one")
    try:
        verify_succession(old, raw)
    except SealError:
        return False
    return True


def _decide(change: PeerChange, target: str, actor: Actor, now: datetime) -> None:
    change.decided_by_id, change.decided_at = actor.person(), now
    move(change, "state", PeerChangeState, target, actor=actor, at=now, also=("decided_by_id", "decided_at"))


def only_digits(text: str) -> bytes:
    """Return the digits of a fingerprint as it was typed."""
    return "".join(c for c in text if c.isascii() and c.isdigit()).encode()
