"""A real mail server on this machine, with TLS and a certificate of its own, that can refuse what it is told to."""

from __future__ import annotations

import ipaddress
import logging
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

logging.getLogger("mail.log").propagate = False  # its thread would write when a test's own output is closed already
USER, PASSWORD = "node", "a password for the mail server of tests"


@dataclass
class Postbox:
    """What the server took. `refuse` maps an address to the answer that it gets; `down` refuses everything for now."""

    port: int = 0
    ca: Path | None = None
    refuse: dict[str, str] = field(default_factory=dict)
    down: bool = False
    raw: list[bytes] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived, read."""
        return [message_from_bytes(one, policy=policy.default) for one in self.raw]

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802
        """Take or refuse one address."""
        _server, _session, envelope, address, _options = given
        if self.down:
            return "451 4.3.0 try again later"
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep one message."""
        self.raw.append(envelope.content)
        self.to.append(list(envelope.rcpt_tos))
        self.encrypted.append(session.ssl is not None)
        return "250 taken"


class FreePort(Controller):
    """A controller that takes whatever port is free, and says which."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(folder: Path, *, security: str = "starttls", host: str = "127.0.0.1") -> Iterator[Postbox]:
    """Run a server that asks for TLS and a password; `host` is the name in its certificate."""
    box = Postbox()
    key_file, box.ca = _certificate(folder, host)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(box.ca, key_file)
    asked: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0, "authenticator": _authenticate}
    if security == "tls":
        controller = FreePort(box, ssl_context=context, auth_require_tls=False, **asked)
    else:
        controller = FreePort(box, tls_context=context, require_starttls=True, auth_required=True, **asked)
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    del server, session, envelope, mechanism
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)  # the server answers either way


def _certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Write a key and a self-signed certificate; return both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of tests")])
    now = datetime.now(UTC)
    try:
        place: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        place = x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([place]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_file, certificate_file = folder / "mail.key", folder / "mail.pem"
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return key_file, certificate_file
