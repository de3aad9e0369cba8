"""An officer's signing key: made by a passphrase, replaced, never opened by the node."""

from __future__ import annotations

import pytest
from tests.builders.keys import NOW, QUICK, node_keys
from tests.builders.people import an_actor

from comity.core.access import AccessDenied
from comity.core.accounts.signing import create_signing_key, officer_key
from comity.core.audit.models import AuditEntry
from comity.core.officers.models import SigningKey
from comity.core.roles import Role
from comity.seal.errors import SealError

pytestmark = pytest.mark.django_db
PASSPHRASE = "a passphrase for signing only"


def test_key_is_locked_by_the_passphrase_and_certified_by_the_authority():
    head = an_actor(Role.HEAD)
    made = create_signing_key(actor=head, passphrase=PASSPHRASE, keys=node_keys(), now=NOW)
    locked = officer_key(head, NOW)
    assert locked is not None
    assert locked.unlock(PASSPHRASE).certificate.issuer == node_keys().ca_certificate.subject
    with pytest.raises(SealError, match="E_PASSPHRASE"):
        locked.unlock("another passphrase altogether")
    entry = AuditEntry.objects.latest("seq")
    assert (entry.code, str(made.pk) in entry.data) == ("core.signing_key.created", True)
    assert PASSPHRASE not in entry.data


def test_new_key_replaces_the_old_one():
    head = an_actor(Role.HEAD)
    for passphrase in (PASSPHRASE, PASSPHRASE + "!"):
        create_signing_key(actor=head, passphrase=passphrase, keys=node_keys(), now=NOW, work_factor=QUICK)
    assert SigningKey.objects.filter(revoked_at__isnull=True).count() == 1
    locked = officer_key(head, NOW)
    assert locked is not None
    locked.unlock(PASSPHRASE + "!")


def test_role_that_signs_nothing_gets_no_key():
    with pytest.raises(AccessDenied):
        create_signing_key(actor=an_actor(Role.ADMINISTRATOR), passphrase=PASSPHRASE, keys=node_keys(), now=NOW)


def test_short_passphrase_is_refused():
    with pytest.raises(SealError, match="E_PASSPHRASE"):
        create_signing_key(actor=an_actor(Role.HEAD), passphrase="short", keys=node_keys(), now=NOW)


def test_without_a_key_there_is_none():
    assert officer_key(an_actor(Role.HEAD), NOW) is None
