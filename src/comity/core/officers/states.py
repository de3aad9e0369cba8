"""What happens to a proposal that needs two people."""

from __future__ import annotations

from comity.core.roles import SEES_CASES
from comity.kernel.graph import Graph, State, audit, by

CASEWORKERS = sorted(role.value for role in SEES_CASES)


class GrantState(Graph):
    """A role: proposed by one, approved by another, revoked by either kind."""

    proposed = State(initial=True)
    active = State()
    declined = State(terminal=True)
    revoked = State(terminal=True)

    proposed >> active | by("administrator", "head") | audit("core.role.approved")
    proposed >> declined | by("administrator", "head") | audit("core.role.declined")
    active >> revoked | by("administrator", "head") | audit("core.role.revoked")


class ResetState(Graph):
    """The reset of a second factor: proposed by one, done by another."""

    proposed = State(initial=True)
    done = State(terminal=True)
    declined = State(terminal=True)

    proposed >> done | by("administrator", "head") | audit("core.second_factor.reset")
    proposed >> declined | by("administrator", "head") | audit("core.second_factor.reset_declined")


class AbsenceState(Graph):
    """An absence with who stands in: in force at once where both hold the same roles, else when the head says so."""

    proposed = State(initial=True)
    in_force = State()
    declined = State(terminal=True)
    ended = State(terminal=True)

    proposed >> in_force | by("head") | audit("core.absence.decided")
    proposed >> declined | by("head") | audit("core.absence.declined")
    proposed >> ended | by(*CASEWORKERS) | audit("core.absence.ended")
    in_force >> ended | by(*CASEWORKERS) | audit("core.absence.ended")
