"""How pressing a case is and why; what an officer adds; the level set by hand; the authority's own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.cases.access import Permission
from comity.cases.actions import ranking
from comity.cases.forms.ranking import LevelForm, PressingForm
from comity.cases.queries import examination, priority, retention
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpRequest, HttpResponse


@require_safe
@casework(Permission.REQUEST_READ)
def case_priority(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show how pressing the case is, with every reason and its points."""
    return _page(request, case_id)


def _page(
    request: HttpRequest, case_id: UUID, *, pressing: forms.Form | None = None, level: forms.Form | None = None
) -> HttpResponse:
    found, language = visible_case(request, case_id), get_language() or "en"
    page = case_frame(
        request,
        found,
        priority=priority.shown(found, timezone.localdate(), language),
        recorded=priority.recorded(found, language),
        earlier=priority.earlier_levels(found, language),
        pressing_form=pressing or PressingForm(),
        level_form=level or LevelForm(),
    )
    return render(request, "cases/case_priority.html", page)


@require_POST
@casework(Permission.PRIORITY_NOTE)
def pressing_record(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write down what presses."""
    form = PressingForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: ranking.record_pressing(
                actor=actor_of(request), case_id=case_id, code=given["code"], day=given["day"], note=given["note"],
                now=utc_now(),
            ),
        ):  # fmt: skip
            return done(request, _("Written down. The priority takes it into account."), "cases:case-priority", case_id)
    return _page(request, case_id, pressing=form)


@require_POST
@casework(Permission.PRIORITY_NOTE)
def pressing_end(request: HttpRequest, case_id: UUID, fact_id: int) -> HttpResponse:
    """Say that something presses no longer."""
    ranking.end_pressing(actor=actor_of(request), case_id=case_id, fact_id=fact_id, now=utc_now())
    return done(request, _("It presses no longer."), "cases:case-priority", case_id)


@require_POST
@casework(Permission.PRIORITY_SET)
def level_set(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Set the priority by hand, with the reason."""
    form = LevelForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(
            form,
            lambda: ranking.set_level(
                actor=actor_of(request), case_id=case_id, level=form.chosen, reason=reason, now=utc_now()
            ),
        ):
            return done(request, _("Set. It holds until somebody takes it back."), "cases:case-priority", case_id)
    return _page(request, case_id, level=form)


@require_POST
@casework(Permission.PRIORITY_SET)
def level_take_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let the inputs speak again."""
    ranking.take_level_back(actor=actor_of(request), case_id=case_id, now=utc_now())
    return done(request, _("Taken back: the priority follows from the reasons again."), "cases:case-priority", case_id)


@require_safe
@access.needs(Permission.RULES_READ)
def national_rules(request: HttpRequest) -> HttpResponse:
    """Show by which rules of its own this authority works: what makes a request pressing, what is trifling."""
    language = get_language() or "en"
    page = {
        "page_title": _("Rules of the authority"),
        "weights": priority.weights(language),
        "levels": priority.levels(language),
        "large": priority.large_values(),
        "limits": priority.limits(language),
        "age_counts": examination.age_counts(),
        "wrong": wrong.get(language) if (wrong := priority.unknown_treaties()) else "",
        "periods": list(retention.periods(language)),
    }
    return render(request, "cases/national_rules.html", page)
