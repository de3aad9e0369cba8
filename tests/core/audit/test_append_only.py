"""The triggers stand again after a transactional test was cleaned up, and hold outside any test's transaction."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from tests.builders.keys import NOW

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.audit.models import AuditEntry


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committed_entry_cannot_be_removed(turn):
    record(actor=Actor.system("tests"), code="tests.turn", subject=f"tests.turn:{turn}", at=NOW)
    assert AuditEntry.objects.count() == 1
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditentry")
    assert AuditEntry.objects.count() == 1
