"""The node under test follows a directory that is served on this machine; imported by the tests that need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from comity.core.roles import Role
from comity.exchange import directories, peers
from comity.exchange.models import Directory, ListedNode
from tests.builders.directories import ADirectory, a_directory, shown
from tests.builders.keys import NOW
from tests.builders.people import an_actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from comity.core.actors import Actor
    from comity.exchange.models import Peer


@pytest.fixture
def ada() -> Actor:
    return an_actor(Role.ADMINISTRATOR, login="ada")


@pytest.fixture
def hana() -> Actor:
    return an_actor(Role.HEAD, login="hana")


@pytest.fixture
def hub(tmp_path: Path, settings: SettingsWrapper) -> ADirectory:
    settings.NODE = settings.NODE.model_copy(update={"private_peers": True, "directory_peers": "proposed"})
    return a_directory(tmp_path / "hub")


@pytest.fixture
def url(hub: ADirectory, socket_enabled: None) -> Iterator[str]:
    del socket_enabled
    with shown(hub.folder) as address:
        yield address


@pytest.fixture
def directory(hub: ADirectory, url: str, ada: Actor, hana: Actor) -> Directory:
    found = directories.propose_directory(actor=ada, root=hub.root, url=url, now=NOW)
    return directories.confirm_directory(actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)


@pytest.fixture
def xa(directory: Directory, ada: Actor, hana: Actor) -> Peer:
    """XA, listed and pinned by two officers from the directory."""
    directories.look(directory, now=NOW)
    raw = bytes(ListedNode.objects.get(node_id="xa").key_file)
    change = peers.pin_peer(actor=ada, raw=raw, now=NOW)
    return peers.confirm_peer(actor=hana, change_id=change.pk, fingerprint=change.fingerprint, now=NOW)


def look_again(directory: Directory, **more: Path | None) -> str:
    """Look at the directory now; return what is wrong."""
    return directories.look(Directory.objects.get(pk=directory.pk), now=NOW, **more).trouble
