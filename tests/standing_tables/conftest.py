"""The world that the standing tables look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from tests.builders.cases import Cast
    from tests.standing_tables.visits import Visit
    from tests.standing_tables.world import World


@pytest.fixture
def world(db: None, settings: SettingsWrapper, tmp_path: Path) -> World:
    """Be XA, with its officers and a case at each stage."""
    from tests.builders.node_folder import use_node_folder
    from tests.standing_tables.world import a_world

    del db
    use_node_folder(settings, tmp_path / "xa")
    return a_world()


@pytest.fixture
def cast(db: None, settings: SettingsWrapper, tmp_path: Path) -> Cast:
    """Be XA, with its officers and one counterpart, and no case yet."""
    from tests.builders.cases import a_cast, a_peer
    from tests.builders.node_folder import use_node_folder

    del db
    use_node_folder(settings, tmp_path / "xa")
    a_peer("xb")
    return a_cast()


_walked: list[Visit] = []


@pytest.fixture
def visits(request: pytest.FixtureRequest) -> list[Visit]:
    """Return the answers of one walk over the whole table; the walk is done once in a process."""
    from tests.standing_tables.visits import walk

    if not _walked:
        _walked.extend(walk(request.getfixturevalue("world")))
    return _walked
