"""Time limits as editable data, and the arithmetic of days.

The Convention fixes hardly any: assistance is executed "as soon as possible" and reasoned deadlines are taken fully
into account (46(24)). Every number below is therefore a setting of the authority, with its source and whether it was
read there. Dates, holidays and weekends are given in; there is no clock here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Unit(StrEnum):
    """How days are counted."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One time limit that an authority may change.

    Attributes:
        code: stable name.
        days: how many.
        unit: calendar or working days.
        source: where the number comes from.
        verified: whether it was read in that source; False is shown as unverified.
        article: the rule it serves, empty where none.
        text: what must be done within it.
    """

    code: str
    days: int
    unit: Unit
    source: str
    verified: bool
    article: str
    text: Text


_PRACTICE = "practice of central authorities"


def _preset(
    code: str, days: int, text: Text, *, article: str = "", unit: Unit = Unit.CALENDAR, **source: object
) -> Preset:
    return Preset(
        code=code,
        days=days,
        unit=unit,
        source=str(source.get("source", _PRACTICE)),
        verified=bool(source.get("verified")),
        article=article,
        text=text,
    )


_ALL = (
    _preset("review", 10, Text("review a draft", "审核草稿"), unit=Unit.WORKING),
    _preset("sign", 3, Text("sign an approved request", "签署已核准的请求"), unit=Unit.WORKING),
    _preset("hand_over", 1, Text("hand the request over to the other node", "将请求送达对方节点")),
    _preset("acknowledge", 7, Text("register and acknowledge a request", "登记请求并确认收件")),
    _preset("chase", 14, Text("ask why no acknowledgement came", "询问为何未收到确认")),
    _preset(
        "legal_review",
        15,
        Text("examine the request in law", "对请求进行法律审查"),
        unit=Unit.WORKING,
        article="46(24)",
    ),
    _preset("consult", 15, Text("consult before a refusal", "在拒绝之前进行协商"), article="46(26)"),
    _preset("decide", 30, Text("decide on the request", "对请求作出决定"), article="46(24)"),
    _preset("answer", 30, Text("answer a request for additional information", "答复补充资料请求"), article="46(16)"),
    _preset("status_1", 30, Text("ask about progress for the first time", "首次询问进展"), article="46(24)"),
    _preset("status_2", 60, Text("ask about progress for the second time", "第二次询问进展"), article="46(24)"),
    _preset("status_3", 90, Text("ask about progress for the third time", "第三次询问进展"), article="46(24)"),
    _preset("report", 14, Text("answer a reasonable question about progress", "答复合理的进展询问"), article="46(24)"),
    _preset(
        "pre_consultation", 20, Text("comment on a draft that was shared", "对送阅的草稿提出意见"), article="46(16)"
    ),
    _preset(
        "confirm_oral",
        10,
        Text("confirm an oral request in writing", "以书面形式确认口头请求"),
        article="46(14)",
        source='bilateral treaties of the Hong Kong type; the Convention says only "forthwith"',
    ),
    _preset("resend", 15, Text("correct a request that was returned, and send it again", "更正被退回的请求并重新发送")),
    _preset("conditions", 15, Text("accept or reject conditions", "接受或者拒绝所附条件"), article="46(26)"),
    _preset("views", 15, Text("give our views on what was asked", "就对方所询事项提出意见"), article="46(26)"),
    _preset("costs", 15, Text("settle extraordinary costs", "商定特殊性质的费用"), article="46(28)"),
    _preset(
        "confidentiality",
        7,
        Text("say whether to go on without confidentiality", "答复不能保密时是否继续执行"),
        article="46(20)",
    ),
    _preset("lift_views", 15, Text("argue for keeping a freeze", "就继续冻结陈述理由"), article="55(8)"),
    _preset("use_consent", 30, Text("decide on use for another purpose", "决定是否同意用于其他目的"), article="46(19)"),
    _preset("postponed", 90, Text("look at a postponement again", "复查暂缓执行"), article="46(25)"),
    _preset(
        "execute", 60, Text("execute, or remind the executing authority", "执行或者催办执行机关"), article="46(24)"
    ),
    _preset("deliver", 10, Text("check and deliver results", "核对并移交结果"), unit=Unit.WORKING, article="46(24)"),
    _preset("check_material", 30, Text("check what was delivered", "核对收到的材料")),
    _preset("close", 30, Text("give feedback and close", "反馈并结案")),
    _preset("feedback", 60, Text("wait for feedback before closing", "结案前等待反馈")),
    _preset(
        "safe_conduct",
        15,
        Text("safe conduct after the presence is no longer required", "不再需要到场之后的安全保障期间"),
        article="46(27)",
        source="United Nations Convention against Corruption, art. 46(27)",
        verified=True,
    ),
)

PRESETS: dict[str, Preset] = {preset.code: preset for preset in _ALL}
ACKNOWLEDGE_WITHIN = PRESETS["acknowledge"].days
CHASE_AFTER = PRESETS["chase"].days

WEEKEND = frozenset({5, 6})  # Saturday and Sunday; a State may have other days (Monday is 0)
_WEEK = 7


def is_working(day: date, *, holidays: Collection[date] = (), weekend: Collection[int] = WEEKEND) -> bool:
    """Return whether `day` is a working day."""
    return day.weekday() not in weekend and day not in holidays


def add_days(
    start: date,
    days: int,
    unit: Unit = Unit.CALENDAR,
    *,
    holidays: Collection[date] = (),
    weekend: Collection[int] = WEEKEND,
) -> date:
    """Return the last day of a time limit of `days` that runs from `start`; the day of the event is not counted.

    Working days skip weekends and holidays. A limit in calendar days that ends on a day that is not a working day ends
    on the next working day. Raises ValueError if `days` is negative or no day of the week is a working day.
    """
    closed = frozenset(holidays)
    if days < 0 or len({day % _WEEK for day in weekend}) >= _WEEK:
        raise ValueError("a time limit runs forward, in a week with working days")
    day = start
    if unit is Unit.CALENDAR:
        day += timedelta(days=days)
    else:
        for _ in range(days):
            day = _next_working(day + timedelta(days=1), closed, weekend)
    return _next_working(day, closed, weekend) if days else day


def _next_working(day: date, holidays: Collection[date], weekend: Collection[int]) -> date:
    while not is_working(day, holidays=holidays, weekend=weekend):
        day += timedelta(days=1)
    return day


def due(
    code: str,
    start: date,
    *,
    holidays: Collection[date] = (),
    weekend: Collection[int] = WEEKEND,
    days: int | None = None,
) -> date:
    """Return when a preset that began on `start` ends; `days` is the authority's own number if it has one."""
    preset = PRESETS[code]
    return add_days(start, preset.days if days is None else days, preset.unit, holidays=holidays, weekend=weekend)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one authority counts: its own numbers of days, its holidays, the days of its weekend (Monday is 0)."""

    days: Mapping[str, int] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = WEEKEND

    def due(self, code: str, start: date) -> date:
        """Return when a preset that began on `start` ends here."""
        return due(code, start, holidays=self.holidays, weekend=self.weekend, days=self.days.get(code))


STANDARD = Calendar()


class Clock(StrEnum):
    """How a time limit stands."""

    ON_TIME = "on_time"
    SOON = "soon"
    OVERDUE = "overdue"


def clock(today: date, end: date, *, warn: int = 2) -> Clock:
    """Return how a limit that ends on `end` stands `today`; `warn` is how many days before its end it is soon."""
    if today > end:
        return Clock.OVERDUE
    return Clock.SOON if (end - today).days <= warn else Clock.ON_TIME
