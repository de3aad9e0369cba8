"""The hybrid and the classical stanza, malformed in every part."""

from __future__ import annotations

import pytest

from comity.seal.age import HybridIdentity, X25519Identity
from comity.seal.age.stanza import Stanza, decode_raw, encode_raw
from comity.seal.errors import SealError

KEY = bytes(range(16))
HYBRID, CLASSICAL = HybridIdentity.generate(), X25519Identity.generate()
BOTH = [HYBRID, CLASSICAL]
Either = HybridIdentity | X25519Identity


@pytest.mark.parametrize("identity", BOTH)
def test_every_wrapping_is_fresh_and_opens(identity: Either) -> None:
    one, two = (identity.recipient().wrap(KEY) for _ in range(2))
    assert one.arguments[1] != two.arguments[1]
    assert one.body != two.body
    assert identity.unwrap(one) == identity.unwrap(two) == KEY


@pytest.mark.parametrize("identity", BOTH)
def test_stanzas_for_others_are_passed_over(identity: Either) -> None:
    stanza = identity.recipient().wrap(KEY)
    assert type(identity).generate().unwrap(stanza) is None
    for name in ("X25519", "mlkem768x25519", "x25519", "MLKEM768X25519", "scrypt"):
        if name != stanza.type:
            assert identity.unwrap(Stanza((name, *stanza.arguments[1:]), stanza.body)) is None
    assert identity.unwrap(Stanza(stanza.arguments, bytes([stanza.body[0] ^ 1]) + stanza.body[1:])) is None


@pytest.mark.parametrize("identity", BOTH)
def test_malformed_stanzas_are_refused(identity: Either) -> None:
    stanza = identity.recipient().wrap(KEY)
    share = decode_raw(stanza.arguments[1])
    for arguments, body in (
        ((stanza.type,), stanza.body),
        ((*stanza.arguments, "more"), stanza.body),
        (stanza.arguments, stanza.body[:-1]),
        (stanza.arguments, stanza.body + b"\x00"),
        ((stanza.type, encode_raw(share[:-1])), stanza.body),
        ((stanza.type, encode_raw(share + b"\x00")), stanza.body),
        ((stanza.type, stanza.arguments[1] + "="), stanza.body),
        ((stanza.type, encode_raw(share[:-32] + bytes(32))), stanza.body),
    ):
        with pytest.raises(SealError) as refusal:
            identity.unwrap(Stanza(arguments, body))
        assert refusal.value.code == "E_AGE_HEADER"


@pytest.mark.parametrize("half", [0, 1100])
def test_both_halves_of_a_hybrid_share_count(half: int) -> None:
    stanza = HYBRID.recipient().wrap(KEY)
    share = bytearray(decode_raw(stanza.arguments[1]))
    share[half] ^= 1
    assert HYBRID.unwrap(Stanza((stanza.type, encode_raw(bytes(share))), stanza.body)) is None
