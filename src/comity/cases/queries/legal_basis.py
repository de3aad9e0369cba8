"""What the engine of `comity.law.basis` answers, in the reader's language, and the facts that this node knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.core.parts import Fact, Standing
from comity.exchange.settings import demo
from comity.law.basis import find_bases
from comity.law.basis.words import DUAL_WORDS, MODE_WORDS, RISK_WORDS
from comity.law.facts.invented import facts_of_the_demonstration
from comity.law.facts.shipped import shipped_facts

if TYPE_CHECKING:
    from comity.law.basis import Answer, Basis, Question, Warned
    from comity.law.basis.answer import Row
    from comity.law.facts import Facts


@dataclass(frozen=True, slots=True)
class Relied:
    """One fact relied on: what it says, and how far it can be."""

    text: str
    mark: Fact


@dataclass(frozen=True, slots=True)
class ShownBasis:
    """One basis."""

    name: str
    mode: str
    articles: tuple[str, ...]
    relied: list[Relied]


@dataclass(frozen=True, slots=True)
class Said:
    """A warning or another way, with its articles."""

    text: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole answer."""

    mode: str
    certain: bool
    bases: list[ShownBasis]
    applies: tuple[str, ...]
    dual: str
    risk: str
    dual_articles: tuple[str, ...]
    find_out: list[Said]
    warnings: list[Said]
    ways: list[Said]


def known_facts() -> Facts:
    """Return the facts that ship; a node of a demonstration knows its invented States too."""
    return facts_of_the_demonstration() if demo() else shipped_facts()


def answered(question: Question, language: str) -> Shown:
    """Return the answer to a question as a page shows it."""
    return shown(find_bases(question, known_facts()), language)


def shown(answer: Answer, language: str) -> Shown:
    """Return an answer in the reader's language."""
    return Shown(
        mode=MODE_WORDS[answer.mode].get(language),
        certain=answer.certain,
        bases=[_basis(one, language) for one in answer.bases],
        applies=answer.applies,
        dual=DUAL_WORDS[answer.dual.needed].get(language),
        risk=RISK_WORDS[answer.dual.risk].get(language),
        dual_articles=answer.dual.articles,
        find_out=_said(answer.warnings, language, find_out=True),
        warnings=_said(answer.warnings, language, find_out=False),
        ways=[Said(one.text.get(language), one.articles) for one in answer.alternatives],
    )


def _said(warnings: tuple[Warned, ...], language: str, *, find_out: bool) -> list[Said]:
    return [Said(one.text.get(language), one.articles) for one in warnings if one.find_out is find_out]


def _basis(basis: Basis, language: str) -> ShownBasis:
    relied = [Relied(row.statement.get(language), _mark(row)) for row in basis.rows]
    return ShownBasis(basis.name.get(language), MODE_WORDS[basis.mode].get(language), basis.articles, relied)


def _mark(row: Row) -> Fact:
    """Say how far a row can be relied on."""
    standing = Standing.VERIFIED if row.verified else Standing.UNVERIFIED
    return Fact(Standing.DISPUTED if row.disputed else standing, row.source, row.date)
