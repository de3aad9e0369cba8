"""The node that cases are worked on in: XA, with keys of its own, a cast of officers, and XB as its peer.

Builders are imported inside the fixtures: this file is read before Django is set up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast, TestSigner


@pytest.fixture
def node(db: None, settings: SettingsWrapper, tmp_path: Path) -> Path:
    """Be XA for a test."""
    from tests.builders.node_folder import use_node_folder

    del db
    return use_node_folder(settings, tmp_path / "xa")


@pytest.fixture
def cast(node: Path) -> Cast:
    """Give XA its officers, and XB as a confirmed peer."""
    from tests.builders.cases import a_cast, a_peer

    del node
    a_peer("xb")
    return a_cast()


@pytest.fixture(scope="session")
def signer() -> TestSigner:
    """Return the head's unlocked key."""
    from tests.builders.cases import TestSigner

    return TestSigner()
