"""What one node tells another about itself in a single call: who asks, and which heads of chains it holds.

A statement is signed like an envelope and lives for minutes. It has no place in a chain. Two uses: to prove who fetches
what waits for it, and to compare heads; an answer names the digest of the statement it answers, so an old one is none.
Where heads are compared it may also say what its signer saw of a key directory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self

from comity.kernel import clock, ids, strictjson
from comity.seal import dsse, intake
from comity.seal.errors import SealError
from comity.seal.link import Head

if TYPE_CHECKING:
    from datetime import datetime

    from comity.seal.keyring import KeyRing

PAYLOAD_TYPE = "application/vnd.comity.statement+json;v=1"
VERSION = 1
LIMIT = 8 * 1024
LIFE = timedelta(minutes=5)
AHEAD = timedelta(minutes=5)  # how far the clock of its signer may be before ours, as for envelopes

MOST_ROOTS: Final = 2  # the root that was confirmed, and the newest
_FIELDS = {"v", "purpose", "from_node", "to_node", "created", "expires_at", "in_reply_to", "own", "held"}
_MAY_BE_LEFT_OUT = {"directory"}  # a node that follows none says nothing, nor does one of an earlier version


class Purpose(StrEnum):
    """What a statement is for; one made for one purpose serves no other."""

    FETCH = "fetch"
    HEADS = "heads"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class DirectoryHead:
    """What somebody saw last of a key directory.

    Attributes:
        roots: SHA-256 of the roots by which it is known: the one that was confirmed and the newest; in order.
        number: the number of the snapshot.
        sha256: the digest of what the snapshot says.
    """

    roots: tuple[str, ...]
    number: int
    sha256: str

    def to_json(self) -> dict[str, Any]:
        """Write it as it stands in a statement."""
        return {"roots": list(self.roots), "number": self.number, "sha256": self.sha256}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read what `to_json` wrote, or raise SealError."""
        fields = intake.exactly(value, {"roots", "number", "sha256"}, "what was seen of a key directory")
        roots = tuple(intake.sha256(one) for one in intake.listed(fields["roots"], most=MOST_ROOTS))
        if not roots or roots != tuple(sorted(set(roots))):
            raise SealError("E_SYNTAX", "the roots of a key directory are none, or not in order")
        return cls(roots, intake.whole_number(fields["number"], least=1), intake.sha256(fields["sha256"]))


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, version 1.

    Attributes:
        own: the head of the signer's chain towards the other node, None before its first item.
        held: the last item of the other's chain that the signer holds without a gap.
        in_reply_to: SHA-256 of the signed statement that this one answers; of answers alone.
        directory: what the signer saw last of the key directory that it follows, where heads are compared.
    """

    purpose: Purpose
    from_node: str
    to_node: str
    created: datetime
    own: Head | None
    held: Head | None
    in_reply_to: str | None = None
    directory: DirectoryHead | None = None

    def to_payload(self) -> bytes:
        """Write the bytes that are signed."""
        said = {
            "v": VERSION,
            "purpose": self.purpose.value,
            "from_node": self.from_node,
            "to_node": self.to_node,
            "created": clock.to_wire(self.created),
            "expires_at": clock.to_wire(self.created + LIFE),
            "in_reply_to": self.in_reply_to,
            "own": None if self.own is None else self.own.to_json(),
            "held": None if self.held is None else self.held.to_json(),
        }
        return strictjson.dumps(said if self.directory is None else said | {"directory": self.directory.to_json()})


def sign_statement(statement: Statement, keys: dsse.SigningPair) -> bytes:
    """Return the signed statement in its one form."""
    return dsse.sign(statement.to_payload(), PAYLOAD_TYPE, keys)


def verify_statement(
    raw: bytes, ring: KeyRing, *, us: str, now: datetime, purpose: Purpose, in_reply_to: str | None = None
) -> Statement:
    """Accept a statement or raise SealError.

    Steps: 1 size, syntax and version, 2 signer known (`E_SENDER`), 3 two signatures (`E_SIGNATURE`), 4 addressed to us
    (`E_RECIPIENT`), 5 for this purpose, and an answer to what was asked (`E_REPLAY`), 6 of now (`E_TIME`, `E_EXPIRED`).
    """
    said, expires_at = _read(raw, ring)
    if said.from_node == us:
        raise SealError("E_SENDER", "a statement of our own")
    if said.to_node != us:
        raise SealError("E_RECIPIENT", "addressed to another node")
    if said.purpose is not purpose or said.in_reply_to != in_reply_to:
        raise SealError("E_REPLAY", "made for something else")
    theirs, ours = clock.to_wire(said.created), clock.to_wire(now)
    if not said.created <= now + AHEAD:
        raise SealError("E_TIME", "made in the future by our clock", permanent=False, theirs=theirs, ours=ours)
    if not said.created < expires_at <= said.created + LIFE:
        raise SealError("E_TIME", "lives for too long", theirs=theirs, ours=ours)
    if not now < expires_at + AHEAD:
        raise SealError("E_EXPIRED", "expired", permanent=False, theirs=theirs, ours=ours)
    return said


def inspect_statement(raw: bytes, ring: KeyRing) -> Statement:
    """Verify a statement long after: steps 1 to 3 of `verify_statement`."""
    return _read(raw, ring)[0]


def _read(raw: bytes, ring: KeyRing) -> tuple[Statement, datetime]:
    signed = dsse.parse(raw, limit=LIMIT)
    if signed.payload_type != PAYLOAD_TYPE:
        raise SealError("E_VERSION", "not a statement of a known version")
    value = intake.canonical_object(signed.payload, limit=LIMIT)
    if value.get("v") != VERSION or type(value["v"]) is not int:
        raise SealError("E_VERSION", "not a statement of a known version")
    intake.exactly(value, _FIELDS | (_MAY_BE_LEFT_OUT & set(value)), "a statement")
    with intake.refusing():
        from_node, to_node = ids.parse_node_id(value["from_node"]), ids.parse_node_id(value["to_node"])
        created, expires_at = clock.from_wire(value["created"]), clock.from_wire(value["expires_at"])
    signed.verify(PAYLOAD_TYPE, ring.peer(from_node).signing_keys(created))
    answered = None if value["in_reply_to"] is None else intake.sha256(value["in_reply_to"])
    said = Statement(
        _purpose(value["purpose"]), from_node, to_node, created, _head(value["own"]), _head(value["held"]), answered,
        DirectoryHead.from_json(value["directory"]) if "directory" in value else None,
    )  # fmt: skip
    return said, expires_at


def _purpose(value: Any) -> Purpose:
    if value not in set(Purpose):
        raise SealError("E_SYNTAX", "a statement for an unknown purpose")
    return Purpose(value)


def _head(value: object) -> Head | None:
    return None if value is None else Head.from_json(value)
