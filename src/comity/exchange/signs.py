"""When the node of each State last said something that it signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from comity.exchange.models import Peer

if TYPE_CHECKING:
    from datetime import datetime


def heard_by_state() -> dict[str, datetime]:
    """Return for each State with a confirmed node when one of them last signed a statement, by its clock.

    Nodes compare their heads daily, so that this is the day on which the last of its messages was answered, too.
    """
    heard = Peer.objects.confirmed().filter(contact__heard_at__isnull=False)
    return dict(heard.values("state").annotate(last=Max("contact__heard_at")).values_list("state", "last"))
