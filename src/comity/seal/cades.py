"""The authority's seal over bytes: a detached CAdES signature (ETSI EN 319 122, level B-B, or B-T with a time stamp).

`openssl cms -verify` accepts what is written here. Time comes from the stamp where there is one that can be believed;
otherwise the signature is checked as of now and its own claim of time is shown as what it is, a claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from comity.kernel.plaintext import one_line
from comity.seal import cms
from comity.seal.authority import certificate_from_pem
from comity.seal.checks import OWN_CLOCK, STAMPED_BY, Check, Signer, StampedTime, not_made, passed
from comity.seal.errors import SealError
from comity.seal.timestamp import UNKNOWN, TimeSource, verify_token

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData
    from cryptography import x509

    from comity.seal.keyfile import PeerFile


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe about one authority: its certificate roots, and the time-stamping authorities it names.

    `demo` believes time-stamping authorities that are marked as being for demonstrations; never in production.
    """

    roots: tuple[x509.Certificate, ...]
    time_authorities: tuple[x509.Certificate, ...] = ()
    demo: bool = False

    @classmethod
    def of(cls, peer: PeerFile, *, demo: bool = False) -> Trust:
        """Return what a peer's pinned key file says about its certificates."""
        return cls(
            tuple(certificate_from_pem(pem) for pem in peer.certificates),
            tuple(certificate_from_pem(pem) for pem in peer.time_authorities),
            demo,
        )


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signature that was verified: by whom, when, and what was looked at about its time."""

    certificate: x509.Certificate
    signer: Signer
    time: Check


def sign(data: bytes, key: cms.SigningKey, *, now: datetime, stamp: TimeSource | None = None) -> bytes:
    """Return a detached signature (DER) over `data`, with a time stamp if `stamp` gives one."""
    key.demand_valid(now)
    digest = cms.hash_of("sha384", data)
    return stamped(cms.sign(digest, key, signing_time=now), stamp)


def stamped(signature: bytes, stamp: TimeSource | None) -> bytes:
    """Return the signature at level B-T if `stamp` gives a token, else as it is: an absent authority stops nobody."""
    if stamp is None:
        return signature
    try:
        return cms.with_token(signature, stamp.stamp(cms.signature_value(signature)))
    except SealError as error:
        if error.permanent:
            raise
        return signature


def verify(data: bytes, signature: bytes, trust: Trust, *, now: datetime, name: str) -> Sealed:
    """Verify a detached signature over `data`, or raise SealError. `name` is the code of the check about its time.

    Steps: 1 form (`cms.read`) and nothing inside, 2 the time stamp over the signature value, 3 the signature over
    `data` and a certificate that leads to one of `trust.roots` and was valid at the stamped time, or is now.

    Raises:
        SealError: `E_SIGNATURE`; `E_TIMESTAMP` for a time stamp that is false (not for one that cannot be judged).
    """
    signed = cms.read(signature)
    if signed["encap_content_info"]["content"].native is not None:
        raise SealError("E_SIGNATURE", "a signature that brings its own content")
    digest = cms.hash_of(signed["signer_infos"][0]["digest_algorithm"]["algorithm"].native, data)
    moment, time = signed_at(signed, trust, now=now, name=name)
    found = cms.verify(signed, digest=digest, roots=trust.roots, moment=moment.time if moment else now)
    return Sealed(found.certificate, signer_of(found, moment), time)


def signed_at(signed: SignedData, trust: Trust, *, now: datetime, name: str) -> tuple[StampedTime | None, Check]:
    """Return the stamped time of a signature, if there is one to be believed, and what to say about it."""
    token, value = cms.token_of(signed)
    if token is None:
        return None, not_made(name, "there is no time stamp: time unproved")
    try:
        moment = verify_token(token, value, trust.time_authorities, now=now, demo=trust.demo)
    except SealError as error:
        if error.code == UNKNOWN:
            return None, not_made(name, f"{error.detail}: time unproved")
        raise
    return moment, passed(name, f"{moment.time:%Y-%m-%d %H:%M:%S} UTC, {moment.authority}")


def shown(certificate: x509.Certificate) -> str:
    """Return the subject of a certificate on one short line."""
    return one_line(certificate.subject.rfc4514_string(), 240)


def signer_of(found: cms.SignedCms, moment: StampedTime | None, claimed: datetime | None = None) -> Signer:
    """Return the signer as it is shown: name and fingerprint of the certificate, time and its source."""
    subject = found.certificate.subject
    names = [str(part.value) for part in subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    fingerprint = found.certificate.fingerprint(hashes.SHA256()).hex()
    name = one_line(", ".join(names)) or shown(found.certificate)
    if moment is not None:
        return Signer(name, fingerprint, moment.time, STAMPED_BY + moment.authority)
    time = found.signing_time or claimed
    return Signer(name, fingerprint, time and time.astimezone(UTC), OWN_CLOCK)
