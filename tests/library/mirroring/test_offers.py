"""A law or digest signed for the hub: read only whole, as its own State's node signed it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders.hub_libraries import a_digest_said, a_law_said
from tests.builders.keys import NOW, node_keys, peer_file

from comity.kernel import strictjson
from comity.library.mirroring.offers import PAYLOAD_TYPE, Offer, read_offer, sign_offer
from comity.seal import dsse
from comity.seal.errors import SealError
from comity.seal.keyring import KeyRing

TEXT = b"1. An invented rule.\n"
SAID = a_law_said(TEXT, place="XA")
OFFER = Offer("xa", "XA", NOW, SAID, {SAID.versions[0].sha256: TEXT})
KEYS = node_keys("xa").signing_pair(NOW)
RING = KeyRing([peer_file("xa")])


def code_of(raw: bytes, ring: KeyRing = RING) -> str:
    with pytest.raises(SealError) as refused:
        read_offer(raw, ring)
    return refused.value.code


def changed(**values: Any) -> bytes:
    payload = strictjson.loads(dsse.parse(sign_offer(OFFER, KEYS), limit=1 << 20).payload, limit=1 << 20)
    return dsse.sign(strictjson.dumps({**payload, **values}), PAYLOAD_TYPE, KEYS)


@pytest.mark.parametrize("offer", [OFFER, Offer("xa", "XA", NOW, a_digest_said())])
def test_what_was_signed_is_read(offer: Offer):
    assert read_offer(sign_offer(offer, KEYS), RING) == offer


@pytest.mark.parametrize(("raw", "code"), [
    (b"{}", "E_SYNTAX"),
    (dsse.sign(b"{}", "application/other", KEYS), "E_VERSION"),
    (changed(more=1), "E_SYNTAX"),
    (changed(state="XB"), "E_SENDER"),
    (changed(from_node="xb"), "E_SENDER"),
    (changed(statement=dsse.encode(b"{}")), "E_SYNTAX"),
    (changed(statement=dsse.encode(a_law_said(TEXT, place="XB").to_bytes())), "E_SENDER"),
    (changed(texts={}), "E_SYNTAX"),
    (changed(texts={SAID.versions[0].sha256: dsse.encode(b"other")}), "E_DIGEST"),
    (sign_offer(OFFER, node_keys("xb").signing_pair(NOW)), "E_SIGNATURE"),
], ids=range(10))  # fmt: skip
def test_what_is_none_or_of_somebody_else_is_refused(raw: bytes, code: str):
    assert code_of(raw) == code


def test_of_an_unknown_node_nothing_is_read():
    assert code_of(sign_offer(OFFER, KEYS), KeyRing()) == "E_SENDER"


def test_one_that_no_hub_takes_is_not_signed():
    texts = {SAID.versions[0].sha256: b"x" * (20 << 20)}
    with pytest.raises(SealError, match="E_SIZE"):
        sign_offer(Offer("xa", "XA", NOW, SAID, texts), KEYS)
