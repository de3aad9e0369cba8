"""Every kind of message after the request itself."""

# ruff: noqa: RUF009 (each call declares a field with its rule)
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from comity.wire.fields import (
    choice,
    count,
    day,
    digest,
    fail,
    identity,
    line,
    moment,
    name,
    optional_count,
    optional_digest,
    optional_token,
    required_choice,
    required_flag,
    text,
    token,
    tokens,
    words,
)
from comity.wire.message import CaseMessage
from comity.wire.record import Record, part, parts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

MEASURES = 100
ITEMS = 500
ROUNDS = 1_000
LAST_NUMBER = 2**53 - 1
RESULTS = ("executed", "executed_in_part", "nothing_found", "impossible", "in_part_more_to_come")
OUTCOMES = ("executed", "executed_in_part", "not_executed", "refused", "withdrawn")


def named_set(names: Iterable[str]) -> str:
    """Return one short name for a set of names, whatever their order."""
    listed = "\n".join(sorted(names))
    return hashlib.sha256(listed.encode()).hexdigest() if listed else ""


@dataclass(frozen=True, kw_only=True)
class Ack(CaseMessage):
    """The requested side has registered the request: its number, and who answers for it."""

    KIND: ClassVar[str] = "ack"

    reference: str = name(120)
    received_at: datetime = moment()
    officer: str = line()  # a name or only a function, as the authority chooses
    contact: str = text(1_000)


@dataclass(frozen=True, kw_only=True)
class Question(Record):
    """One thing missing or unclear, tied to the place in the request it belongs to."""

    item_id: str = token()
    code: str = token()
    measure_id: str = optional_token()
    person_id: str = optional_token()
    question: str = words()


@dataclass(frozen=True, kw_only=True)
class ClarifyAsk(CaseMessage):
    """More information is needed (UNCAC art. 46(16)); rounds count from 1."""

    KIND: ClassVar[str] = "clarify.ask"

    round: int = count(1, ROUNDS)
    due: str = day()
    measure_ids: tuple[str, ...] = tokens(MEASURES, least=1)  # those that wait for the answer
    items: tuple[Question, ...] = parts(Question, ITEMS, unique="item_id", least=1)

    @property
    def business(self) -> str:
        """One round is asked once."""
        return f"round-{self.round}"


@dataclass(frozen=True, kw_only=True)
class Answer(Record):
    """The answer to one question."""

    item_id: str = token()
    answer: str = words()
    annex_ids: tuple[str, ...] = tokens(100)


@dataclass(frozen=True, kw_only=True)
class ClarifyAnswer(CaseMessage):
    """Answers to one round of questions (UNCAC art. 46(16))."""

    KIND: ClassVar[str] = "clarify.answer"

    round: int = count(1, ROUNDS)
    answers: tuple[Answer, ...] = parts(Answer, ITEMS, unique="item_id", least=1)

    @property
    def business(self) -> str:
        """One round is answered once."""
        return f"round-{self.round}"


@dataclass(frozen=True, kw_only=True)
class ConsultationHeld(Record):
    """The consultation before a refusal (UNCAC art. 46(26)), or why there was none."""

    opened_at: str = day()
    summary: str = text()
    override_reason: str = text()


@dataclass(frozen=True, kw_only=True)
class MeasureDecision(Record):
    """The decision on one measure: a refusal names its ground and gives reasons (UNCAC art. 46(21), 46(23))."""

    measure_id: str = token()
    decision: str = required_choice("accepted", "refused")
    ground: str = optional_token()
    reasons: str = text()
    consultation: ConsultationHeld = part(ConsultationHeld)
    article: str = line(40)
    expected_by: str = day()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.decision == "refused" and not (self.ground and self.reasons.strip()):
            fail("ground", "a refusal names its ground and gives reasons")


@dataclass(frozen=True, kw_only=True)
class Decision(CaseMessage):
    """What all decisions share; the kind says whether all, none or some of the measures were accepted."""

    measures: tuple[MeasureDecision, ...] = parts(MeasureDecision, MEASURES, unique="measure_id", least=1)
    appeal_info: str = text()

    @property
    def business(self) -> str:
        """One set of measures is decided once."""
        return named_set(one.measure_id for one in self.measures)

    def _check_kind(self, *, accepted: bool, refused: bool) -> None:
        found = {one.decision for one in self.measures}
        if found != {word for word, wanted in (("accepted", accepted), ("refused", refused)) if wanted}:
            fail("measures", "do not agree with the kind of decision")


@dataclass(frozen=True, kw_only=True)
class DecisionAccept(Decision):
    """Every measure named is accepted."""

    KIND: ClassVar[str] = "decision.accept"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_kind(accepted=True, refused=False)


@dataclass(frozen=True, kw_only=True)
class DecisionRefuse(Decision):
    """Every measure named is refused, each with reasons (UNCAC art. 46(23))."""

    KIND: ClassVar[str] = "decision.refuse"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_kind(accepted=False, refused=True)


@dataclass(frozen=True, kw_only=True)
class DecisionPartial(Decision):
    """Some of the measures named are accepted, the others refused."""

    KIND: ClassVar[str] = "decision.partial"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_kind(accepted=True, refused=True)


@dataclass(frozen=True, kw_only=True)
class StatusQuery(CaseMessage):
    """The requesting side asks how far things are (UNCAC art. 46(24))."""

    KIND: ClassVar[str] = "status.query"

    @property
    def business(self) -> str:
        """One question at one time."""
        return self.sent_at.isoformat()


@dataclass(frozen=True, kw_only=True)
class MeasureStatus(Record):
    """How far one measure is."""

    measure_id: str = token()
    state: str = token()
    expected_by: str = day()
    note: str = text()


@dataclass(frozen=True, kw_only=True)
class StatusReport(CaseMessage):
    """How far each measure is (UNCAC art. 46(24))."""

    KIND: ClassVar[str] = "status.report"

    measures: tuple[MeasureStatus, ...] = parts(MeasureStatus, MEASURES, unique="measure_id", least=1)

    @property
    def business(self) -> str:
        """One report at one time."""
        return self.sent_at.isoformat()


@dataclass(frozen=True, kw_only=True)
class MeasureResult(Record):
    """What came of one measure, and the evidence that shows it."""

    measure_id: str = token()
    result: str = required_choice(*RESULTS)
    text: str = text()
    evidence_ids: tuple[str, ...] = tokens(1_000)


@dataclass(frozen=True, kw_only=True)
class MaterialDeliver(CaseMessage):
    """Results and evidence (UNCAC art. 46(3)); deliveries count from 1."""

    KIND: ClassVar[str] = "material.deliver"

    delivery_no: int = count(1, ROUNDS)
    final: bool = required_flag()
    measures: tuple[MeasureResult, ...] = parts(MeasureResult, MEASURES, unique="measure_id", least=1)
    use_limits: str = text()

    @property
    def business(self) -> str:
        """One delivery happens once."""
        return f"delivery-{self.delivery_no}"


@dataclass(frozen=True, kw_only=True)
class ReceivedItem(Record):
    """One item of evidence as it was found on arrival."""

    evidence_id: str = token()
    sha256: str = digest()
    ok: bool = required_flag()


@dataclass(frozen=True, kw_only=True)
class MaterialReceipt(CaseMessage):
    """What arrived of one delivery and whether it is complete."""

    KIND: ClassVar[str] = "material.receipt"

    delivery_no: int = count(1, ROUNDS)
    items: tuple[ReceivedItem, ...] = parts(ReceivedItem, 10_000, unique="evidence_id")
    complete: bool = required_flag()

    @property
    def business(self) -> str:
        """One delivery is acknowledged once."""
        return f"delivery-{self.delivery_no}"


@dataclass(frozen=True, kw_only=True)
class NoLongerRequired(CaseMessage):
    """The requesting side no longer needs some measures, or any (UNCAC art. 46(24)); no names means all."""

    KIND: ClassVar[str] = "no_longer_required"

    reason: str = words()
    measure_ids: tuple[str, ...] = tokens(MEASURES)

    @property
    def business(self) -> str:
        """One set of measures is withdrawn once."""
        return named_set(self.measure_ids)


@dataclass(frozen=True, kw_only=True)
class Feedback(Record):
    """What became of it afterwards: whether it was useful, used at trial, and what would have helped."""

    useful: str = choice("", "yes", "in_part", "no")
    used_in: str = choice("", "investigation", "trial", "confiscation", "not_used")
    text: str = text()


@dataclass(frozen=True, kw_only=True)
class Closure(CaseMessage):
    """The sender has closed its case."""

    KIND: ClassVar[str] = "closure"

    outcome: str = required_choice(*OUTCOMES)
    reason: str = text()
    feedback: Feedback = part(Feedback)
    supplements: int = optional_count(ROUNDS)  # how often the request was extended before

    @property
    def business(self) -> str:
        """A case is closed once, and once more each time it was opened again."""
        return f"after-{self.supplements}" if self.supplements else ""


@dataclass(frozen=True, kw_only=True)
class ChainRestart(CaseMessage):
    """The sender lost its newest records, begins a new chain and says how far its memory reaches.

    `request_id` names the restart itself. The receiver answers with the receipts it holds above `last_number`.
    """

    KIND: ClassVar[str] = "chain.restart"

    old_chain_id: UUID = identity()
    last_number: int = optional_count(LAST_NUMBER)
    known_head: str = optional_digest()  # digest of the last item of the receiver's own chain that we hold
    known_number: int = optional_count(LAST_NUMBER)


@dataclass(frozen=True, kw_only=True)
class Void(CaseMessage):
    """An item that never comes: fills its number in the case and, where it was numbered, in the chain.

    `item_sha256` is the digest of the envelope that is given up, so that the chain still closes.
    """

    KIND: ClassVar[str] = "void"

    chain_id: UUID = identity()
    seq: int = optional_count(LAST_NUMBER)
    item_sha256: str = optional_digest()
    message_id: UUID = identity()
    reason: str = required_choice("withdrawn", "expired", "refused")

    @property
    def business(self) -> str:
        """One envelope of one message is given up once."""
        return f"{self.message_id}:{self.seq}"
