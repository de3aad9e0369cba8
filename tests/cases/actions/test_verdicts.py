"""An acceptance and the refusal that came after it both stay, each counted on its own day, on either side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.builders.cases import Cast, a_sent, an_accepted, arrive, common, measure_ids, their_ack
from tests.builders.people import signed_in

from comity.cases.actions import deciding, postponing, proposing, verdicts
from comity.cases.models import Case, Decision
from comity.cases.queries.statistics import figures
from comity.cases.queries.statistics_codes import codes_of, events_of_case
from comity.core.roles import Role
from comity.law.conversation import Said
from comity.law.counting import Period, What
from comity.wire import messages as wire

if TYPE_CHECKING:
    from tests.builders.cases import TestSigner

pytestmark = pytest.mark.django_db

ACCEPTED, POSTPONED, REFUSED = (datetime(2026, month, day, 9, tzinfo=UTC) for month, day in ((3, 20), (4, 4), (5, 9)))
MONTHS = {at: Period(at.replace(day=1), at.replace(day=28)) for at in (ACCEPTED, POSTPONED, REFUSED)}
REASONS = "A proceeding of our own would be endangered."


def refused_after_all(cast: Cast) -> Case:
    """Return a request to us whose first measure was accepted, postponed, and refused in the end."""
    case = an_accepted(cast, at=ACCEPTED)
    first, consulted = measure_ids(case)[0], {"summary": "No condition would help.", "override_reason": ""}
    deciding.record_consultation(
        actor=cast.case_officer, case_id=case.pk, measure_ids=[first], opened_at=ACCEPTED, now=ACCEPTED, **consulted
    )
    proposing.put_to_head(actor=cast.case_officer, case_id=case.pk, act=Said.DECISION_POSTPONE, said={}, now=POSTPONED)
    postponing.postpone_measures(
        actor=cast.head, case_id=case.pk, measure_ids=[first], interference=REASONS,
        review_on=(POSTPONED + timedelta(days=30)).date(), override_reason="", now=POSTPONED,
    )  # fmt: skip
    refusal = [deciding.Proposal(first, "refused", ground="ESSENTIAL_INTERESTS", reasons=REASONS)]
    deciding.propose_decisions(actor=cast.case_officer, case_id=case.pk, proposals=refusal, now=REFUSED)
    deciding.issue_decisions(actor=cast.head, case_id=case.pk, proposals=refusal, appeal="", note="", now=REFUSED)
    return Case.objects.get(pk=case.pk)


def heard_refusal(cast: Cast, signer: TestSigner) -> Case:
    """Return a request of ours whose first measure they accepted, and refused later."""
    case = a_sent(cast, signer=signer, at=ACCEPTED)
    arrive(their_ack(case, ACCEPTED), at=ACCEPTED)
    told = {"consultation": wire.ConsultationHeld(opened_at="2026-05-01", summary="Talked.", override_reason="")}
    accepted = tuple(
        wire.MeasureDecision(measure_id=one, decision="accepted", consultation=wire.ConsultationHeld())
        for one in measure_ids(case)
    )
    arrive(wire.DecisionAccept(**common(case, ACCEPTED), measures=accepted), at=ACCEPTED)
    refusal = wire.MeasureDecision(
        measure_id=measure_ids(case)[0], decision="refused", ground="ESSENTIAL_INTERESTS", reasons=REASONS, **told
    )
    arrive(wire.DecisionRefuse(**common(case, REFUSED), measures=(refusal,)), at=REFUSED)
    return Case.objects.get(pk=case.pk)


def counted_on(at: datetime, direction: str) -> tuple[int, int]:
    """Return how many measures were granted and refused in the month of a day."""
    rows = figures(MONTHS[at], direction).decisions.values()
    return sum(granted for granted, _refused in rows), sum(refused for _granted, refused in rows)


def test_refusal_after_acceptance_on_our_side_counts_beside_it(cast: Cast) -> None:
    case = refused_after_all(cast)
    count = len(measure_ids(case))
    assert (counted_on(ACCEPTED, "incoming"), counted_on(REFUSED, "incoming")) == ((count, 0), (0, 1))
    assert (figures(MONTHS[POSTPONED]).postponed, counted_on(POSTPONED, "incoming")) == (1, (0, 0))
    events = [(event.what, event.at) for event in events_of_case(case) if event.what is not What.NEW]
    assert events == [(What.DECIDED, ACCEPTED)] * count + [(What.POSTPONED, POSTPONED), (What.REFUSED, REFUSED)]
    assert [one.code.split()[0] for one in codes_of(case, "en").events][1:] == [what.value for what, _at in events]
    assert case.measures.get(measure_id=measure_ids(case)[0]).state == "refused", "the last one stands"
    page = signed_in(cast.officer(Role.CASE_OFFICER)).get(reverse("cases:case-law", args=[case.pk])).content.decode()
    assert "when another decision took its place. Both are counted." in " ".join(page.split())


def test_refusal_after_acceptance_that_they_told_counts_beside_it(cast: Cast, signer: TestSigner) -> None:
    case = heard_refusal(cast, signer)
    count = len(measure_ids(case))
    assert (counted_on(ACCEPTED, "outgoing"), counted_on(REFUSED, "outgoing")) == ((count, 0), (0, 1))
    ended = Decision.objects.get(measure__case=case, ended_at__isnull=False)
    assert (ended.decision, ended.decided_at, ended.ended_at) == ("accepted", ACCEPTED, REFUSED)


def test_same_decision_once_more_keeps_its_day_and_counts_once(cast: Cast) -> None:
    measure = an_accepted(cast, at=ACCEPTED).measures.first()
    assert measure is not None
    again = verdicts.keep_decision(measure, {"decision": "accepted", "decided_at": REFUSED, "reasons": "Once more."})
    assert (again.decided_at, again.reasons, measure.decisions.count()) == (ACCEPTED, "Once more.", 1)
    assert counted_on(REFUSED, "incoming") == (0, 0)


def test_two_decisions_of_a_measure_never_stand_together(cast: Cast) -> None:
    measure = an_accepted(cast, at=ACCEPTED).measures.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(measure=measure, decision="accepted", decided_at=REFUSED)
