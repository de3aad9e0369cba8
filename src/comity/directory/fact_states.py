"""The states of a version of a fact that was entered here: written by one officer, published or declined by another."""

from __future__ import annotations

from comity.kernel.graph import Graph, State, audit, by


class FactState(Graph):
    """A version of a fact. Versions are never deleted; the newest published holds."""

    proposed = State(initial=True)
    published = State(terminal=True)
    declined = State(terminal=True)

    proposed >> published | by("administrator", "head") | audit("directory.fact.published")
    proposed >> declined | by("administrator", "head") | audit("directory.fact.declined")
