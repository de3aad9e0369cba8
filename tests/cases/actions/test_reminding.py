"""Reminders: once each, whatever the clock does; in the end to the supervisor; never past a closed door."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.cases import NOW
from tests.builders.people import an_officer
from tests.cases.queries.test_docket import a_case

from comity.cases.actions.reminding import write_reminders
from comity.cases.models import Case, Exclusion, Member, Reminder
from comity.cases.queries import reminding
from comity.cases.reminding import Reminded, Rhythm, to_remind
from comity.core.actors import Actor
from comity.core.officers.models import Officer
from comity.core.roles import Role

if TYPE_CHECKING:
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 15)
DAYS = st.lists(st.integers(-40, 40), max_size=30)


@given(DAYS, st.integers(0, 10), st.integers(1, 10), st.integers(1, 30))
def test_a_clock_that_jumps_says_nothing_twice(jumps, before, after, supervisor):
    rhythm, told = Rhythm(before, after, supervisor), []
    for day in jumps:
        told += to_remind(DUE, DUE + timedelta(days=day), rhythm, told)
    assert len(told) == len(set(told))
    assert (Reminded.OVERDUE in told) == any(day >= after for day in jumps)
    assert (Reminded.ESCALATED in told) == any(day >= supervisor for day in jumps)
    if Reminded.SOON in told and Reminded.OVERDUE in told:
        assert told.index(Reminded.SOON) < told.index(Reminded.OVERDUE)


def at(day: int) -> datetime:
    return datetime.combine(DUE + timedelta(days=day), time(9), tzinfo=timezone.get_current_timezone())


def overdue_case(officer: Officer, number: int = 1, **values: object) -> Case:
    case = a_case(
        number, turn_side="ours", turn_role="case_officer", turn_task="decide_measures", turn_due=DUE, **values
    )
    Member.objects.create(case=case, officer=officer, function="case_officer", since=NOW)
    return case


def told(officer: Officer) -> list[str]:
    return list(Reminder.objects.filter(officer=officer).order_by("pk").values_list("kind", flat=True))


def test_reminders_come_once_and_go_to_the_head_in_the_end(cast: Cast) -> None:
    casey, hana = cast.officer(Role.CASE_OFFICER), cast.officer(Role.HEAD)
    overdue_case(casey)
    for day, casey_told, head_told in (
        (-10, [], []),
        (-3, ["soon"], []),
        (-3, ["soon"], []),
        (40, ["soon", "overdue"], ["escalated"]),  # the clock jumps forwards
        (-2, ["soon", "overdue"], ["escalated"]),  # and backwards
        (8, ["soon", "overdue"], ["escalated"]),
    ):
        write_reminders(at(day))
        assert (told(casey), told(hana)) == (casey_told, head_told), day


def test_named_supervisor_is_told_instead_of_the_head(cast: Cast) -> None:
    casey, hana = cast.officer(Role.CASE_OFFICER), cast.officer(Role.HEAD)
    chief = an_officer("chief", [Role.CASE_OFFICER], name="Chief")
    Officer.objects.filter(pk=casey.pk).update(supervisor=chief)
    case = overdue_case(casey)
    write_reminders(at(settings.NODE.escalate_after))
    assert (told(chief), told(hana)) == (["escalated"], [])
    [item] = reminding.shown(Actor.of_officer(chief))
    assert item.reference == case.our_reference
    assert case.title not in str(item) or not case.title


def test_only_who_takes_the_step_is_reminded_and_only_while_it_waits(cast: Cast) -> None:
    casey, rui = cast.officer(Role.CASE_OFFICER), cast.officer(Role.REVIEWER)
    case = overdue_case(casey)
    Member.objects.create(case=case, officer=rui, function="reviewer", since=NOW)
    write_reminders(at(2))
    assert told(rui) == []
    assert len(reminding.shown(cast.case_officer)) == 1
    Case.objects.filter(pk=case.pk).update(turn_task="report_status", turn_due=DUE + timedelta(days=90))
    assert reminding.shown(cast.case_officer) == []


def test_reminder_of_a_closed_door_is_not_shown(cast: Cast) -> None:
    casey, chief = cast.officer(Role.CASE_OFFICER), an_officer("chief", [Role.REVIEWER], name="Chief")
    Officer.objects.filter(pk=casey.pk).update(supervisor=chief)
    sealed, conflict = overdue_case(casey), overdue_case(casey, 2)
    write_reminders(at(20))
    assert len(reminding.shown(Actor.of_officer(chief))) == 2
    Case.objects.filter(pk=sealed.pk).update(sealed=True)
    Exclusion.objects.create(case=conflict, officer=chief, reason="Brother", by=chief, at=NOW)
    assert reminding.shown(Actor.of_officer(chief)) == []
    assert len(reminding.shown(cast.case_officer)) == 2  # his own step waits as before


def test_statements_do_not_grow_with_the_cases(cast: Cast) -> None:
    casey = cast.officer(Role.CASE_OFFICER)
    counts = []
    for first, number in ((1, 1), (10, 60)):
        for one in range(first, first + number):
            overdue_case(casey, one)
        with CaptureQueriesContext(connection) as captured:
            write_reminders(at(20))
        counts.append(len(captured))
    assert counts[1] == counts[0]
    assert len(told(casey)) == 61
