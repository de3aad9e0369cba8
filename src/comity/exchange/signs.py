"""When the node of each State last said something that it signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from comity.exchange.models import Peer, StoredReceipt
from comity.seal.events import Event

if TYPE_CHECKING:
    from datetime import datetime


def heard_by_state() -> dict[str, datetime]:
    """Return for each State with a confirmed node when one of them last signed a statement, by its clock.

    Nodes compare their heads daily, whether or not anybody works on what they are sent.
    """
    heard = Peer.objects.confirmed().filter(contact__heard_at__isnull=False)
    return dict(heard.values("state").annotate(last=Max("contact__heard_at")).values_list("state", "last"))


def answered_by(state: str) -> datetime | None:
    """Return when a confirmed node of a State last signed that it opened and applied a message of ours (its clock)."""
    found: datetime | None = StoredReceipt.objects.filter(
        peer__in=Peer.objects.confirmed().filter(state=state), ours=False, event=Event.CONTENT_HANDOVER
    ).aggregate(last=Max("event_time"))["last"]
    return found
