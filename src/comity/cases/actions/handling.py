"""Handling codes and assurances: put on, taken off, written down, kept (UNCAC art. 46(19), 46(20), 46(26))."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import copying, keeping, matters
from comity.cases.codes import AuditCode
from comity.cases.models import Assurance, Mark
from comity.law.conversation import Said
from comity.law.handling import ASSURANCES, MARKINGS, NAMED_ONLY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Notice
    from comity.core.actors import Actor


@transaction.atomic
def set_mark(*, actor: Actor, case_id: UUID, code: str, evidence_id: str, note: str, now: datetime) -> Mark:
    """Put a handling code on an item of evidence, or, with no item named, on the whole case.

    Raises:
        CaseworkError: `E_HANDLING` for an unknown code, or one that stands there already.
        Evidence.DoesNotExist: for an item of another case.
    """
    case = keeping.load(actor, case_id, Permission.HANDLING_WRITE, now=now)
    item = case.evidence.get(evidence_id=evidence_id) if evidence_id else None
    if code not in MARKINGS or case.marks.filter(code=code, evidence=item, ended_at__isnull=True).exists():
        raise rules.CaseworkError("E_HANDLING", "no such code, or it stands there already")
    mark = Mark.objects.create(case=case, evidence=item, code=code, note=note, at=now, by_id=keeping.officer_of(actor))
    data = {"marking": code} | ({"evidence": item.evidence_id} if item else {})
    if code in NAMED_ONLY:
        copying.forget_copies_of(case)
    keeping.touch(case, at=now)
    keeping.audit(case, AuditCode.MARK_SET, actor=actor, at=now, data=data)
    return mark


@transaction.atomic
def end_mark(*, actor: Actor, case_id: UUID, mark_id: int, now: datetime) -> None:
    """Take a handling code off. Mark.DoesNotExist for one that is off already or of another case."""
    case = keeping.load(actor, case_id, Permission.HANDLING_WRITE, now=now)
    mark = case.marks.get(pk=mark_id, ended_at__isnull=True)
    mark.ended_at, mark.ended_by_id = now, actor.person()
    mark.save(update_fields=["ended_at", "ended_by_id"])
    keeping.touch(case, at=now)
    keeping.audit(case, AuditCode.MARK_ENDED, actor=actor, at=now, data={"marking": mark.code})


@transaction.atomic
def write_assurance(*, actor: Actor, case_id: UUID, ours: bool, kind: str, text: str, now: datetime) -> Assurance:
    """Write down an assurance that we gave or received; it binds from now on.

    Raises:
        CaseworkError: `E_ASSURANCE` for an unknown kind, `E_WHY` without its text.
    """
    case = keeping.load(actor, case_id, Permission.HANDLING_WRITE, now=now)
    if kind not in ASSURANCES:
        raise rules.CaseworkError("E_ASSURANCE", "no such kind")
    rules.check_reason(text)
    row = Assurance.objects.create(case=case, ours=ours, kind=kind, text=text, at=now, by_id=keeping.officer_of(actor))
    keeping.note(case, "assured", actor=actor, at=now, lane="ours" if ours else "theirs", assurance=kind)
    keeping.touch(case, at=now)
    keeping.audit(case, AuditCode.ASSURANCE_WRITTEN, actor=actor, at=now, data={"assurance": kind, "ours": ours})
    return row


@transaction.atomic
def end_assurance(*, actor: Actor, case_id: UUID, assurance_id: int, now: datetime) -> None:
    """Say that an assurance binds no longer. Assurance.DoesNotExist for one that ended or is of another case."""
    case = keeping.load(actor, case_id, Permission.HANDLING_WRITE, now=now)
    row = case.assurances.get(pk=assurance_id, ended_at__isnull=True)
    row.ended_at, row.ended_by_id = now, actor.person()
    row.save(update_fields=["ended_at", "ended_by_id"])
    keeping.touch(case, at=now)
    keeping.audit(case, AuditCode.ASSURANCE_ENDED, actor=actor, at=now, data={"assurance": row.kind})


@transaction.atomic
def keep_assurance(
    *, actor: Actor, case_id: UUID, assurance_id: int, done_on: date, how: str, now: datetime
) -> Assurance:
    """Write down that we returned or destroyed what we promised to, and how the other State was told.

    Raises:
        CaseworkError: `E_ASSURANCE` where nothing is owed or it is done, `E_WHY` without how.
    """
    case = keeping.load(actor, case_id, Permission.HANDLING_WRITE, now=now)
    row = case.assurances.get(pk=assurance_id, ended_at__isnull=True)
    if not row.ours or not ASSURANCES[row.kind].owes_act or row.done_on or done_on > now.date():
        raise rules.CaseworkError("E_ASSURANCE", "nothing is owed")
    rules.check_reason(how)
    row.done_on, row.done_how, row.done_by_id = done_on, how, actor.person()
    row.save(update_fields=["done_on", "done_how", "done_by_id"])
    keeping.note(case, "assurance_kept", actor=actor, at=now, assurance=row.kind, reason=how[:400])
    keeping.touch(case, at=now)
    keeping.audit(case, AuditCode.ASSURANCE_KEPT, actor=actor, at=now, data={"assurance": row.kind})
    return row


@transaction.atomic
def tell_disposed(
    *, actor: Actor, case_id: UUID, said: Mapping[str, Any], assurance_id: int | None, now: datetime
) -> Notice:
    """Tell the other State that its material was returned or destroyed, and keep the assurance that owed it.

    Args:
        actor: who tells.
        case_id: the case.
        said: fields of the message: `disposal`, `disposed_on`, `text`, `evidence_ids`.
        assurance_id: the assurance of ours that is kept by this; None where there is none.
        now: when.

    Raises:
        CaseworkError: `E_DISPOSED_DAY` for a day that has not come, `E_ASSURANCE` where nothing is owed.
        RuleViolation: `out_of_step`, nothing was delivered, or the request is not registered.
    """
    on = date.fromisoformat(str(said["disposed_on"]))
    if on > timezone.localdate(now):
        raise rules.CaseworkError("E_DISPOSED_DAY", "the day has not come")
    notice = matters.give_notice(actor=actor, case_id=case_id, kind=Said.MATERIAL_DISPOSED, said=said, now=now)
    if assurance_id is not None:
        keep_assurance(
            actor=actor, case_id=case_id, assurance_id=assurance_id, done_on=on, how=str(said["text"]), now=now
        )
    return notice
