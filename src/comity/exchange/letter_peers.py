"""Authorities that are reached by letter: written down and changed by an officer, each time with an audit entry."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.exchange.access import Permission
from comity.exchange.models import BY_LETTER, Peer, PeerKind
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPeer:
    """What is known about an authority by letter.

    Attributes:
        state: the State, as letters name it.
        names: the authority's name by language tag.
        address: postal address, as it stands on an envelope.
        email: where a copy can go; may be empty.
        languages: tags of the languages it accepts (UNCAC art. 46(14)).
        channel_notes: what to know about the ways to it, such as "through the diplomatic channel only".
    """

    state: str
    names: Mapping[str, str]
    address: str = ""
    email: str = ""
    languages: tuple[str, ...] = ()
    channel_notes: str = ""


FIELDS = ("state", "names", "address", "email", "languages", "channel_notes")


def add_letter_peer(*, actor: Actor, about: LetterPeer, now: datetime) -> Peer:
    """Write down an authority that is reached by letter: it has no keys and nothing is ever sent to it by a node."""
    access.require(actor, Permission.PEER_PROPOSE)
    with transaction.atomic():
        peer = Peer.objects.create(
            kind=PeerKind.LETTER, node_id=f"{BY_LETTER}{new_id()}", created_at=now, **_columns(about)
        )
        record(actor=actor, code="exchange.peer.added_by_letter", subject=f"exchange.peer:{peer.node_id}", at=now)
    return peer


def change_letter_peer(*, actor: Actor, peer_id: UUID, about: LetterPeer, now: datetime) -> Peer:
    """Change what is known about an authority by letter. The audit entry names the fields, not their content.

    Raises:
        Peer.DoesNotExist: where it is no counterpart by letter.
    """
    access.require(actor, Permission.PEER_PROPOSE)
    with transaction.atomic():
        peer = Peer.objects.select_for_update().get(pk=peer_id, kind=PeerKind.LETTER)
        new = _columns(about)
        changed = [name for name in FIELDS if getattr(peer, name) != new[name]]
        for name in changed:
            setattr(peer, name, new[name])
        if changed:
            peer.save(update_fields=changed)
            record(
                actor=actor, code="exchange.peer.changed_by_letter", subject=f"exchange.peer:{peer.node_id}", at=now,
                data={"fields": changed},
            )  # fmt: skip
    return peer


def _columns(about: LetterPeer) -> dict[str, object]:
    columns = asdict(about)
    return columns | {"names": dict(about.names), "languages": list(about.languages)}
