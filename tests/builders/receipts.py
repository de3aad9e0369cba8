"""Receipts and chains of the cast, signed."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from comity.kernel.ids import new_id
from comity.seal.checks import failed, passed
from comity.seal.events import Event
from comity.seal.receipt import (
    ClockSource,
    FileDigest,
    Person,
    Receipt,
    ReceiptClock,
    ReceiptRef,
    sign_receipt,
)
from tests.builders.keys import NOW, node_keys

CHAIN = UUID("01954f0e-0000-7000-8000-00000000cafe")


def a_receipt(**changes: object) -> Receipt:
    """Return XB's receipt that a message of XA arrived whole, the first of its chain."""
    good = Receipt(
        evidence_id=new_id(),
        event=Event.CONTENT_CONSIGNMENT,
        event_time=NOW,
        clock=ReceiptClock(ClockSource.NTP, 40),
        policy_id="comity-receipts",
        policy_version="1",
        recorder="xb",
        sender="xa",
        recipient="xb",
        message_id=UUID("01954f0e-0000-7000-8000-00000000feed"),
        package=FileDigest("5a" * 32, 65_536, "5b" * 64),
        chain_id=CHAIN,
        seq=1,
        blobs=(FileDigest("b1" * 32, 8_388_608), FileDigest("b2" * 32, 1, "b3" * 64)),
        person=Person("Registry officer", "passkey"),
        refs=(ReceiptRef(UUID("01954f0e-0000-7000-8000-00000000beef"), "cc" * 32),),
        validation=(passed("envelope.two_signatures"), failed("package.letter", "E_PDF")),
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def a_signed_receipt(signer: str = "xb", **changes: object) -> bytes:
    """Return `a_receipt` signed by one of the cast."""
    return sign_receipt(a_receipt(**changes), node_keys(signer).signing_pair(NOW))
