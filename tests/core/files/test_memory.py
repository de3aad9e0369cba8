"""A large file needs no more memory than a small one: a quarter of a gibibyte in the long run, 64 MiB in the gate."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tests.builders.node_folder import fill_node_folder
from tests.builders.processes import new_ground

if TYPE_CHECKING:
    from pathlib import Path

MEBIBYTES = 256 if os.environ.get("COMITY_LONG") else 64


def test_storing_reading_and_sealing_a_large_file_needs_constant_memory(tmp_path: Path):
    ground = new_ground(tmp_path / "ground")
    try:
        fill_node_folder(ground.folder)
        ground.make_tables()
        told = json.loads(ground.run("tests.core.files.weigh", str(MEBIBYTES)))
    finally:
        ground.close()
    assert told["same"]
    assert told["growth"] < 8 << 20
