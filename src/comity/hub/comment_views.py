"""Comments of the secretariat and its reviewers on what waits for a decision: read and written, never a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.core import access
from comity.core.actors import actor_of
from comity.hub import actions, queries
from comity.hub.access import Permission
from comity.hub.forms import CommentForm
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.core.actors import Actor
    from comity.hub.models import Offer, Submission


def commented(about: Submission | Offer, actor: Actor) -> dict[str, Any]:
    """Return what a page shows of the comments on something."""
    return {
        "comments": queries.comments_on(about, actor),
        "comment_form": CommentForm(),
        "may_comment": access.may(actor, Permission.COMMENT),
    }


@require_POST
@access.needs(Permission.COMMENT)
def submission_comment(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Comment on a submission."""
    found = get_object_or_404(queries.submissions_visible_to(actor_of(request)), pk=submission_id)
    _comment(request, found)
    return redirect("hub:submission", submission_id=submission_id)


@require_POST
@access.needs(Permission.COMMENT)
def offer_comment(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Comment on what a State offers."""
    found = get_object_or_404(queries.offers_visible_to(actor_of(request)), pk=offer_id)
    _comment(request, found)
    return redirect("hub:offer", offer_id=offer_id)


def _comment(request: HttpRequest, about: Submission | Offer) -> None:
    form = CommentForm(request.POST)
    if form.is_valid():
        actions.comment(actor=actor_of(request), about=about, text=form.cleaned_data["text"], now=utc_now())
        messages.success(request, _("Your comment stands below."))
    else:
        messages.error(request, _("A comment has between one and 2,000 characters. Nothing was written."))
