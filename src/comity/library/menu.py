"""The entry of the library in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comity.core.menu import Entry, register_entry
from comity.library.access import Permission


def register_all() -> None:
    """Show the library to every officer."""
    register_entry(Entry(_("Library"), "library:home", Permission.VIEW, order=65, section="/library/"))
