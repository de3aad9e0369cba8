"""Whom a request goes to and what that fills: the languages of the authority, in urgent cases those it accepts then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.directory.filling import accepted, addressee, follows, translation
from comity.directory.models import Entry

TAGS = st.lists(st.sampled_from(["en", "fr", "zh-hans", "ar"]), max_size=3, unique=True)


@pytest.mark.parametrize(
    ("urgent_languages", "urgent", "expected"),
    [(["fr"], True, ["fr"]), (["fr"], False, ["en", "ar"]), ([], True, ["en", "ar"])],
)
def test_the_languages_follow_the_urgency_where_others_are_named_art_46_14(urgent_languages, urgent, expected):
    entry = Entry(languages=["en", "ar"], urgent_languages=urgent_languages)
    assert accepted(entry, urgent=urgent) == expected


@pytest.mark.parametrize(
    ("letter", "languages", "into"),
    [("en", ["en", "fr"], ""), ("en", ["fr", "ar"], "fr"), ("zh-hans", ["zh"], ""), ("en", [], ""), ("", ["fr"], "")],
)
def test_a_letter_is_translated_where_its_language_is_not_accepted(letter, languages, into):
    assert translation(letter, languages) == into


@given(TAGS, TAGS, TAGS)
def test_an_authors_own_words_stay(written, now, other):
    if written and written != other:
        assert not follows(written, now, other)


@given(TAGS, TAGS)
def test_what_was_filled_is_not_filled_again_and_follows_the_other_urgency(now, other):
    assert not follows(now, now, other)
    assert follows([], now, other) is bool(now)
    assert follows(other, now, other) is (now != other)


def test_one_authority_is_it_several_are_chosen_by_name_and_none_is_an_answer(published):
    assert addressee("NE", "").designated is None
    published("NE", functions=["mla"], designated=False, names={}, verified=False)
    assert addressee("NE", "").designated is False
    first = published("NG")
    assert addressee("NG", "whatever is written").entry == first
    published("NG", names={"en": "Second bureau"})
    found = addressee("NG", "")
    assert (found.entry, len(found.several)) == (None, 2)
    assert addressee("NG", "Bureau of Letters").entry == first
    published("NG", functions=["prevention"], names={"en": "Third bureau"})
    assert len(addressee("NG", "").several) == 2, "another function is no competence for this"
