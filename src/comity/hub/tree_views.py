"""Pages of the decision tree of channels: bringing a file, what another member decides, and what nodes fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.moves import MoveError
from comity.hub import queries
from comity.hub import trees as acts
from comity.hub.access import Permission
from comity.hub.actions import HubError
from comity.hub.forms import ReasonForm, TreeForm
from comity.hub.read import TREE_REFUSED, TREES
from comity.kernel.clock import utc_now
from comity.kernel.graph import GraphError
from comity.law.channels import read_tree
from comity.law.errors import RuleViolation

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.hub.models import ChannelTree

SHOWN = 200
edit = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def signed(request: HttpRequest) -> HttpResponse:
    """Give the signed tree: open to anybody."""
    del request
    found = acts.signed()
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/json", headers={"Cache-Control": "no-store"})


@edit
@access.needs(Permission.TREES_VIEW)
def trees(request: HttpRequest) -> HttpResponse:
    """Show which tree is out and which were brought, and bring another."""
    actor = actor_of(request)
    if request.method == "POST":
        access.require(actor, Permission.TREE_BRING)
    form = TreeForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made = acts.bring(actor=actor, raw=form.cleaned_data["file"], now=utc_now())
        except (RuleViolation, HubError) as error:
            form.add_error("file", _explained(error))
        else:
            messages.success(request, _("Brought. Nodes get it once another member of the secretariat publishes it."))
            return redirect("hub:tree", tree_id=made.pk)
    context = {
        "page_title": _("Decision tree of channels"),
        "published": queries.tree_published(),
        "rows": [(one, TREES[one.state]) for one in queries.trees()[:SHOWN]],
        "form": form,
        "may_bring": access.may(actor, Permission.TREE_BRING),
    }
    return render(request, "hub/trees.html", context)


@edit
@access.needs(Permission.TREES_VIEW)
def tree(request: HttpRequest, tree_id: UUID) -> HttpResponse:
    """Show a tree question by question; a member of the secretariat who did not bring it publishes or returns it."""
    actor = actor_of(request)
    found = get_object_or_404(queries.trees().defer(None), pk=tree_id)
    form = ReasonForm(request.POST if request.POST.get("decision") == "return" else None)
    if request.method == "POST" and _decided(request, tree_id, form):
        return redirect("hub:tree", tree_id=tree_id)
    context = {
        "page_title": _("A decision tree of channels"),
        "found": found,
        "status": TREES[found.state],
        "form": form,
        "may_decide": found.state == "waiting" and access.may(actor, Permission.TREE_DECIDE, found),
        "is_own": found.state == "waiting" and found.brought_by_id == actor.officer_id,
        **_read(found),
    }
    return render(request, "hub/tree.html", context)


@require_safe
@access.needs(Permission.TREES_VIEW)
def tree_file(request: HttpRequest, tree_id: UUID) -> HttpResponse:
    """Give a tree as the file that was brought."""
    del request
    found = get_object_or_404(queries.trees().defer(None), pk=tree_id)
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="channels.toml"'}
    return HttpResponse(found.text, content_type="application/toml", headers=headers)


def _read(found: ChannelTree) -> dict[str, object]:
    """Return its questions and advice in both languages; nothing where a newer program cannot read it."""
    try:
        read = read_tree(found.text.encode())
    except RuleViolation as problem:
        return {"wrong": _explained(problem)}
    return {"questions": read.questions.values(), "advice": read.advice.values()}


def _decided(request: HttpRequest, tree_id: UUID, form: ReasonForm) -> bool:
    """Do what was decided; False where the form must be shown again."""
    actor, now = actor_of(request), utc_now()
    try:
        if request.POST.get("decision") == "return":
            if not form.is_valid():
                return False
            acts.give_back(actor=actor, tree_id=tree_id, reason=form.cleaned_data["reason"], now=now)
            messages.success(request, _("Returned with the reason."))
            return True
        acts.publish(actor=actor, tree_id=tree_id, now=now)
    except (RuleViolation, HubError) as error:
        messages.error(request, _explained(error))
    except (GraphError, MoveError):
        messages.error(request, _("Nothing was changed: somebody else was faster."))
    else:
        messages.success(request, _("Published. Nodes take it over at their next look."))
    return True


def _explained(error: RuleViolation | HubError) -> str:
    """Return why a tree is refused, in the language of the reader."""
    if isinstance(error, RuleViolation):
        return error.text.get(get_language() or "en").format(**error.params)
    return str(TREE_REFUSED[error.code])
