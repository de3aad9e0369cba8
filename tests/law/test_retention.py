"""How long a case is kept: the rule that names more goes first, a hold never shortens, nothing is due by silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.law.errors import RuleViolation
from comity.law.retention import Hold, Period, check_due, check_periods, destroy_on, months_later, period_for

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
PERIODS = st.builds(
    Period,
    months=st.integers(1, 1200),
    direction=st.sampled_from(["", "outgoing", "incoming"]),
    outcomes=st.frozensets(st.sampled_from(["executed", "refused", "withdrawn"]), max_size=2),
    kinds=st.frozensets(st.sampled_from(["STATEMENT", "DOCUMENTS"]), max_size=2),
)
HOLDS = st.builds(Hold, st.none() | DAYS)
CASE = {"direction": "incoming", "outcome": "refused", "kinds": ["STATEMENT"]}


@given(DAYS, st.integers(1, 1200))
def test_months_later_is_the_same_day_or_the_end_of_a_shorter_month(day, months):
    found = months_later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(st.lists(PERIODS, max_size=6))
def test_the_rule_that_names_more_goes_first_and_always_fits(rules):
    found = period_for(rules, **CASE)
    fitting = [one for one in rules if one.fits("incoming", "refused", ["STATEMENT"])]
    if found is None:
        assert not fitting
    else:
        assert found in fitting
        assert all(one.names <= found.names for one in fitting)
        assert all(one.months <= found.months for one in fitting if one.names == found.names)
    assert period_for(reversed(rules), **CASE) == found or found is None


def test_of_two_rules_that_weigh_the_same_one_is_always_chosen():
    rules = [Period(months=12, outcomes=frozenset(some)) for some in (["refused"], ["refused", "executed"])]
    assert period_for(rules, **CASE) == period_for(rules[::-1], **CASE) == rules[1]


@given(DAYS, PERIODS, st.lists(HOLDS, max_size=4), HOLDS)
def test_a_hold_never_shortens(closed, period, holds, another):
    before, after = destroy_on(closed, period, holds), destroy_on(closed, period, [*holds, another])
    assert after is None or (before is not None and after >= before)
    if before is not None:
        assert before >= months_later(closed, period.months)


@given(DAYS, st.lists(HOLDS, max_size=2))
def test_without_a_rule_nothing_is_ever_due(closed, holds):
    assert destroy_on(closed, None, holds) is None
    with pytest.raises(RuleViolation, match="E_NOT_DUE"):
        check_due(None, date.max)


def test_due_from_the_day_on():
    check_due(date(2030, 1, 1), date(2030, 1, 1))
    with pytest.raises(RuleViolation, match="E_NOT_DUE"):
        check_due(date(2030, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    "bad",
    [Period(months=0), Period(months=1201), Period(months=1, direction="sideways"),
     Period(months=1, outcomes=frozenset({"lost"})), Period(months=1, kinds=frozenset({"GOSSIP"}))],
)  # fmt: skip
def test_a_rule_that_means_nothing_is_refused(bad):
    with pytest.raises(RuleViolation, match="E_PERIOD"):
        check_periods([bad])
