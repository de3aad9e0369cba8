"""Extradition: rules X0 to X5 (UNCAC art. 44). Whether there is a basis depends on the requested State's system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.basis.answer import Basis, BasisMode, Warned
from comity.law.basis.ties import (
    Tie,
    Treaty,
    convention,
    decides,
    domestic,
    law_basis,
    settled,
    treaties,
    treaty_basis,
    treaty_told,
    unlisted,
    unverified,
)
from comity.law.basis.warnings import warn
from comity.law.facts import Family, Notified, Rule, RuleValue

if TYPE_CHECKING:
    from comity.law.basis.mla import Part
    from comity.law.basis.question import Question
    from comity.law.facts import Facts

ALWAYS = ("44(1)-(3)", "44(8)-(17)")
_NOTICE = Text("its notification under article 44(6)", "依照第四十四条第六款作出的通知")
_LAW = Text("whether it needs a treaty for extradition", "引渡是否以存在条约为条件")
_BY = {
    Notified.YES: BasisMode.UNCAC,
    Notified.CONDITIONAL: BasisMode.CONDITION,
    Notified.SILENT: BasisMode.ASK,
}


def extradition(question: Question, facts: Facts) -> Part:
    """Return bases in their order, warnings and what applies."""
    held = convention(question, facts)
    bases, told = _by_treaty(held, question, facts)
    led = bool(bases) and bases[0].mode is BasisMode.TREATY
    more, said = _without_treaty(held, question, facts)
    bases += more
    if not led:
        told += said
        told += unlisted(question, facts, "44(4)", "44(5)")
    told += settled(held, facts.name(question.asked), decisive=not led)
    told += _grounds(bases, question, facts)
    return bases, told, _applies(bases) if held.holds else []


def _applies(bases: list[Basis]) -> list[str]:
    by_convention = any(one.instrument == "UNCAC" for one in bases)
    return [*ALWAYS, "44(4)", *(["44(5)-(6)"] if by_convention else []), "44(18)"]


def _by_treaty(held: Tie, question: Question, facts: Facts) -> tuple[list[Basis], list[Warned]]:
    """X1 and X4: a treaty of extradition; between parties offences of the Convention are deemed included (44(4))."""
    bases: list[Basis] = []
    told: list[Warned] = []
    for one in treaties(question, facts):
        usable, said = _usable(one, held, question)
        told += said
        if usable and _takes(one, question, facts):
            bases.append(treaty_basis(one, question, beside=("44(4)",) if held.holds else ()))
            told += treaty_told(one, question)
            told += decides(one, "44(8)") if len(bases) == 1 else []
    return bases, told


def _usable(treaty: Treaty, held: Tie, question: Question) -> tuple[bool, list[Warned]]:
    """Whether a treaty covers the conduct, by its own list or by 44(4)."""
    name = treaty.instrument.name
    if not treaty.instrument.binding:
        return False, []
    if treaty.covers:
        return True, []
    if held.holds and question.convention_offences:
        return True, [warn("LIST_TREATY", instrument=name)]
    return False, [warn("TREATY_SCOPE", instrument=name, articles=("44(4)",))]


def _takes(treaty: Treaty, question: Question, facts: Facts) -> bool:
    """Whether the requested State takes a universal convention as basis: it must say so, or the convention demand it.

    UNTOC art. 16(4)-(5) asks for a notification like 44(5)-(6); bilateral and regional treaties bind by themselves.
    A convention on one subject is like a universal one: its parties may take it as basis, and need not.
    """
    if treaty.instrument.family not in {Family.UNIVERSAL, Family.SUBJECT} or treaty.instrument.is_own_basis:
        return True
    code = treaty.instrument.code
    found = facts.notified(question.asked, "16(5)", question.on, instrument=code)
    return found.value == Notified.YES and found.sure


def _without_treaty(held: Tie, question: Question, facts: Facts) -> tuple[list[Basis], list[Warned]]:
    """X2, X3 and X5."""
    place = facts.name(question.asked)
    needs = facts.rule(question.asked, Rule.EXTRADITION_NEEDS_TREATY, question.on)
    if needs.conflict:
        return _ask(held, [warn("CONFLICT", place=place, subject=_LAW)])
    if needs.value == RuleValue.NO:
        beside = ("44(7)",) if held.holds else ()
        basis = law_basis(needs, question, facts, beside=beside)
        return [basis], []
    if not held.holds:
        if needs.value == RuleValue.YES:
            return [], [*unverified(needs, place), warn("NO_FORMAL_BASIS", articles=("44(11)", "47"))]
        law, said = domestic(Rule.EXTRADITION_WITHOUT_TREATY, question, facts)
        return ([law] if law else []), said
    return _by_notification(held, question, facts, known=needs.value is not None, sure=needs.sure)


def _ask(held: Tie, told: list[Warned]) -> tuple[list[Basis], list[Warned]]:
    """The Convention may be the basis; only the requested State can say."""
    if not held.holds:
        return [], told
    basis = Basis("UNCAC", held.name, BasisMode.ASK, ("44(5)", "44(6)(a)"), held.rows, sure=held.sure)
    return [basis], told


def _by_notification(
    held: Tie, question: Question, facts: Facts, *, known: bool, sure: bool
) -> tuple[list[Basis], list[Warned]]:
    """X3: what it notified under 44(6) on the day of the request; a notification implies that it needs a treaty."""
    place = facts.name(question.asked)
    found = facts.notified(question.asked, "44(6)", question.on)
    if found.conflict:
        return _ask(held, [warn("CONFLICT", place=place, subject=_NOTICE)])
    law = [] if known else [warn("EXTRADITION_LAW_UNKNOWN", place=place)]
    if found.value is None:
        return _ask(held, [warn("EXTRADITION_NOTICE_UNKNOWN", place=place), *law])
    if found.value == Notified.NO:
        told = [warn("EXTRADITION_REFUSES_CONVENTION", place=place), *law]
        if not found.sure or (known and not sure):
            told.append(warn("UNVERIFIED", place=place))
        return [], told
    mode = _BY[Notified(found.value)]
    articles = ("44(4)", "44(5)", "44(6)(a)")
    rows = (*held.rows, *found.rows)
    basis = Basis("UNCAC", held.name, mode, articles, rows, sure=held.sure and found.sure)
    if mode is BasisMode.ASK:
        return [basis], [warn("EXTRADITION_SILENT", place=place), *law]
    if mode is BasisMode.CONDITION:
        condition = next((row.condition for row in found.rows if row.condition), None)
        condition = condition or Text("as it notified", "以其通知为准")
        return [basis], [warn("EXTRADITION_CONDITIONAL", place=place, condition=condition)]
    return [basis], []


def _grounds(bases: list[Basis], question: Question, facts: Facts) -> list[Warned]:
    """X6: what commonly stands in the way, by the law of the requested State."""
    place = facts.name(question.asked)
    told = []
    nationals = facts.rule(question.asked, Rule.EXTRADITES_NATIONALS, question.on)
    if nationals.value == RuleValue.NO:
        told.append(warn("NATIONALS", place=place))
    elif nationals.value is None:
        told.append(warn("NATIONALS_UNKNOWN", place=place))
    if facts.rule(question.asked, Rule.WAIVES_DUAL_CRIMINALITY, question.on).value == RuleValue.YES:
        told.append(warn("DUAL_CRIMINALITY_WAIVED", place=place))
    if bases:
        by_convention = bases[0].instrument == "UNCAC"
        told.append(warn("POLITICAL_OFFENCE" if by_convention else "POLITICAL_OFFENCE_TREATY"))
    return told
