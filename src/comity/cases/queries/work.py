"""My work: what waits for me, what is overdue or at risk, what came in since yesterday, and the desk's load."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comity.cases import labels
from comity.cases.models import Case, Direction, Line, Side
from comity.cases.queries import doors
from comity.cases.queries.reading import measure_title
from comity.core.parts import Whose, Words, WorkItem
from comity.core.roles import Role
from comity.core.work import Work
from comity.kernel.plaintext import one_line
from comity.law.measures import TERMINAL

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from comity.cases.models import Measure
    from comity.core.actors import Actor

SHORT = 12
AT_RISK = timedelta(days=30)
SOON = timedelta(days=3)


def work(actor: Actor, now: datetime) -> Work:
    """Return the work of one officer: a fixed number of queries, each list at most twelve rows."""
    found = Work()
    if not actor.sees_cases:
        return found
    visible = doors.cases_visible_to(actor)
    today = timezone.localdate(now)
    found.waits = [*_assigned(actor, today), *(_item(case, today) for case in waiting_for(visible, actor)[:SHORT])]
    found.at_risk = [_item(case, today) for case in at_risk(visible, today)[:SHORT]]
    found.came_in = [_arrival(line) for line in came_in(visible, now)[:SHORT]]
    found.load = _load(visible)
    return found


def waiting_for(visible: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Return the cases whose next step is for a role the actor has; what nobody works on waits for the head."""
    roles = Q(turn_role__in=[role.value for role in actor.roles])
    if actor.has(Role.HEAD):
        roles |= Q(unattended=True)
    return visible.filter(roles, turn_side=Side.OURS).order_by(F("turn_due").asc(nulls_last=True), "-changed_at")


def at_risk(visible: QuerySet[Case], today: date) -> QuerySet[Case]:
    """Return open cases whose step is overdue, or whose limitation runs out soon."""
    late = Q(turn_due__lt=today) | Q(limitation_date__range=(today, today + AT_RISK))
    return visible.filter(late).exclude(turn_side=Side.NOBODY).order_by(F("turn_due").asc(nulls_last=True))


def came_in(visible: QuerySet[Case], now: datetime) -> QuerySet[Line]:
    """Return what other States sent since the beginning of yesterday, newest first."""
    since = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    lines = Line.objects.filter(crosses="in", at__gte=since, case__in=visible.values("pk"))
    return lines.select_related("case").order_by("-at")


def _item(case: Case, today: date) -> WorkItem:
    language = get_language() or "en"
    late = bool(case.turn_due and case.turn_due < today)
    what = labels.task_text(case, language)
    if case.unattended:
        what = _("Name an officer for this case")
    return WorkItem(
        reference=case.reference,
        url=reverse("cases:case", args=[case.pk]),
        what=what,
        detail=detail(case),
        when=_by(case.turn_due, today),
        whose=Whose(case.turn_side),
        late=late,
        article=labels.task_article(case),
    )


def detail(case: Case) -> str:
    """Say of a case, in one quiet line, what it is about and since when the step waits."""
    since = formats.date_format(timezone.localtime(case.turn_since), "MONTH_DAY_FORMAT")
    words = [
        one_line(case.title, 160) or labels.kinds_text(case.kinds),
        case.counterpart_state,
        _("since %(day)s") % {"day": since},
    ]
    return " · ".join(word for word in words if word)


def _by(due: date | None, today: date) -> str:
    if due is None:
        return _("no date set")
    if due == today:
        return _("today")
    return _("by %(day)s") % {"day": formats.date_format(due, "MONTH_DAY_FORMAT")}


def _arrival(line: Line) -> WorkItem:
    case = line.case
    title = labels.line_title(line.code, line.lane, case.counterpart_state, line.params)
    return WorkItem(
        reference=case.reference,
        url=reverse("cases:case", args=[case.pk]),
        what=title,
        detail=one_line(case.title, 160),
        when=formats.date_format(timezone.localtime(line.at), "SHORT_DATETIME_FORMAT"),
        whose=Whose(case.turn_side),
    )


def _assigned(actor: Actor, today: date) -> list[WorkItem]:
    """Return the measures an executing authority holds; it sees nothing else of the case."""
    measures = doors.measures_assigned_to(actor).exclude(state__in=TERMINAL).select_related("case")
    open_ones = measures.filter(state__in=["accepted", "in_execution", "delivered_in_part"])
    return [_measure(one, today) for one in open_ones.prefetch_related("assignments")[:SHORT]]


def _measure(measure: Measure, today: date) -> WorkItem:
    language = get_language() or "en"
    due = next((one.due for one in measure.assignments.all() if one.ended_at is None), None)
    return WorkItem(
        reference=measure.case.our_reference,
        url=reverse("cases:measure", args=[measure.case_id, measure.measure_id]),
        what=_("Execute and report: %(measure)s") % {"measure": measure_title(measure.kind, measure.module, language)},
        when=_by(due, today),
        late=bool(due and due < today),
        article="46(17)",
    )


def _load(visible: QuerySet[Case]) -> list[tuple[Words, Words]]:
    """Return the desk's load in one query: open cases, ours and theirs to act."""
    found = visible.exclude(turn_side=Side.NOBODY).aggregate(
        outgoing=Count("pk", filter=Q(direction=Direction.OUTGOING)),
        incoming=Count("pk", filter=Q(direction=Direction.INCOMING)),
        ours=Count("pk", filter=Q(turn_side=Side.OURS)),
        theirs=Count("pk", filter=Q(turn_side=Side.THEIRS)),
    )
    return [
        (_("Open requests that we made"), _requests(found["outgoing"])),
        (_("Open requests made to us"), _requests(found["incoming"])),
        (_("Our turn"), _requests(found["ours"])),
        (_("Their turn"), _requests(found["theirs"])),
    ]


def _requests(count: int) -> str:
    return ngettext("%(count)d request", "%(count)d requests", count) % {"count": count}
