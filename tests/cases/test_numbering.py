"""Patterns of references: whatever is allowed gives references that fit, differ and name their year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cases.numbering import LONGEST, MOST, Scheme, check_scheme
from comity.cases.rules import CaseworkError

DAY = datetime(2026, 12, 31, 12, tzinfo=UTC)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Every sort of allowed scheme: the places in any order, with any marks between."""
    yearly, way = draw(st.booleans()), draw(st.booleans())
    places = ["{number}", *(["{year}"] if yearly else []), *(["{way}"] if way else [])]
    more = draw(st.lists(st.sampled_from(["{state}", "{year}", "/", "-", "A", "字", "〔", "〕"]), max_size=4))
    pattern = "".join(draw(st.permutations(places + more)))
    words = draw(st.sampled_from([("O", "I"), ("出", "入"), ("MLO", "MLI")])) if way else ("", "")
    return Scheme(pattern, yearly, draw(st.integers(1, 7)), *words)


@given(schemes(), st.lists(st.tuples(st.integers(2020, 2030), st.booleans()), max_size=30))
def test_no_reference_is_given_twice_in_whatever_order_they_are_taken(
    scheme: Scheme, taken: list[tuple[int, bool]]
) -> None:
    check_scheme(scheme, state="XA")
    last: dict[str, int] = {}
    given_out = []
    for year, outgoing in taken:
        series = scheme.series(year=year, outgoing=outgoing)
        last[series] = last.get(series, 0) + 1
        given_out.append(scheme.write(state="XA", year=year, number=last[series], outgoing=outgoing))
    assert len(set(given_out)) == len(given_out)
    assert all(0 < len(one) <= LONGEST and one == one.strip() for one in given_out)


@given(schemes(), st.integers(1, MOST))
def test_a_reference_names_its_number_and_its_year(scheme: Scheme, number: int) -> None:
    check_scheme(scheme, state="XA")
    found = scheme.write(state="XA", year=2026, number=number, outgoing=True)
    assert f"{number:0{scheme.width}d}" in found
    assert not scheme.yearly or "2026" in found


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        (Scheme("{state}/{month}/{number}"), "PLACE"),
        (Scheme("{year}/{number"), "PLACE"),
        (Scheme("{state}/{year}"), "NUMBER"),
        (Scheme("{number}/{year}/{number}"), "NUMBER"),
        (Scheme("{state}/{number}"), "YEAR"),
        (Scheme("{way}{year}/{number}", way_out="O"), "WAY"),
        (Scheme("{way}{year}/{number}", way_out="O", way_in="O"), "WAY"),
        (Scheme("{year} {number}"), "MARK"),
        (Scheme("{way}{year}{number}", way_out="O", way_in="O1"), "MARK"),
        (Scheme("{year}/{number}\u202e"), "MARK"),
        (Scheme("{year}/{number}<b>"), "MARK"),
        (Scheme("{year}/{number}", width=9), "MARK"),
        (Scheme("A" * 30 + "{year}/{number}"), "LONG"),
    ],
)
def test_a_pattern_that_gives_no_references_says_why(scheme: Scheme, code: str) -> None:
    with pytest.raises(CaseworkError) as refused:
        check_scheme(scheme, state="XA")
    assert refused.value.code == f"E_PATTERN_{code}"


def test_numbers_may_run_on_without_a_year():
    scheme = Scheme("{state}-{number}", yearly=False, width=1)
    check_scheme(scheme, state="XA")
    assert scheme.series(year=2026, outgoing=True) == scheme.series(year=2027, outgoing=False)
    assert scheme.write(state="XA", year=(DAY + timedelta(days=1)).year, number=7, outgoing=True) == "XA-7"
