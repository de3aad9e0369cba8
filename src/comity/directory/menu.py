"""The entry of the directory in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comity.core.menu import Entry, register_entry
from comity.directory.access import Permission


def register_all() -> None:
    """Show the directory to those who look for an authority."""
    register_entry(Entry(_("Directory"), "directory:list", Permission.CONTACTS_VIEW, order=60, section="/directory/"))
