"""The process under test is a hub: `COMITY_TEST_ROLE=hub pytest tests/hub`, as the gate runs it.

A hub has other apps and addresses than a node, so one process cannot be both: the node's run leaves these tests out.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.builders.directories import ADirectory
from tests.builders.keys import NOW
from tests.builders.node_folder import use_node_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

if os.environ["DJANGO_SETTINGS_MODULE"] != "comity.hub.settings":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """The clock of this process."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def hub(tmp_path: Path, settings: SettingsWrapper, clock: time_machine.Coordinates, db: None) -> ADirectory:
    """This process is a hub whose directory is founded, with XA and XB admitted and nothing listed."""
    from comity.hub import directory

    del clock, db
    use_node_folder(settings, tmp_path / "hub", "stranger")
    online = directory.make_online_key()
    return ADirectory(directory.repository().folder, NOW, online=online).found().admit("XA", "XB")
