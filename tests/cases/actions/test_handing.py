"""The hand-over of a desk: everything or what was chosen, in one go, whatever the number of cases."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.cases import NOW
from tests.builders.people import an_officer, signed_in

from comity.cases import rules
from comity.cases.actions.handing import hand_over_desk
from comity.cases.models import Case, HandOver, Line, Member
from comity.cases.queries import doors
from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry, AuditHead
from comity.core.audit.verify import verify_log
from comity.core.roles import Role

if TYPE_CHECKING:
    from tests.builders.cases import Cast

    from comity.core.officers.models import Officer

pytestmark = pytest.mark.django_db


def desk(officer: Officer, number: int, *, first: int = 1, function: str = "case_officer", **values: str) -> list[Case]:
    given = {"direction": "incoming", "step": "legal_review", "turn_side": "ours", **values}
    made = Case.objects.bulk_create(
        Case(our_reference=f"XA/2026/{n:04d}", turn_since=NOW, created_at=NOW, changed_at=NOW, **given)
        for n in range(first, first + number)
    )
    Member.objects.bulk_create(Member(case=case, officer=officer, function=function, since=NOW) for case in made)
    return made


def seen(officer: Officer) -> set:
    return set(doors.cases_visible_to(Actor.of_officer(officer)).values_list("pk", flat=True))


def col() -> Officer:
    return an_officer("col", [Role.CASE_OFFICER], name="Col")


def test_all_that_is_open_goes_to_the_other_and_nothing_else(cast: Cast) -> None:
    casey, other = cast.officer(Role.CASE_OFFICER), col()
    is_open = {one.pk for one in desk(casey, 3)}
    closed = {one.pk for one in desk(casey, 2, first=10, turn_side="nobody")}
    made = hand_over_desk(actor=cast.head, from_id=casey.pk, to_id=other.pk, note="Leave", now=NOW)
    assert (made.cases, made.left) == (3, 0)
    assert (seen(casey), seen(other)) == (closed, is_open)
    written = AuditEntry.objects.filter(code="cases.desk.handed_over")
    assert {one.subject for one in written} == {f"cases.case:{key}" for key in is_open}
    assert Line.objects.filter(code="handed_over").count() == len(is_open)
    verify_log(pinned=None)


def test_chosen_ones_go_and_one_that_was_given_back_comes_again(cast: Cast) -> None:
    casey, other = cast.officer(Role.CASE_OFFICER), col()
    first, second = desk(casey, 2)
    for giver, taker in ((casey, other), (other, casey), (casey, other)):
        hand_over_desk(actor=cast.head, from_id=giver.pk, to_id=taker.pk, note="", case_ids=[first.pk], now=NOW)
    assert (seen(casey), seen(other)) == ({second.pk}, {first.pk})


def test_function_whose_role_the_other_lacks_stays(cast: Cast) -> None:
    casey, other = cast.officer(Role.CASE_OFFICER), col()
    [one], [two] = desk(casey, 1), desk(casey, 1, first=2, function="reviewer")
    made = hand_over_desk(actor=cast.head, from_id=casey.pk, to_id=other.pk, note="", now=NOW)
    assert (made.cases, made.left) == (1, 1)
    assert (seen(casey), seen(other)) == ({two.pk}, {one.pk})


def test_who_may_not_and_what_cannot_be_changes_nothing(cast: Cast) -> None:
    casey, other = cast.officer(Role.CASE_OFFICER), col()
    cases = {one.pk for one in desk(casey, 1)}
    given = {"from_id": casey.pk, "to_id": other.pk, "note": "", "now": NOW}
    with pytest.raises(AccessDenied):
        hand_over_desk(actor=cast.case_officer, **given)
    wrong = {"E_HAND_OVER": {"to_id": casey.pk}, "E_NOTHING_HANDED": {"case_ids": []}}
    for code, changed in (*wrong.items(), ("E_HAND_OVER", {"to_id": cast.officer(Role.REVIEWER).pk})):
        with pytest.raises(rules.CaseworkError, match=code):
            hand_over_desk(actor=cast.head, **{**given, **changed})
    foreign = desk(other, 1, first=5)
    with pytest.raises(rules.CaseworkError, match="E_NOTHING_HANDED"):
        hand_over_desk(actor=cast.head, **given, case_ids=[foreign[0].pk])
    assert seen(casey) == cases
    assert not HandOver.objects.exists()


def test_statements_do_not_grow_with_five_thousand_cases(cast: Cast) -> None:
    casey, other = cast.officer(Role.CASE_OFFICER), col()
    few = desk(casey, 3)
    with CaptureQueriesContext(connection) as small:
        hand_over_desk(actor=cast.head, from_id=casey.pk, to_id=other.pk, note="", now=NOW)
    desk(casey, 5_000, first=100)
    size, began = AuditHead.objects.get().size, time.monotonic()
    with CaptureQueriesContext(connection) as large:
        made = hand_over_desk(actor=cast.head, from_id=casey.pk, to_id=other.pk, note="", now=NOW)
    assert made.cases == 5_000
    assert len(large) == len(small)
    assert AuditHead.objects.get().size == size + 5_000
    assert len(seen(other)) == 5_000 + len(few)
    assert time.monotonic() - began < 60  # the whole of it; a second or three on a quiet machine


def test_page_lists_before_tells_after_and_keeps_what_was_typed(cast: Cast) -> None:
    casey, other = cast.officer(Role.CASE_OFFICER), col()
    first, second = desk(casey, 2)
    client, url = signed_in(cast.officer(Role.HEAD)), f"/requests/hand-over/?officer={casey.pk}"
    listed = client.get(url).content.decode()
    assert first.our_reference in listed
    assert second.our_reference in listed
    said = {"taker": str(other.pk), "which": "chosen", "note": "On leave from Monday"}
    refused = client.post(url, said)
    assert "On leave from Monday" in refused.content.decode()
    done = client.post(url, {**said, "case": [str(first.pk), "nonsense"]})
    assert done.status_code == 302
    told = client.get(done.url).content.decode()
    assert first.our_reference in told
    assert second.our_reference not in told
    assert signed_in(casey).get(url).status_code == 403
