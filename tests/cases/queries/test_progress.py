"""The progress note says how a request stands, in two languages, and nothing that is for others."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from tests.builders import cases
from tests.builders.cases import NOW
from tests.builders.people import signed_in

from comity.cases.actions import shutting
from comity.cases.actions.keeping import join, note
from comity.cases.models import Case
from comity.cases.queries import progress
from comity.core.roles import Role
from comity.wire import messages as wire

if TYPE_CHECKING:
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "zh-hans")


def asked(cast: Cast) -> Case:
    """Return a request of ours on which the other State asked, with things inside it that are for nobody else."""
    case = cases.a_sent(cast)
    cases.arrive(cases.their_ack(case))
    item = wire.Question(item_id="q1", code="other", question="CANARY-question about the witness")
    cases.arrive(
        wire.ClarifyAsk(**cases.common(case), round=1, measure_ids=tuple(cases.measure_ids(case)), items=(item,))
    )
    case = Case.objects.get(pk=case.pk)
    join(case, cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
    note(case, "proposal_returned", actor=cast.head, at=NOW, note="CANARY-note of the head")
    casey = cast.officer(Role.CASE_OFFICER).pk
    shutting.exclude_officer(actor=cast.case_officer, case_id=case.pk, officer_id=casey, reason="CANARY-kin", now=NOW)
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("language", LANGUAGES)
def test_note_says_what_comes_next_and_what_the_reader_can_do(cast: Cast, language: str) -> None:
    case = asked(cast)
    found = progress.progress_of(case, language, NOW)
    assert found.by == case.turn_due
    assert len(found.asked) == case.measures.count()
    assert len(found.can) == 2
    assert len(found.passed) == 3  # sent, registered, asked
    assert any("\u4e00" <= one <= "\u9fff" for one in found.next_step) == (language == "zh-hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_for_others_is_on_the_page_or_the_paper(cast: Cast, language: str) -> None:
    case = asked(cast)
    client, url = signed_in(cast.officer(Role.DRAFTER)), f"/requests/{case.pk}/progress/"
    page = client.get(url, {"in": language})
    article = page.content.decode().partition("<article")[2].partition("</article>")[0]
    answer = client.get(f"{url}paper/", {"in": language})
    paper = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    names = [officer.name for officer in cast.officers.values()]
    persons = [one["name"] for one in case.body["persons"]] if case.body else []
    for text in (article, paper):
        assert "XA/" in text or "XB" in text
        assert "CANARY" not in text
        assert case.title not in text
        assert not [name for name in (*names, *persons) if name and name in text]


def test_request_made_to_us_has_no_note(cast: Cast) -> None:
    case = cases.a_registered(cast)
    assert signed_in(cast.officer(Role.CASE_OFFICER)).get(f"/requests/{case.pk}/progress/").status_code == 404
