"""Which store this node uses: a folder in its data folder."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from comity.core.files.blobs import FolderStore
from comity.core.keys import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "files"

_standing_in: list[FolderStore] = []


def blob_store() -> FolderStore:
    """Return the node's store of sealed blobs."""
    return _standing_in[-1] if _standing_in else FolderStore(data_folder() / FOLDER)


@contextmanager
def using_store(store: FolderStore) -> Iterator[None]:
    """Let another store stand in for the length of a block: one whose fsync fails, in tests of what follows then."""
    _standing_in.append(store)
    try:
        yield
    finally:
        _standing_in.pop()
