"""The list of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.cases import labels
from comity.cases.access import Permission
from comity.cases.queries import export, listing, peers, rows
from comity.cases.views.base import casework
from comity.core import access
from comity.core.actors import actor_of
from comity.core.parts import Filter, FilterSentence
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

NAMES = ("direction", "counterpart_state", "kind", "turn", "older", "q", "after")
DIRECTIONS = [
    ("", gettext_lazy("All requests")),
    ("outgoing", gettext_lazy("Requests that we made")),
    ("incoming", gettext_lazy("Requests made to us")),
]
TURNS = [
    ("", gettext_lazy("in any step")),
    ("ours", gettext_lazy("waiting for us")),
    ("theirs", gettext_lazy("waiting for them")),
    ("late", gettext_lazy("overdue")),
    ("open", gettext_lazy("still open")),
    ("nobody", gettext_lazy("closed")),
]
AGES = [
    ("", gettext_lazy("of any age")),
    ("7", gettext_lazy("older than 7 days")),
    ("30", gettext_lazy("older than 30 days")),
    ("90", gettext_lazy("older than 90 days")),
    ("365", gettext_lazy("older than a year")),
]


@require_safe
@casework(Permission.REQUEST_READ)
def request_list(request: HttpRequest) -> HttpResponse:
    """Show the requests within reach, narrowed by the sentence of filters and by a search; the address holds both."""
    filters = {name: request.GET.get(name, "")[:200] for name in NAMES}
    actor, now = actor_of(request), utc_now()
    page = listing.page(actor, filters, now)
    return render(
        request,
        "cases/request_list.html",
        {
            "page_title": _("Requests"),
            "rows": rows.of_cases(page.cases, get_language() or "en", now),
            "page": page,
            "next_url": _address(filters | {"after": page.after}) if page.after else "",
            "first_url": "" if page.first else _address(filters | {"after": ""}),
            "export_url": reverse("cases:request-export") + _address(filters | {"after": ""}),
            "search": filters["q"],
            "kept": [(name, filters[name]) for name in NAMES if name not in {"q", "after"} and filters[name]],
            "sentence": _sentence(filters, page),
            "may_create": access.may(actor, Permission.REQUEST_CREATE),
            "may_register": access.may(actor, Permission.REQUEST_REGISTER),
        },
    )


@require_safe
@casework(Permission.REQUEST_READ, recorded=True)
def request_export(request: HttpRequest) -> StreamingHttpResponse:
    """Give out the list as it is narrowed now, as a table for other programs; the audit log keeps that it was."""
    filters = {name: request.GET.get(name, "")[:200] for name in NAMES if name != "after"}
    actor, now = actor_of(request), utc_now()
    export.note_exported(actor, filters, now)
    return StreamingHttpResponse(
        export.table(actor, filters, now, get_language() or "en"),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="requests-{now:%Y-%m-%d}.csv"',
            "Cache-Control": "no-store, private",
        },
    )


def _sentence(filters: Mapping[str, str], page: listing.Page) -> FilterSentence:
    states = [("", _("any State")), *((one, one) for one in peers.states())]
    kinds = [("", _("any kind of assistance"))]
    kinds += [(code, str(text)) for code, text in labels.KINDS.items()]
    return FilterSentence(
        lead="",
        filters=(
            Filter("direction", _("Direction"), DIRECTIONS, filters["direction"]),
            Filter("counterpart_state", _("Other State"), states, filters["counterpart_state"]),
            Filter("kind", _("Kind of assistance"), kinds, filters["kind"]),
            Filter("turn", _("Whose turn"), TURNS, filters["turn"]),
            Filter("older", _("Age"), AGES, filters["older"]),
        ),
        count=_count(page),
        clear_url=reverse("cases:request-list") if any(filters.values()) else "",
        hidden=(("q", filters["q"]),) if filters["q"] else (),
    )


def _count(page: listing.Page) -> str:
    if page.count is None:
        return _("More than 1,000 requests")
    return ngettext("%(count)d request", "%(count)d requests", page.count) % {"count": page.count}


def _address(filters: Mapping[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in filters.items() if value})
