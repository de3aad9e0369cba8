"""The page of the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.audit import queries
from comity.core.policies import Permission

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50


@require_safe
@access.needs(Permission.AUDIT_VIEW)
def entries(request: HttpRequest) -> HttpResponse:
    """Show the log, newest first."""
    page = Paginator(queries.entries_visible_to(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "core/audit.html", {"page_title": _("Audit log"), "page": page})
