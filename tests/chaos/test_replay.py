"""Rows 14 and 16: everything that ever went over the line comes again, from anybody, after a restart too."""

from __future__ import annotations

import hashlib
import random
import socket
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from comity.kernel.ids import new_id
from tests.chaos import ground, history

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chaos.ground import Running, Template

MESSAGES = 5
TIMES = 1_000
UNTOUCHED = ("chaos_effects", "exchange_inboxitem", "exchange_storedreceipt", "exchange_chainitem", "exchange_blobpart")

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]


def _send(node: Running, request: bytes) -> tuple[int, bytes]:
    """Send recorded bytes to a node, not through the proxy; return status and body of the answer."""
    with socket.create_connection(("127.0.0.1", node.port), timeout=60) as line:
        line.sendall(request)
        answer = b"".join(iter(lambda: line.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def _digest(node: Running) -> dict[str, str]:
    """Return a digest of every table that a message may change."""
    with closing(sqlite3.connect(f"file:{node.folder / 'db.sqlite3'}?mode=ro", uri=True)) as database:
        return {
            table: hashlib.sha256(repr(database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()).encode()).hexdigest()  # noqa: S608, E501 (constants)
            for table in UNTOUCHED
        }  # fmt: skip


def test_what_was_recorded_has_no_effect_when_it_comes_again(made: Template, tmp_path: Path):
    """A stranger recorded everything; the nodes restart; an envelope comes again and again, then all in any order."""
    recorded: list[bytes] = []
    with ground.Pair(made, tmp_path / "pair", seed=14) as pair:
        xa, xb = pair.nodes
        pair.proxy.tap = recorded.append
        for node in pair.nodes:
            node.work()
        plan = ground.plan(tmp_path, "xa", cases=[str(new_id())], messages=MESSAGES)
        xa.wait_for(xa.put(plan, plan.with_suffix(".acks")))
        pair.settle(120)
        xb.set_clock(0)
        xa.set_clock(0)
        before = [_digest(node) for node in pair.nodes]
        envelope = next(one for one in recorded if one.startswith(b"POST /peer/v1/envelopes HTTP"))
        answers = {_send(xb, envelope) for _ in range(TIMES)}
        assert len(answers) == 1
        assert next(iter(answers))[0] == 200
        random.Random(14).shuffle(recorded)  # noqa: S311 (a seed to repeat a run, no secret)
        statuses = {_send(node, one)[0] for node in pair.nodes for one in recorded}
        assert max(statuses) < 500, statuses
        assert [_digest(node) for node in pair.nodes] == before
        assert not pair.under_way()
    found = history.check(tmp_path / "pair", {"xa": [plan.with_suffix(".acks")], "xb": []})
    assert not found.complaints
    assert found.counted["effects"] == MESSAGES
