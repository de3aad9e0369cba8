"""De minimis: a rule points to a ground that is open, and to none that is not; an unclear figure says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.languages import Text
from comity.law.assistance import KINDS, coercive
from comity.law.basis.named import Named
from comity.law.errors import RuleViolation
from comity.law.grounds import DualCriminality, is_open
from comity.law.trifling import Matter, Threshold, amount_of, check_thresholds, check_treaties, lifted, trifling

RULE = Threshold(currency="XBC", below=Decimal(1000))
ASKED = {"module": "", "currency": "XBC", "state": "XB", "dual": DualCriminality.MET}


def matter(*, offences=(), **changes) -> Matter:
    return Matter(offences=frozenset(offences), **changes)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1,250.50", "1250.50"), ("1.250,50", "1250.50"), ("about 3 000", "3000"), ("约 3 000", "3000"), ("900", "900"),
     ("10.000", "10000"), ("1,000,000", "1000000"), ("12.5", "12.5"), ("1'000", "1000"), ("999 XBC", "999")],
)  # fmt: skip
def test_a_figure_is_read_as_it_is_written(text, amount):
    assert amount_of(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "3 million", "3万", "10 to 20", "1.2.3", "1,2,3.4.5", "-5", "half", "1e9", "٣"])
def test_a_figure_that_is_unclear_is_none(text):
    assert amount_of(text) is None


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_none(text):
    found = amount_of(text)
    assert found is None or (found.is_finite() and found >= 0)


@given(st.integers(0, 10**9))
def test_grouping_does_not_change_an_amount(number):
    assert amount_of(f"{number:,}") == amount_of(f"{number:,}".replace(",", ".")) == amount_of(str(number)) == number


def test_property_below_the_limit_points_to_article_55_7():
    found = trifling([RULE], matter(kind="ASSET_RECOVERY", value="400", **ASKED))
    assert found is not None
    assert (found.ground.code, found.ground.article) == ("DE_MINIMIS_PROPERTY", "55(7)")
    assert found.text.en.startswith("The value named, 400 XBC, is below 1,000 XBC")


def test_other_help_points_to_46_9_b_only_without_dual_criminality_and_coercion():
    asked = {**ASKED, "dual": DualCriminality.NOT_MET}
    found = trifling([RULE], matter(kind="SERVICE", value="400", **asked))
    assert found is not None
    assert found.ground.article == "46(9)(b)"
    assert trifling([RULE], matter(kind="SERVICE", value="400", **ASKED)) is None


@given(
    st.sampled_from(sorted(KINDS)), st.sampled_from(DualCriminality), st.integers(0, 5000), st.integers(1, 5000),
    st.tuples(st.sampled_from(["XBC", "XCC"]), st.sampled_from(["XB", "XC"])),
)  # fmt: skip
def test_a_rule_never_points_to_a_ground_that_is_not_open(kind, dual, amount, limit, asker):
    currency, state = asker
    rule = Threshold(currency="XBC", below=Decimal(limit), except_states=frozenset({"XC"}))
    found = trifling([rule], matter(kind=kind, module="", value=str(amount), currency=currency, state=state, dual=dual))
    if found is None:
        return
    assert amount < limit
    assert (currency, state) == ("XBC", "XB")
    assert is_open(found.ground, kind=kind, coercive=coercive(kind, ""), dual=dual)


def test_an_offence_that_is_never_trifling_keeps_the_whole_request_from_being_so():
    rule = Threshold(currency="XBC", below=Decimal(1000), except_offences=frozenset({"15"}))
    assert trifling([rule], matter(kind="ASSET_RECOVERY", value="400", **ASKED, offences=["23", "15"])) is None
    assert trifling([rule], matter(kind="ASSET_RECOVERY", value="400", **ASKED, offences=["23"])) is not None
    assert (
        trifling([rule, RULE], matter(kind="ASSET_RECOVERY", value="400", **ASKED, offences=["15"])).threshold is RULE
    )
    with pytest.raises(RuleViolation, match="E_THRESHOLD"):
        check_thresholds([Threshold(currency="XBC", below=Decimal(1), except_offences=frozenset({"bribery"}))])


def test_another_currency_and_an_excepted_state_say_nothing():
    assert trifling([RULE], matter(kind="ASSET_RECOVERY", value="400", **{**ASKED, "currency": "XCC"})) is None
    rule = Threshold(currency="XBC", below=Decimal(1000), except_states=frozenset({"XB"}))
    assert trifling([rule], matter(kind="ASSET_RECOVERY", value="400", **ASKED)) is None
    only = Threshold(currency="XBC", below=Decimal(1000), kinds=frozenset({"SERVICE"}))
    assert trifling([only], matter(kind="ASSET_RECOVERY", value="400", **ASKED)) is None


TREATY = Named("ETS-30", Text("Assistance Convention", "协助公约"))
CODES = st.frozensets(st.sampled_from(["ETS-30", "UNTOC", "XA-XB-2011"]))
BASES = st.sampled_from([Named(), TREATY, Named("UNTOC", Text("Crime Convention", "犯罪公约")), Named(unknown=True)])


@given(st.lists(st.tuples(st.integers(1, 5000), CODES), max_size=4), st.integers(0, 5000), BASES)
def test_an_excepted_treaty_never_makes_a_rule_apply_that_did_not(given_rules, amount, basis):
    rules = [Threshold(currency="XBC", below=Decimal(least), except_treaties=codes) for least, codes in given_rules]
    asked = matter(kind="ASSET_RECOVERY", value=str(amount), **ASKED, basis=basis)
    found, away = trifling(rules, asked), lifted(rules, asked)
    plain = trifling([replace(one, except_treaties=frozenset()) for one in rules], asked)
    assert found is None or plain is not None
    assert found is None or basis.code not in found.threshold.except_treaties
    assert (found is None and plain is not None) == (away is not None), "it is said why a rule does not apply"


def test_a_treaty_takes_a_rule_away_and_the_text_names_it():
    rule = replace(RULE, except_treaties=frozenset({"ETS-30"}))
    asked = matter(kind="ASSET_RECOVERY", value="400", **ASKED, basis=TREATY)
    away = lifted([rule], asked)
    assert trifling([rule], asked) is None
    assert away is not None
    assert "rests on this instrument: Assistance Convention" in away.text.en
    assert "协助公约" in away.text.zh
    assert trifling([rule, RULE], asked).threshold is RULE
    assert lifted([rule, RULE], asked) is None


def test_a_treaty_that_cannot_be_told_leaves_the_rule_and_asks_to_find_out():
    rule = replace(RULE, except_treaties=frozenset({"ETS-30"}))
    asked = matter(kind="ASSET_RECOVERY", value="400", **ASKED, basis=Named(unknown=True))
    assert "rest on ETS-30" in trifling([rule], asked).text.en
    assert "find out" not in trifling([RULE], asked).text.en


DAYS = st.dates(date(1990, 1, 1), date(2026, 12, 31))
RULES = st.lists(
    st.builds(
        lambda below, years, codes: Threshold(
            currency="XBC" if below else "", below=Decimal(below) if below else None, older_than_years=years,
            except_treaties=codes,
        ),
        st.one_of(st.none(), st.integers(1, 5000)), st.one_of(st.none(), st.integers(1, 30)), CODES,
    ),
    max_size=4,
)  # fmt: skip
MATTERS = st.builds(
    lambda kind, dual, amount, basis: matter(kind=kind, value=str(amount), **{**ASKED, "dual": dual}, basis=basis),
    st.sampled_from(sorted(KINDS)), st.sampled_from(DualCriminality), st.integers(0, 5000), BASES,
)  # fmt: skip


@given(RULES, MATTERS, DAYS)
def test_without_a_day_age_never_matters(rules, asked, day):
    by_amount = [replace(one, older_than_years=None) for one in rules]
    for known in ({"ended": day}, {"asked": day}, {}):
        found, plain = trifling(rules, replace(asked, **known)), trifling(by_amount, asked)
        assert (found and found.text) == (plain and plain.text)


@given(RULES, MATTERS, DAYS, DAYS, st.integers(0, 20_000))
def test_older_conduct_never_turns_what_is_trifling_into_what_is_not(rules, asked, ended, came, more):
    younger = trifling(rules, replace(asked, ended=ended, asked=came))
    older = trifling(rules, replace(asked, ended=ended - timedelta(days=more), asked=came))
    assert younger is None or older is not None


@given(RULES, MATTERS, DAYS, DAYS)
def test_age_never_points_to_the_value_of_property_and_only_to_what_is_open(rules, asked, ended, came):
    found = trifling([replace(one, currency="", below=None) for one in rules], replace(asked, ended=ended, asked=came))
    if found is not None:
        assert found.ground.code == "DE_MINIMIS"
        assert is_open(found.ground, kind=asked.kind, coercive=coercive(asked.kind, ""), dual=asked.dual)


def test_conduct_is_older_only_after_the_whole_years():
    rule = Threshold(older_than_years=10)
    check_thresholds([rule])
    asked = matter(kind="SERVICE", value="", **{**ASKED, "dual": DualCriminality.NOT_MET}, ended=date(2016, 2, 29))
    assert trifling([rule], replace(asked, asked=date(2026, 2, 28))) is None
    found = trifling([rule], replace(asked, asked=date(2026, 3, 1)))
    assert "The conduct ended on 2016-02-29: when the request came it was older than 10 years" in found.text.en
    assert "2016-02-29" in found.text.zh
    assert trifling([rule], replace(asked, asked=date(2026, 3, 1), dual=DualCriminality.MET)) is None
    away = lifted(
        [replace(rule, except_treaties=frozenset({"ETS-30"}))], replace(asked, asked=date(2026, 3, 1), basis=TREATY)
    )
    assert "older than 10 years (it ended on 2016-02-29), but the request rests on" in away.text.en


def test_a_code_of_an_instrument_that_nobody_knows_is_refused():
    rule = replace(RULE, except_treaties=frozenset({"ETS-30", "XA-XB-2011"}))
    check_treaties([rule], {"ETS-30", "XA-XB-2011"})
    with pytest.raises(RuleViolation, match="E_TREATY") as refused:
        check_treaties([RULE, rule], {"ETS-30"})
    assert "known here: XA-XB-2011." in refused.value.text.en
    assert "XA-XB-2011" in refused.value.text.zh


@pytest.mark.parametrize(
    "bad",
    [Threshold(currency="xbc", below=Decimal(1)), Threshold(currency="XB", below=Decimal(1)),
     Threshold(currency="XBC", below=Decimal(0)), Threshold(currency="XBC", below=Decimal("NaN")),
     Threshold(currency="XBC", below=Decimal(1), kinds=frozenset({"NONSENSE"})),
     Threshold(), Threshold(currency="XBC", older_than_years=5), Threshold(older_than_years=101),
     Threshold(currency="XBC", below=Decimal(1), except_treaties=frozenset({"the treaty"}))],
)  # fmt: skip
def test_a_threshold_that_means_nothing_is_refused(bad):
    with pytest.raises(RuleViolation, match="E_THRESHOLD"):
        check_thresholds([bad])
