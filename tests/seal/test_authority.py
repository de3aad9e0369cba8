from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from comity.seal import authority
from comity.seal.authority import Authority
from comity.seal.errors import SealError
from tests.builders.keys import NOW

CA = Authority.create("Central Authority of XA", "XA", NOW)


def common_name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def test_authority_issues_a_certificate_that_may_sign_documents_and_nothing_else():
    key = authority.new_key()
    certificate = CA.issue(key.public_key(), "Head of Unit", NOW)
    certificate.verify_directly_issued_by(CA.certificate)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert common_name(certificate) == "Head of Unit"
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == authority.OFFICER_LIFE


def test_authority_is_a_root_of_its_own_that_makes_no_further_authority():
    CA.certificate.verify_directly_issued_by(CA.certificate)
    constraints = CA.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (constraints.ca, constraints.path_length) == (True, 0)
    assert isinstance(CA.key.curve, ec.SECP384R1)


def test_authority_never_signs_beyond_its_own_life():
    certificate = CA.issue(authority.new_key().public_key(), "x", NOW + timedelta(days=3_600))
    assert certificate.not_valid_after_utc == CA.certificate.not_valid_after_utc


@pytest.mark.parametrize("shift", [timedelta(seconds=-1), authority.ROOT_LIFE])
def test_authority_out_of_its_time_signs_nothing(shift: timedelta):
    with pytest.raises(SealError, match="E_KEY"):
        CA.issue(authority.new_key().public_key(), "x", NOW + shift)


@pytest.mark.parametrize("state", ["XA", "Island", "X1", "", "XÄ"])
def test_authority_names_a_country_only_by_its_two_letters(state: str):
    certificate = Authority.create("机关" * 60, state, NOW).certificate
    countries = certificate.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)
    assert [one.value for one in countries] == (["XA"] if state == "XA" else [])
    name = common_name(certificate)
    assert name.endswith("机关机 Root")
    assert 60 < len(name.encode()) <= 64


def test_authority_does_not_issue_under_its_own_name():
    with pytest.raises(SealError, match="E_KEY"):
        CA.issue(authority.new_key().public_key(), "Central Authority of XA Root", NOW)


def test_authority_title_stays_however_long_the_name():
    assert authority.titled("机关" * 60, "Seal") == "机关" * 9 + "机 Seal"


def test_authority_pem_comes_back():
    assert authority.certificate_from_pem(authority.certificate_to_pem(CA.certificate)) == CA.certificate
    key = authority.key_from_pem(authority.key_to_pem(CA.key))
    assert key.public_key() == CA.key.public_key()
    assert "key" not in repr(CA).split("certificate")[0]


def _pem(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.mark.parametrize(
    "text", ["", "x", "é", _pem(ec.generate_private_key(ec.SECP256R1())), _pem(Ed25519PrivateKey.generate())]
)
def test_authority_other_keys_are_refused(text: str):
    with pytest.raises(SealError, match="E_KEY"):
        authority.key_from_pem(text)


def test_authority_what_is_no_certificate_is_refused():
    with pytest.raises(SealError, match="E_KEY"):
        authority.certificate_from_pem("x")
