"""Further questions where a person is heard or served; paths begin with `details.`, counted from the measure."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.conditions import HEARING
from comity.law.fields import Choice, Input, may, must, should

_YES_NO = (Choice("yes", Text("Yes", "是")), Choice("no", Text("No", "否")))

STATEMENT = (
    must(
        "details.status",
        Input.CHOICE,
        "46(15)(d)",
        Text("Heard as", "询问身份"),
        Text("It decides which rights and warnings apply.", "该身份决定适用何种权利和告知。"),
        Text("It is not said in which status the person is to be heard.", "未说明以何种身份询问该人。"),
        Text("Please state in which status the person is to be heard.", "请说明以何种身份询问该人。"),
        choices=(
            Choice("witness", Text("Witness", "证人")),
            Choice("victim", Text("Victim", "被害人")),
            Choice("expert", Text("Expert", "鉴定人")),
            Choice("suspect", Text("Suspect", "犯罪嫌疑人")),
            Choice("accused", Text("Accused", "被告人")),
        ),
    ),
    should(
        "details.caution",
        Input.TEXT,
        "46(15)(d)",
        Text("Rights and privileges to be explained", "应告知的权利和特权"),
        Text("The words your law demands.", "贵国法律要求的告知用语。"),
        Text("The rights to be explained to the person are not stated.", "未说明应向该人告知的权利。"),
        Text("Please state which rights are to be explained to the person.", "请说明应向该人告知哪些权利。"),
    ),
    may(
        "details.oath",
        Input.TEXT,
        "46(17)",
        Text("Oath or affirmation", "宣誓或者保证"),
        Text("Whether, and in which words.", "是否需要以及用语。"),
        Text("Please state whether an oath is required.", "请说明是否需要宣誓。"),
    ),
    may(
        "details.lawyer",
        Input.TEXT,
        "46(17)",
        Text("Presence of a lawyer", "律师到场"),
        Text("Whether your law demands it; who, if known.", "贵国法律是否要求；如已知，请写明何人。"),
        Text("Please state whether a lawyer must be present.", "请说明是否须有律师到场。"),
    ),
    may(
        "details.interpreter",
        Input.TEXT,
        "",
        Text("Interpreter", "口译"),
        Text("From and into which language.", "译自何种语言、译成何种语言。"),
        Text("Please state which interpretation is needed.", "请说明需要何种口译。"),
    ),
    may(
        "details.verbatim",
        Input.YES_NO,
        "46(17)",
        Text("Word-for-word record", "逐字记录"),
        Text("Yes if a summary would not be admitted.", "概括性笔录不被采信的，请选择是。"),
        Text("Please state whether a word-for-word record is needed.", "请说明是否需要逐字记录。"),
        choices=_YES_NO,
    ),
)

SERVICE = (
    must(
        "details.documents",
        Input.TEXT,
        "46(15)(d)",
        Text("Documents to be served", "拟送达的文书"),
        Text("One on each line; add them as annexes.", "每行一份，并作为附件添加。"),
        Text("The documents to be served are not named.", "未写明拟送达的文书。"),
        Text("Please name and send the documents to be served.", "请写明并提供拟送达的文书。"),
    ),
    must(
        "details.addressee",
        Input.LINE,
        "46(15)(d)",
        Text("Addressee", "受送达人"),
        Text("Full name.", "全名。"),
        Text("The addressee is not named.", "未写明受送达人。"),
        Text("Please name the addressee.", "请写明受送达人。"),
    ),
    must(
        "details.address",
        Input.TEXT,
        "46(15)(d)",
        Text("Address for service", "送达地址"),
        Text("As exact as you can.", "尽可能准确。"),
        Text("The address for service is missing.", "缺少送达地址。"),
        Text("Please state the address for service.", "请提供送达地址。"),
    ),
    may(
        "details.hearing_date",
        Input.DATE,
        "",
        Text("Date of the hearing", "开庭日期"),
        Text("If the document summons somebody.", "文书属于传票的，请写明。"),
        Text("Please state the date of the hearing.", "请告知开庭日期。"),
    ),
    must(
        "details.days_before",
        Input.NUMBER,
        "",
        Text("Days before the hearing by which it must be served", "须在开庭前多少日送达"),
        Text("The smallest number your law allows.", "贵国法律规定的最短期间。"),
        Text(
            "A hearing is named, but not how many days before it the document must be served.",
            "写明了开庭日期，但未写明须在开庭前多少日送达。",
        ),
        Text(
            "Please state how many days before the hearing the document must be served.",
            "请说明文书须在开庭前多少日送达。",
        ),
        when=HEARING,
    ),
    should(
        "details.proof_form",
        Input.TEXT,
        "",
        Text("Form of proof of service", "送达证明的形式"),
        Text("A signed receipt, a report of the officer.", "签收回执或者送达人员的报告。"),
        Text("The form of proof of service is not stated.", "未说明送达证明的形式。"),
        Text("Please state the form of proof of service that you need.", "请说明所需送达证明的形式。"),
    ),
)
