"""The turns a request takes: one page for each act, one list of what can be done now and of what was said.

`PAGES` is the table of acts: which form each asks, what its page says, and what it does. Whether an act is possible
now is said by `comity.law.steps`; one that is not is absent from the list, and its page says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import matters, offering, postponing, proposing
from comity.cases.forms.acts import NoteForm, ReasonForm
from comity.cases.forms.turning import answering, opening
from comity.cases.queries import turning
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core import access
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now
from comity.law.conversation import MATTERS, Said
from comity.wire.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from comity.cases.forms.turning.model import TurnForm
    from comity.cases.models import Case
    from comity.core.actors import Actor

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Page:
    """One act: its form, what its page tells the reader, what its button says, and what it does."""

    form: type[TurnForm]
    intro: Any
    button: Any
    act: Callable[[Actor, Case, TurnForm], object]


def _open(kind: Said) -> Callable[[Actor, Case, TurnForm], object]:
    return lambda actor, case, form: matters.open_matter(
        actor=actor, case_id=case.pk, kind=kind, said=form.said(), due=form.answer_by, now=utc_now()
    )


def _tell(kind: Said) -> Callable[[Actor, Case, TurnForm], object]:
    return lambda actor, case, form: matters.give_notice(
        actor=actor, case_id=case.pk, kind=kind, said=form.said(), now=utc_now()
    )


def _offer(actor: Actor, case: Case, form: TurnForm) -> object:
    said = form.said()
    if not access.may(actor, Permission.CONDITIONS_OFFER, case):
        return proposing.put_to_head(
            actor=actor, case_id=case.pk, act=Said.CONDITIONS_OFFER, said=_kept(form), now=utc_now()
        )
    return offering.offer_conditions(
        actor=actor, case_id=case.pk, measure_ids=said["measure_ids"], conditions=said["conditions"],
        due=form.answer_by, now=utc_now(),
    )  # fmt: skip


def _postpone(actor: Actor, case: Case, form: TurnForm) -> object:
    if not access.may(actor, Permission.MEASURE_POSTPONE, case):
        return proposing.put_to_head(
            actor=actor, case_id=case.pk, act=Said.DECISION_POSTPONE, said=_kept(form), now=utc_now()
        )
    given = form.cleaned_data
    return postponing.postpone_measures(
        actor=actor, case_id=case.pk, measure_ids=given["measure_ids"], interference=given["interference"],
        review_on=given["review_on"], override_reason=given["override_reason"], now=utc_now(),
    )  # fmt: skip


def _kept(form: TurnForm) -> dict[str, Any]:
    """Return what a form holds, so that the head finds it as it was written."""
    given = form.cleaned_data
    return {name: str(value) if value and not isinstance(value, list) else value for name, value in given.items()}


_SEND = gettext_lazy("Send it to {state}")
PAGES: dict[Said, Page] = {
    Said.CONSULT_OPEN: Page(
        opening.ConsultForm,
        gettext_lazy(
            "Before refusing or postponing, the requesting State is consulted on help under terms and conditions."
            " Its answer is kept as the record of the consultation."
        ),
        gettext_lazy("Consult {state}"),
        _open(Said.CONSULT_OPEN),
    ),
    Said.COST_CONSULT: Page(
        opening.CostForm,
        gettext_lazy(
            "Ordinary costs are ours. Costs that are substantial or extraordinary are settled before execution."
        ),
        _SEND,
        _open(Said.COST_CONSULT),
    ),
    Said.CANNOT_COMPLY: Page(
        opening.CannotComplyForm,
        gettext_lazy("The requesting State then chooses: execution all the same, or withdrawal."),
        _SEND,
        _open(Said.CANNOT_COMPLY),
    ),
    Said.LIFT_NOTICE: Page(
        opening.LiftForm,
        gettext_lazy("Before the measure is lifted, the requesting State may argue for keeping it."),
        _SEND,
        _open(Said.LIFT_NOTICE),
    ),
    Said.USE_REQUEST: Page(
        opening.UseForm,
        gettext_lazy(
            "What was received may be used only for the proceedings of the request. For any other use the requested"
            " State consents first."
        ),
        gettext_lazy("Ask {state} for consent"),
        _open(Said.USE_REQUEST),
    ),
    Said.CONDITIONS_OFFER: Page(
        opening.OfferForm,
        gettext_lazy("The head offers. A case officer's text waits for the head, who sends it or returns it."),
        gettext_lazy("Offer these conditions to {state}"),
        _offer,
    ),
    Said.DECISION_POSTPONE: Page(
        opening.PostponeForm,
        gettext_lazy(
            "Only interference with a proceeding of our own allows it, and consultation comes first. The head decides;"
            " a case officer's text waits for the head."
        ),
        gettext_lazy("Postpone, and tell {state}"),
        _postpone,
    ),
    Said.OBSTACLE: Page(
        opening.ObstacleForm,
        gettext_lazy("The requesting State learns at once what blocks or delays its request."),
        _SEND,
        _tell(Said.OBSTACLE),
    ),
    Said.FREEZE_EFFECT: Page(
        opening.FreezeForm,
        gettext_lazy("The requesting State learns that property is frozen, and until when."),
        _SEND,
        _tell(Said.FREEZE_EFFECT),
    ),
    Said.FREEZE_LAPSE_RULE: Page(
        opening.LapseForm,
        gettext_lazy("A freeze that ends by itself is lost unless the requesting State knows in time."),
        _SEND,
        _tell(Said.FREEZE_LAPSE_RULE),
    ),
    Said.EXCULPATORY: Page(
        opening.ExculpatoryForm,
        gettext_lazy("Exculpatory material may be disclosed; the State that gave it is told before."),
        _SEND,
        _tell(Said.EXCULPATORY),
    ),
    Said.ORDER_CEASED: Page(
        opening.OrderCeasedForm,
        gettext_lazy("What the request relied on no longer stands; the requested State learns it promptly."),
        _SEND,
        _tell(Said.ORDER_CEASED),
    ),
    Said.CORRECTION: Page(
        opening.CorrectionForm,
        gettext_lazy("Nothing that was said is changed: the correction stands beside it, on both sides."),
        _SEND,
        _tell(Said.CORRECTION),
    ),
}
ANSWER_FORMS: dict[Said, type[TurnForm]] = {
    Said.CONSULT_OPEN: answering.ReplyForm,
    Said.COST_CONSULT: answering.CostAnswerForm,
    Said.CANNOT_COMPLY: answering.GoOnForm,
    Said.LIFT_NOTICE: answering.KeepForm,
    Said.USE_REQUEST: answering.ConsentForm,
}


@require_safe
@casework(Permission.REQUEST_READ)
def case_turns(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what can be done now beside the main journey, and what both authorities asked, offered and told."""
    case = visible_case(request, case_id)
    return render(request, "cases/case_turns.html", _turns_page(request, case, ReasonForm()))


def _turns_page(request: HttpRequest, case: Case, form: ReasonForm) -> dict[str, Any]:
    """Return what the list of turns shows; `form` is the head's note to the case officer."""
    said, open_acts, closed_acts = turning.said_of(case), [], []
    owed = [one for one in said if one.waits and not one.ours and one.form]
    for kind in PAGES:
        if turning.ours_to_take(case, kind) and _may(actor_of(request), case, kind):
            reason = turning.why_not(case, kind)
            found = (kind, KINDS[kind].title.get(request.LANGUAGE_CODE), KINDS[kind].article.split(",")[0])
            if reason:
                closed_acts.append((*found, reason))
            else:
                open_acts.append(found)
    return case_frame(
        request,
        case,
        acts=open_acts,
        not_open=closed_acts,
        said=[one for one in said if one not in owed],
        owed=owed,
        for_head=turning.put_to_head(case),
        form=form,
        resume=_may_resume(case),
    )


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
    form = page.form(request.POST or None, case=case, initial=kept.get("said", {}))
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
            to_head=to_head,
            returned=kept.get("returned", ""),
            returnable=bool(kept) and not kept["returned"] and not to_head,
        ),
    )


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
    if matter.answered_at is not None:
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
    if offer.answer:
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
