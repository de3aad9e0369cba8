"""Rules about contents that span several questions: at least one measure, a language they accept, and so on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.assistance import MODULES
from comity.law.conditions import Condition, is_coercive
from comity.law.fields import Need
from comity.law.modes import Applies

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.law.reading import Reading


class Scope(StrEnum):
    """What an item is said about."""

    REQUEST = "request"
    OFFENCE = "offence"
    PERSON = "person"
    MEASURE = "measure"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spanning:
    """One such rule, with the same parts as a question has."""

    code: str
    scope: Scope
    section: str
    field: str
    article: str
    need: Need
    applies: Applies
    label: Text
    missing: Text
    question: Text
    satisfied: Callable[[Reading], bool]
    condition: Condition | None = None


def _language(tag: str) -> str:
    return tag.replace("_", "-").lower().split("-")[0]


def _accepted_language(request: Reading) -> bool:
    accepted = {_language(tag) for tag in request.texts("requested.languages")}
    offered = {_language(request.text(path)) for path in ("language", "translation.language")} - {""}
    return not accepted or bool(accepted & offered)


def _period_in_order(measure: Reading) -> bool:
    first, last = measure.day("period_from"), measure.day("period_to")
    return first is None or last is None or first <= last


def _distinct(list_path: str, name: str) -> Callable[[Reading], bool]:
    def distinct(row: Reading) -> bool:
        own = row.text(name)
        return bool(own) and row.root.named(list_path, name)[own] == 1

    return distinct


def _readable_day(path: str) -> Callable[[Reading], bool]:
    return lambda row: not row.text(path) or row.day(path) is not None


def _kind_fits(measure: Reading) -> bool:
    module = MODULES.get(measure.text("module"))
    return module is None or not measure.text("kind") or measure.text("kind") in module.kinds


SPANNING: tuple[Spanning, ...] = (
    Spanning(
        code="language.accepted",
        scope=Scope.REQUEST,
        section="annexes",
        field="translation.language",
        article="46(14)",
        need=Need.MANDATORY,
        applies=Applies.MINI_TREATY,
        label=Text("A language acceptable to the requested State", "被请求国能够接受的语文"),
        missing=Text(
            "Neither the letter nor a translation is in a language that the requested State accepts.",
            "请求书和译文均未使用被请求国能够接受的语文。",
        ),
        question=Text(
            "Please send the request, or a translation, in a language acceptable to us.",
            "请以我方能够接受的语文提供请求书或者译文。",
        ),
        satisfied=_accepted_language,
    ),
    Spanning(
        code="urgency.deadline_date",
        scope=Scope.REQUEST,
        section="urgency",
        field="urgency.deadline",
        article="46(24)",
        need=Need.MANDATORY,
        applies=Applies.PRACTICE,
        label=Text("A deadline that is a date", "最后期限应为日期"),
        missing=Text("The deadline is not a date.", "最后期限不是有效日期。"),
        question=Text("Please state the date of the deadline.", "请写明最后期限的日期。"),
        satisfied=_readable_day("urgency.deadline"),
    ),
    Spanning(
        code="proceedings.limitation_day",
        scope=Scope.REQUEST,
        section="proceedings",
        field="proceedings.limitation_date",
        article="",
        need=Need.MANDATORY,
        applies=Applies.PRACTICE,
        label=Text("A date of limitation that is a date", "时效届满日期应为日期"),
        missing=Text("The date of limitation is not a date.", "时效届满日期不是有效日期。"),
        question=Text("Please state the date of limitation.", "请写明时效届满日期。"),
        satisfied=_readable_day("proceedings.limitation_date"),
    ),
    Spanning(
        code="proceedings.offences",
        scope=Scope.REQUEST,
        section="proceedings",
        field="proceedings.offences",
        article="46(1)",
        need=Need.MANDATORY,
        applies=Applies.ALWAYS,
        label=Text("Offences", "犯罪"),
        missing=Text("No offence is named.", "未写明任何犯罪。"),
        question=Text(
            "Please state the offences to which the proceedings relate.",
            "请说明程序所涉及的犯罪。",
        ),
        satisfied=lambda request: bool(request.rows("proceedings.offences")),
    ),
    Spanning(
        code="persons.any",
        scope=Scope.REQUEST,
        section="persons",
        field="persons_unknown",
        article="46(15)(e)",
        need=Need.MANDATORY,
        applies=Applies.MINI_TREATY,
        label=Text("A person concerned, or why none is known", "有关人员，或者没有已知人员的原因"),
        missing=Text(
            "No person is named, and it is not said why none is known.",
            "未写明任何有关人员，也未说明没有已知人员的原因。",
        ),
        question=Text(
            "Please identify the persons concerned, or state what was done to identify them.",
            "请写明有关人员的身份，或者说明为查明其身份所做的工作。",
        ),
        satisfied=lambda request: bool(request.rows("persons") or request.text("persons_unknown")),
    ),
    Spanning(
        code="persons.legal",
        scope=Scope.REQUEST,
        section="persons",
        field="persons",
        article="46(2)",
        need=Need.WHERE_POSSIBLE,
        applies=Applies.ALWAYS,
        label=Text("The legal person that may be held liable", "可能承担责任的法人"),
        missing=Text(
            "A legal person may be held liable, but none is named.",
            "称可能追究法人责任，但未写明任何法人。",
        ),
        question=Text("Please name the legal person that may be held liable.", "请写明可能承担责任的法人。"),
        condition=Condition(
            Text("where a legal person may be held liable", "可能追究法人责任的"),
            lambda request: request.flag("proceedings.legal_persons"),
        ),
        satisfied=lambda request: any(row.text("kind") == "legal" for row in request.rows("persons")),
    ),
    Spanning(
        code="person.person_id",
        scope=Scope.PERSON,
        section="persons",
        field="person_id",
        article="",
        need=Need.MANDATORY,
        applies=Applies.PRACTICE,
        label=Text("A number of its own for each person", "每名人员的单独编号"),
        missing=Text("A person has no number of its own in the request.", "有一人在请求中没有单独编号。"),
        question=Text("Please number the persons so that each can be referred to.", "请为有关人员分别编号，以便援引。"),
        satisfied=_distinct("persons", "person_id"),
    ),
    Spanning(
        code="measures.any",
        scope=Scope.REQUEST,
        section="measures",
        field="measures",
        article="46(3)",
        need=Need.MANDATORY,
        applies=Applies.ALWAYS,
        label=Text("At least one measure", "至少一项协助事项"),
        missing=Text("Nothing is asked for yet: add a measure.", "尚未请求任何协助：请添加一项协助事项。"),
        question=Text("Please state what assistance is sought.", "请说明请求何种协助。"),
        satisfied=lambda request: bool(request.rows("measures")),
    ),
    Spanning(
        code="measure.measure_id",
        scope=Scope.MEASURE,
        section="measures",
        field="measure_id",
        article="",
        need=Need.MANDATORY,
        applies=Applies.PRACTICE,
        label=Text("A number of its own for each measure", "每项协助事项的单独编号"),
        missing=Text("A measure has no number of its own in the request.", "有一项协助事项在请求中没有单独编号。"),
        question=Text(
            "Please number the measures so that each can be decided.", "请为各项协助事项分别编号，以便逐项作出决定。"
        ),
        satisfied=_distinct("measures", "measure_id"),
    ),
    Spanning(
        code="measure.kind_of_module",
        scope=Scope.MEASURE,
        section="measures",
        field="kind",
        article="46(3)",
        need=Need.WHERE_POSSIBLE,
        applies=Applies.ALWAYS,
        label=Text("A kind of assistance that fits the measure", "与协助事项相符的协助种类"),
        missing=Text(
            "The kind of assistance does not fit the sort of measure.",
            "协助种类与协助事项类别不符。",
        ),
        question=Text("Please make clear which kind of assistance is meant.", "请明确所指的协助种类。"),
        satisfied=_kind_fits,
    ),
    Spanning(
        code="measure.period",
        scope=Scope.MEASURE,
        section="measures",
        field="period_to",
        article="46(15)(d)",
        need=Need.MANDATORY,
        applies=Applies.PRACTICE,
        label=Text("A period that begins before it ends", "起止顺序正确的期间"),
        missing=Text("The period ends before it begins.", "期间的截止日期早于起始日期。"),
        question=Text("Please correct the period.", "请更正所涉期间。"),
        satisfied=_period_in_order,
    ),
    Spanning(
        code="bank_records.account",
        scope=Scope.MEASURE,
        section="measures",
        field="details.account_name",
        article="46(15)(d)",
        need=Need.MANDATORY,
        applies=Applies.MINI_TREATY,
        label=Text("Account holder or account number", "账户持有人或者账号"),
        missing=Text(
            "Neither the account holder nor an account number is given.",
            "账户持有人和账号均未写明。",
        ),
        question=Text(
            "Please give the name of the account holder or the account number.",
            "请提供账户持有人的姓名或者名称，或者账号。",
        ),
        condition=Condition(
            Text("for bank records", "银行记录"), lambda measure: measure.text("module") == "bank_records"
        ),
        satisfied=lambda m: bool(m.text("details.account_name") or m.text("details.account_number")),
    ),
    Spanning(
        code="proceedings.provision_for_coercive",
        scope=Scope.REQUEST,
        section="proceedings",
        field="proceedings.offences",
        article="46(9)(b)",
        need=Need.WHERE_POSSIBLE,
        applies=Applies.MINI_TREATY,
        label=Text("Text of law for a coercive measure", "强制性措施所依据的法律条文"),
        missing=Text(
            "A coercive measure is asked, but no offence is given with the text of its provision.",
            "请求采取强制性措施，但没有任何一项犯罪附有法律条文。",
        ),
        question=Text(
            "A measure is coercive: please send the text of the provisions that make the conduct an offence.",
            "有的措施具有强制性：请提供将有关行为规定为犯罪的法律条文。",
        ),
        condition=Condition(
            Text("where a measure is coercive", "所请求的措施具有强制性的"),
            lambda request: any(is_coercive(row) for row in request.rows("measures")),
        ),
        satisfied=lambda request: any(row.text("provision") for row in request.rows("proceedings.offences")),
    ),
    Spanning(
        code="measure.chapter_v",
        scope=Scope.MEASURE,
        section="measures",
        field="details.property",
        article="55(3)",
        need=Need.WHERE_POSSIBLE,
        applies=Applies.ALWAYS,
        label=Text("Contents that chapter V adds", "第五章要求的补充内容"),
        missing=Text(
            "Recovery under chapter V also needs what article 55(3) asks: the property, the order relied on, and for "
            "confiscation a final order with notice to third parties. Add them as annexes.",
            "依第五章追回资产的，还须提供第五十五条第三款要求的内容：财产说明、所依据的命令；请求没收的，还须提供已生效的"
            "没收令以及已通知第三人的说明。请作为附件添加。",
        ),
        question=Text(
            "Please supply what article 55(3) of the Convention demands for this measure.",
            "请提供《公约》第五十五条第三款就该措施要求的内容。",
        ),
        condition=Condition(
            Text("for recovery of assets under chapter V", "依第五章追回资产的"),
            lambda measure: measure.text("kind") == "ASSET_RECOVERY",
        ),
        satisfied=lambda m: bool(m.text("details.property") and m.root.rows("annexes")),
    ),
    Spanning(
        code="annex.annex_id",
        scope=Scope.ANNEX,
        section="annexes",
        field="annex_id",
        article="",
        need=Need.MANDATORY,
        applies=Applies.PRACTICE,
        label=Text("A number of its own for each annex", "每份附件的单独编号"),
        missing=Text("An annex has no number of its own in the request.", "有一份附件在请求中没有单独编号。"),
        question=Text("Please number the annexes.", "请为附件编号。"),
        satisfied=_distinct("annexes", "annex_id"),
    ),
)
