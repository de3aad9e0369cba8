"""The one door: a question and what is known, an answer that a lawyer can check step by step. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.basis.answer import Answer, Basis, BasisMode, Dual, Warned
from comity.law.basis.confiscation import confiscation
from comity.law.basis.extradition import extradition
from comity.law.basis.mla import mla
from comity.law.basis.others import others
from comity.law.basis.question import OTHER, Question
from comity.law.basis.warnings import warn
from comity.law.basis.ways import ways
from comity.law.facts import Kind, Rule, RuleValue
from comity.law.facts.rows import UNCAC
from comity.law.offences import OFFENCES, Risk, risk

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.law.basis.mla import Part
    from comity.law.facts import Facts

RULES: dict[Kind, Callable[[Question, Facts], Part]] = {
    Kind.MLA: mla,
    Kind.EXTRADITION: extradition,
    Kind.FREEZE: confiscation,
    Kind.CONFISCATE: confiscation,
    Kind.LAW_ENFORCEMENT: others,
    Kind.JOINT_INVESTIGATION: others,
    Kind.SPECIAL_TECHNIQUE: others,
    Kind.TRANSFER_PERSON: others,
    Kind.TRANSFER_PROCEEDINGS: others,
    Kind.CIVIL_ADMINISTRATIVE: others,
}
ASKED = frozenset({"PARTY_UNKNOWN", "TERRITORY_UNKNOWN", "DOMESTIC_UNKNOWN", "CONFLICT"})
RISKS = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)
UNSTATED = "unknown"
COERCIVE = frozenset({Kind.FREEZE, Kind.CONFISCATE})
BY_CONVENTION = frozenset({BasisMode.UNCAC_MINI_TREATY, BasisMode.UNCAC_IN_LIEU, BasisMode.UNCAC})


def find_bases(question: Question, facts: Facts) -> Answer:
    """Return every basis that holds, ranked, with what follows and what must be found out first.

    Steps: 1 one and the same State, 2 the rules of the kind, 3 what holds for every kind, 4 other ways.
    """
    if _same(question, facts):
        return _no_answer(question, warn("SAME_STATE"))
    bases, told, applies = RULES[question.kind](question, facts)
    mode = bases[0].mode if bases else _without(told)
    told = [*_dates(question, facts), *_conduct(question), *told, *_always(bases, question, facts)]
    told += _older(bases, question, facts)
    return Answer(
        mode,
        tuple(bases),
        tuple(applies),
        _dual(bases, question, facts),
        _once(told),
        ways(question.kind, has_basis=bool(bases) and mode is not BasisMode.ASK),
    )


def _same(question: Question, facts: Facts) -> bool:
    """Whether both sides are one State, or a State and its territory, or two territories of one."""

    def state(place: str) -> str:
        known = facts.places.get(place)
        return known.part_of or place if known else place

    return state(question.asking) == state(question.asked)


def _no_answer(question: Question, why: Warned) -> Answer:
    dual = Dual(None, _risk(question), ("43(2)",))
    return Answer(BasisMode.NONE, (), (), dual, (why,), ())


def _without(told: list[Warned]) -> BasisMode:
    """No basis: ask where that is for want of knowledge, none where it is known."""
    return BasisMode.ASK if any(one.code in ASKED and one.find_out for one in told) else BasisMode.NONE


def _once(told: list[Warned]) -> tuple[Warned, ...]:
    """Say each thing once; what must be found out comes first."""
    once = told if len({one.code for one in told}) == len(told) else list(dict.fromkeys(told))
    return (*(one for one in once if one.find_out), *(one for one in once if not one.find_out))


def _dates(question: Question, facts: Facts) -> list[Warned]:
    told = []
    if question.on > question.today:
        told.append(warn("FUTURE_DATE"))
    known = facts.instruments.get(UNCAC)
    if known and known.in_force and question.on < known.in_force:
        told.append(warn("BEFORE_ENTRY_INTO_FORCE"))
    return told


def _conduct(question: Question) -> list[Warned]:
    if question.kind is Kind.CIVIL_ADMINISTRATIVE:
        return []
    if not question.offences:
        return [warn("OFFENCE_NOT_STATED")]
    if OTHER in question.offences and question.convention_offences:
        return [warn("PARTLY_OUT_OF_SCOPE")]
    return []


def _always(bases: list[Basis], question: Question, facts: Facts) -> list[Warned]:
    """What is said whatever the kind: facts that are not sure, law that is missing, risks of the conduct."""
    place = facts.name(question.asked)
    told = []
    if bases and not bases[0].sure:
        told.append(warn("UNVERIFIED", place=place))
    if bases and bases[0].instrument == UNCAC:
        needs = facts.rule(question.asked, Rule.NEEDS_IMPLEMENTING_LAW, question.on)
        if needs.value == RuleValue.YES:
            told.append(warn("NEEDS_IMPLEMENTING_LAW", place=place))
    risky = tuple(one for one in question.convention_offences if risk(one) is not Risk.LOW)
    if risky and question.kind is not Kind.CIVIL_ADMINISTRATIVE:
        told.append(warn("DUAL_CRIMINALITY_RISK", articles=("43(2)", *risky)))
    if question.kind is Kind.MLA:
        told += _assistance(question, facts)
    return told


def _assistance(question: Question, facts: Facts) -> list[Warned]:
    place = facts.name(question.asked)
    told = [warn("LEGAL_PERSONS", place=place)] if "26" in question.offences else []
    if question.coercive is None:
        told.append(warn("COERCION_NOT_STATED", place=place))
    if "DOCUMENTS" in question.measures:
        told.append(warn("BANK_RECORDS"))
    return told


def _older(bases: list[Basis], question: Question, facts: Facts) -> list[Warned]:
    """Say of each instrument used that it came into force between both after the conduct began (30(9), 68(2)).

    It changes nothing else: a basis is one for requests, whenever the conduct was.
    """
    if question.conduct is None:
        return []
    told, used = [], dict[str, Basis]()
    for one in bases:
        if one.instrument in facts.instruments:
            used.setdefault(one.instrument, one)
    for one in used.values():
        since = facts.in_force_since(one.instrument, question.asking, question.asked, question.on)
        if since is not None and question.conduct < since:
            own = tuple(article for article in one.articles if article.startswith(f"{one.instrument} "))
            articles = ("30(9)", *(own or ("68(2)",)))
            day = Text(since.isoformat(), since.isoformat())
            told.append(warn("FACTS_OLDER", instrument=one.name, since=day, articles=articles))
    return told


def _risk(question: Question) -> str:
    """The highest risk among the offences stated."""
    if not question.offences:
        return UNSTATED
    found = [risk(one) if one in OFFENCES else Risk.HIGH for one in question.offences]
    return max(found, key=RISKS.index).value


def _dual(bases: list[Basis], question: Question, facts: Facts) -> Dual:
    """Whether the conduct must be an offence in both States, by the leading basis (UNCAC art. 43(2), 44(1), 46(9))."""
    level = _risk(question)
    lead = bases[0] if bases else None
    if (
        lead
        and lead.mode is BasisMode.TREATY
        and question.kind in facts.instruments[lead.instrument].no_dual_criminality
    ):
        return Dual(needed=False, risk=level, articles=lead.articles)
    if question.kind is Kind.EXTRADITION:
        return Dual(needed=True, risk=level, articles=("43(2)", "44(1)", "44(2)"))
    if question.kind is Kind.MLA or question.kind in COERCIVE:
        return Dual(_needed(lead, question), level, ("43(2)", "46(9)"))
    if question.kind in {Kind.LAW_ENFORCEMENT, Kind.CIVIL_ADMINISTRATIVE}:
        return Dual(needed=False, risk=level, articles=("43(2)",))
    return Dual(needed=None, risk=level, articles=("43(2)",))


def _needed(lead: Basis | None, question: Question) -> bool | None:
    """Under the Convention coercion decides (46(9)(b)); a treaty or a law of its own has its own rule."""
    if lead is None or lead.mode not in BY_CONVENTION:
        return None
    return True if question.kind in COERCIVE else question.coercive
