"""Grounds of refusal, and grounds that are never one (UNCAC art. 46(8), 46(9), 46(21), 46(22), 55(7))."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.kernel.languages import Text
from comity.law.assistance import Coercive
from comity.law.modes import Applies, applies_in


class Branch(StrEnum):
    """In which branch of the law a ground is open at all."""

    ANY = "any"
    NO_DUAL_CRIMINALITY = "no_dual_criminality"  # the conduct is no offence there
    NOT_COERCIVE = "no_dual_criminality_not_coercive"  # the same, and the measure is not coercive: 46(9)(b)
    PROPERTY = "property"  # confiscation and provisional measures under chapter V


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground of refusal: the requested State may rely on it, it never must."""

    code: str
    article: str
    title: Text
    branch: Branch
    note: Text

    @property
    def applies(self) -> Applies:
        """In which modes of the legal basis it binds."""
        return applies_in(self.article)


_ALL = (
    Ground(
        code="NON_CONFORM",
        article="46(21)(a)",
        title=Text("The request is not made as article 46 requires", "请求未按第四十六条的规定提出"),
        branch=Branch.ANY,
        note=Text(
            "Ask for what is missing first (46(16)); a gap that can be filled is no reason to refuse.",
            "应当先要求补充所缺内容（第四十六条第十六款）；可以补正的缺陷不构成拒绝的理由。",
        ),
    ),
    Ground(
        code="ESSENTIAL_INTERESTS",
        article="46(21)(b)",
        title=Text(
            "Execution is likely to prejudice sovereignty, security, ordre public or other essential interests",
            "执行请求可能损害主权、安全、公共秩序或者其他基本利益",
        ),
        branch=Branch.ANY,
        note=Text("Say which interest, as far as that interest allows.", "在不损害该利益的范围内说明是何种利益。"),
    ),
    Ground(
        code="PROHIBITED_AT_HOME",
        article="46(21)(c)",
        title=Text(
            "The authorities could not take the action in a like domestic case",
            "本国法律禁止本国机关对类似犯罪采取所请求的行动",
        ),
        branch=Branch.ANY,
        note=Text("Name the prohibition; another action may be open.", "写明禁止性规定；可考虑是否有其他可行措施。"),
    ),
    Ground(
        code="CONTRARY_MLA_SYSTEM",
        article="46(21)(d)",
        title=Text(
            "Granting it would be contrary to the legal system on mutual legal assistance",
            "同意请求将违反本国关于司法协助的法律制度",
        ),
        branch=Branch.ANY,
        note=Text("Name the rule of the system.", "写明有关法律制度的规定。"),
    ),
    Ground(
        code="NO_DUAL_CRIMINALITY",
        article="46(9)(b)",
        title=Text("Absence of dual criminality", "并非双重犯罪"),
        branch=Branch.NO_DUAL_CRIMINALITY,
        note=Text(
            "The conduct decides, not its name (43(2)). Help that is not coercive is still owed (46(9)(b)).",
            "以行为为准，不以罪名为准（第四十三条第二款）。不涉及强制性行动的协助仍应提供（第四十六条第九款第（二）项）。",
        ),
    ),
    Ground(
        code="DE_MINIMIS",
        article="46(9)(b)",
        title=Text("The matter is of a de minimis nature", "请求所涉事项极为轻微"),
        branch=Branch.NOT_COERCIVE,
        note=Text(
            "Only where dual criminality is absent and the help asked is not coercive.",
            "仅适用于并非双重犯罪且所请求的协助不涉及强制性行动的情形。",
        ),
    ),
    Ground(
        code="AVAILABLE_ELSEWHERE",
        article="46(9)(b)",
        title=Text(
            "The help is available under other provisions of the Convention",
            "寻求的协助可以依照《公约》其他条款获得",
        ),
        branch=Branch.NOT_COERCIVE,
        note=Text(
            "Only where dual criminality is absent and the help asked is not coercive; name the provision.",
            "仅适用于并非双重犯罪且所请求的协助不涉及强制性行动的情形；请写明该条款。",
        ),
    ),
    Ground(
        code="INSUFFICIENT_EVIDENCE",
        article="55(7)",
        title=Text("No sufficient and timely evidence was received", "未收到充分和及时的证据"),
        branch=Branch.PROPERTY,
        note=Text("Confiscation and provisional measures only.", "仅适用于没收和临时措施。"),
    ),
    Ground(
        code="DE_MINIMIS_PROPERTY",
        article="55(7)",
        title=Text("The property is of a de minimis value", "财产的价值极其轻微"),
        branch=Branch.PROPERTY,
        note=Text("Confiscation and provisional measures only.", "仅适用于没收和临时措施。"),
    ),
)

GROUNDS: dict[str, Ground] = {ground.code: ground for ground in _ALL}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenGround:
    """What may never be the ground of a refusal."""

    code: str
    article: str
    text: Text

    @property
    def applies(self) -> Applies:
        """In which modes of the legal basis it binds."""
        return applies_in(self.article)


FORBIDDEN: dict[str, ForbiddenGround] = {
    one.code: one
    for one in (
        ForbiddenGround(
            code="BANK_SECRECY",
            article="46(8)",
            text=Text(
                "Assistance may not be refused on the ground of bank secrecy.",
                "不得以银行保密为理由拒绝提供司法协助。",
            ),
        ),
        ForbiddenGround(
            code="SOLELY_FISCAL",
            article="46(22)",
            text=Text(
                "A request may not be refused solely because the offence is also considered to involve fiscal matters.",
                "不得仅以犯罪又被视为涉及财税事项为理由拒绝司法协助请求。",
            ),
        ),
    )
}

_PROPERTY_KINDS = frozenset({"ASSET_RECOVERY", "TRACE_RECOVERY", "SEARCH_SEIZE_FREEZE"})


class DualCriminality(StrEnum):
    """Whether the conduct is an offence in both States."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_REQUIRED = "not_required"
    UNCLEAR = "unclear"


def is_open(ground: Ground, *, kind: str, coercive: Coercive, dual: DualCriminality) -> bool:
    """Return whether the branch of a ground is open for such a measure; what depends or is unclear leaves it open."""
    absent = dual in {DualCriminality.NOT_MET, DualCriminality.UNCLEAR}
    match ground.branch:
        case Branch.NO_DUAL_CRIMINALITY:
            return absent
        case Branch.NOT_COERCIVE:
            return absent and coercive is not Coercive.YES
        case Branch.PROPERTY:
            return kind in _PROPERTY_KINDS
        case _:
            return True


def open_grounds(*, kind: str, coercive: Coercive, dual: DualCriminality) -> list[Ground]:
    """Return the grounds that may be relied on for such a measure, in the order of the Convention."""
    return [ground for ground in _ALL if is_open(ground, kind=kind, coercive=coercive, dual=dual)]


class Duty(StrEnum):
    """What the absence or presence of dual criminality means for one measure."""

    OWED = "owed"
    REFUSABLE = "refusable"
    SHALL_STILL_HELP = "shall_still_help"
    FIND_OUT = "find_out"


ADVICE = {
    Duty.OWED: Text(
        "Dual criminality does not stand in the way of this measure.",
        "双重犯罪不构成采取该措施的障碍。",
    ),
    Duty.REFUSABLE: Text(
        "The measure is coercive and dual criminality is absent: it may be refused, having weighed the purposes of the "
        "Convention (46(9)(a)).",
        "该协助事项具有强制性且并非双重犯罪：在考虑《公约》宗旨之后，可以拒绝（第四十六条第九款第（一）项）。",
    ),
    Duty.SHALL_STILL_HELP: Text(
        "The measure is not coercive: it is owed even without dual criminality, where consistent with the basic "
        "concepts of your legal system, unless the matter is trivial or another provision gives the help (46(9)(b)).",
        "该协助事项不具强制性：即使并非双重犯罪，在符合本国法律制度基本概念的情况下也应当提供，事项极为轻微或者可以依照其他条款获得的"
        "除外（第四十六条第九款第（二）项）。",
    ),
    Duty.FIND_OUT: Text(
        "First find out whether the conduct is an offence in both States (43(2)) and whether the measure is coercive.",
        "应当先查明该行为在双方是否均构成犯罪（第四十三条第二款）以及该协助事项是否具有强制性。",
    ),
}


def dual_criminality_duty(dual: DualCriminality, coercive: Coercive) -> Duty:
    """Return what follows for one measure (UNCAC art. 46(9), 43(2))."""
    if dual in {DualCriminality.MET, DualCriminality.NOT_REQUIRED}:
        return Duty.OWED
    if coercive is Coercive.NO:
        return Duty.SHALL_STILL_HELP
    if dual is DualCriminality.UNCLEAR or coercive is Coercive.DEPENDS:
        return Duty.FIND_OUT
    return Duty.REFUSABLE
