"""A basis is read back only where its words name exactly one known instrument."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.law.basis.named import Named, named
from comity.law.facts.shipped import shipped_facts
from comity.law.modes import Mode

KNOWN = shipped_facts().instruments
TREATY = Mode.TREATY.value


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_each_name_and_code_of_an_instrument_leads_to_it(code):
    one = KNOWN[code]
    for words in (code, one.name.en, one.name.zh, f"the  {one.name.en.upper()} "):
        assert named(TREATY, words, [], KNOWN) == Named(code, one.name)


@pytest.mark.parametrize("mode", [Mode.UNCAC_MINI_TREATY, Mode.UNCAC_IN_LIEU])
def test_a_request_that_rests_on_the_convention_rests_on_it_whatever_the_words(mode):
    assert named(mode.value, "ETS-30", ["ETS-30 3"], KNOWN).code == "UNCAC"


def test_articles_name_the_instrument_where_its_words_do_not():
    assert named(TREATY, "Our convention of 1959", ["ETS-30 3", "46(7)"], KNOWN).code == "ETS-30"
    assert named(TREATY, "Our conventions", ["ETS-30 3", "UNTOC 18"], KNOWN) == Named(unknown=True)
    assert named(TREATY, KNOWN["UNTOC"].name.en, ["ETS-30 3"], KNOWN).code == "UNTOC"


@given(st.sampled_from([Mode.DOMESTIC.value, Mode.RECIPROCITY.value, "", "other"]), st.sampled_from(sorted(KNOWN)))
def test_no_treaty_is_named_where_none_is_the_basis(mode, code):
    assert named(mode, code, [f"{code} 1"], KNOWN) == Named()


@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=3))
def test_words_that_are_no_name_say_nothing(words, articles):
    found = named(TREATY, words, articles, {})
    assert found == Named(unknown=True)
