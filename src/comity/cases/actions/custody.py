"""The custody of physical originals: each change is a further entry, a mistake is corrected by one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from comity.cases import custody, rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import CustodyEntry, Original
from comity.cases.queries import custody as read

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor


@transaction.atomic
def take_original(*, actor: Actor, case_id: UUID, description: str, entry: custody.Entry, now: datetime) -> Original:
    """Write down that an original came: what it is, from whom, when, in which condition, where it lies.

    Raises:
        CaseworkError: `E_CUSTODY_TEXT`, `E_CUSTODY_DAY` for an entry that says too little, or is of the future.
    """
    case = keeping.load(actor, case_id, Permission.CUSTODY_WRITE, now=now)
    rules.check_said(description, "description")
    _check([], entry, now)
    original = Original.objects.create(case=case, number=case.originals.count() + 1, description=description)
    _write(case, original, entry, actor=actor, now=now)
    keeping.note(case, "original_came", actor=actor, at=now, number=original.number)
    return original


@transaction.atomic
def write_entry(*, actor: Actor, case_id: UUID, number: int, entry: custody.Entry, now: datetime) -> CustodyEntry:
    """Write down what happened to an original.

    Raises:
        CaseworkError: `E_CUSTODY` for what is not possible now, `E_CUSTODY_TEXT`, `E_CUSTODY_DAY`.
    """
    case = keeping.load(actor, case_id, Permission.CUSTODY_WRITE, now=now)
    original = case.originals.select_for_update().get(number=number)
    _check(read.in_force(original), entry, now)
    if entry.kind in custody.ENDS:
        keeping.note(case, f"original_{entry.kind}", actor=actor, at=now, number=number)
    return _write(case, original, entry, actor=actor, now=now)


@transaction.atomic
def correct_entry(
    *, actor: Actor, case_id: UUID, number: int, entry_id: int, entry: custody.Entry, reason: str, now: datetime
) -> CustodyEntry:
    """Correct an entry by a further one; the wrong one stays readable, with the reason.

    Raises:
        CaseworkError: `E_CUSTODY` where the entry was corrected before or another sort of step is written,
            `E_CUSTODY_TEXT`, `E_CUSTODY_DAY`, `E_SAY` without a reason.
    """
    case = keeping.load(actor, case_id, Permission.CUSTODY_WRITE, now=now)
    original = case.originals.select_for_update().get(number=number)
    wrong = original.entries.get(pk=entry_id)
    standing = read.in_force(original)
    if wrong not in standing or wrong.kind != entry.kind:
        raise rules.CaseworkError("E_CUSTODY", "an entry that was corrected before, or another sort of step")
    rules.check_said(reason, "reason")
    custody.check_entry(entry, today=timezone.localdate(now))
    custody.check_order(entry if one == wrong else one.told for one in standing)
    return _write(case, original, entry, actor=actor, now=now, corrects=wrong, reason=reason)


def _check(before: list[CustodyEntry], entry: custody.Entry, now: datetime) -> None:
    custody.check_entry(entry, today=timezone.localdate(now))
    custody.check_order([*(one.told for one in before), entry])


def _write(
    case: Case,
    original: Original,
    entry: custody.Entry,
    *,
    actor: Actor,
    now: datetime,
    corrects: CustodyEntry | None = None,
    reason: str = "",
) -> CustodyEntry:
    written = CustodyEntry.objects.create(
        original=original, **asdict(entry), corrects=corrects, reason=reason, written_at=now,
        written_by_id=keeping.officer_of(actor),
    )  # fmt: skip
    code = AuditCode.CUSTODY_CORRECTED if corrects else AuditCode.CUSTODY_WRITTEN
    data = {"original": original.number, "entry": written.pk, "kind": entry.kind.value}
    keeping.audit(case, code, actor=actor, at=now, data=data)
    return written
