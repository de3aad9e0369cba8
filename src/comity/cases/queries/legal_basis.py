"""What the engine of `comity.law.basis` answers, in the reader's language, and the facts that this node knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from comity.cases.labels import labelled
from comity.cases.models import LegalChoice
from comity.cases.queries import content
from comity.core.parts import Fact, Standing
from comity.directory.known import known_facts
from comity.directory.names import resolve
from comity.law.assistance import KINDS, Coercive
from comity.law.basis import BasisMode, find_bases
from comity.law.basis.drafting import draftable
from comity.law.basis.words import DUAL_WORDS, MODE_WORDS, RISK_WORDS
from comity.law.offences import OFFENCES

if TYPE_CHECKING:
    from comity.cases.models import Case
    from comity.law.basis import Answer, Basis, Question, Warned
    from comity.law.basis.answer import Row
    from comity.law.channels import Tree


@dataclass(frozen=True, slots=True)
class Relied:
    """One fact relied on: what it says, and how far it can be."""

    text: str
    mark: Fact
    record: str = ""  # where officers of this node entered it


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
    relied = [Relied(row.statement.get(language), _mark(row), row.record) for row in basis.rows]
    mode = MODE_WORDS[basis.mode].get(language)
    return ShownBasis(basis.name.get(language), mode, basis.articles, relied)


def _mark(row: Row) -> Fact:
    """Say how far a row can be relied on."""
    standing = Standing.VERIFIED if row.verified else Standing.UNVERIFIED
    return Fact(Standing.DISPUTED if row.disputed else standing, row.source, row.date)


def takeable(answer: Answer, language: str) -> list[tuple[str, str]]:
    """Return the bases that a draft can take, as choices; one that must first be asked about cannot."""
    return [
        (one.key, labelled(one.name.get(language), MODE_WORDS[one.mode].get(language))) for one in draftable(answer)
    ]


def channels(tree: Tree, language: str) -> list[tuple[str, str]]:
    """Return every channel of the decision tree as a choice."""
    return [(code, one.text.get(language)) for code, one in tree.advice.items()]


def beginning(case: Case, our_state: str) -> dict[str, Any]:
    """Return what the draft says already: the State that is asked, offences, measures, whether one of them forces."""
    request = content.request_of(case)
    named = resolve(request["requested"]["state"]) if request["requested"]["state"] else None
    kinds = [one["kind"] for one in request["measures"] if one["kind"] in KINDS]
    offences = [one.get("article", "") for one in request["proceedings"]["offences"]]
    forces = {KINDS[code].coercive for code in kinds}
    return {
        "kind": "mla",
        "asking": our_state,
        "asked": named.iso2 if named else case.counterpart_state,
        "offences": [code for code in offences if code in OFFENCES],
        "measures": sorted(set(kinds)),
        "coercive": "yes" if Coercive.YES in forces else "no" if forces == {Coercive.NO} else "",
    }


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the past: `words` say what was chosen, `told` is the answer as it stood then."""

    row: LegalChoice
    title: str
    words: str
    told: dict[str, Any]


def choices_of(case: Case, language: str) -> list[Choice]:
    """Return what was chosen for a case, the latest first."""
    return [_choice(row, language) for row in case.legal_choices.select_related("by")]


def latest_of(case: Case, language: str) -> dict[str, Choice]:
    """Return `basis` and `channel` -> the choice that counts, where there is one."""
    found: dict[str, Choice] = {}
    for one in choices_of(case, language):
        found.setdefault(one.row.what, one)
    return found


def _choice(row: LegalChoice, language: str) -> Choice:
    told = row.answer.get("zh-hans" if language.startswith("zh") else "en", {})
    if row.what == LegalChoice.CHANNEL:
        return Choice(row, _("Channel"), told.get("taken") or told["advice"]["text"], told)
    instrument, _colon, mode = row.chosen.partition(":")
    known = known_facts().instruments.get(instrument)
    name = known.name.get(language) if known else instrument
    words = labelled(name, MODE_WORDS[BasisMode(mode)].get(language))
    return Choice(row, _("Legal basis"), words, told)
