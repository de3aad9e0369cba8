"""The list of States: by name or part of one, group, letter and standing, page by page, without a script."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.roles import Role
from comity.directory import listing
from comity.directory.listing import Wanted
from comity.directory.states import states_only
from tests.builders.people import an_officer, signed_in


@pytest.fixture
def drafter(db):
    del db
    return signed_in(an_officer("dana", [Role.DRAFTER]))


def names(page):
    return re.findall(r'<th scope="row"><a href="/directory/([A-Z]{2})/">', page.content.decode())


def test_the_whole_list_comes_page_by_page_and_misses_nobody(drafter):
    pages = [names(drafter.get(f"/directory/?page={number}")) for number in range(1, 5)]
    assert all(len(page) == listing.PAGE for page in pages[:-1])
    found = [code for page in pages for code in page]
    assert set(found) >= {one.iso2 for one in states_only()}
    assert len(found) == len(set(found))


def test_letters_share_out_every_state_once(db, settings):
    del db
    shared = [row.code for one in listing.letters() for row in listing.place_rows(Wanted(letter=one), "zh-hans")]
    assert sorted(shared) == sorted([*(one.iso2 for one in states_only()), settings.NODE.state])
    assert {row.code for row in listing.place_rows(Wanted(letter="K"), "en")} >= {"KE", "KZ"}


def test_a_part_of_a_name_finds_every_state_that_has_it(drafter):
    assert set(names(drafter.get("/directory/?q=Guinea"))) == {"GN"}, "a whole name is that State alone"
    assert set(names(drafter.get("/directory/?q=guin"))) >= {"GN", "GQ", "GW", "PG"}
    assert set(names(drafter.get("/directory/?q=几内亚"))) >= {"GN"}
    assert set(names(drafter.get("/directory/?q=xa"))) == {"XA"}
    for nobody in ("q", "Utopia", "%00", "("):
        assert "is no name, part of a name or code" in drafter.get("/directory/", {"q": nobody}).content.decode()


def test_filters_narrow_together_and_by_standing(drafter, published):
    published("NE")
    published("FR")
    assert set(names(drafter.get("/directory/?standing=known"))) == {"NE", "FR"}
    assert names(drafter.get("/directory/?standing=known&group=african&letter=N")) == ["NE"]
    assert names(drafter.get("/directory/?standing=known&group=african&letter=A")) == []
    assert "NE" not in names(drafter.get("/directory/?standing=unknown&letter=N"))
    assert names(drafter.get("/directory/?standing=confirm")) == []
    assert len(names(drafter.get("/directory/?group=x&letter=%C3%84&standing=y&page=z"))) == listing.PAGE


@given(st.text(max_size=8))
def test_whatever_is_typed_names_states_or_nobody(text):
    known = {code for code, _names in listing._parts()}
    assert set(listing._named(text, ["XA"])) <= known | {"XA"}
