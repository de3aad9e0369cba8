"""Two texts compared: nothing is lost or made up, what weighs is named, and time is bounded."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cases import differences
from comity.cases.differences import Piece, Weighty, compare, rows, weighty

WORDS = st.lists(
    st.sampled_from(["paid", "the", "not", "400,000", "公司", "转账", ". ", "。", "\n", " ", "3 May 2021"])
)
TEXTS = WORDS.map("".join)
LONG = 200_000


def side(pieces: list[Piece], other: str) -> str:
    return "".join(one.text for one in pieces if one.kind != other)


@given(TEXTS | st.text(), TEXTS | st.text())
def test_pieces_make_up_both_texts(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert side(pieces, "added") == before
    assert side(pieces, "removed") == after
    assert all(one.text for one in pieces)
    assert (before == after) == all(one.kind == "same" for one in pieces)


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_rows_make_up_both_lists(before: list[str], after: list[str]) -> None:
    found = rows(before, after)
    assert [one.text for one in found if one.kind != "added"] == before
    assert [one.text for one in found if one.kind != "removed"] == after


@given(TEXTS)
def test_a_text_and_itself_have_no_weighty_change(text: str) -> None:
    assert weighty(text, text) == []


def test_english_is_compared_by_words() -> None:
    pieces = compare("He paid 400,000 in May.", "He paid 40,000 in May.")
    assert [(one.kind, one.text) for one in pieces if one.kind != "same"] == [
        ("removed", "400,000"),
        ("added", "40,000"),
    ]


def test_chinese_is_compared_by_characters() -> None:
    pieces = compare("承包商支付款项。", "承包商未支付款项。")
    assert [(one.kind, one.text) for one in pieces if one.kind != "same"] == [("added", "未")]


@pytest.mark.parametrize(
    ("before", "after", "names", "found"),
    [
        ("It was not a loan.", "It was a loan.", (), [Weighty("negations", ["not"], [])]),
        ("Paid on 3 May 2021.", "Paid on 3 June 2021.", (), [Weighty("dates", ["3 May 2021"], ["3 June 2021"])]),
        ("付款四十万元。", "付款四万元。", (), [Weighty("numbers", ["四十万"], ["四万"])]),
        ("于2021年5月3日", "于2021年6月3日", (), [Weighty("dates", ["2021年5月3日"], ["2021年6月3日"])]),
        ("He saw Mr Witness.", "He saw Mr Expert.", (), [Weighty("names", ["Mr Witness"], ["Mr Expert"])]),
        ("询问王例证", "询问李例证", ("王例证",), [Weighty("names", ["王例证"], [])]),
        ("未付款", "付款", (), [Weighty("negations", ["未"], [])]),
    ],
)  # fmt: skip
def test_what_weighs_is_named(before: str, after: str, names: tuple[str, ...], found: list[Weighty]) -> None:
    assert weighty(before, after, names) == found


def long_texts() -> dict[str, tuple[str, str]]:
    """Return texts of 200 kB: an ordinary change, nothing in common, and what makes comparing slow."""
    chance = random.Random(7)  # noqa: S311 (the same texts in every run)
    words = ["".join(chance.choices("abcdefgh", k=chance.randint(2, 9))) for _ in range(3_000)]

    def prose() -> list[str]:
        found, size = [], 0
        while size < LONG:
            found.append(" ".join(chance.choices(words, k=chance.randint(5, 25))) + ". ")
            size += len(found[-1])
        return found

    first = prose()
    changed = [text.replace(" ", " not ", 1) if number % 7 == 0 else text for number, text in enumerate(first)]
    two = [" ".join(chance.choices("ab", k=LONG // 2)) for _ in range(2)]
    han = ["".join(chance.choices("款项转账户公司合同官员付收银行日期的了在。", k=LONG // 3)) for _ in range(2)]
    return {
        "changed": ("".join(first), "".join(changed)),
        "unrelated": ("".join(first), "".join(prose())),
        "two words": (two[0], two[1]),
        "one word": ("a " * (LONG // 2), "a b " * (LONG // 4)),
        "Chinese": (han[0], han[1]),
        "capitals": ("A" * LONG, "Aa " * (LONG // 3)),
        "spaces": ("A" + " " * LONG, "A\n" + " " * LONG + "B"),
        "digits": ("1," * (LONG // 2), "一" * (LONG // 3)),
    }


@pytest.mark.parametrize("name", list(long_texts()))
def test_long_texts_take_bounded_time(name: str) -> None:
    before, after = long_texts()[name]
    began = time.process_time()
    pieces = compare(before, after)
    weighty(before, after)
    assert time.process_time() - began < 10
    assert side(pieces, "added") == before
    assert side(pieces, "removed") == after


def test_ordinary_change_of_a_long_text_is_found_word_by_word() -> None:
    before, after = long_texts()["changed"]
    found = [one for one in compare(before, after) if one.kind != "same"]
    assert {one.text.strip() for one in found} == {"not"}
    assert differences.weighty(before, after)[0].kind == "negations"
