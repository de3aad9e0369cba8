"""What happens to what one person proposes and another confirms, and to what an office was asked."""

from __future__ import annotations

from comity.kernel.graph import Graph, State, audit, by


class ChainState(Graph):
    """A version of an approval chain: proposed by the administrator, confirmed by the head, followed by the next."""

    proposed = State(initial=True)
    active = State()
    declined = State(terminal=True)
    superseded = State(terminal=True)

    proposed >> active | by("head") | audit("cases.chain.confirmed")
    proposed >> declined | by("head") | audit("cases.chain.declined")
    active >> superseded | by("head") | audit("cases.chain.superseded")


class SeparationState(Graph):
    """Two cases that were joined by mistake: their separation proposed by one officer, decided by another."""

    proposed = State(initial=True)
    done = State(terminal=True)
    declined = State(terminal=True)

    proposed >> done | by("registry", "case_officer", "head") | audit("cases.separation.confirmed")
    proposed >> declined | by("registry", "case_officer", "head") | audit("cases.separation.declined")


class OfficeState(Graph):
    """What an office without an account was asked: it answers by its link or on paper, and an officer checks it."""

    with_office = State(initial=True)
    answered = State()
    checked = State(terminal=True)
    withdrawn = State(terminal=True)

    with_office >> answered | by("case_officer", "system") | audit("cases.office.answered")
    with_office >> withdrawn | by("case_officer", "head") | audit("cases.office.withdrawn")
    answered >> with_office | by("case_officer") | audit("cases.office.asked_again")
    answered >> checked | by("case_officer") | audit("cases.office.checked")


class DestructionState(Graph):
    """The content of a closed case: destruction proposed by one, approved by another, done by the node itself."""

    proposed = State(initial=True)
    approved = State()
    declined = State(terminal=True)
    done = State(terminal=True)

    proposed >> approved | by("head", "registry") | audit("cases.destruction.approved")
    proposed >> declined | by("head", "registry") | audit("cases.destruction.declined")
    approved >> done | by("system") | audit("cases.destruction.done")
