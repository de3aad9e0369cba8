"""What a hub takes in: the next version, signed by those who must, and of a State only its own nodes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from comity.seal.errors import SealError
from comity.seal.keydirectory import drafting, holding, layout
from comity.seal.keydirectory.drafting import DirectoryFile
from comity.seal.keydirectory.layout import DirectoryError
from comity.seal.keyfile import parse_peer_file
from tests.builders.directories import ADirectory, a_directory, key_file
from tests.builders.keys import NOW, peer_file

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "four words and a number 7"


@pytest.fixture
def directory(tmp_path: Path) -> ADirectory:
    return a_directory(tmp_path / "hub")


def refused(directory: ADirectory, file: DirectoryFile) -> str:
    before = {path: path.read_bytes() for path in directory.folder.rglob("*") if path.is_file()}
    with pytest.raises(DirectoryError) as error:
        directory.repository.publish(file, directory.online, now=NOW)
    assert before == {path: path.read_bytes() for path in directory.folder.rglob("*") if path.is_file()}
    return error.value.code


def test_what_is_published_is_read_back(directory: ADirectory):
    found = directory.repository.read()
    assert (found.admitted, sorted(found.states)) == (("XA", "XB"), ["XA", "XB"])
    assert directory.repository.nodes()["XA"][0].fingerprint() == peer_file("xa").fingerprint()
    assert parse_peer_file(directory.repository.key_file("XA", "XA/xa.json")) == peer_file("xa")
    assert sorted(one.name for one in (directory.folder / "metadata").glob("*.targets.json")) == [
        "1.targets.json", "2.targets.json", "3.targets.json",
    ]  # fmt: skip


def test_one_holder_is_not_enough_and_one_who_signs_twice_is_one(directory: ADirectory):
    file = drafting.admit(directory.repository.read().targets, "XC", directory.states["XC"].public_key, now=NOW)
    holder = directory.holders[0]
    assert refused(directory, file) == "E_DIRECTORY_SIGNATURE"
    assert refused(directory, directory.signed(file, holder, holder)) == "E_DIRECTORY_SIGNATURE"
    assert refused(directory, directory.signed(file, holder, directory.online)) == "E_DIRECTORY_SIGNATURE"
    directory.repository.publish(directory.signed(file, *directory.holders[1:]), directory.online, now=NOW)


def test_signatures_of_another_text_do_not_count(directory: ADirectory):
    signed = directory.state_file("XA", key_file("xa", timedelta(days=1)))
    other = drafting.state_role("XA", [key_file("xa", timedelta(days=2))], version=2, now=NOW)
    moved = DirectoryFile(replace_signatures(other.metadata, signed.metadata), other.key_files)
    assert refused(directory, moved) == "E_DIRECTORY_SIGNATURE"


def replace_signatures(metadata: object, source: object) -> object:
    copied = layout.read_metadata(layout.write_metadata(metadata))  # type: ignore[arg-type]
    copied.signatures = source.signatures  # type: ignore[attr-defined]
    return copied


def test_a_state_lists_its_own_nodes_by_its_own_key(directory: ADirectory):
    newer = key_file("xb", timedelta(days=1))
    assert refused(directory, directory.state_file("XB", newer, by="XA")) == "E_DIRECTORY_SIGNATURE"
    with pytest.raises(DirectoryError, match="E_DIRECTORY_FOREIGN"):
        drafting.state_role("XA", [newer], version=2, now=NOW)
    twin = directory.state_file("XB", newer, key_file("stranger", state="XB", node_id="xa"))
    assert refused(directory, twin) == "E_DIRECTORY_FOREIGN"
    unknown = drafting.state_role("XC", [key_file("stranger")], version=1, now=NOW)
    assert refused(directory, directory.signed(unknown, directory.states["XC"])) == "E_DIRECTORY_SIGNATURE"


def test_files_that_were_exchanged_or_left_out_are_refused(directory: ADirectory):
    signed = directory.state_file("XA", key_file("xa", timedelta(days=1)))
    assert refused(directory, replace(signed, key_files=())) == "E_DIRECTORY_DIGEST"
    exchanged = replace(signed, key_files=(key_file("xa", timedelta(days=2)),))
    assert refused(directory, exchanged) == "E_DIRECTORY_DIGEST"


def test_nothing_goes_back(directory: ADirectory):
    directory.list_nodes("XA", key_file("xa", timedelta(days=2)))
    older = directory.state_file("XA", key_file("xa", timedelta(days=1)))
    assert refused(directory, older) == "E_DIRECTORY_BACK"
    again = drafting.state_role("XA", [key_file("xa", timedelta(days=3))], version=2, now=NOW)
    assert refused(directory, directory.signed(again, directory.states["XA"])) == "E_DIRECTORY_BACK"


def test_a_directory_file_travels_and_rubbish_is_refused(directory: ADirectory):
    file = directory.state_file("XA", key_file("xa", timedelta(days=1)))
    again = DirectoryFile.from_bytes(file.to_bytes() + b"\n")
    assert (again.kind, again.state, again.key_files) == ("state", "XA", file.key_files)
    assert again.signers == (directory.states["XA"].public_key.keyid,)
    assert drafting.new_list(NOW).kind == "targets"
    snapshot = DirectoryFile(directory.repository.read().snapshot).to_bytes()
    for raw in (b"", b"{}", b"[1]", file.to_bytes()[:-3], file.to_bytes().replace(b'"v":1', b'"v":2'), snapshot):
        with pytest.raises(SealError):
            DirectoryFile.from_bytes(raw)


def test_a_directory_is_founded_once_and_by_two(directory: ADirectory, tmp_path: Path):
    with pytest.raises(DirectoryError):
        directory.found()
    other = ADirectory(tmp_path / "other")
    keys = [one.public_key for one in other.holders]
    for holders, threshold in ((keys, 1), (keys, 4), (keys[:1] * 2, 2), ([*keys, other.online.public_key], 2)):
        with pytest.raises(DirectoryError):
            drafting.new_root(holders, other.online.public_key, threshold=threshold, now=NOW)
    root = drafting.new_root(keys, other.online.public_key, threshold=2, now=NOW)
    states = other.signed(drafting.new_list(NOW))
    with pytest.raises(DirectoryError, match="E_DIRECTORY_SIGNATURE"):
        other.repository.found(other.signed(root, other.holders[0]), states, other.online, now=NOW)
    assert not other.repository.exists


def test_a_fingerprint_stands_for_the_whole_root(directory: ADirectory, tmp_path: Path):
    root = layout.read_root(directory.root)
    assert layout.root_fingerprint(root) == layout.root_fingerprint(layout.read_root(directory.root))
    other = ADirectory(tmp_path / "other").found()
    assert layout.root_fingerprint(layout.read_root(other.root)) != layout.root_fingerprint(root)


def test_a_holders_key_opens_by_its_passphrase_alone():
    signer = holding.new_key()
    raw = holding.wrap(signer, PASSPHRASE)
    assert holding.unwrap(raw, PASSPHRASE).public_key == signer.public_key
    assert layout.public_key(layout.public_text(signer.public_key)) == signer.public_key
    for wrong in ("", "four words and a number 8"):
        with pytest.raises(SealError, match=r"E_PASSPHRASE|E_KEY"):
            holding.unwrap(raw, wrong)
    with pytest.raises(SealError, match="E_KEY"):
        holding.unwrap(holding.to_bytes(signer), PASSPHRASE)
    with pytest.raises(SealError, match="E_PASSPHRASE"):
        holding.wrap(signer, "short")
    assert holding.from_bytes(holding.to_bytes(signer)).public_key == signer.public_key
    for rubbish in (b"", b"{}"):
        with pytest.raises(SealError):
            layout.public_key(rubbish)
        with pytest.raises(SealError, match="E_KEY"):
            holding.from_bytes(rubbish)


@pytest.mark.parametrize("state", ["", "xa", "X", "XABC", "X/", "X.", "../"])
def test_only_codes_of_states_are_names_of_roles(state: str):
    with pytest.raises(DirectoryError):
        layout.role_of(state)
