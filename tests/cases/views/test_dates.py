"""The calendar: every sort of date on its day, only on desks within reach, and a file that tells nothing of a case."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from tests.builders.cases import NOW, Cast
from tests.builders.people import an_officer, signed_in
from tests.cases.views.test_desk import on_desk

from comity.cases.dates import Kind
from comity.cases.models import (
    Assignment,
    Case,
    Clarification,
    Exclusion,
    Matter,
    Measure,
    Notice,
    Offer,
    OralRequest,
    Postponement,
    PressingFact,
)
from comity.cases.queries import dates, desk
from comity.core.audit.models import AuditEntry
from comity.core.officers.models import Officer
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page(officer: Officer, query: str = "?month=2026-03") -> str:
    answer = signed_in(officer).get(reverse("cases:calendar") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def everything(case: Case, by: Officer) -> dict[Kind, date]:
    """Give a case one date of each sort, each on a day of its own; return which."""
    days = {kind: date(2026, 3, number) for number, kind in enumerate(Kind, 10)}
    Case.objects.filter(pk=case.pk).update(
        turn_due=days[Kind.STEP], limitation_date=days[Kind.LIMITATION], deadline=days[Kind.DEADLINE]
    )
    Clarification.objects.create(case=case, round=1, due=days[Kind.ANSWER], asked_at=NOW)
    Offer.objects.create(case=case, due=days[Kind.CONDITIONS], offered_at=NOW)
    Matter.objects.create(case=case, kind="cost.consult", ours=False, due=days[Kind.MATTER], opened_at=NOW)
    OralRequest.objects.create(case=case, spoken_at=NOW, confirm_by=days[Kind.CONFIRM])
    Postponement.objects.create(case=case, interference="x", review_on=days[Kind.REVIEW], decided_at=NOW)
    told = {"at": NOW, "by": by, "note": "told by telephone", "case": case}
    PressingFact.objects.create(code="custody_end", day=days[Kind.CUSTODY], **told)
    PressingFact.objects.create(code="data", day=days[Kind.DATA], **told)
    Notice.objects.create(case=case, kind="freeze.effect", ours=False, at=NOW, said={"ends_on": f"{days[Kind.FREEZE]}"})
    Notice.objects.create(case=case, kind="freeze.lapse_rule", ours=False, at=NOW, said={"lapses_on": "no day"})
    common: dict[str, Any] = {"case": case, "state_since": NOW, "changed_at": NOW}
    summons = {"service.hearing_date": f"{days[Kind.HEARING]}"}
    Measure.objects.create(kind="SERVICE", module="service", data=summons, **common)
    held = Measure.objects.create(kind="DOCUMENTS", expected_by=days[Kind.EXPECTED], state="in_execution", **common)
    Assignment.objects.create(
        measure=held, officer=by, due=days[Kind.EXECUTION], assigned_at=NOW, assigned_by=by
    )  # fmt: skip
    return days


def test_every_sort_of_date_stands_on_its_day(cast: Cast) -> None:
    casey = cast.officer(Role.CASE_OFFICER)
    case = on_desk(casey)
    days = everything(case, casey)
    for actor in (cast.case_officer, cast.head):
        found = dates.dates(desk.scope_of(actor), FIRST, LAST)
        assert {one.kind: one.day for one in found} == days
        assert {one.case for one in found} == {case.pk}
    assert dates.dates(desk.scope_of(cast.drafter), FIRST, LAST) == []


def test_what_is_over_or_closed_is_on_no_day(cast: Cast) -> None:
    casey = cast.officer(Role.CASE_OFFICER)
    case = on_desk(casey)
    everything(case, casey)
    Case.objects.filter(pk=case.pk).update(turn_side="nobody")
    assert dates.dates(desk.scope_of(cast.case_officer), FIRST, LAST) == []


def test_sealed_and_excluded_cases_stand_in_no_other_calendar(cast: Cast) -> None:
    casey, head = cast.officer(Role.CASE_OFFICER), cast.officer(Role.HEAD)
    chief = an_officer("chief", [Role.CASE_OFFICER], name="Chia Chief")
    Officer.objects.filter(pk=casey.pk).update(supervisor=chief)
    case = on_desk(casey, turn_due=date(2026, 3, 20))
    assert case.our_reference in page(chief, "?desk=all")
    assert case.our_reference in page(head, "?desk=all")
    Exclusion.objects.create(case=case, officer=head, reason="a cousin", by=head, at=NOW)
    assert case.our_reference not in page(head, "?desk=all")
    Case.objects.filter(pk=case.pk).update(sealed=True)
    assert case.our_reference not in page(chief, "?desk=all")
    assert case.our_reference in page(casey)


def test_month_names_holidays_today_and_what_is_past(cast: Cast, settings: SettingsWrapper) -> None:
    settings.NODE = settings.NODE.model_copy(update={"holidays": [date(2026, 3, 17)]})
    casey = cast.officer(Role.CASE_OFFICER)
    on_desk(casey, 1, turn_due=date(2026, 3, 2))
    html = page(casey)
    assert html.count("holiday") == 1
    assert 'aria-current="date"' in html
    assert re.search(r'class="overdue">Next step due', html)
    assert "1 step of ours is overdue today." in " ".join(html.split())
    assert "?month=2026-02" in html
    assert "?month=2026-04" in html
    assert "Bribe of M" not in html


def test_list_says_more_and_a_full_day_leads_to_it(cast: Cast) -> None:
    casey = cast.officer(Role.CASE_OFFICER)
    for number in range(7):
        on_desk(casey, number, turn_due=date(2026, 3, 20))
    month, listed = page(casey), page(casey, "?month=2026-03&view=list")
    assert "and 3 more" in " ".join(month.split())
    assert "#day-20" in month
    assert 'id="day-20"' in listed
    assert listed.count("XA/2026/000") == 7


@pytest.mark.parametrize("month", ["", "2026-13", "0000-00", "x" * 90, "2026-03\r\nX", "٢٠٢٦-٠٣", "-1-01", "2199-12"])
def test_any_month_in_the_address_gives_a_page(cast: Cast, month: str) -> None:
    answer = signed_in(cast.officer(Role.CASE_OFFICER)).get(reverse("cases:calendar"), {"month": month})
    assert answer.status_code == 200


def test_file_tells_nothing_of_a_case(cast: Cast) -> None:
    casey = cast.officer(Role.CASE_OFFICER)
    hostile = "\r\nATTENDEE:mailto:x@xb.example"
    case = on_desk(casey, turn_due=date(2026, 4, 2), their_reference=f"XB{hostile}", counterpart_state=f"=XB{hostile}")
    Case.objects.filter(pk=case.pk).update(title=f"=Bribe{hostile}")
    on_desk(casey, 2, turn_due=date(2026, 4, 2))
    answer = signed_in(casey).get(reverse("cases:calendar-file"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Content-Disposition"] == 'attachment; filename="deadlines.ics"'
    [event] = [one for one in Calendar.from_ical(answer.content).walk() if one.name == "VEVENT"]
    assert event["DTSTART"].dt == date(2026, 4, 2)
    assert event["SUMMARY"] == "2 deadlines, see the node"
    said = answer.content.replace(b"\r\n ", b"").decode()
    for word in ("XA/2026", "XB", "Bribe", "ATTENDEE", str(case.pk), casey.name, str(casey.pk)):
        assert word not in said
    assert AuditEntry.objects.filter(code="cases.list.exported").latest("pk").subject == "cases.calendar"
    again = signed_in(casey).get(reverse("cases:calendar-file"))
    assert again.content == answer.content  # a calendar that reads it again finds the same days by the same names


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.HEAD])
def test_cost_does_not_depend_on_the_number_of_dates(cast: Cast, role: Role) -> None:
    casey, client = cast.officer(Role.CASE_OFFICER), signed_in(cast.officer(role))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("cases:calendar") + "?month=2026-03&desk=all").status_code == 200
        return len(captured)

    everything(on_desk(casey, 0), casey)
    cost()
    few = cost()
    for number in range(1, 12):
        everything(on_desk(casey, number), casey)
    assert cost() == few <= 26
