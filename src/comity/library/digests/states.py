"""The life of a digest: nobody publishes what they wrote themselves."""

from __future__ import annotations

from comity.kernel.graph import Graph, State, audit, by

_WRITERS = ("drafter", "reviewer", "case_officer", "head", "registry", "administrator")
_PUBLISHERS = ("head", "administrator", "registry")


class DigestState(Graph):
    """A draft waits for a second person, who publishes it or gives it back; what is published can be taken back.

    What comes from a hub was read by a second person there.
    """

    draft = State(initial=True)
    waiting = State()
    published = State()
    withdrawn = State(terminal=True)

    draft >> published | by("system") | audit("library.digest.taken-over")  # what two people of a hub published
    draft >> waiting | by(*_WRITERS) | audit("library.digest.submitted")
    waiting >> draft | by(*_PUBLISHERS) | audit("library.digest.returned")
    waiting >> published | by(*_PUBLISHERS) | audit("library.digest.published")
    published >> withdrawn | by(*_PUBLISHERS, "system") | audit("library.digest.withdrawn")
