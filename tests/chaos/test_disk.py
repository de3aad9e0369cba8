"""Row 9: the disk of a whole node is full, its database as well. It says so, breaks nothing, and goes on by itself."""

from __future__ import annotations

import contextlib
import math
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from comity.kernel.ids import new_id
from tests.chaos import ground, history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.chaos.ground import Running, Template

MIB = 1024 * 1024
SIZE = 16 * MIB
EVIDENCE = 2 * MIB

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a small file system over `folder`."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    done = subprocess.run(mount, check=False, capture_output=True)
    assert done.returncode == 0, "this test mounts a small file system and needs to be root"
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(path: Path, *, leave: int) -> None:
    """Take all the room of the file system but `leave` bytes."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while (room := shutil.disk_usage(path).free - leave) > 0:
            file.write(bytes(min(room, MIB)))


def _trouble(node: Running) -> str:
    """Wait until a message of this node met trouble, and return its code."""
    end = time.monotonic() + 60
    while not (found := node.read("SELECT trouble FROM exchange_outboxitem WHERE trouble <> ''")):
        assert time.monotonic() < end, "the peer refused nothing"
        time.sleep(0.05)
    return str(found[0][0])


@pytest.mark.parametrize(("leave", "codes"), [(MIB, {"E_STORE"}), (0, {"E_STORE", "E_INTERNAL"})])
def test_a_full_disk_breaks_nothing_and_goes_on_by_itself(
    made: Template, tmp_path: Path, leave: int, codes: set[str], record_property: ground.Tell
):
    """XB has no room for the evidence (and in the second case none for a row): XA is told, and told well again."""
    pair = ground.Pair(made, tmp_path / "pair", seed=9)
    xa, xb = pair.nodes
    plan = ground.plan(tmp_path, "xa", cases=[str(new_id())], messages=2)
    acks = tmp_path / "xa.acks"
    with small_disk(xb.folder):
        shutil.copytree(made.folder / "xb", xb.folder, dirs_exist_ok=True)
        with pair:
            for node in pair.nodes:
                node.work()
            _fill(xb.folder / "filler", leave=leave)
            xa.wait_for(xa.put(plan, acks, evidence=EVIDENCE))
            assert _trouble(xa) in codes
            assert xb.read("PRAGMA integrity_check") == [("ok",)]
            assert xb.server is not None
            assert xb.server.alive()
            assert xb.poll(xb.worker) is None
            (xb.folder / "filler").unlink()
            seconds = pair.settle(60, every=math.inf)
        found = history.check(tmp_path / "pair", {"xa": [acks], "xb": []})
    record_property("told", f"with {leave} bytes left: resumed and done {seconds:.1f} s after there was room")
    assert not found.complaints
    assert found.counted["effects"] == 2
