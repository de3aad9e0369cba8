"""Authorities in the directory: one that is published, of which a newer version waits for a second officer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from comity.core.actors import Actor
from comity.core.roles import Role
from comity.directory import actions
from tests.builders.remembered import remembered

if TYPE_CHECKING:
    from datetime import datetime

    from comity.directory.models import Authority
    from tests.builders.cases import Cast

VALUES: dict[str, Any] = {
    "functions": ["mla"],
    "names": {"en": "Bureau of Letters", "zh-hans": "文书局"},
    "address": "1 Test Square\nTown of XA",
    "phone": "+00 123",
    "languages": ["en", "fr"],
    "urgent_phone": "+00 999",
    "source": "Note of XA, no. 1",
    "source_date": date(2026, 1, 5),
    "verified": True,
}


@remembered
def an_authority(cast: Cast, *, now: datetime) -> Authority:
    """Have two officers publish an authority of XA, and one of them write a newer version."""
    writer, second = cast.administrator, Actor.of_officer(cast.officer(Role.HEAD))
    entry = actions.propose_entry(actor=writer, place="XA", values=VALUES, now=now)
    actions.publish_entry(actor=second, authority_id=entry.authority_id, now=now)
    actions.propose_entry(
        actor=writer, place="XA", values={**VALUES, "phone": "+00 456"}, now=now, authority_id=entry.authority_id
    )
    return entry.authority
