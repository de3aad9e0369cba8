"""A case moves from letter to Comity: asked for, joined, taken as new or left by letter; never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import moves
from tests.builders.cases import (
    NOW,
    a_letter,
    a_peer,
    arrive,
    common,
    measure_ids,
    outbox_kinds,
    their_ack,
)

from comity.cases.actions import clarifying, keeping, linking, moving, receiving, reporting
from comity.cases.letters import agreement
from comity.cases.likeness import Verdict
from comity.cases.models import Case, CaseLink, CaseMove
from comity.cases.moving import Hindrance
from comity.cases.queries import moving as queries
from comity.cases.queries.statistics import figures
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.files.reader import read_file
from comity.core.roles import Role
from comity.exchange import post
from comity.exchange.models import OutboxItem, PostItem
from comity.law.counting import Period
from comity.wire import messages as wire
from comity.wire import turns
from comity.wire.errors import WireError
from comity.wire.kinds import parse
from comity.wire.request import RequestV1

if TYPE_CHECKING:
    from tests.builders.cases import Cast, TestSigner

    from comity.exchange.models import Peer

LATER = NOW + timedelta(days=30)
YEAR = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return moves.a_ministry(cast)


def sent_message(case: Case) -> tuple[OutboxItem, RequestV1]:
    from comity.core.keys import storage_identities
    from comity.seal.age import open_bytes

    item = OutboxItem.objects.get(case_id=case.pk, kind="request.submit")
    message = parse(item.kind, open_bytes(bytes(item.content), storage_identities()))
    assert isinstance(message, RequestV1)
    return item, message


def a_question(case: Case, at: datetime = NOW) -> wire.ClarifyAsk:
    return wire.ClarifyAsk(
        **common(case, at), round=1, due="", measure_ids=tuple(measure_ids(case)),
        items=(wire.Question(item_id="i1", code="46(15)(c)", measure_id="", person_id="", question="Which bank?"),),
    )  # fmt: skip


def a_return(case: Case, at: datetime = LATER) -> turns.Return:
    return turns.Return(
        **common(case, at), provisional_reference="XB/2026/P0001", received_at=at,
        defects=(turns.Defect(code=turns.STAYS_BY_LETTER, text="The accounts are blocked already."),),
    )  # fmt: skip


# The side that asks


def test_the_head_signs_the_same_request_anew_and_it_leaves_sealed(cast: Cast, ministry: Peer, signer: TestSigner):
    case = moves.a_posted(cast, ministry, signer=signer)
    assert case.step == "sent"
    moves.join(cast, ministry)
    moved = moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)
    item, message = sent_message(case)
    assert (moved.counterpart, moved.step, item.number) == ("xb", "sent", 1)
    assert message.earlier is not None
    assert message.earlier.to_json() == {
        "left_on": "2026-03-12", "channel": "post", "reference": "", "acknowledged_on": "",
    }  # fmt: skip
    said = message.to_json()
    said.pop("earlier")
    assert said.pop("requested") == {**case.body["requested"], "node_id": "xb"}
    assert said == {name: value for name, value in case.body.items() if name != "requested"}, "the same content"
    assert item.letter is not None
    pdf = read_file(item.letter, limit=agreement.LIMIT)
    assert agreement.compare(pdf, message.to_json()).exact
    assert Case.objects.get(pk=case.pk).sent_at == case.sent_at, "its clock runs from the letter"


def test_both_agree_when_they_acknowledge_and_the_clock_of_the_letter_stays(
    cast: Cast, ministry: Peer, signer: TestSigner
):
    case = moves.a_posted(cast, ministry, signer=signer)
    case = moves.heard_by_letter(cast, case, their_ack(case))
    assert case.step == "acknowledged"
    moves.join(cast, ministry)
    moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)
    assert sent_message(case)[1].earlier.reference == "XB/2026/0001"
    arrive(their_ack(case, LATER), at=LATER)
    now = Case.objects.get(pk=case.pk)
    assert (now.step, now.registered_at, now.request_message) == (
        "acknowledged", case.registered_at, now.moves.get().message_id,
    )  # fmt: skip
    assert now.moves.get().outcome == CaseMove.AGREED
    assert list(now.lines.filter(code="acknowledged").values_list("at", flat=True)) == [case.registered_at]
    reporting.ask_status(actor=cast.drafter, case_id=case.pk, note="How far is it?", now=LATER)
    assert outbox_kinds(case.pk) == ["request.submit", "status.query"]
    assert PostItem.objects.filter(case_id=case.pk).count() == 2, "no letter more"
    arrive(a_question(case, LATER), at=LATER)
    assert Case.objects.get(pk=case.pk).step == "clarification"


def test_one_that_was_not_acknowledged_is_by_their_sealed_answer(cast: Cast, ministry: Peer, signer: TestSigner):
    case = moves.a_posted(cast, ministry, signer=signer)
    moves.join(cast, ministry)
    moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)
    arrive(their_ack(case, LATER), at=LATER)
    now = Case.objects.get(pk=case.pk)
    assert (now.step, now.registered_at) == ("acknowledged", LATER)


def test_nothing_else_is_said_until_they_have_answered(cast: Cast, ministry: Peer, signer: TestSigner):
    case = moves.a_posted(cast, ministry, signer=signer)
    moves.join(cast, ministry)
    moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)
    with pytest.raises(CaseworkError, match="E_MOVING"):
        reporting.ask_status(actor=cast.drafter, case_id=case.pk, note="", now=LATER)
    with pytest.raises(CaseworkError, match="E_MOVE"):
        moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)
    assert outbox_kinds(case.pk) == ["request.submit"]


def test_what_they_leave_by_letter_is_not_offered_again_without_a_reason(
    cast: Cast, ministry: Peer, signer: TestSigner
):
    case = moves.a_posted(cast, ministry, signer=signer)
    moves.join(cast, ministry)
    moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)
    arrive(a_return(case), at=LATER)
    now = Case.objects.get(pk=case.pk)
    assert (now.step, now.counterpart, now.request_message) == ("sent", ministry.node_id, case.request_message)
    assert (now.moves.get().outcome, now.moves.get().reason) == (CaseMove.STAYS, "The accounts are blocked already.")
    assert moves.heard_by_letter(cast, now, their_ack(now, LATER), at=LATER).step == "acknowledged"
    with pytest.raises(CaseworkError, match="E_SAY"):
        moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)


def test_four_eyes_and_the_role_are_those_of_the_first_signature(cast: Cast, ministry: Peer, signer: TestSigner):
    case = moves.a_posted(cast, ministry, signer=signer)
    moves.join(cast, ministry)
    with pytest.raises(AccessDenied):
        moving.move_request(actor=cast.drafter, case_id=case.pk, signer=signer, now=LATER)
    author = cast.officer(Role.DRAFTER)
    from comity.core.actors import Actor

    both = Actor.of_officer(author)
    both = type(both)(**{**{name: getattr(both, name) for name in both.__slots__}, "roles": both.roles | {Role.HEAD}})
    with pytest.raises(CaseworkError, match="E_FOUR_EYES"):
        moving.move_request(actor=both, case_id=case.pk, signer=signer, now=LATER)
    assert outbox_kinds(case.pk) == []


def test_without_a_node_nothing_moves(cast: Cast, ministry: Peer, signer: TestSigner):
    case = moves.a_posted(cast, ministry, signer=signer)
    with pytest.raises(CaseworkError, match="E_MOVE_NODE"):
        moving.move_request(actor=cast.head, case_id=case.pk, signer=signer, now=LATER)
    assert queries.ours_to_move(cast.head) == []


def test_the_list_says_why_a_case_stays_by_letter(cast: Cast, ministry: Peer, signer: TestSigner):
    waits = moves.a_posted(cast, ministry, signer=signer)
    asked = moves.a_posted(cast, ministry, signer=signer)
    asked = moves.heard_by_letter(cast, asked, their_ack(asked))
    moves.heard_by_letter(cast, asked, a_question(asked))
    printed = moves.a_posted(cast, ministry, signer=signer)
    reporting.ask_status(actor=cast.drafter, case_id=printed.pk, note="", now=NOW)
    moves.join(cast, ministry)
    found = {one.case.pk: one.hindrance for one in queries.ours_to_move(cast.head)}
    assert found == {waits.pk: None, asked.pk: Hindrance.ASKED, printed.pk: Hindrance.NOT_LEFT}
    with pytest.raises(CaseworkError, match="E_MOVE"):
        moving.move_request(actor=cast.head, case_id=asked.pk, signer=signer, now=LATER)


# The side that is asked


def joined(cast: Cast, case: Case, former: Case, at: datetime = LATER) -> Case:
    return moving.join_letter(
        actor=cast.registry, case_id=case.pk, letter_case_id=former.pk, shown_officer="Case officer", contact="", now=at
    )


def test_the_registry_joins_the_claim_to_the_case_of_the_letter(cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER, reference=former.our_reference)
    assert [(one.case.pk, one.hindrance, one.alike) for one in queries.claimed(case, cast.registry)] == [
        (former.pk, None, True)
    ]
    measures = measure_ids(case)
    now = joined(cast, case, former)
    assert not Case.objects.filter(pk=former.pk).exists()
    assert (now.our_reference, now.arrived_at, now.registered_at, now.created_at) == (
        former.our_reference, former.arrived_at, former.registered_at, former.created_at,
    )  # fmt: skip
    assert (now.step, now.counterpart, measure_ids(now)) == ("registered", "xb", measures)
    assert now.members.filter(officer=cast.officer(Role.CASE_OFFICER), function=Role.CASE_OFFICER).exists()
    assert (now.moves.get().outcome, now.moves.get().former_id) == (CaseMove.JOINED, former.pk)
    assert PostItem.objects.filter(case_id=now.pk).count() == 2, "the letter and our answer to it are with the case"
    scan = PostItem.objects.get(case_id=now.pk, ours=False)
    assert isinstance(post.message_of(scan), RequestV1), "what the letter says is kept"
    told = OutboxItem.objects.get(case_id=now.pk)
    from comity.core.keys import storage_identities
    from comity.seal.age import open_bytes

    ack = parse(told.kind, open_bytes(bytes(told.content), storage_identities()))
    assert isinstance(ack, wire.Ack)
    assert (ack.reference, ack.received_at) == (former.our_reference, former.arrived_at)
    codes = AuditEntry.objects.filter(subject=f"cases.case:{now.pk}").values_list("code", flat=True)
    assert "cases.case.joined" in codes
    receiving.begin_examination(actor=cast.case_officer, case_id=now.pk, now=LATER)
    clarifying.ask_for_items(
        actor=cast.case_officer, case_id=now.pk, items=[clarifying.Missing("46(15)(c)", "Which bank?")],
        due=None, note="", now=LATER,
    )  # fmt: skip
    assert outbox_kinds(now.pk) == ["ack", "clarify.ask"]


def test_a_case_under_review_is_joined_where_it_is(cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    receiving.begin_examination(actor=cast.case_officer, case_id=former.pk, now=NOW)
    moves.join(cast, ministry)
    assert joined(cast, moves.a_claim(cast, at=LATER), former).step == "legal_review"


def figures_of(case_count: int) -> tuple[int, int, int, int]:
    flow = figures(YEAR, "incoming").total
    assert flow.opening + flow.new - flow.finished == flow.closing
    assert flow.new == case_count
    return flow.opening, flow.new, flow.finished, flow.closing


def test_one_request_is_counted_once_before_and_after_it_is_joined(cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    before = figures_of(1)
    case = moves.a_claim(cast, at=LATER)
    assert figures_of(1) == before
    joined(cast, case, former)
    assert figures_of(1) == before


def test_a_request_whose_letter_never_came_is_new_from_the_day_it_arrived(cast: Cast, ministry: Peer):
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER)
    figures_of(0)
    receiving.register_request(
        actor=cast.registry, case_id=case.pk, state="XA", officer_id=cast.officer(Role.CASE_OFFICER).pk,
        shown_officer="Case officer", contact="", now=LATER + timedelta(days=1),
    )  # fmt: skip
    now = Case.objects.get(pk=case.pk)
    assert (now.step, now.lines.get(code="request_sent").at) == ("registered", LATER)
    assert now.moves.get().outcome == CaseMove.NEW
    figures_of(1)


def test_what_goes_on_by_letter_is_given_back_unregistered_and_counted_once(cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    clarifying.ask_for_items(
        actor=cast.case_officer, case_id=former.pk, items=[clarifying.Missing("46(15)(c)", "Which bank?")],
        due=None, note="", now=NOW,
    )  # fmt: skip
    moves.join(cast, ministry)
    before = figures_of(1)
    case = moves.a_claim(cast, at=LATER)
    assert [one.hindrance for one in queries.claimed(case, cast.registry)] == [Hindrance.ASKED]
    with pytest.raises(CaseworkError, match="E_MOVE"):
        joined(cast, case, former)
    with pytest.raises(CaseworkError, match="E_SAY"):
        moving.leave_by_letter(actor=cast.registry, case_id=case.pk, reason=" ", state="XA", now=LATER)
    moving.leave_by_letter(actor=cast.registry, case_id=case.pk, reason="A question is open.", state="XA", now=LATER)
    move = CaseMove.objects.get(case=case)
    assert (move.case.step, move.outcome, move.reason) == ("returned", CaseMove.STAYS, "A question is open.")
    assert outbox_kinds(case.pk) == ["return.deficient"]
    assert figures_of(1) == before
    assert Case.objects.get(pk=former.pk).counterpart == ministry.node_id


def test_what_colleagues_said_of_the_case_goes_over(cast: Cast, ministry: Peer):
    former, third = moves.a_letter_case(cast, ministry), moves.a_letter_case(cast, ministry, reference="XB-78/2026")
    linking.link_cases(
        actor=cast.registry, case_id=former.pk, other_id=third.pk, verdict=Verdict.RELATED, reason="one bank", now=NOW
    )
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER)
    lines = former.lines.count()
    now = joined(cast, case, former)
    link = CaseLink.objects.get()
    assert {link.one_id, link.other_id} == {now.pk, third.pk}
    assert now.lines.count() == lines + 2, "theirs that asks, ours that joins"


# Hostile claims


def test_a_claim_is_joined_to_no_case_of_another_counterpart(cast: Cast, ministry: Peer):
    """Its reference is right, and all the same it is none of theirs."""
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    a_peer("stranger")
    case = moves.a_claim(cast, node="stranger", at=LATER, reference=former.our_reference)
    assert queries.claimed(case, cast.registry) == []
    with pytest.raises(CaseworkError, match="E_MOVE_OTHER"):
        joined(cast, case, former)
    assert Case.objects.filter(pk=former.pk).exists()


def test_a_claim_is_joined_to_no_closed_case_and_to_none_of_ours(cast: Cast, ministry: Peer, signer: TestSigner):
    former = moves.a_letter_case(cast, ministry)
    asked = moves.a_posted(cast, ministry, signer=signer)
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER)
    Case.objects.filter(pk=former.pk).update(step="closed", closed_at=NOW)
    with pytest.raises(CaseworkError, match="E_MOVE"):
        joined(cast, case, former)
    keeping.join(asked, cast.registry.officer_id, Role.REGISTRY, at=NOW)
    with pytest.raises(AccessDenied):
        joined(cast, case, asked)


def test_a_case_outside_the_registrars_reach_is_not_there(cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER)
    former.members.filter(officer=cast.officer(Role.REGISTRY)).delete()
    with pytest.raises(Case.DoesNotExist):
        joined(cast, case, former)
    assert queries.claimed(case, cast.registry) == []


def test_a_letter_that_left_after_the_message_and_a_second_claim_are_refused(cast: Cast, ministry: Peer):
    moves.join(cast, ministry)
    with pytest.raises(WireError, match="E_MESSAGE"):
        moves.a_claim(cast, at=LATER, left_on="2026-05-01")
    assert not Case.objects.filter(direction="incoming").exists()
    case = moves.a_claim(cast, at=LATER)
    again = RequestV1.from_json(case.body)
    with pytest.raises(WireError, match="E_ID_REUSED"):
        arrive(again, at=LATER, letter=a_letter(cast.registry))
    moving.leave_by_letter(actor=cast.registry, case_id=case.pk, reason="No.", state="XA", now=LATER)
    with pytest.raises(WireError, match="E_ID_REUSED"):
        arrive(again, at=LATER, letter=a_letter(cast.registry))


def test_a_claim_with_the_id_of_another_case_is_refused(cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    with pytest.raises(WireError, match="E_ID_REUSED"):
        moves.a_claim(cast, at=LATER, request_id=str(former.pk))


def test_nothing_is_joined_twice_or_without_a_claim(cast: Cast, ministry: Peer):
    former, plain = moves.a_letter_case(cast, ministry), moves.a_letter_case(cast, ministry, registered=False)
    moves.join(cast, ministry)
    with pytest.raises(CaseworkError, match="E_MOVE_OPEN"):
        joined(cast, plain, former)
    case = moves.a_claim(cast, at=LATER)
    joined(cast, case, former)
    with pytest.raises(Case.DoesNotExist):
        joined(cast, case, former)
    with pytest.raises(CaseworkError):
        moving.leave_by_letter(actor=cast.registry, case_id=case.pk, reason="No.", state="XA", now=LATER)


@pytest.mark.parametrize("role", ["drafter", "head", "case_officer", "administrator"])
def test_joining_is_an_act_of_the_registry(role: str, cast: Cast, ministry: Peer):
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    case = moves.a_claim(cast, at=LATER)
    actor: Any = getattr(cast, role)
    for one in (case, former):
        keeping.join(one, actor.officer_id, Role.CASE_OFFICER, at=NOW)
    with pytest.raises((AccessDenied, Case.DoesNotExist)):
        moving.join_letter(
            actor=actor, case_id=case.pk, letter_case_id=former.pk, shown_officer="", contact="", now=LATER
        )
