"""What is written in the demo's cases by letter: an English and a Chinese text for each; all of it is invented."""

from __future__ import annotations

Texts = dict[str, str]

STATE = "XC"
NAME = {"en": "Ministry of Justice of XC", "zh-hans": "XC 司法部"}
ADDRESS = "1 Hill Road\nCapital of XC"
MINISTRY: dict[str, str | list[str]] = {
    "state": STATE,
    "name_en": NAME["en"],
    "name_zh": NAME["zh-hans"],
    "address": ADDRESS,
    "email": "post@ministry.example",
    "languages": ["en", "zh-hans"],
    "channel_notes": "Has no node: letters go by courier.",
}
THEIRS = "MJ-XC-31"
SIGNS = {"en": "The desk for assistance", "zh-hans": "协助事务处"}
ACK: dict[str, Texts] = {
    "en": {"reference": THEIRS, "officer": "The desk for assistance"},
    "zh-hans": {"reference": THEIRS, "officer": "协助事务处"},
}
ASKED: dict[str, Texts] = {
    "en": {"questions": "Which branch of the bank keeps the account?"},
    "zh-hans": {"questions": "账户由该银行哪一分行管理？"},
}
REQUEST: dict[str, Texts] = {
    "en": {
        "reference": "MJ-XC-44",
        "title": "Register file of Meridian Quarry Ltd",
        "mode": "uncac_mini_treaty",
        "originating": "Office of the Prosecutor of XC",
        "stage": "investigation",
        "subject": "Investigation of the bribery of a public official",
        "offences": "Bribery of a national public official",
        "facts": "A company paid an official who had given it a public contract.",
        "persons": "Meridian Quarry Ltd",
        "module-0": "business_records",
        "asked-0": "Articles, list of shareholders, accounts",
    },
    "zh-hans": {
        "reference": "MJ-XC-44",
        "title": "调取子午线采石有限公司的登记档案",
        "mode": "uncac_mini_treaty",
        "originating": "XC 检察署",
        "stage": "investigation",
        "subject": "就贿赂公职人员进行的侦查",
        "offences": "贿赂本国公职人员",
        "facts": "该公司向曾给予其公共合同的官员付款。",
        "persons": "子午线采石有限公司",
        "module-0": "business_records",
        "asked-0": "章程、股东名单、账目",
    },
}
LETTERS: dict[str, Texts] = {
    "ack": {"en": "Your request is registered", "zh-hans": "贵方请求已登记"},
    "clarify.ask": {"en": "A question about your request", "zh-hans": "就贵方请求提出的问题"},
    "request.submit": {"en": "Request for mutual legal assistance", "zh-hans": "司法协助请求书"},
}
WORDS: dict[str, Texts] = {
    "ack": {
        "en": f"Your request is registered under {THEIRS}. The desk for assistance is in charge of it.",
        "zh-hans": f"贵方请求已登记，编号 {THEIRS}，由协助事务处承办。",
    },
    "clarify.ask": {"en": ASKED["en"]["questions"], "zh-hans": ASKED["zh-hans"]["questions"]},
    "request.submit": {tag: f"{one['title']}\n{one['facts']}\n{one['asked-0']}" for tag, one in REQUEST.items()},
}
