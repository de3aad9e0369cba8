"""Other ways to the same end, for each kind of cooperation; the informal ones first where they suffice (2.7)."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.basis.answer import Alternative
from comity.law.facts import Kind

_ALL = (
    Alternative(
        "law_enforcement",
        Text(
            "Contact between law-enforcement authorities: information that needs no coercion",
            "执法机关之间的直接联系：无须采取强制性行动的信息",
        ),
        ("48",),
    ),
    Alternative(
        "financial_intelligence",
        Text("Financial intelligence units: leads, not evidence", "金融情报机构：线索，不作为证据"),
        ("58",),
    ),
    Alternative(
        "spontaneous_information",
        Text(
            "Tell the other State what you know, without a request: it may open its own case",
            "不待请求主动向对方提供信息：对方可自行立案",
        ),
        ("46(4)", "56"),
    ),
    Alternative(
        "letters_rogatory",
        Text(
            "Letters rogatory through the diplomatic channel, by comity",
            "通过外交途径发出的委托书（礼让）",
        ),
        ("46(13)",),
    ),
    Alternative(
        "local_prosecution",
        Text(
            "Ask that the person be prosecuted there, where nationality is the sole reason not to extradite",
            "仅因国籍不予引渡的，请求对方在当地起诉",
        ),
        ("44(11)",),
    ),
    Alternative(
        "sentence_enforcement",
        Text("Ask that the sentence be enforced there", "请求在当地执行刑罚"),
        ("44(13)",),
    ),
    Alternative(
        "transfer_of_proceedings",
        Text("Transfer of criminal proceedings", "移管刑事诉讼"),
        ("47",),
    ),
    Alternative(
        "deportation",
        Text(
            "Deportation under immigration law; never to go around extradition: the person's rights and a later "
            "trial may suffer",
            "依照移民法遣返；不得用以规避引渡：可能损害当事人权利并影响日后审判",
        ),
        ("44(14)", "44(15)"),
    ),
    Alternative(
        "direct_civil_action",
        Text(
            "Civil action by your State before the courts there, for title or damages",
            "由本国在对方法院提起民事诉讼，主张产权或者赔偿",
        ),
        ("53",),
    ),
    Alternative(
        "confiscation_without_conviction",
        Text(
            "Confiscation without a conviction, where the offender is dead, fled or absent",
            "犯罪人死亡、潜逃或者缺席的，不经定罪的没收",
        ),
        ("54(1)(c)",),
    ),
    Alternative(
        "mutual_legal_assistance",
        Text("Mutual legal assistance through central authorities", "通过中央机关请求司法协助"),
        ("46",),
    ),
    Alternative(
        "detained_person_for_evidence",
        Text(
            "Transfer of a detained person to give evidence, with consent; the person is returned",
            "经本人同意移送被羁押人员提供证据，其后送回",
        ),
        ("46(10)", "46(11)", "46(12)"),
    ),
    Alternative(
        "joint_investigation",
        Text("Joint investigation", "联合侦查"),
        ("49",),
    ),
    Alternative(
        "special_agreement",
        Text("An agreement for this one case", "就个案订立协定"),
        ("46(30)", "59"),
    ),
)
ALTERNATIVES = {one.channel: one for one in _ALL}

WAYS: dict[Kind, tuple[str, ...]] = {
    Kind.MLA: ("law_enforcement", "financial_intelligence", "joint_investigation"),
    Kind.EXTRADITION: ("local_prosecution", "transfer_of_proceedings", "sentence_enforcement"),
    Kind.FREEZE: ("financial_intelligence", "direct_civil_action"),
    Kind.CONFISCATE: ("confiscation_without_conviction", "direct_civil_action"),
    Kind.LAW_ENFORCEMENT: ("financial_intelligence", "mutual_legal_assistance"),
    Kind.JOINT_INVESTIGATION: ("law_enforcement", "mutual_legal_assistance"),
    Kind.SPECIAL_TECHNIQUE: ("mutual_legal_assistance", "joint_investigation"),
    Kind.TRANSFER_PERSON: ("detained_person_for_evidence", "special_agreement"),
    Kind.TRANSFER_PROCEEDINGS: ("spontaneous_information", "mutual_legal_assistance"),
    Kind.CIVIL_ADMINISTRATIVE: ("law_enforcement", "direct_civil_action"),
}
WITHOUT_BASIS: dict[Kind, tuple[str, ...]] = {
    Kind.MLA: ("letters_rogatory", "spontaneous_information"),
    Kind.EXTRADITION: ("deportation", "special_agreement"),
    Kind.FREEZE: ("letters_rogatory", "spontaneous_information"),
    Kind.CONFISCATE: ("letters_rogatory",),
    Kind.TRANSFER_PROCEEDINGS: ("special_agreement",),
}


def ways(kind: Kind, *, has_basis: bool) -> tuple[Alternative, ...]:
    """Return other ways for a kind; more of them where there is no basis."""
    more = () if has_basis else WITHOUT_BASIS.get(kind, ())
    return tuple(ALTERNATIVES[channel] for channel in (*WAYS[kind], *more))
