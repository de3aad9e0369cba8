"""Whether joined cases can be separated, and what goes where: to fold and to separate again gives what was there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cases.actions import folding
from comity.cases.moving import MOVABLE
from comity.cases.separating import (
    FOR_BOTH,
    KEPT_TOO,
    OBSTACLES,
    SEPARABLE,
    SETTLED_BY_LETTER,
    TAKEN_AWAY,
    Obstacle,
    Parted,
    SeparateFacts,
    Stored,
    column,
    obstacle,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

ONCE = {model._meta.label_lower for model, once in folding.GOES_OVER.items() if once}
OVER = {model._meta.label_lower for model in folding.GOES_OVER}
WAY = {model._meta.label_lower for model in folding.GIVES_WAY}
FREE = SeparateFacts(step="registered", tables=frozenset({"cases.case", "cases.measure"}))

ROWS = st.lists(
    st.tuples(st.sampled_from(sorted(OVER | WAY)), st.sampled_from("abc")), max_size=8, unique=True
)  # fmt: skip


def stored(said: Iterable[tuple[str, str]], side: str) -> list[Stored]:
    """Return rows of one case; keys are the tables' own, so no two cases share one."""
    return [
        Stored(table, f"{side}{place}{what}", (what,) if table in ONCE else ())
        for place, (table, what) in enumerate(said)
    ]


def folded(former: Collection[Stored], signed: Collection[Stored]) -> list[Stored]:
    """Return what stands in the joined case: `folding.fold`, in as few words."""
    there = {(one.table, one.once) for one in signed if one.once}
    return [*signed, *(one for one in former if one.table in OVER and (one.table, one.once) not in there)]


def names(rows: Iterable[Stored]) -> set[tuple[str, str]]:
    return {one.name for one in rows}


def check_whole(found: Parted, former: Collection[Stored], now: Collection[Stored]) -> None:
    """Nothing that stands is lost or doubled, and nothing may stand twice in one case."""
    assert names(found.back).isdisjoint(names(found.stays))
    assert names(found.back) | names(found.stays) == names(now)
    assert names(found.anew) <= names(former)
    assert names(found.copied) <= names(found.stays)
    assert names(found.kept_too) <= names(found.back)
    for rows in ((*found.back, *found.anew, *found.copied), (*found.stays, *found.kept_too)):
        places = [(one.table, one.once) for one in rows if one.once]
        assert len(places) == len(set(places))


@given(ROWS, ROWS)
def test_to_fold_and_to_separate_gives_what_was_there(theirs: list[tuple[str, str]], own: list[tuple[str, str]]):
    former, signed = stored(theirs, "l"), stored(own, "s")
    now = folded(former, signed)
    found = part(former, signed, now)
    check_whole(found, former, now)
    assert names(found.back) | names(found.anew) == names(former)
    assert names(found.stays) == names(signed)
    assert found.copied == ()
    assert {one.table for one in found.kept_too} <= KEPT_TOO


@given(ROWS, ROWS, ROWS)
def test_what_came_since_stays_and_what_shuts_out_or_keeps_holds_for_both(
    theirs: list[tuple[str, str]], own: list[tuple[str, str]], came: list[tuple[str, str]]
):
    former, signed = stored(theirs, "l"), stored(own, "s")
    now = folded(former, signed)
    there = {(one.table, one.once) for one in now if one.once}
    since = [one for one in stored(came, "n") if (one.table, one.once) not in there]
    found = part(former, signed, [*now, *since])
    check_whole(found, former, [*now, *since])
    assert names(found.stays) == names(signed) | names(since)
    assert names(found.back) | names(found.anew) == names(former)
    assert names(found.copied) == {one.name for one in since if one.table in FOR_BOTH}


@given(ROWS, ROWS, st.data())
def test_an_exclusion_that_was_lifted_since_does_not_come_back(
    theirs: list[tuple[str, str]], own: list[tuple[str, str]], data: st.DataObject
):
    former, signed = stored([*theirs, (TAKEN_AWAY, "d")], "l"), stored(own, "s")
    now = folded(former, signed)
    gone = data.draw(st.sampled_from([one for one in now if one.table == TAKEN_AWAY]))
    left = [one for one in now if one != gone]
    found = part(former, signed, left)
    check_whole(found, former, left)
    assert gone.once not in {one.once for one in (*found.back, *found.anew) if one.table == TAKEN_AWAY}


@given(*(st.integers(0, 2),) * 3)
def test_a_column_is_as_before_unless_it_was_changed_since(before: int, written: int, now: int):
    assert column(before=before, written=written, now=written) == before
    assert column(before=before, written=written, now=now) == (before if now == written else now)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"step": "legal_review"}, None),
        ({"step": "executing"}, Obstacle.STEP),
        ({"tables": None}, Obstacle.NOT_KEPT),
        ({"tables": None, "emptied": True}, Obstacle.DESTROYED),
        ({"step": "closed", "closed": True, "told": 1}, Obstacle.CLOSED),
        ({"told": 1, "step": "clarification"}, Obstacle.TOLD),
        ({"readable": False}, Obstacle.UNREADABLE),
        ({"taken": True}, Obstacle.TAKEN),
        *[({"tables": frozenset({table}), "told": 1}, Obstacle.SETTLED) for table in sorted(SETTLED_BY_LETTER)],
    ],
)
def test_each_obstacle(change: dict[str, Any], why: Obstacle | None):
    assert obstacle(replace(FREE, **change)) is why


def test_every_obstacle_has_its_words_and_every_table_and_step_exists():
    assert OBSTACLES.keys() == set(Obstacle)
    assert MOVABLE["incoming"] > SEPARABLE
    assert OVER | {model._meta.label_lower for model in folding.OF_MEASURE} >= SETTLED_BY_LETTER
    assert OVER > FOR_BOTH > KEPT_TOO
    assert TAKEN_AWAY in FOR_BOTH
