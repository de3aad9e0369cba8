"""Freezing, seizure and confiscation (UNCAC art. 54, 55)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.law.basis.answer import Basis, BasisMode
from comity.law.basis.ties import (
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
from comity.law.facts import Kind, Rule, RuleValue

if TYPE_CHECKING:
    from comity.law.basis.answer import Warned
    from comity.law.basis.mla import Part
    from comity.law.basis.question import Question
    from comity.law.basis.ties import Tie
    from comity.law.facts import Facts

ARTICLES = {
    Kind.FREEZE: ("54(2)", "55(2)", "55(3)(c)"),
    Kind.CONFISCATE: ("54(1)", "55(1)", "55(3)(a)-(b)"),
}
APPLIES = {
    Kind.FREEZE: ["46", "54(2)", "55(2)-(9)"],
    Kind.CONFISCATE: ["46", "54(1)", "55(1)", "55(3)-(9)", "57"],
}


def confiscation(question: Question, facts: Facts) -> Part:
    """Return bases in their order, warnings and what applies: a treaty first, and chapter V beside it in any case."""
    held = convention(question, facts)
    place = facts.name(question.asked)
    found = [one for one in treaties(question, facts) if one.covers and one.instrument.binding]
    firm = [one for one in found if not one.conditional]
    beside = ("55(4)",) if held.holds else ()
    bases = [treaty_basis(one, question, beside=beside) for one in firm]
    told = [said for one in found for said in treaty_told(one, question)]
    if held.holds:
        bases.append(_chapter_five(held, question, facts))
        told += _beside(question, facts, led=bool(firm))
    elif found and not firm:
        told += decides(found[0], "46(6)")
    bases += [treaty_basis(one, question, beside=beside) for one in found if one.conditional]
    told += settled(held, place, decisive=not firm)
    if not firm:
        told += unlisted(question, facts, "55(4)", "55(6)")
    law, said_of_law = domestic(Rule.CONFISCATION_WITHOUT_TREATY, question, facts)
    if law:
        bases.append(law)
    if not bases or law is bases[0]:
        told += said_of_law
    if not bases:
        told.append(warn("NO_FORMAL_BASIS"))
    return bases, told, APPLIES[question.kind] if held.holds else []


def _chapter_five(held: Tie, question: Question, facts: Facts) -> Basis:
    """The Convention itself; necessary and sufficient for a State that insists on a treaty (55(6))."""
    needs = facts.rule(question.asked, Rule.CONFISCATION_NEEDS_TREATY, question.on)
    notified = facts.notified(question.asked, "55(6)", question.on)
    articles: tuple[str, ...] = ARTICLES[question.kind]
    if needs.value == RuleValue.YES:
        articles = (*articles, "55(6)")
    rows = (*held.rows, *needs.rows, *notified.rows)  # 55(6) works by itself: neither row decides
    return Basis("UNCAC", held.name, BasisMode.UNCAC, articles, rows, sure=held.sure)


def _beside(question: Question, facts: Facts, *, led: bool) -> list[Warned]:
    needs = facts.rule(question.asked, Rule.CONFISCATION_NEEDS_TREATY, question.on)
    told = [warn("CHAPTER_V_BESIDE")] if led else []
    if needs.value == RuleValue.YES:
        told.append(warn("CONVENTION_SUFFICES", place=facts.name(question.asked)))
    return told
