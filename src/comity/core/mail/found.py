"""What `core` itself tells by e-mail: that an absence ends, for who was away and who stood in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.core.mail.kinds import Kind, register_kind
from comity.core.officers.models import Absence
from comity.core.officers.states import AbsenceState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from comity.core.actors import Actor


def absences_ending(actor: Actor, since: datetime, now: datetime) -> Iterator[tuple[str, object]]:
    """Yield the absences whose last day is today or was since then, of the officer or of one he stands in for."""
    concerns = Q(officer=actor.person()) | Q(substitute=actor.person())
    days = (timezone.localdate(since) + timedelta(days=1), timezone.localdate(now))
    live = Absence.objects.filter(concerns, state=AbsenceState.in_force.name, last_day__range=days)
    for pk, last_day in live.values_list("pk", "last_day"):
        yield (f"{pk}:{last_day}", last_day)


register_kind(Kind("absence", _("An absence ends: mine, or of a colleague for whom I stand in"), absences_ending))
