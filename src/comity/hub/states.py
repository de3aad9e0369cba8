"""The states of what is submitted to the directory."""

from __future__ import annotations

from comity.kernel.graph import Graph, State, audit, by


class OfferState(Graph):
    """A law or digest that a State offers: entered into the library by a member of the secretariat, or returned."""

    waiting = State(initial=True)
    taken = State(terminal=True)
    returned = State(terminal=True)

    waiting >> taken | by("administrator", "head") | audit("hub.offer.taken")
    waiting >> returned | by("administrator", "head") | audit("hub.offer.returned")


class TreeState(Graph):
    """A decision tree of channels: published by another member of the secretariat than brought it, or returned."""

    waiting = State(initial=True)
    published = State(terminal=True)
    returned = State(terminal=True)

    waiting >> published | by("administrator", "head") | audit("hub.tree.published")
    waiting >> returned | by("administrator", "head") | audit("hub.tree.returned")


class SubmissionState(Graph):
    """A signed directory file: seen by one member of the secretariat, published by another."""

    submitted = State(initial=True)
    reviewed = State()
    published = State(terminal=True)
    returned = State(terminal=True)

    submitted >> reviewed | by("administrator", "head") | audit("hub.submission.reviewed")
    submitted >> returned | by("administrator", "head") | audit("hub.submission.returned")
    reviewed >> published | by("administrator", "head") | audit("hub.submission.published")
    reviewed >> returned | by("administrator", "head") | audit("hub.submission.returned")
