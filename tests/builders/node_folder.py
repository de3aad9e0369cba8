"""The data folder of an invented node: keys that open, an unlock file, an empty store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.core.keys import FOLDER, UNLOCK, forget_node_keys
from tests.builders.keys import UNLOCK as SECRET
from tests.builders.keys import node_keys

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


def fill_node_folder(folder: Path, node: str = "xa") -> Path:
    """Put the keys of `node` and their unlock file into `folder` and return it."""
    keys = folder / FOLDER
    node_keys(node).save(keys, SECRET)
    unlock = keys / UNLOCK
    unlock.write_bytes(SECRET + b"\n")
    unlock.chmod(0o600)
    return folder


def use_node_folder(settings: SettingsWrapper, folder: Path, node: str = "xa") -> Path:
    """Let this process be `node`, with its data in `folder`, until the test ends."""
    fill_node_folder(folder, node)
    settings.NODE = settings.NODE.model_copy(update={"data": folder})
    forget_node_keys()
    return folder
