"""What the letters say around the data, in English and in Chinese as United Nations documents write it."""

from __future__ import annotations

from comity.kernel.languages import Text

TITLE = Text(en="Request for mutual legal assistance", zh="司法协助请求书")
URGENT = Text(en="URGENT. {reason}", zh="紧急：{reason}")
CONFIDENTIAL = Text(
    en="Confidential: please keep the fact and substance of this request confidential (art. 46(20)).",
    zh="保密：请对本请求的存在和内容予以保密（第四十六条第二十款）。",
)
OUR_REFERENCE = Text(en="Our reference: {reference}", zh="我方编号：{reference}")
YOUR_REFERENCE = Text(en="Your reference: {reference}", zh="贵方编号：{reference}")
FOOTER = Text(
    en="{reference} · request {request_id} · template {version}",
    zh="{reference} · 请求 {request_id} · 模板 {version}",
)
OPENING = Text(
    en="The central authority of {requesting} presents its compliments to the central authority of {requested} and "
    "has the honour to request mutual legal assistance under the United Nations Convention against Corruption in "
    "the matter described below.",
    zh="{requesting}中央机关向{requested}中央机关致意，并谨根据《联合国反腐败公约》就下述事项请求提供司法协助。",
)
EARLIER = Text(
    en="This is the request that left by letter on {day} under our reference {reference}. It is sent again, with the "
    "same content, as a sealed message; it is one request with that letter and not a new one.",
    zh="本请求即我方以{reference}号文于{day}以信函发出的请求。现以相同内容作为加密文电再次发送；其与该信函为同一项请求，并非新的请求。",
)
RECORDED = Text(
    en="Of what was said by letter we have recorded: {rounds} rounds of questions, all answered; measures accepted: "
    "{accepted}; refused: {refused}; not decided: {asked}.",
    zh="就信函往来，我方记录如下：提问 {rounds} 轮，均已答复；已同意的协助事项 {accepted} 项，"
    "已拒绝的 {refused} 项，未作决定的 {asked} 项。",
)
AGAIN = Text(
    en="It was offered before to go on by sealed message. It is offered once more because of the following: {reason}",
    zh="此前曾提议以加密文电继续办理。现因下列理由再次提出：{reason}",
)
OPENING_OTHER = Text(
    en="The central authority of {requesting} presents its compliments to the central authority of {requested} and "
    "has the honour to request mutual legal assistance on the basis named below in the matter described below.",
    zh="{requesting}中央机关向{requested}中央机关致意，并谨根据下列法律依据就下述事项请求提供司法协助。",
)
CLOSING = Text(
    en="The central authority of {requesting} thanks the central authority of {requested} for its assistance and "
    "asks to be told of the reference given to this request.",
    zh="{requesting}中央机关感谢{requested}中央机关提供协助，并请告知本请求的登记编号。",
)
SIGNATURE_NOTE = Text(
    en="Signed electronically. The signatures are inside this file and can be checked off line; the certificate was "
    "issued by the authority itself unless the signature says otherwise.",
    zh="本文件以电子方式签署。签名载于本文件之内，可离线核验；除签名另有说明外，证书由本机关自行签发。",
)
DRAFT_NOTE = Text(en="Draft. Not signed, not sent, without legal effect.", zh="草稿。未经签署，未发送，不具法律效力。")
YES = Text(en="Yes", zh="是")
NO = Text(en="No", zh="否")

MODES = {
    "uncac_mini_treaty": Text(
        en="The Convention; no treaty on mutual legal assistance binds both States (art. 46(7), (9)-(29))",
        zh="《公约》；两国之间无司法协助条约（第四十六条第七款、第九款至第二十九款）",
    ),
    "treaty": Text(
        en="A treaty on mutual legal assistance in force between both States", zh="两国之间有效的司法协助条约"
    ),
    "uncac_in_lieu": Text(
        en="The Convention in lieu of the treaty, as both States agreed (art. 46(7))",
        zh="经两国商定，以《公约》代替条约（第四十六条第七款）",
    ),
    "domestic": Text(en="Domestic law of the requested State", zh="被请求国的国内法"),
    "reciprocity": Text(en="Reciprocity", zh="互惠"),
}
STAGES = {
    "investigation": Text(en="Investigation", zh="侦查"),
    "prosecution": Text(en="Prosecution", zh="起诉"),
    "judicial_proceeding": Text(en="Judicial proceeding", zh="审判程序"),
}
PERSON_KINDS = {"natural": Text(en="Natural person", zh="自然人"), "legal": Text(en="Legal person", zh="法人")}
PERSON_ROLES = {
    "suspect": Text(en="Suspect", zh="犯罪嫌疑人"),
    "accused": Text(en="Accused", zh="被告人"),
    "witness": Text(en="Witness", zh="证人"),
    "victim": Text(en="Victim", zh="被害人"),
    "expert": Text(en="Expert", zh="鉴定人"),
    "third_party": Text(en="Third party", zh="第三人"),
    "beneficial_owner": Text(en="Beneficial owner", zh="实际受益人"),
}
MODULES = {
    "statement": (Text(en="Evidence or statement from a person", zh="向个人获取证据或者陈述"), "46(3)(a)"),
    "service": (Text(en="Service of judicial documents", zh="送达司法文书"), "46(3)(b)"),
    "bank_records": (Text(en="Bank records", zh="银行记录"), "46(3)(f)"),
    "business_records": (Text(en="Business records", zh="公司和商业记录"), "46(3)(f)"),
    "search_seizure": (Text(en="Search and seizure", zh="搜查和扣押"), "46(3)(c)"),
    "tracing": (Text(en="Identifying and tracing of proceeds and property", zh="辨认和追查犯罪所得及财产"), "46(3)(g)"),
}

# Section heading, article, and its lines: path in the request, label, article.
Line = tuple[str, Text, str]
BEFORE_MEASURES: tuple[tuple[Text, str, tuple[Line, ...]], ...] = (
    (
        Text(en="Legal basis", zh="法律依据"),
        "46(7)",
        (
            ("basis.mode", Text(en="Basis", zh="依据"), ""),
            ("basis.instrument", Text(en="Instrument", zh="文书"), ""),
            ("basis.articles", Text(en="Articles", zh="条款"), ""),
            ("basis.reciprocity", Text(en="Assurance of reciprocity", zh="互惠保证"), ""),
            ("basis.dual_criminality", Text(en="Dual criminality", zh="双重犯罪"), "43(2)"),
        ),
    ),
    (
        Text(en="Authorities", zh="机关"),
        "",
        (
            (
                "requesting.originating_authority",
                Text(en="Authority making the request", zh="提出请求的机关"),
                "46(15)(a)",
            ),
            ("conducting.name", Text(en="Authority conducting the proceedings", zh="办理程序的机关"), "46(15)(b)"),
            ("conducting.functions", Text(en="Its functions", zh="其职能"), "46(15)(b)"),
            ("conducting.officer", Text(en="Officer in charge", zh="承办人"), ""),
            ("conducting.phone", Text(en="Telephone", zh="电话"), ""),
            ("conducting.email", Text(en="E-mail", zh="电子邮件"), ""),
            ("conducting.time_zone", Text(en="Time zone", zh="时区"), ""),
            ("conducting.languages", Text(en="Languages", zh="语言"), ""),
        ),
    ),
    (
        Text(en="Earlier contact", zh="先前联系"),
        "",
        (
            ("contact.prior", Text(en="Earlier contact", zh="先前联系"), ""),
            ("contact.other_channels", Text(en="Sent by other channels as well", zh="另经其他渠道发送"), ""),
        ),
    ),
    (
        Text(en="Urgency and confidentiality", zh="紧急程度和保密"),
        "",
        (
            ("urgency.reason", Text(en="Why this is urgent", zh="紧急理由"), "46(24)"),
            ("urgency.deadline", Text(en="Answer asked by", zh="请于此日期前答复"), "46(24)"),
            ("urgency.deadline_reason", Text(en="Reason for the date", zh="期限的理由"), "46(24)"),
            ("confidentiality.scope", Text(en="What is confidential", zh="保密范围"), "46(20)"),
            (
                "confidentiality.contact",
                Text(en="Whom to tell if it cannot be kept", zh="不能保密时的联系人"),
                "46(20)",
            ),
        ),
    ),
    (
        Text(en="Proceedings and offences", zh="程序和犯罪"),
        "46(15)(b)",
        (
            ("proceedings.stage", Text(en="Stage", zh="阶段"), "46(15)(b)"),
            ("proceedings.subject", Text(en="Subject matter and nature", zh="主题事项和性质"), "46(15)(b)"),
            ("proceedings.case_number", Text(en="Number of the proceedings", zh="案号"), ""),
            ("proceedings.conduct", Text(en="The conduct", zh="行为"), "43(2)"),
            ("proceedings.limitation_date", Text(en="Prosecution lapses on", zh="时效届满日"), ""),
        ),
    ),
)
FACTS = Text(en="Summary of the facts", zh="有关事实概述")
PERSONS = Text(en="Persons concerned", zh="有关人员")
MEASURES = Text(en="Assistance requested", zh="请求的协助")
OFFENCE_COLUMNS = (
    Text(en="Offence", zh="罪名"),
    Text(en="Provision", zh="法律条文"),
    Text(en="Maximum penalty", zh="最高刑罚"),
    Text(en="Convention", zh="《公约》条款"),
)
PERSON_LINES: tuple[Line, ...] = (
    ("kind", Text(en="Kind", zh="类别"), ""),
    ("role", Text(en="Role", zh="身份"), ""),
    ("variants", Text(en="Also written", zh="其他写法"), ""),
    ("birth_date", Text(en="Date of birth", zh="出生日期"), ""),
    ("nationality", Text(en="Nationality", zh="国籍"), "46(15)(e)"),
    ("identity", Text(en="Identity documents", zh="身份证件"), "46(15)(e)"),
    ("location", Text(en="Where the person is", zh="所在地"), "46(15)(e)"),
    ("register_number", Text(en="Register number", zh="登记号"), ""),
    ("language", Text(en="Language", zh="语言"), ""),
    ("unknown", Text(en="What is unknown and what was tried", zh="不详之处及已作的查询"), "46(15)(e)"),
)
MEASURE_LINES: tuple[Line, ...] = (
    ("description", Text(en="What is asked", zh="请求内容"), "46(15)(d)"),
    ("sought", Text(en="Evidence sought", zh="所需证据"), ""),
    ("period_from", Text(en="From", zh="自"), ""),
    ("period_to", Text(en="To", zh="至"), ""),
    ("place", Text(en="Place", zh="地点"), ""),
    ("link", Text(en="Link to the proceedings", zh="与程序的联系"), ""),
    ("form", Text(en="Form of the evidence", zh="证据形式"), ""),
    ("special_procedure", Text(en="Particular procedure to be followed", zh="希望遵循的特定程序"), "46(15)(d)"),
    ("officials", Text(en="Officials who wish to be present", zh="希望到场的人员"), ""),
    ("notify", Text(en="May the person concerned be notified", zh="可否通知当事人"), ""),
    ("questions", Text(en="Questions", zh="问题"), ""),
)
DETAIL_LABELS = {
    "status": Text(en="Heard as", zh="作证身份"),
    "caution": Text(en="Caution and privilege", zh="告知和特免"),
    "oath": Text(en="Oath", zh="宣誓"),
    "lawyer": Text(en="Lawyer present", zh="律师在场"),
    "interpreter": Text(en="Interpreter", zh="口译"),
    "verbatim": Text(en="Word for word", zh="逐字记录"),
    "documents": Text(en="Documents", zh="文书"),
    "addressee": Text(en="Addressee", zh="受送达人"),
    "address": Text(en="Address", zh="地址"),
    "hearing_date": Text(en="Date of the hearing", zh="开庭日期"),
    "days_before": Text(en="Days before the hearing", zh="开庭前天数"),
    "proof_form": Text(en="Proof of service", zh="送达证明"),
    "bank": Text(en="Bank", zh="银行"),
    "branch": Text(en="Branch and address", zh="分行和地址"),
    "account_name": Text(en="Account in the name of", zh="户名"),
    "account_number": Text(en="Account number", zh="账号"),
    "document_types": Text(en="Documents asked for", zh="所需文件"),
    "certificate": Text(en="Certificate", zh="证明书"),
    "company": Text(en="Company", zh="公司"),
    "register_number": Text(en="Register number", zh="登记号"),
    "premises": Text(en="Premises", zh="场所"),
    "items": Text(en="Items", zh="物品"),
    "grounds": Text(en="Grounds", zh="理由"),
    "statute": Text(en="Statutory basis", zh="法律根据"),
    "possible_at_home": Text(en="Possible at home in a like case", zh="国内类似案件可否采取"),
    "transport": Text(en="Transport", zh="运送"),
    "privilege": Text(en="Privileged material", zh="特免材料"),
    "property": Text(en="Property", zh="财产"),
    "holder": Text(en="Holder", zh="持有人"),
    "location": Text(en="Location", zh="所在地"),
    "value": Text(en="Value", zh="价值"),
    "currency": Text(en="Currency", zh="币种"),
    "known": Text(en="What is already known", zh="已知情况"),
}
AFTER_MEASURES: tuple[tuple[Text, str, tuple[Line, ...]], ...] = (
    (
        Text(en="Purpose and use", zh="目的和使用"),
        "46(15)(f)",
        (
            ("purpose.purpose", Text(en="Purpose", zh="目的"), "46(15)(f)"),
            ("purpose.use_limits", Text(en="Limits of use accepted", zh="接受的使用限制"), "46(19)"),
            ("purpose.undertakings", Text(en="Undertakings", zh="承诺"), ""),
            ("purpose.return_originals", Text(en="Originals will be returned", zh="将归还原件"), ""),
        ),
    ),
    (
        Text(en="Costs", zh="费用"),
        "46(28)",
        (
            ("costs.estimate", Text(en="Estimate", zh="估计数"), "46(28)"),
            ("costs.payer", Text(en="Who pays", zh="承担方"), "46(28)"),
        ),
    ),
    (
        Text(en="Translation", zh="翻译"),
        "46(14)",
        (
            ("translation.language", Text(en="Language", zh="语言"), ""),
            ("translation.certified", Text(en="Certified", zh="经核证"), ""),
            ("translation.note", Text(en="Note", zh="说明"), ""),
        ),
    ),
)
ANNEXES = Text(en="Annexes", zh="附件")
ANNEX_COLUMNS = (
    Text(en="Annex", zh="附件"),
    Text(en="Language", zh="语言"),
    Text(en="Certified", zh="经核证"),
    Text(en="SHA-256", zh="SHA-256"),
)
