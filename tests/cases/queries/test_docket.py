"""The docket follows memberships and cases by itself, and pages read it by index alone."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.cases import NOW

from comity.cases.models import Case, DocketEntry, Member, SearchTerm
from comity.cases.models.docket import COPIED
from comity.cases.queries import doors, listing, work
from comity.core.actors import Actor
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db

FIELDS = [field.attname for field in DocketEntry._meta.concrete_fields if field.attname in COPIED]


def a_case(number: int = 1, **values: Any) -> Case:
    given = {"direction": "incoming", "our_reference": f"XA/2026/{number:04d}", "step": "legal_review", **values}
    return Case.objects.create(turn_since=NOW, created_at=NOW, changed_at=NOW, **given)


def copies(case: Case) -> list[tuple[Any, ...]]:
    return list(DocketEntry.objects.filter(case=case).values_list(*FIELDS))


def test_every_column_is_copied_and_followed() -> None:
    assert set(FIELDS) == set(COPIED)


def test_docket_follows_whoever_writes(cast: Cast) -> None:
    case, officer = a_case(), cast.officer(Role.CASE_OFFICER)
    assert copies(case) == []
    members = [Member(case=case, officer=officer, function=one, since=NOW) for one in ("case_officer", "reviewer")]
    Member.objects.bulk_create(members)
    assert copies(case) == list(Case.objects.values_list(*FIELDS))  # once, in however many functions
    Case.objects.filter(pk=case.pk).update(
        direction="outgoing", step="sent", counterpart_state="XB", kinds="|TRACE|", turn_side="theirs",
        turn_role="head", turn_due=NOW.date(), limitation_date=NOW.date(), unattended=True,
        created_at=NOW - timedelta(days=3), changed_at=NOW + timedelta(days=3),
    )  # fmt: skip
    [found] = Case.objects.values_list(*FIELDS)
    assert copies(case) == [found]
    assert None not in found
    case.members.filter(function="reviewer").update(until=NOW)
    assert copies(case) == [found]
    case.members.update(until=NOW)
    assert copies(case) == []
    case.members.filter(function="reviewer").update(until=None)
    assert copies(case) == [found]
    case.members.filter(function="reviewer").delete()
    assert copies(case) == []


def everyone(cast: Cast) -> Actor:
    officer = cast.officer(Role.HEAD)
    roles = frozenset({Role.HEAD, Role.REGISTRY, Role.CASE_OFFICER})
    return Actor(kind="officer", officer_id=officer.pk, name=officer.name, roles=roles)


def test_what_lies_on_several_desks_and_the_docket_is_there_once(cast: Cast) -> None:
    actor = everyone(cast)
    case = a_case(step="received", turn_role="head", turn_side="ours", unattended=True)
    for _round in range(2):
        page = listing.page(actor, {}, NOW)
        assert (page.cases, page.count) == ([case], 1)
        assert work.waiting_for(doors.reaches(actor), actor) == [case.pk]
        Member.objects.get_or_create(case=case, officer_id=actor.officer_id, function="head", defaults={"since": NOW})


FILTERS: list[dict[str, str]] = [
    *({"turn": one} for one in ("", "ours", "theirs", "nobody", "open", "late")),
    {"direction": "incoming"},
    {"counterpart_state": "XB"},
    {"kind": "DOCUMENTS"},
    {"older": "30"},
    *({"q": one} for one in ("XA/2026/0001", "XA", "meridian", "meridian quarry")),
]
ASKED: dict[str, Callable[[Actor], object]] = {
    **{f"list {one}": partial(listing.page, filters=one, now=NOW) for one in FILTERS},
    "home": lambda actor: work.work(actor, NOW),
    "one case": lambda actor: doors.cases_visible_to(actor).filter(pk=a_case(999).pk).first(),
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are read as SQLite writes them")
@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("cases", [2, listing.FEW + 1])  # a word with many hits is looked for in another way
@pytest.mark.parametrize("roles", [{Role.CASE_OFFICER}, {Role.HEAD, Role.REGISTRY, Role.CASE_OFFICER}], ids=len)
def test_no_page_goes_through_a_whole_table(cast: Cast, name: str, cases: int, roles: set[Role]) -> None:
    times = {"turn_since": NOW, "created_at": NOW, "changed_at": NOW}
    made = Case.objects.bulk_create(
        Case(direction="incoming", our_reference=f"XA/2026/{number:04d}", step="received", **times)
        for number in range(cases)
    )
    SearchTerm.objects.bulk_create(
        SearchTerm(case=case, term=term) for case in made for term in ("meridian", "quarry")
    )  # fmt: skip
    actor = everyone(cast)
    with CaptureQueriesContext(connection) as captured:
        ASKED[name](Actor(kind="officer", officer_id=actor.officer_id, name="x", roles=frozenset(roles)))
    read = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
    assert read
    for sql in read:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[3] for row in cursor.fetchall()]
        # The index of what nobody works on holds nothing else: going through it is what it is for.
        scans = [line for line in plan if re.match(r"SCAN (cases_|U\d)", line) and "case_unattended" not in line]
        assert not scans, f"{sql}\n{plan}"
