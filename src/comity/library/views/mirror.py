"""What this node takes over from the hub: when it looked last, what came, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.core import access
from comity.core.parts import Status, Tone
from comity.library import labels
from comity.library.access import Permission
from comity.library.actions import LIMIT
from comity.library.errors import TEXTS
from comity.library.mirroring import queries
from comity.library.mirroring.catalogue import Entry
from comity.library.mirroring.models import Took
from comity.library.mirroring.words import WORDS
from comity.library.read import address

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from comity.library.mirroring.models import MirrorEntry, MirrorStatement

PAGE: Final = 50
STATUSES: Final = {
    Took.WAITING: Status(gettext_lazy("still to be fetched"), Tone.WAITING),
    Took.TAKEN: Status(gettext_lazy("taken over"), Tone.DONE),
    Took.KNOWN: Status(gettext_lazy("was here already"), Tone.DONE),
    Took.UNREADABLE: Status(gettext_lazy("cannot be read here"), Tone.REFUSED),
}

TAKEN_BACK: Final = Status(gettext_lazy("taken back at the hub"), Tone.REFUSED)


@require_safe
@access.needs(Permission.VIEW)
def mirror(request: HttpRequest) -> HttpResponse:
    """Show what came from the hub."""
    found, language = queries.newest(), get_language() or "en"
    context: dict[str, Any] = {"page_title": _("Documents from the hub"), "mirror": found}
    if found is not None:
        page = Paginator(queries.taken(found), PAGE).get_page(request.GET.get("page"))
        seen, do = WORDS.get(found.trouble, (None, None))
        context |= {
            "counts": queries.counts(found),
            "page": page,
            "rows": [_row(one, language) for one in page],
            "stated": [_stated(one, language) for one in queries.stated(found)[:PAGE]],
            "trouble": seen.get(language) if seen else "",
            "what_to_do": do.get(language) if do else "",
        }
    return render(request, "library/mirror.html", context)


def _stated(one: MirrorStatement, language: str) -> dict[str, Any]:
    """Return what became of a law or a digest; one that was taken back at the hub says so."""
    url, title = "", ""
    if one.law is not None:
        url, title = reverse("library:law", args=[one.law.pk]), one.law.title
    elif one.digest is not None and one.listed:
        url, title = reverse("library:digest", args=[one.digest.pk]), one.digest.title
    why = WORDS.get(one.code, (None,))[0] or TEXTS.get(one.code)
    shows_why = one.state in {Took.WAITING, Took.UNREADABLE}
    return {
        "ref": one.ref,
        "url": url,
        "title": title,
        "kind": labels.called(labels.KINDS, one.kind),
        "status": STATUSES[Took(one.state)] if one.listed or one.kind == "law" else TAKEN_BACK,
        "why": why.get(language).format(megabytes=one.size >> 20, limit=LIMIT >> 20) if why and shows_why else "",
        "at": one.done_at,
    }


def _row(one: MirrorEntry, language: str) -> dict[str, Any]:
    entry = Entry.of_line(one.line.encode())
    why = WORDS.get(one.code, (None,))[0] or TEXTS.get(one.code)
    values = {"megabytes": one.size >> 20, "limit": LIMIT >> 20, "kind": entry.media_type}
    return {
        "number": one.number,
        "title": entry.title or _("(no title found)"),
        "language": entry.language,
        "kind": labels.called(labels.KINDS, entry.kind),
        "symbol": entry.symbol,
        "url": address(one.manifestation.expression) if one.manifestation else "",
        "status": STATUSES[Took(one.state)],
        "why": why.get(language).format(**values) if why else "",
        "differs": one.differs,
        "at": one.done_at,
    }
