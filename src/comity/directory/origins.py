"""Which signed directory a version came from, where no officer typed it: kept with the version, shown beside it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from comity.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from comity.directory.signed import SignedDirectory


@dataclass(frozen=True, slots=True)
class Origin:
    """A signed directory: the node that signed it, when, and the SHA-256 of the signed file."""

    node: str
    created: datetime
    sha256: str

    def to_json(self) -> dict[str, str]:
        """Return it as a version keeps it."""
        return {"node": self.node, "created": clock.to_wire(self.created), "sha256": self.sha256}


def origin_of(said: SignedDirectory, raw: bytes) -> Origin:
    """Return what a version that is taken in keeps; `raw` is the signed file that says it."""
    return Origin(said.from_node, said.created, sha256(raw).hexdigest())


def read_origin(kept: Mapping[str, str]) -> Origin | None:
    """Return what a version keeps; None where an officer typed it or a table brought it."""
    return Origin(kept["node"], clock.from_wire(kept["created"]), kept["sha256"]) if kept else None
