"""How this authority writes its references and what stands above its papers, each with a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.cases.access import Permission
from comity.cases.actions import house
from comity.cases.forms.house import LetterheadForm, SchemeForm
from comity.cases.letters.render import render as print_paper
from comity.cases.numbering import check_scheme
from comity.cases.queries import house as read
from comity.cases.views.base import casework, our_state, tried
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest

TAGS = {"en": "en", "zh": "zh-hans"}
LANGUAGES = {"en": "English", "zh-hans": "简体中文"}


@require_http_methods(["GET", "HEAD", "POST"])
@casework(Permission.HOUSE_READ)
def numbering(request: HttpRequest) -> HttpResponse:
    """Show how references are written and will be; let the administrator look at another pattern and set it."""
    actor, scheme = actor_of(request), read.scheme_in_force()
    form = SchemeForm(request.POST or None, scheme=scheme)
    shown = scheme
    if form.is_valid() and tried(form, lambda: check_scheme(form.scheme, state=our_state())):
        shown = form.scheme
        if request.POST.get("act") == "set":
            house.set_scheme(actor=actor, scheme=shown, now=utc_now())
            messages.success(request, _("Set. The next reference is written so; those given before stay."))
            return redirect("cases:numbering")
    page = {
        "page_title": _("Reference numbers"),
        "form": form,
        "may_set": access.may(actor, Permission.HOUSE_SET),
        "preview": shown if shown != scheme else None,
        "samples": read.samples(shown, state=our_state(), year=timezone.localdate().year),
        "schemes": read.schemes()[:20],
        "standard": settings.NODE.state,
    }
    return render(request, "cases/numbering.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@casework(Permission.HOUSE_READ)
def letterhead(request: HttpRequest) -> HttpResponse:
    """Show what stands above our papers; let the administrator set it."""
    actor, found = actor_of(request), read.letterhead()
    form = LetterheadForm(request.POST or None, request.FILES or None, initial=_present())
    if form.is_valid() and tried(
        form,
        lambda: house.set_letterhead(
            actor=actor, names=form.names, addresses=form.addresses, emblem=form.drawing, now=utc_now()
        ),
    ):
        messages.success(request, _("Set. Papers printed from now on begin so."))
        return redirect("cases:letterhead")
    page = {
        "page_title": _("Letterhead"),
        "form": form,
        "found": found,
        "may_set": access.may(actor, Permission.HOUSE_SET),
        "paper_languages": LANGUAGES.items(),
    }
    return render(request, "cases/letterhead.html", page)


def _present() -> dict[str, str]:
    """Return what stands above our papers now, as the form asks for it."""
    found = {tag: read.sender(language) for tag, language in TAGS.items()}
    return {f"name_{tag}": name for tag, (name, _address) in found.items()} | {
        f"address_{tag}": address for tag, (_name, address) in found.items()
    }


@require_safe
@casework(Permission.HOUSE_READ)
def letterhead_sample(request: HttpRequest) -> HttpResponse:
    """Give out a paper that shows the letterhead."""
    wanted, now = request.GET.get("in", ""), utc_now()
    language = wanted if wanted in LANGUAGES else "en"
    paper = read.sample_paper(*read.sender(language), language, at=now)
    headers = {"Content-Disposition": 'attachment; filename="sample.pdf"', "Cache-Control": "no-store, private"}
    content = print_paper(paper, at=now, head=read.head(language))
    return HttpResponse(content, content_type="application/pdf", headers=headers)
