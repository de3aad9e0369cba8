"""Pages about the directory of authorities that a hub publishes: whom we believe, what is new, taking it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.directory.editions import differences
from comity.exchange import editions, queries
from comity.exchange.access import Permission
from comity.exchange.edition_files import bring_edition
from comity.exchange.edition_words import words_for, words_for_file
from comity.exchange.errors import ExchangeError
from comity.exchange.forms import EditionFileForm, HubKeyForm, explain
from comity.exchange.states import SourceState
from comity.exchange.views.anchors import ChangePage, change
from comity.kernel.clock import utc_now
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

edit = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access.needs(Permission.DIRECTORY_PROPOSE)
def edition(request: HttpRequest) -> HttpResponse:
    """Show how far the hub's directory can be relied on, and in what it differs from what holds here."""
    language, source = get_language() or "en", editions.shown()
    said = editions.newest(source) if source else None
    found = differences(said, language) if said else None
    trouble = words_for(source.trouble) if source and source.trouble else None
    page = {
        "page_title": _("Directory from the hub"),
        "source": source,
        "waiting": queries.proposed_sources().first(),
        "trouble": [one.get(language) for one in trouble] if trouble else None,
        "distrusted": source is not None and source.state == SourceState.distrusted.name,
        "said": said,
        "found": found,
    }
    return render(request, "exchange/edition.html", page)


@edit
@access.needs(Permission.DIRECTORY_PROPOSE)
def edition_new(request: HttpRequest) -> HttpResponse:
    """Bring the key file of a hub."""
    form = HubKeyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        url = form.cleaned_data["url"]
        try:
            made = editions.propose_source(actor=actor_of(request), raw=form.raw, url=url, now=utc_now())
        except ExchangeError as error:
            form.add_error("url", explain(error))
        except SealError as error:
            form.add_error("file", explain(error))
        else:
            messages.success(request, _("Brought. Nothing changes until a second officer has compared the digits."))
            return redirect("exchange:edition-change", source_id=made.pk)
    page = {"page_title": _("Take the directory of a hub"), "form": form}
    return render(request, "exchange/edition_new.html", page)


@edit
@access.needs(Permission.DIRECTORY_DECIDE)
def edition_change(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Show a key file that was brought; the second officer confirms or declines it."""
    return change(request, get_object_or_404(queries.sources(), pk=source_id), CHANGE)


CHANGE = ChangePage(
    anchors=editions.ANCHORS,
    home="exchange:edition",
    template="exchange/edition_change.html",
    title=gettext_lazy("The keys of a hub"),
    digits=gettext_lazy("The forty digits, as the note verbale or the secretariat gives them"),
    confirmed=gettext_lazy("This node looks at the hub's directory from now on."),
)


@edit
@access.needs(Permission.DIRECTORY_PROPOSE)
def edition_file(request: HttpRequest) -> HttpResponse:
    """Take an edition from a file, verified as one that is fetched; its rows wait for two officers all the same."""
    form = EditionFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            bring_edition(actor=actor_of(request), raw=form.cleaned_data["file"], now=utc_now())
        except ExchangeError as error:
            language = get_language() or "en"
            form.add_error("file", [one.get(language) for one in words_for_file(error.code)])
        else:
            messages.success(request, _("The file was verified. Choose what of it is taken in."))
            return redirect("exchange:edition")
    page = {"page_title": _("The hub's directory from a file"), "form": form}
    return render(request, "exchange/edition_file.html", page)


@require_POST
@access.needs(Permission.DIRECTORY_PROPOSE)
def edition_look(request: HttpRequest) -> HttpResponse:
    """Look at what the hub publishes now."""
    source = editions.believed()
    if source is None:
        messages.error(request, _("No hub is believed. Bring its key file first."))
    elif trouble := editions.look(source, now=utc_now()):
        messages.error(request, words_for(trouble)[0].get(get_language() or "en"))
    else:
        messages.success(request, _("The directory was verified."))
    return redirect("exchange:edition")


@require_POST
@access.needs(Permission.DIRECTORY_PROPOSE)
def edition_take(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Write versions for the chosen rows; each waits for a second officer."""
    get_object_or_404(queries.sources(), pk=source_id)
    seen, rows = request.POST.get("seen", ""), request.POST.getlist("row")
    try:
        taken = editions.take_in(actor=actor_of(request), source_id=source_id, seen=seen, rows=rows, now=utc_now())
    except ExchangeError:
        messages.error(request, _("Another edition came since you looked. Nothing was taken in; look at it anew."))
    else:
        said = _("Written: %(count)s. Each holds once a second officer has published it.") % {"count": taken}
        messages.success(request, said)
    return redirect("exchange:edition")
