"""A measure that is granted counts once, by whatever way it was granted, and on both sides."""

from __future__ import annotations

import importlib
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import connection
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_registered,
    a_result,
    a_sent,
    arrive,
    common,
    measure_ids,
    their_ack,
)

from comity.cases.actions import deciding, delivering, offering, proposing
from comity.cases.models import Case, Decision, Offer
from comity.cases.queries import papers, statistics, statistics_codes
from comity.law.conversation import Said
from comity.law.counting import Period, What
from comity.wire import messages as wire
from comity.wire import turns

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)
EVER = Period(NOW - timedelta(days=400), NOW + timedelta(days=400))


def decided() -> list[tuple[int, int]]:
    """Return granted and refused of each kind, as the page of statistics shows them."""
    found = statistics.figures(EVER)
    assert found.total.opening + found.total.new - found.total.finished == found.total.closing
    return list(found.decisions.values())


def offered_by_us(cast: Cast) -> tuple[Case, Offer]:
    case = a_registered(cast)
    proposing.put_to_head(actor=cast.case_officer, case_id=case.pk, act=Said.CONDITIONS_OFFER, said={}, now=NOW)
    offer = offering.offer_conditions(
        actor=cast.head, case_id=case.pk, measure_ids=measure_ids(case), conditions=["Not in tax matters."], due=None,
        now=NOW,
    )  # fmt: skip
    return case, offer


def accept(case: Case, offer: Offer, names: Sequence[str]) -> None:
    arrive(turns.ConditionsAccept(**common(case), offer_id=offer.offer_id, measure_ids=tuple(names)))


def test_conditions_they_accept_grant_the_measure_and_its_result_grants_nothing_more(cast: Cast) -> None:
    case, offer = offered_by_us(cast)
    assert decided() == []
    accept(case, offer, measure_ids(case))
    assert decided() == [(1, 0)]
    assert [row.accepted for row in papers.decisions_of(case, "en")] == [True]
    a_result(cast, Case.objects.get(pk=case.pk), at=LATER)
    delivering.deliver_results(
        actor=cast.case_officer, case_id=case.pk, measure_ids=measure_ids(case), use_limits="", note="", now=LATER
    )
    assert decided() == [(1, 0)]
    found = [one.what for one in statistics_codes.events_of_case(case)]
    assert found.count(What.DECIDED) == 1
    assert statistics.figures(EVER).spans["to_decision"].count == 1


def test_conditions_we_accept_grant_the_measure(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    names = tuple(measure_ids(case))
    condition = turns.Condition(condition_id="c1", text="Not in tax matters.")
    arrive(turns.ConditionsOffer(**common(case), offer_id="o1", measure_ids=names, conditions=(condition,)))
    offering.answer_offer(actor=cast.head, case_id=case.pk, offer_id="o1", accepted=True, reasons="", now=NOW)
    assert sum(granted for granted, _refused in decided()) == len(names)


def test_refused_after_conditions_bound_counts_as_both_each_with_its_day(cast: Cast) -> None:
    case, offer = offered_by_us(cast)
    accept(case, offer, measure_ids(case))
    deciding.record_consultation(
        actor=cast.case_officer, case_id=case.pk, measure_ids=measure_ids(case), opened_at=NOW, summary="We spoke.",
        override_reason="", now=NOW,
    )  # fmt: skip
    refusal = [
        deciding.Proposal(name, "refused", ground="ESSENTIAL_INTERESTS", reasons="Security.")
        for name in measure_ids(case)
    ]
    deciding.propose_decisions(actor=cast.case_officer, case_id=case.pk, proposals=refusal, now=NOW)
    deciding.issue_decisions(actor=cast.head, case_id=case.pk, proposals=refusal, appeal="", note="", now=LATER)
    assert decided() == [(1, 1)]


def test_report_that_tells_of_a_decision_counts_it_and_the_result_does_not(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    names = measure_ids(case)
    told = tuple(wire.MeasureStatus(measure_id=name, state="accepted") for name in names)
    for _ in range(2):
        arrive(wire.StatusReport(**common(case), measures=told))
        assert sum(granted for granted, _refused in decided()) == len(names)


def test_nodes_that_kept_no_decision_for_conditions_get_it_once(cast: Cast) -> None:
    case, offer = offered_by_us(cast)
    accept(case, offer, measure_ids(case))
    Decision.objects.filter(measure__case=case).delete()  # as it was kept before
    migration = importlib.import_module("comity.cases.migrations.0007_granted_under_conditions")
    for _ in range(2):
        migration.write_decisions(apps, SimpleNamespace(connection=connection))
        assert decided() == [(1, 0)]
    offer.refresh_from_db()
    assert Decision.objects.get(measure__case=case).decided_at == offer.answered_at
