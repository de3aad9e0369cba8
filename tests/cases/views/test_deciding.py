"""The page of decision: a proposal reaches the head whatever else waits, can be returned, and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_registered
from tests.builders.people import signed_in

from comity.cases.actions import clarifying, deciding
from comity.cases.models import Case, Decision
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
