"""Bars keep the proportion of their counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.directory.charts import FULL, bars


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8))
def test_a_larger_count_has_no_narrower_bar(counts):
    drawn = bars([str(count) for count in counts], counts)
    assert [bar.count for bar in drawn] == counts
    widths = sorted(zip(counts, (bar.width for bar in drawn), strict=True))
    assert [width for _, width in widths] == sorted(width for _, width in widths)
    assert max(bar.width for bar in drawn) == (FULL if max(counts) else 0)
