"""Keep a case longer, and destroy its content when it is due: proposed by one person, approved by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from comity.cases import erasing, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.custody import standing
from comity.cases.models import Destruction, RetentionHold
from comity.cases.queries import custody, retention
from comity.cases.states import DestructionState
from comity.core import access
from comity.core.actors import Actor
from comity.core.files.actions import delete_file
from comity.core.files.models import FilePart, StoredFile
from comity.core.files.store import blob_store
from comity.core.jobs.actions import enqueue
from comity.core.moves import move
from comity.exchange import erasing as messages
from comity.law.retention import check_due

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from comity.cases.models import Case

DESTROY: Final = "cases.destroy"
ACTOR: Final = Actor.system("cases.destroy")


@transaction.atomic
def hold_case(*, actor: Actor, case_id: UUID, reason: str, until: date | None, now: datetime) -> RetentionHold:
    """Keep a case longer than its period, until a day or until the hold is lifted.

    Raises:
        CaseworkError: `E_WHY` without a reason, `E_HOLD` for a day that has come, or once destruction is approved.
    """
    case = retention.lock(actor, case_id, registered=False)
    access.require(actor, Permission.RETENTION_HOLD, case)
    rules.check_reason(reason)
    if case.emptied or case.destructions.filter(state="approved").exists():
        raise rules.CaseworkError("E_HOLD", "destruction is approved")
    if until is not None and until <= timezone.localdate(now):
        raise rules.CaseworkError("E_HOLD", "the day has come")
    hold = RetentionHold.objects.create(case=case, reason=reason, until=until, at=now, by_id=keeping.officer_of(actor))
    keeping.audit(
        case, AuditCode.RETENTION_HELD, actor=actor, at=now, data={"until": until.isoformat() if until else ""}
    )
    return hold


@transaction.atomic
def lift_hold(*, actor: Actor, case_id: UUID, hold_id: int, now: datetime) -> None:
    """Lift a hold. RetentionHold.DoesNotExist for one that is lifted or of another case."""
    case = retention.lock(actor, case_id, registered=False)
    access.require(actor, Permission.RETENTION_HOLD, case)
    hold = case.retention_holds.get(pk=hold_id, ended_at__isnull=True)
    hold.ended_at, hold.ended_by_id = now, actor.person()
    hold.save(update_fields=["ended_at", "ended_by_id"])
    keeping.audit(case, AuditCode.RETENTION_LIFTED, actor=actor, at=now)


@transaction.atomic
def propose_destruction(*, actor: Actor, case_id: UUID, reason: str, now: datetime) -> Destruction:
    """Propose to destroy the content of a closed case whose day has come.

    Raises:
        RuleViolation: `E_NOT_DUE`.
        CaseworkError: `E_DESTRUCTION` where it is proposed or done already, `E_OWED` while a promised return or
            destruction was not written down, `E_ORIGINALS` while a physical original is in our custody.
        ExchangeError: `E_BUSY` while a message of the case is under way.
    """
    case = retention.lock(actor, case_id, registered=True)
    access.require(actor, Permission.DESTRUCTION_PROPOSE, case)
    if retention.latest(case) is not None:
        raise rules.CaseworkError("E_DESTRUCTION", "proposed already")
    _check_due(case, now)
    row = Destruction.objects.create(
        case=case, reason=reason, proposed_at=now, proposed_by_id=keeping.officer_of(actor)
    )
    keeping.audit(case, AuditCode.DESTRUCTION_PROPOSED, actor=actor, at=now)
    return row


def _check_due(case: Case, now: datetime) -> None:
    found = retention.kept(case, timezone.localdate(now))
    check_due(found.on, timezone.localdate(now))
    if found.owes:
        raise rules.CaseworkError("E_OWED", "a promise is not kept")
    if any(not standing([entry.told for entry in custody.in_force(one)]).ended for one in case.originals.all()):
        raise rules.CaseworkError("E_ORIGINALS", "a physical original is in our custody")
    messages.check_at_rest(case.pk)


@transaction.atomic
def decide_destruction(*, actor: Actor, case_id: UUID, approve: bool, now: datetime) -> Destruction:
    """Approve or decline a proposed destruction, as the second person; approved, a job does it.

    Raises:
        CaseworkError: `E_FOUR_EYES` for who proposed it, `E_DESTRUCTION` where nothing is proposed.
        RuleViolation: `E_NOT_DUE`, a hold came in between.
    """
    case = retention.lock(actor, case_id, registered=True)
    access.require(actor, Permission.DESTRUCTION_DECIDE, case)
    row = Destruction.objects.select_for_update().filter(case=case, state="proposed").first()
    if row is None:
        raise rules.CaseworkError("E_DESTRUCTION", "nothing is proposed")
    if row.proposed_by_id == actor.officer_id:
        raise rules.CaseworkError("E_FOUR_EYES", "who proposed it cannot approve it")
    if approve:
        _check_due(case, now)
    row.decided_at, row.decided_by_id = now, actor.person()
    target = DestructionState.approved if approve else DestructionState.declined
    move(
        row, "state", DestructionState, target.name, actor=actor, at=now, also=("decided_at", "decided_by_id"),
        data={"case": str(case.pk)},
    )  # fmt: skip
    if approve:
        enqueue(DESTROY, {"destruction": row.pk}, dedupe=str(row.pk))
    return row


def destroy(destruction_id: int, now: datetime) -> None:
    """Do what was approved: empty the rows in one transaction, then erase the bytes. It may be done again at any point.

    Killed before the commit nothing has happened; killed after it the list of blobs is there, and the next run goes on.

    Raises:
        ExchangeError: `E_BUSY` while a message of the case is under way, to be tried again.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # what is freed is overwritten, in this process's writing
    with transaction.atomic():
        row = Destruction.objects.select_for_update().filter(pk=destruction_id, state="approved").first()
        if row is None:
            return
        if row.emptied_at is None:
            _empty(row, now)
    store = blob_store()
    for key in row.erasing:
        store.delete(key)
    with transaction.atomic():
        locked = Destruction.objects.select_for_update().get(pk=row.pk)
        if locked.state != DestructionState.approved.name:
            return
        locked.erasing, locked.done_at = [], now
        move(
            locked, "state", DestructionState, DestructionState.done.name, actor=ACTOR, at=now,
            also=("erasing", "done_at"), data={"case": str(locked.case_id), "files": locked.files},
        )  # fmt: skip
        keeping.audit(locked.case, AuditCode.CONTENT_DESTROYED, actor=ACTOR, at=now, data={"files": locked.files})
    _tidy()


def _empty(row: Destruction, now: datetime) -> None:
    """Empty the rows of the case and of its messages, and list the blobs that then must go."""
    case = row.case
    found = messages.empty_messages(case.pk)
    files = found.files | erasing.files_of(case)
    case.members.filter(until__isnull=True).update(until=now)
    erasing.empty(case)
    gone = erasing.nobody_refers_to(messages.files_nobody_refers_to(files))
    stored = StoredFile.objects.filter(pk__in=gone)
    row.files, row.size = stored.count(), stored.aggregate(total=Sum("size"))["total"] or 0
    row.erasing = [*found.keys, *FilePart.objects.filter(file__in=gone).values_list("blob", flat=True)]
    for file in stored:
        delete_file(file)
    row.emptied_at, row.reason = now, erasing.NOTHING if row.reason else ""
    row.save(update_fields=["files", "size", "erasing", "emptied_at", "reason"])


def _tidy() -> None:
    """Let SQLite take freed words out of its index and old pages out of its log."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO cases_fulltext (cases_fulltext) VALUES ('optimize')")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
