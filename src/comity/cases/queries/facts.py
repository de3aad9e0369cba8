"""The facts about a stored case that the pure rules ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from comity.cases.models import Assignment, Decision, Measure, Review
from comity.cases.queries import chains, offices, separating
from comity.cases.rules import DECIDABLE
from comity.cases.turns import CaseFacts
from comity.core.prepared import Prepared
from comity.law.conversation import Said
from comity.law.measures import IN_HAND, TERMINAL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from comity.cases.models import Case

_MEASURES = Prepared(lambda case: Measure.objects.filter(case=case).values_list("state", "expected_by"))
_LIVE = Assignment.objects.filter(measure=OuterRef("pk"), ended_at__isnull=True)
_UNASSIGNED = Prepared(
    lambda case: Measure.objects.filter(~Exists(_LIVE), case=case, state="accepted").values_list("measure_id")
)

_LAST_REVIEW = Prepared(
    lambda case: Review.objects.filter(case=case).order_by("-asked_at", "-id").values_list("outcome")[:1]
)


def of_case(case: Case) -> CaseFacts:
    """Read what decides whose turn it is: at most nine queries."""
    measures = _MEASURES.all(case=case.pk)
    waiting = any(state == "info_requested" for state, _day in measures)
    last_round = case.clarifications.last() if waiting else None
    last_review = _LAST_REVIEW.first(case=case.pk) if case.step == "draft" else None
    matter, answer_due = _answered(case)
    expected = [day for state, day in measures if day and state in IN_HAND]
    held = offices.Held() if case.outgoing else offices.held_by_offices(case)
    return CaseFacts(
        direction=case.direction,
        step=case.step,
        states=tuple(state for state, _day in measures),
        approver=chains.approver_of(case),
        returned=last_review == ("returned",),
        round_due=last_round.due if last_round else None,
        status_asked=case.status_asked_at.date() if case.status_asked_at and not case.outgoing else None,
        unassigned=0 if case.outgoing else _unassigned(case),
        expected=min(expected, default=None),
        deadline=case.deadline,
        answer_due=answer_due,
        matter=matter,
        office=held.how,
        office_due=held.due,
        review_on=_review_on(case, {state for state, _day in measures} - TERMINAL),
        separation=separating.decided_by(case),
        proposed=_for_head(case, decidable=any(state in DECIDABLE for state, _day in measures)),
    )


# Where a matter waits: whether the answer is ours. Matters of the other side may wait beside it; theirs come later.
ANSWERED_BY_US = {"views_asked": True, "views_awaited": False, "consent_asked": True, "consent_awaited": False}


def _answered(case: Case) -> tuple[str, date | None]:
    """Return the kind of the matter that waits longest, and the first day by which an answer is asked."""
    kind: str = ""
    days: list[date | None] = []
    if case.step == "conditions_offered":
        days += case.offers.filter(answer="").values_list("due", flat=True)
    elif case.step in ANSWERED_BY_US:
        found = case.matters.filter(answered_at__isnull=True, ours=not ANSWERED_BY_US[case.step])
        waiting = list(found.values_list("kind", "due"))
        kind, days = next((one for one, _day in waiting), ""), [day for _kind, day in waiting]
    return kind, min((day for day in days if day), default=None)


def _review_on(case: Case, unsettled: set[str]) -> date | None:
    """Return the next day of review, where all that is unsettled is postponed."""
    if unsettled != {"postponed"}:
        return None
    return min(reviews(case).values(), default=None)


def reviews(case: Case) -> dict[int, date]:
    """Return the day of review of each postponed measure, by its key: one query."""
    paused = case.postponements.filter(measures__state="postponed").order_by("decided_at", "id")
    return dict(paused.values_list("measures", "review_on"))  # the last postponement of a measure counts


def grounds(measures: Iterable[Measure]) -> dict[int, str]:
    """Return the ground on which each of these measures is refused, by its key: one query."""
    found = Decision.objects.filter(measure__in=measures, ended_at=None, decision="refused")
    return {one.measure_id: one.ground for one in found}


def _for_head(case: Case, *, decidable: bool) -> bool:
    """Return whether something waits for the head, who alone may sign or return it."""
    decisions = decidable and any(not one.get("returned") for one in case.proposed)
    return decisions or (bool(case.for_head) and not case.for_head["returned"])


def _unassigned(case: Case) -> int:
    """Count the accepted measures that nobody holds, without those whose costs are not settled (46(28))."""
    waiting = {measure_id for (measure_id,) in _UNASSIGNED.all(case=case.pk)}
    return len(waiting - costs_open(case, waiting)) if waiting else 0


def costs_open(case: Case, measure_ids: Collection[str]) -> set[str]:
    """Return those of the measures whose extraordinary costs we asked about and nobody answered: one query."""
    found: set[str] = set()
    asked = case.matters.filter(kind=Said.COST_CONSULT, ours=True, answered_at__isnull=True)
    for said in asked.values_list("asked", flat=True):
        named = set(said.get("measure_ids") or measure_ids)  # none named means the whole request
        found |= named & set(measure_ids)
    return found
