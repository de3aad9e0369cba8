"""The ceremony of a key directory at the command line: drafts, holders who sign, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.builders.directories import key_file
from typer.testing import CliRunner

from comity.cli.answers import CommandError
from comity.cli.main import build
from comity.kernel.clock import utc_now
from comity.seal.errors import SealError
from comity.seal.keydirectory import holding, layout
from comity.seal.keydirectory.drafting import DirectoryFile
from comity.seal.keydirectory.publishing import Repository

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "four words and a number 7"


def run(*arguments: object, passphrase: str = PASSPHRASE) -> str:
    """Run a command; what it raises is raised here."""
    words = ["key-directory", *map(str, arguments)]
    done = CliRunner().invoke(build(words), words, input=f"{passphrase}\n", catch_exceptions=True)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout


def test_three_holders_found_a_directory_and_a_state_lists_its_node(tmp_path: Path):
    for name in ("one", "two", "three", "xa"):
        run("new-key", tmp_path / name)
    online = holding.new_key()
    (tmp_path / "online.pub").write_bytes(layout.public_text(online.public_key))
    holders = [part for name in ("one", "two", "three") for part in ("--holder", tmp_path / f"{name}.pub")]
    root, states, nodes = (tmp_path / name for name in ("root.draft", "states.draft", "nodes.draft"))
    run("draft-root", "-o", root, *holders, "--online", tmp_path / "online.pub")
    run("draft-states", "-o", states)
    for file in (root, states):
        for name in ("one", "three"):
            run("sign", file, "--key", tmp_path / name)
    repository = Repository(tmp_path / "hub")
    repository.found(*(DirectoryFile.from_bytes(one.read_bytes()) for one in (root, states)), online, now=utc_now())
    admitted = tmp_path / "admitted.draft"
    run("draft-states", "-o", admitted, "--after", states, "--admit", "XA", "--key", tmp_path / "xa.pub")
    for name in ("two", "three"):
        run("sign", admitted, "--key", tmp_path / name)
    repository.publish(DirectoryFile.from_bytes(admitted.read_bytes()), online, now=utc_now())
    (tmp_path / "xa.json").write_bytes(key_file("xa") + b"\n")
    run("draft-nodes", "-o", nodes, "--state", "XA", "--number", 1, "--node", tmp_path / "xa.json")
    run("sign", nodes, "--key", tmp_path / "xa")
    repository.publish(DirectoryFile.from_bytes(nodes.read_bytes()), online, now=utc_now())
    assert [one.node_id for one in repository.nodes()["XA"]] == ["xa"]
    shown = json.loads(run("show", tmp_path / "hub" / "metadata" / "1.root.json", "--json"))
    again = json.loads(run("show", root, "--json"))
    assert shown == again
    assert (shown["kind"], shown["number"], len(shown["signed_by"])) == ("root", 1, 2)
    assert len(shown["fingerprint"].replace(" ", "")) == 40
    later = tmp_path / "root2.draft"
    run("draft-root", "-o", later, "--after", root, *holders, "--online", tmp_path / "online.pub", "--threshold", 3)
    assert json.loads(run("show", later, "--json"))["number"] == 2


def test_what_is_there_is_never_overwritten_and_secrets_are_the_owners(tmp_path: Path):
    run("new-key", tmp_path / "one")
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600
    assert b"ENCRYPTED" in (tmp_path / "one").read_bytes()
    with pytest.raises(CommandError, match="E_EXISTS"):
        run("new-key", tmp_path / "one")
    with pytest.raises(SealError, match="E_PASSPHRASE"):
        run("new-key", tmp_path / "two", passphrase="short")
    assert not (tmp_path / "two").exists()


def test_a_wrong_passphrase_signs_nothing(tmp_path: Path):
    run("new-key", tmp_path / "one")
    run("draft-states", "-o", tmp_path / "draft")
    before = (tmp_path / "draft").read_bytes()
    with pytest.raises(SealError, match="E_PASSPHRASE"):
        run("sign", tmp_path / "draft", "--key", tmp_path / "one", passphrase="another passphrase")
    assert (tmp_path / "draft").read_bytes() == before


def test_wrong_use_is_said(tmp_path: Path):
    run("draft-states", "-o", tmp_path / "draft")
    with pytest.raises(CommandError, match="E_USE"):
        run("draft-states", "-o", tmp_path / "next", "--after", tmp_path / "draft")
    with pytest.raises(SealError):
        run("draft-states", "-o", tmp_path / "next", "--after", tmp_path / "draft", "--dismiss", "XA")
    (tmp_path / "xb.json").write_bytes(key_file("xb"))
    with pytest.raises(SealError, match="E_DIRECTORY_FOREIGN"):
        run("draft-nodes", "-o", tmp_path / "n", "--state", "XA", "--number", 1, "--node", tmp_path / "xb.json")
