"""The custody of physical originals: the record, what happens to an original, corrections, and the record as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.cases.access import Permission
from comity.cases.actions import custody
from comity.cases.custody import Kind
from comity.cases.forms.custody import EntryForm
from comity.cases.letters.render import render as print_paper
from comity.cases.queries import custody as read
from comity.cases.queries import house
from comity.cases.views.base import casework, done, our_name, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

FORM = ["GET", "HEAD", "POST"]
LANGUAGES = {"en": "English", "zh-hans": "简体中文"}


@require_safe
@casework(Permission.REQUEST_READ)
def case_custody(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the originals of a case with every entry about them."""
    case = visible_case(request, case_id)
    page = case_frame(request, case, originals=read.originals_of(case), paper_languages=LANGUAGES.items())
    return render(request, "cases/case_custody.html", page)


@require_safe
@casework(Permission.REQUEST_READ)
def custody_paper(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give out the record as PDF."""
    case, now = visible_case(request, case_id), utc_now()
    wanted = request.GET.get("in", get_language() or "en")
    language = wanted if wanted in LANGUAGES else "en"
    paper = read.paper_of(case, language, sender=our_name(language), at=now)
    answer = HttpResponse(print_paper(paper, at=now, head=house.head(language)), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="custody.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


@require_http_methods(FORM)
@casework(Permission.CUSTODY_WRITE)
def original_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write down that an original came."""
    case = visible_case(request, case_id)
    form = EntryForm(request.POST or None, kind=Kind.CAME)
    if form.is_valid() and tried(
        form,
        lambda: custody.take_original(
            actor=actor_of(request), case_id=case_id, description=form.cleaned_data["description"], entry=form.entry,
            now=utc_now(),
        ),
    ):  # fmt: skip
        return done(request, _("Written down."), "cases:case-custody", case_id)
    page = case_frame(request, case, form=form, title_of_entry=_("An original came"))
    return render(request, "cases/custody_write.html", page)


@require_http_methods(FORM)
@casework(Permission.CUSTODY_WRITE)
def custody_write(request: HttpRequest, case_id: UUID, number: int, kind: str) -> HttpResponse:
    """Write down what happened to an original."""
    case = visible_case(request, case_id)
    row = read.original_of(case, number)
    title = dict(row.next).get(Kind(kind)) if kind in set(Kind) else None
    if title is None and request.method != "POST":
        raise Http404
    form = EntryForm(request.POST or None, kind=_kind(kind))
    if form.is_valid() and tried(
        form,
        lambda: custody.write_entry(
            actor=actor_of(request), case_id=case_id, number=number, entry=form.entry, now=utc_now()
        ),
    ):
        return done(request, _("Written down."), "cases:case-custody", case_id)
    page = case_frame(request, case, form=form, row=row, title_of_entry=title or read.KINDS[_kind(kind)])
    return render(request, "cases/custody_write.html", page)


def _kind(text: str) -> Kind:
    """Return the sort of entry that an address names, or raise Http404."""
    if text not in set(Kind) - {Kind.CAME}:
        raise Http404
    return Kind(text)


@require_http_methods(FORM)
@casework(Permission.CUSTODY_WRITE)
def custody_correct(request: HttpRequest, case_id: UUID, number: int, entry_id: int) -> HttpResponse:
    """Correct an entry by a further one."""
    case = visible_case(request, case_id)
    row = read.original_of(case, number)
    wrong = row.original.entries.get(pk=entry_id)
    form = EntryForm(request.POST or None, kind=Kind(wrong.kind), corrects=wrong)
    if form.is_valid() and tried(
        form,
        lambda: custody.correct_entry(
            actor=actor_of(request), case_id=case_id, number=number, entry_id=entry_id, entry=form.entry,
            reason=form.cleaned_data["reason"], now=utc_now(),
        ),
    ):  # fmt: skip
        return done(request, _("Corrected. The earlier entry stays readable."), "cases:case-custody", case_id)
    title = _("Correct an entry: %(what)s") % {"what": read.KINDS[Kind(wrong.kind)]}
    return render(
        request, "cases/custody_write.html", case_frame(request, case, form=form, row=row, title_of_entry=title)
    )
