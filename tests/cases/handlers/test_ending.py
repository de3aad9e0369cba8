"""Their closure ends a case of ours, unless a supplementary request of ours crossed it on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import NOW, Cast, TestSigner, a_sent, arrive, common, their_ack
from tests.builders.messages import a_measure

from comity.cases.actions import closing, extending
from comity.cases.queries.statistics_codes import events_of_case
from comity.law.counting import What
from comity.wire import messages as wire

if TYPE_CHECKING:
    from comity.cases.models import Case

pytestmark = pytest.mark.django_db


def closed_by_us(cast: Cast, signer: TestSigner) -> Case:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    closing.withdraw_measures(actor=cast.head, case_id=case.pk, measure_ids=(), reason="No.", now=NOW)
    closing.close_case(actor=cast.head, case_id=case.pk, reason="Done.", useful="", text="", now=NOW)
    return case


def closure(case: Case) -> wire.Closure:
    return wire.Closure(
        **common(case), outcome="withdrawn", reason="Done.", feedback=wire.Feedback(useful="", text=""), supplements=0
    )


def test_their_closure_after_ours_finishes_a_case_once(cast: Cast, signer: TestSigner) -> None:
    case = closed_by_us(cast, signer)
    arrive(closure(case))
    assert list(case.lines.filter(code="closed").values_list("lane", flat=True)) == ["ours", "theirs"]
    assert [event.what for event in events_of_case(case)] == [What.NEW, What.FINISHED]


def test_closure_that_crossed_our_supplement_closes_nothing(cast: Cast, signer: TestSigner) -> None:
    case = closed_by_us(cast, signer)
    extending.send_supplement(
        actor=cast.head, case_id=case.pk, reason="A second account.", measures=[a_measure("m9").to_json()], now=NOW
    )
    arrive(closure(case))
    case.refresh_from_db()
    assert case.closed_at is None
    assert case.lines.filter(code="closed_before", lane="theirs").exists()
    assert [event.what for event in events_of_case(case)] == [What.NEW, What.FINISHED, What.AGAIN]
