"""What the library has, and loading a document into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.files.upload import sealed_uploads
from comity.core.parts import Filter, FilterSentence
from comity.kernel.clock import utc_now
from comity.library import labels, queries
from comity.library.access import Permission
from comity.library.actions import LIMIT, Result, load_document
from comity.library.errors import LibraryError, ReadingError
from comity.library.forms import LoadForm
from comity.library.read import address, named
from comity.library.saved import queries as saved
from comity.library.views.taking import taken

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from comity.core.actors import Actor
    from comity.library.actions import Loaded
    from comity.library.models import Expression, Work

PAGE: Final = 50
TOLD: Final = {
    Result.NEW: gettext_lazy("Loaded: a document that was not there."),
    Result.VERSION: gettext_lazy("Loaded: another version of a document that was there. Compare the two."),
    Result.LANGUAGE: gettext_lazy("Loaded: another language of a document that was there."),
    Result.CONVERSION: gettext_lazy("The file is kept. It says word for word what another file of the library says."),
    Result.KNOWN: gettext_lazy("This very file was there already; nothing was changed."),
}


@require_safe
@access.needs(Permission.VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """List the documents, or those of a body, year, kind and language."""
    there = queries.what_there_is()
    chosen = {name: value for name in there if (value := request.GET.get(name, "")) in there[name]}
    page = Paginator(queries.works(**chosen), PAGE).get_page(request.GET.get("page"))
    language, actor = get_language() or "en", actor_of(request)
    context = {
        "page_title": _("Library"),
        "sentence": _sentence(there, chosen, page.paginator.count),
        "rows": [_row(work, language) for work in page],
        "page": page,
        "may_load": access.may(actor, Permission.LOAD),
        "may_review": access.may(actor, Permission.REVIEW),
        "kind": chosen.get("kind", ""),
        "news": saved.count_of_news(actor),
        "waiting": queries.waiting().count(),
    }
    return render(request, "library/home.html", context)


def _sentence(there: dict[str, list[str]], chosen: dict[str, str], count: int) -> FilterSentence:
    named = {"kind": labels.KINDS, "language": labels.LANGUAGES}
    every = {
        "body": _("of any body"),
        "year": _("of any year"),
        "kind": _("of any kind"),
        "language": _("in any language"),
    }
    label = {"body": _("Body"), "year": _("Year"), "kind": _("Kind"), "language": _("Language")}
    return FilterSentence(
        lead=_("Documents"),
        filters=[
            Filter(
                name, label[name],
                [("", every[name]), *((one, labels.called(named.get(name, {}), one)) for one in there[name])],
                chosen.get(name, ""),
            )
            for name in ("kind", "body", "year", "language")
        ],
        count=ngettext("%(count)s document", "%(count)s documents", count) % {"count": count},
        clear_url=reverse("library:home") if chosen else "",
    )  # fmt: skip


def _row(work: Work, language: str) -> dict[str, Any]:
    """Return a document as the list shows it: by the title in the reader's language, where it has one."""
    words: list[Expression] = sorted(work.expressions.all(), key=lambda one: (one.language, one.version))
    own = language.partition("-")[0]
    first = next((one for one in reversed(words) if one.language == own), words[-1])
    return {
        "work": work,
        "title": first.title or _("(no title found)"),
        "language": first.language,
        "kind": labels.called(labels.KINDS, work.kind),
        "words": [(address(one), named(one)) for one in words],
    }


def _admit(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    access.require(actor, Permission.LOAD)
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
@sealed_uploads(purpose="library upload", admit=_admit, limit=LIMIT)
@access.needs(Permission.LOAD)
def load(request: HttpRequest) -> HttpResponse:
    """Take the file of a document, and read it."""
    form = LoadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        loaded = _loaded(request, form)
        if loaded is not None:
            messages.success(request, TOLD[loaded.result])
            return redirect(address(loaded.expression))
    return render(request, "library/load.html", {"page_title": _("Load a document"), "form": form})


def _loaded(request: HttpRequest, form: LoadForm) -> Loaded | None:
    """Load what was sent; what is wrong with it stands at the field."""
    sent = taken(form)
    if sent is None:
        return None
    try:
        return load_document(
            actor=actor_of(request), raw=sent.raw, name=sent.name, media_type=sent.media_type, now=utc_now()
        )  # fmt: skip
    except (ReadingError, LibraryError) as problem:
        form.add_error("file", problem.text.get(get_language() or "en").format(**problem.params))
        return None
