"""The log finds every way of tampering, and names the first bad entry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.utils import InternalError, ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.keys import NOW, node_keys

from comity.core.actors import Actor
from comity.core.audit import triggers
from comity.core.audit.heads import HeadError, own_keys, prove, read, sign_head
from comity.core.audit.log import record
from comity.core.audit.models import AuditEntry, AuditHead, Checkpoint
from comity.core.audit.tree import encode, leaf_of, link_of, pack
from comity.core.audit.verify import AuditError, VerifiedLog, first_bad_index, verify_log
from comity.seal import merkle

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, OperationalError, InternalError, ProgrammingError)


def write(count: int) -> None:
    for number in range(count):
        record(
            actor=Actor.system("tests"),
            code="tests.counted",
            subject=f"tests.thing:{number}",
            at=NOW + timedelta(seconds=number),
            data={"number": number, "文字": "签名"},
        )


def lift_triggers() -> None:
    with connection.cursor() as cursor:
        removals = triggers.POSTGRESQL_REMOVE if connection.vendor == "postgresql" else triggers.SQLITE_REMOVE
        for statement in removals:
            cursor.execute(statement)


def sign() -> Checkpoint | None:
    keys = node_keys()
    return sign_head(node_id="xa", keys=keys.signing_pair(NOW), now=NOW)


def verify() -> VerifiedLog:
    return verify_log(pinned=own_keys(node_keys(), NOW))


def test_log_as_written_verifies_with_its_heads():
    write(5)
    sign()
    write(4)
    sign()
    log = verify()
    leaves = [bytes(leaf) for leaf in AuditEntry.objects.order_by("seq").values_list("leaf", flat=True)]
    assert (log.size, log.checkpoints, log.root) == (9, 2, merkle.root(leaves))


def test_empty_log_verifies():
    assert verify().size == 0


def test_nothing_added_no_head_is_signed_twice():
    write(1)
    assert sign() is not None
    assert sign() is None


@pytest.mark.parametrize("statement", [
    "UPDATE core_auditentry SET code = 'other' WHERE seq = 1",
    "DELETE FROM core_auditentry WHERE seq = 1",
    "UPDATE core_checkpoint SET at = '' WHERE size = 3",
    "DELETE FROM core_checkpoint",
    "DELETE FROM core_audithead",
    "UPDATE core_audithead SET size = 0",
])  # fmt: skip
def test_database_refuses_to_change_or_delete(statement):
    write(3)
    sign()
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().size == 3


def test_orm_cannot_change_an_entry():
    write(2)
    with pytest.raises(REFUSED), transaction.atomic():
        AuditEntry.objects.filter(seq=0).update(subject="tests.other")


@pytest.mark.parametrize("field", ["at", "actor", "code", "subject", "data"])
def test_change_of_a_field_is_named(field):
    write(8)
    lift_triggers()
    AuditEntry.objects.filter(seq=3).update(**{field: "2026-01-01T00:00:00.000Z"})
    assert first_bad_index(verify) == 3


def test_change_with_its_leaf_is_named():
    write(8)
    lift_triggers()
    entry = AuditEntry.objects.get(seq=3)
    leaf = leaf_of(3, entry.at, entry.actor, "tests.other", entry.subject, entry.data)
    AuditEntry.objects.filter(seq=3).update(code="tests.other", leaf=leaf)
    assert first_bad_index(verify) == 3


def test_delete_is_named():
    write(8)
    lift_triggers()
    AuditEntry.objects.filter(seq=5).delete()
    assert first_bad_index(verify) == 5


def test_reorder_is_named():
    write(8)
    lift_triggers()
    AuditEntry.objects.filter(seq=2).update(seq=100)
    AuditEntry.objects.filter(seq=6).update(seq=2)
    AuditEntry.objects.filter(seq=100).update(seq=6)
    assert first_bad_index(verify) == 2


def test_truncation_is_named():
    write(8)
    lift_triggers()
    AuditEntry.objects.filter(seq__gte=6).delete()
    assert first_bad_index(verify) == 6


def test_truncation_with_the_head_row_is_found_by_the_signed_head():
    write(8)
    sign()
    lift_triggers()
    _rewrite(6)
    assert first_bad_index(verify) == 6


def test_log_written_anew_is_found_by_the_signed_head():
    write(4)
    sign()
    write(4)
    sign()
    lift_triggers()
    _rewrite(8, changed=5)
    assert first_bad_index(verify) == 4  # everything up to the first head still stands


def test_forged_head_does_not_verify():
    write(4)
    stranger = node_keys("stranger")
    sign_head(node_id="xa", keys=stranger.signing_pair(NOW), now=NOW)
    with pytest.raises(HeadError):
        verify()


def test_error_tells_index_and_reason():
    write(3)
    lift_triggers()
    AuditEntry.objects.filter(seq=1).update(code="tests.other")
    with pytest.raises(AuditError) as caught:
        verify()
    assert (caught.value.code, caught.value.index, caught.value.reason) == ("E_AUDIT", 1, "changed")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 20), data=st.data())
def test_any_change_is_named_wherever_it_is(size, data):
    with transaction.atomic():
        lift_triggers()
        write(size)
        place = data.draw(st.integers(0, size - 1))
        AuditEntry.objects.filter(seq=place).update(subject="tests.elsewhere")
        assert first_bad_index(verify) == place
        transaction.set_rollback(True)


@pytest.mark.parametrize("index", [0, 3, 6])
def test_proof_shows_that_an_entry_is_in_the_log(index):
    write(7)
    sign()
    proof = prove(index)
    head = read(proof.signed_head, own_keys(node_keys(), NOW))
    merkle.verify_inclusion(proof.leaf, proof.index, proof.size, proof.path, head.root)
    assert head.size == 7


def test_entry_without_a_head_cannot_be_proved():
    write(1)
    with pytest.raises(HeadError):
        prove(0)


def test_leaf_is_the_json_of_the_six_fields():
    assert encode((0, "t", "a", "c", "s", "{}")) == '[0,"t","a","c","s","{}"]'


def _rewrite(size: int, changed: int = -1) -> None:
    """Write the log anew, consistent in itself, as somebody with the database in hand could."""
    frontier, link = merkle.Frontier(), b""
    AuditEntry.objects.filter(seq__gte=size).delete()
    for entry in AuditEntry.objects.order_by("seq"):
        code = "tests.other" if entry.seq == changed else entry.code
        leaf = leaf_of(entry.seq, entry.at, entry.actor, code, entry.subject, entry.data)
        link = link_of(link, leaf)
        frontier, _ = frontier.append(leaf)
        AuditEntry.objects.filter(seq=entry.seq).update(code=code, leaf=leaf, link=link)
    AuditHead.objects.update(size=size, peaks=pack(frontier), link=link)
