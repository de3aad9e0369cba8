"""Read models of alarms, as pages and the list of one's work show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.core import access
from comity.core.parts import Status, Tone, WorkItem
from comity.core.work import Work
from comity.exchange import queries
from comity.exchange.access import Permission
from comity.exchange.alarm_words import words_for
from comity.exchange.alarms import needs_two
from comity.exchange.states import FindingState

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.exchange.alarm_words import AlarmWords
    from comity.exchange.models import Alarm, AlarmFinding

OPEN: Final = Status(_("must be looked into"), Tone.REFUSED)
WAITS: Final = Status(_("waits for a second officer"), Tone.WAITING)
SEEN: Final = Status(_("seen to"), Tone.DONE)
SHORT: Final = 12


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm. `finding` waits for a decision; `findings` are all of them, the oldest first."""

    alarm: Alarm
    name: str
    words: AlarmWords
    status: Status
    two_people: bool
    finding: AlarmFinding | None
    findings: list[AlarmFinding]
    may_explain: bool
    may_decide: bool
    may_suspend: bool


def alarm_row(alarm: Alarm, *, actor: Actor, language: str) -> AlarmRow:
    """Gather what a row or a page shows; `told` must be prefetched (`queries.alarms`)."""
    findings: list[AlarmFinding] = alarm.told  # type: ignore[attr-defined] # set by the query
    waiting = next((one for one in findings if one.state == FindingState.written.name), None)
    seen = alarm.seen_at is not None
    return AlarmRow(
        alarm,
        alarm.peer.name_in(language),
        words_for(alarm.code),
        SEEN if seen else WAITS if waiting else OPEN,
        needs_two(alarm.code),
        waiting,
        findings,
        may_explain=not seen and waiting is None and access.may(actor, Permission.ALARM_EXPLAIN),
        may_decide=waiting is not None and access.may(actor, Permission.ALARM_DECIDE, waiting),
        may_suspend=not seen and access.may(actor, Permission.PEER_SUSPEND),
    )


def work(actor: Actor, now: datetime) -> Work:
    """Return the alarms that wait for this officer: to be looked into, or to be confirmed. One query, or two."""
    del now
    found = Work()
    if not access.may(actor, Permission.ALARM_EXPLAIN):
        return found
    for alarm in queries.alarms().filter(seen_at__isnull=True)[:SHORT]:
        row = alarm_row(alarm, actor=actor, language=actor.language)
        if row.finding is None or row.may_decide:
            found.waits.append(
                WorkItem(
                    reference=str(alarm.peer.node_id),
                    url=reverse("exchange:alarm", args=[alarm.pk]),
                    what=_("Confirm what was found out about an alarm") if row.finding else _("Look into an alarm"),
                    detail=row.words.title,
                )
            )
    return found
