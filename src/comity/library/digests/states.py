"""The life of a digest: nobody publishes what they wrote themselves."""

from __future__ import annotations

from comity.kernel.graph import Graph, State, audit, by

_WRITERS = ("drafter", "reviewer", "case_officer", "head", "registry", "administrator")
_PUBLISHERS = ("head", "administrator", "registry")


class DigestState(Graph):
    """A draft waits for a second person, who publishes it or gives it back; what is published can be taken back."""

    draft = State(initial=True)
    waiting = State()
    published = State()
    withdrawn = State(terminal=True)

    draft >> waiting | by(*_WRITERS) | audit("library.digest.submitted")
    waiting >> draft | by(*_PUBLISHERS) | audit("library.digest.returned")
    waiting >> published | by(*_PUBLISHERS) | audit("library.digest.published")
    published >> withdrawn | by(*_PUBLISHERS) | audit("library.digest.withdrawn")
