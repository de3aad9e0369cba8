"""The entry of the exchange in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comity.core.menu import Entry, register_entry
from comity.core.work import register_work
from comity.exchange.access import Permission
from comity.exchange.read_alarms import work


def register_all() -> None:
    """Show counterparts to those who look after them, and alarms among their work."""
    about = _("Authorities of other States with which you exchange, and their keys.")
    register_entry(Entry(_("Counterparts"), "exchange:peers", Permission.PEER_PROPOSE, order=87, about=about))
    register_work(work)
