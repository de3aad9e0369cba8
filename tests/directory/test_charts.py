"""Bars keep the proportion of their counts and stay inside the drawing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.directory.charts import WIDTH, bars


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8))
def test_a_larger_count_has_no_narrower_bar(counts):
    drawn = bars([str(count) for count in counts], counts)
    assert [bar.count for bar in drawn.bars] == counts
    widths = sorted(zip(counts, (bar.width for bar in drawn.bars), strict=True))
    assert [width for _, width in widths] == sorted(width for _, width in widths)
    assert all(bar.count_x < WIDTH - 20 and bar.count_y < drawn.height for bar in drawn.bars)
