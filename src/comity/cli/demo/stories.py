"""What the demo's requests say: a few invented matters, in English and Chinese, as answers to the drafting questions.

Keys are the places of a request (the shape of RequestV1); every person, company and account is plainly invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """One matter: answers to the sections, persons, and measures with their details."""

    title: str
    language: str
    sections: Answers
    offence: Answers
    persons: tuple[Answers, ...]
    measures: tuple[Answers, ...]


def _english(state: str, other: str) -> Answers:
    return {
        "requesting.address": f"1 First Street, Capital of {state}",
        "requesting.originating_authority": f"Office of the Prosecutor of {state}",
        "requested.authority": f"Central Authority of {other}",
        "requested.state": other,
        "requested.languages": ["en", "zh-hans"],
        "translation.language": "en",
        "basis.instrument": "United Nations Convention against Corruption",
        "basis.mode": "uncac_mini_treaty",
        "basis.articles": "46(7)\n46(9)-(29)",
        "conducting.name": f"Office of the Prosecutor of {state}",
        "conducting.functions": "Investigates and prosecutes corruption offences",
        "conducting.officer": "The prosecutor in charge of the case",
        "conducting.phone": "+000 00 00 00",
        "conducting.email": f"prosecutor@{state.lower()}.example",
        "conducting.time_zone": "UTC+3",
        "conducting.languages": "en",
        "contact.prior": "The liaison officers spoke about the matter last month.",
        "urgency.level": "routine",
        "proceedings.stage": "investigation",
        "proceedings.subject": "Investigation of the bribery of a public official in a road contract",
        "proceedings.case_number": "2026-77",
        "proceedings.conduct": "A contractor paid a public official so that a public contract would be given to it.",
        "facts.summary": "In May 2021 Meridian Quarry Ltd won the public contract for Road 9. Two weeks later 400,000 "
        "left its account for an account held by a relative of the official who had signed the contract. The official "
        "had told two colleagues beforehand who would win. The records asked for will show whether the money came "
        "from the company and where it went.",
        "purpose.purpose": "Evidence in the investigation described above and in a trial that may follow from it.",
        "purpose.use_limits": "Use in other proceedings only with prior consent.",
        "signatory.name": "",
    }


def _chinese(state: str, other: str) -> Answers:
    return {
        **_english(state, other),
        "requesting.address": f"{state} 首府第一街 1 号",
        "requesting.originating_authority": f"{state} 检察署",
        "requested.authority": f"{other} 中央机关",
        "translation.language": "zh-hans",
        "basis.instrument": "《联合国反腐败公约》",
        "conducting.name": f"{state} 检察署",
        "conducting.functions": "侦查和起诉腐败犯罪",
        "conducting.officer": "承办检察官",
        "conducting.languages": "zh-hans",
        "contact.prior": "双方联络官上月曾就此事联系。",
        "proceedings.subject": "就道路合同中贿赂公职人员进行的侦查",
        "proceedings.conduct": "承包商为取得公共合同向公职人员付款。",
        "facts.summary": "2021年5月，子午线采石有限公司取得九号公路公共合同。两周后，四十万款项从其账户转入签署合同官员"
        "亲属的账户。该官员此前曾向两名同事透露中标者。所请求的记录将表明款项是否来自该公司以及去向。",
        "purpose.purpose": "用作上述侦查以及可能随之进行的审判的证据。",
        "purpose.use_limits": "未经事先同意，不用于其他程序。",
    }


BRIBERY = {"label": "Bribery of a national public official", "provision": "Criminal Code, section 100",
           "penalty": "10 years of imprisonment", "article": "15"}  # fmt: skip
BRIBERY_ZH = {"label": "贿赂本国公职人员", "provision": "刑法第一百条", "penalty": "十年有期徒刑", "article": "15"}


def _company(language: str) -> Answers:
    if language == "zh-hans":
        return {"kind": "legal", "role": "suspect", "name": "子午线采石有限公司", "location": "第二街 2 号",
                "register_number": "R-55", "unknown": "董事国籍不详；已查询登记册。"}  # fmt: skip
    return {"kind": "legal", "role": "suspect", "name": "Meridian Quarry Ltd", "location": "2 Second Street",
            "register_number": "R-55", "unknown": "The nationality of its directors; the register was searched."}  # fmt: skip


def _witness(language: str) -> Answers:
    name, where = ("王例证", "第三街 3 号") if language == "zh-hans" else ("Exempla Witness", "3 Third Street")
    return {"kind": "natural", "role": "witness", "name": name, "location": where}


def measure(module: str, language: str) -> Answers:
    """Return the answers for one measure."""
    chinese = language == "zh-hans"
    common = {
        "module": module,
        "link": "据信贿款经由此处支付，所求证据可予证明。"
        if chinese
        else "The bribe is believed to have passed through here; the evidence will show it.",
        "form": "经核证的副本" if chinese else "Certified copies",
        "notify": "no",
    }  # fmt: skip
    return {**common, **(_CHINESE if chinese else _ENGLISH)[module]}


_ENGLISH: dict[str, Answers] = {
    "bank_records": {
        "kind": "DOCUMENTS", "description": "Statements and signature card of account 00-11-22",
        "sought": "Account statements, signature card, transfer orders", "period_from": "2021-01-01",
        "period_to": "2023-12-31", "bank": "First Example Bank", "branch": "Branch One, 4 Fourth Street",
        "account_name": "Meridian Quarry Ltd", "account_number": "00-11-22",
        "document_types": "Statements; signature card; transfer orders",
        "certificate": "Affidavit of the custodian of business records",
    },
    "statement": {
        "kind": "STATEMENT", "description": "Statement of the compliance officer as a witness",
        "sought": "What the witness saw and reported", "status": "witness", "verbatim": "yes",
        "questions": "Who ordered the transfer?\nTo whom was it reported?",
        "caution": "The witness may refuse to answer under the law of either State.",
    },
    "service": {
        "kind": "SERVICE", "description": "Service of a summons", "documents": "Summons of 2 March",
        "addressee": "Exempla Witness", "address": "3 Third Street", "hearing_date": "2027-03-14", "days_before": "30",
        "proof_form": "Signed acknowledgement",
    },
    "business_records": {
        "kind": "DOCUMENTS", "description": "Register file and accounts of the company",
        "sought": "Articles, list of shareholders, accounts", "period_from": "2020-01-01", "period_to": "2023-12-31",
        "company": "Meridian Quarry Ltd", "register_number": "R-55", "document_types": "Articles; shareholders; accounts",
        "certificate": "Certified by the register",
    },
    "search_seizure": {
        "kind": "SEARCH_SEIZE_FREEZE", "description": "Search of the company's office and seizure of its ledgers",
        "sought": "Ledgers and devices", "place": "2 Second Street", "premises": "2 Second Street, second floor",
        "items": "Ledgers of 2021; two laptops", "grounds": "A former employee saw the second ledger there in August.",
        "statute": "Code of Procedure, section 9", "possible_at_home": "yes", "transport": "By courier of the police",
    },
    "tracing": {
        "kind": "TRACE_EVID", "description": "Where the 400,000 went after the first transfer",
        "sought": "Accounts and property bought with it", "property": "400,000 transferred on 3 June 2021",
        "holder": "A relative of the official", "location": "Not known", "value": "400000", "currency": "XTS",
        "known": "The first receiving account, at First Example Bank",
    },
}  # fmt: skip
_CHINESE: dict[str, Answers] = {
    "bank_records": {
        **_ENGLISH["bank_records"], "description": "账户 00-11-22 的对账单和印鉴卡", "sought": "对账单、印鉴卡、转账指令",
        "bank": "第一示例银行", "branch": "第四街 4 号第一分行", "account_name": "子午线采石有限公司",
        "document_types": "对账单；印鉴卡；转账指令", "certificate": "业务记录保管人的宣誓书",
    },
    "statement": {
        **_ENGLISH["statement"], "description": "合规负责人作为证人的陈述", "sought": "证人所见及所报告的情况",
        "questions": "谁下令转账？\n向谁报告？", "caution": "证人可依任何一国法律拒绝回答。",
    },
    "service": {
        **_ENGLISH["service"], "description": "送达传票", "documents": "3月2日的传票", "addressee": "王例证",
        "address": "第三街 3 号", "proof_form": "签收回执",
    },
    "business_records": {
        **_ENGLISH["business_records"], "description": "公司登记档案和账目", "sought": "章程、股东名单、账目",
        "company": "子午线采石有限公司", "document_types": "章程；股东名单；账目", "certificate": "由登记机关核证",
    },
    "search_seizure": {
        **_ENGLISH["search_seizure"], "description": "搜查公司办公室并扣押账簿", "sought": "账簿和设备", "place": "第二街 2 号",
        "premises": "第二街 2 号二层", "items": "2021年账簿；两台笔记本电脑", "grounds": "一名前雇员八月曾在该处见到第二本账簿。",
        "statute": "诉讼法第九条", "transport": "由警方信使运送",
    },
    "tracing": {
        **_ENGLISH["tracing"], "description": "第一次转账后四十万款项的去向", "sought": "账户及以该款购置的财产",
        "property": "2021年6月3日转账的四十万", "holder": "官员的亲属", "location": "不详", "known": "第一示例银行的首个收款账户",
    },
}  # fmt: skip
TITLES = {
    "bank_records": ("Bank records of Meridian Quarry Ltd", "调取子午线采石有限公司的银行记录"),
    "statement": ("Statement of a compliance officer", "向合规负责人取证"),
    "service": ("Service of a summons in the Road 9 case", "九号公路案传票的送达"),
    "business_records": ("Company register file of Meridian Quarry Ltd", "调取子午线采石有限公司的登记档案"),
    "search_seizure": ("Search of an office in the Road 9 case", "九号公路案办公室的搜查"),
    "tracing": ("Tracing the proceeds of the Road 9 contract", "追查九号公路合同的犯罪所得"),
}


def story(state: str, other: str, language: str, *modules: str) -> Story:
    """Return a complete matter from `state` to `other` that asks for the measures named."""
    chinese = language == "zh-hans"
    sections = (_chinese if chinese else _english)(state, other)
    return Story(
        title=TITLES[modules[0]][int(chinese)],
        language=language,
        sections=sections,
        offence=BRIBERY_ZH if chinese else BRIBERY,
        persons=(_company(language), _witness(language)),
        measures=tuple(measure(module, language) for module in modules),
    )
