"""What becomes of a piece that the reader did not understand: a person accepts, corrects or assigns it, once."""

from __future__ import annotations

from comity.kernel.graph import Graph, State, audit, by

_KEEPERS = ("administrator", "head", "registry")


class UnresolvedState(Graph):
    """It stays where it is in the document, whatever is decided."""

    waiting = State(initial=True)
    accepted = State(terminal=True)  # it is right as it stands
    corrected = State(terminal=True)  # it is of another kind
    assigned = State(terminal=True)  # it belongs to a paragraph

    waiting >> accepted | by(*_KEEPERS) | audit("library.unresolved.accepted")
    waiting >> corrected | by(*_KEEPERS) | audit("library.unresolved.corrected")
    waiting >> assigned | by(*_KEEPERS) | audit("library.unresolved.assigned")
