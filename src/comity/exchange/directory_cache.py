"""What was verified of a key directory, as it lies in the data folder, and by which roots the directory is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.core.keys import data_folder
from comity.seal.keydirectory import layout

if TYPE_CHECKING:
    from pathlib import Path

    from tuf.api.metadata import Metadata, Root

    from comity.exchange.models import Directory

CACHE: Final = "directory"


def cache_of(directory: Directory) -> Path:
    """Return the folder of a directory."""
    return data_folder() / CACHE / str(directory.pk)


def newest_root(directory: Directory) -> Metadata[Root]:
    """Return the newest root that was verified; before anything was, the one that two officers confirmed."""
    kept = cache_of(directory) / layout.METADATA / "root.json"
    return layout.read_root(kept.read_bytes() if kept.exists() else bytes(directory.root))


def roots_of(directory: Directory) -> tuple[str, ...]:
    """Return the SHA-256 of the confirmed root and of the newest, in order.

    Nodes that joined later confirmed a later root; by the newest both know that they follow the same directory.
    """
    confirmed = layout.read_root(bytes(directory.root))
    return tuple(sorted({layout.digest_of(one) for one in (confirmed, newest_root(directory))}))
