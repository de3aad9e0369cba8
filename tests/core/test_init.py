"""Making a node: nothing half made, nothing readable by others, the paper confirmed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from comity.core.backup.paper import RecoveryPaper, read_paper
from comity.core.init import InitError, initialise, recovery_recipient_text
from comity.kernel.errors import KernelError
from comity.seal.keyfile import parse_peer_file
from comity.seal.nodekeys import NodeKeys

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 2, tzinfo=UTC)
NAMES = {"en": "Central Authority of XA", "zh-hans": "XA 中央机关"}


def make(folder: Path, **changes: Any):
    said: dict[str, Any] = {"node_id": "xa", "state": "XA", "names": NAMES, "url": "https://xa.example"}
    return initialise(folder, **{**said, "confirm": RecoveryPaper.answers, "now": NOW, **changes})


def test_initialise_makes_a_node_that_only_its_owner_reads(tmp_path: Path):
    shown: list[RecoveryPaper] = []

    def confirm(paper: RecoveryPaper) -> tuple[str, str]:
        shown.append(paper)
        return ("wrong", "words") if len(shown) < 3 else paper.answers()

    new = make(tmp_path / "node", confirm=confirm, further={"role": "central_authority"})
    keys = new.folder / "keys"
    modes = {str(path.relative_to(new.folder)): path.stat().st_mode & 0o777 for path in new.folder.rglob("*")}
    assert modes == {
        "files": 0o700,
        "keys": 0o700,
        "keys/django-secret": 0o600,
        "keys/node.age": 0o600,
        "keys/recovery.recipient": 0o600,
        "keys/unlock": 0o600,
        "node.json": 0o644,
    }
    assert new.folder.stat().st_mode & 0o777 == 0o700
    assert NodeKeys.load(keys, (keys / "unlock").read_bytes()).node_id == "xa"
    assert parse_peer_file(new.peer_file).fingerprint() == new.fingerprint
    said = json.loads((new.folder / "node.json").read_text("utf-8"))
    assert said == {
        "node_id": "xa",
        "state": "XA",
        "names": NAMES,
        "url": "https://xa.example",
        "role": "central_authority",
    }
    identity = read_paper(" ".join(shown[-1].words))
    assert recovery_recipient_text(new.folder) == str(identity.recipient())
    everything = b"".join(path.read_bytes() for path in new.folder.rglob("*") if path.is_file())
    assert str(identity).encode() not in everything
    assert shown[-1].words[0].encode() not in everything


def test_initialise_without_the_words_of_the_paper_makes_nothing(tmp_path: Path):
    with pytest.raises(InitError) as raised:
        make(tmp_path / "node", confirm=lambda _paper: ("babab", "babab"))
    assert raised.value.code == "E_RECOVERY_WORDS"
    assert not (tmp_path / "node").exists()


def test_initialise_where_something_is_refuses_and_touches_nothing(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(InitError) as raised:
        make(tmp_path)
    assert raised.value.code == "E_NOT_EMPTY"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(KernelError):
        make(tmp_path / "node", node_id="Not A Node")


def test_initialise_that_fails_half_way_leaves_nothing(tmp_path: Path):
    taken = tmp_path / "unlock"
    taken.write_text("of another node")
    with pytest.raises(FileExistsError):
        make(tmp_path / "node", unlock_file=taken)
    assert not (tmp_path / "node").exists()
    assert taken.read_text() == "of another node"


def test_keys_open_with_an_unlock_file_elsewhere(tmp_path: Path):
    new = make(tmp_path / "node", unlock_file=tmp_path / "stick" / "unlock")
    assert not (new.folder / "keys" / "unlock").exists()
    code = "import django; django.setup(); from comity.core.keys import node_keys; print(node_keys().node_id)"
    env = {**os.environ, "COMITY_DATA": str(new.folder)}
    done = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "xa"
