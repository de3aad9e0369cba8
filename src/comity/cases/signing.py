"""Signing a letter of request: the head's own key, unlocked by the signing passphrase, then the authority's seal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from comity.cases import letters
from comity.cases.rules import CaseworkError
from comity.core.keys import node_keys
from comity.core.officers.models import SigningKey as StoredKey
from comity.seal import cms
from comity.seal.pades import seal_letter, sign_as_officer
from comity.seal.signer import OfficerKey

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

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
    """An officer who typed the signing passphrase; it is used once and kept nowhere."""

    officer_id: UUID | None
    passphrase: str = field(repr=False)

    def sign(self, request: Mapping[str, Any], *, at: datetime) -> bytes:
        """Print the letter, sign it as the officer, seal it as the authority."""
        stored = StoredKey.objects.in_force(self.officer_id, at).first()  # type: ignore[attr-defined]
        if stored is None:
            raise CaseworkError("E_NO_KEY", "the officer has no signing key")
        key = OfficerKey.from_bytes(bytes(stored.wrapped)).unlock(self.passphrase)
        keys = node_keys()
        pdf = letters.render_request(request, at=at)
        signed = sign_as_officer(pdf, key, now=at)
        return seal_letter(signed, cms.SigningKey(keys.seal_key, keys.seal_certificate), now=at)


def officer_signer(actor: Actor, passphrase: str) -> OfficerSigner:
    """Return the signer for an officer and the passphrase just typed."""
    return OfficerSigner(actor.officer_id, passphrase)
