"""The reminders of a reader: of steps that still wait, of cases that are within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.cases import labels
from comity.cases.models import Reminder, Side
from comity.cases.queries import doors
from comity.cases.reminding import Reminded
from comity.core.parts import WorkItem
from comity.core.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from comity.core.actors import Actor

SHORT = 12


def reminders_of(actor: Actor) -> QuerySet[Reminder]:
    """Return what the actor was told, and those he stands in for; of steps that still wait as they did.

    A supervisor is told of a step in a case that he may not see: of a sealed one only the head, of one from which the
    supervisor is excluded nobody.
    """
    live = Reminder.objects.filter(
        doors.not_excluded(actor, "case_id"), case__turn_side=Side.OURS, due=F("case__turn_due"),
        task=F("case__turn_task"),
    )  # fmt: skip
    mine = Q(officer__in=[actor.person(), *actor.stands_in_for]) & doors.seen_by(actor, "case")
    over = Q(officer=actor.person(), kind=Reminded.ESCALATED.value)
    if not actor.has(Role.HEAD):
        over &= Q(case__sealed=False)
    return live.filter((mine & ~Q(kind=Reminded.ESCALATED.value)) | over)


def shown(actor: Actor) -> list[WorkItem]:
    """Return the twelve that are due longest as rows of the home page: one query."""
    if actor.officer_id is None or not actor.sees_cases:
        return []
    found = reminders_of(actor).select_related("case", "about").order_by("due", "pk")
    large = ("case__body", "case__proposed", "case__for_head", "case__contact")
    return [_item(one, actor) for one in found.defer(*large)[:SHORT]]


def _item(one: Reminder, actor: Actor) -> WorkItem:
    over = one.kind == Reminded.ESCALATED.value
    desk = reverse("cases:desk-hand-over") + f"?officer={one.about_id}"
    url = reverse("cases:case", args=[one.case_id])
    if over:
        url = desk if actor.has(Role.HEAD) else reverse("home")
    said = {"name": one.about.name, "day": formats.date_format(one.due, "MONTH_DAY_FORMAT")}
    what = {
        Reminded.SOON.value: _("Due soon: %(task)s"),
        Reminded.OVERDUE.value: _("Overdue: %(task)s"),
        Reminded.ESCALATED.value: _("Long overdue on the desk of %(name)s"),
    }[one.kind]
    return WorkItem(
        reference=one.case.reference,
        url=url,
        what=what
        % ({"name": one.about.name} if over else {"task": labels.task_text(one.case, get_language() or "en")}),
        when=_("by %(day)s") % said,
        late=one.kind != Reminded.SOON.value,
    )
