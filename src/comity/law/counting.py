"""How cases are counted: one model of events, spells in which a case is pending, and figures that must agree.

A case counts from the moment it was made in writing: ours when it was sent, theirs when it arrived. A draft, a draft
shown for comment and a request announced orally and never confirmed count nowhere. It is finished when it is closed,
and when it is returned or referred before registration; sent again, or opened again by a supplementary request, it
counts as new once more. So a case is pending in spells, and for every period and every cell

    pending at the start + new - finished = pending at the end

where each of the four is counted for itself. Nothing here is entered by hand: events follow from what is kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from comity.kernel.errors import ComityError
from comity.kernel.languages import Text
from comity.law.statistics import NoFigure

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from datetime import datetime

ENTERING = ("request_sent", "supplemented")
LEAVING = ("closed", "returned", "referred")


class CountError(ComityError):
    """Figures that must agree do not: nothing is shown rather than something wrong. Code `E_COUNT`."""


class What(StrEnum):
    """What happened, as statistics see it."""

    NEW = "new"
    AGAIN = "again"
    FINISHED = "finished"
    DECIDED = "decided"
    REFUSED = "refused"
    POSTPONED = "postponed"


WHAT_TITLES = {
    What.NEW: Text("new", "新收"),
    What.AGAIN: Text("new once more", "再次计为新收"),
    What.FINISHED: Text("finished", "办结"),
    What.DECIDED: Text("assistance granted", "同意协助"),
    What.REFUSED: Text("assistance refused", "拒绝协助"),
    What.POSTPONED: Text("postponed", "暂缓"),
}

RETURNED = Text("returned before registration", "登记前退回")
REFERRED = Text("referred to another authority", "转交其他机关")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that is kept about a case, by the code of its line; `outcome` where the line names one."""

    at: datetime
    code: str
    outcome: str = ""
    kind: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is the same in every event of a case: the cells it can stand in."""

    case: str
    direction: str
    counterpart: str
    mode: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One countable event of one case. `reason` says why a value is missing; a blank is never silent."""

    case: str
    at: datetime
    what: What
    direction: str
    counterpart: str
    mode: str
    kinds: tuple[str, ...]
    ground: str = ""
    outcome: str = ""
    reason: NoFigure | None = None


def events_of(subject: Subject, facts: Iterable[Fact]) -> list[Event]:
    """Return the events of one case in order; `facts` may come in any order and may hold more than is counted."""
    found: list[Event] = []
    pending, entered = False, False
    for fact in sorted(facts, key=lambda one: one.at):
        if fact.code in ENTERING and not pending:
            pending = True
            found.append(_event(subject, fact, What.AGAIN if entered else What.NEW))
            entered = True
        elif fact.code in LEAVING and pending:
            pending = False
            outcome = fact.outcome if fact.code == "closed" else fact.code
            found.append(_event(subject, fact, What.FINISHED, outcome=outcome))
        elif fact.code in {What.DECIDED, What.REFUSED, What.POSTPONED}:
            found.append(_event(subject, fact, What(fact.code)))
    return found


def _event(subject: Subject, fact: Fact, what: What, *, outcome: str = "") -> Event:
    missing = what is What.FINISHED and not outcome
    return Event(
        case=subject.case, at=fact.at, what=what, direction=subject.direction, counterpart=subject.counterpart,
        mode=subject.mode, kinds=(fact.kind,) if fact.kind else subject.kinds, ground=fact.ground, outcome=outcome,
        reason=NoFigure.NOT_COLLECTED if missing else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment (included) to another (not included)."""

    begin: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Return whether a moment lies in it."""
        return self.begin <= at < self.end


@dataclass(frozen=True, slots=True)
class Flow:
    """The figures of one cell.

    Attributes:
        opening, closing: pending at the start and at the end of the period.
        new, finished: in the period; again: how many of the new had counted before.
    """

    opening: int = 0
    new: int = 0
    again: int = 0
    finished: int = 0
    closing: int = 0

    def __add__(self, other: Flow) -> Flow:
        """Return both cells in one."""
        return Flow(*(mine + theirs for mine, theirs in zip(self.figures(), other.figures(), strict=True)))

    def figures(self) -> tuple[int, int, int, int, int]:
        """Return the five in order."""
        return self.opening, self.new, self.again, self.finished, self.closing

    def checked(self, cell: object = "") -> Flow:
        """Return itself. Raises CountError unless opening + new - finished = closing and none is negative."""
        if self.opening + self.new - self.finished != self.closing or min(self.figures()) < 0 or self.again > self.new:
            raise CountError("E_COUNT", f"figures that do not agree: {self.figures()} in {cell!r}")
        return self


def spells(events: Iterable[Event]) -> list[tuple[Event, Event | None]]:
    """Return when the cases of these events were pending: what began it, and what ended it if anything did."""
    by_case: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda one: one.at):
        if event.what in {What.NEW, What.AGAIN, What.FINISHED}:
            by_case.setdefault(event.case, []).append(event)
    found: list[tuple[Event, Event | None]] = []
    for own in by_case.values():
        followed: Sequence[tuple[Event, Event | None]] = [*pairwise(own), (own[-1], None)]
        found += [(first, then) for first, then in followed if first.what is not What.FINISHED]
    return found


def flows(
    events: Iterable[Event], period: Period, cells: Callable[[Event], Iterable[Hashable]]
) -> dict[Hashable, Flow]:
    """Count the cells of a period; `cells` names those that a case belongs to. Raises CountError."""
    found: dict[Hashable, Flow] = {}
    for begin, end in spells(events):
        before_end = end is None or end.at >= period.end
        one = Flow(
            opening=int(begin.at < period.begin and (end is None or end.at >= period.begin)),
            new=int(period.holds(begin.at)),
            again=int(period.holds(begin.at) and begin.what is What.AGAIN),
            finished=int(end is not None and period.holds(end.at)),
            closing=int(begin.at < period.end and before_end),
        )
        if any(one.figures()):
            for cell in cells(begin):
                found[cell] = found.get(cell, Flow()) + one
    return {cell: flow.checked(cell) for cell, flow in found.items()}


AGES: tuple[tuple[str, int | None, Text], ...] = (
    ("30", 31, Text("0 to 30 days", "0 至 30 天")),
    ("90", 91, Text("31 to 90 days", "31 至 90 天")),
    ("180", 181, Text("91 to 180 days", "91 至 180 天")),
    ("365", 366, Text("181 to 365 days", "181 至 365 天")),
    ("over", None, Text("more than 365 days", "365 天以上")),
)
"""Ages of what is pending: code, the first whole day that is too old for it, words."""


def age_of(days: int) -> str:
    """Return the code of the age that a number of whole days falls into."""
    return next(code for code, limit, _text in AGES if limit is None or days < limit)


DURATION_TITLES = {
    "to_acknowledgement": Text("from sending to registration", "从发出到登记"),
    "to_decision": Text("from registration to the first decision", "从登记到首次决定"),
    "to_delivery": Text("from registration to the first delivery", "从登记到首次移交"),
    "to_closure": Text("from sending to closure", "从发出到结案"),
    "waiting_for_answers": Text("waiting for missing items", "等待补充资料"),
}
DURATION_LINES = {
    "sent": ("request_sent",),
    "registered": ("acknowledged",),
    "decided": ("decided", "conditions_accepted"),
    "delivered": ("delivered",),
    "closed": ("closed",),
}
"""Events between which `law.statistics.DURATIONS` run -> the codes of the lines that keep each."""


@dataclass(frozen=True, slots=True)
class Quartiles:
    """How long something took: number of spans, lower quartile, median, upper quartile, in days."""

    count: int
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    reason: NoFigure | None = None


def quartiles(values: Mapping[int, int] | Iterable[int]) -> Quartiles:
    """Return median and quartiles of whole days (given singly or as days -> how often), between neighbours the mean.

    A quartile is the value with a quarter of all at or below it; where two values qualify, their mean. Without any
    span there is no figure, and the reason says so.
    """
    counted = sorted(Counter(values).items())
    total = sum(often for _days, often in counted)
    if not total:
        return Quartiles(0, reason=NoFigure.NOT_APPLICABLE)

    def at(quarter: int) -> float:
        place, rest = divmod(quarter * total, 4)
        first = _nth(counted, place if rest else place - 1)
        return float(first) if rest else (first + _nth(counted, min(place, total - 1))) / 2

    return Quartiles(total, at(1), at(2), at(3))


def _nth(counted: Sequence[tuple[int, int]], place: int) -> int:
    for days, often in counted:
        if place < often:
            return days
        place -= often
    raise CountError("E_COUNT", "no such place among the spans")


def withheld(table: Mapping[str, Sequence[int]], below: int) -> set[str]:
    """Return the rows that are not published: each with a figure above nought and below the threshold.

    One alone could be had by subtracting the others from a sum shown elsewhere: the smallest other goes with it.
    """
    hidden = {row for row, figures in table.items() if any(0 < one < below for one in figures)}
    others = [row for row in table if row not in hidden and any(table[row])]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda row: (sum(table[row]), row)))
    return hidden
