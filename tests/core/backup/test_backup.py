"""A node is backed up, the backup is proved, and the node comes back; on both databases, in real processes."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders.processes import Ground, new_ground

from comity.core.backup.paper import RecoveryPaper, new_paper
from comity.core.init import initialise

if TYPE_CHECKING:
    from collections.abc import Iterator

CHILD = "tests.core.backup.child"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Node:
    """A node on its own ground, with the words of its paper."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        shutil.rmtree(ground.folder)
        shown: list[RecoveryPaper] = []
        names = {"en": "Authority of XA", "zh-hans": "XA 主管机关"}
        new = {"node_id": "xa", "state": "XA", "names": names, "url": "https://xa.example"}
        initialise(ground.folder, **new, confirm=lambda paper: (shown.append(paper), paper.answers())[1], now=NOW)
        self.words = " ".join(shown[0].words)
        ground.make_tables()

    def tell(self, *steps: list[str], ground: Ground | None = None) -> list[Any]:
        """Have one process take all steps and return what each told."""
        if ground is not None:
            ground.load_anew()  # it is another node after each process that restores it
        return json.loads((ground or self.ground).run(CHILD, json.dumps(steps)))


@pytest.fixture
def grounds(tmp_path: Path) -> Iterator[list[Ground]]:
    made = [new_ground(tmp_path / "first"), new_ground(tmp_path / "second")]
    yield made
    for ground in made:
        ground.close()


def test_backup_is_proved_and_the_node_comes_back(grounds: list[Ground], tmp_path: Path):
    node, second = Node(grounds[0]), grounds[1]
    path, elsewhere = str(tmp_path / "xa.backup.age"), second.folder
    _, before, made, _, proof, later = node.tell(
        ["add", "8"], ["count"], ["backup", path], ["add", "3"], ["prove", path, node.words], ["count"]
    )
    assert made["size"] == Path(path).stat().st_size
    assert Path(path).stat().st_mode & 0o777 == 0o600
    assert proof == {"opened": 8, "needed": 8, "proved": True}
    assert later["audit"][-2:] == ["core.backup.made", "core.backup.proved"]
    elsewhere.rmdir()
    restore = ["restore", path, node.words, str(elsewhere)]
    assert node.tell(restore, restore, ground=second) == ["xa", {"error": "E_NOT_EMPTY"}]
    (after,) = node.tell(["count"], ground=second)
    assert after["sizes"] == before["sizes"]
    assert (after["node"], after["beats"], after["pending"]) == ("xa", 8, False)
    assert after["audit"] == [*before["audit"], "core.backup.restored"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "second", "xa.backup.age"]


def test_backup_opens_with_no_other_paper_and_shows_nothing(grounds: list[Ground], tmp_path: Path):
    node, path = Node(grounds[0]), tmp_path / "xa.backup.age"
    other = " ".join(new_paper()[0].words)
    told = node.tell(["add", "4"], ["backup", str(path)], ["prove", str(path), other])
    assert told[-1] == {"error": "E_AGE_NO_MATCH"}
    raw = path.read_bytes()
    assert b"CANARY" not in raw
    assert b"SQLite" not in raw
    with pytest.raises(subprocess.CalledProcessError):
        node.tell(["backup", str(path)])  # never over another backup
    assert path.read_bytes() == raw


def test_damaged_backup_is_found_and_restores_nothing(grounds: list[Ground], tmp_path: Path):
    node, path = Node(grounds[0]), tmp_path / "xa.backup.age"
    node.tell(["add", "3"], ["backup", str(path)])
    raw, rng, steps = path.read_bytes(), random.Random(3), []  # noqa: S311 (where to damage)
    for number in range(6):
        bad, at = tmp_path / f"bad-{number}.age", rng.randrange(3000, len(raw))
        bad.write_bytes(raw[:at] if number == 0 else raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        steps.append(["prove", str(bad), node.words])
    grounds[1].folder.rmdir()
    steps.append(["restore", str(tmp_path / "bad-5.age"), node.words, str(grounds[1].folder)])
    assert {told["error"] for told in node.tell(*steps, ground=grounds[1])} <= {"E_AGE_PAYLOAD", "E_BACKUP_DAMAGED"}
    assert not grounds[1].folder.exists()


def test_backup_without_a_file_that_the_database_needs_is_not_proved(grounds: list[Ground], tmp_path: Path):
    node, path = Node(grounds[0]), tmp_path / "xa.backup.age"
    node.tell(["add", "3"])
    blob = next(path for path in sorted((node.ground.folder / "files").rglob("*")) if path.is_file())
    blob.unlink()
    _, told = node.tell(["backup", str(path)], ["prove", str(path), node.words])
    if grounds[0].url:
        assert told["opened"] == 2  # which files a PostgreSQL dump needs cannot be asked without a server
    else:
        assert told == {"error": "E_BACKUP_INCOMPLETE"}


def test_backup_creates_no_other_file_on_any_disk(grounds: list[Ground], tmp_path: Path):
    node, path = Node(grounds[0]), tmp_path / "xa.backup.age"
    _, created = node.tell(["add", "3"], ["watched_backup", str(path)])
    own = str(node.ground.folder / "state")
    assert [name for name in created if not name.startswith(own) and name != os.devnull] == [
        str(tmp_path / ".xa.backup.age.part")
    ]


def test_backup_while_the_node_works_is_one_moment(grounds: list[Ground], tmp_path: Path):
    node, paths = Node(grounds[0]), [str(tmp_path / f"{n}.age") for n in range(3)]
    node.tell(["add", "4"])
    writer = node.ground.start(CHILD, json.dumps([["add", "40"]]))
    node.tell(*(step for path in paths for step in (["drop"], ["backup", path])))
    assert writer.wait(timeout=120) == 0
    for told in node.tell(*(["prove", path, node.words] for path in paths)):
        assert told.get("needed", 0) >= 1, told
