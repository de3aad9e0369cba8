"""What a directory lists becomes counterparts: shown to two officers, or at once where a State has decided so.

A pinned file wins: keys that it did not sign never take its place by themselves. A node that its State lists no longer,
or one of whose pinned keys it lists as revoked, gets no new messages until two officers have pinned a file anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.keys import node_keys
from comity.exchange import settings
from comity.exchange.models import ListedNode, Peer
from comity.exchange.models.peers import BY_LETTER
from comity.kernel.clock import utc_now
from comity.seal.errors import SealError
from comity.seal.keyfile import PeerFile, parse_peer_file, verify_succession

if TYPE_CHECKING:
    from datetime import datetime

    from comity.exchange.models import Directory
    from comity.seal.keydirectory.following import Followed, Listed

ACTOR: Final = Actor.system("exchange.directory")


class Standing(StrEnum):
    """How the key file in the directory stands to the one that is pinned."""

    OURS = "ours"
    NEW = "new"
    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    ANOTHER = "another"
    GONE = "gone"


@dataclass(slots=True)
class Taken:
    """What a look changed: node ids, and alarms as code and what they are about."""

    new: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    alarms: list[tuple[str, str]] = field(default_factory=list)


def compare(pinned: PeerFile | None, listed: PeerFile) -> Standing:
    """Say how a listed key file stands to the pinned one of the same node."""
    if pinned is None:
        return Standing.NEW
    if pinned == listed:
        return Standing.SAME
    older, newer = (pinned, listed) if listed.updated > pinned.updated else (listed, pinned)
    try:
        verify_succession(older, newer.raw)
    except SealError:
        return Standing.ANOTHER
    return Standing.NEWER if newer is listed else Standing.OLDER


def revokes(pinned: PeerFile, listed: PeerFile) -> bool:
    """Whether the listed file revokes a key that the pinned one still trusts."""
    trusted = {key.id for key in pinned.keys if key.revoked_at is None}
    return any(key.revoked_at is not None and key.id in trusted for key in listed.keys)


def take(directory: Directory, found: Followed, *, now: datetime) -> Taken:
    """Write down what was listed, and act on it. Inside the caller's transaction."""
    taken = Taken()
    peers = {peer.node_id: peer for peer in Peer.objects.select_for_update()}
    known = {one.node_id: one for one in directory.nodes.all()}
    for node_id, listed in found.nodes.items():
        _write_down(directory, known.get(node_id), listed, now)
        _take_one(peers.get(node_id), listed, taken, now)
    faulty = {fault.state for fault in found.faults}
    for node_id, one in known.items():
        if node_id not in found.nodes and one.gone_at is None and one.state not in faulty:
            one.gone_at = now
            one.save(update_fields=["gone_at"])
            _withdraw_gone(peers.get(node_id), one, taken, now)
    return taken


def own_file() -> PeerFile:
    """Return the key file that this node would give out now."""
    return parse_peer_file(node_keys().peer_file(utc_now()))


def pinned_file(peer: Peer | None) -> PeerFile | None:
    """Return the pinned file of a counterpart, if it has one."""
    return parse_peer_file(bytes(peer.key_file)) if peer is not None and peer.key_file else None


def _write_down(directory: Directory, known: ListedNode | None, listed: Listed, now: datetime) -> None:
    if known is not None and known.sha256 == listed.sha256 and known.gone_at is None:
        return
    fields = {
        "state": listed.state, "key_file": listed.file.raw, "sha256": listed.sha256, "listed_at": now, "gone_at": None,
    }  # fmt: skip
    ListedNode.objects.update_or_create(directory=directory, node_id=listed.file.node_id, defaults=fields)


def _take_one(peer: Peer | None, listed: Listed, taken: Taken, now: datetime) -> None:
    file = listed.file
    if file.node_id == node_keys().node_id:
        ours = {key.id for key in own_file().keys}
        if file.state != node_keys().state or not {key.id for key in file.keys} <= ours:
            taken.alarms.append(("E_DIRECTORY_OWN", file.node_id))
        return
    if file.node_id.startswith(BY_LETTER) or (peer is not None and peer.key_file and peer.state != file.state):
        taken.alarms.append(("E_DIRECTORY_CONFLICT", file.node_id))
        return
    pinned = pinned_file(peer)
    standing = compare(pinned, file)
    if standing == Standing.ANOTHER:
        taken.alarms.append(("E_DIRECTORY_CONFLICT", file.node_id))
    elif standing in {Standing.NEW, Standing.NEWER}:
        (taken.new if standing == Standing.NEW else taken.newer).append(file.node_id)
        if settings.takes_over_by_itself():
            _take_over(peer, file, now)
        elif peer is not None and pinned is not None and revokes(pinned, file):
            _withdraw(peer, taken, now)


def _take_over(peer: Peer | None, file: PeerFile, now: datetime) -> None:
    """Make what is listed a counterpart, or give one its newer keys: signed by its State, and by the keys known."""
    if peer is None:
        peer = Peer(node_id=file.node_id, state=file.state, created_at=now)
    peer.names, peer.url = dict(file.names), file.url
    peer.key_file, peer.fingerprint, peer.pinned_at, peer.withdrawn_at = file.raw, file.fingerprint(), now, None
    peer.save()
    data = {"fingerprint": peer.fingerprint}
    record(actor=ACTOR, code="exchange.peer.taken_over", subject=f"exchange.peer:{file.node_id}", at=now, data=data)


def _withdraw_gone(peer: Peer | None, one: ListedNode, taken: Taken, now: datetime) -> None:
    """Stop messages to a node that its State lists no longer, unless quite other keys of it are pinned."""
    pinned = pinned_file(peer)
    if peer is None or pinned is None:
        return
    if compare(pinned, parse_peer_file(bytes(one.key_file))) != Standing.ANOTHER:
        _withdraw(peer, taken, now)


def _withdraw(peer: Peer, taken: Taken, now: datetime) -> None:
    if peer.withdrawn_at is not None:
        return
    peer.withdrawn_at = now
    peer.save(update_fields=["withdrawn_at"])
    taken.withdrawn.append(peer.node_id)
    record(actor=ACTOR, code="exchange.peer.withdrawn", subject=f"exchange.peer:{peer.node_id}", at=now)
