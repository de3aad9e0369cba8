"""Writing to the log: inside the act's transaction, without content."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.builders.keys import NOW

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.audit.models import AuditEntry
from comity.kernel.errors import KernelError

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def test_entry_holds_who_when_what():
    entry = record(actor=SYSTEM, code="tests.done", subject="tests.thing:1", at=NOW, data={"b": 1, "a": [2]})
    entry.refresh_from_db()
    assert (entry.seq, entry.actor, entry.code, entry.data) == (0, "system:tests", "tests.done", '{"a":[2],"b":1}')
    assert entry.moment == NOW


def test_entry_of_an_act_that_failed_is_not_kept():
    with transaction.atomic():
        record(actor=SYSTEM, code="tests.done", subject="tests.thing:1", at=NOW)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()
    assert record(actor=SYSTEM, code="tests.done", subject="tests.thing:2", at=NOW).seq == 0


def test_large_data_is_refused():
    with pytest.raises(ValueError, match="not content"):
        record(actor=SYSTEM, code="tests.done", subject="tests.thing:1", at=NOW, data={"text": "x" * 9000})


def test_data_that_is_not_json_is_refused():
    with pytest.raises(KernelError):
        record(actor=SYSTEM, code="tests.done", subject="tests.thing:1", at=NOW, data={"number": 1.5})
