"""Which chain a request takes, what makes a chain, and who may act on it: whatever the numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cases import chains
from comity.cases.chains import APPROVERS, STANDARD, Scope, Stage
from comity.cases.rules import CaseworkError
from comity.core.roles import Role
from comity.kernel.languages import Text

NAME = Text(en="Organ", zh="机关")
roles = st.sampled_from(sorted(Role))
stages = st.builds(Stage, name=st.just(NAME), role=roles, officers=st.frozensets(st.sampled_from("abc")),
                   may_return=st.booleans())  # fmt: skip
some = st.frozensets(st.sampled_from(["k1", "k2", "k3"]))
scopes = st.lists(
    st.builds(Scope, key=st.uuids().map(str), kinds=some, states=st.frozensets(st.sampled_from(["XB", "XC"]))),
    unique_by=lambda one: one.key,
)


@given(st.lists(stages, max_size=6))
def test_chain_has_two_to_four_stages_and_the_head_signs_last(organs: list[Stage]) -> None:
    right = 2 <= len(organs) <= 4 and organs[-1].role == Role.HEAD and all(one.role in APPROVERS for one in organs)
    if right:
        chains.check_stages(organs)
    else:
        with pytest.raises(CaseworkError, match="E_CHAIN"):
            chains.check_stages(organs)


def test_standard_chain_is_a_reviewer_and_the_head() -> None:
    chains.check_stages(STANDARD)
    assert [one.role for one in STANDARD] == [Role.REVIEWER, Role.HEAD]


@given(stages)
def test_stage_is_kept_whole(stage: Stage) -> None:
    assert Stage.of_row(stage.to_row()) == stage


@given(scopes, some, st.sampled_from(["XB", "XC", "XD"]), st.randoms())
def test_chosen_chain_covers_the_request_and_does_not_depend_on_order(found, kinds, state, random) -> None:
    chosen = chains.choose(found, kinds=kinds, state=state)
    shuffled = list(found)
    random.shuffle(shuffled)
    assert chains.choose(shuffled, kinds=kinds, state=state) == chosen
    fitting = [one for one in found if one.covers(kinds, state)]
    assert bool(chosen) == bool(fitting)
    if chosen:
        taken = next(one for one in fitting if one.key == chosen)
        assert taken.states or not any(one.states for one in fitting)
        if not taken.kinds:
            assert not any(one.kinds and bool(one.states) == bool(taken.states) for one in fitting)


@given(stages, st.sampled_from("abcd"), st.frozensets(roles))
def test_stage_is_for_those_who_hold_its_role_and_are_named(stage: Stage, actor: str, held: frozenset[Role]) -> None:
    mine = stage.role in held and (not stage.officers or actor in stage.officers)
    if mine:
        chains.check_place(stage, actor=actor, roles=held)
    else:
        with pytest.raises(CaseworkError, match="E_STAGE"):
            chains.check_place(stage, actor=actor, roles=held)


@given(st.lists(st.sampled_from(["d1", "d2", ""]), max_size=4), st.integers(0, 4))
def test_only_a_text_that_every_organ_approved_stands(digests: list[str], count: int) -> None:
    if digests == ["d1"] * count:
        chains.check_standing(digests, "d1", stages=count)
    else:
        with pytest.raises(CaseworkError, match="E_CHANGED"):
            chains.check_standing(digests, "d1", stages=count)
