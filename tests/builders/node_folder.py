"""The data folder of an invented node: keys that open, an unlock file, an empty store."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from comity.core import keys as opened
from comity.core.keys import FOLDER, UNLOCK, forget_node_keys
from comity.seal.nodekeys import FILE_NAME
from tests.builders.keys import NODES, node_keys
from tests.builders.keys import UNLOCK as SECRET
from tests.builders.run import once

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from comity.seal.nodekeys import NodeKeys


@cache
def _sealed(node: str) -> tuple[bytes, NodeKeys]:
    """Return the key file of a node and what it opens to, sealed once in a run: a passphrase is dear on purpose."""
    return once(f"key file of {node}", lambda: _saved(node)), node_keys(node)


def _saved(node: str) -> bytes:
    with TemporaryDirectory() as folder:
        node_keys(node).save(Path(folder), SECRET)
        return Path(folder, FILE_NAME).read_bytes()


def fill_node_folder(folder: Path, node: str = "xa") -> Path:
    """Put the keys of `node` and their unlock file into `folder` and return it."""
    keys = folder / FOLDER
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, raw in ((FILE_NAME, _sealed(node)[0]), (UNLOCK, SECRET + b"\n")):
        (keys / name).write_bytes(raw)
        (keys / name).chmod(0o600)
    return folder


def use_node_folder(
    settings: SettingsWrapper, folder: Path, node: str = "xa", *, time_authorities: tuple[str, ...] = ()
) -> Path:
    """Let this process be `node`, with its data in `folder` and its keys open, until the test ends.

    `time_authorities` are the certificates of those that its key file tells others to believe.
    """
    fill_node_folder(folder, node)
    settings.NODE = settings.NODE.model_copy(update={"data": folder})
    forget_node_keys()
    opened._opened[folder / FOLDER] = replace(_sealed(node)[1], time_authorities=time_authorities)
    return folder


def keys_in_use() -> tuple[str, ...] | None:
    """Return which node this process is, by keys that `use_node_folder` gave it, and whose time stamps it believes.

    Nothing where no keys are open; None where they are others since.
    """
    keys = opened._opened.get(opened.keys_folder())
    if keys is None:
        return ()
    given = _sealed(keys.node_id)[1] if keys.node_id in NODES else None
    for one in fields(keys):
        if one.name != "time_authorities" and getattr(keys, one.name) is not getattr(given, one.name, None):
            return None
    return (keys.node_id, *keys.time_authorities)
