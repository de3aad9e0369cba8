"""Row 1: two real nodes, both ways, on a bad line, while a random process of theirs is killed now and then."""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from comity.kernel.ids import new_id
from tests.chaos import ground, history
from tests.chaos.proxy import BAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chaos.ground import Pair, Running, Template

LONG = bool(os.environ.get("COMITY_LONG"))
MESSAGES, KILLS = (10_000, 120) if LONG else (1_000, 12)
MESSAGES = int(os.environ.get("COMITY_TEST_MESSAGES", MESSAGES))
PATIENCE = 100.0 + 1.5 * MESSAGES  # seconds, many times what a quiet machine needs
PER_CASE = 6
SEED = 20_261_120

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(PATIENCE + 90)]


class Putter:
    """Puts the messages of one node, in a process that is killed as well; a message is tried once and never again."""

    def __init__(self, node: Running, plan: Path, messages: int) -> None:
        self.node, self.plan, self.messages = node, plan, messages
        self.acks = plan.with_suffix(".acks")
        self.pid = 0

    def tried(self) -> int:
        """Return the index of the first message that was never tried."""
        if not self.acks.exists():
            return 0
        lines = self.acks.read_text().splitlines()
        return max((json.loads(line)["index"] for line in lines), default=-1) + 1

    def start(self) -> None:
        self.pid = self.node.put(self.plan, self.acks, first=self.tried())

    def done(self) -> bool:
        return bool(self.pid) and self.node.poll(self.pid) is not None


def _kill(pair: Pair, putters: dict[str, Putter], chance: random.Random) -> str:
    """Kill one process and start it again; return what it was."""
    node = chance.choice(pair.nodes)
    what = chance.choices(("server", "worker", "putter"), (3, 5, 2))[0]
    if what == "putter":
        putter = putters[node.name]
        if not putter.pid or putter.tried() >= putter.messages:
            what = "worker"
        else:
            node.kill(putter.pid)
            putter.start()
    if what == "server":
        node.kill_server()
        node.serve()
        node.wait_ready()
    elif what == "worker":
        node.kill_worker()
        node.work()
    return what


def test_nothing_is_lost_and_nothing_happens_twice(made: Template, tmp_path: Path, record_property: ground.Tell):
    chance, began, killed = random.Random(SEED), time.monotonic(), Counter[str]()  # noqa: S311 (a seed to repeat a run, no secret)
    cases = [str(new_id()) for _ in range(MESSAGES // 2 // PER_CASE)]
    with ground.Pair(made, tmp_path / "pair", seed=SEED, weather=BAD) as pair:
        putters = {
            node.name: Putter(
                node, ground.plan(tmp_path, node.name, cases=cases, messages=MESSAGES // 2), MESSAGES // 2
            )
            for node in pair.nodes
        }
        for node in pair.nodes:
            node.work()
            putters[node.name].start()
        while killed.total() < KILLS:
            time.sleep(chance.uniform(1.0, 3.0))  # the line is bad meanwhile
            killed[_kill(pair, putters, chance)] += 1
        for putter in putters.values():
            while putter.tried() < MESSAGES // 2:
                time.sleep(0.1)
        pair.heal()
        settled = pair.settle(PATIENCE - (time.monotonic() - began))
        seen, restarts = pair.proxy.seen, sorted(one for node in pair.nodes for one in node.restarts)
    found = history.check(tmp_path / "pair", {name: [putter.acks] for name, putter in putters.items()})
    p95 = restarts[len(restarts) * 95 // 100]
    record_property(
        "told",
        f"{MESSAGES} messages, {killed.total()} kills {dict(killed)}, {time.monotonic() - began:.0f} s "
        f"({settled:.0f} s after the last), line {dict(seen)}, checked {dict(found.counted)}, server answering again: "
        f"median {restarts[len(restarts) // 2]:.1f} s, p95 {p95:.1f} s, longest {restarts[-1]:.1f} s",
    )
    assert not found.complaints, found.complaints[:20]
    assert found.counted["acknowledged"] >= MESSAGES - killed["putter"]
    assert killed.total() >= KILLS
