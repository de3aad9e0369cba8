"""The entry of the exchange in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comity.core.menu import Entry, register_entry
from comity.exchange.access import Permission


def register_all() -> None:
    """Show counterparts to those who look after them."""
    register_entry(Entry(_("Counterparts"), "exchange:peers", Permission.PEER_PROPOSE, order=85))
