"""Whatever happens to cases, opening + new - finished is closing, in every cell and every period."""

from __future__ import annotations

import random
import statistics
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.law.counting import (
    AGES,
    DURATION_LINES,
    DURATION_TITLES,
    CountError,
    Event,
    Fact,
    Flow,
    Period,
    Subject,
    What,
    age_of,
    events_of,
    flows,
    quartiles,
    spells,
    withheld,
)  # fmt: skip
from comity.law.statistics import DURATIONS, NoFigure

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

START = datetime(2026, 1, 1, tzinfo=UTC)
CODES = ("request_sent", "closed", "returned", "referred", "supplemented", "decided", "refused", "postponed",
         "draft_begun", "announced", "lapsed", "draft_shared", "discarded")  # fmt: skip


def subject(case: int) -> Subject:
    return Subject(
        case=str(case), direction=("incoming", "outgoing")[case % 2], counterpart=f"X{case % 5}",
        mode=("treaty", "reciprocity", "")[case % 3], kinds=(("SERVICE",), ("SERVICE", "STATEMENT"), ())[case % 3],
    )  # fmt: skip


def history(seed: int, length: int = 1_000) -> list[Event]:
    """Return the events of a random history of a thousand facts over some cases."""
    chance = random.Random(seed)  # noqa: S311 (guards nothing)
    facts: dict[int, list[Fact]] = {}
    for _ in range(length):
        at = START + timedelta(minutes=chance.randrange(3 * 365 * 1440))
        outcome = chance.choice(("executed", "refused", ""))
        fact = Fact(at=at, code=chance.choice(CODES), outcome=outcome)
        facts.setdefault(chance.randrange(1, 1 + length // 4), []).append(fact)
    return [event for case, own in facts.items() for event in events_of(subject(case), own)]


CELLS: dict[str, Callable[[Event], Iterable[Hashable]]] = {
    "all": lambda _event: ("all",),
    "direction": lambda event: (event.direction,),
    "kind": lambda event: event.kinds or ("",),
    "direction and State": lambda event: ((event.direction, event.counterpart),),
    "basis": lambda event: (event.mode,),
}


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), first=st.integers(0, 1100), days=st.integers(0, 1100))
def test_every_identity_holds_after_any_history(seed: int, first: int, days: int) -> None:
    events = history(seed)
    begin = START + timedelta(days=first)
    period = Period(begin, begin + timedelta(days=days))
    for name, cells in CELLS.items():
        found = flows(events, period, cells)
        for cell, flow in found.items():
            assert flow.opening + flow.new - flow.finished == flow.closing, (name, cell)
        if name in {"all", "direction", "basis", "direction and State"}:
            assert sum((one for one in found.values()), Flow()) == flows(events, period, CELLS["all"]).get(
                "all", Flow()
            )


@settings(deadline=None, max_examples=30)
@given(
    seed=st.integers(0, 10**6), first=st.integers(0, 500), parts=st.lists(st.integers(0, 200), min_size=2, max_size=4)
)
def test_what_closes_one_period_opens_the_next(seed: int, first: int, parts: list[int]) -> None:
    events, begin, last = history(seed, 300), START + timedelta(days=first), None
    whole = Period(begin, begin + timedelta(days=sum(parts)))
    summed = Flow()
    for days in parts:
        period = Period(begin, begin + timedelta(days=days))
        flow = flows(events, period, lambda _event: ("all",)).get("all", Flow())
        assert last is None or flow.opening == last
        summed, last, begin = summed + flow, flow.closing, period.end
    total = flows(events, whole, lambda _event: ("all",)).get("all", Flow())
    assert (total.new, total.finished, total.closing) == (summed.new, summed.finished, last)


def test_life_of_a_case_that_comes_back() -> None:
    codes = ("draft_begun", "draft_shared", "announced", "request_sent", "returned", "request_sent", "closed", "closed",
             "supplemented", "supplemented", "closed")  # fmt: skip
    facts = [
        Fact(at=START + timedelta(days=day), code=code, outcome="executed" if code == "closed" else "")
        for day, code in enumerate(codes)
    ]
    found = events_of(subject(1), facts)
    assert [(event.what, event.outcome, (event.at - START).days) for event in found] == [
        (What.NEW, "", 3), (What.FINISHED, "returned", 4), (What.AGAIN, "", 5), (What.FINISHED, "executed", 6),
        (What.AGAIN, "", 8), (What.FINISHED, "executed", 10),
    ]  # fmt: skip
    assert len(spells(found)) == 3


@pytest.mark.parametrize(
    "codes", [("draft_begun", "draft_shared"), ("announced", "lapsed"), ("discarded",), ("closed",)]
)
def test_what_was_never_made_in_writing_counts_nowhere(codes: tuple[str, ...]) -> None:
    assert events_of(subject(1), [Fact(at=START, code=code) for code in codes]) == []


def test_ending_without_an_outcome_says_why() -> None:
    found = events_of(subject(1), [Fact(at=START, code="request_sent"), Fact(at=START, code="closed")])
    assert found[-1].reason is NoFigure.NOT_COLLECTED
    assert found[0].reason is None


@pytest.mark.parametrize("wrong", [Flow(1, 1, 0, 0, 1), Flow(0, 0, 0, 1, -1), Flow(0, 1, 2, 0, 1)])
def test_figures_that_do_not_agree_are_refused(wrong: Flow) -> None:
    with pytest.raises(CountError, match="E_COUNT"):
        wrong.checked("somewhere")


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_quartiles(values: list[int]) -> None:
    found = quartiles(values)
    assert found.count == len(values)
    assert found.median == statistics.median(values)
    for share, value in ((0.25, found.lower), (0.75, found.upper)):
        assert value is not None
        assert sum(one <= value for one in values) >= share * len(values)
        assert sum(one >= value for one in values) >= (1 - share) * len(values)
    assert quartiles([]).reason is NoFigure.NOT_APPLICABLE


@given(st.integers(0, 5000))
def test_each_age_has_one_place(days: int) -> None:
    lasts = (("30", 30), ("90", 90), ("180", 180), ("365", 365), ("over", 9999))
    assert age_of(days) == next(code for code, last in lasts if days <= last)
    assert [code for code, _limit, _text in AGES][-1] == "over"


@given(
    st.dictionaries(st.text(max_size=3), st.lists(st.integers(0, 9), min_size=4, max_size=4), max_size=8),
    st.integers(0, 5),
)
def test_no_small_figure_is_published_or_can_be_subtracted(table: dict[str, list[int]], below: int) -> None:
    hidden = withheld(table, below)
    for row, figures in table.items():
        if row not in hidden:
            assert all(one == 0 or one >= below for one in figures)
    shown_elsewhere = [row for row, figures in table.items() if any(figures)]
    assert len(hidden) != 1 or len(shown_elsewhere) == 1


def test_spans_name_lines_and_have_words() -> None:
    assert DURATION_TITLES.keys() == DURATIONS.keys()
    for name, (begin, end) in DURATIONS.items():
        assert name == "waiting_for_answers" or {begin, end} <= DURATION_LINES.keys()
