"""Programs that read here: who has a token, giving one, ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.core import access
from comity.core.actors import actor_of
from comity.core.policies import Permission
from comity.core.programs import actions, queries
from comity.core.programs.forms import ProgramForm
from comity.core.programs.read import rows
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs(Permission.PROGRAM_ADMIT)
def programs(request: HttpRequest) -> HttpResponse:
    """Show who has a token, and give another; the token is on this one answer and never again."""
    form = ProgramForm(request.POST or None)
    if form.is_valid():
        issued = actions.admit_program(actor=actor_of(request), now=utc_now(), **form.cleaned_data)
        page = {"page_title": _("Token of a program"), "issued": issued}
        return render(request, "core/programs/token.html", page)
    page = {"page_title": _("Access for programs"), "form": form, "rows": rows(queries.programs(), utc_now())}
    return render(request, "core/programs/list.html", page)


@require_POST
@access.needs(Permission.PROGRAM_ADMIT)
def program_end(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Let a program in no more."""
    get_object_or_404(queries.programs(), pk=program_id)
    try:
        actions.end_program(actor=actor_of(request), program_id=program_id, now=utc_now())
    except actions.ProgramError:
        messages.error(request, _("Another administrator ended it before you. Nothing was changed now."))
    else:
        messages.success(request, _("Ended. From now on the token lets nobody in."))
    return redirect("programs")
