"""Officers' signing keys: who they are stands in the certificate, nobody signs without the passphrase."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.x509.oid import NameOID

from comity.kernel import strictjson
from comity.seal import dsse, signer
from comity.seal.age import ScryptRecipient, seal_bytes
from comity.seal.errors import SealError
from comity.seal.signer import OfficerKey, is_officer_certificate
from tests.builders.keys import MADE, NOW, QUICK, node_keys
from tests.builders.packages import PASSPHRASE, officer, officer_key, seal_of


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(SealError) as caught:
        call()
    return caught.value.code


def made(**changes: object) -> OfficerKey:
    keys = node_keys("xa")
    good = {
        "name": "Head of XA",
        "function": "Head",
        "passphrase": PASSPHRASE,
        "ca_certificate": keys.ca_certificate,
        "ca_key": keys.ca_key,
        "now": MADE,
        "work_factor": QUICK,
    }
    return OfficerKey.create(**{**good, **changes})  # type: ignore[arg-type]


def attribute(key: OfficerKey, oid: object) -> str:
    return str(key.certificate.subject.get_attributes_for_oid(oid)[0].value)  # type: ignore[arg-type]


def test_the_certificate_names_person_function_and_its_own_kind():
    key = officer_key()
    assert attribute(key, NameOID.COMMON_NAME) == "Head of XA"
    assert attribute(key, NameOID.TITLE) == "Head of the Central Authority"
    assert attribute(key, NameOID.ORGANIZATIONAL_UNIT_NAME) == "Issued by the authority itself"
    assert attribute(key, NameOID.ORGANIZATION_NAME) == "Central Authority of XA"
    assert attribute(key, NameOID.COUNTRY_NAME) == "XA"
    assert signer.KIND.zh


def test_the_certificate_is_issued_by_the_root_and_ends_with_it():
    key = made(life=timedelta(days=100_000))
    key.certificate.verify_directly_issued_by(node_keys("xa").ca_certificate)
    assert key.certificate.not_valid_after_utc == node_keys("xa").ca_certificate.not_valid_after_utc
    assert code_of(lambda: made(now=NOW + timedelta(days=5000))) == "E_KEY"


def test_names_in_any_script_fit():
    key = made(name="中央机关负责人" * 10, function="  负责人\n" + "x" * 100)
    assert attribute(key, NameOID.COMMON_NAME).startswith("中央机关负责人中央机关")
    assert attribute(key, NameOID.TITLE).startswith("负责人 xxx")
    for name in ("name", "function"):
        assert code_of(lambda name=name: made(**{name: " "})) == "E_KEY"  # type: ignore[misc]


def test_persons_are_told_from_authorities():
    assert is_officer_certificate(officer().certificate)
    assert not is_officer_certificate(seal_of().certificate)
    assert not is_officer_certificate(node_keys("xa").ca_certificate)


def test_the_passphrase_unlocks_and_nothing_else_does():
    key = officer_key()
    assert key.unlock(PASSPHRASE).key.public_key() == key.certificate.public_key()
    assert code_of(lambda: key.unlock("another passphrase")) == "E_PASSPHRASE"
    assert code_of(lambda: key.unlock("")) == "E_PASSPHRASE"
    assert code_of(lambda: key.unlock("x" * 600)) == "E_PASSPHRASE"


def test_two_keyboards_write_one_passphrase():
    key = made(passphrase="clé de la maison")
    assert key.unlock("cle\u0301 de la maison")


@pytest.mark.parametrize("passphrase", ["", "eleven char", "x" * 600])
def test_passphrases_that_are_too_short_or_too_long_are_refused(passphrase: str):
    assert code_of(lambda: made(passphrase=passphrase)) == "E_PASSPHRASE"


def test_a_changed_passphrase_replaces_the_old_one():
    changed = officer_key().change_passphrase(PASSPHRASE, "a new long passphrase")
    assert changed.unlock("a new long passphrase").certificate == officer_key().certificate
    assert code_of(lambda: changed.unlock(PASSPHRASE)) == "E_PASSPHRASE"
    assert code_of(lambda: officer_key().change_passphrase(PASSPHRASE, "short")) == "E_PASSPHRASE"


def test_the_key_is_kept_locked():
    raw = officer_key().to_bytes()
    plain = officer().key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    assert plain not in dsse.decode(strictjson.loads_object(raw, limit=100_000)["locked"])
    assert OfficerKey.from_bytes(raw) == officer_key()
    assert "locked" not in repr(officer_key())
    assert officer_key().locked.splitlines()[1].endswith(b" 17")  # of `scrypt`: half a second for each guess


@pytest.mark.parametrize(
    ("change", "code"),
    [({"v": 2}, "E_VERSION"), ({"certificate": "x"}, "E_KEY"), ({"locked": "*"}, "E_SYNTAX"), ({"a": 1}, "E_SYNTAX")],
)
def test_a_kept_key_of_another_form_is_refused(change: dict[str, object], code: str):
    value = strictjson.loads_object(officer_key().to_bytes(), limit=100_000)
    assert code_of(lambda: OfficerKey.from_bytes(strictjson.dumps({**value, **change}))) == code


@pytest.mark.parametrize("kind", ["noise", "ed25519", "other"])
def test_a_locked_file_with_something_else_is_refused(kind: str):
    other = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    seal = seal_of().key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    raw = {"noise": b"noise", "ed25519": other, "other": seal}[kind]
    locked = seal_bytes(raw, [ScryptRecipient(PASSPHRASE, 10)])
    key = OfficerKey(officer_key().certificate, officer_key().root, locked)
    assert code_of(lambda: key.unlock(PASSPHRASE)) == "E_KEY"


def test_a_locked_file_that_asks_for_more_work_is_refused():
    locked = seal_bytes(b"x", [ScryptRecipient(PASSPHRASE, signer.WORK_FACTOR + 1)])
    key = OfficerKey(officer_key().certificate, officer_key().root, locked)
    assert code_of(lambda: key.unlock(PASSPHRASE)) == "E_AGE_HEADER"
