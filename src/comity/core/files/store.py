"""Which store this node uses: a folder in its data folder."""

from __future__ import annotations

from comity.core.files.blobs import FolderStore
from comity.core.keys import data_folder

FOLDER = "files"


def blob_store() -> FolderStore:
    """Return the node's store of sealed blobs."""
    return FolderStore(data_folder() / FOLDER)
