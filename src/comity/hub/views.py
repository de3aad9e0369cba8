"""Pages of the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.hub import actions, directory, queries
from comity.hub.access import Permission, edited_by
from comity.hub.comment_views import commented
from comity.hub.forms import AvailabilityForm, EditorForm, ReasonForm, SubmissionForm
from comity.hub.read import REACHES, STATUSES, explain, title_of
from comity.kernel.clock import utc_now
from comity.seal.errors import SealError
from comity.seal.keydirectory.drafting import DirectoryFile
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

edit = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def file(request: HttpRequest, path: str) -> HttpResponse:
    """Give a file of the key directory: open to anybody, signed, and nothing in it is secret."""
    del request
    found = directory.public_file(path)
    if found is None:
        raise Http404
    return HttpResponse(found.read_bytes(), content_type="application/json", headers={"Cache-Control": "no-store"})


@require_safe
def nodes(request: HttpRequest) -> HttpResponse:
    """Show what is published, how old it is, and the fingerprint of the root."""
    shown, now = queries.shown(), utc_now()
    context = {
        "page_title": _("Key directory"),
        "shown": shown,
        "is_over": shown is not None and shown.expires_at <= now,
    }
    return render(request, "hub/nodes.html", context)


@require_safe
@access.needs(Permission.SUBMISSIONS_VIEW)
def submissions(request: HttpRequest) -> HttpResponse:
    """List what was submitted."""
    actor = actor_of(request)
    rows = [(one, title_of(one), STATUSES[one.state]) for one in queries.submissions_visible_to(actor)[:200]]
    may = access.may(actor, Permission.SUBMIT)
    return render(request, "hub/submissions.html", {"page_title": _("Submissions"), "rows": rows, "may_submit": may})


@edit
@access.needs(Permission.SUBMIT)
def submission_new(request: HttpRequest) -> HttpResponse:
    """Submit a signed directory file."""
    form = SubmissionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made = actions.submit(actor=actor_of(request), raw=form.raw, now=utc_now())
        except SealError as error:
            form.add_error("file", str(explain(error.code)))
        else:
            messages.success(request, _("Submitted. Two members of the secretariat look at it before it is published."))
            return redirect("hub:submission", submission_id=made.pk)
    return render(request, "hub/submission_new.html", {"page_title": _("Submit to the directory"), "form": form})


@edit
@access.needs(Permission.SUBMISSIONS_VIEW)
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Show a submission; two members of the secretariat decide on it."""
    actor = actor_of(request)
    found = get_object_or_404(queries.submissions_visible_to(actor), pk=submission_id)
    form = ReasonForm(request.POST if request.POST.get("decision") == "return" else None)
    if request.method == "POST" and _decided(request, submission_id, form):
        return redirect("hub:submission", submission_id=submission_id)
    signed = DirectoryFile.from_bytes(bytes(found.raw))
    waits = found.state in {"submitted", "reviewed"}
    context = {
        "page_title": _("A submission to the directory"),
        "found": found,
        "title": title_of(found),
        "status": STATUSES[found.state],
        "files": [parse_peer_file(raw) for raw in signed.key_files],
        "expires": signed.metadata.signed.expires,
        "signers": len(signed.signers),
        "form": form,
        "may_decide": waits and access.may(actor, Permission.DECIDE, found),
        "first": found.state == "submitted",
        **commented(found, actor),
    }
    return render(request, "hub/submission.html", context)


def _decided(request: HttpRequest, submission_id: UUID, form: ReasonForm) -> bool:
    """Do what was decided; False where the form must be shown again."""
    actor, now, decision = actor_of(request), utc_now(), request.POST.get("decision")
    if decision == "return":
        if not form.is_valid():
            return False
        reason = form.cleaned_data["reason"]
        actions.give_back(actor=actor, submission_id=submission_id, reason=reason, now=now)
        messages.success(request, _("Returned with the reason."))
    elif decision == "publish":
        try:
            actions.publish(actor=actor, submission_id=submission_id, now=now)
        except SealError as error:
            messages.error(request, str(explain(error.code)))
        else:
            messages.success(request, _("Published. Nodes take it over at their next look."))
    else:
        actions.review(actor=actor, submission_id=submission_id, now=now)
        messages.success(request, _("Reviewed. Another member of the secretariat publishes it."))
    return True


@edit
@access.needs(Permission.EDITORS)
def editors(request: HttpRequest) -> HttpResponse:
    """Show who submits for which State, and name another."""
    form = EditorForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.name_editor(actor=actor_of(request), officer=given["officer"], state=given["state"], now=utc_now())
        except actions.HubError:
            form.add_error("officer", _("Nobody names himself, and an account submits for one State only."))
        else:
            messages.success(request, _("Named."))
            return redirect("hub:editors")
    context = {"page_title": _("Editors of States"), "rows": queries.editors(), "form": form}
    return render(request, "hub/editors.html", context)


@require_POST
@access.needs(Permission.EDITORS)
def editor_end(request: HttpRequest, editor_id: int) -> HttpResponse:
    """Let an account no longer submit."""
    get_object_or_404(queries.editors(), pk=editor_id)
    actions.end_editor(actor=actor_of(request), editor_id=editor_id, now=utc_now())
    messages.success(request, _("Ended."))
    return redirect("hub:editors")


@edit
@access.needs(Permission.CONTINUITY_VIEW)
def continuity(request: HttpRequest) -> HttpResponse:
    """Show which authorities can be reached and when they are back; an editor says so for his State."""
    actor, now = actor_of(request), utc_now()
    form = AvailabilityForm(request.POST or None)
    if request.method == "POST":
        access.require(actor, Permission.AVAILABILITY_SAY)
        if form.is_valid():
            actions.say_availability(actor=actor, now=now, **form.cleaned_data)
            messages.success(request, _("Said. Other authorities see it on this page."))
            return redirect("hub:continuity")
    rows = [(row, REACHES[row.said.reach] if row.said else None) for row in queries.board(now)]
    context = {"page_title": _("Continuity"), "rows": rows, "form": form, "state": edited_by(actor)}
    return render(request, "hub/continuity.html", context)
