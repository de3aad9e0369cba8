"""Files of a key directory that are another thing than they should be: refused with a code, and nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from comity.kernel import strictjson
from comity.seal.errors import SealError
from comity.seal.keydirectory import drafting, holding, layout
from comity.seal.keydirectory.drafting import DirectoryFile
from comity.seal.keydirectory.following import FolderFetcher, follow
from comity.seal.keydirectory.layout import DirectoryError, Lives
from comity.seal.keydirectory.publishing import Repository
from tests.builders.directories import ADirectory, a_directory, key_file
from tests.builders.keys import NOW
from tests.seal.keydirectory.test_following import clock, forced

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import time_machine

__all__ = ["clock"]  # a fixture


@pytest.fixture
def directory(tmp_path: Path, clock: time_machine.Coordinates) -> ADirectory:
    del clock
    return a_directory(tmp_path / "hub")


def faults(directory: ADirectory, cache: Path) -> list[tuple[str, str]]:
    found = follow(directory.root, cache, str(directory.folder), FolderFetcher())
    return [(one.code, one.state) for one in found.faults]


def a_key(**changes: Any) -> bytes:
    value = json.loads(layout.public_text(holding.new_key().public_key))
    return strictjson.dumps(value | changes)


def test_a_public_key_is_read_as_it_was_written():
    key = holding.new_key().public_key
    assert layout.public_key(layout.public_text(key) + b"\n") == key


WRONG: dict[str, Callable[[], object]] = {
    "a role of no State": lambda: layout.state_of("timestamp"),
    "a place without its State": lambda: layout.node_of("xa", "XA"),
    "a place that names no node": lambda: layout.node_of("XA/!.json", "XA"),
    "metadata too large": lambda: layout.read_metadata(b" " * (layout.MAX_METADATA + 1)),
    "no metadata": lambda: layout.read_metadata(b"{}"),
    "a list of States for a root": lambda: layout.read_root(layout.write_metadata(drafting.new_list(NOW).metadata)),
    "a key of another kind": lambda: layout.public_key(a_key(keytype="rsa")),
    "a key without its value": lambda: layout.public_key(a_key(keyval={})),
    "a State's role with a node twice": lambda: drafting.state_role("XA", [key_file("xa")] * 2, version=1, now=NOW),
}


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_what_is_another_thing_is_refused(kind: str):
    with pytest.raises(DirectoryError) as caught:
        WRONG[kind]()
    assert caught.value.code in {"E_DIRECTORY_SYNTAX", "E_DIRECTORY_FOREIGN"}


def test_metadata_that_cannot_be_written_is_not():
    file = drafting.new_list(NOW)
    file.metadata.signed.unrecognized_fields["x-what"] = object()
    with pytest.raises(DirectoryError, match="E_DIRECTORY_SYNTAX"):
        layout.write_metadata(file.metadata)


def test_a_state_that_was_never_admitted_cannot_be_dismissed(directory: ADirectory):
    with pytest.raises(DirectoryError, match="has no role"):
        drafting.dismiss(directory.repository.read().targets, "XC", now=NOW)


def test_each_kind_of_file_is_read_as_it_was_written(directory: ADirectory):
    files = [directory.signed(drafting.new_list(NOW)), directory.state_file("XA", key_file("xa"))]
    files.append(DirectoryFile(layout.read_root(directory.root)))
    for file, kind in zip(files, ("targets", "state", "root"), strict=True):
        again = DirectoryFile.from_bytes(file.to_bytes())
        assert (again.kind, again.key_files, again.signers) == (kind, file.key_files, file.signers)
        assert layout.digest_of(again.metadata) == layout.digest_of(file.metadata)


def test_a_key_of_another_kind_signs_no_directory():
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"words")
    )
    with pytest.raises(SealError, match="E_KEY"):
        holding.unwrap(pem, "words")


def test_a_directory_begins_with_its_first_root_and_its_first_list(directory: ADirectory, tmp_path: Path):
    root = DirectoryFile(layout.read_root(directory.root))
    first = directory.signed(drafting.new_list(NOW))
    later = directory.signed(drafting.admit(first.metadata, "XC", directory.states["XC"].public_key, now=NOW))
    new = Repository(tmp_path / "new", Lives())
    for states in (later, directory.state_file("XA", key_file("xa"))):
        with pytest.raises(DirectoryError, match="E_DIRECTORY_SYNTAX"):
            new.found(root, states, directory.online, now=NOW)
    assert not new.exists
    new.found(root, first, directory.online, now=NOW)
    assert new.exists


def test_a_folder_with_a_file_missing_is_not_read(directory: ADirectory):
    (directory.folder / "metadata" / "3.targets.json").unlink()
    with pytest.raises(DirectoryError, match=r"3\.targets\.json is missing"):
        directory.repository.read()


def test_a_state_whose_role_is_missing_from_a_mirror_is_silence_and_no_lie(directory: ADirectory, tmp_path: Path):
    for path in (directory.folder / "metadata").glob(f"*{layout.role_of('XB')}.json"):
        path.unlink()
    with pytest.raises(DirectoryError, match="E_DIRECTORY_AWAY"):
        faults(directory, tmp_path / "cache")


def test_a_key_file_under_the_name_of_another_node_of_its_state_is_a_fault(directory: ADirectory, tmp_path: Path):
    raw = key_file("xa")
    file = drafting.state_role("XA", [raw], version=2, now=NOW)
    targets = file.metadata.signed.targets
    targets["XA/xz.json"] = targets.pop("XA/xa.json")
    targets["XA/xz.json"].path = "XA/xz.json"
    forced(directory, directory.signed(file, directory.states["XA"]), {"XA/xz.json": raw})
    assert faults(directory, tmp_path / "cache") == [("E_DIRECTORY_FOREIGN", "XA")]


def test_a_state_that_the_holders_gave_another_place_lists_nothing(directory: ADirectory, tmp_path: Path):
    assert faults(directory, tmp_path / "cache") == []
    file = drafting.admit(directory.repository.read().targets, "XA", directory.states["XA"].public_key, now=NOW)
    file.metadata.signed.delegations.roles[layout.role_of("XA")].paths = ["XZ/*.json"]
    directory.repository.publish(directory.signed(file), directory.online, now=NOW)
    for cache in ("cache", "a new one"):
        assert faults(directory, tmp_path / cache) == [("E_DIRECTORY_FOREIGN", "XA")]
