"""Being away: who stands in, when the head decides, and that it ends by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.people import an_officer, signed_in

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.officers import absences
from comity.core.officers.models import Absence, Officer
from comity.core.officers.rules import OfficerError, check_days, fits
from comity.core.roles import SEES_CASES, Role
from comity.kernel.clock import utc_now
from comity.kernel.graph import GraphError

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ROLES = st.sets(st.sampled_from(list(Role)))
NOW = utc_now()
TODAY = timezone.localdate(NOW)


def officer(name: str, *roles: Role) -> Officer:
    return an_officer(name.lower(), roles or (Role.CASE_OFFICER,), name=name)


def away(who: Officer, substitute: Officer | None, first: date = TODAY, last: date = TODAY) -> Absence:
    return absences.declare_absence(
        actor=Actor.of_officer(who), officer_id=who.pk, substitute_id=substitute and substitute.pk, first_day=first,
        last_day=last, now=NOW,
    )  # fmt: skip


def standing(who: Officer, day: date) -> tuple:
    return Actor.of_officer(who, day).stands_in_for


@given(ROLES, ROLES)
def test_nobody_stands_in_alone_without_each_role_that_sees_cases(absent, substitute):
    possible = absent & SEES_CASES and substitute & SEES_CASES and Role.ADMINISTRATOR not in substitute
    if not possible:
        with pytest.raises(OfficerError, match="E_SUBSTITUTE"):
            fits(absent, substitute)
    else:
        assert fits(absent, substitute) == all(role in substitute for role in absent if role in SEES_CASES)


@given(*(st.integers(-400, 400) for _ in range(4)))
def test_absences_of_one_officer_never_overlap(first, length, other, other_length):
    begin, end = TODAY + first * DAY, TODAY + (first + length) * DAY
    span = (TODAY + other * DAY, TODAY + (other + abs(other_length)) * DAY)
    days = {begin + n * DAY for n in range(max(0, length) + 1)}
    taken = {span[0] + n * DAY for n in range(abs(other_length) + 1)}
    if length < 0 or end < TODAY or length > 366:
        with pytest.raises(OfficerError, match="E_ABSENCE_DAYS"):
            check_days(begin, end, TODAY, [span])
    elif days & taken:
        with pytest.raises(OfficerError, match="E_ABSENCE_OVERLAPS"):
            check_days(begin, end, TODAY, [span])
    else:
        check_days(begin, end, TODAY, [span])


def test_colleague_with_the_same_role_stands_in_at_once_and_until_the_last_day():
    casey, col = officer("Casey"), officer("Col")
    found = away(casey, col, TODAY, TODAY + 2 * DAY)
    assert found.state == "in_force"
    days = [standing(col, TODAY + n * DAY) for n in range(-1, 4)]
    assert days == [(), (casey.pk,), (casey.pk,), (casey.pk,), ()]
    assert standing(casey, TODAY) == ()
    assert AuditEntry.objects.latest("seq").code == "core.absence.declared"


def test_another_role_waits_for_the_head_who_decides():
    casey, rui, hana = officer("Casey"), officer("Rui", Role.REVIEWER), officer("Hana", Role.HEAD)
    found = away(casey, rui)
    assert (found.state, standing(rui, TODAY)) == ("proposed", ())
    for other in (casey, rui):
        with pytest.raises(AccessDenied):
            absences.decide_absence(actor=Actor.of_officer(other), absence_id=found.pk, approve=True, now=NOW)
    head = Actor.of_officer(hana)
    absences.decide_absence(actor=head, absence_id=found.pk, approve=True, now=NOW)
    assert standing(rui, TODAY) == (casey.pk,)
    assert Actor.of_officer(rui).roles == {Role.REVIEWER}  # sees more, may do no more
    with pytest.raises(GraphError):
        absences.decide_absence(actor=head, absence_id=found.pk, approve=False, now=NOW)


def test_head_names_somebody_where_the_officer_named_nobody():
    casey, col, hana = officer("Casey"), officer("Col"), officer("Hana", Role.HEAD)
    found, head = away(casey, None), Actor.of_officer(hana)
    for nobody in (None, casey.pk, officer("Ada", Role.ADMINISTRATOR).pk):
        with pytest.raises(OfficerError, match="E_SUBSTITUTE"):
            absences.decide_absence(actor=head, absence_id=found.pk, approve=True, substitute_id=nobody, now=NOW)
    absences.decide_absence(actor=head, absence_id=found.pk, approve=True, substitute_id=col.pk, now=NOW)
    assert standing(col, TODAY) == (casey.pk,)


def test_head_says_it_for_an_officer_and_nobody_else_does():
    casey, col, hana = officer("Casey"), officer("Col"), officer("Hana", Role.HEAD)
    said = {"officer_id": casey.pk, "substitute_id": col.pk, "first_day": TODAY, "last_day": TODAY, "now": NOW}
    with pytest.raises(AccessDenied):
        absences.declare_absence(actor=Actor.of_officer(col), **said)
    found = absences.declare_absence(actor=Actor.of_officer(hana), **said)
    with pytest.raises(AccessDenied):
        absences.end_absence(actor=Actor.of_officer(col), absence_id=found.pk, now=NOW)
    absences.end_absence(actor=Actor.of_officer(casey), absence_id=found.pk, now=NOW)
    assert standing(col, TODAY) == ()


def test_the_database_refuses_who_stands_in_for_himself_or_nobody():
    casey = officer("Casey")
    row = {"officer": casey, "first_day": TODAY, "last_day": TODAY, "declared_by": casey, "declared_at": NOW}
    for wrong in ({"substitute": casey}, {"state": "in_force"}, {"last_day": TODAY - DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(**{**row, **wrong})


def test_closed_officer_stands_in_for_nobody():
    casey, col = officer("Casey"), officer("Col")
    away(casey, col)
    Officer.objects.filter(pk=col.pk).update(is_active=False)
    assert standing(Officer.objects.get(pk=col.pk), TODAY) == ()


def test_actor_takes_one_query_with_and_without_absences():
    casey, col = officer("Casey"), officer("Col")
    for expected in ((), (casey.pk,)):
        with CaptureQueriesContext(connection) as captured:
            assert Actor.of_officer(col).stands_in_for == expected
        assert len(captured) == 1
        if not expected:
            away(casey, col)


def test_page_declares_shows_and_ends():
    casey, col = officer("Casey"), officer("Col")
    client = signed_in(casey)
    said = {"first_day": TODAY.isoformat(), "last_day": TODAY.isoformat(), "substitute": str(col.pk)}
    wrong = client.post("/account/away/", {**said, "last_day": (TODAY - DAY).isoformat()})
    assert wrong.status_code == 200
    assert f'value="{TODAY.isoformat()}"' in wrong.content.decode()  # nothing typed is lost
    assert client.post("/account/away/", said).status_code == 302
    assert "Col" in client.get("/account/away/").content.decode()
    assert "the cases of Casey are in your lists" in signed_in(col).get("/").content.decode()
    found = Absence.objects.get()
    assert signed_in(officer("Otto")).post(f"/account/away/{found.pk}/end/").status_code == 404
    assert client.post(f"/account/away/{found.pk}/end/").status_code == 302
    assert standing(col, TODAY) == ()


def test_head_decides_on_the_page_and_is_told_at_home():
    casey, col, hana = officer("Casey"), officer("Col"), officer("Hana", Role.HEAD)
    found, client = away(casey, None), signed_in(hana)
    assert "Decide who stands in" in client.get("/").content.decode()
    url = f"/account/away/{found.pk}/decide/"
    client.post(url, {"decision": "approve", "substitute": "nonsense"})
    assert Absence.objects.get().state == "proposed"
    client.post(url, {"decision": "approve", "substitute": str(col.pk)})
    assert standing(col, TODAY) == (casey.pk,)


def test_query_that_is_written_out_finds_what_the_models_find():
    casey, ina, col = officer("Casey"), officer("Ina", Role.EXECUTING_AUTHORITY), officer("Col", *SEES_CASES)
    away(casey, col, TODAY, TODAY + 2 * DAY)
    away(ina, col, TODAY + DAY, TODAY + 3 * DAY)
    away(col, None, TODAY, TODAY + DAY)
    numbers = []
    for day in (TODAY + n * DAY for n in range(-1, 5)):
        roles, found = col.standing_on(day)
        assert roles == {Role(one) for one in col.grants.filter(state="active").values_list("role", flat=True)}
        assert set(found) == set(Absence.objects.on(day).filter(substitute=col).values_list("officer_id", flat=True))
        numbers.append(len(found))
    assert numbers == [0, 1, 2, 2, 1, 0]
