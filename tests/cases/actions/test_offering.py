"""Conditions: offered, accepted and binding, or rejected, on both sides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_registered,
    a_sent,
    arrive,
    common,
    measure_ids,
    their_ack,
)

from comity.cases.actions import (
    offering,
    proposing,
)
from comity.cases.models import Case
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.law.conversation import Said
from comity.wire import turns

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def fresh(case: Case | UUID) -> Case:
    return Case.objects.get(pk=case.pk if isinstance(case, Case) else case)


def before_the_head(cast: Cast, case: Case, act: Said) -> None:
    proposing.put_to_head(actor=cast.case_officer, case_id=case.pk, act=act, said={}, now=NOW)
    assert (fresh(case).turn_side, fresh(case).turn_role) == ("ours", "head")


def states(case: Case) -> set[str]:
    return set(case.measures.values_list("state", flat=True))


def an_acknowledged(cast: Cast, signer: TestSigner) -> Case:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    return fresh(case)


def test_conditions_that_are_accepted_bind(cast: Cast) -> None:
    case = a_registered(cast)
    before_the_head(cast, case, Said.CONDITIONS_OFFER)
    offer = offering.offer_conditions(
        actor=cast.head, case_id=case.pk, measure_ids=measure_ids(case), conditions=["Not in tax matters."],
        due=date(2026, 4, 1), now=NOW,
    )  # fmt: skip
    assert (fresh(case).step, fresh(case).turn_side, states(case)) == (
        "conditions_offered", "theirs", {"conditions_offered"},
    )  # fmt: skip
    arrive(turns.ConditionsAccept(**common(case), offer_id=offer.offer_id, measure_ids=tuple(measure_ids(case))))
    offer.refresh_from_db()
    assert (offer.answer, states(case), fresh(case).step) == ("accepted", {"accepted"}, "executing")


def test_conditions_that_are_rejected_leave_the_decision_open(cast: Cast) -> None:
    case = a_registered(cast)
    before_the_head(cast, case, Said.CONDITIONS_OFFER)
    offer = offering.offer_conditions(
        actor=cast.head, case_id=case.pk, measure_ids=measure_ids(case), conditions=["c"], due=None, now=NOW
    )
    rejected = turns.ConditionsReject(
        **common(case), offer_id=offer.offer_id, measure_ids=tuple(measure_ids(case)), reasons="We may not."
    )
    arrive(rejected)
    assert (states(case), fresh(case).step) == ({"asked"}, "legal_review")


def test_their_offer_is_answered_by_the_head(cast: Cast, signer: TestSigner) -> None:
    case = an_acknowledged(cast, signer)
    condition = turns.Condition(condition_id="c1", text="Not in tax matters.")
    names = tuple(measure_ids(case))
    arrive(turns.ConditionsOffer(**common(case), offer_id="o1", measure_ids=names, conditions=(condition,)))
    assert (fresh(case).step, fresh(case).turn_role) == ("conditions_offered", "head")
    with pytest.raises(AccessDenied):
        offering.answer_offer(actor=cast.drafter, case_id=case.pk, offer_id="o1", accepted=True, reasons="", now=NOW)
    with pytest.raises(CaseworkError, match="E_SAY"):
        offering.answer_offer(actor=cast.head, case_id=case.pk, offer_id="o1", accepted=False, reasons="", now=NOW)
    offering.answer_offer(actor=cast.head, case_id=case.pk, offer_id="o1", accepted=True, reasons="", now=NOW)
    assert (states(case), fresh(case).step) == ({"accepted"}, "in_execution")
    with pytest.raises(CaseworkError, match="E_OFFER"):
        offering.answer_offer(actor=cast.head, case_id=case.pk, offer_id="o1", accepted=True, reasons="", now=NOW)
