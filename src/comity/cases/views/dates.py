"""The calendar of deadlines: a month or a list, of one's own desk or others', and a file for other calendars."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.cases import dates, labels
from comity.cases.access import Permission
from comity.cases.dates import Kind
from comity.cases.queries import dates as queries
from comity.cases.queries import desk, doors, export
from comity.cases.queries.listing import in_order
from comity.cases.views.base import casework
from comity.cases.views.desk import desks_to_choose
from comity.core.actors import actor_of
from comity.core.parts import Filter, FilterSentence, Link, Whose
from comity.kernel.clock import utc_now
from comity.law.deadlines import is_working

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest

    from comity.cases.models import Case

NAMES = ("desk", "month", "view")
IN_A_CELL, IN_A_LIST, AHEAD = 4, 500, timedelta(days=366)
KINDS: dict[Kind, Any] = {
    Kind.STEP: gettext_lazy("Next step due"),
    Kind.ANSWER: gettext_lazy("Answers to questions due"),
    Kind.CONDITIONS: gettext_lazy("Answer to conditions due"),
    Kind.MATTER: gettext_lazy("Answer due"),
    Kind.CONFIRM: gettext_lazy("Oral request to be confirmed in writing"),
    Kind.REVIEW: gettext_lazy("Postponement to be looked at again"),
    Kind.FREEZE: gettext_lazy("Freeze ends or lapses"),
    Kind.HEARING: gettext_lazy("Hearing"),
    Kind.CUSTODY: gettext_lazy("Custody ends"),
    Kind.DATA: gettext_lazy("Data will be deleted"),
    Kind.LIMITATION: gettext_lazy("Limitation runs out"),
    Kind.DEADLINE: gettext_lazy("Date suggested by the requesting State"),
    Kind.EXECUTION: gettext_lazy("Report of the executing authority due"),
    Kind.EXPECTED: gettext_lazy("Result expected"),
}
VIEWS = [("", gettext_lazy("as a month")), ("list", gettext_lazy("as a list"))]


@dataclass(frozen=True, slots=True)
class Item:
    """One date as it is shown; `url` is empty where the reader may not open the case."""

    what: str
    article: str
    reference: str
    state: str
    url: str
    whose: Whose
    late: bool
    detail: str


@dataclass(slots=True)
class Day:
    """One day: what it is in words, what stands on it, and how much more than is shown."""

    day: date
    inside: bool
    today: bool
    working: bool
    holiday: bool
    items: list[Item] = field(default_factory=list)
    more: int = 0


@require_safe
@casework(Permission.DESK_READ)
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Show the dates of a month, as a table of weeks or as a list of days."""
    actor, now = actor_of(request), utc_now()
    today, filters = timezone.localdate(now), _filters(request)
    first = dates.month_of(filters["month"], today)
    scope = _scope(request, filters)
    listed = filters["view"] == "list"
    found = queries.dates(scope, first, dates.last_of(first))
    begins = int(formats.get_format("FIRST_DAY_OF_WEEK")) - 1
    weeks = [[_day(one, first, today) for one in week] for week in dates.weeks(first, begins)]
    by_day = {one.day: one for week in weeks for one in week if one.inside}
    _fill(by_day, found[:IN_A_LIST] if listed else found, actor, today, most=IN_A_LIST if listed else IN_A_CELL)
    page = {
        "page_title": _("Calendar of deadlines"),
        "sentence": _sentence(scope, filters, len(found)),
        "month": formats.date_format(first, "YEAR_MONTH_FORMAT"),
        "weeks": weeks,
        "days": [one for one in by_day.values() if one.items],
        "listed": listed,
        "shown": min(len(found), IN_A_LIST),
        "count": len(found),
        "late": queries.late_steps(scope, today),
        "headings": [formats.date_format(one.day, "l") for one in weeks[0]],
        "turning": _turning(first, today, filters),
        "list_url": _address(filters | {"view": "list"}),
        "file_url": reverse("cases:calendar-file") + _address({"desk": filters["desk"]}),
    }
    return render(request, "cases/calendar.html", page)


@require_safe
@casework(Permission.DESK_READ, recorded=True)
def calendar_file(request: HttpRequest) -> HttpResponse:
    """Give out the days of the coming year that have deadlines, and of no case anything; the audit log keeps it."""
    actor, now, filters = actor_of(request), utc_now(), _filters(request)
    today = timezone.localdate(now)
    found = queries.dates(_scope(request, filters), today, today + AHEAD)
    body = dates.as_ics(
        [one.day for one in found],
        node=settings.NODE.node_id,
        address=settings.NODE.url.rstrip("/") + reverse("cases:calendar"),
        says=_says,
        uid=lambda day: salted_hmac("comity.calendar", f"{actor.officer_id} {day}", algorithm="sha256").hexdigest(),
        now=now,
    )
    export.note_exported(actor, {"desk": filters["desk"]}, now, subject="cases.calendar")
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="deadlines.ics"',
            "Cache-Control": "no-store, private",
        },
    )


def _says(count: int) -> str:
    return ngettext("%(count)d deadline, see the node", "%(count)d deadlines, see the node", count) % {"count": count}


def _filters(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:40] for name in NAMES}


def _scope(request: HttpRequest, filters: Mapping[str, str]) -> desk.Scope:
    """Return the desks that are looked at: one's own unless another, or all of them, were chosen."""
    chosen = filters["desk"]
    return desk.scope_of(actor_of(request), "" if chosen == "all" else chosen or "mine")


def _day(day: date, first: date, today: date) -> Day:
    counting = settings.NODE.calendar
    working = is_working(day, holidays=counting.holidays, weekend=counting.weekend)
    return Day(day, day.month == first.month, day == today, working, day in counting.holidays)


def _fill(days: Mapping[date, Day], found: Iterable[dates.Dated], actor: Any, today: date, *, most: int) -> None:
    """Put the dates on their days, no more than `most` on each: two queries."""
    shown: list[dates.Dated] = []
    counts: Counter[date] = Counter()
    for one in found:
        counts[one.day] += 1
        if counts[one.day] > most:
            days[one.day].more += 1
        else:
            shown.append(one)
    keys = list(dict.fromkeys(one.case for one in shown))
    cases = {case.pk: case for case in in_order(keys)}
    visible = set(doors.cases_visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    for one in shown:
        if one.case in cases:
            days[one.day].items.append(_item(one, cases[one.case], one.case in visible, today))


def _item(one: dates.Dated, case: Case, visible: bool, today: date) -> Item:
    step = one.kind is Kind.STEP
    return Item(
        what=str(KINDS[one.kind]),
        article=dates.ARTICLES.get(one.kind, labels.task_article(case) if step else ""),
        reference=case.reference,
        state=case.counterpart_state or "–",
        url=reverse("cases:case", args=[case.pk]) if visible else "",
        whose=Whose(case.turn_side),
        late=one.day < today and one.kind is not Kind.HEARING,
        detail=labels.task_text(case, get_language() or "en") if step else "",
    )


def _turning(first: date, today: date, filters: Mapping[str, str]) -> list[Link]:
    """Return the links to the month before, this month and the month after."""
    found = []
    for label, month in (
        (_("Previous month"), dates.month_beside(first, -1)),
        (_("This month"), today.replace(day=1)),
        (_("Next month"), dates.month_beside(first, 1)),
    ):
        found.append(Link(label, _address({**filters, "month": f"{month:%Y-%m}"}), current=month == first))
    return found


def _address(filters: Mapping[str, str]) -> str:
    kept = urlencode({name: value for name, value in filters.items() if value})
    return f"?{kept}" if kept else ""


def _sentence(scope: desk.Scope, filters: Mapping[str, str], count: int) -> FilterSentence:
    desks, chosen = desks_to_choose(scope, filters["desk"], every="all")
    return FilterSentence(
        lead="",
        filters=(Filter("desk", _("Whose desk"), desks, chosen), Filter("view", _("How"), VIEWS, filters["view"])),
        count=ngettext("%(count)d date in this month", "%(count)d dates in this month", count) % {"count": count},
        clear_url=reverse("cases:calendar") if any(filters.values()) else "",
        hidden=(("month", filters["month"]),) if filters["month"] else (),
    )
