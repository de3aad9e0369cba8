"""Pages of the directory: States, one State, one authority with its versions, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.directory import actions, listing, queries, read, read_facts, read_treaties, signs
from comity.directory.access import Permission
from comity.directory.charts import bars
from comity.directory.errors import DirectoryError
from comity.directory.forms import EntryForm
from comity.directory.functions import FUNCTIONS
from comity.directory.states import GROUP_NAMES, all_states, is_users_code
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

STALE = gettext_lazy("Nothing was changed: another officer was faster. Look at the authority again.")


def language() -> str:
    """Return the language of this page."""
    return get_language() or "en"


@require_safe
@access.needs(Permission.VIEW)
def places(request: HttpRequest) -> HttpResponse:
    """List the States: all of them page by page, or those that a name, a group, a letter or a standing leaves."""
    asked, actor = listing.wanted(request.GET.dict()), actor_of(request)
    rows = listing.place_rows(asked, language())
    page = {
        "page_title": _("Directory of competent national authorities"),
        "asked": asked,
        "missed": bool(asked.asked) and not rows,
        "count": len(rows),
        "page": Paginator(rows, listing.PAGE).get_page(request.GET.get("page")),
        "groups": [(code.value, name.get(language())) for code, name in GROUP_NAMES.items()],
        "letters": listing.letters(),
        "standings": [(code, words) for code, (words, _fits) in listing.STANDINGS.items()],
        "waiting": [
            (entry, read.place_name(entry.authority.place, language())) for entry in queries.waiting_visible_to(actor)
        ],
    }
    return render(request, "directory/list.html", page)


def known(place: str) -> str:
    """Return the code of a State that has a page, or answer 404."""
    code = place.upper()
    if code in all_states() or is_users_code(code) or code == settings.NODE.state:
        return code
    raise Http404


@require_safe
@access.needs(Permission.VIEW)
def place(request: HttpRequest, place: str) -> HttpResponse:
    """Show a State: whom it has designated, by what it is bound, what it is called."""
    code, actor = known(place), actor_of(request)
    state = all_states().get(code)
    territories = [one for one in all_states().values() if one.part_of == code]
    page = {
        "page_title": read.place_name(code, language()),
        "code": code,
        "state": state,
        "formal": state.formal.get(language()) if state else "",
        "kind": read.kind_name(state, language()) if state else "",
        "group": GROUP_NAMES[state.group].get(language()) if state and state.group else "",
        "part_of": (state.part_of, read.place_name(state.part_of, language())) if state and state.part_of else None,
        "territories": [(one.iso2, one.name.get(language())) for one in territories],
        "functions": read.function_rows([code], language()),
        "treaties": read_treaties.treaty_rows(code, language()),
        "stated": read_facts.place_facts(code),
        "names": read.name_rows(state) if state else [],
        "may_see": access.may(actor, Permission.CONTACTS_VIEW),
        "may_propose": access.may(actor, Permission.AUTHORITY_PROPOSE, code),
    }
    return render(request, "directory/place.html", page)


@require_safe
@access.needs(Permission.CONTACTS_VIEW)
def authority(request: HttpRequest, authority_id: UUID) -> HttpResponse:
    """Show an authority: how to reach it, how far that can be relied on, what waits, what it said before."""
    found, actor = get_object_or_404(queries.authorities(), pk=authority_id), actor_of(request)
    sees_versions = access.may(actor, Permission.VERSIONS_VIEW, found.place)
    holds, waiting = queries.published(found), queries.waiting(found) if sees_versions else None
    heard_at = signs.heard_of(holds, found.place, signs.heard()) if holds else None
    said = queries.last_confirmed(found.pk)
    sheets = read.entry_sheets([one for one in (holds, waiting) if one], found.place, language())
    page = {
        "page_title": _("Authority in the directory"),
        "authority_id": found.pk,
        "place": (found.place, read.place_name(found.place, language())),
        "holds": next((one for one in sheets if one.entry == holds), None),
        "waiting": next((one for one in sheets if one.entry == waiting), None),
        "life": read.life_of(holds, said, heard_at) if holds else None,
        "said": said,
        "heard_at": heard_at,
        "answered_at": signs.answered_of(holds, found.place) if holds else None,
        "versions": queries.versions(found) if sees_versions else [],
        "may_propose": access.may(actor, Permission.AUTHORITY_PROPOSE, found.place),
        "may_confirm": holds is not None and access.may(actor, Permission.AUTHORITY_CONFIRM, found.place),
        "may_decide": waiting is not None and access.may(actor, Permission.AUTHORITY_DECIDE, waiting),
    }
    return render(request, "directory/authority.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs(Permission.AUTHORITY_PROPOSE)
def authority_new(request: HttpRequest, place: str) -> HttpResponse:
    """Enter an authority of a State, or that it has designated none."""
    return _entered(request, known(place), None)


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs(Permission.AUTHORITY_PROPOSE)
def authority_change(request: HttpRequest, authority_id: UUID) -> HttpResponse:
    """Write a newer version of what is known of an authority."""
    found = get_object_or_404(queries.authorities(), pk=authority_id)
    return _entered(request, found.place, found.pk)


def _entered(request: HttpRequest, code: str, authority_id: UUID | None) -> HttpResponse:
    access.require(actor_of(request), Permission.AUTHORITY_PROPOSE, code)
    others = [
        (entry.authority_id, entry.name_in(language()))
        for entry in queries.entries_of([code])
        if entry.designated and entry.authority_id != authority_id
    ]
    newest = queries.versions(queries.authorities().get(pk=authority_id)).first() if authority_id else None
    initial = EntryForm.initial_of(newest) if newest else {"electronic": "unknown"}
    form = EntryForm(request.POST or None, others=others, language=language(), place=code, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.propose_entry(
                actor=actor_of(request), place=code, values=form.values, now=utc_now(), authority_id=authority_id
            )
        except DirectoryError:
            form.add_error(None, STALE)
        else:
            messages.success(request, _("Written. It holds once a second officer has published it."))
            return redirect("directory:authority", entry.authority_id)
    page = {
        "page_title": _("Change an authority") if authority_id else _("Enter an authority"),
        "place": (code, read.place_name(code, language())),
        "authority_id": authority_id,
        "form": form,
    }
    return render(request, "directory/authority_form.html", page)


DECISIONS = {
    "publish": (actions.publish_entry, gettext_lazy("Published. This is what the directory says from now on.")),
    "decline": (actions.decline_entry, gettext_lazy("Declined. What was published before still holds.")),
}


@require_POST
@access.needs(Permission.AUTHORITY_DECIDE)
def authority_decide(request: HttpRequest, authority_id: UUID) -> HttpResponse:
    """Publish or decline the version that waits."""
    get_object_or_404(queries.authorities(), pk=authority_id)
    if request.POST.get("decision") not in DECISIONS:
        raise SuspiciousOperation("neither published nor declined")
    act, words = DECISIONS[request.POST["decision"]]
    try:
        act(actor=actor_of(request), authority_id=authority_id, now=utc_now())
    except DirectoryError:
        messages.error(request, STALE)
    else:
        messages.success(request, words)
    return redirect("directory:authority", authority_id)


@require_POST
@access.needs(Permission.AUTHORITY_CONFIRM)
def authority_confirm(request: HttpRequest, authority_id: UUID) -> HttpResponse:
    """Say by one click that what is published is still right."""
    get_object_or_404(queries.authorities(), pk=authority_id)
    try:
        actions.confirm_authority(actor=actor_of(request), authority_id=authority_id, now=utc_now())
    except DirectoryError:
        messages.error(request, _("Nothing of this authority is published yet; there is nothing to confirm."))
    else:
        messages.success(request, _("Confirmed as still right today."))
    return redirect("directory:authority", authority_id)


@require_safe
@access.needs(Permission.VIEW)
def counts(request: HttpRequest) -> HttpResponse:
    """Show how many States have named somebody for each function, over time."""
    points = read.count_points()
    names = [facts.name.get(language()) for facts in FUNCTIONS.values()]
    page = {
        "page_title": _("Designated authorities by function"),
        "names": names,
        "points": points,
        "charts": [(point, bars(names, point.counts)) for point in points if not point.here or point is points[-1]],
    }
    return render(request, "directory/counts.html", page)
