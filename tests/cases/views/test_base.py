"""What a page of casework answers when the reader may not, or when the step is not possible: what, why, what now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_draft, a_registered, a_sent, an_approved, an_arrived
from tests.builders.people import signed_in

from comity.cases.actions import clarifying
from comity.cases.actions.keeping import join
from comity.core.roles import Role

if TYPE_CHECKING:
    from uuid import UUID

    from comity.cases.models import Case

pytestmark = pytest.mark.django_db

WRITING = ("draft-section", "request-discard", "review-ask")
MADE_TO_US = (
    "request-examine",
    "clarification-ask",
    "consultation-record",
    "request-decide",
    "measures-assign",
    "material-deliver",
    "status-report",
)


def get(cast: Cast, role: Role, name: str, case: Case, *, method: str = "get", **more: Any) -> Any:
    if role is not Role.HEAD:
        join(case, cast.officer(role).pk, role, at=NOW)
    address = reverse(f"cases:{name}", kwargs={"case_id": case.pk, **more})
    return getattr(signed_in(cast.officer(role)), method)(address)


def more_of(name: str) -> dict[str, UUID | str]:
    return {"key": "facts"} if name == "draft-section" else {}


@pytest.mark.parametrize("name", WRITING)
def test_page_of_writing_is_not_shown_for_a_request_made_to_us(cast: Cast, name: str) -> None:
    answer = get(cast, Role.CASE_OFFICER, name, an_arrived(), **more_of(name))
    assert answer.status_code == 403
    assert "only with a request that we make" in answer.content.decode()
    assert "Whose turn" in answer.content.decode()


@pytest.mark.parametrize("name", MADE_TO_US)
def test_page_of_examining_is_not_shown_for_a_request_of_ours(cast: Cast, name: str) -> None:
    answer = get(cast, Role.CASE_OFFICER, name, a_sent(cast))
    assert answer.status_code == 403
    assert "only with a request that was made to us" in answer.content.decode()


@pytest.mark.parametrize("name", WRITING)
def test_request_that_was_sent_is_not_written_any_more(cast: Cast, name: str) -> None:
    answer = get(cast, Role.DRAFTER, name, a_sent(cast), **more_of(name))
    assert answer.status_code == 409
    assert "no longer a draft" in answer.content.decode()
    assert "<textarea" not in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "name", "words"),
    [
        (Role.REVIEWER, "request-review", "Nobody asked for a review"),
        (Role.CASE_OFFICER, "status-ask", "only between the registration"),
        (Role.CASE_OFFICER, "request-withdraw", "only between the registration"),
        (Role.CASE_OFFICER, "case-close", "The case can be closed when"),
    ],
)
def test_step_that_is_not_possible_on_a_draft_says_why(cast: Cast, role: Role, name: str, words: str) -> None:
    answer = get(cast, role, name, a_draft(cast))
    assert answer.status_code == 409
    assert words in answer.content.decode()


def test_request_that_was_registered_is_not_registered_again(cast: Cast) -> None:
    case = an_arrived()
    join(case, cast.officer(Role.REGISTRY).pk, Role.REGISTRY, at=NOW)
    case.step = "legal_review"
    case.save(update_fields=["step"])
    answer = get(cast, Role.REGISTRY, "request-register", case)
    assert answer.status_code == 409
    assert "registered before" in answer.content.decode()


def test_refusal_of_a_button_is_a_page_not_an_error(cast: Cast) -> None:
    case = an_arrived()
    case.step = "closed"
    case.save(update_fields=["step"])
    answer = get(cast, Role.CASE_OFFICER, "examination-begin", case, method="post")
    assert answer.status_code == 409
    assert "Look at the case" in answer.content.decode()


def test_no_second_round_of_questions_is_offered_while_one_waits(cast: Cast) -> None:
    case = a_registered(cast)
    ask = [clarifying.Missing("own", "Which branch?")]
    clarifying.ask_for_items(actor=cast.case_officer, case_id=case.pk, items=ask, due=None, note="", now=NOW)
    answer = get(cast, Role.CASE_OFFICER, "clarification-ask", case)
    assert answer.status_code == 409
    assert "earlier round of questions waits" in answer.content.decode()


def test_refusal_is_told_in_chinese(cast: Cast) -> None:
    officer = cast.officer(Role.DRAFTER)
    officer.language = "zh-hans"
    officer.save(update_fields=["language"])
    answer = get(cast, Role.DRAFTER, "draft-section", a_sent(cast), key="facts")
    assert "现在不能这样做" in answer.content.decode()


def test_returning_a_request_without_a_word_returns_nothing(cast: Cast) -> None:
    case = an_approved(cast)
    address = reverse("cases:approval-withdraw", kwargs={"case_id": case.pk})
    answer = signed_in(cast.officer(Role.HEAD)).post(address, {"notes": ""}, follow=True)
    case.refresh_from_db()
    assert case.step == "approved"
    assert "It was not returned" in answer.content.decode()
