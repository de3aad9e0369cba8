"""Rows 11 and 12: clocks that are days wrong and jump, and a peer that is away for a day. Nothing is lost for it."""

from __future__ import annotations

import math
import os
import time
from typing import TYPE_CHECKING

import pytest

from comity.kernel.ids import new_id
from tests.chaos import ground, history

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chaos.ground import Pair, Template

LONG = bool(os.environ.get("COMITY_LONG"))
DAY = 86_400.0
EACH = 2
TURNS = (0.0, -3 * DAY, 3 * DAY, 0.0)
QUEUED = 500 if LONG else 12

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300 + 3 * QUEUED)]


def _put(pair: Pair, folder: Path, turn: str, cases: list[str], messages: int) -> dict[str, Path]:
    """Let both nodes put messages into their outboxes; return where what was acknowledged stands."""
    acks = {}
    for node in pair.nodes:
        plan = ground.plan(folder, node.name, cases=cases, messages=messages, turn=turn)
        acks[node.name] = plan.with_suffix(".acks")
        node.wait_for(node.put(plan, acks[node.name]))
    return acks


def test_clocks_that_are_wrong_by_days_and_jump_lose_nothing(made: Template, tmp_path: Path):
    """XB's clock stands right, three days behind, three days ahead, and right again, while messages go both ways.

    What was signed in the future is refused with `E_TIME` until that time has come; nothing is lost, nor out of order.
    """
    cases, acks = [str(new_id())], []
    with ground.Pair(made, tmp_path / "pair", seed=11) as pair:
        xa, xb = pair.nodes
        xa.work()
        for offset in TURNS:
            xb.set_clock(offset)
            acks.append(_put(pair, tmp_path, str(len(acks)), cases, EACH))
            _wait_until_tried(pair)
            if offset < 0:  # what XA sends comes from XB's future
                assert {row[0] for row in xa.read(TROUBLES)} == {"E_TIME"}
            if offset > 0:  # and what XB sends from XA's; signed anew, it goes as soon as the clock is right
                assert {row[0] for row in xb.read(TROUBLES)} == {"E_TIME"}
        for node in pair.nodes:
            node.set_clock(3 * DAY + 600)
        pair.settle(150, every=3)
    found = history.check(tmp_path / "pair", {name: [one[name] for one in acks] for name in ("xa", "xb")})
    assert not found.complaints
    assert found.counted["acknowledged"] == found.counted["effects"] == 2 * EACH * len(TURNS)


TROUBLES = "SELECT DISTINCT trouble FROM exchange_outboxitem WHERE state IN ('packed', 'sent')"
UNTRIED = (
    "SELECT count(*) FROM exchange_outboxitem WHERE state = 'new' OR (state IN ('packed', 'sent') AND trouble = '')"
)


def _wait_until_tried(pair: Pair) -> None:
    """Wait until every message was delivered, or was tried and has its trouble."""
    end = time.monotonic() + 60
    while any(node.read(UNTRIED)[0][0] for node in pair.nodes):
        assert time.monotonic() < end, "messages are not even tried"
        time.sleep(0.1)


def test_a_peer_that_is_away_for_a_day_gets_everything(made: Template, tmp_path: Path, record_property: ground.Tell):
    """The line is cut, messages queue up, both clocks go on by a day, and the line is there again."""
    cases = [str(new_id()) for _ in range(3)]
    with ground.Pair(made, tmp_path / "pair", seed=12) as pair:
        pair.proxy.closed |= {route.listen for route in pair.proxy.routes}
        for node in pair.nodes:
            node.work()
        acks = _put(pair, tmp_path, "0", cases, QUEUED)
        _wait_until_tried(pair)
        assert not any(node.read("SELECT count(*) FROM exchange_inboxitem")[0][0] for node in pair.nodes)
        for node in pair.nodes:
            node.set_clock(DAY)
        pair.proxy.closed.clear()
        seconds = pair.settle(240 + QUEUED, every=math.inf)
    record_property("told", f"{2 * QUEUED} messages queued for a day were delivered in {seconds:.0f} s")
    found = history.check(tmp_path / "pair", {name: [path] for name, path in acks.items()})
    assert not found.complaints
    assert found.counted["effects"] == 2 * QUEUED
    assert seconds < 600
