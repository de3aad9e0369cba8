"""The routing envelope: all that anybody between two authorities may know about an item on its way.

It says from whom to whom, how large the sealed package and the sealed evidence are, their digests, and the
item's place in the chain of its sender. It never says what the item is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from comity.kernel import clock, ids, strictjson
from comity.seal import dsse, intake
from comity.seal.errors import SealError
from comity.seal.link import Head, Link

if TYPE_CHECKING:
    from comity.seal.keyring import KeyRing

PAYLOAD_TYPE = "application/vnd.comity.envelope+json;v=1"
VERSION = 1
CLASS = "item"

_FIELDS = {
    "v", "message_id", "from_node", "to_node", "class", "size", "sha256", "blobs", "created", "expires_at",
    "chain_id", "seq", "prev", "ack_head", "dir_version",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What a node accepts from anyone.

    Attributes:
        package: largest sealed package, in bytes.
        blob: largest sealed evidence item, in bytes.
        blobs: most evidence items of one envelope.
        ahead: how far the sender's clock may be before ours.
        behind: how long ago an envelope may have been made; media travel slowly.
        life: longest time from making to expiry.
    """

    package: int = 64 * 1024 * 1024
    blob: int = 1024**4
    blobs: int = 200
    ahead: timedelta = timedelta(minutes=5)
    behind: timedelta = timedelta(days=185)
    life: timedelta = timedelta(days=185)


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class BlobRef:
    """One sealed evidence item: SHA-256 of the ciphertext in hexadecimal, and its size in bytes."""

    sha256: str
    size: int

    def to_json(self) -> dict[str, Any]:
        """Write it as it stands in an envelope."""
        return {"sha256": self.sha256, "size": self.size}


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope, version 1.

    Attributes:
        message_id: of the message; the same again when it is sent again under another envelope.
        from_node, to_node: sender and receiver.
        size, sha256: of the sealed package, in bytes and hexadecimal.
        blobs: the sealed evidence that belongs to it.
        created, expires_at: when the envelope was made and when it ends. The message itself never ends.
        chain_id, seq, prev: its place in the sender's chain towards this receiver.
        ack_head: the last item of the receiver's chain that the sender holds.
        dir_version: version of the directory the sender used; 0 without one.
    """

    message_id: UUID
    from_node: str
    to_node: str
    size: int
    sha256: str
    blobs: tuple[BlobRef, ...]
    created: datetime
    expires_at: datetime
    chain_id: UUID
    seq: int
    prev: str | None = None
    ack_head: Head | None = None
    dir_version: int = 0
    cls: str = CLASS
    v: int = VERSION

    def to_payload(self) -> bytes:
        """Write the bytes that are signed."""
        return strictjson.dumps(
            {
                "v": self.v,
                "message_id": str(self.message_id),
                "from_node": self.from_node,
                "to_node": self.to_node,
                "class": self.cls,
                "size": self.size,
                "sha256": self.sha256,
                "blobs": [blob.to_json() for blob in self.blobs],
                "created": clock.to_wire(self.created),
                "expires_at": clock.to_wire(self.expires_at),
                "chain_id": str(self.chain_id),
                "seq": self.seq,
                "prev": self.prev,
                "ack_head": None if self.ack_head is None else self.ack_head.to_json(),
                "dir_version": self.dir_version,
            }
        )


def sign_envelope(envelope: Envelope, keys: dsse.SigningPair) -> bytes:
    """Return the signed envelope in its one form: the bytes that are sent, kept and chained.

    Raises:
        SealError: where the envelope is not one that `verify_envelope` would take, so that a fault of ours shows here.
    """
    payload = envelope.to_payload()
    if _read(_fields(payload), DEFAULT_LIMITS) != envelope:
        raise SealError("E_SYNTAX", "an envelope that would not be read as it was written")
    raw = dsse.sign(payload, PAYLOAD_TYPE, keys)
    dsse.parse(raw)
    return raw


def verify_envelope(raw: bytes, ring: KeyRing, *, us: str, now: datetime, limits: Limits = DEFAULT_LIMITS) -> Envelope:
    """Accept an envelope or raise SealError with the code of the step that failed.

    Steps: 1 size (`E_SIZE`), 2 syntax (`E_SYNTAX`), 3 version (`E_VERSION`), 4 sender known (`E_SENDER`),
    5 two signatures by two algorithms, of keys valid when it was made (`E_SIGNATURE`), 6 addressed to us
    (`E_RECIPIENT`), 7 made within our window of time (`E_TIME`), 8 not expired (`E_EXPIRED`),
    9 digests and numbers well formed, no blob twice, none too many or too large (`E_DIGEST`, `E_SYNTAX`, `E_SIZE`).
    """
    value, created = _signed_fields(raw, ring)
    if value["from_node"] == us:
        raise SealError("E_SENDER", "an envelope of our own")
    if value["to_node"] != us:
        raise SealError("E_RECIPIENT", "addressed to another node")
    _demand_time(created, clock.from_wire(value["expires_at"]), now, limits)
    return _read(value, limits)


def inspect_envelope(raw: bytes, ring: KeyRing, *, limits: Limits = DEFAULT_LIMITS) -> Envelope:
    """Verify an envelope off line, long after: every step of `verify_envelope` but 6, 7 and 8."""
    return _read(_signed_fields(raw, ring)[0], limits)


def _signed_fields(raw: bytes, ring: KeyRing) -> tuple[dict[str, Any], datetime]:
    """Make steps 1 to 5."""
    signed = dsse.parse(raw)
    if signed.payload_type != PAYLOAD_TYPE:
        raise SealError("E_VERSION", "not an envelope of a known version")
    value = _fields(signed.payload)
    created = clock.from_wire(value["created"])
    peer = ring.peer(value["from_node"])
    signed.verify(PAYLOAD_TYPE, peer.signing_keys(created))
    return value, created


def _fields(payload: bytes) -> dict[str, Any]:
    """Read the payload: one object in canonical form, exactly our fields, each of its type, of a known version."""
    value = intake.canonical_object(payload, limit=dsse.LIMIT)
    if type(value.get("v")) is not int:
        raise SealError("E_SYNTAX", "a payload without its version")
    if value["v"] != VERSION:
        raise SealError("E_VERSION", "not an envelope of a known version", theirs=value["v"])
    intake.exactly(value, _FIELDS, "an envelope")
    if value["class"] != CLASS:
        raise SealError("E_SYNTAX", "an envelope of an unknown class")
    with intake.refusing():
        for name in ("message_id", "chain_id"):
            ids.parse_id(value[name])
        for name in ("from_node", "to_node"):
            ids.parse_node_id(value[name])
        for name in ("created", "expires_at"):
            clock.from_wire(value[name])
    return value


def _demand_time(created: datetime, expires_at: datetime, now: datetime, limits: Limits) -> None:
    """Make steps 7 and 8. Written so that whatever cannot be compared is refused."""
    theirs, ours = clock.to_wire(created), clock.to_wire(now)
    if not created <= now + limits.ahead:
        raise SealError("E_TIME", "made in the future by our clock", permanent=False, theirs=theirs, ours=ours)
    if not created >= now - limits.behind:
        raise SealError("E_TIME", "made too long ago by our clock", theirs=theirs, ours=ours)
    if not created < expires_at <= created + limits.life:
        raise SealError("E_TIME", "expires before it was made, or too long after", theirs=theirs, ours=ours)
    if not now < expires_at:
        raise SealError("E_EXPIRED", "expired", expires=clock.to_wire(expires_at), ours=ours)


def _read(value: dict[str, Any], limits: Limits) -> Envelope:
    """Make step 9."""
    link = Link.from_fields(value)
    ack = value["ack_head"]
    return Envelope(
        message_id=UUID(value["message_id"]),
        from_node=value["from_node"],
        to_node=value["to_node"],
        size=intake.whole_number(value["size"], least=1, most=limits.package),
        sha256=intake.sha256(value["sha256"]),
        blobs=_blobs(value["blobs"], limits),
        created=clock.from_wire(value["created"]),
        expires_at=clock.from_wire(value["expires_at"]),
        chain_id=link.chain_id,
        seq=link.seq,
        prev=link.prev,
        ack_head=None if ack is None else Head.from_json(ack),
        dir_version=intake.whole_number(value["dir_version"]),
    )


def _blobs(value: object, limits: Limits) -> tuple[BlobRef, ...]:
    blobs = tuple(_blob(one, limits) for one in intake.listed(value, most=limits.blobs))
    if len({blob.sha256 for blob in blobs}) != len(blobs):
        raise SealError("E_DIGEST", "a blob occurs twice")
    return blobs


def _blob(value: object, limits: Limits) -> BlobRef:
    fields = intake.exactly(value, {"sha256", "size"}, "a blob")
    return BlobRef(intake.sha256(fields["sha256"]), intake.whole_number(fields["size"], least=1, most=limits.blob))
