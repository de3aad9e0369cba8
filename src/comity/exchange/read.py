"""Read models of counterparts, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from comity.core import access
from comity.core.parts import Status, Tone
from comity.exchange.access import Permission
from comity.exchange.models import PeerChange, PeerKind
from comity.exchange.states import PeerChangeState
from comity.seal import dsse
from comity.seal.keyfile import AGE, PeerFile, parse_peer_file

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.core.parts import Words
    from comity.exchange.models import Peer

KINDS: Final[dict[str, Words]] = {
    PeerKind.COMITY: _("by Comity"),
    PeerKind.LETTER: _("by letter"),
}
LABELS: Final[tuple[Words, ...]] = (
    _("State"),
    _("Authority"),
    _("Node"),
    _("Address of the node"),
    _("Keys valid until"),
    _("File made on"),
)
WITHDRAWN: Final = Status(_("keys withdrawn in the directory"), Tone.REFUSED)
SUSPENDED: Final = Status(_("suspended"), Tone.REFUSED)
ENDED: Final = Status(_("keys have ended"), Tone.REFUSED)
CONFIRMED: Final = Status(_("keys confirmed"), Tone.DONE)
WAITING: Final = Status(_("keys wait for a second officer"), Tone.WAITING)
NO_KEYS: Final = Status(_("no keys"), Tone.OPEN)
BY_LETTER: Final = Status(_("no keys needed"), Tone.NONE)
JOINED: Final = Status(_("reached by Comity now"), Tone.DONE)


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One row of the list of counterparts; `keys_until` None means that the keys have no end."""

    peer: Peer
    name: str
    kind: Words
    status: Status
    keys_until: datetime | None
    change: PeerChange | None
    may_suspend: bool
    may_resume: bool


@dataclass(frozen=True, slots=True)
class FileRow:
    """One line about a key file that was brought: what it says, and what the confirmed one says where that differs."""

    label: Words
    value: str | datetime | None
    before: str | datetime | None = None
    is_new: bool = False


def peer_row(peer: Peer, *, actor: Actor, language: str, now: datetime) -> PeerRow:
    """Gather what a row shows; `waiting` must be prefetched (`queries.peers_with_changes`)."""
    change = next(iter(peer.waiting), None)  # type: ignore[attr-defined] # set by the query
    until = keys_until(parse_peer_file(bytes(peer.key_file))) if peer.key_file else None
    usable = bool(peer.key_file) or peer.kind == PeerKind.LETTER
    may = access.may(actor, Permission.PEER_SUSPEND, peer)
    return PeerRow(
        peer,
        peer.name_in(language),
        KINDS[peer.kind],
        _status(peer, change, until, now),
        until,
        change,
        may_suspend=may and usable and peer.suspended_at is None,
        may_resume=may and peer.suspended_at is not None,
    )


def keys_until(file: PeerFile) -> datetime | None:
    """Return until when the keys of a file allow an exchange: the first algorithm that runs out ends it.

    None where no end is set. Where every key of an algorithm was revoked, the time at which the file was made.
    """
    ends = []
    for algorithm in (dsse.ED25519, dsse.MLDSA65, AGE):
        lives = [key.valid_to for key in file.keys if key.algorithm == algorithm and key.revoked_at is None]
        if None not in lives:
            ends.append(max((life for life in lives if life is not None), default=file.updated))
    return min(ends, default=None)


def file_rows(change: PeerChange, *, language: str) -> list[FileRow]:
    """Say what a brought key file says, beside what the confirmed one of the same node says."""
    new = _said(parse_peer_file(bytes(change.key_file)), language)
    known = bytes(change.peer.key_file) if change.state == PeerChangeState.proposed.name else b""
    old = _said(parse_peer_file(known), language) if known else new
    return [
        FileRow(label, value, before, is_new=value != before)
        for label, value, before in zip(LABELS, new, old, strict=True)
    ]


def _said(file: PeerFile, language: str) -> tuple[str | datetime | None, ...]:
    """Return what a file says, in the order of `LABELS`."""
    name = file.names.get(language.lower()) or file.names.get("en") or next(iter(file.names.values()))
    return file.state, name, file.node_id, file.url, keys_until(file), file.updated


def _status(peer: Peer, change: PeerChange | None, until: datetime | None, now: datetime) -> Status:
    if peer.suspended_at is not None:
        return SUSPENDED
    if peer.withdrawn_at is not None:
        return WITHDRAWN
    if peer.kind == PeerKind.LETTER:
        return JOINED if peer.joined_to_id else BY_LETTER
    if not peer.key_file:
        return WAITING if change else NO_KEYS
    return ENDED if until is not None and until <= now else CONFIRMED
