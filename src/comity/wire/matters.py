"""Matters between the two authorities that leave the measures where they are, and notices that ask for no answer.

A matter is opened by one side under a name of its own (`matter`) and answered by the other under the same name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from comity.wire.fields import (
    day,
    fail,
    flag,
    line,
    name,
    optional_token,
    required_choice,
    required_day,
    required_flag,
    text,
    token,
    tokens,
    words,
)
from comity.wire.message import CaseMessage
from comity.wire.messages import MEASURES


@dataclass(frozen=True, kw_only=True)
class MatterMessage(CaseMessage):
    """What opens or answers a matter; each happens once."""

    matter: str = token()

    @property
    def business(self) -> str:
        """One matter is opened once and answered once."""
        return self.matter


@dataclass(frozen=True, kw_only=True)
class ConsultOpen(MatterMessage):
    """Consultation before a refusal or a postponement (UNCAC art. 46(26))."""

    KIND: ClassVar[str] = "consult.open"

    about: str = required_choice("refusal", "postponement", "other")
    measure_ids: tuple[str, ...] = tokens(MEASURES)
    text: str = words()
    due: str = day()


@dataclass(frozen=True, kw_only=True)
class ConsultReply(MatterMessage):
    """The views of the requesting State."""

    KIND: ClassVar[str] = "consult.reply"

    text: str = words()


@dataclass(frozen=True, kw_only=True)
class CostConsult(MatterMessage):
    """Substantial or extraordinary costs, to be settled before execution (UNCAC art. 46(28))."""

    KIND: ClassVar[str] = "cost.consult"

    measure_ids: tuple[str, ...] = tokens(MEASURES)
    estimate: str = name(120)
    text: str = words()
    due: str = day()


@dataclass(frozen=True, kw_only=True)
class CostAgree(MatterMessage):
    """Whether and how the costs are borne."""

    KIND: ClassVar[str] = "cost.agree"

    agreed: bool = required_flag()
    payer: str = required_choice("requested", "requesting", "shared")
    text: str = text()


@dataclass(frozen=True, kw_only=True)
class CannotComply(MatterMessage):
    """Confidentiality that was asked for and cannot be kept (UNCAC art. 46(20))."""

    KIND: ClassVar[str] = "confidentiality.cannot_comply"

    reason: str = words()
    disclosed_to: str = text(4_000)
    due: str = day()


@dataclass(frozen=True, kw_only=True)
class ConfidentialityAnswer(MatterMessage):
    """Whether the request shall be executed all the same."""

    KIND: ClassVar[str] = "confidentiality.answer"

    go_on: bool = required_flag()
    text: str = text()


@dataclass(frozen=True, kw_only=True)
class LiftNotice(MatterMessage):
    """Notice before a provisional measure is lifted, with time to argue for its continuation (UNCAC art. 55(8))."""

    KIND: ClassVar[str] = "freeze.lift_notice"

    measure_id: str = token()
    intended_on: str = day()
    reasons: str = words()
    due: str = day()


@dataclass(frozen=True, kw_only=True)
class LiftViews(MatterMessage):
    """The reasons for continuing the measure, or that there are none."""

    KIND: ClassVar[str] = "freeze.views"

    keep: bool = required_flag()
    text: str = text()


@dataclass(frozen=True, kw_only=True)
class UseRequest(MatterMessage):
    """Request for consent to use what was received for another purpose (UNCAC art. 46(19))."""

    KIND: ClassVar[str] = "use.consent_request"

    evidence_ids: tuple[str, ...] = tokens(1_000)
    purpose: str = words()
    proceedings: str = words()
    due: str = day()


@dataclass(frozen=True, kw_only=True)
class UseDecision(MatterMessage):
    """Consent, consent under conditions, or its refusal."""

    KIND: ClassVar[str] = "use.consent_decision"

    consent: str = required_choice("yes", "under_conditions", "no")
    text: str = text()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.consent != "yes" and not self.text.strip():
            fail("text", "conditions and a refusal are said in words")


@dataclass(frozen=True, kw_only=True)
class Notice(CaseMessage):
    """A notice asks for no answer; its name keeps it from being taken twice."""

    notice_id: str = token()
    measure_ids: tuple[str, ...] = tokens(MEASURES)
    text: str = words()

    @property
    def business(self) -> str:
        """One notice is given once."""
        return self.notice_id


@dataclass(frozen=True, kw_only=True)
class Obstacle(Notice):
    """What blocks or delays execution (UNCAC art. 46(24))."""

    KIND: ClassVar[str] = "obstacle.notice"

    expected_by: str = day()


@dataclass(frozen=True, kw_only=True)
class FreezeEffect(Notice):
    """A freeze or seizure took effect (UNCAC art. 55(2))."""

    KIND: ClassVar[str] = "freeze.effect"

    effective_on: str = day()
    property: str = text(4_000)
    amount: str = line(120)
    ends_on: str = day()


@dataclass(frozen=True, kw_only=True)
class FreezeLapseRule(Notice):
    """By which rule, and when, a freeze lapses by itself, and what keeps it (UNCAC art. 55(8))."""

    KIND: ClassVar[str] = "freeze.lapse_rule"

    lapses_on: str = day()
    law: str = text(4_000)


@dataclass(frozen=True, kw_only=True)
class FreezeLifted(Notice):
    """A provisional measure was lifted, after the requesting State was heard wherever possible (UNCAC art. 55(8))."""

    KIND: ClassVar[str] = "freeze.lifted"

    lifted_on: str = day()
    property: str = text(4_000)


@dataclass(frozen=True, kw_only=True)
class Exculpatory(Notice):
    """Notice that what was received is disclosed because it is exculpatory (UNCAC art. 46(5), 46(19))."""

    KIND: ClassVar[str] = "exculpatory.notice"

    disclosed_on: str = day()
    in_advance: bool = required_flag()
    why_not_in_advance: str = text(4_000)
    consultation_wanted: bool = flag()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.in_advance and not self.why_not_in_advance.strip():
            fail("why_not_in_advance", "notice afterwards says why it did not come before")


@dataclass(frozen=True, kw_only=True)
class OrderCeased(Notice):
    """An order or a ground on which the request relied has ceased (UNCAC art. 46(24))."""

    KIND: ClassVar[str] = "order.ceased"

    ceased_on: str = day()
    order: str = optional_token()


@dataclass(frozen=True, kw_only=True)
class MaterialDisposed(Notice):
    """Material of the other State was returned or destroyed, as was assured or as its limits of use demand.

    UNCAC art. 46(19), and conditions under 46(26). `evidence_ids` names items that were delivered; none means all.
    """

    KIND: ClassVar[str] = "material.disposed"

    disposal: str = required_choice("returned", "destroyed")
    disposed_on: str = required_day()
    evidence_ids: tuple[str, ...] = tokens(1_000)


@dataclass(frozen=True, kw_only=True)
class Correction(Notice):
    """A clerical mistake in an earlier message put right; what was said stays in the record."""

    KIND: ClassVar[str] = "correction"

    place: str = name()
    was: str = text(4_000)
    shall_be: str = words(4_000)
