from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import strictjson
from comity.seal import dsse
from comity.seal.checks import Check, Result, Signer, StampedTime
from comity.seal.errors import SealError
from comity.seal.events import OF_RECIPIENT, OF_SENDER, Event
from comity.seal.keyfile import parse_peer_file
from comity.seal.keyring import KeyRing
from comity.seal.receipt import (
    LIMIT,
    PAYLOAD_TYPE,
    ClockSource,
    FileDigest,
    Person,
    Receipt,
    ReceiptClock,
    ReceiptRef,
    add_time_stamps,
    check_time_stamps,
    sign_receipt,
    time_stamp_input,
    verify_receipt,
)
from tests.builders.keys import NOW, key_ring, node_keys
from tests.builders.receipts import a_receipt, a_signed_receipt

if TYPE_CHECKING:
    from collections.abc import Callable

RING = key_ring("xa", "xb")
DAY = timedelta(days=1)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
longer = st.none() | st.binary(min_size=64, max_size=64).map(bytes.hex)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
files = st.builds(FileDigest, digests, st.integers(1, 2**53 - 1), longer)


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    event = draw(st.sampled_from(Event))
    seq = draw(st.integers(1, 10**6))
    return a_receipt(
        event=event,
        recorder="xa" if event in OF_SENDER else "xb" if event in OF_RECIPIENT else draw(st.sampled_from(["xa", "xb"])),
        clock=draw(st.builds(ReceiptClock, st.sampled_from(ClockSource), st.none() | st.integers(0, 10**9))),
        event_time=NOW + draw(st.integers(-1000, 1000)) * timedelta(milliseconds=1),
        package=draw(st.none() | files),
        blobs=tuple(draw(st.lists(files, max_size=5))),
        person=draw(st.none() | st.builds(Person, words, words)),
        refs=tuple(draw(st.lists(st.builds(ReceiptRef, st.uuids(), digests), max_size=3))),
        reason_code=draw(words) if event.adverse else "",
        validation=tuple(draw(st.lists(st.builds(Check, words, st.sampled_from(Result), words), max_size=4))),
        seq=seq,
        prev=None if seq == 1 else draw(digests),
    )


@settings(max_examples=60, deadline=None)
@given(receipts())
def test_receipt_comes_back_as_it_was_signed(receipt: Receipt):
    raw = sign_receipt(receipt, node_keys(receipt.recorder).signing_pair(NOW))
    verified = verify_receipt(raw, RING)
    assert verified.receipt == receipt
    assert verified.digest == dsse.parse(raw, limit=LIMIT).digest


def test_receipt_without_a_time_stamp_says_own_clock():
    verified = verify_receipt(a_signed_receipt(), RING)
    key = dsse.key_id(node_keys("xb").signing_pair(NOW).public[0])
    assert verified.signers == (Signer("xb", key, NOW, "own clock"),)
    assert results(verified.checks) == {
        "receipt.form": Result.PASSED,
        "receipt.two_signatures": Result.PASSED,
        "receipt.key_not_revoked": Result.PASSED,
        "receipt.clock": Result.PASSED,
        "receipt.time_stamp": Result.NOT_MADE,
    }


def test_receipt_with_a_good_time_stamp_says_whose():
    raw = add_time_stamps(a_signed_receipt(), [b"late", b"early"])
    verified = verify_receipt(raw, RING, verify_token=Authority({b"late": NOW + DAY, b"early": NOW}))
    assert verified.signers[0].time == NOW
    assert verified.signers[0].time_source == "time stamp: TSA of XC"
    assert [one.result for one in verified.checks if one.name == "receipt.time_stamp"] == [Result.PASSED] * 2
    assert verified.digest == verify_receipt(raw, RING).digest


def test_receipt_time_stamps_can_be_looked_at_without_its_signatures():
    raw = add_time_stamps(a_signed_receipt(), [b"good", b"forged"])
    authority = Authority({b"good": NOW})
    whole = verify_receipt(raw, RING, verify_token=authority)
    checks = check_time_stamps(raw, whole.receipt, authority)
    assert checks == tuple(one for one in whole.checks if one.name == "receipt.time_stamp")
    assert [one.result for one in checks] == [Result.PASSED, Result.FAILED]


def test_receipt_time_stamp_covers_both_signature_values():
    raw = a_signed_receipt()
    covered = time_stamp_input(raw)
    assert covered == b"".join(dsse.decode(one["sig"]) for one in json.loads(raw)["signatures"])
    assert time_stamp_input(add_time_stamps(raw, [b"x"])) == covered
    authority = Authority({b"x": NOW})
    verify_receipt(add_time_stamps(raw, [b"x"]), RING, verify_token=authority)
    assert authority.asked == [(b"x", covered)]


def test_receipt_with_a_bad_time_stamp_proves_nothing_by_it():
    raw = add_time_stamps(a_signed_receipt(), [b"forged"])
    verified = verify_receipt(raw, RING, verify_token=Authority({}))
    assert verified.signers[0].time_source == "own clock"
    assert results(verified.checks)["receipt.time_stamp"] is Result.FAILED


def test_receipt_with_a_time_stamp_older_than_its_event_proves_nothing_by_it():
    raw = add_time_stamps(a_signed_receipt(), [b"x"])
    edge = NOW - timedelta(minutes=2)
    verified = verify_receipt(raw, RING, verify_token=Authority({b"x": edge}))
    assert results(verified.checks)["receipt.time_stamp"] is Result.PASSED
    verified = verify_receipt(raw, RING, verify_token=Authority({b"x": edge - timedelta(milliseconds=1)}))
    assert results(verified.checks)["receipt.time_stamp"] is Result.FAILED
    assert verified.signers[0].time_source == "own clock"


@pytest.mark.parametrize("wire", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])
def test_receipt_at_the_end_of_time_is_refused_with_a_code(wire: str):
    fields = json.loads(a_receipt().to_payload()) | {"event_time": wire}
    raw = dsse.sign(strictjson.dumps(fields), PAYLOAD_TYPE, node_keys("xb").signing_pair(NOW))
    with pytest.raises(SealError, match="E_SIGNATURE"):
        verify_receipt(add_time_stamps(raw, [b"x"]), RING, verify_token=Authority({b"x": NOW}))


def test_receipt_time_stamp_nobody_can_check_is_not_made():
    verified = verify_receipt(add_time_stamps(a_signed_receipt(), [b"x"]), RING)
    assert results(verified.checks)["receipt.time_stamp"] is Result.NOT_MADE


@pytest.mark.parametrize(
    ("clock", "result"),
    [
        (ReceiptClock(ClockSource.NTP, 120_000), Result.PASSED),
        (ReceiptClock(ClockSource.NTP, 120_001), Result.FAILED),
        (ReceiptClock(ClockSource.NTP), Result.NOT_MADE),
        (ReceiptClock(ClockSource.UNPROVED, 5), Result.NOT_MADE),
    ],
)
def test_receipt_says_what_its_clock_is_worth(clock: ReceiptClock, result: Result):
    assert results(verify_receipt(a_signed_receipt(clock=clock), RING).checks)["receipt.clock"] is result


def test_receipt_of_a_key_revoked_later_counts_only_with_a_time_stamp_from_before():
    keys = node_keys("xb")
    newer = keys.rotate_signing(NOW, lead=timedelta(0)).revoke(keys.signing[0].public[0].id, NOW + DAY)
    ring = KeyRing([parse_peer_file(newer.peer_file(NOW))])
    raw = a_signed_receipt()
    with pytest.raises(SealError, match="E_SIGNATURE"):
        verify_receipt(raw, ring)
    stamped = add_time_stamps(raw, [b"x"])
    assert verify_receipt(stamped, ring, verify_token=Authority({b"x": NOW})).signers[0].time == NOW
    with pytest.raises(SealError, match="E_SIGNATURE"):
        verify_receipt(stamped, ring, verify_token=Authority({b"x": NOW + DAY}))


@pytest.mark.parametrize("event", Event)
def test_receipt_is_taken_only_from_who_can_have_seen_it(event: Event):
    reason = "E_DIGEST" if event.adverse else ""
    for recorder in ("xa", "xb"):
        allowed = not (event in OF_SENDER and recorder == "xb") and not (event in OF_RECIPIENT and recorder == "xa")
        receipt = a_receipt(event=event, recorder=recorder, reason_code=reason)
        raw = dsse.sign(receipt.to_payload(), PAYLOAD_TYPE, node_keys(recorder).signing_pair(NOW))
        if allowed:
            assert verify_receipt(raw, RING).receipt == receipt
        else:
            with pytest.raises(SealError, match="E_SENDER"):
                verify_receipt(raw, RING)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda f: f.pop("clock"), "E_SYNTAX"),
        (lambda f: f.update(more=1), "E_SYNTAX"),
        (lambda f: f.update(v=2), "E_VERSION"),
        (lambda f: f.update(v=True), "E_SYNTAX"),
        (lambda f: f.pop("v"), "E_SYNTAX"),
        (lambda f: f.update(evidence_id="1"), "E_SYNTAX"),
        (lambda f: f.update(event="ContentEaten"), "E_SYNTAX"),
        (lambda f: f.update(event=["ContentConsignment"]), "E_SYNTAX"),
        (lambda f: f.update(event_time="now"), "E_SYNTAX"),
        (lambda f: f.update(policy={"id": "", "version": "1"}), "E_SYNTAX"),
        (lambda f: f.update(policy={"id": "x"}), "E_SYNTAX"),
        (lambda f: f["clock"].update(source="sundial"), "E_SYNTAX"),
        (lambda f: f["clock"].update(max_error_ms=-1), "E_SYNTAX"),
        (lambda f: f.update(recorder="XB"), "E_SYNTAX"),
        (lambda f: f.update(recorder="xz", event="RelayAcceptance"), "E_SENDER"),
        (lambda f: f.update(recorder="xa", event="RelayAcceptance"), "E_SIGNATURE"),
        (lambda f: f.update(sender="xb"), "E_SYNTAX"),
        (lambda f: f["person"].update(name="x"), "E_SYNTAX"),
        (lambda f: f["person"].update(function=""), "E_SYNTAX"),
        (lambda f: f.update(message_id=None), "E_SYNTAX"),
        (lambda f: f["package"].update(sha256="5A" * 32), "E_DIGEST"),
        (lambda f: f["package"].update(sha512="5b" * 32), "E_DIGEST"),
        (lambda f: f["package"].update(size=0), "E_SYNTAX"),
        (lambda f: f.update(blobs=[None]), "E_SYNTAX"),
        (lambda f: f.update(blobs=f["blobs"] * 101), "E_SIZE"),
        (lambda f: f.update(refs=[{}]), "E_SYNTAX"),
        (lambda f: f.update(reason_code="E_SIZE"), "E_SYNTAX"),
        (lambda f: f.update(event="ContentHandoverFailure"), "E_SYNTAX"),
        (lambda f: f.update(validation=[{"name": "x", "result": "perhaps", "detail": ""}]), "E_SYNTAX"),
        (lambda f: f.update(validation=f["validation"] * 40), "E_SIZE"),
        (lambda f: f.update(seq=0), "E_SYNTAX"),
        (lambda f: f.update(seq=2), "E_CHAIN"),
        (lambda f: f.update(chain_id="x"), "E_SYNTAX"),
    ],
)
def test_receipt_of_another_form_is_refused(change: Callable[[dict[str, Any]], object], code: str):
    fields = json.loads(a_receipt().to_payload())
    change(fields)
    raw = dsse.sign(strictjson.dumps(fields), PAYLOAD_TYPE, node_keys("xb").signing_pair(NOW))
    with pytest.raises(SealError) as refused:
        verify_receipt(raw, RING)
    assert refused.value.code == code


def test_receipt_of_another_type_is_refused():
    raw = dsse.sign(a_receipt().to_payload(), PAYLOAD_TYPE + "0", node_keys("xb").signing_pair(NOW))
    with pytest.raises(SealError, match="E_VERSION"):
        verify_receipt(raw, RING)


def test_receipt_that_would_be_refused_is_not_signed():
    with pytest.raises(SealError, match="E_SENDER"):
        a_signed_receipt(recorder="xa")
    with pytest.raises(SealError, match="E_SYNTAX"):
        a_signed_receipt(event_time=NOW + timedelta(microseconds=1))


def test_receipt_largest_fits_its_limit():
    blobs = tuple(FileDigest("b1" * 32, 2**53 - 1, "b3" * 64) for _ in range(200))
    checks = tuple(Check("n" * 80, Result.FAILED, "检" * 400) for _ in range(64))
    refs = tuple(ReceiptRef(UUID(int=n), "cc" * 32) for n in range(32))
    raw = a_signed_receipt(blobs=blobs, validation=checks, refs=refs)
    raw = add_time_stamps(raw, [bytes([n]) * 16_384 for n in range(1, 9)])
    assert len(raw) < LIMIT
    assert len(verify_receipt(raw, RING).receipt.blobs) == 200


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=100))
def test_receipt_any_bytes_are_refused_with_a_code(raw: bytes):
    with pytest.raises(SealError):
        verify_receipt(raw, RING)


def test_receipt_of_a_message_by_letter_needs_no_package():
    raw = a_signed_receipt(event=Event.RECEIVED_FROM_NON_ERDS, package=None, blobs=(), person=None)
    assert verify_receipt(raw, RING).receipt.package is None


def results(checks: tuple[Check, ...]) -> dict[str, Result]:
    return {check.name: check.result for check in checks}


class Authority:
    """Knows a few tokens by heart; keeps what it was asked."""

    def __init__(self, known: dict[bytes, datetime]) -> None:
        self.known = known
        self.asked: list[tuple[bytes, bytes]] = []

    def __call__(self, token: bytes, data: bytes) -> StampedTime:
        self.asked.append((token, data))
        if token not in self.known:
            raise SealError("E_TIMESTAMP", "forged")
        return StampedTime(self.known[token], "TSA of XC")
