"""The work of the desk: whose desks one sees, figures that agree with the cases, nothing of a case but its place."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders.cases import NOW, Cast
from tests.builders.people import an_officer, signed_in
from tests.cases.queries.test_docket import a_case

from comity.cases.actions.keeping import join
from comity.cases.desk import Waits
from comity.cases.models import Case, Exclusion
from comity.cases.queries import desk, desk_tables
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.cells import FORMULA
from comity.core.officers.models import Officer
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
STAGES = (
    ("incoming", "legal_review", "ours", "case_officer", Waits.OFFICER),
    ("outgoing", "internal_review", "ours", "reviewer", Waits.APPROVAL),
    ("incoming", "executing", "ours", "executing_authority", Waits.OFFICE),
    ("outgoing", "sent", "theirs", "", Waits.STATE),
)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def on_desk(officer: Officer, number: int = 1, *, stage: int = 0, days: int = 0, **values: Any) -> Case:
    """Put an open case on an officer's desk, which waits for so many days."""
    direction, step, side, role, _waits = STAGES[stage]
    case = a_case(number, direction=direction, step=step, turn_side=side, turn_role=role, title="Bribe of M", **values)
    Case.objects.filter(pk=case.pk).update(turn_since=NOW - timedelta(days=days), created_at=NOW - timedelta(days=days))
    join(case, officer.pk, Role.CASE_OFFICER, at=NOW)
    return case


def page(officer: Officer, query: str = "") -> str:
    answer = signed_in(officer).get(reverse("cases:desk") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def taken(officer: Officer, query: str) -> list[list[str]]:
    answer = signed_in(officer).get(reverse("cases:desk-export") + query)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_officer_sees_his_own_desk_only(cast: Cast) -> None:
    mine, theirs = cast.officer(Role.CASE_OFFICER), cast.officer(Role.DRAFTER)
    on_desk(mine, 1)
    on_desk(theirs, 2)
    for query in ("", "?desk=mine", f"?desk={theirs.pk}", "?desk=nonsense"):
        html = page(mine, query)
        assert "XA/2026/0001" in html
        assert "XA/2026/0002" not in html
        assert theirs.name not in html


def test_supervisor_sees_desks_below_and_the_head_all(cast: Cast) -> None:
    casey, dana = cast.officer(Role.CASE_OFFICER), cast.officer(Role.DRAFTER)
    chief = an_officer("chief", [Role.CASE_OFFICER], name="Chia Chief")
    Officer.objects.filter(pk=casey.pk).update(supervisor=chief)
    on_desk(casey, 1)
    on_desk(dana, 2)
    on_desk(casey, 3, sealed=True)
    found = page(chief)
    assert "XA/2026/0001" in found
    assert "XA/2026/0002" not in found
    assert "XA/2026/0003" not in found  # a sealed one is for its members and the head
    assert f'href="{reverse("cases:case", args=[Case.objects.get(our_reference="XA/2026/0001").pk])}"' not in found
    assert [row[:3] for row in taken(chief, "?table=load") if row and row[0] == casey.name] == [[casey.name, "1", "1"]]
    every = page(cast.officer(Role.HEAD))
    assert all(f"XA/2026/000{number}" in every for number in (1, 2, 3))
    assert "XA/2026/0002" not in page(cast.officer(Role.HEAD), f"?desk={casey.pk}")


def test_nothing_of_a_case_but_its_place_is_shown(cast: Cast) -> None:
    on_desk(cast.officer(Role.CASE_OFFICER), their_reference="XB-SECRET")
    html = page(cast.officer(Role.HEAD))
    assert "Bribe of M" not in html
    assert "XB-SECRET" not in html


def test_excluded_officer_meets_the_case_nowhere(cast: Cast) -> None:
    head, casey = cast.officer(Role.HEAD), cast.officer(Role.CASE_OFFICER)
    case = on_desk(casey)
    Exclusion.objects.create(case=case, officer=head, reason="a cousin", by=head, at=NOW)
    for query in ("", f"?desk={casey.pk}"):
        assert case.our_reference not in page(head, query)
    assert not any(case.our_reference in row for row in taken(head, "?table=stuck"))
    assert desk.alike(desk.scope_of(cast.head), NOW) == []


@pytest.mark.parametrize(("stage", "waits"), [(number, one[4]) for number, one in enumerate(STAGES)])
def test_list_is_narrowed_by_for_whom_they_wait(cast: Cast, stage: int, waits: Waits) -> None:
    casey = cast.officer(Role.CASE_OFFICER)
    for number in range(len(STAGES)):
        on_desk(casey, number, stage=number)
    for actor in (cast.head, cast.case_officer):
        [one] = desk.stuck(desk.scope_of(actor), waits)
        assert one.waits is waits
        assert one.case.our_reference == f"XA/2026/{stage:04d}"


def test_longest_waiting_comes_first_once_whoever_works_on_it(cast: Cast) -> None:
    casey, dana = cast.officer(Role.CASE_OFFICER), cast.officer(Role.DRAFTER)
    chief = an_officer("chief", [Role.CASE_OFFICER], name="Chia Chief")
    Officer.objects.filter(pk__in=[casey.pk, dana.pk]).update(supervisor=chief)
    for number, days in enumerate((3, 400, 40)):
        join(on_desk(casey, number, days=days), dana.pk, Role.DRAFTER, at=NOW)
    for actor in (cast.head, cast.case_officer, Actor.of_officer(chief)):
        scope = desk.scope_of(actor)
        assert [one.case.our_reference[-1] for one in desk.stuck(scope, "")] == ["1", "2", "0"]
        [group] = desk.alike(scope, NOW)
        assert group.ages == (1, 1, 0, 0, 1)
        assert group.oldest == NOW - timedelta(days=400)
    assert [one[0] for one in taken(chief, "?table=stuck")[1:]] == ["XA/2026/0001", "XA/2026/0002", "XA/2026/0000"]


def test_desk_that_is_empty_is_named_and_an_office_is_no_desk(cast: Cast) -> None:
    rows = {row[0]: row[1:] for row in taken(cast.officer(Role.HEAD), "?table=load") if row}
    assert rows[cast.officer(Role.REVIEWER).name] == ["0", "0", "0", "0"]
    assert cast.officer(Role.EXECUTING_AUTHORITY).name not in rows


def test_overdue_steps_and_who_must_act_are_named(cast: Cast) -> None:
    casey = cast.officer(Role.CASE_OFFICER)
    on_desk(casey, turn_due=(NOW - timedelta(days=2)).date())
    html = page(cast.officer(Role.HEAD))
    assert re.search(r'class="by overdue"', html)
    row = next(row for row in taken(cast.officer(Role.HEAD), "?table=load") if row and row[0] == casey.name)
    assert row[1:] == ["1", "1", "0", "1"]
    [stuck] = desk.stuck(desk.scope_of(cast.head), "")
    assert stuck.names == (casey.name,)


def test_case_on_nobodys_desk_is_seen_by_the_head(cast: Cast) -> None:
    a_case(7, turn_side="ours", turn_role="case_officer", unattended=True)
    [found] = desk_tables.rows(desk.stuck(desk.scope_of(cast.head), ""), NOW)
    assert found.names == "nobody named"


def test_export_is_written_down_and_holds_no_formula(cast: Cast) -> None:
    on_desk(cast.officer(Role.CASE_OFFICER), counterpart_state="=1+1")
    rows = taken(cast.officer(Role.HEAD), "?table=stuck&waits=officer")
    assert any("'=1+1" in row for row in rows)
    assert not any(cell.startswith(FORMULA) for row in rows for cell in row)
    entry = AuditEntry.objects.filter(code="cases.list.exported").latest("pk")
    assert (entry.subject, entry.data) == ("cases.desk", '{"filters":["waits"]}')
    assert signed_in(cast.officer(Role.HEAD)).get(reverse("cases:desk-export") + "?table=x").status_code == 404


@pytest.mark.parametrize("role", [Role.HEAD, Role.CASE_OFFICER])
def test_cost_does_not_depend_on_the_number_of_cases(cast: Cast, role: Role) -> None:
    client = signed_in(cast.officer(role))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("cases:desk")).status_code == 200
        return len(captured)

    on_desk(cast.officer(Role.CASE_OFFICER), stage=2)
    cost()
    few = cost()
    for number in range(2, 30):
        on_desk(cast.officer(Role.CASE_OFFICER), number, stage=number % len(STAGES), days=number)
    assert cost() == few <= 16
