"""The peers a node knows. Whoever is not in the ring does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from comity.seal.keyfile import PeerFile


class KeyRing:
    """Pinned key files by node id.

    Args:
        peers: verified key files; two of one node are a mistake of the caller (ValueError).
    """

    def __init__(self, peers: Iterable[PeerFile] = ()) -> None:
        self._peers: dict[str, PeerFile] = {}
        for peer in peers:
            if peer.node_id in self._peers:
                raise ValueError(f"two key files of {peer.node_id}")
            self._peers[peer.node_id] = peer

    def find(self, node_id: str) -> PeerFile | None:
        """Return the key file of a node, or None where it is not known."""
        return self._peers.get(node_id)

    def peer(self, node_id: str) -> PeerFile:
        """Return the key file of a node, or raise SealError `E_SENDER`."""
        found = self.find(node_id)
        if found is None:
            raise SealError("E_SENDER", "a node that is not known here")
        return found

    def __contains__(self, node_id: str) -> bool:
        return self.find(node_id) is not None

    def __iter__(self) -> Iterator[PeerFile]:
        return iter(self._peers.values())

    def __len__(self) -> int:
        return sum(1 for _ in self)
