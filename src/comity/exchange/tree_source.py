"""The decision tree of the hub whose key directory this node follows, fetched when it is due, or taken from a mirror.

It is signed by the key that signs the directory's time stamp; which one that is says the root that two officers
confirmed. What an honest hub never does raises an alarm about the directory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError

from comity.directory.trees import signed, taking
from comity.directory.trees.signed import TreeError
from comity.exchange import directories, splits
from comity.exchange.directory_client import DirectoryFetcher
from comity.exchange.library_source import NOT_FOUND, keys_of
from comity.exchange.settings import directory_every
from comity.seal.keydirectory.following import FolderFetcher

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from comity.directory.trees.taking import Looked
    from comity.exchange.models import Directory

ABOUT: Final = "channels"


class FollowedHub:
    """The tree at the address of a directory that was verified, or in a folder: a mirror."""

    def __init__(self, directory: Directory, folder: Path | None = None) -> None:
        self.name = directory.fingerprint
        self.keys = keys_of(directory)
        self._url, self._folder = directory.url, folder

    def tree(self) -> bytes:
        """Return the signed tree. Raises TreeError `E_TREE_AWAY`, `E_TREE_NONE` or `E_TREE_SYNTAX`."""
        try:
            return self._fetched()
        except DownloadLengthMismatchError:
            raise TreeError("E_TREE_SYNTAX", "larger than any is") from None
        except DownloadError as error:
            missing = isinstance(error, DownloadHTTPError) and error.status_code == NOT_FOUND
            raise TreeError("E_TREE_NONE" if missing else "E_TREE_AWAY", str(error)[:200]) from None

    def _fetched(self) -> bytes:
        if self._folder is not None:
            return FolderFetcher().download_bytes(f"{self._folder}/{signed.FILE}", signed.MAX_SIGNED)
        fetcher = DirectoryFetcher(self._url)
        try:
            return fetcher.download_bytes(f"{self._url}/{signed.FILE}", signed.MAX_SIGNED)
        finally:
            fetcher.close()


def take_when_due(now: datetime) -> Looked | None:
    """Look at the tree of the hub that this node follows, if it is time.

    None is taken while two views of its directory stand against each other (`splits`).
    """
    directory = directories.followed()
    if directory is None or not directory.url or splits.open_about(directory).exists():
        return None
    if not taking.is_due(directory.fingerprint, directory_every(), now):
        return None
    return take(directory, now=now)


def take(directory: Directory, *, now: datetime, folder: Path | None = None) -> Looked:
    """Take the tree of the hub of a directory, from its address or from a mirror in a folder; a lie raises an alarm."""
    looked = taking.look(FollowedHub(directory, folder), now=now)
    if looked.trouble and looked.trouble not in taking.SILENCE:
        directories.raise_alarm(directory, looked.trouble, about=ABOUT, detail=looked.detail, now=now)
    return looked
