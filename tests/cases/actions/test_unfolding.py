"""A case that was folded into another is written again: row by row as it was, with what was changed in it since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import moves
from tests.builders.cases import NOW
from tests.builders.moves import a_pair, join_pair, separate

from comity.cases.actions import (
    before_joining,
    handling,
    indexing,
    linking,
    naming,
    ranking,
    receiving,
    retaining,
    shutting,
)
from comity.cases.likeness import Verdict
from comity.cases.models import (
    BeforeJoin,
    Case,
    CaseLink,
    CaseMove,
    DocketEntry,
    Exclusion,
    LevelSet,
    Line,
    Mark,
    Member,
    SearchText,
    Separation,
)
from comity.cases.queries import separating as queries
from comity.core.roles import Role
from comity.exchange.models import PostItem
from comity.law.priority import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builders.cases import Cast

    from comity.exchange.models import Peer

LATER, SINCE, NOW_AGAIN = NOW + timedelta(days=30), NOW + timedelta(days=31), NOW + timedelta(days=32)
SETTLED = {"changed_at"}  # what the end of every act writes


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return moves.a_ministry(cast)


def rows(case: Case, *, besides: set[str] = frozenset()) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rows of a case as they are kept before joining, by table and key."""
    found = {(row["model"], str(row["pk"])): row["fields"] for row in before_joining.written(case)}
    return {
        name: {column: value for column, value in fields.items() if column not in SETTLED | besides}
        for name, fields in found.items()
    }


def test_the_case_of_the_letter_is_as_it_was_and_the_signed_request_one_of_its_own(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    was, letters = rows(former), set(PostItem.objects.filter(case_id=former.pk).values_list("pk", flat=True))
    own, arrived = rows(case), case.arrived_at
    terms = set(former.terms.values_list("term", flat=True))
    join_pair(cast, case, former)
    joined, again = separate(cast, case)
    found = rows(again)
    lines = [name for name in found if name not in was]
    assert [Line.objects.get(pk=key).code for table, key in lines if table == "cases.line"] == ["written_again"]
    assert {name: fields for name, fields in found.items() if name in was} == was, "row by row"
    assert {table for table, _key in lines} <= {"cases.line", "cases.member"}
    assert set(PostItem.objects.filter(case_id=former.pk).values_list("pk", flat=True)) == letters
    assert set(again.terms.values_list("term", flat=True)) == terms, "it is found by the same words"
    assert indexing.read_stale() == 2
    assert all(SearchText.objects.get(case=one).words for one in (joined, again))
    for one in (joined, again):
        entered = set(DocketEntry.objects.filter(case=one).values_list("officer_id", flat=True))
        assert entered == set(one.members.filter(until=None).values_list("officer_id", flat=True))
        assert entered >= {cast.officer(Role.CASE_OFFICER).pk, cast.officer(Role.REGISTRY).pk}
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
    join_pair(cast, case, former)
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
    join_pair(cast, case, former)
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
        join_pair(cast, case, former)
        joined, again = separate(cast, case)
        found, now = rows(again, besides=turned), rows(joined, besides=turned)
        assert {name: found.get(name) for name in was} == was
        assert {table for table, _key in found.keys() - was.keys()} <= {"cases.line", "cases.member"}
        assert {name: now.get(name) for name in mine if name[0] != "cases.case"} == {
            name: fields for name, fields in mine.items() if name[0] != "cases.case"
        }
        assert {table for table, _key in now.keys() - mine.keys()} <= {"cases.line", "cases.member", "cases.exclusion"}
        transaction.set_rollback(True)
