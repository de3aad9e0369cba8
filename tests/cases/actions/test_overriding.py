"""Every guard of the law on a real case: the step is refused, or goes on with a reason that is kept and shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders.cases import (
    NOW,
    Cast,
    a_delivered,
    a_registered,
    an_accepted,
    arrive,
    common,
    measure_ids,
    outbox_kinds,
)

from comity.cases import rules
from comity.cases.actions import closing, deciding, executing, matters, postponing, proposing
from comity.cases.actions.deciding import Proposal
from comity.cases.models import Assignment, Case, Decision, GuardOverride, Postponement
from comity.cases.queries import aftermath
from comity.core.audit.models import AuditEntry
from comity.core.keys import storage_identities
from comity.core.roles import Role
from comity.exchange.models import OutboxItem
from comity.law.conversation import Said
from comity.law.errors import RuleViolation
from comity.seal.age import open_bytes
from comity.wire import matters as wire
from comity.wire.kinds import parse

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

WHY = "The head of both authorities agreed on this by telephone."
NO_CONSULTATION = "Their authority has been closed since the flood."


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def in_mode(case: Case, mode: str) -> Case:
    Case.objects.filter(pk=case.pk).update(mode=mode)
    return fresh(case)


def refuse(cast: Cast, case: Case, **said: Any) -> list[Decision]:
    [measure, *_] = measure_ids(case)
    wanted = replace(Proposal(measure, "refused", "ESSENTIAL_INTERESTS", "They would suffer."), **said)
    deciding.propose_decisions(actor=cast.case_officer, case_id=case.pk, proposals=[wanted], now=NOW)
    return deciding.issue_decisions(actor=cast.head, case_id=case.pk, proposals=[wanted], appeal="", note="", now=NOW)


def consulted(cast: Cast, case: Case, *ids: str) -> None:
    deciding.record_consultation(
        actor=cast.case_officer, case_id=case.pk, measure_ids=ids or measure_ids(case), opened_at=NOW,
        summary="No condition would help.", override_reason="", now=NOW,
    )  # fmt: skip


def kept(case: Case) -> list[tuple[str, bool]]:
    return list(GuardOverride.objects.filter(case=case).values_list("guard", "by_analogy"))


def overridden_in_audit(case: Case) -> list[str]:
    found = AuditEntry.objects.filter(code="cases.guard.overridden", subject=f"cases.case:{case.pk}")
    return [code for entry in found for code in json.loads(entry.data)["guards"]]


def last_sent(case: Case) -> dict[str, Any]:
    """Open what we last sent, as the other State will read it."""
    item = OutboxItem.objects.filter(case_id=case.pk).latest("number")
    return parse(item.kind, open_bytes(bytes(item.content), storage_identities())).to_json()


def test_refusal_without_consultation_needs_a_reason_which_is_kept_shown_and_told(cast: Cast) -> None:
    case = a_registered(cast)
    with pytest.raises(RuleViolation, match="consultation_before_refusal"):
        refuse(cast, case)
    refuse(cast, case, override_reason=NO_CONSULTATION)
    assert kept(case) == [("consultation_before_refusal", False)]
    assert overridden_in_audit(case) == ["consultation_before_refusal"]
    [shown] = aftermath.overrides_of(case, "en")
    assert (shown.article, shown.reason, shown.by) == ("46(26)", NO_CONSULTATION, cast.head.name)
    assert case.lines.filter(code="guard_overridden").get().params["reason"] == NO_CONSULTATION
    assert last_sent(case)["measures"][0]["consultation"]["override_reason"] == NO_CONSULTATION


@pytest.mark.parametrize(("ground", "article"), [("BANK_SECRECY", "46(8)"), ("SOLELY_FISCAL", "46(22)")])
def test_a_forbidden_ground_never_passes_under_the_convention(cast: Cast, ground: str, article: str) -> None:
    case = a_registered(cast)
    consulted(cast, case)
    with pytest.raises(RuleViolation) as caught:
        refuse(cast, case, ground=ground, override_reason=WHY)
    assert caught.value.article == article
    assert kept(case) == []


def test_bank_secrecy_never_passes_and_fiscal_matters_only_with_a_reason_under_a_treaty(cast: Cast) -> None:
    case = in_mode(a_registered(cast), "treaty")
    consulted(cast, case)
    with pytest.raises(RuleViolation, match="no_bank_secrecy"):
        refuse(cast, case, ground="BANK_SECRECY", override_reason=WHY)
    with pytest.raises(RuleViolation, match="not_solely_fiscal"):
        refuse(cast, case, ground="SOLELY_FISCAL")
    refuse(cast, case, ground="SOLELY_FISCAL", override_reason=WHY)
    assert ("not_solely_fiscal", True) in kept(case)


def test_what_is_told_of_an_override_is_only_why_there_was_no_consultation(cast: Cast) -> None:
    case = in_mode(a_registered(cast), "treaty")
    consulted(cast, case)
    refuse(cast, case, ground="SOLELY_FISCAL", override_reason=WHY)
    assert WHY not in str(last_sent(case))


def test_what_is_not_coercive_is_owed_without_dual_criminality(cast: Cast) -> None:
    case = a_registered(cast)
    consulted(cast, case)
    lacking = {"ground": "NO_DUAL_CRIMINALITY", "dual": "not_met", "coercive": "no"}
    with pytest.raises(RuleViolation, match="not_coercive_is_owed"):
        refuse(cast, case, **lacking)
    refuse(cast, case, **lacking, override_reason=WHY)
    assert kept(case) == [("not_coercive_is_owed", False)]


def test_what_is_coercive_may_be_refused_without_dual_criminality(cast: Cast) -> None:
    case = a_registered(cast)
    consulted(cast, case)
    refuse(cast, case, ground="NO_DUAL_CRIMINALITY", dual="not_met", coercive="yes")
    assert kept(case) == []


def test_records_open_to_the_public_cannot_be_refused(cast: Cast) -> None:
    case = a_registered(cast)
    consulted(cast, case)
    with pytest.raises(RuleViolation, match="public_records_are_owed"):
        refuse(cast, case, public=True, override_reason=WHY)
    in_mode(case, "treaty")
    refuse(cast, case, public=True, override_reason=WHY)
    assert kept(case) == [("public_records_are_owed", True)]


def postpone(cast: Cast, case: Case, **said: Any) -> Postponement:
    given: dict[str, Any] = {
        "measure_ids": measure_ids(case), "interference": "A trial here.", "override_reason": "", **said
    }  # fmt: skip
    proposing.put_to_head(actor=cast.case_officer, case_id=case.pk, act=Said.DECISION_POSTPONE, said={}, now=NOW)
    return postponing.postpone_measures(
        actor=cast.head, case_id=case.pk, review_on=NOW.date() + timedelta(days=90), now=NOW, **given
    )


def test_postponement_needs_a_consultation_about_every_measure(cast: Cast) -> None:
    case = an_accepted(cast)
    with pytest.raises(RuleViolation, match="consultation_before_postponement"):
        postpone(cast, case)
    other = case.measures.get()
    other.pk, other.measure_id, other.position = None, "m-other", 1
    other.save()
    consulted(cast, case, next(one for one in measure_ids(case) if one != "m-other"))
    with pytest.raises(RuleViolation, match="consultation_before_postponement"):
        postpone(cast, case)
    postpone(cast, case, override_reason=NO_CONSULTATION)
    assert kept(case) == [("consultation_before_postponement", False)]
    assert case.postponements.get().consulted["override_reason"] == NO_CONSULTATION


def test_postponement_without_interference_is_never_open_under_the_convention(cast: Cast) -> None:
    case = an_accepted(cast)
    consulted(cast, case)
    with pytest.raises(RuleViolation, match="interference_for_postponement"):
        postpone(cast, case, interference=" ", override_reason=WHY)
    assert states(case) == {"accepted"}


def states(case: Case) -> set[str]:
    return set(case.measures.values_list("state", flat=True))


def lift(cast: Cast, case: Case, **said: Any) -> None:
    told = {"measure_ids": tuple(measure_ids(case)), "text": "The court lifted it.", "lifted_on": "", "property": ""}
    matters.give_notice(actor=cast.case_officer, case_id=case.pk, kind=Said.FREEZE_LIFTED, said=told, now=NOW, **said)


def lift_notice(cast: Cast, case: Case, due: date | None = None) -> str:
    [measure] = measure_ids(case)
    said = {"measure_id": measure, "intended_on": "", "reasons": "One laptop is somebody else's."}
    return matters.open_matter(
        actor=cast.case_officer, case_id=case.pk, kind=Said.LIFT_NOTICE, said=said, due=due, now=NOW
    ).matter_id


def test_a_freeze_is_lifted_after_the_other_state_was_heard(cast: Cast) -> None:
    case = an_accepted(cast)
    with pytest.raises(RuleViolation, match="notice_before_lifting"):
        lift(cast, case)
    asked = lift_notice(cast, case, due=NOW.date() + timedelta(days=20))
    with pytest.raises(RuleViolation, match="notice_before_lifting"):
        lift(cast, case)
    arrive(wire.LiftViews(**common(case), matter=asked, keep=False))
    lift(cast, case)
    assert kept(case) == []
    assert outbox_kinds(case.pk)[-1] == "freeze.lifted"


def test_a_freeze_is_lifted_once_the_time_to_be_heard_has_passed(cast: Cast) -> None:
    case = an_accepted(cast)
    lift_notice(cast, case, due=NOW.date() - timedelta(days=1))
    lift(cast, case)
    assert kept(case) == []


def test_a_freeze_that_lapsed_before_anyone_could_be_heard_is_told_with_the_reason_kept_here(cast: Cast) -> None:
    case = an_accepted(cast)
    lift(cast, case, override_reason=WHY)
    assert kept(case) == [("notice_before_lifting", False)]
    assert WHY not in str(last_sent(case))


def assign(cast: Cast, case: Case, reason: str = "") -> Assignment:
    [measure] = measure_ids(case)
    executor = cast.officer(Role.EXECUTING_AUTHORITY)
    return executing.assign_measure(
        actor=cast.case_officer, case_id=case.pk, measure_id=measure, officer_id=executor.pk, instructions="", due=None,
        override_reason=reason, now=NOW,
    )  # fmt: skip


def ask_costs(cast: Cast, case: Case) -> str:
    said = {"measure_ids": (), "estimate": "40 000", "text": "Forty days."}
    return matters.open_matter(
        actor=cast.case_officer, case_id=case.pk, kind=Said.COST_CONSULT, said=said, due=None, now=NOW
    ).matter_id


def test_an_expensive_measure_is_not_begun_before_its_costs_are_agreed(cast: Cast) -> None:
    case = an_accepted(cast)
    first = ask_costs(cast, case)
    with pytest.raises(RuleViolation, match="costs_agreed"):
        assign(cast, case)
    arrive(wire.CostAgree(**common(case), matter=first, agreed=False, payer="requested"))
    with pytest.raises(RuleViolation, match="costs_agreed"):
        assign(cast, case)
    second = ask_costs(cast, case)
    arrive(wire.CostAgree(**common(case), matter=second, agreed=True, payer="shared"))
    assign(cast, case)
    assert kept(case) == []


def test_an_expensive_measure_is_begun_with_a_reason(cast: Cast) -> None:
    case = an_accepted(cast)
    ask_costs(cast, case)
    assign(cast, case, WHY)
    assert kept(case) == [("costs_agreed", False)]


def closed(cast: Cast, case: Case, **said: Any) -> Callable[[], Case]:
    return lambda: closing.close_case(actor=cast.head, case_id=case.pk, reason="Done.", now=NOW, **said)


def an_ended(cast: Cast) -> Case:
    """Return a request of ours that is delivered and receipted."""
    from tests.builders.cases import a_sent, their_ack

    case = a_sent(cast)
    arrive(their_ack(case))
    case.measures.update(state="executed")
    Case.objects.filter(pk=case.pk).update(step="closing")
    return fresh(case)


def test_use_for_another_purpose_without_consent_bars_the_close(cast: Cast) -> None:
    case = an_ended(cast)
    with pytest.raises(RuleViolation, match="use_within_purpose"):
        closing.close_case(
            actor=cast.head, case_id=case.pk, reason="Done.", other_use=True, override_reason=WHY, now=NOW
        )
    asked = {"purpose": "Another case", "proceedings": "Case 9", "evidence_ids": ()}
    case.matters.create(
        matter_id="u1", kind=Said.USE_REQUEST, ours=True, asked=asked, opened_at=NOW, answered_at=NOW,
        answer={"consent": "under_conditions", "text": "Not in tax matters."},
    )  # fmt: skip
    closed(cast, case, other_use=True)()
    assert fresh(case).step == "closed"
    assert kept(case) == []


def test_lessons_stay_with_us_and_the_rest_of_the_after_care_is_told(cast: Cast) -> None:
    case = an_ended(cast)
    closed(cast, case, useful="yes", used_in="trial", text="Two convictions.", lessons="Ask for the ledger first.")()
    sent = last_sent(case)
    assert sent["feedback"] == {"useful": "yes", "used_in": "trial", "text": "Two convictions."}
    assert "ledger" not in str(sent)
    rows = dict(aftermath.rows_of(case.after_care.get()))
    assert rows["What we would do otherwise next time"] == "Ask for the ledger first."


def test_their_after_care_is_kept_without_lessons(cast: Cast) -> None:
    from comity.wire import messages

    case = a_delivered(cast)
    case.deliveries.update(confirmed_at=NOW)
    Case.objects.filter(pk=case.pk).update(step="awaiting_feedback")
    feedback = messages.Feedback(useful="in_part", used_in="investigation", text="It opened a second line.")
    arrive(messages.Closure(**common(case), outcome="executed", reason="Done.", feedback=feedback))
    told = case.after_care.get()
    assert (told.ours, told.useful, told.used_in, told.lessons) == (False, "in_part", "investigation", "")


def test_a_deadline_without_a_reason_blocks_under_the_convention_and_only_warns_elsewhere() -> None:
    from tests.builders.legal_requests import a_request

    request = a_request()
    request["urgency"] |= {"deadline": "2026-12-01", "deadline_reason": ""}
    with pytest.raises(rules.CaseworkError, match="E_INCOMPLETE"):
        rules.check_complete(request)
    request["basis"]["mode"] = "treaty"
    rules.check_complete(request)
