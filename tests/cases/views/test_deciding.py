"""The page of decision: a proposal reaches the head whatever else waits, can be returned, and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_registered, an_accepted, measure_ids, outbox_kinds
from tests.builders.people import signed_in

from comity.cases.actions import clarifying, deciding, executing, offices
from comity.cases.models import Case, Decision
from comity.cases.rules import CaseworkError, decisions_on
from comity.core.roles import Role

pytestmark = pytest.mark.django_db

REASONS = "An interest of the State that no condition meets."


def refusal(number: int = 0) -> dict[str, Any]:
    return {
        "dual": "met",
        f"m{number}-decision": "refused",
        f"m{number}-ground": "ESSENTIAL_INTERESTS",
        f"m{number}-reasons": REASONS,
        "act": "propose",
    }


def proposed_while_they_answer(cast: Cast) -> Case:
    case = a_registered(cast)
    clarifying.ask_for_items(
        actor=cast.case_officer,
        case_id=case.pk,
        items=[clarifying.Missing("own", "Which branch?")],
        due=None,
        note="",
        now=NOW,
    )
    deciding.record_consultation(
        actor=cast.case_officer, case_id=case.pk, measure_ids=[one.measure_id for one in case.measures.all()],
        opened_at=NOW, summary="No condition would help.", override_reason="", now=NOW,
    )  # fmt: skip
    answer = signed_in(cast.officer(Role.CASE_OFFICER)).post(
        reverse("cases:request-decide", args=[case.pk]), refusal(), follow=True
    )
    assert "The head sees the proposal" in answer.content.decode()
    return Case.objects.get(pk=case.pk)


def test_head_sees_a_proposal_while_an_answer_is_awaited(cast: Cast) -> None:
    case = proposed_while_they_answer(cast)
    assert (case.turn_side, case.turn_task, case.turn_role) == ("ours", "sign_decision", "head")
    head = signed_in(cast.officer(Role.HEAD))
    assert "sign the decision proposed" in head.get("/").content.decode()
    page = head.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "For the head: sign the decision proposed on the request of XB, or return it." in page
    form = head.get(reverse("cases:request-decide", args=[case.pk])).content.decode()
    assert REASONS in form
    assert 'value="met" selected' in form
    assert "Return the proposal to the case officer" in form


def test_returned_proposal_keeps_its_text_and_shows_the_notes(cast: Cast) -> None:
    case = proposed_while_they_answer(cast)
    head, officer = signed_in(cast.officer(Role.HEAD)), signed_in(cast.officer(Role.CASE_OFFICER))
    empty = head.post(reverse("cases:proposal-return", args=[case.pk]), {"return_notes": ""}, follow=True)
    assert "It was not returned" in empty.content.decode()
    head.post(reverse("cases:proposal-return", args=[case.pk]), {"return_notes": "Name the interest."})
    case.refresh_from_db()
    assert case.turn_task != "sign_decision"
    page = officer.get(reverse("cases:request-decide", args=[case.pk])).content.decode()
    assert "Name the interest." in page
    assert REASONS in page
    twice = head.post(reverse("cases:proposal-return", args=[case.pk]), {"return_notes": "Again."})
    assert twice.status_code == 409
    assert "No proposed decision waits" in twice.content.decode()


def test_fields_of_a_refusal_are_not_sent_with_an_acceptance(cast: Cast) -> None:
    case = a_registered(cast)
    given = refusal() | {"m0-decision": "accepted", "m0-expected": "2026-05-01", "act": "issue"}
    signed_in(cast.officer(Role.CASE_OFFICER)).post(reverse("cases:request-decide", args=[case.pk]), given)
    made = Decision.objects.get(measure__case=case)
    assert (made.decision, made.ground, made.reasons, str(made.expected_by)) == ("accepted", "", "", "2026-05-01")


def test_fields_stand_with_the_decision_that_asks_for_them(cast: Cast) -> None:
    case = a_registered(cast)
    page = signed_in(cast.officer(Role.CASE_OFFICER)).get(reverse("cases:request-decide", args=[case.pk]))
    text = page.content.decode()
    accepted, refused = text.index('class="where-accepted"'), text.index('class="where-refused"')
    assert accepted < text.index('name="m0-expected"') < refused < text.index('name="m0-ground"')


def in_execution(cast: Cast) -> Case:
    """Return a case whose measures were accepted; the first is with an officer and with an office."""
    case = an_accepted(cast)
    first = measure_ids(case)[0]
    executing.assign_measure(
        actor=cast.case_officer, case_id=case.pk, measure_id=first,
        officer_id=cast.officer(Role.EXECUTING_AUTHORITY).pk, instructions="Ask the bank.", due=None, now=NOW,
    )  # fmt: skip
    offices.ask_office(
        actor=cast.case_officer, case_id=case.pk, measure_id=first, office="Registry of companies", address="",
        instructions="An extract.", due=None, language="en", now=NOW,
    )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def consulted(cast: Cast, case: Case) -> None:
    deciding.record_consultation(
        actor=cast.case_officer, case_id=case.pk, measure_ids=measure_ids(case), opened_at=NOW,
        summary="No condition would help.", override_reason="", now=NOW,
    )  # fmt: skip


def test_what_is_being_executed_can_be_refused_and_whoever_executes_it_is_released(cast: Cast) -> None:
    case = in_execution(cast)
    consulted(cast, case)
    officer, head = signed_in(cast.officer(Role.CASE_OFFICER)), signed_in(cast.officer(Role.HEAD))
    url = reverse("cases:request-decide", args=[case.pk])
    page = officer.get(url).content.decode()
    assert "Refuse after all" in page
    assert 'name="m0-expected"' not in page
    assert url in officer.get(reverse("cases:case", args=[case.pk])).content.decode()
    officer.post(url, refusal())
    case.refresh_from_db()
    assert (case.turn_task, case.turn_role) == ("sign_decision", "head")
    answer = head.post(url, refusal() | {"act": "issue"})
    assert answer.status_code == 302
    first = case.measures.get(measure_id=measure_ids(case)[0])
    assert first.state == "refused"
    told = [(one.decision, one.reasons, one.ended_at is None) for one in first.decisions.order_by("pk")]
    assert told == [("accepted", "", False), ("refused", REASONS, True)]
    assert not first.assignments.filter(ended_at=None).exists()
    assert [one.state for one in first.office_tasks.all()] == ["withdrawn"]
    assert outbox_kinds(case.pk)[-1] == "decision.refuse"
    case.refresh_from_db()
    assert (case.step, case.turn_side) == ("awaiting_feedback", "theirs")


def test_what_is_being_executed_is_not_refused_before_consultation(cast: Cast) -> None:
    case = in_execution(cast)
    officer = signed_in(cast.officer(Role.CASE_OFFICER))
    answer = officer.post(reverse("cases:request-decide", args=[case.pk]), refusal())
    assert "[46(26)]" in answer.content.decode()
    case.refresh_from_db()
    assert case.proposed == []
    assert case.measures.first().assignments.filter(ended_at=None).exists()


def test_what_is_being_executed_is_not_accepted_again(cast: Cast) -> None:
    case = in_execution(cast)
    wanted = [deciding.Proposal(measure_ids(case)[0], "accepted")]
    with pytest.raises(CaseworkError) as caught:
        deciding.issue_decisions(
            actor=cast.case_officer, case_id=case.pk, proposals=wanted, appeal="", note="", now=NOW
        )
    assert caught.value.code == "E_MEASURE"


def test_measure_under_way_that_is_postponed_is_refused_or_goes_on_and_never_accepted_again() -> None:
    assert decisions_on("postponed", "in_execution") == ("refused",)
    assert decisions_on("info_requested", "accepted") == ("refused",)
    assert decisions_on("postponed", "asked") == ("accepted", "refused")
    assert decisions_on("executed", "") == ()
