"""The states of an entry of the directory: written by one officer, published or declined by another."""

from __future__ import annotations

from comity.kernel.graph import Graph, State, audit, by


class EntryState(Graph):
    """A version of what the directory says of an authority. Versions are never deleted; the newest published holds."""

    proposed = State(initial=True)
    published = State(terminal=True)
    declined = State(terminal=True)

    proposed >> published | by("administrator", "head") | audit("directory.entry.published")
    proposed >> declined | by("administrator", "head") | audit("directory.entry.declined")
