"""DER as asn1crypto writes it."""

from __future__ import annotations

import hashlib

import pytest
from asn1crypto import cms as asn1
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from comity.seal import cms, der
from tests.builders.keys import NOW, node_keys
from tests.builders.packages import time_authority


@given(st.binary(max_size=70_000))
def test_lengths_are_those_of_der(content: bytes):
    assert der.value(der.OCTETS, content) == core.OctetString(content).dump()


@given(st.lists(st.binary(max_size=40)))
def test_a_set_stands_in_its_one_order(members: list[bytes]):
    raw = der.set_of([core.OctetString(one).dump() for one in members])
    assert raw == core.SetOf([core.OctetString(one) for one in reversed(members)], spec=core.OctetString).dump()


@given(st.lists(st.binary(max_size=300)))
def test_members_are_what_was_put_together(contents: list[bytes]):
    members = [der.value(der.OCTETS, one) for one in contents]
    assert der.members(der.value(der.SEQUENCE, *members)) == members


@pytest.mark.parametrize("raw", [b"", b"\x30\x05\x04\x01", b"\x30\x02\x04\x05", b"\x30\x00\x00"])
def test_what_ends_early_or_late_has_no_members(raw: bytes):
    with pytest.raises(ValueError, match="data"):
        der.members(raw)


def test_a_time_stamp_is_put_beside_a_signature_as_anybody_puts_it():
    keys = node_keys("xa")
    raw = cms.sign(hashlib.sha384(b"x").digest(), cms.SigningKey(keys.seal_key, keys.seal_certificate))
    token = time_authority().stamp(cms.signature_value(raw))
    stamped = cms.with_token(raw, token)
    info = asn1.ContentInfo.load(raw, strict=True)
    attribute = {"type": "signature_time_stamp_token", "values": (asn1.ContentInfo.load(token, strict=True),)}
    info["content"]["signer_infos"][0]["unsigned_attrs"] = [asn1.CMSAttribute(attribute)]
    assert stamped == info.dump()
    assert cms.token_of(cms.read(stamped)) == (token, cms.signature_value(raw))


def test_a_signature_is_written_as_anybody_writes_it():
    keys = node_keys("xa")
    key = cms.SigningKey(keys.seal_key, keys.seal_certificate, (keys.ca_certificate,))
    raw = cms.sign(hashlib.sha384(b"x").digest(), key, signing_time=NOW)
    read = asn1.ContentInfo.load(raw, strict=True)
    assert read["content"]["signer_infos"][0]["signed_attrs"].native
    assert read["content"].native["certificates"]
    assert read.copy().dump(force=True) == raw
