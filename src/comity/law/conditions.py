"""Cases in which a rule about contents asks for something: each with the words that explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.assistance import Coercive, coercive
from comity.law.modes import Mode
from comity.law.offences import Risk, risk

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.law.reading import Reading


@dataclass(frozen=True, slots=True)
class Condition:
    """A case: words for it, and how to tell from the request (or one row of it) that it is there."""

    text: Text
    holds: Callable[[Reading], bool]


def service_only(request: Reading) -> bool:
    """Return whether nothing is asked but service of judicial documents (UNCAC art. 46(15)(c))."""
    measures = request.root.rows("measures")
    return bool(measures) and all(
        row.text("kind") == "SERVICE" and row.text("module") in {"service", ""} for row in measures
    )


def is_coercive(measure: Reading) -> bool:
    """Return whether a measure is, or may be, coercive."""
    return coercive(measure.text("kind"), measure.text("module")) is Coercive.YES


def _dual_criminality_matters(request: Reading) -> bool:
    offences = request.root.rows("proceedings.offences")
    return any(is_coercive(row) for row in request.root.rows("measures")) or any(
        risk(row.text("article")) is Risk.HIGH for row in offences
    )


def _set(path: str) -> Callable[[Reading], bool]:
    return lambda reading: bool(reading.text(path))


def _said(path: str) -> Callable[[Reading], bool]:
    return lambda reading: reading.flag(path)


def _module(*codes: str) -> Callable[[Reading], bool]:
    return lambda measure: measure.text("module") in codes


NOT_SERVICE_ONLY = Condition(
    Text(
        "not where only service of judicial documents is asked (46(15)(c))",
        "仅请求送达司法文书的除外（第四十六条第十五款第（三）项）",
    ),
    lambda reading: not service_only(reading),
)
DEADLINE_SET = Condition(Text("where a deadline is set", "已提出最后期限的"), _set("urgency.deadline"))
URGENT = Condition(Text("where the request is urgent", "请求紧急的"), lambda r: r.text("urgency.level") == "urgent")
CONFIDENTIAL = Condition(Text("where confidentiality is asked", "要求保密的"), _said("confidentiality.required"))
WITHOUT_TREATY = Condition(
    Text("where no treaty is the basis", "不以条约为依据的"),
    lambda r: r.text("basis.mode") in {Mode.DOMESTIC, Mode.RECIPROCITY},
)
DUAL_CRIMINALITY_MATTERS = Condition(
    Text(
        "where a measure is coercive, or an offence is one that few States have established",
        "所请求的措施具有强制性，或者所涉犯罪并非各国普遍规定的",
    ),
    _dual_criminality_matters,
)
EXTRAORDINARY_COSTS = Condition(
    Text("where costs are extraordinary", "费用属于特殊性质的"), _said("costs.extraordinary")
)
TRANSLATED = Condition(Text("where a translation is added", "附有译文的"), _set("translation.language"))
NATURAL = Condition(Text("for a natural person", "自然人"), lambda r: r.text("kind") != "legal")
NOT_EXPLAINED = Condition(
    Text("unless it is said what is not known and what was tried", "已说明哪些情况不详以及曾作何查找的除外"),
    lambda person: not person.text("unknown"),
)
LEGAL_NOT_EXPLAINED = Condition(
    Text("for a legal person, unless it is said what was tried", "法人，已说明曾作何查找的除外"),
    lambda person: person.text("kind") == "legal" and not person.text("unknown"),
)
NATURAL_NOT_EXPLAINED = Condition(
    Text("for a natural person, unless it is said what was tried", "自然人，已说明曾作何查找的除外"),
    lambda person: person.text("kind") != "legal" and not person.text("unknown"),
)
NOT_SERVICE = Condition(
    Text("for every measure but service of documents", "送达文书以外的协助事项"), lambda m: m.text("kind") != "SERVICE"
)
RECORDS = Condition(
    Text("for bank and business records", "银行记录和商业记录"), _module("bank_records", "business_records")
)
STATEMENT = Condition(Text("for a statement", "获取陈述的"), _module("statement"))
SECRET_BY_NATURE = Condition(
    Text("for bank records, search and tracing", "银行记录、搜查和追查"),
    _module("bank_records", "search_seizure", "tracing"),
)
HEARING = Condition(Text("where a date of hearing is given", "已写明开庭日期的"), _set("details.hearing_date"))
VALUED = Condition(Text("where a value is given", "已写明价值的"), _set("details.value"))
