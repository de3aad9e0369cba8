"""Worked scenarios of the legal basis: each with its answer argued from the treaty in one line.

The world is `tests.builders.treaty_world`. A scenario names the lead by its instrument and one article that must be
cited, the warnings that must be there, and whether the answer may look certain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest
from tests.builders.treaty_world import TODAY, treaty_world

from comity.law.basis import BasisMode, Question, find_bases
from comity.law.facts import Kind

WORLD = treaty_world()
MLA, EXT, FRZ, CON = Kind.MLA, Kind.EXTRADITION, Kind.FREEZE, Kind.CONFISCATE
LAW, JIT, SPT = Kind.LAW_ENFORCEMENT, Kind.JOINT_INVESTIGATION, Kind.SPECIAL_TECHNIQUE
PER, PRO, CIV = Kind.TRANSFER_PERSON, Kind.TRANSFER_PROCEEDINGS, Kind.CIVIL_ADMINISTRATIVE


@dataclass(frozen=True)
class Case:
    """One scenario; `why` is the argument from the treaty."""

    why: str
    kind: Kind
    asking: str
    asked: str
    mode: str
    lead: tuple[str, str] | None = None
    told: tuple[str, ...] = ()
    certain: bool = True
    asks: dict[str, object] = field(default_factory=dict)
    others: tuple[tuple[str, str], ...] = ()


def on(year, month=6, day=1):
    return {"on": date(year, month, day)}


CASES = [
    # mutual legal assistance: M0 to M7
    Case("46(7): no treaty binds both, so 9-29 apply by themselves", MLA, "XA", "XB", "uncac_mini_treaty",
         ("UNCAC", "46(9)-(29)")),
    Case("46(7): the same the other way round", MLA, "XB", "XA", "uncac_mini_treaty", ("UNCAC", "46(7)")),
    Case("46(6): an obligation under UNTOC stands beside, it does not displace", MLA, "XA", "XB", "uncac_mini_treaty",
         ("UNCAC", "46(1)"), ("TREATY_CONDITION",), others=(("UNTOC", "treaty"), ("XB", "domestic"))),
    Case("46(7): bound by a treaty of assistance, its provisions apply", MLA, "XA", "XJ", "treaty",
         ("XA-XJ", "XA-XJ 1"), ("IN_LIEU_POSSIBLE",)),
    Case("46(7): both agreed for this case to use 9-29 in lieu", MLA, "XA", "XJ", "uncac_in_lieu",
         ("UNCAC", "46(7)"), asks={"in_lieu": True}, others=(("XA-XJ", "treaty"),)),
    Case("46(7): a standing agreement to use 9-29 in lieu", MLA, "XA", "XK", "uncac_in_lieu", ("UNCAC", "46(9)-(29)")),
    Case("46(7): the standing agreement is of 2012, in 2011 the treaty leads", MLA, "XA", "XK", "treaty",
         ("XA-XK", "46(7)"), asks=on(2011)),
    Case("46(7): what the treaty does not cover is left to the Convention", MLA, "XA", "XJ", "treaty",
         ("XA-XJ", "XA-XJ 1"), ("LEFT_TO_CONVENTION",), asks={"measures": ("DOCUMENTS", "SEARCH_SEIZE_FREEZE")},
         others=(("UNCAC", "uncac_mini_treaty"),)),
    Case("46(7): every measure is covered, nothing is left", MLA, "XA", "XJ", "treaty", ("XA-XJ", "46(7)"),
         ("BANK_RECORDS",), asks={"measures": ("DOCUMENTS",)}),
    Case("46(7): a treaty with a condition displaces only if it is met: find out", MLA, "XA", "QM",
         "uncac_mini_treaty", ("UNCAC", "46(7)"), ("TREATY_CONDITION_DECIDES",), certain=False,
         others=(("XA-QM", "treaty"),)),
    Case("46(7): a treaty that only one side is bound by does not bind both", MLA, "XA", "QN", "uncac_mini_treaty",
         ("UNCAC", "46(7)")),
    Case("48(2): a memorandum between agencies is no treaty of assistance", MLA, "XA", "XW", "uncac_mini_treaty",
         ("UNCAC", "46(7)")),
    Case("46(7): a regional treaty of assistance leads as a bilateral one does", MLA, "XA", "XV", "treaty",
         ("REGIO", "REGIO 3"), ("FISCAL",)),
    Case("46(7): a treaty suspended between both does not bind them", MLA, "XA", "QP", "uncac_mini_treaty",
         ("UNCAC", "46(7)"), asks=on(2016)),
    Case("46(7): after the suspension it binds again", MLA, "XA", "QP", "treaty", ("REGIO", "46(7)"), asks=on(2018)),
    Case("46(7): neither side has listed its treaties, one may displace 9-29", MLA, "XY", "XZ", "uncac_mini_treaty",
         ("UNCAC", "46(7)"), ("TREATIES_NOT_LISTED", "NEEDS_IMPLEMENTING_LAW"), certain=False),
    Case("67, 68: a signature binds nobody; the law of the asked State carries it", MLA, "XA", "XL", "domestic",
         ("XL", "XL Act of XL s. 1"), ("SIGNED_ONLY",)),
    Case("68(2): no party; help on reciprocity by its law (M6)", MLA, "XA", "XM", "domestic",
         ("XM", "XM Act of XM s. 1"), ("NO_PARTY", "RECIPROCITY")),
    Case("68(2): no party, its law unknown: ask (M6)", MLA, "XA", "XN", "ask", None,
         ("NO_PARTY", "DOMESTIC_UNKNOWN", "NO_FORMAL_BASIS"), certain=False),
    Case("46(6): no party to this Convention, but UNTOC binds both where its condition is met (M5)", MLA, "XA", "XO",
         "treaty", ("UNTOC", "UNTOC 18"), ("NO_PARTY", "TREATY_CONDITION_DECIDES"), certain=False),
    Case("M7: no party, no treaty for search, its law forbids", MLA, "XN", "QR", "none", None,
         ("NO_PARTY", "DOMESTIC_NO", "NO_FORMAL_BASIS", "TREATIES_NOT_LISTED"), certain=False),
    Case("M5: a bilateral treaty carries non-parties too", MLA, "XA", "QR", "treaty", ("XA-QR", "XA-QR 1"),
         asks={"measures": ("SERVICE",)}),
    Case("M5: what that treaty leaves out has no basis at all", MLA, "XA", "QR", "treaty", ("XA-QR", "XA-QR 1"),
         ("LEFT_WITHOUT_BASIS",), asks={"measures": ("STATEMENT",)}),
    Case("68(2): bound from the thirtieth day only", MLA, "XA", "XP", "ask", None,
         ("NOT_YET_BOUND", "DOMESTIC_UNKNOWN"), certain=False, asks=on(2010, 5, 31)),
    Case("68(2): on the thirtieth day it is bound", MLA, "XA", "XP", "uncac_mini_treaty", ("UNCAC", "46(7)"),
         asks=on(2010, 6, 1)),
    Case("68(2): before its deposit it is no party", MLA, "XA", "XP", "ask", None, ("NO_PARTY",), certain=False,
         asks=on(2010, 5, 1)),
    Case("70: withdrawal ends the bond", MLA, "XA", "XQ", "ask", None, ("WITHDRAWN",), certain=False),
    Case("70: until the withdrawal takes effect it stays bound", MLA, "XA", "XQ", "uncac_mini_treaty",
         ("UNCAC", "46(7)"), asks=on(2019, 12, 31)),
    Case("7.5: an exclusion between both removes the pair though both are parties", MLA, "XA", "XS", "ask", None,
         ("EXCLUDED", "DOMESTIC_UNKNOWN"), certain=False),
    Case("7.5: the exclusion touches no third State", MLA, "XB", "XS", "uncac_mini_treaty", ("UNCAC", "46(7)"),
         ("TREATIES_NOT_LISTED",), certain=False),
    Case("an unverified row decides: never certain", MLA, "XA", "XR", "uncac_mini_treaty", ("UNCAC", "46(7)"),
         ("UNVERIFIED",), certain=False),
    Case("66(2): a reservation on disputes blocks nothing", MLA, "XA", "XB", "uncac_mini_treaty", ("UNCAC", "46(7)")),
    Case("46(14): a declaration that sets a condition is told, and blocks nothing", MLA, "XA", "XX",
         "uncac_mini_treaty", ("UNCAC", "46(7)"), ("DECLARATION",)),
    Case("46(13): a territory to which nobody knows that it was extended", MLA, "XA", "XT", "ask", None,
         ("TERRITORY_UNKNOWN",), certain=False),
    Case("46(13): a territory to which it was extended", MLA, "XA", "XU", "uncac_mini_treaty", ("UNCAC", "46(7)")),
    Case("3(1): conduct that the Convention does not cover (M1)", MLA, "XA", "XB", "treaty", ("UNTOC", "UNTOC 18"),
         ("OUT_OF_SCOPE", "TREATY_CONDITION_DECIDES"), certain=False, asks={"offences": ("other",)}),
    Case("3(1): part of the conduct is covered", MLA, "XA", "XB", "uncac_mini_treaty", ("UNCAC", "46(7)"),
         ("PARTLY_OUT_OF_SCOPE",), asks={"offences": ("15", "other")}),
    Case("46(2): legal persons, to the fullest extent of the law", MLA, "XA", "XB", "uncac_mini_treaty",
         ("UNCAC", "46(1)"), ("LEGAL_PERSONS",), asks={"offences": ("26",)}),
    Case("20: illicit enrichment need only be considered, so dual criminality is at risk (43(2))", MLA, "XA", "XB",
         "uncac_mini_treaty", ("UNCAC", "46(7)"), ("DUAL_CRIMINALITY_RISK",), asks={"offences": ("20",)}),
    Case("46(9)(b): coercion unknown must be told", MLA, "XA", "XB", "uncac_mini_treaty", ("UNCAC", "46(7)"),
         ("COERCION_NOT_STATED",), asks={"coercive": None}),
    Case("68(1): before entry into force it binds nobody", MLA, "XA", "XB", "domestic", ("XB", "XB Act of XB s. 1"),
         ("BEFORE_ENTRY_INTO_FORCE",), asks=on(2005, 12, 13)),
    Case("a day to come is answered by what is known, never as certain", MLA, "XA", "XB", "uncac_mini_treaty",
         ("UNCAC", "46(7)"), ("FUTURE_DATE",), certain=False, asks=on(2027)),
    Case("4: one State on both sides", MLA, "XA", "XA", "none", None, ("SAME_STATE",)),
    Case("4: a State and its own territory", MLA, "XB", "XU", "none", None, ("SAME_STATE",)),
    Case("4: two territories of one State", MLA, "XT", "XU", "none", None, ("SAME_STATE",)),
    Case("M6: domestic law decides and nobody has verified it", MLA, "XA", "QS", "domestic", None,
         ("UNVERIFIED",), certain=False),
    # extradition: X0 to X7
    Case("44(5), 44(6): needs a treaty and takes the Convention as one", EXT, "XA", "XB", "uncac", ("UNCAC", "44(5)"),
         ("NATIONALS", "POLITICAL_OFFENCE")),
    Case("44(6): refuses the Convention: no basis though both are parties", EXT, "XA", "XC", "none", None,
         ("EXTRADITION_REFUSES_CONVENTION",)),
    Case("the asked State's system decides: XC may ask XB", EXT, "XC", "XB", "uncac", ("UNCAC", "44(5)"),
         ("TREATIES_NOT_LISTED",), certain=False),
    Case("44(5): silent, it still may: ask", EXT, "XA", "XD", "ask", ("UNCAC", "44(6)(a)"), ("EXTRADITION_SILENT",),
         certain=False),
    Case("44(6): on a condition", EXT, "XA", "XE", "condition", ("UNCAC", "44(5)"), ("EXTRADITION_CONDITIONAL",)),
    Case("44(7): not conditional on a treaty: its law, offences recognised", EXT, "XA", "XF", "domestic",
         ("XF", "44(7)"), ("DUAL_CRIMINALITY_WAIVED", "POLITICAL_OFFENCE_TREATY")),
    Case("44(6): nothing is known, neither law nor notification", EXT, "XA", "XG", "ask", ("UNCAC", "44(5)"),
         ("EXTRADITION_NOTICE_UNKNOWN", "EXTRADITION_LAW_UNKNOWN", "NATIONALS_UNKNOWN"), certain=False),
    Case("44(6): two notifications contradict one another", EXT, "XA", "XH", "ask", ("UNCAC", "44(5)"), ("CONFLICT",),
         certain=False),
    Case("44(6): the notification in force on the day of the request: no until 2015", EXT, "XA", "XI", "none", None,
         ("EXTRADITION_REFUSES_CONVENTION",), asks=on(2014, 12, 31)),
    Case("44(6): and yes from 2015", EXT, "XA", "XI", "uncac", ("UNCAC", "44(5)"), asks=on(2015, 1, 1)),
    Case("44(4): a treaty of extradition leads", EXT, "XA", "XJ", "treaty", ("XA-XJ", "44(4)"),
         ("POLITICAL_OFFENCE_TREATY",)),
    Case("44(4): an old list treaty is deemed to include bribery", EXT, "XA", "QQ", "treaty", ("XA-QQ", "44(4)"),
         ("LIST_TREATY",)),
    Case("44(4): what stands in its list needs no deeming", EXT, "XA", "QQ", "treaty", ("XA-QQ", "XA-QQ 2"),
         asks={"offences": ("17",)}),
    Case("44(4): the deeming binds parties only", EXT, "XA", "QS", "ask", None, ("TREATY_SCOPE", "NO_PARTY"),
         certain=False),
    Case("a list treaty carries non-parties for what it lists", EXT, "XA", "QS", "treaty", ("XA-QS", "XA-QS 2"),
         ("NO_PARTY",), asks={"offences": ("17",)}),
    Case("X4: a regional treaty that is its own basis", EXT, "XA", "XV", "treaty", ("REGIO", "REGIO 3"), ("FISCAL",)),
    Case("X5: signed only; its law extradites on reciprocity", EXT, "XA", "XL", "domestic",
         ("XL", "XL Act of XL s. 1"), ("SIGNED_ONLY", "RECIPROCITY")),
    Case("X5: no party and insists on a treaty", EXT, "XA", "QR", "none", None, ("NO_PARTY", "NO_FORMAL_BASIS")),
    Case("7.5: the exclusion between both removes the Convention", EXT, "XA", "XS", "ask", None,
         ("EXCLUDED", "DOMESTIC_UNKNOWN"), certain=False),
    Case("a declaration may take extradition out", EXT, "XA", "XX", "none", None, ("DECLARATION_EXCLUDES",)),
    Case("44(6): an unverified notification decides: never certain", EXT, "XA", "XY", "uncac", ("UNCAC", "44(5)"),
         ("UNVERIFIED",), certain=False),
    Case("what its law asks contradicts itself", EXT, "XA", "QO", "ask", ("UNCAC", "44(5)"), ("CONFLICT",),
         certain=False),
    Case("3(1): an offence outside the Convention has no basis in it", EXT, "XA", "XB", "none", None,
         ("OUT_OF_SCOPE",), asks={"offences": ("other",)}),
    # freezing and confiscation
    Case("54(2), 55(2): chapter V is the basis", FRZ, "XA", "XB", "uncac", ("UNCAC", "55(2)")),
    Case("54(1), 55(1): chapter V is the basis", CON, "XA", "XB", "uncac", ("UNCAC", "55(1)"), ("TREATY_CONDITION",)),
    Case("55(6): who insists on a treaty has one in the Convention", CON, "XA", "XW", "uncac", ("UNCAC", "55(6)"),
         ("CONVENTION_SUFFICES",)),
    Case("55(4): a treaty leads and chapter V stands beside it", CON, "XA", "XV", "treaty", ("REGIO", "55(4)"),
         ("CHAPTER_V_BESIDE",), others=(("UNCAC", "uncac"),)),
    Case("no party and its law forbids", CON, "XA", "XM", "none", None, ("DOMESTIC_NO", "NO_FORMAL_BASIS")),
    Case("no party, its law unknown", FRZ, "XA", "XN", "ask", None, ("DOMESTIC_UNKNOWN",), certain=False),
    Case("a treaty without a rule on confiscation carries none of it", FRZ, "XA", "XJ", "uncac", ("UNCAC", "55(2)")),
    # other cooperation
    Case("48(2): no agreement, the Convention may be the basis", LAW, "XA", "XC", "uncac", ("UNCAC", "48(2)")),
    Case("48(2): an arrangement between agencies is used first, and binds no State", LAW, "XA", "XW", "uncac",
         ("XA-XW-MOU", "XA-XW-MOU 4"), ("NOT_BINDING",), others=(("UNCAC", "uncac"),)),
    Case("48(2): an agreement first", LAW, "XA", "XV", "treaty", ("REGIO", "48(1)")),
    Case("no party: its own law lets its police help", LAW, "XA", "XM", "domestic", ("XM", "XM Act of XM s. 1"),
         ("NO_PARTY",)),
    Case("no party, police law unknown", LAW, "XA", "XN", "ask", None, ("DOMESTIC_UNKNOWN",), certain=False),
    Case("49: without an agreement case by case", JIT, "XA", "XB", "uncac", ("UNCAC", "49"), ("CASE_BY_CASE",)),
    Case("49: an agreement first", JIT, "XA", "XV", "treaty", ("REGIO", "REGIO 3")),
    Case("49 binds parties only", JIT, "XA", "XM", "ask", None, ("NO_PARTY", "DOMESTIC_UNKNOWN"), certain=False),
    Case("50(2)-(4): case by case, with consent", SPT, "XA", "XB", "uncac", ("UNCAC", "50(3)"), ("CASE_BY_CASE",)),
    Case("45: only by agreement; both listed, there is none", PER, "XA", "XB", "none", None, ("ONLY_BY_AGREEMENT",)),
    Case("45: only by agreement; whether there is one nobody listed", PER, "XY", "XZ", "none", None,
         ("ONLY_BY_AGREEMENT", "TREATIES_NOT_LISTED"), certain=False),
    Case("45: by an agreement", PER, "XA", "XV", "treaty", ("REGIO", "45")),
    Case("47: domestic law carries it", PRO, "XA", "XB", "domestic", ("XB", "XB Act of XB s. 1")),
    Case("47: domestic law forbids; to consider is no basis", PRO, "XA", "XC", "none", None, ("DOMESTIC_NO",)),
    Case("47: both consider; what its law allows is unknown", PRO, "XA", "XD", "ask", ("UNCAC", "47"),
         ("CONSIDER_PROCEEDINGS", "DOMESTIC_UNKNOWN"), certain=False),
    Case("43(1): consider assisting, where its law agrees", CIV, "XA", "XB", "uncac", ("UNCAC", "43(1)"),
         ("CONSIDER_ONLY",)),
    Case("43(1): its law does not agree", CIV, "XA", "XC", "none", None, ("DOMESTIC_NO",)),
    Case("43(1): matters of corruption, no offence need be stated", CIV, "XA", "XD", "uncac", ("UNCAC", "43(1)"),
         asks={"offences": ()}),
]  # fmt: skip


def ask(case):
    asks = {"on": TODAY, "offences": ("15",), "coercive": True, **case.asks}
    return find_bases(Question(kind=case.kind, asking=case.asking, asked=case.asked, today=TODAY, **asks), WORLD)


def test_there_are_at_least_sixty_scenarios_of_all_kinds_and_modes():
    assert len(CASES) >= 60
    assert {case.kind for case in CASES} == set(Kind)
    assert {case.mode for case in CASES} == set(BasisMode)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind} {case.asking}-{case.asked} {case.why}")
def test_scenario(case):
    answer = ask(case)
    codes = [one.code for one in answer.warnings]
    assert answer.mode == case.mode, codes
    assert set(case.told) <= set(codes)
    assert answer.certain is case.certain, codes
    if case.lead:
        assert answer.bases[0].instrument == case.lead[0]
        assert case.lead[1] in answer.bases[0].articles
    elif case.mode in {"none", "ask"}:
        assert answer.bases == ()
    found = {(one.instrument, one.mode.value) for one in answer.bases[1:]}
    assert set(case.others) <= found
