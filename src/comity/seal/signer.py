"""An officer's own signing key: unlocked by that person's passphrase at the moment of signing, never kept open.

For a State whose officers have no qualified certificates the authority's own root issues one. The certificate says so,
and says whose and in which function; nobody can take it for more than it is. The private key lies in an age file to
the passphrase (scrypt): neither an administrator nor a stolen session can sign as somebody else.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from comity.kernel import strictjson
from comity.kernel.languages import Text
from comity.kernel.plaintext import one_line
from comity.seal import authority, dsse, intake
from comity.seal.age import ScryptIdentity, ScryptRecipient, open_bytes, seal_bytes
from comity.seal.cms import SigningKey
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from datetime import datetime, timedelta

WORK_FACTOR = 17  # scrypt with N = 2**17: 128 MiB and about half a second for one guess
SHORTEST_PASSPHRASE = 12
LONGEST_PASSPHRASE = 512
OFFICER_POLICY = "2.25.105261151748364452151347397242114390263"
KIND = Text(en="Certificate issued by the authority itself", zh="由机关自行签发的证书")
_SUBJECT_KIND = "Issued by the authority itself"
_LONGEST_NAME = 64  # bytes: upper bound of these attributes in RFC 5280, appendix A
_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class OfficerKey:
    """A person's signing key, locked.

    Attributes:
        certificate: of the person, by the authority's root.
        root: that root.
        locked: the private key (PKCS#8) in an age file to the passphrase.
    """

    certificate: x509.Certificate
    root: x509.Certificate
    locked: bytes = field(repr=False)

    @classmethod
    def create(
        cls,
        *,
        name: str,
        function: str,
        passphrase: str,
        ca_certificate: x509.Certificate,
        ca_key: ec.EllipticCurvePrivateKey,
        now: datetime,
        life: timedelta = authority.OFFICER_LIFE,
        work_factor: int = WORK_FACTOR,
    ) -> OfficerKey:
        """Make a new key for a person, with a certificate that names the person and the function.

        A lower `work_factor` is for keys whose passphrase is no secret.

        Raises:
            SealError: `E_PASSPHRASE` for a passphrase of fewer than 12 characters; `E_KEY` when the root is not valid
                now or name or function is empty.
        """
        secret = _new_secret(passphrase)
        start = now.replace(microsecond=0)
        if not ca_certificate.not_valid_before_utc <= start < ca_certificate.not_valid_after_utc:
            raise SealError("E_KEY", "the root of the authority is not valid at this time")
        key = authority.new_key()
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_subject(ca_certificate.subject, name, function))
            .issuer_name(ca_certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(min(start + life, ca_certificate.not_valid_after_utc))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_USAGE, critical=True)
            .add_extension(x509.CertificatePolicies([_POLICY]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
            .sign(ca_key, hashes.SHA384())
        )
        return cls(certificate, ca_certificate, _lock(key, secret, work_factor))

    def unlock(self, passphrase: str) -> SigningKey:
        """Return the key ready to sign. Use it at once and let it go; nothing here remembers it.

        Raises:
            SealError: `E_PASSPHRASE` when it is not this key's passphrase, `E_KEY` when the file is not this person's.
        """
        identity = ScryptIdentity(_secret(passphrase), WORK_FACTOR)
        raw = open_bytes(self.locked, [identity])
        try:
            key = serialization.load_der_private_key(raw, None)
        except (ValueError, TypeError):
            raise SealError("E_KEY", "not a signing key") from None
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SealError("E_KEY", "not a signing key of this kind")
        return SigningKey(key, self.certificate)

    def change_passphrase(self, old: str, new: str) -> OfficerKey:
        """Return the same key locked by another passphrase. Copies under the old one stay what they are."""
        secret = _new_secret(new)
        return replace(self, locked=_lock(self.unlock(old).key, secret))

    def to_bytes(self) -> bytes:
        """Write certificate, root and locked key as JSON."""
        return strictjson.dumps(
            {
                "v": 1,
                "certificate": authority.certificate_to_pem(self.certificate),
                "root": authority.certificate_to_pem(self.root),
                "locked": dsse.encode(self.locked),
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> OfficerKey:
        """Read what `to_bytes` wrote, or raise SealError."""
        value = intake.exactly(
            intake.canonical_object(raw, limit=_LIMIT), {"v", "certificate", "root", "locked"}, "a signing key"
        )
        if type(value["v"]) is not int or value["v"] != 1:
            raise SealError("E_VERSION", "not a signing key of a known version")
        return cls(
            authority.certificate_from_pem(intake.text(value["certificate"], most=_LIMIT)),
            authority.certificate_from_pem(intake.text(value["root"], most=_LIMIT)),
            dsse.decode(value["locked"]),
        )


def is_officer_certificate(certificate: x509.Certificate) -> bool:
    """Say whether a certificate is marked as that of a person: such a one cannot seal for the authority."""
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return False
    return any(policy.policy_identifier.dotted_string == OFFICER_POLICY for policy in policies)


def _subject(issuer: x509.Name, name: str, function: str) -> x509.Name:
    person, title = _fitting(name), _fitting(function)
    if not person or not title:
        raise SealError("E_KEY", "a certificate names a person and a function")
    kept = [part for part in issuer if part.oid in (NameOID.COUNTRY_NAME, NameOID.ORGANIZATION_NAME)]
    return x509.Name(
        [
            *kept,
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _SUBJECT_KIND),
            x509.NameAttribute(NameOID.TITLE, title),
            x509.NameAttribute(NameOID.COMMON_NAME, person),
        ]
    )


def _fitting(text: str) -> str:
    """Return the text on one line, cut where the attribute's bound is, never inside a character."""
    return one_line(text, _LONGEST_NAME).encode()[:_LONGEST_NAME].decode("utf-8", "ignore").strip()


def _new_secret(passphrase: str) -> str:
    secret = _secret(passphrase)
    if len(secret) < SHORTEST_PASSPHRASE:
        raise SealError(
            "E_PASSPHRASE",
            f"a signing passphrase has at least {SHORTEST_PASSPHRASE} characters",
            least=SHORTEST_PASSPHRASE,
        )
    return secret


def _secret(passphrase: str) -> str:
    """Return the passphrase as it is used: composed (NFKC), so that two keyboards give the same bytes."""
    if not 0 < len(passphrase) <= LONGEST_PASSPHRASE:
        raise SealError("E_PASSPHRASE", "a passphrase that is empty or too long")
    return unicodedata.normalize("NFKC", passphrase)


def _lock(key: ec.EllipticCurvePrivateKey, secret: str, work_factor: int = WORK_FACTOR) -> bytes:
    raw = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return seal_bytes(raw, [ScryptRecipient(secret, work_factor)])


_POLICY = x509.PolicyInformation(x509.ObjectIdentifier(OFFICER_POLICY), None)
_USAGE = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
