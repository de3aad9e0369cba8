"""Moves: the graph, the role, the law's prior step, the row as it is, the audit log."""

from __future__ import annotations

import json

import pytest
from tests.builders.people import NOW, an_actor, an_officer

from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.moves import MoveError, may_move, move
from comity.core.officers.models import RoleGrant
from comity.core.officers.states import GrantState
from comity.core.roles import Role
from comity.kernel.graph import Graph, GraphError, State, audit, by, needs

pytestmark = pytest.mark.django_db


class Tried(Graph):
    """A graph over a grant's state that has every kind of condition."""

    proposed = State(initial=True)
    active = State()
    declined = State(terminal=True)
    revoked = State(terminal=True)

    proposed >> active | by("head") | needs("consultation", article="46(26)") | audit("tests.grant.activated")
    proposed >> declined | audit("tests.grant.lapsed")
    active >> revoked | by("head", "system") | audit("tests.grant.revoked")


def a_grant() -> RoleGrant:
    proposer = an_officer("ada", [Role.ADMINISTRATOR])
    return RoleGrant.objects.create(officer=an_officer("nora"), role="drafter", proposed_by=proposer, proposed_at=NOW)


def test_move_writes_the_row_and_the_log():
    grant, head = a_grant(), an_actor(Role.HEAD)
    grant.decided_by_id, grant.decided_at = head.officer_id, NOW
    move(grant, "state", GrantState, "active", actor=head, at=NOW, also=("decided_by_id", "decided_at"))
    grant.refresh_from_db()
    assert (grant.state, grant.decided_by_id) == ("active", head.officer_id)
    entry = AuditEntry.objects.latest("seq")
    assert (entry.code, entry.subject, entry.actor) == (
        "core.role.approved", f"core.rolegrant:{grant.pk}", f"officer:{head.officer_id}",
    )  # fmt: skip
    assert json.loads(entry.data) == {"field": "state", "from": "proposed", "to": "active"}


def test_move_the_graph_does_not_have_is_refused():
    with pytest.raises(GraphError, match="E_STATE"):
        move(a_grant(), "state", GrantState, "revoked", actor=an_actor(Role.HEAD), at=NOW)


def test_move_by_another_role_is_refused():
    grant = a_grant()
    with pytest.raises(MoveError, match="E_ROLE"):
        move(grant, "state", GrantState, "active", actor=an_actor(Role.DRAFTER), at=NOW)
    grant.refresh_from_db()
    assert grant.state == "proposed"


def test_move_without_the_step_the_law_demands_names_its_article():
    with pytest.raises(MoveError) as caught:
        move(a_grant(), "state", Tried, "active", actor=an_actor(Role.HEAD), at=NOW)
    assert (caught.value.code, caught.value.params) == ("E_NEEDS", {"step": "consultation", "article": "46(26)"})


def test_move_of_a_row_that_moved_meanwhile_is_refused():
    grant = a_grant()
    RoleGrant.objects.filter(pk=grant.pk).update(state="declined")
    before = AuditEntry.objects.count()
    with pytest.raises(MoveError) as caught:
        move(grant, "state", Tried, "declined", actor=Actor.system("tests"), at=NOW)
    assert (caught.value.code, caught.value.permanent) == ("E_STALE", False)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(("target", "allowed"), [("declined", True), ("active", False)])
def test_system_makes_only_moves_without_roles_or_that_name_it(target, allowed):
    grant, system = a_grant(), Actor.system("tests")
    if allowed:
        move(grant, "state", Tried, target, actor=system, at=NOW)
    else:
        with pytest.raises(MoveError, match="E_ROLE"):
            move(grant, "state", Tried, target, actor=system, at=NOW, done={"consultation"})


def test_nobody_makes_no_move():
    with pytest.raises(MoveError, match="E_ROLE"):
        move(a_grant(), "state", Tried, "declined", actor=Actor.nobody(), at=NOW)


def test_may_move_lists_what_the_roles_allow():
    grant = a_grant()
    assert [edge.target.name for edge in may_move(grant, "state", Tried, an_actor(Role.HEAD))] == ["active"]
    assert may_move(grant, "state", Tried, an_actor(Role.DRAFTER)) == []
