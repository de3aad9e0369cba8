"""What makes two requests alike: names in any order and dress, numbers in any spacing, nothing by accident."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.cases.likeness import (
    LONGEST,
    MOST,
    Looks,
    Mark,
    Sort,
    Verdict,
    marks_of,
    name_key,
    number_key,
    verdict,
    weight,
)

if TYPE_CHECKING:
    import random

words = st.lists(st.text("abcdefghijéüñçøßAÉÑ", min_size=2, max_size=8), min_size=2, max_size=4)
numbers = st.text("0123456789ABCDEF", min_size=6, max_size=24).filter(lambda text: any(one.isdigit() for one in text))
marks = st.lists(st.builds(Mark, sort=st.sampled_from(Sort), key=st.text("ab", min_size=1, max_size=3)), max_size=8)
kinds = st.frozensets(st.sampled_from(["DOCUMENTS", "STATEMENT"]))
looks = st.builds(Looks, direction=st.sampled_from(["incoming", "outgoing"]), state=st.sampled_from("AB"), kinds=kinds)


@given(words, st.randoms(use_true_random=False))
def test_name_is_the_same_in_any_order_case_and_composition(parts: list[str], chance: random.Random) -> None:
    key = name_key(" ".join(parts))
    other = [*parts]
    chance.shuffle(other)
    assert name_key(", ".join(other)) == key
    assert name_key("  ".join(parts).upper().replace("ẞ", "SS")) == name_key(" ".join(parts).replace("ß", "ss"))
    assert name_key(unicodedata.normalize("NFD", " ".join(parts))) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "NUNEZ, Jose"),
        ("Meridian Quarry Ltd", "Meridian Quarry Limited"),
        ("Meridian Quarry Ltd", "meridian  quarry"),
        ("子午线采石有限公司", "子午线采石"),
        ("子午线采石股份有限公司", "子午线采石有限公司"),
        ("周 伟", "周伟"),
        ("周伟", "周·伟"),
        ("Ｍeridian Quarry", "Meridian Quarry"),
    ],
)
def test_names_of_one_bearer(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zhou Wei", "Zhou Min"), ("周伟", "周玮"), ("Meridian Quarry", "Meridian Mining"), ("周伟", "伟周")],
)
def test_names_of_two_bearers(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("text", ["", "Li", "周", "Co", "?!", "—", "\u202e"])
def test_too_little_is_nobody(text: str) -> None:
    assert name_key(text) == ""


@given(numbers, st.sampled_from([" ", "-", ".", "/"]))
def test_number_is_the_same_in_any_spacing(number: str, between: str) -> None:
    spaced = between.join(number[start : start + 4] for start in range(0, len(number), 4))
    assert number_key(spaced) == number_key(number.lower()) != ""


@given(st.text(max_size=200))
def test_keys_are_bounded_and_stable(text: str) -> None:
    for key in (name_key(text), number_key(text)):
        assert len(key) <= LONGEST
    assume(name_key(text))
    assert name_key(name_key(text)) == name_key(text)


NAMES = ("kind", "name", "variants", "register_number", "details", "account_number", "case_number", "state")
plain = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
flat = st.dictionaries(st.sampled_from(NAMES), plain | st.dictionaries(st.sampled_from(NAMES), plain, max_size=3))
anything = plain | flat | st.lists(plain | flat, max_size=3)
PARTS = ("persons", "measures", "proceedings", "requesting")


@given(st.dictionaries(st.sampled_from(PARTS), anything), st.text(max_size=200), st.text(max_size=200))
def test_whatever_another_state_wrote_gives_marks_or_none(request_: dict[str, object], state: str, theirs: str) -> None:
    found = marks_of(request_, state=state, their_reference=theirs)
    assert len(found) == len(set(found)) <= MOST
    assert all(one.key and len(one.key) <= LONGEST and "\n" not in one.said for one in found)


def test_request_gives_the_marks_of_what_it_names() -> None:
    request_ = {
        "requesting": {"state": "XB"},
        "proceedings": {"case_number": "2026-77 / K"},
        "persons": [
            {"kind": "natural", "name": "José Núñez", "variants": "Pepe Nunez\nJ. N."},
            {"kind": "legal", "name": "Meridian Quarry Ltd", "register_number": "HRB 12 34 56"},
        ],
        "measures": [{"details": {"account_number": "XB12 3456 7890"}}],
    }
    found = {(one.sort, one.key) for one in marks_of(request_, state="XB", their_reference="XB-77/2026")}
    assert found == {
        (Sort.REFERENCE, "xb xb772026"), (Sort.PROCEEDINGS, "xb 202677k"), (Sort.PERSON, "jose nunez"),
        (Sort.PERSON, "nunez pepe"), (Sort.COMPANY, "meridian quarry"), (Sort.REGISTER, "hrb123456"),
        (Sort.ACCOUNT, "xb1234567890"),
    }  # fmt: skip


@given(looks, looks, st.sets(st.sampled_from(Sort)))
def test_verdict_is_the_same_from_both_sides_and_never_across_directions(
    one: Looks, other: Looks, shared: set[Sort]
) -> None:
    found = verdict(one, other, shared)
    assert found is verdict(other, one, shared)
    assert found is not Verdict.UNRELATED
    if one.direction != other.direction or one.state != other.state or shared <= {Sort.PERSON, Sort.COMPANY}:
        assert found is Verdict.RELATED


@given(marks, marks)
def test_more_shared_marks_never_weigh_less(some: list[Mark], more: list[Mark]) -> None:
    assert weight([*some, *more]) >= weight(some) >= 0
    assert weight([*some, *some]) == weight(some)
