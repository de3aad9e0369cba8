"""The states of what we send and of what arrives."""

from __future__ import annotations

from comity.kernel.graph import Graph, State, audit, by


class OutboxState(Graph):
    """A message of ours. It is delivered on a signed receipt only; `new` again means packed anew after expiry."""

    new = State(initial=True)
    packed = State()
    sent = State()
    consigned = State()
    handed_over = State(terminal=True)
    rejected = State(terminal=True)
    withdrawn = State(terminal=True)

    new >> packed | audit("exchange.message.packed")
    new >> withdrawn | by("system", "case_officer", "head", "registry", "drafter") | audit("exchange.message.withdrawn")
    packed >> sent | audit("exchange.message.sent")
    packed >> new | audit("exchange.message.expired")
    (
        packed >> withdrawn
        | by("system", "case_officer", "head", "registry", "drafter")
        | audit("exchange.message.withdrawn")
    )
    sent >> consigned | audit("exchange.message.consigned")
    sent >> rejected | audit("exchange.message.rejected")
    sent >> new | audit("exchange.message.expired")
    consigned >> handed_over | audit("exchange.message.handed_over")
    consigned >> rejected | audit("exchange.message.rejected")


class InboxState(Graph):
    """A message of a peer. `waiting` was opened and waits for an earlier message of its case."""

    announced = State(initial=True)
    consigned = State()
    waiting = State()
    handed_over = State(terminal=True)
    failed = State(terminal=True)

    announced >> consigned | audit("exchange.message.received")
    consigned >> waiting | audit("exchange.message.held")
    consigned >> handed_over | audit("exchange.message.opened")
    consigned >> failed | audit("exchange.message.failed")
    waiting >> handed_over | audit("exchange.message.opened")
    waiting >> failed | audit("exchange.message.failed")


class PeerChangeState(Graph):
    """A key file that somebody brought: a second officer compares its fingerprint, or declines."""

    proposed = State(initial=True)
    confirmed = State(terminal=True)
    declined = State(terminal=True)

    proposed >> confirmed | by("administrator", "head") | audit("exchange.peer.confirmed")
    proposed >> declined | by("administrator", "head") | audit("exchange.peer.declined")


class PeerJoinState(Graph):
    """That an authority by letter is now reached by its node: said by one officer, confirmed by another."""

    proposed = State(initial=True)
    confirmed = State(terminal=True)
    declined = State(terminal=True)

    proposed >> confirmed | by("administrator", "head") | audit("exchange.join.confirmed")
    proposed >> declined | by("administrator", "head") | audit("exchange.join.declined")


class DirectoryState(Graph):
    """The root of a key directory that somebody brought: a second officer compares its fingerprint, or declines."""

    proposed = State(initial=True)
    followed = State()
    declined = State(terminal=True)
    left = State(terminal=True)

    proposed >> followed | by("administrator", "head") | audit("exchange.directory.followed")
    proposed >> declined | by("administrator", "head") | audit("exchange.directory.declined")
    followed >> left | by("administrator", "head") | audit("exchange.directory.left")


class SourceState(Graph):
    """The keys of a hub that somebody brought: a second officer compares them. A hub that lied is believed no more."""

    proposed = State(initial=True)
    believed = State()
    declined = State(terminal=True)
    left = State(terminal=True)
    distrusted = State(terminal=True)

    proposed >> believed | by("administrator", "head") | audit("exchange.source.believed")
    proposed >> declined | by("administrator", "head") | audit("exchange.source.declined")
    believed >> left | by("administrator", "head") | audit("exchange.source.left")
    believed >> distrusted | by("system") | audit("exchange.source.distrusted")


class FindingState(Graph):
    """What an officer found out about an alarm; only an accepted finding ends the alarm."""

    written = State(initial=True)
    accepted = State(terminal=True)
    returned = State(terminal=True)

    written >> accepted | by("administrator", "head") | audit("exchange.alarm.seen_to")
    written >> returned | by("administrator", "head") | audit("exchange.alarm.finding_returned")
