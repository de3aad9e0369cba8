"""On what basis and by which channel this request is made: asked with what the draft says, chosen, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import grounding
from comity.cases.forms.legal_basis import CaseBasisForm, ChannelForm, TakeForm
from comity.cases.queries import legal_basis, offered
from comity.cases.views.base import casework, done, our_state, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.cases.views.legal_basis import follow
from comity.core.actors import actor_of
from comity.directory.channels import known_tree
from comity.directory.known import known_facts
from comity.kernel.clock import utc_now
from comity.law.basis import find_bases

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@casework(Permission.REQUEST_WRITE, when=rules.check_draft)
def case_basis(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask on what basis, with what the draft says already, and take one; nothing of it stands in the address."""
    case, language = visible_case(request, case_id), get_language() or "en"
    facts, today = known_facts(), timezone.localdate()
    form = CaseBasisForm(request.POST or None, facts=facts, initial=legal_basis.beginning(case, our_state()))
    answer = take = None
    if form.is_valid():
        question = form.question(today)
        found = find_bases(question, facts)
        answer = legal_basis.shown(found, language)
        chosen = request.POST if request.POST.get("act") == "take" else None
        take = TakeForm(chosen, bases=legal_basis.takeable(found, language))
        if take.is_valid() and tried(
            take,
            lambda: grounding.choose_basis(
                actor=actor_of(request), case_id=case_id, question=question, facts=facts, now=utc_now(),
                **take.cleaned_data,
            ),
        ):  # fmt: skip
            told = _("Taken. The draft names this basis, and what it relied on is kept with the case.")
            return done(request, told, "cases:draft-section", case.pk, "basis")
    page = case_frame(request, case, form=form, answer=answer, take=take)
    return render(request, "cases/case_basis.html", page)


@require_http_methods(FORM)
@casework(Permission.REQUEST_WRITE, when=rules.check_draft)
def case_channel(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Walk the decision tree for this case, and keep the advice with the answers that led to it."""
    case, asked = visible_case(request, case_id), known_tree()
    tree = asked.tree
    answers = {code: request.POST[code] for code in tree.questions if request.POST.get(code)}
    walked = follow(asked, answers, get_language() or "en")
    form = ChannelForm(
        request.POST if request.POST.get("act") == "keep" else None,
        channels=legal_basis.channels(tree, get_language() or "en"),
        digest=tree.digest,
        initial={"chosen": walked["advised"]},
    )
    if form.is_valid() and tried(
        form,
        lambda: grounding.choose_channel(
            actor=actor_of(request), case_id=case_id, tree=tree, answers=answers, now=utc_now(), **form.cleaned_data
        ),
    ):
        return done(request, _("Kept with the case."), "cases:draft", case.pk)
    page = case_frame(
        request, case, form=form, offered=offered.offered(case, "addressee", get_language() or "en"), **walked
    )
    return render(request, "cases/case_channel.html", page)
