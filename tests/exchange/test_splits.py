"""A hub that shows two nodes two key directories is found when the two compare heads, and is believed no more."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from comity.core.audit.models import AuditEntry
from comity.core.doctor.lights import Colour
from comity.core.roles import Role
from comity.exchange import alarms, directories, fetching, probes, splits
from comity.exchange.directory_client import DirectoryFetcher
from comity.exchange.models import Alarm, Contact, Directory, DirectoryAlarm, ListedNode, PeerChange
from comity.seal.keydirectory import drafting, layout
from comity.seal.keydirectory.following import follow
from comity.seal.statement import DirectoryHead, Purpose, Statement, inspect_statement, sign_statement
from comity.seal.verify import verify_file
from tests.builders.directories import ADirectory, a_directory, mirrored, shown
from tests.builders.keys import NOW, key_ring, node_keys, peer_file
from tests.builders.meanwhile import meanwhile
from tests.builders.people import an_officer, signed_in
from tests.builders.remote_server import refusing
from tests.exchange.directory_fixtures import ada, hana

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import time_machine
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from comity.core.actors import Actor
    from comity.exchange.models import Peer
    from tests.builders.remote_server import RemoteServer

__all__ = ["ada", "hana"]  # fixtures
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@dataclass
class LyingHub:
    """A hub at one address that shows each node another folder. It has the key of the hub, and no State's."""

    true: ADirectory
    false: ADirectory
    door: Path  # what is served: a link to one folder or the other
    url: str = ""

    def show(self, one: ADirectory) -> None:
        self.door.unlink(missing_ok=True)
        self.door.symlink_to(one.folder, target_is_directory=True)

    def part(self) -> None:
        """XA lists other keys of its node; the second folder keeps the old ones under the same number."""
        self.true.list_nodes("XA", node_keys("xa").rotate_signing(NOW).peer_file(NOW))
        self.false.renew(hours=96)

    def seen_by_xa(self, cache: Path) -> DirectoryHead:
        """What node XA, which follows the same root, verifies at the address now."""
        fetcher = DirectoryFetcher(self.url)
        try:
            found = follow(self.true.root, cache, self.url, fetcher)
        finally:
            fetcher.close()
        root = layout.digest_of(layout.read_root(self.true.root))
        return DirectoryHead((root,), found.snapshot, found.digest)


@pytest.fixture
def hub(tmp_path: Path, settings: SettingsWrapper, socket_enabled: None) -> Iterator[LyingHub]:
    settings.NODE = settings.NODE.model_copy(update={"private_peers": True, "directory_peers": "proposed"})
    true = a_directory(tmp_path / "hub")
    false = ADirectory(mirrored(true, tmp_path / "other"), true.now, true.holders, true.online, true.states)
    made = LyingHub(true, false, tmp_path / "door")
    made.show(true)
    with shown(made.door) as made.url:
        yield made


@pytest.fixture
def directory(node: Path, hub: LyingHub, ada: Actor, hana: Actor) -> Directory:
    """XB follows the hub."""
    found = directories.propose_directory(actor=ada, root=hub.true.root, url=hub.url, now=NOW)
    return directories.confirm_directory(actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)


def look(directory: Directory) -> str:
    return directories.look(Directory.objects.get(pk=directory.pk), now=NOW).trouble


def tell(line: Client, seen: DirectoryHead | None, after: timedelta = SECOND) -> Statement:
    """XA tells its heads and what it saw; return what XB answers."""
    said = Statement(Purpose.HEADS, "xa", "xb", NOW + after, None, None, directory=seen)
    raw = sign_statement(said, node_keys("xa").signing_pair(NOW))
    answer = line.post("/peer/v1/heads", raw, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return inspect_statement(answer.json()["statement"].encode(), key_ring("xb"))


@pytest.fixture
def split(peer: Peer, hub: LyingHub, directory: Directory, line: Client, tmp_path: Path) -> Alarm:
    """The hub shows XB another directory than XA, and XA tells what it saw."""
    hub.part()
    assert look(directory) == ""
    hub.show(hub.false)
    tell(line, hub.seen_by_xa(tmp_path / "xa"))
    hub.show(hub.true)
    return Alarm.objects.get()


def test_two_nodes_to_whom_a_hub_shows_the_same_agree(
    peer: Peer, hub: LyingHub, directory: Directory, line: Client, tmp_path: Path
):
    assert look(directory) == ""
    theirs = hub.seen_by_xa(tmp_path / "xa")
    assert tell(line, theirs).directory == theirs
    hub.part()
    assert tell(line, hub.seen_by_xa(tmp_path / "xa"), 2 * SECOND).directory == theirs  # XB has not looked yet
    assert not Alarm.objects.exists()
    assert probes.directory(NOW).state is Colour.GREEN


def test_a_hub_that_shows_two_nodes_two_directories_is_found_and_refused(
    split: Alarm, hub: LyingHub, directory: Directory
):
    ours = Directory.objects.get()
    assert (split.code, str(split.peer.node_id)) == ("E_DIRECTORY_SPLIT", "xa")
    assert split.snapshot is not None
    assert (split.snapshot.number, split.snapshot.digest) == (ours.snapshot, ours.digest)
    assert split.sha256 != ours.digest
    assert inspect_statement(bytes(split.evidence), key_ring("xa")).directory is not None
    shown_by = verify_file(bytes(split.evidence), [peer_file("xa")])
    assert any(one.name == "statement.directory" and split.sha256 in one.detail for one in shown_by.checks)
    assert AuditEntry.objects.filter(code="exchange.alarm.raised").count() == 1
    light = probes.directory(NOW)
    assert light.state is Colour.RED
    for words in (light.what.en, light.what.zh):
        assert split.sha256 in words
        assert ours.digest in words
        assert "xa" in words
    assert "secretariat" in light.do.en
    hub.true.list_nodes("XB")  # and now it withdraws us
    assert look(directory) == "E_DIRECTORY_SPLIT"
    assert directories.look(ours, now=NOW, folder=hub.true.folder).trouble == "E_DIRECTORY_SPLIT"
    hub.door.unlink()  # and is away: it was not even asked
    assert look(directory) == "E_DIRECTORY_SPLIT"
    assert ListedNode.objects.get(node_id="xb").gone_at is None
    assert not DirectoryAlarm.objects.exists()


def test_what_is_told_while_we_look_is_heeded(
    peer: Peer, hub: LyingHub, directory: Directory, line: Client, tmp_path: Path
):
    hub.part()
    assert look(directory) == ""
    hub.show(hub.false)
    theirs = hub.seen_by_xa(tmp_path / "xa")
    hub.true.renew()
    hub.show(hub.true)
    before, seen = Directory.objects.get(pk=directory.pk), directory.snapshots.count()
    with meanwhile(lambda: tell(line, theirs), before='"exchange_alarm"', nth=2):
        assert look(directory) == splits.SPLIT
    assert Directory.objects.get(pk=directory.pk).version == before.version, "nothing is taken"
    assert directory.snapshots.count() == seen


def test_it_is_believed_again_when_two_officers_have_ended_the_alarm(
    split: Alarm, directory: Directory, line: Client, ada: Actor, hana: Actor
):
    alarms.write_finding(actor=ada, alarm_id=split.pk, text="Telephoned the secretariat.", now=NOW)
    assert look(directory) == "E_DIRECTORY_SPLIT"
    alarms.confirm_finding(actor=hana, alarm_id=split.pk, now=NOW)
    assert look(directory) == ""
    assert probes.directory(NOW).state is Colour.GREEN
    assert split.snapshot is not None
    again = DirectoryHead(splits.roots_of(directory), split.snapshot.number, split.sha256)
    tell(line, again, 2 * SECOND)  # the same once more is known
    assert look(directory) == ""
    assert Alarm.objects.count() == 1


def test_a_counterpart_that_says_something_else_each_time_raises_one_alarm(split: Alarm, line: Client):
    assert split.snapshot is not None
    for number in range(1, 4):
        said = DirectoryHead(splits.roots_of(split.snapshot.directory), split.snapshot.number, f"{number}a" * 32)
        tell(line, said, number * MINUTE)
    assert Alarm.objects.get() == split


def test_the_answer_of_a_counterpart_is_compared_as_well(
    peer: Peer, hub: LyingHub, directory: Directory, server: RemoteServer, tmp_path: Path
):
    hub.part()
    assert look(directory) == ""
    server.directory = hub.seen_by_xa(tmp_path / "xa")
    fetching.compare(peer.pk, now=NOW)
    assert server.said[0].directory == server.directory
    assert not Alarm.objects.exists()
    hub.show(hub.false)
    server.directory = hub.seen_by_xa(tmp_path / "other")
    fetching.compare(peer.pk, now=NOW)
    assert [one.code for one in Alarm.objects.all()] == ["E_DIRECTORY_SPLIT"]


def test_a_counterpart_of_an_earlier_version_proves_nothing_and_is_told_the_heads_alone(
    peer: Peer, directory: Directory, line: Client, server: RemoteServer, clock: time_machine.Coordinates
):
    assert look(directory) == ""
    assert tell(line, None).directory is None  # an earlier version would refuse the answer
    clock.shift(MINUTE)
    server.faults["heads"] = [refusing("E_SYNTAX")]
    fetching.compare(peer.pk, now=NOW + MINUTE)
    assert [one.directory for one in server.said] == [None]
    assert Contact.objects.get().compared_at == NOW + MINUTE
    assert not Alarm.objects.exists()


@pytest.mark.parametrize("changes", [{"roots": ("5a" * 32,)}, {"number": 99}])
def test_another_directory_and_a_number_that_we_never_saw_prove_nothing(
    peer: Peer, directory: Directory, line: Client, changes: dict[str, object]
):
    assert look(directory) == ""
    ours = splits.seen()
    assert ours is not None
    tell(line, replace(ours, sha256="5b" * 32, **changes))  # type: ignore[arg-type]
    assert not Alarm.objects.exists()


def test_a_node_that_follows_no_directory_says_and_hears_nothing(peer: Peer, line: Client):
    assert tell(line, DirectoryHead(("5a" * 32,), 1, "5b" * 32)).directory is None
    assert not Alarm.objects.exists()


def test_nodes_that_confirmed_roots_of_different_years_know_each_other_by_the_newest(
    peer: Peer, hub: LyingHub, directory: Directory, line: Client
):
    assert look(directory) == ""
    first = splits.roots_of(directory)
    holders = [one.public_key for one in hub.true.holders]
    before = hub.true.repository.read().root
    root = drafting.next_root(before, holders, hub.true.online.public_key, threshold=2, now=NOW)
    hub.true.repository.publish(hub.true.signed(root), hub.true.online, now=NOW)
    assert look(directory) == ""
    later = tuple(one for one in splits.roots_of(directory) if one not in first)
    assert len(later) == 1
    number = Directory.objects.get().snapshot
    tell(line, DirectoryHead(later, number, "5b" * 32))
    assert [one.code for one in Alarm.objects.all()] == ["E_DIRECTORY_SPLIT"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_show_both_digests_and_whom_to_call(split: Alarm, language: str):
    assert split.snapshot is not None
    head = signed_in(an_officer("iris", [Role.HEAD], language=language))
    registry = signed_in(an_officer("rita", [Role.REGISTRY], language=language))
    secretariat = {"en": "Telephone the secretariat", "zh-hans": "致电运行目录的秘书处"}[language]
    where = f"/peers/alarms/{split.pk}/"
    for client, path in ((head, where), (head, "/peers/directory/"), (registry, "/peers/directory/")):
        page = client.get(path).content.decode()
        assert split.sha256 in page
        assert split.snapshot.digest in page
        assert secretariat in page
    assert where in head.get("/peers/directory/").content.decode()
    assert where not in registry.get("/peers/directory/").content.decode()
    listed = ListedNode.objects.get(node_id="xa")
    assert head.post(f"/peers/directory/nodes/{listed.pk}/bring/").headers["Location"] == "/peers/directory/"
    assert not PeerChange.objects.filter(state="proposed").exists()
    wrong = {"en": "Something is wrong with the key directory", "zh-hans": "密钥目录存在问题"}[language]
    assert wrong in head.get("/peers/").content.decode()
