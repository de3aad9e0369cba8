"""Codes of links: never twice, found however they are typed, and nothing else is found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.cases.office_links import ALPHABET, GROUPS, LETTERS, digest_of, new_code


def test_a_code_has_150_bits_and_is_new_each_time():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code.replace("-", "")) == GROUPS * LETTERS for code in codes)
    assert len(ALPHABET) ** (GROUPS * LETTERS) == 2**150


def test_a_code_is_found_however_it_is_typed():
    code = new_code()
    assert digest_of(code) == digest_of(code.upper()) == digest_of(code.replace("-", " ")) != ""
    assert code not in digest_of(code)


@given(st.text(max_size=200))
def test_what_is_no_code_has_no_digest(text: str) -> None:
    bare = [one for one in text.lower() if one.isalnum()]
    is_code = len(text) <= 80 and len(bare) == GROUPS * LETTERS and set(bare) <= set(ALPHABET)
    assert bool(digest_of(text)) == is_code


@given(st.text(alphabet=ALPHABET, min_size=30, max_size=30), st.text(alphabet=ALPHABET, min_size=30, max_size=30))
def test_two_codes_have_two_digests(one: str, other: str) -> None:
    assert (digest_of(one) == digest_of(other)) == (one == other)
