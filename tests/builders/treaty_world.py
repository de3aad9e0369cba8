"""An invented world of treaties: each place stands for one situation of law. All codes are free for users of ISO 3166.

XA asks most of the questions; it has listed all its treaties. Unless said otherwise a place is bound by the Convention
from 2006, and its rows are verified.
"""

from __future__ import annotations

from datetime import date

from comity.kernel.languages import Text
from comity.law.facts import (
    Act,
    Declaration,
    Effect,
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
    StateRule,
)

READ = date(2026, 6, 1)
TODAY = READ
SOURCE = {"source": "made for tests", "date": READ, "verified": True}
FIRST = date(2005, 12, 14)
SINCE = date(2006, 1, 1)

PARTIES = [*(f"X{letter}" for letter in "ABCDEFGHIJKSVWXYZ"), *(f"Q{letter}" for letter in "MNOPQ")]
NO_PARTY = ["XM", "XN", "XO", "QR", "QS"]
YES, NO, RECIPROCITY = RuleValue.YES, RuleValue.NO, RuleValue.ON_RECIPROCITY


def instrument(code, family, articles, **given):
    return Instrument(
        code=code, name=Text(f"treaty {code}", f"{code}条约"), family=family, articles=articles, **{**SOURCE, **given}
    )


def party(code, place, bound=SINCE, **given):
    return Participation(instrument=code, place=place, bound=bound, **{**SOURCE, **given})


def rule(place, which, value, **given):
    return StateRule(place=place, rule=which, value=value, article=f"Act of {place} s. 1", **{**SOURCE, **given})


def notified(place, value, article="44(6)", **given):
    return Notification(place=place, article=article, value=value, **{**SOURCE, **given})


def pair(code, one, other, status, **given):
    return PairRelation(instrument=code, one=one, other=other, status=status, **{**SOURCE, **given})


UNCAC = instrument("UNCAC", Family.UNCAC, dict.fromkeys(Kind, ("1",)), in_force=FIRST, listed_until=READ)
INSTRUMENTS = [
    UNCAC,
    instrument(
        "UNTOC",
        Family.UNIVERSAL,
        {Kind.MLA: ("18",), Kind.EXTRADITION: ("16",), Kind.CONFISCATE: ("13",), Kind.LAW_ENFORCEMENT: ("27",)},
        listed_until=READ,
        condition=Text("an organized criminal group took part", "有组织犯罪集团参与"),
    ),
    instrument(
        "XA-XJ",
        Family.BILATERAL,
        {Kind.MLA: ("1", "2"), Kind.EXTRADITION: ("20",)},
        measures=frozenset({"DOCUMENTS", "SERVICE"}),
    ),
    instrument("XA-QQ", Family.BILATERAL, {Kind.EXTRADITION: ("2",)}, offences=frozenset({"17"})),
    instrument("XA-QS", Family.BILATERAL, {Kind.EXTRADITION: ("2",)}, offences=frozenset({"17"})),
    instrument("XA-XK", Family.BILATERAL, {Kind.MLA: ("1",)}),
    instrument("XA-QM", Family.BILATERAL, {Kind.MLA: ("1",)}, condition=Text("the offence is grave", "犯罪情节严重")),
    instrument(
        "REGIO",
        Family.REGIONAL,
        dict.fromkeys(Kind, ("3",)),
        no_dual_criminality=frozenset({Kind.MLA}),
        fiscal_refusal=True,
        is_own_basis=True,
    ),
    instrument("XA-XW-MOU", Family.MEMORANDUM, {Kind.LAW_ENFORCEMENT: ("4",), Kind.MLA: ("5",)}),
    instrument("XA-QN", Family.BILATERAL, {Kind.MLA: ("1",)}),
    instrument("XA-QR", Family.BILATERAL, {Kind.MLA: ("1",)}, measures=frozenset({"SERVICE"})),
]
PARTICIPATIONS = [
    *(party("UNCAC", place) for place in PARTIES),
    party("UNCAC", "XL", None, signed=date(2005, 1, 1)),
    party("UNCAC", "XP", date(2010, 6, 1), deposited=date(2010, 5, 2), act=Act.ACCESSION),
    party("UNCAC", "XQ", ended=date(2020, 1, 1)),
    party("UNCAC", "XR", verified=False),
    party("UNCAC", "XU", act=Act.EXTENSION),
    *(party("UNTOC", place) for place in ("XA", "XO", "XB")),
    *(
        party(code, place)
        for code in ("XA-XJ", "XA-XK", "XA-QM", "XA-QR", "XA-QQ", "XA-QS")
        for place in code.split("-")
    ),
    *(party("XA-XW-MOU", place) for place in ("XA", "XW")),
    party("XA-QN", "XA"),
    party("XA-QN", "QN", None, signed=date(2009, 1, 1)),
    *(party("REGIO", place) for place in ("XA", "XV", "QP")),
]
NOTIFICATIONS = [
    notified("XB", "yes"),
    notified("XC", "no"),
    notified("XD", "silent"),
    notified("XE", "conditional", condition=Text("reciprocity is assured", "互惠得到保证")),
    notified("XH", "yes"),
    notified("XH", "no"),
    notified("XI", "no", valid_to=date(2015, 1, 1)),
    notified("XI", "yes", valid_from=date(2015, 1, 1)),
    notified("XY", "yes", verified=False),
    notified("XX", "yes"),
]
NEEDS = Rule.EXTRADITION_NEEDS_TREATY
RULES = [
    rule("XA", Rule.TREATIES_LISTED, YES),
    *(rule(place, NEEDS, YES) for place in ("XB", "XC", "XD", "XE", "XH", "XI", "XY", "XX", "QR", "QQ", "XA")),
    rule("XF", NEEDS, NO),
    rule("QO", NEEDS, YES),
    rule("QO", NEEDS, NO),
    rule("XB", Rule.EXTRADITES_NATIONALS, NO),
    rule("XF", Rule.WAIVES_DUAL_CRIMINALITY, YES),
    rule("XL", Rule.MLA_WITHOUT_TREATY, YES),
    rule("XL", Rule.EXTRADITION_WITHOUT_TREATY, RECIPROCITY),
    rule("XM", Rule.MLA_WITHOUT_TREATY, RECIPROCITY),
    rule("XM", Rule.CONFISCATION_WITHOUT_TREATY, NO),
    rule("XM", Rule.POLICE_WITHOUT_TREATY, YES),
    rule("XO", Rule.MLA_WITHOUT_TREATY, NO),
    rule("QR", Rule.MLA_WITHOUT_TREATY, NO),
    rule("XB", Rule.MLA_WITHOUT_TREATY, YES),
    rule("XW", Rule.CONFISCATION_NEEDS_TREATY, YES),
    rule("XZ", Rule.NEEDS_IMPLEMENTING_LAW, YES),
    rule("XB", Rule.PROCEEDINGS_WITHOUT_TREATY, YES),
    rule("XC", Rule.PROCEEDINGS_WITHOUT_TREATY, NO),
    rule("XC", Rule.ADMINISTRATIVE_WITHOUT_TREATY, NO),
    rule("QM", Rule.MLA_WITHOUT_TREATY, YES, verified=False),
    rule("QS", Rule.MLA_WITHOUT_TREATY, YES, verified=False),
]
DECLARATIONS = [
    Declaration(
        instrument="UNCAC",
        place="XX",
        article="44",
        effect=Effect.EXCLUDES,
        kinds=frozenset({Kind.EXTRADITION}),
        **SOURCE,
    ),
    Declaration(instrument="UNCAC", place="XB", article="66(2)", effect=Effect.NONE, **SOURCE),
    Declaration(
        instrument="UNCAC",
        place="XX",
        article="46(14)",
        effect=Effect.CONDITION,
        kinds=frozenset({Kind.MLA}),
        **SOURCE,
    ),
]
PAIRS = [
    pair("UNCAC", "XA", "XS", PairStatus.EXCLUDED_BY_DECLARATION),
    pair("XA-XK", "XA", "XK", PairStatus.UNCAC_IN_LIEU, valid_from=date(2012, 1, 1)),
    pair("REGIO", "XA", "QP", PairStatus.SUSPENDED, valid_from=date(2015, 1, 1), valid_to=date(2018, 1, 1)),
]
PLACES = [
    *(Place(code, Text(f"State {code}", f"{code}国")) for code in (*PARTIES, *NO_PARTY, "XL", "XP", "XQ", "XR")),
    Place("XT", Text("Territory XT", "XT领土"), part_of="XB"),
    Place("XU", Text("Territory XU", "XU领土"), part_of="XB"),
]


def treaty_world() -> Facts:
    """Return the whole world."""
    return Facts(
        places=PLACES,
        instruments=INSTRUMENTS,
        participations=PARTICIPATIONS,
        notifications=NOTIFICATIONS,
        declarations=DECLARATIONS,
        pairs=PAIRS,
        rules=RULES,
    )
