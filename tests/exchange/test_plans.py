"""A message costs the same on a full node: what the database has to look at for each of its statements."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from comity.core.jobs.models import Job
from comity.core.jobs.worker import work_all
from comity.core.planner import analyse
from comity.core.rows import insert_many
from comity.exchange.models import Blob, BlobPart, CaseCounter, ChainItem, InboxItem, OutboxItem, StoredReceipt
from comity.kernel.clock import utc_now
from comity.kernel.ids import new_id
from comity.seal.receipt import Event
from tests.builders.messages import a_status_query
from tests.exchange.delivering import put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model
    from django.test import Client

    from comity.exchange.models import Peer
    from tests.builders.nodes import RemoteNode
    from tests.builders.remote_server import RemoteServer

ARCHIVE = 100  # copies of each row that the first messages left
PLAN = "Plan"


@contextmanager
def looked_at() -> Iterator[Counter[str]]:
    """Count what each statement of a block makes the database look at: steps of SQLite, rows of PostgreSQL."""
    found: Counter[str] = Counter()
    now = [""]

    def step() -> int:
        found[now[0]] += 1
        return 0

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        now[0] = sql
        if connection.vendor == "postgresql" and sql.startswith("SELECT"):
            found[sql] += rows_of(sql, params)
        return execute(sql, params, many, context)

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(step, 1)
    try:
        with connection.execute_wrapper(note):
            yield found
    finally:
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 1)


def rows_of(sql: str, params: Any) -> int:
    """Return how many rows PostgreSQL reads to answer, where it goes through no table for being a small one.

    Nor does it make a bitmap first: that would count each row once more for every change of it, which only in a
    transaction as long as a test's are all still there.
    """
    with connection.connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
    return rows_under((json.loads(told) if isinstance(told, str) else told)[0][PLAN])


def rows_under(node: dict[str, Any]) -> int:
    read = node["Actual Rows"] + sum(node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck"))
    return int(read * node["Actual Loops"]) + sum(rows_under(one) for one in node.get("Plans", ()))


def one_sent(peer: Peer, remote: RemoteNode, line: Client, server: RemoteServer) -> None:
    put(peer, a_status_query(new_id()))
    work_all(utc_now())
    server.sign(server.last_ticket(), Event.CONTENT_HANDOVER)
    assert remote.post_receipts(line, server.signed[server.last_ticket()][-1]).status_code == 204


def one_received(peer: Peer, remote: RemoteNode, line: Client, server: RemoteServer) -> None:
    del peer, server
    assert remote.post(line, remote.pack(a_status_query(new_id()))).status_code == 200
    work_all(utc_now())


def fill() -> None:
    """Write the rows of many messages that ended: each row there is, again and again under other ids."""
    fresh, digest, none = (lambda *_: new_id()), (lambda *_: (new_id().hex * 2)[:64]), (lambda *_: None)
    more(OutboxItem, message_id=fresh, case_id=fresh, envelope_sha256=digest)
    more(InboxItem, id=fresh, message_id=fresh, case_id=fresh, envelope_sha256=digest)
    more(Blob, id=fresh, sha256=digest)
    held = list(Blob.objects.filter(parts=None).values_list("pk", flat=True))
    more(BlobPart, id=none, key=digest, blob_id=lambda _row, number: held[number])
    more(CaseCounter, id=none, case_id=fresh)
    more(StoredReceipt, id=fresh, message_id=fresh, sha256=digest)
    more(ChainItem, id=none, seq=lambda row, number: 1000 * (row.pk + 1) + number, sha256=digest, prev=digest)
    more(Job, id=fresh, dedupe=digest)


def more(model: type[Model], **changed: Callable[[Any, int], Any]) -> None:
    made, number = [], 0
    for row in model._base_manager.all():
        for _ in range(ARCHIVE):
            kept = {one.attname: getattr(row, one.attname) for one in model._meta.concrete_fields}
            made.append(model(**kept | {name: make(row, number) for name, make in changed.items()}))
            number += 1
    insert_many(made)


@pytest.mark.parametrize("analysed", [False, True], ids=["new", "analysed"])
@pytest.mark.parametrize("one", [one_sent, one_received])
def test_a_message_looks_at_no_more_rows_on_a_full_node(  # noqa: PLR0917 (fixtures)
    peer: Peer, remote: RemoteNode, line: Client, server: RemoteServer, one: Callable[..., None], analysed: bool
):
    for _ in range(2):
        one(peer, remote, line, server)
    with looked_at() as few:
        one(peer, remote, line, server)
    fill()
    if analysed or connection.vendor == "postgresql":  # which does it by itself, in every node, soon after it grew
        analyse()
    with looked_at() as many:
        one(peer, remote, line, server)
    assert sum(few.values()) > 0
    grown = {sql: (few[sql], count) for sql, count in many.items() if count > 1.25 * few[sql] + 10}
    assert grown == {}


def test_what_grows_is_seen(peer: Peer, remote: RemoteNode, line: Client, server: RemoteServer):
    one_sent(peer, remote, line, server)
    with looked_at() as few:
        assert not OutboxItem.objects.filter(sent_by="nobody").exists()
    fill()
    with looked_at() as many:
        assert not OutboxItem.objects.filter(sent_by="nobody").exists()
    assert sum(many.values()) > ARCHIVE > 2 * sum(few.values())
