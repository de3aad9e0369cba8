"""Comments on the pages of a draft: beside the questions, on the review, on the check; nothing typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_draft
from tests.builders.people import signed_in

from comity.cases.actions import remarking, reviewing
from comity.cases.models import Case
from comity.core.roles import Role

pytestmark = pytest.mark.django_db


def in_review(cast: Cast) -> Case:
    case = a_draft(cast)
    reviewer = cast.officer(Role.REVIEWER).pk
    reviewing.ask_review(actor=cast.drafter, case_id=case.pk, note="", reviewer_id=reviewer, now=NOW)
    return Case.objects.get(pk=case.pk)


def test_reviewer_comments_on_the_review_page_and_the_drafter_answers_beside_the_question(cast: Cast) -> None:
    case = in_review(cast)
    reviewer = signed_in(cast.officer(Role.REVIEWER))
    page = reviewer.get(reverse("cases:request-review", args=[case.pk]))
    assert 'name="must_settle"' in page.content.decode()
    values = {"part": "facts", "quote": "", "text": "Say <when>.", "must_settle": "on", "back": "review"}
    answer = reviewer.post(reverse("cases:remark-write", args=[case.pk]), values, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("cases:request-review", args=[case.pk])
    assert "Say &lt;when&gt;." in answer.content.decode()
    refused = reviewer.post(reverse("cases:request-review", args=[case.pk]), {"notes": "", "outcome": "approved"})
    assert "A comment is open that must be settled before approval" in refused.content.decode()
    reviewing.return_draft(actor=cast.reviewer, case_id=case.pk, notes="See the comment.", now=NOW)
    drafter = signed_in(cast.officer(Role.DRAFTER))
    section = drafter.get(reverse("cases:draft-section", args=[case.pk, "facts"])).content.decode()
    assert "Say &lt;when&gt;." in section
    assert 'name="must_settle"' not in section
    remark = case.remarks.get()
    values = {"act": "answered", "text": "In May.", "back": "part"}
    answer = drafter.post(reverse("cases:remark-act", args=[case.pk, remark.pk]), values, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("cases:draft-section", args=[case.pk, "facts"])
    assert "In May." in answer.content.decode()
    assert "Open comments" in drafter.get(reverse("cases:draft-check", args=[case.pk])).content.decode()


def test_comment_without_words_is_shown_again_with_what_was_typed(cast: Cast) -> None:
    case = a_draft(cast)
    drafter = signed_in(cast.officer(Role.DRAFTER))
    values = {"part": "facts", "quote": "the money left", "text": "", "back": "part"}
    page = drafter.post(reverse("cases:remark-write", args=[case.pk]), values)
    assert page.status_code == 200
    assert "the money left" in page.content.decode()
    assert not case.remarks.exists()


def test_comment_of_another_case_is_not_there(cast: Cast) -> None:
    case, other = a_draft(cast), a_draft(cast)
    remark = remarking.write_remark(
        actor=cast.drafter, case_id=other.pk, part="", quote="", text="Hm.", must_settle=False, now=NOW
    )
    drafter = signed_in(cast.officer(Role.DRAFTER))
    answer = drafter.post(reverse("cases:remark-act", args=[case.pk, remark.pk]), {"act": "settled", "text": ""})
    assert answer.status_code == 404
