from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.seal import dsse
from comity.seal.errors import SealError

TYPE = "application/vnd.comity.test+json;v=1"
PAIR, OTHER = dsse.SigningPair.generate(), dsse.SigningPair.generate()


def pinned(*pairs: dsse.SigningPair) -> dsse.PinnedKeys:
    public = [pair.public for pair in pairs]
    return dsse.PinnedKeys(
        {dsse.key_id(first): dsse.decode(first) for first, _ in public},
        {dsse.key_id(second): dsse.decode(second) for _, second in public},
    )


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2_000), st.text(min_size=1, max_size=60).filter(lambda text: "\x00" not in text))
def test_dsse_returns_the_payload_it_signed(payload: bytes, payload_type: str):
    raw = dsse.sign(payload, payload_type, PAIR)
    assert dsse.verify(raw, payload_type, pinned(OTHER, PAIR)) == payload
    assert dsse.parse(raw).to_bytes() == raw


def test_dsse_encoding_is_that_of_the_published_example():
    """The worked example of the DSSE protocol text."""
    encoded = dsse.pre_authentication_encoding("http://example.com/HelloWorld", b"hello world")
    assert encoded == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_dsse_signatures_are_plain_ones_that_any_library_verifies():
    item = json.loads(dsse.sign(b"x", TYPE, PAIR))
    data = b"DSSEv1 36 " + TYPE.encode() + b" 1 x"
    first, second = (dsse.decode(one["sig"]) for one in item["signatures"])
    ed25519, mldsa = (dsse.decode(text) for text in PAIR.public)
    Ed25519PublicKey.from_public_bytes(ed25519).verify(first, data)
    MLDSA65PublicKey.from_public_bytes(mldsa).verify(second, data)
    assert (len(first), len(second)) == (64, 3309)


def test_dsse_two_good_signatures_of_one_algorithm_are_refused():
    """What the library's own threshold would let pass: two Ed25519 keys of the ring."""
    data = dsse.pre_authentication_encoding(TYPE, b"x")
    names = [dsse.key_id(pair.public[0]) for pair in (PAIR, OTHER)]
    values = (PAIR.ed25519.sign(data), OTHER.ed25519.sign(data))
    raw = dsse.Signed(b"x", TYPE, (names[0], names[1]), values).to_bytes()
    with pytest.raises(SealError, match="ml-dsa-65"):
        dsse.verify(raw, TYPE, pinned(PAIR, OTHER))


def test_dsse_algorithm_comes_from_the_pinned_key_never_from_the_message():
    """A ring that holds a key under the other algorithm does not make it one."""
    raw = dsse.sign(b"x", TYPE, PAIR)
    right = pinned(PAIR)
    with pytest.raises(SealError, match="E_SIGNATURE"):
        dsse.verify(raw, TYPE, dsse.PinnedKeys(right.mldsa, right.ed25519))
    confused = dsse.PinnedKeys(dict.fromkeys(right.ed25519, dsse.decode(PAIR.public[1])), right.mldsa)
    with pytest.raises(SealError, match="E_SIGNATURE"):
        dsse.verify(raw, TYPE, confused)


def test_dsse_empty_ring_refuses():
    with pytest.raises(SealError, match="E_SIGNATURE"):
        dsse.verify(dsse.sign(b"x", TYPE, PAIR), TYPE, dsse.PinnedKeys({}, {}))


def test_dsse_other_type_is_refused():
    with pytest.raises(SealError, match="E_VERSION"):
        dsse.verify(dsse.sign(b"x", TYPE, PAIR), TYPE + "x", pinned(PAIR))


def test_dsse_digest_does_not_depend_on_time_stamps():
    raw = dsse.sign(b"x", TYPE, PAIR)
    stamped = dsse.with_tokens(raw, [b"one", b"two"])
    again = dsse.with_tokens(stamped, [b"two", b"three"])
    one, two = dsse.parse(raw), dsse.parse(again, stamped=True)
    assert two.tokens == (b"one", b"two", b"three")
    assert one.digest == two.digest
    assert one.stamped == two.stamped == b"".join(one.signatures)
    assert dsse.with_tokens(raw, []) == raw
    two.verify(TYPE, pinned(PAIR))


def test_dsse_time_stamps_are_refused_where_none_belong():
    with pytest.raises(SealError, match="E_SYNTAX"):
        dsse.parse(dsse.with_tokens(dsse.sign(b"x", TYPE, PAIR), [b"one"]))


@pytest.mark.parametrize("tokens", [[b""], [b"x" * 16_385], [bytes([n]) for n in range(9)]])
def test_dsse_time_stamps_are_bounded(tokens: list[bytes]):
    with pytest.raises(SealError, match="E_SYNTAX"):
        dsse.with_tokens(dsse.sign(b"x", TYPE, PAIR), tokens)


@pytest.mark.parametrize("value", [None, [], {}, "AAAA", [""], [None], ["AAAA"] * 9, ["A A="]])
def test_dsse_time_stamps_of_another_form_are_refused(value: object):
    item = json.loads(dsse.sign(b"x", TYPE, PAIR)) | {"timestamps": value}
    raw = json.dumps(item, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(SealError, match="E_SYNTAX"):
        dsse.parse(raw, stamped=True)


@pytest.mark.parametrize("text", ["A", "AAA", "AA==\n", " AAAA", "AB==", "A-_A", "é", None, 3, b"AAAA"])
def test_dsse_base64_has_one_form(text: object):
    with pytest.raises(SealError, match="E_SYNTAX"):
        dsse.decode(text)


def test_dsse_private_keys_are_not_shown():
    assert repr(PAIR) == "SigningPair()"
