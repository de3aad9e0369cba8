"""The figures of a year of 3,000 cases are those of a second count, written here from the raw rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.counted import BEGIN, END, a_year

from comity.cases.models import Case, Clarification, Decision, Line, Postponement
from comity.cases.queries import statistics, statistics_codes
from comity.law.counting import Flow, Period, What, events_of, flows

pytestmark = pytest.mark.django_db

YEAR = Period(BEGIN, END)
IN, OUT = {"request_sent", "supplemented"}, {"closed", "returned", "referred"}


@dataclass(frozen=True)
class Raw:
    """The rows that the second count goes through, read once."""

    cases: list[Case]
    lines: dict[Any, list[Line]]

    def of(self, direction: str) -> list[Case]:
        """Return the cases of one direction, or all."""
        return [case for case in self.cases if direction in {"", case.direction}]


def raw() -> Raw:
    """Read every case, and its lines in order."""
    found: dict[Any, list[Line]] = defaultdict(list)
    for line in Line.objects.order_by("at", "id"):
        found[line.case_id].append(line)
    return Raw(list(Case.objects.all()), found)


def pending(own: list[Any], moment: datetime) -> bool:
    """Say whether a case is pending at a moment: its last word on the matter says so."""
    words = [line.code for line in own if line.at < moment and line.code in IN | OUT]
    return bool(words) and words[-1] in IN


def counted(year: Raw, direction: str, cut: str) -> tuple[dict[str, list[int]], Counter[str], Counter[str]]:
    """Count again: walk the lines of each case one by one and look at what each of them changes."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    outcomes: Counter[str] = Counter()
    ages: Counter[str] = Counter()
    for case in year.of(direction):
        own = year.lines[case.pk]
        cells = {
            "direction": [case.direction],
            "kind": case.kinds.strip("|").split("|"),
            "counterpart": [case.counterpart_state],
            "basis": [case.mode or "not_collected"],
        }[cut]
        add, since, times = [0, 0, 0, 0, 0], None, 0
        add[0], add[4] = int(pending(own, BEGIN)), int(pending(own, END))
        for line in own:
            was, inside = since is not None, BEGIN <= line.at < END
            if line.at >= END:
                break
            if line.code in IN and not was:
                since, times = line.at, times + 1
                add[1] += inside
                add[2] += inside and times > 1
            if line.code in OUT and was:
                since = None
                add[3] += inside
                said = line.params.get("outcome", "not_collected") if line.code == "closed" else line.code
                outcomes[said] += inside
        if since is not None:
            days = (END - since) // timedelta(days=1)
            ages[
                "30" if days < 31 else "90" if days < 91 else "180" if days < 181 else "365" if days < 366 else "over"
            ] += 1
        for cell in cells:
            rows[cell] = [mine + more for mine, more in zip(rows[cell], add, strict=True)]
    return rows, +outcomes, ages


def spans(year: Raw, direction: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for case in year.of(direction):
        first: dict[str, datetime] = {}
        for line in year.lines[case.pk]:
            first.setdefault(line.code, line.at)
        for name, begin, end in (
            ("to_acknowledgement", "request_sent", "acknowledged"), ("to_decision", "acknowledged", "decided"),
            ("to_delivery", "acknowledged", "delivered"), ("to_closure", "request_sent", "closed"),
        ):  # fmt: skip
            if end in first and BEGIN <= first[end] < END:
                found[name].append((first[end] - first[begin]).days)
    for one in Clarification.objects.filter(**({"case__direction": direction} if direction else {})):
        if one.answered_at and BEGIN <= one.answered_at < END:
            found["waiting_for_answers"].append((one.answered_at - one.asked_at).days)
    return found


def test_year_of_3000_cases_is_counted_as_by_hand() -> None:
    a_year(3_000)
    year = raw()
    for direction in ("", "outgoing", "incoming"):
        counted_as_by_hand(year, direction)


def counted_as_by_hand(year: Raw, direction: str) -> None:
    """Compare every figure of the year for one direction, or for both."""
    found = statistics.figures(YEAR, direction)
    for cut in ("direction", "kind", "counterpart", "basis"):
        rows, outcomes, ages = counted(year, direction, cut)
        assert {cell: list(flow.figures()) for cell, flow in found.by[cut].items()} == {
            cell: figures for cell, figures in rows.items() if any(figures)
        }, cut
    assert {code: number for code, number in found.outcomes.items() if number} == dict(outcomes)
    assert {code: number for code, number in found.ages.items() if number} == dict(ages)
    assert found.total.opening > 100
    assert found.total.again > 50
    assert sum(outcomes.values()) == found.total.finished
    assert sum(ages.values()) == found.total.closing
    inside = {"decided_at__gte": BEGIN, "decided_at__lt": END}
    only = {"measure__case__direction": direction} if direction else {}
    decided = list(Decision.objects.filter(**inside, **only).select_related("measure"))
    assert dict(found.grounds) == Counter(one.ground for one in decided if one.ground)
    granted, refused = (
        Counter(one.measure.kind for one in decided if one.decision == said) for said in ("accepted", "refused")
    )
    assert found.decisions == {kind: (granted[kind], refused[kind]) for kind in granted | refused}
    assert sum(one.decision == "accepted" and one.ended_at is not None for one in decided) > 20
    assert found.postponed == sum(
        1 for one in Postponement.objects.select_related("case")
        if BEGIN <= one.decided_at < END and direction in {"", one.case.direction}
    )  # fmt: skip
    for name, days in spans(year, direction).items():
        assert (found.spans[name].count, found.spans[name].median) == (len(days), median(days)), name


def test_events_of_the_cases_give_the_same_figures_as_the_database() -> None:
    a_year(400, seed=2)
    events = [
        event for case in Case.objects.all()
        for event in events_of(statistics_codes.subject_of(case), statistics_codes.facts_of(case))
    ]  # fmt: skip
    found = statistics.figures(YEAR)
    assert flows(events, YEAR, lambda event: event.kinds) == found.by["kind"]
    assert flows(events, YEAR, lambda event: (event.direction,)) == found.by["direction"]
    inside = [event for event in events if YEAR.holds(event.at)]
    assert Counter(one.ground for one in inside if one.what is What.REFUSED) == Counter(found.grounds)


def test_number_of_queries_does_not_depend_on_the_number_of_cases() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            statistics.figures(YEAR)
        return len(captured)

    none = cost()
    a_year(200)
    assert cost() == none <= 8


def test_nothing_counts_nothing() -> None:
    found = statistics.figures(YEAR)
    assert found.total == Flow()
    assert all(one.reason is not None for one in found.spans.values())
