"""Years of requests as casework would have left them, for whoever counts: lives of every kind, by a seeded chance."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from comity.cases.models import Case, Clarification, Decision, GivenBack, Line, Measure, Postponement
from comity.kernel.ids import new_id

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
END = datetime(2026, 1, 1, tzinfo=UTC)
STATES = ("XB", "XC", "XD", "XE")
MODES = ("uncac_mini_treaty", "treaty", "uncac_in_lieu", "domestic", "reciprocity", "")
KINDS = ("STATEMENT", "SERVICE", "DOCUMENTS", "TRACE_EVID")
GROUNDS = ("ESSENTIAL_INTERESTS", "NO_DUAL_CRIMINALITY", "CONTRARY_MLA_SYSTEM")
OUTCOMES = ("executed", "executed_in_part", "refused", "withdrawn", "not_executed")


class Year:
    """Rows of many cases, gathered and written at once."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (the same every time, guards nothing)
        self.rows: dict[type[Any], list[Any]] = {}

    def add(self, row: Any) -> Any:
        """Keep a row."""
        self.rows.setdefault(type(row), []).append(row)
        return row

    def later(self, at: datetime, days: int) -> datetime:
        """Return a moment some time after another."""
        return at + timedelta(minutes=self.chance.randrange(1, days * 1440))

    def line(self, case: Case, code: str, at: datetime, **params: Any) -> None:
        """Keep a line."""
        self.add(Line(case=case, at=at, code=code, lane="ours", params=params))

    def write(self) -> None:
        """Write everything, cases and measures before what hangs on them."""
        for model in (Case, Measure, Line, Decision, Clarification, Postponement, GivenBack):
            model.objects.bulk_create(self.rows.get(model, []))


def a_year(count: int, *, seed: int = 1) -> None:
    """Write `count` cases that began in 2024 and 2025."""
    year = Year(seed)
    for number in range(count):
        _case(year, number)
    year.write()


def _case(year: Year, number: int) -> None:
    chance, direction = year.chance, ("outgoing", "incoming")[number % 2]
    begun = year.later(BEGIN - timedelta(days=300), 660)
    kinds = chance.sample(KINDS, chance.choice((1, 1, 2, 3)))
    case = year.add(
        Case(
            id=new_id(), direction=direction, our_reference=f"XA/2025/{number:05d}", counterpart="xb",
            counterpart_state=chance.choice(STATES), mode=chance.choice(MODES), kinds="|" + "|".join(kinds) + "|",
            step="draft", title="A subject", turn_since=begun, created_at=begun, changed_at=begun,
        )
    )  # fmt: skip
    year.line(case, "draft_begun" if direction == "outgoing" else "announced", begun)
    if chance.random() < 0.1:
        year.line(case, "draft_shared" if direction == "outgoing" else "lapsed", year.later(begun, 5))
        return
    at = year.later(begun, 20)
    case.sent_at = at
    year.line(case, "request_sent", at)
    measures = [year.add(Measure(case=case, kind=kind, changed_at=at, state_since=at)) for kind in kinds]
    if chance.random() < 0.1:
        at = _given_back(year, case, at)
        if chance.random() < 0.4:
            return
        at = year.later(at, 30)
        year.line(case, "request_sent", at)
    if chance.random() < 0.9:
        _worked(year, case, measures, at)


def _given_back(year: Year, case: Case, at: datetime) -> datetime:
    at, how = year.later(at, 10), year.chance.choice(("returned", "referred"))
    year.line(case, how, at)
    year.add(GivenBack(case=case, how=how, provisional_reference="P", at=at))
    return at


def _worked(year: Year, case: Case, measures: list[Measure], at: datetime) -> None:
    chance = year.chance
    case.registered_at = at = year.later(at, 10)
    year.line(case, "acknowledged", at)
    if chance.random() < 0.4:
        at = year.later(at, 20)
        answered = year.later(at, 60) if chance.random() < 0.8 else None
        year.add(Clarification(case=case, round=1, asked_at=at, answered_at=answered))
    at = year.later(at, 60)
    for measure in measures:
        refused = chance.random() < 0.2
        ground = chance.choice(GROUNDS) if refused else ""
        year.add(
            Decision(
                measure=measure, decision="refused" if refused else "accepted", ground=ground, reasons="So.",
                decided_at=at,
            )
        )  # fmt: skip
    year.line(case, "decided", at)
    if chance.random() < 0.15:
        at = _refused_after_all(year, case, at, count=len(measures))
    if chance.random() < 0.1:
        year.add(Postponement(case=case, interference="So.", review_on=at.date(), decided_at=at))
    for _ in range(chance.randrange(3)):
        at = year.later(at, 100)
        year.line(case, "delivered", at)
    if chance.random() < 0.7:
        _closed(year, case, at)


def _refused_after_all(year: Year, case: Case, at: datetime, *, count: int) -> datetime:
    """Refuse what the last `count` decisions accepted: each ended that day, and its refusal stands."""
    at = year.later(at, 120)
    for before in [one for one in year.rows[Decision][-count:] if one.decision == "accepted"]:
        before.ended_at = at
        year.add(
            Decision(
                measure=before.measure, decision="refused", ground=year.chance.choice(GROUNDS), reasons="After all.",
                decided_at=at,
            )
        )  # fmt: skip
    year.line(case, "decided", at)
    return at


def _closed(year: Year, case: Case, at: datetime) -> None:
    chance = year.chance
    for _ in range(chance.choice((1, 2))):  # each side closes, and the second changes nothing
        at = year.later(at, 30)
        year.line(case, "closed", at, **({"outcome": chance.choice(OUTCOMES)} if chance.random() < 0.98 else {}))
    if chance.random() < 0.15:
        at = year.later(at, 60)
        year.line(case, "supplemented", at)
        if chance.random() < 0.5:
            year.line(case, "closed", year.later(at, 60), outcome="executed")
