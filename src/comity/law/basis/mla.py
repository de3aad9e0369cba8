"""Mutual legal assistance: rules M0 to M7 (UNCAC art. 46(7))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.law.basis.answer import Basis, BasisMode, Warned
from comity.law.basis.ties import (
    Tie,
    Treaty,
    convention,
    decides,
    domestic,
    settled,
    treaties,
    treaty_basis,
    treaty_told,
    unlisted,
)
from comity.law.basis.warnings import warn
from comity.law.facts import Family, Rule

if TYPE_CHECKING:
    from comity.law.basis.question import Question
    from comity.law.facts import Facts

ALWAYS = ("46(1)-(8)", "46(30)")
MINI = "46(9)-(29)"
DISPLACES = frozenset({Family.BILATERAL, Family.REGIONAL})  # treaties of assistance; others stand beside (46(6))
Part = tuple[list[Basis], list[Warned], list[str]]


def mla(question: Question, facts: Facts) -> Part:
    """Return bases in their order, warnings and what applies."""
    held = convention(question, facts)
    found = [one for one in treaties(question, facts) if one.covers and one.instrument.binding]
    if held.holds:
        bases, told, applies = _between_parties(held, found, question, facts)
    else:
        bases, told, applies = _without_convention(found, question)
    lead = bases[0].mode if bases else BasisMode.NONE
    place = facts.name(question.asked)
    told += settled(held, place, decisive=lead is not BasisMode.TREATY)
    if lead not in {BasisMode.TREATY, BasisMode.UNCAC_IN_LIEU}:
        told += unlisted(question, facts)
    law, said = domestic(Rule.MLA_WITHOUT_TREATY, question, facts)
    if law:
        bases.append(law)
    if not bases or law is bases[0]:
        told += said
    if not bases:
        told.append(warn("NO_FORMAL_BASIS"))
    return bases, told, applies


def _between_parties(held: Tie, found: list[Treaty], question: Question, facts: Facts) -> Part:
    """M2 to M4: a treaty of assistance first, unless both agreed otherwise; else paragraphs 9 to 29 themselves."""
    bases: list[Basis] = []
    told: list[Warned] = []
    displacing = [one for one in found if one.instrument.family in DISPLACES]
    beside = [one for one in found if one.instrument.family not in DISPLACES]
    for one in displacing:
        relations = facts.in_lieu(one.instrument.code, question.asking, question.asked, question.on)
        if relations or question.in_lieu:
            sure = held.sure and all(row.sure for row in relations)
            rows = (*held.rows, *relations)
            bases.append(Basis("UNCAC", held.name, BasisMode.UNCAC_IN_LIEU, ("46(7)", MINI), rows, sure=sure))
            break
    if not bases and any(one.conditional for one in displacing) and all(one.conditional for one in displacing):
        bases.append(_mini(held))
        for one in displacing:
            told += decides(one, "46(7)")
    for one in displacing:
        bases.append(treaty_basis(one, question, beside=("46(7)",)))
        told += treaty_told(one, question)
    if displacing and bases[0].mode is BasisMode.TREATY:
        told.append(warn("IN_LIEU_POSSIBLE"))
    bases, more = _left_measures(bases, displacing, held, question)
    told += more
    for one in beside:
        bases.append(treaty_basis(one, question, beside=("46(6)",)))
        told += treaty_told(one, question)
    mini = any(one.mode in {BasisMode.UNCAC_MINI_TREATY, BasisMode.UNCAC_IN_LIEU} for one in bases)
    return bases, told, [*ALWAYS, *([MINI] if mini else [])]


def _mini(held: Tie) -> Basis:
    articles = ("46(1)", "46(7)", MINI)
    return Basis("UNCAC", held.name, BasisMode.UNCAC_MINI_TREATY, articles, held.rows, sure=held.sure)


def _left_measures(
    bases: list[Basis], displacing: list[Treaty], held: Tie, question: Question
) -> tuple[list[Basis], list[Warned]]:
    """Where no treaty covers a measure, it is left to the Convention; where there is no treaty, everything is."""
    if any(one.instrument == "UNCAC" for one in bases):
        return bases, []
    if not displacing:
        return [_mini(held)], []
    left = set(question.measures).intersection(*(one.measures_left for one in displacing))
    if not left:
        return bases, []
    name = displacing[0].instrument.name
    return [*bases, _mini(held)], [warn("LEFT_TO_CONVENTION", instrument=name)]


def _without_convention(found: list[Treaty], question: Question) -> Part:
    """M5: whatever treaty binds both, by its own terms."""
    bases = []
    told = []
    for one in found:
        bases.append(treaty_basis(one, question, beside=()))
        told += treaty_told(one, question)
    if found:
        told += decides(found[0], "46(6)")
    if found and all(one.measures_left for one in found):
        told.append(warn("LEFT_WITHOUT_BASIS", instrument=found[0].instrument.name))
    return bases, told, []
