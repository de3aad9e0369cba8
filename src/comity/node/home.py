"""The home page: what waits for me, what is overdue or at risk, what came in since yesterday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.policies import Permission
from comity.core.work import work_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@access.needs(Permission.HOME_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """Show my work."""
    work = work_of(actor_of(request), utc_now())
    return render(request, "node/home.html", {"page_title": _("My work"), "work": work})
