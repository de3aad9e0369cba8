"""Certificates of a small authority for servers of tests: good ones, and every way in which one can be bad."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from pathlib import Path

# Not by the clock of the tests: TLS looks at the clock of the machine.
LONG_AGO, LATELY, FAR_AHEAD, AT_LAST = (datetime(year, 1, 1, tzinfo=UTC) for year in (2000, 2001, 2090, 2099))


@dataclass(frozen=True)
class Certificate:
    """A certificate, its key, and those between it and the authority."""

    made: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    between: tuple[x509.Certificate, ...] = ()

    def serving(self, folder: Path, *, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
        """Return how a server shows it."""
        chain, key = folder / "chain.pem", folder / "key.pem"
        pems = [one.public_bytes(serialization.Encoding.PEM) for one in (self.made, *self.between)]
        chain.write_bytes(b"".join(pems))
        key.write_bytes(
            self.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = newest
        context.load_cert_chain(chain, key)
        return context


@dataclass(frozen=True)
class Authority:
    """An authority that issues certificates. It is believed where its file is among those of the system."""

    name: str = "authority of tests"
    begins: datetime = LONG_AGO
    ends: datetime = AT_LAST
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def certificate(self) -> Certificate:
        """Its own certificate."""
        return Certificate(_made(self.name, self.key, self.name, self.key, self.begins, self.ends, ca=True), self.key)

    def write(self, file: Path) -> Path:
        """Write its certificate as a system keeps those that it believes."""
        file.write_bytes(self.certificate.made.public_bytes(serialization.Encoding.PEM))
        return file

    def issue(
        self,
        *names: str,
        begins: datetime = LONG_AGO,
        ends: datetime = AT_LAST,
        usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
        common_name: str = "server of tests",
    ) -> Certificate:
        """Return a certificate for a server of these names or addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _made(common_name, key, self.name, self.key, begins, ends, names=names, usage=usage)
        return Certificate(made, key)

    def issue_through(self, one: Certificate, *names: str) -> Certificate:
        """Return a certificate issued by somebody who holds `one`, which is no leave to issue any."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _made("server of tests", key, _common_name(one.made), one.key, LONG_AGO, AT_LAST, names=names)
        return Certificate(made, key, (one.made,))


def _common_name(made: x509.Certificate) -> str:
    return str(made.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def _place(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _made(  # noqa: PLR0917 (two parties, each with name and key, and a life)
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuing: ec.EllipticCurvePrivateKey,
    begins: datetime,
    ends: datetime,
    *,
    ca: bool = False,
    names: tuple[str, ...] = (),
    usage: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(subject))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_place(one) for one in names]), critical=False)
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    return builder.sign(issuing, hashes.SHA256())
