"""What the demo's officers write about what lies in the house: an English and a Chinese text for each."""

from __future__ import annotations

Texts = dict[str, str]

TRANSLATE_NOTE = {
    "en": "Keep the names of companies in their own letters.",
    "zh-hans": "公司名称保留原文。",
}
IN_CHINESE = "贿赂本国公职人员案证人陈述"
IN_ENGLISH = "Statement of the witness in a case of bribery"
OFFICE: dict[str, Texts] = {
    "en": {
        "office": "First Example Bank",
        "address": "3 Quay Street, Capital of the State",
        "email": "desk@bank.example",
        "instructions": "Certified statements of the account that the sheet names, for the year 2021.",
    },
    "zh-hans": {
        "office": "第一示例银行",
        "address": "首府码头街三号",
        "email": "desk@bank.example",
        "instructions": "请提供任务单所列账户2021年的经核证对账单。",
    },
}
ORIGINAL: dict[str, Texts] = {
    "en": {
        "description": "Cash book of 2021, bound in blue, 214 pages",
        "giver": "Courier of the other authority",
        "condition": "Sealed and whole; the spine is worn",
        "place": "Strong room, shelf 3",
    },
    "zh-hans": {
        "description": "2021年现金账簿一册，蓝色封面，共 214 页",
        "giver": "对方机关信使",
        "condition": "封存完好，书脊有磨损",
        "place": "保管库三号架",
    },
}
MARK_NOTE = {
    "en": "As the letter of delivery asks.",
    "zh-hans": "依移交函的要求。",
}
ASSURED = {
    "en": "The cash book goes back when the judgment is final.",
    "zh-hans": "判决生效后归还现金账簿。",
}
