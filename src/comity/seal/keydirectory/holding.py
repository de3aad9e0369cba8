"""Keys that sign the directory off line: one file a holder, wrapped by that person's passphrase."""

from __future__ import annotations

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner

from comity.seal.errors import SealError

SHORTEST = 12


def new_key() -> CryptoSigner:
    """Make a key."""
    return CryptoSigner(Ed25519PrivateKey.generate())


def wrap(signer: CryptoSigner, passphrase: str) -> bytes:
    """Write a private key (PEM, PKCS#8), encrypted by a passphrase of at least twelve characters.

    Raises:
        SealError: `E_PASSPHRASE` for a shorter one.
    """
    if len(passphrase) < SHORTEST:
        raise SealError("E_PASSPHRASE", f"a passphrase has at least {SHORTEST} characters")
    key = serialization.load_pem_private_key(signer.private_bytes, None)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def unwrap(raw: bytes, passphrase: str) -> CryptoSigner:
    """Read what `wrap` wrote, or raise SealError `E_PASSPHRASE` or `E_KEY`."""
    try:
        key = serialization.load_pem_private_key(raw, passphrase.encode())
    except ValueError:
        raise SealError("E_PASSPHRASE", "the passphrase does not open this key") from None
    except TypeError:
        raise SealError("E_KEY", "a private key that no passphrase protects") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise SealError("E_KEY", "not a key that signs the directory")
    return CryptoSigner(key)


def to_bytes(signer: CryptoSigner) -> bytes:
    """Write a private key in the clear; only ever into something that is sealed at once."""
    return signer.private_bytes


def from_bytes(raw: bytes) -> CryptoSigner:
    """Read what `to_bytes` wrote, or raise SealError `E_KEY`."""
    try:
        key = serialization.load_pem_private_key(raw, None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SealError("E_KEY", "not a key that signs the directory")
    return CryptoSigner(key)
