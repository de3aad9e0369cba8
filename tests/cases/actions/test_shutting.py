"""Conflict of interest and sealed cases, through every door: nothing is shown, and nothing tells that it is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.builders import cases
from tests.builders.cases import NOW
from tests.builders.people import an_officer, signed_in

from comity.cases import rules
from comity.cases.actions import executing, handing, naming, shutting
from comity.cases.actions.keeping import join
from comity.cases.models import Case, DocketEntry, Member
from comity.cases.queries import doors, export, listing, measures, statistics, work
from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.files.actions import store_bytes
from comity.core.officers import absences
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.kernel.clock import utc_now
from comity.kernel.ids import new_id
from comity.law.counting import Period

if TYPE_CHECKING:
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db
PAGES = ("", "request/", "messages/", "turns/", "evidence/", "law/", "people/", "file/", "file/letter/", "statistics/",
         "audit/", "examine/", "decide/", "status/report/", "people/conflict/")  # fmt: skip


def seen_by(officer: Officer, case: Case) -> list[bool]:
    """Return whether the case shows through each door; `test_control` sees that they all can be open."""
    actor = Actor.of_officer(Officer.objects.get(pk=officer.pk))
    table = b"".join(export.table(actor, {}, NOW, "en")).decode()
    title = case.title.split()[0]
    client = signed_in(officer)
    return [
        doors.cases_visible_to(actor).filter(pk=case.pk).exists(),
        doors.visible_case(actor, case.pk) == case,
        case in listing.page(actor, {}, NOW).cases,
        case in listing.page(actor, {"q": case.our_reference}, NOW).cases,
        case in listing.page(actor, {"q": case.their_reference}, NOW).cases,
        case in listing.page(actor, {"q": title}, NOW).cases,
        case.our_reference in table,
        any(case.our_reference == one.reference for one in work.work(actor, NOW).waits),
        any(line.case_id == case.pk for line in work.came_in(actor, NOW)),
        doors.measures_visible_to(actor).filter(case=case).exists(),
        measures.evidence_visible_to(actor).filter(case=case).exists(),
        client.get(f"/requests/{case.pk}/").status_code == 200,
        case.our_reference in client.get("/requests/").content.decode(),
        case.our_reference in client.get("/").content.decode(),
    ]


def a_case_with_evidence(cast: Cast) -> Case:
    case = cases.an_accepted(cast)
    measure = case.measures.get()
    file = store_bytes(b"%PDF-1.7", actor=cast.case_officer, purpose="evidence", name="a.pdf", now=NOW,
                       media_type="application/pdf")  # fmt: skip
    executing.add_evidence(
        actor=cast.case_officer, case_id=case.pk, measure_id=measure.measure_id, file=file, name="Statement",
        collector="", collected_on=None, handling="", now=NOW,
    )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def test_the_head_lifts_an_exclusion_with_a_reason_and_nobody_his_own(cast: Cast) -> None:
    case = cases.a_registered(cast)
    officer = cast.officer(Role.CASE_OFFICER)
    shutting.exclude_officer(actor=cast.case_officer, case_id=case.pk, officer_id=officer.pk, reason="Kin.", now=NOW)
    head = signed_in(cast.officer(Role.HEAD))
    page = f"/requests/{case.pk}/people/conflict/{officer.pk}/lift/"
    assert signed_in(officer).get(page).status_code in {403, 404}
    assert head.post(page, {"why": ""}).status_code == 200
    assert "Kin." in head.get(page).content.decode()
    assert head.post(page, {"why": "The kin left the bank."}).status_code == 302
    assert head.post(page, {"why": "Once more."}).status_code == 404
    row = case.lifted_exclusions.get()
    assert (row.reason, row.why, row.lifted_by) == ("Kin.", "The kin left the bank.", cast.officer(Role.HEAD))
    assert not doors.cases_visible_to(cast.case_officer).filter(pk=case.pk).exists()
    naming.name_member(actor=cast.head, case_id=case.pk, officer_id=officer.pk, function=Role.CASE_OFFICER, now=NOW)
    assert doors.cases_visible_to(cast.case_officer).filter(pk=case.pk).exists()
    assert case in listing.page(cast.case_officer, {}, NOW).cases
    codes = AuditEntry.objects.filter(code="cases.exclusion.lifted").values_list("data", flat=True)
    assert [str(officer.pk) in one and "bank" not in one for one in codes] == [True]


def same_404(officer: Officer, case: Case) -> None:
    """See that every page of the case answers as for one that does not exist."""
    client = signed_in(officer)
    for page in PAGES:
        there, nowhere = (client.get(f"/requests/{key}/{page}") for key in (case.pk, new_id()))
        assert (there.status_code, nowhere.status_code) == (404, 404), page
        words = [one.content.decode().replace(str(case.pk), "") for one in (there, nowhere)]
        assert case.our_reference not in words[0]


def exclude(case: Case, officer: Officer, *, by: Actor | None = None) -> None:
    actor = by or Actor.of_officer(officer)
    shutting.exclude_officer(actor=actor, case_id=case.pk, officer_id=officer.pk, reason="My brother", now=NOW)


def test_control_a_member_sees_the_case_through_every_door(cast: Cast) -> None:
    assert all(seen_by(cast.officer(Role.CASE_OFFICER), a_case_with_evidence(cast)))


def test_excluded_officer_is_shut_out_everywhere_at_once(cast: Cast) -> None:
    case, casey = a_case_with_evidence(cast), cast.officer(Role.CASE_OFFICER)
    exclude(case, casey)
    assert not any(seen_by(casey, case))
    same_404(casey, case)
    assert Case.objects.get(pk=case.pk).unattended  # the head is asked to name somebody else
    item = case.evidence.get()
    assert signed_in(casey).get(f"/requests/{case.pk}/evidence/{item.evidence_id}/").status_code == 404


def test_excluded_officer_does_not_come_back_by_any_way(cast: Cast) -> None:
    case, casey = a_case_with_evidence(cast), cast.officer(Role.CASE_OFFICER)
    col = an_officer("col", [Role.CASE_OFFICER], name="Col")
    join(case, col.pk, Role.CASE_OFFICER, at=NOW)
    join(case, cast.officer(Role.HEAD).pk, Role.HEAD, at=NOW)
    exclude(case, casey)
    now = utc_now()
    absences.declare_absence(
        actor=Actor.of_officer(col), officer_id=col.pk, substitute_id=casey.pk, first_day=now.date(),
        last_day=now.date(), now=now,
    )  # fmt: skip
    assert cast.case_officer.stands_in_for == (col.pk,)
    assert not any(seen_by(casey, case))
    with pytest.raises(rules.CaseworkError, match="E_EXCLUDED"):
        naming.name_member(actor=cast.head, case_id=case.pk, officer_id=casey.pk, function=Role.CASE_OFFICER, now=NOW)
    with pytest.raises(rules.CaseworkError, match="E_NOTHING_HANDED"):
        handing.hand_over_desk(actor=cast.head, from_id=col.pk, to_id=casey.pk, note="", now=NOW)
    Member.objects.update_or_create(case=case, officer=casey, function="translator", defaults={"since": NOW})
    assert not DocketEntry.objects.filter(officer=casey, case=case).exists()  # whoever writes, and however
    assert not any(seen_by(casey, case))


def test_excluded_head_loses_the_desk_of_the_head_too(cast: Cast) -> None:
    case, hana = cases.an_approved(cast), cast.officer(Role.HEAD)
    assert cast.head.has(Role.HEAD)
    assert doors.cases_visible_to(cast.head).filter(pk=case.pk).exists()
    exclude(case, hana)
    assert not doors.cases_visible_to(cast.head).filter(pk=case.pk).exists()
    assert case not in listing.page(cast.head, {}, NOW).cases


def test_excluded_executing_officer_loses_the_measure(cast: Cast) -> None:
    case, eli = a_case_with_evidence(cast), cast.officer(Role.EXECUTING_AUTHORITY)
    measure = case.measures.get()
    executing.assign_measure(
        actor=cast.case_officer, case_id=case.pk, measure_id=measure.measure_id, officer_id=eli.pk, instructions="",
        due=None, now=NOW,
    )  # fmt: skip
    join(case, cast.officer(Role.HEAD).pk, Role.HEAD, at=NOW)
    exclude(case, eli, by=cast.head)
    assert not doors.measures_visible_to(cast.executing_authority).exists()
    assert not measures.evidence_visible_to(cast.executing_authority).exists()


def test_others_read_that_and_not_why(cast: Cast) -> None:
    case, casey = a_case_with_evidence(cast), cast.officer(Role.CASE_OFFICER)
    rui, hana = cast.officer(Role.REVIEWER), cast.officer(Role.HEAD)
    join(case, rui.pk, Role.REVIEWER, at=NOW)
    join(case, hana.pk, Role.HEAD, at=NOW)
    exclude(case, casey)
    for officer, reads in ((rui, False), (hana, True)):
        pages = [
            signed_in(officer).get(f"/requests/{case.pk}/{page}").content.decode()
            for page in PAGES[:11]
            if "letter" not in page
        ]
        assert "Casey Officer is excluded" in "".join(pages)
        assert ("My brother" in "".join(pages)) == reads
    assert "My brother" not in "".join(AuditEntry.objects.values_list("data", flat=True))


def test_only_oneself_and_the_head_declare(cast: Cast) -> None:
    case, rui = a_case_with_evidence(cast), cast.officer(Role.REVIEWER)
    join(case, rui.pk, Role.REVIEWER, at=NOW)
    with pytest.raises(AccessDenied):
        exclude(case, rui, by=cast.case_officer)
    with pytest.raises(Case.DoesNotExist):
        exclude(case, rui, by=cast.translator)
    with pytest.raises(rules.CaseworkError, match="E_SAY"):
        shutting.exclude_officer(actor=cast.reviewer, case_id=case.pk, officer_id=rui.pk, reason=" ", now=NOW)


def test_declared_on_the_page_and_led_away(cast: Cast) -> None:
    case, casey = a_case_with_evidence(cast), cast.officer(Role.CASE_OFFICER)
    client, url = signed_in(casey), f"/requests/{case.pk}/people/conflict/"
    assert client.post(url, {"reason": ""}).status_code == 200
    answer = client.post(url, {"reason": "My brother", "officer": str(cast.officer(Role.REVIEWER).pk)})
    assert answer.url == "/requests/"  # the name of another is not asked for, and not taken
    assert [one.officer_id for one in case.exclusions.all()] == [casey.pk]


def seal(cast: Cast, case: Case) -> None:
    join(case, cast.officer(Role.HEAD).pk, Role.HEAD, at=NOW)
    shutting.set_sealed(actor=cast.head, case_id=case.pk, sealed=True, reason="A minister is named", now=NOW)
    Member.objects.filter(case=case, officer=cast.officer(Role.HEAD)).update(until=NOW)


def test_sealed_case_is_there_for_members_and_the_head_alone(cast: Cast) -> None:
    case, casey = a_case_with_evidence(cast), cast.officer(Role.CASE_OFFICER)
    col = an_officer("col", [Role.CASE_OFFICER], name="Col")
    now = utc_now()
    absences.declare_absence(
        actor=Actor.of_officer(casey), officer_id=casey.pk, substitute_id=col.pk, first_day=now.date(),
        last_day=now.date(), now=now,
    )  # fmt: skip
    assert doors.cases_visible_to(Actor.of_officer(col)).filter(pk=case.pk).exists()
    seal(cast, case)
    assert all(seen_by(casey, case))
    assert doors.cases_visible_to(cast.head).filter(pk=case.pk).exists()  # a member no longer, but the head
    outsider = an_officer("otto", [Role.DRAFTER, Role.REVIEWER, Role.CASE_OFFICER, Role.TRANSLATOR], name="Otto")
    for officer in (col, outsider):
        assert not any(seen_by(officer, case))
        same_404(officer, case)


def test_sealed_case_is_off_the_desk_of_the_registry(cast: Cast) -> None:
    case = cases.an_arrived()
    assert doors.cases_visible_to(cast.registry).filter(pk=case.pk).exists()
    Case.objects.filter(pk=case.pk).update(sealed=True)
    assert not doors.cases_visible_to(cast.registry).filter(pk=case.pk).exists()
    assert listing.page(cast.registry, {}, NOW).cases == []
    assert b"XB-77" not in signed_in(cast.officer(Role.REGISTRY)).get("/requests/arrived/").content


def test_statistics_count_a_sealed_case_and_say_nothing_of_it(cast: Cast) -> None:
    case = a_case_with_evidence(cast)
    period = Period(datetime(2026, 1, 1, tzinfo=UTC), NOW + timedelta(days=1))
    before = statistics.figures(period)
    seal(cast, case)
    after = statistics.figures(period)
    assert before.total == after.total
    for cut in ("kind", "counterpart", "basis"):
        assert set(after.by[cut]) == {statistics.SEALED}, cut
    assert set(after.decisions) == {statistics.SEALED}
    shown = signed_in(cast.officer(Role.STATISTICIAN)).get("/statistics/?year=2026")
    assert shown.status_code == 200


def test_only_the_head_seals_and_lifts(cast: Cast) -> None:
    case = a_case_with_evidence(cast)
    with pytest.raises(AccessDenied):
        shutting.set_sealed(actor=cast.case_officer, case_id=case.pk, sealed=True, reason="Why", now=NOW)
    seal(cast, case)
    client = signed_in(cast.officer(Role.HEAD))
    assert client.post(f"/requests/{case.pk}/people/seal/", {"reason": "Over"}).status_code == 302
    assert not Case.objects.get(pk=case.pk).sealed
    assert [one.code for one in AuditEntry.objects.filter(code__contains="seal")] == [
        "cases.case.sealed", "cases.case.unsealed",
    ]  # fmt: skip
