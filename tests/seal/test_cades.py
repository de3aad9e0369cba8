"""The authority's seal: what `openssl` accepts, what nobody may alter, whom it leads to."""

import shlex
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms as asn1
from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.seal import authority, cades, cms
from comity.seal.cades import Trust
from comity.seal.checks import Result
from comity.seal.errors import SealError
from tests.builders.keys import MADE, NOW, node_keys
from tests.builders.packages import officer, seal_of, stamped_peer, time_authority, trust_in

DATA = b"a manifest"


def signed(**changes: object) -> bytes:
    return cades.sign(DATA, seal_of(), **{"now": NOW, "stamp": time_authority(), **changes})  # type: ignore[arg-type]


def verified(signature: bytes, data: bytes = DATA, trust: Trust | None = None, **changes: object) -> cades.Sealed:
    return cades.verify(data, signature, trust or trust_in(), **{"now": NOW, "name": "t", **changes})  # type: ignore[arg-type]


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(SealError) as caught:
        call()
    return caught.value.code


def rebuilt(signature: bytes, change: Callable[[asn1.SignedData], None]) -> bytes:
    info = asn1.ContentInfo.load(signature)
    change(info["content"])
    raw: bytes = info.dump(force=True)
    return raw


def test_a_seal_says_who_and_when():
    found = verified(signed())
    assert found.signer.name == "Central Authority of XA Seal"
    assert found.signer.key == seal_of().certificate.fingerprint(hashes.SHA256()).hex()
    assert found.signer.time == NOW
    assert found.time.result is Result.PASSED


def test_without_a_stamp_the_time_is_the_signers_own_word():
    found = verified(signed(stamp=None))
    assert found.time.result is Result.NOT_MADE
    assert found.signer.time == NOW
    assert found.signer.time_source == "own clock"


def test_openssl_accepts_it_as_cades(tmp_path: Path):
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "ca.pem").write_text(authority.certificate_to_pem(node_keys("xa").ca_certificate))
    for name, raw in (("with.p7s", signed()), ("without.p7s", signed(stamp=None))):
        (tmp_path / name).write_bytes(raw)
        assert openssl(name, "data", tmp_path) == 0
        (tmp_path / "other").write_bytes(DATA + b"!")
        assert openssl(name, "other", tmp_path) != 0


def openssl(signature: str, data: str, at: Path) -> int:
    command = f"openssl cms -verify -cades -binary -inform DER -in {signature} -content {data} -CAfile ca.pem"
    end = f" -out result -attime {int(NOW.timestamp())}"
    return subprocess.run(shlex.split(command + end), cwd=at, capture_output=True, check=False).returncode


def test_openssl_signatures_are_accepted_by_us(tmp_path: Path):
    seal = seal_of()
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "key.pem").write_text(authority.key_to_pem(seal.key))
    (tmp_path / "cert.pem").write_text(authority.certificate_to_pem(seal.certificate))
    command = "openssl cms -sign -cades -binary -md sha384 -in data -signer cert.pem -inkey key.pem"
    end = " -outform DER -out data.p7s"
    subprocess.run(shlex.split(command + end), cwd=tmp_path, capture_output=True, check=True)
    assert verified((tmp_path / "data.p7s").read_bytes()).signer.name == "Central Authority of XA Seal"


@pytest.mark.parametrize(
    ("bits", "padding", "good"), [(3072, "pkcs1", True), (3072, "pss", True), (2048, "pkcs1", False)]
)
def test_rsa_of_a_state_is_accepted_from_3072_bits(bits: int, padding: str, good: bool, tmp_path: Path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    usage = node_keys("xa").seal_certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "cert.pem").write_text(authority.certificate_to_pem(issued(key.public_key(), usage=usage)))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    command = "openssl cms -sign -cades -binary -md sha256 -in data -signer cert.pem -inkey key.pem -outform DER"
    subprocess.run(
        shlex.split(f"{command} -out data.p7s -keyopt rsa_padding_mode:{padding}"),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    raw = (tmp_path / "data.p7s").read_bytes()
    if good:
        assert verified(raw).signer.name == "Somebody of XA"
    else:
        assert code_of(lambda: verified(raw)) == "E_SIGNATURE"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: verified(signed(), b"other"), "E_SIGNATURE"),
        (lambda: verified(signed(), trust=trust_in("xb")), "E_SIGNATURE"),
        (lambda: verified(signed(), trust=Trust(())), "E_SIGNATURE"),
        (lambda: verified(signed(stamp=None), now=NOW + timedelta(days=5000)), "E_SIGNATURE"),
        (lambda: verified(signed() + b"\0"), "E_SIGNATURE"),
        (lambda: verified(signed()[:-1]), "E_SIGNATURE"),
        (lambda: verified(b""), "E_SIGNATURE"),
        (lambda: verified(time_authority().stamp(DATA)), "E_SIGNATURE"),
        (lambda: verified(bytes(70_000)), "E_SIZE"),
        (lambda: verified(signed(), now=NOW - timedelta(days=1)), "E_TIMESTAMP"),
    ],
)
def test_seals_that_prove_nothing_are_refused(call: Callable[[], object], code: str):
    assert code_of(call) == code


def test_a_stamped_seal_outlives_its_certificate():
    assert verified(signed(), now=NOW + timedelta(days=3000)).signer.time == NOW


def test_a_stamp_of_an_unknown_authority_proves_nothing_and_refutes_nothing():
    trust = replace(trust_in(), time_authorities=())
    assert verified(signed(), trust=trust).time.result is Result.NOT_MADE
    assert verified(signed(), trust=trust_in(demo=False)).time.result is Result.NOT_MADE
    assert Trust.of(stamped_peer()).demo is False


def test_a_stamp_over_another_signature_is_refused():
    token, _ = cms.token_of(cms.read(signed()))
    assert token
    assert code_of(lambda: verified(cms.with_token(signed(stamp=None), token))) == "E_TIMESTAMP"


def test_two_stamps_are_one_too_many():
    def twice(data: asn1.SignedData) -> None:
        attribute = data["signer_infos"][0]["unsigned_attrs"][0]
        data["signer_infos"][0]["unsigned_attrs"] = [
            {"type": "signature_time_stamp_token", "values": [attribute["values"][0], attribute["values"][0]]}
        ]

    assert code_of(lambda: verified(rebuilt(signed(), twice))) == "E_TIMESTAMP"


def test_content_inside_a_detached_signature_is_refused():
    def inside(data: asn1.SignedData) -> None:
        data["encap_content_info"] = asn1.ContentInfo({"content_type": "data", "content": DATA})

    assert code_of(lambda: verified(rebuilt(signed(), inside))) == "E_SIGNATURE"


def no_signer(data: asn1.SignedData) -> None:
    data["signer_infos"] = []


def two_signers(data: asn1.SignedData) -> None:
    data["signer_infos"] = [data["signer_infos"][0], data["signer_infos"][0]]


def weak_digest(data: asn1.SignedData) -> None:
    data["signer_infos"][0]["digest_algorithm"] = {"algorithm": "sha1"}


def unknown_mechanism(data: asn1.SignedData) -> None:
    data["signer_infos"][0]["signature_algorithm"] = {"algorithm": "ed25519"}


def two_digests(data: asn1.SignedData) -> None:
    data["signer_infos"][0]["digest_algorithm"] = {"algorithm": "sha256"}


def without(name: str) -> Callable[[asn1.SignedData], None]:
    def change(data: asn1.SignedData) -> None:
        kept = [one for one in data["signer_infos"][0]["signed_attrs"] if one["type"].native != name]
        data["signer_infos"][0]["signed_attrs"] = kept

    return change


def no_attributes(data: asn1.SignedData) -> None:
    del data["signer_infos"][0]["signed_attrs"]


def doubled_attribute(data: asn1.SignedData) -> None:
    attributes = list(data["signer_infos"][0]["signed_attrs"])
    data["signer_infos"][0]["signed_attrs"] = [*attributes, attributes[0]]


def doubled_value(data: asn1.SignedData) -> None:
    attributes = list(data["signer_infos"][0]["signed_attrs"])
    first = {"type": attributes[0]["type"].native, "values": list(attributes[0]["values"]) * 2}
    data["signer_infos"][0]["signed_attrs"] = [first, *attributes[1:]]


def many_certificates(data: asn1.SignedData) -> None:
    data["certificates"] = [data["certificates"][0]] * 17


def no_certificate(data: asn1.SignedData) -> None:
    data["certificates"] = []


def certificate_of_another(data: asn1.SignedData) -> None:
    data["certificates"] = [asn1.CertificateChoices("certificate", cms.to_asn1(officer().certificate))]


SPOILED = [
    no_signer, two_signers, weak_digest, unknown_mechanism, two_digests, without("content_type"),
    without("message_digest"), without("signing_certificate_v2"), without("signing_time"), no_attributes,
    doubled_attribute, doubled_value, many_certificates, no_certificate, certificate_of_another,
]  # fmt: skip


@pytest.mark.parametrize("change", SPOILED)
def test_signatures_of_another_shape_are_refused(change: Callable[[asn1.SignedData], None]):
    assert code_of(lambda: verified(rebuilt(signed(stamp=None), change))) == "E_SIGNATURE"


def test_what_is_no_certificate_beside_the_certificate_changes_nothing():
    def beside(data: asn1.SignedData) -> None:
        other = asn1.OtherCertificateFormat({"other_cert_format": "1.2.3", "other_cert": core.Null()})
        data["certificates"] = [data["certificates"][0], asn1.CertificateChoices("other", other)]

    seal = signed()
    assert verified(rebuilt(seal, beside)) == verified(seal)


def test_enveloped_or_plain_cms_is_no_signature():
    raw = asn1.ContentInfo({"content_type": "data", "content": DATA}).dump()
    assert code_of(lambda: verified(raw)) == "E_SIGNATURE"


def issued(
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, *, usage: x509.KeyUsage | None = None
) -> x509.Certificate:
    ca = node_keys("xa").ca
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Somebody of XA")]))
        .issuer_name(ca.certificate.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE)
        .not_valid_after(MADE + timedelta(days=100))
    )
    return (builder.add_extension(usage, critical=True) if usage else builder).sign(ca.key, hashes.SHA384())


def test_a_certificate_that_may_not_sign_documents_is_refused():
    key = authority.new_key()
    nothing = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=True, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    for usage in (nothing, None):
        other = cms.SigningKey(key, issued(key.public_key(), usage=usage))
        assert code_of(lambda other=other: verified(cades.sign(DATA, other, now=NOW))) == "E_SIGNATURE"  # type: ignore[misc]


def test_a_key_that_is_too_small_is_refused():
    small = ec.generate_private_key(ec.SECP224R1())
    usage = node_keys("xa").seal_certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    other = cms.SigningKey(small, issued(small.public_key(), usage=usage))
    assert code_of(lambda: verified(cades.sign(DATA, other, now=NOW))) == "E_SIGNATURE"


def test_an_expired_certificate_does_not_sign():
    assert code_of(lambda: signed(now=NOW + timedelta(days=5000))) == "E_KEY"


def test_a_key_and_the_certificate_of_another_do_not_go_together():
    assert code_of(lambda: cms.SigningKey(seal_of().key, officer().certificate)) == "E_KEY"
    assert "PRIVATE" not in repr(seal_of())
    assert repr(seal_of()).startswith("SigningKey(CN=Central Authority of XA Seal")


def test_a_broken_time_authority_is_not_hidden():
    class Broken:
        def stamp(self, _data: bytes) -> bytes:
            raise SealError("E_TIMESTAMP", "wrong token")

    assert code_of(lambda: signed(stamp=Broken())) == "E_TIMESTAMP"


def test_digests_outside_the_list_are_refused():
    assert code_of(lambda: cms.hash_of("md5", DATA)) == "E_SIGNATURE"


def test_work_that_waits_is_a_mistake():
    class Never:
        def __await__(self):
            yield

    async def waits() -> None:
        await Never()

    with pytest.raises(RuntimeError, match="waits"):
        cms.finish(waits())


_SIGNED = signed()


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(_SIGNED) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_takes_only_the_time_away(at: int, bits: int):
    raw = bytearray(_SIGNED)
    raw[at] ^= bits
    try:
        found = verified(bytes(raw))
    except SealError as error:
        assert error.code in {"E_SIGNATURE", "E_TIMESTAMP"}
    else:
        assert found.signer.name == "Central Authority of XA Seal"
