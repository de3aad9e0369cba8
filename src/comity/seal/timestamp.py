"""Time stamps (RFC 3161): asking an authority for a token, checking one, and an authority for demonstrations.

A token says that some bytes existed at a time. Whoever asks sends a digest, never the bytes. A missing token is no
fault: a signature without one is shown as "time unproved". The demonstration authority marks itself in its
certificate and in every token, and nothing but a demonstration accepts it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import urllib3
from asn1crypto import cms as asn1_cms
from asn1crypto import core, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.validation.settings import KeyUsageConstraints

from comity.kernel.clock import utc_now
from comity.kernel.plaintext import one_line
from comity.seal import cms
from comity.seal.checks import StampedTime
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from wsgiref.types import StartResponse, WSGIEnvironment

CODE = "E_TIMESTAMP"
DEMO_CODE = "E_TIMESTAMP_DEMO"
UNKNOWN = "E_KEY"
IMPRINT = "sha384"
MAX_QUERY = 4 * 1024
MAX_REPLY = 16 * 1024
TIMEOUT_SECONDS = 10.0
QUERY_TYPE = "application/timestamp-query"
REPLY_TYPE = "application/timestamp-reply"

DEMO_PREFIX = "DEMO "
DEMO_POLICY = "2.25.329800735698586629295641978511506172918"
DEMO_LIFE = timedelta(days=3650)

_USAGE = KeyUsageConstraints(key_usage=(), extd_key_usage={"time_stamping"}, explicit_extd_key_usage_required=True)
_STATUS = ("granted", "granted_with_mods")
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


class TimeSource(Protocol):
    """Something that stamps time: an authority on the network, or the demonstration authority in this process."""

    def stamp(self, data: bytes) -> bytes:
        """Return a token (DER) over the SHA-384 of `data`, or raise SealError `E_TIMESTAMP`, not permanent."""


def verify_token(
    token: bytes, data: bytes, authorities: Sequence[x509.Certificate], *, now: datetime, demo: bool = False
) -> StampedTime:
    """Return when `data` existed, as said by one of `authorities` (their roots or their own certificates).

    Steps: 1 form, 2 the digest of `data` inside, 3 not in the future, 4 signature, 5 certificate for time stamping
    that leads to a known authority and was valid at that time, 6 no demonstration authority unless `demo`.

    Raises:
        SealError: `E_TIMESTAMP` for a token that is false or of another content, `E_KEY` for a token of an authority
            that is not known here or may not be believed here: such a token proves nothing and refutes nothing.
    """
    signed = cms.read(token, content_type="tst_info", code=CODE)
    info = _info(signed)
    moment = info["gen_time"].native
    imprint = info["message_imprint"]
    algorithm: str = imprint["hash_algorithm"]["algorithm"].native
    stamped: bytes = imprint["hashed_message"].native
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise SealError(CODE, "a token without a time")
    moment = moment.astimezone(UTC)
    if algorithm not in cms.DIGESTS or stamped != cms.hash_of(algorithm, data):
        raise SealError(CODE, "a token over other content")
    if moment > now + cms.SKEW:
        raise SealError(CODE, "a token from the future")
    found = cms.verify(
        signed, digest=None, roots=authorities, moment=moment, usage=_USAGE, code=CODE, untrusted=UNKNOWN
    )
    if is_demo(found.certificate) and not demo:
        raise SealError(UNKNOWN, "a time-stamping authority for demonstrations")
    return StampedTime(moment, one_line(found.certificate.subject.rfc4514_string(), 160))


def is_demo(certificate: x509.Certificate) -> bool:
    """Say whether a time-stamping certificate is marked as being for demonstrations, in its name or its policies."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if any(str(name.value).upper().startswith(DEMO_PREFIX) for name in names):
        return True
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return False
    return any(policy.policy_identifier.dotted_string == DEMO_POLICY for policy in policies)


def query(data: bytes, nonce: int) -> bytes:
    """Return a DER request for a token over the SHA-384 of `data`."""
    wanted = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": {"algorithm": IMPRINT},
                "hashed_message": hashlib.new(IMPRINT, data).digest(),
            },
            "nonce": nonce,
            "cert_req": True,
        }
    )
    raw: bytes = wanted.dump()
    return raw


def token_of(reply: bytes, data: bytes, nonce: int) -> bytes:
    """Return the token in an authority's reply to `query`, or raise SealError `E_TIMESTAMP`, not permanent.

    It is looked at (granted, same digest, same nonce) but not verified: that is for `verify_token`.
    """
    return _granted(reply, data, nonce)[0]


def _granted(reply: bytes, data: bytes, nonce: int) -> tuple[bytes, tsp.TSTInfo]:
    try:
        answer = tsp.TimeStampResp.load(reply, strict=True)
        granted = answer["status"]["status"].native in _STATUS
        token: bytes = answer["time_stamp_token"].dump()
        info = _info(cms.read(token, content_type="tst_info", code=CODE))
        same = (
            info["nonce"].native == nonce
            and info["message_imprint"]["hash_algorithm"]["algorithm"].native == IMPRINT
            and info["message_imprint"]["hashed_message"].native == hashlib.new(IMPRINT, data).digest()
        )
    except (*_MALFORMED, SealError):
        raise SealError(CODE, "the authority gave no token that can be read", permanent=False) from None
    if not granted or not same:
        raise SealError(CODE, "the authority did not grant a token for this request", permanent=False)
    return token, info


@dataclass(frozen=True)
class HttpAuthority:
    """A time-stamping authority reached over HTTP. Its address comes from this node's settings, never from a peer.

    With `demo` one that is marked as being for demonstrations is taken as well; else its tokens are an error.
    """

    url: str
    demo: bool = False
    timeout: float = TIMEOUT_SECONDS
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False), repr=False)

    def stamp(self, data: bytes) -> bytes:
        """Return a token over the SHA-384 of `data`; one request, no retry, no redirect.

        Raises:
            SealError: `E_TIMESTAMP`, not permanent, for whatever is no token; `E_TIMESTAMP_DEMO`, permanent, for one of
                an authority for demonstrations, which somebody put into the settings of a node that works for real.
        """
        nonce = secrets.randbits(63)
        try:
            answer = self.pool.request(
                "POST",
                self.url,
                body=query(data, nonce),
                headers={"Content-Type": QUERY_TYPE, "Accept": REPLY_TYPE},
                timeout=self.timeout,
                redirect=False,
                preload_content=False,
            )
            try:
                reply = answer.read(MAX_REPLY + 1)
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise SealError(CODE, f"no answer from the authority ({type(error).__name__})", permanent=False) from None
        if answer.status != 200 or len(reply) > MAX_REPLY:  # noqa: PLR2004 (HTTP: OK)
            raise SealError(CODE, f"the authority answered with status {answer.status}", permanent=False)
        token, info = _granted(reply, data, nonce)
        if not self.demo and info["policy"].dotted == DEMO_POLICY:
            raise SealError(DEMO_CODE, "a time-stamping authority for demonstrations")
        return token


@dataclass(frozen=True)
class DemoAuthority:
    """A time-stamping authority for demonstrations and tests, in this process. It marks all it makes as such."""

    key: cms.SigningKey
    clock: Callable[[], datetime] = utc_now

    @classmethod
    def generate(cls, name: str, *, now: datetime, clock: Callable[[], datetime] = utc_now) -> DemoAuthority:
        """Return a new authority called `DEMO <name>`, with a certificate signed by itself."""
        key = ec.generate_private_key(ec.SECP384R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEMO_PREFIX + name)])
        policy = x509.PolicyInformation(x509.ObjectIdentifier(DEMO_POLICY), None)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + DEMO_LIFE)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.CertificatePolicies([policy]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA384())
        )
        return cls(cms.SigningKey(key, certificate), clock)

    @classmethod
    def from_pem(cls, pem: bytes, *, clock: Callable[[], datetime] = utc_now) -> DemoAuthority:
        """Return the authority written by `to_pem`, or raise SealError `E_KEY`."""
        try:
            key = serialization.load_pem_private_key(pem, None)
            certificate = x509.load_pem_x509_certificate(pem)
        except (ValueError, TypeError):
            raise SealError("E_KEY", "not a demonstration authority's key and certificate") from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not is_demo(certificate):
            raise SealError("E_KEY", "not a demonstration authority")
        return cls(cms.SigningKey(key, certificate), clock)

    def to_pem(self) -> bytes:
        """Return key and certificate, unprotected: there is nothing to protect in a demonstration."""
        return self.certificate_pem + self.key.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @property
    def certificate_pem(self) -> bytes:
        """The certificate, as it stands in a peer file that believes this authority."""
        return self.key.certificate.public_bytes(serialization.Encoding.PEM)

    def stamp(self, data: bytes) -> bytes:
        """Return a token over the SHA-384 of `data`."""
        nonce = secrets.randbits(63)
        return token_of(self.answer(query(data, nonce)), data, nonce)

    def answer(self, raw: bytes) -> bytes:
        """Return the DER reply to a DER request: a token, or a rejection of what cannot be read."""
        try:
            wanted = tsp.TimeStampReq.load(raw, strict=True)
            imprint = wanted["message_imprint"]
            algorithm = imprint["hash_algorithm"]["algorithm"].native
            size = len(imprint["hashed_message"].native)
            nonce = wanted["nonce"].native
        except _MALFORMED:
            return _rejection("bad_data_format")
        if algorithm not in cms.DIGESTS or size != hashlib.new(algorithm).digest_size:
            return _rejection("bad_alg")
        reply = tsp.TimeStampResp(
            {
                "status": {"status": "granted"},
                "time_stamp_token": asn1_cms.ContentInfo.load(self._token(imprint, nonce)),
            }
        )
        done: bytes = reply.dump()
        return done

    def _token(self, imprint: tsp.MessageImprint, nonce: int | None) -> bytes:
        info: dict[str, Any] = {
            "version": 1,
            "policy": DEMO_POLICY,
            "message_imprint": imprint,
            "serial_number": secrets.randbits(63),
            "gen_time": self.clock().astimezone(UTC).replace(microsecond=0),
            "accuracy": {"seconds": 1},
        }
        if nonce is not None:
            info["nonce"] = nonce
        content = core.ParsableOctetString(tsp.TSTInfo(info).dump())
        return cms.sign(
            hashlib.sha384(bytes(content)).digest(),
            self.key,
            encapsulated=("tst_info", content),
        )


def wsgi(authority: DemoAuthority) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    """Return a WSGI application that answers RFC 3161 requests sent by POST with `authority`."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("REQUEST_METHOD") != "POST" or environ.get("CONTENT_TYPE") != QUERY_TYPE:
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"POST an application/timestamp-query\n"]
        size = environ.get("CONTENT_LENGTH", "")
        if not (size.isascii() and size.isdigit() and int(size) <= MAX_QUERY):
            start_response("413 Content Too Large", [("Content-Type", "text/plain")])
            return [b"too large\n"]
        body = authority.answer(environ["wsgi.input"].read(int(size)))
        start_response("200 OK", [("Content-Type", REPLY_TYPE), ("Content-Length", str(len(body)))])
        return [body]

    return application


def _info(signed: asn1_cms.SignedData) -> tsp.TSTInfo:
    """Return the time-stamp information inside, which `cms.read` has read to its last field, or raise SealError."""
    content = signed["encap_content_info"]["content"]
    info = content.parsed if isinstance(content, core.ParsableOctetString) else None
    if not isinstance(info, tsp.TSTInfo):
        raise SealError(CODE, "a token without time-stamp information")
    return info


class _Rejection(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    """A reply without a token, which asn1crypto's own class cannot write."""

    _fields = [("status", tsp.PKIStatusInfo)]


def _rejection(reason: str) -> bytes:
    raw: bytes = _Rejection({"status": {"status": "rejection", "fail_info": {reason}}}).dump()
    return raw


def _key_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
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
