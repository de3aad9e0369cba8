"""The navigation: apps register their entries, a page shows those that its reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from comity.core import access
from comity.core.actors import actor_of
from comity.core.policies import Permission

if TYPE_CHECKING:
    from enum import StrEnum

    from django.http import HttpRequest
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation.

    Attributes:
        label: what it says.
        url_name: where it leads.
        permission: who sees it; None means every officer.
        order: place in the row; core uses 0 (my work), 80 (officers), 90 (audit) and 95 (health).
        section: start of the address that belongs to it, to mark where the reader is; default: the address itself.
    """

    label: str | Promise
    url_name: str
    permission: StrEnum | None = None
    order: int = 50
    section: str = ""


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as a template needs it."""

    label: str | Promise
    url: str
    current: bool


_ENTRIES: Final[dict[str, Entry]] = {}


def register_entry(entry: Entry) -> None:
    """Add an entry; called from `AppConfig.ready`. One entry for each address."""
    _ENTRIES[entry.url_name] = entry


def entries_for(request: HttpRequest) -> list[ShownEntry]:
    """Return the entries the reader may open, in order."""
    actor = actor_of(request)
    if not actor.is_officer:
        return []
    shown = []
    for entry in sorted(_ENTRIES.values(), key=lambda entry: entry.order):
        if entry.permission is not None and not access.may(actor, entry.permission):
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        section = entry.section or url
        here = request.path == url or (section != "/" and request.path.startswith(section))
        shown.append(ShownEntry(entry.label, url, here))
    return shown


register_entry(Entry(_("My work"), "home", order=0))
register_entry(Entry(_("Officers"), "officers", Permission.OFFICERS_VIEW, order=80))
register_entry(Entry(_("Audit log"), "audit", Permission.AUDIT_VIEW, order=90))
register_entry(Entry(_("Health"), "doctor", Permission.DOCTOR_VIEW, order=95))
