"""The directory as a file signed by the node that publishes it, to be read without database and network.

One signed item (DSSE, Ed25519 and ML-DSA-65) whose payload has the rows of `comity.directory.files` and of
`comity.directory.fact_files`: whoever carries it cannot change a cell. No Django here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from comity.kernel import clock, ids, strictjson
from comity.seal import dsse, intake
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from comity.seal.keyring import KeyRing

PAYLOAD_TYPE: Final = "application/vnd.comity.directory+json;v=1"
VERSION: Final = 1
LIMIT: Final = 16 * 1024**2
Row = dict[str, str]
_FIELDS: Final = {"v", "from_node", "state", "created", "authorities", "facts"}


@dataclass(frozen=True, slots=True)
class SignedDirectory:
    """What a node published: when, the authorities and the facts that held there, as rows of text."""

    from_node: str
    state: str
    created: datetime
    authorities: tuple[Row, ...]
    facts: tuple[Row, ...]

    def to_payload(self) -> bytes:
        """Write the bytes that are signed."""
        return strictjson.dumps(
            {
                "v": VERSION,
                "from_node": self.from_node,
                "state": self.state,
                "created": clock.to_wire(self.created),
                "authorities": list(self.authorities),
                "facts": list(self.facts),
            }
        )


def sign_directory(directory: SignedDirectory, keys: dsse.SigningPair) -> bytes:
    """Return the signed file in its one form."""
    return dsse.sign(directory.to_payload(), PAYLOAD_TYPE, keys)


def read_directory(raw: bytes, ring: KeyRing) -> SignedDirectory:
    """Return what a file says, if a node whose key file is in `ring` signed it.

    Steps: 1 size and syntax, 2 type and version, 3 fields, 4 signer known, 5 two signatures valid when it was made.

    Raises:
        SealError: `E_SIZE`, `E_SYNTAX`, `E_VERSION`, `E_SENDER` where no key file of its node is given, `E_SIGNATURE`
            where it was changed or signed by other keys.
    """
    signed, said = _parsed(raw)
    peer = ring.peer(said.from_node)
    signed.verify(PAYLOAD_TYPE, peer.signing_keys(said.created))
    if peer.state != said.state:
        raise SealError("E_SENDER", "the node belongs to another State")
    return said


def claimed_node(raw: bytes) -> str:
    """Return the node that a file says signed it. Nothing is verified: it only tells by whose keys to verify it.

    Raises:
        SealError: `E_SIZE`, `E_SYNTAX`, `E_VERSION`.
    """
    return _parsed(raw)[1].from_node


def _parsed(raw: bytes) -> tuple[dsse.Signed, SignedDirectory]:
    signed = dsse.parse(raw, limit=LIMIT)
    if signed.payload_type != PAYLOAD_TYPE:
        raise SealError("E_VERSION", "not a directory of a known version")
    return signed, _read(signed.payload)


def _read(payload: bytes) -> SignedDirectory:
    value = intake.canonical_object(payload, limit=LIMIT)
    if value.get("v") != VERSION or type(value["v"]) is not int:
        raise SealError("E_VERSION", "not a directory of a known version")
    intake.exactly(value, _FIELDS, "a directory")
    if not isinstance(value["state"], str):
        raise SealError("E_SYNTAX", "the State is no text")
    with intake.refusing():
        node, created = ids.parse_node_id(value["from_node"]), clock.from_wire(value["created"])
    return SignedDirectory(node, value["state"], created, _rows(value["authorities"]), _rows(value["facts"]))


def _rows(value: Any) -> tuple[Row, ...]:
    if not isinstance(value, list) or not all(_is_row(one) for one in value):
        raise SealError("E_SYNTAX", "the rows of a directory are lists of objects whose values are text")
    return tuple(value)


def _is_row(one: Any) -> bool:
    return isinstance(one, dict) and all(isinstance(cell, str) for cell in one.values())


def places(rows: Sequence[Row]) -> list[str]:
    """Return the codes of the States of which a directory has authorities."""
    return sorted({row.get("place", "") for row in rows} - {""})
