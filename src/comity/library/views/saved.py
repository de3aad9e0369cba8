"""A person's saved searches: what is new in each, looking at it, deleting it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now
from comity.kernel.plaintext import clean
from comity.library.access import Permission
from comity.library.errors import LibraryError
from comity.library.read import address, named
from comity.library.saved import actions, queries

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.library.saved.models import News

SHOWN: Final = 10  # documents of one search


@require_safe
@access.needs(Permission.SEARCH_SAVE)
def searches(request: HttpRequest) -> HttpResponse:
    """List one's own searches with the documents that are new in them."""
    actor = actor_of(request)
    rows = queries.news_of(actor).order_by("search_id", "-at", "-pk")
    news = {key: list(group) for key, group in groupby(rows, key=lambda one: one.search_id)}
    context = {
        "page_title": _("Your saved searches"),
        "rows": [
            {
                "search": one,
                "url": f"{reverse('library:search')}?{one.asked}",
                "news": [_document(each) for each in news.get(one.pk, [])[:SHOWN]],
                "more": max(0, len(news.get(one.pk, [])) - SHOWN),
            }
            for one in queries.searches_of(actor)
        ],
    }
    return render(request, "library/searches.html", context)


def _document(one: News) -> dict[str, Any]:
    words = one.expression
    return {
        "url": address(words),
        "title": words.title or _("(no title found)"),
        "language": words.language,
        "symbol": words.work.symbol,
        "named": named(words),
        "count": one.count,
    }


@require_POST
@access.needs(Permission.SEARCH_SAVE)
def search_save(request: HttpRequest) -> HttpResponse:
    """Save a search."""
    name, asked = clean(request.POST.get("name", "")), request.POST.get("asked", "")[:20_000]
    try:
        actions.save_search(actor=actor_of(request), address=asked, name=name, now=utc_now())
    except LibraryError as problem:
        messages.error(request, problem.text.get(get_language() or "en"))
    else:
        messages.success(request, _("Saved. What new documents say on it is shown here and on the library’s page."))
    return redirect("library:searches")


@require_POST
@access.needs(Permission.SEARCH_SAVE)
def search_act(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Look at what is new, which is new no longer then; or delete the search."""
    actor, act = actor_of(request), request.POST.get("act")
    if not queries.searches_of(actor).filter(pk=search_id).exists():
        raise Http404
    if act == "delete":
        actions.delete_search(actor=actor, search_id=search_id, now=utc_now())
        messages.success(request, _("Deleted."))
        return redirect("library:searches")
    if act != "seen":
        raise BadRequest("nothing that can be done to a search")
    found = actions.see_news(actor=actor, search_id=search_id, now=utc_now())
    messages.success(request, _("“%(name)s” has nothing new now.") % {"name": found.name})
    return redirect("library:searches")
