"""The kinds of assistance of UNCAC art. 46(3), and whether each is coercive unless somebody says otherwise.

Whether a measure is coercive matters for article 46(9)(b): without dual criminality, assistance that is not coercive
is still owed. The Convention does not say which kinds are; the column is ours and an officer may correct it for a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.kernel.languages import Text


class Coercive(StrEnum):
    """Whether a kind of assistance needs compulsion."""

    NO = "no"
    YES = "yes"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of assistance: stable code, article, title, coercive default and what the default rests on."""

    code: str
    article: str
    title: Text
    coercive: Coercive
    note: Text


_ALL = (
    Kind(
        "STATEMENT",
        "46(3)(a)",
        Text("Taking evidence or statements from persons", "向个人获取证据或者陈述"),
        Coercive.DEPENDS,
        Text("coercive only if the person is compelled", "仅在强制当事人作证时属于强制性行动"),
    ),
    Kind(
        "SERVICE",
        "46(3)(b)",
        Text("Effecting service of judicial documents", "送达司法文书"),
        Coercive.NO,
        Text("no compulsion", "不涉及强制"),
    ),
    Kind(
        "SEARCH_SEIZE_FREEZE",
        "46(3)(c)",
        Text("Executing searches and seizures, and freezing", "执行搜查和扣押并实行冻结"),
        Coercive.YES,
        Text("always compulsion", "均涉及强制"),
    ),
    Kind(
        "EXAMINE",
        "46(3)(d)",
        Text("Examining objects and sites", "检查物品和场所"),
        Coercive.DEPENDS,
        Text("coercive where the holder does not agree", "未经持有人同意时属于强制性行动"),
    ),
    Kind(
        "INFO_ITEMS_EXPERT",
        "46(3)(e)",
        Text("Providing information, evidentiary items and expert evaluations", "提供资料、物证以及鉴定结论"),
        Coercive.NO,
        Text("what an authority already holds or can evaluate", "机关已掌握或者可以鉴定的事项"),
    ),
    Kind(
        "DOCUMENTS",
        "46(3)(f)",
        Text(
            "Providing originals or certified copies of documents and records, including government, bank, "
            "financial, corporate or business records",
            "提供有关文件和记录的原件或者经核证的副本，其中包括政府、银行、财务、公司或者商业记录",
        ),
        Coercive.DEPENDS,
        Text("bank and company records usually need an order", "银行记录和公司记录通常需要有关命令"),
    ),
    Kind(
        "TRACE_EVID",
        "46(3)(g)",
        Text(
            "Identifying or tracing proceeds of crime, property, instrumentalities or other things for evidence",
            "为取证目的而辨认或者追查犯罪所得、财产、工具或者其他物品",
        ),
        Coercive.DEPENDS,
        Text("identifying is not coercive, orders to banks are", "辨认不属于强制性行动，向银行发出的命令则属于"),
    ),
    Kind(
        "APPEARANCE",
        "46(3)(h)",
        Text(
            "Facilitating the voluntary appearance of persons in the requesting State",
            "为有关人员自愿在请求缔约国出庭提供方便",
        ),
        Coercive.NO,
        Text("voluntary; safe conduct under 46(27)", "自愿；依第四十六条第二十七款享有安全保障"),
    ),
    Kind(
        "OTHER",
        "46(3)(i)",
        Text(
            "Any other assistance that is not contrary to the law of the requested State",
            "不违反被请求缔约国本国法律的任何其他形式的协助",
        ),
        Coercive.DEPENDS,
        Text("depends on what is asked", "视所请求的事项而定"),
    ),
    Kind(
        "TRACE_RECOVERY",
        "46(3)(j)",
        Text(
            "Identifying, freezing and tracing proceeds of crime under chapter V",
            "根据《公约》第五章的规定辨认、冻结和追查犯罪所得",
        ),
        Coercive.DEPENDS,
        Text("identifying and tracing are not coercive, freezing is", "辨认和追查不属于强制性行动，冻结则属于"),
    ),
    Kind(
        "ASSET_RECOVERY",
        "46(3)(k)",
        Text("Recovering assets under chapter V", "根据《公约》第五章的规定追回资产"),
        Coercive.YES,
        Text("confiscation is always compulsion", "没收均涉及强制"),
    ),
)

KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}


@dataclass(frozen=True, slots=True)
class Module:
    """A page of questions for one sort of measure, with the kinds it may serve; the first is the usual one."""

    code: str
    title: Text
    kinds: tuple[str, ...]
    coercive: Coercive


_MODULES = (
    Module(
        "statement",
        Text("Evidence or statement of a person", "个人的证据或者陈述"),
        ("STATEMENT", "APPEARANCE", "OTHER"),
        Coercive.DEPENDS,
    ),
    Module("service", Text("Service of judicial documents", "送达司法文书"), ("SERVICE",), Coercive.NO),
    Module(
        "bank_records",
        Text("Bank and financial records", "银行和财务记录"),
        ("DOCUMENTS", "INFO_ITEMS_EXPERT", "TRACE_EVID", "OTHER"),
        Coercive.YES,
    ),
    Module(
        "business_records",
        Text("Company and business records", "公司和商业记录"),
        ("DOCUMENTS", "INFO_ITEMS_EXPERT", "OTHER"),
        Coercive.DEPENDS,
    ),
    Module(
        "search_seizure",
        Text("Search and seizure", "搜查和扣押"),
        ("SEARCH_SEIZE_FREEZE", "EXAMINE", "OTHER"),
        Coercive.YES,
    ),
    Module(
        "tracing",
        Text("Identifying and tracing property", "辨认和追查财产"),
        ("TRACE_EVID", "TRACE_RECOVERY", "ASSET_RECOVERY", "SEARCH_SEIZE_FREEZE", "OTHER"),
        Coercive.DEPENDS,
    ),
)

MODULES: dict[str, Module] = {module.code: module for module in _MODULES}


def usual_kind(module: str) -> str:
    """Return the code of 46(3) that a measure of this module usually has, or an empty text."""
    return MODULES[module].kinds[0] if module in MODULES else ""


def coercive(kind: str, module: str = "") -> Coercive:
    """Return whether such a measure is coercive by default; an unknown kind depends (UNCAC art. 46(9)(b))."""
    of_kind = KINDS[kind].coercive if kind in KINDS else Coercive.DEPENDS
    if of_kind is Coercive.DEPENDS and module in MODULES:
        return MODULES[module].coercive
    return of_kind
