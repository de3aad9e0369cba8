"""Pages of instruments: the catalogue, and one of them with its parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.directory import read, read_treaties
from comity.directory.access import Permission
from comity.directory.known import known_facts
from comity.directory.views import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@access.needs(Permission.VIEW)
def instruments(request: HttpRequest) -> HttpResponse:
    """List what is known of treaties and other instruments, and whom to ask where it is not enough."""
    page = {"page_title": _("Instruments of cooperation"), "families": read_treaties.catalogue(language())}
    return render(request, "directory/instruments.html", page)


@require_safe
@access.needs(Permission.VIEW)
def instrument(request: HttpRequest, instrument: str) -> HttpResponse:
    """Show an instrument: what it covers by which articles, and who is bound by it."""
    found = known_facts().instruments.get(instrument)
    if found is None:
        raise Http404
    parties = read_treaties.party_rows(instrument, language())
    page = {
        "page_title": found.name.get(language()),
        "instrument": found,
        "family": read_treaties.FAMILIES[found.family],
        "fact": read.fact(found.source, found.date, verified=found.verified, disputed=found.disputed),
        "says": found.text.get(language()) if found.text else "",
        "condition": found.condition.get(language()) if found.condition else "",
        "depositary": found.depositary.get(language()) if found.depositary else "",
        "covers": read_treaties.covers(found),
        "parties": parties,
        "bound": read_treaties.bound_today(parties),
    }
    return render(request, "directory/instrument.html", page)
