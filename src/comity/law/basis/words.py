"""What pages and papers call the kinds of cooperation, the modes of a basis, and what is said of dual criminality."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.basis.answer import BasisMode
from comity.law.facts import Kind

KIND_TITLES: dict[Kind, Text] = {
    Kind.MLA: Text("Mutual legal assistance", "司法协助"),
    Kind.EXTRADITION: Text("Extradition", "引渡"),
    Kind.FREEZE: Text("Freezing or seizure", "冻结或者扣押"),
    Kind.CONFISCATE: Text("Confiscation", "没收"),
    Kind.LAW_ENFORCEMENT: Text("Law-enforcement cooperation", "执法合作"),
    Kind.JOINT_INVESTIGATION: Text("Joint investigation", "联合侦查"),
    Kind.SPECIAL_TECHNIQUE: Text("Special investigative techniques", "特殊侦查手段"),
    Kind.TRANSFER_PERSON: Text("Transfer of sentenced persons", "被判刑人的移管"),
    Kind.TRANSFER_PROCEEDINGS: Text("Transfer of criminal proceedings", "刑事诉讼的移交"),
    Kind.CIVIL_ADMINISTRATIVE: Text("Civil and administrative matters", "民事和行政案件"),
}

MODE_WORDS: dict[BasisMode, Text] = {
    BasisMode.TREATY: Text("A treaty binds both: its own provisions apply", "条约对双方有约束力：适用该条约的规定"),
    BasisMode.UNCAC_MINI_TREATY: Text(
        "The Convention itself, with paragraphs 9 to 29 of article 46",
        "以《公约》为依据，适用第四十六条第九款至第二十九款",
    ),
    BasisMode.UNCAC_IN_LIEU: Text(
        "The Convention, paragraphs 9 to 29 of article 46, in lieu of a treaty by agreement",
        "经双方同意，以《公约》第四十六条第九款至第二十九款代替条约的规定",
    ),
    BasisMode.UNCAC: Text("The Convention", "以《公约》为依据"),
    BasisMode.DOMESTIC: Text("The law of the requested State", "以被请求国的法律为依据"),
    BasisMode.ASK: Text("The requested State must be asked", "须向被请求国询问"),
    BasisMode.CONDITION: Text("The Convention, on a condition", "附条件地以《公约》为依据"),
    BasisMode.NONE: Text("No formal basis", "没有正式依据"),
}

DUAL_WORDS: dict[bool | None, Text] = {
    True: Text(
        "Needed or a ground of refusal: the conduct should be an offence in both States.",
        "须符合，或者可构成拒绝的理由：有关行为应在双方均构成犯罪。",
    ),
    False: Text("Not needed.", "无须符合。"),
    None: Text(
        "Depends on the measure, and on the rule of the basis itself.",
        "取决于协助事项以及该依据自身的规定。",
    ),
}

RISK_WORDS: dict[str, Text] = {
    "low": Text(
        "Low risk that it fails: States must establish this offence.", "不符合的风险低：各国应当将其定为犯罪。"
    ),
    "medium": Text("Some risk that it fails.", "有一定的不符合风险。"),
    "high": Text(
        "High risk that it fails: States need not establish this offence.",
        "不符合的风险高：各国不必将其定为犯罪。",
    ),
    "unknown": Text("State the offence to see how likely it is to fail.", "请说明犯罪，以便判断不符合的可能性。"),
}
