"""My work: what waits for me, what is overdue or at risk, what came in since yesterday, and the desk's load."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comity.cases import labels
from comity.cases.models import Direction, Line, Side
from comity.cases.queries import doors, reminding, translating
from comity.cases.queries.listing import OPEN, in_order
from comity.cases.queries.reading import measure_title
from comity.core.parts import Whose, Words, WorkItem
from comity.core.roles import Role
from comity.core.work import Work
from comity.kernel.plaintext import one_line
from comity.law.measures import TERMINAL

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from comity.cases.models import Case, Measure
    from comity.core.actors import Actor

SHORT = 12
_Dated = tuple["date", float, "UUID"]
AT_RISK = timedelta(days=30)
SOON = timedelta(days=3)


def work(actor: Actor, now: datetime) -> Work:
    """Return the work of one officer: a fixed number of queries, each list at most twelve rows."""
    found = Work()
    if not actor.sees_cases:
        return found
    reaches, today = doors.reaches(actor), timezone.localdate(now)
    waits, risks = waiting_for(reaches, actor, today)
    cases = {case.pk: case for case in in_order(dict.fromkeys([*waits, *risks]))}
    found.waits = [
        *_assigned(actor, today),
        *_translations(actor, today),
        *(_item(cases[key], today) for key in waits if key in cases),
    ]
    found.at_risk = [_item(cases[key], today) for key in risks if key in cases]
    found.came_in = [_arrival(line) for line in came_in(actor, now)[:SHORT]]
    found.load = _load(reaches)
    found.reminders = reminding.shown(actor)
    return found


def waiting_for(reaches: Iterable[doors.Reach], actor: Actor, today: date) -> tuple[list[UUID], list[UUID]]:
    """Return the cases whose next step is for a role the actor has, and those at risk: twelve each, by date.

    What nobody works on waits for the head. At risk is an open case whose step is overdue, or whose limitation runs
    out soon. One query for each way to the cases; of one date the latest changed comes first, no date last.
    """
    roles = Q(turn_role__in=[role.value for role in actor.roles])
    if actor.has(Role.HEAD):
        roles |= Q(unattended=True)
    wanted = roles & Q(turn_side=Side.OURS)
    late = Q(turn_due__lt=today) | Q(limitation_date__range=(today, today + AT_RISK))
    risky = late & Q(turn_side__in=OPEN)
    found: tuple[list[_Dated], list[_Dated]] = [], []
    for reach in reaches:
        first = [_soonest(reach.rows.filter(of))[:SHORT].values("pk") for of in (wanted, risky)]
        rows = reach.rows.filter(Q(pk__in=first[0]) | Q(pk__in=first[1])).annotate(
            waits=ExpressionWrapper(wanted, BooleanField()), risks=ExpressionWrapper(risky, BooleanField())
        )
        for due, changed, key, waits, risks in rows.values_list("turn_due", "changed_at", reach.key, "waits", "risks"):
            found[0].extend([(due or date.max, -changed.timestamp(), key)] * bool(waits))
            found[1].extend([(due or date.max, -changed.timestamp(), key)] * bool(risks))
    waiting, at_risk = ([key for _due, _changed, key in sorted(rows)[:SHORT]] for rows in found)
    return waiting, at_risk


def _soonest(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by(F("turn_due").asc(nulls_last=True), "-changed_at")


def came_in(actor: Actor, now: datetime) -> QuerySet[Line]:
    """Return what other States sent since the beginning of yesterday, newest first."""
    since = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    lines = Line.objects.filter(doors.seen_by(actor, "case"), crosses="in", at__gte=since)
    large = ("case__body", "case__proposed", "case__for_head", "case__contact")
    return lines.select_related("case").defer(*large).order_by("-at")


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


def _translations(actor: Actor, today: date) -> list[WorkItem]:
    """Return the translations that the officer writes, and those he may check."""
    return [
        WorkItem(
            reference=one.case.reference,
            url=translating.url_of(one),
            what=_("Translate the draft") if act == "write" else _("Check the translation of the draft"),
            detail=one_line(one.case.title, 160),
            when=_by(one.due, today),
            late=bool(one.due and one.due < today),
            article="46(14)",
        )
        for one, act in translating.waiting(actor)[:SHORT]
    ]


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


def _load(reaches: Iterable[doors.Reach]) -> list[tuple[Words, Words]]:
    """Return the desk's load: open cases by direction, and by whose turn it is; a query for each way to them."""
    load: Counter[str] = Counter()
    for reach in reaches:
        groups = reach.rows.filter(turn_side__in=OPEN).order_by().values_list("direction", "turn_side")
        for direction, side, count in groups.annotate(count=Count("pk")):
            load[direction] += count
            load[side] += count
    return [
        (_("Open requests that we made"), _requests(load[Direction.OUTGOING])),
        (_("Open requests made to us"), _requests(load[Direction.INCOMING])),
        (_("Our turn"), _requests(load[Side.OURS])),
        (_("Their turn"), _requests(load[Side.THEIRS])),
    ]


def _requests(count: int) -> str:
    return ngettext("%(count)d request", "%(count)d requests", count) % {"count": count}
