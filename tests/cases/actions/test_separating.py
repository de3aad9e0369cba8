"""Two cases that were joined by mistake are separated: by two officers, with nothing lost, counted, and told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import moves
from tests.builders.cases import NOW, arrive, common, outbox_kinds
from tests.builders.moves import a_pair, join_pair, separate

from comity.cases import erasing
from comity.cases.actions import (
    clarifying,
    deciding,
    receiving,
    separating,
)
from comity.cases.models import (
    BeforeJoin,
    Case,
    Line,
    Member,
    Separation,
)
from comity.cases.queries import doors
from comity.cases.queries import moving as moving_queries
from comity.cases.queries import separating as queries
from comity.cases.queries.statistics import figures
from comity.cases.rules import CaseworkError
from comity.cases.separating import Obstacle
from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.keys import storage_identities
from comity.core.roles import Role
from comity.exchange.models import OutboxItem
from comity.law.counting import Period
from comity.seal.age import open_bytes
from comity.wire import matters as wire
from comity.wire import messages
from comity.wire.kinds import parse

if TYPE_CHECKING:
    from tests.builders.cases import Cast

    from comity.exchange.models import Peer

LATER, SINCE, NOW_AGAIN = NOW + timedelta(days=30), NOW + timedelta(days=31), NOW + timedelta(days=32)
YEAR = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
SETTLED = {"changed_at"}  # what the end of every act writes


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return moves.a_ministry(cast)


# What comes of it


def test_the_other_state_is_told_by_a_correction_and_by_nothing_else(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join_pair(cast, case, former)
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
    join_pair(cast, case, former)
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
    join_pair(cast, case, former)
    joined, again = separate(cast, case)
    right = moves.a_claim(cast, at=NOW_AGAIN, reference=former.our_reference)
    assert [(one.case.pk, one.hindrance) for one in moving_queries.claimed(right, cast.registry)] == [(again.pk, None)]
    assert join_pair(cast, right, again).our_reference == former.our_reference
    for one in (joined, right):
        receiving.begin_examination(actor=cast.case_officer, case_id=one.pk, now=NOW_AGAIN)
        clarifying.ask_for_items(
            actor=cast.case_officer, case_id=one.pk, items=[clarifying.Missing("46(15)(c)", "Which bank?")],
            due=None, note="", now=NOW_AGAIN,
        )  # fmt: skip
    assert outbox_kinds(joined.pk) == ["ack", "correction", "clarify.ask"]


# Whose turn it is


@pytest.mark.parametrize(
    ("proposer", "members", "role"),
    [
        ("registry", {Role.REGISTRY, Role.CASE_OFFICER}, "case_officer"),
        ("case_officer", {Role.REGISTRY, Role.CASE_OFFICER}, "registry"),
        ("registry", {Role.REGISTRY}, "head"),
    ],
)
def test_it_is_the_turn_of_the_second_officer_and_no_clock_begins(
    proposer: str, members: set[Role], role: str, cast: Cast, ministry: Peer
):
    former, case = a_pair(cast, ministry)
    join_pair(cast, case, former)
    case.members.exclude(function__in=members).delete()
    before = Case.objects.get(pk=case.pk)
    separating.propose_separation(actor=getattr(cast, proposer), case_id=case.pk, reason="Alike.", now=SINCE)
    now = Case.objects.get(pk=case.pk)
    assert (now.turn_task, now.turn_role, now.unattended) == ("confirm_separation", role, False)
    assert (now.turn_since, now.turn_due) == (before.turn_since, before.turn_due)
    second: Any = getattr(cast, role)
    assert case.pk in {one.pk for one in doors.cases_visible_to(second)}, "also the head, who reaches it by this"
    separating.decline_separation(actor=second, case_id=case.pk, now=NOW_AGAIN)
    again = Case.objects.get(pk=case.pk)
    assert (again.turn_task, again.turn_role, again.turn_since) == (
        before.turn_task, before.turn_role, before.turn_since,
    )  # fmt: skip


def test_once_separated_each_case_waits_for_whom_it_waited(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    turn = (former.turn_task, former.turn_role, former.turn_since, former.turn_due)
    joined = join_pair(cast, case, former)
    since = joined.turn_since
    joined, again = separate(cast, case)
    assert (again.turn_task, again.turn_role, again.turn_since, again.turn_due) == turn
    assert (joined.turn_task, joined.turn_role, joined.turn_since) == ("examine_request", "case_officer", since)


# Two officers, a reason, and what is in the way


def test_it_takes_a_reason_and_two_officers_within_reach(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join_pair(cast, case, former)
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
    join_pair(cast, case, former)
    separating.propose_separation(actor=cast.registry, case_id=case.pk, reason="Alike.", now=SINCE)
    clarifying.ask_for_items(
        actor=cast.case_officer, case_id=case.pk, items=[clarifying.Missing("46(15)(c)", "Which bank?")],
        due=None, note="", now=SINCE,
    )  # fmt: skip
    now = Case.objects.get(pk=case.pk)
    assert (now.turn_side, now.turn_since) == ("theirs", SINCE), "what they owe is counted from when it was asked"
    assert queries.obstacle_of(now) is Obstacle.TOLD
    with pytest.raises(CaseworkError, match="E_SEPARATE"):
        separating.confirm_separation(actor=cast.case_officer, case_id=case.pk, state="XA", now=NOW_AGAIN)
    assert Separation.objects.get().state == "proposed"


def test_what_they_asked_since_is_not_in_the_way_and_stays(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    join_pair(cast, case, former)
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
    joined = join_pair(cast, case, former)
    assert queries.obstacle_of(joined) is Obstacle.SETTLED
    with pytest.raises(CaseworkError, match="E_SEPARATE"):
        separate(cast, case)
    BeforeJoin.objects.all().delete()
    assert queries.obstacle_of(joined) is Obstacle.NOT_KEPT
    with pytest.raises(CaseworkError, match="E_SEPARATE"):
        separate(cast, case)


def test_what_cannot_be_read_whole_or_stands_here_again_is_in_the_way(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    joined = join_pair(cast, case, former)
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
    join_pair(cast, case, former)
    separating.propose_separation(actor=cast.registry, case_id=case.pk, reason="Alike.", now=SINCE)
    erasing.empty(Case.objects.get(pk=case.pk))
    assert not Separation.objects.exists()
