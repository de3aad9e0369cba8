"""Pages about alarms: what happened, what it means, what to do, the signed evidence, and who saw to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.exchange import alarms as actions
from comity.exchange import queries
from comity.exchange.access import Permission
from comity.exchange.forms import FindingForm, ReturnForm
from comity.exchange.read_alarms import alarm_row
from comity.exchange.views.peers import PAGE, edit
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.exchange.read_alarms import AlarmRow


@require_safe
@access.needs(Permission.ALARMS_VIEW)
def alarms(request: HttpRequest) -> HttpResponse:
    """List every alarm: what must be seen to first, then what was."""
    actor, language = actor_of(request), get_language() or "en"
    page = Paginator(queries.alarms(), PAGE).get_page(request.GET.get("page"))
    rows = [alarm_row(alarm, actor=actor, language=language) for alarm in page.object_list]
    return render(request, "exchange/alarms.html", {"page_title": _("Alarms"), "page": page, "rows": rows})


@edit
@access.needs(Permission.ALARMS_VIEW)
def alarm(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """Show one alarm; an officer writes down what was found out, a second one confirms or returns it."""
    row = _row(request, alarm_id)
    decision = request.POST.get("decision", "write") if request.method == "POST" else ""
    finding = FindingForm(request.POST if decision == "write" else None)
    back = ReturnForm(request.POST if decision == "return" else None)
    if request.method == "POST":
        done = _acted(request, row, finding, back)
        if done:
            messages.success(request, done)
            return redirect("exchange:alarm", alarm_id=alarm_id)
    shown = back if row.finding else finding
    context = {"page_title": row.words.title, "row": row, "form": shown, "evidence_size": len(row.alarm.evidence)}
    return render(request, "exchange/alarm.html", context)


@require_safe
@access.needs(Permission.ALARMS_VIEW)
def alarm_evidence(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """Give the signed item that raised an alarm, as it came: `comity verify` reads it."""
    del request
    found = get_object_or_404(queries.alarms().exclude(evidence=b""), pk=alarm_id)
    name = f"{found.peer.node_id}-{found.sha256[:12]}.dsse.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(found.evidence), content_type="application/json", headers=headers)


def _row(request: HttpRequest, alarm_id: UUID) -> AlarmRow:
    found = get_object_or_404(queries.alarms(), pk=alarm_id)
    return alarm_row(found, actor=actor_of(request), language=get_language() or "en")


def _acted(request: HttpRequest, row: AlarmRow, finding: FindingForm, back: ReturnForm) -> str:
    """Do what was sent and say so; nothing where a form must be filled in better."""
    actor, now, alarm_id, decision = actor_of(request), utc_now(), row.alarm.pk, request.POST.get("decision", "write")
    if decision == "confirm":
        actions.confirm_finding(actor=actor, alarm_id=alarm_id, now=now)
        return _("Seen to. The alarm and what was found stay on record.")
    if decision == "return":
        access.require(actor, Permission.ALARM_DECIDE, row.finding)
        if not back.is_valid():
            return ""
        actions.return_finding(actor=actor, alarm_id=alarm_id, reason=back.cleaned_data["reason"], now=now)
        return _("Returned with your reason. The alarm stays open.")
    if decision != "write":
        raise SuspiciousOperation("neither written, confirmed nor returned")
    access.require(actor, Permission.ALARM_EXPLAIN)
    if not finding.is_valid():
        return ""
    told = actions.write_finding(actor=actor, alarm_id=alarm_id, text=finding.cleaned_data["text"], now=now)
    if told.two_people:
        return _("Written down. The alarm ends when a second officer has confirmed it.")
    return _("Seen to. The alarm and what was found stay on record.")
