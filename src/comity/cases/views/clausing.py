"""The clause library: read and search it, write and decide on clauses, take them along as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases.access import Permission
from comity.cases.actions import clausing
from comity.cases.errors import REFUSALS, sentence
from comity.cases.forms.clausing import ClauseFileForm, ClauseForm
from comity.cases.models.case import new_token
from comity.cases.queries import clauses
from comity.cases.views.base import casework, done, tried
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now
from comity.law.clauses import PLACES

if TYPE_CHECKING:
    from django.http import HttpRequest

FORM = ["GET", "HEAD", "POST"]
WORD = 100


@require_safe
@casework(Permission.CLAUSE_READ)
def clause_list(request: HttpRequest) -> HttpResponse:
    """Show the library, those clauses that hold a word."""
    word = request.GET.get("q", "")[:WORD]
    language, actor = get_language() or "en", actor_of(request)
    page = {
        "page_title": _("Clauses"),
        "word": word,
        "language": language,
        "clauses": clauses.library(word),
        "questions": clauses.questions(language),
        "modules": clauses.modules(language),
        "form": ClauseFileForm(),
        "may_propose": access.may(actor, Permission.CLAUSE_PROPOSE),
    }
    return render(request, "cases/clause_list.html", page)


@require_safe
@casework(Permission.CLAUSE_READ)
def clause(request: HttpRequest, clause_code: str) -> HttpResponse:
    """Show a clause with all its versions."""
    versions = clauses.history(clause_code)
    if not versions:
        raise Http404
    language, actor = get_language() or "en", actor_of(request)
    page = {
        "page_title": _("Clause"),
        "versions": versions,
        "title": versions[0].title(language),
        "questions": clauses.questions(language),
        "modules": clauses.modules(language),
        "may_propose": access.may(actor, Permission.CLAUSE_PROPOSE),
        "may_decide": access.may(actor, Permission.CLAUSE_DECIDE),
    }
    return render(request, "cases/clause.html", page)


@require_http_methods(FORM)
@casework(Permission.CLAUSE_PROPOSE)
def clause_write(request: HttpRequest, clause_code: str = "") -> HttpResponse:
    """Write a clause, or a new version of one; the former stays."""
    versions = clauses.history(clause_code) if clause_code else []
    if clause_code and not versions:
        raise Http404
    initial = {name: getattr(versions[0], name) for name in clausing.WRITTEN} if versions else None
    form = ClauseForm(request.POST or None, initial=initial)
    wanted = clause_code or f"own-{new_token()}"
    if form.is_valid() and tried(
        form,
        lambda: clausing.propose_clause(
            actor=actor_of(request), code=wanted, values=form.cleaned_data, now=utc_now()
        ),
    ):  # fmt: skip
        return done(
            request, _("Proposed. Drafts are offered it once the head has approved it."), "cases:clause", wanted
        )
    page = {"page_title": _("Clause"), "form": form, "code": clause_code, "places": PLACES}
    return render(request, "cases/clause_write.html", page)


@require_POST
@casework(Permission.CLAUSE_DECIDE)
def clause_decide(request: HttpRequest, clause_code: str, version: int) -> HttpResponse:
    """Approve a proposed version, or retire one."""
    approve = request.POST.get("outcome") == "approved"
    clausing.decide_clause(actor=actor_of(request), code=clause_code, version=version, approve=approve, now=utc_now())
    text = _("Approved. Drafts are offered it from now on.") if approve else _("Retired. It stays to be read.")
    return done(request, text, "cases:clause", clause_code)


@require_safe
@casework(Permission.CLAUSE_READ)
def clauses_export(request: HttpRequest) -> HttpResponse:
    """Give the library as a file that another authority can take over."""
    del request
    return HttpResponse(
        clausing.export_clauses(),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="clauses.json"', "Cache-Control": "no-store, private"},
    )


@require_POST
@casework(Permission.CLAUSE_PROPOSE)
def clauses_import(request: HttpRequest) -> HttpResponse:
    """Propose what a file of clauses says; nothing of it is taken where anything is wrong."""
    form = ClauseFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file of clauses. Nothing was taken over."))
        return redirect("cases:clauses")
    try:
        count = clausing.import_clauses(
            actor=actor_of(request), raw=form.cleaned_data["file"].read(), now=utc_now()
        )  # fmt: skip
    except REFUSALS as error:
        messages.error(request, sentence(error))
        return redirect("cases:clauses")
    return done(request, _("Proposed from the file: %(count)d") % {"count": count}, "cases:clauses")
