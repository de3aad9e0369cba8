"""What the home page tells about absences: for whom the reader stands in, and what waits for the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from comity.core import access
from comity.core.officers import queries
from comity.core.officers.states import AbsenceState
from comity.core.parts import WorkItem
from comity.core.policies import Permission
from comity.core.work import Work, register_work

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor


def work(actor: Actor, now: datetime) -> Work:
    """Return for whom the actor stands in, and for the head the absences to decide on: at most one query each."""
    today, found = timezone.localdate(now), Work()
    for one in queries.stood_in_for(actor, today):
        until = formats.date_format(one.last_day, "MONTH_DAY_FORMAT")
        what = _("You stand in: the cases of %(name)s are in your lists.") % {"name": one.officer.name}
        until_then = _("until %(day)s") % {"day": until}
        found.notices.append(WorkItem(reference=one.officer.name, url=reverse("absences"), what=what, when=until_then))
    if access.may(actor, Permission.ABSENCE_DECIDE):
        for one in queries.absences_to_come(actor, today).filter(state=AbsenceState.proposed.name):
            away = formats.date_format(one.first_day, "MONTH_DAY_FORMAT")
            item = WorkItem(
                reference=one.officer.name, url=reverse("absences"), what=_("Decide who stands in"),
                when=_("away from %(day)s") % {"day": away}, late=one.first_day <= today,
            )  # fmt: skip
            found.waits.append(item)
    return found


register_work(work)
