"""The rows that a legal basis stands on: who is bound when, what was notified when, and what must not look certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.languages import Text
from comity.law.facts import (
    Facts,
    Family,
    Instrument,
    Kind,
    Notification,
    PairRelation,
    PairStatus,
    Participation,
    Place,
    Rule,
    RuleValue,
    Standing,
    StateRule,
    bound_from,
)

IN_FORCE = date(2005, 12, 14)
READ = date(2020, 1, 1)
SOURCE = {"source": "list of parties", "date": READ, "verified": True}
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
UNCAC = Instrument(
    code="UNCAC",
    name=Text("the Convention", "《公约》"),
    family=Family.UNCAC,
    articles={Kind.MLA: ("46",)},
    in_force=IN_FORCE,
    listed_until=READ,
    **SOURCE,
)


def party(place="XA", **given):
    return Participation(instrument="UNCAC", place=place, **{"bound": date(2010, 1, 1), **SOURCE, **given})


def test_bound_from_is_the_thirtieth_day_after_the_deposit_art_68_2():
    assert bound_from(date(2010, 3, 1), IN_FORCE) == date(2010, 3, 31)


def test_bound_from_is_the_entry_into_force_for_the_first_thirty_art_68_1():
    assert bound_from(date(2004, 6, 1), IN_FORCE) == IN_FORCE


@given(DAYS, DAYS)
def test_who_is_bound_stays_bound_without_a_withdrawal(bound, day):
    facts = Facts(instruments=[UNCAC], participations=[party(bound=bound)])
    if facts.position("UNCAC", "XA", day).bound:
        assert facts.position("UNCAC", "XA", day + timedelta(days=1)).bound


@pytest.mark.parametrize(
    ("row", "day", "standing"),
    [
        (party(bound=None, signed=date(2009, 1, 1)), date(2010, 1, 1), Standing.SIGNED),
        (party(bound=None, signed=date(2009, 1, 1)), date(2008, 1, 1), Standing.NO_PARTY),
        (party(deposited=date(2009, 12, 2)), date(2009, 12, 31), Standing.NOT_YET),
        (party(deposited=date(2009, 12, 2)), date(2009, 12, 1), Standing.NO_PARTY),
        (party(), date(2010, 1, 1), Standing.BOUND),
        (party(ended=date(2015, 1, 1)), date(2014, 12, 31), Standing.BOUND),
        (party(ended=date(2015, 1, 1)), date(2015, 1, 1), Standing.WITHDRAWN),
    ],
)
def test_position_on_a_day(row, day, standing):
    found = Facts(instruments=[UNCAC], participations=[row]).position("UNCAC", "XA", day)
    assert (found.standing, found.rows, found.sure) == (standing, (row,), True)


@given(st.lists(st.tuples(st.sampled_from(["XA", "XB"]), st.dates(date(2003, 1, 1), date(2025, 1, 1))), min_size=2))
def test_what_was_asked_before_does_not_change_an_answer(asked):
    def facts():
        places = [Place("XA", Text("Alpha", "甲国")), Place("XB", Text("Beta", "乙国"))]
        return Facts(places=places, instruments=[UNCAC], participations=[party()])

    once = facts()
    for place, day in asked:
        assert once.position("UNCAC", place, day) == facts().position("UNCAC", place, day)


def test_a_place_without_a_row_is_no_party_only_while_the_list_is_complete():
    facts = Facts(instruments=[UNCAC])
    assert facts.position("UNCAC", "XA", READ).standing is Standing.NO_PARTY
    after = facts.position("UNCAC", "XA", READ + timedelta(days=1))
    assert (after.standing, after.sure) == (Standing.UNKNOWN, False)


def test_a_territory_without_a_row_is_unknown_whatever_its_state_is_bound_by():
    facts = Facts(
        instruments=[UNCAC],
        places=[Place("XA", Text("Alpha", "甲国")), Place("XT", Text("Territory", "领土"), part_of="XA")],
        participations=[party()],
    )
    assert facts.position("UNCAC", "XT", READ).standing is Standing.UNKNOWN


@pytest.mark.parametrize("other", [party(bound=date(2012, 1, 1)), party(disputed=True), party(ended=date(2011, 1, 1))])
def test_rows_that_contradict_or_are_disputed_are_not_sure(other):
    facts = Facts(instruments=[UNCAC], participations=[party(), other])
    assert not facts.position("UNCAC", "XA", date(2011, 6, 1)).sure


def test_rows_that_contradict_say_so_and_rows_that_agree_do_not():
    later = date(2011, 6, 1)
    for other, conflict in ((party(bound=date(2012, 1, 1)), True), (party(bound=date(2010, 6, 1)), False)):
        facts = Facts(instruments=[UNCAC], participations=[party(), other])
        assert facts.position("UNCAC", "XA", later).conflict is conflict


REGION = Instrument(
    code="R", name=Text("r", "区"), family=Family.REGIONAL, articles={Kind.MLA: ("1",)},
    topics=frozenset({Kind.EXTRADITION}), open_to=frozenset({"one_group", "XC"}), **SOURCE,
)  # fmt: skip
PLACES = [Place(code, Text(code, code), group=group) for code, group in (("XA", "one_group"), ("XB", ""), ("XC", ""))]


@pytest.mark.parametrize(
    ("instrument", "rows", "kind", "pair", "open_"),
    [
        (REGION, [], Kind.MLA, ("XA", "XC"), True),
        (REGION, [], Kind.MLA, ("XA", "XB"), False),
        (REGION, [], Kind.FREEZE, ("XA", "XC"), False),
        (REGION, [("XA",), ("XC",)], Kind.MLA, ("XA", "XC"), False),
        (REGION, [("XA",), ("XC",)], Kind.EXTRADITION, ("XA", "XC"), True),
        (REGION, [("XA",)], Kind.MLA, ("XA", "XC"), True),
        (replace(REGION, listed_until=READ), [("XA",)], Kind.MLA, ("XA", "XC"), False),
        (replace(REGION, protocol_to="S"), [], Kind.MLA, ("XA", "XC"), False),
        (replace(REGION, family=Family.SCHEME), [], Kind.MLA, ("XA", "XC"), False),
        (replace(REGION, open_to=frozenset()), [], Kind.MLA, ("XA", "XB"), True),
    ],
)
def test_a_treaty_is_an_open_question_where_it_may_bind_both_and_that_is_not_recorded(
    instrument, rows, kind, pair, open_
):
    bound = [replace(party(place), instrument="R") for (place,) in rows]
    facts = Facts(places=PLACES, instruments=[instrument], participations=bound)
    assert facts.open_questions(kind, *pair, READ) == ((instrument,) if open_ else ())
    assert facts.open_questions(kind, *reversed(pair), READ) == ((instrument,) if open_ else ())


def test_an_unverified_row_answers_but_is_not_sure():
    found = Facts(instruments=[UNCAC], participations=[party(verified=False)]).position("UNCAC", "XA", READ)
    assert found.bound
    assert not found.sure


def notification(value, **given):
    return Notification(place="XB", article="44(6)", value=value, **{**SOURCE, **given})


def test_a_notification_answers_as_it_stood_on_the_day():
    facts = Facts(
        notifications=[
            notification("no", valid_to=date(2015, 1, 1)),
            notification("yes", valid_from=date(2015, 1, 1)),
        ]
    )
    assert facts.notified("XB", "44(6)", date(2014, 12, 31)).value == "no"
    assert facts.notified("XB", "44(6)", date(2015, 1, 1)).value == "yes"


def test_notifications_that_contradict_give_no_value():
    found = Facts(notifications=[notification("no"), notification("yes")]).notified("XB", "44(6)", READ)
    assert (found.value, found.sure, found.conflict, len(found.rows)) == (None, False, True, 2)


def test_what_is_not_known_is_no_value_and_no_conflict():
    found = Facts().notified("XB", "44(6)", READ)
    assert (found.value, found.sure, found.conflict, found.rows) == (None, False, False, ())


def test_who_had_only_signed_when_the_list_was_read_is_unknown_later():
    row = party(bound=None, signed=date(2009, 1, 1))
    facts = Facts(instruments=[UNCAC], participations=[row])
    assert facts.position("UNCAC", "XA", READ).standing is Standing.SIGNED
    later = facts.position("UNCAC", "XA", READ + timedelta(days=1))
    assert (later.standing, later.rows, later.sure) == (Standing.UNKNOWN, (row,), False)


@given(st.sampled_from(["XA", "XB"]), DAYS)
def test_a_pair_is_the_same_from_both_sides(first, day):
    row = PairRelation(instrument="UNCAC", one="XB", other="XA", status=PairStatus.SUSPENDED, **SOURCE)
    second = {"XA": "XB", "XB": "XA"}[first]
    assert Facts(pairs=[row]).relations("UNCAC", first, second, day) == (row,)


def test_an_instrument_names_an_article_for_each_kind_it_covers():
    with pytest.raises(ValueError, match="no article"):
        Instrument(code="T", name=Text("t", "条"), family=Family.BILATERAL, articles={Kind.MLA: ()}, **SOURCE)


def test_a_rule_of_a_state_names_its_provision():
    with pytest.raises(ValueError, match="no provision"):
        StateRule(place="XB", rule=Rule.MLA_WITHOUT_TREATY, value=RuleValue.YES, article="", **SOURCE)


def test_every_row_says_itself_in_both_languages():
    rows = [
        party(),
        party(bound=None),
        notification("yes"),
        PairRelation(instrument="UNCAC", one="XB", other="XA", status=PairStatus.SUSPENDED, **SOURCE),
        StateRule(place="XB", rule=Rule.MLA_WITHOUT_TREATY, value=RuleValue.YES, article="s. 1", **SOURCE),
    ]
    for row in rows:
        assert row.statement.en
        assert row.statement.zh != row.statement.en


@pytest.mark.parametrize(
    ("rows", "pairs", "since"),
    [
        ([party(), party("XB", bound=date(2012, 3, 1))], [], date(2012, 3, 1)),
        ([party(bound=date(2001, 1, 1)), party("XB", bound=date(2002, 1, 1))], [], UNCAC.in_force),
        ([party(), party("XB")], [(PairStatus.IN_FORCE, date(2014, 5, 1))], date(2014, 5, 1)),
        ([party(), party("XB")], [(PairStatus.SUSPENDED, date(2014, 5, 1))], date(2010, 1, 1)),
        ([party(), party("XB", bound=None)], [], None),
        ([party()], [], None),
    ],
)
def test_since_when_an_instrument_is_in_force_between_two_is_the_last_of_what_it_needs(rows, pairs, since):
    relations = [
        PairRelation(instrument="UNCAC", one="XB", other="XA", status=status, valid_from=begun, **SOURCE)
        for status, begun in pairs
    ]
    facts = Facts(instruments=[UNCAC], participations=rows, pairs=relations)
    assert facts.in_force_since("UNCAC", "XA", "XB", READ) == since
    assert facts.in_force_since("UNCAC", "XB", "XA", READ) == since
