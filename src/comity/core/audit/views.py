"""The page of the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.audit import queries
from comity.core.audit.heads import HeadError, own_keys
from comity.core.audit.log import record
from comity.core.audit.verify import AuditError, verify_log
from comity.core.codes import AuditCode
from comity.core.keys import KeysError, node_keys
from comity.core.policies import Permission
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50


OUTCOMES: Final = {
    "changed": gettext_lazy("Entry %(index)s was changed."),
    "missing": gettext_lazy("Entry %(index)s is missing."),
    "other": gettext_lazy("From entry %(index)s on the log is not what was written."),
}


@require_POST
@access.needs(Permission.AUDIT_VERIFY)
def verify(request: HttpRequest) -> HttpResponse:
    """Read the whole log and say whether it is what was written."""
    actor, now = actor_of(request), utc_now()
    try:
        pinned = own_keys(node_keys(), now)
    except KeysError:
        pinned = None
    try:
        log = verify_log(pinned=pinned)
    except (AuditError, HeadError) as error:
        template = OUTCOMES.get(getattr(error, "reason", ""), OUTCOMES["other"])
        messages.error(request, template % {"index": error.params["index"]})
        return redirect("audit")
    data = {"size": log.size, "heads": log.checkpoints, "root": log.root.hex()}
    record(actor=actor, code=AuditCode.LOG_VERIFIED, subject="core.audit", at=now, data=data)
    counted = ngettext(
        "%(size)s entry verified: nothing changed, missing or out of order.",
        "%(size)s entries verified: nothing changed, missing or out of order.",
        log.size,
    )
    heads = ngettext("%(heads)s signed head agrees.", "%(heads)s signed heads agree.", log.checkpoints)
    messages.success(request, f"{counted % data} {heads % data}")
    if pinned is None:
        messages.warning(request, _("The node's keys could not be opened: signatures of the heads were not checked."))
    return redirect("audit")


@require_safe
@access.needs(Permission.AUDIT_VIEW)
def entries(request: HttpRequest) -> HttpResponse:
    """Show the log, newest first."""
    actor = actor_of(request)
    sought = request.GET.get("q", "").strip()
    found = queries.entries_visible_to(actor)
    if sought:
        found = queries.entries_like(found, sought)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Audit log"),
        "page": page,
        "rows": queries.with_names(page.object_list),
        "sought": sought,
        "head": queries.newest_head(),
    }
    return render(request, "core/audit.html", context)
