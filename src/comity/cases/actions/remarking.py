"""Comments on a draft inside the authority: written, answered, settled, opened again. Nothing here is ever sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import Remark, RemarkAct
from comity.cases.queries.remarks import MAY_INSIST, may_settle, part_of_theirs, places_of
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor
    from comity.wire.turns import DraftRemark

Act = Literal["answered", "settled", "reopened"]
# In which of his roles an officer speaks who has several.
SPEAKS_AS = (Role.HEAD, Role.REVIEWER, Role.TRANSLATOR, Role.DRAFTER, Role.CASE_OFFICER)
AUDIT: dict[str, AuditCode] = {
    "answered": AuditCode.REMARK_ANSWERED,
    "settled": AuditCode.REMARK_SETTLED,
    "reopened": AuditCode.REMARK_REOPENED,
}


@transaction.atomic
def write_remark(
    *, actor: Actor, case_id: UUID, part: str, quote: str, text: str, must_settle: bool, now: datetime
) -> Remark:
    """Pin a comment to a part of the draft.

    Args:
        actor: who writes; only a reviewer or the head may insist that it is settled before approval.
        case_id: the draft.
        part: a section, `persons:<id>`, `measures:<id>`, or empty for the whole draft.
        quote: the passage it is about; may be empty.
        text: the comment.
        must_settle: whether the draft must not be approved before this is settled.
        now: when.

    Raises:
        CaseworkError: `E_NOT_DRAFT` once the request is signed, `E_PART` for a part that the draft does not have,
            `E_SAY` for an empty text, `E_INSIST` for somebody who may not insist.
    """
    case = _written(actor, case_id, now)
    rules.check_said(text, "text")
    if part not in places_of(case):
        raise rules.CaseworkError("E_PART", "the draft has no such part")
    if must_settle and not actor.roles & MAY_INSIST:
        raise rules.CaseworkError("E_INSIST", "only a reviewer or the head insists")
    remark = Remark.objects.create(
        case=case,
        part=part,
        quote=quote.strip(),
        text=text,
        must_settle=must_settle,
        written_at=now,
        written_by_id=keeping.officer_of(actor),
        function=next((role for role in SPEAKS_AS if actor.has(role)), ""),
    )
    _note(case, AuditCode.REMARK_WRITTEN, remark, actor=actor, now=now)
    return remark


@transaction.atomic
def act_on_remark(*, actor: Actor, case_id: UUID, remark_id: int, kind: Act, text: str, now: datetime) -> Remark:
    """Answer a comment, settle it, or open it again; what is settled stays to be read.

    Raises:
        CaseworkError: `E_NOT_DRAFT`; `E_SAY` for an empty answer; `E_REMARK` where it is settled already, or open;
            `E_INSIST` where somebody else than a reviewer, the head or its author settles what must be settled.
    """
    case = _written(actor, case_id, now)
    remark = case.remarks.select_for_update().get(pk=remark_id)
    if kind == "answered":
        rules.check_said(text, "text")
    if (remark.settled_at is None) == (kind == "reopened"):
        raise rules.CaseworkError("E_REMARK", "not open to this")
    if kind == "settled" and remark.must_settle and not may_settle(actor, remark):
        raise rules.CaseworkError("E_INSIST", "whoever insisted settles it")
    RemarkAct.objects.create(remark=remark, kind=kind, text=text, at=now, by_id=keeping.officer_of(actor))
    if kind != "answered":
        remark.settled_at = now if kind == "settled" else None
        remark.save(update_fields=["settled_at"])
    _note(case, AUDIT[kind], remark, actor=actor, now=now)
    return remark


def check_settled(case: Case) -> None:
    """Raise CaseworkError `E_MUST_SETTLE` while a comment is open that must be settled before approval."""
    if case.remarks.filter(must_settle=True, settled_at=None).exists():
        raise rules.CaseworkError("E_MUST_SETTLE", "a comment must be settled first")


def take_theirs(case: Case, remarks: Sequence[DraftRemark], note: str, *, now: datetime) -> None:
    """Pin what the other State said about a draft shown to it; the answers to it stay here all the same."""
    known = places_of(case)
    found = [(part_of_theirs(one.section, one.measure_id, known), one.text) for one in remarks]
    if note.strip():
        found.append(("", note))
    for part, text in found:
        Remark.objects.create(case=case, part=part, text=text, theirs=True, written_at=now)


def _written(actor: Actor, case_id: UUID, now: datetime) -> Case:
    case = keeping.load(actor, case_id, Permission.REMARK_WRITE, now=now)
    rules.check_unsigned(case.step)
    return case


def _note(case: Case, code: AuditCode, remark: Remark, *, actor: Actor, now: datetime) -> None:
    part = remark.part.partition(":")[0]
    keeping.audit(case, code, actor=actor, at=now, data={"part": part, "remark": remark.pk})
