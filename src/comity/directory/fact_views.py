"""Pages of facts that officers enter: the list, one with its versions, entering, publishing, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.directory import editing, fact_actions, fact_files, fact_queries, read_facts
from comity.directory.access import Permission
from comity.directory.errors import DirectoryError
from comity.directory.fact_forms import FactForm, FactsFileForm
from comity.directory.fact_words import SORTS
from comity.directory.views import language
from comity.kernel.clock import utc_now
from comity.law.facts.cells import Sort

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.core.actors import Actor
    from comity.directory.fact_files import JudgedFact
    from comity.directory.models import LawFact

FORM = ["GET", "HEAD", "POST"]
STALE = gettext_lazy("Nothing was changed: another officer was faster. Look at the fact again.")
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
@access.needs(Permission.VIEW)
def facts(request: HttpRequest) -> HttpResponse:
    """List what officers entered here about treaties and States, and what waits for a second officer."""
    actor = actor_of(request)
    page = {
        "page_title": _("Facts entered here"),
        "holding": read_facts.stated_versions(fact_queries.current_versions()),
        "waiting": [
            (version, stated, access.may(actor, Permission.FACT_DECIDE, version))
            for version, stated in read_facts.stated_versions(fact_queries.waiting_visible_to(actor))
        ],
        "sorts": [(sort.value, words) for sort, words in SORTS.items() if _may_enter(actor, sort)],
        "may_propose": access.may(actor, Permission.FACT_PROPOSE),
        "may_bring": access.may(actor, Permission.FACT_PROPOSE, {}),
    }
    return render(request, "directory/facts.html", page)


@require_safe
@access.needs(Permission.VIEW)
def fact(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    """Show a fact: what it says, what it takes the place of, what waits, and who wrote and published each version."""
    found, actor = _found(fact_id), actor_of(request)
    versions = list(fact_queries.versions(found))
    cells = versions[0].cells
    sees = access.may(actor, Permission.VERSIONS_VIEW, editing.said_of(cells))
    waiting = next((one for one in versions if sees and one.state == fact_queries.WAITING), None)
    holds = next((one for one in versions if one.state == fact_queries.HOLDS), None)
    page = {
        "page_title": SORTS[Sort(found.sort)],
        "fact_id": found.pk,
        "holds": read_facts.fact_sheet(holds) if holds else None,
        "waiting": read_facts.fact_sheet(waiting) if waiting else None,
        "versions": read_facts.stated_versions(versions) if sees else [],
        "may_propose": access.may(actor, Permission.FACT_PROPOSE, cells),
        "may_decide": waiting is not None and access.may(actor, Permission.FACT_DECIDE, waiting),
    }
    return render(request, "directory/fact.html", page)


def _may_enter(actor: Actor, sort: Sort) -> bool:
    return access.may(actor, Permission.FACT_PROPOSE, {"sort": sort, "place": editing.edited_by(actor)})


def _found(fact_id: UUID) -> LawFact:
    return get_object_or_404(fact_queries.facts(), pk=fact_id)


@require_http_methods(FORM)
@access.needs(Permission.FACT_PROPOSE)
def fact_new(request: HttpRequest, sort: str) -> HttpResponse:
    """Enter a fact of one sort."""
    if sort not in set(Sort):
        raise Http404
    return _entered(request, Sort(sort), None)


@require_http_methods(FORM)
@access.needs(Permission.FACT_PROPOSE)
def fact_change(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    """Write a newer version of a fact, or that it no longer counts."""
    found = _found(fact_id)
    return _entered(request, Sort(found.sort), found)


def _entered(request: HttpRequest, sort: Sort, found: LawFact | None) -> HttpResponse:
    actor = actor_of(request)
    state = editing.edited_by(actor)
    newest = fact_queries.versions(found).first() if found else None
    access.require(actor, Permission.FACT_PROPOSE, newest.cells if newest else {"sort": sort, "place": state})
    initial = FactForm.initial_of(newest.cells) if newest else {"place": state}
    places = None if access.may(actor, Permission.FACT_PROPOSE, {}) else editing.places_of(state)
    form = FactForm(request.POST or None, sort=sort, language=language(), places=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = fact_actions.propose_fact(
                actor=actor, cells=form.cells, now=utc_now(), fact_id=found.pk if found else None,
                withdrawn=found is not None and request.POST.get("act") == "withdraw",
            )  # fmt: skip
        except DirectoryError as error:
            form.add_error(None, STALE if error.code == "E_ENTRY" else NOT_SO)
        else:
            messages.success(request, _("Written. It holds once a second officer has published it."))
            return redirect("directory:fact", version.fact_id)
    page = {"page_title": SORTS[sort], "fact_id": found.pk if found else None, "form": form}
    return render(request, "directory/fact_form.html", page)


NOT_SO = gettext_lazy(
    "A newer version must be about the same instrument, State and article, and an instrument is entered once. Open the "
    "fact that is there already, or enter a fact of its own."
)
DECISIONS = {
    "publish": (fact_actions.publish_fact, gettext_lazy("Published. Answers on the legal basis rest on it now.")),
    "decline": (fact_actions.decline_fact, gettext_lazy("Declined. What was published before still holds.")),
}


@require_POST
@access.needs(Permission.FACT_DECIDE)
def fact_decide(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    """Publish or decline the version that waits."""
    found = _found(fact_id)
    if request.POST.get("decision") not in DECISIONS:
        raise SuspiciousOperation("neither published nor declined")
    act, words = DECISIONS[request.POST["decision"]]
    try:
        act(actor=actor_of(request), fact_id=found.pk, now=utc_now())
    except DirectoryError:
        messages.error(request, STALE)
    else:
        messages.success(request, words)
    return redirect("directory:fact", found.pk)


@require_http_methods(FORM)
@access.needs(Permission.FACT_PROPOSE)
def facts_file(request: HttpRequest) -> HttpResponse:
    """Judge a file of facts row by row, and take it in where that is asked and no row is refused."""
    access.require(actor_of(request), Permission.FACT_PROPOSE, {})  # a file is of any State: no editor brings one
    form = FactsFileForm(request.POST or None, request.FILES or None)
    rows: list[JudgedFact] = []
    if request.method == "POST" and form.is_valid():
        try:
            rows = fact_files.judge(fact_files.read(form.cleaned_data["file"]))
        except DirectoryError:
            form.add_error("file", NO_FILE)
    refused = any(one.result == "refused" for one in rows)
    if rows and form.cleaned_data["take"] and not refused:
        written = fact_files.take_in(actor=actor_of(request), judged_rows=rows, now=utc_now())
        messages.success(request, _("Taken in: %(number)d. Each waits for a second officer.") % {"number": written})
        return redirect("directory:facts")
    page = {
        "page_title": _("Facts from a file"), "form": form, "refused": refused,
        "rows": [(one, RESULTS[one.result]) for one in rows],
    }  # fmt: skip
    return render(request, "directory/facts_file.html", page)


NO_FILE = gettext_lazy(
    "This is no table of facts: CSV or JSON in UTF-8, with the columns of a file that was written here, one to 20,000 "
    "rows."
)
RESULTS = {
    "new": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "same": gettext_lazy("the same as here"),
    "refused": gettext_lazy("refused"),
}


@require_safe
@access.needs(Permission.VIEW)
def facts_export(request: HttpRequest, ending: str) -> HttpResponse:
    """Give the facts that hold as a file; `?shipped=yes` adds those that come with the program."""
    if ending not in KINDS:
        raise Http404
    text = fact_files.export(ending, shipped=request.GET.get("shipped") == "yes")
    head = {"Content-Disposition": f'attachment; filename="facts.{ending}"'}
    return HttpResponse(text, content_type=KINDS[ending], headers=head)
