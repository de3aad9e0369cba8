"""The frame of every page of a case: its references, whose turn it is, its tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from comity.cases import labels, rules
from comity.cases.access import Permission
from comity.cases.models import Side
from comity.cases.queries import chains, handling, moving, separating, standing_in, turning
from comity.cases.turns import MATTER_TASKS
from comity.core import access
from comity.core.actors import actor_of
from comity.core.parts import Link, Turn, Whose
from comity.core.roles import LABELS as ROLES
from comity.core.roles import Role
from comity.exchange.models import BY_LETTER
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from comity.cases.models import Case

# Task -> page where it is done, what its button says, permission.
TASK_PAGES: dict[str, tuple[str, Any, Permission]] = {
    "complete_draft": ("cases:draft", gettext_lazy("Go on writing"), Permission.REQUEST_WRITE),
    "revise_draft": ("cases:draft", gettext_lazy("Revise the draft"), Permission.REQUEST_WRITE),
    "review_draft": ("cases:request-review", gettext_lazy("Review"), Permission.REQUEST_REVIEW),
    "sign_request": ("cases:request-send", gettext_lazy("Read, sign and send"), Permission.REQUEST_SEND),
    "register_request": ("cases:request-register", gettext_lazy("Register"), Permission.REQUEST_REGISTER),
    "examine_request": ("cases:request-examine", gettext_lazy("Examine"), Permission.REQUEST_EXAMINE),
    "answer_questions": (
        "cases:clarification-answer",
        gettext_lazy("Answer the questions"),
        Permission.CLARIFICATION_ANSWER,
    ),
    "decide_measures": ("cases:request-decide", gettext_lazy("Decide"), Permission.MEASURE_DECIDE),
    "review_postponed": ("cases:measures-resume", gettext_lazy("Look at it again"), Permission.STATUS_REPORT),
    "sign_decision": ("cases:request-decide", gettext_lazy("Read the proposal"), Permission.MEASURE_REFUSE),
    "assign_measures": ("cases:measures-assign", gettext_lazy("Assign the measures"), Permission.MEASURE_ASSIGN),
    **dict.fromkeys(
        ("await_office", "check_office", "record_result"),
        ("cases:measures-assign", gettext_lazy("See what the offices do"), Permission.MEASURE_ASSIGN),
    ),
    "watch_delivery": ("cases:case-messages", gettext_lazy("See the messages"), Permission.REQUEST_READ),
    "consult": ("cases:request-decide", gettext_lazy("Consult and decide"), Permission.CONSULTATION_RECORD),
    "execute_measures": ("cases:case", gettext_lazy("See the measures"), Permission.MEASURE_EXECUTE),
    "deliver_results": ("cases:material-deliver", gettext_lazy("Deliver the results"), Permission.MATERIAL_DELIVER),
    "confirm_delivery": ("cases:material-confirm", gettext_lazy("Check the delivery"), Permission.MATERIAL_CONFIRM),
    "report_status": ("cases:status-report", gettext_lazy("Report the status"), Permission.STATUS_REPORT),
    "answer_conditions": ("cases:case-turns", gettext_lazy("Read the conditions"), Permission.CONDITIONS_ANSWER),
    **dict.fromkeys(
        ("answer_matter", *MATTER_TASKS.values()),
        ("cases:case-turns", gettext_lazy("Read and answer"), Permission.MATTER_ANSWER),
    ),
    "decide_use": ("cases:case-turns", gettext_lazy("Read and decide"), Permission.USE_DECIDE),
    "correct_request": ("cases:case-turns", gettext_lazy("See what is to be corrected"), Permission.REQUEST_WRITE),
    "follow_referral": ("cases:case-turns", gettext_lazy("See where it belongs"), Permission.REQUEST_READ),
    "confirm_separation": ("cases:request-separate", gettext_lazy("Read the proposal"), Permission.SEPARATION_DECIDE),
    "close_case": ("cases:case-close", gettext_lazy("Close the case"), Permission.CASE_CLOSE),
}


def case_frame(request: HttpRequest, case: Case, **extra: Any) -> dict[str, Any]:
    """Return the context of a page of one case."""
    return {
        "case": case,
        "page_title": _("Request"),
        "turn": turn_of(request, case),
        "tabs_of_case": tabs_of(request, case),
        "permissions": allowed(request, case),
        "may_close_in": rules.CLOSABLE,
        "may_extend": "request.supplement" in STEPS[case.direction, case.step].acts,
        "before_registration": rules.BEFORE_REGISTRATION,
        "by_letter": case.counterpart.startswith(BY_LETTER),
        "outcome": "",
        "stands_in": standing_in.told_on(actor_of(request), case),
        "chain_steps": partial(chains.steps_of, case, get_language() or "en"),  # read where a page shows the chain
        "can_now": partial(turning.can_now, case),  # read where a page lists what can be done
        "assurances_in_force": partial(handling.assurances_of, case),
        "marks_on_case": partial(handling.marks_of, case, whole=True),
        "marks": partial(handling.marks_by_item, case),
        "move": partial(moving.move_of, case, get_language() or "en"),  # read where a page shows it
        "separation": partial(separating.latest, case),  # read where a page shows a case that was joined
        "conditions_in_force": partial(turning.in_force, case),  # read where a page shows them
        **extra,
    }


def turn_of(request: HttpRequest, case: Case, today: date | None = None) -> Turn:
    """Return the whose-turn line of a case, with the button that takes the step if the reader may take it."""
    today = today or timezone.localdate()
    task, ours = case.turn_task, case.turn_side == Side.OURS
    role = case.turn_role
    return Turn(
        whose=Whose(case.turn_side),
        what=labels.task_text(case, get_language() or "en"),
        who=_who(case) if ours and role else "",
        due=case.turn_due,
        since=case.turn_since,
        waiting_days=max(0, (today - timezone.localdate(case.turn_since)).days) if task != "none" else None,
        late=bool(case.turn_due and case.turn_due < today),
        article=labels.task_article(case),
        action=_action(request, case) if ours else None,
    )


def _who(case: Case) -> Any:
    """Return the organ whose approval is awaited, or the role whose turn it is."""
    stage = chains.stage_of(case)
    return stage.name.get(get_language() or "en") if stage and chains.own(case) else ROLES[Role(case.turn_role)]


def _action(request: HttpRequest, case: Case) -> Link | None:
    if (
        labels.to_be_posted(case)
        and case.request_message
        and access.may(actor_of(request), Permission.LETTER_POST, case)
    ):
        there = reverse("cases:letter-post", args=[case.pk, case.request_message])
        return None if there == request.path else Link(_("Post the letter"), there)
    found = TASK_PAGES.get(case.turn_task)
    if found is None:
        return None
    url, label, permission = found
    if not access.may(actor_of(request), permission, case):
        return None
    target = _exactly(case) or reverse(url, args=[case.pk])
    return None if target == request.path else Link(label, target)


def _exactly(case: Case) -> str:
    """Return the page on which the one thing is answered or signed that the turn is about; empty where none is."""
    match case.turn_task:
        case "answer_conditions":
            offer = case.offers.filter(answer="").first()
            return reverse("cases:offer-answer", args=[case.pk, offer.offer_id]) if offer else ""
        case task if task == "decide_use" or task in MATTER_TASKS.values():
            matter = case.matters.filter(ours=False, answered_at__isnull=True).first()
            return reverse("cases:matter-answer", args=[case.pk, matter.matter_id]) if matter else ""
        case "sign_decision" if case.for_head and not case.for_head["returned"]:
            return reverse("cases:turn-take", args=[case.pk, case.for_head["act"]])
        case _:
            return ""


def allowed(request: HttpRequest, case: Case) -> dict[str, bool]:
    """Return permission -> whether the reader has it, keyed for templates (`request_send`)."""
    actor = actor_of(request)
    return {one.name.lower(): access.may(actor, one, case) for one in Permission}


TABS: tuple[tuple[str, Any], ...] = (
    ("cases:case", gettext_lazy("Overview")),
    ("cases:case-request", gettext_lazy("Request")),
    ("cases:case-messages", gettext_lazy("Messages")),
    ("cases:case-turns", gettext_lazy("Turns")),
    ("cases:case-evidence", gettext_lazy("Evidence")),
    ("cases:case-law", gettext_lazy("Law")),
    ("cases:case-people", gettext_lazy("People")),
    ("cases:case-file", pgettext_lazy("tab of a case", "File")),
    ("cases:case-statistics", gettext_lazy("Statistics codes")),
    ("cases:case-audit", gettext_lazy("Audit")),
)


def tabs_of(request: HttpRequest, case: Case) -> list[Link]:
    """Return the tabs of a case; each is a page."""
    shown = []
    for name, label in TABS:
        url = reverse(name, args=[case.pk])
        shown.append(Link(label, url, current=request.path == url))
    return shown
