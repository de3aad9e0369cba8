"""Write the reminders that are due: each once, in a fixed number of statements, however often it is done."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from comity.cases.models import DocketEntry, Member, Reminder, Side
from comity.cases.reminding import Reminded, Rhythm, to_remind
from comity.core.officers.queries import officers_with, supervisors
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from uuid import UUID

BATCH = 1_000
Key = tuple["UUID", str, "date", "UUID"]


def rhythm() -> Rhythm:
    """Return when this authority reminds."""
    node = settings.NODE
    return Rhythm(node.remind_before, node.remind_after, node.escalate_after)


@transaction.atomic
def write_reminders(now: datetime) -> int:
    """Tell officers of steps that are due soon or overdue, and supervisors of those that long are. Returns how many."""
    today, when = timezone.localdate(now), rhythm()
    steps = list(_steps(today + timedelta(days=when.before)))
    told: defaultdict[Key, set[Reminded]] = defaultdict(set)
    known = Reminder.objects.filter(case__turn_side=Side.OURS, due=F("case__turn_due"), task=F("case__turn_task"))
    for case_id, task, due, about, kind in known.values_list("case_id", "task", "due", "about_id", "kind"):
        told[case_id, task, due, about].add(Reminded(kind))
    named, heads = supervisors(), list(officers_with(Role.HEAD).values_list("pk", flat=True))
    rows = [
        Reminder(case_id=key[0], task=key[1], due=key[2], about_id=key[3], officer_id=who, kind=kind.value, at=now)
        for key in steps
        for kind in to_remind(key[2], today, when, told[key])
        for who in (_told_of(key[3], named, heads) if kind is Reminded.ESCALATED else [key[3]])
    ]
    Reminder.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def _steps(until: date) -> Iterator[Key]:
    """Yield the steps that are ours and due until a day, with each member whose function takes them."""
    acts = Member.objects.filter(
        case=OuterRef("case"), officer=OuterRef("officer"), function=OuterRef("turn_role"), until__isnull=True
    )
    due = DocketEntry.objects.filter(Exists(acts), turn_side=Side.OURS, turn_due__lte=until, officer__is_active=True)
    for case_id, task, day, officer_id in due.values_list("case_id", "case__turn_task", "turn_due", "officer_id"):
        if day is not None:
            yield case_id, task, day, officer_id


def _told_of(officer: UUID, named: dict[UUID, UUID], heads: list[UUID]) -> list[UUID]:
    """Return who is told that an officer's step is long overdue: the supervisor named for him, else the heads."""
    return [named[officer]] if officer in named else [one for one in heads if one != officer]
