"""Keys of two invented nodes, XA and XB, and of a stranger; made once for a test run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from comity.kernel.ids import new_id
from comity.seal.authority import certificate_from_pem, certificate_to_pem, key_from_pem, key_to_pem
from comity.seal.cms import SigningKey
from comity.seal.envelope import BlobRef, Envelope, sign_envelope
from comity.seal.keyfile import PeerFile, parse_peer_file
from comity.seal.keyring import KeyRing
from comity.seal.nodekeys import NodeKeys
from tests.builders.run import once

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MADE = NOW - timedelta(days=40)  # when the keys were made
QUICK = 4  # of the work to guess a passphrase, where that is not what a test looks at
UNLOCK = b"an-unlock-secret-for-tests-of-43-characters"

NODES = {
    "xa": ("XA", {"en": "Central Authority of XA", "zh-hans": "XA 中央机关"}),
    "xb": ("XB", {"en": "Central Authority of XB", "zh-hans": "XB 中央机关"}),
    "stranger": ("XC", {"en": "Nobody's Authority", "zh-hans": "陌生机关"}),
}


def node_keys(node: str = "xa") -> NodeKeys:
    """Return all keys of a node of the cast: `xa`, `xb` or `stranger`."""
    return _made(node)


@cache
def _made(node: str) -> NodeKeys:
    state, names = NODES[node]
    made = once(f"keys of {node}", NodeKeys.generate(node, state, names, f"https://{node}.example", MADE)._to_bytes)
    return NodeKeys._from_bytes(made)


def peer_file(node: str = "xa") -> PeerFile:
    """Return the verified key file of a node."""
    return _parsed(node)


@cache
def _parsed(node: str) -> PeerFile:
    return parse_peer_file(node_keys(node).peer_file(MADE))


def unlocked_once(name: str, unlock: Callable[[], SigningKey]) -> SigningKey:
    """Return a person's key that was unlocked once in a run: a passphrase is dear on purpose."""

    def written() -> bytes:
        made = unlock()
        return (key_to_pem(made.key) + certificate_to_pem(made.certificate)).encode()

    pem = once(name, written).decode()
    return SigningKey(key_from_pem(pem), certificate_from_pem(pem[pem.index("-----BEGIN CERTIFICATE") :]))


def key_ring(*nodes: str) -> KeyRing:
    """Return the ring of the nodes named; XA and XB when none is."""
    return KeyRing([peer_file(node) for node in nodes or ("xa", "xb")])


def an_envelope(**changes: object) -> Envelope:
    """Return a good envelope from XA to XB made at `NOW`, the first of its chain."""
    good = Envelope(
        message_id=new_id(),
        from_node="xa",
        to_node="xb",
        size=65_536,
        sha256="5a" * 32,
        blobs=(BlobRef("b1" * 32, 8_388_608), BlobRef("b2" * 32, 1)),
        created=NOW,
        expires_at=NOW + timedelta(days=30),
        chain_id=UUID("01954f0e-0000-7000-8000-00000000c0de"),
        seq=1,
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def a_signed_envelope(**changes: object) -> bytes:
    """Return `an_envelope` signed by XA."""
    return sign_envelope(an_envelope(**changes), node_keys("xa").signing_pair(NOW))
