"""Sections of the draft that say what happened and which offences it is."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.conditions import NOT_SERVICE_ONLY
from comity.law.fields import Choice, Input, may, must, should
from comity.law.offences import OFFENCES
from comity.law.sections.model import Rows, Section

OFFENCE = Rows(
    path="proceedings.offences",
    scope="offence",
    title=Text("Offence", "犯罪"),
    fields=(
        must(
            "label",
            Input.LINE,
            "46(15)(b)",
            Text("Offence as the law of the requesting State calls it", "请求国法律上的罪名"),
            Text("The name only.", "只写罪名。"),
            Text("An offence has no name.", "有一项犯罪未写罪名。"),
            Text("Please name the offence.", "请写明罪名。"),
        ),
        should(
            "provision",
            Input.TEXT,
            "",
            Text("Text of the provision", "法律条文"),
            Text("Copy the words of the law.", "请抄录法律原文。"),
            Text("The text of the provision is missing.", "缺少有关法律条文。"),
            Text("Please send the text of the provision.", "请提供有关法律条文。"),
        ),
        should(
            "penalty",
            Input.TEXT,
            "",
            Text("Penalty", "刑罚"),
            Text("The highest penalty that your law allows.", "贵国法律规定的最高刑罚。"),
            Text("The penalty is not stated.", "未写明刑罚。"),
            Text("Please state the penalty.", "请写明刑罚。"),
        ),
        should(
            "article",
            Input.CHOICE,
            "46(1)",
            Text("Article of the Convention", "《公约》条款"),
            Text("Which offence of the Convention this is.", "属于《公约》规定的哪一项犯罪。"),
            Text("An offence is not tied to an article of the Convention.", "有一项犯罪未与《公约》条款对应。"),
            Text(
                "Please state under which article of the Convention the offence falls.",
                "请说明该犯罪属于《公约》哪一条规定的犯罪。",
            ),
            choices=tuple(Choice(article, offence.title) for article, offence in OFFENCES.items()),
        ),
    ),
)

PROCEEDINGS = Section(
    key="proceedings",
    title=Text("Proceedings and offences", "诉讼程序和犯罪"),
    intro=Text(
        "What is being investigated, prosecuted or tried. Describe the conduct apart from its legal name (43(2)).",
        "正在侦查、起诉或者审判的是什么。行为的描述应与罪名分开（第四十三条第二款）。",
    ),
    fields=(
        must(
            "proceedings.stage",
            Input.CHOICE,
            "46(15)(b)",
            Text("Nature of the proceedings", "程序的性质"),
            Text("Where the case stands today.", "案件目前所处阶段。"),
            Text("The nature of the proceedings is not stated.", "未说明程序的性质。"),
            Text(
                "Please state whether this is an investigation, a prosecution or a judicial proceeding.",
                "请说明所涉程序是侦查、起诉还是审判程序。",
            ),
            choices=(
                Choice("investigation", Text("Investigation", "侦查")),
                Choice("prosecution", Text("Prosecution", "起诉")),
                Choice("judicial_proceeding", Text("Judicial proceeding", "审判程序")),
            ),
        ),
        must(
            "proceedings.subject",
            Input.TEXT,
            "46(15)(b)",
            Text("Subject matter", "事由"),
            Text("What the case is about, in two or three sentences.", "用两三句话说明案件所涉事由。"),
            Text("The subject matter of the proceedings is not stated.", "未说明程序的事由。"),
            Text("Please state the subject matter of the proceedings.", "请说明程序的事由。"),
        ),
        should(
            "proceedings.case_number",
            Input.LINE,
            "",
            Text("Case number of the conducting authority", "办案机关案号"),
            Text("As it stands on the file.", "以案卷为准。"),
            Text("The number of the proceedings is missing.", "缺少办案机关的案号。"),
            Text("Please state the number of the proceedings.", "请告知办案机关的案号。"),
        ),
        must(
            "proceedings.conduct",
            Input.TEXT,
            "43(2)",
            Text("Conduct", "行为"),
            Text(
                "What each person did, without legal terms: this decides dual criminality.",
                "每个人做了什么，不使用法律术语：双重犯罪据此判断。",
            ),
            Text("The conduct underlying the offence is not described.", "未描述构成犯罪的行为。"),
            Text("Please describe the conduct underlying the offence.", "请描述构成犯罪的行为。"),
            when=NOT_SERVICE_ONLY,
        ),
        may(
            "proceedings.limitation_date",
            Input.DATE,
            "",
            Text("Date of limitation", "时效届满日期"),
            Text("When prosecution becomes barred, if that is near.", "追诉时效将近届满的，请写明日期。"),
            Text("Please state when the offence becomes time-barred.", "请告知追诉时效届满的日期。"),
        ),
        may(
            "proceedings.legal_persons",
            Input.FLAG,
            "46(2)",
            Text("Legal persons may be held liable", "可能追究法人责任"),
            Text(
                "Assistance is due to the fullest extent their law allows (46(2)).",
                "应当在对方法律许可的范围内尽量提供协助（第四十六条第二款）。",
            ),
            Text("Please state whether a legal person may be held liable.", "请说明是否可能追究法人责任。"),
        ),
    ),
    rows=(OFFENCE,),
)

FACTS = Section(
    key="facts",
    title=Text("Facts", "事实"),
    intro=Text(
        "A summary that lets a reader who knows nothing see the offence and its link to what you ask.",
        "概述应使不了解案情的读者看出犯罪及其与所请求事项的联系。",
    ),
    fields=(
        must(
            "facts.summary",
            Input.TEXT,
            "46(15)(c)",
            Text("Summary of the relevant facts", "有关事实的概述"),
            Text(
                "Who, what, when, where, how, which sums; what is known already; how it leads to them.",
                "何人、何事、何时、何地、如何、金额多少；已掌握的情况；与被请求国的联系。",
            ),
            Text("The summary of the relevant facts is missing.", "缺少有关事实的概述。"),
            Text("Please add to the summary of the facts.", "请补充有关事实的概述。"),
            when=NOT_SERVICE_ONLY,
        ),
    ),
)
