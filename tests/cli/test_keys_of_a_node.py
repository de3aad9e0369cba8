"""A node's own key file, and a peer's brought at the command line: as other processes, on a node in a folder."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders.commands import begun, forked
from tests.builders.keys import MADE, node_keys, peer_file

from comity.cli.demo.pages import totp
from comity.kernel.clock import utc_now
from comity.seal.keyfile import parse_peer_file
from comity.seal.timestamp import DemoAuthority

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builders.commands import Done

SECRET = base64.b32encode(b"a secret for tests!!").decode()
PASSWORD = "correct horse battery staple"
DIGITS = r"(?:\d{5} ){7}\d{5}"


@dataclass
class FoundedNode:
    """A node in a folder of its own, with an administrator, an auditor, and a shell beside it."""

    folder: Path
    key_file: bytes = b""

    def run(self, *arguments: str, **env: str) -> Done:
        """Run a command to its end, forked from a process that has entered this node."""
        return forked(*arguments, node=self.folder, **env)

    def bring(self, file: str, login: str, *more: str, password: str = PASSWORD, code: str = "", **env: str) -> Done:
        """Run `comity keys import` as an officer."""
        options = ("--data", str(self.folder), "--officer", login, *more)
        return forked("keys", "import", file, *options, stdin=proof(password, code), node=self.folder, **env)

    def changes(self) -> list[list[str]]:
        """Return what was brought: node, state, who brought it."""
        found = sqlite3.connect(self.folder / "db.sqlite3").execute(
            "SELECT p.node_id, c.state, o.login FROM exchange_peerchange c JOIN exchange_peer p ON p.id = c.peer_id "
            "JOIN core_officer o ON o.id = c.proposed_by_id"
        )
        return [list(row) for row in found]


def proof(password: str = PASSWORD, code: str = "") -> bytes:
    """Return what an officer types."""
    return f"{password}\n{code or totp(SECRET, time.time())}\n".encode()


def _person(login: str, role: str) -> dict[str, Any]:
    return {
        "login": login, "role": role, "name": login.title(), "language": "en", "function": {"en": "Officer"},
        "password": PASSWORD, "totp_secret": SECRET, "signing_passphrase": "",
    }  # fmt: skip


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> FoundedNode:
    """XB, founded by the same step as a node of the demo."""
    made = FoundedNode(tmp_path_factory.mktemp("node") / "xb")
    plan = {
        "node": {"id": "xb", "state": "XB", "names": {"en": "Central Authority of XB", "zh-hans": "XB 中央机关"}},
        "people": [_person("ada", "administrator"), _person("bo", "administrator"), _person("aude", "auditor")],
        "url": "http://xb.example",
        "hosts": ["localhost"],
        "time_authority": {
            "url": "http://127.0.0.1:9/",
            "pem": DemoAuthority.generate("Tests", now=utc_now()).certificate_pem.decode(),
        },
    }
    done = begun(made.folder, stdin=json.dumps(plan).encode(), module="comity.cli.demo.found")
    assert done.returncode == 0, done.stderr
    made.key_file = json.loads(done.stdout)["key_file"].encode()
    return made


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The key file of XA, with the line end that an editor adds."""
    path = tmp_path / "xa.json"
    path.write_bytes(node_keys("xa").peer_file(MADE) + b"\n")
    return path


def test_export_writes_the_nodes_own_signed_key_file(node: FoundedNode, tmp_path: Path):
    own = tmp_path / "own.json"
    done = begun("keys", "export", "-o", own, "--data", node.folder)
    assert (done.returncode, done.stdout) == (0, b"")
    written = parse_peer_file(own.read_bytes())
    assert (written.node_id, written.fingerprint()) == ("xb", parse_peer_file(node.key_file).fingerprint())
    assert written.fingerprint() in done.stderr.decode()
    piped = node.run("keys", "export", COMITY_DATA=str(node.folder))
    assert parse_peer_file(piped.stdout).fingerprint() == written.fingerprint()
    assert "SECRET" not in own.read_text().upper()


def test_export_without_a_node_or_to_nowhere_says_so(node: FoundedNode, tmp_path: Path):
    done = begun("keys", "export", "--data", tmp_path / "none")
    assert done.returncode == 3
    assert b"E_NODE" in done.stderr
    done = node.run("keys", "export", "-o", str(tmp_path / "no" / "folder"), "--data", str(node.folder))
    assert done.returncode == 2
    assert b"E_FILE" in done.stderr


def test_import_brings_a_key_file_that_a_second_officer_must_confirm(node: FoundedNode, theirs: Path):
    done = begun("keys", "import", theirs, "--data", node.folder, "--officer", "ada", "--json", stdin=proof())
    assert done.returncode == 0, done.stderr
    said, told = json.loads(done.stdout), done.stderr.decode()
    fingerprint = peer_file("xa").fingerprint()
    assert (said["ok"], said["node"], said["state"], said["fingerprint"]) == (True, "xa", "XA", fingerprint)
    assert re.search(DIGITS, told)
    assert "second officer" in told
    assert f"http://xb.example/peers/changes/{said['change_id']}/" in told
    assert PASSWORD not in done.stdout.decode() + told
    assert node.changes() == [["xa", "proposed", "ada"]]


def test_import_says_it_in_chinese(node: FoundedNode, theirs: Path):
    done = node.bring(str(theirs), "bo", LC_ALL="zh_CN.UTF-8")
    assert done.returncode == 0, done.stderr
    assert "第二名工作人员" in done.stderr.decode()
    assert node.changes() == [["xa", "proposed", "bo"]]


@pytest.mark.parametrize(
    ("login", "wrong"),
    [("ada", {"password": "another"}), ("ada", {"code": "000000"}), ("nobody", {})],
)
def test_import_wants_the_officers_own_secrets(node: FoundedNode, theirs: Path, login: str, wrong: dict[str, str]):
    before = node.changes()
    done = node.bring(str(theirs), login, "--json", **wrong)
    assert done.returncode == 1
    assert json.loads(done.stdout)["code"] == "E_OFFICER"
    assert node.changes() == before


def test_import_is_for_those_who_may(node: FoundedNode, theirs: Path):
    done = node.bring(str(theirs), "aude")
    assert done.returncode == 1
    assert b"Only an administrator or the head" in done.stderr


def test_import_refuses_our_own_file_and_rubbish(node: FoundedNode, tmp_path: Path):
    own = tmp_path / "own.json"
    own.write_bytes(node.key_file)
    done = node.bring(str(own), "ada")
    assert (done.returncode, b"this node itself" in done.stderr) == (1, True)
    for content in (b"\xff\x00", node.key_file[:-2]):
        own.write_bytes(content)
        done = node.bring(str(own), "ada", "--json")
        assert done.returncode == 1
        assert json.loads(done.stdout)["ok"] is False
    assert node.bring(str(tmp_path / "missing"), "ada").returncode == 2
