"""Signed JSON (DSSE) with exactly two signatures: Ed25519 and ML-DSA-65, in this order.

The library counts keys, not algorithms: of a ring with two Ed25519 keys, two Ed25519 signatures would
satisfy a threshold of two. So each algorithm is verified by itself, with a threshold of one, against the
pinned keys of that algorithm alone; nothing in the message chooses an algorithm.

There is one way to write a signed item: canonical JSON (RFC 8785), canonical base64, the Ed25519 signature
first. Whoever carries an item cannot change a byte of it without being noticed, so its SHA-256 can stand in
a chain. Time stamps are put beside the signatures later; they are no part of that digest.

The pre-authentication encoding comes from securesystemslib. Its ML-DSA signer is not used, because it signs
a hash with a prefix of The Update Framework; ours is plain FIPS 204 over the encoding, with an empty
context, so that any implementation can verify it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from securesystemslib.dsse import Envelope as _LibraryEnvelope

from comity.kernel import strictjson
from comity.seal import intake
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LIMIT = 64 * 1024
MAX_TOKENS = 8
MAX_TOKEN_BYTES = 16 * 1024

ED25519 = "ed25519"
MLDSA65 = "ml-dsa-65"
ALGORITHMS = (ED25519, MLDSA65)

_FIELDS = {"payload", "payloadType", "signatures"}


def encode(raw: bytes) -> str:
    """Write bytes in standard base64 with padding."""
    return base64.b64encode(raw).decode("ascii")


def decode(text: object) -> bytes:
    """Read the one base64 form that `encode` writes, or raise SealError `E_SYNTAX`."""
    try:
        raw = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        raw = None
    if raw is None or encode(raw) != text:
        raise SealError("E_SYNTAX", "not base64 in its canonical form")
    return raw


def key_id(public: str) -> str:
    """Return a key's id: the SHA-256 of its public text as it stands in a key file, in hexadecimal."""
    return hashlib.sha256(public.encode()).hexdigest()


@dataclass(frozen=True)
class SigningPair:
    """The two private keys with which a node signs."""

    ed25519: Ed25519PrivateKey = field(repr=False)
    mldsa: MLDSA65PrivateKey = field(repr=False)

    @classmethod
    def generate(cls) -> SigningPair:
        """Return two new keys."""
        return cls(Ed25519PrivateKey.generate(), MLDSA65PrivateKey.generate())

    @cached_property
    def public(self) -> tuple[str, str]:
        """The two public keys in base64: Ed25519 (32 bytes) and ML-DSA-65 (1952 bytes)."""
        return (
            encode(self.ed25519.public_key().public_bytes_raw()),
            encode(self.mldsa.public_key().public_bytes_raw()),
        )


@dataclass(frozen=True, slots=True)
class PinnedKeys:
    """Public keys that may have signed, by id, each under the algorithm for which it was pinned."""

    ed25519: Mapping[str, bytes]
    mldsa: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed item that was read but not yet verified.

    Attributes:
        payload: the signed bytes.
        payload_type: what they are, inside the signature.
        key_ids: which keys the item says signed it, Ed25519 first.
        signatures: the two values in the same order.
        tokens: RFC 3161 tokens (DER) over `stamped`.
    """

    payload: bytes
    payload_type: str
    key_ids: tuple[str, str]
    signatures: tuple[bytes, bytes]
    tokens: tuple[bytes, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the item without time stamps, in hexadecimal: its place in a chain."""
        return hashlib.sha256(self.to_bytes(tokens=False)).hexdigest()

    @property
    def stamped(self) -> bytes:
        """The bytes over which a time stamp is made: both signature values, Ed25519 (64 bytes) first."""
        return b"".join(self.signatures)

    def to_bytes(self, *, tokens: bool = True) -> bytes:
        """Write the item in its one form, with or without its time stamps."""
        item: dict[str, Any] = {
            "payload": encode(self.payload),
            "payloadType": self.payload_type,
            "signatures": [
                {"keyid": name, "sig": encode(value)} for name, value in zip(self.key_ids, self.signatures, strict=True)
            ],
        }
        if tokens and self.tokens:
            item["timestamps"] = [encode(token) for token in self.tokens]
        return strictjson.dumps(item)

    def verify(self, payload_type: str, pinned: PinnedKeys) -> None:
        """Demand one signature of each algorithm by a pinned key of that algorithm.

        Raises:
            SealError: `E_VERSION` when the item is of another type, `E_SIGNATURE` when either signature is not good.
        """
        if self.payload_type != payload_type:
            raise SealError("E_VERSION", "an item of another type")
        encoded = pre_authentication_encoding(self.payload_type, self.payload)
        _demand(self, 0, pinned.ed25519, _verify_ed25519, encoded)
        _demand(self, 1, pinned.mldsa, _verify_mldsa, encoded)


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """Return the bytes that are signed: `DSSEv1 <length> <type> <length> <payload>`."""
    return _LibraryEnvelope(payload, payload_type, {}).pae()


def sign(payload: bytes, payload_type: str, keys: SigningPair) -> bytes:
    """Sign `payload` with both keys and return the item in its one form."""
    encoded = pre_authentication_encoding(payload_type, payload)
    names = tuple(key_id(public) for public in keys.public)
    return Signed(
        payload, payload_type, (names[0], names[1]), (keys.ed25519.sign(encoded), keys.mldsa.sign(encoded))
    ).to_bytes()


def parse(raw: bytes, *, limit: int = LIMIT, stamped: bool = False) -> Signed:
    """Read a signed item without verifying it.

    Args:
        raw: what arrived.
        limit: most bytes accepted.
        stamped: whether time stamps may stand beside the signatures.

    Raises:
        SealError: `E_SIZE`; `E_SYNTAX` for anything but the one form; `E_SIGNATURE` unless there are two signatures.
    """
    return _parsed(raw, limit, stamped)


@lru_cache(maxsize=16)  # on its way an item is read several times: verified, looked at for stamps, written with them
def _parsed(raw: bytes, limit: int, stamped: bool) -> Signed:
    item = intake.canonical_object(raw, limit=limit)
    if set(item) - ({"timestamps"} if stamped else set()) != _FIELDS:
        raise SealError("E_SYNTAX", "fields of a signed item are missing or added")
    if not isinstance(item["payloadType"], str) or not isinstance(item["signatures"], list):
        raise SealError("E_SYNTAX", "a field of a signed item has the wrong type")
    payload = decode(item["payload"])
    pairs = [_signature(one) for one in item["signatures"]]
    if len(pairs) != len(ALGORITHMS):
        raise SealError("E_SIGNATURE", f"{len(pairs)} signatures where two are demanded")
    (first, one), (second, two) = pairs
    return Signed(payload, item["payloadType"], (first, second), (one, two), _tokens(item.get("timestamps", ())))


def verify(raw: bytes, payload_type: str, pinned: PinnedKeys, *, limit: int = LIMIT) -> bytes:
    """Return the payload of an item signed by a pinned key of each algorithm, or raise SealError."""
    signed = parse(raw, limit=limit)
    signed.verify(payload_type, pinned)
    return signed.payload


def with_tokens(raw: bytes, tokens: Sequence[bytes], *, limit: int = LIMIT) -> bytes:
    """Return the item with `tokens` (DER) added to the time stamps beside its signatures."""
    signed = parse(raw, limit=limit, stamped=True)
    together = (*signed.tokens, *(token for token in dict.fromkeys(tokens) if token not in signed.tokens))
    _demand_small(together)
    return Signed(signed.payload, signed.payload_type, signed.key_ids, signed.signatures, together).to_bytes()


def _signature(one: object) -> tuple[str, bytes]:
    if not isinstance(one, dict) or set(one) != {"keyid", "sig"} or not isinstance(one["keyid"], str):
        raise SealError("E_SYNTAX", "a signature of the wrong form")
    return one["keyid"], decode(one["sig"])


def _tokens(value: object) -> tuple[bytes, ...]:
    if value == ():
        return ()
    if not isinstance(value, list) or not value:
        raise SealError("E_SYNTAX", "time stamps of the wrong form")
    tokens = tuple(decode(one) for one in value)
    _demand_small(tokens)
    return tokens


def _demand_small(tokens: Sequence[bytes]) -> None:
    if len(tokens) > MAX_TOKENS or any(not 0 < len(token) <= MAX_TOKEN_BYTES for token in tokens):
        raise SealError("E_SYNTAX", "too many time stamps, or one that is empty or too large")


def _demand(
    signed: Signed, place: int, pinned: Mapping[str, bytes], check: Callable[[bytes, bytes, bytes], None], data: bytes
) -> None:
    public = pinned.get(signed.key_ids[place])
    if public is None:
        raise SealError("E_SIGNATURE", f"not signed by a valid {ALGORITHMS[place]} key")
    try:
        check(public, signed.signatures[place], data)
    except (InvalidSignature, ValueError):
        raise SealError("E_SIGNATURE", f"the {ALGORITHMS[place]} signature is not good") from None


def _verify_ed25519(public: bytes, signature: bytes, data: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(public).verify(signature, data)


def _verify_mldsa(public: bytes, signature: bytes, data: bytes) -> None:
    MLDSA65PublicKey.from_public_bytes(public).verify(signature, data)
