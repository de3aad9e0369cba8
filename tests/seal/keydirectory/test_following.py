"""A node that follows a directory notices one that is away, frozen, rolled back, lying, or two-faced."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from tuf.ngclient import Urllib3Fetcher

from comity.seal.keydirectory import drafting, layout
from comity.seal.keydirectory.following import FolderFetcher, Followed, follow
from comity.seal.keydirectory.layout import DirectoryError
from tests.builders.directories import ADirectory, a_directory, key_file, mirrored
from tests.builders.keys import NOW, node_keys, peer_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def directory(tmp_path: Path, clock: time_machine.Coordinates) -> ADirectory:
    del clock
    return a_directory(tmp_path / "hub")


def seen(directory: ADirectory, cache: Path, folder: Path | None = None) -> Followed:
    return follow(directory.root, cache, str(folder or directory.folder), FolderFetcher())


def refused(directory: ADirectory, cache: Path, folder: Path | None = None) -> str:
    with pytest.raises(DirectoryError) as error:
        seen(directory, cache, folder)
    return error.value.code


def test_every_states_nodes_are_found_with_their_key_files(directory: ADirectory, tmp_path: Path):
    found = seen(directory, tmp_path / "cache")
    assert {node: one.state for node, one in found.nodes.items()} == {"xa": "XA", "xb": "XB"}
    assert found.nodes["xa"].file.fingerprint() == peer_file("xa").fingerprint()
    assert (found.states, found.faults, found.root_version) == (("XA", "XB"), (), 1)
    assert found.expires == NOW + timedelta(hours=48)
    assert seen(directory, tmp_path / "cache").digest == found.digest


def test_a_mirror_on_a_stick_says_the_same(directory: ADirectory, tmp_path: Path):
    stick = mirrored(directory, tmp_path / "stick")
    assert seen(directory, tmp_path / "cache", stick) == seen(directory, tmp_path / "other")
    assert directory.repository.mirror(stick) == 1  # the time stamp alone is ever written again
    assert all(".new" not in one.name for one in stick.rglob("*"))


def test_a_mirror_carries_what_is_put_beside_the_directory(directory: ADirectory, tmp_path: Path):
    alone = seen(directory, tmp_path / "cache")
    stick = tmp_path / "stick"
    for raw in (b'{"first":1}', b'{"second":2}'):
        directory.repository.put("beside.json", raw)
        directory.repository.mirror(stick)
        assert (stick / "beside.json").read_bytes() == raw
    assert seen(directory, tmp_path / "cache", stick) == alone  # it is no part of the directory


def test_an_admitted_state_may_list_nothing_yet(directory: ADirectory, tmp_path: Path):
    found = seen(directory.admit("XC"), tmp_path / "cache")
    assert (found.states, set(found.nodes), found.faults) == (("XA", "XB", "XC"), {"xa", "xb"}, ())


def test_a_directory_that_is_away_is_noticed(directory: ADirectory, tmp_path: Path):
    with pytest.raises(DirectoryError, match="E_DIRECTORY_AWAY"):
        follow(directory.root, tmp_path / "cache", "http://127.0.0.1:1", Urllib3Fetcher())
    shutil.rmtree(directory.folder / "metadata")
    (directory.folder / "metadata").mkdir()
    shutil.copy(tmp_path / "cache" / "metadata" / "root_history" / "1.root.json", directory.folder / "metadata")
    assert refused(directory, tmp_path / "cache") == "E_DIRECTORY_AWAY"


def test_a_frozen_directory_is_noticed_when_its_time_stamp_runs_out(
    directory: ADirectory, tmp_path: Path, clock: time_machine.Coordinates
):
    seen(directory, tmp_path / "cache")
    clock.shift(timedelta(hours=47))
    seen(directory, tmp_path / "cache")
    clock.shift(timedelta(hours=2))
    assert refused(directory, tmp_path / "cache") == "E_DIRECTORY_FROZEN"
    directory.renew(hours=49)
    assert seen(directory, tmp_path / "cache").version == 6


def test_a_directory_rolled_back_is_noticed(directory: ADirectory, tmp_path: Path):
    old = mirrored(directory, tmp_path / "old")
    directory.list_nodes("XA", key_file("xa", timedelta(days=1)))
    seen(directory, tmp_path / "cache")
    assert refused(directory, tmp_path / "cache", old) == "E_DIRECTORY_BACK"


def test_an_old_list_under_a_new_time_stamp_is_noticed(directory: ADirectory, tmp_path: Path):
    """A hub whose own key was stolen signs an older snapshot anew."""
    old = ADirectory(
        mirrored(directory, tmp_path / "old"), directory.now, directory.holders, directory.online, directory.states
    )
    directory.list_nodes("XA", key_file("xa", timedelta(days=1)))
    seen(directory, tmp_path / "cache")
    old.renew(hours=1).renew(hours=1).renew(hours=1)
    assert old.repository.read().snapshot.signed.version == 5
    assert refused(directory, tmp_path / "cache", old.folder) == "E_DIRECTORY_BACK"


def test_two_time_stamps_of_one_number_are_noticed(directory: ADirectory, tmp_path: Path):
    other = ADirectory(
        mirrored(directory, tmp_path / "other"), directory.now, directory.holders, directory.online, directory.states
    )
    directory.list_nodes("XA", key_file("xa", timedelta(days=1)))
    other.list_nodes("XB", key_file("xb", timedelta(days=1)))
    seen(directory, tmp_path / "cache")
    assert refused(directory, tmp_path / "cache", other.folder) == "E_DIRECTORY_TWO_HEADS"


def test_nothing_is_believed_that_another_key_signed(directory: ADirectory, tmp_path: Path):
    rogue = ADirectory(tmp_path / "rogue").found()
    seen(directory, tmp_path / "cache")
    for name in ("timestamp.json", "1.snapshot.json", "1.targets.json"):
        forged = mirrored(directory, tmp_path / f"forged {name}")
        shutil.copy(rogue.folder / "metadata" / name, forged / "metadata" / name)
        fresh = tmp_path / f"cache {name}"
        code = "E_DIRECTORY_SIGNATURE" if name == "timestamp.json" else None
        if code:
            assert refused(directory, fresh, forged) == code
        else:
            assert seen(directory, fresh, forged)  # older versions: nobody is led to them


@pytest.mark.parametrize("name", ["5.snapshot.json", "3.targets.json", "1.state-XA.json"])
def test_a_changed_file_is_noticed(directory: ADirectory, tmp_path: Path, name: str):
    path = directory.folder / "metadata" / name
    path.write_bytes(path.read_bytes().replace(b'"_type"', b' "_type"', 1))
    if name.startswith("1.state"):
        found = seen(directory, tmp_path / "cache")
        assert [(one.code, one.state) for one in found.faults] == [("E_DIRECTORY_DIGEST", "XA")]
        assert set(found.nodes) == {"xb"}
    else:
        assert refused(directory, tmp_path / "cache") == "E_DIRECTORY_DIGEST"


def test_a_changed_key_file_is_a_fault_of_that_state_alone(directory: ADirectory, tmp_path: Path):
    (path,) = (directory.folder / "targets" / "XA").iterdir()
    path.write_bytes(key_file("stranger", state="XA", node_id="xa"))
    found = seen(directory, tmp_path / "cache")
    assert [(one.code, one.state) for one in found.faults] == [("E_DIRECTORY_DIGEST", "XA")]
    assert set(found.nodes) == {"xb"}


def forced(directory: ADirectory, file: drafting.DirectoryFile, paths: dict[str, bytes]) -> None:
    """Publish without any check, as a hub would that does not care."""
    repository = directory.repository
    for path, raw in paths.items():
        target = file.metadata.signed.targets[path]
        repository._put(directory.folder / "targets" / target.get_prefixed_paths()[0], raw)
    role = layout.role_of(file.state)
    name = f"{role}.json"
    repository._put_metadata(f"{file.metadata.signed.version}.{name}", layout.write_metadata(file.metadata))
    repository._publish({name: file.metadata}, repository.read(), directory.online, directory.now)


def test_a_states_role_cannot_speak_for_another_states_node(directory: ADirectory, tmp_path: Path):
    """XA lists a node under XB's place; under its own place a file of XB; and under XB's name a node of its own."""
    foreign = key_file("stranger", state="XB", node_id="xb")
    file = drafting.state_role("XB", [foreign], version=2, now=NOW)
    file.metadata.signed.unrecognized_fields["x-state"] = "XA"
    forced(directory, directory.signed(file, directory.states["XA"]), {"XB/xb.json": foreign})
    found = seen(directory, tmp_path / "cache")
    assert [(one.code, one.state) for one in found.faults] == [("E_DIRECTORY_FOREIGN", "XA")]
    assert found.nodes["xb"].file.fingerprint() == peer_file("xb").fingerprint()


def test_the_same_name_under_two_states_is_a_fault_of_the_second(directory: ADirectory, tmp_path: Path):
    twin = key_file("stranger", state="XB", node_id="xa")
    file = drafting.state_role("XB", [twin], version=2, now=NOW)
    forced(directory, directory.signed(file, directory.states["XB"]), {"XB/xa.json": twin})
    found = seen(directory, tmp_path / "cache")
    assert [(one.code, one.state) for one in found.faults] == [("E_DIRECTORY_FOREIGN", "XB")]
    assert found.nodes["xa"].state == "XA"


def test_a_role_signed_by_another_states_key_is_refused(directory: ADirectory, tmp_path: Path):
    newer = key_file("xb", timedelta(days=1))
    file = drafting.state_role("XB", [newer], version=2, now=NOW)
    forced(directory, directory.signed(file, directory.states["XA"]), {"XB/xb.json": newer})
    found = seen(directory, tmp_path / "cache")
    assert [(one.code, one.state) for one in found.faults] == [("E_DIRECTORY_SIGNATURE", "XB")]


def test_a_withdrawn_node_is_gone_and_the_state_remains(directory: ADirectory, tmp_path: Path):
    directory.list_nodes("XA")
    found = seen(directory, tmp_path / "cache")
    assert (set(found.nodes), found.states) == ({"xb"}, ("XA", "XB"))
    gone = drafting.dismiss(directory.repository.read().targets, "XA", now=NOW)
    directory.repository.publish(directory.signed(gone), directory.online, now=NOW)
    assert seen(directory, tmp_path / "cache").states == ("XB",)


def test_a_new_root_is_followed_by_two_of_the_old_holders_and_by_no_one(directory: ADirectory, tmp_path: Path):
    others = ADirectory(tmp_path / "unused")
    before = directory.repository.read().root
    draft = drafting.next_root(
        before, [one.public_key for one in others.holders], directory.online.public_key, threshold=2, now=NOW
    )
    with pytest.raises(DirectoryError, match="E_DIRECTORY_SIGNATURE"):
        directory.repository.check(directory.signed(draft, *others.holders))
    both = directory.signed(draft, *others.holders[:2], *directory.holders[1:])
    directory.repository.publish(both, directory.online, now=NOW)
    with pytest.raises(DirectoryError, match="E_DIRECTORY_SIGNATURE"):
        seen(directory, tmp_path / "cache")  # the list of States still bears the old holders' signatures
    again = drafting.dismiss(directory.repository.read().targets, "XB", now=NOW)
    directory.repository.publish(directory.signed(again, *others.holders[:2]), directory.online, now=NOW)
    assert seen(directory, tmp_path / "cache").root_version == 2


def test_a_root_that_ran_out_is_noticed(directory: ADirectory, tmp_path: Path, clock: time_machine.Coordinates):
    clock.shift(timedelta(days=366))
    directory.renew(days=366)
    assert refused(directory, tmp_path / "cache") == "E_DIRECTORY_FROZEN"


def test_endless_answers_are_cut_off(directory: ADirectory, tmp_path: Path):
    (directory.folder / "metadata" / "timestamp.json").write_bytes(b" " * (layout.MAX_METADATA + 1))
    assert refused(directory, tmp_path / "cache") == "E_DIRECTORY_DIGEST"


def test_rubbish_is_no_root(tmp_path: Path, directory: ADirectory):
    for raw in (b"", b"{}", b"[]", b"\xff" * 40, directory.root.replace(b'"version":1', b'"version":2')):
        with pytest.raises(DirectoryError):
            layout.read_root(raw)
    with pytest.raises(DirectoryError, match="E_DIRECTORY"):
        follow(b"{}", tmp_path / "cache", str(directory.folder), FolderFetcher())


def test_keys_of_a_node_may_be_rotated_in_the_directory(directory: ADirectory, tmp_path: Path):
    newer = node_keys("xa").rotate_signing(NOW).rotate_age(NOW).peer_file(NOW)
    directory.list_nodes("XA", newer)
    found = seen(directory, tmp_path / "cache")
    assert len(found.nodes["xa"].file.keys) == 6
    assert found.nodes["xb"] == replace(found.nodes["xb"], state="XB")
