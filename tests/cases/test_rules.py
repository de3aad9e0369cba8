"""Pure rules of casework, for all inputs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cases import rules
from comity.cases.turns import CaseFacts, turn_of
from comity.law.measures import MeasureGraph
from comity.law.steps import STEPS

names = st.sampled_from(["a", "b", "c", "d"])
values = st.sampled_from(["", "x", "y", None, False, True, []])
texts = st.dictionaries(names, values)


@given(texts, texts, st.sets(names))
def test_merge_changes_only_what_was_shown(
    stored: dict[str, object], posted: dict[str, object], shown: set[str]
) -> None:
    merged = rules.merge_shown(stored, posted, shown)
    assert all(merged[name] == stored[name] for name in stored if name not in shown or name not in posted)
    assert all(merged[name] == posted[name] for name in shown & set(posted))


@given(texts, texts, texts)
def test_three_way_is_silent_unless_both_changed_the_same_field(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object]
) -> None:
    found = set(rules.three_way(base, mine, theirs))
    assert found == set(rules.three_way(base, theirs, mine))
    assert found <= set(rules.changed_fields(base, mine)) & set(rules.changed_fields(base, theirs))
    assert not rules.three_way(base, mine, mine)


@given(st.text(max_size=200))
def test_search_finds_a_text_by_itself(text: str) -> None:
    terms = set(rules.search_terms(text))
    assert all(any(term.startswith(asked) for term in terms) for asked in rules.query_terms(text))
    assert all(0 < len(term) <= rules.MAX_TERM for term in terms)


def test_search_terms_of_chinese_are_pairs() -> None:
    assert "子午" in rules.search_terms("子午线采石")
    assert rules.query_terms("午线") == ["午线"]
    assert rules.query_terms("午") == ["午"]


def test_search_folds_case_and_width() -> None:
    assert rules.search_terms("Ｍeridian QUARRY") == ["meridian", "quarry"]


@given(
    st.sampled_from(sorted(STEPS)),
    st.lists(st.sampled_from(sorted(MeasureGraph.states)), max_size=4),
    st.booleans(),
    st.integers(0, 2),
    st.booleans(),
    st.booleans(),
)
def test_every_open_case_has_exactly_one_turn(  # noqa: PLR0917 (given by hypothesis)
    place: tuple[str, str], states: list[str], asked: bool, unassigned: int, returned: bool, proposed: bool
) -> None:
    day = date(2026, 3, 12)
    turn = turn_of(
        CaseFacts(
            direction=place[0],
            step=place[1],
            states=tuple(states),
            status_asked=day if asked and place[0] == "incoming" else None,
            unassigned=unassigned if place[0] == "incoming" else 0,
            returned=returned,
            proposed=proposed,
        ),
        day,
    )
    ended = place[1] in {"closed", "discarded", "lapsed"}
    assert (turn.side == "nobody") == ended
    assert bool(turn.role) == (turn.side == "ours")
    assert turn.due is None or turn.due >= day


def test_four_eyes() -> None:
    rules.check_signatory("head", authors=["drafter"], approvers=["reviewer"])
    for signer in ("drafter", "reviewer"):
        with pytest.raises(rules.CaseworkError, match="E_FOUR_EYES"):
            rules.check_signatory(signer, authors=["drafter"], approvers=["reviewer"])
