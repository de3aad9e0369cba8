"""Messages that are verified and still say what cannot be: they are refused with a code and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_peer,
    a_sent,
    an_accepted,
    an_arrived,
    arrive,
    common,
    their_ack,
)
from tests.builders.requests import a_request

from comity.cases.models import Case
from comity.kernel.errors import ComityError
from comity.law.errors import RuleViolation
from comity.wire import messages as wire
from comity.wire.errors import WireError
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from comity.wire.message import Message

pytestmark = pytest.mark.django_db


def decision(measure: str) -> tuple[wire.MeasureDecision, ...]:
    return (wire.MeasureDecision(measure_id=measure, decision="accepted", consultation=wire.ConsultationHeld()),)


def refused(case: Case, message: Message, **how: Any) -> str:
    before = Case.objects.values().get(pk=case.pk), list(case.measures.values()), case.lines.count()
    with pytest.raises(ComityError) as caught:
        arrive(message, **how)
    assert isinstance(caught.value, WireError | RuleViolation)
    assert caught.value.permanent
    assert (Case.objects.values().get(pk=case.pk), list(case.measures.values()), case.lines.count()) == before
    return caught.value.code


def test_request_with_the_id_of_another_case_is_refused(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    message = RequestV1.from_json({**a_request(), "request_id": str(case.pk)})
    assert refused(case, message) == "E_ID_REUSED"


def test_message_of_a_third_node_about_our_case_is_refused(cast: Cast, signer: TestSigner) -> None:
    a_peer("stranger")
    case = a_sent(cast, signer=signer)
    assert refused(case, their_ack(case), node="stranger") == "E_CASE"


@pytest.mark.usefixtures("cast")
def test_message_in_the_wrong_direction_is_refused() -> None:
    case = an_arrived()
    assert refused(case, their_ack(case)) == "E_CASE"


def test_second_acknowledgement_is_refused(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    assert refused(case, their_ack(case)) == "out_of_step"


def test_decision_before_the_acknowledgement_is_refused(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    measure = case.measures.get().measure_id
    assert refused(case, wire.DecisionAccept(**common(case), measures=decision(measure))) == "out_of_step"


def test_decision_on_a_measure_that_was_not_asked_is_refused(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    assert refused(case, wire.DecisionAccept(**common(case), measures=decision("nobody"))) == "E_MESSAGE"


def test_delivery_that_names_evidence_that_did_not_come_is_refused(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    measure = case.measures.get().measure_id
    arrive(wire.DecisionAccept(**common(case), measures=decision(measure)))
    result = wire.MeasureResult(measure_id=measure, result="executed", text="Here.", evidence_ids=("e1",))
    message = wire.MaterialDeliver(**common(case), delivery_no=1, final=True, measures=(result,))
    assert refused(case, message) == "E_INCOMPLETE"


def test_answers_to_questions_that_were_not_asked_are_refused(cast: Cast) -> None:
    case = an_accepted(cast)
    answer = wire.Answer(item_id="i1", answer="Something.")
    assert refused(case, wire.ClarifyAnswer(**common(case), round=1, answers=(answer,))) == "E_MESSAGE"


def test_receipt_for_a_delivery_that_was_not_made_is_refused(cast: Cast) -> None:
    case = an_accepted(cast)
    assert refused(case, wire.MaterialReceipt(**common(case), delivery_no=3, complete=True)) == "E_MESSAGE"


def test_withdrawal_ends_assignments_and_the_case_waits_for_closing(cast: Cast) -> None:
    case = an_accepted(cast)
    arrive(wire.NoLongerRequired(**common(case), reason="The trial ended."), at=NOW)
    assert {one.state for one in case.measures.all()} == {"withdrawn"}
    assert Case.objects.get(pk=case.pk).step == "awaiting_feedback"
