"""Signing a letter of request: the head's own key, unlocked by the signing passphrase, then the authority's seal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from comity.cases import letters
from comity.cases.rules import CaseworkError
from comity.core.accounts.signing import officer_key
from comity.core.keys import node_keys
from comity.seal import cms
from comity.seal.pades import seal_letter, sign_as_officer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from comity.core.actors import Actor


class Signer(Protocol):
    """Something that turns a request into its signed letter."""

    def sign(self, request: Mapping[str, Any], *, at: datetime) -> bytes:
        """Return the letter as signed and sealed PDF, with the request attached to it.

        Raises:
            SealError: `E_PASSPHRASE` if the key did not open, `E_KEY` if it is not valid; nothing was signed.
            CaseworkError: `E_NO_KEY` if the officer has no signing key.
        """


@dataclass(frozen=True, slots=True)
class OfficerSigner:
    """An officer's key, unlocked for one signature."""

    key: cms.SigningKey = field(repr=False)

    def sign(self, request: Mapping[str, Any], *, at: datetime) -> bytes:
        """Print the letter, sign it as the officer, seal it as the authority."""
        keys = node_keys()
        signed = sign_as_officer(letters.render_request(request, at=at), self.key, now=at)
        return seal_letter(signed, cms.SigningKey(keys.seal_key, keys.seal_certificate), now=at)


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
