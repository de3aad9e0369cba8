"""Hybrid recipients, `mlkem768x25519`: X-Wing (ML-KEM-768 with X25519) through HPKE (RFC 9180).

Both parts must fall before a file sealed today can be read; all that Comity's own messages use.
"""

from __future__ import annotations

import hashlib
import os
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from comity.seal.age import bech32
from comity.seal.age.stanza import Stanza, check_shape, decode_raw, encode_raw
from comity.seal.errors import SealError

HYBRID: Final = "mlkem768x25519"
RECIPIENT_PREFIX: Final = "age1pq"
IDENTITY_PREFIX: Final = "age-secret-key-pq-"
_SEED_SIZE: Final = 32
_MLKEM_SEED: Final = 64
_MLKEM_PUBLIC: Final = 1184
_PUBLIC_SIZE: Final = _MLKEM_PUBLIC + 32
_MLKEM_SHARE: Final = 1088
_SHARE_SIZE: Final = _MLKEM_SHARE + 32
_INFO: Final = b"age-encryption.org/mlkem768x25519"
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class HybridRecipient:
    """A public key of 1,216 bytes, written `age1pq1…`."""

    post_quantum = True
    alone = False

    def __init__(self, raw: bytes) -> None:
        if len(raw) != _PUBLIC_SIZE:
            raise SealError("E_KEY", f"a hybrid key has {_PUBLIC_SIZE} bytes")
        self._raw = raw
        self._text = ""  # written at the first use: bech32 of such a key takes a millisecond
        try:
            self._key = MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC]),
                X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC:]),
            )
        except ValueError:
            raise SealError("E_KEY", "not a hybrid key") from None

    def wrap(self, file_key: bytes) -> Stanza:
        """Return the stanza, under fresh encapsulations; SealError `E_KEY` for a low-order point."""
        try:
            sealed = _SUITE.encrypt(file_key, self._key, info=_INFO)
        except ValueError:
            raise SealError("E_KEY", "this hybrid key protects nothing") from None
        return Stanza((HYBRID, encode_raw(sealed[:_SHARE_SIZE])), sealed[_SHARE_SIZE:])

    def __bytes__(self) -> bytes:
        return self._raw

    def __str__(self) -> str:
        if not self._text:
            self._text = bech32.encode(RECIPIENT_PREFIX, self._raw)
        return self._text

    def __repr__(self) -> str:
        return f"HybridRecipient(sha256 {hashlib.sha256(self._raw).hexdigest()[:16]}…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HybridRecipient) and other._raw == self._raw

    def __hash__(self) -> int:
        return hash(self._raw)


class HybridIdentity:
    """A seed of 32 bytes; `str()` writes it as `AGE-SECRET-KEY-PQ-1…`, `repr()` never shows it."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != _SEED_SIZE:
            raise SealError("E_KEY", "a hybrid identity has 32 bytes")
        self._raw = raw
        expanded = hashlib.shake_256(raw).digest(_MLKEM_SEED + 32)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED])
        self._x25519 = X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED:])
        self._key = MLKEM768X25519PrivateKey(mlkem, self._x25519)
        self._recipient = HybridRecipient(
            mlkem.public_key().public_bytes_raw() + self._x25519.public_key().public_bytes_raw()
        )

    @classmethod
    def generate(cls) -> Self:
        """Return a new identity."""
        return cls(os.urandom(_SEED_SIZE))

    def recipient(self) -> HybridRecipient:
        """Return the public side."""
        return self._recipient

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """Return the file key, or None where the stanza is for another kind or another key."""
        if stanza.type != HYBRID:
            return None
        check_shape(stanza, 2)
        share = decode_raw(stanza.arguments[1])
        if len(share) != _SHARE_SIZE:
            raise SealError("E_AGE_HEADER", f"a hybrid share has {_SHARE_SIZE} bytes")
        try:  # a point of low order is malformed, not merely meant for another key
            self._x25519.exchange(X25519PublicKey.from_public_bytes(share[_MLKEM_SHARE:]))
        except ValueError:
            raise SealError("E_AGE_HEADER", "the X25519 part of a hybrid share is of low order") from None
        try:
            return _SUITE.decrypt(share + stanza.body, self._key, info=_INFO)
        except InvalidTag:
            return None

    def __str__(self) -> str:
        return bech32.encode(IDENTITY_PREFIX, self._raw).upper()

    def __repr__(self) -> str:
        return f"HybridIdentity(of {self._recipient!r})"
