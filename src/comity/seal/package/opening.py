"""Opening a package: everything that is claimed inside and outside is compared, or it is refused."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.kernel import clock
from comity.seal import cades, cms, pades
from comity.seal.age import OpenReader
from comity.seal.age.hybrid import HYBRID
from comity.seal.checks import Check, Signer, passed
from comity.seal.errors import SealError
from comity.seal.package import container, manifest
from comity.seal.package.building import recipient_digests
from comity.seal.package.contents import Contents
from comity.seal.signer import is_officer_certificate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from comity.seal.age import HybridIdentity, Source
    from comity.seal.envelope import Envelope
    from comity.seal.keyring import KeyRing
    from comity.seal.package.contents import Binding

MAX_PACKAGE = container.MAX_CONTAINER + 256 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that was opened and found right.

    Attributes:
        contents: what stands in it.
        checks: what was looked at; none has failed.
        signers: the authority seal first, then those who signed the letter.
        container: the plain signed container, to be sealed to the node's own storage key and kept as proof.
    """

    contents: Contents
    checks: tuple[Check, ...]
    signers: tuple[Signer, ...]
    container: bytes


def open_package(
    source: Source,
    *,
    identities: Sequence[HybridIdentity],
    ring: KeyRing,
    envelope: Envelope,
    us: str,
    now: datetime,
    demo: bool = False,
) -> Opened:
    """Open a package that came with a verified `envelope`, or raise SealError.

    Args:
        source: the sealed package.
        identities: every identity with which we open, past ones included.
        ring: the peers we know.
        envelope: the verified envelope that announced it.
        us: our node id.
        now: when it was taken in (the time of its consignment); expiry is judged by it.
        demo: whether time-stamping authorities for demonstrations are believed.

    Steps: 1 size and digest as in the envelope (`E_SIZE`, `E_DIGEST`), 2 opened, hybrid stanzas alone (`E_AGE_*`,
    `E_RECIPIENT`), 3 to 9 as `open_container`, 10 inner and outer sender and message id are the same (`E_SENDER`),
    11 addressed to us inside and outside (`E_RECIPIENT`), 12 sealed to exactly the keys that the sender signed, ours
    among them (`E_RECIPIENT`), 13 not expired and not from the future (`E_EXPIRED`, `E_TIME`), 14 the evidence it
    names is the evidence of the envelope (`E_DIGEST`).
    """
    sealed = _fetch(source, envelope)
    reader = OpenReader(io.BytesIO(sealed), identities)
    if set(reader.stanza_types) != {HYBRID}:
        raise SealError("E_RECIPIENT", "sealed to a key that is not hybrid")
    opened = open_container(_all_of(reader), ring=ring, now=now, demo=demo)
    binding = opened.contents.binding
    checks = [passed("package.digest", envelope.sha256), *opened.checks]
    if (binding.from_node, binding.message_id) != (envelope.from_node, envelope.message_id):
        raise SealError("E_SENDER", "the package inside is of another sender or message than the envelope")
    checks.append(passed("package.sender", binding.from_node))
    if envelope.to_node != us or us not in binding.to:
        raise SealError("E_RECIPIENT", "addressed to another node")
    checks.append(passed("package.addressed", ", ".join(binding.to)))
    ours = set(recipient_digests([identity.recipient() for identity in identities]))
    if not ours & set(binding.recipient_key_digests) or len(reader.stanza_types) != len(binding.recipient_key_digests):
        raise SealError("E_RECIPIENT", "sealed to other keys than those the sender signed")
    checks.append(passed("package.keys", f"{len(binding.recipient_key_digests)} keys"))
    _demand_time(binding, now)
    checks.append(passed("package.in_time", f"until {clock.to_wire(binding.expires_at)}"))
    _demand_blobs(opened.contents, envelope)
    checks.append(passed("package.evidence", f"{len(envelope.blobs)} items"))
    return Opened(opened.contents, tuple(checks), opened.signers, opened.container)


def open_container(raw: bytes, *, ring: KeyRing, now: datetime, demo: bool = False) -> Opened:
    """Read a plain container and verify all that stands in it, or raise SealError. Nothing is said about its way.

    Steps: 3 the container (`E_PACKAGE`, `E_SIZE`), 4 the manifest describes it (`E_DIGEST`), 5 its files are well
    formed (`E_SYNTAX`, ...), 6 the sender is known (`E_SENDER`), 7 the seal is of the sender's certificate root
    (`E_SIGNATURE`) and not an officer's, 8 its time stamp (`E_TIMESTAMP`), 9 the letter (`E_PDF`, `E_SIGNATURE`),
    where there is one. Whether a message needs a letter is the reader's rule: a request does.
    """
    members = container.read(raw)
    signed = manifest.check(members)
    contents = Contents.from_members(members)
    trust = cades.Trust.of(ring.peer(contents.binding.from_node), demo=demo)
    seal = cades.verify(signed, members[container.SIGNATURE], trust, now=now, name="package.time")
    if is_officer_certificate(seal.certificate):
        raise SealError("E_SIGNATURE", "a person signed where the authority must seal")
    checks = [
        passed("package.container", f"{len(members)} members"),
        passed("package.manifest"),
        passed("package.seal", cades.shown(seal.certificate)),
        seal.time,
    ]
    signers = [seal.signer]
    if contents.letter is not None:
        letter = pades.verify_letter(
            contents.letter, trust, attached=(contents.content_name, contents.content), now=now
        )
        checks += letter.checks
        signers += letter.signers
    return Opened(contents, tuple(checks), tuple(signers), raw)


def _fetch(source: Source, envelope: Envelope) -> bytes:
    if envelope.size > MAX_PACKAGE:
        raise SealError("E_SIZE", "a package that is too large", limit=MAX_PACKAGE)
    parts: list[bytes] = []
    left = envelope.size + 1
    while left and (part := source.read(left)):
        parts.append(part)
        left -= len(part)
    sealed = b"".join(parts)
    if len(sealed) != envelope.size:
        raise SealError("E_SIZE", "the package is not of the size the envelope says")
    if hashlib.sha256(sealed).hexdigest() != envelope.sha256:
        raise SealError("E_DIGEST", "the package is not the one the envelope names")
    return sealed


def _all_of(reader: OpenReader) -> bytes:
    whole = bytearray()
    while part := reader.read(256 * 1024):
        whole += part
        if len(whole) > container.MAX_CONTAINER:
            raise SealError("E_SIZE", "a package that is too large", limit=container.MAX_CONTAINER)
    return bytes(whole)


def _demand_time(binding: Binding, now: datetime) -> None:
    if not now < binding.expires_at:
        raise SealError("E_EXPIRED", "expired", expires=clock.to_wire(binding.expires_at), ours=clock.to_wire(now))
    if not binding.sent_at <= now + cms.SKEW:
        raise SealError(
            "E_TIME", "from the future by our clock", permanent=False, theirs=clock.to_wire(binding.sent_at)
        )


def _demand_blobs(contents: Contents, envelope: Envelope) -> None:
    inside = {(item.sealed_sha256, item.sealed_size) for item in contents.evidence}
    if inside != {(blob.sha256, blob.size) for blob in envelope.blobs}:
        raise SealError("E_DIGEST", "the evidence named inside is not that of the envelope")
