from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.ids import new_id
from comity.seal import dsse
from comity.seal.envelope import DEFAULT_LIMITS, BlobRef, Envelope, inspect_envelope, sign_envelope, verify_envelope
from comity.seal.errors import SealError
from comity.seal.keyfile import parse_peer_file
from comity.seal.keyring import KeyRing
from comity.seal.link import Head
from tests.builders import hostile
from tests.builders.keys import MADE, NOW, a_signed_envelope, an_envelope, key_ring, node_keys

RING = key_ring("xa", "xb")
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
whole = st.integers(min_value=1, max_value=2**53 - 1)


@st.composite
def envelopes(draw: st.DrawFn) -> Envelope:
    seq = draw(whole)
    return an_envelope(
        message_id=UUID(int=draw(st.integers(0, 2**128 - 1))),
        size=draw(st.integers(1, DEFAULT_LIMITS.package)),
        sha256=draw(digests),
        blobs=tuple(
            BlobRef(digest, draw(st.integers(1, DEFAULT_LIMITS.blob)))
            for digest in draw(st.lists(digests, unique=True, max_size=20))
        ),
        seq=seq,
        prev=None if seq == 1 else draw(digests),
        ack_head=draw(st.none() | st.builds(Head, st.builds(new_id), whole, digests)),
        dir_version=draw(st.integers(0, 2**53 - 1)),
    )


def test_envelope_good_is_accepted():
    envelope = an_envelope()
    raw = sign_envelope(envelope, node_keys("xa").signing_pair(NOW))
    assert verify_envelope(raw, RING, us="xb", now=NOW) == envelope
    assert inspect_envelope(raw, RING) == envelope


@settings(max_examples=60, deadline=None)
@given(envelopes())
def test_envelope_comes_back_as_it_was_signed(envelope: Envelope):
    raw = sign_envelope(envelope, node_keys("xa").signing_pair(NOW))
    assert verify_envelope(raw, RING, us="xb", now=NOW) == envelope


def test_envelope_largest_fits_its_limit():
    blobs = tuple(BlobRef(f"{number:064x}", DEFAULT_LIMITS.blob) for number in range(DEFAULT_LIMITS.blobs))
    raw = a_signed_envelope(blobs=blobs, seq=2**53 - 1, prev="ab" * 32)
    assert len(raw) < dsse.LIMIT
    assert verify_envelope(raw, RING, us="xb", now=NOW).blobs == blobs


@pytest.mark.parametrize("kind", hostile.KINDS)
def test_envelope_hostile_is_refused(kind: str):
    raw = hostile.make(kind)
    with pytest.raises(SealError) as refused:
        verify_envelope(raw, RING, us="xb", now=NOW)
    assert refused.value.code == hostile.KINDS[kind][1]


def test_envelope_hostile_kinds_are_many():
    assert len(hostile.KINDS) >= 40


@pytest.mark.parametrize("kind", hostile.KINDS)
def test_envelope_hostile_is_refused_in_50_ms(kind: str):
    raw = hostile.make(kind)
    best = min(_seconds(raw) for _ in range(3))
    assert best < 0.05


def test_envelope_1000_mutations_are_refused_with_a_code():
    chance = random.Random(20260302)  # noqa: S311 (a seed, so that a failure comes again)
    good = a_signed_envelope()
    slowest = 0.0
    for _ in range(1_000):
        raw = _mutated(good, chance)
        begin = time.process_time()
        with pytest.raises(SealError) as refused:
            verify_envelope(raw, RING, us="xb", now=NOW)
        slowest = max(slowest, time.process_time() - begin)
        assert refused.value.code in {"E_SIZE", "E_SYNTAX", "E_VERSION", "E_SENDER", "E_SIGNATURE"}
    assert slowest < 0.05


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_envelope_any_bytes_are_refused_with_a_code(raw: bytes):
    with pytest.raises(SealError):
        verify_envelope(raw, RING, us="xb", now=NOW)


def test_envelope_of_a_revoked_key_is_refused_even_if_dated_before():
    keys = node_keys("xa")
    raw = a_signed_envelope()
    newer = keys.rotate_signing(NOW, lead=timedelta(0))
    stolen = keys.signing[0].public[0].id
    ring = KeyRing([parse_peer_file(newer.revoke(stolen, NOW + timedelta(hours=1)).peer_file(NOW))])
    with pytest.raises(SealError, match="E_SIGNATURE"):
        verify_envelope(raw, ring, us="xb", now=NOW + timedelta(hours=2))


def test_envelope_of_the_next_key_is_accepted_once_it_is_in_the_ring():
    newer = node_keys("xa").rotate_signing(NOW - timedelta(days=1), lead=timedelta(0))
    raw = sign_envelope(an_envelope(), newer.signing_pair(NOW))
    with pytest.raises(SealError, match="E_SIGNATURE"):
        verify_envelope(raw, RING, us="xb", now=NOW)
    ring = KeyRing([parse_peer_file(newer.peer_file(NOW))])
    assert verify_envelope(raw, ring, us="xb", now=NOW)


def test_envelope_signed_before_and_after_the_change_of_keys_is_accepted():
    newer = node_keys("xa").rotate_signing(NOW, lead=timedelta(0))
    ring = KeyRing([parse_peer_file(newer.peer_file(NOW))])
    assert verify_envelope(a_signed_envelope(), ring, us="xb", now=NOW)
    raw = sign_envelope(an_envelope(), newer.signing_pair(NOW))
    assert verify_envelope(raw, ring, us="xb", now=NOW)


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        (timedelta(minutes=-5), None),
        (timedelta(minutes=-5, milliseconds=-1), "E_TIME"),
        (timedelta(days=3), None),
        (timedelta(days=30, milliseconds=-1), None),
        (timedelta(days=30), "E_EXPIRED"),
        (timedelta(days=185, milliseconds=1), "E_TIME"),
    ],
)
def test_envelope_window_is_exact(shift: timedelta, code: str | None):
    raw, now = a_signed_envelope(), NOW + shift
    if code is None:
        assert verify_envelope(raw, RING, us="xb", now=now)
        return
    with pytest.raises(SealError) as refused:
        verify_envelope(raw, RING, us="xb", now=now)
    assert refused.value.code == code


def test_envelope_from_the_future_shows_both_clocks_and_may_come_again():
    with pytest.raises(SealError) as refused:
        verify_envelope(a_signed_envelope(), RING, us="xb", now=NOW - timedelta(days=3))
    error = refused.value
    assert error.code == "E_TIME"
    assert not error.permanent
    assert error.params == {"theirs": "2026-03-02T09:00:00.000Z", "ours": "2026-02-27T09:00:00.000Z"}


def test_envelope_window_is_a_setting():
    limits = replace(DEFAULT_LIMITS, ahead=timedelta(days=4))
    assert verify_envelope(a_signed_envelope(), RING, us="xb", now=NOW - timedelta(days=3), limits=limits)


def test_envelope_too_large_says_how_large_it_may_be():
    with pytest.raises(SealError) as refused:
        verify_envelope(b" " * 65_537, RING, us="xb", now=NOW)
    assert refused.value.params == {"limit": 65_536}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sha256": "x"}, "E_DIGEST"),
        ({"seq": 0}, "E_SYNTAX"),
        ({"seq": 2}, "E_CHAIN"),
        ({"from_node": "XA"}, "E_SYNTAX"),
        ({"created": datetime(2026, 3, 2, 9, 0, 0, 5, tzinfo=UTC)}, "E_SYNTAX"),
        ({"v": 2}, "E_VERSION"),
    ],
)
def test_envelope_that_would_be_refused_is_not_signed(changes: dict[str, object], code: str):
    with pytest.raises(SealError, match=code):
        a_signed_envelope(**changes)


def test_envelope_is_verified_off_line_years_later():
    assert inspect_envelope(a_signed_envelope(), RING).created == NOW
    with pytest.raises(SealError, match="E_SIGNATURE"):
        inspect_envelope(a_signed_envelope(created=MADE - timedelta(seconds=1), expires_at=NOW), RING)


def _seconds(raw: bytes) -> float:
    begin = time.process_time()
    with pytest.raises(SealError):
        verify_envelope(raw, RING, us="xb", now=NOW)
    return time.process_time() - begin


def _mutated(good: bytes, chance: random.Random) -> bytes:
    """Change one to four places: another byte, a bit, a cut, an insertion, a doubled or moved piece."""
    raw = good
    while raw == good:
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(raw))
            length = chance.randint(1, 40)
            match chance.randrange(6):
                case 0:
                    raw = raw[:place] + bytes([chance.randrange(256)]) + raw[place + 1 :]
                case 1:
                    raw = raw[:place] + bytes([raw[place] ^ 1 << chance.randrange(8)]) + raw[place + 1 :]
                case 2:
                    raw = raw[:place] + raw[place + length :]
                case 3:
                    raw = raw[:place] + chance.randbytes(length) + raw[place:]
                case 4:
                    raw = raw[:place] + raw[place : place + length] + raw[place:]
                case _:
                    raw = raw[place:] + raw[:place]
    return raw
