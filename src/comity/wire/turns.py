"""The turns a request takes: announced, shared, returned, extended, offered under conditions, paused."""

# ruff: noqa: RUF009 (each call declares a field with its rule)
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from comity.wire.fields import (
    count,
    day,
    fail,
    flag,
    line,
    moment,
    name,
    optional_token,
    required_choice,
    text,
    token,
    tokens,
    words,
)
from comity.wire.message import CaseMessage
from comity.wire.messages import ITEMS, MEASURES, ROUNDS, ConsultationHeld, named_set
from comity.wire.record import Record, part, parts
from comity.wire.request import Measure, RequestV1
from comity.wire.request_parts import Annex

if TYPE_CHECKING:
    from datetime import datetime

RETURN_REASONS = ("wrong_addressee", "unreadable", "language", "authenticity")
STAYS_BY_LETTER = "stays_by_letter"  # of a request that says it came by letter before: there it goes on


@dataclass(frozen=True, kw_only=True)
class OralNotice(CaseMessage):
    """An urgent request made orally, to be confirmed in writing forthwith (UNCAC art. 46(14))."""

    KIND: ClassVar[str] = "request.oral_notice"

    title: str = name()
    summary: str = words()
    urgent_because: str = words()
    spoken_at: datetime = moment()
    caller: str = name()
    hearer: str = line()


@dataclass(frozen=True, kw_only=True)
class DraftShare(CaseMessage):
    """A draft shown for comment: no request, no legal effect, never counted."""

    KIND: ClassVar[str] = "draft.share"

    draft_no: int = count(1, ROUNDS)
    draft: RequestV1 = part(RequestV1)

    @property
    def business(self) -> str:
        """One draft is shared once."""
        return f"draft-{self.draft_no}"


@dataclass(frozen=True, kw_only=True)
class DraftRemark(Record):
    """One remark on a draft, pinned to its place."""

    section: str = token()
    measure_id: str = optional_token()
    text: str = words()


@dataclass(frozen=True, kw_only=True)
class DraftComment(CaseMessage):
    """Remarks on a draft; an empty list says that there are none."""

    KIND: ClassVar[str] = "draft.comment"

    draft_no: int = count(1, ROUNDS)
    remarks: tuple[DraftRemark, ...] = parts(DraftRemark, ITEMS)

    @property
    def business(self) -> str:
        """One draft is commented on once."""
        return f"draft-{self.draft_no}"


@dataclass(frozen=True, kw_only=True)
class Supplement(CaseMessage):
    """Further measures of a request that was sent before; it opens a closed case again."""

    KIND: ClassVar[str] = "request.supplement"

    reason: str = words()
    measures: tuple[Measure, ...] = parts(Measure, MEASURES, unique="measure_id", least=1)
    annexes: tuple[Annex, ...] = parts(Annex, 200, unique="annex_id")

    @property
    def business(self) -> str:
        """One set of measures is added once."""
        return named_set(one.measure_id for one in self.measures)


@dataclass(frozen=True, kw_only=True)
class Defect(Record):
    """Why a request is returned; what is missing under article 46(15) is asked for instead, under 46(16)."""

    code: str = required_choice(*RETURN_REASONS, STAYS_BY_LETTER)
    text: str = words()


@dataclass(frozen=True, kw_only=True)
class Return(CaseMessage):
    """A request returned before registration; corrected, it may be sent again under the same id."""

    KIND: ClassVar[str] = "return.deficient"

    provisional_reference: str = name(120)
    received_at: datetime = moment()
    defects: tuple[Defect, ...] = parts(Defect, len(RETURN_REASONS), unique="code", least=1)

    @property
    def business(self) -> str:
        """One request that arrived is returned once."""
        return self.received_at.isoformat()


@dataclass(frozen=True, kw_only=True)
class Refer(CaseMessage):
    """A request for which another authority is competent; `forwarded` says whether it was passed on to it."""

    KIND: ClassVar[str] = "refer"

    provisional_reference: str = name(120)
    authority: str = name()
    contact: str = text(1_000)
    reason: str = words()
    forwarded: bool = flag()


@dataclass(frozen=True, kw_only=True)
class Condition(Record):
    """One term under which assistance is offered."""

    condition_id: str = token()
    text: str = words()


@dataclass(frozen=True, kw_only=True)
class ConditionsOffer(CaseMessage):
    """Assistance offered under terms and conditions, before a refusal or postponement (UNCAC art. 46(26))."""

    KIND: ClassVar[str] = "conditions.offer"

    offer_id: str = token()
    measure_ids: tuple[str, ...] = tokens(MEASURES, least=1)
    conditions: tuple[Condition, ...] = parts(Condition, 100, unique="condition_id", least=1)
    due: str = day()

    @property
    def business(self) -> str:
        """One offer is made once."""
        return self.offer_id


@dataclass(frozen=True, kw_only=True)
class ConditionsAnswer(CaseMessage):
    """What both answers to an offer share."""

    offer_id: str = token()
    measure_ids: tuple[str, ...] = tokens(MEASURES, least=1)

    @property
    def business(self) -> str:
        """One measure of an offer is answered once."""
        return f"{self.offer_id}:{named_set(self.measure_ids)}"


@dataclass(frozen=True, kw_only=True)
class ConditionsAccept(ConditionsAnswer):
    """The conditions are accepted and bind the requesting State (UNCAC art. 46(26))."""

    KIND: ClassVar[str] = "conditions.accept"


@dataclass(frozen=True, kw_only=True)
class ConditionsReject(ConditionsAnswer):
    """The conditions are rejected."""

    KIND: ClassVar[str] = "conditions.reject"

    reasons: str = words()


@dataclass(frozen=True, kw_only=True)
class DecisionPostpone(CaseMessage):
    """Measures postponed because they interfere with a proceeding of the requested State (UNCAC art. 46(25))."""

    KIND: ClassVar[str] = "decision.postpone"

    measure_ids: tuple[str, ...] = tokens(MEASURES, least=1)
    interference: str = words()
    review_on: str = day()
    consultation: ConsultationHeld = part(ConsultationHeld)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.review_on:
            fail("review_on", "a postponement has a date on which it is looked at again")

    @property
    def business(self) -> str:
        """Measures are postponed to one day once."""
        return f"{self.review_on}:{named_set(self.measure_ids)}"
