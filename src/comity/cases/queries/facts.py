"""The facts about a stored case that the pure rules ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from comity.cases.models import Assignment
from comity.cases.rules import DECIDABLE
from comity.cases.turns import CaseFacts
from comity.law.measures import IN_HAND, TERMINAL

if TYPE_CHECKING:
    from datetime import date

    from comity.cases.models import Case


def of_case(case: Case) -> CaseFacts:
    """Read what decides whose turn it is: at most five queries."""
    measures = list(case.measures.values_list("state", "expected_by"))
    waiting = any(state == "info_requested" for state, _day in measures)
    last_round = case.clarifications.last() if waiting else None
    last_review = case.reviews.last() if case.step == "draft" else None
    expected = [day for state, day in measures if day and state in IN_HAND]
    return CaseFacts(
        direction=case.direction,
        step=case.step,
        states=tuple(state for state, _day in measures),
        returned=bool(last_review and last_review.outcome == "returned"),
        round_due=last_round.due if last_round else None,
        status_asked=case.status_asked_at.date() if case.status_asked_at and not case.outgoing else None,
        unassigned=0 if case.outgoing else _unassigned(case),
        expected=min(expected, default=None),
        deadline=case.deadline,
        answer_due=_answer_due(case),
        review_on=_review_on(case, {state for state, _day in measures} - TERMINAL),
        proposed=_for_head(case, decidable=any(state in DECIDABLE for state, _day in measures)),
    )


def _answer_due(case: Case) -> date | None:
    """Return the first day by which an answer is asked to what waits for one."""
    days: list[date | None] = []
    if case.step == "conditions_offered":
        days += case.offers.filter(answer="").values_list("due", flat=True)
    elif case.step in {"views_asked", "views_awaited", "consent_asked", "consent_awaited"}:
        days += case.matters.filter(answered_at__isnull=True).values_list("due", flat=True)
    return min((day for day in days if day), default=None)


def _review_on(case: Case, unsettled: set[str]) -> date | None:
    """Return the next day of review, where all that is unsettled is postponed."""
    if unsettled != {"postponed"}:
        return None
    return min(reviews(case).values(), default=None)


def reviews(case: Case) -> dict[int, date]:
    """Return the day of review of each postponed measure, by its key: one query."""
    paused = case.postponements.filter(measures__state="postponed").order_by("decided_at", "id")
    return dict(paused.values_list("measures", "review_on"))  # the last postponement of a measure counts


def _for_head(case: Case, *, decidable: bool) -> bool:
    """Return whether something waits for the head, who alone may sign or return it."""
    decisions = decidable and any(not one.get("returned") for one in case.proposed)
    return decisions or (bool(case.for_head) and not case.for_head["returned"])


def _unassigned(case: Case) -> int:
    live = Assignment.objects.filter(measure=OuterRef("pk"), ended_at__isnull=True)
    return case.measures.filter(~Exists(live), state="accepted").count()
