"""Choose on what basis and by which channel a request is made, and keep what that relied on (UNCAC art. 46(7))."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import rules
from comity.cases.actions import drafting, filling, keeping
from comity.cases.codes import AuditCode
from comity.cases.models import LegalChoice
from comity.law.basis import find_bases
from comity.law.basis.drafting import draftable, mode_of
from comity.law.channels import walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.core.actors import Actor
    from comity.law.basis import Answer, Basis, Question
    from comity.law.channels import Advice, Step, Tree
    from comity.law.facts import Facts
    from comity.law.modes import Mode

KEPT = ("en", "zh-hans")
ADDRESSEE = "addressee"  # beside the answer: what the directory said of whom is asked
PLACES = ("basis.instrument", "basis.mode", "basis.articles")


@transaction.atomic
def choose_basis(
    *, actor: Actor, case_id: UUID, question: Question, facts: Facts, chosen: str, reason: str, now: datetime
) -> LegalChoice:
    """Take one of the bases that hold for the question, write it into the draft, and keep what was relied on.

    Raises:
        CaseworkError: `E_BASIS` for what is none of the bases; `E_WHY` without a reason where the answer is not certain
            or another than the first was taken; `E_NOT_DRAFT` when the request is no longer one.
    """
    case = drafting.load_draft(actor, case_id, now)
    answer = find_bases(question, facts)
    basis = _chosen(answer, chosen)
    if not answer.certain or basis is not answer.bases[0]:
        rules.check_reason(reason)
    _write(case, basis, mode_of(answer, basis), actor=actor, now=now)
    _name_state(case, question.asked, actor=actor, now=now)
    filling.fill_from_directory(actor=actor, case_id=case_id, now=now)
    choice = LegalChoice.objects.create(
        case=case, what=LegalChoice.BASIS, question=_question(question), chosen=chosen, certain=answer.certain,
        answer={**{language: answer.to_json(language) for language in KEPT}, ADDRESSEE: filling.snapshot(case)},
        reason=reason, at=now,
        by_id=keeping.officer_of(actor),
    )  # fmt: skip
    keeping.audit(case, AuditCode.BASIS_CHOSEN, actor=actor, at=now, data={"certain": answer.certain})
    return choice


def _chosen(answer: Answer, chosen: str) -> Basis:
    for one in draftable(answer):
        if one.key == chosen:
            return one
    raise rules.CaseworkError("E_BASIS", "none of the bases that hold")


def _write(case: Case, basis: Basis, mode: Mode, *, actor: Actor, now: datetime) -> None:
    """Fill the section of the draft as its author would, over the version that stands."""
    section = case.sections.filter(key="basis").first()
    data = {
        "basis.instrument": basis.name.get(case.language),
        "basis.mode": mode.value,
        "basis.articles": list(basis.articles),
    }
    version = section.version if section else 0
    drafting.save_section(
        actor=actor, case_id=case.pk, key="basis", data=data, shown=PLACES, version=version, now=now
    )  # fmt: skip


def _name_state(case: Case, code: str, *, actor: Actor, now: datetime) -> None:
    """Name the State that is asked where the draft names none yet; what its author wrote stays."""
    section = case.sections.filter(key="addressee").first()
    if section is not None and section.data.get("requested.state"):
        return
    drafting.save_section(
        actor=actor, case_id=case.pk, key="addressee", data={"requested.state": code}, shown=("requested.state",),
        version=section.version if section else 0, now=now,
    )  # fmt: skip


def _question(question: Question) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in asdict(question).items()
    }


@transaction.atomic
def choose_channel(
    *, actor: Actor, case_id: UUID, tree: Tree, answers: Mapping[str, str], chosen: str, reason: str, now: datetime
) -> LegalChoice:
    """Keep the channel that an officer takes, with what the tree advised, the answers that led there and its version.

    Raises:
        RuleViolation: `E_ANSWER` for answers that do not fit.
        CaseworkError: `E_BASIS` where the answers lead to no advice yet, or for a channel that the tree does not have;
            `E_WHY` without a reason where another channel than the advice was taken; `E_NOT_DRAFT`.
    """
    case = drafting.load_draft(actor, case_id, now)
    filling.fill_from_directory(actor=actor, case_id=case_id, now=now)
    step = walk(tree, answers)
    taken = tree.advice.get(chosen)
    if step.advice is None or taken is None:
        raise rules.CaseworkError("E_BASIS", "no advice yet, or no channel of the tree")
    if taken is not step.advice:
        rules.check_reason(reason)
    choice = LegalChoice.objects.create(
        case=case, what=LegalChoice.CHANNEL, question={"answers": dict(answers), "digest": tree.digest},
        answer={
            **{language: _told(step, taken, tree, language) for language in KEPT}, ADDRESSEE: filling.snapshot(case),
        },
        chosen=taken.code, certain=True, reason=reason, at=now, by_id=keeping.officer_of(actor),
    )  # fmt: skip
    keeping.audit(case, AuditCode.CHANNEL_CHOSEN, actor=actor, at=now)
    return choice


def _told(step: Step, taken: Advice, tree: Tree, language: str) -> dict[str, object]:
    """Return the walk and the channel taken in words, so that both can be read when the tree has changed."""
    path = [{"question": query.text.get(language), "answer": choice.text.get(language)} for query, choice in step.path]
    return {**step.to_json(tree, language), "words": path, "taken": taken.text.get(language)}
