"""The hub's own folder of the key directory, and the one key with which it signs what is newest."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings

from comity.core.keys import data_folder, keys_folder, read_unlock
from comity.seal.age import ScryptIdentity, ScryptRecipient, open_bytes, seal_bytes
from comity.seal.errors import SealError
from comity.seal.keydirectory import holding
from comity.seal.keydirectory.layout import Lives
from comity.seal.keydirectory.publishing import Repository
from comity.seal.nodekeys import WORK_FACTOR

if TYPE_CHECKING:
    from pathlib import Path

    from securesystemslib.signer import CryptoSigner

FOLDER: Final = "directory"
KEY_FILE: Final = "directory-online.age"


def lives() -> Lives:
    """Return how long what the hub signs may be believed."""
    hours, days = int(settings.NODE.directory_timestamp_hours), int(settings.NODE.directory_snapshot_days)
    return Lives(snapshot=timedelta(days=days), timestamp=timedelta(hours=hours))


def repository() -> Repository:
    """Return the directory that this hub publishes."""
    return Repository(data_folder() / FOLDER, lives())


def make_online_key() -> CryptoSigner:
    """Make the hub's key, sealed to the same secret as the node's keys; one that is there is an error."""
    signer = holding.new_key()
    sealed = seal_bytes(holding.to_bytes(signer), [ScryptRecipient(read_unlock().decode("ascii"), WORK_FACTOR)])
    handle = os.open(_key_path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    return signer


def online_key() -> CryptoSigner:
    """Open the hub's key, or raise SealError `E_KEY`."""
    try:
        sealed = _key_path().read_bytes()
    except OSError:
        raise SealError("E_KEY", "this hub has no key for its directory yet") from None
    return holding.from_bytes(open_bytes(sealed, [ScryptIdentity(read_unlock().decode("ascii"), WORK_FACTOR)]))


def public_file(path: str) -> Path | None:
    """Return a file of the directory by the path under which it is published, or None where there is none.

    The path comes from outside: it is looked up among the files that are there, never joined to anything.
    """
    folder = repository().folder
    wanted = tuple(path.split("/"))
    for found in folder.glob("*/*.json") if len(wanted) == 2 else folder.glob("*/*/*.json"):  # noqa: PLR2004
        if found.relative_to(folder).parts == wanted and not found.name.startswith("."):
            return found
    return None


def _key_path() -> Path:
    return keys_folder() / KEY_FILE
