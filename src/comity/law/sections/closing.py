"""Sections of the draft that say what for, at whose cost, with what annexes."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.conditions import EXTRAORDINARY_COSTS, TRANSLATED
from comity.law.fields import Input, may, must, should
from comity.law.sections.model import Rows, Section

PURPOSE = Section(
    key="purpose",
    title=Text("Purpose and use", "目的和使用"),
    intro=Text(
        "What you receive may be used only for the proceedings you name, unless they agree to more (46(19)).",
        "所获资料或者证据只能用于所述程序，事先征得对方同意的除外（第四十六条第十九款）。",
    ),
    fields=(
        must(
            "purpose.purpose",
            Input.TEXT,
            "46(15)(f)",
            Text("Purpose", "目的"),
            Text(
                "What the evidence, information or action is for. Name every proceeding in which it may be used.",
                "索取证据、资料或者要求采取行动的目的。请写明可能使用的所有程序。",
            ),
            Text(
                "The purpose for which the evidence, information or action is sought is missing.",
                "未说明索取证据、资料或者要求采取行动的目的。",
            ),
            Text(
                "Please state the purpose for which the evidence, information or action is sought.",
                "请说明索取证据、资料或者要求采取行动的目的。",
            ),
        ),
        may(
            "purpose.use_limits",
            Input.TEXT,
            "46(19)",
            Text("Limits of use that the requesting State accepts", "请求国接受的使用限制"),
            Text("Beyond what 46(19) says anyway.", "第四十六条第十九款已规定之外的限制。"),
            Text("Please confirm the limits of use.", "请确认使用限制。"),
        ),
        may(
            "purpose.undertakings",
            Input.TEXT,
            "",
            Text("Undertakings", "承诺"),
            Text(
                "For example on data protection, or on a penalty that will not be sought.",
                "例如关于数据保护或者不请求判处某种刑罚的承诺。",
            ),
            Text("Please give the undertaking described.", "请作出所述承诺。"),
        ),
        may(
            "purpose.return_originals",
            Input.FLAG,
            "",
            Text("Originals will be returned", "将归还原件"),
            Text("Say yes if you undertake to send originals back.", "承诺归还原件的，请选择是。"),
            Text("Please confirm that originals will be returned.", "请确认将归还原件。"),
        ),
    ),
)

COSTS = Section(
    key="costs",
    title=Text("Costs", "费用"),
    intro=Text(
        "The requested State bears ordinary costs; on substantial or extraordinary ones the States consult (46(28)).",
        "一般费用由被请求国承担；费用巨大或者属于特殊性质的，双方应当进行协商（第四十六条第二十八款）。",
    ),
    fields=(
        may(
            "costs.extraordinary",
            Input.FLAG,
            "46(28)",
            Text("Substantial or extraordinary costs are likely", "可能发生巨大或者特殊性质的费用"),
            Text("For example long surveillance, experts, mass copying.", "例如长期监视、鉴定、大量复制。"),
            Text("Please state whether extraordinary costs are expected.", "请说明预计是否发生特殊费用。"),
        ),
        should(
            "costs.estimate",
            Input.LINE,
            "46(28)",
            Text("Estimate", "估算"),
            Text("Sum and currency.", "金额和币种。"),
            Text("Extraordinary costs are not estimated.", "未估算特殊费用。"),
            Text("Please estimate the costs.", "请估算费用。"),
            when=EXTRAORDINARY_COSTS,
        ),
        should(
            "costs.payer",
            Input.TEXT,
            "46(28)",
            Text("Who is to pay", "由谁承担"),
            Text("What you propose.", "请提出建议。"),
            Text("It is not said who would bear extraordinary costs.", "未说明特殊费用由谁承担。"),
            Text("Please state who is to bear the costs.", "请说明费用由谁承担。"),
            when=EXTRAORDINARY_COSTS,
        ),
    ),
)

ANNEX = Rows(
    path="annexes",
    scope="annex",
    title=Text("Annex", "附件"),
    id_field="annex_id",
    fields=(
        must(
            "name",
            Input.LINE,
            "",
            Text("Name of the annex", "附件名称"),
            Text("What the reader will find in it.", "写明其内容。"),
            Text("An annex has no name.", "有一份附件没有名称。"),
            Text("Please say what the annex is.", "请说明该附件为何。"),
        ),
        should(
            "language",
            Input.LANGUAGE,
            "46(14)",
            Text("Language of the annex", "附件语文"),
            Text("The language it is written in.", "附件所用语文。"),
            Text("The language of an annex is not stated.", "有一份附件未写明语文。"),
            Text("Please send the annex in a language acceptable to us.", "请以我方可以接受的语文提供附件。"),
        ),
        may(
            "certified",
            Input.FLAG,
            "",
            Text("Certified copy", "经核证的副本"),
            Text("Whether the copy is certified.", "副本是否经核证。"),
            Text("Please send a certified copy.", "请提供经核证的副本。"),
        ),
    ),
)

ANNEXES = Section(
    key="annexes",
    title=Text("Annexes and translation", "附件和译文"),
    intro=Text(
        "The request must be in a language acceptable to the requested State (46(14)).",
        "请求应当以被请求国能够接受的语文提出（第四十六条第十四款）。",
    ),
    fields=(
        may(
            "translation.language",
            Input.LANGUAGE,
            "46(14)",
            Text("Language of the translation", "译文语文"),
            Text("Empty if the letter needs none.", "不需要译文的，留空。"),
            Text("Please send a translation into a language acceptable to us.", "请提供我方可以接受的语文的译文。"),
        ),
        should(
            "translation.certified",
            Input.FLAG,
            "",
            Text("Certified translation", "经核证的译文"),
            Text("Whether a sworn translator answers for it.", "是否由宣誓译员负责。"),
            Text("It is not said whether the translation is certified.", "未说明译文是否经核证。"),
            Text("Please send a certified translation.", "请提供经核证的译文。"),
            when=TRANSLATED,
        ),
        may(
            "translation.note",
            Input.TEXT,
            "",
            Text("Note on the translation", "关于译文的说明"),
            Text("Who made it; which text prevails.", "由谁翻译；以何种文本为准。"),
            Text("Please explain the translation.", "请就译文作出说明。"),
        ),
    ),
    rows=(ANNEX,),
)
