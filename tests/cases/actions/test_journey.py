"""The smallest true journey on both sides, through the actions and the handlers, on a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_delivered,
    a_sent,
    arrive,
    common,
    measure_ids,
    outbox_kinds,
    their_ack,
)

from comity.cases.actions import closing, delivering
from comity.cases.models import Case
from comity.wire import messages as wire

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def fresh(case_id: UUID) -> Case:
    return Case.objects.get(pk=case_id)


def test_outgoing_from_draft_to_close(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    assert (case.step, case.our_reference, case.counterpart_state) == ("signed", "XA/2026/0001", "XB")
    arrive(their_ack(case))
    assert (fresh(case.pk).their_reference, fresh(case.pk).turn_side) == ("XB/2026/0001", "theirs")
    [measure] = measure_ids(case)
    decision = wire.MeasureDecision(
        measure_id=measure, decision="accepted", consultation=wire.ConsultationHeld(), article="46(17)"
    )
    arrive(wire.DecisionAccept(**common(case), measures=(decision,)))
    result = wire.MeasureResult(measure_id=measure, result="executed", text="The statements are attached.")
    arrive(wire.MaterialDeliver(**common(case), delivery_no=1, final=True, measures=(result,)))
    assert (fresh(case.pk).turn_side, fresh(case.pk).turn_task) == ("ours", "confirm_delivery")
    delivering.confirm_delivery(actor=cast.drafter, case_id=case.pk, number=1, note="", now=NOW)
    assert fresh(case.pk).turn_task == "close_case"
    closing.close_case(actor=cast.head, case_id=case.pk, reason="Done.", useful="yes", text="", now=NOW)
    assert (fresh(case.pk).step, fresh(case.pk).turn_side) == ("closed", "nobody")
    assert outbox_kinds(case.pk) == ["request.submit", "material.receipt", "closure"]


def test_incoming_from_arrival_to_close(cast: Cast) -> None:
    case = a_delivered(cast)
    assert (case.our_reference, case.step, case.turn_side) == ("XA/2026/0001", "transmitted", "theirs")
    arrive(wire.MaterialReceipt(**common(case), delivery_no=1, complete=True))
    assert fresh(case.pk).step == "awaiting_feedback"
    arrive(wire.Closure(**common(case), outcome="executed", feedback=wire.Feedback(useful="yes")))
    assert (fresh(case.pk).step, fresh(case.pk).turn_side) == ("closed", "nobody")
    assert outbox_kinds(case.pk) == ["ack", "decision.accept", "material.deliver"]
