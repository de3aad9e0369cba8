"""What one message may cost: statements sent to the database on each side, its jobs included."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.core.jobs.models import Job
from comity.core.jobs.worker import work_all
from comity.exchange.models import InboxItem, OutboxItem
from comity.kernel.clock import utc_now
from comity.kernel.ids import new_id
from comity.seal.receipt import Event
from tests.builders.keys import NOW
from tests.builders.messages import a_status_query
from tests.builders.nodes import RemoteNode
from tests.exchange.delivering import put

if TYPE_CHECKING:
    from django.test import Client

    from comity.exchange.models import Peer
    from tests.builders.remote_server import RemoteServer

# Statements of the second message of a peer, in a case of its own, without those that begin and end a transaction.
SENDER = {"put": 11, "send": 43, "receipt": 13}
RECEIVER = {"announce": 11, "part": 4, "complete": 25, "open": 36}


class Counted(CaptureQueriesContext):
    """Counts the statements of a block."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def count(self) -> int:
        bounds = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        return sum(not one["sql"].startswith(bounds) for one in self.captured_queries)


def test_what_a_message_costs_its_sender(peer: Peer, server: RemoteServer, line: Client):
    remote = RemoteNode(NOW)
    for _ in range(2):
        with Counted() as putting:
            put(peer, a_status_query(new_id()))
        with Counted() as sending:
            work_all(utc_now())
        server.sign(server.last_ticket(), Event.CONTENT_HANDOVER)
        with Counted() as receiving:
            assert remote.post_receipts(line, server.signed[server.last_ticket()][-1]).status_code == 204
    assert set(OutboxItem.objects.values_list("state", flat=True)) == {"handed_over"}
    assert Job.objects.filter(state="done").count() == 2  # one job for each message
    found = {"put": putting.count, "send": sending.count, "receipt": receiving.count}
    assert {name: count for name, count in found.items() if count > SENDER[name]} == {}, found


def test_what_a_message_costs_its_receiver(peer: Peer, remote: RemoteNode, line: Client, server: RemoteServer):
    for _ in range(2):
        posted = remote.pack(a_status_query(new_id()))
        with Counted() as announcing:
            ticket = remote.announce(line, posted).json()["ticket"]
        with Counted() as putting:
            remote.put(line, posted, ticket)
        with Counted() as completing:
            remote.complete(line, posted, ticket)
        with Counted() as opening:
            work_all(utc_now())
    assert set(InboxItem.objects.values_list("state", flat=True)) == {"handed_over"}
    found = {
        "announce": announcing.count, "part": putting.count, "complete": completing.count, "open": opening.count,
    }  # fmt: skip
    assert {name: count for name, count in found.items() if count > RECEIVER[name]} == {}, found
