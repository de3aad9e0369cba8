"""Every turn a request takes, on both sides, through the actions and the handlers, on a real database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_draft,
    a_letter,
    a_registered,
    a_sent,
    an_accepted,
    an_arrived,
    arrive,
    common,
    measure_ids,
    outbox_kinds,
    their_ack,
)
from tests.builders.messages import a_measure, a_request

from comity.cases.actions import (
    closing,
    deciding,
    extending,
    giving_back,
    matters,
    offering,
    postponing,
    proposing,
    sharing,
)
from comity.cases.models import Case, SharedDraft
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.kernel.graph import GraphError
from comity.law.conversation import Said
from comity.law.errors import RuleViolation
from comity.wire import matters as wire_matters
from comity.wire import messages as wire
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


# Before registration.


def test_return_names_its_defects_and_the_corrected_request_takes_its_place(cast: Cast) -> None:
    case = an_arrived()
    giving_back.return_request(
        actor=cast.registry,
        case_id=case.pk,
        defects={"language": "Nobody reads it here."},
        state="XA",
        note="",
        now=NOW,
    )
    case = fresh(case)
    assert (case.step, case.turn_side, case.our_reference) == ("returned", "theirs", "")
    assert case.given_back.get().provisional_reference == "XA/2026/P0001"
    again = a_request(request_id=case.pk, reference="XB/2026/0001", title="Corrected", measures=(a_measure("m7"),))
    arrive(again, letter=a_letter(cast.registry))
    case = fresh(case)
    assert (case.step, case.turn_side, case.title) == ("received", "ours", "Corrected")
    assert measure_ids(case) == ["m7"]
    assert case.given_back.count() == 1


@pytest.mark.parametrize("defects", [{}, {"incomplete": "Facts are missing."}, {"language": " "}])
def test_return_is_no_way_around_refusal(cast: Cast, defects: dict[str, str]) -> None:
    case = an_arrived()
    with pytest.raises(CaseworkError):
        giving_back.return_request(actor=cast.registry, case_id=case.pk, defects=defects, state="XA", note="", now=NOW)
    assert fresh(case).step == "received"


def test_registered_request_is_not_returned(cast: Cast) -> None:
    case = a_registered(cast)
    with pytest.raises(CaseworkError, match="E_REGISTERED"):
        giving_back.return_request(
            actor=cast.registry, case_id=case.pk, defects={"language": "x"}, state="XA", note="", now=NOW
        )


def test_our_returned_request_is_corrected_and_sent_again(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    defect = turns.Defect(code="wrong_addressee", text="The Registry of companies is competent.")
    arrive(turns.Return(**common(case), provisional_reference="XB/P1", received_at=NOW, defects=(defect,)))
    assert (fresh(case).step, fresh(case).turn_side, fresh(case).turn_task) == ("returned", "ours", "correct_request")
    giving_back.reopen_draft(actor=cast.drafter, case_id=case.pk, now=NOW)
    assert fresh(case).step == "draft"
    again = a_sent(cast, signer=signer, case=fresh(case))
    assert again.step == "signed"
    assert outbox_kinds(case.pk) == ["request.submit", "request.submit"]
    arrive(their_ack(case))
    assert fresh(case).step == "acknowledged"


def test_referral_is_told_and_followed(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    arrive(
        turns.Refer(**common(case), provisional_reference="XB/P2", authority="Registry of XB", reason="It holds them.")
    )
    assert (fresh(case).step, fresh(case).turn_side) == ("referred", "ours")
    closing.withdraw_measures(actor=cast.head, case_id=case.pk, measure_ids=(), reason="Followed there.", now=NOW)
    assert fresh(case).step == "withdrawn"


def test_referral_of_theirs(cast: Cast) -> None:
    case = an_arrived()
    giving_back.refer_request(
        actor=cast.registry, case_id=case.pk, authority="Registry of XA", contact="", reason="It holds them.",
        forwarded=True, state="XA", now=NOW,
    )  # fmt: skip
    assert (fresh(case).step, fresh(case).turn_side) == ("referred", "theirs")


def test_oral_request_waits_for_its_confirmation_and_is_counted_from_it(cast: Cast, signer: TestSigner) -> None:
    case = a_draft(cast)
    said = {"title": "Freeze", "summary": "Freeze it.", "urgent_because": "It leaves.", "caller": "The head of XA"}
    giving_back.announce_orally(actor=cast.drafter, case_id=case.pk, said=said, spoken_at=NOW, now=NOW)
    assert (fresh(case).step, fresh(case).announced) == ("draft", True)
    assert fresh(case).oral.confirmed_at is None
    with pytest.raises(RuleViolation, match="out_of_step"):
        giving_back.announce_orally(actor=cast.drafter, case_id=case.pk, said=said, spoken_at=NOW, now=NOW)
    sent = a_sent(cast, signer=signer, case=fresh(case))
    assert (sent.step, sent.announced) == ("signed", False)
    assert fresh(case).oral.confirmed_at == NOW
    assert outbox_kinds(case.pk) == ["request.oral_notice", "request.submit"]


def test_their_oral_request_is_a_case_until_it_lapses_and_is_taken_all_the_same(cast: Cast) -> None:
    request = a_request()
    notice = turns.OralNotice(
        request_id=request.request_id, sent_at=NOW, title="Freeze", summary="Freeze it.", urgent_because="It leaves.",
        spoken_at=NOW, caller="The head of XB",
    )  # fmt: skip
    arrive(notice)
    case = fresh(request.request_id)
    assert (case.step, case.turn_side, case.turn_task) == ("announced", "theirs", "confirm_oral")
    assert case.turn_due == case.oral.confirm_by
    giving_back.let_lapse(actor=cast.registry, case_id=case.pk, reason="No word since.", now=NOW)
    assert (fresh(case).step, fresh(case).turn_side) == ("lapsed", "nobody")
    arrive(request, letter=a_letter(cast.registry))
    assert (fresh(case).step, fresh(case).announced) == ("received", False)
    assert fresh(case).oral.confirmed_at == NOW


# Drafts shown for comment.


def test_draft_is_shared_commented_and_ours_again(cast: Cast) -> None:
    case = a_draft(cast)
    shared = sharing.share_draft(actor=cast.drafter, case_id=case.pk, note="Is it enough?", now=NOW)
    assert (fresh(case).step, fresh(case).turn_side) == ("pre_consultation", "theirs")
    with pytest.raises(CaseworkError, match="E_NOT_DRAFT"):
        sharing.share_draft(actor=cast.drafter, case_id=case.pk, note="", now=NOW)
    remark = turns.DraftRemark(section="facts", text="Say when.")
    arrive(turns.DraftComment(**common(case), draft_no=shared.number, remarks=(remark,)))
    assert fresh(case).step == "draft"
    shared.refresh_from_db()
    assert shared.remarks[0]["text"] == "Say when."


def test_draft_of_theirs_is_no_case(cast: Cast) -> None:
    request = a_request()
    arrive(turns.DraftShare(request_id=request.request_id, sent_at=NOW, draft_no=1, draft=request))
    assert not Case.objects.filter(pk=request.request_id).exists()
    shared = SharedDraft.objects.get(request_id=request.request_id)
    with pytest.raises(AccessDenied):
        sharing.comment_on_draft(actor=cast.registry, shared_id=shared.pk, remarks=(), note="", now=NOW)
    sharing.comment_on_draft(actor=cast.case_officer, shared_id=shared.pk, remarks=(), note="Complete.", now=NOW)
    assert outbox_kinds(request.request_id) == ["draft.comment"]
    with pytest.raises(CaseworkError, match="E_DRAFT"):
        sharing.comment_on_draft(actor=cast.case_officer, shared_id=shared.pk, remarks=(), note="", now=NOW)
    arrive(request, letter=a_letter(cast.registry))
    assert fresh(request.request_id).step == "received"


def test_recalled_draft_takes_comments_all_the_same(cast: Cast) -> None:
    case = a_draft(cast)
    shared = sharing.share_draft(actor=cast.drafter, case_id=case.pk, note="", now=NOW)
    sharing.recall_draft(actor=cast.drafter, case_id=case.pk, now=NOW)
    assert fresh(case).step == "draft"
    arrive(turns.DraftComment(**common(case), draft_no=shared.number))
    assert fresh(case).step == "draft"


# Conditions and postponement.


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


def test_postponement_comes_after_consultation_and_ends(cast: Cast) -> None:
    case = an_accepted(cast)
    before_the_head(cast, case, Said.DECISION_POSTPONE)
    wanted = {
        "actor": cast.head, "case_id": case.pk, "measure_ids": measure_ids(case), "interference": "Our own trial.",
        "review_on": date(2026, 9, 1), "override_reason": "", "now": NOW,
    }  # fmt: skip
    with pytest.raises(RuleViolation, match="consultation_before_postponement"):
        postponing.postpone_measures(**wanted)
    deciding.record_consultation(
        actor=cast.head, case_id=case.pk, measure_ids=measure_ids(case), opened_at=NOW, summary="By telephone.",
        override_reason="", now=NOW,
    )  # fmt: skip
    with pytest.raises(RuleViolation, match="interference_for_postponement"):
        postponing.postpone_measures(**wanted | {"interference": " "})
    with pytest.raises(CaseworkError, match="E_REVIEW_DAY"):
        postponing.postpone_measures(**wanted | {"review_on": NOW.date()})
    postponing.postpone_measures(**wanted)
    assert states(case) == {"postponed"}
    postponing.resume_measures(actor=cast.case_officer, case_id=case.pk, note="The trial is over.", now=NOW)
    assert states(case) == {"accepted"}
    assert outbox_kinds(case.pk)[-2:] == ["decision.postpone", "status.report"]


def test_their_postponement_is_shown_with_its_day(cast: Cast, signer: TestSigner) -> None:
    case = an_acknowledged(cast, signer)
    arrive(
        turns.DecisionPostpone(
            **common(case),
            measure_ids=tuple(measure_ids(case)),
            interference="Their trial.",
            review_on="2026-09-01",
            consultation=wire.ConsultationHeld(summary="Said."),
        )
    )
    assert states(case) == {"postponed"}
    assert case.postponements.get().review_on == date(2026, 9, 1)
    assert fresh(case).turn_side == "theirs"


# Matters and notices.

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
    assert (fresh(case).step, fresh(case).turn_side, fresh(case).turn_task) == ("views_asked", "ours", "answer_matter")
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


# More is asked.


def test_supplement_adds_measures_and_opens_a_closed_case(cast: Cast, signer: TestSigner) -> None:
    case = an_acknowledged(cast, signer)
    closing.withdraw_measures(actor=cast.head, case_id=case.pk, measure_ids=(), reason="No.", now=NOW)
    closing.close_case(actor=cast.head, case_id=case.pk, reason="Done.", useful="", text="", now=NOW)
    assert fresh(case).step == "closed"
    extending.send_supplement(
        actor=cast.head, case_id=case.pk, reason="A second account.", measures=[a_measure("m9").to_json()], now=NOW
    )
    case = fresh(case)
    assert (case.step, case.closed_at, case.supplements) == ("acknowledged", None, 1)
    assert set(case.measures.values_list("measure_id", "state")) >= {("m9", "asked")}


def test_their_supplement_is_examined(cast: Cast) -> None:
    case = an_accepted(cast)
    arrive(turns.Supplement(**common(case), reason="A second account.", measures=(a_measure("m9"),)))
    assert (fresh(case).step, fresh(case).supplements) == ("legal_review", 1)
    assert states(case) == {"accepted", "asked"}


def test_nobody_moves_a_case_by_hand_where_only_a_message_does(cast: Cast) -> None:
    case = an_arrived()
    with pytest.raises(GraphError):
        giving_back.let_lapse(actor=cast.registry, case_id=case.pk, reason="x", now=NOW)
