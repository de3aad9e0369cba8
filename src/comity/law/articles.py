"""Articles of the Convention that rules cite: title, and the rule in our own words (the treaty has legal effect)."""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.languages import Text
from comity.law.assistance import KINDS
from comity.law.grounds import FORBIDDEN, GROUNDS
from comity.law.modes import Applies, applies_in
from comity.law.offences import OFFENCES


@dataclass(frozen=True, slots=True)
class Article:
    """One article, paragraph or letter."""

    code: str
    title: Text
    text: Text

    @property
    def applies(self) -> Applies:
        """In which modes of the legal basis it binds."""
        return applies_in(self.code)


_ALL = (
    Article(
        "43(2)",
        Text("Dual criminality looks at conduct", "双重犯罪以行为为准"),
        Text(
            "Where dual criminality is required, it is met if the conduct is an offence in both States, whatever the "
            "name or category.",
            "以双重犯罪为条件的，只要有关行为在双方均构成犯罪即视为符合，不论罪名或者类别是否相同。",
        ),
    ),
    Article(
        "46(1)",
        Text("The widest measure of assistance", "最广泛的协助"),
        Text(
            "States parties afford one another the widest measure of assistance in relation to the offences of the "
            "Convention.",
            "缔约国应当对《公约》所涵盖的犯罪相互提供最广泛的司法协助。",
        ),
    ),
    Article(
        "46(2)",
        Text("Legal persons", "法人"),
        Text(
            "Assistance is given to the fullest extent possible under the law of the requested State where a legal "
            "person may be held liable.",
            "对于可能追究法人责任的犯罪，应当在被请求国法律许可的范围内尽量提供协助。",
        ),
    ),
    Article(
        "46(3)",
        Text("Kinds of assistance", "协助的种类"),
        Text("Eleven purposes for which assistance may be requested.", "可以请求协助的十一类目的。"),
    ),
    Article(
        "46(7)",
        Text("When paragraphs 9 to 29 apply", "第九款至第二十九款的适用"),
        Text(
            "They apply where no treaty of assistance binds both States; where one does, its provisions apply unless "
            "both agree to use these instead.",
            "双方之间没有司法协助条约的，适用这些款；有条约的，适用条约的规定，双方同意代之以这些款的除外。",
        ),
    ),
    Article(
        "46(8)",
        Text("No refusal for bank secrecy", "不得以银行保密为由拒绝"),
        FORBIDDEN["BANK_SECRECY"].text,
    ),
    Article(
        "46(9)(a)",
        Text("Purposes of the Convention", "《公约》宗旨"),
        Text(
            "A requested State that answers in the absence of dual criminality takes the purposes of the Convention "
            "into account.",
            "在并非双重犯罪的情况下答复请求时，被请求国应当考虑《公约》的宗旨。",
        ),
    ),
    Article(
        "46(9)(b)",
        Text("Absence of dual criminality", "并非双重犯罪"),
        Text(
            "It may be a ground of refusal; but help that is not coercive is still given where consistent with the "
            "basic concepts of the legal system, save for trivial matters and help open under other provisions.",
            "可以以此为理由拒绝；但在符合法律制度基本概念的情况下，仍应提供不涉及强制性行动的协助，事项极为轻微或者可以依照其他条款"
            "获得的除外。",
        ),
    ),
    Article(
        "46(13)",
        Text("Central authorities", "中央机关"),
        Text(
            "Requests go between central authorities, which execute them or pass them on, speedily and properly.",
            "请求在中央机关之间传递；中央机关应当迅速而妥善地执行或者转交执行。",
        ),
    ),
    Article(
        "46(14)",
        Text("Form and language", "形式和语文"),
        Text(
            "A request is in writing, or in a form that leaves a written record, in a language acceptable to the "
            "requested State, which must be able to establish its authenticity.",
            "请求应当以书面形式，或者以能够生成书面记录的形式，用被请求国能够接受的语文提出，并能使其确定真伪。",
        ),
    ),
    Article(
        "46(15)",
        Text("Contents of a request", "请求书的内容"),
        Text("Six things that every request contains.", "每份请求书应当包括的六项内容。"),
    ),
    Article(
        "46(15)(a)",
        Text("Authority making the request", "提出请求的机关"),
        Text("The identity of the authority making the request.", "提出请求的机关的身份。"),
    ),
    Article(
        "46(15)(b)",
        Text("Proceedings and authority", "程序和机关"),
        Text(
            "The subject and nature of the investigation, prosecution or judicial proceeding, and the name and "
            "functions of the authority conducting it.",
            "侦查、起诉或者审判程序的事由和性质，以及进行该程序的机关的名称和职能。",
        ),
    ),
    Article(
        "46(15)(c)",
        Text("Facts", "事实"),
        Text(
            "A summary of the relevant facts; not for requests to serve judicial documents.",
            "有关事实的概述；为送达司法文书提出的请求除外。",
        ),
    ),
    Article(
        "46(15)(d)",
        Text("Assistance and procedure", "协助事项和程序"),
        Text(
            "What assistance is sought, and any particular procedure that is to be followed.",
            "请求协助的事项，以及希望遵循的特定程序的细节。",
        ),
    ),
    Article(
        "46(15)(e)",
        Text("Persons", "有关人员"),
        Text(
            "Where possible, identity, location and nationality of any person concerned.",
            "可能时，任何有关人员的身份、所在地和国籍。",
        ),
    ),
    Article(
        "46(15)(f)",
        Text("Purpose", "目的"),
        Text(
            "The purpose for which the evidence, information or action is sought.",
            "索取证据、资料或者要求采取行动的目的。",
        ),
    ),
    Article(
        "46(16)",
        Text("Additional information", "补充资料"),
        Text(
            "The requested State may ask for more where it is needed for execution or would facilitate it.",
            "为执行请求所必需或者有助于执行的，被请求国可以要求提供补充资料。",
        ),
    ),
    Article(
        "46(17)",
        Text("Execution", "执行"),
        Text(
            "Under the law of the requested State; the procedures asked for are followed where possible and not "
            "contrary to it.",
            "依照被请求国本国法律执行；在不违反其法律且可能的情况下，按照请求书列明的程序执行。",
        ),
    ),
    Article(
        "46(19)",
        Text("Limits of use", "使用限制"),
        Text(
            "No other use than for the proceedings stated, without prior consent; exculpatory material may be "
            "disclosed after notice.",
            "未经事先同意，不得用于请求书所述以外的程序；能证明无罪的资料经通知后可以披露。",
        ),
    ),
    Article(
        "46(20)",
        Text("Confidentiality of the request", "对请求保密"),
        Text(
            "On demand, fact and substance are kept confidential except as execution needs; if that is impossible the "
            "requesting State is told promptly.",
            "经要求，应当对请求的存在和内容保密，执行所必需的除外；不能保密的，应当迅速通知请求国。",
        ),
    ),
    Article(
        "46(21)",
        Text("Grounds of refusal", "拒绝的理由"),
        Text("Four grounds on which assistance may be refused.", "可以拒绝提供协助的四种情形。"),
    ),
    Article(
        "46(22)",
        Text("No refusal solely for fiscal matters", "不得仅以财税事项为由拒绝"),
        FORBIDDEN["SOLELY_FISCAL"].text,
    ),
    Article(
        "46(23)",
        Text("Reasons", "说明理由"),
        Text("Reasons are given for any refusal.", "拒绝协助时，应当说明理由。"),
    ),
    Article(
        "46(24)",
        Text("Timing", "期限和进展"),
        Text(
            "Execution as soon as possible; reasoned deadlines are taken fully into account; reasonable questions on "
            "progress are answered; help no longer required is called off promptly.",
            "应当尽快执行；充分考虑附有理由的最后期限；答复合理的进展询问；不再需要协助的，应当迅速通知。",
        ),
    ),
    Article(
        "46(25)",
        Text("Postponement", "暂缓"),
        Text(
            "On the ground that it interferes with an ongoing investigation, prosecution or judicial proceeding.",
            "可以以妨碍正在进行的侦查、起诉或者审判程序为理由暂缓提供协助。",
        ),
    ),
    Article(
        "46(26)",
        Text("Consultation before refusal or postponement", "拒绝或者暂缓之前的协商"),
        Text(
            "The States first consult on assistance under terms and conditions; conditions that are accepted bind. By "
            "our rule it is done before a refusal under 46(9)(b) too.",
            "双方应当先商议可否附条件提供协助；所接受的条件具有约束力。按照本系统的规则，依第四十六条第九款第（二）项拒绝之前也应协商。",
        ),
    ),
    Article(
        "46(27)",
        Text("Safe conduct", "安全保障"),
        Text(
            "A witness or expert who comes voluntarily is not pursued for earlier acts; it ends 15 days after the "
            "presence is no longer required.",
            "自愿到场的证人或者鉴定人不因先前行为被追究；不再需要其到场十五日后终止。",
        ),
    ),
    Article(
        "46(28)",
        Text("Costs", "费用"),
        Text(
            "The requested State bears ordinary costs; on substantial or extraordinary ones the States consult.",
            "一般费用由被请求国承担；费用巨大或者属于特殊性质的，双方应当协商。",
        ),
    ),
    Article(
        "46(29)",
        Text("Government records", "政府记录"),
        Text(
            "Copies of government records that are open to the public at home shall be given; others may be.",
            "依照本国法律可向公众公开的政府记录，应当提供副本；不公开的，可以提供。",
        ),
    ),
    Article(
        "55(2)",
        Text("Tracing, freezing and seizure for confiscation", "为没收而追查、冻结、扣押"),
        Text(
            "At a request, proceeds and property are identified, traced, and frozen or seized for later confiscation.",
            "应请求采取措施，辨认、追查并冻结或者扣押犯罪所得和财产，以便日后没收。",
        ),
    ),
    Article(
        "55(3)",
        Text("Further contents for confiscation and freezing", "没收和冻结请求的补充内容"),
        Text(
            "Property, facts, orders relied on; for a foreign order also its finality and notice to third parties.",
            "财产、事实、所依据的命令；请求执行外国没收令的，还包括命令已生效以及已通知第三人的说明。",
        ),
    ),
    Article(
        "55(7)",
        Text("Refusal about property", "财产事项的拒绝"),
        Text(
            "Cooperation may be refused, or provisional measures lifted, for lack of sufficient and timely evidence or "
            "where the property is of trivial value.",
            "未收到充分和及时的证据，或者财产价值极其轻微的，可以拒绝合作或者解除临时措施。",
        ),
    ),
    Article(
        "55(8)",
        Text("Notice before lifting", "解除措施前的通知"),
        Text(
            "Before lifting a provisional measure, the requested State wherever possible lets the requesting State "
            "argue for its continuation.",
            "被请求国在解除临时措施之前，应当尽可能给请求国说明继续保持该措施的理由的机会。",
        ),
    ),
)

ARTICLES: dict[str, Article] = {
    **{f"{offence.article}": Article(offence.article, offence.title, offence.title) for offence in OFFENCES.values()},
    **{kind.article: Article(kind.article, kind.title, kind.note) for kind in KINDS.values()},
    **{
        ground.article: Article(ground.article, ground.title, ground.note)
        for ground in GROUNDS.values()
        if ground.article.startswith("46(21)(")
    },
    **{article.code: article for article in _ALL},
}


def article(code: str) -> Article | None:
    """Return the article, or the nearest one above it (`46(15)` for `46(15)(z)`), or None."""
    while code:
        if code in ARTICLES:
            return ARTICLES[code]
        code = code.rpartition("(")[0]
    return None
