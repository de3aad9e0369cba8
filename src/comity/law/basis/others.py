"""The other kinds of cooperation (UNCAC art. 43(1), 45, 47 to 50): an agreement first, then the Convention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.law.basis.answer import Basis, BasisMode
from comity.law.basis.ties import (
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
from comity.law.facts import Kind, Rule

if TYPE_CHECKING:
    from comity.law.basis.answer import Warned
    from comity.law.basis.mla import Part
    from comity.law.basis.question import Question
    from comity.law.basis.ties import Tie
    from comity.law.facts import Facts


@dataclass(frozen=True, slots=True)
class Terms:
    """What the Convention says of one kind where there is no agreement.

    Attributes:
        mode: what it gives by itself.
        articles: where it says so.
        caution: the warning that goes with it.
        rule: the rule of domestic law that may carry it alone.
        law_decides: whether the Convention gives nothing that the law of the requested State forbids.
    """

    mode: BasisMode
    articles: tuple[str, ...]
    caution: str = ""
    rule: Rule | None = None
    law_decides: bool = False


TERMS = {
    Kind.LAW_ENFORCEMENT: Terms(BasisMode.UNCAC, ("48(1)", "48(2)"), "", Rule.POLICE_WITHOUT_TREATY),
    Kind.JOINT_INVESTIGATION: Terms(BasisMode.UNCAC, ("49",), "CASE_BY_CASE"),
    Kind.SPECIAL_TECHNIQUE: Terms(BasisMode.UNCAC, ("50(2)", "50(3)", "50(4)"), "CASE_BY_CASE"),
    Kind.TRANSFER_PERSON: Terms(BasisMode.NONE, ("45",), "ONLY_BY_AGREEMENT"),
    Kind.TRANSFER_PROCEEDINGS: Terms(
        BasisMode.ASK, ("47",), "CONSIDER_PROCEEDINGS", Rule.PROCEEDINGS_WITHOUT_TREATY, law_decides=True
    ),
    Kind.CIVIL_ADMINISTRATIVE: Terms(
        BasisMode.UNCAC, ("43(1)",), "CONSIDER_ONLY", Rule.ADMINISTRATIVE_WITHOUT_TREATY, law_decides=True
    ),
}


def others(question: Question, facts: Facts) -> Part:
    """Return bases in their order, warnings and what applies."""
    terms = TERMS[question.kind]
    place = facts.name(question.asked)
    held = convention(question, facts)
    bases, told, led = _agreements(held, question, facts)
    law, said = domestic(terms.rule, question, facts) if terms.rule else (None, [])
    forbidden = terms.law_decides and any(one.code == "DOMESTIC_NO" for one in said)
    by_law = [law] if law else []
    by_convention = [] if forbidden else _by_convention(terms, held)
    bases += [*by_law, *by_convention] if terms.mode is BasisMode.ASK else [*by_convention, *by_law]
    if not led:
        lead = bases[0].mode if bases else BasisMode.NONE
        if held.holds and terms.caution and lead is not BasisMode.DOMESTIC:
            told.append(warn(terms.caution, place=place, articles=terms.articles))
        if forbidden or lead in {BasisMode.DOMESTIC, BasisMode.ASK, BasisMode.NONE}:
            told += said
        told += unlisted(question, facts, *terms.articles[:1])
        if not bases and terms.rule is None and terms.mode is not BasisMode.NONE:
            told.append(warn("DOMESTIC_UNKNOWN", place=place))
    told += settled(held, place, decisive=not led)
    return bases, told, list(terms.articles) if held.holds else []


def _by_convention(terms: Terms, held: Tie) -> list[Basis]:
    """What the Convention gives by itself between parties."""
    if not held.holds or terms.mode is BasisMode.NONE:
        return []
    return [Basis("UNCAC", held.name, terms.mode, terms.articles, held.rows, sure=held.sure)]


def _agreements(held: Tie, question: Question, facts: Facts) -> tuple[list[Basis], list[Warned], bool]:
    """Agreements that bind come first, then arrangements between agencies; say whether one of the first leads."""
    bases: list[Basis] = []
    told: list[Warned] = []
    led = False
    own = TERMS[question.kind].articles[:1]
    for one in treaties(question, facts):
        if not one.covers or (not one.instrument.binding and question.kind is not Kind.LAW_ENFORCEMENT):
            continue
        basis = treaty_basis(one, question, beside=own if held.holds else ())
        if one.instrument.binding:
            led = led or (not bases and not one.conditional)
            bases.append(basis)
        else:
            bases.append(_arrangement(one, basis, held))
            told.append(warn("NOT_BINDING", instrument=one.instrument.name))
        told += treaty_told(one, question)
        told += decides(one, *own) if len(bases) == 1 else []
    return bases, told, led


def _arrangement(treaty: Treaty, basis: Basis, held: Tie) -> Basis:
    """An arrangement between agencies is used under 48(2) between parties, else under each side's own law."""
    mode = BasisMode.UNCAC if held.holds else BasisMode.DOMESTIC
    return Basis(treaty.instrument.code, basis.name, mode, basis.articles, basis.rows, sure=basis.sure)
