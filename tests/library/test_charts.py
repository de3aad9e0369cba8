"""The line of counts: in order of time, inside the drawing, from nothing up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from comity.library.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, day_of, line

DAYS = st.integers(0, 20_000).map(lambda days: date(2000, 1, 1) + timedelta(days))


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2021-09-10", date(2021, 9, 10)),
        ("2021-09", date(2021, 9, 1)),
        ("2021", date(2021, 1, 1)),
        ("2021-H2", date(2021, 7, 1)),
        ("", None),
        ("2021-13", None),
    ],
)
def test_a_date_to_any_exactness_has_a_first_day(told, day):
    assert day_of(told) == day


def test_no_point_is_no_line():
    assert line([]) is None


@hypothesis_settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 10**9)), min_size=1, max_size=20))
def test_points_stand_inside_in_order_and_higher_for_more(points):
    drawn = line(points)
    assert len(drawn.points) == len(points)
    assert [one.x for one in drawn.points] == sorted(one.x for one in drawn.points)
    for one in drawn.points:
        assert LEFT <= one.x <= WIDTH - RIGHT
        assert TOP <= one.y <= HEIGHT - BOTTOM
    by_value = sorted(zip([value for _day, value in sorted(points)], [one.y for one in drawn.points], strict=True))
    assert [y for _value, y in by_value] == sorted((y for _value, y in by_value), reverse=True)
    assert drawn.up[0].text == "0"
    assert 2 <= len(drawn.up) <= 7
