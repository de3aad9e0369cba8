"""What happens to a proposal that needs two people."""

from __future__ import annotations

from comity.kernel.graph import Graph, State, audit, by


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
