"""What a central authority did in a period, in figures: counted by the database from the lines of the timelines.

One statement finds the spells in which each case was pending and adds them up by cell, as `comity.law.counting` defines
them; a few more give decisions, postponements and spans. How many statements run does not depend on how many cases
there are. Nothing of a case comes out of here but numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Case, Count, Exists, F, OuterRef, Subquery, Value, When

from comity.cases.models import Clarification, Decision, Line, Postponement
from comity.kernel.plaintext import one_line
from comity.law.assistance import KINDS
from comity.law.counting import AGES, DURATION_LINES, ENTERING, LEAVING, Flow, Quartiles, quartiles
from comity.law.modes import Mode
from comity.law.outcome import Outcome
from comity.law.statistics import DURATIONS, NoFigure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from comity.law.counting import Period

    Spans = Iterable[tuple[datetime | None, datetime]]

UNKNOWN = NoFigure.NOT_COLLECTED.value
SEALED = "sealed"  # the cell of what a sealed case says: nothing
OUTCOMES = (*(one.value for one in Outcome if one is not Outcome.OPEN), "returned", "referred")
FIGURES = ("opening", "new", "again", "finished", "closing")

# Lines that begin or end a spell; of two in a row that do the same, the second does nothing.
_SPELLS = """
WITH lives AS (
  SELECT case_id, at, id, CASE WHEN code IN ({entering}) THEN 1 ELSE 0 END AS enters
  FROM cases_line WHERE code IN ({life}) AND at < %(end)s
), turns AS (
  SELECT case_id, at, id, enters, LAG(enters, 1, 0) OVER (PARTITION BY case_id ORDER BY at, id) AS before FROM lives
), edges AS (
  SELECT case_id, at, enters,
    LEAD(at) OVER (PARTITION BY case_id ORDER BY at, id) AS ended,
    LEAD(id) OVER (PARTITION BY case_id ORDER BY at, id) AS last,
    ROW_NUMBER() OVER (PARTITION BY case_id ORDER BY at, id) AS place
  FROM turns WHERE enters <> before
)
SELECT c.direction, CASE WHEN c.sealed THEN '{withheld}' ELSE c.counterpart_state END,
  CASE WHEN c.sealed THEN '{withheld}' ELSE c.mode END, CASE WHEN c.sealed THEN '{withheld}' ELSE c.kinds END,
  CASE WHEN c.sealed THEN '{withheld}' ELSE
    COALESCE(CASE WHEN l.code = 'closed' THEN l.params ->> 'outcome' ELSE l.code END, '') END AS outcome,
  COUNT(CASE WHEN e.at < %(begin)s THEN 1 END),
  COUNT(CASE WHEN e.at >= %(begin)s THEN 1 END),
  COUNT(CASE WHEN e.at >= %(begin)s AND e.place > 1 THEN 1 END),
  COUNT(e.ended),
  COUNT(CASE WHEN e.ended IS NULL THEN 1 END),
  {ages}
FROM edges e JOIN cases_case c {only} ON c.id = e.case_id LEFT JOIN cases_line l ON l.id = e.last
WHERE e.enters = 1 AND (e.ended IS NULL OR e.ended >= %(begin)s)
GROUP BY 1, 2, 3, 4, 5
"""


@dataclass(frozen=True, slots=True)
class Spell:
    """How many spells of pending are alike: the cells they stand in, their figures, and ages of what is pending."""

    direction: str
    counterpart: str
    mode: str
    kinds: tuple[str, ...]
    outcome: str
    flow: Flow
    ages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is shown for a period and a direction ("" for both).

    Attributes:
        by: cut (`direction`, `kind`, `counterpart`, `basis`) -> cell -> its flow.
        outcomes: outcome of what was finished -> how many cases.
        grounds: ground -> how many measures were refused on it.
        decisions: kind -> (measures granted, refused).
        ages: age -> how many cases are pending.
        spans: span -> its quartiles.
        postponed: how many postponements were decided.
    """

    total: Flow
    by: Mapping[str, Mapping[str, Flow]]
    outcomes: Mapping[str, int]
    grounds: Mapping[str, int]
    decisions: Mapping[str, tuple[int, int]]
    ages: Mapping[str, int]
    spans: Mapping[str, Quartiles]
    postponed: int


@dataclass(slots=True)
class _Cells:
    """One cut of the cases while it is added up."""

    flows: dict[str, Flow] = field(default_factory=dict)

    def add(self, cells: Iterable[str], flow: Flow) -> None:
        for cell in cells:
            self.flows[cell] = self.flows.get(cell, Flow()) + flow

    def checked(self) -> dict[str, Flow]:
        return {cell: flow.checked(cell) for cell, flow in self.flows.items()}


def figures(period: Period, direction: str = "") -> Figures:
    """Return the figures of a period.

    Raises:
        CountError: a cell in which opening + new - finished is not closing; nothing wrong is ever shown.
    """
    spells = [one for one in _spells(period) if direction in {"", one.direction}]
    cuts = {name: _Cells() for name in ("direction", "kind", "counterpart", "basis")}
    outcomes: Counter[str] = Counter()
    ages: Counter[str] = Counter()
    for one in spells:
        cuts["direction"].add([one.direction], one.flow)
        cuts["kind"].add(one.kinds or (UNKNOWN,), one.flow)
        cuts["counterpart"].add([one_line(one.counterpart, 80) or UNKNOWN], one.flow)
        cuts["basis"].add([one.mode if one.mode in {*Mode, SEALED} else UNKNOWN], one.flow)
        outcomes[one.outcome if one.outcome in {*OUTCOMES, SEALED} else UNKNOWN] += one.flow.finished
        for (code, _limit, _text), number in zip(AGES, one.ages, strict=True):
            ages[code] += number
    grounds, decisions = _decisions(period, direction)
    return Figures(
        total=sum((one.flow for one in spells), Flow()).checked("total"),
        by={name: cells.checked() for name, cells in cuts.items()},
        outcomes={code: number for code, number in outcomes.items() if number or code not in {UNKNOWN, SEALED}},
        grounds=grounds,
        decisions=decisions,
        ages={code: ages[code] for code, _limit, _text in AGES},
        spans={name: quartiles(_days(_ends(name, period, direction))) for name in DURATIONS},
        postponed=_of(Postponement.objects, "case__direction", direction)
        .filter(decided_at__gte=period.begin, decided_at__lt=period.end)
        .count(),
    )


def _spells(period: Period) -> Iterator[Spell]:
    kept = connection.ops.adapt_datetimefield_value
    moments: dict[str, Any] = {"begin": kept(period.begin), "end": kept(period.end)}
    ages, older = [], "e.at <= %(end)s"
    for code, limit, _text in AGES:
        name = f"age_{code}"
        younger = f" AND e.at > %({name})s" if limit else ""
        ages.append(f"COUNT(CASE WHEN e.ended IS NULL AND {older}{younger} THEN 1 END)")
        if limit:
            moments[name], older = kept(period.end - timedelta(days=limit)), f"e.at <= %({name})s"
    statement = _SPELLS.format(
        withheld=SEALED, entering=_codes(ENTERING), life=_codes((*ENTERING, *LEAVING)), ages=", ".join(ages),
        # SQLite would look up each whole row by the key, and read a page of the table for it.
        only="INDEXED BY case_counted" if connection.vendor == "sqlite" else "",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, moments)
        for direction, counterpart, mode, kinds, outcome, *numbers in cursor.fetchall():
            flow, old = Flow(*numbers[: len(FIGURES)]), tuple(numbers[len(FIGURES) :])
            named = tuple(one for one in kinds.strip("|").split("|") if one in KINDS or one == SEALED)
            yield Spell(direction, counterpart, mode, named, outcome, flow, old)


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _of(rows: Any, column: str, direction: str) -> Any:
    return rows.filter(**{column: direction}) if direction else rows.all()


def _decisions(period: Period, direction: str) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Return ground -> measures refused, and kind -> measures granted and refused: one query."""
    rows = _of(Decision.objects, "measure__case__direction", direction)
    rows = rows.filter(decided_at__gte=period.begin, decided_at__lt=period.end)
    told = [_unless_sealed("measure__kind"), "decision", _unless_sealed("ground")]
    grounds: Counter[str] = Counter()
    kinds: dict[str, tuple[int, int]] = {}
    for kind, said, ground, number in rows.values_list(*told).annotate(Count("pk")):
        granted, refused = kinds.get(kind, (0, 0))
        if said == "refused":
            grounds[ground] += number
            kinds[kind] = granted, refused + number
        else:
            kinds[kind] = granted + number, refused
    return dict(grounds), kinds


def _unless_sealed(column: str) -> Any:
    """Return a column of a decision, or the cell of sealed cases."""
    return Case(When(measure__case__sealed=True, then=Value(SEALED)), default=F(column))


def _ends(name: str, period: Period, direction: str) -> Spans:
    """Return when the spans of one name began and ended that ended in the period."""
    begins, ends = DURATIONS[name]
    if begins == "asked":
        rows = _of(Clarification.objects, "case__direction", direction)
        rows = rows.filter(answered_at__gte=period.begin, answered_at__lt=period.end)
        asked: Spans = rows.order_by().values_list("asked_at", "answered_at")
        return asked
    codes = DURATION_LINES[ends]
    same = Line.objects.filter(case=OuterRef("case"))
    rows = _of(Line.objects, "case__direction", direction)
    rows = rows.filter(code__in=codes, at__gte=period.begin, at__lt=period.end)
    rows = rows.exclude(Exists(same.filter(code__in=codes, at__lt=OuterRef("at")))).order_by()
    first = same.filter(code__in=DURATION_LINES[begins]).order_by("at").values("at")[:1]
    begun: Any = F("case__registered_at") if begins == "registered" else Subquery(first)
    spans: Spans = rows.values_list(begun, "at")
    return spans


def _days(spans: Spans) -> list[int]:
    """Return whole days; a span whose beginning is not known is none, one that a clock made negative lasted none."""
    return [max(0, (end - begin).days) for begin, end in spans if begin is not None]
