"""Every test of files has a data folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.builders.node_folder import use_node_folder

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def node_folder(tmp_path: Path, settings: SettingsWrapper) -> Path:
    return use_node_folder(settings, tmp_path / "node")
