"""Two requests side by side: why they may belong together, and what an officer says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.cases.access import Permission
from comity.cases.actions import linking
from comity.cases.forms.linking import LinkForm
from comity.cases.models import Case
from comity.cases.queries import likeness
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@casework(Permission.CASE_LINK)
def case_link(request: HttpRequest, case_id: UUID, other_id: UUID) -> HttpResponse:
    """Show why two requests may belong together, and write down what is said about them."""
    found, actor = visible_case(request, case_id), actor_of(request)
    likes = likeness.likes(found, actor, get_language() or "en")
    every = [*likes.linked, *likes.found, *likes.set_aside]
    other = next((one for one in every if one.case_id == other_id), None)
    if other is None:
        raise Case.DoesNotExist
    form = LinkForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: linking.link_cases(
            actor=actor, case_id=case_id, other_id=other_id, verdict=form.cleaned_data["verdict"],
            reason=form.cleaned_data["reason"], now=utc_now(),
        ),
    ):  # fmt: skip
        return done(request, _("Written down for both requests."), "cases:case", case_id)
    return render(request, "cases/case_link.html", case_frame(request, found, other=other, form=form))
