"""CMS SignedData (RFC 5652) as CAdES, PAdES and RFC 3161 tokens need it: one builder, one strict reader.

Building is ours, so that no signature waits for a network in the middle; checking is pyHanko's, after our own demands.
Only what this project writes, or a State's certificate may bring, is read: one signer, signed attributes,
SHA-2, ECDSA or RSA of at least 3072 bits. The algorithm named in the message must be on that list.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from asn1crypto import algos, core
from asn1crypto import cms as asn1
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.validation.generic_cms import async_validate_cms_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from comity.seal import der
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from asn1crypto.cms import SignedData

MAX_CMS = 64 * 1024
MAX_CERTIFICATES = 16
SKEW = timedelta(minutes=5)
DIGESTS = frozenset({"sha256", "sha384", "sha512"})
SMALLEST_RSA = 3072
SMALLEST_EC = 256
_MECHANISMS = frozenset({"ecdsa", "rsassa_pkcs1v15", "rsassa_pss"})
_REQUIRED = frozenset({"content_type", "message_digest", "signing_certificate_v2"})
_SIGNERS = KeyUsageConstraints(key_usage={"non_repudiation"})
_SHA384 = algos.DigestAlgorithm({"algorithm": "sha384"}).dump()
_ECDSA_SHA384 = algos.SignedDigestAlgorithm({"algorithm": "sha384_ecdsa"}).dump()
_SIGNED_DATA = asn1.ContentType("signed_data").dump()
_TIME_STAMP = asn1.CMSAttributeType("signature_time_stamp_token").dump()
T = TypeVar("T")

# pyHanko logs every refusal with a traceback, and in its debugging output what stands in a PDF. Reasons travel in
# the SealError instead, and content must never reach a log.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A P-384 key that may sign now, its certificate, and the certificates between it and the root.

    Nothing is kept outside this object: it is made where it is used and dropped after.
    """

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def __post_init__(self) -> None:
        if self.certificate.public_key() != self.key.public_key():
            raise SealError("E_KEY", "the certificate belongs to another key")

    def demand_valid(self, now: datetime) -> None:
        """Raise SealError `E_KEY` unless the certificate is valid at `now`: nobody would accept the signature."""
        if not self.certificate.not_valid_before_utc - SKEW <= now < self.certificate.not_valid_after_utc:
            raise SealError("E_KEY", "the certificate of this signing key is not valid now")

    def __repr__(self) -> str:
        return f"SigningKey({self.certificate.subject.rfc4514_string()})"


@dataclass(frozen=True, slots=True)
class SignedCms:
    """What a verified signature says: who, and when by the signer's own clock."""

    certificate: x509.Certificate
    signing_time: datetime | None


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that has nothing to wait for, with or without an event loop around it."""
    try:
        work.send(None)
    except StopIteration as ended:
        result: T = ended.value
        return result
    work.close()
    raise RuntimeError("work that waits for something was not expected here")


def to_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Return the certificate as asn1crypto has it. It is shared: nobody changes it."""
    return _certificate_of(certificate.public_bytes(serialization.Encoding.DER))


@lru_cache(maxsize=128)  # the same few certificates stand in all signatures, and reading one takes a millisecond
def _certificate_of(raw: bytes) -> asn1_x509.Certificate:
    """Read a certificate to its last field, so that nothing is left for two threads to read at the same time."""
    certificate = asn1_x509.Certificate.load(raw, strict=True)
    _ = certificate.native, certificate.critical_extensions, certificate.issuer.hashable, certificate.subject.hashable
    return certificate


def sign(
    digest: bytes,
    key: SigningKey,
    *,
    signing_time: datetime | None = None,
    encapsulated: tuple[str, core.Asn1Value] | None = None,
) -> bytes:
    """Return a DER SignedData over a SHA-384 `digest`, detached unless `encapsulated` holds (content type, content).

    `signing_time` is what CAdES demands and PAdES forbids as a signed attribute.
    """
    content_type, content = encapsulated or ("data", None)
    ours = _parts_of(key.certificate.public_bytes(serialization.Encoding.DER))
    attributes = [
        _attribute("content_type", content_type).dump(),
        _attribute("message_digest", digest).dump(),
        ours.attribute,
    ]
    if signing_time is not None:
        at = signing_time.astimezone(UTC).replace(microsecond=0)
        attributes.append(_attribute("signing_time", asn1.Time({"utc_time": core.UTCTime(at)})).dump())
    signed = der.set_of(attributes)
    one = core.Integer(1).dump()
    signer = der.value(
        der.SEQUENCE,
        one,
        ours.name,
        _SHA384,
        der.retagged(signed, der.TAGGED_0),
        _ECDSA_SHA384,
        der.value(der.OCTETS, key.key.sign(signed, ec.ECDSA(hashes.SHA384()))),
    )
    inside = b"" if content is None else der.value(der.TAGGED_0, content.dump())
    chain = (each.public_bytes(serialization.Encoding.DER) for each in key.chain)
    body = der.value(
        der.SEQUENCE,
        one if content is None else core.Integer(3).dump(),
        der.set_of([_SHA384]),
        der.value(der.SEQUENCE, asn1.ContentType(content_type).dump(), inside),
        der.set_of([ours.certificate, *chain], der.TAGGED_0),
        der.set_of([signer]),
    )
    return der.value(der.SEQUENCE, _SIGNED_DATA, der.value(der.TAGGED_0, body))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What every signature with one certificate repeats, in DER."""

    certificate: bytes
    name: bytes  # issuer and serial number
    attribute: bytes  # the signed attribute that names the certificate by its digest


@lru_cache(maxsize=64)
def _parts_of(raw: bytes) -> _Parts:
    certificate = asn1_x509.Certificate.load(raw)
    number = core.Integer(certificate.serial_number).dump()
    named = _attribute("signing_certificate_v2", as_signing_certificate_v2(certificate, "sha384"))
    return _Parts(raw, der.value(der.SEQUENCE, certificate.issuer.dump(), number), named.dump())


def with_token(signed: bytes, token: bytes) -> bytes:
    """Return a signature of `sign` with an RFC 3161 token over its value as its unsigned attribute (level B-T)."""
    kind, wrapped = der.members(signed)
    [body] = der.members(wrapped)
    *before, signers = der.members(body)
    [signer] = der.members(signers)
    attribute = der.value(der.SEQUENCE, _TIME_STAMP, der.value(der.SET, token))
    stamped = der.value(der.SEQUENCE, *der.members(signer), der.value(der.TAGGED_1, attribute))
    body = der.value(der.SEQUENCE, *before, der.set_of([stamped]))
    return der.value(der.SEQUENCE, kind, der.value(der.TAGGED_0, body))


def signature_value(signed: bytes) -> bytes:
    """Return the raw signature of a SignedData just made: what a time-stamping authority has to see digested."""
    value: bytes = asn1.ContentInfo.load(signed, strict=True)["content"]["signer_infos"][0]["signature"].native
    return value


def read(raw: bytes, *, content_type: str = "data", code: str = "E_SIGNATURE") -> SignedData:
    """Return a SignedData that has exactly our shape, or raise SealError with `code`. Nothing is verified yet.

    Steps: 1 size, 2 one strict DER value and all of it read, 3 one signer, 4 known algorithms that agree,
    5 the signed attributes we demand, each once, 6 few certificates.
    """
    if len(raw) > MAX_CMS:
        raise SealError("E_SIZE", "a signature that is too large", limit=MAX_CMS)
    try:
        info = asn1.ContentInfo.load(raw, strict=True)
        if info["content_type"].native != "signed_data":
            raise SealError(code, "not a signature")
        data = info["content"]
        _share_certificates(data)
        _ = data.native, data.dump(force=False)
        _check_shape(data, content_type, code)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise SealError(code, f"not a CMS signature ({type(error).__name__})") from None
    return data


def _share_certificates(data: SignedData) -> None:
    """Let the certificates that came with a signature be those read before, where their bytes are the same."""
    for one in data["certificates"]:
        if one.name == "certificate":
            one._parsed = _certificate_of(one.chosen.dump())  # noqa: SLF001 (where it keeps what it has read)


def _check_shape(data: SignedData, content_type: str, code: str) -> None:
    if len(data["signer_infos"]) != 1:
        raise SealError(code, "there must be one signer")
    signer = data["signer_infos"][0]
    digest = signer["digest_algorithm"]["algorithm"].native
    mechanism = signer["signature_algorithm"]
    if digest not in DIGESTS or mechanism.signature_algo not in _MECHANISMS:
        raise SealError(code, "an algorithm that is not allowed")
    if mechanism["algorithm"].native != "rsassa_pkcs1v15" and mechanism.hash_algo != digest:
        raise SealError(code, "two digest algorithms for one signature")
    names = [attribute["type"].native for attribute in signer["signed_attrs"]]
    if len(names) != len(set(names)) or not set(names) >= _REQUIRED:
        raise SealError(code, "the signed attributes are not what they must be")
    if any(len(attribute["values"]) != 1 for attribute in signer["signed_attrs"]):
        raise SealError(code, "a signed attribute with several values")
    if data["encap_content_info"]["content_type"].native != content_type:
        raise SealError(code, "a signature over another kind of content")
    if len(data["certificates"]) > MAX_CERTIFICATES:
        raise SealError(code, "too many certificates")


def token_of(data: SignedData, code: str = "E_TIMESTAMP") -> tuple[bytes | None, bytes]:
    """Return the RFC 3161 token beside the signature, if there is one, and the signature value it must be about.

    Other unsigned attributes are nobody's word and are not looked at; several tokens raise SealError with `code`.
    """
    signer = data["signer_infos"][0]
    found = [
        value
        for attribute in signer["unsigned_attrs"]
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    ]
    if len(found) > 1:
        raise SealError(code, "several time stamps for one signature")
    return (found[0].dump() if found else None), signer["signature"].native


def verify(
    data: SignedData,
    *,
    digest: bytes | None,
    roots: Sequence[x509.Certificate],
    moment: datetime,
    usage: KeyUsageConstraints = _SIGNERS,
    code: str = "E_SIGNATURE",
    untrusted: str = "E_SIGNATURE",
) -> SignedCms:
    """Verify what `read` returned against `roots` at `moment`, or raise SealError with `code`.

    A good signature by somebody whose certificate leads to none of the roots has the code `untrusted`, and
    `untrusted=True` among its params: nothing is wrong with the bytes, only nobody known here vouches for them.

    `digest` is that of the detached content under the signature's own digest algorithm; None for content inside.
    """
    context = ValidationContext(
        trust_roots=[to_asn1(root) for root in roots],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
        time_tolerance=SKEW,
    )
    try:
        status = finish(
            async_validate_cms_signature(data, raw_digest=digest, validation_context=context, key_usage_settings=usage)
        )
        certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
        result = SignedCms(certificate, _signing_time(data["signer_infos"][0]))
    except Exception as error:  # noqa: BLE001 (its errors have no common root, and it parses a stranger's bytes here)
        raise SealError(code, f"the signature cannot be checked ({type(error).__name__})") from None
    if not (status.intact and status.valid):
        raise SealError(code, "the signature does not fit the content")
    # A pinned certificate is a root to the library, which then does not look at its dates: so this does.
    in_time = certificate.not_valid_before_utc - SKEW <= moment <= certificate.not_valid_after_utc + SKEW
    if not status.trusted or not in_time:
        detail = "the signer's certificate does not lead to a known root, or not at that time"
        raise SealError(untrusted, detail, untrusted=True)
    _check_strength(certificate, code)
    return result


def hash_of(algorithm: str, data: bytes) -> bytes:
    """Return the digest of `data` under one of the allowed algorithms."""
    if algorithm not in DIGESTS:
        raise SealError("E_SIGNATURE", "an algorithm that is not allowed")
    return hashlib.new(algorithm, data).digest()


def _check_strength(certificate: x509.Certificate, code: str) -> None:
    key = certificate.public_key()
    size = getattr(key, "key_size", 0)
    if size < (SMALLEST_EC if isinstance(key, ec.EllipticCurvePublicKey) else SMALLEST_RSA):
        raise SealError(code, "a key that is too small")


def _attribute(name: str, value: Any) -> asn1.CMSAttribute:
    return asn1.CMSAttribute({"type": name, "values": (value,)})


def _signing_time(signer: asn1.SignerInfo) -> datetime | None:
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            moment: datetime = attribute["values"][0].native
            return moment
    return None
