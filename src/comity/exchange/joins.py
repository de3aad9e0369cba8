"""An authority by letter that has a node now: one officer says that the two are one, another confirms it.

Its new requests go to the node from then on. Its open cases stay by letter until each is moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.moves import move
from comity.exchange.access import Permission
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Peer, PeerJoin, PeerKind
from comity.exchange.states import PeerJoinState

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from comity.core.actors import Actor

WAITING, HOLDS = PeerJoinState.proposed.name, PeerJoinState.confirmed.name


def nodes_for(letter: Peer) -> QuerySet[Peer]:
    """Return the nodes that may be the same authority: confirmed by two officers, and of the same State."""
    return Peer.objects.confirmed().filter(state=letter.state).order_by("node_id")


def join_of(letter: Peer) -> PeerJoin | None:
    """Return what is said, or holds, of an authority by letter; None where nothing is."""
    found = PeerJoin.objects.filter(letter=letter, state__in=[WAITING, HOLDS])
    return found.select_related("letter", "node", "proposed_by", "decided_by").first()


def propose_join(*, actor: Actor, letter_id: UUID, node_id: str, now: datetime) -> PeerJoin:
    """Say that an authority by letter is reached by a node now. Nothing changes until another officer confirms.

    Raises:
        Peer.DoesNotExist: no such authority by letter.
        ExchangeError: `E_JOIN`, a node that is not confirmed here or of another State, or something is said already.
    """
    access.require(actor, Permission.PEER_PROPOSE)
    with transaction.atomic():
        letter = _locked(letter_id)
        node = nodes_for(letter).filter(node_id=node_id).first()
        if node is None or join_of(letter) is not None:
            raise ExchangeError("E_JOIN", "no node of this State, or said before")
        join = PeerJoin.objects.create(letter=letter, node=node, proposed_by_id=actor.person(), proposed_at=now)
        record(
            actor=actor, code="exchange.join.proposed", subject=f"exchange.peer:{letter.node_id}", at=now,
            data={"node": node.node_id},
        )  # fmt: skip
    return join


def confirm_join(*, actor: Actor, letter_id: UUID, now: datetime) -> PeerJoin:
    """Confirm that an authority by letter is reached by a node now.

    Raises:
        AccessDenied: the officer who said it, or one without the role.
        ExchangeError: `E_JOIN` where nothing waits, or the node is no longer confirmed or of this State.
    """
    with transaction.atomic():
        join = _waiting(letter_id)
        access.require(actor, Permission.JOIN_DECIDE, join)
        if not nodes_for(join.letter).filter(pk=join.node_id).exists():
            raise ExchangeError("E_JOIN", "the node is not confirmed, or of another State")
        _decide(join, HOLDS, actor, now)
        join.letter.joined_to = join.node
        join.letter.save(update_fields=["joined_to"])
    return join


def decline_join(*, actor: Actor, letter_id: UUID, now: datetime) -> None:
    """Decline what another officer said."""
    with transaction.atomic():
        join = _waiting(letter_id)
        access.require(actor, Permission.JOIN_DECIDE, join)
        _decide(join, PeerJoinState.declined.name, actor, now)


def _locked(letter_id: UUID) -> Peer:
    return Peer.objects.select_for_update(of=("self",)).get(pk=letter_id, kind=PeerKind.LETTER)


def _waiting(letter_id: UUID) -> PeerJoin:
    join = join_of(_locked(letter_id))
    if join is None or join.state != WAITING:
        raise ExchangeError("E_JOIN", "nothing waits for a second officer")
    return join


def _decide(join: PeerJoin, target: str, actor: Actor, now: datetime) -> None:
    join.decided_by_id, join.decided_at = actor.person(), now
    move(join, "state", PeerJoinState, target, actor=actor, at=now, also=("decided_by_id", "decided_at"))
