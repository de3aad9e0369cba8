"""The authority's own small certification authority: P-384, one root, seal and officer certificates under it.

For a State whose officers have no qualified certificates. The root stands in the key file, so a peer trusts it
exactly as far as it trusts that file; nobody else is asked to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from comity.seal.errors import SealError

ROOT_LIFE = timedelta(days=3653)
SEAL_LIFE = timedelta(days=1096)
OFFICER_LIFE = timedelta(days=731)
_LONGEST_NAME = 64  # bytes of UTF-8, the upper bound of these attributes in RFC 5280, appendix A


@dataclass(frozen=True, slots=True)
class Authority:
    """A root key and its certificate.

    Attributes:
        key: the private key.
        certificate: self-signed, may sign certificates of people and seals, but no further authority.
    """

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate

    @classmethod
    def create(cls, name: str, state: str, now: datetime) -> Authority:
        """Return a new authority that signs for ten years."""
        key = ec.generate_private_key(ec.SECP384R1())
        subject = _name(name, state, titled(name, "Root"))
        start = now.replace(microsecond=0)
        builder = (
            _builder(subject, subject, key.public_key(), start, start + ROOT_LIFE)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
        )
        return cls(key, builder.sign(key, hashes.SHA384()))

    def issue(
        self, public: ec.EllipticCurvePublicKey, common_name: str, now: datetime, life: timedelta = OFFICER_LIFE
    ) -> x509.Certificate:
        """Return a certificate with which `common_name` signs documents, never beyond the root's own life.

        Raises:
            SealError: `E_KEY` when the root itself is not valid at `now`, or for its own name.
        """
        start = now.replace(microsecond=0)
        if not self.certificate.not_valid_before_utc <= start < self.certificate.not_valid_after_utc:
            raise SealError("E_KEY", "the root of the authority is not valid at this time")
        issuer = self.certificate.subject
        subject = x509.Name(
            [one for one in issuer if one.oid != NameOID.COMMON_NAME]
            + [x509.NameAttribute(NameOID.COMMON_NAME, fitting(common_name))]
        )
        if subject == issuer:
            raise SealError("E_KEY", "the name of the root itself")
        until = min(start + life, self.certificate.not_valid_after_utc)
        builder = (
            _builder(subject, issuer, public, start, until)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
        )
        return builder.sign(self.key, hashes.SHA384())


def fitting(name: str, room: int = _LONGEST_NAME) -> str:
    """Cut a name to `room` bytes of UTF-8, at the end of a character."""
    return name.encode()[:room].decode(errors="ignore").strip()


def titled(name: str, title: str) -> str:
    """Return `<name> <title>`, the name cut so that the title always stays."""
    return f"{fitting(name, _LONGEST_NAME - len(title.encode()) - 1)} {title}"


def new_key() -> ec.EllipticCurvePrivateKey:
    """Return a new P-384 key."""
    return ec.generate_private_key(ec.SECP384R1())


def key_to_pem(key: ec.EllipticCurvePrivateKey) -> str:
    """Write a private key in the clear; only ever into something that is sealed at once."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")


def key_from_pem(text: str) -> ec.EllipticCurvePrivateKey:
    """Read what `key_to_pem` wrote, or raise SealError `E_KEY`."""
    try:
        key = serialization.load_pem_private_key(text.encode("ascii"), password=None)
    except ValueError:
        raise SealError("E_KEY", "not a private key") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP384R1):
        raise SealError("E_KEY", "not a P-384 key")
    return key


def certificate_to_pem(certificate: x509.Certificate) -> str:
    """Write a certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


@lru_cache(maxsize=256)
def certificate_from_pem(text: str) -> x509.Certificate:
    """Read a PEM certificate, or raise SealError `E_KEY`."""
    try:
        return x509.load_pem_x509_certificate(text.encode("ascii"))
    except ValueError:
        raise SealError("E_KEY", "not a certificate") from None


def _name(organisation: str, state: str, common_name: str) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, fitting(organisation)),
        x509.NameAttribute(NameOID.COMMON_NAME, fitting(common_name)),
    ]
    if len(state) == 2 and state.isascii() and state.isalpha():  # noqa: PLR2004 (the two letters of ISO 3166)
        parts.insert(0, x509.NameAttribute(NameOID.COUNTRY_NAME, state.upper()))
    return x509.Name(parts)


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, start: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
