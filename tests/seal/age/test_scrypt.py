from __future__ import annotations

import pytest

from comity.seal.age import ScryptIdentity, ScryptRecipient, open_bytes, seal_bytes
from comity.seal.age.stanza import Stanza, encode_raw
from comity.seal.errors import SealError

SALT = encode_raw(bytes(16))


def test_passphrase_opens_what_it_sealed() -> None:
    sealed = seal_bytes(b"plain", [ScryptRecipient("口令", 4)])
    assert open_bytes(sealed, [ScryptIdentity("wrong"), ScryptIdentity("口令".encode())]) == b"plain"


def test_wrong_passphrase_says_so() -> None:
    with pytest.raises(SealError) as refusal:
        open_bytes(seal_bytes(b"plain", [ScryptRecipient("one", 4)]), [ScryptIdentity("two")])
    assert refusal.value.code == "E_PASSPHRASE"


def test_two_sealings_differ() -> None:
    recipient = ScryptRecipient("one", 4)
    assert recipient.wrap(bytes(16)) != recipient.wrap(bytes(16))


def test_work_factor_is_capped_before_any_work() -> None:
    stanza = Stanza(("scrypt", SALT, "21"), bytes(32))
    with pytest.raises(SealError) as refusal:
        ScryptIdentity("one").unwrap(stanza)
    assert refusal.value.params == {"factor": 21, "cap": 20}
    with pytest.raises(SealError):
        ScryptIdentity("one", max_work_factor=3).unwrap(ScryptRecipient("one", 4).wrap(bytes(16)))
    assert ScryptIdentity("one", max_work_factor=4).unwrap(ScryptRecipient("one", 4).wrap(bytes(16))) == bytes(16)


@pytest.mark.parametrize("factor", ["0", "04", "+4", "-4", "4 ", "0x4", "4a", "", "9999", "٤"])
def test_work_factor_is_a_plain_number(factor: str) -> None:
    with pytest.raises(SealError, match="E_AGE_HEADER"):
        ScryptIdentity("one").unwrap(Stanza(("scrypt", SALT, factor), bytes(32)))


@pytest.mark.parametrize("salt", [encode_raw(bytes(15)), encode_raw(bytes(17)), "AAAA=", ""])
def test_salt_has_sixteen_bytes(salt: str) -> None:
    with pytest.raises(SealError, match="E_AGE_HEADER"):
        ScryptIdentity("one").unwrap(Stanza(("scrypt", salt, "4"), bytes(32)))


@pytest.mark.parametrize("factor", [0, 31, -1])
def test_sealing_refuses_senseless_factors(factor: int) -> None:
    with pytest.raises(ValueError, match="work factor"):
        ScryptRecipient("one", factor)


def test_empty_passphrase_is_none() -> None:
    for kind in (ScryptRecipient, ScryptIdentity):
        with pytest.raises(SealError, match="E_PASSPHRASE"):
            kind("")


def test_other_stanzas_are_not_for_it() -> None:
    assert ScryptIdentity("one").unwrap(Stanza(("X25519", SALT), bytes(32))) is None
