"""Arithmetic of days, with weekends and holidays given in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.law.deadlines import (
    PRESETS,
    STANDARD,
    WEEKEND,
    Calendar,
    Clock,
    Unit,
    add_days,
    clock,
    due,
    is_working,
)
from comity.law.steps import STEPS

DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))
HOLIDAYS = st.sets(st.dates(date(2020, 1, 1), date(2036, 12, 31)), max_size=30)


@given(DATES, st.integers(0, 60), HOLIDAYS)
def test_working_days_counts_exactly_that_many_working_days(start, days, holidays):
    end = add_days(start, days, Unit.WORKING, holidays=holidays)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_working(day, holidays=holidays) for day in between) == days
    assert days == 0 or is_working(end, holidays=holidays)


@given(DATES, st.integers(1, 400), HOLIDAYS)
def test_calendar_limit_never_ends_early_nor_on_a_day_off(start, days, holidays):
    end = add_days(start, days, holidays=holidays)
    full = start + timedelta(days=days)
    assert end >= full
    assert is_working(end, holidays=holidays)
    assert not any(is_working(full + timedelta(days=n), holidays=holidays) for n in range((end - full).days))


@given(DATES, st.integers(0, 50), st.integers(0, 50), st.sampled_from(Unit))
def test_longer_limits_end_no_earlier(start, first, second, unit):
    short, long = sorted((first, second))
    assert add_days(start, short, unit) <= add_days(start, long, unit)


def test_known_dates():
    friday = date(2026, 3, 6)
    assert add_days(friday, 1, Unit.WORKING) == date(2026, 3, 9)
    assert add_days(friday, 1, Unit.WORKING, holidays=[date(2026, 3, 9)]) == date(2026, 3, 10)
    assert add_days(friday, 1, Unit.WORKING, weekend={4, 5}) == date(2026, 3, 8)
    assert add_days(friday, 1) == date(2026, 3, 9)
    assert add_days(friday, 7) == date(2026, 3, 13)
    assert add_days(friday, 0) == friday
    assert due("acknowledge", date(2026, 3, 2)) == date(2026, 3, 9)
    assert due("acknowledge", date(2026, 3, 2), days=2) == date(2026, 3, 4)


def test_a_limit_that_cannot_end_is_refused():
    with pytest.raises(ValueError, match="runs forward"):
        add_days(date(2026, 1, 1), -1)
    with pytest.raises(ValueError, match="runs forward"):
        add_days(date(2026, 1, 1), 1, weekend=range(7))


@given(DATES, st.integers(-400, 400), st.integers(0, 10))
def test_clock_is_overdue_only_after_the_end(today, left, warn):
    state = clock(today, today + timedelta(days=left), warn=warn)
    assert state == (Clock.OVERDUE if left < 0 else Clock.SOON if left <= warn else Clock.ON_TIME)


def test_only_what_was_read_in_a_source_is_verified():
    assert {code for code, preset in PRESETS.items() if preset.verified} == {"safe_conduct"}
    assert all(preset.days > 0 and preset.source for preset in PRESETS.values())
    assert {5, 6} == WEEKEND


def test_every_open_step_but_a_draft_has_a_time_limit():
    for step in STEPS.values():
        assert step.clock in PRESETS or step.turn == "nobody" or step.name == "draft"


def test_an_authority_counts_by_its_own_days_holidays_and_weekend():
    friday = date(2026, 3, 13)
    assert STANDARD.due("acknowledge", friday) == date(2026, 3, 20)
    own = Calendar({"acknowledge": 2}, frozenset({date(2026, 3, 16)}), frozenset({4, 5}))
    assert own.due("acknowledge", friday) == date(2026, 3, 15)
    assert own.due("sign", friday) == date(2026, 3, 18)  # Sunday, not Monday the holiday, Tuesday, Wednesday
