"""The node's own keys, opened once for the life of the process.

They lie in `keys/` of the data folder, as one age file to a passphrase that stands in the *unlock file*. Keep that file
on another medium where you can (setting `COMITY_UNLOCK_FILE`); by default it is `keys/unlock`, readable by the owner.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from comity.kernel.errors import ComityError
from comity.seal.nodekeys import NodeKeys

if TYPE_CHECKING:
    from comity.seal.age import HybridIdentity, HybridRecipient

FOLDER = "keys"
DERIVED = "derived"
UNLOCK = "unlock"

_lock = threading.Lock()
_opened: dict[Path, NodeKeys] = {}


class KeysError(ComityError):
    """The node has no keys that can be opened: `E_NODE_KEYS`."""

    permanent = False


def data_folder() -> Path:
    """Return the node's data folder (setting `COMITY_DATA`)."""
    return Path(settings.NODE.data)


def derived_folder() -> Path:
    """Return the folder of what can be made again from the rest; no backup keeps it."""
    return data_folder() / DERIVED


def keys_folder() -> Path:
    """Return the folder of the node's keys."""
    return data_folder() / FOLDER


def unlock_file() -> Path:
    """Return the file with the secret that opens the keys (setting `COMITY_UNLOCK_FILE`)."""
    given = getattr(settings.NODE, "unlock_file", None)
    return Path(given) if given else keys_folder() / UNLOCK


def read_unlock() -> bytes:
    """Return the secret that opens the keys, without the line end; KeysError `E_NODE_KEYS` when it cannot be read."""
    try:
        secret = unlock_file().read_bytes().strip()
    except OSError as error:
        raise KeysError("E_NODE_KEYS", f"the unlock file cannot be read ({type(error).__name__})") from error
    if not secret:
        raise KeysError("E_NODE_KEYS", "the unlock file is empty")
    return secret


def node_keys() -> NodeKeys:
    """Return this node's keys; the first call opens them (some 50 ms).

    Raises:
        KeysError: `E_NODE_KEYS` when there are none, or no unlock file.
        SealError: `E_PASSPHRASE` when the unlock file does not fit.
    """
    folder = keys_folder()
    with _lock:
        keys = _opened.get(folder)
        if keys is None:
            if not folder.is_dir():
                raise KeysError("E_NODE_KEYS", "the node has not been initialised")
            keys = _opened[folder] = NodeKeys.load(folder, read_unlock())
        return keys


def forget_node_keys() -> None:
    """Drop opened keys, so that the next use reads them again (after a rotation or a restore)."""
    with _lock:
        _opened.clear()


def storage_recipient() -> HybridRecipient:
    """Return what everything in `files/` is sealed to from now on."""
    return node_keys().storage_identity.recipient()


def storage_identities() -> tuple[HybridIdentity, ...]:
    """Return what opens everything in `files/`, newest first."""
    return node_keys().storage
