"""What casework tells officers by e-mail: that something is theirs to do, is due soon, overdue or long overdue.

Only names of things leave this module, digested before they are kept; the message is the same for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.cases.models import Assignment, Side
from comity.cases.queries import doors, reminding
from comity.cases.reminding import Reminded
from comity.core.mail.kinds import Kind, register_kind
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from comity.core.actors import Actor

MOST = 200  # things of one kind looked at in one round; the message is one in any case


def turns(actor: Actor, since: datetime, now: datetime) -> Iterator[tuple[object, ...]]:
    """Yield the steps that became the officer's to take, and the measures given to an executing authority."""
    del now
    roles = Q(turn_role__in=[role.value for role in actor.roles])
    if actor.has(Role.HEAD):
        roles |= Q(unattended=True)
    for reach in doors.reaches(actor):
        start = "case__" if reach.own else ""
        rows = reach.rows.filter(
            roles, turn_side=Side.OURS, changed_at__gte=since, **{f"{start}turn_since__gte": since}
        )
        yield from rows.values_list(reach.key, f"{start}turn_task", f"{start}turn_since")[:MOST]
    held = doors.measures_assigned_to(actor).values("pk")
    given = Assignment.objects.filter(measure__in=held, ended_at__isnull=True, assigned_at__gte=since)
    yield from given.values_list("pk")[:MOST]


def _reminded(*kinds: Reminded) -> Callable[[Actor, datetime, datetime], Iterator[tuple[object, ...]]]:
    """Return what yields the reminders of these kinds that were written for an officer since a time."""

    def find(actor: Actor, since: datetime, now: datetime) -> Iterator[tuple[object, ...]]:
        del now
        if actor.sees_cases:
            wanted = reminding.reminders_of(actor).filter(kind__in=[one.value for one in kinds], at__gte=since)
            yield from wanted.values_list("pk")[:MOST]

    return find


def register_all() -> None:
    """Register the kinds of casework; called once, when the app is ready."""
    for kind in (
        Kind("turn", _("Something new that is mine to do"), turns),
        Kind("soon", _("A step of mine that is due soon"), _reminded(Reminded.SOON)),
        Kind("overdue", _("A step of mine that is overdue"), _reminded(Reminded.OVERDUE)),
        Kind("escalated", _("A step long overdue on a desk that I supervise"), _reminded(Reminded.ESCALATED)),
    ):
        register_kind(kind)
