"""Two real nodes; one ends at every named point between two durable steps: nothing is lost, nothing done twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from comity.cli.processes import free_port
from comity.exchange.crash import AFTER, POINTS, STATUS, VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Points that the receiver meets; the sender meets all others.
RECEIVER = ("inbox.", "opening.", "receipts.before_post", "receipts.posted")
COMMAND = "outbox.put.written"  # met by the process that puts, not by the server
# A point costs some two seconds of processor, most of it for starting and signing: once each in every run.
REPEATS = int(os.environ.get("COMITY_TEST_REPEATS", "20" if os.environ.get("COMITY_LONG") else "1"))

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600 + 300 * REPEATS)]


@dataclass
class Node:
    """One node: a host process that forks what serves."""

    host: subprocess.Popen[str]

    @classmethod
    def open(cls, name: str, folder: Path) -> Node:
        port = free_port()
        env = {key: value for key, value in os.environ.items() if not key.startswith("COMITY_")} | {
            "COMITY_DATA": str(folder / name),
            "COMITY_NODE_ID": name,
            "COMITY_PRIVATE_PEERS": "true",
            "COMITY_SECRET_KEY": "a secret key for tests only, long enough to be taken for a real one",
            "COMITY_LOG_LEVEL": "ERROR",
        }
        (folder / name).mkdir()
        log = (folder / f"{name}.log").open("ab")
        host = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.points_node", name, str(port)],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        return cls(host)

    def tell(self, what: str, **more: Any) -> Any:
        assert self.host.stdin is not None
        assert self.host.stdout is not None
        self.host.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self.host.stdin.flush()
        return json.loads(self.host.stdout.readline())

    def ended(self, patience: float) -> int | None:
        """Return how the serving process ended, or None when it still runs after `patience` seconds."""
        end = time.monotonic() + patience
        while (status := self.tell("state")) is None and time.monotonic() < end:
            time.sleep(0.02)
        return status  # type: ignore[no-any-return]


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[tuple[Node, Node]]:
    xa, xb = Node.open("xa", tmp_path), Node.open("xb", tmp_path)
    files = xa.tell("init"), xb.tell("init")
    xa.tell("pin", file=files[1])
    xb.tell("pin", file=files[0])
    xa.tell("serve")
    xb.tell("serve")
    yield xa, xb
    for node in (xa, xb):
        if node.tell("state") is None:
            node.tell("kill")
        node.host.stdin.close()  # type: ignore[union-attr]
        node.host.stdout.close()  # type: ignore[union-attr]
        node.host.wait()


def settled(xa: Node, xb: Node, sent: int, patience: float = 90.0) -> tuple[dict[str, Any], dict[str, Any]]:
    """Wait until all was handed over and every receipt taken in, or nothing moves any more; return both reports."""
    before: object = None
    moved = time.monotonic()
    while True:
        left = xa.tell("left"), xb.tell("left")
        if left != before:
            before, moved = left, time.monotonic()
        done = left[0]["outbox"] == ["handed_over"] * sent and not left[1]["wanted"]
        if done or time.monotonic() > moved + patience:
            return xa.tell("report"), xb.tell("report")
        time.sleep(0.5)


def test_a_node_may_end_at_every_named_point(nodes: tuple[Node, Node]):
    xa, xb = nodes
    sent, missed = 0, []
    for point in [one for one in POINTS if one != COMMAND] * REPEATS:
        node = xb if point.startswith(RECEIVER) else xa
        node.tell("kill")
        node.tell("serve", env={VARIABLE: point, AFTER: "1"})
        assert xa.tell("send", first=sent, count=3) is None
        sent += 3
        if node.ended(90) != STATUS:
            missed.append(point)
            node.tell("kill")
        node.tell("serve")
    ended = xa.tell("send", first=sent, count=1, env={VARIABLE: COMMAND})
    assert ended == STATUS  # the act and its message are gone together
    senders, receivers = settled(xa, xb, sent)
    assert not missed
    assert senders["outbox"] == ["handed_over"] * sent
    assert Counter(note for _, note, _ in receivers["effects"]) == dict.fromkeys(range(sent), 1)
    assert {files for _, _, files in receivers["effects"]} == {1}
    for case in {case for case, _, _ in receivers["effects"]}:
        notes = [note for one, note, _ in receivers["effects"] if one == case]
        assert notes == sorted(notes)
    for report in (senders, receivers):
        assert (report["alarms"], report["codes"], report["gaps"], report["integrity"]) == ([], [], 0, "ok")
