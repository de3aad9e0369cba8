"""Sealing to a passphrase: `scrypt` stanzas, always alone in their header, their work factor capped."""

from __future__ import annotations

import os
import re
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from comity.seal.age.stanza import Stanza, check_shape, decode_raw, encode_raw
from comity.seal.errors import SealError

SCRYPT: Final = "scrypt"
WORK_FACTOR: Final = 18  # 256 MiB and about a second
MAX_WORK_FACTOR: Final = 20  # 1 GiB: what we accept unasked
_CEILING: Final = 30
_LABEL: Final = b"age-encryption.org/v1/scrypt"
_SALT_SIZE: Final = 16
_NONCE: Final = bytes(12)
_FACTOR: Final = re.compile(r"[1-9][0-9]{0,2}")


def _secret(passphrase: str | bytes) -> bytes:
    raw = passphrase.encode() if isinstance(passphrase, str) else passphrase
    if not raw:
        raise SealError("E_PASSPHRASE", "a passphrase is not empty")
    return raw


def _cipher(passphrase: bytes, salt: bytes, factor: int) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(Scrypt(salt=_LABEL + salt, length=32, n=1 << factor, r=8, p=1).derive(passphrase))


class ScryptRecipient:
    """Seals to whoever knows a passphrase; `work_factor` is the base-two logarithm of scrypt's N."""

    post_quantum = True  # nothing in it but symmetric cryptography
    alone = True

    def __init__(self, passphrase: str | bytes, work_factor: int = WORK_FACTOR) -> None:
        if not 1 <= work_factor <= _CEILING:
            raise ValueError(f"a work factor is from 1 to {_CEILING}")
        self._passphrase = _secret(passphrase)
        self._factor = work_factor

    def wrap(self, file_key: bytes) -> Stanza:
        """Return the stanza, under a fresh salt."""
        salt = os.urandom(_SALT_SIZE)
        body = _cipher(self._passphrase, salt, self._factor).encrypt(_NONCE, file_key, None)
        return Stanza((SCRYPT, encode_raw(salt), str(self._factor)), body)


class ScryptIdentity:
    """Opens what was sealed to a passphrase, unless that would cost more than `max_work_factor`."""

    def __init__(self, passphrase: str | bytes, max_work_factor: int = MAX_WORK_FACTOR) -> None:
        self._passphrase = _secret(passphrase)
        self._cap = max_work_factor

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """Return the file key, or None for another kind of stanza or a passphrase that does not fit."""
        if stanza.type != SCRYPT:
            return None
        check_shape(stanza, 3)
        _, salt_text, factor_text = stanza.arguments
        salt = decode_raw(salt_text)
        if len(salt) != _SALT_SIZE:
            raise SealError("E_AGE_HEADER", "a passphrase stanza has a salt of 16 bytes")
        if not _FACTOR.fullmatch(factor_text):
            raise SealError("E_AGE_HEADER", "a work factor is a plain decimal number")
        factor = int(factor_text)
        if factor > self._cap:
            raise SealError("E_AGE_HEADER", "the work factor is above the cap", factor=factor, cap=self._cap)
        try:
            return _cipher(self._passphrase, salt, factor).decrypt(_NONCE, stanza.body, None)
        except InvalidTag:
            return None
