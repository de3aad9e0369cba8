"""Clauses that a drafter may take over: our own words for what requests of each sort usually have to say.

Each is a suggestion that nobody has verified; the article behind it is named. A clause may hold places such as
`{{requested_state}}`, which are filled from the draft in one pass: what is filled in is never read as a place again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
# What may stand between double braces, and where the draft says it.
PLACES: dict[str, str] = {
    "requesting_state": "requesting.state",
    "requesting_authority": "requesting.central_authority",
    "requested_state": "requested.state",
    "requested_authority": "requested.authority",
    "conducting_authority": "conducting.name",
    "case_number": "proceedings.case_number",
    "reference": "reference",
    "deadline": "urgency.deadline",
    "instrument": "basis.instrument",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause.

    Attributes:
        code: stable name.
        module: the sort of measure it is for; empty for any.
        place: the question it answers, as its field names it (`purpose.use_limits`, or `form` of a measure).
        title, text: in both languages.
        article: the rule behind it; empty where practice.
    """

    code: str
    place: str
    title: Text
    text: Text
    module: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A clause filled from a draft: its text, places that are unknown, places that the draft leaves empty."""

    text: str
    unknown: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def unknown_places(text: str) -> list[str]:
    """Return what stands between double braces and is no place, each once, in order."""
    return [name for name in dict.fromkeys(PLACE.findall(text)) if name not in PLACES]


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Fill the places of a clause; what is unknown or not said yet stays to be seen, as `[name]`.

    Args:
        text: the clause.
        values: name of the place -> what the draft says.
    """
    found = list(dict.fromkeys(PLACE.findall(text)))
    said = {name: values.get(name, "").strip() for name in found if name in PLACES}
    return Filled(
        PLACE.sub(lambda one: said.get(one.group(1), "") or f"[{one.group(1)}]", text),
        tuple(name for name in found if name not in PLACES),
        tuple(name for name, value in said.items() if not value),
    )


CLAUSES: tuple[Clause, ...] = (
    Clause(
        code="use-limits",
        place="purpose.use_limits",
        article="46(19)",
        title=Text("Use only for what is named here", "仅用于本请求所述目的"),
        text=Text(
            "What {{requested_state}} provides will be used only in the proceedings described in this"
            " request. Any other"
            " use will be asked for beforehand; where it may show that a person is innocent,"
            " {{requested_authority}} is"
            " told before it is disclosed.",
            "{{requested_state}} 提供的资料仅用于本请求所述程序。用于其他目的的，将事先征得同意；"
            "涉及可证明某人无罪的，将在披露之前"
            "通知{{requested_authority}}。",
        ),
    ),
    Clause(
        code="undertaking-return",
        place="purpose.undertakings",
        article="46(15)(f)",
        title=Text("Originals are returned", "归还原件"),
        text=Text(
            "Originals will be kept safe and returned to {{requested_authority}} once the proceedings no"
            " longer need them.",
            "原件将妥善保管，程序不再需要时即归还{{requested_authority}}。",
        ),
    ),
    Clause(
        code="confidential",
        place="confidentiality.scope",
        article="46(20)",
        title=Text("Fact and substance are kept confidential", "对请求的存在和内容保密"),
        text=Text(
            "Please keep the existence and the content of this request confidential, except as far as"
            " executing it"
            " requires. If that cannot be done, please tell {{requesting_authority}} before anything is done.",
            "请对本请求的存在和内容保密，但为执行请求所必需的除外。如无法保密，"
            "请在采取行动之前告知{{requesting_authority}}。",
        ),
    ),
    Clause(
        code="deadline",
        place="urgency.deadline_reason",
        article="46(24)",
        title=Text("Why this day", "期限的理由"),
        text=Text(
            "The material is needed by {{deadline}} because [say what happens on that day in case {{case_number}}].",
            "因[写明该日在 {{case_number}} 号案件中将进行的程序]，须于 {{deadline}} 之前取得有关资料。",
        ),
    ),
    Clause(
        code="statement-rights",
        module="statement",
        place="special_procedure",
        article="46(17)",
        title=Text("Rights told before the statement", "取证前告知权利"),
        text=Text(
            "Before the statement begins, please tell the person in which capacity he or she is heard and"
            " that an answer"
            " may be refused where the law of either State allows it, and write down that this was said.",
            "请在取证开始前告知被询问人以何种身份接受询问，以及依任何一国法律可拒绝回答的事项，并记录已作告知。",
        ),
    ),
    Clause(
        code="service-proof",
        module="service",
        place="form",
        article="46(3)(b)",
        title=Text("Proof of service", "送达证明"),
        text=Text(
            "Please return a record that names the day, the place and the manner of service and the person"
            " who took the"
            " documents; if they could not be served, please say what was tried.",
            "请退回送达记录，载明送达的日期、地点、方式和签收人；未能送达的，请说明已作的尝试。",
        ),
    ),
    Clause(
        code="bank-certificate",
        module="bank_records",
        place="form",
        article="46(3)(f)",
        title=Text("Certified copies of bank records", "经核证的银行记录副本"),
        text=Text(
            "Please provide certified copies, in electronic form where they are kept so, with a"
            " declaration of the person"
            " who keeps the records that they were made in the ordinary course of business. Bank secrecy"
            " is no ground for"
            " refusal (46(8)).",
            "请提供经核证的副本；以电子形式保存的，请提供电子形式，并附记录保管人的声明，"
            "说明记录系在日常业务中制作。"
            "不得以银行保密为由拒绝提供协助（第四十六条第八款）。",
        ),
    ),
    Clause(
        code="business-certificate",
        module="business_records",
        place="form",
        article="46(3)(f)",
        title=Text("Certified copies of company records", "经核证的公司记录副本"),
        text=Text(
            "Please provide copies certified by the register or by the officer of the company who keeps"
            " the records. Records"
            " that are open to the public may be provided without certification (46(29)(a)).",
            "请提供经登记机关或者公司记录保管人核证的副本。对公众公开的记录可不经核证提供（第四十六条第二十九"
            "款第（一）项）。",
        ),
    ),
    Clause(
        code="search-privilege",
        module="search_seizure",
        place="special_procedure",
        article="46(17)",
        title=Text("Privileged papers are set apart", "受特权保护的文件单独封存"),
        text=Text(
            "Papers for which privilege is claimed should be sealed unread and listed apart until the"
            " competent authority of"
            " {{requested_state}} has decided. Please draw up a list of everything that is seized.",
            "主张受特权保护的文件请不予阅看、单独封存并列明，待 {{requested_state}} 主管机关作出决定。"
            "请就全部扣押物品制作清单。",
        ),
    ),
    Clause(
        code="tracing-tell-first",
        module="tracing",
        place="special_procedure",
        article="46(3)(g)",
        title=Text("Tell us before the holder learns of it", "在持有人知情之前告知我方"),
        text=Text(
            "If property is found, please tell {{conducting_authority}} before its holder can learn of it,"
            " so that freezing"
            " can be asked for in time (55(2)).",
            "如查明有关财产，请在其持有人可能知情之前告知{{conducting_authority}}，"
            "以便及时请求冻结（第五十五条第二款）。",
        ),
    ),
)
