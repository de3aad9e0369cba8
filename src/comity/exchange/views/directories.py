"""Pages about the key directory that this node follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.exchange import alarm_words, directories, peers, queries, splits, tree_source
from comity.exchange.access import Permission
from comity.exchange.directory_words import words_for
from comity.exchange.errors import ExchangeError
from comity.exchange.forms import DirectoryFindingForm, RootForm, explain
from comity.exchange.read_directories import alarm_rows, listed_rows, reading_of, tree_row
from comity.exchange.views.anchors import ChangePage, change
from comity.kernel.clock import utc_now
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

edit = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@access.needs(Permission.PEERS_VIEW)
def directory(request: HttpRequest) -> HttpResponse:
    """Show what the directory lists, how old that is, and what is wrong."""
    actor, language, now = actor_of(request), get_language() or "en", utc_now()
    found = directories.followed()
    context = {
        "page_title": _("Key directory"),
        "directory": found,
        "reading": reading_of(found, now) if found else None,
        "rows": listed_rows(found, language=language) if found else [],
        "tree": tree_row(found, language=language) if found else None,
        "alarms": alarm_rows(found, language=language) if found else [],
        "splits": [(one, one.peer.name_in(language)) for one in splits.open_about(found)] if found else [],
        "split_words": alarm_words.words_for(splits.SPLIT),
        "may_see_splits": access.may(actor, Permission.ALARMS_VIEW),
        "waiting": queries.proposed_directories().first(),
        "may_propose": access.may(actor, Permission.DIRECTORY_PROPOSE),
        "may_bring": access.may(actor, Permission.PEER_PROPOSE),
        "may_explain": access.may(actor, Permission.ALARM_EXPLAIN),
        "form": DirectoryFindingForm(auto_id=False),
    }
    return render(request, "exchange/directory.html", context)


@edit
@access.needs(Permission.DIRECTORY_PROPOSE)
def directory_new(request: HttpRequest) -> HttpResponse:
    """Bring the root of a directory."""
    form = RootForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        url = form.cleaned_data["url"]
        try:
            made = directories.propose_directory(actor=actor_of(request), root=form.raw, url=url, now=utc_now())
        except ExchangeError as error:
            form.add_error("url", explain(error))
        except SealError:
            form.add_error("file", _("This is not the root of a key directory, or not signed as it must be."))
        else:
            messages.success(request, _("Brought. Nothing changes until a second officer has compared the digits."))
            return redirect("exchange:directory-change", directory_id=made.pk)
    return render(request, "exchange/directory_new.html", {"page_title": _("Follow a key directory"), "form": form})


@edit
@access.needs(Permission.DIRECTORY_DECIDE)
def directory_change(request: HttpRequest, directory_id: UUID) -> HttpResponse:
    """Show a root that was brought; the second officer confirms or declines it."""
    return change(request, get_object_or_404(queries.directories(), pk=directory_id), CHANGE)


CHANGE = ChangePage(
    anchors=directories.ANCHORS,
    home="exchange:directory",
    template="exchange/directory_change.html",
    title=gettext_lazy("The root of a key directory"),
    digits=gettext_lazy("The forty digits, as the note verbale or the secretariat gives them"),
    confirmed=gettext_lazy("This node follows the directory from now on."),
)


@require_POST
@access.needs(Permission.DIRECTORY_PROPOSE)
def directory_look(request: HttpRequest) -> HttpResponse:
    """Look at the directory now."""
    found = directories.followed()
    if found is None or not found.url:
        messages.error(request, _("No directory with an address is followed."))
        return redirect("exchange:directory")
    looked = directories.look(found, now=utc_now())
    if looked.trouble:
        messages.error(request, words_for(looked.trouble)[0].get(get_language() or "en"))
    else:
        tree_source.take(found, now=utc_now())  # what is wrong with it stands on the page
        messages.success(request, _("The directory was verified. It lists %(count)s nodes.") % {"count": looked.listed})
    return redirect("exchange:directory")


@require_POST
@access.needs(Permission.DIRECTORY_PROPOSE)
def directory_leave(request: HttpRequest, directory_id: UUID) -> HttpResponse:
    """Follow a directory no longer."""
    get_object_or_404(queries.directories(), pk=directory_id)
    directories.leave_directory(actor=actor_of(request), anchor_id=directory_id, now=utc_now())
    messages.success(request, _("The directory is followed no longer. Counterparts stay as they are."))
    return redirect("exchange:directory")


@require_POST
@access.needs(Permission.ALARM_EXPLAIN)
def directory_alarm(request: HttpRequest, directory_alarm_id: UUID) -> HttpResponse:
    """Write down what was found out about an alarm."""
    get_object_or_404(queries.directory_alarms(), pk=directory_alarm_id)
    form = DirectoryFindingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write down what was found out."))
    else:
        finding = form.cleaned_data["finding"]
        directories.see_to_alarm(actor=actor_of(request), alarm_id=directory_alarm_id, finding=finding, now=utc_now())
        messages.success(request, _("Written down. The alarm is seen to."))
    return redirect("exchange:directory")


@require_POST
@access.needs(Permission.PEER_PROPOSE)
def directory_bring(request: HttpRequest, listed_id: UUID) -> HttpResponse:
    """Bring the keys that a State lists, for a second officer to confirm."""
    listed = get_object_or_404(queries.listed_nodes(), pk=listed_id)
    if splits.open_about(listed.directory).exists():
        messages.error(request, words_for(splits.SPLIT)[0].get(get_language() or "en"))
        return redirect("exchange:directory")
    try:
        change = peers.pin_peer(actor=actor_of(request), raw=bytes(listed.key_file), now=utc_now())
    except (SealError, ExchangeError) as error:
        messages.error(request, explain(error))
        return redirect("exchange:directory")
    messages.success(request, _("Brought. Nothing changes until a second officer has compared the digits."))
    return redirect("exchange:peer-change", change_id=change.pk)
