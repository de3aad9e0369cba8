"""Pages about being away: one's own absences, those one stands in for, and for the head what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.core import access
from comity.core.actors import actor_of
from comity.core.officers import absences as actions
from comity.core.officers import queries
from comity.core.officers.forms import AbsenceForm
from comity.core.officers.rules import OfficerError
from comity.core.officers.states import AbsenceState
from comity.core.officers.words import explain
from comity.core.parts import Status, Tone
from comity.core.policies import Permission
from comity.core.words import ABSENCE
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from comity.core.actors import Actor
    from comity.core.officers.models import Absence


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence, with what the reader can do about it."""

    absence: Absence
    status: Status
    may_end: bool
    choices: tuple[tuple[str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs(Permission.ABSENCE_DECLARE)
def absences(request: HttpRequest) -> HttpResponse:
    """Show who is away and who stands in, and say that somebody is."""
    actor, colleagues = actor_of(request), queries.caseworkers()
    decides = access.may(actor, Permission.ABSENCE_DECIDE)
    form = AbsenceForm(request.POST or None, officers=colleagues, own=actor.person(), for_others=decides)
    if form.is_valid() and _declared(actor, form):
        messages.success(request, _("Written down. It ends by itself on the day after the last."))
        return redirect("absences")
    found = queries.absences_to_come(actor, timezone.localdate())
    context = {
        "page_title": _("Away and standing in"),
        "form": form,
        "rows": [_row(one, actor, colleagues if decides else {}) for one in found],
    }
    return render(request, "core/officers/absences.html", context)


@require_POST
@access.needs(Permission.ABSENCE_DECLARE)
def absence_end(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """End an absence before its last day."""
    try:
        actions.end_absence(actor=actor_of(request), absence_id=absence_id, now=utc_now())
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("Ended. From now on nobody stands in."))
    return redirect("absences")


@require_POST
@access.needs(Permission.ABSENCE_DECIDE)
def absence_decide(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Decide who stands in, as the head."""
    approve = request.POST.get("decision") == "approve"
    try:
        actions.decide_absence(
            actor=actor_of(request), absence_id=absence_id, approve=approve,
            substitute_id=_chosen(request.POST.get("substitute", "")), now=utc_now(),
        )  # fmt: skip
    except ObjectDoesNotExist:
        raise Http404 from None
    except OfficerError as error:
        messages.error(request, explain(error))
    else:
        messages.success(request, _("Decided.") if approve else _("Declined. Nobody stands in."))
    return redirect("absences")


def _declared(actor: Actor, form: AbsenceForm) -> bool:
    data = form.cleaned_data
    try:
        actions.declare_absence(
            actor=actor,
            officer_id=_chosen(data.get("officer", "")) or actor.person(),
            substitute_id=_chosen(data["substitute"]),
            first_day=data["first_day"],
            last_day=data["last_day"],
            now=utc_now(),
        )
    except OfficerError as error:
        form.add_error("substitute" if error.code == "E_SUBSTITUTE" else "last_day", explain(error))
        return False
    return True


def _chosen(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _row(absence: Absence, actor: Actor, colleagues: Mapping[UUID, str]) -> AbsenceRow:
    waits = absence.state == AbsenceState.proposed.name
    offered = [(str(key), name) for key, name in colleagues.items() if key != absence.officer_id] if waits else []
    return AbsenceRow(
        absence,
        Status(ABSENCE[absence.state], Tone.WAITING if waits else Tone.DONE),
        may_end=access.may(actor, Permission.ABSENCE_DECLARE, absence),
        choices=tuple(offered),
    )
