"""Comments on a draft: all of them on one page, writing one, answering and settling one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.cases.access import Permission
from comity.cases.actions import remarking
from comity.cases.forms.remarking import RemarkActForm, RemarkForm
from comity.cases.queries import remarks
from comity.cases.views.base import casework, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.cases.models import Case

DONE = {
    "answered": gettext_lazy("Answered."),
    "settled": gettext_lazy("Settled. It stays to be read."),
    "reopened": gettext_lazy("Opened again."),
}


@require_safe
@casework(Permission.REQUEST_READ)
def remarks_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show every comment on a draft, the open ones first, each with the way to its part."""
    case = visible_case(request, case_id)
    return render(request, "cases/remarks.html", case_frame(request, case, form=None))


@require_POST
@casework(Permission.REMARK_WRITE)
def remark_write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Pin a comment to a part of the draft; what cannot be kept is shown again as it was typed."""
    case, actor = visible_case(request, case_id), actor_of(request)
    places = remarks.places_of(case, get_language() or "en")
    insists = bool(actor.roles & remarks.MAY_INSIST)
    form = RemarkForm(request.POST, places=places, insists=insists)
    if form.is_valid() and tried(
        form,
        lambda: remarking.write_remark(
            actor=actor,
            case_id=case_id,
            part=form.cleaned_data["part"],
            quote=form.cleaned_data["quote"],
            text=form.cleaned_data["text"],
            must_settle=form.cleaned_data.get("must_settle", False),
            now=utc_now(),
        ),
    ):
        messages.success(request, _("Your comment is kept. It is never sent."))
        return _back(request, case, form.cleaned_data["part"])
    return render(request, "cases/remarks.html", case_frame(request, case, form=form))


@require_POST
@casework(Permission.REMARK_WRITE)
def remark_act(request: HttpRequest, case_id: UUID, remark_id: int) -> HttpResponse:
    """Answer a comment, settle it, or open it again."""
    case, form = visible_case(request, case_id), RemarkActForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: choose what becomes of the comment."))
        return redirect("cases:remarks", case.pk)
    given = form.cleaned_data
    remark = remarking.act_on_remark(
        actor=actor_of(request), case_id=case_id, remark_id=remark_id, kind=given["act"], text=given["text"],
        now=utc_now(),
    )  # fmt: skip
    messages.success(request, str(DONE[given["act"]]))
    return _back(request, case, remark.part)


def _back(request: HttpRequest, case: Case, part: str) -> HttpResponse:
    """Return to the page on which the comment was read: of its part, of the review, or of all comments."""
    match request.POST.get("back"):
        case "part":
            return redirect(remarks.url_of(case, part))
        case "review":
            return redirect("cases:request-review", case.pk)
        case _:
            return redirect("cases:remarks", case.pk)
