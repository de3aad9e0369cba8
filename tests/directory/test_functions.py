"""Functions, what serves which aim, and how alive an entry is."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from comity.directory.functions import AIMS, FUNCTIONS, Aim, Function, Life, life

DAY = date(2026, 6, 1)


def test_every_function_and_every_aim_names_its_article():
    assert set(FUNCTIONS) == set(Function)
    assert set(AIMS) == set(Aim)
    assert all(one.article for one in (*FUNCTIONS.values(), *AIMS.values()))


def test_every_function_serves_an_aim():
    assert {one.function for one in AIMS.values()} == set(Function)


def test_the_convention_demands_two_of_the_five():
    assert {code for code, one in FUNCTIONS.items() if one.demanded} == {Function.MLA, Function.PREVENTION}


@given(st.integers(0, 4000), st.integers(1, 1000), st.integers(0, 1000))
def test_an_entry_only_fades(days, amber, more):
    order = list(Life)
    lives = [
        life(DAY - timedelta(days=age), today=DAY, amber_after=amber, red_after=amber + more)
        for age in (0, days, days + 1)
    ]
    assert lives[0] is Life.GREEN
    assert order.index(lives[1]) <= order.index(lives[2])


def test_the_last_day_counts_and_never_seen_is_red():
    assert life(DAY - timedelta(days=365), today=DAY, amber_after=365, red_after=730) is Life.GREEN
    assert life(DAY - timedelta(days=366), today=DAY, amber_after=365, red_after=730) is Life.AMBER
    assert life(DAY - timedelta(days=731), today=DAY, amber_after=365, red_after=730) is Life.RED
    assert life(None, today=DAY, amber_after=365, red_after=730) is Life.RED
