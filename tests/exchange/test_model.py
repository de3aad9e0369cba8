"""Every course that a case can take between two nodes, compared step by step with a model of sixty lines.

Acts of ours (put, packed, sent, sent again, withdrawn), of the peer (brought, brought again, opened, signed for, told)
and of the line (not reached, cut, answer lost) in every possible order. Each state of the model is entered by every way
that leads into it, and all that the exchange keeps must be the same each time: no walk, however long, meets another.
"""

from __future__ import annotations

import os
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import transaction

from comity.core import events
from comity.core.files.models import StoredFile
from comity.core.jobs.models import Job
from comity.exchange import outbox, packing
from comity.exchange.delivery import TroubleError, ask_again, deliver
from comity.exchange.models import (
    Alarm,
    CaseCounter,
    ChainHead,
    ChainItem,
    InboxFile,
    InboxItem,
    OutboxItem,
    StoredReceipt,
)
from comity.exchange.opening import OPENED, Opened, open_message
from comity.seal.receipt import Event
from tests.builders.keys import NOW
from tests.builders.messages import a_clarify_answer, a_closure, a_request, a_status_query
from tests.builders.remote_server import losing_answer
from tests.exchange.delivering import ACTOR, put
from tests.exchange.reference import SIGNED_FOR, Model, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.test import Client

    from comity.exchange.models import Peer
    from tests.builders.nodes import Posted, RemoteNode
    from tests.builders.remote_server import Answered, RemoteServer

# How many messages each side has: 632 steps in every run; 3,408 and 11,566 in the long one, where more may cross.
SIZES = [(1, 2), (2, 1)] if os.environ.get("COMITY_LONG") else [(1, 1)]
STATE = {
    "tried": "sent", "half": "sent", "held": "sent", "dropped": "withdrawn", "recalled": "withdrawn",
}  # fmt: skip
MEMORY = ("envelopes", "items", "signed", "heard", "seq", "prev")


@dataclass(frozen=True)
class Other:
    """The peer: what it sends, where it listens, and the line to it."""

    remote: RemoteNode
    server: RemoteServer
    line: Client


class Two:
    """Our node, the peer and the line between them, moved step by step."""

    def __init__(self, peer: Peer, other: Other, theirs: int) -> None:
        self.peer, self.remote, self.server, self.line = peer, other.remote, other.server, other.line
        request = a_request()
        self.case = request.request_id
        said = [request, a_clarify_answer(self.case, 1), a_closure(self.case)]
        self.posted: list[Posted] = [self.remote.pack(one) for one in said[:theirs]]
        self.opened: list[Opened] = []
        self.put: list[UUID] = []  # ours, as they were put

    # The acts -------------------------------------------------------------------------------------------------------

    def do(self, step: Step) -> None:
        getattr(self, f"do_{step.act.replace(' ', '_')}")(step.place)

    def do_put(self, _place: int) -> None:
        self.put.append(put(self.peer, a_status_query(self.case, len(self.put) + 1)).pk)

    def do_pack(self, place: int) -> None:
        packing.pack(self.put[place], now=NOW)

    def do_withdraw(self, place: int) -> None:
        outbox.withdraw(actor=ACTOR, message_id=self.put[place], now=NOW)
        self.put.append(OutboxItem.objects.exclude(pk__in=self.put).get().pk)

    def do_delivered(self, place: int) -> None:
        deliver(self.put[place], now=NOW)

    def do_not_reached(self, place: int) -> None:
        self._in_vain(place, "announce", losing_answer)

    def do_cut_at_the_end(self, place: int) -> None:
        self._in_vain(place, self._last_call(place), losing_answer)

    def do_answer_lost(self, place: int) -> None:
        ticket, known = self.ticket(place), bool(self.signed(place))  # asked here: the peer has a thread of its own

        def sign_and_lose() -> Answered:
            if not known:
                self.server.sign(ticket, Event.CONTENT_CONSIGNMENT)
            return losing_answer()

        self._in_vain(place, self._last_call(place), sign_and_lose)

    def do_told(self, place: int) -> None:
        self._hand_over(place)
        assert self.remote.post_receipts(self.line, *self.signed(place)).status_code == 204

    def do_asked(self, place: int) -> None:
        self._hand_over(place)
        ask_again(self.put[place], now=NOW)

    def do_begin(self, place: int) -> None:
        answer = self.remote.announce(self.line, self.posted[place])
        assert answer.status_code in {200, 201}, answer.content
        if answer.status_code == 201:
            self.remote.put(self.line, self.posted[place], answer.json()["ticket"])

    def do_bring(self, place: int) -> None:
        """Post a message whole; whoever posts it again gets the same bytes."""
        known = self._answered(place)
        answer = self.remote.post(self.line, self.posted[place])
        assert answer.status_code == 200, answer.content
        if known:
            assert answer.json()["receipts"] == known
        Job.objects.filter(name="exchange.open").delete()  # it is opened in a step of its own

    def do_open(self, place: int) -> None:
        self._open(InboxItem.objects.get(message_id=self.posted[place].message_id).pk)

    def _open(self, item: UUID) -> None:
        open_message(item, now=NOW)
        for job in Job.objects.filter(name="exchange.open").order_by("created_at"):
            job.delete()
            self._open(UUID(job.payload["item"]))

    def _in_vain(self, place: int, call: str, fault: Callable[[], Answered]) -> None:
        self.server.faults[call] = [fault]
        with pytest.raises(TroubleError, match="E_NETWORK"):
            deliver(self.put[place], now=NOW)
        assert self.server.faults[call] == [], call

    def _last_call(self, place: int) -> str:
        """Return the last call of an attempt: of a message that the peer signed for, the first is the last."""
        return "announce" if self.signed(place) else "complete"

    def _hand_over(self, place: int) -> None:
        if len(self.signed(place)) == 1:
            self.server.sign(self.ticket(place), Event.CONTENT_HANDOVER)

    # What is known -------------------------------------------------------------------------------------------------

    def ticket(self, place: int) -> str:
        """Return the name under which the peer keeps a message of ours, once it was packed."""
        return OutboxItem.objects.get(pk=self.put[place]).envelope_sha256

    def signed(self, place: int) -> list[bytes]:
        """Return what the peer signed about a message of ours."""
        return self.server.signed.get(self.ticket(place), [])

    def _answered(self, place: int) -> list[str]:
        """Return what we signed about a message of theirs, as we answer with it."""
        signed = StoredReceipt.objects.filter(ours=True, message_id=self.posted[place].message_id).order_by("seq")
        return [bytes(one.raw).decode() for one in signed]

    def remember(self) -> dict[str, Any]:
        """Return what is not in the database: what the peer keeps, what was put, what took effect."""
        kept = {name: getattr(self.server, name) for name in MEMORY}
        held = {name: copy(value) if isinstance(value, dict | list) else value for name, value in kept.items()}
        held["items"] = {name: dict(parts) for name, parts in kept["items"].items()}
        held["signed"] = {name: list(signed) for name, signed in kept["signed"].items()}
        return held | {"put": list(self.put), "opened": list(self.opened)}

    def go_back(self, memory: dict[str, Any]) -> None:
        for name in MEMORY:
            setattr(self.server, name, memory[name])
        self.put, self.opened[:] = memory["put"], memory["opened"]

    def check(self, model: Model) -> None:
        """What both sides hold is what the model says."""
        assert [OutboxItem.objects.get(pk=one).state for one in self.put] == [STATE.get(one, one) for one in model.ours]
        assert [one.message for one in self.opened] == [one.message for one in self.posted[: model.effects()]]
        states = dict(InboxItem.objects.values_list("message_id", "state"))
        for place, state in enumerate(model.theirs):
            shown = {"begun": "announced", "opened": "handed_over" if place < model.effects() else "waiting"}
            assert states.get(self.posted[place].message_id, "away") == shown.get(state, state)
        for place, state in enumerate(model.ours):
            wanted = 0 if state not in SIGNED_FOR else 2 if state == "handed_over" else 1
            assert len(self.signed(place)) == wanted, "the peer signs once for what it holds, and once when it opened"
        live = OutboxItem.objects.exclude(state="withdrawn").order_by("number").values_list("number", flat=True)
        assert list(live) == list(range(1, len(live) + 1)), "the peer waits for no number that never comes"
        assert not Alarm.objects.exists()

    def state(self) -> object:
        """Return all that the exchange keeps, without what differs by the way here: ids, times, attempts, places."""
        name = {one: f"ours {place}" for place, one in enumerate(self.put)}
        name |= {one.message_id: f"theirs {place}" for place, one in enumerate(self.posted)}

        def named(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
            return sorted((name[first], *rest) for first, *rest in rows)

        return [
            named(OutboxItem.objects.values_list("message_id", "state", "number", "kind", "again")),
            named(
                InboxItem.objects.values_list(
                    "message_id", "state", "kind", "number", "business", "content_sha256", "repeats", "code"
                )
            ),
            named(StoredReceipt.objects.values_list("message_id", "ours", "event", "code", "wanted")),
            named(ChainItem.objects.values_list("message_id", "ours", "what")),
            list(CaseCounter.objects.values_list("case_id", "sent", "applied")),
            named(InboxFile.objects.values_list("item__message_id", "role", "ref")),
            sorted(StoredFile.objects.values_list("purpose", "name", "sha256")),
            sorted(len(parts) for parts in self.server.items.values()),
        ]

    def chains(self) -> None:
        """No place of a chain of ours is missing or given twice."""
        for head in ChainHead.objects.filter(ours=True):
            places = ChainItem.objects.filter(ours=True, chain_id=head.chain_id).order_by("seq")
            assert list(places.values_list("seq", flat=True)) == list(range(1, head.seq + 1))


class Walk:
    """Every step from every state of the model, each taken once; then it is taken back."""

    def __init__(self, two: Two) -> None:
        self.two, self.taken = two, 0
        self.known: dict[Model, object] = {}

    def on_from(self, model: Model) -> None:
        for step, after in model.steps().items():
            before, memory = transaction.savepoint(), self.two.remember()
            try:
                self.two.do(step)
                self.two.check(after)
                self.two.chains()
            except Exception as error:
                error.add_note(f"{step} from {model} to {after}")
                raise
            self.taken += 1
            found, new = self.two.state(), after not in self.known
            assert self.known.setdefault(after, found) == found, f"{step} from {model} to {after}"
            if new:
                self.on_from(after)
            transaction.savepoint_rollback(before)
            self.two.go_back(memory)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_course_of_a_case_agrees_with_the_model(
    peer: Peer, remote: RemoteNode, server: RemoteServer, line: Client, size: tuple[int, int]
) -> None:
    ours, theirs = size
    two = Two(peer, Other(remote, server, line), theirs)
    walk = Walk(two)
    with events.subscribed(OPENED, two.opened.append):
        begin = Model((), ("away",) * theirs, ours)
        walk.known[begin] = two.state()
        walk.on_from(begin)
    assert len(walk.known) == len(reachable(begin))
    assert walk.taken == sum(len(model.steps()) for model in walk.known)


def reachable(begin: Model) -> set[Model]:
    """Return every state of the model, found without the exchange."""
    found, ahead = {begin}, [begin]
    while ahead:
        following = set(ahead.pop().steps().values()) - found
        found |= following
        ahead += following
    return found
