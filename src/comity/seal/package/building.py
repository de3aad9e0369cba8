"""Making a package: check, sign, pad, seal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.seal import cades, dsse
from comity.seal.age import require_hybrid, seal_bytes
from comity.seal.errors import SealError
from comity.seal.package import container, manifest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.seal.age import HybridRecipient, Sink
    from comity.seal.cms import SigningKey
    from comity.seal.package.contents import Contents
    from comity.seal.timestamp import TimeSource


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """Size in bytes and digests (hexadecimal) of a sealed package, as receipts and the envelope name them."""

    size: int
    sha256: str
    sha512: str


def build_container(contents: Contents, *, seal: SigningKey, stamp: TimeSource | None = None) -> bytes:
    """Return the signed and padded container, or raise SealError for contents that no receiver would take.

    The signature says when it was made: at `contents.binding.sent_at`; `stamp` proves it where it can be reached.
    """
    members = contents.to_members()
    members[container.MANIFEST] = manifest.write(members)
    members[container.SIGNATURE] = cades.sign(
        members[container.MANIFEST], seal, now=contents.binding.sent_at, stamp=stamp
    )
    return container.write(members)


def build_package(
    contents: Contents,
    *,
    seal: SigningKey,
    recipients: Sequence[HybridRecipient],
    sink: Sink,
    stamp: TimeSource | None = None,
) -> PackageInfo:
    """Write the sealed package into `sink`.

    Raises:
        SealError: `E_RECIPIENT` unless `recipients` are hybrid and exactly those whose digests the binding names;
            others as `build_container`. Nothing is written then.
    """
    require_hybrid(recipients)
    if recipient_digests(recipients) != contents.binding.recipient_key_digests:
        raise SealError("E_RECIPIENT", "the binding names other keys than those to seal to")
    sealed = seal_bytes(build_container(contents, seal=seal, stamp=stamp), recipients)
    sink.write(memoryview(sealed))
    return PackageInfo(len(sealed), hashlib.sha256(sealed).hexdigest(), hashlib.sha512(sealed).hexdigest())


def recipient_digests(recipients: Sequence[HybridRecipient]) -> tuple[str, ...]:
    """Return what a binding says about the keys it is sealed to: SHA-256 of each one's text, sorted."""
    return tuple(sorted(dsse.key_id(str(one)) for one in recipients))
