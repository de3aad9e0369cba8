"""Section of the draft that says who is concerned (UNCAC art. 46(15)(e))."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.conditions import LEGAL_NOT_EXPLAINED, NATURAL_NOT_EXPLAINED, NOT_EXPLAINED
from comity.law.fields import Choice, Input, may, must, should
from comity.law.sections.model import Rows, Section

_ROLES = (
    Choice("suspect", Text("Suspect", "犯罪嫌疑人")),
    Choice("accused", Text("Accused", "被告人")),
    Choice("witness", Text("Witness", "证人")),
    Choice("victim", Text("Victim", "被害人")),
    Choice("expert", Text("Expert", "鉴定人")),
    Choice("third_party", Text("Third party", "第三人")),
    Choice("beneficial_owner", Text("Beneficial owner", "实际受益人")),
)

PERSON = Rows(
    path="persons",
    scope="person",
    title=Text("Person", "人员"),
    id_field="person_id",
    fields=(
        must(
            "kind",
            Input.CHOICE,
            "",
            Text("Natural or legal person", "自然人或者法人"),
            Text("A company or another body is a legal person.", "公司或者其他实体属于法人。"),
            Text("It is not said whether this is a natural or a legal person.", "未说明是自然人还是法人。"),
            Text("Please state whether this is a natural or a legal person.", "请说明是自然人还是法人。"),
            choices=(
                Choice("natural", Text("Natural person", "自然人")),
                Choice("legal", Text("Legal person", "法人")),
            ),
        ),
        must(
            "role",
            Input.CHOICE,
            "",
            Text("Role in the proceedings", "在程序中的身份"),
            Text("It decides which rights the person has.", "该身份决定其享有何种权利。"),
            Text("The person's role in the proceedings is not stated.", "未说明该人在程序中的身份。"),
            Text("Please state the person's role in the proceedings.", "请说明该人在程序中的身份。"),
            choices=_ROLES,
        ),
        must(
            "name",
            Input.LINE,
            "46(15)(e)",
            Text("Name", "姓名或者名称"),
            Text("As it stands in a document, in the script of that document.", "以证件所载为准，使用证件上的文字。"),
            Text(
                "A person has neither a name nor a word on what was tried to find it.",
                "有一人既无姓名，也未说明曾作何查找。",
            ),
            Text("Please state the name of the person.", "请写明该人的姓名或者名称。"),
            when=NOT_EXPLAINED,
        ),
        may(
            "variants",
            Input.TEXT,
            "46(15)(e)",
            Text("Other names and spellings", "其他姓名和拼写"),
            Text("Earlier names, other scripts, transliterations.", "曾用名、其他文字、转写形式。"),
            Text("Please state other names and spellings.", "请提供其他姓名和拼写。"),
        ),
        should(
            "birth_date",
            Input.LINE,
            "46(15)(e)",
            Text("Date of birth", "出生日期"),
            Text("The year alone helps.", "仅有年份也有帮助。"),
            Text(
                "The date of birth is missing, and it is not said what was tried.", "缺少出生日期，也未说明曾作何查找。"
            ),
            Text("Please state the date of birth.", "请提供出生日期。"),
            when=NATURAL_NOT_EXPLAINED,
        ),
        should(
            "nationality",
            Input.LINE,
            "46(15)(e)",
            Text("Nationality", "国籍"),
            Text("For a legal person: the State of registration.", "法人：登记国。"),
            Text("The nationality is missing, and it is not said what was tried.", "缺少国籍，也未说明曾作何查找。"),
            Text("Please state the nationality.", "请提供国籍。"),
            when=NOT_EXPLAINED,
        ),
        should(
            "identity",
            Input.TEXT,
            "46(15)(e)",
            Text("Identity document or other marks", "身份证件或者其他身份特征"),
            Text(
                "Kind, number and issuer of a document; whatever else tells the person from others.",
                "证件种类、号码和签发机关；其他可资识别的情况。",
            ),
            Text(
                "Nothing but the name identifies the person, and it is not said what was tried.",
                "除姓名外没有其他身份资料，也未说明曾作何查找。",
            ),
            Text("Please state what identifies the person.", "请提供可识别该人身份的资料。"),
            when=NATURAL_NOT_EXPLAINED,
        ),
        should(
            "location",
            Input.TEXT,
            "46(15)(e)",
            Text("Location", "所在地"),
            Text(
                "Address or last known place; for a legal person its seat.", "住址或者最后已知的所在地；法人的所在地。"
            ),
            Text("The location is missing, and it is not said what was tried.", "缺少所在地，也未说明曾作何查找。"),
            Text(
                "Please state where the person is, or was last known to be.", "请提供该人的所在地或者最后已知的所在地。"
            ),
            when=NOT_EXPLAINED,
        ),
        should(
            "register_number",
            Input.LINE,
            "46(15)(e)",
            Text("Register number", "登记号"),
            Text("With the register that gave it.", "请注明登记机关。"),
            Text(
                "The register number is missing, and it is not said what was tried.", "缺少登记号，也未说明曾作何查找。"
            ),
            Text("Please state the register number.", "请提供登记号。"),
            when=LEGAL_NOT_EXPLAINED,
        ),
        may(
            "language",
            Input.LANGUAGE,
            "",
            Text("Language the person understands", "该人使用的语言"),
            Text("For an interpreter or a translated document.", "用于安排口译或者翻译文书。"),
            Text("Please state which language the person understands.", "请告知该人使用何种语言。"),
        ),
        may(
            "unknown",
            Input.TEXT,
            "46(15)(e)",
            Text("What is not known, and what was tried", "哪些情况不详，曾作何查找"),
            Text(
                "Identity, location and nationality are given where possible: say what you did to find them.",
                "身份、所在地和国籍可能时提供：请说明曾采取何种查找措施。",
            ),
            Text("Please state what was done to identify the person.", "请说明为查明该人身份所做的工作。"),
        ),
    ),
)

PERSONS = Section(
    key="persons",
    title=Text("Persons", "有关人员"),
    intro=Text(
        "Identity, location and nationality of everyone concerned, where possible (46(15)(e)).",
        "可能时，任何有关人员的身份、所在地和国籍（第四十六条第十五款第（五）项）。",
    ),
    fields=(
        may(
            "persons_unknown",
            Input.TEXT,
            "46(15)(e)",
            Text("If no person is known", "没有已知人员的"),
            Text("Say why, and what was tried.", "请说明原因以及曾作何查找。"),
            Text("Please state whether any person concerned is known.", "请说明是否有已知的有关人员。"),
        ),
    ),
    rows=(PERSON,),
)
