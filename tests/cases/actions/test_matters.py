"""What is asked beside the measures, and what is only told, on both sides."""

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
    an_accepted,
    arrive,
    common,
    measure_ids,
    outbox_kinds,
    their_ack,
)

from comity.cases.actions import (
    closing,
    deciding,
    matters,
)
from comity.cases.models import Case, Delivery
from comity.cases.queries import turning
from comity.cases.rules import CaseworkError
from comity.law.conversation import Said
from comity.law.errors import RuleViolation
from comity.wire import matters as wire_matters

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def fresh(case: Case | UUID) -> Case:
    return Case.objects.get(pk=case.pk if isinstance(case, Case) else case)


def states(case: Case) -> set[str]:
    return set(case.measures.values_list("state", flat=True))


def an_acknowledged(cast: Cast, signer: TestSigner) -> Case:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    return fresh(case)


OPENED = [
    (Said.CONSULT_OPEN, {"about": "refusal", "measure_ids": (), "text": "We think of refusing."}),
    (Said.COST_CONSULT, {"measure_ids": (), "estimate": "40 000", "text": "Forty days."}),
    (Said.CANNOT_COMPLY, {"reason": "The court tells the client.", "disclosed_to": ""}),
]


@pytest.mark.parametrize(("kind", "said"), OPENED)
def test_what_we_ask_waits_for_them(cast: Cast, kind: Said, said: dict[str, object]) -> None:
    case = a_registered(cast)
    matters.open_matter(actor=cast.case_officer, case_id=case.pk, kind=kind, said=said, due=date(2026, 5, 1), now=NOW)
    assert (fresh(case).step, fresh(case).turn_side) == ("views_awaited", "theirs")
    assert outbox_kinds(case.pk)[-1] == kind


def test_answered_consultation_is_the_record_that_a_refusal_needs(cast: Cast) -> None:
    case = a_registered(cast)
    [measure] = measure_ids(case)
    matter = matters.open_matter(
        actor=cast.case_officer, case_id=case.pk, kind=Said.CONSULT_OPEN, said=OPENED[0][1], due=None, now=NOW
    )
    with pytest.raises(RuleViolation, match="consultation"):
        deciding.propose_decisions(
            actor=cast.case_officer, case_id=case.pk, now=NOW,
            proposals=[deciding.Proposal(measure, "refused", "ESSENTIAL_INTERESTS", "They would suffer.")],
        )  # fmt: skip
    arrive(wire_matters.ConsultReply(**common(case), matter=matter.matter_id, text="We could wait."))
    assert fresh(case).step == "legal_review"
    proposal = deciding.Proposal(measure, "refused", "ESSENTIAL_INTERESTS", "They would suffer.")
    deciding.propose_decisions(actor=cast.case_officer, case_id=case.pk, proposals=[proposal], now=NOW)
    deciding.issue_decisions(
        actor=cast.head, case_id=case.pk, appeal="", note="", now=NOW,
        proposals=[deciding.Proposal(measure, "refused", "ESSENTIAL_INTERESTS", "They would suffer.")],
    )  # fmt: skip
    assert states(case) == {"refused"}


def test_what_they_ask_waits_for_us_and_is_answered_once(cast: Cast, signer: TestSigner) -> None:
    case = an_acknowledged(cast, signer)
    arrive(wire_matters.CostConsult(**common(case), matter="x2", estimate="40 000", text="Forty days."))
    assert (fresh(case).step, fresh(case).turn_side, fresh(case).turn_task) == ("views_asked", "ours", "answer_costs")
    answer = {"agreed": True, "payer": "shared", "text": ""}
    matters.answer_matter(actor=cast.head, case_id=case.pk, matter_id="x2", said=answer, now=NOW)
    assert fresh(case).step == "under_examination"
    with pytest.raises(CaseworkError, match="E_MATTER"):
        matters.answer_matter(actor=cast.head, case_id=case.pk, matter_id="x2", said=answer, now=NOW)


def test_who_does_not_go_on_without_confidentiality_withdraws(cast: Cast, signer: TestSigner) -> None:
    case = an_acknowledged(cast, signer)
    arrive(wire_matters.CannotComply(**common(case), matter="x3", reason="The court tells the client."))
    answer = {"go_on": False, "text": "Then not."}
    matters.answer_matter(actor=cast.head, case_id=case.pk, matter_id="x3", said=answer, now=NOW)
    assert (states(case), fresh(case).step) == ({"withdrawn"}, "withdrawn")
    assert outbox_kinds(case.pk)[-2:] == ["confidentiality.answer", "no_longer_required"]


def test_notices_move_nothing(cast: Cast, signer: TestSigner) -> None:
    incoming = an_accepted(cast)
    said = {"measure_ids": (), "text": "The court is closed until May.", "expected_by": "2026-06-01"}
    matters.give_notice(actor=cast.case_officer, case_id=incoming.pk, kind=Said.OBSTACLE, said=said, now=NOW)
    assert fresh(incoming).step == "executing"
    outgoing = an_acknowledged(cast, signer)
    arrive(wire_matters.FreezeEffect(**common(outgoing), notice_id="n1", text="Frozen.", effective_on="2026-03-01"))
    assert fresh(outgoing).step == "acknowledged"
    assert outgoing.notices.get().said["effective_on"] == "2026-03-01"
    correction = {"measure_ids": (), "text": "A slip.", "place": "facts", "was": "2025", "shall_be": "2026"}
    matters.give_notice(actor=cast.head, case_id=outgoing.pk, kind=Said.CORRECTION, said=correction, now=NOW)
    assert outbox_kinds(outgoing.pk)[-1] == "correction"


def test_an_answer_in_a_closed_case_closes_it_again(cast: Cast, signer: TestSigner) -> None:
    case = an_acknowledged(cast, signer)
    closing.withdraw_measures(actor=cast.head, case_id=case.pk, measure_ids=(), reason="No.", now=NOW)
    closing.close_case(actor=cast.head, case_id=case.pk, reason="Done.", useful="", text="", now=NOW)
    [measure] = measure_ids(case)
    notice = wire_matters.LiftNotice(**common(case), matter="x4", measure_id=measure, reasons="No order came.")
    arrive(notice)
    assert (fresh(case).step, fresh(case).turn_side) == ("views_asked", "ours")
    matters.answer_matter(actor=cast.head, case_id=case.pk, matter_id="x4", said={"keep": False, "text": ""}, now=NOW)
    assert (fresh(case).step, fresh(case).turn_side) == ("closed", "nobody")


def ask_them(cast: Cast, case: Case, kind: Said, said: dict[str, object], due: date | None = None) -> str:
    return matters.open_matter(
        actor=cast.case_officer, case_id=case.pk, kind=kind, said=said, due=due, now=NOW
    ).matter_id


def test_a_second_matter_is_opened_while_one_waits_and_each_is_named_in_its_turn(cast: Cast) -> None:
    case = a_registered(cast)
    consulted = ask_them(cast, case, *OPENED[0])
    costs = ask_them(cast, case, *OPENED[1], due=date(2026, 5, 1))
    assert (fresh(case).turn_side, fresh(case).turn_task) == ("theirs", "reply_consultation")
    assert fresh(case).turn_due == date(2026, 5, 1)  # the first day by which anything is answered
    arrive(wire_matters.ConsultReply(**common(case), matter=consulted, text="We could wait."))
    assert (fresh(case).turn_side, fresh(case).turn_task) == ("theirs", "answer_costs")
    arrive(wire_matters.CostAgree(**common(case), matter=costs, agreed=True, payer="shared"))
    assert (fresh(case).step, fresh(case).turn_side) == ("legal_review", "ours")


def test_costs_are_asked_while_consent_to_use_waits(cast: Cast) -> None:
    case = an_accepted(cast)
    Delivery.objects.create(case=case, number=1, at=NOW, confirmed_at=NOW)
    asked = wire_matters.UseRequest(**common(case), matter="u1", purpose="Another case", proceedings="Case 9", due="")
    arrive(asked)
    assert (fresh(case).step, fresh(case).turn_side) == ("consent_asked", "ours")
    costs = ask_them(cast, case, *OPENED[1])
    assert (fresh(case).step, fresh(case).turn_task) == ("views_awaited", "answer_costs")
    arrive(wire_matters.CostAgree(**common(case), matter=costs, agreed=True, payer="shared"))
    assert (fresh(case).step, fresh(case).turn_side) == ("consent_asked", "ours")
    assert turning.possible(fresh(case), Said.COST_CONSULT)


def test_no_matter_of_execution_once_every_measure_has_its_result(cast: Cast) -> None:
    case = a_registered(cast)
    case.measures.update(state="executed")
    Case.objects.filter(pk=case.pk).update(step="consent_asked")
    assert turning.why_not(fresh(case), Said.COST_CONSULT) == "Every measure has its result."
    assert turning.possible(fresh(case), Said.LIFT_NOTICE)
