"""How one instrument stands between the two places of a question, and which instruments bind both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.basis.answer import Basis, BasisMode, Warned
from comity.law.basis.warnings import warn
from comity.law.facts import Effect, Family, PairStatus, Rule, RuleValue, Standing
from comity.law.facts.rows import UNCAC

if TYPE_CHECKING:
    from comity.law.basis.answer import Row
    from comity.law.basis.question import Question
    from comity.law.facts import Facts, Finding, Instrument, StateRule

WHY_NOT = {
    Standing.NOT_YET: "NOT_YET_BOUND",
    Standing.SIGNED: "SIGNED_ONLY",
    Standing.WITHDRAWN: "WITHDRAWN",
    Standing.NO_PARTY: "NO_PARTY",
    Standing.UNKNOWN: "PARTY_UNKNOWN",
}
DECLARED = {Effect.EXCLUDES: "DECLARATION_EXCLUDES", Effect.CONDITION: "DECLARATION"}
BROKEN = frozenset(PairStatus) - {PairStatus.IN_FORCE, PairStatus.UNCAC_IN_LIEU}
NO_NAME = Text("the Convention", "《公约》")


@dataclass(frozen=True, slots=True)
class Tie:
    """Whether an instrument holds between both on the day, by which rows, whether that is sure, and what to say."""

    instrument: str
    name: Text
    holds: bool
    sure: bool
    rows: tuple[Row, ...]
    told: tuple[Warned, ...]


def tie(code: str, question: Question, facts: Facts) -> Tie:
    """Return how an instrument stands between both (UNCAC art. 67-70). Steps: 1 parties, 2 the pair, 3 declarations."""
    known = facts.instruments.get(code)
    building = _Building(known.name if known else NO_NAME, [known] if known else [])
    for place in (question.asking, question.asked):
        position = facts.position(code, place, question.on)
        building.rows += position.rows
        building.doubt(sure=position.sure)
        if position.conflict:
            building.told.append(warn("CONFLICT", place=facts.name(place), subject=building.name))
        if not position.bound:
            building.broken(_why_not(place, position.standing, building.name, facts), sure=position.sure)
    for relation in facts.relations(code, question.asking, question.asked, question.on):
        building.rows.append(relation)
        building.doubt(sure=relation.sure)
        if relation.status in BROKEN:
            building.broken(warn("EXCLUDED", instrument=building.name), sure=relation.sure)
    for place in (question.asking, question.asked):
        _declared(code, place, question, facts, building)
    return building.done(code)


@dataclass(slots=True)
class _Building:
    """A tie in the making: one sure reason against it is enough for a sure no; a yes needs every row to be sure."""

    name: Text
    rows: list[Row]
    told: list[Warned] = field(default_factory=list)
    holds: bool = True
    sure: bool = True
    surely_not: bool = False

    def doubt(self, *, sure: bool) -> None:
        self.sure = self.sure and sure

    def broken(self, why: Warned, *, sure: bool) -> None:
        self.holds = False
        self.surely_not = self.surely_not or sure
        self.told.append(why)

    def done(self, code: str) -> Tie:
        sure = self.sure and all(row.sure for row in self.rows) if self.holds else self.surely_not
        return Tie(code, self.name, self.holds, sure, tuple(self.rows), tuple(self.told))


def _why_not(place: str, standing: Standing, name: Text, facts: Facts) -> Warned:
    """Say why a place is not bound; a territory without a row is asked about as such."""
    known = facts.places.get(place)
    territory = standing is Standing.UNKNOWN and known is not None and bool(known.part_of)
    return warn("TERRITORY_UNKNOWN" if territory else WHY_NOT[standing], place=facts.name(place), instrument=name)


def _declared(code: str, place: str, question: Question, facts: Facts, building: _Building) -> None:
    """Add what a place declared that touches this kind; rows of one article that contradict one another all stand."""
    touching = [row for row in facts.declared(code, place, question.on) if not row.kinds or question.kind in row.kinds]
    if not touching:
        return
    effects: dict[str, set[Effect]] = {}
    for row in touching:
        effects.setdefault(row.article, set()).add(row.effect)
    for row in touching:
        agreed = len(effects[row.article]) == 1
        if row.effect is Effect.NONE and agreed:
            continue  # for example a reservation on the settlement of disputes (66(2)): it touches no cooperation
        building.rows.append(row)
        building.doubt(sure=row.sure and agreed)
        if row.effect is Effect.NONE:
            continue
        warning = warn(DECLARED[row.effect], place=facts.name(place), instrument=building.name)
        if row.effect is Effect.EXCLUDES:
            building.broken(warning, sure=row.sure and agreed)
        else:
            building.told.append(warning)
    if any(len(found) > 1 for found in effects.values()):
        building.told.append(warn("CONFLICT", place=facts.name(place), subject=building.name))


@dataclass(frozen=True, slots=True)
class Treaty:
    """One instrument, the Convention apart, that binds both and covers the kind.

    Attributes:
        covers: whether it covers the conduct; where it is not stated, it counts as covered.
        measures_left: the measures asked that it leaves out.
    """

    instrument: Instrument
    tie: Tie
    covers: bool
    measures_left: tuple[str, ...]

    @property
    def conditional(self) -> bool:
        """Whether more must be true of the case than these facts can say."""
        return self.instrument.condition is not None


def treaties(question: Question, facts: Facts) -> list[Treaty]:
    """Return the instruments that hold between both for this kind, in the order in which they lead.

    What needs no condition comes first; then bilateral, regional, universal, arrangements between agencies.
    """
    found = []
    for one in facts.shared(question.asking, question.asked):
        if question.kind not in one.articles:
            continue
        held = tie(one.code, question, facts)
        if held.holds:
            left = tuple(m for m in question.measures if one.measures is not None and m not in one.measures)
            found.append(Treaty(one, held, _covers(one, question), left))
    return sorted(found, key=lambda treaty: (treaty.conditional, _ORDER[treaty.instrument.family]))


_ORDER = {
    Family.BILATERAL: 0,
    Family.REGIONAL: 1,
    Family.SUBJECT: 2,
    Family.UNIVERSAL: 3,
    Family.MEMORANDUM: 4,
    Family.SCHEME: 5,
    Family.UNCAC: 6,
}


def _covers(instrument: Instrument, question: Question) -> bool:
    return instrument.offences is None or not question.offences or not instrument.offences.isdisjoint(question.offences)


def treaty_basis(treaty: Treaty, question: Question, *, beside: tuple[str, ...]) -> Basis:
    """Return the basis that a treaty gives; `beside` are the articles of the Convention that lead to it."""
    own = treaty.instrument.articles[question.kind]
    articles = tuple(f"{treaty.instrument.code} {article}" for article in own)
    return Basis(
        treaty.instrument.code,
        treaty.instrument.name,
        BasisMode.TREATY,
        articles + beside,
        treaty.tie.rows,
        sure=treaty.tie.sure,
    )


def treaty_told(treaty: Treaty, question: Question) -> list[Warned]:
    """Return what to say of a treaty that is used: declarations, its condition, fiscal matters."""
    told = list(treaty.tie.told)
    instrument = treaty.instrument
    if instrument.condition is not None:
        told.append(warn("TREATY_CONDITION", instrument=instrument.name, condition=instrument.condition))
    if instrument.fiscal_refusal:
        article = "44(16)" if question.kind.value == "extradition" else "46(22)"
        told.append(warn("FISCAL", instrument=instrument.name, articles=(article,)))
    return told


def unlisted(question: Question, facts: Facts, *articles: str) -> list[Warned]:
    """Return what is to be found out where no treaty leads and neither State has listed all of its treaties.

    Treaties of the catalogue that may bind both are named, each with its depositary.
    """
    if _treaties_listed(question, facts):
        return []
    told = [warn("TREATIES_NOT_LISTED", place=facts.name(question.asked), articles=articles)]
    open_ = facts.open_questions(question.kind, question.asking, question.asked, question.on)
    asked = tuple(one.code for one in open_ if _covers(one, question))
    if asked:
        told.append(warn("PARTIES_NOT_RECORDED", listed=facts.by_depositary(asked), articles=articles))
    return told


def _treaties_listed(question: Question, facts: Facts) -> bool:
    """Return whether one of both has declared its list of treaties complete: no treaty then means none."""
    return any(
        (found := facts.rule(place, Rule.TREATIES_LISTED, question.on)).value == RuleValue.YES and found.sure
        for place in (question.asking, question.asked)
    )


def domestic(
    rule: Rule, question: Question, facts: Facts, *, beside: tuple[str, ...] = ()
) -> tuple[Basis | None, list[Warned]]:
    """Return the basis in the law of the requested State, with what must be said of it (M6, X5)."""
    found = facts.rule(question.asked, rule, question.on)
    place = facts.name(question.asked)
    if found.conflict:
        return None, [warn("CONFLICT", place=place, subject=_SUBJECT)]
    if found.value is None:
        return None, [warn("DOMESTIC_UNKNOWN", place=place)]
    if found.value == RuleValue.NO:
        return None, [warn("DOMESTIC_NO", place=place), *unverified(found, place)]
    told = [warn("RECIPROCITY", place=place)] if found.value == RuleValue.ON_RECIPROCITY else []
    return law_basis(found, question, facts, beside=beside), told


def law_basis(found: Finding[StateRule], question: Question, facts: Facts, *, beside: tuple[str, ...]) -> Basis:
    """Return the basis that provisions of the requested State's law give."""
    name = facts.name(question.asked)
    law = Text(f"domestic law of {name.en}", f"{name.zh}的本国法律")
    provisions = tuple(dict.fromkeys(f"{question.asked} {row.article}" for row in found.rows))
    return Basis(question.asked, law, BasisMode.DOMESTIC, provisions + beside, found.rows, sure=found.sure)


def unverified(found: Finding[StateRule], place: Text) -> list[Warned]:
    """Return the warning that a rule which decides is not sure."""
    return [] if found.sure else [warn("UNVERIFIED", place=place)]


_SUBJECT = Text("what its law asks", "其法律要求")


def convention(question: Question, facts: Facts) -> Tie:
    """Return how the Convention stands between both, in the scope of the conduct (M0, M1)."""
    held = tie(UNCAC, question, facts)
    if held.holds and not question.in_scope:
        return Tie(UNCAC, held.name, holds=False, sure=True, rows=held.rows, told=(warn("OUT_OF_SCOPE"), *held.told))
    return held


def settled(held: Tie, place: Text, *, decisive: bool) -> list[Warned]:
    """Return what is to be said of the Convention between both.

    Nothing must be found out where it decides nothing, or where it surely does not hold. Where it does not hold by
    facts that are not sure, they must be checked.
    """
    open_ = decisive and not (held.sure and not held.holds)
    told = [one if open_ or not one.find_out else replace(one, find_out=False) for one in held.told]
    if open_ and not held.holds and not any(one.find_out for one in told):
        told.append(warn("UNVERIFIED", place=place))
    return told


def decides(treaty: Treaty, *articles: str) -> list[Warned]:
    """Return the question that a treaty with a condition leaves open where it would come first."""
    condition = treaty.instrument.condition
    if condition is None:
        return []
    name = treaty.instrument.name
    return [warn("TREATY_CONDITION_DECIDES", instrument=name, condition=condition, articles=articles)]
