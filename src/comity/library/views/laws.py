"""Laws of States: the list by State and article, one with its versions, entering, confirming, repealing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core import access
from comity.core.actors import actor_of
from comity.core.files.upload import sealed_uploads
from comity.core.parts import Filter, FilterSentence
from comity.kernel.clock import utc_now
from comity.library.access import Permission
from comity.library.actions import LIMIT
from comity.library.citing import in_order, shown_articles
from comity.library.errors import LibraryError, ReadingError
from comity.library.legislation import actions, queries
from comity.library.legislation.forms import KINDS, LawForm, SaidForm, VersionForm
from comity.library.legislation.read import last_said, status_of, titled
from comity.library.places import known_places, name_of
from comity.library.read import address, named
from comity.library.views.taking import taken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.core.actors import Actor
    from comity.law.facts import Place
    from comity.library.legislation.models import Law, LawVersion, Provision

FORM = ["GET", "HEAD", "POST"]
PAGE = 50


@require_safe
@access.needs(Permission.VIEW)
def laws(request: HttpRequest) -> HttpResponse:
    """List the laws of States, by State and by article."""
    there = {"place": queries.states_with_laws(), "article": queries.articles_with_laws()}
    chosen = {name: value for name in there if (value := request.GET.get(name, "")) in there[name]}
    page = Paginator(queries.laws(**chosen), PAGE).get_page(request.GET.get("page"))
    language, places = _language(), known_places()
    context = {
        "page_title": _("Laws of States"),
        "sentence": _sentence(there, chosen, page.paginator.count, places),
        "rows": [_row(one, language, places) for one in page],
        "page": page,
        "may_write": access.may(actor_of(request), Permission.LAW_WRITE),
    }
    return render(request, "library/laws.html", context)


def _sentence(
    there: dict[str, list[str]], chosen: dict[str, str], count: int, places: Mapping[str, Place]
) -> FilterSentence:
    language = _language()
    states = sorted(((one, name_of(one, language, places)) for one in there["place"]), key=lambda row: row[1])
    articles = [(one, shown_articles([one])) for one in there["article"]]
    return FilterSentence(
        lead=_("Laws"),
        filters=[
            Filter("place", _("State"), [("", _("of any State")), *states], chosen.get("place", "")),
            Filter("article", _("Article"), [("", _("on any article")), *articles], chosen.get("article", "")),
        ],
        count=ngettext("%(count)s law", "%(count)s laws", count) % {"count": count},
        clear_url=reverse("library:laws") if chosen else "",
    )


def _row(law: Law, language: str, places: Mapping[str, Place]) -> dict[str, Any]:
    newest = law.versions.all()[0]
    title, its_language = titled(law, language)
    return {
        "law": law,
        "state": name_of(law.place, language, places),
        "kind": KINDS[law.kind],
        "title": title,
        "language": its_language,
        "articles": shown_articles(in_order({one.article for one in newest.provisions.all()})),
        "status": status_of(law, utc_now().date()),
        "said": last_said(law),
    }


@require_safe
@access.needs(Permission.VIEW)
def law(request: HttpRequest, law_id: UUID) -> HttpResponse:
    """Show a law: whose, which versions, which articles, who said so and when."""
    return _shown(request, _found(law_id), SaidForm())


def _shown(request: HttpRequest, found: Law, said: SaidForm, status: int = 200) -> HttpResponse:
    versions = list(found.versions.all())
    context = {
        "page_title": _("A law of a State"),
        **_row(found, _language(), known_places()),
        "versions": [(one, address(one.expression), named(one.expression)) for one in versions],
        "provisions": _provisions(versions[0]),
        "said_form": said,
        "may_write": access.may(actor_of(request), Permission.LAW_WRITE, found),
        "may_offer": access.may(actor_of(request), Permission.LAW_OFFER, found),
    }
    return render(request, "library/law.html", context, status=status)


def _provisions(version: LawVersion) -> list[tuple[str, Provision]]:
    """Return what gives effect to which article, in the order of the Convention."""
    rows = list(version.provisions.all())
    order = {key: at for at, key in enumerate(in_order({one.article for one in rows}))}
    return [(shown_articles([one.article]), one) for one in sorted(rows, key=lambda one: order[one.article])]


def _found(law_id: UUID) -> Law:
    found = queries.law(law_id)
    if found is None:
        raise Http404
    return found


def _language() -> str:
    return get_language() or "en"


def _admit(request: HttpRequest, **_of: object) -> Actor:
    actor = actor_of(request)
    access.require(actor, Permission.LAW_WRITE)
    return actor


@require_http_methods(FORM)
@sealed_uploads(purpose="library upload", admit=_admit, limit=LIMIT)
@access.needs(Permission.LAW_WRITE)
def law_new(request: HttpRequest) -> HttpResponse:
    """Enter a law of a State."""
    form = LawForm(request.POST or None, request.FILES or None, language=_language())
    if request.method == "POST" and form.is_valid() and (reported := _reported(form)):
        data = form.cleaned_data
        try:
            made = actions.report_law(
                actor=actor_of(request), place=data["place"], kind=data["kind"], title=data["title"],
                number=data["number"], reported=reported, now=utc_now(),
            )  # fmt: skip
        except (LibraryError, ReadingError) as problem:
            _say(form, problem)
        else:
            messages.success(request, _("Entered. The law is found by its State, its articles and its words."))
            return redirect("library:law", made.pk)
    return render(request, "library/law_form.html", {"page_title": _("Enter a law"), "form": form})


@require_http_methods(FORM)
@sealed_uploads(purpose="library upload", admit=_admit, limit=LIMIT)
@access.needs(Permission.LAW_WRITE)
def law_version(request: HttpRequest, law_id: UUID) -> HttpResponse:
    """Enter what a law says now."""
    found = _found(law_id)
    access.require(actor_of(request), Permission.LAW_WRITE, found)
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (reported := _reported(form)):
        try:
            actions.report_version(actor=actor_of(request), law_id=law_id, reported=reported, now=utc_now())
        except (LibraryError, ReadingError) as problem:
            _say(form, problem)
        else:
            messages.success(request, _("Entered. The versions can be compared word by word."))
            return redirect("library:law", law_id)
    context = {"page_title": _("Enter a new version"), "form": form, "law": found, "title": titled(found, _language())}
    return render(request, "library/law_form.html", context)


def _reported(form: VersionForm) -> actions.Reported | None:
    sent = taken(form)
    if sent is None:
        return None
    data = form.cleaned_data
    return actions.Reported(
        raw=sent.raw, name=sent.name, media_type=sent.media_type, in_force_from=data["in_force_from"],
        reported_on=data["reported_on"], source=data["source"], verified=data["verified"],
        provisions=data["provisions"], title=data["title"],
    )  # fmt: skip


def _say(form: VersionForm | SaidForm, problem: LibraryError | ReadingError) -> None:
    """Put what is wrong where it can be put right."""
    text = problem.text.get(_language())
    wrong = text.format(**problem.params) if isinstance(problem, ReadingError) else text
    fields = {"E_LIBRARY_DAY": "on" if isinstance(form, SaidForm) else "reported_on", "E_LIBRARY_STATE": "place"}
    form.add_error(fields.get(problem.code, "file" if "file" in form.fields else None), wrong)


@require_POST
@access.needs(Permission.LAW_WRITE)
def law_said(request: HttpRequest, law_id: UUID) -> HttpResponse:
    """Write down that a State said of a law that it is right here, or repealed."""
    act = request.POST.get("act", "")
    if act not in {"confirm", "repeal"}:
        raise SuspiciousOperation("neither confirmed nor repealed")
    found, form = _found(law_id), SaidForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, 400)
    done = actions.confirm_law if act == "confirm" else actions.repeal_law
    try:
        done(actor=actor_of(request), law_id=law_id, now=utc_now(), **form.cleaned_data)
    except LibraryError as problem:
        _say(form, problem)
        return _shown(request, found, form, 400)
    messages.success(request, _("Written down, with its source and day."))
    return redirect("library:law", law_id)
