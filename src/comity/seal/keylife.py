"""A node's private keys with the time in which each is used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from comity.kernel import clock
from comity.seal import dsse
from comity.seal.age import HybridIdentity, parse_identity
from comity.seal.errors import SealError
from comity.seal.keyfile import AGE, PublicKey

if TYPE_CHECKING:
    from collections.abc import Mapping

USE = timedelta(days=365)  # keys are exchanged once a year
LEAD = timedelta(days=30)  # a new key is known to peers so long before it is used
OVERLAP = timedelta(days=60)  # an old key is accepted so long after the new one is used


@dataclass(frozen=True, slots=True)
class Life:
    """The time in which a key is used, as in its key file."""

    valid_from: datetime
    valid_to: datetime
    revoked_at: datetime | None = None

    @classmethod
    def beginning(cls, at: datetime) -> Self:
        """Return the life of a key that is used from `at`."""
        return cls(at, at + USE + OVERLAP)

    def ending(self, at: datetime) -> Self:
        """Return this life, over at `at` at the latest."""
        return replace(self, valid_to=min(self.valid_to, at))

    def revoked(self, at: datetime) -> Self:
        """Return this life, not to be trusted since `at` (or since earlier, where that was already so)."""
        return replace(self, revoked_at=at if self.revoked_at is None else min(self.revoked_at, at))

    def live(self, at: datetime) -> bool:
        """Whether the key may be used at `at`."""
        return self.valid_from <= at < self.valid_to and self.revoked_at is None

    def to_json(self) -> dict[str, str | None]:
        """Write the three times."""
        return {
            "valid_from": clock.to_wire(self.valid_from),
            "valid_to": clock.to_wire(self.valid_to),
            "revoked_at": None if self.revoked_at is None else clock.to_wire(self.revoked_at),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read the three times."""
        revoked = value["revoked_at"]
        return cls(
            clock.from_wire(value["valid_from"]),
            clock.from_wire(value["valid_to"]),
            None if revoked is None else clock.from_wire(revoked),
        )


@dataclass(frozen=True, slots=True)
class SigningEntry:
    """A pair of signing keys and its life."""

    pair: dsse.SigningPair
    life: Life

    @property
    def public(self) -> tuple[PublicKey, ...]:
        """Both keys as they stand in a key file."""
        first, second = self.pair.public
        return _public(dsse.ED25519, first, self.life), _public(dsse.MLDSA65, second, self.life)

    def to_json(self) -> dict[str, Any]:
        """Write the private keys in the clear; only ever into something that is sealed at once."""
        return {
            "ed25519": dsse.encode(self.pair.ed25519.private_bytes_raw()),
            "mldsa": dsse.encode(self.pair.mldsa.private_bytes_raw()),
            "life": self.life.to_json(),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        pair = dsse.SigningPair(
            Ed25519PrivateKey.from_private_bytes(dsse.decode(value["ed25519"])),
            MLDSA65PrivateKey.from_seed_bytes(dsse.decode(value["mldsa"])),
        )
        return cls(pair, Life.from_json(value["life"]))


@dataclass(frozen=True, slots=True)
class AgeEntry:
    """An age identity of the authority and its life."""

    identity: HybridIdentity
    life: Life

    @property
    def public(self) -> tuple[PublicKey, ...]:
        """The key as it stands in a key file."""
        return (_public(AGE, str(self.identity.recipient()), self.life),)

    def to_json(self) -> dict[str, Any]:
        """Write the identity in the clear; only ever into something that is sealed at once."""
        return {"identity": str(self.identity), "life": self.life.to_json()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(hybrid_identity(value["identity"]), Life.from_json(value["life"]))


def hybrid_identity(text: str) -> HybridIdentity:
    """Read an identity, or raise SealError `E_KEY` unless it is a hybrid one."""
    identity = parse_identity(text)
    if not isinstance(identity, HybridIdentity):
        raise SealError("E_KEY", "an identity that is not hybrid")
    return identity


def _public(algorithm: str, text: str, life: Life) -> PublicKey:
    return replace(PublicKey.of(algorithm, text, life.valid_from, life.valid_to), revoked_at=life.revoked_at)
