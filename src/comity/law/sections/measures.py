"""Section of the draft for what is asked: common questions of a measure, then those of its module."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.assistance import KINDS, MODULES
from comity.law.conditions import NOT_SERVICE, RECORDS, SECRET_BY_NATURE, STATEMENT
from comity.law.fields import Choice, Input, may, must, should
from comity.law.sections.model import Rows, Section

_MEASURE_FIELDS = (
    must(
        "module",
        Input.CHOICE,
        "",
        Text("Sort of measure", "协助事项类别"),
        Text("It decides which further questions are asked.", "由此决定还需填写哪些内容。"),
        Text("The sort of measure is not chosen.", "未选定协助事项类别。"),
        Text("Please make clear which sort of measure is meant.", "请说明所指的协助事项类别。"),
        choices=tuple(Choice(code, module.title) for code, module in MODULES.items()),
    ),
    must(
        "kind",
        Input.CHOICE,
        "46(3)",
        Text("Kind of assistance", "协助种类"),
        Text("As article 46(3) names it.", "以第四十六条第三款所列为准。"),
        Text("The kind of assistance is not chosen.", "未选定协助种类。"),
        Text("Please state which kind of assistance is asked for.", "请说明请求何种协助。"),
        choices=tuple(Choice(code, kind.title) for code, kind in KINDS.items()),
    ),
    must(
        "description",
        Input.TEXT,
        "46(15)(d)",
        Text("Assistance sought", "请求协助的事项"),
        Text(
            "The result you need, precisely; not the tool your own procedure would use.",
            "准确写明所需结果，而不是贵国程序中使用的手段。",
        ),
        Text("The assistance sought is not described.", "未说明请求协助的事项。"),
        Text("Please describe the assistance sought more precisely.", "请更准确地说明请求协助的事项。"),
    ),
    should(
        "sought",
        Input.TEXT,
        "46(15)(d)",
        Text("Evidence or information expected", "希望获得的证据或者资料"),
        Text("Which documents, which answers, which things.", "何种文件、何种答复、何种物品。"),
        Text("It is not said which evidence or information is expected.", "未说明希望获得何种证据或者资料。"),
        Text("Please state which evidence or information you expect.", "请说明希望获得何种证据或者资料。"),
        when=NOT_SERVICE,
    ),
    must(
        "link",
        Input.TEXT,
        "",
        Text("Link to the proceedings", "与程序的联系"),
        Text(
            "Why you believe it is there, and what it would prove. Most questions come from this being thin.",
            "为何认为其在该处，以及能够证明什么。对方的疑问多由此处过于简略引起。",
        ),
        Text(
            "The link between the proceedings and what is sought is not explained.",
            "未说明程序与所请求事项之间的联系。",
        ),
        Text(
            "Please explain the link between the proceedings and what is sought.",
            "请说明程序与所请求事项之间的联系。",
        ),
        when=NOT_SERVICE,
    ),
    must(
        "period_from",
        Input.DATE,
        "46(15)(d)",
        Text("Period from", "起始日期"),
        Text("First day for which records are sought.", "所需记录的起始日期。"),
        Text("The first day of the period is missing.", "缺少所涉期间的起始日期。"),
        Text("Please state the period for which records are sought.", "请说明所需记录的期间。"),
        when=RECORDS,
    ),
    must(
        "period_to",
        Input.DATE,
        "46(15)(d)",
        Text("Period to", "截止日期"),
        Text("Last day for which records are sought.", "所需记录的截止日期。"),
        Text("The last day of the period is missing.", "缺少所涉期间的截止日期。"),
        Text("Please state the end of the period for which records are sought.", "请说明所需记录的期间的截止日期。"),
        when=RECORDS,
    ),
    may(
        "place",
        Input.TEXT,
        "46(15)(d)",
        Text("Place", "地点"),
        Text("Where in the requested State it is to be done.", "在被请求国何处执行。"),
        Text("Please state where the measure is to be executed.", "请说明应在何处执行。"),
    ),
    should(
        "form",
        Input.TEXT,
        "46(15)(d)",
        Text("Form of the evidence", "证据形式"),
        Text("What your courts need to admit it.", "贵国法院采信证据所需的形式。"),
        Text("The form in which the evidence is needed is not stated.", "未说明所需证据的形式。"),
        Text("Please state in which form the evidence is needed.", "请说明所需证据的形式。"),
        when=NOT_SERVICE,
    ),
    may(
        "special_procedure",
        Input.TEXT,
        "46(15)(d)",
        Text("Particular procedure to be followed", "希望遵循的特定程序"),
        Text(
            "It is followed where possible and not contrary to their law (46(17)).",
            "在不违反对方法律且可能的情况下予以遵循（第四十六条第十七款）。",
        ),
        Text("Please give details of the particular procedure to be followed.", "请说明希望遵循的特定程序的细节。"),
    ),
    may(
        "officials",
        Input.TEXT,
        "",
        Text("Presence of officials of the requesting State", "请求国人员到场"),
        Text("Names and posts of those who wish to attend.", "希望到场人员的姓名和职务。"),
        Text("Please name the officials who wish to attend.", "请提供希望到场人员的姓名和职务。"),
    ),
    should(
        "notify",
        Input.YES_NO,
        "46(20)",
        Text("May the person concerned be told", "可否告知有关人员"),
        Text("Their law may demand it: say what you want and why.", "对方法律可能要求告知：请说明贵方意愿和理由。"),
        Text("It is not said whether the person concerned may be told.", "未说明可否告知有关人员。"),
        Text("Please state whether the person concerned may be told.", "请说明可否告知有关人员。"),
        choices=(Choice("yes", Text("Yes", "可以")), Choice("no", Text("No", "不可以"))),
        when=SECRET_BY_NATURE,
    ),
    must(
        "questions",
        Input.LIST,
        "46(15)(d)",
        Text("Questions to be put", "拟提出的问题"),
        Text("One on each line, in the order you want.", "每行一个问题，按希望的顺序排列。"),
        Text("There are no questions to put to the person.", "未列出拟向该人提出的问题。"),
        Text("Please send the questions to be put.", "请提供拟提出的问题。"),
        when=STATEMENT,
    ),
)

MEASURE = Rows(
    path="measures",
    scope="measure",
    title=Text("Measure", "协助事项"),
    id_field="measure_id",
    fields=_MEASURE_FIELDS,
)

MEASURES = Section(
    key="measures",
    title=Text("Assistance sought", "请求协助的事项"),
    intro=Text(
        "One measure for each thing asked: each is decided, executed and delivered on its own (46(15)(d)).",
        "每一事项单独列为一项协助事项：分别作出决定、执行和移交（第四十六条第十五款第（四）项）。",
    ),
    rows=(MEASURE,),
)
