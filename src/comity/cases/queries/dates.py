"""The dates of open cases within a stretch of days: what is due, ends or takes place, on the desks of a reader.

One query for each sort of date, whatever there is; closed cases are not looked at. What a reader may know of is decided
by `desk.Scope`: sealed cases and those he is excluded from stand in no calendar but their members'.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from comity.cases.dates import Dated, Kind, once
from comity.cases.models import (
    Assignment,
    Case,
    Clarification,
    Matter,
    Measure,
    Notice,
    Offer,
    OralRequest,
    Postponement,
    PressingFact,
    Side,
)
from comity.cases.queries import desk
from comity.law.measures import TERMINAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import QuerySet

MOST = 2_000  # of one sort; a month with more is no longer read day by day
FACTS = {"hearing": Kind.HEARING, "custody_end": Kind.CUSTODY, "data": Kind.DATA, "limitation": Kind.LIMITATION}
ENDS = ("ends_on", "lapses_on")


def dates(scope: desk.Scope, first: date, last: date) -> list[Dated]:
    """Return the dates from `first` to `last`, both included, in order: twelve queries."""
    return once([*_of_cases(scope, first, last), *_of_turns(scope, first, last), *_said(scope, first, last)])


def _of_cases(scope: desk.Scope, first: date, last: date) -> Iterator[Dated]:
    """Yield what stands in the columns of cases: their next step, limitation, the date the other State suggested."""
    between = (first, last)
    entries, key = desk.open_rows(scope)
    yield from _dated(entries.filter(turn_due__range=between), "turn_due", key, Kind.STEP)
    yield from _dated(entries.filter(limitation_date__range=between), "limitation_date", key, Kind.LIMITATION)
    cases = Case.objects.filter(desk.within(scope, ""), deadline__range=between)
    yield from _dated(cases, "deadline", "pk", Kind.DEADLINE)


def _of_turns(scope: desk.Scope, first: date, last: date) -> Iterator[Dated]:
    """Yield what the turns of a request have left open."""
    inside, between = desk.within(scope), (first, last)
    questions = Clarification.objects.filter(inside, answered_at__isnull=True, due__range=between)
    yield from _dated(questions, "due", "case_id", Kind.ANSWER)
    yield from _dated(Offer.objects.filter(inside, answer="", due__range=between), "due", "case_id", Kind.CONDITIONS)
    matters = Matter.objects.filter(inside, answered_at__isnull=True, due__range=between)
    yield from _dated(matters, "due", "case_id", Kind.MATTER)
    oral = OralRequest.objects.filter(inside, confirmed_at__isnull=True, confirm_by__range=between)
    yield from _dated(oral, "confirm_by", "case_id", Kind.CONFIRM)
    put_off = Postponement.objects.filter(inside, ended_at__isnull=True, review_on__range=between)
    yield from _dated(put_off, "review_on", "case_id", Kind.REVIEW)
    handed = Assignment.objects.filter(desk.within(scope, "measure__case"), ended_at__isnull=True, due__range=between)
    yield from _dated(handed, "due", "measure__case_id", Kind.EXECUTION)
    awaited = Measure.objects.filter(inside, expected_by__range=between).exclude(state__in=TERMINAL)
    yield from _dated(awaited, "expected_by", "case_id", Kind.EXPECTED)


def _said(scope: desk.Scope, first: date, last: date) -> Iterator[Dated]:
    """Yield what was said or written down: hearings, custody, data that will be deleted, the end of freezes."""
    inside = desk.within(scope)
    facts = PressingFact.objects.filter(inside, ended_at__isnull=True, code__in=FACTS, day__range=(first, last))
    for key, code, day in facts.values_list("case_id", "code", "day")[:MOST]:
        if day is not None:
            yield Dated(day, FACTS[code], key)
    for key, said in Notice.objects.filter(inside, kind__startswith="freeze.").values_list("case_id", "said"):
        for day in filter(None, (_day(said.get(name)) for name in ENDS)):
            if first <= day <= last:
                yield Dated(day, Kind.FREEZE, key)
    summoned = Measure.objects.filter(inside, module="service").exclude(state__in=TERMINAL)
    for key, data in summoned.values_list("case_id", "data"):
        day = _day(data.get("service.hearing_date") or (data.get("details") or {}).get("hearing_date"))
        if day is not None and first <= day <= last:
            yield Dated(day, Kind.HEARING, key)


def _dated(rows: QuerySet[Any], column: str, key: str, kind: Kind) -> Iterator[Dated]:
    found: list[tuple[date, UUID]] = list(rows.order_by(column).values_list(column, key)[:MOST])
    return (Dated(day, kind, case) for day, case in found)


def _day(text: object) -> date | None:
    """Return a day as it was said; what another State said may be no day."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and text else None
    except ValueError:
        return None


def late_steps(scope: desk.Scope, today: date) -> int:
    """Return how many steps of ours are overdue today: one query."""
    rows, key = desk.open_rows(scope)
    return rows.filter(turn_side=Side.OURS, turn_due__lt=today).values(key).distinct().count()
