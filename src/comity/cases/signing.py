"""Signing a letter of request: the head's own key, unlocked by the signing passphrase, then the authority's seal.

Both signatures carry a time stamp (PAdES B-T) of the authority that this node asks. One that is silent stops nobody,
as with packages: the letter goes with the time of our own clock, and whoever signed is told. What was signed is read
back as its receiver will read it; a stamp that he would refuse is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from comity.cases import letters
from comity.cases.rules import CaseworkError
from comity.core.accounts.signing import officer_key
from comity.core.keys import node_keys
from comity.exchange.proofs import our_key_file
from comity.exchange.settings import demo
from comity.exchange.stamps import time_source
from comity.seal import cms
from comity.seal.cades import Trust
from comity.seal.errors import SealError
from comity.seal.keyfile import parse_peer_file
from comity.seal.pades import seal_letter, sign_as_officer, verify_letter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.seal.timestamp import TimeSource

REFUSED_STAMPS: Final = frozenset({"E_TIMESTAMP", "E_SIGNATURE"})  # what a receiver says to a stamp of another time


@dataclass(frozen=True, slots=True)
class SignedLetter:
    """A letter, signed and sealed.

    Attributes:
        pdf: the letter.
        signed_at: when the officer signed: the stamped time, else that of our clock.
        time_source: by whom that time is known, as `seal.checks.Signer` says it.
    """

    pdf: bytes = field(repr=False)
    signed_at: datetime
    time_source: str


class Signer(Protocol):
    """Something that turns a request into its signed letter."""

    def sign(self, request: Mapping[str, Any], *, at: datetime) -> SignedLetter:
        """Return the letter signed and sealed, with the request attached to it.

        Raises:
            SealError: `E_PASSPHRASE` if the key did not open, `E_KEY` if it is not valid, `E_TIMESTAMP_DEMO` where a
                node in production asks a time-stamp authority for demonstrations; nothing was signed.
            CaseworkError: `E_NO_KEY` if the officer has no signing key.
        """


@dataclass(frozen=True, slots=True)
class OfficerSigner:
    """An officer's key, unlocked for one signature."""

    key: cms.SigningKey = field(repr=False)

    def sign(self, request: Mapping[str, Any], *, at: datetime) -> SignedLetter:
        """Print the letter, sign it as the officer, seal it as the authority, both with a time stamp."""
        printed, source = letters.render_request(request, at=at), time_source()
        if source is not None:
            try:
                return self._signed(printed, _Patient(source), at)
            except SealError as error:
                if error.code not in REFUSED_STAMPS:
                    raise
        return self._signed(printed, None, at)

    def _signed(self, printed: bytes, source: TimeSource | None, at: datetime) -> SignedLetter:
        keys = node_keys()
        seal = cms.SigningKey(keys.seal_key, keys.seal_certificate)
        pdf = seal_letter(sign_as_officer(printed, self.key, now=at, stamp=source), seal, now=at, stamp=source)
        _us, own = our_key_file(at)
        officer, _seal = verify_letter(pdf, Trust.of(parse_peer_file(own), demo=demo()), now=at).signers
        return SignedLetter(pdf, officer.time or at, officer.time_source)


@dataclass(slots=True)
class _Patient:
    """A time-stamp authority that is not asked again once it was silent: nobody waits twice for one letter."""

    source: TimeSource
    silent: SealError | None = None

    def stamp(self, data: bytes) -> bytes:
        """Return a token, or raise what was raised before."""
        if self.silent is not None:
            raise self.silent
        try:
            return self.source.stamp(data)
        except SealError as error:
            self.silent = error
            raise


def officer_signer(actor: Actor, passphrase: str, now: datetime) -> OfficerSigner:
    """Unlock the officer's key with the passphrase just typed: half a second, before any transaction begins.

    Raises:
        CaseworkError: `E_NO_KEY` if the officer has no signing key.
        SealError: `E_PASSPHRASE` if the passphrase is not this key's.
    """
    locked = officer_key(actor, now)
    if locked is None:
        raise CaseworkError("E_NO_KEY", "the officer has no signing key", permanent=False)
    return OfficerSigner(locked.unlock(passphrase))
