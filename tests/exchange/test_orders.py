"""Messages of one case in every order in which they can come: the same effects, in the same order, and the same end."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.db import transaction

from comity.core import events
from comity.core.files.models import StoredFile
from comity.core.jobs.models import Job
from comity.exchange.models import Alarm, CaseCounter, ChainHead, ChainItem, InboxFile, InboxItem, StoredReceipt
from comity.exchange.opening import OPENED, Opened, open_message
from tests.builders.keys import NOW
from tests.builders.messages import a_clarify_answer, a_closure, a_request, a_status_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.builders.nodes import Posted, RemoteNode

MESSAGES = 9 if os.environ.get("COMITY_LONG") else 7  # 362,880 orders, or 5,040


@pytest.fixture
def seen() -> Iterator[list[Opened]]:
    """What the handlers of the node were told."""
    found: list[Opened] = []
    with ExitStack() as stack:
        stack.enter_context(events.subscribed(OPENED, found.append))
        yield found


def _conversation(remote: RemoteNode) -> list[Posted]:
    request = a_request()
    case = request.request_id
    said = [
        request, a_status_query(case, 1), a_clarify_answer(case, 1), a_clarify_answer(case, 2), a_status_query(case, 2),
        a_clarify_answer(case, 3), a_status_query(case, 3), a_clarify_answer(case, 4), a_closure(case),
    ]  # fmt: skip
    return [remote.pack(one) for one in [*said[: MESSAGES - 1], said[-1]]]


class Orders:
    """Every order in which the messages of a case can come, as ways through the sets of those that have come.

    An order adds one message after the other to a set. Each set is entered by each of its messages last, and must then
    be in the same state whichever it was, all that decides what happens next included: so every order leads through the
    same states to the same end. Of n messages these are n * 2**(n - 1) openings, and all n! orders.
    """

    def __init__(self, posted: list[Posted], seen: list[Opened]) -> None:
        self.posted, self.seen = posted, seen
        self.items = [InboxItem.objects.get(message_id=one.message_id).pk for one in posted]
        self.states: dict[frozenset[int], object] = {frozenset(): self.state()}
        self.entered = 0

    def go_on_from(self, come: frozenset[int]) -> None:
        """Let each message come that has not; go on from every set that was not entered before; take it all back."""
        for place in set(range(len(self.items))) - come:
            before, heard = transaction.savepoint(), len(self.seen)
            _open_and_wake(self.items[place])
            self.entered += 1
            now = come | {place}
            self.check(now)
            found, known = self.state(), now in self.states
            assert self.states.setdefault(now, found) == found, (sorted(come), place)
            if not known:
                self.go_on_from(now)
            transaction.savepoint_rollback(before)
            del self.seen[heard:]

    def check(self, come: frozenset[int]) -> None:
        """What came without a gap took effect once and in order; the rest waits."""
        whole = next((place for place in range(len(self.items)) if place not in come), len(self.items))
        assert [opened.message for opened in self.seen] == [one.message for one in self.posted[:whole]], sorted(come)
        states = dict(InboxItem.objects.values_list("pk", "state"))
        for place, item in enumerate(self.items):
            state = "handed_over" if place < whole else "waiting" if place in come else "consigned"
            assert states[item] == state, (sorted(come), place)

    def state(self) -> object:
        """Return all that the exchange keeps, without what is random or a time: ids of its own, signatures, digests."""
        return [
            [opened.message_id for opened in self.seen],
            list(
                InboxItem.objects.order_by("pk").values_list(
                    "pk",
                    "state",
                    "kind",
                    "case_id",
                    "number",
                    "business",
                    "content_sha256",
                    "repeats",
                    "code",
                    "opened_at",
                )
            ),
            list(
                StoredReceipt.objects.order_by("ours", "seq").values_list("ours", "seq", "event", "message_id", "code")
            ),
            list(
                ChainItem.objects.order_by("ours", "chain_id", "seq").values_list("ours", "seq", "what", "message_id")
            ),
            list(ChainHead.objects.order_by("pk").values_list("ours", "inner", "seq", "acked_seq", "is_open")),
            list(CaseCounter.objects.order_by("pk").values_list("case_id", "sent", "applied")),
            list(Alarm.objects.values_list("code", "message_id")),
            sorted(InboxFile.objects.values_list("item", "role", "ref")),
            sorted(StoredFile.objects.values_list("purpose", "name", "sha256")),
            sorted((name, str(payload)) for name, payload in Job.objects.values_list("name", "payload")),
        ]


@pytest.mark.timeout(1200)
def test_messages_of_a_case_take_effect_in_order_however_they_come(
    remote: RemoteNode, line: Client, seen: list[Opened]
):
    """All orders of arrival of seven messages (nine in the long run) lead to the same effects in the same order."""
    posted = _conversation(remote)
    assert {remote.post(line, one).status_code for one in posted} == {200}
    Job.objects.all().delete()
    orders = Orders(posted, seen)
    orders.go_on_from(frozenset())
    assert len(orders.states) == 2**MESSAGES
    assert orders.entered == MESSAGES * 2 ** (MESSAGES - 1)


def _open_and_wake(item: UUID) -> None:
    """Open a message, and then whatever it says may be opened now."""
    open_message(item, now=NOW)
    for job in Job.objects.filter(name="exchange.open").order_by("created_at"):
        job.delete()
        _open_and_wake(UUID(job.payload["item"]))
