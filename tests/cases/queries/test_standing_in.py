"""Who stands in for an absent officer reaches that officer's cases, no others, and acts in both names."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import cases
from tests.builders.cases import NOW
from tests.builders.people import an_officer
from tests.cases.queries.test_docket import a_case

from comity.cases.actions import executing, receiving, reporting
from comity.cases.models import Case, Member
from comity.cases.queries import doors, export, listing, overview, trail, work
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.officers import absences
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.exchange import queries as exchange
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db


def stands_in(officer: Officer, *, role: Role = Role.CASE_OFFICER, login: str = "col") -> Actor:
    colleague = an_officer(login, [role], name=login.title())
    now = utc_now()
    absences.declare_absence(
        actor=Actor.of_officer(officer), officer_id=officer.pk, substitute_id=colleague.pk,
        first_day=now.date(), last_day=now.date(), now=now,
    )  # fmt: skip
    return Actor.of_officer(colleague)


def ended(actor: Actor) -> Actor:
    """Return the same officer on the day after."""
    return replace(actor, stands_in_for=())


def keys(actor: Actor) -> list:
    """Return what the actor reaches, through each of the doors; they must agree."""
    one = {case.pk for case in doors.cases_visible_to(actor)}
    page = listing.page(actor, {}, NOW)
    table = b"".join(export.table(actor, {}, NOW, "en")).decode()
    listed = [case.pk for case in page.cases]
    assert one == {key for key in Case.objects.values_list("pk", flat=True) if doors.visible_case(actor, key)}
    assert page.count == len(listed) == len(one)
    assert set(listed) == one
    assert table.count("XA/2026/") == len(one)
    return sorted(listed)


def test_lists_have_the_cases_of_both_each_once(cast: Cast) -> None:
    casey = cast.officer(Role.CASE_OFFICER)
    theirs, shared, own, foreign = (a_case(number) for number in range(1, 5))
    col = stands_in(casey)
    for case, officer in ((theirs, casey.pk), (shared, casey.pk), (shared, col.person()), (own, col.person())):
        Member.objects.create(case=case, officer_id=officer, function="case_officer", since=NOW)
    assert keys(col) == sorted([theirs.pk, shared.pk, own.pk])
    assert keys(ended(col)) == sorted([shared.pk, own.pk])
    assert keys(Actor.of_officer(casey)) == sorted([theirs.pk, shared.pk])
    assert foreign.pk not in keys(col)
    Member.objects.filter(case=theirs).update(until=NOW)  # what the absent officer loses, the other loses
    assert keys(col) == sorted([shared.pk, own.pk])


def test_standing_in_is_not_handed_on(cast: Cast) -> None:
    casey, case = cast.officer(Role.CASE_OFFICER), a_case()
    Member.objects.create(case=case, officer=casey, function="case_officer", since=NOW)
    col = stands_in(casey)
    third = stands_in(Officer.objects.get(pk=col.person()), login="third")
    assert keys(col) == [case.pk]
    assert keys(third) == []


def test_home_shows_what_waits_for_a_role_of_the_one_who_stands_in(cast: Cast) -> None:
    casey = cast.officer(Role.CASE_OFFICER)
    mine, other = (a_case(n, turn_role=role, turn_side="ours") for n, role in ((1, "case_officer"), (2, "reviewer")))
    for case in (mine, other):
        Member.objects.create(case=case, officer=casey, function="case_officer", since=NOW)
    col = stands_in(casey)
    assert work.waiting_for(doors.reaches(col), col, NOW.date())[0] == [mine.pk]
    assert [item.reference for item in work.work(col, NOW).waits] == [mine.our_reference]


def test_every_act_is_written_in_both_names_and_makes_no_member(cast: Cast) -> None:
    case = cases.a_registered(cast)
    casey = cast.officer(Role.CASE_OFFICER)
    col = stands_in(casey)
    receiving.begin_examination(actor=col, case_id=case.pk, now=NOW)
    reporting.report_status(actor=col, case_id=case.pk, notes={}, note="Going on.", now=NOW)
    written = [one for one in AuditEntry.objects.filter(actor=col.subject) if one.subject.startswith("cases.")]
    assert written
    assert {json.loads(one.data).get("for") for one in written} == {str(casey.pk)}
    assert not case.members.filter(officer=col.person()).exists()
    lines = overview.timeline(case, "XA", NOW, exchange.messages_of_case(case.pk)).rows
    assert any("Col for Casey Officer" in getattr(row, "detail", "") for row in lines)
    assert any(row.who == "Col for Casey Officer" for row in trail.entries_of(case, "en"))


def test_a_member_acts_in_his_own_name_though_he_stands_in(cast: Cast) -> None:
    case = cases.a_registered(cast)
    col = stands_in(cast.officer(Role.CASE_OFFICER))
    Member.objects.create(case=case, officer_id=col.person(), function="case_officer", since=NOW)
    receiving.begin_examination(actor=col, case_id=case.pk, now=NOW)
    reporting.report_status(actor=col, case_id=case.pk, notes={}, note="Going on.", now=NOW)
    written = AuditEntry.objects.filter(actor=col.subject, subject__startswith="cases.")
    assert written
    assert [json.loads(one.data).get("for") for one in written] == [None] * len(written)


def test_who_stands_in_for_an_executing_authority_holds_its_measures(cast: Cast) -> None:
    case = cases.an_accepted(cast)
    measure = case.measures.get()
    eli = cast.officer(Role.EXECUTING_AUTHORITY)
    executing.assign_measure(
        actor=cast.case_officer, case_id=case.pk, measure_id=measure.measure_id, officer_id=eli.pk, instructions="",
        due=None, now=NOW,
    )  # fmt: skip
    other = stands_in(eli, role=Role.EXECUTING_AUTHORITY)
    assert list(doors.measures_visible_to(other)) == [measure]
    assert list(doors.cases_visible_to(other)) == []
    executing.record_result(
        actor=other, case_id=case.pk, measure_id=measure.measure_id, result="nothing_found", text="Nothing.", now=NOW
    )
    written = AuditEntry.objects.filter(actor=other.subject, subject__startswith="cases.")
    assert {json.loads(one.data).get("for") for one in written} == {str(eli.pk)}
    assert list(doors.measures_visible_to(ended(other))) == []


def test_who_stands_in_for_nobody_pays_nothing(cast: Cast) -> None:
    case = cases.a_registered(cast)
    plain = cast.case_officer
    with CaptureQueriesContext(connection) as without:
        listing.page(plain, {}, NOW)
        doors.cases_visible_to(plain).filter(pk=case.pk).first()
    col = stands_in(cast.officer(Role.CASE_OFFICER))
    with CaptureQueriesContext(connection) as standing:
        listing.page(col, {}, NOW)
        doors.cases_visible_to(col).filter(pk=case.pk).first()
    assert len(without) == 4
    assert len(standing) == 6  # one stretch more of the docket to look at, and to count
    assert Case.objects.count() == 1
