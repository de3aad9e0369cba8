"""Separate two cases that the registry joined by mistake: proposed by one officer, confirmed by another.

The signed request stays as both States hold it, registered since it was joined, under a reference of its own, and
counts as new from the day on which it arrived. The case of the letter is written again (`unfolding`) and goes on by
letter. The other State is told by a correction of the acknowledgement: what it was told stays in the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping, matters, moving, unfolding
from comity.cases.codes import AuditCode
from comity.cases.models import Line, Separation
from comity.cases.queries import separating as queries
from comity.cases.states import SeparationState
from comity.core.moves import move
from comity.kernel.languages import Text
from comity.law.conversation import Said

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import BeforeJoin, Case, CaseMove
    from comity.core.actors import Actor

PLACE: Final = Text(
    "Acknowledgement of receipt: our reference, and the day on which the request arrived",
    "收案确认：我方编号及请求书收到之日",
)
ANSWER: Final = Text("{reference}, arrived on {day}", "{reference}，{day}收到")


@transaction.atomic
def propose_separation(*, actor: Actor, case_id: UUID, reason: str, now: datetime) -> Separation:
    """Propose to separate a joined case; nothing changes until another officer confirms.

    Args:
        actor: who proposes it.
        case_id: the joined case.
        reason: how the mistake came about; the other State reads it.
        now: when.

    Raises:
        CaseworkError: `E_SAY` without a reason, `E_SEPARATE` where it cannot be separated, `E_SEPARATE_OPEN` where it
            is proposed already.
    """
    case = keeping.load(actor, case_id, Permission.SEPARATION_PROPOSE, now=now)
    rules.check_said(reason, "reason")
    kept, _joined = check_separable(case)
    if queries.waiting(case) is not None:
        raise rules.CaseworkError("E_SEPARATE_OPEN", "it is proposed already", permanent=False)
    row = Separation.objects.create(
        case=case, former_id=kept.former_id, reason=reason, proposed_at=now, proposed_by_id=keeping.officer_of(actor)
    )
    keeping.audit(case, AuditCode.SEPARATION_PROPOSED, actor=actor, at=now)
    keeping.settle(case, at=now)
    return row


@transaction.atomic
def decline_separation(*, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Decline what another officer proposed, or take back one's own proposal: the cases stay joined.

    Raises:
        CaseworkError: `E_SEPARATE_OPEN` where nothing is proposed.
    """
    case = keeping.load(actor, case_id, Permission.SEPARATION_DECIDE, now=now)
    _decide(_waiting(case), SeparationState.declined.name, actor=actor, at=now)
    keeping.audit(case, AuditCode.SEPARATION_DECLINED, actor=actor, at=now)
    keeping.settle(case, at=now)


@transaction.atomic
def confirm_separation(*, actor: Actor, case_id: UUID, state: str, now: datetime) -> tuple[Case, Case]:
    """Separate a joined case, as the second officer; return the signed request and the case of the letter.

    Steps: 1 lock, ask access, and another officer proposed it; 2 it can be separated still; 3 the case of the letter is
    written again, and the signed request gets a reference of its own; 4 it counts as new from the day on which it
    arrived, and the letter may be claimed again; 5 the other State is told by a correction; 6 a line in both timelines
    and an entry in the audit log of both.

    Args:
        actor: the second officer.
        case_id: the joined case.
        state: our State's code, the first part of the new reference.
        now: when.

    Raises:
        CaseworkError: `E_SEPARATE_EYES` for who proposed it, `E_SEPARATE_OPEN` where nothing is proposed,
            `E_SEPARATE` where more was said since.
    """
    case = keeping.load(actor, case_id, Permission.SEPARATION_DECIDE, now=now)
    row = _waiting(case)
    if row.proposed_by_id == actor.officer_id:
        raise rules.CaseworkError("E_SEPARATE_EYES", "who proposed it cannot confirm it")
    kept, joined = check_separable(case)
    told, was = queries.joining_line(case), _said(case)
    _decide(row, SeparationState.done.name, actor=actor, at=now)
    reference, old = keeping.next_reference(state, outgoing=False, now=now), case.our_reference
    former = unfolding.unfold(case, kept, reference=reference)
    moving.let_go(joined, actor=actor, at=now)
    kept.delete()
    _count_as_new(case, joined, told, reference=old, actor=actor, at=kept.at)
    sent = _correct(case, was, reason=row.reason, actor=actor, now=now)
    keeping.note(
        case, "separated", actor=actor, at=now, crosses="out", message_id=sent, reference=reference, beside=old
    )
    keeping.note(
        former,
        "written_again",
        actor=actor,
        at=now,
        until=timezone.localdate(kept.at).isoformat(),
        beside=reference,
        reason=row.reason,
    )
    for one, beside in ((case, former), (former, case)):
        keeping.audit(one, AuditCode.CASE_SEPARATED, actor=actor, at=now, data={"from": str(beside.pk)})
        keeping.settle(one, at=now)
    return case, former


def check_separable(case: Case) -> tuple[BeforeJoin, CaseMove]:
    """Return what was kept of a joined case and the move that joined it; CaseworkError `E_SEPARATE` if it must stay."""
    kept, joined = queries.kept_of(case), queries.join_of(case)
    if kept is None or joined is None or queries.obstacle_of(case) is not None:
        raise rules.CaseworkError("E_SEPARATE", "it was not joined, or cannot be separated")
    return kept, joined


def _waiting(case: Case) -> Separation:
    row = queries.waiting(case)
    if row is None:
        raise rules.CaseworkError("E_SEPARATE_OPEN", "nothing is proposed", permanent=False)
    return row


def _decide(row: Separation, target: str, *, actor: Actor, at: datetime) -> None:
    row.decided_at, row.decided_by_id = at, actor.person()
    move(
        row, "state", SeparationState, target, actor=actor, at=at, also=("decided_at", "decided_by_id"),
        data={"case": str(row.case_id)},
    )  # fmt: skip


def _count_as_new(
    case: Case, joined: CaseMove, told: Line | None, *, reference: str, actor: Actor, at: datetime
) -> None:
    """Write the lines that the statistics count: it arrived, and it was acknowledged when it was joined."""
    keeping.note(
        case, "request_sent", actor=actor, at=case.arrived_at or at, lane="theirs", crosses="in",
        message_id=joined.message_id, measures=case.measures.count(),
    )  # fmt: skip
    if told is not None:
        Line.objects.create(
            case=case, at=told.at, code="acknowledged", lane="ours", crosses="out", actor=told.actor,
            params={"reference": reference}, message_id=told.message_id,
        )  # fmt: skip


def _said(case: Case) -> str:
    """Return what an acknowledgement of the case says, in the language of the request."""
    arrived = case.arrived_at or case.created_at
    return ANSWER.get(case.language).format(reference=case.our_reference, day=timezone.localdate(arrived).isoformat())


def _correct(case: Case, was: str, *, reason: str, actor: Actor, now: datetime) -> UUID | None:
    said = {"place": PLACE.get(case.language), "was": was, "shall_be": _said(case), "text": reason, "measure_ids": ()}
    return matters.put_notice(case, Said.CORRECTION, said, actor=actor, now=now).message_id
