"""How pressing a request is, explained from its inputs; the weights are a setting of each authority.

The Convention ranks nothing: it asks for execution as soon as possible and for full account of reasoned deadlines
(46(24)). The inputs are those that central authorities name in practice; the numbers are ours until an authority sets
its own. The sum is only a way to order: what a person reads is the list of reasons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.errors import RuleViolation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Level(StrEnum):
    """How pressing."""

    PRESSING = "pressing"
    RAISED = "raised"
    ORDINARY = "ordinary"


LEVELS = {
    Level.PRESSING: Text("pressing", "紧迫"),
    Level.RAISED: Text("raised", "优先"),
    Level.ORDINARY: Text("ordinary", "一般"),
}
AT_LEAST = {Level.PRESSING: 60, Level.RAISED: 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing that makes a request pressing.

    Attributes:
        code: stable name, by which an authority sets its weight.
        weight: points, unless the authority has its own.
        article: the rule behind it; empty where practice.
        text: what it says when it counts; `{days}` and `{value}` stand for what was found.
        far: for a date, how many days ahead it begins to count; its points grow until the day; 0 for no date.
    """

    code: str
    weight: int
    text: Text
    article: str = ""
    far: int = 0


_ALL = (
    Input(
        code="safety",
        weight=60,
        article="46(24)",
        text=Text("life or safety of a person is threatened", "有人的生命或者安全受到威胁"),
    ),
    Input(
        code="urgent",
        weight=20,
        article="46(24)",
        text=Text("the request says that it is urgent, and why", "请求书说明情况紧急及其理由"),
    ),
    Input(
        code="deadline",
        weight=35,
        article="46(24)",
        far=60,
        text=Text("a reasoned deadline in {days} days", "附理由的最后期限距今 {days} 天"),
    ),
    Input(
        code="limitation",
        weight=40,
        far=365,
        text=Text("the limitation period ends in {days} days", "追诉时效距今 {days} 天届满"),
    ),
    Input(code="custody", weight=20, text=Text("a person is in custody", "有人被羁押")),
    Input(
        code="custody_end",
        weight=35,
        far=60,
        text=Text("custody must end in {days} days", "羁押期限距今 {days} 天届满"),
    ),
    Input(
        code="hearing",
        weight=35,
        far=90,
        text=Text("a hearing in {days} days", "距开庭 {days} 天"),
    ),
    Input(
        code="dissipation",
        weight=25,
        article="46(3)(j)",
        text=Text("property may be moved before it is found or frozen", "财产在查明或者冻结之前可能被转移"),
    ),
    Input(
        code="data",
        weight=40,
        far=90,
        text=Text("data will be deleted in {days} days", "数据将在 {days} 天后被删除"),
    ),
    Input(code="value", weight=10, text=Text("a large value: {value}", "价值较大：{value}")),
    Input(code="age", weight=15, text=Text("it has waited for {days} days", "已等待 {days} 天")),
)
INPUTS: dict[str, Input] = {one.code: one for one in _ALL}
# What an officer may write down about a request, whatever it says itself; those with `far` need a day.
RECORDED: dict[str, Text] = {
    "safety": Text("Life or safety of a person is threatened", "有人的生命或者安全受到威胁"),
    "custody": Text("A person is in custody", "有人被羁押"),
    "custody_end": Text("Custody must end on", "羁押期限届满日"),
    "hearing": Text("Hearing on", "开庭日"),
    "limitation": Text("Limitation period ends on", "追诉时效届满日"),
    "data": Text("Data will be deleted on", "数据删除日"),
    "dissipation": Text("Property may be moved", "财产可能被转移"),
}
OLD = 180  # days after which the age of a request counts in full


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a request that may make it pressing. A date that is not known is None.

    Attributes:
        safety: somebody's life or safety is threatened.
        urgent: it says so, with its reason.
        custody, custody_end: a person is in custody, and until when at most.
        deadline: suggested with a reason; one without a reason counts for nothing (46(24)).
        limitation, hearing, data: dates that end or need something; `data` is when data will be deleted.
        dissipation: a measure looks for property or freezes it.
        value: the largest value named, as it is written; empty where none, or below the authority's threshold.
        since: the day since which the request waits.
    """

    safety: bool = False
    urgent: bool = False
    custody: bool = False
    custody_end: date | None = None
    data: date | None = None
    deadline: date | None = None
    limitation: date | None = None
    hearing: date | None = None
    dissipation: bool = False
    value: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One input that counts: its points and its words."""

    input: Input
    points: int
    text: Text


@dataclass(frozen=True, slots=True)
class Priority:
    """The level of a request with its reasons, the heaviest first."""

    level: Level
    points: int
    reasons: list[Reason] = field(default_factory=list)


def check_recorded(code: str, day: date | None) -> None:
    """Raise RuleViolation unless an officer may write this down, with a day exactly where one is needed."""
    if code not in RECORDED:
        raise RuleViolation("E_PRESSING", Text("Choose what presses.", "请选择紧迫的原因。"))
    if INPUTS[code].far and day is None:
        raise RuleViolation("E_PRESSING", Text("Give the day.", "请填写日期。"))
    if not INPUTS[code].far and day is not None:
        raise RuleViolation("E_PRESSING", Text("This has no day: leave it empty.", "此项没有日期，请留空。"))


def assess(facts: Facts, today: date, weights: Mapping[str, int] | None = None) -> Priority:
    """Return how pressing a request is today.

    Args:
        facts: what is known.
        today: the day on which it is asked.
        weights: the authority's own points by code of the input; 0 leaves an input out.
    """
    own = weights or {}
    reasons = []
    for one in _ALL:
        share, said = _share(one, facts, today)
        points = round(own.get(one.code, one.weight) * share)
        if points > 0:
            reasons.append(Reason(one, points, Text(one.text.en.format(**said), one.text.zh.format(**said))))
    reasons.sort(key=lambda reason: -reason.points)
    total = sum(reason.points for reason in reasons)
    level = next((level for level, least in AT_LEAST.items() if total >= least), Level.ORDINARY)
    return Priority(level, total, reasons)


def _share(one: Input, facts: Facts, today: date) -> tuple[float, dict[str, object]]:
    """Return which part of its points an input gives, 0 to 1, and what its words need."""
    if one.far:
        day: date | None = getattr(facts, one.code)
        if day is None or (day - today).days > one.far:
            return 0, {"days": 0}
        left = max(0, (day - today).days)
        return 1 - left / (one.far + 1), {"days": left}
    if one.code == "age":
        waited = max(0, (today - facts.since).days) if facts.since else 0
        return min(1, waited / OLD), {"days": waited}
    value = getattr(facts, one.code)
    return (1 if value else 0), {"value": value}
