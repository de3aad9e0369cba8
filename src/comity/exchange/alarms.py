"""Alarms, seen to: what was found out is written down, and what speaks of forging is confirmed by a second officer.

Nothing is deleted: the alarm, its signed evidence and every finding stay. The same signed item raises its alarm once;
another item of the same kind raises a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.moves import MoveError, move
from comity.exchange.access import Permission
from comity.exchange.models import Alarm, AlarmFinding
from comity.exchange.states import FindingState
from comity.kernel.plaintext import clean

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor

# A memory that was lost, and said so. Whatever else contradicts itself may be forged: a split view, an id used twice,
# two items at one place of a chain. A kind nobody thought of is among the latter.
LOSSES: Final = frozenset({"E_HEAD_BACK", "E_CHAIN_RESTART", "E_LOST_MESSAGE"})


def needs_two(code: str) -> bool:
    """Whether a second officer must confirm what was found out about alarms of this kind."""
    return code not in LOSSES


def write_finding(*, actor: Actor, alarm_id: UUID, text: str, now: datetime) -> AlarmFinding:
    """Write down what was found out about an alarm. It ends the alarm, or waits for a second officer.

    Raises:
        AccessDenied: neither an administrator nor the head.
        MoveError: `E_STALE` when the alarm was seen to, or a finding waits, already.
        ValueError: no words.
    """
    words = clean(text).strip()
    if not words:
        raise ValueError("a finding says something")
    with transaction.atomic():
        alarm = Alarm.objects.select_for_update().get(pk=alarm_id)
        access.require(actor, Permission.ALARM_EXPLAIN, alarm)
        if alarm.seen_at is not None or alarm.findings.filter(state=FindingState.written.name).exists():
            raise MoveError("E_STALE", "the alarm was answered meanwhile", permanent=False)
        finding = AlarmFinding.objects.create(
            alarm=alarm, text=words, two_people=needs_two(alarm.code), written_by_id=actor.person(), written_at=now
        )
        record(
            actor=actor, code="exchange.alarm.explained", subject=_subject(alarm), at=now,
            data={"finding": str(finding.pk), "code": alarm.code, "two_people": finding.two_people},
        )  # fmt: skip
        if not finding.two_people:
            _accept(finding, alarm, actor, now)
    return finding


def confirm_finding(*, actor: Actor, alarm_id: UUID, now: datetime) -> AlarmFinding:
    """End an alarm: a second officer agrees with what the first found out.

    Raises:
        AccessDenied: who wrote it, or somebody without the role.
        MoveError: `E_STALE` when nothing waits for a decision any more.
    """
    with transaction.atomic():
        alarm, finding = _waiting(actor, alarm_id)
        _accept(finding, alarm, actor, now)
    return finding


def return_finding(*, actor: Actor, alarm_id: UUID, reason: str, now: datetime) -> AlarmFinding:
    """Send a finding back with the reason; the alarm stays open. Raises as `confirm_finding`, ValueError: no reason."""
    words = clean(reason).strip()
    if not words:
        raise ValueError("a return has a reason")
    with transaction.atomic():
        _alarm, finding = _waiting(actor, alarm_id)
        finding.reason = words
        _decide(finding, "returned", actor, now)
    return finding


def _waiting(actor: Actor, alarm_id: UUID) -> tuple[Alarm, AlarmFinding]:
    alarm = Alarm.objects.select_for_update().get(pk=alarm_id)
    finding = alarm.findings.select_for_update().filter(state=FindingState.written.name).first()
    if finding is None:
        access.require(actor, Permission.ALARM_DECIDE)
        raise MoveError("E_STALE", "no finding waits for a decision", permanent=False)
    access.require(actor, Permission.ALARM_DECIDE, finding)
    return alarm, finding


def _accept(finding: AlarmFinding, alarm: Alarm, actor: Actor, now: datetime) -> None:
    alarm.seen_at = now
    alarm.save(update_fields=["seen_at"])
    _decide(finding, "accepted", actor, now)


def _decide(finding: AlarmFinding, target: str, actor: Actor, now: datetime) -> None:
    finding.decided_by_id, finding.decided_at = actor.person(), now
    move(
        finding, "state", FindingState, target, actor=actor, at=now, also=("decided_by_id", "decided_at", "reason"),
        data={"alarm": str(finding.alarm_id)},
    )  # fmt: skip


def _subject(alarm: Alarm) -> str:
    return f"exchange.alarm:{alarm.pk}"
