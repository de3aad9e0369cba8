"""What the demo's officers write when a request takes a turn: an English and a Chinese text for each."""

from __future__ import annotations

from comity.cli.demo.turning import MONTH, QUARTER, in_days

Texts = dict[str, str]

DRAFT_NOTE = {
    "en": "Would a statement on oath be possible under your law?",
    "zh-hans": "依贵国法律，可否以宣誓方式取证？",
}
COMMENT = {
    "en": "Measures: please name the branch of the bank; otherwise we would have to ask for it.",
    "zh-hans": "事项：请写明银行分行名称，否则我方届时须要求补充。",
}
ORAL: dict[str, Texts] = {
    "en": {
        "summary": "Hold the transfer of 400,000 that First Example Bank executes tomorrow.",
        "urgent_because": "The money leaves the account tomorrow morning.",
        "caller": "The prosecutor on duty",
        "hearer": "The officer on duty",
    },
    "zh-hans": {
        "summary": "请暂停第一示例银行将于明日执行的四十万转账。",
        "urgent_because": "款项将于明日上午转出。",
        "caller": "值班检察官",
        "hearer": "值班人员",
    },
}
RETURNED = {
    "en": "The letter is in a language that we do not accept; please add a translation.",
    "zh-hans": "来函所用语文非我方接受的语文，请附译文。",
}
REFERRED = {
    "en": ("Registry of companies of the capital", "Register files are given out by the registry itself."),
    "zh-hans": ("首府公司登记处", "登记档案由登记处直接提供。"),
}
CONSULTED = {
    "en": "The premises are those of a lawyer. We could search in the presence of the bar if privilege is respected.",
    "zh-hans": "该处所为律师事务所。如尊重保密特权，我方可在律师公会代表在场时进行搜查。",
}
COSTS: dict[str, Texts] = {
    "en": {"estimate": "40,000 XTS", "text": "Forty days of a forensic accountant. We propose to share the costs."},
    "zh-hans": {"estimate": "40,000 XTS", "text": "需聘请法务会计四十日，我方建议双方分担费用。"},
}
CANNOT = {
    "en": "The court informs the holder of the account before it gives out the records.",
    "zh-hans": "法院在提供记录之前须通知账户持有人。",
}
CONDITIONS = {
    "en": "The statement is not used in tax proceedings.\nThe name of the witness is not made public.",
    "zh-hans": "该陈述不用于税务程序。\n不公开证人姓名。",
}
TALKED = {
    "en": "The legal officers of both authorities spoke by telephone; no condition would remove the interference.",
    "zh-hans": "双方承办人已通过电话协商，任何附加条件均无法消除妨碍。",
}
POSTPONED = {
    "en": "A covert investigation of the same company is under way and ends in the summer.",
    "zh-hans": "针对同一公司的秘密侦查正在进行，预计夏季结束。",
}
FROZEN: dict[str, Texts] = {
    "en": {"text": "Frozen by order of the district court.", "property": "Ledgers and devices", "amount": ""},
    "zh-hans": {"text": "已由地区法院命令冻结。", "property": "账簿和设备", "amount": ""},
}
LAPSE = {
    "en": "Without an order of confiscation within a year the freeze lapses.",
    "zh-hans": "一年内未有没收令的，冻结自动失效。",
}
LIFTED = {
    "en": "The holder showed that one laptop belongs to somebody else.",
    "zh-hans": "持有人已证明其中一台电脑属于他人。",
}
OBSTACLE = {
    "en": "The court is closed until the end of the month.",
    "zh-hans": "法院本月底前休庭。",
}
USE: dict[str, Texts] = {
    "en": {
        "purpose": "Evidence in the proceedings against the accountant of the company",
        "proceedings": "Case 2026-90 before the court of the capital",
    },
    "zh-hans": {"purpose": "用作针对该公司会计的诉讼程序的证据", "proceedings": "首府法院 2026-90 号案"},
}
EXCULPATORY = {
    "en": "Two of the transfers were repayments of a loan; the defence learns of it.",
    "zh-hans": "其中两笔转账系偿还借款，将告知辩方。",
}
CEASED = {
    "en": "The order of arrest on which the request relied was set aside on appeal.",
    "zh-hans": "请求所依据的逮捕令已经上诉撤销。",
}
CORRECTION: dict[str, Texts] = {
    "en": {"place": "Facts", "was": "May 2021", "shall_be": "June 2021", "text": "A slip of the pen."},
    "zh-hans": {"place": "案情", "was": "2021年5月", "shall_be": "2021年6月", "text": "笔误。"},
}
MORE: dict[str, Texts] = {
    "en": {
        "reason": "The register names a second account.",
        "description": "Statements of account 33-44-55",
        "sought": "Where the money went after the first transfer",
        "link": "The money of the contract went through this account.",
    },
    "zh-hans": {
        "reason": "登记档案显示另有一个账户。",
        "description": "账户 33-44-55 的对账单",
        "sought": "首次转账后款项的去向",
        "link": "合同款项经由该账户流转。",
    },
}


def offer(language: str) -> Texts:
    """Return an offer of conditions with the day by which it is to be answered."""
    return {"conditions": CONDITIONS[language], "due": in_days(MONTH)}


def postponement(language: str) -> Texts:
    """Return a postponement with its day of review."""
    return {"interference": POSTPONED[language], "review_on": in_days(QUARTER)}
