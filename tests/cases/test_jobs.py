"""The letter of a request is compared with its data once, and the pages say what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, a_sent, an_arrived, outbox_kinds
from tests.builders.people import signed_in
from tests.builders.requests import a_request

from comity.cases import jobs
from comity.cases.letters import render
from comity.cases.letters.document import Attachment
from comity.cases.letters.request import request_paper
from comity.cases.models import Letter
from comity.cases.queries import agreeing
from comity.core.actors import Actor
from comity.core.files.actions import store_bytes
from comity.core.jobs.models import Job
from comity.core.parts import Checked
from comity.core.roles import Role
from comity.kernel.strictjson import dumps

if TYPE_CHECKING:
    from typing import Any

    from tests.builders.cases import Cast, TestSigner

    from comity.cases.models import Case


def run(case: Case) -> Checked:
    """Run the job that waits for the case."""
    payload = Job.objects.get(name=jobs.COMPARE, dedupe=str(case.pk)).payload
    jobs.compare_letter(payload)
    jobs.compare_letter(payload)
    case.letter.refresh_from_db()
    return agreeing.check_of(case).result


def give_letter(case: Case, **changes: Any) -> None:
    """Give an arrived request a letter that says something else than its data."""
    data = Attachment("request.json", dumps(case.body), "application/json", "The request as structured data")
    pdf = render(request_paper(case.body | changes, at=NOW, attachments=(data,)), at=NOW)
    actor = Actor.system("tests")
    file = store_bytes(pdf, actor=actor, purpose="letter", name="a.pdf", media_type="application/pdf", now=NOW)
    Letter.objects.filter(case=case).update(file=file)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_our_own_letter_agrees_to_the_byte(language: str, cast: Cast, signer: TestSigner) -> None:
    requested = a_request(language=language)["requested"] | {"languages": ["en", "zh-hans"]}
    case = a_sent(cast, signer=signer, language=language, requested=requested)
    assert outbox_kinds(case.pk) == ["request.submit"]
    assert agreeing.check_of(case).result is Checked.NOT_MADE
    assert run(case) is Checked.PASSED
    assert case.letter.agreement["exact"]
    page = signed_in(cast.officer(Role.DRAFTER)).get(
        reverse("cases:case-message", args=[case.pk, case.request_message])
    )
    assert "the same pages, byte for byte" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The letter does not say what its data says"), ("zh-hans", "函件文本与其所附数据不一致")],
)
def test_what_differs_stands_on_the_page_of_registration(language: str, said: str, cast: Cast) -> None:
    case = an_arrived()
    give_letter(case, facts={"summary": case.body["facts"]["summary"].replace("400,000", "900,000")})
    assert run(case) is Checked.FAILED
    officer = cast.officer(Role.REGISTRY)
    officer.language = language
    officer.save(update_fields=["language"])
    page = signed_in(officer).get(reverse("cases:request-register", args=[case.pk])).content.decode()
    for words in (said, "Two weeks later 900,000", "Two weeks later 400,000"):
        assert words in page


@pytest.mark.django_db
def test_a_letter_that_cannot_be_read_is_not_made(cast: Cast) -> None:
    case = an_arrived()
    assert run(case) is Checked.NOT_MADE
    assert case.letter.agreement["reason"] == "unreadable"
    page = signed_in(cast.officer(Role.REGISTRY)).get(reverse("cases:request-register", args=[case.pk]))
    assert "does not say" not in page.content.decode()
