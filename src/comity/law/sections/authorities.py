"""Sections of the draft that say who asks, who was spoken to before, how soon and how secretly."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.conditions import CONFIDENTIAL, DEADLINE_SET, URGENT
from comity.law.fields import Choice, Input, may, must, should
from comity.law.sections.model import Section

AUTHORITIES = Section(
    key="authorities",
    title=Text("Authorities", "机关"),
    intro=Text(
        "Who asks, who conducts the proceedings, and whom to call with a question.",
        "由谁提出请求，由谁进行诉讼程序，有疑问时与谁联系。",
    ),
    fields=(
        must(
            "requesting.state",
            Input.LINE,
            "",
            Text("Requesting State", "请求国"),
            Text("Your State.", "贵国国名。"),
            Text("The requesting State is not named.", "未写明请求国。"),
            Text("Please name the requesting State.", "请写明请求国。"),
        ),
        must(
            "requesting.central_authority",
            Input.LINE,
            "46(15)(a)",
            Text("Authority making the request", "提出请求的机关"),
            Text("Your central authority, with its official name.", "贵国中央机关的正式名称。"),
            Text("The authority making the request is not named.", "未写明提出请求的机关。"),
            Text("Please identify the authority making the request.", "请写明提出请求的机关。"),
        ),
        should(
            "requesting.address",
            Input.TEXT,
            "",
            Text("Its address", "其地址"),
            Text("Where an answer on paper would go.", "书面答复的寄送地址。"),
            Text("The address of the requesting authority is missing.", "缺少请求机关的地址。"),
            Text("Please state the address of your authority.", "请告知贵机关的地址。"),
        ),
        may(
            "requesting.originating_authority",
            Input.LINE,
            "46(15)(a)",
            Text("Authority behind the request", "发起请求的机关"),
            Text(
                "The prosecutor, court or agency for which you ask, if it is another.",
                "如系代其他检察、审判或者执法机关提出，请写明。",
            ),
            Text("Please name the authority on whose behalf you ask.", "请写明贵方代何机关提出请求。"),
        ),
        must(
            "conducting.name",
            Input.LINE,
            "46(15)(b)",
            Text("Authority conducting the proceedings", "进行侦查、起诉或者审判程序的机关"),
            Text("The authority that investigates, prosecutes or judges.", "进行侦查、起诉或者审判的机关。"),
            Text(
                "The authority conducting the investigation, prosecution or judicial proceeding is not named.",
                "未写明进行侦查、起诉或者审判程序的机关的名称。",
            ),
            Text(
                "Please name the authority conducting the investigation, prosecution or judicial proceeding.",
                "请写明进行侦查、起诉或者审判程序的机关的名称。",
            ),
        ),
        must(
            "conducting.functions",
            Input.TEXT,
            "46(15)(b)",
            Text("Its functions", "其职能"),
            Text("What it may do under your law, in one or two sentences.", "用一两句话说明其依贵国法律享有的职权。"),
            Text("The functions of the conducting authority are not stated.", "未说明进行该程序的机关的职能。"),
            Text(
                "Please state the functions of the authority conducting the proceedings.",
                "请说明进行该程序的机关的职能。",
            ),
        ),
        should(
            "conducting.officer",
            Input.LINE,
            "",
            Text("Officer or function to contact", "联系人或者联系岗位"),
            Text("A name, or only a function where a name would be unsafe.", "姓名；不宜公开姓名的，可只写职务。"),
            Text("There is nobody to contact about the proceedings.", "未写明可就案件联系的人员。"),
            Text("Please name an officer whom we may contact.", "请提供可供联系的人员。"),
        ),
        may(
            "conducting.phone",
            Input.LINE,
            "",
            Text("Telephone", "电话"),
            Text("With the country code.", "请注明国家代码。"),
            Text("Please give a telephone number.", "请提供电话号码。"),
        ),
        should(
            "conducting.email",
            Input.LINE,
            "",
            Text("Electronic mail", "电子邮件"),
            Text(
                "For questions of form only: case content travels through this system.",
                "仅用于程序性联系；案件内容通过本系统传送。",
            ),
            Text("There is no e-mail address of the conducting authority.", "缺少进行该程序的机关的电子邮件地址。"),
            Text("Please give an e-mail address for contact.", "请提供联系用电子邮件地址。"),
        ),
        may(
            "conducting.time_zone",
            Input.LINE,
            "",
            Text("Time zone", "时区"),
            Text("So that they know when to call.", "便于对方了解致电时间。"),
            Text("Please state your time zone.", "请告知贵方时区。"),
        ),
        may(
            "conducting.languages",
            Input.LANGUAGES,
            "",
            Text("Languages spoken there", "联系人使用的语言"),
            Text("Languages in which the officer can be called.", "可用于电话联系的语言。"),
            Text(
                "Please state in which languages your officer can be contacted.", "请告知可用何种语言与贵方人员联系。"
            ),
        ),
    ),
)

CONTACT = Section(
    key="contact",
    title=Text("Contact before the request", "请求前的联系"),
    intro=Text(
        "What was found out before, by police, intelligence unit or a draft, and what was sent another way.",
        "此前通过警务渠道、金融情报机构或者交换草案所了解的情况，以及通过其他渠道发送的内容。",
    ),
    fields=(
        may(
            "contact.prior",
            Input.TEXT,
            "",
            Text("Earlier contact", "此前的联系"),
            Text("With whom, when, with what result and reference.", "与何人、何时、结果如何、对方编号。"),
            Text("Please tell us of any earlier contact in this matter.", "请告知此前就本案进行的联系。"),
        ),
        may(
            "contact.other_channels",
            Input.TEXT,
            "",
            Text("Copies sent through other channels", "通过其他渠道发送的副本"),
            Text(
                "Say so, or the same thing may be done twice.",
                "请予说明，以免重复执行。",
            ),
            Text(
                "Please tell us whether the same request was sent through another channel.",
                "请告知是否通过其他渠道提出过同一请求。",
            ),
        ),
    ),
)

URGENCY = Section(
    key="urgency",
    title=Text("Urgency and confidentiality", "紧急程度和保密"),
    intro=Text(
        "A deadline with reasons is fully taken into account (46(24)); confidentiality is kept if you ask (46(20)).",
        "对附有理由的最后期限，被请求国应当充分考虑（第四十六条第二十四款）；可要求对方保密（第四十六条第二十款）。",
    ),
    fields=(
        may(
            "urgency.level",
            Input.CHOICE,
            "46(24)",
            Text("How urgent", "紧急程度"),
            Text("Urgent means that waiting would harm the proceedings.", "紧急是指拖延将损害诉讼程序。"),
            Text("Please state whether the request is urgent.", "请说明请求是否紧急。"),
            choices=(Choice("routine", Text("Routine", "一般")), Choice("urgent", Text("Urgent", "紧急"))),
        ),
        must(
            "urgency.reason",
            Input.TEXT,
            "46(24)",
            Text("Why it is urgent", "紧急的理由"),
            Text(
                "Custody, a date of trial, limitation, risk that assets or data disappear.",
                "羁押、开庭日期、时效、资产或者数据可能灭失等。",
            ),
            Text("The request is marked urgent without a reason.", "请求标明紧急，但未说明理由。"),
            Text("Please give the reasons for the urgency.", "请说明紧急的理由。"),
            when=URGENT,
        ),
        may(
            "urgency.deadline",
            Input.DATE,
            "46(24)",
            Text("Suggested deadline", "建议的最后期限"),
            Text("Leave it empty if there is none.", "没有期限的，留空。"),
            Text("Please state by when the assistance is needed.", "请说明何时之前需要得到协助。"),
        ),
        must(
            "urgency.deadline_reason",
            Input.TEXT,
            "46(24)",
            Text("Reason for the deadline", "设定期限的理由"),
            Text(
                "Without a reason the requested State owes a deadline no weight.",
                "未说明理由的期限，被请求国没有义务予以考虑。",
            ),
            Text("A deadline is set without its reason.", "提出了最后期限，但未说明理由。"),
            Text("Please give the reasons for the deadline.", "请说明设定最后期限的理由。"),
            when=DEADLINE_SET,
        ),
        may(
            "confidentiality.required",
            Input.FLAG,
            "46(20)",
            Text("Keep the request confidential", "对请求保密"),
            Text(
                "It covers the fact and the substance of the request, except as needed to execute it.",
                "保密范围包括请求的存在及其内容，但为执行请求所必需的除外。",
            ),
            Text("Please state whether the request is to be kept confidential.", "请说明是否要求对请求保密。"),
        ),
        may(
            "confidentiality.scope",
            Input.TEXT,
            "46(20)",
            Text("What must not be known, and to whom", "保密的内容和对象"),
            Text(
                "For example: the account holder must not be told before a given date.",
                "例如：在某日之前不得告知账户持有人。",
            ),
            Text("Please state the extent of the confidentiality asked for.", "请说明所要求的保密范围。"),
        ),
        should(
            "confidentiality.contact",
            Input.LINE,
            "46(20)",
            Text("Whom to tell if it cannot be kept", "无法保密时的通知对象"),
            Text(
                "They must promptly tell you if they cannot keep it confidential; you may then withdraw.",
                "对方不能遵守保密要求的，应当迅速通知贵方；贵方可以撤回请求。",
            ),
            Text(
                "Nobody is named who is to be told if confidentiality cannot be kept.",
                "未写明在无法保密时应通知何人。",
            ),
            Text(
                "Please name whom to inform if confidentiality cannot be kept.",
                "请写明无法保密时应通知的人员。",
            ),
            when=CONFIDENTIAL,
        ),
    ),
)
