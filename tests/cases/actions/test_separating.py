"""Two cases that were joined by mistake are separated: by two officers, with nothing lost, counted, and told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import moves
from tests.builders.cases import NOW, arrive, common, outbox_kinds

from comity.cases import erasing
from comity.cases.actions import (
    before_joining,
    clarifying,
    deciding,
    handling,
    linking,
    moving,
    naming,
    ranking,
    receiving,
    retaining,
    separating,
    shutting,
)
from comity.cases.likeness import Verdict
from comity.cases.models import (
    BeforeJoin,
    Case,
    CaseLink,
    CaseMove,
    Exclusion,
    LevelSet,
    Line,
    Mark,
    Member,
    Separation,
)
from comity.cases.queries import moving as moving_queries
from comity.cases.queries import separating as queries
from comity.cases.queries.statistics import figures
from comity.cases.rules import CaseworkError
from comity.cases.separating import Obstacle
from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.keys import storage_identities
from comity.core.roles import Role
from comity.exchange.models import OutboxItem, PostItem
from comity.law.counting import Period
from comity.law.priority import Level
from comity.seal.age import open_bytes
from comity.wire import matters as wire
from comity.wire import messages
from comity.wire.kinds import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builders.cases import Cast

    from comity.exchange.models import Peer

LATER, SINCE, NOW_AGAIN = NOW + timedelta(days=30), NOW + timedelta(days=31), NOW + timedelta(days=32)
YEAR = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
SETTLED = {"changed_at"}  # what the end of every act writes


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return moves.a_ministry(cast)


def a_pair(cast: Cast, ministry: Peer) -> tuple[Case, Case]:
    """Return a case from a letter, and a claim of the same authority."""
    former = moves.a_letter_case(cast, ministry)
    moves.join(cast, ministry)
    return Case.objects.get(pk=former.pk), moves.a_claim(cast, at=LATER, reference=former.our_reference)


def join(cast: Cast, case: Case, former: Case) -> Case:
    return moving.join_letter(
        actor=cast.registry, case_id=case.pk, letter_case_id=former.pk, shown_officer="Registry", contact="", now=LATER
    )


def separate(cast: Cast, case: Case) -> tuple[Case, Case]:
    separating.propose_separation(actor=cast.registry, case_id=case.pk, reason="The numbers were alike.", now=NOW_AGAIN)
    return separating.confirm_separation(actor=cast.case_officer, case_id=case.pk, state="XA", now=NOW_AGAIN)


def rows(case: Case, *, besides: set[str] = frozenset()) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rows of a case as they are kept before joining, by table and key."""
    found = {(row["model"], str(row["pk"])): row["fields"] for row in before_joining.written(case)}
    return {
        name: {column: value for column, value in fields.items() if column not in SETTLED | besides}
        for name, fields in found.items()
    }


# What comes of it


def test_the_case_of_the_letter_is_as_it_was_and_the_signed_request_one_of_its_own(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    was, letters = rows(former), set(PostItem.objects.filter(case_id=former.pk).values_list("pk", flat=True))
    own, arrived = rows(case), case.arrived_at
    terms = set(former.terms.values_list("term", flat=True))
    join(cast, case, former)
    joined, again = separate(cast, case)
    found = rows(again)
    lines = [name for name in found if name not in was]
    assert [Line.objects.get(pk=key).code for table, key in lines if table == "cases.line"] == ["written_again"]
    assert {name: fields for name, fields in found.items() if name in was} == was, "row by row"
    assert {table for table, _key in lines} <= {"cases.line", "cases.member"}
    assert set(PostItem.objects.filter(case_id=former.pk).values_list("pk", flat=True)) == letters
    assert set(again.terms.values_list("term", flat=True)) == terms, "it is found by the same words"
    assert (joined.our_reference, again.our_reference) == ("XA/2026/0002", former.our_reference)
    assert (joined.arrived_at, joined.registered_at, joined.step) == (arrived, LATER, "registered")
    now = rows(joined)
    assert {name: now[name] for name in own if name[0] != "cases.case"} == {
        name: fields for name, fields in own.items() if name[0] != "cases.case"
    }
    assert not BeforeJoin.objects.exists()
    move = CaseMove.objects.get(case=case)
    assert (move.outcome, move.former_id, move.decided_at) == (CaseMove.NEW, None, NOW_AGAIN)
    assert (Separation.objects.get().state, queries.join_of(joined)) == ("done", None)


def test_the_other_state_is_told_by_a_correction_and_by_nothing_else(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join(cast, case, former)
    separate(cast, case)
    assert outbox_kinds(case.pk) == ["ack", "correction"]
    item = OutboxItem.objects.get(case_id=case.pk, kind="correction")
    told = parse(item.kind, open_bytes(bytes(item.content), storage_identities()))
    assert isinstance(told, wire.Correction)
    assert (told.was, told.shall_be) == (
        f"{former.our_reference}, arrived on {NOW.date()}", f"XA/2026/0002, arrived on {LATER.date()}",
    )  # fmt: skip
    assert (told.from_reference, told.text) == ("XA/2026/0002", "The numbers were alike.")
    assert outbox_kinds(former.pk) == []


def test_both_are_counted_from_their_own_days_and_both_files_tell_of_it(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join(cast, case, former)
    before = figures(YEAR, "incoming")
    assert (before.total.new, before.total.closing) == (1, 1)
    separate(cast, case)
    after = figures(YEAR, "incoming")
    assert (after.total.opening, after.total.new, after.total.finished, after.total.closing) == (0, 2, 0, 2)
    month = Period(LATER - timedelta(days=1), LATER + timedelta(days=1))
    assert (figures(month, "incoming").total.opening, figures(month, "incoming").total.new) == (1, 1)
    spans = [one.spans["to_acknowledgement"] for one in (before, after)]
    assert [(one.count, one.upper) for one in spans] == [(1, 0.0), (2, 0.0)], "acknowledged when it was joined"
    for key, code in ((case.pk, "separated"), (former.pk, "written_again")):
        assert Line.objects.filter(case_id=key, code=code, at=NOW_AGAIN).count() == 1
        told = AuditEntry.objects.filter(subject=f"cases.case:{key}").values_list("code", flat=True)
        assert "cases.case.separated" in told
    registered = Line.objects.get(case=case, code="acknowledged")
    assert (registered.at, registered.actor) == (LATER, cast.officer(Role.REGISTRY).name)


def test_the_letter_can_be_claimed_again_and_each_case_goes_on(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join(cast, case, former)
    joined, again = separate(cast, case)
    right = moves.a_claim(cast, at=NOW_AGAIN, reference=former.our_reference)
    assert [(one.case.pk, one.hindrance) for one in moving_queries.claimed(right, cast.registry)] == [(again.pk, None)]
    assert join(cast, right, again).our_reference == former.our_reference
    for one in (joined, right):
        receiving.begin_examination(actor=cast.case_officer, case_id=one.pk, now=NOW_AGAIN)
        clarifying.ask_for_items(
            actor=cast.case_officer, case_id=one.pk, items=[clarifying.Missing("46(15)(c)", "Which bank?")],
            due=None, note="", now=NOW_AGAIN,
        )  # fmt: skip
    assert outbox_kinds(joined.pk) == ["ack", "correction", "clarify.ask"]


# What was changed since


def test_what_was_changed_since_is_kept_in_the_case_that_it_is_of(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    reviewer, third = cast.officer(Role.REVIEWER), moves.a_letter_case(cast, ministry, reference="XB-78/2026")
    naming.add_member(former, reviewer.pk, Role.REVIEWER, at=NOW)
    shutting.exclude_officer(
        actor=cast.head, case_id=_open_to_head(former), officer_id=cast.officer(Role.TRANSLATOR).pk, reason="A cousin",
        now=NOW,
    )  # fmt: skip
    linking.link_cases(
        actor=cast.registry, case_id=former.pk, other_id=third.pk, verdict=Verdict.RELATED, reason="one bank", now=NOW
    )
    join(cast, case, former)
    actor: Any = cast.case_officer
    receiving.begin_examination(actor=actor, case_id=case.pk, now=SINCE)
    handling.set_mark(actor=actor, case_id=case.pk, code="named_only", note="A source", evidence_id="", now=SINCE)
    ranking.set_level(actor=actor, case_id=case.pk, level=Level.PRESSING, reason="A hearing", now=SINCE)
    retaining.hold_case(actor=actor, case_id=case.pk, reason="An audit", until=None, now=SINCE)
    Member.objects.filter(case=case, officer=reviewer).update(until=SINCE)
    shutting.lift_exclusion(
        actor=cast.head, case_id=_open_to_head(case), officer_id=cast.officer(Role.TRANSLATOR).pk, why="None", now=SINCE
    )
    shutting.exclude_officer(
        actor=cast.head, case_id=case.pk, officer_id=cast.officer(Role.DRAFTER).pk, reason="A friend", now=SINCE
    )
    linking.link_cases(
        actor=cast.registry, case_id=case.pk, other_id=third.pk, verdict=Verdict.SAME, reason="one fact", now=SINCE
    )
    joined, again = separate(cast, case)
    assert (joined.step, again.step) == ("legal_review", "registered")
    both = [joined.pk, again.pk]
    assert set(Mark.objects.values_list("case_id", "code")) == {(one, "named_only") for one in both}
    assert set(Exclusion.objects.values_list("case_id", "reason")) == {(one, "A friend") for one in both}
    assert {one.retention_holds.get().reason for one in (joined, again)} == {"An audit"}
    assert LevelSet.objects.get().case_id == joined.pk, "how pressing the signed request is was said of it"
    assert again.members.get(officer=reviewer).until == SINCE
    assert not joined.members.filter(officer=reviewer, until=None).exists()
    assert joined.members.filter(officer=cast.officer(Role.CASE_OFFICER), until=None).exists()
    links = {frozenset((one.one_id, one.other_id)): one.verdict for one in CaseLink.objects.all()}
    assert links == {frozenset((one, third.pk)): "same" for one in both}
    assert Line.objects.filter(case=joined, at=SINCE).exists(), "what was done since stays to be read"


def _open_to_head(case: Case) -> Any:
    Case.objects.filter(pk=case.pk).update(unattended=True)
    return case.pk


def test_a_case_sealed_since_is_sealed_twice_and_one_the_other_way_is_opened_by_nobody(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join(cast, case, former)
    shutting.set_sealed(actor=cast.head, case_id=_open_to_head(case), sealed=True, reason="A leak", now=SINCE)
    joined, again = separate(cast, case)
    assert (joined.sealed, again.sealed) == (True, True)


DEEDS: dict[str, Callable[[Cast, Case], object]] = {
    "examined": lambda cast, case: receiving.begin_examination(actor=cast.case_officer, case_id=case.pk, now=NOW),
    "marked": lambda cast, case: handling.set_mark(
        actor=cast.case_officer, case_id=case.pk, code="named_only", note="", evidence_id="", now=NOW
    ),
    "pressing": lambda cast, case: ranking.set_level(
        actor=cast.case_officer, case_id=case.pk, level=Level.PRESSING, reason="A hearing", now=NOW
    ),
    "held": lambda cast, case: retaining.hold_case(
        actor=cast.case_officer, case_id=case.pk, reason="An audit", until=None, now=NOW
    ),
    "shut": lambda cast, case: shutting.exclude_officer(
        actor=cast.head, case_id=_open_to_head(case), officer_id=cast.officer(Role.DRAFTER).pk, reason="A friend",
        now=NOW,
    ),
    "reviewed": lambda cast, case: naming.add_member(case, cast.officer(Role.REVIEWER).pk, Role.REVIEWER, at=NOW),
}  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from(sorted(DEEDS))), st.sets(st.sampled_from(sorted(set(DEEDS) - {"examined"}))))
def test_to_join_and_to_separate_gives_what_was_there(cast: Cast, ministry: Peer, theirs: set[str], own: set[str]):
    from django.db import transaction

    with transaction.atomic():
        former, case = a_pair(cast, ministry)
        Member.objects.create(
            case=case, officer=cast.officer(Role.CASE_OFFICER), function=Role.CASE_OFFICER, since=LATER
        )
        for deeds, one in ((theirs, former), (own, case)):
            for deed in sorted(deeds):
                DEEDS[deed](cast, one)
        turned = {"turn_since", "turn_due", "turn_role", "turn_task", "turn_side", "unattended"}
        was, mine = rows(Case.objects.get(pk=former.pk), besides=turned), rows(case, besides=turned)
        join(cast, case, former)
        joined, again = separate(cast, case)
        found, now = rows(again, besides=turned), rows(joined, besides=turned)
        assert {name: found.get(name) for name in was} == was
        assert {table for table, _key in found.keys() - was.keys()} <= {"cases.line", "cases.member"}
        assert {name: now.get(name) for name in mine if name[0] != "cases.case"} == {
            name: fields for name, fields in mine.items() if name[0] != "cases.case"
        }
        assert {table for table, _key in now.keys() - mine.keys()} <= {"cases.line", "cases.member", "cases.exclusion"}
        transaction.set_rollback(True)


# Two officers, a reason, and what is in the way


def test_it_takes_a_reason_and_two_officers_within_reach(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join(cast, case, former)
    given = {"case_id": case.pk, "now": NOW_AGAIN}
    with pytest.raises(CaseworkError, match="E_SAY"):
        separating.propose_separation(actor=cast.registry, reason=" ", **given)
    with pytest.raises(CaseworkError, match="E_SEPARATE_OPEN"):
        separating.confirm_separation(actor=cast.case_officer, state="XA", **given)
    separating.propose_separation(actor=cast.registry, reason="Alike.", **given)
    with pytest.raises(CaseworkError, match="E_SEPARATE_OPEN"):
        separating.propose_separation(actor=cast.case_officer, reason="Alike.", **given)
    with pytest.raises(CaseworkError, match="E_SEPARATE_EYES"):
        separating.confirm_separation(actor=cast.registry, state="XA", **given)
    with pytest.raises(Case.DoesNotExist):
        separating.confirm_separation(actor=cast.head, state="XA", **given)
    Member.objects.create(case=case, officer=cast.officer(Role.REVIEWER), function=Role.REVIEWER, since=LATER)
    with pytest.raises(AccessDenied):
        separating.confirm_separation(actor=cast.reviewer, state="XA", **given)
    assert outbox_kinds(case.pk) == ["ack"], "nothing was done"
    separating.decline_separation(actor=cast.case_officer, **given)
    assert Separation.objects.get().state == "declined"
    separating.propose_separation(actor=cast.case_officer, reason="Alike.", **given)
    separating.decline_separation(actor=cast.case_officer, **given)
    with pytest.raises(CaseworkError, match="E_SEPARATE_OPEN"):
        separating.decline_separation(actor=cast.registry, **given)
    assert Case.objects.filter(pk=former.pk).count() == 0


def test_what_was_said_between_the_two_officers_is_in_the_way(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join(cast, case, former)
    separating.propose_separation(actor=cast.registry, case_id=case.pk, reason="Alike.", now=SINCE)
    clarifying.ask_for_items(
        actor=cast.case_officer, case_id=case.pk, items=[clarifying.Missing("46(15)(c)", "Which bank?")],
        due=None, note="", now=SINCE,
    )  # fmt: skip
    assert queries.obstacle_of(Case.objects.get(pk=case.pk)) is Obstacle.TOLD
    with pytest.raises(CaseworkError, match="E_SEPARATE"):
        separating.confirm_separation(actor=cast.case_officer, case_id=case.pk, state="XA", now=NOW_AGAIN)
    assert Separation.objects.get().state == "proposed"


def test_what_they_asked_since_is_not_in_the_way_and_stays(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join(cast, case, former)
    arrive(messages.StatusQuery(**common(case, SINCE)), at=SINCE)
    joined, again = separate(cast, case)
    assert (joined.status_asked_at, again.status_asked_at) == (SINCE, None)


def test_decisions_by_letter_and_pairs_joined_before_it_was_kept_stay_joined(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    deciding.issue_decisions(
        actor=cast.case_officer, case_id=former.pk, appeal="", note="", now=NOW,
        proposals=[deciding.Proposal(one.measure_id, "accepted") for one in former.measures.all()],
    )  # fmt: skip
    moves.posted_answers(cast, former)
    joined = join(cast, case, former)
    assert queries.obstacle_of(joined) is Obstacle.SETTLED
    with pytest.raises(CaseworkError, match="E_SEPARATE"):
        separate(cast, case)
    BeforeJoin.objects.all().delete()
    assert queries.obstacle_of(joined) is Obstacle.NOT_KEPT
    with pytest.raises(CaseworkError, match="E_SEPARATE"):
        separate(cast, case)


def test_what_cannot_be_read_whole_or_stands_here_again_is_in_the_way(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    joined = join(cast, case, former)
    kept = BeforeJoin.objects.get()
    whole = kept.former
    for broken in (
        [row | {"model": "cases.gone"} for row in whole],
        [row | {"fields": row["fields"] | {"gone": 1}} for row in whole],
        [
            row | {"fields": row["fields"] | {"file": str(former.pk)}} if row["model"] == "cases.letter" else row
            for row in whole
        ]
        + [
            {
                "model": "cases.member",
                "pk": 999,
                "fields": {
                    "case": str(former.pk),
                    "officer": str(former.pk),
                    "function": "registry",
                    "since": "2026-01-01T00:00:00Z",
                    "until": None,
                },
            }
        ],
    ):
        kept.former = broken
        kept.save()
        assert queries.obstacle_of(joined) is Obstacle.UNREADABLE
    kept.former = whole
    kept.save()
    assert queries.obstacle_of(joined) is None
    moves.a_letter_case(cast, moves.a_ministry(cast, state="XB"), registered=False, request_id=str(former.pk))
    assert queries.obstacle_of(joined) is Obstacle.TAKEN


def test_a_proposal_is_content_of_the_case_and_destroyed_with_it(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join(cast, case, former)
    separating.propose_separation(actor=cast.registry, case_id=case.pk, reason="Alike.", now=SINCE)
    erasing.empty(Case.objects.get(pk=case.pk))
    assert not Separation.objects.exists()
