"""A case in which something was asked or decided by letter moves: its record is compared before it takes effect."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import serializers
from tests.builders import moves
from tests.builders.cases import NOW, arrive, common, measure_ids, outbox_kinds, their_ack

from comity.cases.actions import before_joining, clarifying, deciding, delivering, executing, moving, steps
from comity.cases.models import BeforeJoin, Case, CaseMove, Clarification
from comity.cases.moving import Hindrance
from comity.cases.queries import moving as queries
from comity.cases.queries.statistics import figures
from comity.cases.rules import CaseworkError
from comity.core.keys import storage_identities
from comity.core.roles import Role
from comity.exchange.models import OutboxItem
from comity.law.conversation.resting import rest
from comity.law.counting import Period
from comity.seal.age import open_bytes
from comity.wire import messages as wire
from comity.wire.errors import WireError
from comity.wire.kinds import parse

if TYPE_CHECKING:
    from tests.builders.cases import Cast, TestSigner

    from comity.exchange.models import Peer
    from comity.wire.message import Message

LATER = NOW + timedelta(days=30)
YEAR = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
OTHER_NAME = "their-own-name-1"


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return moves.a_ministry(cast)


def said(case: Case, kind: str) -> Message:
    item = OutboxItem.objects.get(case_id=case.pk, kind=kind)
    return parse(item.kind, open_bytes(bytes(item.content), storage_identities()))


def accept(cast: Cast, case: Case) -> None:
    proposals = [deciding.Proposal(one, "accepted") for one in measure_ids(case)]
    deciding.issue_decisions(actor=cast.case_officer, case_id=case.pk, proposals=proposals, appeal="", note="", now=NOW)
    moves.posted_answers(cast, case)


def worked(cast: Cast, ministry: Peer) -> Case:
    """Return a request from a letter: one round asked and answered, accepted, given to an executing authority."""
    case = moves.a_letter_case(cast, ministry)
    first = measure_ids(case)[0]
    clarifying.ask_for_items(
        actor=cast.case_officer, case_id=case.pk, due=None, note="", now=NOW,
        items=[clarifying.Missing("46(15)(c)", "Which bank?", measure_id=first)],
    )  # fmt: skip
    moves.posted_answers(cast, case)
    (item,) = Clarification.objects.get(case=case).items.all()
    answer = wire.Answer(item_id=item.item_id, answer="The first bank.", annex_ids=())
    moves.heard_here(cast, case, wire.ClarifyAnswer(**common(case), round=1, answers=(answer,)))
    accept(cast, case)
    executing.assign_measure(
        actor=cast.case_officer, case_id=case.pk, measure_id=first, instructions="Ask the bank.", due=None, now=NOW,
        officer_id=cast.officer(Role.EXECUTING_AUTHORITY).pk,
    )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def a_claim(cast: Cast, state: str, **more: Any) -> Case:
    """Return their claim, in which the measure has a name of their own."""
    measure = moves.a_request()["measures"][0] | {"measure_id": OTHER_NAME}
    record = moves.recorded(state, rounds=more.pop("rounds", 0), names=(OTHER_NAME,))
    return moves.a_claim(cast, at=LATER, measures=[measure | more], record=record)


def join(cast: Cast, case: Case, former: Case) -> Case:
    return moving.join_letter(
        actor=cast.registry, case_id=case.pk, letter_case_id=former.pk, shown_officer="Officer", contact="", now=LATER
    )


def heard(case: Case, message: Message) -> Case:
    arrive(message, at=LATER)
    return Case.objects.get(pk=case.pk)


def test_record_goes_along_and_the_conversation_goes_on_sealed_where_it_was(
    cast: Cast, ministry: Peer, signer: TestSigner
):
    case = moves.a_posted(cast, ministry, signer=signer)
    case = moves.heard_by_letter(cast, case, their_ack(case))
    (measure,) = measure_ids(case)
    question = wire.Question(item_id="i1", code="46(15)(c)", measure_id="", person_id="", question="Which bank?")
    ask = wire.ClarifyAsk(**common(case), round=1, due="", measure_ids=(measure,), items=(question,))
    case = moves.heard_by_letter(cast, case, ask)
    clarifying.save_answers(
        actor=cast.drafter, case_id=case.pk, round_no=1, answers={"i1": "The first."}, seen={"i1": 0}, now=NOW
    )
    clarifying.send_answers(actor=cast.drafter, case_id=case.pk, round_no=1, note="", now=NOW)
    moves.posted_answers(cast, case, by="drafter")
    verdict = wire.MeasureDecision(measure_id=measure, decision="accepted", consultation=wire.ConsultationHeld())
    case = moves.heard_by_letter(cast, case, wire.DecisionAccept(**common(case), measures=(verdict,)))
    moves.join(cast, ministry)
    moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)
    told: Any = said(case, "request.submit")
    assert told.earlier.record.to_json() == {
        "rounds": 1, "measures": [{"measure_id": measure, "state": "accepted", "decided_on": "2026-03-12"}],
    }  # fmt: skip
    now = heard(case, their_ack(case, LATER))
    assert (now.step, now.moves.get().outcome, now.registered_at) == (
        "in_execution",
        CaseMove.AGREED,
        case.registered_at,
    )
    again = wire.ClarifyAsk(**common(case, LATER), round=2, due="", measure_ids=(measure,), items=(question,))
    assert heard(case, again).step == "clarification", "the rounds go on in their numbers"


def test_joining_brings_the_signed_request_as_far_as_the_letter(cast: Cast, ministry: Peer):
    former = worked(cast, ministry)
    before = figures(YEAR, "incoming")
    moves.join(cast, ministry)
    case = a_claim(cast, "accepted", rounds=1)
    (found,) = queries.claimed(case, cast.registry)
    assert (found.hindrance, [pair.compared.value for pair in found.pairs]) == (None, ["same"])
    now = join(cast, case, former)
    (measure,) = now.measures.all()
    assert (measure.measure_id, measure.state, now.step) == (OTHER_NAME, "in_execution", "executing")
    assert rest(steps.position_of(now)).step == now.step
    assert [(one.decision, one.decided_at) for one in measure.decisions.all()] == [("accepted", NOW)]
    assert [one.instructions for one in measure.assignments.all()] == ["Ask the bank."]
    (item,) = now.clarifications.get(round=1).items.all()
    assert (item.measure_id, item.answer) == (OTHER_NAME, "The first bank.")
    after = figures(YEAR, "incoming")
    assert (after.total, after.decisions, after.spans) == (before.total, before.decisions, before.spans)
    assert outbox_kinds(now.pk) == ["ack"], "what both recorded is not said again"
    executing.record_result(
        actor=cast.executing_authority, case_id=now.pk, measure_id=OTHER_NAME, result="nothing_found", text="None.",
        now=LATER,
    )  # fmt: skip
    delivering.deliver_results(
        actor=cast.case_officer, case_id=now.pk, measure_ids=[OTHER_NAME], use_limits="", note="", now=LATER
    )
    assert outbox_kinds(now.pk)[-1] == "material.deliver"


def test_a_decision_that_they_have_not_recorded_is_told_once_more(cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    accept(cast, former)
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER)
    now = join(cast, case, former)
    assert outbox_kinds(now.pk) == ["ack", "decision.accept"]
    told: Any = said(now, "decision.accept")
    assert [(one.measure_id, one.decision) for one in told.measures] == [(measure_ids(now)[0], "accepted")]
    assert now.lines.filter(code="decisions_told").exists()
    assert figures(YEAR, "incoming").decisions == {"DOCUMENTS": (1, 0)}, "it is told twice and counts once"


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ({"state": "refused"}, Hindrance.AHEAD),
        ({"state": "accepted", "rounds": 1}, Hindrance.ROUNDS),
        ({"state": "accepted", "kind": "SERVICE"}, Hindrance.MEASURES),
    ],
)
def test_records_that_do_not_agree_are_not_joined(claim: dict[str, Any], why: Hindrance, cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    accept(cast, former)
    moves.join(cast, ministry)
    case = a_claim(cast, **claim)
    assert [one.hindrance for one in queries.claimed(case, cast.registry)] == [why]
    with pytest.raises(CaseworkError, match="E_MOVE"):
        join(cast, case, former)
    assert Case.objects.get(pk=former.pk).step == "executing", "nothing took effect"


def test_a_record_of_other_measures_than_are_asked_is_refused(cast: Cast, ministry: Peer):
    moves.join(cast, ministry)
    with pytest.raises(WireError, match="E_MESSAGE"):
        moves.a_claim(cast, at=LATER, record=moves.recorded("accepted", names=("another",)))
    assert not Case.objects.exists()


def test_a_case_worked_on_by_letter_can_be_written_again_from_what_is_kept_of_it(cast: Cast, ministry: Peer):
    former = worked(cast, ministry)
    moves.join(cast, ministry)
    before = before_joining.written(former)
    assert {row["model"].removeprefix("cases.") for row in before} >= {
        "assignment", "case", "clarification", "clarificationitem", "decision", "line", "measure", "member",
    }  # fmt: skip
    case = join(cast, a_claim(cast, "accepted", rounds=1), former)
    kept = BeforeJoin.objects.get(case=case).former
    assert kept == before
    case.delete()
    for row in serializers.deserialize("json", json.dumps(kept)):
        row.save()
    assert before_joining.written(Case.objects.get(pk=former.pk)) == before
