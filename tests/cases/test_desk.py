"""For whom a request waits: one answer for every turn that the law's steps know, and no figure lost when added up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cases.desk import Alike, Waits, by_age, by_waits, waits_for
from comity.core.roles import Role
from comity.law.counting import AGES
from comity.law.steps import STEPS

moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (bounds)
groups = st.lists(
    st.builds(
        Alike,
        side=st.sampled_from(["ours", "theirs"]),
        role=st.sampled_from(["", *Role]),
        step=st.sampled_from(sorted({step for _direction, step in STEPS})),
        ages=st.tuples(*(st.integers(0, 1_000) for _ in AGES)),
        late=st.integers(0, 1_000),
        oldest=st.none() | moments,
    ),
    max_size=12,
)


@pytest.mark.parametrize("key", [key for key, step in STEPS.items() if step.turn != "nobody"], ids="-".join)
def test_every_step_waits_for_somebody(key):
    step = STEPS[key]
    found = waits_for(step.turn, step.role, step.name)
    assert (found is Waits.STATE) == (step.turn == "theirs")
    if step.turn == "ours" and step.role in {"reviewer", "head"}:
        assert found is Waits.APPROVAL


def test_organ_of_a_chain_whatever_its_role_is_an_approval():
    assert waits_for("ours", "case_officer", "internal_review") is Waits.APPROVAL
    assert waits_for("ours", "case_officer", "legal_review") is Waits.OFFICER
    assert waits_for("ours", "executing_authority", "executing") is Waits.OFFICE


@given(groups)
def test_what_is_added_up_loses_nothing(found):
    waits, ages = by_waits(found), by_age(found)
    assert set(waits) == set(Waits)
    assert sum(one.count for one in waits.values()) == sum(map(sum, ages.values())) == sum(one.count for one in found)
    assert sum(one.late for one in waits.values()) == sum(one.late for one in found)
    known = [one.oldest for one in found if one.oldest]
    assert min((one.oldest for one in waits.values() if one.oldest), default=None) == min(known, default=None)
