"""The authorities a request can be addressed to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from comity.exchange.models import Peer


def choices(language: str) -> list[tuple[str, str]]:
    """Return name -> State and authority of everyone a request can be addressed to, for a form.

    These are the nodes whose keys two officers confirmed, and the authorities by letter that have no node.
    """
    return [
        (
            peer.node_id,
            _("%(state)s – %(name)s (by letter)") % {"state": peer.state, "name": peer.name_in(language)}
            if peer.by_letter
            else f"{peer.state} – {peer.name_in(language)}",
        )
        for peer in Peer.objects.reachable().filter(joined_to__isnull=True).order_by("state", "node_id")
    ]


def states() -> list[str]:
    """Return the States we exchange with, in order."""
    return sorted(set(Peer.objects.values_list("state", flat=True)))


def addressee_of(node_id: str, language: str) -> dict[str, Any]:
    """Return what the directory of peers knows about an addressee, by its places in a request."""
    peer = Peer.objects.filter(node_id=node_id).first()
    if peer is None:
        return {}
    return {"requested.state": peer.state, "requested.authority": peer.name_in(language)}
