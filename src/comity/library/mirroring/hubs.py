"""A hub as a node sees it: what is fetched from it, never more than was announced and never other bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Protocol

from comity.core.actors import Actor
from comity.library.mirroring.catalogue import MirrorError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from securesystemslib.signer import Key

ACTOR: Final = Actor.system("library.mirror")
SILENCE: Final = frozenset({
    "E_MIRROR_NONE", "E_MIRROR_AWAY", "E_MIRROR_FROZEN", "E_MIRROR_FULL", "E_MIRROR_MISSING",
})  # fmt: skip


class Hub(Protocol):
    """A hub whose key directory this node follows."""

    @property
    def name(self) -> str:
        """The fingerprint of its root."""

    @property
    def keys(self) -> Mapping[str, Key]:
        """The keys that sign what is newest, as its root says."""

    def blocks(self, path: str) -> Iterator[bytes]:
        """Yield the blocks of a file below the hub's library.

        Raises:
            MirrorError: `E_MIRROR_AWAY`; `E_MIRROR_NONE` where there is no such file.
        """


def small(blocks: Iterator[bytes], *, most: int) -> bytes:
    """Return what is signed, or raise MirrorError `E_MIRROR_SYNTAX` where it is larger than any is."""
    found, size = [], 0
    for block in blocks:
        size += len(block)
        if size > most:
            raise MirrorError("E_MIRROR_SYNTAX", "larger than any is")
        found.append(block)
    return b"".join(found)


def whole(hub: Hub, path: str, *, sha256: str, size: int, what: str) -> bytes:
    """Return the bytes of a file that is listed, never more than were announced.

    Raises:
        MirrorError: `E_MIRROR_MISSING`, `E_MIRROR_DIGEST`, `E_MIRROR_AWAY`.
    """
    blocks, many, found = [], 0, hashlib.sha256()
    try:
        for block in hub.blocks(path):
            many += len(block)
            if many > size:
                break
            found.update(block)
            blocks.append(block)
    except MirrorError as error:
        if error.code != "E_MIRROR_NONE":
            raise
        raise MirrorError("E_MIRROR_MISSING", f"{what} is listed and not given") from None
    if many != size or found.hexdigest() != sha256:
        raise MirrorError("E_MIRROR_DIGEST", f"{what} is not the one that is listed")
    return b"".join(blocks)
