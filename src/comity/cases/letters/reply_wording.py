"""What letters after the request say around the data, in English and in Chinese."""

from __future__ import annotations

from typing import Final

from comity.kernel.languages import Text

ABOUT_OURS = Text(
    en="With reference to our request for assistance “{title}” ({reference}), the following is communicated.",
    zh="关于我方的司法协助请求“{title}”（{reference}），现函告如下。",
)
ABOUT_THEIRS = Text(
    en="With reference to your request for assistance “{title}” ({reference}), the following is communicated.",
    zh="关于贵方的司法协助请求“{title}”（{reference}），现函告如下。",
)
NOTE = Text(en="Note", zh="说明")
CLOSING = Text(
    en="Please quote both references in your answer.",
    zh="复函请注明双方编号。",
)
BY_HAND = Text(
    en="To be signed by hand or sealed before it is posted. The same message as data is attached inside this file.",
    zh="寄送前须亲笔签名或者盖章。同一内容的数据附于本文件之内。",
)
DAYS: Final = frozenset({
    "due", "expected_by", "received_at", "opened_at", "review_on", "effective_on", "ends_on", "lapses_on",
    "intended_on", "lifted_on", "disclosed_on", "ceased_on", "disposed_on", "spoken_at",
})  # fmt: skip
FIELDS: Final[dict[str, Text]] = {
    "reference": Text(en="Registered under", zh="登记编号"),
    "received_at": Text(en="Received on", zh="收到日期"),
    "officer": Text(en="Officer in charge", zh="承办人"),
    "contact": Text(en="Contact", zh="联系方式"),
    "round": Text(en="Round of questions", zh="提问轮次"),
    "due": Text(en="Answer asked by", zh="请于此日期前答复"),
    "items": Text(en="Items", zh="事项"),
    "question": Text(en="Question", zh="问题"),
    "answers": Text(en="Answers", zh="答复"),
    "answer": Text(en="Answer", zh="答复"),
    "measures": Text(en="Measures", zh="协助事项"),
    "measure_ids": Text(en="Measures", zh="协助事项"),
    "decision": Text(en="Decision", zh="决定"),
    "ground": Text(en="Ground", zh="理由依据"),
    "reasons": Text(en="Reasons", zh="理由"),
    "article": Text(en="Article", zh="条款"),
    "opened_at": Text(en="Consultation opened on", zh="协商开始日期"),
    "summary": Text(en="Consultation", zh="协商情况"),
    "override_reason": Text(en="Why there was no consultation", zh="未经协商的原因"),
    "expected_by": Text(en="Expected by", zh="预计日期"),
    "appeal_info": Text(en="Remedies", zh="救济途径"),
    "state": Text(en="State of execution", zh="执行状态"),
    "delivery_no": Text(en="Delivery", zh="移交批次"),
    "final": Text(en="Last delivery", zh="最后一批"),
    "result": Text(en="Result", zh="结果"),
    "text": Text(en="Explanation", zh="说明"),
    "use_limits": Text(en="Limits of use", zh="使用限制"),
    "complete": Text(en="Complete", zh="完整"),
    "ok": Text(en="Intact", zh="完好"),
    "reason": Text(en="Reason", zh="原因"),
    "outcome": Text(en="Outcome", zh="结果"),
    "useful": Text(en="Useful", zh="是否有用"),
    "conditions": Text(en="Conditions", zh="条件"),
    "code": Text(en="Defect", zh="退回原因"),
    "title": Text(en="Subject", zh="事由"),
    "urgent_because": Text(en="Why it could not wait for a letter", zh="未能先行致函的原因"),
    "spoken_at": Text(en="Made orally on", zh="口头提出日期"),
    "caller": Text(en="Made by", zh="提出人"),
    "hearer": Text(en="Heard by", zh="听取人"),
    "draft_no": Text(en="Draft", zh="草稿序号"),
    "remarks": Text(en="Comments", zh="意见"),
    "provisional_reference": Text(en="Provisional reference", zh="临时编号"),
    "defects": Text(en="Reasons for the return", zh="退回理由"),
    "authority": Text(en="Competent authority", zh="主管机关"),
    "forwarded": Text(en="Passed on to it", zh="已移送该机关"),
    "measure_id": Text(en="Measure", zh="协助事项"),
    "evidence_ids": Text(en="Items", zh="材料"),
    "about": Text(en="Under consideration", zh="拟采取的做法"),
    "interference": Text(en="Proceeding with which it would interfere", zh="将受妨碍的程序"),
    "review_on": Text(en="To be reviewed on", zh="复核日期"),
    "estimate": Text(en="Estimate of costs", zh="费用估算"),
    "agreed": Text(en="Agreed", zh="是否同意"),
    "payer": Text(en="Borne by", zh="费用承担方"),
    "disclosed_to": Text(en="Who would learn of it", zh="将获悉的人员或者机关"),
    "go_on": Text(en="To be executed all the same", zh="是否仍予执行"),
    "effective_on": Text(en="In effect since", zh="生效日期"),
    "property": Text(en="Property", zh="财产"),
    "amount": Text(en="Amount", zh="数额"),
    "ends_on": Text(en="Ends on, if not renewed", zh="未续期时的届满日期"),
    "lapses_on": Text(en="Lapses on", zh="失效日期"),
    "law": Text(en="Under which law", zh="法律依据"),
    "intended_on": Text(en="To be lifted on", zh="拟解除日期"),
    "lifted_on": Text(en="Lifted on", zh="解除日期"),
    "keep": Text(en="To be kept in force", zh="是否维持"),
    "purpose": Text(en="Purpose", zh="用途"),
    "proceedings": Text(en="Proceedings and authority", zh="程序和机关"),
    "consent": Text(en="Decision", zh="决定"),
    "disclosed_on": Text(en="Disclosed on", zh="披露日期"),
    "in_advance": Text(en="Notice given before disclosure", zh="是否在披露前通知"),
    "why_not_in_advance": Text(en="Why notice was not possible before", zh="未能事先通知的原因"),
    "consultation_wanted": Text(en="Consultation wished", zh="是否希望协商"),
    "disposal": Text(en="What was done", zh="处理方式"),
    "disposed_on": Text(en="Done on", zh="处理日期"),
    "ceased_on": Text(en="Ceased on", zh="失效日期"),
    "place": Text(en="Place of the mistake", zh="笔误所在之处"),
    "was": Text(en="It reads", zh="原文"),
    "shall_be": Text(en="It shall read", zh="应为"),
    "used_in": Text(en="Used in", zh="用于"),
}
DRAFT = Text(en="Text of the draft", zh="草稿全文")
_ACCEPTED, _REFUSED = Text(en="Accepted", zh="接受"), Text(en="Refused", zh="拒绝")
_IN_PART = Text(en="In part", zh="部分")
_OUTCOMES = {
    "executed": Text(en="Executed", zh="已执行"),
    "executed_in_part": Text(en="Executed in part", zh="部分执行"),
    "not_executed": Text(en="Not executed", zh="未执行"),
    "nothing_found": Text(en="Nothing found", zh="未发现任何结果"),
    "impossible": Text(en="Impossible", zh="无法执行"),
    "in_part_more_to_come": Text(en="In part, more to come", zh="部分执行，后续待续"),
    "refused": _REFUSED,
    "withdrawn": Text(en="Withdrawn", zh="已撤回"),
}
_BY_STATE = {
    "requested": Text(en="the requested State", zh="被请求国"),
    "requesting": Text(en="the requesting State", zh="请求国"),
    "shared": Text(en="both States", zh="双方分担"),
}
# The codes whose name stands in a letter; those of questions only order the checklist.
VALUES: Final[dict[tuple[str, str], Text]] = {
    ("about", "refusal"): Text(en="refusal", zh="拒绝"),
    ("about", "postponement"): Text(en="postponement", zh="暂缓"),
    ("about", "other"): Text(en="another course", zh="其他做法"),
    ("disposal", "returned"): Text(en="Returned", zh="已返还"),
    ("disposal", "destroyed"): Text(en="Destroyed", zh="已销毁"),
    **{("payer", name): text for name, text in _BY_STATE.items()},
    ("consent", "yes"): Text(en="Consent", zh="同意"),
    ("consent", "under_conditions"): Text(en="Consent under conditions", zh="附条件同意"),
    ("consent", "no"): _REFUSED,
    ("used_in", "investigation"): Text(en="an investigation", zh="侦查"),
    ("used_in", "trial"): Text(en="a trial", zh="审判"),
    ("used_in", "confiscation"): Text(en="confiscation", zh="没收"),
    ("used_in", "not_used"): Text(en="It was not used", zh="未使用"),
    ("code", "wrong_addressee"): Text(en="Addressed to the wrong authority", zh="收件机关有误"),
    ("code", "unreadable"): Text(en="Cannot be read", zh="无法辨读"),
    ("code", "language"): Text(en="In no language that is accepted", zh="未使用可接受的语文"),
    ("code", "authenticity"): Text(en="Authenticity not established", zh="真实性未经确立"),
    ("decision", "accepted"): _ACCEPTED,
    ("decision", "refused"): _REFUSED,
    ("useful", "yes"): Text(en="Yes", zh="是"),
    ("useful", "in_part"): _IN_PART,
    ("useful", "no"): Text(en="No", zh="否"),
    **{("result", name): text for name, text in _OUTCOMES.items()},
    **{("outcome", name): text for name, text in _OUTCOMES.items()},
}

COVER_TITLE = Text(en="Cover note", zh="送文函")
COVER_OPENING = Text(
    en="The central authority of {requesting} presents its compliments to the central authority of {requested} and "
    "transmits the enclosed request for mutual legal assistance “{title}”.",
    zh="{requesting}中央机关向{requested}中央机关致意，并谨转递随附的司法协助请求书“{title}”。",
)
ENCLOSED = Text(en="Enclosed", zh="随函附上")
LETTER_OF_REQUEST = Text(
    en="Letter of request, SHA-256 of its signed file: {sha256}", zh="请求书，其签署文件的 SHA-256：{sha256}"
)
ANNEX = Text(en="Annex: {name}, SHA-256 {sha256}", zh="附件：{name}，SHA-256 {sha256}")
FILE = Text(en="{name}, SHA-256 {sha256}", zh="{name}，SHA-256 {sha256}")
SLIP_ENCLOSED = Text(en="Acknowledgement slip, to be returned", zh="收讫回执，请填妥寄回")
COVER_HOW = Text(
    en="The letter is signed electronically; its file carries the signatures, which anybody can check without us, and "
    "the request as data. Please confirm receipt with the slip, by any channel.",
    zh="请求书以电子方式签署，签名载于其文件之内，任何人均可自行核验；文件内另附请求的数据。请以所附回执通过任何渠道确认收讫。",
)
SLIP_TITLE = Text(en="Acknowledgement of receipt", zh="收讫回执")
SLIP_OPENING = Text(
    en="The request named below was received. Please fill in and return this slip to the authority named as addressee.",
    zh="下列请求业已收到。请填写本回执并寄回收件机关。",
)
SLIP_LINES = (
    Text(en="Received on", zh="收到日期"),
    Text(en="Your reference", zh="贵方编号"),
    Text(en="Authority and officer in charge", zh="承办机关和承办人"),
    Text(en="Telephone and e-mail", zh="电话和电子邮件"),
    Text(en="Place, date, signature, seal", zh="地点、日期、签名、盖章"),
)
SLIP_REQUEST = Text(en="Request", zh="请求")
SLIP_OUR_REFERENCE = Text(en="Reference of the requesting State", zh="请求国编号")
SLIP_ID = Text(en="Number of the request", zh="请求标识")
COVER_CLOSING = Text(
    en="The central authority of {requesting} remains at your disposal.",
    zh="{requesting}中央机关愿随时与贵方保持联系。",
)
EMAIL_LINE = Text(en="By e-mail as well: {email}", zh="另以电子邮件发送：{email}")
