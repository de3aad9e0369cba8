"""The library of the hub whose key directory this node follows: what it passes on is taken over by the library.

The hub's list of documents is signed by the key that signs the directory's time stamp; which one that is says the root
that two officers confirmed. What an honest hub never does raises an alarm about the directory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from tuf.api.exceptions import DownloadError, DownloadHTTPError

from comity.exchange import directories
from comity.exchange.directory_cache import newest_root
from comity.exchange.directory_client import DirectoryFetcher
from comity.exchange.settings import directory_every
from comity.library.mirroring import taking
from comity.library.mirroring.catalogue import MirrorError
from comity.library.mirroring.hubs import SILENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from securesystemslib.signer import Key

    from comity.exchange.models import Directory
    from comity.library.mirroring.taking import Looked

ABOUT: Final = "library"
NOT_FOUND: Final = 404


class FollowedHub:
    """The library below the address of a directory that was verified."""

    def __init__(self, directory: Directory) -> None:
        self.name = directory.fingerprint
        self.keys = keys_of(directory)
        self._base = f"{directory.url}/library"

    def blocks(self, path: str) -> Iterator[bytes]:
        """Yield the blocks of a file. Raises MirrorError `E_MIRROR_AWAY` or `E_MIRROR_NONE`."""
        try:
            fetcher = DirectoryFetcher(self._base)
            try:
                yield from fetcher.fetch(f"{self._base}/{path}")
            finally:
                fetcher.close()
        except DownloadError as error:
            missing = isinstance(error, DownloadHTTPError) and error.status_code == NOT_FOUND
            raise MirrorError("E_MIRROR_NONE" if missing else "E_MIRROR_AWAY", str(error)[:200]) from None


def keys_of(directory: Directory) -> dict[str, Key]:
    """Return the keys that sign what is newest, as the newest verified root says."""
    root = newest_root(directory).signed
    return {name: root.keys[name] for name in root.roles["timestamp"].keyids}


def take_when_due(now: datetime) -> Looked | None:
    """Look at the library of the hub that this node follows, if it is time; a lie raises an alarm."""
    directory = directories.followed() if settings.NODE.library_mirror else None
    if directory is None or not directory.url or not taking.is_due(directory.fingerprint, directory_every(), now):
        return None
    return take(directory, now=now)


def take(directory: Directory, *, now: datetime) -> Looked:
    """Take over what the hub of a directory passes on."""
    looked = taking.look(FollowedHub(directory), now=now)
    if looked.trouble and looked.trouble not in SILENCE:
        directories.raise_alarm(directory, looked.trouble, about=ABOUT, detail=looked.detail, now=now)
    return looked
