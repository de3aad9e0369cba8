"""Pages of the administrator and of the second person: officers, roles, resets, one-time codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.officers import actions, queries
from comity.core.officers.forms import ChangeOfficerForm, NewOfficerForm, ReasonForm, RoleForm
from comity.core.officers.read import grant_row, officer_facts, open_roles
from comity.core.officers.rules import OfficerError
from comity.core.officers.words import explain
from comity.core.policies import Permission
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.core.officers.models import Officer

PAGE = 50
edit = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access.needs(Permission.OFFICERS_VIEW)
def officers(request: HttpRequest) -> HttpResponse:
    """List the officers, and what waits for a second person."""
    actor = actor_of(request)
    page = Paginator(queries.officers_visible_to(actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Officers"),
        "page": page,
        "rows": [officer_facts(officer) for officer in page.object_list],
        "grants": queries.waiting_grants(actor),
        "resets": queries.waiting_resets(actor),
        "may_create": access.may(actor, Permission.OFFICER_CREATE),
    }
    return render(request, "core/officers/list.html", context)


@edit
@access.needs(Permission.OFFICER_CREATE)
def officer_create(request: HttpRequest) -> HttpResponse:
    """Make an officer; the answer shows the one-time code once."""
    form = NewOfficerForm(request.POST or None)
    if form.is_valid():
        try:
            issued = actions.create_officer(
                actor=actor_of(request),
                login=form.cleaned_data["login"],
                name=form.cleaned_data["name"],
                language=form.cleaned_data["language"],
                functions=form.functions,
                titles=form.titles,
                now=utc_now(),
            )
        except OfficerError as error:
            form.add_error("login", explain(error))
        else:
            return _slip(request, issued)
    return render(request, "core/officers/create.html", {"page_title": _("New officer"), "form": form})


@edit
@access.needs(Permission.OFFICERS_VIEW)
def officer(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Show one officer: roles, second factor, what can be done."""
    actor = actor_of(request)
    found = _found(request, officer_id)
    grants = [grant_row(grant, actor) for grant in found.grants.all()]
    context = {
        "page_title": _("Officer"),
        "facts": officer_facts(found),
        "officer": found,
        "grants": grants,
        "resets": [
            (reset, access.may(actor, Permission.RESET_DECIDE, reset))
            for reset in queries.resets_visible_to(actor).filter(officer=found, state="proposed")
        ],
        "may_edit": access.may(actor, Permission.OFFICER_EDIT, found),
        "open_roles": open_roles(found),
    }
    return render(request, "core/officers/officer.html", context)


@edit
@access.needs(Permission.OFFICER_EDIT)
def officer_change(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Change name, function and title."""
    found = _found(request, officer_id)
    others = {key: name for key, name in queries.caseworkers().items() if key != officer_id}
    form = ChangeOfficerForm(request.POST or None, initial=ChangeOfficerForm.initial_of(found), supervisors=others)
    if form.is_valid():
        actions.change_officer(
            actor=actor_of(request), officer_id=officer_id, name=form.cleaned_data["name"], functions=form.functions,
            titles=form.titles, supervisor_id=form.supervisor_id, now=utc_now(),
        )  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("officer", officer_id=officer_id)
    context = {"page_title": _("Change an officer"), "form": form, "officer": found}
    return render(request, "core/officers/change.html", context)


@edit
@access.needs(Permission.ROLE_PROPOSE)
def role_propose(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Propose a role."""
    found = _found(request, officer_id)
    form = RoleForm(request.POST or None, open_roles=open_roles(found))
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            actions.propose_role(actor=actor_of(request), officer_id=officer_id, role=role, now=utc_now())
        except OfficerError as error:
            form.add_error("role", explain(error))
        else:
            messages.success(request, _("Proposed. It takes effect when a second person approves."))
            return redirect("officer", officer_id=officer_id)
    context = {"page_title": _("Propose a role"), "form": form, "officer": found}
    return render(request, "core/officers/role.html", context)


@require_POST
@access.needs(Permission.ROLE_DECIDE)
def role_decide(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Approve or decline a proposed role, as the second person."""
    actor = actor_of(request)
    grant = get_object_or_404(queries.grants_visible_to(actor), pk=grant_id)
    approve = request.POST.get("decision") == "approve"
    try:
        actions.decide_role(actor=actor, grant_id=grant_id, approve=approve, now=utc_now())
    except OfficerError as error:
        messages.error(request, explain(error))
    else:
        messages.success(request, _("The role is granted.") if approve else _("The proposal is declined."))
    return redirect("officer", officer_id=grant.officer_id)


@require_POST
@access.needs(Permission.ROLE_REVOKE)
def role_revoke(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Take a role away."""
    actor = actor_of(request)
    grant = get_object_or_404(queries.grants_visible_to(actor), pk=grant_id)
    actions.revoke_role(actor=actor, grant_id=grant_id, now=utc_now())
    messages.success(request, _("The role is revoked."))
    return redirect("officer", officer_id=grant.officer_id)


@edit
@access.needs(Permission.RESET_PROPOSE)
def reset_propose(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Propose to remove an officer's second factors."""
    found = _found(request, officer_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.propose_reset(
                actor=actor_of(request), officer_id=officer_id, reason=form.cleaned_data["reason"], now=utc_now()
            )
        except OfficerError as error:
            form.add_error("reason", explain(error))
        else:
            messages.success(request, _("Proposed. A second person must do it."))
            return redirect("officer", officer_id=officer_id)
    context = {"page_title": _("Reset a second factor"), "form": form, "officer": found}
    return render(request, "core/officers/reset.html", context)


@require_POST
@access.needs(Permission.RESET_DECIDE)
def reset_decide(request: HttpRequest, reset_id: UUID) -> HttpResponse:
    """Do or decline a proposed reset, as the second person."""
    actor = actor_of(request)
    reset = get_object_or_404(queries.resets_visible_to(actor), pk=reset_id)
    approve = request.POST.get("decision") == "approve"
    actions.decide_reset(actor=actor, reset_id=reset_id, approve=approve, now=utc_now())
    messages.success(
        request,
        _("Done. The officer must set up a new second factor at the next page.") if approve else _("Declined."),
    )
    return redirect("officer", officer_id=reset.officer_id)


@require_POST
@access.needs(Permission.ENROLMENT_ISSUE)
def enrolment_issue(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Make a new one-time code; the answer shows it once."""
    _found(request, officer_id)
    return _slip(request, actions.issue_enrolment_code(actor=actor_of(request), officer_id=officer_id, now=utc_now()))


@require_POST
@access.needs(Permission.OFFICER_EDIT)
def officer_active(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Close or reopen an account."""
    _found(request, officer_id)
    active = request.POST.get("active") == "yes"
    actions.set_active(actor=actor_of(request), officer_id=officer_id, active=active, now=utc_now())
    messages.success(request, _("The account is open again.") if active else _("The account is closed."))
    return redirect("officer", officer_id=officer_id)


def _found(request: HttpRequest, officer_id: UUID) -> Officer:
    return get_object_or_404(queries.officers_visible_to(actor_of(request)), pk=officer_id)


def _slip(request: HttpRequest, issued: actions.IssuedCode) -> HttpResponse:
    context = {
        "page_title": _("One-time code"),
        "issued": issued,
        "enrol_url": request.build_absolute_uri("/enrol/"),
    }
    return render(request, "core/officers/slip.html", context)
