"""A fact as text cells: what ships goes out and comes in the same, and every wrong cell is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import treaty_world as world

from comity.law.facts import Family, Instrument, Participation, Place, bound_from
from comity.law.facts.cells import ALL_COLUMNS, COLUMNS, Sort, subject_of, write_cells
from comity.law.facts.reading import read_cells
from comity.law.facts.shipped import shipped_rows

ROWS = shipped_rows()
SHIPPED = [row for name, rows in ROWS.items() if name != "places" for row in rows]
PLACES = {one.code for one in ROWS["places"]}
INSTRUMENTS = {one.code: one.in_force for one in ROWS["instruments"]}
INVENTED = [
    row
    for rows in (world.PARTICIPATIONS, world.NOTIFICATIONS, world.DECLARATIONS, world.PAIRS, world.RULES)
    for row in rows
]
SOURCE = {"source": "a note", "source_date": "2026-01-05", "verified": "yes"}
GOOD = {
    Sort.INSTRUMENT: {
        "instrument": "ke-ng-2020", "name_en": "t", "name_zh": "条", "family": "bilateral", "place": "KE",
        "other": "NG", "bound": "2020-05-01", "articles": "mla: 1，2； extradition：20", "offences": "15；16（1）",
    },
    Sort.PARTY: {"instrument": "UNTOC", "place": "KE", "deposited": "2010-03-01", "act": "accession"},
    Sort.NOTIFICATION: {"instrument": "UNCAC", "place": "KE", "article": "46(14)", "value": "en zh-hans"},
    Sort.DECLARATION: {"instrument": "UNCAC", "place": "KE", "article": "44", "effect": "excludes", "kinds": "mla"},
    Sort.PAIR: {"instrument": "UNCAC", "place": "KE", "other": "NG", "status": "suspended"},
    Sort.RULE: {"place": "KE", "rule": "mla_without_treaty", "value": "yes", "article": "Act, s. 1"},
}  # fmt: skip


def read(cells, **given):
    return read_cells(cells, **{"places": PLACES, "instruments": INSTRUMENTS, **given})


def good(sort, **changed):
    return {"sort": sort, **GOOD[sort], **SOURCE, **changed}


def plain(row):
    """Leave out what no cell says: it is kept from what ships when an instrument is entered anew."""
    if not isinstance(row, Instrument):
        return row
    return replace(
        row, in_force=None, listed_until=None, open_to=frozenset(), depositary=None, protocol_to="", counted=None
    )


@pytest.mark.parametrize("sort", ["participations", "notifications", "declarations", "pairs", "instruments"])
def test_what_ships_goes_out_and_comes_in_the_same(sort):
    for row in ROWS[sort]:
        if isinstance(row, Instrument) and row.family is Family.UNCAC:
            continue
        entered, problems = read(write_cells(row))
        assert problems == []
        assert entered.rows == (plain(row),)
        assert entered.subject == subject_of(row)


def test_every_invented_situation_goes_out_and_comes_in_the_same():
    for row in INVENTED:
        entered, problems = read_cells(
            write_cells(row), places={one.code for one in world.PLACES}, instruments=dict.fromkeys(
                one.code for one in world.INSTRUMENTS
            ),
        )  # fmt: skip
        assert problems == []
        assert entered.rows == (row,)


@pytest.mark.parametrize("sort", Sort)
def test_a_good_row_is_read_and_says_what_it_is_about(sort):
    entered, problems = read(good(sort), record="here")
    assert problems == []
    assert entered.subject.startswith(f"{sort}:")
    assert {row.record for row in entered.rows} == {"here"}


def test_a_bilateral_treaty_names_its_two_parties():
    entered, _none = read(good(Sort.INSTRUMENT))
    instrument, *parties = entered.rows
    assert instrument.code == "KE-NG-2020"
    assert instrument.articles == {"mla": ("1", "2"), "extradition": ("20",)}
    assert [(one.place, one.bound) for one in parties] == [("KE", date(2020, 5, 1)), ("NG", date(2020, 5, 1))]


def test_the_day_from_which_a_party_is_bound_follows_from_its_deposit_art_68_2():
    entered, _none = read(good(Sort.PARTY))
    (party,) = entered.rows
    assert isinstance(party, Participation)
    assert party.bound == bound_from(date(2010, 3, 1), INSTRUMENTS["UNTOC"])


@pytest.mark.parametrize(
    ("sort", "changed", "column"),
    [
        (Sort.INSTRUMENT, {"instrument": "UNCAC"}, "instrument"),
        (Sort.INSTRUMENT, {"instrument": "a b"}, "instrument"),
        (Sort.INSTRUMENT, {"name_zh": ""}, "name_zh"),
        (Sort.INSTRUMENT, {"family": "uncac"}, "family"),
        (Sort.INSTRUMENT, {"family": "regional"}, "place"),
        (Sort.INSTRUMENT, {"other": "KE"}, "other"),
        (Sort.INSTRUMENT, {"bound": ""}, "bound"),
        (Sort.INSTRUMENT, {"articles": ""}, "articles"),
        (Sort.INSTRUMENT, {"articles": "mla:"}, "articles"),
        (Sort.INSTRUMENT, {"articles": "spying: 1"}, "articles"),
        (Sort.INSTRUMENT, {"offences": "99"}, "offences"),
        (Sort.INSTRUMENT, {"measures": "SPYING"}, "measures"),
        (Sort.PARTY, {"instrument": "NONE"}, "instrument"),
        (Sort.PARTY, {"place": "ZZ"}, "place"),
        (Sort.PARTY, {"deposited": ""}, "bound"),
        (Sort.PARTY, {"deposited": "1 March"}, "deposited"),
        (Sort.PARTY, {"bound": "2010-03-31", "ended": "2010-03-30"}, "ended"),
        (Sort.PARTY, {"act": "chance"}, "act"),
        (Sort.NOTIFICATION, {"value": "English"}, "value"),
        (Sort.NOTIFICATION, {"article": "44(6)", "value": "perhaps"}, "value"),
        (Sort.NOTIFICATION, {"article": "44(6)", "value": "conditional"}, "condition_en"),
        (Sort.NOTIFICATION, {"valid_from": "2010-01-01", "valid_to": "2010-01-01"}, "valid_to"),
        (Sort.DECLARATION, {"effect": "some"}, "effect"),
        (Sort.DECLARATION, {"kinds": "spying"}, "kinds"),
        (Sort.PAIR, {"other": "KE"}, "other"),
        (Sort.PAIR, {"status": "good"}, "status"),
        (Sort.RULE, {"article": ""}, "article"),
        (Sort.RULE, {"source": ""}, "source"),
        (Sort.RULE, {"source_date": ""}, "source_date"),
        (Sort.RULE, {"text_en": "only in English"}, "text_zh"),
    ],
)
def test_a_wrong_cell_is_named(sort, changed, column):
    entered, problems = read(good(sort, **changed))
    assert entered is None
    assert problems[0].column == column
    assert problems[0].text.zh


def test_a_row_of_no_sort_is_refused():
    assert read({"sort": "gossip"})[1][0].column == "sort"


CELL = st.one_of(
    st.text("KEamo01-:;, \n（", max_size=8), st.sampled_from(["KE", "UNCAC", "yes", "mla", "2020-01-01", "44(6)"])
)


@given(st.sampled_from(Sort), st.dictionaries(st.sampled_from(ALL_COLUMNS[1:]), CELL, max_size=8))
def test_any_cells_are_read_or_named_and_nothing_else_happens(sort, cells):
    entered, problems = read({**good(sort), **cells})
    assert (entered is None) is bool(problems)
    assert all(one.column in COLUMNS[sort] for one in problems)


@given(st.sampled_from(Sort))
def test_two_facts_about_the_same_have_one_subject(sort):
    (first, *_), (second, *_) = read(good(sort))[0].rows, read(good(sort, source="another"))[0].rows
    assert subject_of(first) == subject_of(second)


def test_what_is_no_fact_of_the_table_is_told():
    with pytest.raises(TypeError):
        subject_of(Place("KE", None))
