"""An officer's own key for letters: made with a passphrase that only the officer knows, and locked by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.codes import AuditCode
from comity.core.officers import queries
from comity.core.officers.models import SigningKey
from comity.core.policies import Permission
from comity.seal.authority import certificate_to_pem
from comity.seal.signer import WORK_FACTOR, OfficerKey

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.seal.nodekeys import NodeKeys


def create_signing_key(
    *, actor: Actor, passphrase: str, keys: NodeKeys, now: datetime, work_factor: int = WORK_FACTOR
) -> SigningKey:
    """Make a new signing key with a certificate of this authority; keys made before are revoked.

    A lower `work_factor` is for keys whose passphrase is no secret.

    Raises:
        AccessDenied: for roles that sign nothing.
        SealError: `E_PASSPHRASE` for a passphrase that is too short, `E_KEY` where name or function is missing.
    """
    access.require(actor, Permission.SIGNING_KEY_CREATE)
    officer = queries.officer_of(actor)
    made = OfficerKey.create(
        name=officer.name,
        function=officer.function_in("en") or officer.title_in("en"),
        passphrase=passphrase,
        ca_certificate=keys.ca_certificate,
        ca_key=keys.ca_key,
        now=now,
        work_factor=work_factor,
    )
    return keep_signing_key(actor=actor, made=made, now=now)


def keep_signing_key(*, actor: Actor, made: OfficerKey, now: datetime) -> SigningKey:
    """Keep a signing key that was made for an officer; keys kept before are revoked.

    Raises:
        AccessDenied: for roles that sign nothing.
    """
    access.require(actor, Permission.SIGNING_KEY_CREATE)
    officer = queries.officer_of(actor)
    with transaction.atomic():
        queries.signing_keys_of(actor).filter(revoked_at__isnull=True).update(revoked_at=now)
        key = SigningKey.objects.create(
            officer=officer,
            certificate=certificate_to_pem(made.certificate),
            wrapped=made.to_bytes(),
            created=now,
            valid_to=made.certificate.not_valid_after_utc,
        )
        data = {"key": str(key.pk), "serial": f"{made.certificate.serial_number:x}"}
        record(actor=actor, code=AuditCode.SIGNING_KEY_CREATED, subject=f"core.officer:{officer.pk}", at=now, data=data)
    return key


def officer_key(actor: Actor, now: datetime) -> OfficerKey | None:
    """Return the officer's key, locked, or None where there is none in force: `.unlock(passphrase)` signs with it."""
    kept = queries.signing_keys_of(actor).filter(revoked_at__isnull=True, valid_to__gt=now).first()
    return OfficerKey.from_bytes(bytes(kept.wrapped)) if kept else None
