"""The door to what an officer chose: his own, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.core.mail.models import MailChoice

if TYPE_CHECKING:
    from comity.core.actors import Actor


def choice_of(actor: Actor) -> MailChoice | None:
    """Return what the officer chose; None while nothing is chosen."""
    return MailChoice.objects.filter(officer_id=actor.person()).first()
