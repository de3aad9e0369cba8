"""The audit lines and the earlier texts of a case are told in words, in both languages, with names."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation
from tests.builders.cases import NOW, Cast, a_draft, a_result, a_sent, an_accepted
from tests.builders.people import signed_in

from comity.cases.actions import drafting, naming
from comity.cases.actions.keeping import join
from comity.cases.codes import AuditCode
from comity.cases.queries import trail
from comity.core.roles import Role

pytestmark = pytest.mark.django_db
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}")


def test_every_code_has_its_sentence():
    assert set(trail.SENTENCES) == set(AuditCode)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_audit_lines_name_people_and_say_what_happened(cast: Cast, language: str) -> None:
    officer = cast.officer(Role.CASE_OFFICER)
    sent, executed = a_sent(cast), a_result(cast, an_accepted(cast))
    naming.name_member(actor=cast.head, case_id=sent.pk, officer_id=officer.pk, function=Role.CASE_OFFICER, now=NOW)
    with translation.override(language):
        lines = [line for case in (sent, executed) for line in trail.entries_of(case, language)]
    said = " ".join(f"{line.what} {line.detail} {line.who}" for line in lines)
    assert officer.name in said
    assert cast.officer(Role.HEAD).name in said
    assert not UUID.search(said), "ids say nothing to a reader"
    assert "cases." not in said
    assert ("Named to work on the case" if language == "en" else "指定") in said


def test_earlier_texts_have_the_labels_of_their_questions(cast: Cast) -> None:
    case = a_draft(cast)
    section = case.sections.get(key="facts")
    drafting.save_section(
        actor=cast.drafter, case_id=case.pk, key="facts", data={**section.data, "facts.summary": "Another text."},
        shown=list(section.data), version=section.version, now=NOW,
    )  # fmt: skip
    found = trail.history(case, "zh-hans")
    assert "事实" in {one.part for one in found}
    labels = {label for one in found for label, _text in one.rows}
    assert not [label for label in labels if re.fullmatch(r"[a-z_.]+", label)], labels


def test_page_of_the_log_shows_names(cast: Cast) -> None:
    case = a_draft(cast)
    join(case, cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
    page = signed_in(cast.officer(Role.CASE_OFFICER)).get(reverse("cases:case-audit", args=[case.pk])).content.decode()
    assert cast.officer(Role.DRAFTER).name in page
    assert "officer:" not in page
