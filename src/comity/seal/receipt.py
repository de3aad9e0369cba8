"""Receipts that a court can check off line: who recorded what about which bytes, and when.

A receipt is a signed item like an envelope, in a chain of its recorder. RFC 3161 time stamps over its two
signature values are put beside them later; without one, the time is what the recorder's own clock said, and a
verification says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, TypeVar

from comity.kernel import clock, ids, strictjson
from comity.seal import dsse, intake
from comity.seal.checks import OWN_CLOCK, STAMPED_BY, Check, Result, Signer, StampedTime, failed, not_made, passed
from comity.seal.errors import SealError
from comity.seal.events import OF_RECIPIENT, OF_SENDER, Event
from comity.seal.link import Link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from comity.seal.keyring import KeyRing

__all__ = [
    "LIMIT", "PAYLOAD_TYPE", "ClockSource", "Event", "FileDigest", "Person", "Receipt", "ReceiptClock",
    "ReceiptRef", "VerifiedReceipt", "VerifyToken", "add_time_stamps", "check_time_stamps", "sign_receipt",
    "time_stamp_input", "verify_receipt",
]  # fmt: skip

PAYLOAD_TYPE = "application/vnd.comity.receipt+json;v=1"
VERSION = 1
LIMIT = 512 * 1024
MOST_BLOBS = 200
MOST_REFS = 32
MOST_CHECKS = 64
SKEW = timedelta(minutes=2)

_E = TypeVar("_E", bound=StrEnum)
VerifyToken = Callable[[bytes, bytes], StampedTime]

_FIELDS = {
    "v", "evidence_id", "event", "policy", "event_time", "clock", "recorder", "sender", "recipient", "person",
    "message_id", "package", "blobs", "refs", "reason_code", "validation", "chain_id", "seq", "prev",
}  # fmt: skip
_NODES = ("recorder", "sender", "recipient")


class ClockSource(StrEnum):
    """What disciplined the clock of the recorder."""

    NTP = "ntp"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class ReceiptClock:
    """The recorder's clock: its source and its greatest error in milliseconds, None where nobody knows."""

    source: ClockSource
    max_error_ms: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Write it as it stands in a receipt."""
        return {"source": self.source.value, "max_error_ms": self.max_error_ms}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read what `to_json` wrote."""
        fields = intake.exactly(value, {"source", "max_error_ms"}, "a clock")
        error = fields["max_error_ms"]
        return cls(_member(ClockSource, fields["source"]), None if error is None else intake.whole_number(error))


@dataclass(frozen=True, slots=True)
class Person:
    """Who acted, by function, and how the person was authenticated. A name is not needed and not asked for."""

    function: str
    method: str

    def to_json(self) -> dict[str, Any]:
        """Write it as it stands in a receipt."""
        return {"function": self.function, "method": self.method}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read what `to_json` wrote."""
        fields = intake.exactly(value, {"function", "method"}, "a person")
        return cls(intake.text(fields["function"], least=1, most=120), intake.text(fields["method"], least=1, most=60))


@dataclass(frozen=True, slots=True)
class FileDigest:
    """A sealed file: digests of its ciphertext in hexadecimal, and its size in bytes."""

    sha256: str
    size: int
    sha512: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Write it as it stands in a receipt."""
        return {"sha256": self.sha256, "sha512": self.sha512, "size": self.size}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read what `to_json` wrote."""
        fields = intake.exactly(value, {"sha256", "sha512", "size"}, "a file")
        longer = None if fields["sha512"] is None else intake.sha512(fields["sha512"])
        return cls(intake.sha256(fields["sha256"]), intake.whole_number(fields["size"], least=1), longer)


@dataclass(frozen=True, slots=True)
class ReceiptRef:
    """An earlier receipt on which this one builds."""

    evidence_id: UUID
    sha256: str

    def to_json(self) -> dict[str, Any]:
        """Write it as it stands in a receipt."""
        return {"evidence_id": str(self.evidence_id), "sha256": self.sha256}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read what `to_json` wrote."""
        fields = intake.exactly(value, {"evidence_id", "sha256"}, "a reference")
        return cls(_id(fields["evidence_id"]), intake.sha256(fields["sha256"]))


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt, version 1.

    Attributes:
        evidence_id: of this receipt.
        event, event_time, clock: what happened, and when by which clock.
        policy_id, policy_version: under whose rules it was recorded.
        recorder: the node that signs it; sender and recipient are those of the message.
        message_id, package, blobs: the message and its sealed bytes; no package where it went by letter.
        chain_id, seq, prev: its place in the recorder's chain.
        person: who acted, where a person did.
        refs: earlier receipts.
        reason_code: why not; demanded with a rejection or failure, empty otherwise.
        validation: what the recorder checked, with each result.
    """

    evidence_id: UUID
    event: Event
    event_time: datetime
    clock: ReceiptClock
    policy_id: str
    policy_version: str
    recorder: str
    sender: str
    recipient: str
    message_id: UUID
    package: FileDigest | None
    chain_id: UUID
    seq: int
    prev: str | None = None
    blobs: tuple[FileDigest, ...] = ()
    person: Person | None = None
    refs: tuple[ReceiptRef, ...] = ()
    reason_code: str = ""
    validation: tuple[Check, ...] = ()
    v: int = VERSION

    def to_payload(self) -> bytes:
        """Write the bytes that are signed."""
        return strictjson.dumps(
            {
                "v": self.v,
                "evidence_id": str(self.evidence_id),
                "event": self.event.value,
                "policy": {"id": self.policy_id, "version": self.policy_version},
                "event_time": clock.to_wire(self.event_time),
                "clock": self.clock.to_json(),
                "recorder": self.recorder,
                "sender": self.sender,
                "recipient": self.recipient,
                "person": None if self.person is None else self.person.to_json(),
                "message_id": str(self.message_id),
                "package": None if self.package is None else self.package.to_json(),
                "blobs": [blob.to_json() for blob in self.blobs],
                "refs": [ref.to_json() for ref in self.refs],
                "reason_code": self.reason_code,
                "validation": [
                    {"name": check.name, "result": check.result.value, "detail": check.detail}
                    for check in self.validation
                ],
                "chain_id": str(self.chain_id),
                "seq": self.seq,
                "prev": self.prev,
            }
        )

    @classmethod
    def from_payload(cls, payload: bytes) -> Self:
        """Read what `to_payload` wrote, or raise SealError `E_SYNTAX`, `E_VERSION`, `E_DIGEST`, `E_SIZE`, `E_CHAIN`."""
        value = intake.canonical_object(payload, limit=LIMIT)
        if type(value.get("v")) is not int:
            raise SealError("E_SYNTAX", "a payload without its version")
        if value["v"] != VERSION:
            raise SealError("E_VERSION", "not a receipt of a known version", theirs=value["v"])
        intake.exactly(value, _FIELDS, "a receipt")
        policy = intake.exactly(value["policy"], {"id", "version"}, "a policy")
        link = Link.from_fields(value)
        with intake.refusing():
            recorder, sender, recipient = (ids.parse_node_id(value[name]) for name in _NODES)
            event_time = clock.from_wire(value["event_time"])
        receipt = cls(
            evidence_id=_id(value["evidence_id"]),
            event=_member(Event, value["event"]),
            event_time=event_time,
            clock=ReceiptClock.from_json(value["clock"]),
            policy_id=intake.text(policy["id"], least=1, most=200),
            policy_version=intake.text(policy["version"], least=1, most=40),
            recorder=recorder,
            sender=sender,
            recipient=recipient,
            message_id=_id(value["message_id"]),
            package=None if value["package"] is None else FileDigest.from_json(value["package"]),
            chain_id=link.chain_id,
            seq=link.seq,
            prev=link.prev,
            blobs=tuple(FileDigest.from_json(one) for one in intake.listed(value["blobs"], most=MOST_BLOBS)),
            person=None if value["person"] is None else Person.from_json(value["person"]),
            refs=tuple(ReceiptRef.from_json(one) for one in intake.listed(value["refs"], most=MOST_REFS)),
            reason_code=intake.text(value["reason_code"], most=60),
            validation=tuple(_check(one) for one in intake.listed(value["validation"], most=MOST_CHECKS)),
        )
        receipt.demand_sense()
        return receipt

    def demand_sense(self) -> None:
        """Refuse what no honest recorder writes, with SealError `E_SYNTAX` or `E_SENDER`."""
        if self.event.adverse != bool(self.reason_code):
            raise SealError("E_SYNTAX", "a reason code stands with a rejection or failure, and only there")
        if self.sender == self.recipient:
            raise SealError("E_SYNTAX", "sender and recipient are one")
        witness = self.sender if self.event in OF_SENDER else self.recipient if self.event in OF_RECIPIENT else ""
        if witness and self.recorder != witness:
            raise SealError("E_SENDER", "an event that its recorder cannot have witnessed")


@dataclass(frozen=True, slots=True)
class VerifiedReceipt:
    """A receipt whose signatures are good.

    Attributes:
        receipt: what it says.
        digest: SHA-256 of the signed item without time stamps, in hexadecimal: what the next item names as `prev`.
        checks: what was looked at.
        signers: the recorder, with the time and where it comes from.
    """

    receipt: Receipt
    digest: str
    checks: tuple[Check, ...]
    signers: tuple[Signer, ...]


def sign_receipt(receipt: Receipt, keys: dsse.SigningPair) -> bytes:
    """Return the signed receipt in its one form, without time stamps yet.

    Raises:
        SealError: where the receipt is not one that `verify_receipt` would take.
    """
    payload = receipt.to_payload()
    if Receipt.from_payload(payload) != receipt:
        raise SealError("E_SYNTAX", "a receipt that would not be read as it was written")
    return dsse.sign(payload, PAYLOAD_TYPE, keys)


def time_stamp_input(raw: bytes) -> bytes:
    """Return the bytes to be time-stamped: both signature values, Ed25519 first."""
    return dsse.parse(raw, limit=LIMIT, stamped=True).stamped


def add_time_stamps(raw: bytes, tokens: Sequence[bytes]) -> bytes:
    """Return the receipt with RFC 3161 tokens (DER) beside its signatures. Its digest stays the same."""
    return dsse.with_tokens(raw, tokens, limit=LIMIT)


def verify_receipt(raw: bytes, ring: KeyRing, *, verify_token: VerifyToken | None = None) -> VerifiedReceipt:
    """Accept a receipt or raise SealError.

    Steps: 1 size and syntax, 2 type and version, 3 fields, 4 recorder known, 5 time stamps (a bad one is a failed
    check and proves nothing), 6 two signatures by two algorithms with keys valid at the time of the event; a key
    revoked since counts only where a time stamp is older than the revocation.

    Args:
        raw: the signed item, with or without time stamps.
        ring: known key files.
        verify_token: given a token and the bytes it must cover, returns what it proves or raises SealError. Without
            it, time stamps are reported as not checked.
    """
    signed = dsse.parse(raw, limit=LIMIT, stamped=True)
    if signed.payload_type != PAYLOAD_TYPE:
        raise SealError("E_VERSION", "not a receipt of a known version")
    receipt = Receipt.from_payload(signed.payload)
    peer = ring.peer(receipt.recorder)
    proved, stamps = _proved(signed, receipt, verify_token)
    keys = peer.signing_keys(receipt.event_time, proved=proved.time if proved else None)
    signed.verify(PAYLOAD_TYPE, keys)
    checks = (
        passed("receipt.form"),
        passed("receipt.two_signatures", receipt.recorder),
        passed("receipt.key_not_revoked"),
        _clock(receipt.clock),
        *stamps,
    )
    signer = Signer(
        receipt.recorder,
        signed.key_ids[0],
        proved.time if proved else receipt.event_time,
        STAMPED_BY + proved.authority if proved else OWN_CLOCK,
    )
    return VerifiedReceipt(receipt, signed.digest, checks, (signer,))


def check_time_stamps(raw: bytes, receipt: Receipt, verify_token: VerifyToken) -> tuple[Check, ...]:
    """Return one check for each time stamp beside a receipt whose signatures were verified before."""
    return tuple(_proved(dsse.parse(raw, limit=LIMIT, stamped=True), receipt, verify_token)[1])


def _proved(
    signed: dsse.Signed, receipt: Receipt, verify_token: VerifyToken | None
) -> tuple[StampedTime | None, list[Check]]:
    """Return the earliest time that a token proves, and one check for each token."""
    name = "receipt.time_stamp"
    if not signed.tokens or verify_token is None:
        why = "there is none" if not signed.tokens else "no time stamp authority is known"
        return None, [not_made(name, why)]
    found: list[StampedTime] = []
    checks: list[Check] = []
    for token in signed.tokens:
        try:
            stamp = verify_token(token, signed.stamped)
            _demand_after(stamp, receipt)
        except SealError as error:
            unknown = error.code == "E_KEY"  # of an authority that is not believed here: it proves and refutes nothing
            checks.append((not_made if unknown else failed)(name, f"{error.code}: {error.detail}"))
        else:
            found.append(stamp)
            checks.append(passed(name, f"{clock.to_wire(stamp.time)} {stamp.authority}"))
    return min(found, key=lambda stamp: stamp.time, default=None), checks


def _demand_after(stamp: StampedTime, receipt: Receipt) -> None:
    """Refuse a stamp older than the event it is said to witness, beyond the skew that clocks are allowed."""
    if not receipt.event_time - stamp.time <= SKEW:
        raise SealError("E_TIMESTAMP", "older than the event itself", theirs=clock.to_wire(stamp.time))


def _clock(own: ReceiptClock) -> Check:
    if own.source is ClockSource.UNPROVED or own.max_error_ms is None:
        return Check("receipt.clock", Result.NOT_MADE, "time unproved")
    detail = f"{own.source.value}, at most {own.max_error_ms} ms"
    within = own.max_error_ms <= SKEW / timedelta(milliseconds=1)
    return passed("receipt.clock", detail) if within else failed("receipt.clock", detail)


def _check(value: object) -> Check:
    fields = intake.exactly(value, {"name", "result", "detail"}, "a check")
    return Check(
        intake.text(fields["name"], least=1, most=80),
        _member(Result, fields["result"]),
        intake.text(fields["detail"], most=400),
    )


def _member(kind: type[_E], value: object) -> _E:
    if not isinstance(value, str) or value not in list(kind):
        raise SealError("E_SYNTAX", f"not one of {kind.__name__}")
    return kind(value)


def _id(value: object) -> UUID:
    with intake.refusing():
        return ids.parse_id(value)
