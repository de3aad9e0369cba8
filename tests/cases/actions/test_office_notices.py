"""An office is told by e-mail, by a real mail server, that its sheet is on its way: nothing of the case, no link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, an_accepted
from tests.builders.mail_server import mail_server
from tests.builders.offices import a_link, an_office_task
from tests.builders.people import signed_in
from tests.core.mail.test_mail import node_with

from comity.cases.actions import office_notices, offices
from comity.cases.models import OfficeTask
from comity.cases.rules import CaseworkError
from comity.core.audit.models import AuditEntry
from comity.core.jobs.worker import work_all
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast
    from tests.builders.mail_server import Postbox

pytestmark = pytest.mark.django_db
ADDRESS = "desk@bank.example"


@pytest.fixture
def box(node: object, settings: SettingsWrapper, tmp_path: Path) -> Iterator[Postbox]:
    del node
    with mail_server(tmp_path) as running:
        node_with(settings, running)
        yield running


def with_office(cast: Cast, email: str = ADDRESS, language: str = "en") -> OfficeTask:
    case = an_accepted(cast)
    return offices.ask_office(
        actor=cast.case_officer, case_id=case.pk, measure_id=case.measures.get().measure_id, office="Blue Harbour Bank",
        address="2 Quay", instructions="Statements of account 77.", due=None, language=language, email=email, now=NOW,
    )  # fmt: skip


def tell(cast: Cast, task: OfficeTask) -> None:
    office_notices.tell_office(actor=cast.case_officer, case_id=task.measure.case_id, task_id=task.pk, now=utc_now())


@pytest.mark.parametrize(("language", "says"), [("en", "sheet 1 of"), ("zh-hans", "第 1 号任务单")])
def test_notice_names_the_authority_and_the_sheet_and_nothing_of_the_case(
    cast: Cast, box: Postbox, language: str, says: str
) -> None:
    task = with_office(cast, language=language)
    case = task.measure.case
    code = a_link(cast, case, task)
    page = reverse("cases:office-task", args=[case.pk, task.measure.measure_id, task.pk])
    officer = signed_in(cast.officer(Role.CASE_OFFICER))
    assert ADDRESS in officer.get(page).content.decode()
    done = officer.post(reverse("cases:office-notice", args=[case.pk, task.measure.measure_id, task.pk]), follow=True)
    assert "It says nothing of the request." in done.content.decode()
    work_all(utc_now())
    [message] = box.messages
    body = message.get_content()
    assert message["To"] == ADDRESS
    assert says in body
    for secret in (code, case.title, case.our_reference, "XB", "account 77", "Blue Harbour", str(case.pk), "/answer/"):
        assert secret not in body + message["Subject"]
    assert OfficeTask.objects.get().notice_at is not None
    assert AuditEntry.objects.filter(code="cases.office.told").count() == 1
    assert ADDRESS not in str(list(AuditEntry.objects.values_list("data", flat=True)))


def test_no_notice_without_a_sheet_an_address_or_a_task_that_stands(cast: Cast, box: Postbox) -> None:
    task = with_office(cast)
    for ready in (False, True):
        if ready:
            a_link(cast, task.measure.case, task)
            OfficeTask.objects.update(email="")
        with pytest.raises(CaseworkError) as refused:
            tell(cast, task)
        assert refused.value.code == "E_OFFICE_MAIL"
    OfficeTask.objects.update(email=ADDRESS)
    tell(cast, task)
    offices.withdraw_task(actor=cast.case_officer, case_id=task.measure.case_id, task_id=task.pk, now=NOW)
    work_all(utc_now())
    assert box.messages == []


def test_address_that_would_break_a_header_is_refused_before_anything_is_asked(cast: Cast, box: Postbox) -> None:
    del box
    with pytest.raises(CaseworkError) as refused:
        with_office(cast, email="a@b.example\nBcc: c@d.example")
    assert refused.value.code == "E_OFFICE_ADDRESS"
    assert not OfficeTask.objects.exists()


def test_address_refused_for_good_is_marked_and_used_no_more(cast: Cast, box: Postbox) -> None:
    task = with_office(cast, email="dead@bank.example")
    box.refuse["dead@bank.example"] = "550 5.1.1 no such user"
    a_link(cast, task.measure.case, task)
    tell(cast, task)
    work_all(utc_now())
    assert OfficeTask.objects.get().notice_dead_at is not None
    with pytest.raises(CaseworkError):
        tell(cast, task)


def test_office_without_address_is_asked_as_before(cast: Cast) -> None:
    task, _code = an_office_task(cast, an_accepted(cast))
    assert (task.email, task.notices) == ("", 0)
