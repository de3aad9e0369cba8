"""The node under test is XB at a fixed time, with a folder of its own; XA is on the other side, and pinned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client

from comity.core import events
from tests.builders.keys import NOW
from tests.builders.node_folder import use_node_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from comity.exchange.models import Peer
    from tests.builders.nodes import RemoteNode


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Applications above the exchange stand aside: what they do with messages is tested with them."""
    for name in ("exchange.message.opened", "exchange.message.receipted"):
        monkeypatch.setitem(events._handlers, name, [])


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """The clock of this process, which stands at `NOW` until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def node(tmp_path: Path, settings: SettingsWrapper, clock: time_machine.Coordinates, db: None) -> Path:
    """This process is XB."""
    del clock, db
    return use_node_folder(settings, tmp_path / "xb", "xb")


@pytest.fixture
def peer(node: Path) -> Peer:
    """XA as XB knows it."""
    del node
    from tests.builders.nodes import pinned  # this file is read before models may be

    return pinned("xa", now=NOW)


@pytest.fixture
def remote(peer: Peer) -> RemoteNode:
    """XA itself, on the other side."""
    del peer
    from tests.builders.nodes import RemoteNode

    return RemoteNode(NOW)


@pytest.fixture
def line() -> Client:
    """The network between the two."""
    return Client()


@pytest.fixture
def server(peer: Peer, clock: time_machine.Coordinates, settings: SettingsWrapper) -> Iterator[object]:
    """XA listens, and its confirmed key file says where."""
    from comity.kernel.clock import utc_now
    from tests.builders.nodes import lives_at
    from tests.builders.remote_server import RemoteServer, serving

    del clock
    settings.NODE = settings.NODE.model_copy(update={"private_peers": True})

    with serving(RemoteServer(utc_now)) as remote:
        lives_at(peer, remote.url)
        yield remote
