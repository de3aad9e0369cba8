"""Every kind of message: who sends it, under which rule, what it does to measures, what is owed in return."""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.languages import Text
from comity.law.conversation import BY_REQUESTED, EITHER, Said

NOTHING = Text("nothing", "无变化")
DECIDED = Text(
    "each measure named becomes accepted or refused; a refusal may also end one in execution",
    "所列各项协助事项转为已同意或者已拒绝；执行中的协助事项也可以被拒绝",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOf:
    """What the table says of one kind, its steps apart."""

    article: str
    measures: Text = NOTHING
    answer: str = ""
    clock: str = ""


def sender_of(kind: Said) -> str:
    """Return who sends this kind: `requesting`, `requested` or `either`."""
    if kind in EITHER:
        return "either"
    return "requested" if kind in BY_REQUESTED else "requesting"


KINDS: dict[Said, SaidOf] = {
    Said.REQUEST_SUBMIT: SaidOf(
        article="46(13)",
        measures=Text("every measure is asked", "各项协助事项均为已请求"),
        answer="ack",
        clock="acknowledge",
    ),
    Said.ORAL_NOTICE: SaidOf(article="46(14)", answer="request.submit", clock="confirm_oral"),
    Said.SUPPLEMENT: SaidOf(
        article="46(13)", measures=Text("further measures are asked", "另行提出的协助事项为已请求")
    ),
    Said.ACK: SaidOf(article=""),
    Said.RETURN: SaidOf(article="46(14)"),
    Said.REFER: SaidOf(article="46(13)"),
    Said.CLARIFY_ASK: SaidOf(
        article="46(16)",
        measures=Text("measures asked about pause", "所涉协助事项暂停"),
        answer="clarify.answer",
        clock="answer",
    ),
    Said.CLARIFY_ANSWER: SaidOf(
        article="46(16)", measures=Text("they return to where they were", "恢复到暂停之前的状态")
    ),
    Said.CONSULT_OPEN: SaidOf(article="46(26)", answer="consult.reply", clock="consult"),
    Said.CONSULT_REPLY: SaidOf(article="46(26)"),
    Said.CONDITIONS_OFFER: SaidOf(
        article="46(26)",
        measures=Text("measures named are offered under conditions", "对所列协助事项提出附条件协助"),
        answer="conditions.accept",
        clock="conditions",
    ),
    Said.CONDITIONS_ACCEPT: SaidOf(
        article="46(26)",
        measures=Text("they are accepted, and the conditions bind", "转为已同意，所附条件具有约束力"),
    ),
    Said.CONDITIONS_REJECT: SaidOf(
        article="46(26)", measures=Text("they are to be decided again", "重新列为待决定事项")
    ),
    Said.DECISION_ACCEPT: SaidOf(article="46(17)", measures=DECIDED),
    Said.DECISION_REFUSE: SaidOf(article="46(21)", measures=DECIDED),
    Said.DECISION_PARTIAL: SaidOf(article="46(21)", measures=DECIDED),
    Said.DECISION_POSTPONE: SaidOf(
        article="46(25)",
        measures=Text("measures named are postponed until their review", "所列协助事项暂缓执行，直至复查"),
    ),
    Said.COST_CONSULT: SaidOf(article="46(28)", answer="cost.agree", clock="costs"),
    Said.COST_AGREE: SaidOf(article="46(28)"),
    Said.CANNOT_COMPLY: SaidOf(article="46(20)", answer="confidentiality.answer", clock="confidentiality"),
    Said.CONFIDENTIALITY_ANSWER: SaidOf(article="46(20)"),
    Said.STATUS_QUERY: SaidOf(article="46(24)", answer="status.report", clock="report"),
    Said.STATUS_REPORT: SaidOf(
        article="46(24)",
        measures=Text("the requesting State learns how far each is", "请求国了解各项协助事项的进展"),
    ),
    Said.OBSTACLE: SaidOf(article="46(24)"),
    Said.FREEZE_EFFECT: SaidOf(article="55(2)"),
    Said.FREEZE_LAPSE_RULE: SaidOf(article="55(8)"),
    Said.FREEZE_LIFTED: SaidOf(article="55(8)"),
    Said.LIFT_NOTICE: SaidOf(article="55(8)", answer="freeze.views", clock="lift_views"),
    Said.LIFT_VIEWS: SaidOf(article="55(8)"),
    Said.MATERIAL_DELIVER: SaidOf(
        article="46(3)",
        measures=Text(
            "each measure named gets its result, or more is to come", "所列各项协助事项有了结果，或者尚有后续"
        ),
        answer="material.receipt",
        clock="check_material",
    ),
    Said.MATERIAL_RECEIPT: SaidOf(
        article="",
        measures=Text(
            "none if complete; if not, what was executed counts as delivered in part",
            "收妥的无变化；未收妥的，已执行的协助事项视为已部分移交",
        ),
    ),
    Said.USE_REQUEST: SaidOf(article="46(19)", answer="use.consent_decision", clock="use_consent"),
    Said.USE_DECISION: SaidOf(article="46(19)"),
    Said.EXCULPATORY: SaidOf(article="46(19)"),
    Said.NO_LONGER_REQUIRED: SaidOf(
        article="46(24)",
        measures=Text("each open measure named ends as withdrawn", "所列未结协助事项转为不再需要"),
    ),
    Said.ORDER_CEASED: SaidOf(article="46(24)"),
    Said.MATERIAL_DISPOSED: SaidOf(article="46(19)"),
    Said.CORRECTION: SaidOf(article=""),
    Said.CLOSURE: SaidOf(article="46(24)"),
}
