"""DER as asn1crypto writes it."""

from __future__ import annotations

import hashlib

from asn1crypto import cms as asn1
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from comity.seal import cms, der
from tests.builders.keys import NOW, node_keys


@given(st.binary(max_size=70_000))
def test_lengths_are_those_of_der(content: bytes):
    assert der.value(der.OCTETS, content) == core.OctetString(content).dump()


@given(st.lists(st.binary(max_size=40)))
def test_a_set_stands_in_its_one_order(members: list[bytes]):
    raw = der.set_of([core.OctetString(one).dump() for one in members])
    assert raw == core.SetOf([core.OctetString(one) for one in reversed(members)], spec=core.OctetString).dump()


def test_a_signature_is_written_as_anybody_writes_it():
    keys = node_keys("xa")
    key = cms.SigningKey(keys.seal_key, keys.seal_certificate, (keys.ca_certificate,))
    raw = cms.sign(hashlib.sha384(b"x").digest(), key, signing_time=NOW)
    read = asn1.ContentInfo.load(raw, strict=True)
    assert read["content"]["signer_infos"][0]["signed_attrs"].native
    assert read["content"].native["certificates"]
    assert read.copy().dump(force=True) == raw
