"""Who may do what (role by act), and who reaches which case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_draft, an_accepted, an_approved, an_arrived
from tests.builders.people import an_actor, signed_in

from comity.cases.access import TABLE, Permission
from comity.cases.actions import executing, naming
from comity.cases.models import Case, Direction
from comity.cases.queries import doors
from comity.cases.rules import CaseworkError
from comity.core import access
from comity.core.actors import Actor
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

# Written out once more, on purpose: a change of the table in code must be made here too.
EXPECTED = {
    Role.DRAFTER: {
        "work:read", "conflict:declare", "request:read", "request:create", "request:write", "request:ask-review",
        "request:discard",
        "clarification:answer", "material:confirm", "status:ask", "request:announce", "draft:share", "use:ask",
        "letter:post", "letter:record", "remark:write", "clause:read", "clause:propose", "priority:note",
        "desk:read", "case:link", "rules:read", "law:read",
        "custody:write",
        "handling:write",
        "translation:ask", "translation:write",
    },
    Role.REVIEWER: {
        "work:read", "conflict:declare", "request:read", "request:review", "request:examine",
        "clarification:ask", "draft:comment", "remark:write", "clause:read", "clause:propose", "priority:note",
        "desk:read", "case:link", "rules:read", "law:read",
        "handling:write",
        "translation:approve",
    },
    Role.HEAD: {
        "work:read", "conflict:declare", "request:read", "request:send", "request:withdraw", "case:close",
        "member:name",
        "consultation:record", "measure:decide", "measure:refuse", "measure:postpone", "conditions:offer",
        "conditions:answer", "matter:open", "matter:answer", "notice:give", "use:decide", "request:announce",
        "request:supplement", "statistics:read", "remark:write", "clause:read", "clause:propose", "clause:decide",
        "desk:hand-over", "case:link", "case:seal", "cases:import", "request:review", "chain:read", "chain:decide",
        "priority:note", "priority:set", "desk:read", "rules:read", "law:read",
        "handling:write",
        "house:read",
        "retention:read",
        "retention:hold",
        "destruction:propose",
        "destruction:decide",
        "separation:propose",
        "separation:decide",
        "translation:approve",
    },
    Role.REGISTRY: {
        "work:read", "conflict:declare", "request:read", "request:register", "request:return", "letter:post",
        "letter:record", "cases:import", "desk:read", "case:link", "rules:read", "law:read",
        "custody:write",
        "retention:read",
        "retention:hold",
        "destruction:propose",
        "destruction:decide",
        "separation:propose",
        "separation:decide",
    },
    Role.CASE_OFFICER: {
        "work:read", "conflict:declare", "request:read", "request:create", "request:write", "request:ask-review",
        "request:discard",
        "request:examine", "request:withdraw", "case:close", "clarification:ask", "clarification:answer",
        "consultation:record", "measure:decide", "measure:assign", "measure:execute", "material:deliver",
        "material:confirm", "status:ask", "status:report", "request:announce", "request:return", "draft:share",
        "draft:comment", "matter:open", "matter:answer", "notice:give", "use:ask", "letter:post", "letter:record",
        "remark:write", "clause:read", "clause:propose", "request:review", "priority:note", "priority:set",
        "desk:read", "case:link", "rules:read", "law:read",
        "custody:write",
        "handling:write",
        "retention:hold",
        "separation:propose",
        "separation:decide",
        "translation:ask", "translation:write", "translation:approve",
    },
    Role.TRANSLATOR: {
        "work:read", "conflict:declare", "request:read", "request:write", "remark:write", "clause:read",
        "clause:propose", "desk:read", "rules:read", "law:read",
        "translation:write", "translation:approve",
    },
    Role.EXECUTING_AUTHORITY: {"work:read", "measure:execute"},
    Role.STATISTICIAN: {"statistics:read", "rules:read"},
    Role.AUDITOR: set(),
    Role.ADMINISTRATOR: {"house:read", "house:set", "chain:read", "chain:propose", "rules:read", "law:read"},
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_role_by_act(role: Role) -> None:
    actor = Actor(kind="officer", officer_id=None, name="x", roles=frozenset({role}))
    found = {one.value.removeprefix("cases:") for one in Permission if access.may(actor, one)}
    assert found == EXPECTED[role]


@pytest.mark.parametrize("permission", list(TABLE))
def test_act_on_the_wrong_side_is_denied(permission: Permission) -> None:
    actor = Actor(kind="officer", officer_id=None, name="x", roles=frozenset(Role) - {Role.ADMINISTRATOR})
    wanted = TABLE[permission][1]
    for direction in Direction:
        allowed = access.may(actor, permission, Case(direction=direction))
        assert allowed == (wanted in {None, direction})


def test_administrator_with_another_role_still_sees_nothing() -> None:
    actor = Actor(kind="officer", officer_id=None, name="x", roles=frozenset({Role.ADMINISTRATOR, Role.HEAD}))
    assert not any(access.may(actor, one) for one in TABLE)


REACH: list[tuple[str, Callable[[Cast], Case], set[Role]]] = [
    ("a draft", lambda cast: a_draft(cast, filled=False), {Role.DRAFTER}),
    ("an approved request", an_approved, {Role.DRAFTER, Role.REVIEWER, Role.HEAD}),
    ("an arrived request", lambda _cast: an_arrived(), {Role.REGISTRY}),
    ("an accepted request", an_accepted, {Role.REGISTRY, Role.CASE_OFFICER}),
]


def locked(actor: Actor, case: Case) -> Case | None:
    try:
        return doors.lock_case(actor, case.pk)
    except Case.DoesNotExist:
        return None


@pytest.mark.parametrize(("what", "make", "roles"), REACH, ids=[one[0] for one in REACH])
def test_reach(cast: Cast, what: str, make: Callable[[Cast], Case], roles: set[Role]) -> None:
    case = make(cast)
    actors = {role: getattr(cast, role.value) for role in Role}
    assert {role for role, actor in actors.items() if doors.cases_visible_to(actor).filter(pk=case.pk)} == roles, what
    assert {role for role, actor in actors.items() if doors.visible_case(actor, case.pk) == case} == roles, what
    assert {role for role, actor in actors.items() if locked(actor, case) == case} == roles, what
    by_reach = {role: [key for reach in doors.reaches(actor) for key in reach.rows.values_list(reach.key, flat=True)]
                for role, actor in actors.items()}  # fmt: skip
    assert by_reach == {role: [case.pk] if role in roles else [] for role in Role}, what


def test_outsider_gets_404_on_every_page_of_a_case(cast: Cast) -> None:
    case = a_draft(cast, filled=False)
    other = signed_in(cast.officer(Role.CASE_OFFICER))
    for name in (
        "case",
        "case-request",
        "case-messages",
        "case-law",
        "case-people",
        "case-file",
        "case-audit",
        "draft",
    ):
        assert other.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 404, name


def test_executing_authority_sees_only_its_measure_and_only_while_it_holds_it(cast: Cast) -> None:
    case = an_accepted(cast)
    [measure] = case.measures.all()
    assert not doors.measures_visible_to(cast.executing_authority).exists()
    second = an_actor(Role.EXECUTING_AUTHORITY, login="second")
    for officer in (cast.executing_authority, second):
        assert officer.officer_id
        executing.assign_measure(
            actor=cast.case_officer, case_id=case.pk, measure_id=measure.measure_id, officer_id=officer.officer_id,
            instructions="", due=None, now=NOW,
        )  # fmt: skip
        assert doors.measures_visible_to(officer).get() == measure
        assert not doors.cases_visible_to(officer).exists()
    assert not doors.measures_visible_to(cast.executing_authority).exists()


def test_ended_member_does_not_see_the_case_any_more(cast: Cast) -> None:
    case = an_accepted(cast)
    officer = cast.case_officer
    assert officer.officer_id
    Case.objects.filter(pk=case.pk).update(unattended=True)
    naming.end_member(actor=cast.head, case_id=case.pk, officer_id=officer.officer_id, now=NOW)
    assert not doors.cases_visible_to(officer).exists()
    assert Case.objects.get(pk=case.pk).unattended


def test_somebody_without_the_role_cannot_be_named(cast: Cast) -> None:
    case = an_accepted(cast)
    Case.objects.filter(pk=case.pk).update(unattended=True)
    with pytest.raises(CaseworkError, match="E_OFFICER"):
        naming.name_member(
            actor=cast.head, case_id=case.pk, officer_id=cast.officer(Role.DRAFTER).pk, function=Role.CASE_OFFICER,
            now=NOW,
        )  # fmt: skip
