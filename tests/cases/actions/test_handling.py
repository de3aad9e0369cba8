"""Handling codes and assurances: shown where the material is used, kept from who stands in, told when kept."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader
from tests.builders.cases import NOW, a_registered, a_sent, an_accepted, arrive, their_ack
from tests.builders.offices import an_office_task
from tests.builders.people import an_officer, signed_in
from tests.builders.scans import a_pdf

from comity.cases import rules
from comity.cases.actions import executing, handling, offices
from comity.cases.actions.keeping import join
from comity.cases.models import Assurance, Case, Evidence, Mark, OfficeFile
from comity.cases.queries import handling as reading
from comity.cases.queries import measures
from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.files.actions import store_bytes
from comity.core.jobs.worker import work_all
from comity.core.officers import absences
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.kernel.clock import utc_now
from comity.law.handling import ASSURANCES, MARKINGS

if TYPE_CHECKING:
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db


def with_evidence(cast: Cast) -> tuple[Case, Evidence]:
    case = an_accepted(cast)
    file = store_bytes(b"%PDF-1.7", actor=cast.case_officer, purpose="evidence", name="a.pdf", now=NOW,
                       media_type="application/pdf")  # fmt: skip
    executing.add_evidence(
        actor=cast.case_officer, case_id=case.pk, measure_id=case.measures.get().measure_id, file=file, name="Ledger",
        collector="", collected_on=None, handling="", now=NOW,
    )  # fmt: skip
    return case, case.evidence.get()


def test_a_code_on_an_item_is_shown_with_it_until_it_is_taken_off(cast: Cast) -> None:
    case, item = with_evidence(cast)
    mark = handling.set_mark(
        actor=cast.case_officer,
        case_id=case.pk,
        code="lead_only",
        evidence_id=item.evidence_id,
        note="Letter.",
        now=NOW,
    )
    client = signed_in(cast.officer(Role.CASE_OFFICER))
    assert "Not as evidence" in client.get(f"/requests/{case.pk}/evidence/").content.decode()
    assert "Not as evidence" not in client.get(f"/requests/{case.pk}/").content.decode()
    with pytest.raises(rules.CaseworkError, match="E_HANDLING"):
        handling.set_mark(
            actor=cast.case_officer, case_id=case.pk, code="lead_only", evidence_id=item.evidence_id, note="", now=NOW
        )
    handling.end_mark(actor=cast.case_officer, case_id=case.pk, mark_id=mark.pk, now=NOW)
    assert "Not as evidence" not in client.get(f"/requests/{case.pk}/evidence/").content.decode()
    codes = AuditEntry.objects.filter(code__startswith="cases.mark").order_by("seq").values_list("code", flat=True)
    assert list(codes) == ["cases.mark.set", "cases.mark.ended"]
    with pytest.raises(Mark.DoesNotExist):
        handling.end_mark(actor=cast.case_officer, case_id=case.pk, mark_id=mark.pk, now=NOW)


def test_a_code_on_the_case_stands_on_top_of_it(cast: Cast) -> None:
    case = a_registered(cast)
    handling.set_mark(actor=cast.case_officer, case_id=case.pk, code="protect_person", evidence_id="", note="", now=NOW)
    page = signed_in(cast.officer(Role.CASE_OFFICER)).get(f"/requests/{case.pk}/").content.decode()
    assert "A person is to be protected" in page


def who_stands_in(cast: Cast) -> Officer:
    """Return an officer who stands in for the case officer from today on."""
    substitute = an_officer("second", [Role.CASE_OFFICER], name="Sena Second")
    today = utc_now().date()
    absences.declare_absence(
        actor=cast.case_officer, officer_id=cast.officer(Role.CASE_OFFICER).pk, substitute_id=substitute.pk,
        first_day=today, last_day=today + timedelta(days=3), now=utc_now(),
    )  # fmt: skip
    return substitute


@pytest.mark.parametrize("on_case", [True, False])
def test_named_officers_only_keeps_it_from_who_stands_in(cast: Cast, on_case: bool) -> None:
    case, item = with_evidence(cast)
    substitute = who_stands_in(cast)

    def given(officer: Officer) -> bool:
        actor = Actor.of_officer(Officer.objects.get(pk=officer.pk))
        there = measures.evidence_visible_to(actor).filter(pk=item.pk).exists()
        answer = signed_in(officer).get(f"/requests/{case.pk}/evidence/{item.evidence_id}/")
        assert (answer.status_code == 200) == there
        return there

    assert given(substitute)
    assert given(cast.officer(Role.CASE_OFFICER))
    handling.set_mark(
        actor=cast.case_officer, case_id=case.pk, code="named_only",
        evidence_id="" if on_case else item.evidence_id, note="", now=NOW,
    )  # fmt: skip
    assert not given(substitute)
    assert given(cast.officer(Role.CASE_OFFICER))
    join(case, substitute.pk, Role.CASE_OFFICER, at=NOW)
    assert given(substitute)


@pytest.mark.parametrize("on_case", [True, False])
def test_no_other_way_leads_to_what_is_for_named_officers_only(cast: Cast, on_case: bool) -> None:
    """Neither the file that an office sent, nor a copy of the whole file, made before or after."""
    case = an_accepted(cast)
    measure = case.measures.earliest("position")
    task, code = an_office_task(cast, case)
    sent = store_bytes(a_pdf(), actor=cast.case_officer, purpose="evidence", name="a.pdf", media_type="", now=NOW)
    offices.take_answer(code=code, sender="x", text="", files=[sent], now=utc_now())
    substitute = who_stands_in(cast)
    seen = signed_in(substitute)
    from_office = reverse("cases:office-file", args=[case.pk, measure.measure_id, task.pk, OfficeFile.objects.get().pk])
    copy, ask = (reverse(f"cases:{name}", args=[case.pk]) for name in ("file-copy", "file-copy-ask"))

    def copied() -> str:
        seen.post(ask)
        work_all(utc_now())
        raw = b"".join(seen.get(copy))
        return " ".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(raw)).pages).split())

    assert seen.get(from_office).status_code == 200
    if not on_case:
        offices.check_answer(
            actor=cast.case_officer, case_id=case.pk, task_id=task.pk, aside={}, result=offices.Result(), now=NOW
        )
        assert "named for the case only" not in copied()
    item = "" if on_case else Evidence.objects.get().evidence_id
    handling.set_mark(actor=cast.case_officer, case_id=case.pk, code="named_only", evidence_id=item, note="", now=NOW)
    assert seen.get(from_office).status_code == 404
    assert seen.get(copy).status_code == 404  # the copy that was made before is gone
    if not on_case:
        assert "named for the case only" in copied()
    join(case, substitute.pk, Role.CASE_OFFICER, at=NOW)
    assert seen.get(from_office).status_code == 200


def test_an_assurance_binds_on_top_of_the_case_and_with_the_material(cast: Cast) -> None:
    case = a_registered(cast)
    handling.write_assurance(
        actor=cast.case_officer,
        case_id=case.pk,
        ours=False,
        kind="no_death_penalty",
        text="Letter of 3 March.",
        now=NOW,
    )
    client = signed_in(cast.officer(Role.CASE_OFFICER))
    for page in ("", "evidence/", "turns/", "handling/"):
        shown = client.get(f"/requests/{case.pk}/{page}").content.decode()
        assert "No death penalty" in shown
        assert "Letter of 3 March." in shown
    row = case.assurances.get()
    handling.end_assurance(actor=cast.case_officer, case_id=case.pk, assurance_id=row.pk, now=NOW)
    assert "Letter of 3 March." not in client.get(f"/requests/{case.pk}/").content.decode()


def test_what_we_promised_to_destroy_is_kept_with_how_the_other_state_was_told(cast: Cast) -> None:
    case = a_sent(cast)
    arrive(their_ack(case))
    row = handling.write_assurance(
        actor=cast.drafter, case_id=case.pk, ours=True, kind="destroy", text="After the trial.", now=NOW
    )
    client, base = signed_in(cast.officer(Role.DRAFTER)), f"/requests/{case.pk}/handling/assurances/{row.pk}/"
    assert client.post(base + "keep/", {"done_on": NOW.date().isoformat(), "how": ""}).status_code == 200
    assert client.post(base + "keep/", {"done_on": "2999-01-01", "how": "Shredded."}).status_code == 200
    told = {"done_on": NOW.date().isoformat(), "how": "Shredded; letter of today."}
    assert client.post(base + "keep/", told).status_code == 302
    row.refresh_from_db()
    assert (row.done_on, row.done_how) == (NOW.date(), "Shredded; letter of today.")
    assert client.post(base + "keep/", told).status_code == 200
    assert "Shredded; letter of today." in client.get(f"/requests/{case.pk}/handling/").content.decode()
    assert case.lines.filter(code="assurance_kept").count() == 1


def test_what_the_other_state_promised_is_not_ours_to_keep(cast: Cast) -> None:
    case = a_registered(cast)
    row = handling.write_assurance(
        actor=cast.case_officer, case_id=case.pk, ours=False, kind="return", text="x y", now=NOW
    )
    with pytest.raises(rules.CaseworkError, match="E_ASSURANCE"):
        handling.keep_assurance(
            actor=cast.case_officer, case_id=case.pk, assurance_id=row.pk, done_on=NOW.date(), how="So.", now=NOW
        )


def test_others_write_nothing(cast: Cast) -> None:
    case = a_registered(cast)
    join(case, cast.officer(Role.TRANSLATOR).pk, Role.TRANSLATOR, at=NOW)
    with pytest.raises(AccessDenied):
        handling.set_mark(actor=cast.translator, case_id=case.pk, code="no_onward", evidence_id="", note="", now=NOW)
    with pytest.raises(rules.CaseworkError, match="E_HANDLING"):
        handling.set_mark(actor=cast.case_officer, case_id=case.pk, code="gossip", evidence_id="", note="", now=NOW)
    with pytest.raises(Evidence.DoesNotExist):
        handling.set_mark(
            actor=cast.case_officer, case_id=case.pk, code="no_onward", evidence_id="e9", note="", now=NOW
        )


def test_the_database_keeps_an_assurance_that_says_something(cast: Cast) -> None:
    case, officer = a_registered(cast), cast.officer(Role.HEAD)
    for values in ({"text": ""}, {"text": "x", "done_on": NOW.date()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assurance.objects.create(case=case, ours=True, kind="destroy", at=NOW, by=officer, **values)


def test_every_code_and_kind_has_words_in_both_languages(cast: Cast) -> None:
    case = a_registered(cast)
    for code in MARKINGS:
        handling.set_mark(actor=cast.case_officer, case_id=case.pk, code=code, evidence_id="", note="", now=NOW)
    for kind in ASSURANCES:
        handling.write_assurance(actor=cast.case_officer, case_id=case.pk, ours=True, kind=kind, text="x y", now=NOW)
    assert [one.title for one in reading.marks_of(case)] == [one.title.en for one in MARKINGS.values()]
    assert [one.title for one in reading.assurances_of(case)] == [one.title.en for one in ASSURANCES.values()]
