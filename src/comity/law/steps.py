"""What each step asks of a person: what to do next, in which role, under which article, by when, with which acts."""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.languages import Text
from comity.law.procedure import GRAPHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the procedure, as a person needs it.

    Attributes:
        name: the state of the graph.
        direction: `outgoing` or `incoming`.
        title: what people call it.
        task: stable code of what is to be done next.
        next: what is to be done next, as a sentence with `{state}` for the other State.
        role: who on our side must act; where it is their turn, who on our side watches.
        article: the rule behind it; empty where practice.
        clock: the preset time limit that runs (`deadlines.PRESETS`); empty where none.
        acts: what may be done here, by stable names; messages by their kind.
    """

    name: str
    direction: str
    title: Text
    task: str
    next: Text
    role: str
    article: str = ""
    clock: str = ""
    acts: tuple[str, ...] = ()

    @property
    def turn(self) -> str:
        """Whose turn it is: `ours`, `theirs` or `nobody`."""
        return GRAPHS[self.direction].states[self.name].turn


_ANY_TIME_OUT = ("status.query", "no_longer_required")
_ANY_TIME_IN = ("status.report",)

_OUTGOING = (
    Step(
        name="draft",
        direction="outgoing",
        title=Text("Draft", "草拟"),
        task="complete_draft",
        next=Text("Complete the draft and ask for its review.", "完成草稿并提请审核。"),
        role="drafter",
        article="46(15)",
        acts=("edit", "ask_review", "discard"),
    ),
    Step(
        name="internal_review",
        direction="outgoing",
        title=Text("Internal review", "内部审核"),
        task="review_draft",
        next=Text("Review the draft: approve it, or return it with notes.", "审核草稿：予以核准，或者附意见退回。"),
        role="reviewer",
        article="46(13)",
        clock="review",
        acts=("approve", "return"),
    ),
    Step(
        name="approved",
        direction="outgoing",
        title=Text("Ready to sign", "待签署"),
        task="sign_request",
        next=Text(
            "Sign the request and send it to the central authority of {state}.", "签署请求并发送至 {state} 中央机关。"
        ),
        role="head",
        article="46(14)",
        clock="sign",
        acts=("sign_and_send", "return", "discard"),
    ),
    Step(
        name="signed",
        direction="outgoing",
        title=Text("Signed, on its way", "已签署，发送中"),
        task="watch_delivery",
        next=Text(
            "The request is being handed over to {state}; look after it if no receipt comes.",
            "正在向 {state} 送达请求；未收到回执的，请予处理。",
        ),
        role="registry",
        article="46(13)",
        clock="hand_over",
        acts=_ANY_TIME_OUT,
    ),
    Step(
        name="sent",
        direction="outgoing",
        title=Text("Sent", "已发送"),
        task="register_request",
        next=Text("{state} registers the request and acknowledges it.", "等待 {state} 登记请求并确认收件。"),
        role="case_officer",
        article="46(13)",
        clock="chase",
        acts=_ANY_TIME_OUT,
    ),
    Step(
        name="acknowledged",
        direction="outgoing",
        title=Text("Acknowledged", "已确认收件"),
        task="examine_request",
        next=Text("{state} examines the request.", "等待 {state} 审查请求。"),
        role="case_officer",
        article="46(24)",
        clock="status_1",
        acts=_ANY_TIME_OUT,
    ),
    Step(
        name="under_examination",
        direction="outgoing",
        title=Text("Under examination", "审查中"),
        task="examine_request",
        next=Text("{state} goes on examining the request.", "{state} 正在继续审查请求。"),
        role="case_officer",
        article="46(24)",
        clock="status_1",
        acts=_ANY_TIME_OUT,
    ),
    Step(
        name="clarification",
        direction="outgoing",
        title=Text("More information asked", "对方要求补充资料"),
        task="answer_questions",
        next=Text("Answer the questions of {state}.", "答复 {state} 提出的问题。"),
        role="drafter",
        article="46(16)",
        clock="answer",
        acts=("clarify.answer", *_ANY_TIME_OUT),
    ),
    Step(
        name="in_execution",
        direction="outgoing",
        title=Text("In execution", "执行中"),
        task="execute_measures",
        next=Text(
            "{state} executes what it accepted and delivers the results.", "等待 {state} 执行已同意的事项并移交结果。"
        ),
        role="case_officer",
        article="46(24)",
        clock="status_2",
        acts=_ANY_TIME_OUT,
    ),
    Step(
        name="material_check",
        direction="outgoing",
        title=Text("Material to check", "核对收到的材料"),
        task="confirm_delivery",
        next=Text(
            "Check what {state} delivered, confirm its receipt, and keep to the limits of its use.",
            "核对 {state} 移交的材料，确认收到，并遵守使用限制。",
        ),
        role="drafter",
        article="46(19)",
        clock="check_material",
        acts=("material.receipt", *_ANY_TIME_OUT),
    ),
    Step(
        name="closing",
        direction="outgoing",
        title=Text("To be closed", "待结案"),
        task="close_case",
        next=Text(
            "Read the results or the reasons, tell {state} what was useful, and close the case.",
            "阅读结果或者理由，向 {state} 反馈，并结案。",
        ),
        role="case_officer",
        article="46(24)",
        clock="close",
        acts=("closure", "status.query"),
    ),
    Step(
        name="withdrawn",
        direction="outgoing",
        title=Text("No longer required", "不再需要"),
        task="close_case",
        next=Text("{state} has been told; close the case.", "已通知 {state}；请结案。"),
        role="case_officer",
        article="46(24)",
        clock="close",
        acts=("closure", "status.query"),
    ),
    Step(
        name="closed",
        direction="outgoing",
        title=Text("Closed", "已结案"),
        task="none",
        next=Text("Nothing is to be done.", "无待办事项。"),
        role="",
    ),
    Step(
        name="discarded",
        direction="outgoing",
        title=Text("Discarded before sending", "发送前弃用"),
        task="none",
        next=Text("Nothing is to be done.", "无待办事项。"),
        role="",
    ),
)

_INCOMING = (
    Step(
        name="received",
        direction="incoming",
        title=Text("Received", "已收到"),
        task="register_request",
        next=Text(
            "Register the request of {state}, name an officer, and acknowledge it.",
            "登记 {state} 的请求，指定承办人，并确认收件。",
        ),
        role="registry",
        article="46(13)",
        clock="acknowledge",
        acts=("ack",),
    ),
    Step(
        name="registered",
        direction="incoming",
        title=Text("Registered", "已登记"),
        task="examine_request",
        next=Text("Begin to examine the request in law.", "开始对请求进行法律审查。"),
        role="case_officer",
        article="46(24)",
        clock="legal_review",
        acts=("begin_review", *_ANY_TIME_IN),
    ),
    Step(
        name="legal_review",
        direction="incoming",
        title=Text("Legal review", "法律审查"),
        task="decide_measures",
        next=Text(
            "Examine the legal basis, contents and grounds; ask for what is missing, or decide.",
            "审查法律依据、内容和拒绝理由；要求补充资料，或者作出决定。",
        ),
        role="case_officer",
        article="46(16)",
        clock="legal_review",
        acts=(
            "clarify.ask",
            "consult",
            "propose_decision",
            "decision.accept",
            "decision.refuse",
            "decision.partial",
            "postpone",
            *_ANY_TIME_IN,
        ),
    ),
    Step(
        name="info_requested",
        direction="incoming",
        title=Text("More information asked", "已要求补充资料"),
        task="answer_questions",
        next=Text("{state} answers our questions.", "等待 {state} 答复我方提出的问题。"),
        role="case_officer",
        article="46(16)",
        clock="answer",
        acts=("decision.accept", "decision.refuse", "decision.partial", *_ANY_TIME_IN),
    ),
    Step(
        name="consultation",
        direction="incoming",
        title=Text("Consultation", "协商"),
        task="consult",
        next=Text(
            "Consult {state} on help under terms and conditions before refusing or postponing, and record it.",
            "在拒绝或者暂缓之前，与 {state} 商议可否附条件提供协助，并作记录。",
        ),
        role="head",
        article="46(26)",
        clock="consult",
        acts=(
            "consult",
            "clarify.ask",
            "propose_decision",
            "decision.accept",
            "decision.refuse",
            "decision.partial",
            *_ANY_TIME_IN,
        ),
    ),
    Step(
        name="decision",
        direction="incoming",
        title=Text("Decision", "决定"),
        task="decide_measures",
        next=Text(
            "Decide on every measure; a refusal states its ground and reasons.",
            "逐项作出决定；拒绝的，应当写明依据并说明理由。",
        ),
        role="head",
        article="46(23)",
        clock="decide",
        acts=("decision.accept", "decision.refuse", "decision.partial", "consult", "clarify.ask", *_ANY_TIME_IN),
    ),
    Step(
        name="executing",
        direction="incoming",
        title=Text("Executing", "执行中"),
        task="execute_measures",
        next=Text(
            "Execute what was accepted, under our law and as they asked where possible.",
            "依照本国法律并在可能时按照对方所述程序执行已同意的事项。",
        ),
        role="executing_authority",
        article="46(17)",
        clock="execute",
        acts=(
            "assign",
            "record_result",
            "clarify.ask",
            "postpone",
            "material.deliver",
            "decision.refuse",
            *_ANY_TIME_IN,
        ),
    ),
    Step(
        name="results_at_ca",
        direction="incoming",
        title=Text("Results at the central authority", "结果已报中央机关"),
        task="deliver_results",
        next=Text(
            "Check that the results are complete, set limits of use, and deliver them to {state}.",
            "核对结果是否完整，注明使用限制，并移交给 {state}。",
        ),
        role="case_officer",
        article="46(19)",
        clock="deliver",
        acts=("material.deliver", "record_result", "clarify.ask", "decision.refuse", *_ANY_TIME_IN),
    ),
    Step(
        name="transmitted",
        direction="incoming",
        title=Text("Delivered, receipt awaited", "已移交，等待回执"),
        task="confirm_delivery",
        next=Text("{state} checks the material and confirms its receipt.", "等待 {state} 核对材料并确认收到。"),
        role="case_officer",
        article="46(24)",
        clock="check_material",
        acts=("material.deliver", "record_result", "clarify.ask", "decision.refuse", *_ANY_TIME_IN),
    ),
    Step(
        name="awaiting_feedback",
        direction="incoming",
        title=Text("Feedback awaited", "等待反馈"),
        task="close_case",
        next=Text("{state} closes its case and says what was useful.", "等待 {state} 反馈并结案。"),
        role="case_officer",
        article="",
        clock="feedback",
        acts=("ack", "closure", *_ANY_TIME_IN),
    ),
    Step(
        name="closed",
        direction="incoming",
        title=Text("Closed", "已结案"),
        task="none",
        next=Text("Nothing is to be done.", "无待办事项。"),
        role="",
    ),
)

STEPS: dict[tuple[str, str], Step] = {(step.direction, step.name): step for step in (*_OUTGOING, *_INCOMING)}
