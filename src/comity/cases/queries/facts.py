"""The facts about a stored case that the pure rules ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from comity.cases.models import Assignment
from comity.cases.turns import UNDER_WAY, CaseFacts

if TYPE_CHECKING:
    from comity.cases.models import Case


def of_case(case: Case) -> CaseFacts:
    """Read what decides whose turn it is: at most five queries."""
    measures = list(case.measures.values_list("pk", "state", "expected_by"))
    open_round = case.clarifications.filter(asked_at__isnull=False, answered_at__isnull=True).first()
    last_review = case.reviews.last() if case.step == "draft" else None
    expected = [day for _pk, state, day in measures if day and state in UNDER_WAY]
    return CaseFacts(
        outgoing=case.outgoing,
        step=case.step,
        states=tuple(state for _pk, state, _day in measures),
        returned=bool(last_review and last_review.outcome == "returned"),
        round_open=open_round is not None,
        round_due=open_round.due if open_round else None,
        status_asked=case.status_asked_at is not None,
        unassigned=_unassigned(case) if not case.outgoing else 0,
        unconfirmed=case.deliveries.filter(confirmed_at__isnull=True).exists(),
        expected=min(expected, default=None),
        deadline=case.deadline,
        arrived=case.arrived_at.date() if case.arrived_at else None,
        sent=case.sent_at.date() if case.sent_at else None,
    )


def _unassigned(case: Case) -> int:
    live = Assignment.objects.filter(measure=OuterRef("pk"), ended_at__isnull=True)
    return case.measures.filter(~Exists(live), state="accepted").count()
