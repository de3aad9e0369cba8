"""Steps that the law demands before another, and what happens when one is missing.

A guard that binds raises RuleViolation. Under a treaty whose own rules are not known here, and under domestic law or
reciprocity, the same step is asked for by analogy: then it only warns, and the officer gives a reason for going on
(`override_reason`), which is recorded. Some guards may be overridden with a reason even where they bind; some never.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.assistance import Coercive, coercive
from comity.law.errors import RuleViolation
from comity.law.grounds import FORBIDDEN, GROUNDS, DualCriminality, is_open
from comity.law.modes import Applies, Force, applies_in, force, parse_mode
from comity.law.reading import says_something

if TYPE_CHECKING:
    from comity.law.modes import Mode


class Override(StrEnum):
    """Whether an officer may go on without the step."""

    NEVER = "never"
    WITH_REASON = "with_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One step demanded before another.

    Attributes:
        code: stable name; the code of the RuleViolation it raises.
        before: the act it guards.
        article: the rule; empty where it is ours.
        text: what is demanded, for the person who tried without.
        override: whether it may be overridden with a reason where it binds.
        applies: in which modes it binds.
    """

    code: str
    before: str
    article: str
    text: Text
    override: Override
    applies: Applies


def _guard(code: str, before: str, article: str, text: Text, *, override: Override = Override.NEVER) -> Guard:
    return Guard(code=code, before=before, article=article, text=text, override=override, applies=applies_in(article))


_ALL = (
    _guard(
        "known_ground",
        "refusal",
        "46(21)",
        Text("A refusal names one of the grounds of the Convention.", "拒绝应当写明《公约》规定的一项理由。"),
    ),
    _guard(
        "no_bank_secrecy",
        "refusal",
        "46(8)",
        FORBIDDEN["BANK_SECRECY"].text,
    ),
    _guard(
        "not_solely_fiscal",
        "refusal",
        "46(22)",
        FORBIDDEN["SOLELY_FISCAL"].text,
    ),
    _guard(
        "branch_of_ground",
        "refusal",
        "46(9)(b)",
        Text("This ground is not open for this measure.", "该项理由不适用于此协助事项。"),
        override=Override.WITH_REASON,
    ),
    _guard(
        "not_coercive_is_owed",
        "refusal",
        "46(9)(b)",
        Text(
            "A measure that is not coercive is owed even without dual criminality. Say why it would not be consistent "
            "with the basic concepts of your legal system, or rely on another ground.",
            "不具强制性的协助事项，即使并非双重犯罪也应当提供。请说明为何不符合本国法律制度的基本概念，或者援引其他理由。",
        ),
        override=Override.WITH_REASON,
    ),
    _guard(
        "public_records_are_owed",
        "refusal",
        "46(29)(a)",
        Text(
            "Copies of government records that are open to the public here shall be given; they cannot be refused.",
            "依照本国法律可向公众公开的政府记录，应当提供其副本，不得拒绝。",
        ),
    ),
    _guard(
        "reasons_for_refusal",
        "refusal",
        "46(23)",
        Text("Reasons shall be given for any refusal.", "拒绝司法协助时，应当说明理由。"),
    ),
    _guard(
        "consultation_before_refusal",
        "refusal",
        "46(26)",
        Text(
            "Before refusing, consult the requesting State on help under terms and conditions, and record it; or say "
            "why you did not.",
            "拒绝之前，应当与请求国商议可否附条件提供协助，并作记录；未商议的，应当说明原因。",
        ),
        override=Override.WITH_REASON,
    ),
    _guard(
        "interference_for_postponement",
        "postponement",
        "46(25)",
        Text(
            "Assistance may be postponed only because it interferes with an ongoing investigation, prosecution or "
            "judicial proceeding: say with which.",
            "只能以妨碍正在进行的侦查、起诉或者审判程序为理由暂缓提供协助：请说明妨碍何种程序。",
        ),
    ),
    _guard(
        "consultation_before_postponement",
        "postponement",
        "46(26)",
        Text(
            "Before postponing, consult the requesting State on help under terms and conditions, and record it; or say "
            "why you did not.",
            "暂缓之前，应当与请求国商议可否附条件提供协助，并作记录；未商议的，应当说明原因。",
        ),
        override=Override.WITH_REASON,
    ),
    _guard(
        "reason_for_deadline",
        "sending",
        "46(24)",
        Text("A deadline comes with its reason.", "提出最后期限的，应当说明理由。"),
    ),
    _guard(
        "result_explained",
        "delivery",
        "46(17)",
        Text(
            "A measure that was impossible, found nothing or was executed only in part is explained.",
            "无法执行、未有发现或者仅部分执行的，应当予以说明。",
        ),
    ),
    _guard(
        "evidence_or_words",
        "delivery",
        "46(3)",
        Text("A delivery holds evidence or says what was done.", "移交应当附有证据，或者说明已采取的行动。"),
    ),
    _guard(
        "use_within_purpose",
        "use",
        "46(19)",
        Text(
            "What was received may be used only for the proceedings stated in the request, unless the requested State "
            "consented before.",
            "所获资料或者证据只能用于请求书所述的程序，事先征得被请求国同意的除外。",
        ),
    ),
    _guard(
        "notice_before_exculpatory_use",
        "use",
        "46(19)",
        Text(
            "Exculpatory material may be disclosed, but the requested State is told before, or without delay where "
            "that was not possible.",
            "能证明被告人无罪的资料或者证据可以披露，但应当事先通知被请求国；不可能事先通知的，应当毫不迟延地通知。",
        ),
        override=Override.WITH_REASON,
    ),
    _guard(
        "costs_agreed",
        "execution",
        "46(28)",
        Text(
            "Substantial or extraordinary costs are settled with the requesting State before execution.",
            "费用巨大或者属于特殊性质的，应当在执行之前与请求国商定。",
        ),
        override=Override.WITH_REASON,
    ),
    _guard(
        "notice_before_lifting",
        "lifting",
        "55(8)",
        Text(
            "Before the measure is lifted, the requesting State is heard, wherever possible, on why it should go on; "
            "or say why that was not possible.",
            "解除措施之前，应当在可能时给予请求国说明继续该措施的理由的机会；未能给予的，应当说明原因。",
        ),
        override=Override.WITH_REASON,
    ),
    _guard(
        "reason_for_withdrawal",
        "withdrawal",
        "",
        Text("Say why the help is no longer required.", "请说明为何不再需要协助。"),
    ),
)

GUARDS: dict[str, Guard] = {guard.code: guard for guard in _ALL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A guard that was not kept and did not block: what the officer is shown, and whether it was only by analogy."""

    guard: Guard
    by_analogy: bool
    reason: str


def demand(code: str, *, kept: bool, mode: Mode, override_reason: str = "") -> list[Warned]:
    """Return nothing if the guard is kept, else a warning with its reason, or raise RuleViolation.

    Where the guard binds, only a guard that allows it is overridden by a reason. By analogy every guard is, but it asks
    for the reason too.
    """
    guard = GUARDS[code]
    strength = force(guard.applies, mode)
    if kept or strength is Force.SILENT:
        return []
    analogy = strength is Force.BY_ANALOGY
    if not (analogy or guard.override is Override.WITH_REASON) or not says_something(override_reason):
        raise RuleViolation(code, guard.text, article=guard.article, before=guard.before, by_analogy=analogy)
    return [Warned(guard=guard, by_analogy=analogy, reason=override_reason.strip())]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What is known when one measure is to be refused.

    Attributes:
        mode: name of the mode of the legal basis.
        kind, module: the measure, as in the request.
        ground: a key of `grounds.GROUNDS`, or of `FORBIDDEN`, which never passes where it binds.
        reasons: what the other State will read.
        consulted: whether a consultation under 46(26) is recorded.
        override_reason: why a step was left out.
        dual: whether the conduct is an offence in both States.
        coercive: whether this measure is coercive; None is the default of its kind.
        public: whether it asks for government records that are open to the public in the requested State.
    """

    mode: str
    kind: str
    module: str
    ground: str
    reasons: str
    consulted: bool
    override_reason: str = ""
    dual: DualCriminality = DualCriminality.UNCLEAR
    coercive: Coercive | None = None
    public: bool = False


def check_refusal(refusal: Refusal) -> list[Warned]:
    """Return what was overridden with a reason, or raise RuleViolation (art. 46(8), (9), (21)-(23), (26), (29)(a))."""
    mode, why = parse_mode(refusal.mode), refusal.override_reason
    force_used = refusal.coercive or coercive(refusal.kind, refusal.module)
    ground = GROUNDS.get(refusal.ground)
    warned = demand("no_bank_secrecy", kept=refusal.ground != "BANK_SECRECY", mode=mode, override_reason=why)
    warned += demand("not_solely_fiscal", kept=refusal.ground != "SOLELY_FISCAL", mode=mode, override_reason=why)
    warned += demand("public_records_are_owed", kept=not refusal.public, mode=mode, override_reason=why)
    forbidden = refusal.ground in FORBIDDEN
    if ground is None and not forbidden and not (refusal.ground and force_of_paragraph(mode) is Force.BY_ANALOGY):
        raise RuleViolation("known_ground", GUARDS["known_ground"].text, article="46(21)")
    warned += demand("reasons_for_refusal", kept=says_something(refusal.reasons), mode=mode, override_reason=why)
    if ground is not None:
        fits = is_open(ground, kind=refusal.kind, coercive=force_used, dual=refusal.dual)
        warned += demand("branch_of_ground", kept=fits, mode=mode, override_reason=why)
        owed = ground.code == "NO_DUAL_CRIMINALITY" and force_used is Coercive.NO
        warned += demand("not_coercive_is_owed", kept=not owed, mode=mode, override_reason=why)
    return warned + demand("consultation_before_refusal", kept=refusal.consulted, mode=mode, override_reason=why)


def force_of_paragraph(mode: Mode) -> Force:
    """Return what paragraphs 9 to 29 of article 46 do in a mode."""
    return force(Applies.MINI_TREATY, mode)


def check_postponement(*, mode: str, interference: str, consulted: bool, override_reason: str = "") -> list[Warned]:
    """Return what was overridden with a reason, or raise RuleViolation (UNCAC art. 46(25), 46(26))."""
    parsed = parse_mode(mode)
    warned = demand(
        "interference_for_postponement",
        kept=says_something(interference),
        mode=parsed,
        override_reason=override_reason,
    )
    return warned + demand(
        "consultation_before_postponement", kept=consulted, mode=parsed, override_reason=override_reason
    )


def check_deadline(*, mode: str, deadline: str, reason: str, override_reason: str = "") -> list[Warned]:
    """Return what was overridden by analogy, or raise RuleViolation, for a deadline without its reason (46(24))."""
    kept = not deadline or says_something(reason)
    return demand("reason_for_deadline", kept=kept, mode=parse_mode(mode), override_reason=override_reason)


def check_result(*, mode: str, result: str, text: str, evidence: int) -> list[Warned]:
    """Raise RuleViolation for a result that explains nothing (UNCAC art. 46(3), 46(17)).

    `result` is one of `material.deliver`; `evidence` is how many items go with it.
    """
    parsed = parse_mode(mode)
    said = says_something(text)
    explained = said or result in {"executed", "in_part_more_to_come"}
    return demand("result_explained", kept=explained, mode=parsed) + demand(
        "evidence_or_words", kept=said or evidence > 0, mode=parsed
    )


def check_use(
    *, mode: str, within_purpose: bool, consent: bool, exculpatory: bool, notified: bool, override_reason: str = ""
) -> list[Warned]:
    """Return what was overridden with a reason, or raise RuleViolation, for a use of what was received (46(19))."""
    parsed = parse_mode(mode)
    if within_purpose or consent:
        return []
    if exculpatory:
        return demand("notice_before_exculpatory_use", kept=notified, mode=parsed, override_reason=override_reason)
    return demand("use_within_purpose", kept=False, mode=parsed, override_reason=override_reason)


def check_costs(*, mode: str, extraordinary: bool, agreed: bool, override_reason: str = "") -> list[Warned]:
    """Return what was overridden, or raise RuleViolation, before an expensive measure is executed (46(28))."""
    return demand(
        "costs_agreed", kept=agreed or not extraordinary, mode=parse_mode(mode), override_reason=override_reason
    )


def check_lifting(*, mode: str, heard: bool, override_reason: str = "") -> list[Warned]:
    """Return what was overridden, or raise RuleViolation, before a provisional measure is lifted (55(8)).

    `heard` is whether the requesting State answered a notice of it, or let the time for its answer pass.
    """
    return demand("notice_before_lifting", kept=heard, mode=parse_mode(mode), override_reason=override_reason)


def check_withdrawal(*, reason: str) -> None:
    """Raise RuleViolation for a withdrawal without a word why (practice; the duty itself is 46(24))."""
    demand("reason_for_withdrawal", kept=says_something(reason), mode=parse_mode(""))


def done_for_refusal(refusal: Refusal) -> frozenset[str]:
    """Return the needs of `MeasureGraph` that are met, after `check_refusal` did not raise."""
    check_refusal(refusal)
    return frozenset({"ground", "reasons", "consultation"})
