"""The work of the desk: who has how much and what is stuck, for the head and supervisors; for an officer his own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.cases.access import Permission
from comity.cases.queries import desk, desk_tables, export
from comity.cases.queries.statistics_tables import Look, as_csv
from comity.cases.views.base import casework
from comity.core.actors import actor_of
from comity.core.parts import Filter, FilterSentence
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

NAMES = ("desk", "waits")
STUCK = "stuck"


@require_safe
@casework(Permission.DESK_READ)
def desk_page(request: HttpRequest) -> HttpResponse:
    """Show load, age, for whom requests wait, and those that have waited longest."""
    now, filters = utc_now(), _filters(request)
    scope = desk.scope_of(actor_of(request), filters["desk"])
    found = desk_tables.tables(scope, now, _look())
    address = reverse("cases:desk-export")
    rows = desk_tables.rows(desk.stuck(scope, filters["waits"]), now)
    page = {
        "page_title": _("Work of the desk"),
        "sentence": _sentence(scope, filters, len(rows)),
        "tables": [(one, f"{address}?{urlencode({**filters, 'table': one.key})}") for one in found],
        "rows": rows,
        "most": desk.SHOWN,
        "stuck_url": f"{address}?{urlencode({**filters, 'table': STUCK})}",
    }
    return render(request, "cases/desk.html", page)


@require_safe
@casework(Permission.DESK_READ, recorded=True)
def desk_export(request: HttpRequest) -> HttpResponse:
    """Give out one table of the page for other programs; the audit log keeps that it was."""
    now, filters, key = utc_now(), _filters(request), request.GET.get("table", STUCK)
    if key not in {STUCK, *desk_tables.KEYS}:
        raise Http404
    actor = actor_of(request)
    scope = desk.scope_of(actor, filters["desk"])
    if key == STUCK:
        body = desk_tables.as_csv(
            desk_tables.rows(desk.stuck(scope, filters["waits"], most=desk.EXPORTED), now)
        )  # fmt: skip
    else:
        body = as_csv([one for one in desk_tables.tables(scope, now, _look()) if one.key == key], _heading(scope))
    export.note_exported(actor, filters, now, subject="cases.desk")
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="desk-{key}-{now:%Y-%m-%d}.csv"',
            "Cache-Control": "no-store, private",
        },
    )


def _filters(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:40] for name in NAMES}


def _look() -> Look:
    return Look(get_language() or "en", mirrored=get_language_bidi())


def _heading(scope: desk.Scope) -> str:
    if scope.single:
        return _("The desk of %(name)s") % {"name": scope.officers[scope.chosen[0]]}
    return _("All desks") if scope.whole else _("My desk and those I supervise")


def desks_to_choose(scope: desk.Scope, chosen: str, *, every: str) -> tuple[list[tuple[str, str]], str]:
    """Return the desks a reader may choose, and the one chosen; `every` is all of them, and empty the first.

    Whoever may look at his own desk alone has nothing to choose.
    """
    me = str(scope.actor.officer_id)
    others = [(key, name) for key, name in desk_tables.officers(scope).items() if key != me]
    own, known = ("mine" if others and not every else "", _("my desk")), {key for key, _name in others}
    if not others:
        return [("", _("my desk"))], ""
    whole = (every, _("all desks") if scope.actor.has(Role.HEAD) else _("my desk and those I supervise"))
    first = [own, whole] if every else [whole, own]
    return [*first, *others], chosen if chosen in known | {every, "mine"} - {""} else ("mine" if chosen == me else "")


def _sentence(scope: desk.Scope, filters: Mapping[str, str], shown: int) -> FilterSentence:
    desks, chosen = desks_to_choose(scope, filters["desk"], every="")
    waits = [("", _("for anybody")), *((key.value, text) for key, text in desk_tables.WAITS.items())]
    return FilterSentence(
        lead="",
        filters=(
            Filter("desk", _("Whose desk"), desks, chosen),
            Filter("waits", _("They wait"), waits, filters["waits"]),
        ),
        count=ngettext("%(count)d request shown", "%(count)d requests shown", shown) % {"count": shown},
        clear_url=reverse("cases:desk") if any(filters.values()) else "",
    )
