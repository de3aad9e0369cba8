"""Classical recipients, `X25519`: for meeting other programs; product messages are hybrid."""

from __future__ import annotations

from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.seal.age import bech32
from comity.seal.age.stanza import Stanza, check_shape, decode_raw, encode_raw
from comity.seal.errors import SealError

X25519: Final = "X25519"
RECIPIENT_PREFIX: Final = "age"
IDENTITY_PREFIX: Final = "age-secret-key-"
_SIZE: Final = 32
_INFO: Final = b"age-encryption.org/v1/X25519"
_NONCE: Final = bytes(12)


def _cipher(shared: bytes, share: bytes, recipient: bytes) -> ChaCha20Poly1305:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=share + recipient, info=_INFO)
    return ChaCha20Poly1305(kdf.derive(shared))


class X25519Recipient:
    """A public key, written `age1…`."""

    post_quantum = False
    alone = False

    def __init__(self, raw: bytes) -> None:
        if len(raw) != _SIZE:
            raise SealError("E_KEY", "an X25519 key has 32 bytes")
        self._raw = raw
        self._key = X25519PublicKey.from_public_bytes(raw)

    def wrap(self, file_key: bytes) -> Stanza:
        """Return the stanza, under a fresh ephemeral key; SealError `E_KEY` for a low-order point."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        try:
            shared = ephemeral.exchange(self._key)
        except ValueError:
            raise SealError("E_KEY", "this X25519 key protects nothing") from None
        body = _cipher(shared, share, self._raw).encrypt(_NONCE, file_key, None)
        return Stanza((X25519, encode_raw(share)), body)

    def __bytes__(self) -> bytes:
        return self._raw

    def __str__(self) -> str:
        return bech32.encode(RECIPIENT_PREFIX, self._raw)

    def __repr__(self) -> str:
        return f"X25519Recipient({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, X25519Recipient) and other._raw == self._raw

    def __hash__(self) -> int:
        return hash(self._raw)


class X25519Identity:
    """A secret key; `str()` writes it as `AGE-SECRET-KEY-1…`, `repr()` never shows it."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != _SIZE:
            raise SealError("E_KEY", "an X25519 key has 32 bytes")
        self._raw = raw
        self._key = X25519PrivateKey.from_private_bytes(raw)
        self._recipient = X25519Recipient(self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> Self:
        """Return a new identity."""
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    def recipient(self) -> X25519Recipient:
        """Return the public side."""
        return self._recipient

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """Return the file key, or None where the stanza is for another kind or another key."""
        if stanza.type != X25519:
            return None
        check_shape(stanza, 2)
        share = decode_raw(stanza.arguments[1])
        if len(share) != _SIZE:
            raise SealError("E_AGE_HEADER", "an X25519 share has 32 bytes")
        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError:
            raise SealError("E_AGE_HEADER", "the X25519 share is of low order") from None
        try:
            return _cipher(shared, share, bytes(self._recipient)).decrypt(_NONCE, stanza.body, None)
        except InvalidTag:
            return None

    def __str__(self) -> str:
        return bech32.encode(IDENTITY_PREFIX, self._raw).upper()

    def __repr__(self) -> str:
        return f"X25519Identity(of {self._recipient})"
