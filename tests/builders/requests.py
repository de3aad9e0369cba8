"""A complete request in the shape of RequestV1, in English or Chinese; every name is plainly invented."""

from __future__ import annotations

from typing import Any

REQUEST_ID = "0198f000-0000-7000-8000-000000000001"

ENGLISH: dict[str, Any] = {
    "title": "Bank records of Meridian Quarry Ltd",
    "central_authority": "Central Authority of XA",
    "address": "1 First Street, Capital of XA",
    "originating": "Office of the Prosecutor of XA",
    "addressee": "Central Authority of XB",
    "instrument": "United Nations Convention against Corruption",
    "functions": "Investigates and prosecutes corruption offences",
    "subject": "Investigation of the bribery of a public official in a road contract",
    "offence": "Bribery of a public official",
    "provision": "Criminal Code of XA, section 100",
    "penalty": "10 years",
    "conduct": "A contractor paid an official to win a public contract.",
    "facts": "In May 2021 Meridian Quarry Ltd won the contract for Road 9.\n\nTwo weeks later 400,000 left its account "
    "for an account held by a relative of the official who had signed the contract.",
    "person": "Meridian Quarry Ltd",
    "location": "2 Second Street, Capital of XB",
    "unknown": "Nationality of the directors is unknown; the register of XA was searched.",
    "description": "Statements and signature card of account 00-11-22",
    "link": "The bribe is believed to have been paid from this account.",
    "certificate": "Affidavit of business records",
    "purpose": "Evidence in the investigation described above and the trial that may follow",
    "deadline_reason": "The trial begins on 14 January 2027.",
    "signatory": "Head of the Central Authority",
    "name": "Head One",
}
CHINESE: dict[str, Any] = {
    "title": "调取子午线采石有限公司的银行记录",
    "central_authority": "XA 中央机关",
    "address": "XA 首府第一街 1 号",
    "originating": "XA 检察署",
    "addressee": "XB 中央机关",
    "instrument": "《联合国反腐败公约》",
    "functions": "侦查和起诉腐败犯罪",
    "subject": "就道路合同中贿赂公职人员进行的侦查",
    "offence": "贿赂本国公职人员",
    "provision": "XA 刑法第一百条",
    "penalty": "十年有期徒刑",
    "conduct": "承包商为取得公共合同向公职人员付款。",
    "facts": "2021年5月，子午线采石有限公司取得九号公路合同。\n\n"
    "两周后，四十万款项从其账户转入签署合同官员亲属的账户。",
    "person": "子午线采石有限公司",
    "location": "XB 首府第二街 2 号",
    "unknown": "董事国籍不详；已查询 XA 登记册。",
    "description": "账户 00-11-22 的对账单和印鉴卡",
    "link": "据信贿款系从该账户支付。",
    "certificate": "商业记录宣誓书",
    "purpose": "用作上述侦查及其后审判的证据",
    "deadline_reason": "审判将于2027年1月14日开始。",
    "signatory": "中央机关负责人",
    "name": "甲负责人",
}


def a_request(*, language: str = "en", **changes: Any) -> dict[str, Any]:
    """Return a complete request for bank records from XA to XB; `changes` replace whole sections."""
    words = CHINESE if language == "zh-hans" else ENGLISH
    request: dict[str, Any] = {
        "request_id": REQUEST_ID,
        "reference": "XA/2026/0117",
        "title": words["title"],
        "language": language,
        **_authorities(words),
        **_matter(words),
        "persons": [_company(words)],
        "persons_unknown": "",
        "measures": [_bank_records(words)],
        "annexes": [],
        "translation": {"language": language, "certified": False, "note": ""},
        "signatory": {"name": words["name"], "title": words["signatory"]},
        "sending": 0,
    }
    return request | changes


def _authorities(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "requesting": {
            "state": "XA",
            "central_authority": words["central_authority"],
            "address": words["address"],
            "originating_authority": words["originating"],
        },
        "requested": {"state": "XB", "authority": words["addressee"], "languages": ["en", "zh-hans"], "node_id": "xb"},
        "basis": {
            "instrument": words["instrument"],
            "mode": "uncac_mini_treaty",
            "articles": ["46(7)", "46(9)-(29)"],
            "reciprocity": "",
            "dual_criminality": "",
        },
        "conducting": {
            "name": words["originating"],
            "functions": words["functions"],
            "officer": "Prosecutor Two",
            "phone": "+000 000",
            "email": "two@prosecutor.xa.example",
            "time_zone": "UTC+3",
            "languages": ["en"],
        },
    }


def _matter(words: dict[str, Any]) -> dict[str, Any]:
    offence = {"label": words["offence"], "provision": words["provision"], "penalty": words["penalty"], "article": "15"}
    return {
        "contact": {"prior": "", "other_channels": ""},
        "urgency": {
            "level": "routine",
            "reason": "",
            "deadline": "2027-01-07",
            "deadline_reason": words["deadline_reason"],
        },
        "confidentiality": {"required": True, "scope": "", "contact": ""},
        "proceedings": {
            "stage": "investigation",
            "subject": words["subject"],
            "case_number": "2026-77",
            "offences": [offence],
            "conduct": words["conduct"],
            "limitation_date": "2031-05-01",
            "legal_persons": False,
        },
        "facts": {"summary": words["facts"]},
        "purpose": {"purpose": words["purpose"], "use_limits": "", "undertakings": "", "return_originals": True},
        "costs": {"extraordinary": False, "estimate": "", "payer": ""},
    }


def _company(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "person_id": "0198f000-0000-7000-8000-000000000002",
        "kind": "legal",
        "role": "suspect",
        "name": words["person"],
        "variants": "",
        "birth_date": "",
        "nationality": "",
        "identity": "",
        "location": words["location"],
        "register_number": "R-55",
        "language": "",
        "unknown": words["unknown"],
    }


def _bank_records(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "measure_id": "0198f000-0000-7000-8000-000000000003",
        "kind": "DOCUMENTS",
        "module": "bank_records",
        "description": words["description"],
        "sought": words["description"],
        "period_from": "2021-01-01",
        "period_to": "2023-12-31",
        "place": "",
        "link": words["link"],
        "form": "",
        "special_procedure": "",
        "officials": "",
        "notify": "no",
        "questions": [],
        "details": {
            "bank": "First Bank of XB",
            "branch": words["location"],
            "account_name": words["person"],
            "account_number": "00-11-22",
            "document_types": words["description"],
            "certificate": words["certificate"],
        },
    }
