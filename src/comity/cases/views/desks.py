"""The hand-over of a desk: whose, what is on it, to whom, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.cases.access import Permission
from comity.cases.actions import handing
from comity.cases.forms.people import HandOverForm
from comity.cases.queries import handing as queries
from comity.cases.queries import rows
from comity.cases.views.base import casework, tried
from comity.core.actors import actor_of
from comity.core.officers.queries import caseworkers
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@casework(Permission.DESK_HAND_OVER)
def desk_hand_over(request: HttpRequest) -> HttpResponse:
    """Choose a desk, see what is open on it, and give all or some of it to a colleague."""
    people = caseworkers()
    giver = next((key for key in people if str(key) == request.GET.get("officer")), None)
    count, found = queries.to_hand_over(giver) if giver else (0, [])
    form = HandOverForm(request.POST or None, officers={key: name for key, name in people.items() if key != giver})
    if giver is not None and form.is_valid():
        made = _hand_over(request, giver, form)
        if made is not None:
            return redirect("cases:desk-handed-over", made)
    page = {
        "page_title": _("Hand over a desk"),
        "officers": people.items(),
        "giver": giver,
        "giver_name": people[giver] if giver else "",
        "count": count,
        "rows": zip(found, rows.of_cases(found, get_language() or "en", utc_now()), strict=True),
        "shown": len(found),
        "form": form,
        "chosen": set(request.POST.getlist("case")),
        "earlier": queries.hand_overs(actor_of(request), Permission.DESK_HAND_OVER)[:20],
    }
    return render(request, "cases/desk_hand_over.html", page)


@require_safe
@casework(Permission.DESK_HAND_OVER)
def desk_handed_over(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """Show what was handed over, to whom, and what was left."""
    made = queries.hand_overs(actor_of(request), Permission.DESK_HAND_OVER).get(pk=hand_over_id)
    found = rows.of_cases(queries.handed_cases(made), get_language() or "en", utc_now())
    page = {"page_title": _("Desk handed over"), "made": made, "rows": found}
    return render(request, "cases/desk_handed_over.html", page)


def _hand_over(request: HttpRequest, giver: UUID, form: HandOverForm) -> int | None:
    """Do it; a refusal stands in the form. Returns the number of the hand-over."""
    data, made = form.cleaned_data, []
    chosen = None if data["which"] == "all" else {UUID(key) for key in request.POST.getlist("case") if _is_id(key)}
    tried(
        form,
        lambda: made.append(
            handing.hand_over_desk(
                actor=actor_of(request),
                from_id=giver,
                to_id=UUID(data["taker"]),
                note=data["note"],
                case_ids=chosen,
                now=utc_now(),
            )
        ),
    )
    return made[0].pk if made else None


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
