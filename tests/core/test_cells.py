"""No cell that goes out is taken for a formula, whatever stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.cells import FORMULA, neutral


@given(st.text(max_size=30) | st.integers())
def test_no_cell_begins_as_a_formula_and_no_word_is_lost(value: object):
    cell = neutral(value)
    assert not cell.startswith(FORMULA)
    assert cell.removeprefix("'") == str(value).removeprefix("'")


@pytest.mark.parametrize("start", FORMULA)
def test_what_would_begin_a_formula_has_an_apostrophe(start: str):
    assert neutral(f"{start}1+1") == f"'{start}1+1"
