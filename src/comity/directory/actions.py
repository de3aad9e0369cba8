"""What officers do to the directory: write an entry, publish or decline another's, say that one is still right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from comity.core import access
from comity.core.audit.log import record
from comity.core.moves import move
from comity.directory import queries
from comity.directory.access import Permission
from comity.directory.entry_states import EntryState
from comity.directory.errors import DirectoryError
from comity.directory.models import Authority, Confirmation, Entry
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor


def propose_entry(
    *,
    actor: Actor,
    place: str,
    values: Mapping[str, Any],
    now: datetime,
    authority_id: UUID | None = None,
    as_id: UUID | None = None,
) -> Entry:
    """Write a new version of an authority, or of a new one. It holds once a second officer publishes it.

    `as_id` is the id under which another node knows a new one.

    Raises:
        Authority.DoesNotExist: no such authority in this State.
        DirectoryError: `E_ENTRY` where another version waits already.
    """
    access.require(actor, Permission.AUTHORITY_PROPOSE, place)
    if actor.officer_id is None:
        raise DirectoryError("E_ENTRY", "only an officer writes an entry")
    with transaction.atomic():
        if authority_id is None:
            authority = Authority.objects.create(id=as_id or new_id(), place=place, created_at=now)
        else:
            authority = Authority.objects.select_for_update().get(pk=authority_id, place=place)
            if queries.waiting(authority) is not None:
                raise DirectoryError("E_ENTRY", "another version waits for a second officer")
        last = authority.entries.aggregate(last=Max("number"))["last"] or 0
        entry = Entry.objects.create(
            authority=authority, number=last + 1, proposed_by_id=actor.officer_id, proposed_at=now, **values
        )
        record(
            actor=actor, code="directory.entry.proposed", subject=f"directory.authority:{authority.pk}", at=now,
            data={"place": place, "number": entry.number},
        )  # fmt: skip
    return entry


def publish_entry(*, actor: Actor, authority_id: UUID, now: datetime) -> Entry:
    """Publish the version that waits: from now on it is what the directory says.

    Raises:
        AccessDenied: the officer who wrote it, or one without the role.
        DirectoryError: `E_ENTRY` where nothing waits.
    """
    return _decide(actor, authority_id, EntryState.published.name, now)


def decline_entry(*, actor: Actor, authority_id: UUID, now: datetime) -> Entry:
    """Decline the version that waits; what was published before still holds."""
    return _decide(actor, authority_id, EntryState.declined.name, now)


def confirm_authority(*, actor: Actor, authority_id: UUID, now: datetime) -> Confirmation:
    """Say that what is published of an authority is still right (once a year is asked for)."""
    with transaction.atomic():
        authority = Authority.objects.select_for_update().get(pk=authority_id)
        access.require(actor, Permission.AUTHORITY_CONFIRM, authority.place)
        if queries.published(authority) is None or actor.officer_id is None:
            raise DirectoryError("E_ENTRY", "nothing is published of it")
        said = Confirmation.objects.create(authority=authority, by_id=actor.officer_id, at=now)
        record(actor=actor, code="directory.authority.confirmed", subject=f"directory.authority:{authority.pk}", at=now)
    return said


def _decide(actor: Actor, authority_id: UUID, target: str, now: datetime) -> Entry:
    with transaction.atomic():
        authority = Authority.objects.select_for_update().get(pk=authority_id)
        entry = queries.waiting(authority)
        access.require(actor, Permission.AUTHORITY_DECIDE, entry)
        if entry is None:
            raise DirectoryError("E_ENTRY", "nothing waits for a second officer")
        entry.decided_by_id, entry.decided_at = actor.officer_id, now
        move(entry, "state", EntryState, target, actor=actor, at=now, also=("decided_by_id", "decided_at"))
    return entry
