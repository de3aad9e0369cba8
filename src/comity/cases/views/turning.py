"""The turns a request takes: one page for each act, one list of what can be done now and of what was said.

`turn_pages` is the table of acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import matters, offering, postponing, proposing
from comity.cases.forms.acts import NoteForm, ReasonForm
from comity.cases.forms.turning import answering
from comity.cases.queries import turning
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.cases.views.turn_pages import ANSWER_FORMS, GROUPS, PAGES
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now
from comity.law.conversation import MATTERS, Said
from comity.law.message_moves import MESSAGE_MOVES
from comity.wire.kinds import KINDS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.cases.models import Case
    from comity.core.actors import Actor

FORM = ["GET", "HEAD", "POST"]


@require_safe
@casework(Permission.REQUEST_READ)
def case_turns(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what can be done now beside the main journey, and what both authorities asked, offered and told."""
    case = visible_case(request, case_id)
    return render(request, "cases/case_turns.html", _turns_page(request, case, ReasonForm()))


def _turns_page(request: HttpRequest, case: Case, form: ReasonForm) -> dict[str, Any]:
    """Return what the list of turns shows; `form` is the head's note to the case officer."""
    said = turning.said_of(case)
    owed = [one for one in said if one.waits and not one.ours and one.form]
    opened, closed = _acts(request, case)
    return case_frame(
        request,
        case,
        groups=opened,
        not_open=closed if case.step not in rules.BEFORE_REGISTRATION else [],
        said=[one for one in said if one not in owed],
        owed=owed,
        for_head=turning.put_to_head(case),
        form=form,
        resume=_may_resume(case),
    )


def _acts(request: HttpRequest, case: Case) -> tuple[list[tuple[str, list[dict[str, Any]]]], list[dict[str, Any]]]:
    """Return the acts open to the reader now, under their headings, and those that are not, with the reason."""
    actor, opened, closed = actor_of(request), dict[str, list[dict[str, Any]]](), []
    for kind, page in PAGES.items():
        if not turning.ours_to_take(case, kind) or not _may(actor, case, kind):
            continue
        said, reason = KINDS[kind], turning.why_not(case, kind)
        act = {
            "kind": kind.value, "title": said.title.get(request.LANGUAGE_CODE), "rule": said.article.split(",")[0],
            "hint": page.intro, "reason": reason,
        }  # fmt: skip
        if reason:
            closed.append(act)
        else:
            opened.setdefault(page.group, []).append(act)
    state = case.counterpart_state
    return [(str(GROUPS[name]).format(state=state), opened[name]) for name in GROUPS if name in opened], closed


def _may(actor: Actor, case: Case, kind: Said) -> bool:
    """Return whether an officer may take an act, or put it to the head."""
    wanted = Permission(KINDS[kind].permission)
    if kind in proposing.FOR_HEAD and access.may(actor, Permission.REQUEST_EXAMINE, case):
        return True
    return access.may(actor, wanted, case)


def _may_resume(case: Case) -> bool:
    return not case.outgoing and any(one.state == "postponed" for one in case.measures.all())


@require_http_methods(FORM)
@casework(Permission.NOTICE_GIVE, Permission.MATTER_OPEN, Permission.USE_ASK, Permission.REQUEST_EXAMINE)
def turn_take(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Take one of the acts of `PAGES`."""
    case = visible_case(request, case_id)
    page = PAGES.get(Said(kind)) if kind in set(Said) else None
    if page is None:
        raise Http404
    said, actor = Said(kind), actor_of(request)
    if not _may(actor, case, said):
        access.require(actor, Permission(KINDS[said].permission), case)
    if request.method != "POST":
        turning.check_possible(case, said)
    kept = case.for_head if case.for_head.get("act") == kind else {}
    to_head = said in proposing.FOR_HEAD and not access.may(actor, Permission(KINDS[said].permission), case)
    form = page.form(
        request.POST or None, case=case, initial={"assurance": request.GET.get("assurance", ""), **kept.get("said", {})}
    )
    if form.is_valid() and tried(form, lambda: page.act(actor, case, form)):
        told = _("It waits for the head.") if to_head else _("It is on its way.")
        return done(request, told, "cases:case-turns", case.pk)
    return render(
        request,
        "cases/turn_take.html",
        case_frame(
            request,
            case,
            form=form,
            title=KINDS[said].title.get(request.LANGUAGE_CODE),
            article_of_act=KINDS[said].article.split(",")[0],
            intro=page.intro,
            button=str(page.button).format(state=case.counterpart_state),
            follows=str(page.follows).format(state=case.counterpart_state),
            looked_after_on=_looked_after_on(said),
            to_head=to_head,
            returned=kept.get("returned", ""),
            returnable=bool(kept) and not kept["returned"] and not to_head,
        ),
    )


def _looked_after_on(kind: Said) -> date | None:
    """Return the day on which we look after an answer for which none was asked; None where no answer is owed."""
    clock = MESSAGE_MOVES[kind].clock
    return settings.NODE.calendar.due(clock, timezone.localdate()) if clock else None


@require_POST
@casework(Permission.MEASURE_REFUSE)
def turn_return(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return to the case officer what was put to the head."""
    case = visible_case(request, case_id)
    form = ReasonForm(request.POST)
    if form.is_valid() and tried(
        form,
        lambda: proposing.return_from_head(
            actor=actor_of(request), case_id=case_id, notes=form.cleaned_data["reason"], now=utc_now()
        ),
    ):
        return done(request, _("Returned to the case officer."), "home")
    return render(request, "cases/case_turns.html", _turns_page(request, case, form))


@require_http_methods(FORM)
@casework(Permission.MATTER_ANSWER, Permission.USE_DECIDE)
def matter_answer(request: HttpRequest, case_id: UUID, matter_id: str) -> HttpResponse:
    """Answer what the other State asked."""
    case = visible_case(request, case_id)
    matter = case.matters.filter(matter_id=matter_id, ours=False).first()
    if matter is None:
        raise Http404
    if matter.answered_at is not None and request.method != "POST":  # what was typed would be lost
        raise rules.CaseworkError("E_MATTER", "answered before")
    opens, actor = Said(matter.kind), actor_of(request)
    access.require(actor, Permission(KINDS[MATTERS[opens].answers].permission), case)
    form = ANSWER_FORMS[opens](request.POST or None, case=case)
    if form.is_valid() and tried(
        form,
        lambda: matters.answer_matter(
            actor=actor, case_id=case_id, matter_id=matter_id, said=form.said(), now=utc_now()
        ),
    ):
        return done(request, _("The answer is on its way."), "cases:case", case.pk)
    page = case_frame(
        request, case, form=form, matter=turning.shown(matter), title=KINDS[opens].title.get(request.LANGUAGE_CODE)
    )
    return render(request, "cases/matter_answer.html", page)


@require_http_methods(FORM)
@casework(Permission.CONDITIONS_ANSWER)
def offer_answer(request: HttpRequest, case_id: UUID, offer_id: str) -> HttpResponse:
    """Accept the conditions of the requested State, or reject them."""
    case = visible_case(request, case_id)
    offer = case.offers.filter(offer_id=offer_id).first()
    if offer is None or not case.outgoing:
        raise Http404
    if offer.answer and request.method != "POST":  # what was typed would be lost
        raise rules.CaseworkError("E_OFFER", "answered before")
    form = answering.OfferAnswerForm(request.POST or None, case=case)
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: offering.answer_offer(
                actor=actor_of(request), case_id=case_id, offer_id=offer_id, accepted=given["accepted"],
                reasons=given["reasons"], now=utc_now(),
            ),
        ):  # fmt: skip
            return done(request, _("The answer is on its way."), "cases:case", case.pk)
    page = case_frame(request, case, form=form, offer=turning.shown_offer(offer))
    return render(request, "cases/offer_answer.html", page)


@require_http_methods(FORM)
@casework(Permission.STATUS_REPORT, when=rules.check_under_way)
def measures_resume(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take up again what was postponed."""
    case = visible_case(request, case_id)
    form = NoteForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: postponing.resume_measures(
            actor=actor_of(request), case_id=case_id, note=form.cleaned_data["note"], now=utc_now()
        ),
    ):
        return done(request, _("Taken up again; the requesting State is told."), "cases:case", case.pk)
    return render(request, "cases/measures_resume.html", case_frame(request, case, form=form))
