"""What stands on a calendar of deadlines: kinds of dates, the weeks of a month, the file for other calendars. Pure.

The file says nothing of any case: how many deadlines a day has, and where to read them. It leaves the node.
"""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from uuid import UUID

FIRST_YEAR, LAST_YEAR, MONTHS = 2000, 2199, 12


class Kind(StrEnum):
    """What is due, ends or takes place on a day."""

    STEP = "step"
    ANSWER = "answer"
    CONDITIONS = "conditions"
    MATTER = "matter"
    CONFIRM = "confirm"
    REVIEW = "review"
    FREEZE = "freeze"
    HEARING = "hearing"
    CUSTODY = "custody"
    DATA = "data"
    LIMITATION = "limitation"
    DEADLINE = "deadline"
    EXECUTION = "execution"
    EXPECTED = "expected"


# Where one of these says what is due on a day, the step that waits for it says nothing new.
SAYS_THE_STEP = frozenset({Kind.ANSWER, Kind.CONDITIONS, Kind.MATTER, Kind.CONFIRM, Kind.REVIEW})
ARTICLES: dict[Kind, str] = {
    Kind.ANSWER: "46(16)",
    Kind.CONDITIONS: "46(26)",
    Kind.CONFIRM: "46(14)",
    Kind.REVIEW: "46(25)",
    Kind.FREEZE: "55(8)",
    Kind.DEADLINE: "46(24)",
}


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """One date of one case."""

    day: date
    kind: Kind
    case: UUID


def once(found: Iterable[Dated]) -> list[Dated]:
    """Return dates in order, each once; a step that another date of its case already tells is left out."""
    every = set(found)
    told = {(one.day, one.case) for one in every if one.kind in SAYS_THE_STEP}
    return sorted(one for one in every if one.kind is not Kind.STEP or (one.day, one.case) not in told)


def month_of(text: str, today: date) -> date:
    """Return the first day of the month that an address names as `2026-03`; of this month where it names none."""
    year, _dash, month = text.partition("-")
    if len(text) == len("2026-03") and year.isdecimal() and month.isdecimal():
        number, which = int(year), int(month)
        if FIRST_YEAR <= number <= LAST_YEAR and 1 <= which <= MONTHS:
            return date(number, which, 1)
    return today.replace(day=1)


def month_beside(first: date, months: int) -> date:
    """Return the first day of the month so many months later; months of other years than those known stay."""
    years, month = divmod(first.year * MONTHS + first.month - 1 + months, MONTHS)
    return date(years, month + 1, 1) if FIRST_YEAR <= years <= LAST_YEAR else first


def last_of(first: date) -> date:
    """Return the last day of the month that begins on `first`."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def weeks(first: date, begins: int) -> list[list[date]]:
    """Return the weeks of a month, whole; a week begins on that day (Monday is 0)."""
    return calendar.Calendar(begins % 7).monthdatescalendar(first.year, first.month)


def as_ics(
    days: Iterable[date], *, node: str, address: str, says: Callable[[int], str], uid: Callable[[date], str],
    now: datetime,
) -> bytes:  # fmt: skip
    """Return an iCalendar file (RFC 5545) that tells of each day how many deadlines it has, and nothing else.

    Args:
        days: the day of each deadline.
        node: the name of this program's node, for the file's own heading.
        address: where they are read, without anything of a case in it.
        says: what a number of deadlines is called.
        uid: a name for a day, the same whenever the file is made, so that a calendar replaces what it knows.
        now: when it is made.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 (loaded late)

    made = Calendar()
    made.add("prodid", f"-//Comity//{node}//")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for day, count in sorted(Counter(days).items()):
        event = Event()
        event.add("uid", uid(day))
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", says(count))
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        event.add("class", "CONFIDENTIAL")
        made.add_component(event)
    return bytes(made.to_ical())
