"""An office without an account, through the pages: asked on paper, answered by its link, checked by the officer."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader
from tests.builders.cases import NOW, an_accepted, an_arrived
from tests.builders.offices import a_link, an_office_task
from tests.builders.people import an_officer, signed_in
from tests.builders.scans import a_pdf, a_scan

from comity.cases.actions import offices
from comity.cases.models import Case, Evidence, OfficeFile, OfficeTask
from comity.cases.office_links import digest_of, new_code
from comity.cases.rules import CaseworkError
from comity.core.audit.models import AuditEntry
from comity.core.files.models import StoredFile
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast

GONE = "This address takes no answer. Nothing was taken."


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def case(cast: Cast) -> Case:
    return an_accepted(cast)


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    response = client.get(reverse(f"cases:{name}", args=args))
    assert response.status_code == status, (name, response.status_code)
    return response.content.decode()


def press(client: Client, name: str, *args: Any, **data: Any) -> str:
    response = client.post(reverse(f"cases:{name}", args=args), data, follow=True)
    said = response.content.decode()
    assert response.status_code == 200, said[:2000]
    assert 'class="error-summary"' not in said, said[said.index('class="error-summary"') :][:1500]
    return said


def answer(client: Client, code: str, *files: SimpleUploadedFile, **typed: str) -> Any:
    data = {"sender": "Lena Ledger, archive", "text": "Three statements.", **typed, "papers": list(files)}
    return client.post(reverse("cases:office-answer", args=[code]), data)


def upload(name: str = "statement.pdf", content: bytes = b"a statement") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def text_of(pdf: bytes) -> str:
    return " ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)


def measure_of(case: Case) -> str:
    return str(case.measures.all()[0].measure_id)


def test_an_office_is_asked_by_a_sheet_that_says_what_is_asked_of_it_alone(cast: Cast, case: Case) -> None:
    officer, measure = signed_in(cast.officer(Role.CASE_OFFICER)), measure_of(case)
    assert "Ask an office without an account" in page(officer, "measures-assign", case.pk)
    said = press(
        officer, "office-ask", case.pk, measure, office="Blue Harbour Savings Bank", address="2 Quay",
        instructions="Certified copies.", due="2026-05-01", language="en",
    )  # fmt: skip
    assert "no sheet printed yet" in said
    task = OfficeTask.objects.get()
    sheet = officer.post(reverse("cases:office-sheet", args=[case.pk, measure, task.pk]))
    assert sheet["Content-Type"] == "application/pdf"
    text = " ".join(text_of(sheet.content).split())
    for words in ("Blue Harbour Savings Bank", "Certified copies.", case.our_reference, "Scan the code"):
        assert words in text
    assert case.counterpart not in text.split()
    assert case.title not in text
    code = text.replace(" ", "").split("/answer/")[1].split("/")[0]
    task.refresh_from_db()
    assert task.link_digest == digest_of(code)
    said = page(officer, "measures-assign", case.pk)
    assert "with the office since" in said
    assert "link expires" in said
    case.refresh_from_db()
    assert (case.turn_task, case.turn_role) == ("await_office", "case_officer")


def test_an_office_answers_by_its_link_and_its_files_become_evidence(cast: Cast, case: Case) -> None:
    officer, measure = signed_in(cast.officer(Role.CASE_OFFICER)), measure_of(case)
    task, code = an_office_task(cast, case)
    stranger = Client()
    shown = page(stranger, "office-answer", code)
    for secret in (case.our_reference, case.title, "Blue Harbour", "Certified"):
        assert secret not in shown
    took = answer(stranger, code, upload(), upload("list.csv", b"a;b")).content.decode()
    assert "Your answer has arrived." in took
    assert StoredFile.objects.get(name="list.csv").sha256 in took
    assert page(stranger, "office-answer", code, status=404).count(GONE) == 1
    assert not Evidence.objects.exists()
    case.refresh_from_db()
    assert case.turn_task == "check_office"
    audited = AuditEntry.objects.get(code="cases.office.answer_received")
    assert audited.actor == f"system:cases.office:{task.pk}"
    assert "Lena" not in audited.data
    assert "an executing office, by its link" in page(officer, "case-audit", case.pk)
    said = page(officer, "office-task", case.pk, measure, task.pk)
    assert "waits for your check" in said
    assert "Lena Ledger" in said
    first, second = OfficeFile.objects.all()
    given = officer.get(reverse("cases:office-file", args=[case.pk, measure, task.pk, first.pk]))
    assert b"".join(given) == b"a statement"
    assert given["Content-Security-Policy"].startswith("sandbox")
    refused = officer.post(
        reverse("cases:office-check", args=[case.pk, measure, task.pk]),
        {f"take-{first.pk}": "yes", f"take-{second.pk}": "no"},
    ).content.decode()
    assert "Say why it is no evidence." in refused
    press(
        officer, "office-check", case.pk, measure, task.pk, result="executed", text="The bank answered.",
        **{f"take-{first.pk}": "yes", f"take-{second.pk}": "no", f"why-{second.pk}": "Another account."},
    )  # fmt: skip
    evidence = Evidence.objects.get()
    assert (evidence.name, evidence.collector) == ("statement.pdf", "Blue Harbour Savings Bank")
    case.refresh_from_db()
    assert (case.turn_task, case.measures.all()[0].state) == ("deliver_results", "results_at_ca")
    said = page(officer, "office-task", case.pk, measure, task.pk)
    assert "taken as evidence" in said
    assert "Another account." in said
    said = page(officer, "case", case.pk)
    assert "Blue Harbour Savings Bank answered" in said


def test_the_sheet_is_sealed_by_the_authority_in_the_language_of_the_office(cast: Cast, case: Case) -> None:
    task, _code = an_office_task(cast, case, language="zh-hans")
    officer = signed_in(cast.officer(Role.CASE_OFFICER))
    sheet = officer.post(reverse("cases:office-sheet", args=[case.pk, measure_of(case), task.pk])).content
    [seal] = PdfFileReader(io.BytesIO(sheet)).embedded_signatures
    seal.compute_integrity_info()
    assert seal.field_name == "AuthoritySeal"
    assert seal.summarise_integrity_info()["docmdp_ok"]
    assert "协助执行任务单" in text_of(sheet)


def unknown(_cast: Cast, _case: Case, _task: OfficeTask, _code: str) -> str:
    return new_code()


def forged(_cast: Cast, _case: Case, task: OfficeTask, _code: str) -> str:
    return task.link_digest


def no_code(_cast: Cast, _case: Case, _task: OfficeTask, _code: str) -> str:
    return "' or 1=1 --"


def expired(_cast: Cast, _case: Case, task: OfficeTask, code: str) -> str:
    OfficeTask.objects.filter(pk=task.pk).update(link_until=utc_now() - timedelta(seconds=1))
    return code


def used(_cast: Cast, _case: Case, _task: OfficeTask, code: str) -> str:
    offices.take_answer(code=code, sender="x", text="Done.", files=[], now=utc_now())
    return code


def replaced(cast: Cast, case: Case, task: OfficeTask, code: str) -> str:
    a_link(cast, case, task)
    return code


def withdrawn(cast: Cast, case: Case, task: OfficeTask, code: str) -> str:
    offices.withdraw_task(actor=cast.case_officer, case_id=case.pk, task_id=task.pk, now=utc_now())
    return code


@pytest.mark.parametrize("way", [unknown, forged, no_code, expired, used, replaced, withdrawn])
def test_a_link_that_cannot_be_used_tells_nothing_and_takes_nothing(cast: Cast, case: Case, way: Any) -> None:
    task, code = an_office_task(cast, case)
    code = way(cast, case, task, code)
    files = StoredFile.objects.count()
    stranger = Client()
    shown = stranger.get(reverse("cases:office-answer", args=[code]))
    sent = answer(stranger, code, upload())
    never = stranger.get(reverse("cases:office-answer", args=[new_code()]))
    assert shown.status_code == sent.status_code == 404
    assert shown.content.split(b"<main")[1] == never.content.split(b"<main")[1]
    assert GONE in sent.content.decode()
    assert StoredFile.objects.count() == files


def test_a_link_dies_when_the_case_no_longer_needs_the_measure(cast: Cast, case: Case) -> None:
    _task, code = an_office_task(cast, case)
    case.measures.update(state="withdrawn")
    assert answer(Client(), code, upload()).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("invoice.pdf", b"MZ\x90\x00 a program", "A program is not taken."),
        ("statement.pdf.exe", b"harmless", "A program is not taken."),
        ("run.sh", b"#!/bin/sh", "A program is not taken."),
        ("page.html", b"<script>", "A program is not taken."),
        ("empty.pdf", b"", "empty"),
    ],
)
def test_a_wrong_file_is_refused_and_the_link_still_works(
    cast: Cast, case: Case, name: str, content: bytes, words: str
) -> None:
    _task, code = an_office_task(cast, case)
    files = StoredFile.objects.count()
    said = answer(Client(), code, upload(), upload(name, content), text="What I typed").content.decode()
    assert words in said
    assert "What I typed" in said
    assert StoredFile.objects.count() == files
    assert "Your answer has arrived." in answer(Client(), code, upload()).content.decode()


def test_an_answer_that_is_too_large_is_not_even_read(cast: Cast, case: Case, settings: SettingsWrapper) -> None:
    settings.NODE = settings.NODE.model_copy(update={"max_office_upload": 1_000})
    _task, code = an_office_task(cast, case)
    files = StoredFile.objects.count()
    sent = answer(Client(), code, upload(content=b"x" * 1_001))
    assert sent.status_code == 413
    assert "Your link still works." in sent.content.decode()
    assert StoredFile.objects.count() == files
    assert answer(Client(), code).status_code == 200


def test_an_answer_that_says_nothing_is_asked_again(cast: Cast, case: Case) -> None:
    _task, code = an_office_task(cast, case)
    assert "Say what you did and found, or add a file." in answer(Client(), code, text="").content.decode()


def test_the_form_of_another_page_is_not_taken(cast: Cast, case: Case) -> None:
    _task, code = an_office_task(cast, case)
    strict = Client(enforce_csrf_checks=True)
    assert answer(strict, code, upload()).status_code == 403
    assert OfficeTask.objects.get().state == "with_office"


def test_who_knocks_too_often_is_told_to_wait(cast: Cast, case: Case) -> None:
    _task, code = an_office_task(cast, case)
    stranger = Client()
    found = {stranger.get(reverse("cases:office-answer", args=[new_code()])).status_code for _ in range(30)}
    assert found == {404}
    waits = stranger.get(reverse("cases:office-answer", args=[code]))
    assert waits.status_code == 429
    assert "Wait a few minutes" in waits.content.decode()


def test_an_answer_on_paper_is_written_down_from_its_scan(cast: Cast, case: Case) -> None:
    task, code = an_office_task(cast, case)
    officer, where = signed_in(cast.officer(Role.CASE_OFFICER)), (case.pk, measure_of(case), task.pk)
    address = reverse("cases:office-paper", args=where)
    files = StoredFile.objects.count()
    for wrong, words in (
        (a_scan("a.pdf", b"no scan"), "no PDF, JPEG"),
        (a_scan("a.pdf", a_pdf(script="app.alert(1)")), "script"),
    ):
        said = officer.post(address, {"sender": "Lena", "text": "Typed", "papers": [wrong]}).content.decode()
        assert words in said
        assert "Typed" in said
        assert StoredFile.objects.count() == files
    said = press(officer, "office-paper", *where, sender="Lena Ledger", text="", papers=[a_scan()])
    assert "written down from paper by Casey Officer" in said
    assert answer(Client(), code, upload()).status_code == 404
    assert AuditEntry.objects.filter(code="cases.office.answer_recorded").count() == 1


def test_an_office_is_asked_once_more_and_answers_by_a_new_sheet(cast: Cast, case: Case) -> None:
    task, code = an_office_task(cast, case)
    answer(Client(), code, upload())
    officer, where = signed_in(cast.officer(Role.CASE_OFFICER)), (case.pk, measure_of(case), task.pk)
    press(officer, "office-again", *where, again="The second account.")
    sheet = officer.post(reverse("cases:office-sheet", args=where)).content
    assert "The second account." in text_of(sheet)
    code = a_link(cast, case, task)
    answer(Client(), code, upload("second.pdf"))
    files = OfficeFile.objects.filter(answer__task=task)
    press(officer, "office-check", *where, result="", text="", **{f"take-{one.pk}": "yes" for one in files})
    assert set(Evidence.objects.values_list("name", flat=True)) == {"statement.pdf", "second.pdf"}
    case.refresh_from_db()
    assert case.turn_task == "record_result"
    gone = officer.post(reverse("cases:office-sheet", args=where))
    assert gone.status_code == 409


def test_a_task_that_is_withdrawn_leaves_its_measure_to_be_given_to_somebody(cast: Cast, case: Case) -> None:
    task, _code = an_office_task(cast, case)
    officer = signed_in(cast.officer(Role.CASE_OFFICER))
    press(officer, "office-withdraw", case.pk, measure_of(case), task.pk)
    case.refresh_from_db()
    assert case.turn_task == "assign_measures"


def test_a_sheet_that_cannot_be_printed_leaves_the_earlier_link(cast: Cast, case: Case) -> None:
    task, code = an_office_task(cast, case)

    def fails(_task: OfficeTask, _code: str) -> bytes:
        raise CaseworkError("E_SAY", "no paper")

    with pytest.raises(CaseworkError):
        offices.print_sheet(actor=cast.case_officer, case_id=case.pk, task_id=task.pk, render=fails, now=utc_now())
    assert Client().get(reverse("cases:office-answer", args=[code])).status_code == 200


def test_nobody_else_sees_or_asks_an_office(cast: Cast, case: Case) -> None:
    task, code = an_office_task(cast, case)
    answer(Client(), code, upload())
    names = {
        "office-task": [], "office-file": [OfficeFile.objects.get().pk], "office-ask": None,
    }  # fmt: skip
    outsider = signed_in(an_officer("out", [Role.CASE_OFFICER]))
    executing = signed_in(cast.officer(Role.EXECUTING_AUTHORITY))
    for name, more in names.items():
        args = [case.pk, measure_of(case)] + ([] if more is None else [task.pk, *more])
        assert outsider.get(reverse(f"cases:{name}", args=args)).status_code == 404
        assert executing.get(reverse(f"cases:{name}", args=args)).status_code == 403
    other = an_accepted(cast)
    mine = signed_in(cast.officer(Role.CASE_OFFICER))
    wrong = reverse("cases:office-task", args=[other.pk, measure_of(other), task.pk])
    assert mine.get(wrong).status_code == 404


def test_a_measure_that_is_not_accepted_is_asked_of_nobody(cast: Cast) -> None:
    case = an_arrived()
    with pytest.raises((CaseworkError, Case.DoesNotExist)):
        an_office_task(cast, case, at=NOW)
