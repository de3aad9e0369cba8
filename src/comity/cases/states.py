"""What happens to a rule of the authority that one person proposes and another confirms."""

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
