"""Sections of the draft that say whom we ask, about what in a word, and on what legal basis."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.conditions import DUAL_CRIMINALITY_MATTERS, WITHOUT_TREATY
from comity.law.fields import Choice, Input, must, should
from comity.law.modes import MODE_TITLES, Applies
from comity.law.sections.model import Section

CASE = Section(
    key="case",
    title=Text("Case", "案件"),
    intro=Text(
        "How your authority names this request, and the language its letter is written in.",
        "贵机关对本请求的编号和称谓，以及请求书所用语文。",
    ),
    fields=(
        must(
            "title",
            Input.LINE,
            "",
            Text("Subject of the request", "请求事由"),
            Text(
                "A few words that both authorities will use for it. Do not name persons if it is confidential.",
                "供双方机关使用的简短称谓。请求须保密的，请勿写入人名。",
            ),
            Text("The request has no subject.", "请求尚无事由。"),
            Text("Please state the subject of the request.", "请说明请求的事由。"),
        ),
        must(
            "reference",
            Input.LINE,
            "",
            Text("Reference of the requesting authority", "请求机关编号"),
            Text("The number under which your authority keeps this case.", "贵机关的案卷编号。"),
            Text("Your own reference is missing.", "缺少贵方编号。"),
            Text("Please state your reference.", "请告知贵方编号。"),
        ),
        must(
            "language",
            Input.CHOICE,
            "46(14)",
            Text("Language of the letter", "请求书语文"),
            Text(
                "The letter is written in this language; a translation may be added at the end.",
                "请求书以该语文写成；译文可在最后附上。",
            ),
            Text("The language of the letter is not chosen.", "尚未选定请求书的语文。"),
            Text("Please send the request in a language acceptable to us.", "请以我方可以接受的语文提出请求。"),
            choices=(Choice("en", Text("English", "英文")), Choice("zh-hans", Text("Chinese", "中文"))),
            applies=Applies.PRACTICE,
        ),
    ),
)

ADDRESSEE = Section(
    key="addressee",
    title=Text("Requested State", "被请求国"),
    intro=Text(
        "Requests go from central authority to central authority (46(13)).",
        "请求由中央机关向中央机关提出（第四十六条第十三款）。",
    ),
    fields=(
        must(
            "requested.state",
            Input.LINE,
            "",
            Text("Requested State", "被请求国"),
            Text("The State that is asked for assistance.", "被请求提供协助的国家。"),
            Text("The requested State is not named.", "未写明被请求国。"),
            Text("Please confirm the State to which the request is addressed.", "请确认请求所致送的国家。"),
        ),
        must(
            "requested.authority",
            Input.LINE,
            "46(13)",
            Text("Its central authority", "其中央机关"),
            Text(
                "As that State has notified it to the Secretary-General of the United Nations.",
                "以该国通知联合国秘书长的机关为准。",
            ),
            Text("The central authority that is asked is not named.", "未写明接受请求的中央机关。"),
            Text(
                "Please confirm the central authority to which the request is addressed.",
                "请确认请求所致送的中央机关。",
            ),
        ),
        should(
            "requested.languages",
            Input.LANGUAGES,
            "46(14)",
            Text("Languages it accepts", "其接受的语文"),
            Text(
                "As notified to the Secretary-General; the language of the letter is checked against them.",
                "以通知秘书长的语文为准；系统据此核对请求书的语文。",
            ),
            Text(
                "The languages that the requested State accepts are not recorded: the letter's could not be checked.",
                "未记录被请求国接受的语文，因此无法核对请求书的语文。",
            ),
            Text("Please note the languages that we accept.", "请注意我方接受的语文。"),
        ),
    ),
)

BASIS = Section(
    key="basis",
    title=Text("Legal basis", "法律依据"),
    intro=Text(
        "The instrument under which you ask decides which rules bind (46(7)).",
        "提出请求所依据的文书决定哪些规则具有约束力（第四十六条第七款）。",
    ),
    fields=(
        must(
            "basis.instrument",
            Input.LINE,
            "46(7)",
            Text("Instrument", "法律文书"),
            Text(
                "For example the United Nations Convention against Corruption, or the treaty between both States.",
                "例如《联合国反腐败公约》，或者双方之间的条约。",
            ),
            Text("No legal basis is named.", "未写明法律依据。"),
            Text("Please state the legal basis of the request.", "请说明请求的法律依据。"),
        ),
        must(
            "basis.mode",
            Input.CHOICE,
            "46(7)",
            Text("How it applies", "适用方式"),
            Text(
                "Paragraphs 9 to 29 of article 46 bind where no treaty of assistance binds both States.",
                "双方之间没有司法协助条约的，适用第四十六条第九款至第二十九款。",
            ),
            Text("It is not said how the legal basis applies.", "未说明法律依据的适用方式。"),
            Text(
                "Please state whether a treaty of assistance between our States is relied on.",
                "请说明是否援引我们两国之间的司法协助条约。",
            ),
            choices=tuple(Choice(mode.value, title) for mode, title in MODE_TITLES.items()),
        ),
        should(
            "basis.articles",
            Input.LIST,
            "",
            Text("Articles relied on", "援引的条款"),
            Text("One on each line.", "每行一条。"),
            Text("No article of the legal basis is cited.", "未援引法律依据的具体条款。"),
            Text("Please cite the articles on which the request relies.", "请援引请求所依据的条款。"),
        ),
        must(
            "basis.reciprocity",
            Input.TEXT,
            "",
            Text("Statement of reciprocity", "互惠声明"),
            Text(
                "What your State would do for theirs in a like case; many laws demand it where there is no treaty.",
                "贵国在类似案件中将为对方采取何种行动；没有条约时，许多国家的法律要求作此声明。",
            ),
            Text(
                "There is no treaty and no statement of reciprocity.",
                "没有条约依据，也没有互惠声明。",
            ),
            Text("Please give an assurance of reciprocity.", "请作出互惠保证。"),
            when=WITHOUT_TREATY,
            applies=Applies.NO_TREATY,
        ),
        should(
            "basis.dual_criminality",
            Input.TEXT,
            "43(2)",
            Text("Dual criminality", "双重犯罪"),
            Text(
                "What counts is the conduct, whatever either State calls the offence.",
                "以行为为准，不论双方将该犯罪归入何种犯罪类别或者使用何种名称。",
            ),
            Text(
                "Nothing is said about dual criminality, though a measure or an offence may depend on it.",
                "未说明双重犯罪问题，而有的协助事项或者犯罪可能以此为条件。",
            ),
            Text(
                "Please explain why the conduct is criminal in your State and which conduct is meant.",
                "请说明所涉行为，以及该行为在贵国为何构成犯罪。",
            ),
            when=DUAL_CRIMINALITY_MATTERS,
        ),
    ),
)
