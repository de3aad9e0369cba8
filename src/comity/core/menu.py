"""The navigation: apps register their entries, a page shows those that its reader may open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from comity.core import access
from comity.core.actors import actor_of
from comity.core.addresses import address
from comity.core.policies import Permission

if TYPE_CHECKING:
    from collections.abc import Iterable
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
        about: what is set there, in a sentence; such an entry stands on the page of settings and not in the row.
    """

    label: str | Promise
    url_name: str
    permission: StrEnum | None = None
    order: int = 50
    section: str = ""
    about: str | Promise = ""


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as a template needs it."""

    label: str | Promise
    url: str
    current: bool
    about: str | Promise = ""
    section: str = ""


SETTINGS: Final = "settings"
_ENTRIES: Final[dict[str, Entry]] = {}


def register_entry(entry: Entry) -> None:
    """Add an entry; called from `AppConfig.ready`. One entry for each address."""
    _ENTRIES[entry.url_name] = entry


def entries_for(request: HttpRequest) -> list[ShownEntry]:
    """Return the entries of the row that the reader may open, in order; `settings_for` stands behind one of them.

    One of them at most is where the reader is: the one whose section of addresses is the narrowest.
    """
    row, behind = _shown(request, [one for one in _ENTRIES.values() if not one.about]), settings_for(request)
    here = max((one for one in [*row, *behind] if one.current), key=lambda one: len(one.section), default=None)
    url = address(SETTINGS) if here in behind else here.url if here else ""
    return [replace(one, current=one.url == url) for one in row]


def settings_for(request: HttpRequest) -> list[ShownEntry]:
    """Return the settings of the authority that the reader may open, in order, each with what is set there."""
    return _shown(request, [one for one in _ENTRIES.values() if one.about])


def _shown(request: HttpRequest, entries: Iterable[Entry]) -> list[ShownEntry]:
    actor = actor_of(request)
    if not actor.is_officer:
        return []
    shown = []
    for entry in sorted(entries, key=lambda entry: entry.order):
        if entry.permission is not None and not access.may(actor, entry.permission):
            continue
        url = address(entry.url_name)
        if not url:
            continue
        section = entry.section or url
        here = request.path == url or (section != "/" and request.path.startswith(section))
        shown.append(ShownEntry(entry.label, url, here, entry.about, section))
    return shown


register_entry(Entry(_("My work"), "home", order=0))
register_entry(Entry(_("Officers"), "officers", Permission.OFFICERS_VIEW, order=80))
register_entry(Entry(_("Settings"), SETTINGS, Permission.SETTINGS_VIEW, order=82))
register_entry(
    Entry(
        _("Access for programs"),
        "programs",
        Permission.PROGRAM_ADMIT,
        order=84,
        about=_("Which other programs of your authority may read the directory and ask for a legal basis."),
    )
)
register_entry(Entry(_("Audit log"), "audit", Permission.AUDIT_VIEW, order=90))
register_entry(Entry(_("Health"), "doctor", Permission.DOCTOR_VIEW, order=95))
