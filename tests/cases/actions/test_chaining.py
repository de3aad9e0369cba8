"""A request on its approval chain: organ after organ, nobody twice, and nothing signed that one of them did not see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import NOW, a_draft
from tests.builders.chains import TIERS, a_chain, a_proposed_chain
from tests.builders.people import an_actor, an_officer

from comity.cases.actions import chaining, drafting, reviewing, sending
from comity.cases.actions.keeping import join
from comity.cases.chains import check_once, check_place
from comity.cases.models import Case, Chain, Exclusion
from comity.cases.queries import chains
from comity.cases.queries.content import authors_of
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.moves import MoveError
from comity.core.officers import absences
from comity.core.roles import Role
from comity.kernel.clock import utc_now
from comity.kernel.graph import GraphError

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders.cases import Cast, TestSigner

    from comity.core.officers.models import Officer

pytestmark = pytest.mark.django_db
EVERY = {"states": ()}


def ask(cast: Cast, case: Case, reviewer: UUID | None) -> None:
    reviewing.ask_review(actor=cast.drafter, case_id=case.pk, note="", reviewer_id=reviewer, now=NOW)


def approve(actor: Actor, case: Case, following: UUID | None = None) -> None:
    reviewing.approve_draft(actor=actor, case_id=case.pk, notes="", next_id=following, now=NOW)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def at_second(cast: Cast) -> Case:
    """Return a draft that the first of three tiers approved."""
    a_chain(cast, **EVERY)
    case = a_draft(cast)
    ask(cast, case, cast.officer(Role.CASE_OFFICER).pk)
    assert fresh(case).turn_role == Role.CASE_OFFICER
    approve(cast.case_officer, case, cast.officer(Role.REVIEWER).pk)
    return fresh(case)


def test_three_tiers_approve_one_after_the_other_and_the_last_sends(cast: Cast, signer: TestSigner) -> None:
    case = at_second(cast)
    assert (case.step, case.turn_role) == ("internal_review", Role.REVIEWER)
    approve(cast.reviewer, case)
    assert fresh(case).step == "approved"
    sending.send_request(actor=cast.head, case_id=case.pk, signer=signer, now=NOW)
    names = [(one.name, one.who, str(one.status.label)) for one in chains.steps_of(fresh(case), "zh-hans")][1:]
    assert [one[0] for one in names] == ["办案机关", "所属主管机关", "对外联系机关"]
    assert {one[2] for one in names} == {"done"}
    assert [line.code for line in case.lines.all() if "approved" in line.code] == ["stage_approved"] * 2


def test_officer_with_a_conflict_of_interest_is_not_handed_the_request(cast: Cast) -> None:
    a_chain(cast, **EVERY)
    case, officer = a_draft(cast), cast.officer(Role.CASE_OFFICER)
    Exclusion.objects.create(case=case, officer=officer, reason="kin", by=officer, at=NOW)
    with pytest.raises(CaseworkError) as refused:
        ask(cast, case, officer.pk)
    assert refused.value.code in {"E_OFFICER", "E_STAGE_EMPTY"}
    assert officer.pk not in (chains.choice_at(chains.organs_of(case)[0], case, cast.drafter) or {})
    assert fresh(case).step == "draft"


def test_officer_of_another_stage_cannot_approve(cast: Cast) -> None:
    a_chain(cast, **EVERY)
    case = a_draft(cast)
    ask(cast, case, cast.officer(Role.CASE_OFFICER).pk)
    case.members.create(officer_id=cast.reviewer.officer_id, function=Role.REVIEWER, since=NOW)
    with pytest.raises(AccessDenied):
        approve(cast.reviewer, case)


def test_same_person_does_not_approve_twice(cast: Cast) -> None:
    both = an_actor(Role.CASE_OFFICER, Role.REVIEWER, login="both")
    a_chain(cast, **EVERY)
    case = a_draft(cast)
    ask(cast, case, both.officer_id)
    approve(both, case, both.officer_id)
    with pytest.raises(CaseworkError, match="E_FOUR_EYES"):
        approve(both, case)


def test_who_approved_at_any_stage_cannot_sign(cast: Cast, signer: TestSigner) -> None:
    both = an_actor(Role.CASE_OFFICER, Role.HEAD, login="both")
    a_chain(cast, **EVERY)
    case = a_draft(cast)
    ask(cast, case, both.officer_id)
    approve(both, case, cast.officer(Role.REVIEWER).pk)
    approve(cast.reviewer, case)
    with pytest.raises(CaseworkError, match="E_FOUR_EYES"):
        sending.send_request(actor=both, case_id=case.pk, signer=signer, now=NOW)


def test_next_organ_needs_its_officer(cast: Cast) -> None:
    a_chain(cast, **EVERY)
    case = a_draft(cast)
    ask(cast, case, cast.officer(Role.CASE_OFFICER).pk)
    for wrong in (None, cast.officer(Role.REGISTRY).pk):
        with pytest.raises(CaseworkError, match="E_OFFICER"):
            approve(cast.case_officer, case, wrong)
    assert [one.outcome for one in case.reviews.all()] == [""]


def test_stage_that_only_takes_note_does_not_return(cast: Cast) -> None:
    case = at_second(cast)
    with pytest.raises(CaseworkError, match="E_STAGE_RETURN"):
        reviewing.return_draft(actor=cast.reviewer, case_id=case.pk, notes="No.", now=NOW)


def test_text_changed_between_two_stages_is_not_approved(cast: Cast) -> None:
    case = at_second(cast)
    section = case.sections.get(key="facts")
    section.data = {**section.data, "facts.summary": "Smuggled in."}
    section.save(update_fields=["data"])
    with pytest.raises(CaseworkError, match="E_CHANGED"):
        approve(cast.reviewer, case)


def test_return_voids_every_approval(cast: Cast, signer: TestSigner) -> None:
    case = at_second(cast)
    approve(cast.reviewer, case)
    reviewing.withdraw_approval(actor=cast.head, case_id=case.pk, notes="Say more.", now=NOW)
    section = case.sections.get(key="facts")
    drafting.save_section(
        actor=cast.drafter, case_id=case.pk, key="facts", data={"facts.summary": "More is said."},
        shown=["facts.summary"], version=section.version, now=NOW,
    )  # fmt: skip
    ask(cast, case, cast.officer(Role.CASE_OFFICER).pk)
    assert chains.approvals_of(fresh(case)) == []
    with pytest.raises(CaseworkError, match="E_NO_REVIEW"):
        sending.send_request(actor=cast.head, case_id=case.pk, signer=signer, now=NOW)


def test_running_request_keeps_the_chain_it_began_with(cast: Cast) -> None:
    first = a_chain(cast, **EVERY)
    case = a_draft(cast)
    ask(cast, case, cast.officer(Role.CASE_OFFICER).pk)
    a_chain(cast, (TIERS[1], TIERS[2]), key=first.key, **EVERY)
    assert len(chains.organs_of(fresh(case))) == 3
    reviewing.return_draft(actor=cast.case_officer, case_id=case.pk, notes="Once more.", now=NOW)
    ask(cast, case, cast.officer(Role.CASE_OFFICER).pk)
    assert (len(chains.organs_of(fresh(case))), chains.begun(case).chain.version) == (3, 1)
    assert len(chains.organs_of(a_draft(cast))) == 2


def test_request_to_another_state_takes_its_chain_although_another_had_begun(cast: Cast) -> None:
    a_chain(cast, states=("XC",))
    case = a_draft(cast)
    ask(cast, case, cast.officer(Role.REVIEWER).pk)
    reviewing.return_draft(actor=cast.reviewer, case_id=case.pk, notes="To XC.", now=NOW)
    Case.objects.filter(pk=case.pk).update(counterpart_state="XC")
    ask(cast, case, cast.officer(Role.CASE_OFFICER).pk)
    assert len(chains.organs_of(fresh(case))) == 3


def test_named_officers_alone_approve_and_see_the_request_without_being_chosen(cast: Cast) -> None:
    other = an_actor(Role.CASE_OFFICER, login="other")
    named = replace(TIERS[0], officers=frozenset({str(cast.case_officer.officer_id)}))
    a_chain(cast, (named, *TIERS[1:]), **EVERY)
    case = a_draft(cast)
    ask(cast, case, None)
    case.members.create(officer_id=other.officer_id, function=Role.CASE_OFFICER, since=NOW)
    with pytest.raises(AccessDenied):
        approve(other, case, cast.officer(Role.REVIEWER).pk)
    approve(cast.case_officer, case, cast.officer(Role.REVIEWER).pk)


def away_today(officer: Officer, substitute: Officer) -> None:
    absences.declare_absence(
        actor=Actor.of_officer(officer), officer_id=officer.pk, substitute_id=substitute.pk,
        first_day=utc_now().date(), last_day=utc_now().date(), now=utc_now(),
    )  # fmt: skip


def test_who_stands_in_for_an_officer_named_at_a_stage_approves_there_and_it_is_written_for_whom(cast: Cast) -> None:
    other = an_officer("other", [Role.CASE_OFFICER], name="Otto Other")
    named = replace(TIERS[0], officers=frozenset({str(cast.case_officer.officer_id)}))
    a_chain(cast, (named, *TIERS[1:]), **EVERY)
    case = a_draft(cast)
    ask(cast, case, None)
    with pytest.raises((AccessDenied, Case.DoesNotExist)):
        approve(Actor.of_officer(other), case, cast.officer(Role.REVIEWER).pk)
    away_today(cast.officer(Role.CASE_OFFICER), other)
    approve(Actor.of_officer(other), case, cast.officer(Role.REVIEWER).pk)
    review = case.reviews.get(stage=0)
    assert (review.outcome, review.decided_by_id) == ("approved", other.pk)
    line = case.lines.get(code="stage_approved")
    assert (line.actor, line.params["for"]) == ("Otto Other", cast.officer(Role.CASE_OFFICER).name)
    told = AuditEntry.objects.filter(actor=f"officer:{other.pk}").values_list("data", flat=True)
    assert any(f'"for":"{cast.case_officer.officer_id}"' in one for one in told)
    assert not case.members.filter(officer=other, until__isnull=True).exists()


def test_who_stands_in_needs_the_role_himself_and_acts_for_no_author(cast: Cast) -> None:
    other = an_officer("other", [Role.CASE_OFFICER], name="Otto Other")
    named = replace(TIERS[0], officers=frozenset({str(cast.case_officer.officer_id)}))
    a_chain(cast, (named, *TIERS[1:]), **EVERY)
    case = a_draft(cast)
    join(case, cast.case_officer.officer_id, Role.CASE_OFFICER, at=NOW)
    part = case.sections.get(key="facts")
    drafting.save_section(
        actor=cast.case_officer, case_id=case.pk, key="facts", data={**part.data, "facts.summary": "Rewritten."},
        shown=["facts.summary"], version=part.version, now=NOW,
    )  # fmt: skip
    assert cast.case_officer.officer_id in authors_of(case)
    ask(cast, case, None)
    away_today(cast.officer(Role.CASE_OFFICER), other)
    with pytest.raises(CaseworkError, match="E_FOUR_EYES"):
        approve(Actor.of_officer(other), case, cast.officer(Role.REVIEWER).pk)
    away = cast.case_officer.officer_id
    with pytest.raises(CaseworkError, match="E_STAGE"):
        check_place(named, actor=other.pk, roles={Role.TRANSLATOR}, stands_in_for=[away])
    with pytest.raises(CaseworkError, match="E_FOUR_EYES"):
        check_once(other.pk, {away}, away=[away])


def test_an_excluded_officer_gives_nobody_his_place(cast: Cast) -> None:
    other = an_officer("other", [Role.CASE_OFFICER], name="Otto Other")
    named = replace(TIERS[0], officers=frozenset({str(cast.case_officer.officer_id), str(an_actor(
        Role.CASE_OFFICER, login="third").officer_id)}))  # fmt: skip
    a_chain(cast, (named, *TIERS[1:]), **EVERY)
    case = a_draft(cast)
    Exclusion.objects.create(
        case=case, officer=cast.officer(Role.CASE_OFFICER), reason="Kin.", by=cast.officer(Role.HEAD), at=NOW
    )
    ask(cast, case, None)
    join(case, other.pk, Role.CASE_OFFICER, at=NOW)
    away_today(cast.officer(Role.CASE_OFFICER), other)
    with pytest.raises(CaseworkError, match="E_STAGE"):
        approve(Actor.of_officer(other), case, cast.officer(Role.REVIEWER).pk)


def test_chain_needs_two_people_and_is_taken_only_when_confirmed(cast: Cast) -> None:
    proposed = a_proposed_chain(cast, **EVERY)
    assert chains.for_request(["STATEMENT"], "XB") is None
    for actor in (cast.administrator, cast.reviewer):
        with pytest.raises(AccessDenied):
            chaining.decide_chain(actor=actor, chain_id=proposed.pk, confirm=True, now=NOW)
    with pytest.raises(AccessDenied):
        chaining.propose_chain(
            actor=cast.head, key=None, name=proposed.text, stages=TIERS, kinds=(), states=(), in_use=True, now=NOW
        )
    chaining.decide_chain(actor=cast.head, chain_id=proposed.pk, confirm=True, now=NOW)
    assert chains.for_request(["STATEMENT"], "XB") == proposed
    with pytest.raises((GraphError, MoveError)):
        chaining.decide_chain(actor=cast.head, chain_id=proposed.pk, confirm=False, now=NOW)


def test_second_proposal_waits_for_the_first_and_a_declined_one_changes_nothing(cast: Cast) -> None:
    chain = a_chain(cast, **EVERY)
    second = a_proposed_chain(cast, key=chain.key, in_use=False, states=())
    with pytest.raises(CaseworkError, match="E_CHAIN_OPEN"):
        a_proposed_chain(cast, key=chain.key)
    chaining.decide_chain(actor=cast.head, chain_id=second.pk, confirm=False, now=NOW)
    assert chains.for_request([], "XB") == chain
    third = a_chain(cast, key=chain.key, in_use=False, states=())
    assert (third.version, chains.for_request([], "XB")) == (3, None)
    assert Chain.objects.get(pk=chain.pk).state == "superseded"


def test_chain_with_a_stage_at_which_nobody_can_approve_is_refused(cast: Cast) -> None:
    nobody = replace(TIERS[0], officers=frozenset({str(cast.registry.officer_id)}))
    with pytest.raises(CaseworkError, match="E_STAGE_EMPTY"):
        a_proposed_chain(cast, (nobody, *TIERS[1:]))
