"""A node follows a key directory over HTTP: two officers pin its root, and every lie is told, none is believed."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.doctor.lights import Colour
from comity.core.keys import data_folder
from comity.core.moves import MoveError
from comity.core.roles import Role
from comity.exchange import anchors, directories, directory_peers, jobs, peers, probes
from comity.exchange.directory_peers import Standing, compare, revokes
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Directory, DirectoryAlarm, ListedNode, Peer
from comity.kernel.graph import GraphError
from comity.seal.keydirectory import drafting
from comity.seal.keydirectory.layout import DirectoryError
from comity.seal.keyfile import parse_peer_file
from tests.builders.directories import ADirectory, key_file, mirrored
from tests.builders.keys import MADE, NOW, node_keys, peer_file
from tests.builders.people import an_actor
from tests.exchange.directory_fixtures import ada, directory, hana, hub, url, xa
from tests.seal.keydirectory.test_following import forced

if TYPE_CHECKING:
    from pathlib import Path

    import time_machine
    from pytest_django.fixtures import SettingsWrapper

    from comity.core.actors import Actor

__all__ = ["ada", "directory", "hana", "hub", "url", "xa"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")  # the node under test is XB
DAY = timedelta(days=1)


def automatic(settings: SettingsWrapper) -> None:
    settings.NODE = settings.NODE.model_copy(update={"directory_peers": "automatic"})


def trouble(directory: Directory, after: timedelta = timedelta(0), folder: Path | None = None) -> str:
    return directories.look(Directory.objects.get(pk=directory.pk), now=NOW + after, folder=folder).trouble


def light(after: timedelta = timedelta(0)) -> Colour:
    return probes.directory(NOW + after).state


# Whom we follow ----------------------------------------------------------------------------------------------------


def test_two_officers_and_the_digits_of_the_root(hub: ADirectory, ada: Actor, hana: Actor):
    found = directories.propose_directory(actor=ada, root=hub.root, url="", now=NOW)
    assert directories.followed() is None
    with pytest.raises(AccessDenied):
        directories.confirm_directory(actor=ada, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)
    with pytest.raises(ExchangeError, match="E_FINGERPRINT"):
        directories.confirm_directory(actor=hana, anchor_id=found.pk, fingerprint="12345 " * 8, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Directory.objects.update(state="followed", decided_by_id=ada.officer_id, decided_at=NOW)
    directories.confirm_directory(
        actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint.replace(" ", ""), now=NOW
    )
    assert directories.followed() == found
    with pytest.raises(GraphError):
        directories.decline_directory(actor=hana, anchor_id=found.pk, now=NOW)
    codes = list(AuditEntry.objects.filter(code__startswith="exchange.dir").values_list("code", flat=True))
    assert codes == ["exchange.directory.proposed", "exchange.directory.followed"]


def test_another_directory_takes_the_place_of_the_first(hub: ADirectory, tmp_path: Path, ada: Actor, hana: Actor):
    for root in (hub.root, ADirectory(tmp_path / "other").found().root):
        found = directories.propose_directory(actor=ada, root=root, url="", now=NOW)
        directories.confirm_directory(actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)
    assert sorted(Directory.objects.values_list("state", flat=True)) == ["followed", "left"]
    assert directories.followed() == found
    directories.leave_directory(actor=ada, anchor_id=found.pk, now=NOW)
    assert directories.followed() is None


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.HEAD}])
def test_no_other_role_follows_or_leaves(role: Role, hub: ADirectory, ada: Actor):
    found = directories.propose_directory(actor=ada, root=hub.root, url="", now=NOW)
    actor = an_actor(role, login="other")
    for act in (
        lambda: directories.propose_directory(actor=actor, root=hub.root, url="", now=NOW),
        lambda: directories.confirm_directory(actor=actor, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW),
        lambda: directories.decline_directory(actor=actor, anchor_id=found.pk, now=NOW),
        lambda: directories.leave_directory(actor=actor, anchor_id=found.pk, now=NOW),
    ):
        with pytest.raises(AccessDenied):
            act()


def test_rubbish_and_hostile_addresses_are_refused(hub: ADirectory, ada: Actor):
    for rubbish in (b"", b"{}", hub.root[:-5], key_file("xa")):
        with pytest.raises(DirectoryError):
            directories.propose_directory(actor=ada, root=rubbish, url="", now=NOW)
    for bad in ("ftp://x.example", "https://a:b@x.example", "https://x.example/?q", "file:///etc/passwd"):
        with pytest.raises(ExchangeError, match="E_ADDRESS"):
            directories.propose_directory(actor=ada, root=hub.root, url=bad, now=NOW)
    assert not Directory.objects.exists()


# What is listed ----------------------------------------------------------------------------------------------------


def test_what_is_listed_is_shown_and_becomes_a_counterpart_by_two_officers(xa: Peer):
    assert [one.node_id for one in ListedNode.objects.all()] == ["xa", "xb"]
    assert xa.is_confirmed
    assert "xa" in peers.key_ring()
    assert light() is Colour.GREEN
    assert not DirectoryAlarm.objects.exists()  # our own node is listed with our own keys


def test_nothing_becomes_a_counterpart_by_itself(directory: Directory):
    looked = directories.look(directory, now=NOW)
    assert looked.taken is not None
    assert (looked.listed, looked.taken.new, Peer.objects.count()) == (2, ["xa"], 0)


def test_a_state_may_decide_that_it_does(directory: Directory, hub: ADirectory, settings: SettingsWrapper):
    automatic(settings)
    directories.look(directory, now=NOW)
    assert peers.key_file_of(peers.peer_of("xa")) == peer_file("xa")
    newer = node_keys("xa").rotate_signing(NOW).peer_file(NOW)
    hub.list_nodes("XA", newer)
    assert trouble(directory) == ""
    assert len(peers.key_file_of(peers.peer_of("xa")).keys) == 5
    assert AuditEntry.objects.filter(code="exchange.peer.taken_over").count() == 2


def test_newer_keys_wait_for_two_officers_and_the_known_ones_serve_meanwhile(
    directory: Directory, hub: ADirectory, xa: Peer
):
    hub.list_nodes("XA", node_keys("xa").rotate_signing(NOW).peer_file(NOW))
    looked = directories.look(directory, now=NOW)
    assert looked.taken is not None
    assert looked.taken.newer == ["xa"]
    assert peers.key_file_of(peers.peer_of("xa")) == parse_peer_file(bytes(xa.key_file))


@pytest.mark.parametrize("mode", ["proposed", "automatic"])
def test_a_pinned_file_wins_over_other_keys_and_the_conflict_is_loud(
    directory: Directory, hub: ADirectory, xa: Peer, settings: SettingsWrapper, mode: str
):
    if mode == "automatic":
        automatic(settings)
    hub.list_nodes("XA", key_file("stranger", DAY, state="XA", node_id="xa"))
    assert trouble(directory) == ""
    assert bytes(peers.peer_of("xa").key_file) == bytes(xa.key_file)
    assert [(one.code, one.about) for one in DirectoryAlarm.objects.all()] == [("E_DIRECTORY_CONFLICT", "xa")]
    assert light() is Colour.RED


def test_a_withdrawn_node_gets_no_new_messages_until_two_officers_say_so(
    directory: Directory, hub: ADirectory, xa: Peer, ada: Actor, hana: Actor
):
    hub.list_nodes("XA")
    looked = directories.look(directory, now=NOW)
    assert looked.taken is not None
    assert looked.taken.withdrawn == ["xa"]
    with pytest.raises(ExchangeError, match="E_PEER"):
        peers.peer_of("xa")
    assert not Peer.objects.reachable().exists()
    change = peers.pin_peer(actor=ada, raw=bytes(xa.key_file), now=NOW)
    peers.confirm_peer(actor=hana, change_id=change.pk, fingerprint=change.fingerprint, now=NOW)
    assert peers.peer_of("xa").is_confirmed
    assert trouble(directory) == ""
    assert peers.peer_of("xa").is_confirmed


def test_a_revoked_key_stops_messages_before_anybody_decides(directory: Directory, hub: ADirectory, xa: Peer):
    stolen = parse_peer_file(bytes(xa.key_file)).age_keys(NOW)[0].id
    hub.list_nodes("XA", node_keys("xa").rotate_age(NOW).revoke(stolen, NOW).peer_file(NOW))
    assert trouble(directory) == ""
    assert not Peer.objects.get().is_confirmed
    assert AuditEntry.objects.filter(code="exchange.peer.withdrawn").count() == 1


def test_a_peer_that_was_never_listed_is_left_alone(directory: Directory, ada: Actor, hana: Actor):
    change = peers.pin_peer(actor=ada, raw=key_file("stranger"), now=NOW)
    peers.confirm_peer(actor=hana, change_id=change.pk, fingerprint=change.fingerprint, now=NOW)
    assert trouble(directory) == ""
    assert peers.peer_of("stranger").is_confirmed


def test_a_withdrawal_of_other_keys_does_not_touch_the_pinned_ones(directory: Directory, hub: ADirectory, xa: Peer):
    hub.list_nodes("XA", key_file("stranger", DAY, state="XA", node_id="xa"))
    trouble(directory)
    hub.list_nodes("XA")
    trouble(directory)
    assert peers.peer_of("xa") == xa


def test_keys_for_our_own_node_that_are_not_ours_are_told(directory: Directory, hub: ADirectory):
    hub.list_nodes("XB", key_file("stranger", DAY, state="XB", node_id="xb"))
    assert trouble(directory) == ""
    assert [(one.code, one.about) for one in DirectoryAlarm.objects.all()] == [("E_DIRECTORY_OWN", "xb")]


# What goes wrong ---------------------------------------------------------------------------------------------------


def test_a_hub_away_for_a_day_is_amber_and_ends_by_itself(
    directory: Directory, hub: ADirectory, xa: Peer, clock: time_machine.Coordinates
):
    hidden = hub.folder.with_name("hidden")
    hub.folder.rename(hidden)
    clock.shift(timedelta(hours=25))
    assert trouble(directory, timedelta(hours=25)) == "E_DIRECTORY_AWAY"
    assert light(timedelta(hours=25)) is Colour.AMBER
    assert peers.peer_of("xa") == xa
    assert not DirectoryAlarm.objects.exists()
    hidden.rename(hub.folder)
    assert trouble(directory, timedelta(hours=26)) == ""
    assert light(timedelta(hours=26)) is Colour.GREEN


def test_a_node_whose_worker_stood_still_says_so(directory: Directory, xa: Peer):
    assert light(timedelta(hours=23)) is Colour.GREEN
    assert light(timedelta(hours=25)) is Colour.AMBER


def test_no_listening_server_is_away(ada: Actor, hana: Actor, hub: ADirectory, socket_enabled: None):
    del socket_enabled
    found = directories.propose_directory(actor=ada, root=hub.root, url="http://127.0.0.1:9", now=NOW)
    directories.confirm_directory(actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)
    assert trouble(found) == "E_DIRECTORY_AWAY"
    assert light() is Colour.AMBER


def test_an_address_inside_our_network_is_never_called(directory: Directory, settings: SettingsWrapper):
    settings.NODE = settings.NODE.model_copy(update={"private_peers": False})
    assert trouble(directory) == "E_DIRECTORY_AWAY"


def test_a_frozen_hub_is_amber(directory: Directory, xa: Peer, clock: time_machine.Coordinates):
    clock.shift(timedelta(hours=49))
    assert trouble(directory, timedelta(hours=49)) == "E_DIRECTORY_FROZEN"
    assert light(timedelta(hours=49)) is Colour.AMBER
    assert peers.peer_of("xa") == xa


def test_a_hub_rolled_back_raises_an_alarm(directory: Directory, hub: ADirectory, xa: Peer, tmp_path: Path):
    old = mirrored(hub, tmp_path / "old")
    hub.list_nodes("XA", node_keys("xa").rotate_signing(NOW).peer_file(NOW))
    assert trouble(directory) == ""
    shutil.rmtree(hub.folder)
    old.rename(hub.folder)
    assert trouble(directory) == "E_DIRECTORY_BACK"
    assert light() is Colour.RED
    assert peers.peer_of("xa") == xa
    shutil.rmtree(data_folder() / "directory")  # a node that has lost its cache remembers all the same
    assert trouble(directory) == "E_DIRECTORY_BACK"


def test_wrong_signatures_raise_an_alarm_and_nothing_is_taken(directory: Directory, hub: ADirectory, tmp_path: Path):
    rogue = ADirectory(tmp_path / "rogue").found()
    shutil.copy(rogue.folder / "metadata" / "timestamp.json", hub.folder / "metadata")
    assert trouble(directory) == "E_DIRECTORY_SIGNATURE"
    assert light() is Colour.RED
    assert not ListedNode.objects.exists()


def test_two_stories_are_told_apart_also_when_the_second_comes_on_a_stick(
    directory: Directory, hub: ADirectory, tmp_path: Path, xa: Peer
):
    other = ADirectory(mirrored(hub, tmp_path / "stick"), hub.now, hub.holders, hub.online, hub.states)
    hub.list_nodes("XA", key_file("xa", DAY))
    other.list_nodes("XA", node_keys("xa").rotate_signing(NOW).peer_file(NOW))
    assert trouble(directory) == ""
    assert trouble(directory, folder=other.folder) == "E_DIRECTORY_TWO_HEADS"
    other.renew(hours=1)  # a later time stamp over the same other snapshot
    shutil.rmtree(data_folder() / "directory")  # and a node that has lost its cache
    assert trouble(directory, folder=other.folder) == "E_DIRECTORY_TWO_HEADS"
    assert light() is Colour.RED
    assert peers.peer_of("xa") == xa


def test_a_state_that_lists_anothers_node_is_told_and_nothing_of_it_taken(
    directory: Directory, hub: ADirectory, xa: Peer
):
    foreign = key_file("xa", DAY)
    file = drafting.state_role("XA", [foreign], version=2, now=NOW)
    file.metadata.signed.unrecognized_fields["x-state"] = "XB"
    forced(hub, hub.signed(file, hub.states["XB"]), {"XA/xa.json": foreign})
    assert trouble(directory) == ""
    assert [(one.code, one.about) for one in DirectoryAlarm.objects.all()] == [("E_DIRECTORY_FOREIGN", "XB")]
    assert peers.peer_of("xa") == xa
    assert ListedNode.objects.get(node_id="xb").gone_at is None  # a fault withdraws nothing


def test_an_alarm_is_raised_once_and_ends_by_a_finding(directory: Directory, hub: ADirectory, xa: Peer, ada: Actor):
    hub.list_nodes("XA", key_file("stranger", DAY, state="XA", node_id="xa"))
    for _ in range(3):
        trouble(directory)
    alarm = DirectoryAlarm.objects.get()
    with pytest.raises(ValueError, match="says something"):
        directories.see_to_alarm(actor=ada, alarm_id=alarm.pk, finding=" \n", now=NOW)
    with pytest.raises(AccessDenied):
        directories.see_to_alarm(actor=an_actor(Role.AUDITOR, login="x"), alarm_id=alarm.pk, finding="x", now=NOW)
    directories.see_to_alarm(actor=ada, alarm_id=alarm.pk, finding="They moved to new machines.", now=NOW)
    with pytest.raises(MoveError, match="E_STALE"):
        directories.see_to_alarm(actor=ada, alarm_id=alarm.pk, finding="again", now=NOW)
    assert light() is Colour.GREEN
    trouble(directory)
    assert light() is Colour.RED  # it is still so: another one


def test_a_mirror_on_a_stick_serves_a_node_without_network(hub: ADirectory, ada: Actor, hana: Actor, tmp_path: Path):
    found = directories.propose_directory(actor=ada, root=hub.root, url="", now=NOW)
    directories.confirm_directory(actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)
    stick = mirrored(hub, tmp_path / "stick")
    assert trouble(found, folder=stick) == ""
    assert ListedNode.objects.count() == 2
    assert not anchors.is_due(Directory.objects.get(), NOW + DAY)


def test_the_worker_looks_when_it_is_due(directory: Directory, clock: time_machine.Coordinates):
    jobs.look_at_directory()
    assert Directory.objects.get().good_at == NOW
    clock.shift(timedelta(minutes=30))
    jobs.look_at_directory()
    assert Directory.objects.get().looked_at == NOW
    clock.shift(timedelta(minutes=31))
    jobs.look_at_directory()
    assert Directory.objects.get().looked_at == NOW + timedelta(minutes=61)
    directories.leave_directory(actor=an_actor(Role.HEAD, login="h"), anchor_id=directory.pk, now=NOW)
    jobs.look_at_directory()


def test_a_directory_that_is_left_while_we_look_stays_left(directory: Directory, ada: Actor):
    directories.leave_directory(actor=ada, anchor_id=directory.pk, now=NOW)
    directories.look(directory, now=NOW)  # a worker that began before
    assert Directory.objects.get().state == "left"
    assert directories.followed() is None


def test_how_key_files_stand_to_one_another():
    first, later = node_keys("xa"), node_keys("xa").rotate_signing(NOW)
    old, new = parse_peer_file(first.peer_file(MADE)), parse_peer_file(later.peer_file(NOW))
    other = parse_peer_file(key_file("stranger", DAY, state="XA", node_id="xa"))
    assert compare(None, old) is Standing.NEW
    assert compare(old, parse_peer_file(first.peer_file(MADE))) is Standing.SAME
    assert compare(old, new) is Standing.NEWER
    assert compare(new, old) is Standing.OLDER
    assert compare(old, other) is Standing.ANOTHER
    assert not revokes(old, new)
    assert directory_peers.pinned_file(None) is None
