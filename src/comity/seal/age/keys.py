"""Keys as text: `age1…`, `age1pq1…`, `AGE-SECRET-KEY-1…`, `AGE-SECRET-KEY-PQ-1…`, and files of identities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.seal.age import bech32, hybrid, x25519
from comity.seal.age.hybrid import HybridIdentity, HybridRecipient
from comity.seal.age.x25519 import X25519Identity, X25519Recipient
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.seal.age.stanza import Recipient

MAX_IDENTITY_FILE: Final = 64 * 1024


def parse_recipient(text: str) -> HybridRecipient | X25519Recipient:
    """Return the recipient written as `age1pq1…` or `age1…`, in lower case; SealError `E_KEY` otherwise."""
    prefix, raw = bech32.decode(text)
    if text != text.lower():
        raise SealError("E_KEY", "a recipient is written in lower case")
    if prefix == hybrid.RECIPIENT_PREFIX:
        return HybridRecipient(raw)
    if prefix == x25519.RECIPIENT_PREFIX:
        return X25519Recipient(raw)
    raise SealError("E_KEY", "not a recipient of a known kind")


def parse_identity(text: str) -> HybridIdentity | X25519Identity:
    """Return the identity written as `AGE-SECRET-KEY-PQ-1…` or `AGE-SECRET-KEY-1…`; SealError `E_KEY` otherwise."""
    prefix, raw = bech32.decode(text)
    if text != text.upper():
        raise SealError("E_KEY", "an identity is written in upper case")
    if prefix == hybrid.IDENTITY_PREFIX:
        return HybridIdentity(raw)
    if prefix == x25519.IDENTITY_PREFIX:
        return X25519Identity(raw)
    raise SealError("E_KEY", "not an identity of a known kind")


def parse_identity_file(raw: bytes) -> tuple[HybridIdentity | X25519Identity, ...]:
    """Return the identities of a file as `age-keygen` writes it: one a line, `#` begins a comment line.

    Raises SealError: `E_SIZE` above 64 KiB, `E_KEY` for a malformed line or a file without any.
    """
    if len(raw) > MAX_IDENTITY_FILE:
        raise SealError("E_SIZE", "an identity file is small")
    try:
        lines = raw.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise SealError("E_KEY", "an identity file is text") from None
    found = tuple(parse_identity(line) for line in lines if line and not line.startswith("#"))
    if not found:
        raise SealError("E_KEY", "the file has no identity")
    return found


def require_hybrid(recipients: Sequence[Recipient]) -> None:
    """Demand at least one recipient and hybrid ones alone, or raise SealError `E_RECIPIENT`.

    One classical stanza would bring the whole file down to its strength.
    """
    if not recipients or not all(isinstance(one, HybridRecipient) for one in recipients):
        raise SealError("E_RECIPIENT", "only hybrid recipients are allowed here, and at least one")
