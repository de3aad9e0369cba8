"""The rules of custody: after any entries that were possible an original is in one place or with one holder."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cases.custody import (
    ENDS,
    FIELDS,
    TEXTS,
    Entry,
    Kind,
    check_entry,
    check_order,
    possible,
    standing,
)
from comity.cases.rules import CaseworkError

DAY = date(2026, 3, 1)


def an_entry(kind: Kind, on: date = DAY, mark: str = "x") -> Entry:
    needed, _allowed = FIELDS[kind]
    return Entry(kind, on, **{name: f"{name} {mark}" for name in needed})


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    written = [an_entry(Kind.CAME)]
    for number in range(draw(st.integers(0, 12))):
        choices = possible(standing(written))
        if not choices:
            break
        kind = draw(st.sampled_from(choices))
        written.append(an_entry(kind, written[-1].on + timedelta(days=draw(st.integers(0, 9))), str(number)))
    return written


@given(histories())
def test_an_original_is_here_or_with_somebody_or_gone_and_never_two_of_them(entries: list[Entry]) -> None:
    check_order(entries)
    now = standing(entries)
    assert now.ended == (entries[-1].kind in ENDS)
    assert now.away == (bool(now.holder) and not now.ended)
    assert bool(now.place) == (not now.away and not now.ended)
    assert bool(possible(now)) == (not now.ended)


@given(histories(), st.sampled_from(Kind))
def test_a_step_is_taken_exactly_when_it_is_possible(entries: list[Entry], kind: Kind) -> None:
    more = [*entries, an_entry(kind, entries[-1].on)]
    if kind in possible(standing(entries)):
        check_order(more)
    else:
        with pytest.raises(CaseworkError) as refused:
            check_order(more)
        assert refused.value.code == "E_CUSTODY"


@given(histories())
def test_a_day_before_the_one_before_is_refused(entries: list[Entry]) -> None:
    choices = possible(standing(entries))
    if choices:
        with pytest.raises(CaseworkError) as refused:
            check_order([*entries, an_entry(choices[0], entries[-1].on - timedelta(days=1))])
        assert refused.value.code == "E_CUSTODY_DAY"


@pytest.mark.parametrize("kind", list(Kind))
def test_an_entry_says_what_its_kind_demands_and_nothing_else(kind: Kind) -> None:
    needed, allowed = FIELDS[kind]
    check_entry(an_entry(kind), today=DAY)
    texts = dict.fromkeys(needed, "x")
    for name in needed:
        with pytest.raises(CaseworkError):
            check_entry(Entry(kind, DAY, **{**texts, name: " "}), today=DAY)
    for name in set(TEXTS) - set(needed) - set(allowed):
        with pytest.raises(CaseworkError):
            check_entry(Entry(kind, DAY, **texts, **{name: "x"}), today=DAY)
    with pytest.raises(CaseworkError) as refused:
        check_entry(an_entry(kind, DAY + timedelta(days=1)), today=DAY)
    assert refused.value.code == "E_CUSTODY_DAY"


def test_a_seal_that_was_put_on_anew_is_the_one_that_counts():
    came = Entry(Kind.CAME, DAY, giver="a", condition="sound", place="safe", seal="S-1")
    opened = Entry(Kind.OPENED, DAY, giver="b", purpose="copying", seal="S-2")
    assert standing([came, opened]).seal == "S-2"
    assert standing([came, opened]).place == "safe"
