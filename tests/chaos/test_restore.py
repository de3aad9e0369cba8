"""Row 26 between two real nodes: one is lost after its backup was made, comes back, and goes on with the other."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from comity.core.backup.paper import words_of
from comity.kernel.ids import new_id
from comity.seal.age import HybridIdentity
from tests.chaos import ground
from tests.chaos.processes import clean_env

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chaos.ground import Pair, Running, Template

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]

ALARMS = "SELECT code FROM exchange_alarm ORDER BY code"


def _comity(node: Running, *arguments: str) -> None:
    """Run a command of the node to its end."""
    command = [sys.executable, "-m", "comity.cli", *arguments, "--data", str(node.folder)]
    done = subprocess.run(command, env=clean_env(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def _put(pair: Pair, folder: Path, turn: str, case: str, messages: int) -> list[str]:
    """Put messages into XA's outbox and return what each says."""
    plan = ground.plan(folder, "xa", cases=[case], messages=messages, turn=turn)
    xa = pair["xa"]
    xa.wait_for(xa.put(plan, plan.with_suffix(".acks")))
    return [token for token, _case in json.loads(plan.read_text())]


def _lose_and_restore(node: Running, backup: Path, paper: Path) -> None:
    """Lose the node with its disk, make it anew from its backup, and let it run again."""
    node.close(for_good=True)
    shutil.rmtree(node.folder)
    _comity(node, "restore", str(backup), "--identity", str(paper))
    node.begin()
    assert node.member is not None
    node.member.wait_ready()
    node.serve()
    node.wait_ready()
    node.work()


def _wait_until_sent(node: Running, messages: int) -> None:
    """Wait until the other side holds the messages and said so."""
    end = time.monotonic() + 60
    while node.read("SELECT count(*) FROM exchange_outboxitem WHERE state = 'handed_over'")[0][0] < messages:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_node_restored_from_its_backup_sends_nothing_twice_and_goes_on(made: Template, tmp_path: Path):
    first, second = str(new_id()), str(new_id())
    identity, backup, paper = HybridIdentity.generate(), tmp_path / "backup.age", tmp_path / "paper"
    paper.write_text(" ".join(words_of(identity)))
    with ground.Pair(made, tmp_path / "pair", seed=26) as pair:
        xa, xb = pair.nodes
        (xa.folder / "keys" / "recovery.recipient").write_text(str(identity.recipient()))
        for node in pair.nodes:
            node.work()
        said = _put(pair, tmp_path, "-before", first, 3)
        _wait_until_sent(xa, 3)
        pair.proxy.closed |= {route.listen for route in pair.proxy.routes}
        said += _put(pair, tmp_path, "-queued", first, 2)
        _comity(xa, "backup", str(backup))
        pair.proxy.closed.clear()
        said += _put(pair, tmp_path, "-forgotten", second, 2)  # a case the backup knows nothing of
        pair.settle(60, every=2)
        old = {chain for (chain,) in xa.read("SELECT chain_id FROM exchange_chainhead WHERE ours AND NOT inner")}
        _lose_and_restore(xa, backup, paper)
        assert xa.read("SELECT count(*) FROM exchange_outboxitem WHERE kind = 'status.query'") == [(5,)]
        said += _put(pair, tmp_path, "-after", first, 3)
        pair.settle(90, every=2)
        effects = xb.read("SELECT token FROM chaos_effects ORDER BY id")
        ours = xa.read("SELECT chain_id, seq, sha256 FROM exchange_chainhead WHERE ours AND NOT inner AND is_open")
        theirs = xb.read("SELECT chain_id, seq, sha256 FROM exchange_chainhead WHERE NOT ours AND is_open")
        alarms = [[code for (code,) in node.read(ALARMS)] for node in pair.nodes]
        left = xa.read("SELECT state FROM exchange_outboxitem WHERE state <> 'handed_over'")
    assert Counter(token for (token,) in effects) == Counter(said)
    for turn in ("before", "queued", "forgotten", "after"):
        assert [token for (token,) in effects if turn in token] == [token for token in said if turn in token]
    assert left == []
    assert ours == theirs
    assert len(ours) == 1
    assert ours[0][0] not in old
    assert set(alarms[0]) == {"E_LOST_MESSAGE"}  # people hear of the two messages that the restored node forgot
    assert alarms[1] == ["E_CHAIN_RESTART"]
