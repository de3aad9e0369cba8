"""The docket follows memberships and cases by itself, and pages read it by index alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders.cases import NOW

from comity.cases.models import Case, DocketEntry, Member
from comity.cases.models.docket import COPIED
from comity.cases.queries import doors, listing, work
from comity.core.actors import Actor
from comity.core.roles import Role

if TYPE_CHECKING:
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
        assert work.waiting_for(doors.reaches(actor), actor, NOW.date())[0] == [case.pk]
        Member.objects.get_or_create(case=case, officer_id=actor.officer_id, function="head", defaults={"since": NOW})
