"""Search in everything written in the cases within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.cases.access import Permission
from comity.cases.queries import rows, search
from comity.cases.views.base import casework
from comity.core.actors import actor_of
from comity.core.parts import Link
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest, HttpResponse

NAMES = ("q", "direction", "counterpart_state", "year", "after")
DIRECTIONS = {"outgoing": gettext_lazy("Requests that we made"), "incoming": gettext_lazy("Requests made to us")}


@require_safe
@casework(Permission.REQUEST_READ)
def search_page(request: HttpRequest) -> HttpResponse:
    """Show the cases that say what is looked for, with the places that say it; the address holds the search."""
    filters = {name: request.GET.get(name, "")[:200] for name in NAMES}
    language = get_language() or "en"
    found = search.search(actor_of(request), filters, language)
    shown = zip(rows.of_cases(found.page.cases, language, utc_now()), found.quotes, strict=True)
    page = {
        "page_title": _("Search"),
        "search": filters["q"].strip(),
        "kept": [(name, filters[name]) for name in NAMES if name not in {"q", "after"} and filters[name]],
        "found": list(shown),
        "count": _count(found.page.count),
        "facets": _facets(found.facets, filters),
        "next_url": _address(filters | {"after": found.page.after}) if found.page.after else "",
        "first_url": "" if found.page.first else _address(filters | {"after": ""}),
        "list_url": reverse("cases:request-list"),
    }
    return render(request, "cases/search.html", page)


def _count(count: int | None) -> str:
    if count is None:
        return _("More than 1,000 requests")
    return ngettext("%(count)d request", "%(count)d requests", count) % {"count": count}


def _facets(facets: search.Facets, filters: Mapping[str, str]) -> list[tuple[str, list[Link]]]:
    """Return what can be narrowed by, with counts; the one that is chosen takes itself away."""
    groups: list[tuple[str, str, Iterable[tuple[str, str, int]]]] = [
        (_("Direction"), "direction", ((key, str(DIRECTIONS[key]), n) for key, n in facets.directions.items())),
        (_("Other State"), "counterpart_state", ((key, key, n) for key, n in facets.states.items())),
        (_("Year"), "year", ((str(key), str(key), n) for key, n in facets.years.items())),
    ]
    shown = []
    for title, name, choices in groups:
        links = [
            Link(
                # Translators: something to narrow a search by, and how many were found with it.
                _("%(what)s (%(count)d)") % {"what": words, "count": count},
                _address({**filters, "after": "", name: "" if filters[name] == value else value}),
                current=filters[name] == value,
            )
            for value, words, count in choices
        ]
        if links:
            shown.append((title, links))
    return shown


def _address(filters: Mapping[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in filters.items() if value})
