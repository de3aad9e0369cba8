"""A directory as a signed file: read off line by whoever has the key file of its node; a changed one is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.directory.signed import PAYLOAD_TYPE, SignedDirectory, places, read_directory, sign_directory
from comity.kernel import strictjson
from comity.seal import dsse
from comity.seal.errors import SealError
from comity.seal.keyring import KeyRing
from tests.builders.keys import NOW, node_keys, peer_file

ROW = {"place": "XA", "functions": "mla", "name_en": "Bureau of Letters", "name_zh": "文书局"}
SAID = SignedDirectory("xa", "XA", NOW, (ROW, {**ROW, "place": "NE"}), ({"sort": "rule", "place": "XA"},))
KEYS = node_keys().signing_pair(NOW)
RING = KeyRing([peer_file()])
RAW = sign_directory(SAID, KEYS)


def code_of(raw, ring=RING):
    with pytest.raises(SealError) as refused:
        read_directory(raw, ring)
    return refused.value.code


def payload(**changed):
    value = strictjson.loads(SAID.to_payload(), limit=10_000)
    return dsse.sign(strictjson.dumps({**value, **changed}), PAYLOAD_TYPE, KEYS)


def test_what_was_signed_is_read():
    assert read_directory(RAW, RING) == SAID
    assert places(SAID.authorities) == ["NE", "XA"]


@settings(max_examples=60)
@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_no_byte_can_be_changed(place, by):
    changed = bytearray(RAW)
    changed[place] ^= by
    assert code_of(bytes(changed)) in {"E_SIGNATURE", "E_SYNTAX", "E_VERSION", "E_SENDER"}


def test_a_cell_changed_with_its_signatures_kept_is_refused():
    signed = dsse.parse(RAW, limit=100_000)
    other = signed.payload.replace(b"Bureau of Letters", b"Bureau of Lawyers")
    changed = dsse.Signed(other, signed.payload_type, signed.key_ids, signed.signatures).to_bytes()
    assert code_of(changed) == "E_SIGNATURE"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "E_SYNTAX"),
        (dsse.sign(SAID.to_payload(), "application/other", KEYS), "E_VERSION"),
        (payload(v=2), "E_VERSION"),
        (payload(v=True), "E_VERSION"),
        (payload(more=1), "E_SYNTAX"),
        (payload(from_node="No Node"), "E_SYNTAX"),
        (payload(from_node="xb"), "E_SENDER"),
        (payload(state="XB"), "E_SENDER"),
        (payload(state=1), "E_SYNTAX"),
        (payload(created="soon"), "E_SYNTAX"),
        (payload(authorities={}), "E_SYNTAX"),
        (payload(facts=[{"sort": 1}]), "E_SYNTAX"),
        (sign_directory(SAID, node_keys("xb").signing_pair(NOW)), "E_SIGNATURE"),
        (payload(created="1999-01-01T00:00:00.000Z"), "E_SIGNATURE"),
    ],
    ids=range(14),
)
def test_what_is_none_or_not_of_its_node_is_refused(raw, code):
    assert code_of(raw) == code


def test_without_the_key_file_of_its_node_nothing_can_be_told():
    assert code_of(RAW, KeyRing()) == "E_SENDER"


def test_it_stays_readable_when_its_keys_are_no_longer_used():
    later = read_directory(sign_directory(SAID, KEYS), RING)
    assert later.created == NOW < NOW + timedelta(days=4000)
