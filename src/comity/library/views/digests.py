"""Digests of cases: the list, one as it is or would be read, writing, and what a second person does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.moves import MoveError
from comity.core.parts import Filter, FilterSentence, Status, Tone
from comity.kernel.clock import utc_now
from comity.kernel.graph import GraphError
from comity.library.access import Permission
from comity.library.citing import shown_articles
from comity.library.digests import actions, queries
from comity.library.digests.forms import DigestForm, NoteForm
from comity.library.digests.states import DigestState
from comity.library.digests.writing import HEADINGS, OUTCOMES, SUBJECTS
from comity.library.errors import LibraryError
from comity.library.places import known_places, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.kernel.languages import Text
    from comity.law.facts import Place
    from comity.library.digests.models import Digest

PAGE: Final = 50
STATES: Final = {
    DigestState.draft.name: Status(pgettext_lazy("a digest", "draft"), Tone.OPEN),
    DigestState.waiting.name: Status(pgettext_lazy("a digest", "waits for a second person"), Tone.WAITING),
    DigestState.published.name: Status(pgettext_lazy("a digest", "published"), Tone.DONE),
    DigestState.withdrawn.name: Status(pgettext_lazy("a digest", "taken back"), Tone.REFUSED),
}
DONE: Final = {
    "submit": gettext_lazy("Given to a second person: an administrator, the head or the registry publishes it."),
    "return": gettext_lazy("Given back to its writer, with your reason."),
    "publish": gettext_lazy("Published. It is found in the library like any other document."),
    "withdraw": gettext_lazy("Taken back. It is no longer in the library."),
}


def _language() -> str:
    return get_language() or "en"


@require_safe
@access.needs(Permission.VIEW)
def digests(request: HttpRequest) -> HttpResponse:
    """List what is published, what waits for a second person, and one's own drafts."""
    actor, tongue, places = actor_of(request), _language(), known_places()
    chosen = {
        name: value for name, words in (("subject", SUBJECTS), ("outcome", OUTCOMES))
        if (value := request.GET.get(name, "")) in words
    }  # fmt: skip
    page = Paginator(queries.published(**chosen), PAGE).get_page(request.GET.get("page"))
    may_publish, may_write = access.may(actor, Permission.DIGEST_PUBLISH), access.may(actor, Permission.DIGEST_WRITE)
    context = {
        "page_title": _("Digests of cases"),
        "sentence": _sentence(chosen, page.paginator.count, tongue),
        "rows": [_row(one, tongue, places) for one in page],
        "page": page,
        "waiting": [_row(one, tongue, places) for one in queries.waiting()] if may_publish else [],
        "drafts": [_row(one, tongue, places) for one in queries.drafts_of(actor.person())] if may_write else [],
        "may_write": may_write,
    }
    return render(request, "library/digests.html", context)


def _sentence(chosen: Mapping[str, str], count: int, tongue: str) -> FilterSentence:
    def choices(every: str, words: Mapping[str, Text]) -> list[tuple[str, Any]]:
        return [("", every), *((code, text.get(tongue)) for code, text in words.items())]

    return FilterSentence(
        lead=_("Digests"),
        filters=[
            Filter("subject", _("Kind of cooperation"), choices(_("of any kind"), SUBJECTS), chosen.get("subject", "")),
            Filter("outcome", _("Outcome"), choices(_("with any outcome"), OUTCOMES), chosen.get("outcome", "")),
        ],
        count=ngettext("%(count)s digest", "%(count)s digests", count) % {"count": count},
        clear_url=reverse("library:digests") if chosen else "",
    )


def _row(one: Digest, tongue: str, places: Mapping[str, Place]) -> dict[str, Any]:
    return {
        "one": one,
        "subject": SUBJECTS[one.subject].get(tongue),
        "outcome": OUTCOMES[one.outcome].get(tongue),
        "articles": shown_articles(one.articles),
        "states": [name_of(code, tongue, places) for code in one.states],
    }


@require_safe
@access.needs(Permission.VIEW)
def digest(request: HttpRequest, digest_id: UUID) -> HttpResponse:
    """Show a digest; one that is not published only to its writer and to those who may publish it."""
    found = _found(request, digest_id)
    return _shown(request, found, NoteForm())


def _found(request: HttpRequest, digest_id: UUID) -> Digest:
    found = queries.digest(digest_id)
    if found is None:
        raise Http404
    if found.state != DigestState.published.name and not access.may(
        actor_of(request), Permission.DIGEST_READ, found
    ):  # fmt: skip
        raise Http404  # whether there is such a draft is nobody else's business
    return found


def _shown(request: HttpRequest, found: Digest, form: NoteForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    may_publish = access.may(actor, Permission.DIGEST_PUBLISH, found)
    labels = {name: text.get("zh-hans" if found.language == "zh" else "en") for name, text in HEADINGS.items()}
    context = {
        "page_title": _("A digest of a case"),
        **_row(found, _language(), known_places()),
        "state": STATES[found.state],
        "parts": [(labels[name], getattr(found, name)) for name in ("facts", "course", "lessons")],
        "form": form,
        "may_change": found.state == "draft" and access.may(actor, Permission.DIGEST_CHANGE, found),
        "may_decide": found.state == "waiting" and may_publish,
        "may_offer": access.may(actor, Permission.DIGEST_OFFER, found),
        "is_own": found.written_by_id == actor.officer_id,
        "may_withdraw": found.state == "published" and access.may(actor, Permission.DIGEST_WITHDRAW, found),
    }
    return render(request, "library/digest.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs(Permission.DIGEST_WRITE)
def digest_new(request: HttpRequest) -> HttpResponse:
    """Begin a digest."""
    return _written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs(Permission.DIGEST_WRITE)
def digest_change(request: HttpRequest, digest_id: UUID) -> HttpResponse:
    """Write on at one's own draft."""
    found = _found(request, digest_id)
    access.require(actor_of(request), Permission.DIGEST_CHANGE, found)
    return _written(request, found)


def _written(request: HttpRequest, found: Digest | None) -> HttpResponse:
    initial = DigestForm.initial_of(found) if found else {"language": _language().partition("-")[0]}
    form = DigestForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_digest(
                actor=actor_of(request), digest_id=found.pk if found else None, content=form.content, now=utc_now()
            )
        except LibraryError as problem:
            form.add_error(None, problem.text.get(_language()))
        else:
            messages.success(request, _("Stored as a draft. Read it as others will, then give it to a second person."))
            return redirect("library:digest", made.pk)
    context = {"page_title": _("Write a digest"), "form": form, "found": found}
    return render(request, "library/digest_form.html", context)


@require_POST
@access.needs(Permission.DIGEST_WRITE)
def digest_act(request: HttpRequest, digest_id: UUID) -> HttpResponse:
    """Give a draft to a second person; publish it or give it back; take back what is published."""
    act, found = request.POST.get("act", ""), _found(request, digest_id)
    if act not in DONE:
        raise SuspiciousOperation("nothing that can be done to a digest")
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, 400)
    given: dict[str, Any] = {"actor": actor_of(request), "digest_id": digest_id, "now": utc_now()}
    note = form.cleaned_data["note"]
    try:
        match act:
            case "submit":
                actions.submit_digest(**given)
            case "return":
                actions.return_digest(**given, note=note)
            case "publish":
                actions.publish_digest(**given)
            case _:
                actions.withdraw_digest(**given, note=note)
    except (GraphError, MoveError):
        messages.error(request, _("Nothing was changed: somebody else was faster. Look at the digest again."))
        return redirect("library:digests")
    except LibraryError as problem:
        form.add_error(None, problem.text.get(_language()))
        return _shown(request, found, form, 400)
    messages.success(request, DONE[act])
    return redirect("library:digests" if act == "withdraw" else reverse("library:digest", args=[digest_id]))
